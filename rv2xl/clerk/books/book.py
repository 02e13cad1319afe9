"""What a run reads of the clerk's workbook and writes into it, the same whether it is open in Excel or a closed file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from rv2xl.clerk.sheets import NAME, SheetTable, TableColumn
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entries.entry import TRUTHS


class Link(NamedTuple):
    """A text that leads to a file, and to a cell in it: „Ruecklauf/a.xlsx#'58 Erbach'!B26“."""

    target: str
    shown: str

    @property
    def formula(self) -> str:
        """The formula of the cell, in English, without the equals sign."""
        return "HYPERLINK({},{})".format(*(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in self))


Cell: TypeAlias = str | float | date | Link | None
"""What stands in a cell; numbers come as they are stored."""


def cell_of(value: Any) -> Cell:
    """Return a value as it came out of a spreadsheet: numbers as they are stored, truth values as it shows them, no time of the day."""
    match value:
        case datetime():
            return value.date()
        case None | str() | date():
            return value
        case bool():
            return TRUTHS[value]
        case int() | float():
            return float(value)
        case _:
            return str(value)


def missing_name(name: str) -> Abbruch:
    """Return what to say of a workbook in which a cell is gone."""
    return Abbruch(
        f"In der Arbeitsmappe gibt es die Zelle „{name}“ nicht mehr. Bitte mit einer neuen {NAME} weiterarbeiten."
    )


class SheetRows(NamedTuple):
    """A sheet from its row of heads on, which has this number, from column A to the last that is used."""

    number: int
    heads: Sequence[Cell]
    below: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """Cells of one column of a table, downwards from its row `first` below the heads; columns count from 0. `kind` is the column as it
    is issued."""

    table: SheetTable
    kind: TableColumn
    column: int
    first: int
    cells: tuple[Cell, ...]


class Book(Protocol):
    """The workbook. What is not there raises Abbruch with a sentence that says what to do."""

    @property
    def path(self) -> Path:
        """The file in which the workbook is saved."""
        ...

    def values(self, names: Iterable[str]) -> dict[str, Cell]:
        """Return what stands in the cells with these defined names."""
        ...

    def rows(self, table: SheetTable) -> SheetRows:
        """Return the sheet of a table."""
        ...

    def write(self, named: Mapping[str, str], blocks: Sequence[ColumnCells]) -> None:
        """Write texts into cells with defined names, and cells of tables; all, or on a closed file nothing."""
        ...
