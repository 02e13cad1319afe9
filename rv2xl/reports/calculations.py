"""The figures of many returned calculations, as data: one row for each counted return, and what they tell of Orte by Kreis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from rv2xl.excel.arrange import section_plan
from rv2xl.model.calculation import Results
from rv2xl.model.expr import Ref, Value
from rv2xl.model.field import Field
from rv2xl.model.form import Form, Places, Summary
from rv2xl.model.law import year_end
from rv2xl.model.region import Region, regions
from rv2xl.reports.figures import WITHOUT
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation

ENOUGH = 4
"""So many values must be there before one of them can be unusual."""
WHISKER = Decimal("1.5")
"""Unusual is what lies further from the middle half of the values than so many times that half's width."""


@dataclass(frozen=True)
class Column:
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


@dataclass(frozen=True)
class Spread:
    """How values are spread: the quarters, and the bounds beyond which a value is unusual; None for too few values."""

    lower: Decimal
    median: Decimal
    upper: Decimal

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The smallest and the largest usual value."""
        reach = WHISKER * (self.upper - self.lower)
        return self.lower - reach, self.upper + reach


def spread_of(values: Sequence[Decimal]) -> Spread | None:
    """Return the spread of values, their quarters as a spreadsheet's QUARTILE counts them."""
    if len(values) < ENOUGH:
        return None
    ordered = sorted(values)

    def quarter(number: int) -> Decimal:
        place, over = divmod((len(ordered) - 1) * number, 4)
        following = ordered[min(place + 1, len(ordered) - 1)]
        return ordered[place] + (following - ordered[place]) * over / 4

    return Spread(quarter(1), quarter(2), quarter(3))


def change_of(old: Value, new: Value) -> Decimal | None:
    """Return the change from one amount to another as a share of the old one; None if there is nothing to compare with."""
    if isinstance(old, int | Decimal) and isinstance(new, int | Decimal) and old:
        return Decimal(new) / Decimal(old) - 1
    return None


@dataclass(frozen=True, eq=False)
class Calculation:
    """One counted return."""

    entry: Checked
    name: str

    @property
    def sender(self) -> str:
        """Who returned it."""
        return self.entry.returned.sender or ""

    def value(self, column: Column) -> Value:
        """Return a result."""
        return self.entry.returned.value(column.section, column.field.id)


@dataclass(frozen=True)
class PlaceLine:
    """What one return tells of one Ort; without ZAD-Nummer, of all Orte that its table has no room for."""

    calculation: Calculation
    zad: str
    name: str
    key: str
    values: tuple[Decimal, ...]


@dataclass(frozen=True)
class KreisLine:
    """A Kreis with what all returns tell of its Orte; the last line has no Kreis."""

    key: str
    name: str
    bezirk: str
    values: tuple[Decimal, ...]


class Calculations:
    """All that the summary of a consolidation shows. Raises ValueError for a form that is no calculation."""

    def __init__(self, consolidation: Consolidation) -> None:
        if consolidation.form.summary is None:
            raise ValueError(f"{consolidation.form.name} has no summary")
        self.consolidation = consolidation
        self.form: Form = consolidation.form
        self.summary: Summary = consolidation.form.summary
        self.columns = tuple(self._column(ref) for ref in self.summary.columns)
        self.changes = tuple((self._column(old), self._column(new)) for old, new in self.summary.changes)

    def _column(self, ref: Ref) -> Column:
        section = ref.sheet or self.form.sheets[0].section
        sheet = self.form.sections[section]
        field = sheet.known(ref.field)
        results = (block for block in sheet.blocks if isinstance(block, Results))
        title = field.label if any(field in block.fields for block in results) else field.full_label
        return Column(section, sheet.name, field, section_plan(self.form, section).fields[ref.field].name, title)

    def among(self, refs: Sequence[Ref], column: Column) -> bool:
        """Whether a column shows one of these results."""
        return any(ref.field == column.field.id and ref.sheet == column.section for ref in refs)

    @cached_property
    def subject(self) -> Column | None:
        """What tells several calculations of a sender apart, if there may be several."""
        if self.form.subject is None:
            return None
        column = self._column(self.form.subject)
        return replace(column, title=column.field.label)

    @cached_property
    def rows(self) -> tuple[Calculation, ...]:
        """The counted returns, by sender, then by file."""
        register = self.consolidation.register
        found = [
            Calculation(entry, register.name_of(entry.returned.sender or "")) for entry in self.consolidation.counted
        ]
        return tuple(sorted(found, key=lambda row: (row.sender, row.entry.file)))

    def numbers(self, column: Column) -> list[Decimal]:
        """Return the values of a column that are there."""
        values = (row.value(column) for row in self.rows)
        return [Decimal(value) for value in values if isinstance(value, int | Decimal) and not isinstance(value, bool)]

    def place_fields(self) -> tuple[Field, ...]:
        """Return the fields of the first row that tells of an Ort: what its figures are."""
        places = self._places()
        sheet = self.form.sections[places.section]
        return tuple(sheet.known(f"{places.table}.1.{name}") for name in places.values)

    def _places(self) -> Places:
        if self.summary.places is None:
            raise ValueError(f"{self.form.name} tells of no Orte")
        return self.summary.places

    @cached_property
    def places(self) -> tuple[PlaceLine, ...]:
        """What all returns tell of Orte."""
        return tuple(line for row in self.rows for line in self._of_return(row))

    def _of_return(self, row: Calculation) -> Iterator[PlaceLine]:
        places, returned = self._places(), row.entry.returned
        orte = {str(ort.zad): ort for ort in self.consolidation.register.orte_of(row.sender, self.consolidation.year)}
        valid = {region.schluessel for region in self._regions}
        number = 1
        while (zad := returned.value(places.section, f"{places.table}.{number}.{places.zad}")) not in (None, ""):
            ort = orte.get(str(zad))
            key, name = (str(ort.kreis or ""), str(ort.name or "")) if ort is not None else ("", "")
            values = tuple(self._figure(row, f"{places.table}.{number}.{name}") for name in places.values)
            yield PlaceLine(row, str(zad), name, key if key in valid else WITHOUT, values)
            number += 1
        rest = tuple(self._figure(row, f"{places.rest}.{name}") for name in places.values)
        if any(rest):
            yield PlaceLine(row, "", f"weitere Orte, ab dem {number}.", WITHOUT, rest)

    def _figure(self, row: Calculation, field: str) -> Decimal:
        value = row.entry.returned.value(self._places().section, field)
        return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)

    @cached_property
    def _regions(self) -> tuple[Region, ...]:
        return regions(year_end(self.consolidation.year))

    @cached_property
    def kreise(self) -> tuple[KreisLine, ...]:
        """Every Kreis of the year, then what belongs to none."""
        by_key: Mapping[str, list[PlaceLine]] = {
            key: list(lines)
            for key, lines in groupby(sorted(self.places, key=lambda line: line.key), lambda line: line.key)
        }

        def sums(key: str) -> tuple[Decimal, ...]:
            columns = zip(*(line.values for line in by_key.get(key, [])), strict=True)
            return tuple(sum(column, Decimal(0)) for column in columns) or (Decimal(0),) * len(self._places().values)

        known = tuple(
            KreisLine(region.schluessel, region.display_name, region.regierungsbezirk, sums(region.schluessel))
            for region in self._regions
        )
        return (*known, KreisLine(WITHOUT, "Ort nicht in den Stammdaten, oder ohne gültigen Kreis", "", sums(WITHOUT)))
