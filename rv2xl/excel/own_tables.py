"""Tables that a clerk brings along: a head and lines, as CSV or as the first sheet of a workbook.

They are no forms of ours: columns are found by their heads, in any order, and whatever else the table has is passed over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rv2xl.excel.contents import Contents
from rv2xl.excel.guard import guard
from rv2xl.excel.parts import LIMITS
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entry import Raw, is_blank
from rv2xl.model.finding import Severity
from rv2xl.model.wording import listed

_ENCODINGS = ("utf-8-sig", "cp1252")
_DELIMITERS = ";\t,"
_ZIP = b"PK"


class TableLine(NamedTuple):
    """A line of a table that holds something: its number in the file, counted from 1, and its cells by column."""

    number: int
    cells: Mapping[str, Raw]


def read_table(path: Path, columns: Sequence[str]) -> list[TableLine]:
    """Read the named columns of a table; heads are found whatever their case.

    Raises Abbruch for a file that is not there or no table, and for a head that is missing or stands twice.
    """
    rows = list(_rows(path))
    head = next((number for number, row in enumerate(rows) if not all(map(is_blank, row))), None)
    if head is None:
        raise Abbruch(f"Die Tabelle „{path}“ ist leer.")
    places = _places(path, rows[head], columns)
    lines = (
        TableLine(number, {column: row[place] if place < len(row) else None for column, place in places.items()})
        for number, row in enumerate(rows[head + 1 :], head + 2)
    )
    return [line for line in lines if not all(map(is_blank, line.cells.values()))]


def _places(path: Path, head: Sequence[Raw], columns: Sequence[str]) -> dict[str, int]:
    """Find the place of each column."""
    names = [str(cell or "").strip().casefold() for cell in head]
    missing = [f"„{column}“" for column in columns if column.casefold() not in names]
    if missing:
        which = "fehlt die Spalte" if len(missing) == 1 else "fehlen die Spalten"
        raise Abbruch(
            f"In der Tabelle „{path}“ {which} {listed(missing)}; die erste Zeile nennt die Namen der Spalten."
        )
    double = next((column for column in columns if names.count(column.casefold()) > 1), None)
    if double is not None:
        raise Abbruch(f"In der Tabelle „{path}“ steht die Spalte „{double}“ mehrmals.")
    return {column: names.index(column.casefold()) for column in columns}


def _rows(path: Path) -> Iterator[Sequence[Raw]]:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Abbruch(f"Die Tabelle „{path}“ gibt es nicht.") from error
    if len(data) > LIMITS.file:
        raise Abbruch(f"Die Tabelle „{path}“ ist zu groß.")
    if data.startswith(_ZIP):
        return iter(_of_workbook(path, data))
    return _of_csv(path, data)


def _of_workbook(path: Path, data: bytes) -> Sequence[Sequence[Raw]]:
    guarded = guard(data)
    refused = next((entry for entry in guarded.findings if entry.severity is Severity.FEHLER), None)
    if refused is not None or guarded.package is None or guarded.workbook is None:
        raise Abbruch(f"Die Tabelle „{path}“ lässt sich nicht lesen. {refused.message if refused else ''}".rstrip())
    try:
        contents = Contents(guarded.package, guarded.workbook)
        return contents.rows(next(iter(contents.sheets)))
    except BaseException as error:  # the Rust reader may raise a panic that is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise Abbruch(f"Die Tabelle „{path}“ ist beschädigt und lässt sich nicht lesen.") from error


def _of_csv(path: Path, data: bytes) -> Iterator[Sequence[Raw]]:
    """Read a CSV: cells are apart by the sign that the first line has most of."""
    text = _text(path, data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Abbruch(
            f"Die Tabelle „{path}“ ist keine gültige CSV-Datei; bitte als CSV oder .xlsx speichern."
        ) from error


def _text(path: Path, data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Abbruch(f"Die Datei „{path}“ ist keine Tabelle; gebraucht wird eine CSV- oder .xlsx-Datei.")
