"""„Überblick“: its figures are those of the tidy table, its links lead to where they come from, and the first screen holds the answers."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import pandas
import pytest
from openpyxl.utils import coordinate_to_tuple

from rv2xl.forms.dokumentation.kennzahlen import AB_56, BELEGUNG, ERBRACHT_JE_BEWILLIGT, JE_FACHKRAFT, PERSONEN_GESAMT
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.large_changes import LargeChange, largest
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.overview_sheet import Overview
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.reports.regional.sources.replies_sheet import RepliesTable
from rv2xl.reports.replies import replies_of
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.folder import FORM, TODAY, Sent, consolidated, ort, register, tidy_csv, usual
from tests.unit.reports.workbook import opened

SCREEN = 375.0
"""So many points of rows a screen of 1366 × 768 shows below the ribbon of Excel."""


@cache
def sheet() -> Any:
    return opened(report_bytes(usual(), today=TODAY))["Überblick"]


def rows(page: Any) -> dict[str, tuple[Any, ...]]:
    """The rows by their first cell; of equal ones the first."""
    found: dict[str, tuple[Any, ...]] = {}
    for row in page.iter_rows(values_only=True):
        found.setdefault(str(row[0]), row)
    return found


@cache
def accepted() -> Any:
    frame = pandas.read_csv(BytesIO(tidy_csv(usual())), sep=";", encoding="utf-8-sig", dtype=str)
    frame = frame[(frame.status == "angenommen") & frame.kreis.notna()]
    return frame.assign(zahl=pandas.to_numeric(frame.wert.str.replace(",", "."), errors="coerce"))


PEOPLE = r"personen\.(eigene_region|hessen|ausserhalb)\.(lwv|andere)"


@pytest.mark.parametrize(
    ("name", "key"), [("Hessen", "06"), ("Darmstadt", "064"), ("Gießen", "065"), ("Kassel", "066")]
)
def test_figures_of_the_first_screen(name: str, key: str) -> None:
    frame = accepted()[accepted().kreis.str.startswith(key)]

    def total(pattern: str) -> float:
        return float(frame[frame.feld.str.fullmatch(pattern)].zahl.sum())

    people = total(PEOPLE)
    expected = [
        people, people / total(r"kopf\.platzzahl"), total(r"alter\.(a56_60|a61_65|a66)\.(lwv|andere)") / people,
        total(r"erbracht\.(lwv|andere)") / total(r"bewilligt\.(lwv|andere)"), people / total(r"personal\.fab"),
    ]  # fmt: skip
    assert list(rows(sheet())[name][2:7]) == pytest.approx(expected)


def test_coverage_stands_at_each_total() -> None:
    said = {name: rows(sheet())[name][1] for name in ("Hessen", "Darmstadt", "Gießen", "Kassel")}
    assert said == {
        "Hessen": "12 von 17 Orten p", "Darmstadt": "9 von 11 Orten p", "Gießen": "1 von 2 Orten p", "Kassel": "2 von 4 Orten p",
    }  # fmt: skip
    assert "Hessen – Summe der Ortsmeldungen, 12 von 17 Orten p" in rows(sheet())


def test_who_is_missing() -> None:
    found = rows(sheet())
    assert {name: found[name][1:3] for name in found if name.startswith(("müssen", "davon", "nicht", "Orte, "))} == {
        "müssen berichten": (12, None), "davon angenommen": (7, None),
        "davon zurückgewiesen": (2, "Träger 0004 gGmbH (0004); Träger 0010 gGmbH (0010)"),
        "davon widersprüchlich": (1, "Träger 0007 gGmbH (0007)"), "davon unlesbar": (1, "Träger 0009 gGmbH (0009)"),
        "davon ohne Rücklauf": (1, "Träger 0005 gGmbH (0005)"), "nicht erwartet": (1, "Träger 0012 gGmbH (0012)"),
        "Orte, die fehlen": (5,
        "Odenwaldkreis 1; Landkreis Offenbach 1; Landkreis Gießen 1; Stadt Kassel 1; Landkreis Kassel 1"),
        "davon Fehlanzeige": (None, None), "davon Kombi-BiB": (None, 4),
    }  # fmt: skip


def test_the_first_screen_ends_with_who_is_missing() -> None:
    page = sheet()
    last = next(cell.row for cell in page["A"] if cell.value == "Orte, die fehlen")
    assert (
        sum(page.row_dimensions[row].height or page.sheet_format.defaultRowHeight for row in range(1, last + 1))
        < SCREEN
    )
    assert sum(page.column_dimensions[letter].width * 7 + 5 for letter in "ABCDEFGHI") < 1_310


def test_every_link_leads_to_a_figure_of_the_same_value() -> None:
    book: Any = opened(report_bytes(usual(), today=TODAY))
    page, compared = book["Überblick"], 0
    for row in page.iter_rows():
        for cell in row:
            if cell.hyperlink is None:
                continue
            assert cell.hyperlink.ref == cell.coordinate
            assert not cell.hyperlink.target
            name, _, place = cell.hyperlink.location.partition("!")
            target = book[name.strip("'")][place]
            assert coordinate_to_tuple(place) <= (target.parent.max_row, target.parent.max_column)
            if cell.row < 9 and isinstance(cell.value, float | int) and name not in {"Regionen"}:
                assert target.value == pytest.approx(cell.value), cell.coordinate
                compared += 1
    assert compared == 12


def test_figures_are_links_and_formulas() -> None:
    page = opened(report_bytes(usual(), today=TODAY), stored=False)["Überblick"]
    for row in page.iter_rows(min_row=5, max_row=8, min_col=3, max_col=7):
        for cell in row:
            assert str(cell.value).startswith("=IF(AND(Regionen!")
            assert cell.hyperlink


def changed(indicator: Indicator, before: str, after: str, key: str = "06437") -> LargeChange:
    (row,) = [row for row in figures_of(usual()).rows if row.key == key]
    return LargeChange(row, indicator, Decimal(before), Decimal(after))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed(PERSONEN_GESAMT, "98", "155"), "Odenwaldkreis – Personen: von 98 auf 155 (+57; +58 %)"),
        (changed(PERSONEN_GESAMT, "1155", "98"), "Odenwaldkreis – Personen: von 1.155 auf 98 (−1.057; −92 %)"),
        (changed(PERSONEN_GESAMT, "0", "12"), "Odenwaldkreis – Personen: von 0 auf 12 (+12)"),
        (changed(BELEGUNG, "0.953", "0.8"), "Odenwaldkreis – Belegung: von 95,3 % auf 80,0 % (−15,3 Prozentpunkte)"),
        (changed(JE_FACHKRAFT, "5", "6.04"), "Odenwaldkreis – Personen je Fachkraft: von 5,0 auf 6,0 (+1,0; +21 %)"),
    ],
)
def test_a_change_as_a_sentence(change: LargeChange, said: str) -> None:
    assert str(change) == said


CHANGES = [
    changed(PERSONEN_GESAMT, "1", "10"),  # nine people
    changed(PERSONEN_GESAMT, "20", "10"),  # one half
    changed(PERSONEN_GESAMT, "0", "11"),  # all of it
    changed(BELEGUNG, "0.9", "0.6"),  # a third
    changed(AB_56, "0.25", "0.2"),  # a fifth
    changed(ERBRACHT_JE_BEWILLIGT, "0.8", "1"),  # a fifth too
    changed(JE_FACHKRAFT, "10", "10"),
]


def test_the_five_largest_changes() -> None:
    assert largest(CHANGES) == [CHANGES[2], CHANGES[1], CHANGES[3], CHANGES[4], CHANGES[5]]


def external(of: Consolidation, changes: list[LargeChange] | None) -> Any:
    """The sheet without formulas, as an edition for everybody has it."""
    figures = figures_of(of)
    report = RegionalBook(ReportBook("Bericht", "Anlage"), Internal(of, figures))
    once = once_per_sender(FORM)
    regions = RegionTable(of.versions, figures.rows, ("",) * len(figures.rows), lambda measure: "")
    Overview(report, regions, RepliesTable(replies_of(of, [field.id for field in once]), once), changes).write()
    return opened(report.book.finished(), stored=False)["Überblick"]


def test_without_live_formulas_it_names_no_leistungserbringer() -> None:
    page = external(usual(), CHANGES)
    values = [cell.value for row in page.iter_rows() for cell in row]
    assert not [value for value in values if isinstance(value, str) and (value.startswith("=") or "Träger 0" in value)]
    last = next(cell.row for cell in page["A"] if cell.value == "Orte, die fehlen")
    assert (
        sum(page.row_dimensions[row].height or page.sheet_format.defaultRowHeight for row in range(1, last + 1))
        < SCREEN
    )
    found = rows(page)
    assert [found[name][1] for name in ("müssen berichten", "davon angenommen", "davon fehlen noch")] == [12, 7, 5]
    assert found["Hessen"][2] == rows(sheet())["Hessen"][2]
    assert [found[name][8] for name in ("Hessen", "Darmstadt")] == [str(CHANGES[2]), str(CHANGES[1])]


def test_signs_where_nothing_is_reported() -> None:
    page = opened(report_bytes(consolidated([]), today=TODAY))["Überblick"]
    assert rows(page)["Hessen"][1:7] == ("0 von 17 Orten", *["…"] * 5)
    assert rows(page)["Leistungsberechtigte Personen"][2:5] == ("…",) * 3
    assert "Vorjahr: nicht angegeben (--previous)." in [cell.value for cell in page["I"]]


def hanau() -> Any:
    return register([ort("0001", "11000001", "06415")])


def test_an_ort_whose_kreis_is_none_in_the_year_has_a_row_of_its_own() -> None:
    of = consolidated([Sent("dokumentation_2025_0001.xlsx", "0001")], hanau)
    found = rows(opened(report_bytes(of, today=TODAY))["Überblick"])
    assert found["Kreis unbekannt"][1:7] == ("1 von 1 Ort", *found["Hessen"][2:7])
    assert "Kreis unbekannt" not in rows(sheet())
