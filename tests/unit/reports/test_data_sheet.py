"""„Daten“: the tidy table as CSV has it, numbers as numbers; what is too much for a sheet says so."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pandas
import pytest

from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sources import data_sheet
from rv2xl.reports.table import write_csv
from rv2xl.returns.consolidate import COLUMNS
from tests.unit.reports.folder import INJECTED, TODAY, consolidated, usual
from tests.unit.reports.workbook import opened, table


def told(value: Any) -> str | float | None:
    """A value as a reader of both takes it: numbers are compared as numbers."""
    if value is None or pandas.isna(value):
        return None
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return str(value).removeprefix("'")


def test_it_is_the_tidy_table_without_what_is_about_persons() -> None:
    target = BytesIO()
    write_csv(usual(), target)
    expected = pandas.read_csv(BytesIO(target.getvalue()), sep=";", encoding="utf-8-sig", dtype=str)
    book = opened(report_bytes(usual(), today=TODAY, personal=True))
    rows = table(book, "Daten")
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(expected) > 1_000
    differing = [
        (name, row[name], wanted[name])
        for row, (_, wanted) in zip(rows, expected.iterrows(), strict=True)
        for name in COLUMNS
        if told(row[name]) != told(wanted[name])
    ]
    assert not differing
    assert book["Daten"]["A2"].value.startswith(f"{len(rows):,} Zeilen.".replace(",", "."))


def test_numbers_are_numbers_and_keys_texts() -> None:
    rows = table(opened(report_bytes(usual(), today=TODAY)), "Daten")
    assert {type(row["wert"]) for row in rows if row["feld"] == "erbracht.lwv" and row["wert"] is not None} <= {
        int,
        float,
    }
    assert {row["kreis"] for row in rows} >= {"06437", "06412"}
    assert {type(row[name]) for row in rows for name in ("le", "zad", "kreis")} == {str, type(None)}


def test_texts_of_returns_stay_texts() -> None:
    page = opened(report_bytes(usual(), today=TODAY), stored=False)["Daten"]
    found = [cell for row in page.iter_rows() for cell in row if cell.value in {text.strip() for text in INJECTED}]
    assert found
    assert all(cell.data_type == "s" and not cell.hyperlink for cell in found)


def test_what_is_too_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_sheet, "MOST_ROWS", 1_200)
    book = opened(report_bytes(usual(), today=TODAY))
    assert book["Daten"]["A2"].value == (
        "Mehr als 1.200 Zeilen. Sie stehen nicht in dieser Mappe; „rv2xl consolidate … --data DATEI.csv“ schreibt sie alle."
    )
    assert [list(row.values()) for row in table(book, "Daten")] == [[None] * len(COLUMNS)]


def test_nothing_at_all() -> None:
    assert opened(report_bytes(consolidated([]), today=TODAY))["Daten"]["A2"].value.startswith("0 Zeilen.")
