"""The help of an application and of its commands is German."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest

from tests.unit.screen.sample_app import call

HELP = """\
Aufruf: rv2xl BEFEHL …

  Vordrucke ausgeben, prüfen und zusammenführen.

Optionen:
  --version   Die Version anzeigen.
  -h, --help  Diese Hilfe anzeigen.

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
  --share ZAHL                 Anteil.
  --log DATEI                  Protokoll unerwarteter Fehler des Programms.
  -h, --help                   Diese Hilfe anzeigen.
"""

FAIL_HELP = """\
Aufruf: rv2xl fail [ART] [OPTIONEN]

  Einen Fehler auslösen.

Argumente:
  ART  Welcher Fehler. [Standard: value]

Optionen:
  --log DATEI  Protokoll unerwarteter Fehler des Programms.
  -h, --help   Diese Hilfe anzeigen.
"""

ENGLISH = re.compile(
    r"\b(usage|options|arguments?|args|commands?|required|default|show this message|exit|integer|path|file|directory"
    r"|int|str|float|bool|date|range|env var|multiple)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"--[\w-]+|-\w\b|\b(check|fail|show|endless)\b")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--help",), HELP),
        (("check", "--help"), CHECK_HELP),
        (("fail", "--help"), FAIL_HELP),
        (("fail", "-h"), FAIL_HELP),
    ],
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


def test_the_version_is_the_installed_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "--version") == (0, f"rv2xl {version('rv2xl')}\n", "")
