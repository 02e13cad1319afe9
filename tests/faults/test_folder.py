"""A folder of returns, a third of them maltreated, through the command line: every file is judged and the report comes out.

`RV2XL_FOLDER=300` makes it as large as an authority's; by default it is small.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pandas
import pytest

from rv2xl.demo import MAX_PROVIDERS
from tests.cells import Tab
from tests.client.commandline import rv2xl
from tests.faults.test_mutations import do
from tests.faults.workbook import Spoilt
from tests.unit.reports.workbook import opened
from tests.unit.reports.workbook import table as rows_of

COUNT = int(os.environ.get("RV2XL_FOLDER", "18"))

YEAR = "2025"


def fault(source: random.Random) -> tuple[Any, ...]:
    """Draw one fault, as the mutation test does."""
    tab, row, column, follow = source.randrange(9), source.randint(1, 90), source.randint(1, 5), source.random() < 0.5
    return source.choice((
        ("rows put in", tab, row, source.randint(1, 3), follow),
        ("rows deleted", tab, row, source.randint(1, 3), follow),
        ("columns put in", tab, column, follow),
        ("column deleted", tab, column, follow),
        ("rows cut", tab, row, source.randint(0, 12), source.randint(1, 20), follow),
        ("row copied", tab, row, follow),
        ("renamed", tab, "Tabelle1", follow),
        ("names exchanged", tab, source.randrange(9), follow),
        ("sheet copied", tab),
        ("sheet deleted", tab),
        ("sheet hidden", tab),
        ("tabs reversed",),
        ("names lost",),
        ("_meta lost",),
        ("pasted as values", tab),
        ("overwritten", tab, row, column, source.choice(["Test", 4711, None])),
    ))  # fmt: skip


def maltreat(file: Path, source: random.Random) -> None:
    """Spoil a file in the folder: its structure mostly, sometimes the file itself."""
    data = file.read_bytes()
    match source.randrange(12):
        case 0:
            file.write_bytes(data[: len(data) // 2])
        case 1:
            file.write_bytes(b"%PDF-1.7\n")
        case 2:
            file.write_bytes(b"")
        case _ if data.startswith(b"PK"):
            book = Spoilt(data)
            for _ in range(source.randint(1, 3)):
                do(book, fault(source))
            file.write_bytes(book.file())


def run(*arguments: str) -> tuple[int, str]:
    answer = rv2xl(*arguments)
    return answer.status, answer.out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's folder, filled up with returns that come twice, a third of it maltreated."""
    out = tmp_path_factory.mktemp("ordner")
    assert run("demo", "--out", str(out), "--providers", str(min(COUNT, MAX_PROVIDERS)))[0] == 0
    returns, source = out / "Ruecklauf", random.Random(YEAR)
    for file in sorted(returns.iterdir())[: max(0, COUNT - MAX_PROVIDERS)]:
        (returns / f"{file.stem} nochmal{file.suffix}").write_bytes(file.read_bytes())
    for file in sorted(returns.iterdir())[::3]:
        maltreat(file, source)
    return out


def test_every_file_is_judged_and_every_accepted_one_counted(folder: Path) -> None:
    files = [file for file in (folder / "Ruecklauf").rglob("*") if file.is_file()]
    register = str(folder / "Stammdaten.xlsx")
    status, text = run("check", str(folder / "Ruecklauf"), "--register", register, "--year", YEAR, "--format", "json")
    assert status == 1
    judged = json.loads(text)["files"]
    states = Counter(entry["status"] for entry in judged)
    assert sum(states.values()) == len(files) == len(judged)
    assert states.keys() == {"angenommen", "zurueckgewiesen", "unlesbar"}

    report, table = folder / "Regionalbericht.xlsx", folder / "Tabelle.csv"
    status, _ = run(
        "consolidate",
        str(folder / "Ruecklauf"),
        "--register",
        register,
        "--year",
        YEAR,
        "--out",
        str(report),
        "--data",
        str(table),
    )
    assert status == 0
    frame = pandas.read_csv(table, sep=";", encoding="utf-8-sig", dtype=str)
    accepted = {entry["file"] for entry in judged if entry["status"] == "angenommen"}
    assert set(frame[frame.status == "angenommen"].datei) <= accepted
    counted = frame[(frame.status == "angenommen") & frame.zad.notna()]
    orte = rows_of(opened(report.read_bytes()), "Orte")
    assert len(orte) == counted.groupby(["datei", "blatt"]).ngroups > COUNT
    cell = Tab("dokumentation", "58 Erbach").cell("personen.hessen.lwv")
    (people,) = (head for head in orte[0] if head.endswith(f"Aus hessischer Region – LWV Hessen [{cell}]"))
    expected = pandas.to_numeric(counted[counted.feld == "personen.hessen.lwv"].wert).sum()
    assert sum(row[people] or 0 for row in orte) == expected > 0
