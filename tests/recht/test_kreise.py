"""The regions: 26 until the end of 2025, 27 after; keys, Regierungsbezirke, names, and the break in 06435."""

from __future__ import annotations

from datetime import date

import pytest

from rv2xl.recht.law import LawError
from rv2xl.recht.regions import Region, RegionKind, grid, parse_regions, regions

LAST_DAY_OF_26, FIRST_DAY_OF_27 = date(2025, 12, 31), date(2026, 1, 1)

NAMES = {
    "06411": "Stadt Darmstadt",
    "06412": "Stadt Frankfurt am Main",
    "06413": "Stadt Offenbach am Main",
    "06414": "Stadt Wiesbaden",
    "06431": "Landkreis Bergstraße",
    "06432": "Landkreis Darmstadt-Dieburg",
    "06433": "Landkreis Groß-Gerau",
    "06434": "Hochtaunuskreis",
    "06435": "Main-Kinzig-Kreis",
    "06436": "Main-Taunus-Kreis",
    "06437": "Odenwaldkreis",
    "06438": "Landkreis Offenbach",
    "06439": "Rheingau-Taunus-Kreis",
    "06440": "Wetteraukreis",
    "06531": "Landkreis Gießen",
    "06532": "Lahn-Dill-Kreis",
    "06533": "Landkreis Limburg-Weilburg",
    "06534": "Landkreis Marburg-Biedenkopf",
    "06535": "Vogelsbergkreis",
    "06611": "Stadt Kassel",
    "06631": "Landkreis Fulda",
    "06632": "Landkreis Hersfeld-Rotenburg",
    "06633": "Landkreis Kassel",
    "06634": "Schwalm-Eder-Kreis",
    "06635": "Landkreis Waldeck-Frankenberg",
    "06636": "Werra-Meißner-Kreis",
}


def keyed(day: date) -> dict[str, Region]:
    return {region.schluessel: region for region in regions(day)}


def test_until_the_end_of_2025_there_are_26() -> None:
    assert {key: region.display_name for key, region in keyed(LAST_DAY_OF_26).items()} == NAMES


def test_from_2026_hanau_is_the_27th() -> None:
    added = [region for region in regions(FIRST_DAY_OF_27) if region.schluessel not in NAMES]
    assert len(regions(FIRST_DAY_OF_27)) == 27
    # Only kreise.csv knows Hanau's key until an official list confirms it: nothing else is to be mended then.
    assert [(region.name, region.art, region.regierungsbezirk) for region in added] == [
        ("Hanau", RegionKind.STADT, "Darmstadt")
    ]
    assert "noch nicht" in added[0].hinweis
    assert {key: region.display_name for key, region in keyed(FIRST_DAY_OF_27).items() if key in NAMES} == NAMES


@pytest.mark.parametrize("day", [date(2023, 7, 1), LAST_DAY_OF_26, FIRST_DAY_OF_27, date(2030, 6, 1)])
def test_keys_are_unique_five_digits_and_in_order(day: date) -> None:
    keys = [region.schluessel for region in regions(day)]
    assert keys == sorted(set(keys))
    assert all(len(key) == 5 and key.isdigit() and key.startswith("06") for key in keys)


def test_names_shown_are_unique() -> None:
    shown = [region.display_name for region in regions(FIRST_DAY_OF_27)]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    ("bezirk", "digits", "count"), [("Darmstadt", "064", 15), ("Gießen", "065", 5), ("Kassel", "066", 7)]
)
def test_regierungsbezirk_follows_from_the_key(bezirk: str, digits: str, count: int) -> None:
    found = [region for region in regions(FIRST_DAY_OF_27) if region.regierungsbezirk == bezirk]
    assert len(found) == count
    assert all(region.schluessel.startswith(digits) for region in found)


def test_main_kinzig_keeps_its_key_and_says_that_the_series_breaks() -> None:
    before, after = keyed(LAST_DAY_OF_26)["06435"], keyed(FIRST_DAY_OF_27)["06435"]
    assert before != after
    assert before.hinweis == "Bis 31.12.2025 einschließlich Hanau; Zeitreihe bricht am 01.01.2026."
    assert after.hinweis == "Seit 01.01.2026 ohne Hanau; Zeitreihe bricht am 01.01.2026."


def test_all_other_regions_are_the_same_before_and_after() -> None:
    before, after = keyed(LAST_DAY_OF_26), keyed(FIRST_DAY_OF_27)
    assert {key for key in before if before[key] != after[key]} == {"06435"}


def test_only_the_documented_regionalverwaltung_is_given() -> None:
    given = {(region.schluessel, region.regionalverwaltung) for region in regions(FIRST_DAY_OF_27)}
    assert {(key, office) for key, office in given if office} == {("06437", "Darmstadt")}


def test_every_region_cites_its_source() -> None:
    uncited = [
        r.name
        for day in (LAST_DAY_OF_26, FIRST_DAY_OF_27)
        for r in regions(day)
        if "Amtlicher Gemeindeschlüssel, Statistisches Bundesamt" not in r.quelle
    ]
    assert uncited == ["Hanau"]


