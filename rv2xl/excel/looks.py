"""The one place for looks: named styles, colours, number formats, heights of rows, print set-up.

Who fills a cell shows in its colour and in its border, so that colour is never the only sign; every text has a contrast
of at least 4.5 : 1 against its ground, the frame of an input 3 : 1.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import ceil
from typing import Any

from rv2xl.model.definitions.field import FilledBy, Kind, Type
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.definitions.states.sayings import BROKEN
from rv2xl.model.finding import Severity

FONT = "Calibri"
SIZE = 10
INK = "#1F2933"
GREY_INK = "#52606D"
ACCENT = "#0B4F6C"
LINK = "#0B5394"
WHITE = "#FFFFFF"
INPUT, GIVEN, COMPUTED = "#FFF9E0", "#E9EEF3", "#E6F2E9"
HEAD = "#DCE5EC"
FRAME = "#5F7D8E"
RULE = "#B4BFC9"

TABS = {"input": "#F2B93B", "given": "#9AA5B1", "own": ACCENT}
"""Colours of the sheets' tabs: something to fill in, only to look at, help and checks of our own."""

PAPER_A4 = 9
MARGINS = {"left": 0.35, "right": 0.35, "top": 0.4, "bottom": 0.55}
FOOTER = "&L&8{footer}&C&8&A&R&8Seite &P von &N"
FOOTER_OPTIONS = {"scale_with_doc": False, "margin": 0.3}
ZOOM = {"portrait": 110, "landscape": 100}

_THIN, _DASHED, _HAIR, _MEDIUM = 1, 3, 7, 2
_LINE_BELOW = {"bottom": _HAIR, "bottom_color": RULE}
_LEFT = {"align": "left", "indent": 1, "valign": "vcenter"}

LONG, PLAIN, DECIMALS = "long", "plain", "decimals"
"""Variants of a kind's style: text of several lines; a number without points between thousands; one with so many decimals."""

NUMBER_FORMATS: dict[Kind, str] = {
    Kind.TEXT: "@",
    Kind.ANZAHL: "#,##0",
    Kind.DEZIMAL: "#,##0.00",
    Kind.EURO: '#,##0.00 "€"',
    Kind.PROZENT: "0.00 %",
    Kind.DATUM: "dd.mm.yyyy",
    Kind.JA_NEIN: "@",
    Kind.AUSWAHL: "@",
}
"""Number formats in Excel's own notation; a German Excel shows „1.234,50“ and „31.12.2025“."""

_PLAIN_FORMAT = "0"
_DATE_FORMULA = "dd.mm.yyyy;;;@"  # what refers to a blank date is 0, and must not show as 30.12.1899

_ROLES: dict[str, dict[str, Any]] = {
    "input": {"bg_color": INPUT, "border": _THIN, "border_color": FRAME, "locked": False},
    "input_lwv": {"bg_color": GIVEN, "border": _DASHED, "border_color": FRAME, "locked": False},
    "given": {"bg_color": GIVEN, "border": _HAIR, "border_color": RULE},
    "computed": {"bg_color": COMPUTED, "border": _HAIR, "border_color": RULE, "italic": True},
    "result": {"bg_color": COMPUTED, "border": _MEDIUM, "border_color": ACCENT, "bold": True},
    "shown": _LINE_BELOW,
}
"""A field by who fills it: a frame around an input, dashed and in the LWV's colour where the LWV fills it in beside the provider, a
hairline around the rest; a result of a calculation has a frame of its own, and `shown` repeats a value in a table."""

_LEGEND = {FilledBy.LWV: "given", FilledBy.LEISTUNGSERBRINGER: "input", FilledBy.FORMEL: "computed"}

