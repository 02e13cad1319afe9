"""The figures of an overview: those of the edition of the whole state, and what pandas makes of the tidy table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from rv2xl.model.abbruch import Abbruch
from rv2xl.reports.overview.overview_files import read_earlier
from rv2xl.reports.regional.external.earlier_edition import EarlierExternal
from rv2xl.reports.regional.external.external import External
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.folder import TODAY, YEAR, tidy_csv, usual
from tests.unit.reports.overview.worlds import (
    AREAS,
    WORLDS,
    as_earlier,
    lines,
    overview,
    part,
    plain,
    state,
    stored,
    table_of,
)
from tests.unit.reports.workbook import opened, table

SUBJECTS = {
    "Alter": "Alter",
    "Personal": "Personal (VZÄ)",
    "Leistungen": "Leistungen (h)",
    "Strukturfragen": "Strukturfragen: Anteil „ja“",
}
PEOPLE = "Anzahl der leistungsberechtigten Personen"
LABELS = {
    "Personen": (PEOPLE, "Personen insgesamt"), "Bewilligt (Stunden), gesamt": ("Leistungen (h)", "Bewilligte Leistungen"),
    "Erbracht (Stunden), gesamt": ("Leistungen (h)", "Erbrachte Leistungen"),
}  # fmt: skip


@cache
def whole(of: Callable[[], Consolidation], edition: Edition) -> dict[str, dict[str, dict[str, object]]]:
    """The report on the whole state: by sheet and key the row of its table."""
    book = opened(report_bytes(of(), today=TODAY, edition=edition))
    return {sheet: {row["Schlüssel"]: row for row in table(book, sheet)} for sheet in SUBJECTS}


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("world", WORLDS)
def test_a_figure_is_that_of_the_report_on_the_whole_state(world: str, edition: Edition) -> None:
    found = stored(part(plain(world, edition), "Kennzahlen"))
    compared = 0
    for sheet, rows in whole(WORLDS[world], edition).items():
        for heading in rows[AREAS[1]]:
            place = LABELS.get(heading, (SUBJECTS[sheet], heading.replace("–", "-")))
            if place in found:
                for value, key in zip(found[place], AREAS, strict=True):
                    expected = rows[key][heading]
                    same = value == expected if isinstance(expected, str) else float(value) == pytest.approx(expected)  # type: ignore[arg-type]
                    assert same, (sheet, heading, key)
                    compared += 1
    assert compared == 3 * (9 + 7 + 3 + 15), compared


def tidy(of: Consolidation) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(tidy_csv(of).decode("utf-8-sig")), delimiter=";"))


def test_the_internal_figures_are_sums_of_the_tidy_table() -> None:
    """By hand: what is accepted, added up over the keys that begin with the region's; of hours the exact decimals."""
    found = part(overview(usual(), Edition.INTERNAL), "Leistungsträger")
    fields = {
        (PEOPLE, "Aus eigener Region/ LK/ kreisfreie Stadt"): "personen.eigene_region", ("Alter", "66 und mehr Jahre"): "alter.a66",
        ("Leistungen (h)", "Erbrachte Leistungen"): "erbracht",
    }  # fmt: skip
    for place, field in fields.items():
        sums = [
            sum((Decimal(row["wert"].replace(",", ".")) for row in tidy(usual()) if row["status"] == "angenommen" and row["wert"]
                 and row["feld"] == f"{field}.{body}" and row["kreis"].startswith(key)), Decimal(0))
            for key in AREAS for body in ("lwv", "andere")
        ]  # fmt: skip
        assert stored(found)[place] == sums


def test_no_cell_says_nothing() -> None:
    for one in plain("state", Edition.EXTERNAL).parts[:2]:
        assert all(cell.text for row in one.rows for cell in row)


# ------------------------------------------------------------------------------------------------------------ over the years


@pytest.mark.parametrize("of", [usual, state], ids=["usual", "state"])
def test_an_earlier_year_is_published_as_it_was(of: Callable[[], Consolidation]) -> None:
    """The same returns, once as they came and once as the table of a year: where all have reported, no cell differs."""
    sent = {(line.sender, line.zad, line.leistung) for line in of().orte()}
    known = of().register
    reduced = tuple(line for line in known.orte if (line["traeger"], line["zad"], line["leistung"]) in sent)
    whole = replace(of(), register=replace(known, orte=reduced))
    then = EarlierExternal(whole.form, whole.register, as_earlier(whole, YEAR - 1))
    now = External(whole, figures_of(whole))
    assert then.hidden == now.hidden
    shown = 0
    for row in now.rows:
        if row.values["gemeldet"]:
            for one in now.outline.indicators.values():
                assert then.figure(then.row(row.key), one) == now.figure(row, one), (row.key, one.id)
                shown += now.figure(row, one).value is not None
    assert shown > 50


