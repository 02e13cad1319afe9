"""The summary of returned calculations: its rows are the returns, its sums and marks are formulas that agree with pandas."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pandas
import pytest
from openpyxl.utils import range_boundaries

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.calculations.spread import spread_of
from rv2xl.reports.calculations.summary_book import summary_bytes
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.decisions import Decision
from tests.differential.engines import formulon_values, spoiled, stored_values
from tests.differential.workbooks import alike
from tests.forms.standard import YEAR, standard
from tests.unit.reports.folder import TODAY, usual_register
from tests.unit.reports.workbook import opened, table

Changes = Mapping[tuple[str, str], Value]


@cache
def summary(form: str, sent: tuple[tuple[str, str, tuple[tuple[tuple[str, str], Value], ...]], ...]) -> bytes:
    """The summary of a folder: (file, sender, changes to the standard filling)."""
    register, book = usual_register(), standard(form)
    definition = book.layout.issue.form
    entries = []
    for name, sender, changes in sent:
        entered = {key: dict(values) for key, values in book.filling.items()}
        for (key, field), value in changes:
            entered.setdefault(key, {})[field] = value
        data = workbook_bytes(lay_out(issue_for(definition, register, YEAR, sender)), entered)
        entries.append(check_file(partial(bytes, data), name, register, YEAR))
    compare_returns(entries, [_decision(entry) for entry in entries if entry.file.startswith("freigegeben")])
    return summary_bytes(consolidate(definition, YEAR, register, entries), today=TODAY)


def _decision(entry: Checked) -> Decision:
    codes = frozenset(found.code for found in entry.findings if found.severity is Severity.FEHLER)
    return Decision(entry.file, entry.checksum or "", codes, "Vermerk vom 3. Mai")


def lines(data: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading, those below the table too."""
    rows = [[cell.value for cell in row] for row in opened(data)[sheet].iter_rows()]
    heads = [str(text) for text in rows[3]]
    return [dict(zip(heads, row, strict=True)) for row in rows[4:]]


def neubau(name: str, sender: str, plaetze: int = 120, **changes: Value) -> Any:
    fields = {"belegung.plaetze": plaetze} | {field.replace("__", "."): value for field, value in changes.items()}
    return name, sender, tuple((("berechnung", field), value) for field, value in fields.items())


NEUBAU = (
    neubau("a.xlsx", "0001"),
    neubau("b.xlsx", "0001", 60, kopf__massnahme="Neubau Süd"),
    neubau("c.xlsx", "0002", 200),
    neubau("d.xlsx", "0003", kopf__ort=None),
    neubau("e.xlsx", "0004", belegung__plaetze=None),
)


def test_a_row_for_each_accepted_return_and_the_sum_of_the_years() -> None:
    shown = lines(summary("neubau", NEUBAU), "Bögen")
    rows = [row for row in shown if row["Datei"]]
    jahr, platz, massnahme = (
        f"{label} [Berechnung {standard('neubau').cell('Berechnung', field)}]"
        for label, field in (
            ("Investitionskosten im Jahr (EUR)", "ergebnis.jahr"),
            ("Je Platz im Jahr (EUR)", "ergebnis.jahr_je_platz"),
            ("Maßnahme", "kopf.massnahme"),
        )
    )
    assert [(row["LE-Nr."], row["Datei"], row[massnahme]) for row in rows] == [
        ("0001", "a.xlsx", "Neubau Werkstatt Nord"),
        ("0001", "b.xlsx", "Neubau Süd"),
        ("0002", "c.xlsx", "Neubau Werkstatt Nord"),
    ]
    assert rows[0]["Leistungserbringer"] == "Träger 0001 gGmbH"
    # 252,301.6305 a year; ÷ (120, 60, 200 × 95 %) = 2,213.172…, 4,426.344…, 1,327.903….
    assert [(row[jahr], row[platz]) for row in rows] == [
        (252301.63, 2213.17),
        (252301.63, 4426.34),
        (252301.63, 1327.90),
    ]
    (total,) = [row for row in shown if row["LE-Nr."] == "Summe"]
    assert (total[jahr], total[platz]) == (pytest.approx(756904.89), None)


