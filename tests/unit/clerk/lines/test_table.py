"""Lines come into a table that a clerk has worked on, and nothing that the clerk typed is touched or moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rv2xl.clerk.books.book import Cell, Link
from rv2xl.clerk.lines.returned import key_of
from rv2xl.clerk.lines.table import Gone, TableLine, Values, appended, blocks, worked_table
from rv2xl.clerk.sheets import PROTOKOLL, RUECKLAUF, Head
from rv2xl.model.abbruch import Abbruch
from tests.unit.clerk.memory_book import MemoryBook

GONE = Gone(Head.STATUS, "nicht mehr im Ordner")


def line(file: str, number: str = "", status: str = "angenommen") -> TableLine:
    """A line of a file, or of somebody who has sent none."""
    keys = [(file,)] if file else []
    if number:
        keys.append(("", number))
    cells = {Head.DATEI: file or None, Head.NUMMER: number or None, Head.STATUS: status if file else "fehlt"}
    return TableLine(tuple(keys), lambda row: cells)


def put(book: MemoryBook, *lines: TableLine) -> None:
    worked = worked_table(book, RUECKLAUF)
    book.write({}, blocks(worked, key_of, lines, GONE))


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    made = MemoryBook(tmp_path)
    put(made, line("a.xlsx", "0001"), line("", "0002"), line("c.xlsx", "0003"))
    return made


def shown(book: MemoryBook, *heads: str) -> list[tuple[Cell, ...]]:
    return list(zip(*(book.cells(RUECKLAUF, head) for head in heads), strict=True))


def test_new_lines_stand_in_their_order(book: MemoryBook) -> None:
    assert shown(book, Head.NUMMER, Head.DATEI, Head.STATUS) == [
        ("0001", "a.xlsx", "angenommen"), ("0002", None, "fehlt"), ("0003", "c.xlsx", "angenommen"),
    ]  # fmt: skip


def test_a_first_file_takes_the_row_in_which_it_was_missing_and_a_second_one_a_row_at_the_end(book: MemoryBook) -> None:
    book.type(RUECKLAUF, 1, Head.BEGRUENDUNG, "angerufen")
    put(book, line("a.xlsx", "0001"), line("b.xlsx", "0002"), line("b2.xlsx", "0002"), line("c.xlsx", "0003"))
    assert shown(book, Head.DATEI, Head.BEGRUENDUNG) == [
        ("a.xlsx", None), ("b.xlsx", "angerufen"), ("c.xlsx", None), ("b2.xlsx", None),
    ]  # fmt: skip


def test_a_row_that_is_free_is_used_again_but_none_with_something_typed(book: MemoryBook) -> None:
    book.type(RUECKLAUF, 0, Head.FREIGABE, "ja")
    put(book, line("d.xlsx", "0004"), line("e.xlsx", "0005"), line("f.xlsx", "0006"))
    assert shown(book, Head.DATEI, Head.STATUS, Head.FREIGABE) == [
        ("a.xlsx", "nicht mehr im Ordner", "ja"), ("d.xlsx", "angenommen", None), ("e.xlsx", "angenommen", None),
        ("f.xlsx", "angenommen", None),
    ]  # fmt: skip


def test_a_line_that_is_gone_leaves_no_trace(book: MemoryBook) -> None:
    put(book, line("a.xlsx", "0001"))
    assert shown(book, Head.NUMMER, Head.DATEI, Head.STATUS) == [
        ("0001", "a.xlsx", "angenommen"), (None, None, None), (None, None, None),
    ]  # fmt: skip


ALL = (line("a.xlsx", "0001", "zurückgewiesen"), line("", "0002"), line("c.xlsx", "0003", "unlesbar"))


@pytest.mark.parametrize(
    "work",
    [
        lambda book: book.sort(RUECKLAUF, Head.NUMMER, reverse=True),
        lambda book: book.move_column(RUECKLAUF, Head.STATUS, 0),
        lambda book: book.move_column(RUECKLAUF, Head.FREIGABE, 2),
        lambda book: [row.insert(3, "Notiz" if number == 0 else f"n{number}") for number, row in enumerate(book.sheets[RUECKLAUF.name])],
    ],
    ids=["sorted", "ours moved", "theirs moved", "a column added"],
)  # fmt: skip
def test_whatever_the_clerk_did_with_the_sheet_stays(book: MemoryBook, work: Callable[[MemoryBook], object]) -> None:
    for row, text in enumerate(("eins", "zwei", "drei")):
        book.type(RUECKLAUF, row, Head.BEGRUENDUNG, text)
    work(book)
    before = shown(book, Head.NUMMER, Head.BEGRUENDUNG)
    others = [row[3] for row in book.sheets[RUECKLAUF.name]]
    put(book, *ALL)
    assert shown(book, Head.NUMMER, Head.BEGRUENDUNG) == before
    assert set(shown(book, Head.NUMMER, Head.STATUS, Head.BEGRUENDUNG)) == {
        ("0001", "zurückgewiesen", "eins"), ("0002", "fehlt", "zwei"), ("0003", "unlesbar", "drei"),
    }  # fmt: skip
    if others[0] == "Notiz":
        assert [row[3] for row in book.sheets[RUECKLAUF.name]] == others


def test_a_row_of_the_clerk_s_own_stays_where_it_is(book: MemoryBook) -> None:
    book.type(RUECKLAUF, 2, Head.BEGRUENDUNG, None)
    book.sheets[RUECKLAUF.name].append([None] * 9 + ["Summe der Woche"])
    put(book, *ALL, line("d.xlsx", "0004"))
    assert shown(book, Head.DATEI, Head.BEGRUENDUNG)[3:] == [(None, "Summe der Woche"), ("d.xlsx", None)]


def test_the_same_lines_once_more_change_nothing(book: MemoryBook) -> None:
    put(book, *ALL)
    assert blocks(worked_table(book, RUECKLAUF), key_of, ALL, GONE) == []


def test_a_row_whose_line_is_gone_does_not_keep_its_link(tmp_path: Path) -> None:
    book = MemoryBook(tmp_path)
    linked: Values = {Head.DATEI: "a.xlsx", Head.OEFFNEN: Link("a.xlsx", "öffnen"), Head.STATUS: "angenommen"}
    put(book, TableLine((("a.xlsx",),), lambda row: linked))
    book.type(RUECKLAUF, 0, Head.BEGRUENDUNG, "gelesen")
    put(book)
    assert shown(book, Head.DATEI, Head.OEFFNEN, Head.STATUS) == [("a.xlsx", None, "nicht mehr im Ordner")]


def test_a_missing_head_is_named(book: MemoryBook) -> None:
    book.sheets[RUECKLAUF.name][0][2] = "Zustand"
    with pytest.raises(
        Abbruch,
        match=r"^Auf dem Blatt „Rücklauf“ fehlt die Spalte „Status“; bitte die Überschrift wieder so eintragen\.$",
    ):
        worked_table(book, RUECKLAUF)


def test_a_row_that_tells_something_stays_without_its_line_and_is_found_again(book: MemoryBook) -> None:
    gone = Gone(Head.STATUS, "fort", lambda row: row[Head.NUMMER] == "0001")
    for lines in ((line("d.xlsx", "0004"),), (line("a.xlsx", "0001"), line("d.xlsx", "0004"))):
        book.write({}, blocks(worked_table(book, RUECKLAUF), key_of, lines, gone))
        first = "fort" if len(lines) == 1 else "angenommen"
        assert shown(book, Head.DATEI, Head.STATUS) == [("a.xlsx", first), ("d.xlsx", "angenommen"), (None, None)]


def test_a_head_there_twice_is_named(book: MemoryBook) -> None:
    book.sheets[RUECKLAUF.name][0].append("Status")
    with pytest.raises(
        Abbruch, match=r"^Auf dem Blatt „Rücklauf“ gibt es die Spalte „Status“ mehrmals; bitte nur eine behalten\.$"
    ):
        worked_table(book, RUECKLAUF)


def test_the_record_grows_at_its_end(tmp_path: Path) -> None:
    book = MemoryBook(tmp_path)
    for moment in ("gestern", "heute"):
        worked = worked_table(book, PROTOKOLL)
        book.write({}, appended(worked, [{Head.ZEITPUNKT: moment}, {Head.VORGANG: "neu", Head.DATEI: "a.xlsx"}]))
    assert book.cells(PROTOKOLL, Head.ZEITPUNKT) == ["gestern", None, "heute", None]


def test_what_the_clerk_has_written_below_the_lines_stays_also_in_columns_of_ours(book: MemoryBook) -> None:
    book.sheets[RUECKLAUF.name] += [[], [None, "Summe", None]]
    book.type(RUECKLAUF, 4, Head.FEHLER, 7.0)
    below = [list(row) for row in book.sheets[RUECKLAUF.name][5:]]
    put(book, line("a.xlsx", "0001"), *(line(f"{number}.xlsx") for number in range(4)), line("c.xlsx", "0003"))
    assert book.sheets[RUECKLAUF.name][5:6] == below
    assert shown(book, Head.DATEI) == [
        ("a.xlsx",), ("0.xlsx",), ("c.xlsx",), ("1.xlsx",), (None,), ("2.xlsx",), ("3.xlsx",),
    ]  # fmt: skip
    put(book, line("a.xlsx", "0001"))
    assert book.sheets[RUECKLAUF.name][5:6] == below
    worked = worked_table(book, RUECKLAUF)
    written = {
        block.first + row
        for block in blocks(worked, key_of, [line("b.xlsx", "0009")], GONE)
        for row in range(len(block.cells))
    }
    assert 4 not in written


def test_a_line_of_which_the_clerk_has_emptied_the_status_is_found_again(book: MemoryBook) -> None:
    book.type(RUECKLAUF, 0, Head.STATUS, None)
    put(book, line("a.xlsx", "0001"), line("c.xlsx", "0003"))
    assert shown(book, Head.DATEI, Head.STATUS) == [("a.xlsx", "angenommen"), (None, None), ("c.xlsx", "angenommen")]


def test_a_record_that_is_full_says_so(tmp_path: Path) -> None:
    worked = worked_table(MemoryBook(tmp_path), replace(PROTOKOLL, most=2))
    assert len(appended(worked, [{Head.ZEITPUNKT: "heute"}] * 2)) == len(worked.ours)
    with pytest.raises(
        Abbruch, match=r"^Das Blatt „Protokoll“ ist voll; bitte mit einer neuen Arbeitsmappe weiterarbeiten"
    ):
        appended(worked, [{Head.ZEITPUNKT: "heute"}] * 3)
