"""Forms: sheets made of blocks made of fields, and the rules over them.

A form is written down once in `rv2xl.forms`; workbook, validation, formulas, reader, checks, help, data dictionary and
table are derived from it. A form checks itself when it is built (`model.definition`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import overload

from rv2xl.model.expr import Column as RosterColumn
from rv2xl.model.expr import Expr, Ref, Value
from rv2xl.model.field import JA_NEIN, Field, FilledBy, Type
from rv2xl.model.law import Auslegung
from rv2xl.model.rule import Judgement, Rule

CORRECTION = "korrektur"
"""A correction cell's id is the field's id plus this."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """A group of fields printed together under a heading.

    `subheadings` are printed below the heading, `notes` below the block; `own` marks an addition that the printed source
    does not have. `new_page` begins a page in print.
    """

    heading: str = ""
    subheadings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    own: bool = False
    new_page: bool = False

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of their cells."""
        return tuple(self._fields())

    def _fields(self) -> Iterator[Field]:
        yield from ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Record(Block):
    """Fields one below the other, or (`across`) side by side under their labels."""

    id: str
    entries: tuple[Field, ...]
    across: bool = False

    def _fields(self) -> Iterator[Field]:
        for entry in self.entries:
            field = replace(
                entry, id=f"{self.id}.{entry.id}", context=entry.context or self.heading.rstrip(":"), source=entry.source or self.source
            )
            yield field
            if field.correctable:
                yield replace(
                    field, id=f"{field.id}.{CORRECTION}", label=f"{field.printed_label} (Korrektur)", group="",
                    filled_by=FilledBy.LEISTUNGSERBRINGER, required=False, origin=(), correctable=False, corrects=field.id,
                    hint="Nur ausfüllen, wenn die Vorgabe links nicht stimmt.",
                )  # fmt: skip

    def __getitem__(self, name: str) -> Ref:
        return _reference(self.fields, f"{self.id}.{name}")


@dataclass(frozen=True)
class Row:
    """A line of a matrix. Without an id the column's name alone makes the field id."""

    id: str
    label: str


