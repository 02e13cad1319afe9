"""„Überblick“: on one screen how many people, how full, how old, who is missing and what changed; below the sums of Hessen and the ages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rv2xl.model.definitions.field import ANZAHL
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.recht.law import year_end
from rv2xl.reports.regional.caveats import names
from rv2xl.reports.regional.figures import Count, Level, RegionRow
from rv2xl.reports.regional.large_changes import LEAST, MOST, NOT_CONTAINED, LargeChange, largest
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.reports.regional.sheets.state_sums import StateSums
from rv2xl.reports.regional.sheets.subject_sheets import cell_of
from rv2xl.reports.regional.sources.replies_sheet import NAME as REPLIES
from rv2xl.reports.regional.sources.replies_sheet import RepliesTable
from rv2xl.reports.replies import State
from rv2xl.reports.workbook import looks
from rv2xl.returns.consolidate import WITHOUT

NAME = "Überblick"
WORDS = "Wie viele Menschen, wie voll, wie alt, wer fehlt, was hat sich geändert? Für Hessen und die Regierungsbezirke."

_WIDTHS = (22.0, 19.0, 12.6, 12.6, 12.6, 12.6, 12.6, 3.5, 42.0)
"""All of a screen, and in print not so much that letters get smaller than eight points."""
_FIGURES, _CHANGES = 2, len(_WIDTHS) - 1
_HEAD_ROW, _GAP, _TWO_LINES = 3, 8.0, 25.5
_NAMES = 8
_SCALE = int(looks.PRINTABLE[0] / looks.points(_WIDTHS) * 100)


@dataclass(eq=False)
class Overview:
    """Writes the sheet; `changes` are those against the year before, None where no figures of it were given.

    An edition without live formulas names no Leistungserbringer, only how many are missing.
    """

    report: RegionalBook
    regions: RegionTable
    table: RepliesTable
    changes: Sequence[LargeChange] | None = None

    def __post_init__(self) -> None:
        self.page = self.report.book.page(NAME, _WIDTHS)

    def write(self) -> None:
        """Write the sheet; a page ends before a block that would not fit."""
        year, page = self.report.published.consolidation.year, self.page
        page.text(0, 0, f"{NAME} {year}", "title", _FIGURES)
        page.text(1, 0, _NOTE.format(day=f"{year_end(year):%d.%m.%Y}"), "one_line_note")
        page.text(_HEAD_ROW - 1, 0, "Wie viele Menschen, wie voll, wie alt?", "block", _CHANGES - 2)
        page.text(_HEAD_ROW - 1, _CHANGES, "Was hat sich geändert?", "block")
        row = max(self._areas(), self._largest())
        page.heights[row] = _GAP
        row = self._missing(row + 1)
        sums = StateSums(self.report, page, self.regions, self.table)
        first, last = row + 1, sums.write(row + 1)
        page.set_up(last, (0, 1), _SCALE)
        page.break_rows([2, first, *sums.starts], last + 1, (0, 1), _SCALE)

    def _areas(self) -> int:
        """Write Hessen and the Regierungsbezirke; return the row below."""
        published, leading = self.report.published, self.report.published.outline.leading
        heads = ("", "Orte gemeldet", *(one.name for one in leading))
        for column, head in enumerate(heads):
            self.page.text(_HEAD_ROW, column, head, "head")
        areas = [area for area in published.rows if area.level is not Level.REGION or area.key == WITHOUT]
        for row, area in enumerate(areas, _HEAD_ROW + 1):
            level = Level.STATE if area.level is Level.STATE else Level.REGION
            name = area.bezirk if area.level is Level.BEZIRK else area.name
            self.page.text(row, 0, name, f"{level}.text")
            self._leading_text(row, 1, self._coverage(area), f"{level}.text", self._orte_of(area))
            for column, indicator in enumerate(leading, _FIGURES):
                self._led(row, column, self._origin(area, indicator))
                figure = self.report.figure(area, indicator, level)
                self.page.figure(row, column, replace(figure, look=figure.look + looks.LINKED))
        return _HEAD_ROW + 1 + len(areas)

    def _coverage(self, area: RegionRow) -> str:
        published = self.report.published
        mark = published.mark(area)
        return published.coverage(area) + (f" {mark}" if mark else "")

    def _orte_of(self, area: RegionRow) -> str:
        return self.regions.address(Count.REPORTED, area)

    def _origin(self, area: RegionRow, indicator: Indicator) -> str:
        """Return where a figure comes from: a ratio from the sheet of its subject, what has none from „Regionen“."""
        if indicator.is_ratio:
            for subject in self.report.published.outline.subjects:
                if indicator in subject.indicators:
                    return cell_of(self.report, subject, area, indicator)
        return self.regions.address((*indicator.over, *indicator.parts)[0], area)

    def _largest(self) -> int:
        """Write the largest changes beside the areas; return the row below."""
        head = f"Die {MOST} größten gegen das Vorjahr; Personen ab {LEAST}"
        self.page.text(_HEAD_ROW, _CHANGES, head, "head")
        first, found = _HEAD_ROW + 1, largest(self.changes or ())
        for row, change in enumerate(found, first):
            place = self._origin(self.report.published.row(change.region.key), change.indicator)
            self._leading_text(row, _CHANGES - 1, "→", "text", place)
            self.page.text(row, _CHANGES, str(change), "small")  # no link: LibreOffice would not wrap it
            self.page.heights[row] = min(_TWO_LINES, self.page.heights.get(row, _TWO_LINES))
        if found:
            return first + len(found)
        none = "Vorjahr: nicht angegeben (--previous)." if self.changes is None else "Keine."
        if self.report.live is None:
            none = NOT_CONTAINED
        self.page.text(first, _CHANGES, none, "small")
        return first + 1

    def _missing(self, first: int) -> int:
        """Write who has not reported; return the row below."""
        self.page.text(first, 0, "Wer fehlt?", "block", _CHANGES)
        counts = list(self._counts())
        for row, (label, count, formula, who) in enumerate(counts, first + 1):
            self.page.text(row, 0, label)
            if self.report.live is None:
                self.page.formula(row, 1, None, count, looks.report_look("cell", ANZAHL))
                self.page.text(row, _FIGURES, who, "text", _CHANGES)
                continue
            self._led(row, 1, f"{REPLIES}!A1")
            self.page.formula(row, 1, formula, count, looks.report_look("cell", ANZAHL) + looks.LINKED)
            self.page.text(row, _FIGURES, who, "small" if who else "text", _CHANGES)
        return self._incomplete(first + 1 + len(counts))

    def _counts(self) -> Iterator[tuple[str, int, str | None, str]]:
        """Yield what is counted of the Leistungserbringer, with the formula that counts it on „Rücklauf“, and who they are."""
        replies, table = self.table.replies, self.table
        expected = sum(reply.expected for reply in replies.senders)
        there = len(replies.of(State.ANGENOMMEN))
        yield "müssen berichten", expected, table.count_formula(), ""
        yield "davon angenommen", there, table.count_formula(State.ANGENOMMEN), ""
        if self.report.live is None:
            yield "davon fehlen noch", expected - there, None, ""
            return
        for state, label in _STATES:
            found = replies.of(state)
            yield f"davon {label}", len(found), table.count_formula(state), names(found, _NAMES)
        further = [reply for reply in replies.senders if not reply.expected]
        if further:
            yield "nicht erwartet", len(further), None, names(further, _NAMES)

    def _incomplete(self, row: int) -> int:
        """Say how many Orte are missing and in which regions; return the row below."""
        published = self.report.published
        state = published.figures.state
        of_kreise = [one for one in published.rows if one.level is Level.REGION and _lacking(one) > 0]
        said = [f"{one.name} {_lacking(one)}" for one in of_kreise[:_NAMES]]
        said += [f"{len(of_kreise) - _NAMES} weitere Kreise"] if len(of_kreise) > _NAMES else []
        place = self._orte_of(state)
        self.page.text(row, 0, "Orte, die fehlen")
        formula = None
        if self.report.live is not None:
            formula = f"=MAX(0,{self.regions.address(Count.EXPECTED, state)}-{place})"
        self._led(row, 1, place)
        look = looks.report_look("cell", ANZAHL) + looks.LINKED
        self.page.formula(row, 1, formula, max(0, _lacking(state)), look)
        self.page.text(row, _FIGURES, "; ".join(said), "small" if said else "text", _CHANGES)
        return row + 1

    def _leading_text(self, row: int, column: int, text: str, look: str, place: str) -> None:
        self._led(row, column, place)
        self.page.text(row, column, text, look + looks.LINKED)

    def _led(self, row: int, column: int, place: str) -> None:
        self.page.lead(row, column, place, f"Zum Blatt „{place.partition('!')[0].strip(_QUOTE)}“")


def _lacking(row: RegionRow) -> int:
    """Return how many Orte of a region have not reported."""
    return int(row.values[Count.EXPECTED] - row.values[Count.REPORTED])


_QUOTE = "'"
_NOTE = (
    "Summe der Ortsmeldungen, Bestände am {day}. Jede unterstrichene Zahl führt dorthin, woher sie kommt. „p“: vorläufig, noch nicht alle "
    "Orte haben gemeldet; alle Zeichen erklärt das Blatt „Hinweise“."
)
_STATES = (
    (State.ZURUECKGEWIESEN, "zurückgewiesen"),
    (State.DOPPELT, "widersprüchlich"),
    (State.UNLESBAR, "unlesbar"),
    (State.FEHLT, "ohne Rücklauf"),
)
