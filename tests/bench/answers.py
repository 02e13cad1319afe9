"""Answers 100 returns with marked copies and letters: `rv2xl respond`, reading included, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.returns.processes.pool import processors
from tests.bench.samples import YEAR, register, write_returns

RETURNS, MOST = 100, 60
"""So many are answered, in so many seconds at most."""

WRONG = {
    "personen.hessen.lwv": "viele", "alter.a18_30.andere": 999, "personal.fab": None, "fragen.struktur_1": "vielleicht",
    "erbracht.lwv": 99_999,
}  # fmt: skip
"""What is wrong on each sheet of an Ort."""


def spoilt(data: bytes, layout: Layout) -> bytes:
    """Return a filled return with mistakes on every Ort."""
    sheets = [placed for placed in layout.placed if WRONG.keys() <= placed.plan.fields.keys()]
    return set_cells(data, {
        placed.name: {placed.plan.fields[name].name: value for name, value in WRONG.items()} for placed in sheets})  # fmt: skip


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = _register(folder / "Stammdaten.xlsx")
        for path in write_returns(folder / "Ruecklauf", RETURNS):
            number = path.stem.rpartition("_")[2]
            layout = lay_out(issue_for(forms.newest("dokumentation"), register(RETURNS), YEAR, number))
            path.write_bytes(spoilt(path.read_bytes(), layout))
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "rv2xl",
            "respond",
            str(folder / "Ruecklauf"),
            "--register",
            str(book),
            "--year",
            str(YEAR),
        ]
        subprocess.run(
            [*command, "--out", str(folder / "Antworten"), "--today", f"{YEAR + 1}-03-17"],
            check=True,
            capture_output=True,
        )
        seconds = time.perf_counter() - start
        drafts = list((folder / "Antworten").glob("*.eml"))
        if len(drafts) != RETURNS or min(path.stat().st_size for path in drafts) < 20_000:
            sys.exit(f"{len(drafts)} of {RETURNS} answers with a marked copy")
    print(f"respond, {RETURNS} returns: {seconds:.1f} s on {processors()} processors (at most {MOST})")


def _register(path: Path) -> Path:
    """Write the register of the samples as a workbook."""
    known = register(RETURNS)
    form = forms.newest("stammdaten").with_rows({"traeger": RETURNS, "orte": len(known.orte)})
    rows = {"traeger": list(known.traeger.values()), "orte": list(known.orte)}
    entered = {
        name: {
            f"{name}.{number}.{column}": value for number, line in enumerate(lines, 1) for column, value in line.items()
        }
        for name, lines in rows.items()
    }
    entered["absender"] = {"absender.name": "LWV Hessen", "absender.mail": "rv2@example.org"}
    path.write_bytes(workbook_bytes(lay_out(issue_blank(form, YEAR)), entered))
    return path
