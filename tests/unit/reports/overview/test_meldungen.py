"""The Meldungen in an overview: exact between the partners, rounded for everybody else, apart from all that counts by Ort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest

from rv2xl.model.abbruch import Abbruch
from rv2xl.recht.agreements import agreements
from rv2xl.reports.overview.meldungen import GIVEN, Meldungen, Told, forms_told
from rv2xl.reports.overview.meldungen_part import meldungen_part
from rv2xl.reports.overview.parts import Part, shown_texts
from rv2xl.reports.regional.published import Edition
from rv2xl.returns.checked import Checked
from rv2xl.returns.earlier.earlier_year import EarlierYear
from tests.unit.reports.folder import YEAR
from tests.unit.reports.overview.worlds import EIGHT_C, EIGHT_D, KREIS, lines, overview, part, plain, returned, told

HEADS = ["Meldung 2025, Stichtag 31.12.2024", "Meldung 2026, Stichtag 31.12.2025"]
TOTAL = ("Meldung 8 c", "Anzahl aller Personen")


def shown(files: Sequence[Checked], edition: Edition = Edition.INTERNAL, earlier: Sequence[EarlierYear] = ()) -> Part:
    return meldungen_part(agreements()[KREIS], YEAR, told(files, earlier), edition)


def table(year: int, **values: int) -> EarlierYear:
    told = {f"anzahl.{name}": value for name, value in values.items()}
    return EarlierYear("meldung_8c", year, f"Werte_{year}.csv", "0" * 64, (), {KREIS: told})  # type: ignore[dict-item]


def test_both_years_stand_side_by_side(tmp_path: Path) -> None:
    """What fell due in the year, and what is counted at its end; who has not reported says so."""
    files = [returned("meldung_8c", YEAR, EIGHT_C, tmp_path), returned("meldung_8c", YEAR + 1, {"anzahl.gesamt": 132}, tmp_path),
             returned("meldung_8d", YEAR, EIGHT_D, tmp_path)]  # fmt: skip
    found = shown(files)
    assert [head.text for head in found.heads[2:]] == HEADS
    assert lines(found) == {
        ("Meldung 8 c", "Stand"): ["gemeldet", "gemeldet"], TOTAL: ["121", "132"], ("Meldung 8 c", "davon ambulant"): ["70", "."],
        ("Meldung 8 c", "davon besondere Wohnform"): ["41", "."], ("Meldung 8 c", "davon sonstige"): ["10", "."],
        ("Meldung 8 d", "Stand"): ["gemeldet", "liegt nicht vor"], ("Meldung 8 d", "Zahl aller Berechtigten"): ["903", "…"],
        ("Meldung 8 d", "davon im Kreis"): ["701", "…"], ("Meldung 8 d", "davon außerhalb"): ["252", "…"],
    }  # fmt: skip
    assert {cell.why for row in found.rows for cell in row if cell.text in "….“"} == {
        "nicht aufgegliedert",
        "die Meldung liegt nicht vor",
    }


def test_for_everybody_each_figure_is_rounded(tmp_path: Path) -> None:
    found = lines(shown([returned("meldung_8c", YEAR, EIGHT_C, tmp_path)], Edition.EXTERNAL))
    assert [cells[0] for cells in found.values()][:5] == ["gemeldet", "120", "70", "40", "10"]


def test_a_fehlanzeige_is_nobody(tmp_path: Path) -> None:
    files = [returned("meldung_8d", YEAR, {"zusatz.fehlanzeige": "ja"}, tmp_path)]
    total = ("Meldung 8 d", "Zahl aller Berechtigten")
    assert lines(shown(files))[total][0] == "–"
    assert lines(shown(files, Edition.EXTERNAL))[total][0] == "0"


def test_a_rejected_meldung_does_not_count(tmp_path: Path) -> None:
    files = [returned("meldung_8d", YEAR, {**EIGHT_D, "anzahl.ausserhalb": 100}, tmp_path)]
    found = lines(shown(files))
    assert (found[("Meldung 8 d", "Stand")][0], found[("Meldung 8 d", "davon im Kreis")][0]) == ("zurückgewiesen", "…")


def test_earlier_years_come_from_tables_and_one_between_is_not_given(tmp_path: Path) -> None:
    found = shown([returned("meldung_8c", YEAR, EIGHT_C, tmp_path)], earlier=[table(2023, gesamt=100)])
    assert [head.text[:12] for head in found.heads[2:]] == [
        "Meldung 2023",
        "Meldung 2024",
        "Meldung 2025",
        "Meldung 2026",
    ]
    assert lines(found)[("Meldung 8 c", "Stand")] == ["gemeldet", "nicht angegeben", "gemeldet", "liegt nicht vor"]
    assert lines(found)[TOTAL] == ["100", ".", "121", "…"]


def test_older_meldungen_of_the_folder_are_shown_too(tmp_path: Path) -> None:
    found = shown([returned("meldung_8c", YEAR - 1, {"anzahl.gesamt": 9}, tmp_path)])
    assert lines(found)[TOTAL] == ["9", "…", "…"]
    assert lines(found)[("Meldung 8 c", "Stand")] == ["gemeldet", "liegt nicht vor", "liegt nicht vor"]


def test_a_year_told_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="und liegt auch bei den Rückläufen"):
        told([returned("meldung_8c", YEAR, EIGHT_C, tmp_path)], [table(YEAR, gesamt=100)])
    (first, *_) = told([], [table(YEAR, gesamt=100)])
    assert [one.values[0] for one in first.years] == [100, None]


def test_it_stands_apart_and_says_why() -> None:
    """Nothing of it is on another sheet, and the doubt about its basis stands with it."""
    found = overview(
        None,
        meldungen=[
            Meldungen(form, (Told(YEAR, (5, 5, 5, 5)[: 4 - at], GIVEN),)) for at, form in enumerate(forms_told())
        ],
    )
    here = part(found, "Meldungen")
    assert any("nicht nach dem Ort der Leistung" in note for note in here.notes)
    assert any("GVBl. 2023 S. 360" in note for note in here.notes)
    others = [text for one in found.parts if one is not here for text in shown_texts([one])]
    assert not [text for text in others if "Anzahl aller Personen" in text or "Berechtigte" in text]


def test_no_meldung_given_says_so() -> None:
    found = part(plain("usual", Edition.INTERNAL), "Meldungen")
    assert (found.rows, found.empty) == ((), "Meldungen sind nicht angegeben.")


def consistent(values: Mapping[str, str], form: str) -> dict[str, set[int]]:
    """Try out all whole numbers that a reader of the published figures has to think possible, by the words of the agreement."""
    names = list(values)
    ranges = [
        range(40) if values[name] == "." else range(max(0, int(values[name]) - 2), int(values[name]) + 3)
        for name in names
    ]
    found: dict[str, set[int]] = {name: set() for name in names}
    for answer in product(*ranges):
        total, *parts = answer
        if total == sum(parts) if form == "meldung_8c" else all(one <= total for one in parts) and total <= sum(parts):
            for name, value in zip(names, answer, strict=True):
                found[name].add(value)
    return found


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("meldung_8c", (7, 1, 3, 3)), ("meldung_8c", (4, 1, 1, 2)), ("meldung_8c", (14, 0, 7, 7)), ("meldung_8c", (23, 2, 8, 13)),
        ("meldung_8c", (0, 0, 0, 0)), ("meldung_8d", (7, 1, 7)), ("meldung_8d", (2, 1, 1)), ("meldung_8d", (3, 1, 2)),
        ("meldung_8d", (13, 13, 1)), ("meldung_8d", (8, 7, 1)),
    ],
)  # fmt: skip
def test_a_very_small_figure_cannot_be_told(name: str, figures: tuple[int, ...]) -> None:
    """Of a figure of 1 or 2 (published as 0) each of 0, 1 and 2 stays possible, tried out over all numbers: 7 = 1 + 3 + 3 would tell."""
    form = next(one for one in forms_told() if one.name == name)
    made = meldungen_part(agreements()[KREIS], YEAR, [Meldungen(form, (Told(YEAR, figures, GIVEN),))], Edition.EXTERNAL)
    values = {row[1].text: row[2].text for row in made.rows[1:]}
    possible = consistent(values, name)
    assert all(possible[one] >= {0, 1, 2} for one, value in values.items() if value == "0"), (values, possible)
    if figures in {(7, 1, 3, 3)}:
        assert "." in values.values()
