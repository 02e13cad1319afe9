"""A hostile file costs a bounded number of calls and 200 MB, and is answered with findings; what it costs grows with its size.

Each is read in a process of its own. Twenty million calls are a few seconds on any machine; one file read in quadratic time has
thousands of millions. What a single call costs, a regular expression or a parser's, is measured by `python -m tests.soak`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.batch import check_file
from tests.faults.workbook import Spoilt
from tests.forms.standard import YEAR
from tests.programs.package import STRINGS, WORKBOOK, filled, packed, parts_of, replaced, sheet_parts
from tests.security.cost import calls
from tests.security.costly import COSTLY
from tests.security.costly.build import (
    DOK,
    META,
    ORT,
    REG,
    inserted,
    padded,
    renamed,
    rows,
    text,
    with_cells,
    with_tabs,
)

CALLS = 20_000_000
MEGABYTES = 200
HANGS_AFTER = 1_800
"""Seconds, a thousand times what it takes: only so that a hang is named."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", COSTLY)
def test_a_hostile_file_costs_little(name: str, tmp_path: Path) -> None:
    make, codes = COSTLY[name]
    path = tmp_path / "datei.xlsx"
    path.write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-m", "tests.security.cost", str(path)],
        capture_output=True, text=True, check=True, timeout=HANGS_AFTER, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    cost = json.loads(run.stdout)
    assert tuple(cost["codes"]) == codes
    assert cost["calls"] < CALLS
    assert cost["megabytes"] < MEGABYTES


def _names(count: int) -> bytes:
    """Defined names without number, and a changed label, for which they are asked."""
    name = b'<definedName name="n%d" localSheetId="3">\'58 Erbach\'!$A$%d</definedName>'
    parts, end = parts_of(set_cells(filled(DOK), {ORT: {"A1": "anders"}})), b"</definedNames>"
    names = b"".join(name % (number, number % 900 + 1) for number in range(count))
    return packed(parts | {WORKBOOK: padded(replaced(parts[WORKBOOK], end, names + end))})


def _labels(count: int) -> bytes:
    """Printed labels where the Ort was, none where it stood."""
    label = b"Altersstruktur (Lebensjahre)"
    cells = (
        (row, b"".join(text(label, b"%s%d" % (column, row)) for column in (b"A", b"B", b"C")))
        for row in range(1, count)
    )
    return with_cells(rows(cells), alone=True)


def _wrong(count: int) -> bytes:
    """A register in which each entry of an Ort is wrong."""
    layout = lay_out(issue_blank(forms.newest(REG).with_rows({"traeger": count, "orte": count}), YEAR))
    orte = next(placed for placed in layout.placed if placed.name == "Orte")
    return set_cells(workbook_bytes(layout), {"Orte": {cell.name: "#" for cell in orte.plan.fields.values()}})


def _comments(count: int) -> bytes:
    book = Spoilt(filled(DOK))
    book.comment(ORT, [f"{'HJ'[row % 2]}{row}" for row in range(1, count)])
    return book.file()


def _copies(count: int) -> bytes:
    """One Ort again and again, and the issued one renamed."""
    return renamed(with_tabs(count, parts_of(filled(DOK))[sheet_parts(filled(DOK))[ORT]]))


def _meta(count: int) -> bytes:
    """Sheets in `_meta` that nobody issued."""
    lines = {
        f"{column}{900 + n}": said
        for n in range(count)
        for column, said in (("A", "blatt"), ("B", f"ort_58.{n + 10}"), ("C", f"Ort {n}"))
    }
    return set_cells(filled(DOK), {META: lines})


GROWING: dict[str, tuple[Callable[[int], bytes], int]] = {
    "cells in rows": (lambda n: with_cells(rows((row, b'<c r="Z%d"><v>.5</v></c>' % row) for row in range(100, 100 + n))), 1_000),
    "blank cells in one row": (lambda n: with_cells(b'<row r="99">' + b'<c r="F9"/>' * n + b"</row>"), 5_000),
    "blank cells without addresses": (lambda n: with_cells(b"<row>" + b"<c/>" * n + b"</row>"), 5_000),
    "texts of their own": (lambda n: with_cells(rows((row, text(b"x" * 99, b"A%d" % row)) for row in range(100, 100 + n))), 1_000),
    "shared texts": (lambda n: inserted(STRINGS, b"</sst>", b"<si><t>%s</t></si>" % (b"x" * 99) * n), 5_000),
    "merged ranges": (
        lambda n: inserted(sheet_parts(filled(DOK))[ORT], b"</mergeCells>", b'<mergeCell ref="F1:G2"/>' * n), 5_000),
    "defined names": (_names, 5_000),
    "labels": (_labels, 1_000),
    "wrong entries": (_wrong, 100),
    "entries below a list": (
        lambda n: set_cells(filled("fahrtkosten"), {"Entfernungskilometer": {f"A{17 + row}": "x" for row in range(n)}}), 500),
    "texts beside the fields": (lambda n: set_cells(filled(DOK), {ORT: {f"{'HJ'[row % 2]}{row}": "x" for row in range(1, n)}}), 500),
    "comments": (_comments, 1_000),
    "copies of an Ort": (_copies, 60),
    "sheets in _meta": (_meta, 30),
}  # fmt: skip
"""What makes so much of something, and how much to begin with."""


@pytest.mark.parametrize("name", GROWING)
def test_twice_as_much_costs_at_most_about_twice(name: str) -> None:
    make, count = GROWING[name]
    costs = []
    for number in (count, count, 2 * count, 4 * count):  # the first pays for what the process then has at hand
        data = make(number)
        costs.append(calls(lambda data=data: check_file(lambda: data, "datei.xlsx")))  # type: ignore[misc]
    assert grows_evenly(*costs[1:]), costs


def grows_evenly(once: int, twice: int, four: int) -> bool:
    """Whether what is added the second time, twice as much, costs about twice what was added the first time."""
    return four - twice < 2.3 * (twice - once) + 5_000


def test_quadratic_growth_is_seen() -> None:
    def work(size: int) -> int:
        return calls(lambda: [[abs(1) for _ in range(size)] for _ in range(size)])

    assert not grows_evenly(work(100), work(200), work(400))
    assert grows_evenly(*(calls(lambda size=size: [abs(1) for _ in range(size)]) for size in (5_000, 10_000, 20_000)))  # type: ignore[misc]
