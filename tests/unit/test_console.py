"""The command line speaks German: help, usage errors, exit status, progress and tables.

The module is its own sample application: `python -m tests.unit.test_console COMMAND` runs it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
import typer

from rv2xl.console import BadValue, german_app, parse_date, progress, run, table
from rv2xl.model.abbruch import Abbruch

ROOT = Path(__file__).parents[2]
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


class Panic(BaseException):
    """Stands for the Rust reader's panic, which is no Exception."""


def rename_error() -> OSError:
    return PermissionError(13, "Permission denied", "Bericht.tmp", None, __file__)


ERRORS: dict[str, Callable[[], BaseException]] = {
    "abbruch": lambda: Abbruch("Die Stammdaten\n„a.xlsx“\x1b[31m sind nicht lesbar."),
    "value": lambda: ValueError("bad\nvalue"),
    "bare": RuntimeError,
    "panic": lambda: Panic("index out of range"),
    "oserror": lambda: OSError("made by a library, without a number"),
    "missing": lambda: FileNotFoundError(2, "No such file or directory", "Ruecklauf/ä.xlsx"),
    "open-in-excel": lambda: PermissionError(13, "Permission denied", __file__),
    "open-in-excel-move": rename_error,
    "folder-denied": lambda: PermissionError(13, "Permission denied", str(ROOT)),
    "new-file-denied": lambda: PermissionError(13, "Permission denied", "gibt/es/nicht.xlsx"),
    "is-folder": lambda: IsADirectoryError(21, "Is a directory", "demo"),
    "no-folder": lambda: NotADirectoryError(20, "Not a directory", b"demo.txt/x"),
    "exists": lambda: FileExistsError(17, "File exists", "demo"),
    "disk-full": lambda: OSError(28, "No space left on device"),
    "disk-full-file": lambda: OSError(28, "No space left on device", "a.xlsx"),
    "other": lambda: OSError(5, "Input/output error", "a.xlsx"),
    "other-nameless": lambda: OSError(5, "Input/output error"),
    "interrupt": KeyboardInterrupt,
    "broken-pipe": BrokenPipeError,
    "usage": lambda: typer.BadParameter("something English"),
}

APP = german_app(help="Vordrucke ausgeben, prüfen und zusammenführen.")


@APP.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Dateien oder Ordner.")],
    year: Annotated[int, typer.Option(metavar="JAHR", min=2000, max=2100, help="Berichtsjahr.")],
    register: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="Stammdaten.")] = None,
    values: Annotated[bool, typer.Option("--values", help="Werte mit ausgeben.")] = False,
    format: Annotated[Format, typer.Option(help="Art der Ausgabe.")] = Format.TEXT,
    only: Annotated[list[Format] | None, typer.Option(metavar="NAME", help="Nur diese.")] = None,
    provider: Annotated[list[int] | None, typer.Option(metavar="NR", help="Nur dieser.")] = None,
    today: Annotated[date | None, typer.Option(parser=parse_date, help="Stichtag.")] = None,
    out: Annotated[Path, typer.Option(file_okay=False, help="Zielordner.")] = Path("demo"),
    share: Annotated[float, typer.Option(show_default="die Hälfte", help="Anteil.")] = 0.5,
) -> None:
    """Rückläufe prüfen und
    jeden Befund nennen.

    Ordner werden durchsucht.
    """
    print(paths, year, register, values, format.value, only, provider, today, out, share)
    raise typer.Exit(1 if values else 0)


@APP.command()
def fail(kind: Annotated[str, typer.Argument(metavar="ART", help="Welcher Fehler.")] = "value") -> None:
    """Einen Fehler auslösen."""
    print("begonnen")
    raise ERRORS[kind]()


@APP.command()
def show() -> None:
    """Eine Tabelle und einen Balken zeigen."""
    with progress(3, "Prüfen [bold]") as advance:
        for _ in range(3):
            advance()
    table(
        "Vordrucke [red]",
        ["Name", "Seiten", "Bemerkung"],
        [["Größe [bold]x[/bold]", 12, None], ["b\x1b[31m", Decimal("1.50"), "ein langer Satz " * 15 + "Ende"]],
    )


