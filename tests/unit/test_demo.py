"""The invented data of `rv2xl demo`: right where it is to be right, and wrong exactly where it says so."""

from __future__ import annotations

import email
import email.policy
import re
from collections import Counter
from datetime import datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from rv2xl.demo import MAX_PROVIDERS, Demo, make, register_bytes
from rv2xl.demo.data import NOTHING_DONE, filled_values, ort_keys, register_values
from rv2xl.demo.returns import fill, returns
from rv2xl.demo.run import run_demo
from rv2xl.demo.written import NAME
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.returned.stored import entered_values
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Severity, Status
from rv2xl.outgoing.issuing import issue_all
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions
from rv2xl.reports.calculations.summary_figures import SummaryFigures
from rv2xl.reports.results import consolidate_files
from rv2xl.returns.batch import check_files
from rv2xl.returns.check import check
from rv2xl.returns.checked import Checked
from rv2xl.returns.folder import find_files
from rv2xl.returns.register import Register, load_register, register_of
from tests.client.commandline import done, rv2xl
from tests.programs.package import sheet_parts

YEAR = 2025


class Run(NamedTuple):
    demo: Demo
    folder: Path
    checked: dict[str, Checked]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("demo")
    demo = make(folder, 12, 1, YEAR)
    found = check_files(find_files([folder / "Ruecklauf"]), load_register(demo.stammdaten, YEAR), YEAR)
    return Run(demo, folder, {Path(entry.file).name: entry for entry in found})


class Issued(NamedTuple):
    layout: Layout
    data: bytes


@pytest.fixture(scope="module")
def issued(run: Run) -> list[Issued]:
    issues = issue_all(newest("dokumentation"), run.demo.register, YEAR)
    return [Issued(lay_out(issue), path.read_bytes()) for issue, path in zip(issues, run.demo.versand, strict=True)]


def register(providers: int, year: int) -> Register:
    returned = read_return(register_bytes(providers, 1, year), "Stammdaten.xlsx")
    assert check(returned) == []
    return register_of(returned)


# --- The register -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("providers", "year"), [(1, 2025), (5, 2023), (12, 2025), (12, 2026), (47, 2030)])
def test_the_register_is_without_a_finding(providers: int, year: int) -> None:
    made = register(providers, year)
    assert list(made.traeger) == [f"{number:04d}" for number in range(1, providers + 1)]
    assert all(made.orte_of(number, year) for number in made.traeger)
    assert made.absender["name"] == "Landeswohlfahrtsverband Hessen"


@pytest.mark.parametrize(("year", "count"), [(2025, 26), (2026, 27)])
def test_every_region_of_the_year_is_in_use(year: int, count: int) -> None:
    used = {ort["kreis"] for ort in register(12, year).orte}
    assert used == {region.schluessel for region in regions(year_end(year))}
    assert len(used) == count


@pytest.mark.parametrize("seed", range(5))
def test_47_providers_have_about_150_orte_and_names_of_their_own(seed: int) -> None:
    values = register_values(47, seed, YEAR)
    assert 125 <= sum(name.endswith(".zad") for name in values["orte"]) <= 175
    names = [value for name, value in values["traeger"].items() if name.endswith(".name")]
    assert len(set(names)) == 47


def test_names_stay_different_with_as_many_as_there_may_be() -> None:
    values = register_values(MAX_PROVIDERS, 1, YEAR)["traeger"]
    assert len({value for name, value in values.items() if name.endswith(".name")}) == MAX_PROVIDERS


def test_one_ort_ended_before_the_year_and_one_starts_within_it() -> None:
    orte = register(12, YEAR).orte
    assert [ort["gueltig_bis"] for ort in orte if ort["gueltig_bis"]] == [year_end(YEAR - 1)]
    assert [ort["gueltig_von"].year for ort in orte if ort["gueltig_von"]] == [YEAR]  # type: ignore[union-attr]


