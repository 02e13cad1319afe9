"""The VBA project: our module as it stands in templates/, xlwings' own untouched, nothing that a compiler would refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyopenvba import ExcelFile
from pyvbaanalysis import DiagnosticSeverity, analyze_office_file
from vbalidator import precheck_source

from rv2xl.clerk.building import vba
from rv2xl.clerk.building.beside import NOT_SET_UP
from rv2xl.clerk.sheets import INTERPRETER, NAME, SETTINGS, Action
from rv2xl.resources import resource
from tests.clerk.package import buttons, code_names, modules

BOOK = resource(f"workbooks/{NAME}")
SOURCE = resource("templates/Konsolidierung.bas").read_text(encoding="utf-8")
SUBS = dict(re.findall(r"^Public Sub (\w+)\(\)\n    (.*)\nEnd Sub$", SOURCE, re.MULTILINE))


def body(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith("Attribute VB_")).strip("\n")


def test_our_module_is_the_template() -> None:
    assert body(modules(BOOK.read_bytes())["Konsolidierung.bas"]) == body(SOURCE)
    assert "„Konsolidierung.cmd“" in SOURCE, "umlauts and quotes come through"


@pytest.mark.parametrize("name", ["xlwings.bas", "Dictionary.cls"])
def test_what_is_lent_is_untouched_and_has_its_licence(name: str) -> None:
    lent = modules(vba.donor().read_bytes())[name]
    assert body(modules(BOOK.read_bytes())[name]) == body(lent)
    assert "BSD 3-clause license" in lent or "License: MIT" in lent


def test_there_is_a_module_for_each_sheet_and_for_nothing_else() -> None:
    documents = set(modules(BOOK.read_bytes())) - {"Konsolidierung.bas", "xlwings.bas", "Dictionary.cls"}
    names = code_names(BOOK.read_bytes())
    assert names == ["ThisWorkbook", "Sheet1", "Sheet2", "Sheet3", "Sheet4", "Sheet5"]
    assert documents == {f"{name}.cls" for name in names}
    with ExcelFile(BOOK) as file:
        assert file.validate() == []


def test_every_button_has_its_sub_and_every_sub_its_button() -> None:
    browsing = {setting.browse_macro: "durchsuchen …" for setting in SETTINGS if setting.browse_macro}
    assert len(browsing) == 6
    assert buttons(BOOK.read_bytes()) == {action.macro: action.label for action in Action} | browsing
    assert set(SUBS) == set(buttons(BOOK.read_bytes()))


def test_a_sub_runs_what_its_button_says() -> None:
    assert {action.macro: SUBS[action.macro] for action in Action} == {
        action.macro: f'Starten "{action}"' for action in Action
    }
    chosen = {setting: SUBS[setting.browse_macro] for setting in SETTINGS if setting.browse_macro}
    others = {"Vorjahreswerte": ', "*.csv;*.parquet"'}
    assert chosen == {
        setting: f'Durchsuchen "{setting.name}", {setting.kind.upper()}{others.get(setting.name, "")}'
        for setting in chosen
    }


def test_the_module_names_what_there_is() -> None:
    assert f'Names("{INTERPRETER}")' in SOURCE
    joined = SOURCE.replace('" & _\n    "', "")
    assert f'NICHT_EINGERICHTET As String = "{NOT_SET_UP}"' in joined


def test_the_command_goes_through_a_command_line() -> None:
    """xlwings puts it between double quotes into a line of cmd.exe, in which a percent sign begins the name of a variable."""
    command = re.search(r'RunPython "(.*)\n', SOURCE.replace('" & _\n            "', ""))
    assert command
    python = (
        command[1]
        .replace('" & NICHT_EINGERICHTET & "', NOT_SET_UP)
        .replace('" & Aufgabe & "', "check")
        .removesuffix('"')
    )
    assert python.isascii()
    assert not set('"%^!<>|&\n') & set(python)
    compile(python, "command", "exec")
    assert "'rv2xl.clerk.macros'" in python


def test_a_sentence_stands_in_for_a_program_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r'RunPython "(.*)\n', SOURCE.replace('" & _\n            "', ""))
    assert command
    python = (
        command[1]
        .replace('" & NICHT_EINGERICHTET & "', NOT_SET_UP)
        .replace('" & Aufgabe & "', "check")
        .removesuffix('"')
    )
    with pytest.raises(SystemExit) as ended:
        exec(python.replace("'rv2xl'", "'rv2xl_fehlt'"), {})
    assert ended.value.code == NOT_SET_UP


def test_a_sign_that_vba_does_not_know_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Konsolidierung.bas").write_text("' ✓\n", encoding="utf-8")
    monkeypatch.setattr(vba, "resource", lambda name: tmp_path / Path(name).name)
    with pytest.raises(UnicodeEncodeError):
        vba.module_text()


# ----------------------------------------------------------------------------------------------- what a compiler refuses

LENT = "\nPublic Function RunPython(PythonCommand As String) As Variant\nEnd Function\n"
"""What our module calls of xlwings': the one checker sees a single module, the other one the whole workbook."""


def faults(source: str, path: Path) -> list[str]:
    """What two checkers find in a text of our module: vbalidator sees what is unbalanced, pyvbaanalysis what does not fit together."""
    with ExcelFile(BOOK) as file:
        file.set_module(vba.MODULE, source.replace("\n", "\r\n"))
        file.save(path)
    unbalanced = [str(issue["rule_id"]) for issue in precheck_source(source + LENT, host="excel").issues]
    return unbalanced + [problem.code for problem in analyze_office_file(str(path)).get(vba.MODULE, [])]


def test_nothing_is_unbalanced_or_undeclared(tmp_path: Path) -> None:
    assert faults(SOURCE, tmp_path / "ours.xlsm") == []
    problems = [found for module in analyze_office_file(str(BOOK)).values() for found in module]
    assert [found for found in problems if found.severity is DiagnosticSeverity.ERROR] == []


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("    End With\n", ""),
        ("    End If\n    Python = ", "    Python = "),
        ("    Dim Gewaehlt As String\n", ""),
        ('    Exit Sub\nFehler:\n    MsgBox "Der', '    Exit Sub\nFalsch:\n    MsgBox "Der'),
        ("        RunPython ", "        RunPyton "),
        ('    Starten "check"\nEnd Sub', '    Starten "check"\nEnd Function'),
        ('    Starten "check"\nEnd Sub', '    Starten "check"'),
        ('    Starten "check"\n', "    Starten\n"),
        ("Public Sub RuecklaufPruefen()", "Public Sub Konsolidieren()"),
        ("IstEingerichtet = (Ergebnis = 0)", "IstEingerichtet = (Ergebnis = 0"),
        ("MsgBox NICHT_EINGERICHTET", "MsgBox NICHT_INSTALLIERT"),
    ],
)
def test_a_seeded_fault_is_found(good: str, bad: str, tmp_path: Path) -> None:
    assert good in SOURCE
    assert faults(SOURCE.replace(good, bad, 1), tmp_path / "seeded.xlsm") != []
