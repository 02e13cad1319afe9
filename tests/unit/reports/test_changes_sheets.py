"""„Vorjahr“ and „Zeitreihe“: the year's own table as last year's changes nothing; one with fewer people changes by just that."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest

from rv2xl.reports.regional.earlier import Comparison
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.large_changes import changes_since, largest
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.earlier.earlier_year import EarlierYear, read_earlier_years
from tests.unit.reports.folder import FORM, TODAY, YEAR, tidy_csv, usual
from tests.unit.reports.workbook import opened, table, texts


def of_years(*years: int, fewer: int = 0) -> tuple[EarlierYear, ...]:
    """The tables of the folder as if they were of other years, with so many people fewer from Darmstadt's own region."""
    text = tidy_csv(usual()).decode("utf-8-sig")
    with TemporaryDirectory() as folder:
        paths = []
        for year in years:
            lines = text.replace(f"\r\n{YEAR};", f"\r\n{year};").split("\r\n")
            changed = [_fewer(line, fewer) for line in lines]
            paths.append(Path(folder) / f"Werte_{year}.csv")
            paths[-1].write_bytes("\r\n".join(changed).encode("utf-8-sig"))
        return read_earlier_years(paths, FORM, YEAR)


def _fewer(line: str, fewer: int) -> str:
    cells = line.split(";")
    if fewer and cells[4:5] == ["06411"] and cells[6] == "personen.eigene_region.lwv":
        cells[7] = str(int(cells[7]) - fewer)
    return ";".join(cells)


@cache
def book() -> Any:
    return opened(report_bytes(usual(), today=TODAY, earlier=of_years(2024, fewer=10)))


def test_a_kreis_changes_by_what_was_added() -> None:
    rows = {row["Schlüssel"]: row for row in table(book(), "Vorjahr")}
    darmstadt, hessen = rows["06411"], rows["06"]
    assert (darmstadt["Personen 2024"], darmstadt["Personen 2025"], darmstadt["Personen: Änderung"]) == (29, 39, 10)
    assert darmstadt["Personen: Änderung in %"] == pytest.approx(10 / 29)
    assert hessen["Personen: Änderung"] == 10
    assert rows["06437"]["Personen: Änderung"] == 0
    assert rows["06437"]["Zu beachten"] == "vorläufig: nicht alle erwarteten Meldungen liegen vor: 3 von 4 Orten"


def test_what_cannot_be_compared_says_why() -> None:
    rows = {row["Schlüssel"]: row for row in table(book(), "Vorjahr")}
    assert rows["06438"]["Personen: Änderung"] == "x"
    assert "Personen: 2024 ist kein Rücklauf angenommen" in rows["06438"]["Zu beachten"]


def test_the_largest_changes_are_those_of_whole_kreise() -> None:
    (earlier,) = of_years(2024, fewer=10)
    found = largest(changes_since(Comparison(Internal(usual(), figures_of(usual())), earlier)))
    assert {one.region.key for one in found} == {"06411"}
    assert str(found[0]).startswith("Stadt Darmstadt – ")


def test_several_years_make_a_series_in_which_flows_of_the_first_year_are_left_out() -> None:
    sheet = opened(report_bytes(usual(), today=TODAY, earlier=of_years(2023, 2024)))
    rows = {(row["Kennzahl"], row["Schlüssel"]): row for row in table(sheet, "Zeitreihe")}
    people, hours = rows["Personen", "06"], rows["Erbracht ÷ bewilligt", "06"]
    assert people["2023"] == people["2024"] == people["2025"] > 0
    assert hours["2023"] == "x"
    assert hours["2024"] == pytest.approx(hours["2025"])
    assert hours["Bruch der Zeitreihe"] == "2023: 2023 nur ab 01.07.2023 dokumentiert"


def test_no_line_is_drawn_through_a_sign() -> None:
    """Flows of 2023 are „x“, which a spreadsheet draws as nought: their lines begin with 2024, those of people with 2023."""
    data = report_bytes(usual(), today=TODAY, earlier=of_years(2023, 2024))
    areas = {}
    with ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name).decode() if name.startswith("xl/charts/") else ""
            if "lineChart" in content:
                areas[re.findall(r"<a:t>(.*?)</a:t>", content)[0]] = re.findall(
                    r"Zeitreihe!\$(.)\$\d+:\$(.)\$\d+", content
                )
    flows = areas.pop("Erbrachte ÷ bewilligte Leistungen")
    assert set(flows) == {("E", "F")}
    assert {one for found in areas.values() for one in found} == {("D", "F")}
    only = report_bytes(usual(), today=TODAY, earlier=of_years(2022, 2023))
    assert any("Erbrachte ÷ bewilligte Leistungen: Kein Diagramm" in text for text in texts(opened(only), "Zeitreihe"))
