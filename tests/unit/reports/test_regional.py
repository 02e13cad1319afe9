"""The regional report: its figures are those of the table, its formulas agree with what is stored, its texts stay texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pandas
import pytest

from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions as known_regions
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.ort_columns import measures, ort_columns
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable
from rv2xl.returns.consolidate import WITHOUT
from tests.cells import Tab
from tests.differential.engines import Engine, formulon_values, spoiled, stored_values
from tests.differential.workbooks import alike
from tests.unit.reports.folder import (
    FORM,
    INJECTED,
    TODAY,
    USUAL,
    YEAR,
    Sent,
    consolidated,
    ort,
    register,
    tidy_csv,
    usual,
)
from tests.unit.reports.workbook import opened, regions, table, texts


@cache
def report() -> bytes:
    return report_bytes(usual(), today=TODAY)


@cache
def tidy() -> Any:
    return pandas.read_csv(BytesIO(tidy_csv(usual())), sep=";", encoding="utf-8-sig", dtype=str)


def columns() -> dict[str, int]:
    """The column of each sum on „Regionen“."""
    return RegionTable((FORM,), (), (), lambda measure: "").column_of


def test_regions_are_the_sums_of_the_tidy_table() -> None:
    frame = tidy()
    counted = frame[(frame.status == "angenommen") & frame.kreis.notna()]
    numbers = pandas.to_numeric(counted.wert.str.replace(",", "."), errors="coerce")
    sums = counted.assign(wert=numbers).groupby(["kreis", "feld"]).wert.sum()
    shown = regions(opened(report()))
    compared = 0
    for region in known_regions(year_end(YEAR)):
        for measure in measures(FORM):
            expected, row = (
                sum(sums.get((region.schluessel, part), 0) for part in measure.parts),
                shown[region.schluessel],
            )
            found = row[columns()[measure.id]]
            if row["Orte gemeldet"] == 0 < row["Orte erwartet"]:
                assert (found, expected) == ("…", 0)
                continue
            assert found == pytest.approx(expected), (region, measure.id)
            compared += bool(expected)
    assert compared > 200


def test_the_states_sum_is_the_sum_of_orte() -> None:
    book = opened(report())
    hessen, rows = regions(book)["Hessen"], table(book, "Orte")
    for measure in measures(FORM):
        heads = [head for head in rows[0] for part in measure.parts if head == heading(part)]
        assert len(heads) == len(measure.parts)
        assert hessen[columns()[measure.id]] == pytest.approx(sum(row[head] or 0 for row in rows for head in heads))
    assert hessen["Orte gemeldet"] == len(rows) == 12


def heading(field: str) -> str:
    """The heading of a field in „Orte“."""
    return next(column.heading for column in ort_columns(FORM) if column.id == field)


def differing(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    for sheet, cells in one.items():
        for address, value in cells.items():
            if not alike(value, other[sheet][address]):
                yield sheet, address, value, other[sheet][address]


def test_every_formula_gives_what_is_stored_beside_it() -> None:
    stored = stored_values(report())
    assert sum(map(len, stored.values())) > 1300
    assert not list(differing(stored, formulon_values(spoiled(report()))))


def test_a_key_is_compared_as_a_text() -> None:
    """A criterion "06437" would take all of these for the Odenwaldkreis."""
    book = opened(report())
    place = next(cell for row in book["Orte"].iter_rows() for cell in row if cell.value == "06437")
    row = next(cell.row for line in book["Regionen"].iter_rows() for cell in line if cell.value == "06437")
    with Engine(report()) as engine:
        before = engine.stored()["Regionen"][f"F{row}"]
        for other in ("6437", "006437", "64370", 6437):
            engine.put("Orte", place.row - 1, place.column - 1, other)
            values = engine.values()
            assert values["Regionen"][f"F{row}"] == before - 1, other  # type: ignore[operator]
            assert "weichen vom Blatt" in str([text for text in values["Überblick"].values() if isinstance(text, str)])


def test_equal_bytes_whatever_the_order_of_the_files() -> None:
    folder = USUAL[:9]
    assert report_bytes(consolidated(folder), today=TODAY) == report_bytes(consolidated(reversed(folder)), today=TODAY)


def test_equal_bytes_wherever_the_folder_lies() -> None:
    def moved(where: str) -> bytes:
        return report_bytes(
            consolidated([Sent(f"{where}/{sent.name}", sent.sender, sent.changes) for sent in USUAL[4:8]]), today=TODAY
        )

    assert moved("/home/a") == moved("/srv/b/c")


def test_texts_of_returns_stay_texts() -> None:
    book = opened(report_bytes(usual(), personal=True, today=TODAY), stored=False)
    line = next(row for row in table(book, "Orte") if row["LE-Nr."] == "0011")
    trimmed = {text.strip() for text in INJECTED}
    assert trimmed <= set(line.values())
    page = book["Orte"]
    assert all(cell.data_type == "s" for row in page.iter_rows() for cell in row if cell.value in trimmed)
    assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_orte_names_nobody_unless_asked_to() -> None:
    usually, whole = (
        [str(cell.value) for cell in opened(report_bytes(usual(), personal=personal, today=TODAY))["Orte"][3]]
        for personal in (False, True)
    )
    about = [head for head in whole if head not in usually]
    assert [head.partition(" [")[0] for head in about] == [
        "Kontakt: Name",
        "Kontakt: Telefonnummer",
        "Kontakt: Mailadresse",
    ]
    assert [head for head in whole if head not in about] == usually


def test_no_links_macros_hidden_sheets_or_new_functions() -> None:
    with ZipFile(BytesIO(report())) as package:
        names = package.namelist()
        formulas = " ".join(
            text
            for name in names
            if "worksheets/sheet" in name
            for text in re.findall(r"<f>(.*?)</f>", package.read(name).decode())
        )
        relations = "".join(package.read(name).decode() for name in names if name.endswith(".rels"))
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]
    assert 'TargetMode="External"' not in relations
    known = {
        "SUM", "SUMIFS", "COUNTIFS", "COUNTIF", "IF", "AND", "MAX", "ROUND", "INDEX", "MATCH", "ISNUMBER", "LEFT", "IFERROR",
    }  # fmt: skip
    assert set(re.findall(r"[A-Z][A-Z.]+(?=\()", formulas)) <= known
    book = opened(report())
    assert book.sheetnames == [
        "Titel", "Überblick", "Karte", "Regionsprofil", "Regionen", "Alter", "Personal", "Leistungen", "Strukturfragen", "Orte",
        "Rücklauf", "Befunde", "Daten", "Hinweise",
    ]  # fmt: skip
    assert all(page.sheet_state == "visible" for page in book)
    assert book.properties.title == "Regionalbericht 2025 – Jährliche Dokumentation der Leistungserbringung"


def test_tables_have_unique_headings_that_stand_in_their_cells() -> None:
    for page in opened(report()):
        for entry in page.tables.values():
            heads = [column.name for column in entry.tableColumns]
            assert heads == [cell.value for cell in page[entry.ref][0]]
            assert len({head.casefold() for head in heads}) == len(heads)
            assert max(map(len, heads)) <= 255
            if page.title == "Karte":  # a filter would hide rows of the map beside the table
                assert entry.autoFilter is None
            else:
                assert entry.autoFilter.ref == entry.ref


def test_headings_carry_the_source_cell() -> None:
    heads = table(opened(report()), "Orte")[0]
    assert (
        f"Altersstruktur: 18-30 Jahre – LWV Hessen [{Tab('dokumentation', '58 Erbach').cell('alter.a18_30.lwv')}]"
        in heads
    )
    assert "Bewilligte Leistungen – andere Leistungsträger (h) [C26]" in heads
    assert table(opened(report()), "Orte")[0]["Datei"] == "Ruecklauf/dokumentation_2025_0001.xlsx"


def test_every_sheet_is_set_up_for_a4_and_frozen() -> None:
    for page in opened(report()):
        upright = page.title in {
            "Regionen",
            "Regionsprofil",
            "Alter",
            "Personal",
            "Leistungen",
            "Strukturfragen",
        }  # all regions below each other on one page
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait" if upright else "landscape")
        assert page.print_title_rows
        assert page.oddFooter is not None
        assert "&P" in (page.oddFooter.right.text or "")
        assert page.freeze_panes or page.title in {"Titel", "Überblick", "Hinweise"}


def test_the_chart_has_an_alt_text_and_stored_values() -> None:
    with ZipFile(BytesIO(report())) as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
        chart = package.read("xl/charts/chart1.xml").decode()
    assert 'descr="Säulendiagramm: Leistungsberechtigte Personen nach Alter am 31.12.2025' in drawing
    assert chart.count("<c:numCache>") == 2
    assert "18-30 Jahre" in chart


def test_a_leistungserbringer_counts_once_in_each_area() -> None:
    shown = regions(opened(report()))
    count = "Leistungs-\nerbringer"
    assert shown["06413"][count] == 2
    assert shown["06437"][count] == 2
    assert shown["Regierungsbezirk Darmstadt"][count] == 5
    assert shown["Regierungsbezirk Kassel"][count] == 2
    assert shown["Hessen"][count] == 7


def test_missing_orte_are_named_in_their_region() -> None:
    shown = regions(opened(report()))
    assert shown["06531"]["Hinweis"] == "Es fehlt 1 Ort: Werkstatt 11000007 § 58 (Träger 0005 gGmbH: fehlt)."
    assert shown["06531"]["Meldestand"] == "nichts gemeldet"
    assert shown["06437"]["Hinweis"] == "Es fehlt 1 Ort: Werkstatt 11000006 § 58 (Träger 0004 gGmbH: zurückgewiesen)."
    assert shown["06437"]["Meldestand"] == "unvollständig"
    assert shown["06433"]["Hinweis"] == "Kein Ort in den Stammdaten."
    assert shown["06535"]["Meldestand"] == "vollständig"


def test_of_several_files_the_one_that_counts_is_named() -> None:
    files = {line["LE-Nr."]: line["Dateien"] for line in table(opened(report()), "Rücklauf")}
    assert {number: files[number].split("\n") for number in ("0001", "0006", "0007", "0008")} == {
        "0001": ["Ruecklauf/dokumentation_2025_0001.xlsx (angenommen)"],
        "0006": [
            "Ruecklauf/dokumentation_2025_0006.xlsx (angenommen, gezählt)",
            "Ruecklauf/dokumentation_2025_0006_Kopie.xlsx (doppelt)",
        ],
        "0007": [
            "Ruecklauf/dokumentation_2025_0007.xlsx (doppelt)",
            "Ruecklauf/dokumentation_2025_0007_neu.xlsx (doppelt)",
        ],
        "0008": [
            "Ruecklauf/dokumentation_2025_0008.xlsx (ersetzt)",
            "Ruecklauf/dokumentation_2025_0008_K1.xlsx (angenommen, gezählt, Korrektur Nr. 1)",
        ],
    }


def test_there_are_26_regions_and_27_from_2026() -> None:
    book = opened(report())
    assert sum(key.startswith("06") for key in regions(book)) == 26
    assert "06435 Main-Kinzig-Kreis: Bis 31.12.2025 einschließlich Hanau; Zeitreihe bricht am 01.01.2026." in sentences(
        book
    )
    assert "Bis 31.12.2025 einschließlich Hanau" in regions(book)["06435"]["Hinweis"]
    later = opened(report_bytes(consolidated([], hanau, year=2026), today=TODAY))
    shown = regions(later)
    assert sum(key.startswith("06") for key in shown) == 27
    assert shown["06415"]["Orte erwartet"] == 1
    assert "Kreisfrei seit 01.01.2026" in shown["06415"]["Hinweis"]
    assert "ohne Hanau" in shown["06435"]["Hinweis"]


@cache
def hanau() -> Any:
    return register([ort("0001", "11000001", "06415")])


def test_an_ort_whose_kreis_is_none_in_the_year_is_not_lost() -> None:
    result = consolidated([Sent("dokumentation_2025_0001.xlsx", "0001")], hanau)
    shown = regions(opened(report_bytes(result, today=TODAY)))
    assert shown[WITHOUT]["Orte gemeldet"] == shown["Hessen"]["Orte gemeldet"] == 1
    assert shown[WITHOUT][columns()["personen.gesamt"]] == shown["Hessen"][columns()["personen.gesamt"]] > 0
    data = report_bytes(result, today=TODAY)
    assert not list(differing(stored_values(data), formulon_values(spoiled(data))))


def test_a_report_without_any_accepted_return() -> None:
    data = report_bytes(consolidated([]), today=TODAY)
    book = opened(data)
    assert regions(book)["Hessen"]["Orte gemeldet"] == 0
    assert regions(book)["Hessen"]["Orte erwartet"] == 17
    assert table(book, "Orte")[0]["Ort"] == "Noch kein Rücklauf angenommen."
    assert table(book, "Befunde")[0]["Meldung"] == "Keine Befunde."
    assert not list(differing(stored_values(data), formulon_values(spoiled(data))))


def test_nobody_expected_at_all() -> None:
    data = report_bytes(consolidated([], nobody), today=TODAY)
    assert not list(differing(stored_values(data), formulon_values(spoiled(data))))


@cache
def nobody() -> Any:
    return register([])


def sentences(book: Any) -> list[str]:
    return [text.removeprefix("•  ") for text in texts(book, "Hinweise") if text.startswith("•  ")]


def test_notes_say_what_is_not_contained() -> None:
    said = sentences(opened(report()))
    assert "Ohne Rücklauf und deshalb nicht enthalten: Träger 0005 gGmbH (0005)." in said
    assert "Unlesbar und deshalb nicht enthalten: Träger 0009 gGmbH (0009)." in said
    for code in ("A2-BIB", "A2-DOPPELT", "A2-GRUPPEN"):
        assert any(code in text for text in said)
    assert not any("A2-2023" in text or "Teiljahr" in text for text in said)


def test_2023_is_marked_as_a_part_of_a_year() -> None:
    book = opened(report_bytes(consolidated([], year=2023), today=TODAY))
    assert any("ab dem 01.07.2023" in text and "A2-2023" in text for text in sentences(book))
    heads = texts(book, "Regionen")
    assert "Bewilligte Leistungen (h) – Teiljahr ab 01.07.2023" in heads
    assert "Altersstruktur" in heads


def test_auszubildende_count_once_for_each_leistungserbringer() -> None:
    counted = usual().counted
    expected = sum(int(str(entry.returned.value("leistungserbringer", "ausbildung.anzahl"))) for entry in counted)
    page = opened(report())["Überblick"]
    shown = next(row[4] for row in page.iter_rows(values_only=True) if row[0] == "Auszubildende/ Studierende")
    assert shown == expected > 0
    assert not any("Auszubildende" in text for text in texts(opened(report()), "Regionen"))


def test_fehlanzeige_counts_as_a_report() -> None:
    line = next(row for row in table(opened(report()), "Orte") if row["ZAD-Nummer [A8]"] == "11000005")
    assert line[heading("zusatz.fehlanzeige")] == "ja"
    assert line[heading("personen.hessen.lwv")] is None
    page = opened(report())["Überblick"]
    assert next(row[4] for row in page.iter_rows(values_only=True) if row[0] == "davon Fehlanzeige") == 1


def test_figures_are_exact() -> None:
    """Sums are made of decimals; the floats come last."""
    state = figures_of(usual()).state
    assert str(state.values["erbracht.lwv"]) == "108576.89"