def test_who_was_accepted_in_spite_of_what() -> None:
    """Further costs without a reason; once with a decision, once without."""
    sent = (
        neubau("a.xlsx", "0001", bau__weitere=Decimal(1000)), neubau("b.xlsx", "0002"),
        neubau("freigegeben.xlsx", "0003", bau__weitere=Decimal(1000)),
    )  # fmt: skip
    data = summary("neubau", sent)
    assert [row["Datei"] for row in lines(data, "Bögen") if row["Datei"]] == ["b.xlsx", "freigegeben.xlsx"]
    assert {row["Datei"]: row["Freigabe"] for row in lines(data, "Dateien")} == {
        "a.xlsx": None, "b.xlsx": None, "freigegeben.xlsx": "Trotz A4-BEGRUENDUNG angenommen: Vermerk vom 3. Mai",
    }  # fmt: skip
    assert "Freigabe" not in lines(summary("neubau", sent[:2]), "Dateien")[0]


def test_each_part_of_the_costs_is_added_up_for_itself() -> None:
    """Of the standard filling, once with 12,000.00 for Wasser at BiB too (kostenzuordnung/kreuze.toml); never one Angebot to another."""
    number = ("berechnung", "kopf.nummer")
    sent = (
        ("a.xlsx", "0001", ((number, "0001"),)),
        ("b.xlsx", "0003", ((number, "0003"), (("berechnung", "g07.wasser.bib"), "ja"))),
    )
    (total,) = [
        row for row in lines(summary("kostenzuordnung", sent), "Bögen") if str(row["LE-Nr."]).startswith("Summe")
    ]
    assert total["LE-Nr."] == "Summe p (2 von 12 Leistungserbringern)"
    sums = {heading.partition(" (EUR)")[0]: value for heading, value in total.items() if "(EUR)" in heading}
    assert sums == pytest.approx({
        "Maßnahmebetrag": 2600001.00, "Basisbetrag": 438000.00, "Basisbetrag Arbeitsbereich": 438000.00, "Basisbetrag BiB": 334400.30,
        "Basisbetrag Kombi-BiB": 438000.00, "Erträge, im Basisbetrag abgezogen": 18401.10, "Eingetragen, mit 0,00 anerkannt": 0.00,
    })  # fmt: skip


def test_what_is_not_accepted_stands_among_the_findings() -> None:
    found = table(opened(summary("neubau", NEUBAU)), "Befunde")
    listed = {(row["Datei"], row["Code"]) for row in found}
    assert {("d.xlsx", "PFLICHT"), ("e.xlsx", "PFLICHT")} <= listed


def test_every_file_of_the_folder_is_listed() -> None:
    listed = lines(summary("neubau", NEUBAU), "Dateien")
    assert [(row["Datei"], row["LE-Nr."], row["Status"], row["FEHLER"]) for row in listed] == [
        ("a.xlsx", "0001", "angenommen", 0), ("b.xlsx", "0001", "angenommen", 0), ("c.xlsx", "0002", "angenommen", 0),
        ("d.xlsx", "0003", "zurückgewiesen", 1), ("e.xlsx", "0004", "zurückgewiesen", 1),
    ]  # fmt: skip


def test_a_folder_without_returns_says_so() -> None:
    data = summary("neubau", ())
    assert lines(data, "Bögen")[0]["Leistungserbringer"] == "Noch kein Bogen angenommen."


def fahrtkosten(sender: str, kosten: int | None, **changes: Value) -> Any:
    fields = {field.replace("__", "."): value for field, value in changes.items()}
    bisher = {"bisher.budget": fields.pop("bisher.budget", None)}
    return f"{sender}.xlsx", sender, (
        (("kalkulation", "kosten.fahrdienst_extern"), kosten),
        (("berechnung", "kopf.nummer"), sender),
        *((("einzelverhandlung", field), value) for field, value in bisher.items()),
        *((("entfernung", field), value) for field, value in fields.items()),
    )  # fmt: skip


