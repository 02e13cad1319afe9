"""A file of some kilobytes with hundreds of findings: each quotes little, few are listed, and thousands of such files have room."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.finding import LISTED, Finding, Status
from rv2xl.outgoing.issuing import issue_for
from rv2xl.reports.findings import as_json
from rv2xl.reports.replies import replies_of
from rv2xl.reports.results import write_results
from rv2xl.returns.batch import check_file, check_files
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.processes import packed as packed_module
from rv2xl.returns.processes.packed import _bounded, packed, unpacked
from rv2xl.returns.processes.packed_findings import FEW
from rv2xl.returns.reading import read_packed
from tests.client.commandline import rv2xl
from tests.programs.package import STRINGS, parts_of, sheets
from tests.programs.package import packed as package
from tests.unit.reports.folder import FORM, TODAY, YEAR, ort, register

LONG = "=Ä" * 16_000
ORTE = 8
REGISTER = register(ort("0001", f"1100000{number}", "06437", ort=f"Ort {number}") for number in range(ORTE))


@cache
def hostile() -> bytes:
    """A return in which every input of every Ort shows the same long text of the workbook's: some 80 KB."""
    layout = lay_out(issue_for(FORM, REGISTER, YEAR, "0001"))
    cells = {
        placed.name: dict.fromkeys((cell.name for cell in placed.plan.cells if cell.style.startswith("input")), "§§")
        for placed in layout.placed
        if placed.key.startswith("ort_")
    }
    parts = parts_of(set_cells(workbook_bytes(layout), cells))
    number = parts[STRINGS].count(b"<si>")
    parts[STRINGS] = parts[STRINGS].replace(b"</sst>", f"<si><t>{LONG}</t></si></sst>".encode())
    for name in sheets(parts):
        typed = 't="inlineStr"><is><t xml:space="preserve">§§</t></is>'.encode()
        parts[name] = parts[name].replace(typed, b't="s"><v>%d</v>' % number)
    data = package(parts)
    assert len(data) < 150_000
    return data


def counts(entry: Checked) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in entry.findings:
        found[one.code] += one.stands_for
    return found


@cache
def checked() -> Checked:
    return check_file(hostile, "a.xlsx", REGISTER, YEAR)


def test_200_of_a_code_are_listed_and_the_rest_counted() -> None:
    entry = checked()
    listed = Counter(found.code for found in entry.findings if not found.more)
    rest = {found.code: found for found in entry.findings if found.more}
    fields = [
        field
        for sheet in entry.returned.sheets.values()
        if sheet.key.startswith("ort_")
        for field in sheet.entries.problems()
    ]
    every = Counter(field.code for field in fields)
    assert every["TYP"] > LISTED
    assert listed["TYP"] == LISTED
    assert counts(entry)["TYP"] == every["TYP"]
    assert rest["TYP"].message == f"{every['TYP'] - LISTED} weitere Befunde „TYP“ sind hier nicht einzeln genannt."
    assert {code for code, count in listed.items() if count > LISTED} == set()
    assert {code for code in rest if listed[code] != LISTED} == set()
    assert entry.status is Status.ZURUECKGEWIESEN


def test_no_finding_quotes_more_than_200_signs() -> None:
    for found in checked().findings:
        assert len(found.value or "") <= 200
        assert len(found.expected or "") <= 200
        assert LONG[:201] not in found.message
        assert len(found.message) <= 1_000


def test_json_and_text_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(hostile())
    answer = rv2xl("check", tmp_path, "--format", "json", "--values")
    (file,) = json.loads(answer.out)["files"]
    assert (answer.status, file["status"]) == (1, "zurueckgewiesen")
    (rest,) = [
        found
        for found in file["findings"]
        if found["message"].endswith("nicht einzeln genannt.") and found["code"] == "TYP"
    ]
    assert (rest["severity"], rest["sheet"], rest["cells"], rest["value"]) == ("FEHLER", None, [], None)
    assert len(answer.out) < 1_000_000
    assert rest["message"] in " ".join(rv2xl("check", tmp_path, "--all").out.split())


