"""A list saved as text: which signs it is written with, what stands between its cells, and the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice

from rv2xl.excel.lists.list_sheet import MOST_CELLS, raw_cells
from rv2xl.excel.package.kinds import marked_encoding
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entries.entry import Raw

_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_STROKE = "|"
_DELIMITERS = f";\t{_STROKE},"
_SAID = re.compile(r"sep=([^\"\r\n])\r?\n", re.IGNORECASE)
HEADS_WITHIN = 30
"""So many filled rows from the top the names of the columns are looked for in."""

IsHead = Callable[[Sequence[Raw]], bool]
"""Whether a row names the columns that are wanted."""


def csv_rows(file: str, data: bytes, is_head: IsHead) -> list[list[Raw]]:
    """Return the cells, all of them texts; a row ends where it ends in the file. Raises Abbruch for what is no such file."""
    import pandas as pd

    text = _text(file, data)
    said = _SAID.match(text)  # Excel's own line
    if said is not None:
        text = "\n" + text[said.end() :]
    delimiter = said[1] if said is not None else _delimiter(text, is_head)
    if delimiter == _STROKE:  # as printed: with sums among the rows, and lines drawn between them
        raise Abbruch(
            f"In der Tabelle „{file}“ steht „|“ zwischen den Spalten; bitte mit „;“ dazwischen oder als .xlsx speichern."
        )
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
        width = max(widths, default=0)
        if width == 0:
            return []
        if width * len(widths) > MOST_CELLS:
            raise Abbruch(f"Die Tabelle „{file}“ ist zu groß.")
        table = pd.read_csv(
            io.StringIO(text, newline=""), sep=delimiter, header=None, names=range(width), index_col=False, dtype=object,
            na_filter=False, skip_blank_lines=False, engine="python",
        )  # fmt: skip
    except (csv.Error, pd.errors.ParserError) as error:
        raise Abbruch(
            f"Die Tabelle „{file}“ ist keine gültige CSV-Datei; bitte als CSV oder .xlsx speichern."
        ) from error
    return [row[:width] for row, width in zip(raw_cells(table), widths, strict=True)]


def _delimiter(text: str, is_head: IsHead) -> str:
    """The sign by which a row of heads falls apart, else the one that stands in most lines; of equal ones a comma is the last."""
    lines = list(islice((line for line in text.splitlines() if line.strip()), HEADS_WITHIN))
    heads = (sign for line in lines for sign in _DELIMITERS if is_head(line.split(sign)))
    return next(heads, max(_DELIMITERS, key=lambda sign: sum(sign in line for line in lines)))


def _text(file: str, data: bytes) -> str:
    text = decoded(data)
    if text is None:
        raise Abbruch(f"Die Datei „{file}“ ist keine Tabelle; gebraucht wird eine Datei .csv, .xlsx, .xls oder .ods.")
    return text


def decoded(data: bytes) -> str | None:
    """Return the text of a file in whichever way a spreadsheet saved it; None for what is no text."""
    marked = marked_encoding(data)
    for encoding in (marked,) if marked is not None else _ENCODINGS:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if "\0" not in text:
                return text
    return None