# The standard: 50 km, 30 of them LWV; costs beside the Fahrdienst 1,626. (20,000 + 1,626) ÷ 50 = 432.52.
# 20,624 + 1,626 = 22,250 ÷ 50 = 445.00; 18,374 + 1,626 = 20,000 ÷ 50 = 400.00; 98,374 + 1,626 = 100,000 ÷ 50 = 2,000.00;
# 0004 has 5 km more for the LWV: 20,374 + 1,626 = 22,000 ÷ 55 = 400.00.
FAHRTKOSTEN = (
    fahrtkosten("0001", 20_000, bisher__budget=Decimal("13000.00")),
    fahrtkosten("0002", 20_624),
    fahrtkosten("0003", 18_374),
    fahrtkosten("0004", 20_374, teilnehmende__1__strecke=Decimal("15.9")),
    fahrtkosten("0005", 98_374),
    fahrtkosten("0006", 20_000, teilnehmende__1__traeger=None),
)


def test_pauschale_budget_and_change_of_each_and_who_is_unusual() -> None:
    shown = lines(summary("fahrtkosten", FAHRTKOSTEN), "Bögen")
    rows = {row["LE-Nr."]: row for row in shown if row["Datei"]}
    head = {key.partition(" [")[0]: key for key in rows["0001"]}
    pauschale = head["Entfernungskilometerpauschale (EUR je km und Jahr)"]
    assert {number: row[pauschale] for number, row in rows.items()} == {
        "0001": 432.52, "0002": 445.0, "0003": 400.0, "0004": 400.0, "0005": 2000.0,
    }  # fmt: skip
    assert {key.partition(" [")[2] for key in rows["0001"] if "– Neues Budget" in key} == {"Fortschreibung D23]"}
    assert {key.partition(" [")[2] for key in rows["0001"] if "– Vergleichsbudget" in key} == {"Einzelverhandlung D13]"}
    # Quarters of 400, 400, 432.52, 445, 2000: 400, 432.52, 445; 1.5 × 45 = 67.5: usual is 332.50 to 512.50.
    unusual = "auffällig?"
    assert {number: row[unusual] for number, row in rows.items() if row[unusual]} == {"0005": "! auffällig"}
    below = {row["LE-Nr."]: row for row in shown if not row["Datei"] and row["LE-Nr."]}
    assert [below[name][pauschale] for name in ("unteres Viertel", "Median", "oberes Viertel", "auffällig unter", "auffällig über")] == [
        400.0, 432.52, 445.0, 332.5, 512.5,
    ]  # fmt: skip
    # 0001: 432.52 × 30 km = 12,975.60, and of the Koordination of 1,000 the LWV's 30 of 50 km: 600. 13,575.60 ÷ 13,000 − 1 = 4.4277 %.
    change = next(key for key in head if key.startswith("Veränderung: "))
    assert rows["0001"][head["Fahrtkostenbudget LWV Hessen (EUR)"]] == 13575.60
    assert rows["0001"][change] == pytest.approx(0.0442769, abs=1e-7)
    assert not rows["0002"][change]
    km, budget = head["Gesamtentfernungskilometer (km)"], head["Fahrtkostenbudget LWV Hessen (EUR)"]
    # 0006 is not accepted, and six more have sent nothing. Of 0005: 50 km, 2,000 × 30 and 600 of the Koordination.
    whole, count, usual = (
        "Summe p (5 von 12 Leistungserbringern)",
        "enthält auffällige Bögen (Anzahl)",
        "Summe ohne auffällige Bögen",
    )
    assert [below[name][km] for name in (whole, count, usual)] == [4 * 50 + 55, 1, 3 * 50 + 55]
    assert below[whole][budget] - below[usual][budget] == pytest.approx(2000 * 30 + 600)
    assert (below[count][budget], below[count][pauschale], below[usual][pauschale]) == (1, None, None)
    bisher = head["Bisherige Vereinbarung – Budget (EUR)"]
    assert rows["0001"][bisher] == 13_000
    assert below[whole][bisher] is None, "not all have one: the sum beside that of the Budgets would mislead"
    assert change.startswith("Veränderung: „Fahrtkostenbudget LWV Hessen“ gegenüber „Bisherige Vereinbarung – Budget“")


