"""A sheet of a list as pandas shows it, and laid over it what a reader of values does not show: errors, formulas without a value."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from rv2xl.excel.package.refusal import Refused, damaged
from rv2xl.excel.package.unpack import MIB, PackageLimits, part_of
from rv2xl.model.entries.entry import Raw, is_blank

if TYPE_CHECKING:
    import pandas as pd

UNCALCULATED = "Formel ohne Wert"
"""Stands for the value of a formula that the file does not hold."""

LIST_LIMITS = PackageLimits(entry=64 * MIB, total=128 * MIB)
MOST_CELLS = 2_000_000
"""Of the rectangle from A1 to the last filled cell, which is in memory as a whole. 100,000 rows of 20 columns."""


class ListSheet(NamedTuple):
    """A sheet: its name, whether it is hidden, and its cells from A1 on."""

    name: str
    hidden: bool
    rows: list[list[Raw]]

    @property
    def is_filled(self) -> bool:
        """Whether anything is to be seen on it."""
        return any(not is_blank(cell) for row in self.rows for cell in row)


def sheet_cells(file: pd.ExcelFile, name: str, unshown: Unshown) -> list[list[Raw]]:
    """Return the cells of a sheet with nothing guessed: texts stay texts, and what pandas does not show stands where it belongs."""
    import pandas as pd

    with library():
        table = pd.read_excel(file, sheet_name=name, header=None, dtype=object, na_filter=False)
    rows = raw_cells(table)
    for (row, column), content in unshown.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = content
    return rows


def raw_cells(table: pd.DataFrame) -> list[list[Raw]]:
    """Return the cells of a table: a number as the spreadsheet keeps it, what is not there as None."""
    rows = table.to_numpy(dtype=object).tolist()
    return [[float(cell) if type(cell) is int else cell for cell in row] for row in rows]


class Unshown(dict[tuple[int, int], Raw]):
    """What stands at a row and column (counted from 0) although a reader of values shows nothing, or another thing.

    It also knows the rectangle from A1 to the last filled cell, as far as the sheet has been looked through.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows = self._columns = 0

    def reach(self, row: int, column: int) -> None:
        """Take in a cell, counted from 0. Raises Refused when the rectangle is too large to be read."""
        self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        if self._rows * self._columns > MOST_CELLS:
            raise Refused("DATEI-GROESSE", "Sie hat mehr Zellen, als eine solche Liste haben kann.")


@contextmanager
def library() -> Iterator[None]:
    """Around what foreign code reads of foreign bytes: whatever it stumbles over is a damaged file, and it says nothing itself."""
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    except (KeyboardInterrupt, SystemExit, MemoryError, Refused):
        raise
    except BaseException as error:  # the panic of calamine is no Exception
        raise damaged("Sie lässt sich nicht lesen.") from error


def safe_part(package: ZipFile, name: str) -> bytes:
    """Read a part. Raises Refused if it declares a document type (external entities, billion laughs), which no list needs.

    The readers take it, so the whole part is searched: a long comment before it hides nothing, and in text a `<` is written `&lt;`.
    """
    xml = part_of(package, name, LIST_LIMITS.entry)
    plain = xml.replace(b"\0", b"") if b"\0" in xml[:64] else xml  # UTF-16 and UTF-32
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain[:4096]:
        raise damaged("Ein Teil enthält eine Dokumenttyp-Deklaration.")
    return xml
