"""The figures of many returned calculations, as data: one row for each counted return, and what they tell of Orte by Kreis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.model.definitions.blocks.calculation import Results
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, OrteTable, Summary
from rv2xl.model.expressions.expr import Ref, Value
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import Region, regions
from rv2xl.reports.calculations.spread import Spread, is_usual, spread_of
from rv2xl.reports.frames import decimal, frame, text
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import WITHOUT, Consolidation

if TYPE_CHECKING:
    from pandas import DataFrame

_KEY = "kreis"


@dataclass(frozen=True)
class SummaryColumn:
    """What the summary shows of each return: section, sheet and cell where it stands; `title` names what is no result with its block."""

    section: str
    sheet: str
    field: Field
    cell: str
    title: str

    @property
    def heading(self) -> str:
        """The title with its unit, and where it stands in the Bogen."""
        unit = f" ({self.field.type.unit})" if self.field.type.unit else ""
        return f"{self.title}{unit} [{self.sheet} {self.cell}]"


@dataclass(frozen=True, eq=False)
class CountedReturn:
    """One counted return."""

    entry: Checked
    name: str

    @property
    def sender(self) -> str:
        """Who returned it."""
        return self.entry.returned.sender or ""

    def value(self, column: SummaryColumn) -> Value:
        """Return a result."""
        return self.entry.returned.value(column.section, column.field.id)


@dataclass(frozen=True)
class OrtShare:
    """What one return tells of one Ort; without ZAD-Nummer, of all Orte that its table has no room for."""

    calculation: CountedReturn
    zad: str
    name: str
    key: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True)
class KreisSum:
    """A Kreis with what all returns tell of its Orte; the last line has no Kreis.

    Of so many Leistungserbringer with an Ort there a return is `expected`, of so many it is `counted`. So many of the `lines` are of
    unusual returns; `usual_values` are the sums without those.
    """

    key: str
    name: str
    bezirk: str
    expected: int
    counted: int
    lines: int
    values: tuple[Decimal, ...]
    unusual: int
    usual_values: tuple[Decimal, ...]

    @property
    def is_pending(self) -> bool:
        """Whether nothing is told of its Orte because somebody is missing."""
        return not self.lines and self.counted < self.expected


class SummaryFigures:
    """All that the summary of a consolidation shows. Raises ValueError for a form that is no calculation."""

    def __init__(self, consolidation: Consolidation) -> None:
        if consolidation.form.summary is None:
            raise ValueError(f"{consolidation.form.name} has no summary")
        self.consolidation = consolidation
        self.form: Form = consolidation.form
        self.summary: Summary = consolidation.form.summary
        self.columns = tuple(self._column(ref) for ref in self.summary.columns)
        self.changes = tuple((self._column(old), self._column(new)) for old, new in self.summary.changes)

    def _column(self, ref: Ref) -> SummaryColumn:
        section = ref.sheet or self.form.sheets[0].section
        sheet = self.form.sections[section]
        field = sheet.known(ref.field)
        results = (block for block in sheet.blocks if isinstance(block, Results))
        title = field.label if any(field in block.fields for block in results) else field.full_label
        return SummaryColumn(section, sheet.name, field, section_plan(self.form, section).fields[ref.field].name, title)

    def among(self, refs: Sequence[Ref], column: SummaryColumn) -> bool:
        """Whether a column shows one of these results."""
        return any(ref.field == column.field.id and ref.sheet == column.section for ref in refs)

    @cached_property
    def subject(self) -> SummaryColumn | None:
        """What tells several calculations of a sender apart, if there may be several."""
        if self.form.subject is None:
            return None
        column = self._column(self.form.subject)
        return replace(column, title=column.field.label)

    @cached_property
    def rows(self) -> tuple[CountedReturn, ...]:
        """The counted returns, by sender, then by file."""
        name_of = self.consolidation.register.name_of
        found = (CountedReturn(entry, name_of(entry.returned.sender or "")) for entry in self.consolidation.counted)
        return tuple(sorted(found, key=lambda row: (row.sender, row.entry.file)))

    @cached_property
    def _numbers(self) -> DataFrame:
        """The numbers of the counted returns, a row for each; blank where nothing was computed."""
        columns = [column for column in self.columns if column.field.type.numeric]
        types = {column.heading: decimal(self.consolidation.scale_of(column.field.id)) for column in columns}
        return frame(types, [[row.value(column) for column in columns] for row in self.rows])

    def total(self, column: SummaryColumn) -> Decimal:
        """Return the sum of a column."""
        return Decimal(self._numbers[column.heading].sum())

    @cached_property
    def unusual(self) -> frozenset[CountedReturn]:
        """The counted returns of which something is marked as unusual."""
        return frozenset(
            row
            for row in self.rows
            if any(not is_usual(row.value(column), spread) for column, spread in self.spreads.items())
        )

    def unusual_among(self, column: SummaryColumn) -> tuple[int, Decimal]:
        """Return how many unusual returns are in the sum of a column, and the sum without them."""
        values = [value for row in self.unusual if isinstance(value := row.value(column), int | Decimal)]
        return len(values), self.total(column) - sum(values, Decimal(0))

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """The numbers of those of whom a return is expected: nobody, if the form is sent on occasion only."""
        return () if self.form.comes_with_a_measure else tuple(self.consolidation.expected())

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The numbers of those of whom a return is expected and none is counted."""
        counted = {row.sender for row in self.rows}
        return tuple(number for number in self.expected if number not in counted)

    @property
    def coverage(self) -> str:
        """How many of the expected returns are counted, in words."""
        return f"{len(self.expected) - len(self.missing)} von {len(self.expected)} Leistungserbringern"

    def summed(self, label: str) -> str:
        """Return the label of a sum, which is preliminary as long as somebody is missing."""
        return f"{label} {Sign.PRELIMINARY} ({self.coverage})" if self.missing else label

    @cached_property
    def spreads(self) -> Mapping[SummaryColumn, Spread | None]:
        """How the values are spread of those columns in which one can be unusual."""
        marked = [column for column in self.columns if self.among(self.summary.outliers, column)]
        return {column: spread_of(self._numbers[column.heading].dropna().tolist()) for column in marked}

    def place_fields(self) -> tuple[Field, ...]:
        """Return the fields of the first row that tells of an Ort: what its figures are."""
        places = self._places()
        sheet = self.form.sections[places.section]
        return tuple(sheet.known(f"{places.table}.1.{name}") for name in places.values)

    def _places(self) -> OrteTable:
        if self.summary.places is None:
            raise ValueError(f"{self.form.name} tells of no Orte")
        return self.summary.places

    @cached_property
    def places(self) -> tuple[OrtShare, ...]:
        """What all returns tell of Orte."""
        return tuple(line for row in self.rows for line in self._of_return(row))

    def _of_return(self, row: CountedReturn) -> Iterator[OrtShare]:
        places, returned = self._places(), row.entry.returned
        orte = {str(ort.zad): ort for ort in self.consolidation.register.orte_of(row.sender, self.consolidation.year)}
        valid = {region.schluessel for region in self._regions}
        number = 1
        while (zad := returned.value(places.section, f"{places.table}.{number}.{places.zad}")) not in (None, ""):
            ort = orte.get(str(zad), self.consolidation.register.no_ort)
            key = str(ort.kreis or "")
            values = tuple(self._figure(row, f"{places.table}.{number}.{name}") for name in places.values)
            yield OrtShare(row, str(zad), str(ort.name or ""), key if key in valid else WITHOUT, values)
            number += 1
        rest = tuple(self._figure(row, f"{places.rest}.{name}") for name in places.values)
        if any(rest):
            yield OrtShare(row, "", f"weitere Orte, ab dem {number}.", WITHOUT, rest)

    def _figure(self, row: CountedReturn, field: str) -> Decimal:
        value = row.entry.returned.value(self._places().section, field)
        return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)

    @cached_property
    def _regions(self) -> tuple[Region, ...]:
        return regions(year_end(self.consolidation.year))

    @cached_property
    def kreise(self) -> tuple[KreisSum, ...]:
        """Every Kreis of the year, then what belongs to none."""
        lines = Counter(line.key for line in self.places)
        unusual = Counter(line.key for line in self.places if line.calculation in self.unusual)
        expected, missing = self._by_ort(self.expected), self._by_ort(self.missing)
        whole = self._by_kreis(self.places)
        usual = self._by_kreis([line for line in self.places if line.calculation not in self.unusual])
        nothing = (Decimal(0),) * len(self._places().values)
        kreise = [(region.schluessel, region.display_name, region.regierungsbezirk) for region in self._regions]
        kreise.append((WITHOUT, "Ort ohne gültigen Kreis", ""))
        return tuple(
            KreisSum(
                key, name, bezirk, expected[key], expected[key] - missing[key], lines[key],
                whole.get(key, nothing), unusual[key], usual.get(key, nothing),
            )
            for key, name, bezirk in kreise
        )  # fmt: skip

    def _by_ort(self, numbers: Sequence[str]) -> Counter[str]:
        """Count Leistungserbringer by the keys of the Kreise in which they have an Ort, each once in a Kreis."""
        orte_of, year = self.consolidation.register.orte_of, self.consolidation.year
        return Counter(key for number in numbers for key in {str(ort.kreis or "") for ort in orte_of(number, year)})

    def _by_kreis(self, lines: Sequence[OrtShare]) -> dict[str, tuple[Decimal, ...]]:
        """Return the sums of lines by the key of their Kreis."""
        scale_of = self.consolidation.scale_of
        types = {_KEY: text()} | {field.id: decimal(scale_of(field.id)) for field in self.place_fields()}
        table = frame(types, [(line.key, *line.values) for line in lines]).groupby(_KEY).sum()
        return {key: tuple(sums) for key, *sums in table.itertuples(name=None)}