@APP.command()
def endless(steps: int = 10**9) -> None:
    """Schreiben, bis niemand mehr liest."""
    for step in range(steps):
        print("Zeile", step, flush=step == 0)


@APP.command(hidden=True)
def secret() -> None:
    """Verborgen."""


def call(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        run(APP, args)
    out, err = capsys.readouterr()
    assert isinstance(end.value.code, int)
    return end.value.code, out, err


def start(*args: str, **env: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.unit.test_console", *args]
    return subprocess.Popen(command, cwd=ROOT, env={**BUFFERED, **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode(), err.decode()


HELP = """\
Aufruf: rv2xl BEFEHL …

  Vordrucke ausgeben, prüfen und zusammenführen.

Optionen:
  --help  Diese Hilfe anzeigen.

Befehle:
  check    Rückläufe prüfen und jeden Befund nennen.
  fail     Einen Fehler auslösen.
  show     Eine Tabelle und einen Balken zeigen.
  endless  Schreiben, bis niemand mehr liest.

„rv2xl BEFEHL --help“ beschreibt einen Befehl.
"""

CHECK_HELP = """\
Aufruf: rv2xl check PFAD… --year JAHR [OPTIONEN]

  Rückläufe prüfen und jeden Befund nennen.

  Ordner werden durchsucht.

Argumente:
  PFAD…  Dateien oder Ordner. [Pflicht]

Optionen:
  --year JAHR                  Berichtsjahr. [Pflicht]
  --register PFAD              Stammdaten.
  --values                     Werte mit ausgeben.
  --format text|json|markdown  Art der Ausgabe. [Standard: text]
  --only NAME                  Nur diese. [mehrfach möglich]
  --provider NR                Nur dieser. [mehrfach möglich]
  --today JJJJ-MM-TT           Stichtag.
  --out PFAD                   Zielordner. [Standard: demo]
  --share ZAHL                 Anteil. [Standard: die Hälfte]
  --help                       Diese Hilfe anzeigen.
"""

FAIL_HELP = """\
Aufruf: rv2xl fail [ART] [OPTIONEN]

  Einen Fehler auslösen.

Argumente:
  ART  Welcher Fehler. [Standard: value]

Optionen:
  --help  Diese Hilfe anzeigen.
"""

ENGLISH = re.compile(
    r"\b(usage|options|arguments?|args|commands?|required|default|show this message|exit|integer|path|file|directory"
    r"|int|str|float|bool|date|range|env var|multiple)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"--[\w-]+|-\w\b|\b(check|fail|show|endless)\b")


@pytest.mark.parametrize(
    ("args", "expected"),
    [(("--help",), HELP), (("check", "--help"), CHECK_HELP), (("fail", "--help"), FAIL_HELP)],
)
def test_help_is_german(
    args: tuple[str, ...],
    expected: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert call(capsys, *args) == (0, expected, "")


@pytest.mark.parametrize("command", [None, "check", "fail", "show", "endless"])
def test_help_holds_no_english_word(command: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = call(capsys, *filter(None, (command,)), "--help")
    assert status == 0
    assert not ENGLISH.findall(NAMES.sub("", out))


OK = ("check", ".", "--year", "2025")
USAGE = [
    ((), "Es fehlt ein Befehl; „rv2xl --help“ nennt alle Befehle."),
    (("chek",), "Den Befehl „chek“ gibt es nicht; gemeint ist vielleicht „check“."),
    (("xyz", "--help"), "Den Befehl „xyz“ gibt es nicht; „rv2xl --help“ nennt alle Befehle."),
    (("--foo",), "Die Option --foo gibt es nicht."),
    ((*OK, "--valeus"), "Die Option --valeus gibt es nicht; gemeint ist vielleicht --values."),
    ((*OK, "-x"), "Die Option -x gibt es nicht."),
    (("check",), "Die Angabe PFAD fehlt."),
    (("check", "."), "Die Option --year fehlt."),
    ((*OK, "--register"), "Hinter --register fehlt der Wert."),
    ((*OK, "--values=3"), "Die Option --values steht allein und nimmt keinen Wert an."),
    (("check", ".", "--year", "abc"), "Für --year ist „abc“ keine ganze Zahl."),
    (("check", ".", "--year", "20.5"), "Für --year ist „20.5“ keine ganze Zahl."),
    (("check", ".", "--year", ""), "Für --year ist „“ keine ganze Zahl."),
    (("check", ".", "--year", "9" * 5000), f"Für --year ist „{'9' * 5000}“ keine ganze Zahl."),
    (("check", ".", "--year", "3"), "Für --year ist „3“ zu klein; möglich ist es ab 2000."),
    (("check", ".", "--year", "3000"), "Für --year ist „3000“ zu groß; möglich ist es bis 2100."),
    ((*OK, "--share", "0,5"), "Für --share ist „0,5“ keine Zahl."),
    ((*OK, "--provider", "1", "--provider", "x"), "Für --provider ist „x“ keine ganze Zahl."),
    ((*OK, "--format", "xml"), "Für --format ist „xml“ nicht möglich, nur text, json oder markdown."),
    ((*OK, "--only", "xml"), "Für --only ist „xml“ nicht möglich, nur text, json oder markdown."),
    ((*OK, "--today", "31.12.2025"), "Für --today ist „31.12.2025“ kein gültiges Datum der Form JJJJ-MM-TT."),
    ((*OK, "--register", "gibt's \n nicht"), "Für --register ist „gibt's   nicht“ nicht zu finden."),
    ((*OK, "--register", "/"), "Für --register ist „/“ ein Ordner, keine Datei."),
    ((*OK, "--out", __file__), f"Für --out ist „{__file__}“ eine Datei, kein Ordner."),
    (("show", "x", "y"), "Mit „x y“ stehen mehr Angaben da, als „rv2xl show“ kennt."),
    (("show", "a\x1b[31m\nb"), "Mit „a�[31m b“ stehen mehr Angaben da, als „rv2xl show“ kennt."),
]


@pytest.mark.parametrize(("args", "expected"), USAGE, ids=[" ".join(args)[:40] for args, _ in USAGE])
def test_usage_error_is_one_german_sentence(
    args: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, *args) == (2, "", expected + "\n")


FAILURES = [
    ("abbruch", "Die Stammdaten „a.xlsx“�[31m sind nicht lesbar."),
    ("value", "Unerwarteter Fehler (ValueError: bad value). Bitte melden."),
    ("bare", "Unerwarteter Fehler (RuntimeError). Bitte melden."),
    ("panic", "Unerwarteter Fehler (Panic: index out of range). Bitte melden."),
    ("oserror", "Unerwarteter Fehler (OSError: made by a library, without a number). Bitte melden."),
    ("missing", "Die Datei oder den Ordner „Ruecklauf/ä.xlsx“ gibt es nicht."),
    (
        "open-in-excel",
        f"Die Datei „{__file__}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet.",
    ),
    (
        "open-in-excel-move",
        f"Die Datei „{__file__}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet.",
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
    assert call(capsys, "fail", "open-in-excel")[2] == f"Die Datei „{__file__}“ kann nicht {expected}\n"


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


@pytest.mark.parametrize(
    "text", ["2025-1-1", "20250101", "2025-W01-1", "2025-02-30", "2025-01-01T00", "２０２５-01-01", ""]
)
def test_date_refuses_other_forms(text: str) -> None:
    with pytest.raises(BadValue):
        parse_date(text)


def test_date_reads_the_iso_form() -> None:
    assert parse_date("2024-02-29") == date(2024, 2, 29)


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
    command = [sys.executable, "-m", "tests.unit.test_console", "show"]
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
    command = [sys.executable, "-m", "tests.unit.test_console", *args]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=ROOT, env=BUFFERED, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, "Auf dem Datenträger ist kein Platz mehr.\n")


@pytest.mark.parametrize("args", [["--help"], ["forms", "--help"], ["forms"]])
def test_nothing_heavy_is_imported(args: list[str]) -> None:
    program = (
        "import sys; from rv2xl.console import german_app, run\n"
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


if __name__ == "__main__":
    run(APP)
