"""Files to measure with: filled returns with 3 Orte, another Leistungserbringer in each."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from rv2xl import forms
from rv2xl.demo.data import filled_values
from rv2xl.demo.returns import fill
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.files import write_beside
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.returns.processes.pool import WorkerPool, processors
from rv2xl.returns.register import Register, RegisterRow

ORTE = 3
YEAR = 2025


def register(providers: int) -> Register:
    """Return a register in which each Leistungserbringer has 3 Orte, the last of them § 60."""
    numbers = [f"{number:04d}" for number in range(1, providers + 1)]
    return Register(
        {number: traeger(number) for number in numbers},
        tuple(ort for number in numbers for ort in orte(number)),
        (),
        {},
    )


def traeger(number: str) -> RegisterRow:
    """Return the register's row of one Leistungserbringer."""
    return {"nummer": number, "name": f"Werkstatt {int(number)} gGmbH", "plz": "64711", "ort": "Erbach"}


def orte(number: str) -> tuple[RegisterRow, ...]:
    """Return the register's rows of its Orte."""
    return tuple(
        {
            "traeger": number, "zad": f"11{number}{ort}", "name": f"Haus {ort} von {number}", "strasse": f"Am Bach {ort}",
            "plz": "64711", "ort": f"Ort {number}-{ort}", "kreis": "06437", "leistung": "60" if ort == ORTE else "58",
            "art": "Arbeitsbereich", "platzzahl": 100 + ort, "aktenzeichen": f"AZ {number}/{ort}",
        }
        for ort in range(1, ORTE + 1)
    )  # fmt: skip


def issued_layout() -> Layout:
    """Return the layout of one issued workbook."""
    return lay_out(issue_for(forms.newest("dokumentation"), register(1), YEAR, "0001"))


def filled_returns(count: int) -> list[bytes]:
    """Return filled returns: issued files with cells edited."""
    known = register(count)
    return [filled_return(number, known) for number in known.traeger]


def filled_return(number: str, known: Register) -> bytes:
    """Return the filled return of one Leistungserbringer."""
    layout = lay_out(issue_for(forms.newest("dokumentation"), known, YEAR, number))
    return fill(workbook_bytes(layout), layout, filled_values(layout, random.Random(number)))


PEOPLE = 600
"""As many as the list of Anlage 1 has room for."""


def filled_list() -> bytes:
    """Return a return of Anlage 1 with a full list: 600 people at 5 Orte."""
    layout = lay_out(issue_blank(forms.newest("fahrtkosten"), YEAR))
    rows = {
        f"teilnehmende.{number}.{name}": value
        for number in range(1, PEOPLE + 1)
        for name, value in person(number).items()
    }
    entered: dict[str, dict[str, Value]] = {
        "berechnung": {"kopf.leistungserbringer": "Werkstatt 1 gGmbH", "kopf.nummer": "0001"},
        "entfernung": rows,
        "kalkulation": {"kosten.fahrdienst_extern": 900_000, "wertmarken.ganzjahr": 12},
    }
    return fill(workbook_bytes(layout), layout, entered)


def person(number: int) -> dict[str, Value]:
    """Return the row of one Fahrteilnehmenden; hardly any two have the same way."""
    return {
        "kennung": f"TN-{number:04d}", "zad": f"1100000{number % 5}", "traeger": ("LWV Hessen", "LWV Hessen", "BA", "andere")[number % 4],
        "befoerderung": ("Fahrdienst", "ÖPNV", "eigenes Fahrzeug")[number % 3], "strecke": Decimal(number * 101 % 593 + 11) / 10,
        "routenplaner": "Planer", "ermittelt_am": date(YEAR, 11, 1 + number % 28), "fahrtdauer": number % 60,
    }  # fmt: skip


def write_returns(folder: Path, count: int) -> list[Path]:
    """Write so many filled returns into a folder, those that are not there yet, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {number: folder / f"dokumentation_{YEAR}_{number}.xlsx" for number in register(count).traeger}
    todo = [number for number, path in paths.items() if not path.exists()]
    with WorkerPool(processors()) as pool:
        for number, data in zip(todo, pool.map(_one, todo), strict=True):
            write_beside(paths[number], data)
    return list(paths.values())


def _one(number: str) -> bytes:
    return filled_return(number, Register({number: traeger(number)}, orte(number), (), {}))


def saved_by_libreoffice(returns: Sequence[bytes]) -> list[bytes] | None:
    """Return the files as LibreOffice saves them; None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.xlsx" for number, _ in enumerate(returns)]
        for path, data in zip(paths, returns, strict=True):
            path.write_bytes(data)
        subprocess.run(
            [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
             "--outdir", str(folder / "saved"), *map(str, paths)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return [(folder / "saved" / path.name).read_bytes() for path in paths]
