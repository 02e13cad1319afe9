"""The tidy table as CSV: readable by programs, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from rv2xl.reports.table import tidy_csv
from rv2xl.returns.consolidate import COLUMNS, tidy_rows
from tests.unit.reports.folder import INJECTED, A, Sent, consolidated, usual


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    text = tidy_csv(usual()).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def test_form_of_the_file() -> None:
    data = tidy_csv(usual())
    assert data.startswith(b"\xef\xbb\xbfjahr;le;zad;leistung;kreis;blatt;feld;wert;einheit;datei;zelle;status\r\n")
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_every_row_of_the_tidy_table_is_there(lines: list[dict[str, str]]) -> None:
    rows = list(tidy_rows(usual()))
    assert len(lines) == len(rows) > 1000
    for line, row in zip(lines, rows, strict=True):
        for name, value in zip(COLUMNS, row, strict=True):
            assert line[name].removeprefix("'") == str("" if value is None else value).removeprefix("'")


def test_numbers_are_plain(lines: list[dict[str, str]]) -> None:
    hours = [line for line in lines if line["feld"] == "erbracht.lwv" and line["wert"]]
    assert {line["einheit"] for line in hours} == {"h"}
    assert "99999.99" in {line["wert"] for line in hours}


def test_a_negative_number_stays_a_number() -> None:
    """Results of other forms can be negative."""
    result = consolidated([Sent("dokumentation_2025_0006.xlsx", "0006")])
    result.files[0].returned.sheets[A].values["personen.hessen.lwv"] = -5
    assert ";personen.hessen.lwv;-5;" in tidy_csv(result).decode()


def test_formula_texts_are_escaped(lines: list[dict[str, str]]) -> None:
    values = [line["wert"] for line in lines if line["le"] == "0011"]
    for text in INJECTED:
        if text.startswith(("=", "+", "-", "@")):
            assert f"'{text}" in values
            assert text not in values
    assert "http://example.org" in values
    assert not [value for line in lines for value in line.values() if value.startswith(("=", "+", "@", "\t", "\r"))]


def test_a_text_with_signs_of_the_format_comes_back_whole() -> None:
    text = 'a;b "c"\nd'
    result = consolidated([Sent("dokumentation_2025_0006.xlsx", "0006", {(A, "zusatz.bemerkung"): text})])
    rows = csv.DictReader(StringIO(tidy_csv(result).decode("utf-8-sig"), newline=""), delimiter=";")
    assert [row["wert"] for row in rows if row["feld"] == "zusatz.bemerkung"] == [text]


def test_what_does_not_count_says_so(lines: list[dict[str, str]]) -> None:
    status = {line["datei"]: line["status"] for line in lines}
    assert status["Ruecklauf/dokumentation_2025_0008.xlsx"] == "nicht gezählt"
    assert status["Ruecklauf/dokumentation_2025_0004.xlsx"] == "zurueckgewiesen"
    assert "Ruecklauf/dokumentation_2025_0009.xlsx" not in status
