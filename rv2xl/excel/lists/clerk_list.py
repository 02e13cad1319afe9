"""A list that a clerk brings along: a row of heads, and under them what is asked for.

It is no form of ours: columns are found by their heads, in any order, whatever title stands above; what else it has is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rv2xl.excel.lists.csv_rows import HEADS_WITHIN
from rv2xl.excel.lists.list_file import list_cells
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field
from rv2xl.model.entries.complaint import complaint
from rv2xl.model.entries.entry import NORMALISIERT, TRUTHS, Raw, is_blank, read_entry
from rv2xl.model.entries.spelling import ambiguity
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import listed

Heads = Mapping[str, Collection[str]]
"""The columns by name, each with the spellings of its head; in any case, with any signs between the letters."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row that holds something: its number in the file, counted from 1, and its cells by column.

    `overlong` tells that something stands beyond the last column: an amount with a comma, say, that nobody put in quotes. `unasked`
    are the cells of the columns that nobody asked for, as many in each row.
    """

    number: int
    cells: Mapping[str, Raw]
    overlong: bool = False
    unasked: tuple[Raw, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ClerkList:
    """The rows; of a workbook also the sheet they stand on and the other sheets that hold something; the number of the row of heads
    (None if there is none), and whether something stands above it."""

    rows: list[ListRow]
    sheet: str | None
    others: tuple[str, ...]
    heads: int | None = None
    titled: bool = False

    @property
    def passed_over(self) -> list[str]:
        """What the file holds beside the list, in German sentences."""
        said = [f"Gelesen wurde nur das Blatt „{self.sheet}“, nicht „{other}“." for other in self.others]
        if self.titled:
            said.append(f"Die Spalten sind in Zeile {self.heads} benannt; was darüber steht, zählt nicht.")
        return said


class _Filled(NamedTuple):
    number: int
    cells: list[Raw]


class _Found(NamedTuple):
    """Where the columns are, how many a row has, and the rows themselves."""

    places: Mapping[str, int]
    width: int
    rows: Sequence[_Filled]


def read_columns(path: Path, columns: Sequence[str]) -> list[ListRow]:
    """Read the named columns of a list.

    Raises Abbruch for a file that is not there or no list, for a head that is missing or stands twice, and for a row with something
    beyond the last head: what stands before it may be half a number.
    """
    rows = read_list(path, {column: (column,) for column in columns}).rows
    overlong = next((row.number for row in rows if row.overlong), None)
    if overlong is not None:
        raise Abbruch(
            f"In der Tabelle „{path}“, Zeile {overlong}, steht etwas hinter der letzten benannten Spalte: Eine weitere Spalte "
            "braucht einen Namen, eine Zahl mit Komma „;“ zwischen den Spalten."
        )
    return rows


def read_list(
    path: Path,
    columns: Heads,
    *,
    optional: Heads = MappingProxyType({}),
    instead: Mapping[str, Collection[str]] = MappingProxyType({}),
    in_order: int = 0,
) -> ClerkList:
    """Read columns that may be headed in several ways; a list need not have the `optional` ones, what is not there is blank.

    `instead`: which optional columns together may stand for one that is not there. `in_order`: in a list in which no head is found
    so many columns stand in their order, from its first row on. Raises Abbruch as `read_columns`.
    """

    def missing(row: Sequence[Raw]) -> list[str]:
        there = {column for column, found in _places(row, {**columns, **optional}).items() if found}
        return [
            column for column in columns if column not in there and not there.issuperset(instead.get(column, (column,)))
        ]

    read = list_cells(path, lambda row: not missing(row))
    filled = [_Filled(number, row) for number, row in enumerate(read.rows, 1) if not all(map(is_blank, row))]
    if not filled:
        raise Abbruch(f"Die Tabelle „{path}“ ist leer.")
    at = min(range(len(filled[:HEADS_WITHIN])), key=lambda at: len(missing(filled[at].cells)))
    if len(missing(filled[at].cells)) > max(len(columns) - 2, 0):  # one head may be a word among others
        at = 0
    headed = any(_places(filled[at].cells, columns).values())
    lacking = missing(filled[at].cells)
    if lacking and (headed or not in_order):
        raise _missing(path, read.sheet, lacking, filled[at].number if headed else None)
    names = (*columns, *optional)
    if headed:
        found = _under_heads(path, filled[at:], {**columns, **optional})
    else:
        found = _Found({name: at for at, name in enumerate(names[:in_order])}, in_order, filled)
    rows = [_row(row, found, names) for row in found.rows]
    kept = [row for row in rows if row.overlong or not all(map(is_blank, row.cells.values()))]
    return ClerkList(kept, read.sheet, read.others, filled[at].number if headed else None, at > 0)


def required_value(path: Path, row: ListRow, column: str, field: Field) -> Value:
    """Return a cell that has to be filled, as the field's value. Raises Abbruch for one that is not, or holds no such value."""
    where, raw = f"In der Tabelle „{path}“, Zeile {row.number}, Spalte „{column}“", row.cells[column]
    if (doubt := ambiguity(field.type, raw)) is not None:
        text = cell_text(raw)
        raise Abbruch(
            f"{where}: „{text}“ ist nicht eindeutig: {doubt}; bitte „{text.replace('.', ',')}“ schreiben, in Anführungszeichen, wenn "
            "Kommas zwischen den Spalten stehen."
        )
    reading = read_entry(field, raw)
    if reading.value is None or reading.code not in (None, NORMALISIERT):
        if is_blank(raw) or reading.code is None:
            raise Abbruch(f"{where}, wird erwartet: {field.expectation}.")
        raise Abbruch(f"{where}: {complaint(field, reading.code, raw).said}")
    return reading.value


