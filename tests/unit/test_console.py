"""A command as it ends: failures in German, exit status, progress and tables."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.unit.sample_app import BUFFERED, HERE, OK, ROOT, call, finish, start

FAILURES = [
    ("abbruch", "Die Stammdaten „a.xlsx“�[31m sind nicht lesbar."),
    ("value", "Unerwarteter Fehler (ValueError: bad value). Bitte melden."),
    ("bare", "Unerwarteter Fehler (RuntimeError). Bitte melden."),
    ("panic", "Unerwarteter Fehler (Panic: index out of range). Bitte melden."),
    ("oserror", "Unerwarteter Fehler (OSError: made by a library, without a number). Bitte melden."),
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
        "Die Datei „gibt/es/nicht.xlsx“ kann nicht geschrieben werden: Für ihren Ordner fehlt das Zugriffsrecht.",
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
    values = "2025 None False text [<Format.JSON: 'json'>] [7] 2025-12-31 demo 0.5"
    assert call(capsys, *given) == (0, f"[{Path()!r}] {values}\n", "")
    status, _, err = call(capsys, *OK, "--values")
    assert (status, err) == (1, "")
    assert call(capsys, "fail", "interrupt") == (130, "begonnen\n", "Abgebrochen.\n")
    assert call(capsys, "fail", "broken-pipe") == (141, "begonnen\n", "")


def test_traceback_only_for_debugging(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RV2XL_DEBUG", "1")
    status, _, err = call(capsys, "fail", "value")
    assert status == 2
    assert err.startswith("Traceback (most recent call last):")
    assert err.endswith("\nUnerwarteter Fehler (ValueError: bad value). Bitte melden.\n")


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


def test_terminal_gets_a_bar_and_a_drawn_table() -> None:
    pty = pytest.importorskip("pty")
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "tests.unit.sample_app", "show"]
    env = {**BUFFERED, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=inner, stderr=inner) as process:
        os.close(inner)
        received = b""
        with suppress(OSError):  # the way a terminal tells its end
            while block := os.read(outer, 4096):
                received += block
    os.close(outer)
    shown = received.decode()
    assert process.returncode == 0
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
    command = [sys.executable, "-m", "tests.unit.sample_app", *args]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=ROOT, env=BUFFERED, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, "Auf dem Datenträger ist kein Platz mehr.\n")


@pytest.mark.parametrize("args", [["--help"], ["forms", "--help"], ["forms"]])
def test_nothing_heavy_is_imported(args: list[str]) -> None:
    program = (
        "import sys; from rv2xl.application import german_app; from rv2xl.console import run\n"
        "app = german_app(help='Hilfe.')\n"
        "@app.command()\n"
        "def forms() -> None: print('Vordrucke')\n"
        f"try: run(app, {args})\n"
        "finally: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "typer" in done.stderr
    for heavy in ("rich", "pydantic", "pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine", "jinja2"):
        assert f"'{heavy}'" not in done.stderr