def test_title_and_notes_of_a_wide_summary_are_printed_once_and_whole() -> None:
    page = opened(summary("fahrtkosten", FAHRTKOSTEN))["Bögen"]
    areas = [area.rpartition("!")[2].replace("$", "") for area in page.print_area.split(",")]
    columns, first_rows, last_rows = zip(*map(_parts, areas), strict=True)
    assert len(areas) > 1
    assert [column for part in columns for column in part] == list(range(1, page.max_column + 1))
    assert set(first_rows[1:]) == {4}, "the row of the heads"
    assert (first_rows[0], set(last_rows)) == (1, {page.max_row})
    above = [merged for merged in page.merged_cells.ranges if merged.max_row < 4]
    assert len(above) == 3
    assert all(merged.max_col in columns[0] for merged in above)
    assert (page.print_title_cols, page.print_title_rows) == ("$A:$B", "$4:$4")


@pytest.mark.parametrize("year", [2025, 2026])
def test_all_kreise_stand_on_one_page(year: int) -> None:
    """An A4 page in landscape holds 522 points, at 89 percent 586; from 2026 there is one Kreis more."""
    made = consolidate(forms.newest("fahrtkosten"), year, usual_register(), [])
    page = opened(summary_bytes(made, today=TODAY))["Kreise"]
    assert page.max_row == 4 + (27 if year >= 2026 else 26) + 2
    assert sum(page.row_dimensions[row].height for row in range(1, page.max_row + 1)) <= 586
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight is None, "one, if nothing is said"


def _parts(area: str) -> tuple[range, int, int]:
    """Columns, first row and last row of an area."""
    first_column, first_row, last_column, last_row = range_boundaries(area)
    return range(first_column, last_column + 1), first_row, last_row


def test_kilometres_come_to_the_kreis_of_their_ort() -> None:
    data = summary("fahrtkosten", FAHRTKOSTEN)
    found = lines(data, "Kreise")
    kreise = {row["Kreisschlüssel"]: (row["Personen"], row["volle km"]) for row in found}
    # Each Bogen has two people with 30 km at 11000001, an Ort of 0001 in the Odenwaldkreis, and two with 20 km at 11000002, of 0002 in
    # Frankfurt; of anybody else these are no Orte. 0004: 15 + 20 = 35 km.
    assert kreise["06437"] == (2, 30)
    assert kreise["06412"] == (2, 20)
    assert kreise["ohne Zuordnung"] == (20 - 4, 255 - 50)
    hessen = "Hessen p (5 von 12 Leistungserbringern)"
    assert kreise[hessen] == (20, 255)
    assert sum(number for key, (number, _) in kreise.items() if key != hessen and number != "…") == 20
    # 0005 is unusual: 30 km at 11000001 and 20 at 11000002, neither of them its own.
    without = {
        row["Kreisschlüssel"]: tuple(row[f"{name} ohne auffällige Bögen"] for name in ("Personen", "volle km"))
        for row in found
    }
    assert {row["Kreisschlüssel"]: row["Zeilen aus auffälligen Bögen"] for row in found if row["Zeilen aus auffälligen Bögen"]} == {
        "ohne Zuordnung": 2, hessen: 2,
    }  # fmt: skip
    assert without[hessen] == (16, 205)
    assert without["06437"] == (2, 30)
    # In the Odenwaldkreis 0001, 0004 and 0013, of whom the last is missing; in Kassel 0007, missing; in Fulda nobody.
    reported = {row["Kreisschlüssel"]: (row["LE mit Ort"], row["davon mit Bogen"], row["volle km"]) for row in found}
    shown = ("06437", "06611", "06631", "06435", "ohne Zuordnung", hessen)
    assert [reported[key] for key in shown] == [
        (3, 2, 30),
        (1, 0, "…"),
        (0, 0, 0),
        (1, 1, 0),
        (0, 0, 205),
        (12, 5, 255),
    ]
    orte = [row for row in lines(data, "Orte") if row["Datei"] == "0001.xlsx"]
    assert [(row["ZAD-Nummer"], row["Ort"], row["Kreisschlüssel"], row["volle km"]) for row in orte] == [
        ("11000001", "Werkstatt 11000001", "06437", 30),
        ("11000002", None, "ohne Zuordnung", 20),
    ]


