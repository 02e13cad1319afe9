"""A small application in German, called here or as a process: `python -m tests.unit.screen.sample_app COMMAND` runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click import argument, option

from rv2xl.model.abbruch import Abbruch
from rv2xl.screen.console import progress, run, say, table
from rv2xl.screen.help import german_app
from rv2xl.screen.values import Day, FileOrFolder, OneOf, WholeNumber

HERE = __file__
ROOT = Path(HERE).parents[3]
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


FORMATS = OneOf("text", "json", "markdown")


class Panic(BaseException):
    """Stands for the Rust reader's panic, which is no Exception."""


def rename_error() -> OSError:
    return PermissionError(13, "Permission denied", "Bericht.tmp", None, HERE)


ERRORS: dict[str, Callable[[], BaseException]] = {
    "abbruch": lambda: Abbruch("Die Stammdaten\n„a.xlsx“\x1b[31m sind nicht lesbar."),
    "value": lambda: ValueError("bad\nvalue"),
    "bare": RuntimeError,
    "panic": lambda: Panic("index out of range"),
    "oserror": lambda: OSError("made by a library, without a number"),
    "missing": lambda: FileNotFoundError(2, "No such file or directory", "Ruecklauf/ä.xlsx"),
    "open-in-excel": lambda: PermissionError(13, "Permission denied", HERE),
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
    "usage": lambda: click.BadParameter("something English"),
}

OK = ("check", ".", "--year", "2025")
"""A call that has all it needs."""

APP = german_app("Vordrucke ausgeben, prüfen und zusammenführen.")


@APP.command()
@argument("paths", type=FileOrFolder(), nargs=-1, required=True, help="Dateien oder Ordner.")
@option("--year", metavar="JAHR", type=WholeNumber(2000, 2100), required=True, help="Berichtsjahr.")
@option("--register", type=FileOrFolder(exists=True, dir_okay=False), help="Stammdaten.")
@option("--values", is_flag=True, help="Werte mit ausgeben.")
@option("--format", type=FORMATS, default="text", help="Art der Ausgabe.")
@option("--only", metavar="NAME", type=FORMATS, multiple=True, help="Nur diese.")
@option("--provider", metavar="NR", type=WholeNumber(), multiple=True, help="Nur dieser.")
@option("--today", type=Day(), help="Stichtag.")
@option("--out", type=FileOrFolder(file_okay=False), default="demo", help="Zielordner.")
@option("--share", type=float, help="Anteil.", metavar="ZAHL")
def check(
    paths: tuple[Path, ...], year: int, register: Path | None, values: bool, format: str, only: tuple[str, ...],
    provider: tuple[int, ...], today: date | None, out: Path, share: float | None,
) -> int:  # fmt: skip
    """Rückläufe prüfen und
    jeden Befund nennen.

    Ordner werden durchsucht.
    """
    print(paths, year, register, values, format, only, provider, today, out, share)
    return 1 if values else 0


@APP.command()
@argument("kind", metavar="ART", default="value", help="Welcher Fehler.")
def fail(kind: str) -> None:
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


@APP.command(hidden=True)
def noisy() -> None:
    """Tun, was Bibliotheken tun: warnen, und auf eigenem Weg schreiben."""
    for category in (UserWarning, FutureWarning, DeprecationWarning, ResourceWarning):
        warnings.warn("something English", category, stacklevel=1)
    for number in range(3):
        os.write(2, b"thread '<unnamed>' panicked at src/lib.rs:%d\n" % number)
    say("Das\x1b[31m ist\neine Zeile \udcfc.")
    table("Titel\x1b]0;neu\x07", ["Name"], [["a"]])
    raise ERRORS["panic"]()


@APP.command()
def endless() -> None:
    """Schreiben, bis niemand mehr liest."""
    for step in range(10**9):
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
    command = [sys.executable, "-m", "tests.unit.screen.sample_app", *args]
    return subprocess.Popen(command, cwd=ROOT, env={**BUFFERED, **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, (out or b"").decode(), err.decode()


def on_a_terminal(
    *args: str, width: int, module: str = "tests.unit.screen.sample_app", folder: Path = ROOT, error: bool = True
) -> tuple[int, str]:
    """Run a module with its output on a terminal, and on demand its stderr; return its status and what it showed."""
    pty = pytest.importorskip("pty")
    outer, inner = pty.openpty()
    env = {**BUFFERED, "TERM": "xterm", "COLUMNS": str(width), "PYTHONPATH": str(ROOT)}
    command, stderr = [sys.executable, "-m", module, *args], inner if error else subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, env=env, stdout=inner, stderr=stderr) as process:
        os.close(inner)
        received = b""
        with suppress(OSError):  # the way a terminal tells its end
            while block := os.read(outer, 4096):
                received += block
    os.close(outer)
    return process.returncode, received.decode()


if __name__ == "__main__":
    run(APP)
