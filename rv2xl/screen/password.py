"""Where a password comes from: the environment, else the terminal, which does not show it. Never an option, which every process sees."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.password import VARIABLE, Password


def new_password() -> Password:
    """Return the password for what is about to be written, typed twice. Raises Abbruch if there is none."""
    if (given := _given()) is not None:
        return given
    if not _is_at_a_terminal():
        raise Abbruch(f"Für --encrypt fehlt das Kennwort; bitte in der Umgebungsvariablen {VARIABLE} angeben.")
    password = Password(_asked("Kennwort für die Arbeitsmappen: "))
    if _asked("Noch einmal dasselbe Kennwort: ") != password.text:
        raise Abbruch("Die beiden Kennwörter sind verschieden; es wurde nichts geschrieben.")
    return password


def known_password(files: Iterable[Path]) -> Password | None:
    """Return the password that opens encrypted files among these; it is asked for if there are some, and somebody to ask."""
    if (given := _given()) is not None or not _is_at_a_terminal() or not any(map(_is_encrypted, files)):
        return given
    typed = _asked("Kennwort der verschlüsselten Dateien (ohne Kennwort: Eingabetaste): ")
    return Password(typed) if typed else None


def _given() -> Password | None:
    text = os.environ.get(VARIABLE)
    return Password(text) if text else None


def _is_at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _asked(words: str) -> str:
    """Ask at the terminal. Raises Abbruch where what is typed would be seen."""
    from getpass import GetPassWarning, getpass
    from warnings import catch_warnings, simplefilter

    try:
        with catch_warnings():
            simplefilter("error", GetPassWarning)
            return getpass(words)
    except (GetPassWarning, EOFError) as error:
        raise Abbruch(
            f"Das Kennwort lässt sich hier nicht verdeckt eingeben; bitte in der Umgebungsvariablen {VARIABLE} angeben."
        ) from error


def _is_encrypted(path: Path) -> bool:
    from rv2xl.excel.package.encryption import is_encrypted
    from rv2xl.excel.package.refusal import Refused
    from rv2xl.returns.reading import content

    try:
        return is_encrypted(content(path))
    except (OSError, Refused):  # said by what reads it
        return False
