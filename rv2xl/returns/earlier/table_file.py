"""The tidy table of an earlier year as a file: Parquet as it was written, or CSV that a German Excel may have opened and saved since."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rv2xl.excel.lists.csv_rows import decoded
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Status
from rv2xl.returns.consolidate import COLUMNS, NOT_COUNTED

if TYPE_CHECKING:
    from pandas import DataFrame

MOST = 1 << 30
"""Bytes of a file that are read: the table of 10,000 returns has a third of them."""
MOST_ROWS = 20_000_000

_PARQUET, _ARCHIVE = b"PAR1", b"PK\x03\x04"
_WANTED = "gebraucht wird die Tabelle, die „rv2xl consolidate --data“ geschrieben hat (.csv oder .parquet)."
_GERMAN = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?", re.ASCII)

Number = Callable[[str], Decimal | None]
"""Reads a number as the kind of file writes it, exactly; None for what is none."""


class TableText(NamedTuple):
    """The cells of a table, all of them texts, in the order of COLUMNS; blank ones are empty.

    `number` reads its numbers; `was_opened` tells that a spreadsheet may have taken leading zeros away; `checksum` is the file's SHA-256.
    """

    cells: DataFrame
    number: Number
    was_opened: bool
    checksum: str


def read_table_text(path: Path) -> TableText:
    """Read a tidy table, whatever its form says of it. Raises Abbruch for what is none."""
    try:
        content = content_of(path, MOST)
    except FileNotFoundError as error:
        raise Abbruch(f"Die Tabelle „{path}“ gibt es nicht.") from error
    except IsADirectoryError as error:
        raise Abbruch(f"„{path}“ ist ein Ordner; {_WANTED}") from error
    checksum = sha256(content).hexdigest()
    if content.startswith(_PARQUET):
        return TableText(_without_blank_rows(path, _of_parquet(path, content)), _plain, False, checksum)
    if content.startswith(_ARCHIVE):
        raise Abbruch(
            f"„{path}“ ist eine Arbeitsmappe; bitte in Excel mit „Speichern unter“ als „CSV UTF-8 (durch Trennzeichen getrennt)“ speichern."
        )
    return TableText(_without_blank_rows(path, _of_csv(path, content)), _german, True, checksum)


def _of_parquet(path: Path, content: bytes) -> DataFrame:
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(pyarrow.BufferReader(content))
        _require_columns(path, [name for name in file.schema_arrow.names if name not in _BESIDE])
        if file.metadata.num_rows > MOST_ROWS:
            raise Abbruch(f"Die Tabelle „{path}“ ist zu groß: Gelesen werden höchstens {MOST_ROWS} Zeilen.")
        table = file.read(columns=list(COLUMNS))
        texts = [column.cast(pyarrow.string()).fill_null("") for column in table.columns]
    except (pyarrow.ArrowException, OSError) as error:
        raise _damaged(path) from error
    cells: DataFrame = pyarrow.table(texts, names=table.column_names).to_pandas()
    return cells


_BESIDE = ("wert_zahl",)
"""The number beside its text; it is read from the text, which has every one."""


def _of_csv(path: Path, content: bytes) -> DataFrame:
    from pandas import read_csv
    from pandas.errors import ParserError

    text = decoded(content)
    if text is None:
        raise Abbruch(f"„{path}“ ist keine Tabelle; {_WANTED}")
    _require_columns(path, _heads(text))
    try:
        cells = read_csv(StringIO(text), sep=";", dtype=str, na_filter=False)
    except ParserError as error:
        raise _damaged(path) from error
    return cells[list(COLUMNS)]  # of rows longer than the heads another column is the status, which says nothing then


def _without_blank_rows(path: Path, cells: DataFrame) -> DataFrame:
    """Return the rows that say something. Raises Abbruch for one that ends too early or says what no table does."""
    filled: DataFrame = cells[(cells != "").any(axis=1)]
    if not filled["status"].isin([*Status, NOT_COUNTED]).all():
        raise _damaged(path)
    return filled


def _damaged(path: Path) -> Abbruch:
    return Abbruch(f"Die Tabelle „{path}“ ist beschädigt und nicht zu lesen; bitte noch einmal schreiben lassen.")


def _heads(text: str) -> list[str]:
    try:
        return next(csv.reader([re.split(r"[\r\n]", text, maxsplit=1)[0]], delimiter=";"), [])
    except csv.Error:
        return []


def _require_columns(path: Path, names: Sequence[str]) -> None:
    if not names or not set(names) & set(COLUMNS):
        if set(",".join(names).split(",")) >= set(COLUMNS):
            raise Abbruch(
                f"In der Tabelle „{path}“ steht „,“ zwischen den Spalten; bitte noch einmal schreiben lassen oder in einem deutschen "
                "Excel als CSV speichern."
            )
        raise Abbruch(f"„{path}“ ist keine Tabelle der Werte; {_WANTED}")
    lacking = [name for name in COLUMNS if name not in names]
    beside = [name for name in names if name not in COLUMNS or names.count(name) > 1]
    if lacking or beside:
        what = f"es fehlt „{lacking[0]}“" if lacking else f"„{beside[0]}“ ist zu viel"
        raise Abbruch(f"Die Tabelle „{path}“ hat andere Spalten ({what}); {_WANTED}")


def _plain(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _german(text: str) -> Decimal | None:
    if _GERMAN.fullmatch(text) is None:
        return None
    return Decimal(text.replace(".", "").replace(",", "."))
