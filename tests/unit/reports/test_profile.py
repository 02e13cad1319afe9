"""„Regionsprofil“: its figures are those of the tidy table, the choice leads to every Kreis, one Kreis alone tells of nobody else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from rv2xl.model.abbruch import Abbruch
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions as known_regions
from rv2xl.reports.regional.caveats import hint
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.profile.one_region import region_bytes, require_region
from rv2xl.reports.regional.profile.profile_sheet import NAME, write_profile
from rv2xl.reports.regional.profile.sections import width_of_band
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.replies import replies_of
from rv2xl.reports.workbook.report_book import ReportBook
from tests.differential.engines import Engine
from tests.unit.reports.folder import TODAY, YEAR, A, B, Sent, consolidated, usual
from tests.unit.reports.test_subject_sheets import PEOPLE, accepted, areas
from tests.unit.reports.workbook import opened, table, texts

KREISE = [region.schluessel for region in known_regions(year_end(YEAR))]
NAMES = {region.schluessel: region.display_name for region in known_regions(year_end(YEAR))}
BODIES = ("lwv", "andere")
BY_BODY: dict[str, list[str]] = {
    "Aus eigener Region/ LK/ kreisfreie Stadt": ["personen.eigene_region"],
    "Aus hessischer Region": ["personen.hessen"],
    "Aus außerhessischer Region/ anderes Bundesland": ["personen.ausserhalb"],
    "Davon Anzahl Kombi-BiB": ["personen.kombi_bib"],
    "Personen insgesamt": ["personen.eigene_region", "personen.hessen", "personen.ausserhalb"],
    "18-30 Jahre (13 Jahrgänge)": ["alter.a18_30"],
    "31-40 Jahre (10 Jahrgänge)": ["alter.a31_40"],
    "41-50 Jahre (10 Jahrgänge)": ["alter.a41_50"],
    "51-55 Jahre (5 Jahrgänge)": ["alter.a51_55"],
    "56-60 Jahre (5 Jahrgänge)": ["alter.a56_60"],
    "61-65 Jahre (5 Jahrgänge)": ["alter.a61_65"],
    "66 und mehr Jahre (offen)": ["alter.a66"],
    "Bewilligte Leistungen": ["bewilligt"],
    "Erbrachte Leistungen": ["erbracht"],
}
TOGETHER = {
    "Vereinbarte Platzzahl": ["kopf.platzzahl"], "Fachkräfte zur Arbeits- und Berufsförderung (FAB)": ["personal.fab"],
    "Sozialer Dienst": ["personal.sozialer_dienst"], "Therapie, Technik, Begleitung": ["personal.therapeutisch"],
    "Anzahl Gruppen": ["ausgelagert.gruppen"], "Anzahl Betriebe": ["ausgelagert.betriebe"],
}  # fmt: skip
RATIOS = {
    "Belegung": (PEOPLE, ["kopf.platzzahl"]),
    "56 und älter": ([f"alter.{band}.{body}" for band in ("a56_60", "a61_65", "a66") for body in BODIES], PEOPLE),
    "Erbracht ÷ bewilligt": ([f"erbracht.{body}" for body in BODIES], [f"bewilligt.{body}" for body in BODIES]),
    "Personen je Fachkraft": (PEOPLE, ["personal.fab"]),
}

Grid = list[list[Any]]


@cache
def pages() -> dict[str, Grid]:
    """The page of values of each Kreis with Orte, by key: its rows, the first one with its name."""
    figures, replies = figures_of(usual()), replies_of(usual(), [])
    book = ReportBook("Profile", "", made=TODAY)
    hints = {row.key: hint(row, replies) for row in figures.rows}
    write_profile(RegionalBook(book, Internal(usual(), figures)), figures.orte, hints)
    found: dict[str, Grid] = {}
    rows: Grid = []
    for row in opened(book.finished())[NAME].iter_rows(values_only=True, max_col=10):
        key = str(row[1] or "")[:5]
        if key in KREISE:
            rows = found[key] = []
        rows.append(list(row))
    return found


def near(value: Any) -> Any:
    """A number but for the last digits of a float."""
    return pytest.approx(value, rel=1e-9) if isinstance(value, int | float) else value


def line(key: str, label: str) -> list[Any]:
    return next(row[1:] for row in pages()[key] if row[0] == label)


def test_there_is_a_page_for_each_kreis_with_orte() -> None:
    assert sorted(pages()) == sorted({
        "06411", "06412", "06413", "06435", "06437", "06438", "06531", "06535", "06611", "06633", "06634",
    })  # fmt: skip


@pytest.mark.parametrize("label", [*BY_BODY, *TOGETHER, *RATIOS])
def test_figures_are_those_of_the_tidy_table(label: str) -> None:
    frame, compared = accepted(usual()), 0
    for key in pages():
        row = line(key, label)
        for number, area in enumerate((key, key[:3], "06")):
            rows = areas()[area](frame)
            if rows.empty:
                assert row[number * 3 + 2 if label in BY_BODY else number] in {"…", None}
                continue

            def total(fields: list[str], rows: Any = rows) -> float:
                return float(rows[rows.feld.isin(fields)].zahl.sum())

            if label in BY_BODY:
                sums = [total([f"{field}.{body}" for field in BY_BODY[label]]) for body in BODIES]
                assert row[number * 3 : number * 3 + 3] == pytest.approx([*sums, sum(sums)]), (key, area)
            else:
                found = (
                    row[number * 3 + 2]
                    if label in {"Vereinbarte Platzzahl", "Belegung", "56 und älter", "Erbracht ÷ bewilligt"}
                    else row[number]
                )
                if label in TOGETHER:
                    assert found == pytest.approx(total(TOGETHER[label])), (key, area)
                elif total(RATIOS[label][1]):
                    assert found == pytest.approx(total(RATIOS[label][0]) / total(RATIOS[label][1])), (key, area)
                else:
                    assert found == "x"
            compared += 1
    assert compared > 20


def test_the_choice_leads_to_every_kreis() -> None:
    """In a spreadsheet the page of the chosen Kreis is that of values, cell by cell; a Kreis without Orte shows that it has none."""
    data = report_bytes(usual(), today=TODAY)
    compared = 0
    with Engine(data) as engine:
        for key in KREISE:
            engine.put(NAME, 1, 1, f"{key} {NAMES[key]}")
            shown = engine.values()[NAME]
            assert shown["B4"] == f"{key} {NAMES[key]}"
            if key not in pages():
                assert (shown["B5"], shown["D12"]) == ("kein Ort", 0)
                continue
            for at, row in enumerate(pages()[key], 4):
                for letter, value in zip("ABCDEFGHIJ", row, strict=True):
                    if f"{letter}{at}" in shown and value is not None:
                        assert shown[f"{letter}{at}"] == near(value), (key, letter, at)
                        compared += 1
    assert compared > 11 * 150


def test_the_first_choice_has_a_report_and_its_values_are_stored() -> None:
    page = opened(report_bytes(usual(), today=TODAY))[NAME]
    assert page["B2"].value == page["B4"].value == "06411 Stadt Darmstadt"
    for at, row in enumerate(pages()["06411"], 4):
        assert [cell.value for cell in page[at]][1:10] == [near(value) for value in row[1:10]]
    rule = next(iter(page.data_validations.dataValidation))
    choices = [row[0].value for row in page[rule.formula1.removeprefix("=")]]
    assert choices == [f"{key} {NAMES[key]}" for key in KREISE]


def test_answers_are_those_of_the_chosen_kreis_and_its_bezirk() -> None:
    """Two Orte in 06437 say „ja“, one in 06535 says „nein“."""
    no = {(A, "fragen.struktur_1"): "nein"}
    folder = consolidated(
        [Sent("dokumentation_2025_0001.xlsx", "0001"), Sent("dokumentation_2025_0006.xlsx", "0006", no)]
    )
    data = report_bytes(folder, today=TODAY)
    page = opened(data)[NAME]
    row = next(cell.row for cell in page["E"] if cell.value == "1. Leistung am gewählten Ort")
    with Engine(data) as engine:
        for key, expected in {"06437": [1, 1, 2 / 3], "06535": [0, 0, 2 / 3]}.items():
            engine.put(NAME, 1, 1, f"{key} {NAMES[key]}")
            shown = engine.values()[NAME]
            assert [shown[f"{letter}{row}"] for letter in "HIJ"] == pytest.approx(expected)


def test_whoever_empties_the_choice_sees_the_first_kreis() -> None:
    with Engine(report_bytes(usual(), today=TODAY)) as engine:
        engine.put(NAME, 1, 1, None)
        assert engine.values()[NAME]["B4"] == "06411 Stadt Darmstadt"


def test_the_orte_and_gaps_of_a_kreis() -> None:
    rows = pages()["06437"]
    begin = next(number for number, row in enumerate(rows) if row[0] == "Leistungserbringer")
    assert [[row[0], row[1], row[4], row[7]] for row in rows[begin + 1 : begin + 4]] == [
        ["Träger 0001 gGmbH", "Werkstatt 11000001", "§ 58", 101],
        ["Träger 0001 gGmbH", "Werkstatt 11000001", "§ 60", 101],
        ["Träger 0013 gGmbH", "Werkstatt 11000015", "§ 58", 115],
    ]
    assert sum(row[5] for row in rows[begin + 1 : begin + 4]) == line("06437", "Personen insgesamt")[2]
    assert rows[1][1] == "3 von 4 Orten (p)"
    assert "Es fehlt 1 Ort: Werkstatt 11000006 § 58 (Träger 0004 gGmbH: zurückgewiesen)." in {
        cell for row in rows for cell in row
    }


@pytest.mark.parametrize(
    ("label", "width"),
    [("18-30 Jahre", "13 Jahrgänge"), ("51-55 Jahre", "5 Jahrgänge"), ("66 und mehr Jahre", "offen")],
)
def test_the_width_of_a_band_is_that_of_its_label(label: str, width: str) -> None:
    assert width_of_band(label) == width


@cache
def alone(key: str) -> bytes:
    return region_bytes(Internal(usual(), figures_of(usual())), key, today=TODAY)


@pytest.mark.parametrize("key", ["06437", "06411", "06435", "06413"])
def test_one_kreis_alone_names_nobody_of_another(key: str) -> None:
    with ZipFile(BytesIO(alone(key))) as package:
        content = "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    here = [row for row in usual().register.orte if row["kreis"] == key]
    own = {str(row["traeger"]) for row in here}
    foreign = {str(row["name"]) for row in usual().register.orte if row["kreis"] != key} - {
        str(row["name"]) for row in here
    }
    foreign |= {usual().register.name_of(number) for number in usual().register.traeger if number not in own}
    assert len(foreign) > 20
    assert [name for name in foreign if name in content] == []
    assert not [text for text in ("<f>", "06432", "06636") if text in content]
    reported = [row for row in here if str(row["name"]) in content]
    assert reported


def test_one_kreis_alone_has_the_figures_of_the_whole_report() -> None:
    whole, one = opened(report_bytes(usual(), today=TODAY)), opened(alone("06437"))
    assert one.sheetnames == [
        "Titel", NAME, "Alter", "Personal", "Leistungen", "Strukturfragen", "Orte", "Befunde",
    ]  # fmt: skip
    for sheet in ("Alter", "Personal", "Leistungen", "Strukturfragen"):
        rows = [row for row in table(whole, sheet) if row["Schlüssel"] in {"06", "064", "06437"}]
        assert [list(row.values()) for row in table(one, sheet)] == [
            [near(value) for value in row.values()] for row in rows
        ]
    assert [row["Ort"] for row in table(one, "Orte")] == [
        "Werkstatt 11000001",
        "Werkstatt 11000001",
        "Werkstatt 11000015",
    ]
    assert {row["LE-Nr."] for row in table(one, "Befunde")} <= {"0001", "0004", "0013"}
    assert "06437 Odenwaldkreis" in texts(one, NAME)


def test_a_kreis_alone_leaves_out_what_names_a_sheet_of_another() -> None:
    """Of a Leistungserbringer with Orte in two Kreise: the answer „wie Blatt …“, and findings on, or with the name of, the other."""
    late = {(sheet, "erbracht.lwv"): Decimal("99999.99") for sheet in (A, B)}
    folder = consolidated([Sent("dokumentation_2025_0002.xlsx", "0002", late | {(B, "fragen.wie"): "58 Ort 11000002"})])
    findings = folder.files[0].findings
    assert {found.sheet for found in findings} == {"58 Ort 11000002", "58 Ort 11000003"}
    about = next(found for found in findings if found.sheet == "58 Ort 11000003")
    findings.append(replace(about, message="Wie auf dem Blatt „58 Ort 11000002“."))
    data = region_bytes(Internal(folder, figures_of(folder)), "06413", today=TODAY)
    assert [(row["Blatt"], row["Meldung"]) for row in table(opened(data), "Befunde")] == [(about.sheet, about.message)]
    with ZipFile(BytesIO(data)) as package:
        assert not [name for name in package.namelist() if b"11000002" in package.read(name)]


def test_a_kreis_without_orte_has_a_page_too() -> None:
    book = opened(region_bytes(Internal(consolidated([]), figures_of(consolidated([]))), "06636", today=TODAY))
    assert book[NAME]["B3"].value == "kein Ort"


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("06415", "06415 Stadt Hanau gibt es erst ab 2026, nicht 2025."),
        ("6437", "Den Kreis „6437“ gibt es 2025 nicht; bitte den fünfstelligen Schlüssel angeben (06437 Odenwaldkreis)."),
        ("064", "Den Kreis „064“ gibt es 2025 nicht; bitte den fünfstelligen Schlüssel angeben "
                "(alle stehen auf dem Blatt „Regionen“ des Regionalberichts)."),
    ],
)  # fmt: skip
def test_a_key_that_the_year_does_not_know(key: str, sentence: str) -> None:
    with pytest.raises(Abbruch) as caught:
        require_region(YEAR, key)
    assert str(caught.value) == sentence
