"""Tables that a clerk brings along: a head and lines, as CSV or as the first filled sheet of a workbook.

They are no forms of ours: columns are found by their heads, in any order, and whatever else the table has is passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.package.unpack import LIMITS
from rv2xl.excel.plain_sheet import PlainSheet, read_plain_sheet
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entry import Raw, is_blank
from rv2xl.model.wording import listed

_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ";\t,"
_ZIP = b"PK"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


class TableLine(NamedTuple):
    """A line of a table that holds something: its number in the file, counted from 1, and its cells by column.

    `overlong` tells that something stands beyond the last column: an amount with a comma, say, that nobody put in quotes.
    """

    number: int
    cells: Mapping[str, Raw]
    overlong: bool = False


class OwnTable(NamedTuple):
    """A table's lines; of a workbook also the sheet they stand on, and the other sheets that hold something."""

    lines: list[TableLine]
    sheet: str | None
    others: tuple[str, ...]


def read_table(path: Path, columns: Sequence[str]) -> list[TableLine]:
    """Read the named columns of a table; heads are found whatever their case.

    Raises Abbruch for a file that is not there or no table, for a head that is missing or stands twice, and for a line with something
    beyond the last head: what stands before it may be half a number.
    """
    lines = read_own_table(path, {column: (column,) for column in columns}).lines
    overlong = next((line.number for line in lines if line.overlong), None)
    if overlong is not None:
        raise Abbruch(
            f"In der Tabelle „{path}“, Zeile {overlong}, steht etwas hinter der letzten benannten Spalte: Eine weitere Spalte "
            "braucht einen Namen, eine Zahl mit Komma „;“ zwischen den Spalten."
        )
    return lines


def read_own_table(
    path: Path,
    columns: Mapping[str, Collection[str]],
    *,
    optional: Mapping[str, Collection[str]] = MappingProxyType({}),
    in_order: bool = False,
) -> OwnTable:
    """Read columns that may be headed in several ways (spelt in any case, with any signs between the letters).

    A table need not have `optional` columns; what is not there is blank.
    `in_order`: a table in which no head is found has the columns in their order, from its first line on. Raises Abbruch as `read_table`.
    """
    sheet = _sheet(path)
    filled = [(number, row) for number, row in enumerate(sheet.rows, 1) if not all(map(is_blank, row))]
    if not filled:
        raise Abbruch(f"Die Tabelle „{path}“ ist leer.")
    head = filled[0][1]
    found = {name: _found(head, spellings) for name, spellings in columns.items()}
    further = {name: _found(head, spellings) for name, spellings in optional.items()}
    if in_order and not any(found.values()):
        names = (*columns, *optional)
        places, width, rows = {name: place for place, name in enumerate(names)}, len(names), filled
    else:
        places, width, rows = (
            _only(path, found | {name: there for name, there in further.items() if there}),
            len(head),
            filled[1:],
        )
    lines = (
        TableLine(
            number,
            dict.fromkeys(optional) | {name: _cell(row, place) for name, place in places.items()},
            not all(map(is_blank, row[width:])),
        )
        for number, row in rows
    )
    kept = [line for line in lines if line.overlong or not all(map(is_blank, line.cells.values()))]
    return OwnTable(kept, sheet.name or None, sheet.others)


def text_of(cell: Raw) -> str:
    """Return a cell as a text without blanks around it: a whole number without decimals, a blank as nothing."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else str(cell).strip()


def _cell(row: Sequence[Raw], place: int) -> Raw:
    return row[place] if place < len(row) else None


def _key(text: object) -> str:
    return re.sub(r"[\W_]", "", str(text or "").casefold())


def _found(head: Sequence[Raw], spellings: Collection[str]) -> list[int]:
    wanted = {_key(spelling) for spelling in spellings}
    return [place for place, cell in enumerate(head) if _key(cell) in wanted]


def _only(path: Path, found: Mapping[str, list[int]]) -> dict[str, int]:
    """The place of each column."""
    missing = [f"„{column}“" for column, places in found.items() if not places]
    if missing:
        which = "fehlt die Spalte" if len(missing) == 1 else "fehlen die Spalten"
        raise Abbruch(
            f"In der Tabelle „{path}“ {which} {listed(missing)}; die erste Zeile nennt die Namen der Spalten."
        )
    double = next((column for column, places in found.items() if len(places) > 1), None)
    if double is not None:
        raise Abbruch(f"In der Tabelle „{path}“ steht die Spalte „{double}“ mehrmals.")
    return {column: places[0] for column, places in found.items()}


def _sheet(path: Path) -> PlainSheet:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Abbruch(f"Die Tabelle „{path}“ gibt es nicht.") from error
    if len(data) > LIMITS.file:
        raise Abbruch(f"Die Tabelle „{path}“ ist zu groß.")
    if not data.startswith(_ZIP):
        return PlainSheet("", _of_csv(path, data), ())
    try:
        return read_plain_sheet(data)
    except Refused as refused:
        raise Abbruch(f"Die Tabelle „{path}“ lässt sich nicht lesen. {refused.finding.message}") from refused


def _of_csv(path: Path, data: bytes) -> list[list[Raw]]:
    """Read a CSV: cells are apart by the sign that the first line has most of."""
    text = _text(path, data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    said = _SAID.match(text)  # Excel's own line
    if said is not None:
        text = "\n" + text[said.end() :]
    delimiter = said[1] if said is not None else max(_DELIMITERS, key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    except csv.Error as error:
        raise Abbruch(
            f"Die Tabelle „{path}“ ist keine gültige CSV-Datei; bitte als CSV oder .xlsx speichern."
        ) from error


def _text(path: Path, data: bytes) -> str:
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" not in text:
                return text
    raise Abbruch(f"Die Datei „{path}“ ist keine Tabelle; gebraucht wird eine CSV- oder .xlsx-Datei.")
