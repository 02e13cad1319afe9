"""The map of tiles as data: classes worked out by hand, texts in German, and the figures of the tidy table."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pandas
import pytest

from rv2xl.forms.dokumentation.kennzahlen import AB_56, BELEGUNG, JE_FACHKRAFT, LEITEND, PERSONEN_GESAMT
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional import tiles
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.published import Internal, Published
from rv2xl.reports.regional.tiles import Scale, Tile, legend, limits, scale_of
from rv2xl.reports.workbook.shades import CLASSES, HATCH
from tests.unit.excel.test_looks import TEXT_CONTRAST, contrast, luminance
from tests.unit.reports.folder import consolidated, ort, register, tidy_csv, usual

STATE = (
    30, 185, 270, 324, 338, 360, 374, 380, 410, 455, 478, 480, 530, 580, 597, 622, 675, 716, 754, 809, 859, 871, 872, 1045, 1144, 1531,
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "places", "expected"),
    [
        ([], 0, []),
        ([7], 0, []),
        ([7, 7, 7], 0, []),
        (range(1, 11), 0, [3, 5, 7, 9]),
        (range(10, 270, 10), 0, [60, 100, 160, 200]),
        (STATE, 0, [350, 450, 600, 850]),  # fifths begin with 360, 478, 622, 859; a fifth of 499 is rounded to 50
        ([0, 0, 0, 0, 5], 0, [5]),
        ([0, 9, 9, 9, 9], 0, [9]),
        (["0.111", "0.187", "0.194", "0.259", "0.273", "0.284", "0.294", "0.333"], 3, ["0.18", "0.24", "0.26", "0.28"]),
        (["0.881", "0.882", "0.883", "0.884", "0.885"], 3, ["0.882", "0.883", "0.884", "0.885"]),
        (["2.1", "3.4", "4.4", "5.2", "9.9"], 1, [3, 4, 5, 9]),
    ],
)
def test_classes_begin_at_round_numbers(values: Any, places: int, expected: list[int | str]) -> None:
    assert limits([Decimal(value) for value in values], places) == tuple(map(Decimal, expected))


@pytest.mark.parametrize(
    ("value", "number"),
    [("0.8", 2), ("0.7999", 2), ("0.79949", 1), ("0.7995", 2), ("0", 1), ("0.884", 3), ("0.8834", 2), ("2", 3)],
)
def test_a_figure_is_classed_as_it_is_shown(value: str, number: int) -> None:
    assert Scale(1, True, (Decimal("0.8"), Decimal("0.884"))).class_of(Decimal(value)) == number


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (Scale(1, True, (Decimal("0.80"), Decimal("0.9"))), ["unter 80 %", "80 bis unter 90 %", "90 % und mehr"]),
        (Scale(1, True, (Decimal("0.8"), Decimal("0.805"))), ["unter 80,0 %", "80,0 bis unter 80,5 %", "80,5 % und mehr"]),
        (Scale(0, False, (Decimal(900), Decimal(1200))), ["unter 900", "900 bis unter 1.200", "1.200 und mehr"]),
        (Scale(1, False, (Decimal("2.5"), Decimal(3))), ["unter 2,5", "2,5 bis unter 3,0", "3,0 und mehr"]),
        (Scale(1, False, (Decimal(6),)), ["unter 6", "6 und mehr"]),
        (Scale(0, False), ["alle Werte"]),
        (Scale(0, False, empty=True), []),
    ],
)  # fmt: skip
def test_classes_in_words(scale: Scale, words: list[str]) -> None:
    hatch = (None, "kein Wert, ein Zeichen steht dafür")
    assert [(entry.number, entry.words) for entry in legend(scale)] == [*enumerate(words, 1), hatch]


@cache
def published() -> Published:
    return Internal(usual(), figures_of(usual()))


def by_key(indicator: Indicator) -> dict[str, Tile]:
    return {tile.key: tile for tile in tiles.tiles(published(), indicator)}


def counted(*fields: str) -> Any:
    """Sums of fields by Kreis from the tidy table."""
    frame = pandas.read_csv(BytesIO(tidy_csv(usual())), sep=";", encoding="utf-8-sig", dtype=str)
    frame = frame[(frame.status == "angenommen") & frame.kreis.notna() & frame.feld.isin(fields)]
    return frame.assign(wert=pandas.to_numeric(frame.wert)).groupby("kreis").wert.sum()


def test_tiles_show_the_figures_of_the_table() -> None:
    persons = counted(*PARTS)
    older = counted(*(f"alter.{band}.{of}" for band in ("a56_60", "a61_65", "a66") for of in ("lwv", "andere")))
    shown, shares = by_key(PERSONEN_GESAMT), by_key(AB_56)
    assert len(persons) == 8
    for key, count in persons.items():
        assert shown[key].text == f"{count:.0f}"
        assert shares[key].text == f"{100 * older[key] / count:.1f} %".replace(".", ",")


PARTS = [f"personen.{row}.{of}" for row in ("eigene_region", "hessen", "ausserhalb") for of in ("lwv", "andere")]


def test_signs_are_hatched_and_have_no_class() -> None:
    persons, share = by_key(PERSONEN_GESAMT), by_key(BELEGUNG)
    assert [(tile.text, tile.number, tile.hatched) for tile in (persons["06611"], share["06611"])] == [
        ("…", None, True)
    ] * 2
    assert (persons["06433"].text, persons["06433"].number, persons["06433"].hatched) == ("–", 1, False)
    assert (share["06433"].text, share["06433"].number, share["06433"].hatched) == ("x", None, True)
    assert {key for key, tile in persons.items() if tile.mark == "p"} == {"06437", "06633"}
    assert {tile.mark for tile in persons.values()} == {"p", ""}


def test_tiles_name_their_region_and_place() -> None:
    tile = by_key(JE_FACHKRAFT)["06437"]
    assert (tile.row, tile.column, tile.short, tile.region) == (7, 5, "Odenwald", "Odenwaldkreis")


def test_each_class_of_the_legend_has_a_region() -> None:
    for indicator in LEITEND:
        numbers = {tile.number for tile in by_key(indicator).values()} - {None}
        assert numbers == set(range(1, len(scale_of(published(), indicator).words) + 1))


def test_what_has_nothing_is_in_the_lowest_class_and_bounds_none() -> None:
    """Eight Kreise have 12, 30, 30, 30, 39, 39, 42 and 90 persons, fifteen none."""
    assert scale_of(published(), PERSONEN_GESAMT).words == (
        "unter 30",
        "30 bis unter 38",
        "38 bis unter 42",
        "42 und mehr",
    )
    shown = by_key(PERSONEN_GESAMT)
    assert {tile.number for tile in shown.values() if tile.text == "–"} == {1}
    assert {key: shown[key].number for key in ("06535", "06412", "06411", "06413", "06437")} == {
        "06535": 1, "06412": 2, "06411": 3, "06413": 4, "06437": 4,
    }  # fmt: skip


def test_nothing_has_come_back() -> None:
    nothing = Internal(consolidated([], hanau, year=2026), figures_of(consolidated([], hanau, year=2026)))
    found = tiles.tiles(nothing, BELEGUNG)
    assert len(found) == 27
    assert {(tile.key, tile.text) for tile in found if tile.text != "x"} == {("06415", "…")}
    assert [entry.number for entry in legend(scale_of(nothing, BELEGUNG))] == [None]


@cache
def hanau() -> Any:
    return register([ort("0001", "11000001", "06415")])


def test_shades_are_told_apart_in_grey_and_can_be_read() -> None:
    assert len(CLASSES) == tiles.CLASSES
    assert all(contrast(ground, ink) >= TEXT_CONTRAST for ground, ink in CLASSES)
    assert all(contrast(ground, HATCH[2]) >= TEXT_CONTRAST for ground in HATCH[:2])
    greys = [luminance(ground) for ground, _ in CLASSES]
    assert all((light + 0.05) / (dark + 0.05) > 1.3 for light, dark in pairwise(greys))