def test_both_leistungen_occur_and_once_at_the_same_ort() -> None:
    orte = register(12, YEAR).orte
    counted = Counter(ort["leistung"] for ort in orte)
    assert counted["58"] > 2 * counted["60"] > 0
    assert 2 in Counter(ort["zad"] for ort in orte).values()


# --- What providers enter -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_what_is_filled_in_is_without_a_finding_and_read_back_as_it_was(issued: list[Issued], seed: int) -> None:
    for layout, data in issued:
        values = filled_values(layout, Random(seed))
        returned = read_return(fill(data, layout, values), "filled.xlsx")
        assert check(returned) == []
        read = entered_values(returned)
        for key, entered in values.items():
            assert {name: read[key][name] for name in entered} == entered


def test_a_fehlanzeige_is_without_a_finding(issued: list[Issued]) -> None:
    layout, data = issued[0]
    values = {**filled_values(layout, Random(1)), ort_keys(layout)[0]: NOTHING_DONE}
    assert check(read_return(fill(data, layout, values), "filled.xlsx")) == []


def shown(book: CalamineWorkbook, name: str) -> dict[tuple[int, int], object]:
    """What the cells of a sheet show; an empty result is an empty text in one file and nothing in the other."""
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line) if value != ""}


def test_a_filled_file_shows_what_one_written_with_these_values_would(issued: list[Issued]) -> None:
    layout, data = issued[2]
    values = filled_values(layout, Random(3))
    filled = CalamineWorkbook.from_filelike(BytesIO(fill(data, layout, values)))
    written = CalamineWorkbook.from_filelike(BytesIO(workbook_bytes(layout, values)))
    assert filled.sheet_names == written.sheet_names
    for name in written.sheet_names:
        assert shown(filled, name) == shown(written, name)


def test_a_filled_file_differs_from_the_issued_one_in_sheets_alone(issued: list[Issued]) -> None:
    layout, data = issued[0]
    filled = fill(data, layout, filled_values(layout, Random(1)))
    with ZipFile(BytesIO(data)) as before, ZipFile(BytesIO(filled)) as after:
        assert after.namelist() == before.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    parts = sheet_parts(data)
    assert changed < set(parts.values())
    assert {parts[layout.by_key[key].name] for key in ("deckblatt", *ort_keys(layout))} <= changed


def test_corrections_remarks_and_one_fehlanzeige_occur(run: Run) -> None:
    sheets = [sheet for entry in run.checked.values() for sheet in entry.returned.sheets.values()]
    assert any(name.endswith(".korrektur") and value for sheet in sheets for name, value in sheet.values.items())
    assert sum(sheet.values.get("zusatz.fehlanzeige") == "ja" for sheet in sheets) == 1
    assert sum(bool(sheet.values.get("zusatz.bemerkung")) for sheet in sheets) > 1


# --- Calculations -------------------------------------------------------------------------------------------------


def test_calculations_are_right_but_for_the_slip(run: Run) -> None:
    register = load_register(run.demo.stammdaten, YEAR)
    found = {
        Path(entry.file).name: entry for entry in check_files(find_files([run.folder / "Berechnungen"]), register, YEAR)
    }
    assert Counter(entry.issue.form.name for entry in found.values() if entry.issue) == {
        "fahrtkosten": 6,
        "kostenzuordnung": 2,
    }
    (slip,) = (slip for slip in run.demo.slips if slip.file in found)
    broken = {
        name: {f.code for f in entry.findings if f.severity is not Severity.HINWEIS} for name, entry in found.items()
    }
    assert {name: codes for name, codes in broken.items() if codes} == {slip.file: {"A1-KENNUNG"}}
    places = {cell for finding in found[slip.file].findings for cell in finding.cells if finding.code == slip.code}
    assert slip.cell in places


