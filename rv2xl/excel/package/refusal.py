"""Why a file is not opened: the finding, in German, that ends the inspection."""

from __future__ import annotations

import zipfile
from typing import Any

from rv2xl.excel.package.unpack import MIB, shown_part
from rv2xl.model.finding import finding

_ARCHIVE = "Bitte das Archiv entpacken und die Arbeitsmappe selbst senden."


class Refused(Exception):
    """Carries the finding that ends the inspection."""

    def __init__(self, code: str, message: str, remedy: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.finding = finding(code, message, remedy=remedy, **more)


def foreign(kind: str) -> Refused:
    remedy = _ARCHIVE if kind.endswith("-Archiv") else None
    return Refused("DATEI-FORMAT", f"Die Datei ist {kind}, keine Excel-Arbeitsmappe (.xlsx).", remedy)


def damaged(reason: str) -> Refused:
    return Refused("DATEI-UNLESBAR", f"Die Datei ist beschädigt: {reason}")


def encrypted() -> Refused:
    return Refused("DATEI-KENNWORT", "Die Datei ist mit einem Kennwort verschlüsselt und lässt sich nicht lesen.")


def labelled() -> Refused:
    """Encrypted by rights management: whoever labels a file so in Excel knows of no password."""
    return Refused(
        "DATEI-KENNWORT",
        "Die Datei ist durch eine Vertraulichkeitsbezeichnung (Rechteverwaltung) verschlüsselt und lässt sich nicht lesen; ein Kennwort, "
        "das sich entfernen ließe, hat sie nicht.",
        "Bitte in Excel unter „Start“, „Vertraulichkeit“ eine Bezeichnung ohne Verschlüsselung wählen oder unter „Datei“, „Informationen“, "
        "„Arbeitsmappe schützen“ den uneingeschränkten Zugriff zulassen, speichern und noch einmal senden.",
    )


def too_large(fact: str, allowed: str) -> Refused:
    return Refused("DATEI-GROESSE", f"{fact}; erlaubt sind höchstens {allowed}.")


def grouped(number: int) -> str:
    """Write a number as „12.345“."""
    return f"{number:,}".replace(",", ".")


def megabytes(size: int) -> str:
    """Write a size in bytes as „20,5 MB“, rounded down."""
    whole, tenth = divmod(size * 10 // MIB, 10)
    return f"{grouped(whole)},{tenth} MB" if tenth else f"{grouped(whole)} MB"


def shown_name(entry: zipfile.ZipInfo) -> str:
    """The name of a part, fit to print."""
    return f"„{shown_part(entry.filename)}“"