def test_a_report_counts_them_all(tmp_path: Path) -> None:
    made = consolidate(FORM, YEAR, REGISTER, [checked()])
    (file,) = replies_of(made, ()).files
    assert sum(file.counts.values()) == sum(counts(checked()).values())
    write_results(made, tmp_path / "Bericht.xlsx", tmp_path / "Werte.csv", today=TODAY)
    rows = list(openpyxl.load_workbook(tmp_path / "Bericht.xlsx")["Befunde"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(checked().findings)
    assert any(str(cell).endswith("nicht einzeln genannt.") for row in rows for cell in row)


def test_they_survive_being_packed_and_can_be_added_to() -> None:
    entry = checked()
    again = unpacked(packed(entry), "b.xlsx")
    assert [found.in_file("a.xlsx") for found in again.findings] == list(entry.findings)
    assert len(again.findings) == len(entry.findings) > FEW
    again.add(entry.findings[0])
    assert (again.findings[-1].file, len(again.findings)) == ("b.xlsx", len(entry.findings) + 1)
    assert again.findings[0].file == "b.xlsx"
    with pytest.raises(TypeError):
        again.findings[0] = entry.findings[0]
    with pytest.raises(TypeError):
        del again.findings[0]


def test_long_texts_are_not_kept_but_told_apart() -> None:
    """Unpacked all of them would be more than is unpacked: one file would end the run."""
    assert len(packed(checked())) < 80_000
    sheet = next(sheet for key, sheet in unpacked(packed(checked()), "a").returned.sheets.items() if key == "ort_58.1")
    raws = {entry.raw for entry in sheet.entries.problems()}
    assert [len(str(raw)) < 1_000 for raw in raws] == [True]
    ends = [LONG + end for end in ("x", "y", "y")]
    assert [bounded == other for bounded in map(_bounded, ends) for other in map(_bounded, ends[:2])] == [
        True, False, False, True, False, True,
    ]  # fmt: skip
    assert _bounded("x" * 500) == "x" * 500


def test_what_could_not_be_unpacked_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_module, "MOST", 10_000)
    refused = unpacked(read_packed(hostile()).content, "a.xlsx")
    assert [(found.code, found.severity) for found in refused.findings] == [("DATEI-GROESSE", "FEHLER")]


def alive() -> int:
    gc.collect()
    return sum(isinstance(one, Finding) for one in gc.get_objects())


def test_of_many_files_none_has_its_findings_in_memory(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.xlsx").write_bytes(hostile())
    checked()
    before = alive()
    entries = check_files(sorted(tmp_path.iterdir()), REGISTER, YEAR)
    assert all(len(entry.findings) > 10 * FEW for entry in entries)
    assert alive() - before <= len(entries) * FEW
    written = [len(str(file)) for file in as_json(entries, values=False)["files"]]
    assert (len(written), alive() - before <= len(entries) * FEW) == (12, True)


SIZES = """
import resource, sys
from pathlib import Path
from rv2xl.screen.console import print_json
from rv2xl.reports.findings import as_json
from rv2xl.returns.batch import check_files
paths = sorted(Path(sys.argv[1]).iterdir())
check_files(paths[:8])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print_json(as_json(check_files(paths), values=False))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // len(paths), file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count otherwise")
def test_a_further_file_costs_few_kilobytes(tmp_path: Path) -> None:
    """60 of them took 9 GB once."""
    for number in range(30):
        (tmp_path / f"{number:02}.xlsx").write_bytes(hostile())
    run = subprocess.run([sys.executable, "-c", SIZES, tmp_path], capture_output=True, text=True, check=True)
    assert run.stdout.count("nicht einzeln genannt.") >= 30
    assert int(run.stderr) < 300, "kilobytes for each file"
