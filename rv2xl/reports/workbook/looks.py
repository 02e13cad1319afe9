"""How reports look beside what `excel.style` gives to all workbooks: its colours and font, the looks of wide tables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import Any

from rv2xl.excel import looks as style
from rv2xl.model.definitions.field import Kind, Type
from rv2xl.reports.workbook.shades import shade

HEAD_SIZE = 9
ROW_HEIGHT = 17.25
PRINTABLE = (
    841.9 - 72 * (style.MARGINS["left"] + style.MARGINS["right"]) - 6,
    595.3 - 72 * (style.MARGINS["top"] + style.MARGINS["bottom"]) - 6,
)
"""Width and height in points of what an A4 page in landscape holds between the margins."""
PRINTABLE_PORTRAIT = (
    595.3 - 72 * (style.MARGINS["left"] + style.MARGINS["right"]) - 6,
    841.9 - 72 * (style.MARGINS["top"] + style.MARGINS["bottom"]) - 6,
)

_HAIR, _THIN, _MEDIUM, _THICK = 7, 1, 2, 5
_LINE = {"bottom": _HAIR, "bottom_color": style.RULE}
_FRAME = {"border": _THIN, "border_color": style.RULE}
_TOP = {"valign": "top", "text_wrap": True}
_MIDDLE = {"valign": "vcenter", "text_wrap": True}
_LEFT = {"align": "left", "indent": 1}
_GAP = {"left": _THICK, "right": _THICK} | dict.fromkeys(
    (f"{edge}_color" for edge in ("left", "right", "top", "bottom")), style.WHITE
)

_ROWS: dict[str, dict[str, Any]] = {
    "cell": {},
    "sub": {"bold": True, "bg_color": style.GIVEN, "top": _THIN, "top_color": style.RULE},
    "state": {"bold": True, "bg_color": style.HEAD, "top": _MEDIUM, "top_color": style.ACCENT, "bottom": _MEDIUM,
              "bottom_color": style.ACCENT},
    "fine": {"font_size": HEAD_SIZE}, "fine_sum": {"font_size": HEAD_SIZE, "bold": True},
}  # fmt: skip

_OVER: dict[str, dict[str, Any]] = {
    "tile": {"bold": True, "font_size": 11, "align": "center", "indent": 0, **_GAP, "bottom": _THICK},
    "tile_name": {"font_size": 9, "align": "center", "indent": 0, **_GAP, "bottom": 0},
    "legend": {"font_size": 9, **_GAP, "top": _MEDIUM, "bottom": _MEDIUM},
}
"""What lies over another look: white lines around the tiles of a map, between its two cells none."""

_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": style.ACCENT, "valign": "vcenter"},
    "subtitle": {"font_size": 11, "valign": "vcenter"},
    "lead": {"font_size": 11, **_MIDDLE},
    "edition": {"bold": True, "font_size": 11, "font_color": style.ACCENT, **_MIDDLE},
    "note": {"font_size": 9, "font_color": style.GREY_INK, **_TOP},
    "block": {"bold": True, "font_size": 11, "font_color": style.WHITE, "bg_color": style.ACCENT, "valign": "vcenter",
              **_LEFT},
    "head": {"bold": True, "font_size": HEAD_SIZE, "bg_color": style.HEAD, **_FRAME, **_TOP, **_LEFT},
    "band": {"bold": True, "font_size": HEAD_SIZE, "font_color": style.WHITE, "bg_color": style.ACCENT, "border": _THIN,
             "border_color": style.WHITE, "valign": "vcenter", "text_wrap": True, **_LEFT},
    "text": {"num_format": "@", **_LINE, **_MIDDLE, **_LEFT},
    "strong": {"num_format": "@", "bold": True, **_LINE, **_MIDDLE, **_LEFT},
    "line": {"num_format": "@", **_LINE, "valign": "vcenter", **_LEFT},
    "plain_number": {**_LINE, "align": "right", "indent": 1},
    "strong_line": {"num_format": "@", "bold": True, **_LINE, "valign": "vcenter", **_LEFT},
    "small": {"num_format": "@", "font_size": 9, **_LINE, **_MIDDLE, **_LEFT},
    "told": {"num_format": "@", **_LINE, **_TOP, **_LEFT},
    "fine_head": {"bold": True, "font_size": HEAD_SIZE, "bg_color": style.HEAD, **_FRAME, **_MIDDLE, **_LEFT},
    "fine_figures": {"bold": True, "font_size": HEAD_SIZE, "bg_color": style.HEAD, **_FRAME, **_MIDDLE, "align": "right", "indent": 1},
    "fine_told": {"num_format": "@", "font_size": HEAD_SIZE, **_TOP, **_LEFT},
    "input": {"num_format": "@", "bg_color": style.INPUT, "border": _THIN, "border_color": style.FRAME, **_MIDDLE, **_LEFT},
    "link": {"num_format": "@", "font_color": style.LINK, "underline": 1, **_LINE, **_MIDDLE, **_LEFT},
    "choice": {"num_format": "@", "bg_color": style.INPUT, "border": _THIN, "border_color": style.FRAME, "valign": "vcenter",
               "align": "center"},
    "year": {"num_format": "0", "bg_color": style.INPUT, "border": _THIN, "border_color": style.FRAME, **_MIDDLE, **_LEFT},
    "open": {"font_color": style.LINK, "underline": 1, **_LINE, **_MIDDLE, **_LEFT},
    "one_line_note": {"font_size": 9, "font_color": style.GREY_INK, "valign": "vcenter"},
    "one_line": {"num_format": "@", "font_size": 9, "font_color": style.GREY_INK, **_LINE, "valign": "vcenter", **_LEFT},
    "bullet": {**_TOP, **_LEFT},
    "words": {**_MIDDLE, **_LEFT},
    "hint": {"font_size": 9, "font_color": style.GREY_INK, **_MIDDLE, **_LEFT},
    "check": {"align": "center", "valign": "vcenter", "bold": True, "font_color": style.GREY_INK},
    "verdict": {"bold": True, **_LINE, **_MIDDLE, **_LEFT},
}  # fmt: skip

_STATES = {sign: {"font_color": ink, "bg_color": ground} for sign, ink, ground in style.STATE_COLOURS}


LINKED = "+link"
"""Behind the look of a cell that leads somewhere."""
_LINKED = {"font_color": style.LINK, "underline": 1}

SHARE, RATIO = "share", "ratio"
NOUGHT = "0"
"""Behind a kind of number: 0 is not exactly nothing, and shows as a number."""
_FINE = {"fine", "fine_sum"}
_ROUGH = '[>=1000]#,##0;[=0]"–";#,##0.00'
"""Where there is little room, large numbers show no decimals."""
_RATIOS = {SHARE: "0.0 %", RATIO: "#,##0.0"}
"""Shares and other ratios show one decimal."""
SIGNED = "±"
"""Before the kind of a figure: it is a change, and shows its sign."""


@cache
def report_properties(look: str) -> dict[str, Any]:
    """Return the XlsxWriter properties of a look: „head“, „cell.anzahl“, „state.dezimal“, „raw.datum“, „sub.text“, „✓“.

    „cell.share“ and „cell.ratio“ are ratios; with LINKED behind it a look is that of a link. `raw` shows a value as it was entered, a
    nought as a nought; the other rows show sums, and a nought as a nought only in „cell.anzahl0“ and its like. What lies over a look
    stands behind it, a shade last: „cell.share~tile~3“; „#cell.share~3“ is its number format and a shade alone.
    """
    look, *over = look.split("~")
    if over:
        upper = (_OVER.get(name) or shade(name) for name in over)
        return reduce(or_, upper, report_properties(look) if look else {})
    if look.startswith("#"):
        return {"num_format": report_properties(look[1:])["num_format"]}
    base = {"font_name": style.FONT, "font_size": style.SIZE, "font_color": style.INK, "valign": "vcenter"}
    if look.endswith(LINKED):
        return report_properties(look.removesuffix(LINKED)) | _LINKED
    if look in _STATES:
        return _STATES[look]
    row, _, kind = look.partition(".")
    if not kind:
        return base | _LOOKS[look]
    if kind in {"text", "line"}:
        return base | _LOOKS[kind] | _ROWS[row]
    plain = kind.removeprefix(SIGNED).removesuffix(NOUGHT)
    number = _RATIOS.get(plain) or style.NUMBER_FORMATS[Kind(plain)]
    if kind.startswith(SIGNED):
        number = f"+{number};−{number};0"
    elif row in _FINE and kind == Kind.DEZIMAL:
        number = _ROUGH
    elif row != "raw" and kind == plain and kind not in _RATIOS:  # of a sum, what is exactly nothing shows as a dash
        number = f'{number};-{number};"–"'
    return base | _LINE | _ROWS.get(row, {}) | {"num_format": number, "align": "right", "indent": 1}


def shades(count: int) -> tuple[str, ...]:
    """Return so many colours of one hue from light to dark: their order shows in grey print and to the colour-blind."""
    light, dark = (_rgb(colour) for colour in (_LIGHT, style.ACCENT))
    steps = (number / (count - 1) for number in range(count)) if count > 1 else (1.0,)
    return tuple(
        "#" + "".join(f"{round(low + (high - low) * step):02X}" for low, high in zip(light, dark, strict=True))
        for step in steps
    )


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


_LIGHT = "#E3EDF3"


def points(widths: Iterable[float]) -> float:
    """Return how wide columns are in print, in points; LibreOffice makes them wider than Excel does."""
    return sum((width + 0.72) * 5.56 for width in widths)


def wraps(look: str) -> bool:
    """Whether a text of this look is broken into lines where its cell ends."""
    return bool(report_properties(look).get("text_wrap"))


def report_look(row: str, type_: Type) -> str:
    """Return the name of the look of a number or date in a kind of row."""
    return f"{row}.{type_.kind}"


def height(text: str, width: float, look: str = "text") -> float:
    """Return the height in points that a text needs in so wide a column; what is never wrapped stands in a line."""
    if look.rpartition(".")[2].removesuffix(LINKED) in NEVER_WRAPPED:
        return ROW_HEIGHT
    like = _like(look.removesuffix(LINKED))
    room, line = _one_line(like, width)
    return line if "\n" not in text and style.text_width(text) <= room else style.text_height(text, like, width)


@cache
def _like(look: str) -> str:
    return next((_LIKE[name] for name in reversed(look.split("~")) if name in _LIKE), "label_bold")


@cache
def _one_line(like: str, width: float) -> tuple[float, float]:
    """Return how wide a text may be that certainly needs one line, and its height: most texts of thousands of rows are such."""
    line = style.text_height("", like, width)
    count = next(
        (count for count in range(1_000) if style.text_height(_NARROW * (count + 1), like, width) > line), 1_000
    )
    return style.text_width(_NARROW * count), line


NEVER_WRAPPED = frozenset({"line", "strong_line"})
"""Looks of cells whose row stays a line high: the end of a longer text is read in the formula bar."""
_NARROW = "i"
_LIKE = {
    "note": "note",
    "small": "note",
    "head": "note",
    "band": "note",
    "title": "title",
    "tile_name": "note",
    "legend": "note",
    "hint": "note",
    "fine.text": "fine",
    "fine_sum.text": "fine",
    "fine_told": "fine",
    "fine_head": "fine",
    "fine_figures": "fine",
}


def width_of(heading: str, least: float, lines: int | None = None) -> float:
    """Return how wide a column must be so that no word of its heading is broken, and that it needs no more than so many lines."""
    longest = max((style.text_width(word) for word in heading.split()), default=0.0)
    width = max(least, round(longest * HEAD_SIZE * _BOLD / style.CHARACTER + _INDENT, 1))
    while lines is not None and height(heading, width, "head") > height("\n" * (lines - 1), width, "head"):
        width += 1
    return width


def width_of_texts(texts: Iterable[str], least: float, most: float) -> float:
    """Return how wide a column must be so that its longest text stands in one line, within bounds."""
    longest = max(texts, key=len, default="")
    return min(most, max(least, round(style.text_width(longest) * style.SIZE * _BOLD / style.CHARACTER + _INDENT, 1)))


_BOLD = 1.07  # bold letters are wider
_INDENT = 2.6  # an indent and the cell's padding, in units of a column's width
