"""Who has got an answer, and when: by file, content and what became of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rv2xl.clerk.lines.answers import Answers
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.returned import Seen, returned_blocks
from rv2xl.clerk.lines.table import worked_table
from rv2xl.clerk.sheets import RUECKLAUF, Head
from rv2xl.demo import register_bytes
from rv2xl.excel.returned.read import read_return
from rv2xl.model.returned import Return
from rv2xl.reports.replies import File, Replies, Reply, State
from rv2xl.returns.checked import Checked
from rv2xl.returns.register import Register, register_of
from tests.unit.clerk.memory_book import MemoryBook

DAY, LATER = date(2026, 4, 1), date(2026, 4, 20)
ACCEPTED, REJECTED = State.ANGENOMMEN, State.ZURUECKGEWIESEN


def file(state: State, checksum: str = "1a", number: str = "0001") -> File:
    return File(Checked(Return("/amt/Ruecklauf/a.xlsx"), checksum=checksum), "a.xlsx", state, number)


def replies(*files: File, number: str = "0001", expected: bool = True) -> Replies:
    state = next((found.state for found in files), State.FEHLT)
    reply = Reply(number, "Werkstatt", expected, state, files, None, 0, 0, (), ())
    return Replies((reply,), (), files)


@pytest.fixture(scope="module")
def register() -> Register:
    return register_of(read_return(register_bytes(1, 1, 2025), ""))


def answers(book: MemoryBook, found: Replies, written_on: date | None = None) -> Answers:
    places = Places(Path("/amt/Ruecklauf"), Path("/amt"))
    return Answers(worked_table(book, RUECKLAUF), found, places, written_on)


def keep(book: MemoryBook, found: Answers, register: Register, *, chases: bool = True) -> None:
    book.write({}, returned_blocks(found.worked, Seen(found, register, DAY, chases)))


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        (file(REJECTED), file(REJECTED), DAY),
        (file(REJECTED), file(ACCEPTED), None),
        (file(REJECTED), file(REJECTED, "2b"), None),
        (file(ACCEPTED), file(State.ERSETZT), DAY),
        (file(ACCEPTED), file(State.ERSETZT, "2b"), None),
    ],
    ids=["the same", "another state", "another content", "replaced", "replaced and changed"],
)
def test_an_answer_is_to_a_content_and_to_what_became_of_it(
    before: File, after: File, day: date | None, register: Register, tmp_path: Path
) -> None:
    book = MemoryBook(tmp_path)
    keep(book, answers(book, replies(before), DAY), register)
    assert book.cells(RUECKLAUF, Head.BEANTWORTET) == [DAY]
    assert answers(book, replies(after)).day_of(after) == day


def test_who_has_no_answer_gets_it_on_the_day_of_the_run(tmp_path: Path) -> None:
    book, found = MemoryBook(tmp_path), replies(file(REJECTED))
    assert (answers(book, found).answered(), answers(book, found, LATER).answered()) == (set(), {"0001"})
    assert (len(answers(book, found).open()), answers(book, found, LATER).open()) == (1, [])


def test_nobody_is_answered_whose_number_gives_no_name_of_a_file(tmp_path: Path) -> None:
    found = replies(file(REJECTED, number="00/1"), number="00/1")
    assert len(answers(MemoryBook(tmp_path), found, DAY).open()) == 1


@pytest.mark.parametrize(("chases", "rows"), [(True, ["fehlt"]), (False, [])])
def test_nobody_is_missing_of_a_form_that_comes_with_a_measure(
    chases: bool, rows: list[str], register: Register, tmp_path: Path
) -> None:
    book = MemoryBook(tmp_path)
    keep(book, answers(book, replies()), register, chases=chases)
    assert book.cells(RUECKLAUF, Head.STATUS) == rows