_TEXTS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT, "text_wrap": True, "valign": "vcenter"},
    "heading": {**_LEFT, "bold": True, "font_size": 11, "font_color": WHITE, "bg_color": ACCENT, "text_wrap": True},
    "heading_column": {**_LEFT, "bold": True, "font_color": WHITE, "bg_color": ACCENT, "text_wrap": True},
    "own_heading": {"bold": True, "font_size": 11, "font_color": ACCENT, "bottom": _MEDIUM, "bottom_color": ACCENT,
                    "text_wrap": True, "valign": "vcenter"},
    "subheading": {**_LEFT, "bold": True, "text_wrap": True},
    "column_head": {**_LEFT, "bold": True, "bg_color": HEAD, "border": _THIN, "border_color": RULE, "text_wrap": True},
    "sorted_head": {**_LEFT, "valign": "top", "bold": True, "bg_color": HEAD, "border": _THIN, "border_color": RULE, "text_wrap": True},
    "label": {**_LEFT, **_LINE_BELOW, "text_wrap": True},
    "label_top": {**_LEFT, **_LINE_BELOW, "text_wrap": True, "valign": "top"},
    "label_bold": {**_LEFT, **_LINE_BELOW, "bold": True, "text_wrap": True},
    "text": {"text_wrap": True, "valign": "vcenter"},
    "note": {**_LEFT, "font_color": GREY_INK, "text_wrap": True, "font_size": 9},
    "fine": {**_LEFT, "text_wrap": True, "font_size": 9},
    "own_note": {**_LEFT, "font_color": GREY_INK, "text_wrap": True, "font_size": 9, "italic": True},
    "own_label": {**_LEFT, **_LINE_BELOW, "font_color": ACCENT, "italic": True, "text_wrap": True},
    "named": {"bold": True, "font_size": 11, "font_color": INK, "align": "right", "indent": 1, "text_wrap": True, "valign": "vcenter"},
    "identification": {"font_color": GREY_INK, "font_size": 9, "text_wrap": True, "valign": "bottom"},
    "count_done": {**_LEFT, **_LINE_BELOW, "num_format": '0 "erledigt"'},
    "count_all": {**_LEFT, **_LINE_BELOW, "num_format": '0 "insgesamt"'},
    "state": {**_LEFT, "bold": True, "font_size": 9.5, "text_wrap": True, "border": _THIN, "border_color": RULE},
    "link": {**_LEFT, **_LINE_BELOW, "font_color": LINK, "underline": 1, "text_wrap": True},
    "link_top": {**_LEFT, **_LINE_BELOW, "font_color": LINK, "underline": 1, "text_wrap": True, "valign": "top"},
    "code": {**_LEFT, **_LINE_BELOW, "font_color": GREY_INK, "font_size": 9, "text_wrap": True},
    "number_text": {**_LINE_BELOW, "align": "right", "indent": 1, "valign": "vcenter", "text_wrap": True},
    "mark_head": {"align": "center", "valign": "vcenter", "bold": True, "font_size": 9, "bg_color": HEAD, "border": _THIN,
                  "border_color": RULE, "text_wrap": True},
    "mark": {**_LINE_BELOW, "align": "center", "valign": "vcenter", "text_wrap": True},
    "meta": {"num_format": "@"},
}  # fmt: skip

STATE_COLOURS: tuple[tuple[str, str, str], ...] = (
    ("✗", "#9B1C1C", "#FDE8E8"),
    ("!", "#7A4B00", "#FFF1D6"),
    ("○", "#3E4C59", "#F0F4F8"),
    ("i", "#0B4F6C", "#E3F2FA"),
    ("✓", "#14532D", "#E3F4E8"),
)
"""First sign of a state, its ink and its ground; the sign and the words say the same without the colour."""

LACKING, WRONG, DOUBTED, NOTHING = "lacking", "wrong", "doubted", "nothing"
"""Marks of cells that come and go as a form is filled in: an empty duty, an entry that its field does not allow, one whose spelling is to
be looked at, a sum of nothing."""

_SIGNED = {Kind.DATUM: "dd.mm.yyyy"}
_SIGN = STATE_COLOURS[0][0]


def cell_mark(name: str, kind: Kind = Kind.TEXT) -> dict[str, Any]:
    """Return the look of a mark on a cell of this kind; the pattern, the frame or the sign says the same without the colour.

    LibreOffice mixes a pattern to one colour, so that the frame alone tells an empty duty from other inputs there.
    """
    if name == LACKING:
        return {"pattern": 18, "fg_color": "#B26A00", "bg_color": INPUT, "border": _DASHED, "border_color": "#B26A00"}
    if name == NOTHING:
        return {"num_format": '"–";"–";"–";@'}
    if name == DOUBTED:
        sign, ink, ground = STATE_COLOURS[1]
        signed = f'"{sign} "@'
        return {
            "pattern": 14,
            "fg_color": "#F0D48A",
            "bg_color": ground,
            "font_color": ink,
            "bold": True,
            "num_format": f"General;-General;General;{signed}",
        }
    _, ink, ground = STATE_COLOURS[0]
    shown = _SIGNED.get(kind, "General")
    signed = f'"{_SIGN} "{shown};"{_SIGN} -"General;"{_SIGN} "{shown};"{_SIGN} "@'
    return {
        "pattern": 14,
        "fg_color": "#F3B7B7",
        "bg_color": ground,
        "font_color": ink,
        "bold": True,
        "num_format": signed,
    }


MARKS: dict[Severity, tuple[str, str, str]] = {
    Severity.FEHLER: ("✗", "lightUp", "#C0392B"),
    Severity.WARNUNG: ("!", "lightDown", "#B26A00"),
    Severity.HINWEIS: ("i", "gray125", "#0B4F6C"),
}
"""How a finding is marked at its cell: the sign in the note, the pattern of the hatching and its colour; the ground below it stays."""


