"""What the tests' xlwings engine needs of a workbook, and the values that go in and out of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias


class ComError(Exception):
    """Excel refuses. Like `pywintypes.com_error` it derives from nothing but Exception: whoever catches KeyError misses it."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as Excel's `.Formula` has it: English names, commas, „=“ in front."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value, „#DIV/0!“."""

    name: str


Content: TypeAlias = float | str | bool | Formula | None
"""What is put into a cell, understood already; a day as its number."""

Value: TypeAlias = float | str | bool | CellError | None
"""What a cell shows; a day as its number, nothing as None."""


class Box(NamedTuple):
    """Cells of a sheet, counted from 1."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


class Backend(Protocol):
    """A workbook. Sheets are called by the names that `sheet_names` gives; formulas and number formats are Excel's English ones."""

    @property
    def path(self) -> Path: ...

    def sheet_names(self) -> list[str]: ...

    def active_sheet(self) -> str: ...

    def activate(self, sheet: str) -> None: ...

    def used(self, sheet: str) -> Box:
        """Return the smallest box around everything on the sheet, A1 of an empty one."""

    def names(self) -> dict[str, str]:
        """Return the defined names and what they refer to („=Start!$B$3“); those of a sheet are called „Start!Name“."""

    def values(self, sheet: str, box: Box) -> list[list[Value]]: ...

    def formulas(self, sheet: str, box: Box) -> list[list[str | None]]:
        """Return each cell's formula, None where there is none."""

    def number_formats(self, sheet: str, box: Box) -> list[list[str]]: ...

    def write(self, sheet: str, box: Box, rows: Sequence[Sequence[Content]]) -> None:
        """Put contents into cells; None empties. Number formats stay."""

    def clear(self, sheet: str, box: Box) -> None: ...

    def set_number_format(self, sheet: str, box: Box, code: str) -> None: ...

    def locked(self, sheet: str, box: Box) -> bool:
        """Whether the sheet is protected and any of the cells is locked."""

    def calculate(self) -> None: ...

    def save(self, path: Path | None = None) -> None: ...
