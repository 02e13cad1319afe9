"""Blocks: groups of fields that are printed together, and the printed parts that hold none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from typing import overload

from rv2xl.model.definitions.field import JA_NEIN, TITLE_COLUMN, Field, FilledBy, StandIn, Switch, Type
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, Value

CORRECTION = "korrektur"
"""A correction cell's id is the field's id plus this."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """A group of fields printed together under a heading.

    `subheadings` are printed below the heading, `notes` below the block; `own` marks an addition that the printed source
    does not have. `new_page` begins a page in print. One that is `led_by` a generation of guidance stands only in forms of that one.
    """

    heading: str = ""
    subheadings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    own: bool = False
    new_page: bool = False
    led_by: Guidance | None = None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of their cells."""
        return tuple(self._fields())

    def _fields(self) -> Iterator[Field]:
        yield from ()

    def _placed(self, entry: Field, home: str, context: str) -> Field:
        """Return an entry as a field of this block: `home` stands before its id; without a source of its own it has the block's."""
        return replace(entry, id=f"{home}.{entry.id}", context=context, source=entry.source or self.source)


@dataclass(frozen=True, kw_only=True, eq=False)
class Record(Block):
    """Fields one below the other, or (`across`) side by side under their labels."""

    id: str
    entries: tuple[Field, ...]
    across: bool = False

    def _fields(self) -> Iterator[Field]:
        for entry in self.entries:
            field = self._placed(entry, self.id, entry.context or self.heading.rstrip(":"))
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
    """A line of a matrix. Without an id the column's name alone makes the field id. `short` is its label where there is little room."""

    id: str
    label: str
    short: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a matrix; its own type or filler goes before the matrix's. `short` is its label where there is little room, `stand_in`
    what its blanks count as."""

    id: str
    label: str
    type: Type | None = None
    short: str = ""
    stand_in: StandIn | None = None


@dataclass(frozen=True)
class RowSum:
    """The sum of a matrix's rows, or of some, column by column: shown, but no value of the form, for it would be counted twice."""

    label: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Matrix(Block):
    """Rows and columns of like fields, with further fields (a sum, say) across the whole width below.

    `value_row` is the sheet row on which the first line must stand, where the printed form names it; `switches` are those of a matrix of
    switches, row by row. A form that leads shows below, as a line of its own, the `sum` of some of its rows.
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
    switches: tuple[Switch, ...] = ()
    sum: RowSum | None = None

    def _fields(self) -> Iterator[Field]:
        for row in self.rows:
            yield from (self._field(row, column) for column in self.columns)
        yield from (self._placed(footer, self.id, self.heading) for footer in self.footers)

    def _field(self, row: Row, column: Column) -> Field:
        number = self.rows.index(row) * len(self.columns) + self.columns.index(column)
        return Field(
            id=self._id(row.id, column),
            label=", ".join(label for label in (row.label, column.label) if label and label != self.heading),
            title=self._title(row, column),
            context=self.heading,
            type=column.type or self.type,
            filled_by=self.filled_by,
            required=self.required and self.filled_by is FilledBy.LEISTUNGSERBRINGER,
            hint=self.hint,
            stichtag=self.stichtag,
            source=self.source,
            origin=self.origins[number] if self.origins else (),
            stand_in=column.stand_in,
            switch=self.switches[number] if self.switches else None,
        )

    def _title(self, row: Row, column: Column) -> str:
        """The row and the column; of a single row the column alone, where that has no shorter name for it to be told by."""
        across = column.short or column.label
        alone = len(self.columns) == 1 or (len(self.rows) == 1 and not column.short)
        down = row.short or row.label
        return (across or down) if alone else TITLE_COLUMN.join((down or self.heading, across))

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
    """Questions answered with „ja“ or „nein“: (id, wording) in the printed order. `stand_in` is what those left blank count as."""

    id: str
    questions: tuple[Row, ...]
    stichtag: str = ""
    stand_in: StandIn | None = None

    def _fields(self) -> Iterator[Field]:
        for number, question in enumerate(self.questions, 1):
            yield Field(
                id=f"{self.id}.{question.id}", label=question.label, title=f"Frage {number}", context=self.heading, type=JA_NEIN,
                required=True, hint="Mit „ja“ oder „nein“ antworten.", source=self.source, stichtag=self.stichtag,
                stand_in=self.stand_in,
            )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Lookup:
    """What is shown beside a `column` of a roster, under a head of its own: what its entry means, as an expression over the row at hand.

    It is shown and nothing else: no field, no result.
    """

    column: str
    label: str
    expr: Expr


@dataclass(frozen=True, kw_only=True, eq=False)
class Roster(Block):
    """A table of like rows, as many as are needed up to `rows`. Fields are numbered from 1: „orte.1.zad“.

    A row counts as used when one of its inputs is filled; what is required is required of used rows. `presets` are the
    LWV's values of the first rows, by column; one that `grows` can be issued with more rows. It stands on the sheet of its
    own name, or of the `section` given; a computed column is an expression over the row at hand. One of another length than the form
    defines names the `original`, with which it shares its rows. The first `frozen` columns stay in view; one that is `sortable` may be
    sorted and filtered, for nothing in its rows is locked. `lookups` stand beside columns; what its `identifiers` count as stands in
    hidden columns behind all others, with which rules compare.
    """

    id: str
    entries: tuple[Field, ...]
    rows: int
    section: str = ""
    grows: bool = True
    presets: tuple[tuple[Value, ...], ...] = ()
    frozen: int = 0
    sortable: bool = False
    lookups: tuple[Lookup, ...] = ()
    identifiers: tuple[str, ...] = ()
    original: Roster | None = None

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields of one row, with `*` for its number."""
        if self.original is not None:
            return self.original.columns
        return tuple(self._placed(entry, f"{self.id}.*", self.heading) for entry in self.entries)

    def _fields(self) -> Iterator[Field]:
        for number in range(1, self.rows + 1):
            yield from self.row(number)

    def row(self, number: int) -> tuple[Field, ...]:
        """Return the fields of one row."""
        return self._numbered[number - 1]

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The field ids of each row, in the order of the columns."""
        return tuple(tuple(field.id for field in row) for row in self._numbered)

    def names_of(self, column: str) -> tuple[str, ...]:
        """The field ids of a column, from the first row to the last. Raises KeyError if there is no such column."""
        return self._names_by_column[column]

    @cached_property
    def _names_by_column(self) -> dict[str, tuple[str, ...]]:
        return dict(zip((column.id for column in self.columns), zip(*self.names, strict=True), strict=True))

    @cached_property
    def _numbered(self) -> tuple[tuple[Field, ...], ...]:
        """The fields of all rows: those that the original has too are its own."""
        home = self.original or self
        shared = home._first_rows(min(self.rows, home.rows))
        return (*shared, *(home._new_row(number) for number in range(len(shared) + 1, self.rows + 1)))

    def _first_rows(self, count: int) -> list[tuple[Field, ...]]:
        made = self._made
        made.extend(self._new_row(number) for number in range(len(made) + 1, count + 1))
        return made[:count]

    @cached_property
    def _made(self) -> list[tuple[Field, ...]]:
        """The first rows, as many as have been asked for, for this list and for shorter ones."""
        return []

    def _new_row(self, number: int) -> tuple[Field, ...]:
        context, sign = f"{self.heading}, Zeile {number}", str(number)
        return tuple(made(id=name.replace("*", sign), context=context) for name, made in self._alike)

    @cached_property
    def _alike(self) -> list[tuple[str, Callable[..., Field]]]:
        """What makes the fields of a row. A large register has tens of thousands, and `replace` looks at every attribute of each."""
        return [
            (column.id, partial(Field, **{entry.name: getattr(column, entry.name) for entry in fields(Field)}))
            for column in self.columns
        ]

    def __getitem__(self, name: str) -> Ref:
        """Return the field of the row at hand."""
        return _reference(self.columns, f"{self.id}.*.{name}")

    def column(self, name: str) -> RosterColumn:
        """Return the whole column, for `CountRows` and its like."""
        return RosterColumn(f"{self.id}.*.{name}", self.section or self.id)


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Progress(Block):
    """How much of the whole workbook is done: duties, state, and the list of its sheets."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Identification(Block):
    """The line by which a file is known again: form, version, year, sender, issue."""


def _reference(fields: Sequence[Field], field: str) -> Ref:
    if not any(known.id == field for known in fields):
        raise KeyError(f"there is no field {field}")
    return Ref(field)
