"""Lists as text: pandas shows what the csv module of the language shows, row for row."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from rv2xl.excel.lists.csv_rows import csv_rows
from rv2xl.model.abbruch import Abbruch


@settings(max_examples=300, deadline=None)
@given(st.text('ab1;,\t\n\r" #\u2028\x0bä', max_size=30))
def test_every_row_and_every_cell_is_what_the_file_says(text: str) -> None:
    said = f"sep=;\n{text}"
    try:
        expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        expected = None
    try:
        found = csv_rows("liste.csv", said.encode(), lambda row: False)
    except Abbruch:
        assert expected is None
        return
    assert expected is not None
    assert found == [[], *expected] or (found == [] and not any(expected))


def test_the_row_of_heads_says_how_cells_are_apart() -> None:
    text = "Salden, Konten, Beträge\nKonto;Betrag\n4100;5,00\n"
    assert csv_rows("liste.csv", text.encode(), lambda row: "Konto" in row)[1:] == [
        ["Konto", "Betrag"],
        ["4100", "5,00"],
    ]
