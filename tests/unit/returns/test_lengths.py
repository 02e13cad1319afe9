"""Lists of many lengths in one process: every length makes another form, and none may stay for ever or touch another's verdict."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.form import Form
from rv2xl.model.derived import Owner
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.batch import check_file, check_files
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.processes.pool import WorkerPool

FORM = forms.newest("fahrtkosten")
LENGTHS = range(1, 61)
KEPT = 9
"""How many other lengths a form keeps where they are short."""


@cache
def filled(length: int) -> bytes:
    """Return a list of this length with one person in its last row, of whom something else is wrong in every third."""
    person: dict[str, Value] = {"kennung": "TN-1", "zad": "11000001", "traeger": "BA", "befoerderung": "ÖPNV"}
    person |= [{"strecke": 400}, {"fahrtdauer": 2_000}, {"kennung": "Erika Muster"}][length % 3]
    entered = {f"teilnehmende.{length}.{name}": value for name, value in person.items()}
    layout = lay_out(issue_blank(FORM.with_rows({"teilnehmende": length}), 2025))
    return workbook_bytes(layout, {"entfernung": entered})


def spoilt(length: int) -> bytes:
    """Return the same without one of its formulas, so that all of the workbook has to be calculated."""
    return set_cells(filled(length), {"Entfernungskilometer": {"M5": 7}}, overwrite=[("Entfernungskilometer", "M5")])


def verdict(length: int) -> tuple[str, list[Finding]]:
    checked = check_file(lambda: filled(length), f"{length}.xlsx")
    return str(checked.status), checked.findings


def forget() -> None:
    """Drop all that was derived from the form: what is read next is read as in a process of its own."""
    owners: tuple[Owner, ...] = (FORM, *FORM.sheets)
    for owner in owners:
        owner.kept.clear()


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Nothing may need the garbage collector to go: it does not run while files are read."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_the_verdict_on_a_list_is_that_on_it_alone_in_whatever_order() -> None:
    alone = {}
    for length in LENGTHS:
        forget()
        alone[length] = verdict(length)
    order = random.Random(60).sample(LENGTHS, len(LENGTHS))
    assert {length: verdict(length) for length in order} == {length: alone[length] for length in order}
    assert {code for _, found in alone.values() for code in {entry.code for entry in found}} >= {"BEREICH", "A1-NAME"}


def test_one_process_and_a_cache_say_the_same(tmp_path: Path) -> None:
    names = {length: f"{length:02d}.xlsx" for length in LENGTHS[::3]}
    for length, name in names.items():
        (tmp_path / name).write_bytes(filled(length))
    expected = [check_file(lambda length=length: filled(length), name).findings for length, name in names.items()]  # type: ignore[misc]
    cache = Cache(tmp_path / "cache")
    with WorkerPool(1) as pool:
        for _ in ("read", "known"):
            found = check_files([tmp_path / name for name in names.values()], executor=pool, cache=cache)
            told = [[(entry.code, entry.cells, entry.message) for entry in one.findings] for one in found]
            assert told == [[(entry.code, entry.cells, entry.message) for entry in one] for one in expected]


def test_of_many_lengths_the_last_few_stay() -> None:
    files = [make(length) for length in range(1, 2 * KEPT) for make in (filled, spoilt)]
    forget()
    gc.collect()  # writing leaves what only the collector takes
    before = living()
    codes = {entry.code for data in files for entry in check_file(lambda data=data: data, "x.xlsx").findings}  # type: ignore[misc]
    assert "FORMEL-GEAENDERT" in codes
    assert living() - before <= KEPT


def living() -> int:
    """Count the forms of other lengths that are still there."""
    return sum(1 for entry in gc.get_objects() if isinstance(entry, Form) and entry.original is FORM)
