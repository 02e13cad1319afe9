"""The one place for looks: named styles, colours, number formats, print set-up.

Who fills a cell shows in its colour and in its border, so that colour is never the only sign; every text has a contrast of at
least 4.5 : 1 against its ground.
"""

from __future__ import annotations

from typing import Any

from rv2xl.model.field import FilledBy, Kind
from rv2xl.model.status import BROKEN

FONT = "Calibri"
SIZE = 10
INK = "#1F2933"
GREY_INK = "#52606D"
ACCENT = "#0B4F6C"
WHITE = "#FFFFFF"
INPUT, GIVEN, COMPUTED = "#FFF8DB", "#E8EDF2", "#E3F1E7"
RULE = "#9AA5B1"

PAPER_A4 = 9
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}
FOOTER = "&L&8{footer}&C&8&A&R&8Seite &P von &N"

_THIN, _DASHED, _DOUBLE = 1, 3, 6

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

_ROLES: dict[str, dict[str, Any]] = {
    "input": {"bg_color": INPUT, "border": _DASHED, "border_color": GREY_INK, "locked": False},
    "given": {"bg_color": GIVEN, "border": _THIN, "border_color": RULE},
    "computed": {"bg_color": COMPUTED, "border": _THIN, "border_color": RULE, "italic": True},
}

_LEGEND = {FilledBy.LWV: "given", FilledBy.LEISTUNGSERBRINGER: "input", FilledBy.FORMEL: "computed"}

_TEXTS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": ACCENT, "text_wrap": True, "valign": "vcenter"},
    "heading": {"bold": True, "font_size": 11, "font_color": WHITE, "bg_color": ACCENT, "text_wrap": True, "valign": "vcenter"},
    "own_heading": {"bold": True, "font_size": 11, "font_color": ACCENT, "bottom": 2, "bottom_color": ACCENT, "text_wrap": True,
                    "valign": "vcenter"},
    "subheading": {"bold": True, "font_color": INK, "text_wrap": True, "valign": "vcenter"},
    "column_head": {"bold": True, "font_color": INK, "bg_color": "#D5DEE6", "border": _THIN, "border_color": RULE, "text_wrap": True,
                    "valign": "vcenter"},
    "label": {"text_wrap": True, "valign": "vcenter", "bottom": 4, "bottom_color": RULE},
    "label_bold": {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 4, "bottom_color": RULE},
    "note": {"font_color": GREY_INK, "text_wrap": True, "valign": "top", "font_size": 9},
    "identification": {"font_color": GREY_INK, "font_size": 8, "text_wrap": True},
    "state": {"bold": True, "text_wrap": True, "valign": "vcenter", "border": _THIN, "border_color": RULE},
    "link": {"font_color": "#0B5394", "underline": 1, "valign": "vcenter", "text_wrap": True, "bottom": 4, "bottom_color": RULE},
    "code": {"font_color": GREY_INK, "font_size": 8, "valign": "vcenter", "text_wrap": True, "bottom": 4, "bottom_color": RULE},
    "number_text": {"align": "right", "valign": "vcenter", "bottom": 4, "bottom_color": RULE},
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


def properties(style: str) -> dict[str, Any]:
    """Return the XlsxWriter properties of a named style: „input.anzahl“, „legend.lwv“, „heading“."""
    base: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "font_color": INK}
    role, _, kind = style.partition(".")
    if role == "legend":
        return base | _ROLES[_LEGEND[FilledBy(kind)]] | {"locked": True, "text_wrap": True, "valign": "vcenter"}
    if role in _ROLES:
        wrap = kind in {Kind.TEXT, Kind.JA_NEIN, Kind.AUSWAHL}
        return base | _ROLES[role] | {"num_format": NUMBER_FORMATS[Kind(kind)], "text_wrap": wrap, "valign": "vcenter",
                                      "align": "left" if wrap or kind == Kind.DATUM else "right"}  # fmt: skip
    return base | _TEXTS[style]


assert {text[0] for text in BROKEN.values()} <= {sign for sign, _, _ in STATE_COLOURS}