def test_one_pauschale_is_unusual(run: Run) -> None:
    files = find_files([run.folder / "Berechnungen"])
    result = consolidate_files(newest("fahrtkosten"), files, run.demo.register, YEAR)
    data = SummaryFigures(result)
    pauschale = next(column for column in data.columns if column.field.id == "ergebnis.pauschale")
    spread = data.spreads[pauschale]
    assert spread is not None
    low, high = spread.bounds
    assert [row.sender for row in data.rows if not low <= row.value(pauschale) <= high] == ["0004"]
    assert len(data.rows) == 5


# --- What LWV and Kreis tell each other ---------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2023, 2025, 2030])
def test_each_kreis_with_an_agreement_reports_thrice_and_one_slip_is_found(tmp_path: Path, year: int) -> None:
    demo = make(tmp_path, 1, 1, year)
    found = check_files(demo.meldungen, load_register(demo.stammdaten, year), year)
    assert {Path(entry.file).name: [one.code for one in entry.findings] for entry in found} == {
        f"meldung_8b_{year}_06437.xlsx": ["KV-8B-FOLGEJAHR"],
        f"meldung_8c_{year}_06437.xlsx": [],
        f"meldung_8d_{year}_06437.xlsx": [],
    }
    (slip,) = (slip for slip in demo.slips if slip.file in {path.name for path in demo.meldungen})
    assert (slip.sheet, (slip.cell,)) == (found[0].findings[0].sheet, found[0].findings[0].cells)
    issued = tmp_path / "Kooperation" / "Versand"
    assert [path.name for path in sorted(issued.iterdir())] == [path.name for path in demo.meldungen]


def test_the_kreis_can_be_reached(run: Run) -> None:
    (kreis,) = run.demo.register.senders(newest("meldung_8c"), YEAR).values()
    assert (kreis["nummer"], kreis["kreis_mail"]) == ("06437", "kreis-06437@example.org")


# --- What is wrong on purpose -------------------------------------------------------------------------------------


def test_all_kinds_of_defects_are_planted_each_on_another_provider(run: Run) -> None:
    assert Counter(planted.code for planted in run.demo.planted) == Counter([
        "A2-ALTER-SUMME", "TYP", "DATEI-UNLESBAR", "FORM-DOPPELT", None, "FORM-ERSETZT", "A2-ERBRACHT-BEWILLIGT",
        "FORMEL-GEAENDERT", "VORGABE-GEAENDERT", "FORM-FREMD", "DATEI-FORMAT",
    ])  # fmt: skip
    numbers = [planted.number for planted in run.demo.planted if planted.number]
    assert len(set(numbers)) == len(numbers) == 9


def test_each_defect_is_found_where_it_was_planted_and_no_other(run: Run) -> None:
    for planted in run.demo.planted:
        if planted.file is None:
            continue
        findings = run.checked[planted.file].findings
        assert [found.code for found in findings if found.code != "NICHT-GEPRUEFT"] == [planted.code]
        found = findings[0]
        assert (found.severity, found.sheet) == (planted.severity, planted.sheet)
        assert planted.cell is None if not found.cells else planted.cell in addresses(found.cells)
        assert len(findings) == 1 or planted.code == "TYP"


def addresses(cells: tuple[str, ...]) -> set[str]:
    """All addresses of cells and of ranges within one column."""
    found = set()
    for area in cells:
        first, last = (re.fullmatch(r"([A-Z]+)(\d+)", end) for end in (area.split(":")[0], area.split(":")[-1]))
        assert first
        assert last
        found |= {f"{first[1]}{row}" for row in range(int(first[2]), int(last[2]) + 1)}
    return found


def test_all_other_returns_are_without_a_finding(run: Run) -> None:
    planted = {entry.file for entry in run.demo.planted}
    others = [entry for name, entry in run.checked.items() if name not in planted]
    assert len(others) == 5  # three without a defect, the one that came twice, the Korrektur
    assert all(entry.findings == [] and entry.counted for entry in others)


