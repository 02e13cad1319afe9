"""`check --annotate`: which files get a copy, what they are called, and what is never replaced."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.returned.read import read_return
from tests.annotated import book_of, notes_of
from tests.cells import Tab
from tests.client.commandline import rv2xl
from tests.programs.package import filled

FORM, ORT = "dokumentation", "58 Erbach"
WRONG = Tab(FORM, ORT).cell("personen.hessen.lwv")


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    folder = tmp_path / "Ruecklauf"
    folder.mkdir()
    (folder / "falsch.xlsx").write_bytes(set_cells(filled(FORM), {ORT: {WRONG: "viele"}}))
    (folder / "kaputt.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def test_each_file_with_findings_gets_a_copy(returns: Path, tmp_path: Path) -> None:
    (returns / "richtig.xlsx").write_bytes(filled("kostenzuordnung"))
    before = {path.name: path.read_bytes() for path in returns.iterdir()}
    answer = rv2xl("check", returns, "--annotate", tmp_path / "aus" / "gabe")
    copies = {path.name: path.read_bytes() for path in (tmp_path / "aus" / "gabe").iterdir()}
    assert answer.status == 1
    assert "2 Rückmeldungen in „" in " ".join(answer.out.split())
    assert set(copies) == {"falsch_Rueckmeldung.xlsx", "kaputt_Rueckmeldung.xlsx"}
    assert (ORT, WRONG) in notes_of(copies["falsch_Rueckmeldung.xlsx"])
    assert book_of(copies["kaputt_Rueckmeldung.xlsx"]).sheetnames == ["Rückmeldung"]
    assert {path.name: path.read_bytes() for path in returns.iterdir()} == before


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_copies_are_for_their_owner_alone(returns: Path, tmp_path: Path) -> None:
    for _ in range(2):
        rv2xl("check", returns, "--annotate", tmp_path / "aus", "--out", tmp_path / "Befunde.xlsx")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "aus").iterdir()} == {0o600}
    assert (tmp_path / "Befunde.xlsx").stat().st_mode & 0o044, "it quotes nothing about people"


def test_json_stays_json(returns: Path, tmp_path: Path) -> None:
    assert rv2xl("check", returns, "--annotate", tmp_path / "aus", "--format", "json").out.startswith("{")


def test_files_of_one_name_do_not_replace_each_other(returns: Path, tmp_path: Path) -> None:
    (returns / "noch").mkdir()
    (returns / "noch" / "falsch.xlsx").write_bytes((returns / "falsch.xlsx").read_bytes())
    rv2xl("check", returns, "--annotate", tmp_path / "aus")
    assert {"falsch_Rueckmeldung.xlsx", "falsch_Rueckmeldung (2).xlsx"} < {
        path.name for path in (tmp_path / "aus").iterdir()
    }


def test_names_that_a_file_can_just_have_still_get_a_copy(returns: Path, tmp_path: Path) -> None:
    for name in ("x" * 250, "ä" * 125, "ä" * 124 + "b"):
        (returns / f"{name}.xlsx").write_bytes((returns / "falsch.xlsx").read_bytes())
    assert rv2xl("check", returns, "--annotate", tmp_path / "aus").status == 1
    long = sorted(path.name for path in (tmp_path / "aus").iterdir() if len(path.name) > 40)
    umlauts = "ä" * 93 + "_Rueckmeldung"
    assert long == sorted(["x" * 187 + "_Rueckmeldung.xlsx", f"{umlauts} (2).xlsx", f"{umlauts}.xlsx"])


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_that_acts_on_a_terminal_is_not_given_to_a_copy(returns: Path, tmp_path: Path) -> None:
    for name in ("a\x1b[31mb", "a\u202eb", "a\nb", "a\u200bb", os.fsdecode(b"a\xfcb")):
        (returns / f"{name}.xlsx").write_bytes(b"PK")
    assert rv2xl("check", returns, "--annotate", tmp_path / "aus").status == 1
    copies = {path.name for path in (tmp_path / "aus").iterdir()}
    assert copies == {"falsch_Rueckmeldung.xlsx", "kaputt_Rueckmeldung.xlsx", "a_[31mb_Rueckmeldung.xlsx"} | {
        f"a_b_Rueckmeldung{number}.xlsx" for number in ("", " (2)", " (3)", " (4)")
    }


def test_an_untouched_copy_is_replaced_and_a_corrected_one_is_not(returns: Path, tmp_path: Path) -> None:
    out = tmp_path / "aus"
    assert [rv2xl("check", returns, "--annotate", out).status for _ in range(2)] == [1, 1]
    copy = out / "falsch_Rueckmeldung.xlsx"
    corrected = set_cells(copy.read_bytes(), {ORT: {WRONG: 30}})
    copy.write_bytes(corrected)
    answer = rv2xl("check", returns, "--annotate", out)
    assert answer.status == 2
    assert "falsch_Rueckmeldung.xlsx“ ist ausgefüllt" in answer.err
    assert copy.read_bytes() == corrected


def test_a_copy_that_nobody_touched_goes_when_another_version_came_and_a_saved_one_stays(
    returns: Path, tmp_path: Path
) -> None:
    out = tmp_path / "aus"
    copy = out / "falsch_Rueckmeldung.xlsx"
    rv2xl("check", returns, "--annotate", out)
    (returns / "falsch.xlsx").write_bytes(set_cells(filled(FORM), {ORT: {WRONG: "wenige"}}))
    assert rv2xl("check", returns, "--annotate", out).status == 1
    assert read_return(copy.read_bytes(), "").sheets["ort_58.1"].entries["personen.hessen.lwv"].raw == "wenige"
    openpyxl.load_workbook(copy).save(copy)
    saved = copy.read_bytes()
    (returns / "falsch.xlsx").write_bytes(set_cells(filled(FORM), {ORT: {WRONG: "drei"}}))
    assert rv2xl("check", returns, "--annotate", out).status == 2
    assert copy.read_bytes() == saved


@pytest.mark.parametrize("inner", [".", "Rueckmeldung"])
def test_no_copy_is_put_among_the_returns(returns: Path, inner: str) -> None:
    answer = rv2xl("check", returns, "--annotate", returns / inner)
    assert answer.status == 2
    assert "liegt im Ordner der Rückläufe" in answer.err
    assert not list(returns.rglob("*_Rueckmeldung.xlsx"))


def test_no_return_is_replaced_by_a_copy(returns: Path) -> None:
    wrong = returns / "falsch.xlsx"
    own = returns / "falsch_Rueckmeldung.xlsx"
    own.write_bytes(wrong.read_bytes())
    answer = rv2xl("check", wrong, own, "--annotate", returns)
    assert answer.status == 2
    assert own.read_bytes() == wrong.read_bytes()


def test_a_file_in_the_place_of_the_folder_is_left_alone(returns: Path, tmp_path: Path) -> None:
    (tmp_path / "aus").write_text("etwas")
    answer = rv2xl("check", returns, "--annotate", tmp_path / "aus")
    assert (answer.status, (tmp_path / "aus").read_text()) == (2, "etwas")
    assert "ist kein Ordner" in answer.err
