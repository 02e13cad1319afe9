"""The colours of classes on a map: one hue from light to dark, that greys as it darkens, with an ink that can be read on each."""

from __future__ import annotations

from typing import Any

from rv2xl.excel import looks as style

CLASSES = (
    ("#E1EEF4", style.INK),
    ("#ABCEDE", style.INK),
    ("#78ABC4", style.INK),
    ("#2F7193", style.WHITE),
    ("#083B52", style.WHITE),
)
"""Ground and ink of each class, the lowest first."""

HATCH = (style.RULE, style.WHITE, style.INK)
"""Lines, ground and ink of what has no class."""

HATCHED, BLANK = "hatched", "blank"

_THIN_LINES = 14


def shade(name: str) -> dict[str, Any]:
    """Return the XlsxWriter properties of a shade: the number of a class, „hatched“, „blank“."""
    if name == BLANK:
        return {"bg_color": style.WHITE}
    if name == HATCHED:
        lines, ground, ink = HATCH
        return {"pattern": _THIN_LINES, "fg_color": lines, "bg_color": ground, "font_color": ink}
    ground, ink = CLASSES[int(name) - 1]
    return {"bg_color": ground, "font_color": ink}