def test_one_return_never_came(run: Run) -> None:
    (missing,) = (planted for planted in run.demo.planted if planted.code is None)
    assert {entry.returned.sender for entry in run.checked.values()} & {missing.number} == set()
    assert len(run.demo.versand) == 12


def test_most_returns_count(run: Run) -> None:
    counted = [entry for entry in run.checked.values() if entry.counted and entry.status is Status.ANGENOMMEN]
    assert len({entry.returned.sender for entry in counted}) == 7


@pytest.mark.parametrize(("providers", "codes"), [
    (1, []),
    (2, ["A2-ALTER-SUMME"]),
    (4, ["A2-ALTER-SUMME", "TYP", "DATEI-UNLESBAR", "FORM-DOPPELT"]),
    (5, ["A2-ALTER-SUMME", "TYP", "DATEI-UNLESBAR", "FORM-DOPPELT", None]),
])  # fmt: skip
def test_few_providers_have_the_first_defects_and_one_return_counts(providers: int, codes: list[str | None]) -> None:
    issues = issue_all(newest("dokumentation"), register(providers, YEAR), YEAR)
    sent = list(returns([(layout := lay_out(issue), workbook_bytes(layout)) for issue in issues], 1))
    planted = [entry.planted.code for entry in sent if entry.planted]
    assert Counter(planted) == Counter([*codes, "FORM-FREMD", "DATEI-FORMAT"])
    assert any(entry.planted is None for entry in sent)


# --- The folder ---------------------------------------------------------------------------------------------------


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_equal_seeds_give_equal_bytes_and_another_seed_others(tmp_path: Path) -> None:
    made = [make(tmp_path / name, 3, seed, YEAR) for name, seed in (("one", 1), ("same", 1), ("other", 2))]
    one, same, other = (content(tmp_path / name) for name in ("one", "same", "other"))
    assert one == same
    assert one["Stammdaten.xlsx"] != other["Stammdaten.xlsx"]
    assert made[0].planted == made[1].planted


def test_own_files_are_replaced_and_others_stay_and_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "demo"
    make(folder, 2, 1, YEAR)
    first = content(folder)
    foreign = folder / "Ruecklauf" / "dokumentation_2025_0099.xlsx"
    foreign.write_bytes(b"mine")
    make(folder, 2, 2, YEAR)
    steps: list[None] = []
    demo = make(folder, 2, 1, YEAR, lambda: steps.append(None))
    assert demo.others == (foreign,)
    again = content(folder)
    assert {name: again[name] for name in first if name != NAME} == {
        name: first[name] for name in first if name != NAME
    }
    issued = len(demo.versand) + len(demo.meldungen)
    assert len(steps) == len(first) - 1 == 5 + issued + len((*demo.ruecklauf, *demo.berechnungen, *demo.meldungen))


@pytest.mark.parametrize(
    "name",
    [
        "Stammdaten.xlsx",
        "Versand/dokumentation_2025_0001.xlsx",
        "Ruecklauf/dokumentation_2025_0001.xlsx",
        "Berechnungen/kostenzuordnung_2025_0001.xlsx",
        "Ergebnis/Regionalbericht_2025.xlsx",
        "Ergebnis/Rueckmeldung/Befunde.xlsx",
        "Kooperation/Ruecklauf/meldung_8b_2025_06437.xlsx",
        "Ergebnis/Kalender_2025.ics",
    ],
)
@pytest.mark.parametrize("before", [True, False], ids=["changed", "foreign"])
def test_what_somebody_else_wrote_is_not_replaced(tmp_path: Path, name: str, before: bool) -> None:
    if before:
        make(tmp_path, 2, 1, YEAR)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"wichtig")
    there = content(tmp_path)
    answer = rv2xl("demo", "--out", tmp_path, "--providers", 2)
    assert (answer.status, answer.out) == (2, "")
    assert " ".join(answer.err.split()) == (
        f"„{path}“ stammt nicht von der Vorführung oder wurde seither geändert; es wurde nichts geschrieben. Bitte mit --out einen anderen "
        "Ordner angeben oder die Datei zuerst wegräumen."
    )
    assert content(tmp_path) == there