@pytest.mark.parametrize(
    ("form", "sent"), [("neubau", NEUBAU), ("neubau", ()), ("fahrtkosten", FAHRTKOSTEN), ("fahrtkosten", ())]
)
def test_every_formula_gives_what_is_stored_beside_it(form: str, sent: Any) -> None:
    data = summary(form, sent)
    stored, calculated = stored_values(data), formulon_values(spoiled(data))
    assert [
        (sheet, cell, value, calculated[sheet][cell])
        for sheet, cells in stored.items()
        for cell, value in cells.items()
        if not alike(value, calculated[sheet][cell])
    ] == []


WITH_SUMMARY = [name for name in forms.NAMES if forms.newest(name).summary is not None]


@pytest.mark.parametrize("form", WITH_SUMMARY)
def test_every_summary_has_its_sums_to_the_last_decimal(form: str) -> None:
    """A result with more decimals than its type keeps could not be added up exactly, and would be refused."""
    data = summary(form, (("a.xlsx", "0007", ()),))
    assert opened(data).sheetnames[:2] == ["Titel", "Bögen"]
    assert len([row for row in lines(data, "Bögen") if str(row["Datei"]).endswith(".xlsx")]) == 1


def test_equal_bytes_whatever_the_order_of_the_files() -> None:
    assert summary("neubau", NEUBAU) == summary("neubau", NEUBAU[::-1])


@pytest.mark.parametrize(
    "values",
    [(1, 2, 3, 4), (1, 1, 1, 100), (5, 1, 4, 2, 3), (10, 20, 30, 40, 50, 60, 71), ("0.10", "0.20", "0.35", "0.36")],
)
def test_quarters_are_those_of_pandas(values: tuple[Any, ...]) -> None:
    spread = spread_of([Decimal(value) for value in values])
    assert spread is not None
    expected = pandas.Series([float(value) for value in values]).quantile([0.25, 0.5, 0.75]).tolist()
    assert [float(value) for value in (spread.lower, spread.median, spread.upper)] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "quarters", "bounds"),
    [
        # four values: places 0.75, 1.5, 2.25
        ("10 20 30 40", "17.5 25 32.5", "-5 55"),
        # five values: the second, third and fourth themselves
        ("5 1 4 2 3", "2 3 4", "-1 7"),
        # a cent apart: a quarter of it is kept, which no float would
        ("100000000000000.01 100000000000000.02 100000000000000.03 100000000000000.04",
         "100000000000000.0175 100000000000000.025 100000000000000.0325",
         "99999999999999.995 100000000000000.055"),
    ],
)  # fmt: skip
def test_quarters_and_bounds_are_exact(values: str, quarters: str, bounds: str) -> None:
    spread = spread_of([Decimal(value) for value in values.split()])
    assert spread is not None
    assert [spread.lower, spread.median, spread.upper] == [Decimal(value) for value in quarters.split()]
    assert list(spread.bounds) == [Decimal(value) for value in bounds.split()]


def test_three_values_are_too_few() -> None:
    assert spread_of([Decimal(1), Decimal(2), Decimal(300)]) is None
