"""Which numbers a workbook shows as a day, a time or a duration: the number formats of its styles."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from enum import Enum
from xml.etree.ElementTree import Element

from rv2xl.excel.package.parser import children
from rv2xl.model.entries.entry import Raw
from rv2xl.model.expressions.expr import day_numbered

DAYS_1904 = 1_462
"""Days from 30.12.1899 to 01.01.1904, the two days that are 0."""
_LAST_DAY = 2_958_466
_DAY = 86_400_000
"""Milliseconds; a spreadsheet keeps no more of a time."""


class Shown(Enum):
    """What a number format makes of a number."""

    MOMENT = "day, time or both"
    DURATION = "hours beyond 24"


_BUILT_IN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shown.MOMENT),
    46: Shown.DURATION,
}
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKET = re.compile(r"\[[^\]]*\]")
_MOMENT = re.compile(r"[dmyhs]", re.IGNORECASE)


def shown_by(code: str) -> Shown | None:
    """Tell what a number format makes of a number; None for a number."""
    first = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(first):
        return Shown.DURATION
    first = _BRACKET.sub("", first)
    return Shown.MOMENT if "general" not in first.lower() and _MOMENT.search(first) else None


class Calendar:
    """The day and time that a number is shown as, by the style of its cell.

    `styles` is the root of the styles' part, `days` are those from 30.12.1899 to the day that is 0.
    """

    def __init__(self, styles: Element | None = None, days: int = 0) -> None:
        formats, cells = (
            ((), ()) if styles is None else (children(styles, "numFmts/numFmt"), children(styles, "cellXfs/xf"))
        )
        codes = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in formats}
        meant = {str(number): shown for number, shown in _BUILT_IN.items()} | {
            number: shown_by(code) for number, code in codes.items()
        }
        numbers = {str(style): entry.get("numFmtId", "0") for style, entry in enumerate(cells)}
        self.codes = {style: codes[number] for style, number in numbers.items() if number in codes}
        """The number formats of the styles, but for those that every program knows."""
        by_style = ((style, meant.get(number)) for style, number in numbers.items())
        self.styles: dict[str, Shown | None] = {style: shown for style, shown in by_style if shown is not None}
        """The styles that show a number as a moment or a duration."""
        self._days = days

    def shown(self, number: float, style: str | None) -> Raw:
        """Return what a cell shows: a day, a time, both, a duration, or the number where there is no such day."""
        shown = self.styles.get(style or "")
        if shown is None or not -_LAST_DAY < number < _LAST_DAY:
            return number
        if shown is Shown.DURATION:
            return timedelta(milliseconds=round(number * _DAY))
        if number < 0:
            return number
        days, milliseconds = divmod(round(number * _DAY), _DAY)
        clock = (datetime.min + timedelta(milliseconds=milliseconds)).time()
        if number < 1:
            return clock
        day = day_numbered(self._days + days)
        if day is None:
            return number
        return day if clock == time() else datetime.combine(day, clock)
