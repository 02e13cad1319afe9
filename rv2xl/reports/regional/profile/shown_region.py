"""What fills the profile of a region: values of one, or formulas that follow the choice with the values of the one chosen first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rv2xl.model.definitions.field import ANZAHL
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import KREIS, Count, Level, RegionRow, ReportedOrt, base_fields
from rv2xl.reports.regional.ort_columns import measures
from rv2xl.reports.regional.sheets.live_formulas import LiveFormulas, Place
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sources.orte_sheet import IN_KREIS
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Figure
from rv2xl.reports.workbook.signs import Sign

LINE, SUM, TEXT = "fine", "fine_sum", "fine.text"
_COUNT = looks.report_look(LINE, ANZAHL)
_COMPLETE = "Nichts: Alle erwarteten Orte sind enthalten."


@dataclass(frozen=True, slots=True)
class Choice:
    """The cells by which formulas find the chosen Kreis: its key, its row and its Regierungsbezirk's among those of „Regionen“."""

    key: str
    row: str
    bezirk: str


@dataclass(frozen=True, eq=False)
class ShownRegion:
    """A Kreis, its Regierungsbezirk and Hessen (`rows`, in this order) with the Orte of the Kreis; with a `choice` all is formulas.

    `hints` say what is missing, by key; where none is given, what there is to say of the territory.
    """

    report: RegionalBook
    rows: tuple[RegionRow, RegionRow, RegionRow]
    orte: Sequence[ReportedOrt] = ()
    hints: Mapping[str, str] | None = None
    choice: Choice | None = None

    @cached_property
    def live(self) -> LiveFormulas | None:
        """The formulas, if there is a choice."""
        return self.report.live if self.choice is not None else None

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        live, choice = self.report.live, self.choice
        assert live is not None and choice is not None  # noqa: PT018
        keys = live.orte.area(KREIS)

        def place(at: str, key: str) -> Place:
            """A criterion with an asterisk behind it is a text in every program, see `regions_sheet`."""
            column = live.regions.column
            return Place(lambda name: f"INDEX({column(live.regions.column_of[name])},{at})", f'{keys},{key}&"*"')

        return (
            place(choice.row, choice.key), place(choice.bezirk, f"LEFT({choice.key},3)"), live.place(self.rows[2])
        )  # fmt: skip

    def figure(self, number: int, indicator: Indicator, row: str) -> Figure:
        """Return an indicator of one of the three, in a look of rows."""
        kind = self.report.look_of(indicator, Level.REGION).partition(".")[2]
        formula = self.live.at(self._places[number], indicator) if self.live else None
        return Figure(formula, self.report.published.figure(self.rows[number], indicator).stored, f"{row}.{kind}")

    def name(self, number: int, look: str) -> Figure:
        """Return the name of one of the three, a Kreis with its key."""
        row = self.rows[number]
        formula = None
        if self.live and number < 2:
            assert self.choice is not None
            at = (self.choice.row, self.choice.bezirk)[number]
            name = f"INDEX({self.live.regions.column(1)},{at})"
            formula = f'={self.choice.key}&" "&{name}' if number == 0 else f"={name}"
        return Figure(formula, f"{row.key} {row.name}" if number == 0 else row.name, look)

    def coverage(self, number: int, look: str) -> Figure:
        """Say how many of its Orte have reported, and „p“ where only some have."""
        published, row = self.report.published, self.rows[number]
        mark = published.mark(row)
        formula = None
        if self.live:
            there, awaited = (self._places[number].cell(count) for count in (Count.REPORTED, Count.EXPECTED))
            formula = (
                f'=IF({awaited}+{there}=0,"kein Ort",IF({there}>{awaited},{there}&" Orte, erwartet "&{awaited},'
                f'{there}&" von "&{awaited}&IF({awaited}=1," Ort"," Orten")))'
                f'&IF(AND({there}>0,{there}<{awaited})," ({Sign.PRELIMINARY})","")'
            )
        return Figure(formula, published.coverage(row) + (f" ({mark})" if mark else ""), look)

    def hint(self, look: str) -> Figure:
        """Say what is missing in the Kreis."""
        row = self.rows[0]
        formula = None
        if self.live:
            assert self.choice is not None
            said = f"INDEX({self.live.regions.column(self.live.regions.hint_column)},{self.choice.row})"
            formula = f'=IF({said}="","{_COMPLETE}",{said})'
        return Figure(formula, (self.hints or {}).get(row.key, row.remark) or _COMPLETE, look)

    @property
    def longest_hint(self) -> str:
        """The longest text that can stand there."""
        return max((self.hints or {}).values(), key=len, default="") if self.choice else str(self.hint("").stored)

    def position(self, number: int) -> Figure:
        """Return where „Orte“ has the Ort with a number in the Kreis; 0 if there is none."""
        assert self.live is not None and self.choice is not None  # noqa: PT018
        formula = f'=IFERROR(MATCH({self.choice.key}&"/{number}",{self.live.orte.area(IN_KREIS)},0),0)'
        there = self.live.orte.orte.index(self.orte[number - 1]) + 1 if number <= len(self.orte) else 0
        return Figure(formula, there, "subtitle")

    def ort(self, number: int, position: str) -> tuple[Figure, ...]:
        """Return a line of the list of Orte: Leistungserbringer, Ort, Leistung, persons, and the LWV's figures of it."""
        versions = self.report.published.consolidation.versions
        ort = self.orte[number - 1] if number <= len(self.orte) else None
        texts = (ort.sender_name, ort.name, f"§ {ort.line.leistung}") if ort else ("", "", "")
        return (
            *(Figure(self._of_ort(position, (name,)), text, TEXT)
              for name, text in zip(("le_name", "ort_name", "leistung"), texts, strict=True)),
            Figure(self._of_ort(position, self._persons, "SUM"), _sum(ort, self._persons), _COUNT),
            *(Figure(self._of_ort(position, (name,), "IF"), _known(ort, name), _COUNT)
              for name in base_fields(versions[0])),
        )  # fmt: skip

    @cached_property
    def _persons(self) -> tuple[str, ...]:
        published = self.report.published
        found = {measure.id: measure.parts for measure in measures(*published.consolidation.versions)}
        return found[published.outline.persons or ""]

    def _of_ort(self, position: str, columns: tuple[str, ...], how: str = "") -> str | None:
        if self.live is None:
            return None
        cells = [f"INDEX({self.live.orte.area(column)},{position})" for column in columns]
        shown = {
            "": f'{cells[0]}&""', "SUM": f"SUM({','.join(cells)})", "IF": f'IF({cells[0]}="","{Sign.SECRET}",{cells[0]})',
        }  # fmt: skip
        return f'=IF({position}=0,"",{shown[how]})'


def _sum(ort: ReportedOrt | None, parts: tuple[str, ...]) -> int | str:
    if ort is None:
        return ""
    values = ort.line.sheet.values
    return sum(value for part in parts if isinstance(value := values.get(part), int))


def _known(ort: ReportedOrt | None, field: str) -> int | str:
    if ort is None:
        return ""
    value = ort.line.sheet.values.get(field)
    return value if isinstance(value, int) else str(Sign.SECRET)