def test_the_demo_can_be_shown_twice(tmp_path: Path) -> None:
    done("demo", "--out", tmp_path, "--providers", 2)
    first = content(tmp_path)
    done("demo", "--out", tmp_path, "--providers", 2)
    assert content(tmp_path) == first


def test_the_returns_are_answered_and_another_run_takes_the_place_of_the_first(tmp_path: Path) -> None:
    for seed in (1, 2):
        rmtree(tmp_path / "Ruecklauf", ignore_errors=True)
        lines, closing = run_demo(tmp_path, 12, seed, YEAR)
        assert "NICHT GEFUNDEN" not in {line[-1] for line in lines}
    folder = tmp_path / "Ergebnis" / "Rueckmeldung"
    names = {path.name for path in folder.iterdir()}
    assert {"Befunde.xlsx", "Mahnliste_dokumentation_2025.xlsx"} <= names
    missing = next(line[1] for line in lines if line[0] == "Der Rücklauf fehlt.")
    assert f"dokumentation_{YEAR}_{missing}_Erinnerung.eml" in names
    assert f"dokumentation_{YEAR}_{missing}_Rueckmeldung.eml" not in names
    wrong = next(line[1] for line in lines if line[2] == "A2-ALTER-SUMME")
    stem = f"{Path(wrong).stem}_Rueckmeldung"
    mail = email.message_from_bytes((folder / f"{stem}.eml").read_bytes(), policy=email.policy.default)
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == (folder / f"{stem}.xlsx").read_bytes()
    assert [line for line in closing if "Rueckmeldung" in line]
    for name in (
        "Kooperation_2025.xlsx",
        "Kalender_2025.ics",
        "Kalender_2025.xlsx",
        "Regionaluebersicht_2025_06437.xlsx",
        "Regionaluebersicht_2025_06437.html",
        "meldung_8b_2025_06437_Rueckmeldung.xlsx",
    ):
        (path,) = tmp_path.rglob(name)
        assert any(line.startswith(f"  {path}  ") for line in closing), name
    dates = {path.stem: mail_date(path) for path in folder.glob("dokumentation_*.eml")}
    both = [stem for stem in dates if stem.replace("_Rueckmeldung", "_Erinnerung") in dates.keys() - {stem}]
    assert len(both) > 1, "rejected ones are reminded"
    assert all((dates[stem.replace("_Rueckmeldung", "_Erinnerung")] - dates[stem]).days == 14 for stem in both)


def mail_date(path: Path) -> datetime:
    """Return the day of a draft."""
    return parsedate_to_datetime(email.message_from_bytes(path.read_bytes())["Date"])


@pytest.mark.parametrize("name", ["demo", "demo/Ruecklauf"])
def test_a_file_in_the_place_of_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(b"")
    with pytest.raises(Abbruch, match=r"„.*demo.*“ ist eine Datei, kein Ordner\."):
        make(tmp_path / "demo", 1, 1, YEAR)
    assert place.read_bytes() == b""


@pytest.mark.parametrize(("providers", "year"), [(0, 2025), (MAX_PROVIDERS + 1, 2025), (12, 2022), (12, 2100)])
def test_what_cannot_be_leaves_nothing_behind(tmp_path: Path, providers: int, year: int) -> None:
    with pytest.raises(Abbruch):
        make(tmp_path / "demo", providers, 1, year)
    assert list(tmp_path.iterdir()) == []


def test_defects_say_what_they_weigh(run: Run) -> None:
    weights = {planted.code: planted.severity for planted in run.demo.planted}
    assert weights["FORM-DOPPELT"] is weights["FORM-ERSETZT"] is Severity.HINWEIS
    assert weights["FORMEL-GEAENDERT"] is weights["A2-ERBRACHT-BEWILLIGT"] is Severity.WARNUNG
