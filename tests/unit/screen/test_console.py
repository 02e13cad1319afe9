"""A command as it ends: failures in German, exit status, progress and tables."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rv2xl.screen.console import expanded
from tests.unit.screen.sample_app import BUFFERED, HERE, OK, ROOT, call, finish, on_a_terminal, start

FAILURES = [
    ("abbruch", "Die Stammdaten „a.xlsx“�[31m sind nicht lesbar."),
    ("value", "Unerwarteter Fehler (ValueError). Bitte melden."),
    ("bare", "Unerwarteter Fehler (RuntimeError). Bitte melden."),
    ("panic", "Unerwarteter Fehler (Panic). Bitte melden."),
    ("oserror", "Unerwarteter Fehler (OSError). Bitte melden."),
    ("missing", "Die Datei oder den Ordner „Ruecklauf/ä.xlsx“ gibt es nicht."),
    (
        "open-in-excel",
        f"Die Datei „{HERE}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet.",
    ),
    (
        "open-in-excel-move",
        f"Die Datei „{HERE}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet.",
    ),
    ("folder-denied", f"Für den Ordner „{ROOT}“ fehlt das Zugriffsrecht."),
    (
        "new-file-denied",
        "Die Datei „gibt/es/nicht.xlsx“ kann nicht gelesen oder geschrieben werden: Für ihren Ordner fehlt das Zugriffsrecht.",
    ),
    ("is-folder", "„demo“ ist ein Ordner, keine Datei."),
    ("no-folder", "„demo.txt/x“ ist kein Ordner oder liegt in keinem."),
    ("exists", "„demo“ gibt es schon."),
    ("disk-full", "Auf dem Datenträger ist kein Platz mehr."),
    ("disk-full-file", "Auf dem Datenträger ist kein Platz mehr für „a.xlsx“."),
    ("other", "„a.xlsx“ kann nicht gelesen oder geschrieben werden (Fehler 5)."),
    ("other-nameless", "Lesen oder Schreiben ist fehlgeschlagen (Fehler 5)."),
    ("usage", "Der Aufruf ist so nicht möglich; „rv2xl fail --help“ zeigt, wie er lautet."),
]


@pytest.mark.parametrize(("kind", "expected"), FAILURES)
def test_failure_is_one_german_sentence(kind: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "fail", kind) == (2, "begonnen\n", expected + "\n")


@pytest.mark.parametrize(
    ("denied", "expected"),
    [(os.R_OK, "gelesen werden: Das Zugriffsrecht fehlt."), (os.W_OK, "geschrieben werden: Sie ist schreibgeschützt.")],
)
def test_access_right_is_told_from_a_file_open_in_excel(
    denied: int, expected: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != denied)  # tests may run as root, who may do anything
    assert call(capsys, "fail", "open-in-excel")[2] == f"Die Datei „{HERE}“ kann nicht {expected}\n"


def test_statuses_of_commands_that_end(capsys: pytest.CaptureFixture[str]) -> None:
    given = (*OK, "--today", "2025-12-31", "--provider", "7", "--only", "json")
    values = "2025 None False text ('json',) (7,) 2025-12-31 demo None"
    assert call(capsys, *given) == (0, f"({Path()!r},) {values}\n", "")
    status, _, err = call(capsys, *OK, "--values")
    assert (status, err) == (1, "")
    assert call(capsys, "fail", "interrupt") == (130, "begonnen\n", "Abgebrochen.\n")
    assert call(capsys, "fail", "broken-pipe") == (141, "begonnen\n", "")


def test_traceback_only_for_debugging(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RV2XL_DEBUG", "1")
    status, _, err = call(capsys, "fail", "value")
    assert status == 2
    assert err.startswith("Traceback (most recent call last):")
    assert err.endswith("\nUnerwarteter Fehler (ValueError). Bitte melden.\n")


@pytest.mark.parametrize("by_option", [True, False])
def test_an_unexpected_error_is_logged_where_somebody_asked_for_it(
    by_option: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "rv2xl.log"
    if not by_option:
        monkeypatch.setenv("RV2XL_LOG", str(log))
    asked = ("--log", str(log)) if by_option else ()
    for kind in ("abbruch", "usage", "interrupt"):
        call(capsys, "fail", kind, *asked)
    assert log.read_text(encoding="utf-8") == ""
    sentence = "Unerwarteter Fehler (ValueError). Bitte melden.\n"
    assert call(capsys, "fail", "value", *asked) == (2, "begonnen\n", sentence)
    assert log.read_text(encoding="utf-8").endswith("in fail\n    raise ERRORS[kind]()\nValueError\n"), (
        "without its words"
    )


def test_a_log_that_cannot_be_written_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "fehlt" / "rv2xl.log"
    assert call(capsys, "fail", "--log", str(log)) == (2, "", f"In das Protokoll „{log}“ lässt sich nicht schreiben.\n")


def test_wildcards_that_the_shell_left_are_files(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx", "c.csv"):
        (tmp_path / name).touch()
    files = [str(tmp_path / name) for name in ("a.xlsx", "b.xlsx")]
    assert expanded(["check", f"{tmp_path}/*.xlsx", "*.fehlt"]) == ["check", *files, "*.fehlt"]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_pipe_gets_utf8_and_no_decoration(encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "FORCE_COLOR": "1", "COLUMNS": "40"}
    long = ("ein langer Satz " * 15 + "Ende").strip()
    lines = [
        "Vordrucke [red]",
        "Name                  Seiten  Bemerkung",
        f"--------------------  ------  {'-' * len(long)}",
        "Größe [bold]x[/bold]  12",
        f"b�[31m                1.50    {long}",
    ]
    assert finish(start("show", **env)) == (0, "\n".join(lines) + "\n", "")


SENTENCE = "Unerwarteter Fehler (Panic). Bitte melden.\n"


def test_what_libraries_print_is_not_shown_and_what_is_ours_is() -> None:
    shown = "Das�[31m ist eine Zeile \\xfc.\nTitel�]0;neu�\nName\n----\na\n"
    assert finish(start("noisy")) == (2, shown, SENTENCE)


def test_who_looks_for_mistakes_sees_everything() -> None:
    status, _, err = finish(start("noisy", RV2XL_DEBUG="1"))
    assert (status, err.endswith(SENTENCE)) == (2, True)
    assert err.count("panicked") == 3
    assert "UserWarning: something English" in err
    assert "UserWarning: something English" in finish(start("noisy", PYTHONWARNINGS="default"))[2]


def test_a_closed_or_full_stderr_changes_nothing() -> None:
    command = f"exec {sys.executable} -m tests.unit.screen.sample_app"
    for end, lines in (("fail 2>&-", 1), ("noisy 2>/dev/full", 5)):
        run = subprocess.run(["sh", "-c", f"{command} {end}"], cwd=ROOT, env=BUFFERED, capture_output=True, check=False)
        assert (run.returncode, run.stdout.decode().count("\n"), run.stderr) == (2, lines, b"")


def test_terminal_gets_a_bar_and_a_drawn_table() -> None:
    status, shown = on_a_terminal("show", width=80)
    assert status == 0
    assert "Prüfen [bold]" in shown
    assert "3/3" in shown
    assert "Größe [bold]x[/bold]" in shown
    assert "Ende" in shown
    assert "\x1b[1m" in shown
    assert "\x1b[31m" not in shown


@pytest.mark.parametrize(("command", "lines"), [("endless", 1), ("show", 0)])
def test_reader_gone_is_no_error(command: str, lines: int) -> None:
    process = start(command)
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    assert finish(process) == (141, "", "")


def test_interrupt_by_keyboard() -> None:
    process = start("endless")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    status, _, err = finish(process)
    assert (status, err) == (130, "Abgebrochen.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("args", [["show"], ["fail", "disk-full"]])
def test_full_disk_under_the_output(args: list[str]) -> None:
    command = [sys.executable, "-m", "tests.unit.screen.sample_app", *args]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=ROOT, env=BUFFERED, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, "Auf dem Datenträger ist kein Platz mehr.\n")


@pytest.mark.parametrize("args", [["--help"], ["forms", "--help"], ["forms"]])
def test_nothing_heavy_is_imported(args: list[str]) -> None:
    program = (
        "import sys; from rv2xl.screen.help import german_app; from rv2xl.screen.console import run\n"
        "app = german_app('Hilfe.')\n"
        "@app.command()\n"
        "def forms() -> None: print('Vordrucke')\n"
        f"try: run(app, {args})\n"
        "finally: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "click" in done.stderr
    for heavy in ("rich", "pydantic", "pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine", "jinja2"):
        assert f"'{heavy}'" not in done.stderr