@dataclass(frozen=True)
class Column:
    """A column of a matrix; its own type or filler goes before the matrix's."""

    id: str
    label: str
    type: Type | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Matrix(Block):
    """Rows and columns of like fields, with further fields (a sum, say) across the whole width below.

    `value_row` is the sheet row on which the first line must stand, where the printed form names it.
    """

    id: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    type: Type
    corner: str = ""
    filled_by: FilledBy = FilledBy.LEISTUNGSERBRINGER
    required: bool = True
    hint: str = ""
    stichtag: str = ""
    footers: tuple[Field, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()
    value_row: int | None = None

    def _fields(self) -> Iterator[Field]:
        for row in self.rows:
            yield from (self._field(row, column) for column in self.columns)
        for footer in self.footers:
            yield replace(footer, id=f"{self.id}.{footer.id}", context=self.heading, source=footer.source or self.source)

    def _field(self, row: Row, column: Column) -> Field:
        number = self.rows.index(row) * len(self.columns) + self.columns.index(column)
        return Field(
            id=self._id(row.id, column),
            label=", ".join(label for label in (row.label, column.label) if label and label != self.heading),
            context=self.corner or self.heading,
            type=column.type or self.type,
            filled_by=self.filled_by,
            required=self.required and self.filled_by is FilledBy.LEISTUNGSERBRINGER,
            hint=self.hint,
            stichtag=self.stichtag,
            source=self.source,
            origin=self.origins[number] if self.origins else (),
        )

    def _id(self, row: str, column: Column) -> str:
        return ".".join(part for part in (self.id, row, column.id) if part)

    @overload
    def __getitem__(self, key: tuple[str, Column]) -> Ref: ...

    @overload
    def __getitem__(self, key: tuple[slice | Sequence[Row], Column | slice]) -> tuple[Ref, ...]: ...

    def __getitem__(self, key: tuple[str | slice | Sequence[Row], Column | slice]) -> Ref | tuple[Ref, ...]:
        """Return the field of one row and column, or all fields of a selection, row by row."""
        which, across = key
        columns = self.columns[across] if isinstance(across, slice) else (across,)
        if isinstance(which, str):
            return _reference(self.fields, self._id(which, columns[0]))
        rows = self.rows[which] if isinstance(which, slice) else which
        return tuple(_reference(self.fields, self._id(row.id, column)) for row in rows for column in columns)

    def cell(self, name: str) -> Ref:
        """Return a footer, or a field of a matrix with one row, by the last part of its id."""
        return _reference(self.fields, f"{self.id}.{name}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Questions(Block):
    """Questions answered with „ja“ or „nein“: (id, wording) in the printed order."""

    id: str
    questions: tuple[Row, ...]
    stichtag: str = ""

    def _fields(self) -> Iterator[Field]:
        for question in self.questions:
            yield Field(
                id=f"{self.id}.{question.id}", label=question.label, context=self.heading, type=JA_NEIN, required=True,
                hint="Mit „ja“ oder „nein“ antworten.", source=self.source, stichtag=self.stichtag,
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Roster(Block):
    """A table of like rows, as many as are needed up to `rows`. Fields are numbered from 1: „orte.1.zad“.

    A row counts as used when one of its inputs is filled; what is required is required of used rows. `presets` are the
    LWV's values of the first rows, by column.
    """

    id: str
    entries: tuple[Field, ...]
    rows: int
    presets: tuple[tuple[Value, ...], ...] = ()

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields of one row, with `*` for its number."""
        return tuple(
            replace(entry, id=f"{self.id}.*.{entry.id}", context=self.heading, source=entry.source or self.source)
            for entry in self.entries
        )

    def _fields(self) -> Iterator[Field]:
        for number in range(1, self.rows + 1):
            yield from self.row(number)

    def row(self, number: int) -> tuple[Field, ...]:
        """Return the fields of one row."""
        return tuple(
            replace(column, id=column.id.replace("*", str(number)), context=f"{self.heading}, Zeile {number}")
            for column in self.columns
        )

    def __getitem__(self, name: str) -> Ref:
        """Return the field of the row at hand."""
        return _reference(self.columns, f"{self.id}.*.{name}")

    def column(self, name: str) -> RosterColumn:
        """Return the whole column, for `CountRows`; the roster stands on the sheet of its own name."""
        return RosterColumn(f"{self.id}.*.{name}", self.id)


@dataclass(frozen=True, kw_only=True, eq=False)
class Notes(Block):
    """Printed text alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Legend(Block):
    """Explains the colours in words: who fills what."""

    lines: tuple[tuple[FilledBy, str], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Directory(Block):
    """Lists the issued sheets of a section, with a link and their state; headings and columns of the register's fields."""

    section: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    link_heading: str
    link_text: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Progress(Block):
    """How much of the whole workbook is done: duties, state, and the list of its sheets."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Identification(Block):
    """The line by which a file is known again: form, version, year, sender, issue."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One sheet of a form, or one kind of sheet issued for each row of a roster of the register.

    `section` is its name in the contract, `name` the visible one; a repeated sheet's name is a prefix to which the register's
    value is added. `prefilled_from` is the roster of the register that prefills it, `only` the column and value that pick
    its rows. Where `optional_when` holds nothing on the sheet is required.
    """

    section: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    source: str
    repeated: bool = False
    prefilled_from: str | None = None
    only: tuple[str, str] | None = None
    name_from: str | None = None
    optional_when: Expr | None = None
    rules: tuple[Rule, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields by id."""
        return {field.id: field for block in self.blocks for field in block.fields}

    @cached_property
    def rosters(self) -> dict[str, Roster]:
        """The rosters by id."""
        return {block.id: block for block in self.blocks if isinstance(block, Roster)}

    @cached_property
    def columns(self) -> dict[str, Field]:
        """The fields of one row of each roster, by id with `*`."""
        return {field.id: field for roster in self.rosters.values() for field in roster.columns}

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """All rules, each for each of its items."""
        return tuple(judgement for rule in self.rules for judgement in rule.judgements())

    def find(self, field: str) -> Field | None:
        """Return a field or a roster's column; None for what is a cell of the workbook but no field."""
        return (self.columns if "*" in field else self.fields).get(field)

    def known(self, field: str) -> Field:
        """Return a field or a roster's column; KeyError if there is none."""
        return self.columns[field] if "*" in field else self.fields[field]


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """One official form in one version.

    `sender` is the field that tells who returns it. `rows` tells which rosters have another length than the form defines.
    """

    name: str
    version: str
    title: str
    source: str
    sheets: tuple[Sheet, ...]
    first_year: int
    auslegungen: tuple[Auslegung, ...] = ()
    sender: Ref | None = None
    rows: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        from rv2xl.model.definition import require_sound

        require_sound(self)

    @cached_property
    def sections(self) -> dict[str, Sheet]:
        """The sheets by section."""
        return {sheet.section: sheet for sheet in self.sheets}

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by code, each rule once although several sheets may share it."""
        found: dict[str, dict[int, Rule]] = {}
        for sheet in self.sheets:
            for rule in sheet.rules:
                found.setdefault(rule.code, {})[id(rule)] = rule
        return {code: tuple(rules.values()) for code, rules in found.items()}

    def with_rows(self, rows: Mapping[str, int]) -> Form:
        """Return the form with rosters of other lengths; the form itself if nothing changes."""
        lengths = {roster.id: roster.rows for sheet in self.sheets for roster in sheet.rosters.values()}
        changed = tuple((name, length) for name, length in rows.items() if lengths[name] != length)
        return _resized(self, changed) if changed else self


@cache
def _resized(form: Form, rows: tuple[tuple[str, int], ...]) -> Form:
    lengths = dict(rows)

    def resized(block: Block) -> Block:
        return replace(block, rows=lengths[block.id]) if isinstance(block, Roster) and block.id in lengths else block

    sheets = tuple(replace(sheet, blocks=tuple(resized(block) for block in sheet.blocks)) for sheet in form.sheets)
    return replace(form, sheets=sheets, rows=rows)


def _reference(fields: Sequence[Field], field: str) -> Ref:
    if not any(known.id == field for known in fields):
        raise KeyError(f"there is no field {field}")
    return Ref(field)
