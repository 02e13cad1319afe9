"""What lies beside the workbook: the file for a double-click, and the page that says how all is set up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from rv2xl.clerk.building.beside import NOT_SET_UP, PYTHON
from rv2xl.clerk.sheets import Action
from rv2xl.resources import resource
from tests.browser.chromium import Judged

COMMANDS = resource("workbooks/Konsolidierung.cmd").read_bytes()
PAGE = resource("workbooks/Konsolidierung_Einrichten.html").read_text(encoding="utf-8")
LINES = COMMANDS.decode("cp1252").split("\r\n")


def test_cmd_exe_can_read_it() -> None:
    """One byte a sign in a code page that is set before the first umlaut is shown, each line ending with CR LF."""
    assert b"\n" not in COMMANDS.replace(b"\r\n", b"")
    assert LINES.index("chcp 1252 >nul") < next(number for number, line in enumerate(LINES) if "echo   1" in line)


def test_every_action_is_offered_and_run() -> None:
    assert [line.removeprefix("echo   ") for line in LINES if re.match(r"echo   \d", line)] == [
        *(f"{number}  {action.label}" for number, action in enumerate(Action, 1)), "0  Beenden",
    ]  # fmt: skip
    keys = next(re.search(r"/c (\d+)", line) for line in LINES if "choice.exe" in line)
    assert keys is not None
    chosen = dict(re.findall(r'if "%WAHL%"=="(\d)" set "AUFGABE=(\w+)"', "\n".join(LINES)))
    assert {keys[1][int(place) - 1]: word for place, word in chosen.items()} == {
        str(number): str(action) for number, action in enumerate(Action, 1)
    }


def test_no_path_stands_unquoted_or_is_read_twice() -> None:
    for line in LINES:
        if line.startswith("rem") or not re.search(r"%(MAPPE|PROGRAMM|PYTHON|~dp)", line):
            continue
        assert not re.search(r"%(MAPPE|PROGRAMM|PYTHON|~dp)", re.sub(r'"[^"]*"', "", line)), line
        assert not line.startswith("call"), line
    assert "setlocal EnableExtensions DisableDelayedExpansion" in LINES


def test_every_label_is_there() -> None:
    labels = {line[1:] for line in LINES if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", "\n".join(LINES))) == labels


def test_the_page_says_what_the_program_says() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={PYTHON}"
    assert f"Python {PYTHON} oder neuer" in PAGE
    assert f"„{NOT_SET_UP}“" in PAGE
    for action in Action:
        assert f"<code>rv2xl clerk Konsolidierung.xlsm {action}</code>" in PAGE
    for word in (
        "rv2xl doctor",
        "pip install rv2xl",
        "„Zulassen“",
        "„Inhalt aktivieren“",
        "BSD-3-Klausel",
        "Konsolidierung.cmd",
    ):
        assert word in PAGE, word


def test_the_page_is_easy_to_use(axe: Callable[[str], Judged]) -> None:
    said = axe(PAGE)
    assert (said.violations, said.undecided, said.overflows) == ([], [], False)
    assert {"color-contrast", "document-title", "html-has-lang", "landmark-one-main", "region"} <= said.kept