def test_who_did_not_report_then_stands_behind_no_figure() -> None:
    """Today's register has three Leistungserbringer in 06437 and does not say since when; then only one of them was there."""
    then = as_earlier(usual(), YEAR - 1)
    alone = replace(then, orte=tuple(ort for ort in then.orte if ort.kreis != AREAS[0] or ort.le == "0001"))
    assert AREAS[0] not in External(usual(), figures_of(usual())).hidden
    assert AREAS[0] in EarlierExternal(usual().form, usual().register, alone).hidden


LACKING = {
    "Odenwaldkreis": "2025: erst 3 von 4 Orten (p)", "Regierungsbezirk Darmstadt": "2025: erst 9 von 11 Orten (p)",
    "Hessen": "2025: erst 12 von 17 Orten (p)",
}  # fmt: skip
"""What has come of the usual world."""


def test_the_series_rounds_each_year_for_itself() -> None:
    """The year before had twice as many: the internal edition shows them, the external one the nearest multiples of five."""
    earlier = [as_earlier(usual(), YEAR - 1, 2)]
    exact, rounded = (
        stored(part(overview(usual(), edition, earlier=earlier), "Zeitreihe"))
        for edition in (Edition.INTERNAL, Edition.EXTERNAL)
    )
    for region, lacking in LACKING.items():
        then, now, said = exact[("Personen", region)]
        assert (then, said) == (2 * now, lacking)  # type: ignore[operator]
        assert rounded[("Personen", region)][:2] == [(one + 2) // 5 * 5 for one in (then, now)]  # type: ignore[operator]


def test_a_year_between_says_that_it_is_not_given(tmp_path: Path) -> None:
    earlier = read_earlier([table_of(usual(), YEAR - 2, tmp_path)], YEAR)
    found = part(overview(usual(), Edition.INTERNAL, earlier=earlier), "Zeitreihe")
    assert [head.text for head in found.heads] == [
        "Kennzahl",
        "Region",
        "2023",
        "2024",
        "2025",
        "Was beim Vergleich zu beachten ist",
    ]
    assert "Nicht angegeben: 2024 („.“)." in found.notes
    for row in found.rows:
        assert (row[3].text, row[3].why) == (".", "2024 ist nicht angegeben")


def test_hours_of_the_first_year_are_not_compared(tmp_path: Path) -> None:
    earlier = read_earlier([table_of(usual(), 2023, tmp_path)], YEAR)
    found = lines(part(overview(usual(), Edition.INTERNAL, earlier=earlier), "Zeitreihe"))
    then, _, _, said = found[("Erbracht ÷ bewilligt", "Hessen")]
    assert (then, said) == ("x", f"2023 nur ab 01.07.2023 dokumentiert; {LACKING['Hessen']}")
    assert found[("Personen", "Hessen")][0].isdecimal()


def test_without_earlier_years_it_says_so() -> None:
    found = part(plain("usual", Edition.EXTERNAL), "Zeitreihe")
    assert "Nur 2025: Frühere Jahre sind nicht angegeben." in found.notes
    assert len(found.heads) == 4


def test_a_table_of_no_form_is_refused(tmp_path: Path) -> None:
    path = table_of(usual(), YEAR - 1, tmp_path)
    path.write_bytes(path.read_bytes().replace(b";bewilligt.lwv;", b";niemals.lwv;"))
    with pytest.raises(Abbruch, match="ist keine von: „Jährliche Dokumentation"):
        read_earlier([path], YEAR)


@pytest.mark.parametrize(
    ("year", "said"),
    [(YEAR, "verglichen wird mit einem Jahr vor 2025"), (YEAR + 1, "verglichen wird mit einem Jahr vor 2025")],
)
def test_a_table_of_the_year_is_no_earlier_one(year: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=said):
        read_earlier([table_of(usual(), year, tmp_path)], YEAR)


def test_two_tables_of_a_year_are_refused(tmp_path: Path) -> None:
    path = table_of(usual(), YEAR - 1, tmp_path)
    other = tmp_path / "Werte.csv"
    other.write_bytes(path.read_bytes())
    with pytest.raises(Abbruch, match="sind beide von 2024"):
        read_earlier([path, other], YEAR)
