"""The columns of „Orte“ and „Regionen“, derived from the form: the fields of its repeated sheets, sums of its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.model.definitions.blocks import Block, Matrix
from rv2xl.model.definitions.field import Field, FilledBy, Kind, Type
from rv2xl.model.definitions.form import Form
from rv2xl.model.derived import derived

HEADING_LIMIT = 255
"""Excel's limit for the heading of a table's column."""

_ASIDE = re.compile(r"\s*\([^()]*\)$")
_KIND_OF_BODY = "Leistungsträgerschaft "


@dataclass(frozen=True, eq=False)
class OrtColumn:
    """A field of the Ort sheets: what is printed around it, and where it stands in the blank form („B52“).

    `only` says which versions of the form have it, where not all do.
    """

    field: Field
    block: str
    row: str
    column: str
    cells: str
    own: bool
    only: str = ""

    @property
    def id(self) -> str:
        """The field's id."""
        return self.field.id

    @property
    def heading(self) -> str:
        """The heading in „Orte“: „Altersstruktur: 18-30 Jahre – LWV Hessen [B52]“."""
        words = f" – {self.column}" if self.column else ""
        before = ": ".join(part for part in (self.block, self.row) if part)
        only = f" ({self.only})" if self.only else ""
        place = f"{only} [{self.cells}]"
        return (before + words + unit_text(self.field.type))[: HEADING_LIMIT - len(place)] + place


@dataclass(frozen=True, eq=False)
class Measure:
    """A column of „Regionen“: the sum of a field over Orte, or of several fields (`parts`)."""

    id: str
    block: str
    row: str
    column: str
    type: Type
    parts: tuple[str, ...]

    @property
    def is_total(self) -> bool:
        """Whether it adds up other columns of the same row."""
        return self.parts != (self.id,)


def unit_text(type_: Type) -> str:
    """Return the unit as it stands behind a heading, for what is not counted in whole numbers."""
    return f" ({type_.unit})" if type_.unit and type_.kind is not Kind.ANZAHL else ""


@derived
def ort_columns(*versions: Form) -> tuple[OrtColumn, ...]:
    """Return every field of the repeated sheets once, in the order of the form; additions of our own come last.

    Of several versions, the newest first, the fields that only older ones have follow what they follow there; what not all have
    says so, and a field that stands elsewhere in an older version names both cells.
    """
    known = {form.version: _columns(form) for form in versions}
    order = list(known[versions[0].version])
    for form in versions[1:]:
        before = -1
        for name in known[form.version]:
            if name not in order:
                order.insert(before + 1, name)
            before = order.index(name)
    found = [_of_versions(name, known) for name in order]
    return tuple(sorted(found, key=lambda column: column.own))


def mark_columns(*versions: Form) -> tuple[OrtColumn, ...]:
    """Return those of the columns that tell the repeated sheets apart; none where no sheet is repeated."""
    marks = {sheet.told_apart_by for form in versions for sheet in form.sheets}
    return tuple(column for column in ort_columns(*versions) if column.id in marks)


def _of_versions(name: str, known: Mapping[str, Mapping[str, OrtColumn]]) -> OrtColumn:
    having = {version: columns[name] for version, columns in known.items() if name in columns}
    newest, first = next(iter(having.items()))
    elsewhere = [f"{version}: {column.cells}" for version, column in having.items() if column.cells != first.cells]
    without = [version for version in known if version not in having]
    only = ""
    if without:
        has_newest = newest == next(iter(known))
        only = f"nicht im Vordruck {', '.join(without)}" if has_newest else f"nur im Vordruck {', '.join(having)}"
    return replace(first, cells="; ".join([first.cells, *elsewhere]), only=only)


def _columns(form: Form) -> dict[str, OrtColumn]:
    """Return the columns of one version by field; where the sheets of two sections differ, a column names both cells."""
    found: dict[str, OrtColumn] = {}
    repeated = [sheet for sheet in form.sheets if sheet.repeated]
    for block in (block for sheet in repeated for block in sheet.blocks):
        for field, row, column in _labels(block):
            having = (sheet for sheet in repeated if field.id in sheet.fields)
            cells = dict.fromkeys(section_plan(form, sheet.section).fields[field.id].name for sheet in having)
            entry = OrtColumn(field, _title(block), row, column, " / ".join(cells), block.own)
            found.setdefault(field.id, entry)
    return found


@derived
def measures(*versions: Form) -> tuple[Measure, ...]:
    """Return what „Regionen“ sums up: every number of an Ort, and behind each block the sums of the outline."""
    totals = versions[0].outline.totals
    columns = [column for column in ort_columns(*versions) if column.field.type.numeric]
    found = []
    for block, group in groupby(columns, key=lambda column: _block_id(column.id)):
        for column in group:
            row = " ".join(filter(None, (column.row, f"({column.only})" if column.only else "")))
            found.append(Measure(column.id, column.block, row, column.column, column.field.type, (column.id,)))
        last = found[-1]
        found += [
            Measure(total.id, last.block, total.row, short(total.column), last.type, total.parts)
            for total in totals
            if _block_id(total.id) == block
        ]
    return tuple(found)


@derived
def once_per_sender(form: Form) -> tuple[Field, ...]:
    """Return the numbers that a sender gives once for all its Orte (A2-AUSBILDUNG): never summed per region."""
    if not form.is_for_each_ort:
        return ()
    blocks = (block for sheet in form.sheets if not sheet.repeated for block in sheet.blocks if not block.own)
    numbers = (field for block in blocks for field in block.fields if field.type.numeric)
    return tuple(field for field in numbers if field.filled_by is FilledBy.LEISTUNGSERBRINGER)


def _labels(block: Block) -> list[tuple[Field, str, str]]:
    """Return each field of a block with the labels of its row and column; a matrix with one row needs no name for it."""
    if not isinstance(block, Matrix):
        return [(field, field.printed_label, "") for field in block.fields]
    rows = [row.label if len(block.rows) > 1 else "" for row in block.rows]
    labels = [(row, short(column.label)) for row in rows for column in block.columns]
    labels += [("", short(field.label)) for field in block.fields[len(labels) :]]
    return [(field, row, column) for field, (row, column) in zip(block.fields, labels, strict=True)]


def _title(block: Block) -> str:
    """Return a block's heading, short; the fields of questions speak for themselves."""
    if block.fields and all(field.type.kind is Kind.JA_NEIN for field in block.fields):
        return ""
    return _ASIDE.sub("", block.heading.rstrip(":"))


def short(label: str) -> str:
    """Return a column's label without what all of its kind begin with."""
    text = label.removeprefix(_KIND_OF_BODY)
    return text.lower() if text == "Gesamt" else text


def narrow(label: str) -> str:
    """Return a column's label as short as a reader can do with who is told that „andere“ are other Leistungsträger."""
    return short(label).removesuffix(" Leistungsträger")


def _block_id(field: str) -> str:
    return field.partition(".")[0]
