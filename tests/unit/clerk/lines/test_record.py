"""What the record says of runs, files and decisions, and what it can tell from that."""

from __future__ import annotations

from pathlib import Path

import pytest

from rv2xl.clerk.lines.record import RunRecord
from rv2xl.clerk.lines.table import worked_table
from rv2xl.clerk.sheets import PROTOKOLL, Head
from tests.unit.clerk.memory_book import MemoryBook

CHECK, REPORT = "Rücklauf prüfen (dokumentation 2025)", "Konsolidieren (dokumentation 2025)"


def ran(book: MemoryBook, label: str, files: dict[str, str], effects: dict[str, str] | None = None) -> None:
    """Run something on files, given by name with their checksum."""
    record = RunRecord(worked_table(book, PROTOKOLL))
    book.write({}, record.blocks("heute", label, "getan", record.changes(files, effects or {})))


def record_of(*runs: tuple[str, dict[str, str]] | tuple[str, dict[str, str], dict[str, str]]) -> RunRecord:
    book = MemoryBook(Path())
    for run in runs:
        ran(book, *run)
    return RunRecord(worked_table(book, PROTOKOLL))


ONE, TWO, OTHER = {"a.xlsx": "1a"}, {"a.xlsx": "1a", "b.xlsx": "2b"}, {"a.xlsx": "9f"}


def test_each_file_is_told_once_with_its_checksum_and_then_only_what_changed() -> None:
    rows = record_of((CHECK, TWO), (CHECK, TWO), (CHECK, OTHER)).rows
    told = [(row[Head.VORGANG], row[Head.DATEI], row[Head.PRUEFSUMME]) for row in rows]
    assert told == [
        (CHECK, "", ""), ("neu", "a.xlsx", "1a"), ("neu", "b.xlsx", "2b"), (CHECK, "", ""),
        (CHECK, "", ""), ("geändert", "a.xlsx", "9f"), ("nicht mehr da", "b.xlsx", ""),
    ]  # fmt: skip


def test_the_files_of_the_last_run_can_be_told_from_it() -> None:
    assert record_of((CHECK, TWO), (CHECK, OTHER)).files == OTHER


def test_a_file_that_comes_again_is_new_again() -> None:
    rows = record_of((CHECK, TWO), (CHECK, ONE), (CHECK, TWO)).rows
    assert [row[Head.VORGANG] for row in rows if row[Head.DATEI] == "b.xlsx"] == ["neu", "nicht mehr da", "neu"]


def test_a_decision_is_told_when_its_effect_changes() -> None:
    given, lapsed = {"a.xlsx": "Angenommen."}, {"a.xlsx": "Gilt nicht mehr."}
    rows = record_of((CHECK, ONE, given), (CHECK, ONE, given), (CHECK, ONE, lapsed)).rows
    assert [row[Head.ERGEBNIS] for row in rows if row[Head.VORGANG] == "Freigabe"] == [
        "Angenommen.",
        "Gilt nicht mehr.",
    ]


@pytest.mark.parametrize(
    ("runs", "stale"),
    [
        ([(REPORT, ONE)], False),
        ([(CHECK, ONE), (REPORT, ONE), (CHECK, ONE)], False),
        ([(REPORT, ONE), (CHECK, TWO)], True),
        ([(REPORT, TWO), (CHECK, ONE)], True),
        ([(REPORT, ONE), (CHECK, OTHER), (REPORT, OTHER)], False),
        ([(REPORT, ONE), (CHECK, OTHER), (CHECK, OTHER)], True),
        ([(REPORT, ONE), (CHECK, ONE, {"a.xlsx": "Angenommen."})], True),
    ],
)
def test_a_report_is_stale_once_files_or_decisions_have_changed_since(
    runs: list[tuple[str, dict[str, str]]], stale: bool
) -> None:
    assert record_of(*runs).has_changed_since(REPORT) is stale
