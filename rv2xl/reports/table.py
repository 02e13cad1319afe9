"""The tidy table as a file, one row per value: as CSV safe to open in a spreadsheet, as Parquet for programs.

It is made and written in pieces, for it may be larger than the memory.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol

from rv2xl.model.foreign_text import shown_name
from rv2xl.reports.frames import DIGITS, decimal, frame, pieces, text
from rv2xl.returns.consolidate import COLUMNS, Consolidation, tidy_rows

if TYPE_CHECKING:
    from pandas import DataFrame, Series


class TableFile(NamedTuple):
    """The table that belongs to a report: what it is called, and its SHA-256 checksum."""

    name: str
    checksum: str

    def __str__(self) -> str:
        return (
            f"Zu diesem Bericht gehört die Tabelle „{shown_name(self.name)}“ mit jedem einzelnen Wert "
            f"(Prüfsumme SHA-256: {self.checksum})."
        )


ROWS = 20_000
"""So many rows are a piece; in Parquet a row group."""
DECIMALS = 10
"""No type keeps more of them."""

_NUMBER = "wert_zahl"
_FITS = rf"-?\d{{1,{DIGITS - DECIMALS}}}(\.\d{{1,{DECIMALS}}})?"
"""What an exact number holds; a result of absurd entries may be larger, and stays a text."""
_FORMULA = r"^[=+\-@\t\r]"


def write_csv(consolidation: Consolidation, target: BinaryIO, *, personal: bool = False) -> None:
    """Write the table as a German Excel opens it: UTF-8 with BOM, „;“, decimal comma, RFC 4180 quoting, lines ending in CR LF.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay as they are.
    """
    target.write(BOM_UTF8)
    lines = TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    lines.write(";".join(COLUMNS) + "\r\n")
    for piece in _pieces(consolidation, personal):
        shown = piece.drop(columns=_NUMBER)
        texts = [name for name in COLUMNS if name != "jahr"]
        shown[texts] = shown[texts].apply(_harmless)
        shown["wert"] = shown.wert.where(piece[_NUMBER].isna(), piece.wert.str.replace(".", ",", regex=False))
        shown.to_csv(lines, sep=";", index=False, header=False, lineterminator="\r\n")
    lines.detach()


def write_parquet(consolidation: Consolidation, target: BinaryIO, *, personal: bool = False) -> None:
    """Write the table as Parquet: `wert` as text, and `wert_zahl` exactly where it is a number."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema(list(_types().items()))
    with ParquetWriter(target, schema) as writer:
        for piece in _pieces(consolidation, personal):
            writer.write_table(pyarrow.Table.from_pandas(piece, schema, preserve_index=False))


def table_frame(consolidation: Consolidation, *, personal: bool = False) -> DataFrame:
    """Return the table in memory, with the types of Parquet; a folder without returns gives one without rows."""
    from pandas import concat

    return concat([frame(_types(), []), *_pieces(consolidation, personal)], ignore_index=True)


class TableWriter(Protocol):
    """Writes the table, with what is about persons or without."""

    def __call__(self, consolidation: Consolidation, target: BinaryIO, *, personal: bool = False) -> None: ...


WRITERS: Mapping[str, TableWriter] = {".csv": write_csv, ".parquet": write_parquet}
"""How the table is written, by the suffix of its file."""


def is_such_table(path: Path, table: BinaryIO) -> bool:
    """Whether a file begins as a table that was just written does: with its columns, or as Parquet."""
    table.seek(0)
    begin = _PARQUET if path.suffix.lower() == ".parquet" else table.readline()
    with path.open("rb") as file:
        if file.read(len(begin)) != begin:
            return False
    return begin != _PARQUET or _parquet_columns(path) == list(_types())


_PARQUET = b"PAR1"


def _parquet_columns(path: Path) -> list[str]:
    from pyarrow import ArrowException
    from pyarrow.parquet import read_schema

    try:
        return list(read_schema(path).names)
    except (ArrowException, OSError):
        return []


def _types() -> dict[str, Any]:
    """Return the columns with their Arrow types; the number stands beside its text."""
    import pyarrow

    begin = COLUMNS.index("wert") + 1
    names = (*COLUMNS[:begin], _NUMBER, *COLUMNS[begin:])
    return dict.fromkeys(names, text()) | {"jahr": pyarrow.int32(), _NUMBER: decimal(DECIMALS)}


def _pieces(consolidation: Consolidation, personal: bool) -> Iterator[DataFrame]:
    from pandas import ArrowDtype

    types = _types()
    number = types.pop(_NUMBER)
    numeric = numeric_fields(consolidation)
    for rows in pieces(tidy_rows(consolidation, personal=personal), ROWS):
        piece = frame(types, rows)
        fits = piece.wert.str.fullmatch(_FITS).fillna(False)
        piece[_NUMBER] = piece.wert.where(piece.feld.isin(numeric) & fits).astype(ArrowDtype(number))
        yield piece[list(_types())]


def numeric_fields(consolidation: Consolidation) -> set[str]:
    """Return the ids of the fields that are numbers."""
    forms = {entry.issue.form for entry in consolidation.own if entry.issue is not None}
    fields = (field for form in forms for sheet in form.sheets for field in sheet.fields.values())
    return {field.id for field in fields if field.type.numeric}


def _harmless(texts: Series[str]) -> Series[str]:
    """Return texts that no spreadsheet takes for formulas."""
    return texts.where(~texts.str.match(_FORMULA).fillna(False), "'" + texts)