def properties(style: str) -> dict[str, Any]:
    """Return the XlsxWriter properties of a named style: „input.anzahl“, „given.anzahl.plain“, „legend.lwv“, „note“."""
    base: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "font_color": INK}
    role, _, look = style.partition(".")
    if role == "legend":
        return base | _ROLES[_LEGEND[FilledBy(look)]] | _LEFT | {"locked": True}
    if role in _ROLES:
        return base | _ROLES[role] | _of_kind(role, look)
    return base | _TEXTS[style]


def _of_kind(role: str, look: str) -> dict[str, Any]:
    name, _, variant = look.partition(".")
    kind = Kind(name)
    text = kind in {Kind.TEXT, Kind.JA_NEIN, Kind.AUSWAHL}
    number_format = _PLAIN_FORMAT if variant == PLAIN else NUMBER_FORMATS[kind]
    if variant.startswith(DECIMALS):  # more than two are shown where they are there
        number_format = number_format.replace(".00", ".00" + "#" * (int(variant.removeprefix(DECIMALS)) - 2))
    if kind is Kind.DATUM and role in {"computed", "result", "shown"}:
        number_format = _DATE_FORMULA
    left = text or variant == PLAIN or (kind is Kind.DATUM and role != "shown")
    return {"num_format": number_format, "text_wrap": text, "align": "left" if left else "right", "indent": 1,
            "valign": "top" if variant == LONG else "vcenter"}  # fmt: skip


def look_of(type_: Type, guidance: Guidance) -> str:
    """Return the part of a style's name that depends on a field's type: „anzahl“, „text.long“.

    Where the form leads, a percentage shows the decimals that tell: 49,999 % is 0.49999, and must not show as 50,00 %.
    """
    if type_.length > ONE_LINE:
        return f"{type_.kind}.{LONG}"
    exact = (Kind.DEZIMAL, Kind.PROZENT) if guidance.leads else (Kind.DEZIMAL,)
    decimals = type_.scale - 2 * (type_.kind is Kind.PROZENT)
    if type_.kind in exact and decimals > 2:
        return f"{type_.kind}.{DECIMALS}{decimals}"
    return str(type_.kind) if type_.grouping else f"{type_.kind}.{PLAIN}"


ONE_LINE = 250
"""Texts that may be longer than this many characters get several lines."""

ROW_HEIGHT = 16.5
GAP_HEIGHT = 8.25
AFTER_NOTES = 6.0
"""Heights in points of a row with one line, of an empty row between blocks, of the room left after a block's notes."""

BAR_HEIGHT, BAR_ROOM = 24.0, 48.0
"""Height of a chart with bars: for each bar, and for its title and margins."""

_PADDING = {
    "title": 10.0,
    "heading": 5.0,
    "own_heading": 5.0,
    "note": 5.0,
    "fine": 0.5,
    "own_note": 5.0,
    "text": 6.0,
    "identification": 14.0,
}
_LINE = 1.28  # height of a line, in font sizes
CHARACTER = 5.25  # points per unit of a column's width: a digit of the workbook's standard font, Calibri 11
_SLACK = 0.95  # a screen's whole pixels make text wider than print does
_ADVANCES = (
    (0.25, " '`,.:;I‚‘’·ijl"),
    (0.34, "!()-[]{}frtJ°²³"),
    (0.43, '/\\"Lcsxz„“”ç'),
    (0.50, "aäegkvyzEFSTYZ0123456789?§–_+<=>€«»"),
    (0.65, "ADGHNUVÄÜ"),
    (0.72, "OÖQw%&…"),
    (0.88, "mMW@"),
)
"""Widths of Calibri's characters in font sizes, rather too much; all others are at most `_USUAL`."""
_USUAL = 0.54
_BREAKS = re.compile("(?<=[ -])")
_WIDTH_OF = {character: width for width, characters in _ADVANCES for character in characters}


@lru_cache(maxsize=8192)
def text_height(text: str, style: str, width: float) -> float:
    """Return the height in points of a text in a column `width` characters wide; whole pixels, rather too much."""
    look = properties(style)
    size: float = look["font_size"]
    room = width * CHARACTER * _SLACK - 7 * look.get("indent", 0)
    lines = sum(_lines(part, room / size) for part in text.split("\n")) if look.get("text_wrap") else 1
    return ceil((lines * size * _LINE + _PADDING.get(style, 3.5)) / 0.75) * 0.75


def text_width(text: str) -> float:
    """Return the width of a text in font sizes, rather too much."""
    return sum(_WIDTH_OF.get(character, _USUAL) for character in text)


def _lines(text: str, room: float) -> int:
    """Break a text after blanks and hyphens, as a spreadsheet does; too long a word goes over several lines."""
    lines, used = 1, 0.0
    for word in _BREAKS.split(text):
        width = text_width(word.rstrip())
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        lines += int(width // room)
        used += width % room + (_WIDTH_OF[" "] if word.endswith(" ") else 0)
    return lines


assert {text[0] for text in BROKEN.values()} <= {sign for sign, _, _ in STATE_COLOURS}