def _under_heads(path: Path, filled: Sequence[_Filled], columns: Heads) -> _Found:
    """What stands under the first row, which names the columns."""
    head = filled[0].cells
    places = {column: there for column, there in _places(head, columns).items() if there}
    double = next((column for column, there in places.items() if len(there) > 1), None)
    if double is not None:
        raise Abbruch(f"In der Tabelle „{path}“ steht die Spalte „{double}“ mehrmals.")
    return _Found({column: there[0] for column, there in places.items()}, len(head), filled[1:])


def _missing(path: Path, sheet: str | None, columns: Sequence[str], heads: int | None) -> Abbruch:
    which = "fehlt die Spalte" if len(columns) == 1 else "fehlen die Spalten"
    names = listed([f"„{column}“" for column in columns])
    where = f"„{path}“, Blatt „{sheet}“," if sheet else f"„{path}“"
    hint = f"ihre Namen stehen in Zeile {heads}" if heads else "die erste Zeile nennt die Namen der Spalten"
    return Abbruch(f"In der Tabelle {where} {which} {names}; {hint}.")


def _row(row: _Filled, found: _Found, names: Sequence[str]) -> ListRow:
    cells = [*row.cells, *[None] * (found.width - len(row.cells))]
    asked = dict.fromkeys(names) | {name: cells[at] for name, at in found.places.items()}
    unasked = tuple(cell for at, cell in enumerate(cells[: found.width]) if at not in found.places.values())
    return ListRow(row.number, asked, not all(map(is_blank, cells[found.width :])), unasked)


def _places(row: Sequence[Raw], columns: Heads) -> dict[str, list[int]]:
    """Where in a row the heads of the columns stand."""
    letters = [_letters(cell) for cell in row]
    wanted = {column: {_letters(spelling) for spelling in spellings} for column, spellings in columns.items()}
    return {column: [at for at, text in enumerate(letters) if text in wanted[column]] for column in columns}


def _letters(text: object) -> str:
    return re.sub(r"[\W_]", "", str(text or "").casefold())


def cell_text(cell: Raw) -> str:
    """Return a cell as a text without blanks around it: a whole number without decimals, a blank as nothing."""
    if isinstance(cell, bool):
        return TRUTHS[cell]
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell).strip()
