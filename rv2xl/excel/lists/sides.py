"""Soll and Haben as lists write them beside an amount, and as the number format of a cell may show them where no amount says so."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from rv2xl.excel.package.cells.moments import Calendar
from rv2xl.model.entries.entry import Raw
from rv2xl.model.entries.spelling import STROKES, digits_of

SOLL_MARKS, HABEN_MARKS = frozenset({"s", "soll", "d", "dr", "+"}), frozenset({"h", "haben", "c", "cr", *"-−–"})
"""What stands beside an amount without a sign: in the Soll it counts positive, in the Haben negative."""

BY_FORMAT = " (Zahlenformat)"
"""Stands behind what a number format alone shows."""
_SHOWN = re.compile(rf"(\D*+)\d[\d.,\s]*+(?:EUR|€)?[\s(]*+([SHDC]|(?i:soll|haben|dr|cr)|[{STROKES}])\)?")
"""A small letter is a unit: „5 h“ are hours."""
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_PLACES = re.compile(r"(?i:general)|[0#?](?:[0#?.,\s]*[0#?])?")


def contradicted(shown: str, number: float) -> str | None:
    """Return how a number is shown if that says another sign than it has, 5000 as „5.000,00 H“, or says it twice; else None.

    Nobody knows then whether the writer or the spreadsheet is right.
    """
    found = _SHOWN.fullmatch(shown.strip())
    if found is None or not number:
        return None
    twice = any(stroke in found[1] for stroke in STROKES)
    if not twice and (found[2].casefold() in HABEN_MARKS) == (number < 0):
        return None
    return shown.strip() + BY_FORMAT


def formatted(code: str, number: float) -> str:
    """Write a number with what a number format puts around it, „5000 H“; its digits are those of the number."""
    sections = _QUOTED.sub(lambda found: (found[1] or found[2] or "").replace(";", ""), code).split(";")
    of_negatives = number < 0 and len(sections) > 1
    section = sections[1] if of_negatives else sections[0]
    digits = digits_of(abs(number)).replace(".", ",")
    return ("-" if number < 0 and not of_negatives else "") + _PLACES.sub(lambda _: digits, section, count=1)


def may_contradict(code: str) -> bool:
    """Whether a number format shows some number on the side on which it is not."""
    return any(contradicted(formatted(code, one), one) for one in (1, -1))


class ListCalendar(Calendar):
    """What the number formats of a list make of a number: also a text, where they show it on the side on which it is not."""

    def __init__(self, styles: Element | None = None, days: int = 0) -> None:
        super().__init__(styles, days)
        self._sided = {style: code for style, code in self.codes.items() if may_contradict(code)}
        self.styles |= dict.fromkeys(self._sided)

    def shown(self, number: float, style: str | None) -> Raw:
        """Return what a cell shows, as `Calendar` does; how it shows an amount whose sign that contradicts."""
        code = self._sided.get(style or "")
        return super().shown(number, style) if code is None else contradicted(formatted(code, number), number) or number
