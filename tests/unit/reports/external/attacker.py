"""Somebody who has the published file alone, and knows what everybody knows: how figures are rounded, how they belong together.

Nothing of the program is used here: headings are read from the sheets, and an integer program (HiGHS) finds what is possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from math import inf
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

LWV, OTHER = "LWV Hessen", "andere"
ALL = (LWV, OTHER)
ORIGINS = (
    "Aus eigener Region/ LK/ kreisfreie Stadt",
    "Aus hessischer Region",
    "Aus außerhessischer Region/ anderes Bundesland",
)
KOMBI = "Davon Anzahl Kombi-BiB"
BANDS = ("18-30 Jahre", "31-40 Jahre", "41-50 Jahre", "51-55 Jahre", "56-60 Jahre", "61-65 Jahre", "66 und mehr Jahre")
PEOPLE = (*ORIGINS, KOMBI, *BANDS)
EVERYBODY = "Personen insgesamt"
OF_STATE = {"Leistungsberechtigte Personen": EVERYBODY, "davon Kombi-BiB": KOMBI}
"""What „Überblick“ calls the same."""
PLACES = "Vereinbarte Platzzahl"
BLOCKS = (
    PLACES, "Bewilligte Leistungen (h)", "Erbrachte Leistungen (h)", "Menge des eingesetzten Personals (VZÄ)",
    "Ausgelagerte Arbeitsgruppen",
)  # fmt: skip
"""What tells about a single Leistungserbringer."""
TOTALS = (EVERYBODY, PLACES)

_CHANGE = re.compile(r"von [\d.,]+( %)? auf [\d.,]+")
_YEAR = re.compile(r"\b20\d\d\b")


def _tells_of_another(head: str, year: str) -> bool:
    return "Änderung" in head or bool(set(_YEAR.findall(head)) - {year})


Name = tuple[str, str, str]
"""A Kreis, and what is counted there, of whom: the numbers that nobody is to learn."""
Row = dict[Any, Any]


@dataclass(frozen=True)
class Fact:
    """`low` ≤ the sum of these numbers with their factors ≤ `high`."""

    factors: Mapping[Name, int]
    low: float
    high: float


@dataclass(eq=False)
class Attacker:
    """Reads the published file."""

    data: bytes
    book: Workbook = field(init=False)

    def __post_init__(self) -> None:
        self.book = load_workbook(BytesIO(self.data))

    @cached_property
    def regions(self) -> dict[str, Row]:
        """„Regionen“ by key; a column by its three rows of headings."""
        page = self.book["Regionen"]
        heads: dict[tuple[int, int], str] = {}
        for row in page.iter_rows(min_row=4, max_row=6):
            heads |= {(cell.row, cell.column): str(cell.value) for cell in row if cell.value is not None}
        for merged in page.merged_cells.ranges:
            for row, column in merged.cells:
                if merged.min_row >= 4 and merged.max_row <= 6:
                    heads[row, column] = heads[merged.min_row, merged.min_col]
        names = [tuple(heads.get((row, column), "") for row in (4, 5, 6)) for column in range(1, page.max_column + 1)]
        return {
            str(row[0]): dict(zip(names, row, strict=True))
            for row in page.iter_rows(min_row=7, values_only=True)
            if row[0]
        }

    def table(self, sheet: str) -> dict[str, Row]:
        """A sheet with one table, by key and heading."""
        page = self.book[sheet]
        (area,) = [one.ref for one in page.tables.values()]
        heads, *rows = ([cell.value for cell in row] for row in page[area])
        return {str(row[0]): dict(zip(heads, row, strict=True)) for row in rows}

    @cached_property
    def kreise(self) -> list[str]:
        """The Kreise in which something is reported; everybody knows that nothing is counted elsewhere."""
        return [key for key in self.regions if not self._is_sum(key) and self.reported(key)]

    def reported(self, key: str) -> int:
        """How many Orte have reported."""
        return int(self.regions[key][("Orte gemeldet",) * 3])

    @staticmethod
    def _is_sum(key: str) -> bool:
        return key.isdigit() and len(key) < 5

    def within(self, key: str) -> list[str]:
        """The Kreise that a region adds up."""
        if key == "06":
            return self.kreise
        return [kreis for kreis in self.kreise if kreis.startswith(key)]

    def added(self, key: str, rows: Sequence[str], bodies: Sequence[str]) -> dict[Name, int]:
        """What a count consists of."""
        return {(kreis, row, body): 1 for kreis in self.within(key) for row in rows for body in bodies}

    @cached_property
    def people(self) -> list[Fact]:
        """All that the file and common knowledge tell about people."""
        return [*self._common(), *self._of_regions(), *self._of_subjects(), *self._of_pages()]

    def _common(self) -> Iterator[Fact]:
        for kreis in self.kreise:
            for body in ALL:
                everybody = self.added(kreis, ORIGINS, [body])
                yield Fact(everybody | dict.fromkeys(self.added(kreis, BANDS, [body]), -1), 0, 0)
                yield Fact(everybody | {(kreis, KOMBI, body): -1}, 0, inf)

    def _rounded(self, figure: object, factors: Mapping[Name, int]) -> Iterator[Fact]:
        """A multiple of 5 stands for what is nearer to it than to any other; a sign stands for anything."""
        if isinstance(figure, int | float) and factors:
            assert round(figure) % 5 == 0
            yield Fact(factors, max(0, round(figure) - 2), round(figure) + 2)

    def _of_regions(self) -> Iterator[Fact]:
        for key, row in self.regions.items():
            for (_, label, body), value in row.items():
                if label in PEOPLE:
                    yield from self._rounded(value, self.added(key, [label], [body]))
                elif label == EVERYBODY:
                    yield from self._rounded(value, self.added(key, ORIGINS, ALL if body == "gesamt" else [body]))

    @cached_property
    def pages(self) -> list[tuple[str, str, str, object]]:
        """What „Regionsprofil“ and „Überblick“ say: region, row, of whom („gesamt“ of all), and the figure."""
        found: list[tuple[str, str, str, object]] = []
        keys: list[str] = []
        for row in self.book["Regionsprofil"].iter_rows(max_col=10, values_only=True):
            if str(row[0]).startswith("Stand der Bestände"):
                keys = [str(row[1])[:5], str(row[1])[:3], "06"]
            label = str(row[0]).partition(" (")[0]
            if label in (*PEOPLE, *TOTALS):
                found += [
                    (key, label, body, row[1 + 3 * group + at])
                    for group, key in enumerate(keys)
                    for at, body in enumerate((*ALL, "gesamt"))
                ]
        for row in self.book["Überblick"].iter_rows(max_col=5, values_only=True):
            if (label := OF_STATE.get(str(row[0]), str(row[0]))) in (*PEOPLE, *TOTALS) and row[2] is not None:
                found += [("06", label, body, row[2 + at]) for at, body in enumerate((*ALL, "gesamt"))]
        return found

    def _of_pages(self) -> Iterator[Fact]:
        for key, label, body, figure in self.pages:
            if label in (*PEOPLE, EVERYBODY) and key in self.regions:
                rows, bodies = [label] if label in PEOPLE else ORIGINS, ALL if body == "gesamt" else [body]
                yield from self._rounded(figure, self.added(key, rows, bodies))

    def _of_subjects(self) -> Iterator[Fact]:
        personal, werte = self.table("Personal"), self.table("Karte")
        for key, row in self.table("Alter").items():
            everybody = self.added(key, ORIGINS, ALL)
            for band in BANDS:
                yield from self._rounded(row[band.replace("-", "–")], self.added(key, [band], ALL))
            yield from self._rounded(row["Personen"], everybody)
            if isinstance(row["56 und älter"], int | float):
                assert row["Personen"] >= 25
                yield from self._rounded(round(row["56 und älter"] * row["Personen"]), self.added(key, BANDS[4:], ALL))
            for ratio, base in (
                (
                    personal[key]["Personen je Fachkraft"],
                    personal[key]["Fachkräfte zur Arbeits- und Berufsförderung (FAB)"],
                ),
                (personal[key]["Personen je Vollzeitstelle"], personal[key]["Personal gesamt"]),
                (werte[key]["Belegung"], self.regions[key][(PLACES,) * 3]),
            ):
                if isinstance(ratio, int | float) and isinstance(base, int | float):
                    yield from self._rounded(round(ratio * base), everybody)

    @cached_property
    def of_other_years(self) -> list[str]:
        """Where the file says a figure of another year than its own, or what changed since one."""
        year = str(self.book["Regionen"]["A1"].value)[-4:]
        found = []
        for page in self.book:
            for row in page.iter_rows():
                found += [f"{page.title} {cell.coordinate}" for cell in row if _CHANGE.search(str(cell.value))]
            for area in (one.ref for one in page.tables.values()):
                heads, *rows = page[area]
                other = [at for at, head in enumerate(heads) if _tells_of_another(str(head.value), year)]
                found += [
                    f"{page.title} {row[at].coordinate}" for at in other for row in rows if row[at].value is not None
                ]
        return found

    @cached_property
    def of_senders(self) -> dict[str, list[Fact]]:
        """What the file tells about figures of Leistungserbringer, one list for each block: each figure, and their sums."""
        found: dict[str, list[Fact]] = {}
        for key, row in self.regions.items():
            for (block, label, _), value in row.items():
                if block not in BLOCKS or not isinstance(value, int | float):
                    continue
                labels = (
                    [one[1] for one in row if one[0] == block and one[1] != "gesamt"] if label == "gesamt" else [label]
                )
                if factors := {(kreis, block, part): 1 for kreis in self.within(key) for part in labels}:
                    found.setdefault(block, []).append(Fact(factors, value - 0.001, value + 0.001))
        return found


@dataclass(eq=False)
class Program:
    """What is possible if some facts hold: numbers that are not negative, `whole` ones unless said otherwise."""

    facts: Sequence[Fact]
    whole: bool = True

    def __post_init__(self) -> None:
        self.answers: list[dict[Name, float]] = []
        self.names = {
            name: at for at, name in enumerate(dict.fromkeys(name for fact in self.facts for name in fact.factors))
        }
        self.entries = [
            (row, self.names[name], by) for row, fact in enumerate(self.facts) for name, by in fact.factors.items()
        ]

    def _solved(self, factors: Mapping[Name, int], sense: int, extra: Sequence[Fact] = ()) -> float | None:
        objective = [0] * len(self.names)
        for name, by in factors.items():
            objective[self.names[name]] = sense * by
        facts = [*self.facts, *extra]
        entries = [*self.entries]
        for row, fact in enumerate(extra, len(self.facts)):
            entries += [(row, self.names[name], by) for name, by in fact.factors.items()]
        rows, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (rows, columns)), shape=(len(facts), len(self.names)))
        limits = LinearConstraint(matrix, [fact.low for fact in facts], [fact.high for fact in facts])
        result = milp(objective, integrality=[int(self.whole)] * len(self.names), constraints=limits)
        if result.status == 3:
            return inf
        if result.x is None:
            return None
        self.answers.append(dict(zip(self.names, result.x, strict=True)))
        return sense * float(result.fun)

    def least(self, factors: Mapping[Name, int]) -> float:
        """The least that a sum can be."""
        found = self._solved(factors, 1)
        assert found is not None
        return found

    def most(self, factors: Mapping[Name, int]) -> float:
        """The most that a sum can be."""
        found = self._solved(factors, -1)
        assert found is not None
        return found

    def possible(self, factors: Mapping[Name, int], value: int) -> bool:
        """Whether a sum can have a value."""
        if any(round(sum(by * answer[name] for name, by in factors.items())) == value for answer in self.answers):
            return True
        return self._solved({}, 1, [Fact(factors, value, value)]) is not None
