"""What is issued stays in its folder and is complete: a file is named by checked parts, and of a set all files are written or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from rv2xl import forms
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.issue import Issue
from rv2xl.outgoing import generate
from rv2xl.outgoing.generate import write_issues
from rv2xl.outgoing.issuing import file_name, issue_all, issue_blank
from rv2xl.reports.replies import replies_of
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.register import Register
from tests.client.commandline import rv2xl
from tests.unit.reports.folder import FORM, YEAR, ort, register

BAD = (
    "a/../../x", "../x", "/etc/x", "a\\b", "C:x", "x:y", "", " ", "0007 ", " 0007", "0007.", ".", "..", "a.b", "NUL.txt", "CON ", "a\0b",
    "a\nb", "ä", "٣", "²", "0007\u202e", "a-b", "a_b", "~a", "x" * 41, "😀", "\ud800",
)  # fmt: skip
RESERVED = ("CON", "NUL", "aux", "COM1", "LPT9", "PRN")


def named(sender: str) -> Issue:
    return replace(issue_blank(FORM, YEAR), sender=sender)


@pytest.mark.parametrize("sender", BAD, ids=ascii)
def test_a_file_is_named_by_letters_and_digits_alone(sender: str, tmp_path: Path) -> None:
    with pytest.raises(
        Abbruch, match=r"^Für die Nummer „(.|\n)*“ wird keine Datei geschrieben: Sie darf nur aus Buchstaben "
    ):
        write_issues([named("0001"), named(sender)], tmp_path / "o")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sender", ["0007", "7", "A12b", *RESERVED])
def test_a_name_that_windows_keeps_for_itself_is_never_made(sender: str) -> None:
    name = file_name(named(sender))
    assert name == f"dokumentation_{YEAR}_{sender}.xlsx"
    assert name.partition(".")[0].upper() not in {reserved.upper() for reserved in RESERVED}


def test_no_form_has_a_name_that_leads_elsewhere() -> None:
    for name in forms.NAMES:
        assert file_name(issue_blank(forms.newest(name), YEAR)) == f"{name}_{YEAR}.xlsx"
        assert name.replace("_", "").isascii()
        assert name.replace("_", "").isalnum()


@pytest.mark.parametrize("sender", ["a/../../PWNED", "/tmp/PWNED", "..\\PWNED", "\x1b[31m", "CON."])
def test_the_sender_of_a_forged_return_leads_nowhere(sender: str, tmp_path: Path) -> None:
    form = forms.newest("fahrtkosten")
    forged = replace(issue_blank(form, YEAR), sender=sender)
    (tmp_path / "alt.xlsx").write_bytes(workbook_bytes(lay_out(forged)))
    assert read_return((tmp_path / "alt.xlsx").read_bytes(), "").sender == sender, "its _meta agrees with itself"
    answer = rv2xl(
        "generate", "fahrtkosten", "--year", YEAR + 1, "--from", tmp_path / "alt.xlsx", "--out", tmp_path / "o" / "o"
    )
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("Für die Nummer „")
    assert "\x1b" not in answer.err
    assert [path.name for path in tmp_path.rglob("*")] == ["alt.xlsx"]


def orte(numbers: Mapping[str, str]) -> Register:
    """A register with one Ort for each number."""
    return register(ort(number, f"1100000{at}", "06437", ort=name) for at, (number, name) in enumerate(numbers.items()))


def test_a_number_of_the_register_that_leads_elsewhere_issues_nothing_and_hinders_no_report(tmp_path: Path) -> None:
    known = orte({"0001": "Erbach", "../x": "Erbach"})
    with pytest.raises(Abbruch, match=r"Nummer „\.\./x“"):
        write_issues(list(issue_all(FORM, known, YEAR)), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert [reply.number for reply in replies_of(consolidate(FORM, YEAR, known, []), ()).senders] == ["0001", "../x"]


ODD = (
    "😀" * 30,
    "😀" * 30,
    "x" * 30 + "😀",
    "'Erbach'",
    "x" * 27 + "'",
    "[:*?/\\]",
    "History",
    "ERBACH",
    "Erbach",
    "\u202eb",
)


def test_an_ort_may_have_any_name(tmp_path: Path) -> None:
    lines = [ort("0001", f"110000{at}", "06437", ort=name) for at, name in enumerate(ODD, 10)]
    known = register([*lines, *(ort(f"{number:04}", f"120000{number}", "06437") for number in range(2, 13))])
    written = write_issues(list(issue_all(FORM, known, YEAR)), tmp_path)
    assert len(written) == 12
    tabs = openpyxl.load_workbook(written[0]).sheetnames
    assert len([tab for tab in tabs if tab.startswith("58 ")]) + tabs.count("58") + tabs.count("58 (2)") >= len(ODD)
    assert len(set(map(str.lower, tabs))) == len(tabs)
    assert not read_return(written[0].read_bytes(), "").findings


def test_what_fails_in_the_middle_leaves_no_half_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = orte({"0001": "Erbach", "0002": "Bensheim", "0003": "Alsfeld"})
    issues = list(issue_all(FORM, known, YEAR))
    write_issues(issues[:1], tmp_path)
    old = (tmp_path / f"dokumentation_{YEAR}_0001.xlsx").read_bytes()
    later = list(issue_all(FORM, orte({"0001": "Fulda", "0002": "Bensheim", "0003": "Alsfeld"}), YEAR))
    write, failures = generate.workbook_bytes, []

    def failing(layout: object, entered: object = None) -> bytes:
        if layout.issue.sender == "0003":  # type: ignore[attr-defined]
            failures.append(layout)
            raise ValueError("a mistake")
        return write(layout, entered)  # type: ignore[arg-type]

    monkeypatch.setattr(generate, "workbook_bytes", failing)
    with pytest.raises(ValueError, match="a mistake"):
        write_issues(later, tmp_path)
    assert failures
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"dokumentation_{YEAR}_0001.xlsx": old}
    monkeypatch.undo()
    replace_ = os.replace

    def locked(source: Path, target: Path) -> None:
        if target.name.endswith("0002.xlsx"):
            raise PermissionError(13, "open in Excel", str(source), None, str(target))
        replace_(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(PermissionError):
        write_issues(later, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"dokumentation_{YEAR}_0001.xlsx": old}
