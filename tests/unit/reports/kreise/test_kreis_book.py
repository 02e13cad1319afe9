"""`Kooperation_JJJJ.xlsx`: figures per Kreis and year, the change, and who has not reported, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO

import pytest
from openpyxl import load_workbook

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.kreise.kreis_book import kreis_bytes
from rv2xl.reports.results import report_file_name
from rv2xl.returns.batch import check_file
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.register import Register

YEAR, KREIS = 2025, "06437"
REGISTER = Register(traeger={}, orte=(), kreise=(), absender={"name": "LWV Hessen"})
IN_TIME, LATE = date(2025, 3, 31), date(2025, 4, 1)
EARLIER = EarlierYear(
    "meldung_8c", 2024, "Werte_2024.csv", "0" * 64, (), {KREIS: {"anzahl.gesamt": 100, "anzahl.ambulant": 60}},  # type: ignore[dict-item]
)  # fmt: skip


def returned(name: str, values: Mapping[str, Value]) -> Checked:
    """A Meldung that came back with these entries."""
    issue = issue_for(newest(name), REGISTER, YEAR, KREIS)
    data = workbook_bytes(lay_out(issue), {"meldung": dict(values)})
    return check_file(partial(bytes, data), f"{name}.xlsx", REGISTER, YEAR)


EIGHT_C = {"anzahl.gesamt": 120, "anzahl.ambulant": 70, "anzahl.besondere_wohnform": 40, "anzahl.sonstige": 10}
EIGHT_D = {"anzahl.gesamt": 900, "anzahl.im_kreis": 700, "anzahl.ausserhalb": 250}


def rows(
    files: tuple[Checked, ...], sheet: str, today: date = IN_TIME, years: tuple[EarlierYear, ...] = ()
) -> list[list[object]]:
    """What stands below the headings of a sheet, values as they are stored."""
    data = kreis_bytes(consolidate(newest("meldung_8c"), YEAR, REGISTER, files), None, today=today, earlier=years)
    page = load_workbook(BytesIO(data), data_only=True)[sheet]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=4 if sheet == "Befunde" else 5)]


def test_both_meldungen_stand_in_one_book() -> None:
    files = (returned("meldung_8c", EIGHT_C), returned("meldung_8d", EIGHT_D))
    assert [entry.findings for entry in files] == [[], []]
    assert rows(files, "Meldung 8 c") == [
        [KREIS, "Odenwaldkreis", "2025", 120, "x", 70, "x", 40, "x", 10, "x", None, "meldung_8c.xlsx"]
    ]
    assert rows(files, "Meldung 8 d") == [
        [KREIS, "Odenwaldkreis", "2025", 900, "x", 700, "x", 250, "x", None, "meldung_8d.xlsx"]
    ]


def test_the_change_is_that_to_the_year_before() -> None:
    """120 − 100 = 20, 70 − 60 = 10; what was not told then has no change."""
    files = (returned("meldung_8c", EIGHT_C),)
    assert rows(files, "Meldung 8 c", years=(EARLIER,)) == [
        [KREIS, "Odenwaldkreis", "2024", 100, "x", 60, "x", "–", "x", "–", "x", None, "Werte_2024.csv"],
        [KREIS, "Odenwaldkreis", "2025", 120, 20, 70, 10, 40, "x", 10, "x", None, "meldung_8c.xlsx"],
    ]


def test_a_missing_year_is_no_year_before() -> None:
    found = rows((returned("meldung_8c", EIGHT_C),), "Meldung 8 c", years=(replace(EARLIER, year=2023),))
    assert found[1][:5] == [KREIS, "Odenwaldkreis", "2025", 120, "x"]


def test_the_change_is_a_formula() -> None:
    consolidation = consolidate(newest("meldung_8c"), YEAR, REGISTER, [returned("meldung_8c", EIGHT_C)])
    book = load_workbook(BytesIO(kreis_bytes(consolidation, None, today=IN_TIME, earlier=[EARLIER])))
    assert book["Meldung 8 c"]["E6"].value == "=D6-D5"


def test_a_fehlanzeige_is_nobody() -> None:
    found = rows((returned("meldung_8d", {"zusatz.fehlanzeige": "ja"}),), "Meldung 8 d")
    assert found == [[KREIS, "Odenwaldkreis", "2025", 0, "x", 0, "x", 0, "x", None, "meldung_8d.xlsx"]]


@pytest.mark.parametrize(
    ("today", "said"), [(IN_TIME, "Frist läuft bis zum 31.03.2025"), (LATE, "nicht gemeldet bis zum 31.03.2025")]
)
def test_who_has_not_reported_is_named(today: date, said: str) -> None:
    """A rejected Meldung is none: 700 + 100 are fewer than 900."""
    files = (returned("meldung_8d", {**EIGHT_D, "anzahl.ausserhalb": 100}),)
    found = rows(files, "Rücklauf", today)
    assert [[row[0], row[2], row[4], row[5]] for row in found] == [
        ["Meldung 8 c", "Odenwaldkreis", "fehlt", said],
        ["Meldung 8 d", "LWV Hessen (Odenwaldkreis)", "zurückgewiesen", said],
    ]
    assert rows(files, "Meldung 8 d")[0][3:5] == ["…", "x"]
    assert "KV-8D-TEIL" in rows(files, "Befunde")[0]


def test_its_title_names_whom_it_is_for() -> None:
    data = kreis_bytes(consolidate(newest("meldung_8d"), YEAR, REGISTER, []), None, today=IN_TIME)
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["Titel", "Meldung 8 c", "Meldung 8 d", "Rücklauf", "Befunde"]
    assert "nur für den LWV Hessen und die Kreise der Vereinbarung" in str(book["Titel"]["A3"].value)
    assert "GVBl. 2023 S. 360" in str(book["Meldung 8 c"]["A3"].value)
    assert report_file_name(newest("meldung_8d"), YEAR) == "Kooperation_2025.xlsx"


def test_equal_bytes_whatever_the_order_of_the_files() -> None:
    files = [returned("meldung_8c", EIGHT_C), returned("meldung_8d", EIGHT_D)]
    one, other = (
        kreis_bytes(consolidate(newest("meldung_8c"), YEAR, REGISTER, order), None, today=IN_TIME)
        for order in (files, files[::-1])
    )
    assert one == other
