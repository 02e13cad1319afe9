"""The tidy table: as CSV readable by a German Excel and harmless in it, as Parquet exact; both have every row."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from pyarrow import parquet

from rv2xl import forms
from rv2xl.reports.table import DECIMALS
from rv2xl.returns.consolidate import COLUMNS, tidy_rows
from tests.unit.reports.folder import FORM, INJECTED, A, Sent, consolidated, tidy_csv, tidy_parquet, usual

NUMBERS = {name for sheet in FORM.sheets for name, field in sheet.fields.items() if field.type.numeric}


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
    rows = list(tidy_rows(usual(), personal=True))
    assert len(lines) == len(rows) > 1000
    for line, row in zip(lines, rows, strict=True):
        for name, value in zip(COLUMNS, row, strict=True):
            shown = str("" if value is None else value).removeprefix("'")
            number = name == "wert" and line["feld"] in NUMBERS
            assert line[name].removeprefix("'") == (shown.replace(".", ",") if number else shown)


def test_what_is_about_persons_is_left_out_unless_asked_for() -> None:
    about = {"kontakt.name", "kontakt.telefon", "kontakt.mail", "deckblatt.ausgefuellt_von"}
    whole, usually = ([str(row[6]) for row in tidy_rows(usual(), personal=asked)] for asked in (True, False))
    assert set(whole) - set(usually) == about
    assert usually == [field for field in whole if field not in about]


def test_numbers_have_a_decimal_comma(lines: list[dict[str, str]]) -> None:
    hours = [line for line in lines if line["feld"] == "erbracht.lwv" and line["wert"]]
    assert {line["einheit"] for line in hours} == {"h"}
    assert "99999,99" in {line["wert"] for line in hours}


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


def parquet_rows() -> list[dict[str, object]]:
    return parquet.read_table(BytesIO(tidy_parquet(usual()))).to_pylist()  # type: ignore[no-any-return]


def test_parquet_has_the_same_rows_and_the_number_beside_its_text() -> None:
    rows, wanted = parquet_rows(), list(tidy_rows(usual(), personal=True))
    assert list(rows[0]) == [*COLUMNS[:8], "wert_zahl", *COLUMNS[8:]]
    assert [tuple(row[name] for name in COLUMNS) for row in rows] == wanted
    for row in rows:
        number = row["wert"] if row["feld"] in NUMBERS else None
        assert row["wert_zahl"] == (None if number is None else Decimal(str(number)))
    assert {type(row["wert_zahl"]) for row in rows} == {Decimal, type(None)}


def test_a_text_in_parquet_stays_as_it_came() -> None:
    """There is no spreadsheet to mislead, and an identifier is no number."""
    values = {row["wert"]: row["wert_zahl"] for row in parquet_rows() if row["le"] == "0011"}
    assert {*INJECTED} - {*values} == {"\tx"}, "blanks around a text are no part of it"
    assert (values["007"], values["-2"]) == (None, None)


def test_a_number_too_large_to_be_exact_is_kept_as_text() -> None:
    """Results of absurd entries can have any size; they must not keep all the others from being written."""
    result = consolidated([Sent("dokumentation_2025_0006.xlsx", "0006")])
    values = result.files[0].returned.sheets[A].values
    values["erbracht.gesamt"], values["erbracht.lwv"] = Decimal(10) ** 28, Decimal(f"{28 * '9'}.99")
    rows = parquet.read_table(BytesIO(tidy_parquet(result))).to_pylist()
    found = {row["feld"]: (row["wert"], row["wert_zahl"]) for row in rows if str(row["feld"]).startswith("erbracht.")}
    assert found["erbracht.gesamt"] == (f"1{28 * '0'}.00", None)
    assert found["erbracht.lwv"] == (f"{28 * '9'}.99", Decimal(f"{28 * '9'}.99"))


def test_sums_of_parquet_are_exact() -> None:
    rows = [row for row in parquet_rows() if row["feld"] == "erbracht.lwv" and row["status"] == "angenommen"]
    assert sum(Decimal(str(row["wert"] or 0)) for row in rows) == sum(row["wert_zahl"] or 0 for row in rows)  # type: ignore[misc]


def test_no_type_keeps_more_decimals_than_the_number_has() -> None:
    kept = [field.type.scale for name in forms.NAMES for form in forms.versions(name) for sheet in form.sheets
            for field in sheet.fields.values()]  # fmt: skip
    assert max(kept) <= DECIMALS


def test_long_tables_are_written_in_pieces_and_equal_returns_give_equal_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tidy_csv(usual())
    monkeypatch.setattr("rv2xl.reports.table.ROWS", 100)
    assert tidy_csv(usual()) == whole
    assert tidy_parquet(usual()) == tidy_parquet(usual())
    data = parquet.ParquetFile(BytesIO(tidy_parquet(usual())))
    assert {data.metadata.row_group(number).num_rows for number in range(data.num_row_groups - 1)} == {100}


def test_nothing_came_back() -> None:
    nothing = consolidated([])
    assert tidy_csv(nothing).decode("utf-8-sig") == ";".join(COLUMNS) + "\r\n"
    assert parquet.read_table(BytesIO(tidy_parquet(nothing))).num_rows == 0