HEAD = (
    "schluessel;name;art;regionalverwaltung;gueltig_von;gueltig_bis;hinweis;quelle;kachel_zeile;kachel_spalte;kurzname\n"
    "064;Darmstadt;Regierungsbezirk;;;;;AGS;;;\n"
)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("6411;Darmstadt;kreisfreie Stadt;;;;;AGS", "6411: not five digits"),
        ("07111;Koblenz;kreisfreie Stadt;;;;;AGS", "07111: not five digits in a known Regierungsbezirk"),
        ("06411;Darmstadt;Stadt;;;;;AGS", "06411: 'Stadt' is not"),
        ("06411;Darmstadt;kreisfreie Stadt;;2026;;;AGS", "06411: Invalid isoformat"),
        ("06411;Darmstadt;kreisfreie Stadt;;;;;", "06411: quelle is missing"),
        ("06411;A;Landkreis;;;;;AGS\n06411;B;Landkreis;;;;;AGS", "06411: stands twice"),
        ("06411;A;Landkreis;;;2025-12-31;;AGS\n06411;A;Landkreis;;2025-12-31;;;AGS", "06411: stands twice"),
        ("06411;A;Landkreis;;;;;AGS\n06411;B;Landkreis;;2024-01-01;2024-12-31;;AGS", "06411: stands twice"),
    ],
)
def test_a_wrong_row_is_refused_by_key(rows: str, complaint: str) -> None:
    tiled = "\n".join(f"{row};{number};1;Kurz {number}" for number, row in enumerate(rows.splitlines(), 1))
    with pytest.raises(LawError) as refused:
        parse_regions(HEAD + tiled)
    assert str(refused.value).startswith(f"kreise.csv: {complaint}")


NEIGHBOURS = {
    ("06611", "06633"), ("06633", "06635"), ("06534", "06634"), ("06632", "06634"), ("06531", "06532"),
    ("06531", "06535"), ("06535", "06631"), ("06435", "06440"), ("06434", "06440"), ("06434", "06533"), ("06412", "06436"),
    ("06436", "06439"), ("06412", "06413"), ("06414", "06433"), ("06411", "06433"), ("06431", "06432"), ("06432", "06437"),
}  # fmt: skip
"""Pairs that border on each other, as anybody's map of Hessen shows."""


@pytest.mark.parametrize("day", [LAST_DAY_OF_26, FIRST_DAY_OF_27])
def test_each_region_is_a_tile_in_its_rough_position(day: date) -> None:
    tiles = {region.schluessel: (region.kachel_zeile, region.kachel_spalte) for region in regions(day)}
    assert len(set(tiles.values())) == len(tiles) == len({region.kurzname for region in regions(day)})
    assert max(len(region.kurzname) for region in regions(day)) == 12
    for one, other in NEIGHBOURS:
        (row, column), (other_row, other_column) = tiles[one], tiles[other]
        assert (abs(row - other_row), abs(column - other_column)) == (0, 1), (one, other)
    down = ("06633", "06634", "06535", "06440", "06412", "06411", "06431")
    assert [tiles[key] for key in down] == [(row, 3) for row in range(1, 8)]
    assert ("06415" in tiles) == (day == FIRST_DAY_OF_27)
    assert grid() == (7, 5)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("06411;A;Landkreis;;;;;AGS;;1;A", "06411: invalid literal"),
        ("06411;A;Landkreis;;;;;AGS;0;1;A", "06411: a tile stands from 1 on"),
        ("06411;A;Landkreis;;;;;AGS;1;1;", "06411: kurzname is missing"),
        ("06411;A;Landkreis;;;;;AGS;1;1;Dreizehn Zeich", "06411: a tile stands from 1 on, and its kurzname has at most 12"),
        ("06411;A;Landkreis;;;;;AGS;2;3;A\n06412;B;Landkreis;;;;;AGS;2;3;B", "06412: its tile is that of 06411"),
        ("06411;A;Landkreis;;;;;AGS;2;3;A\n06412;B;Landkreis;;2026-01-01;;;AGS;2;3;B", "06412: its tile is that of 06411"),
        ("06411;A;Landkreis;;;;;AGS;2;3;A\n06412;B;Landkreis;;;;;AGS;3;3;A", "06412: its kurzname is that of 06411"),
    ],
)  # fmt: skip
def test_a_wrong_tile_is_refused_by_key(rows: str, complaint: str) -> None:
    with pytest.raises(LawError) as refused:
        parse_regions(HEAD + rows)
    assert str(refused.value).startswith(f"kreise.csv: {complaint}")


def test_a_tile_may_pass_to_another_region() -> None:
    rows = "06411;A;Landkreis;;;2025-12-31;;AGS;2;3;A\n06412;B;Landkreis;;2026-01-01;;;AGS;2;3;A"
    assert [region.kachel_spalte for region in parse_regions(HEAD + rows)] == [3, 3]
