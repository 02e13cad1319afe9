"""Tidy tables of earlier years, written by hand: what `consolidate --data` writes, and what a spreadsheet makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

HEADS = "jahr;le;zad;leistung;kreis;blatt;feld;wert;einheit;datei;zelle;status"

Line = tuple[str, str, str, str, str, str]
"""Number of the Leistungserbringer, ZAD-Nummer, Leistung, Kreis, field, value with a decimal comma."""

HERKUNFT = ("eigene_region", "hessen", "ausserhalb")


def row(line: Line, year: int | str = 2024, status: str = "angenommen") -> str:
    """Return a line of a table."""
    le, zad, leistung, kreis, field, value = line
    return f"{year};{le};{zad};{leistung};{kreis};58 Erbach;{field};{value};;dokumentation.xlsx;B1;{status}"


def ort(le: str, zad: str, kreis: str, values: Mapping[str, str], leistung: str = "58") -> list[Line]:
    """Return the lines of an Ort."""
    return [(le, zad, leistung, kreis, field, value) for field, value in values.items()]


def people(traeger: str, *counts: int) -> dict[str, str]:
    """Return people by Herkunft."""
    return {f"personen.{row}.{traeger}": str(count) for row, count in zip(HERKUNFT, counts, strict=True)}


def csv(lines: Iterable[str | Line], year: int | str = 2024, heads: str = HEADS, end: str = "\r\n") -> str:
    """Return a table as text; a line is written as accepted, a text as it is."""
    return end.join([heads, *(line if isinstance(line, str) else row(line, year) for line in lines), ""])


def file(folder: Path, content: str | bytes, name: str = "Werte.csv") -> Path:
    """Write a table; a text as it is written by us."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8-sig"))
    return path
