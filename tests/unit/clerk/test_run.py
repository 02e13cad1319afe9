"""A clerk's year on the demonstration's files: what each run writes into the sheets, and what of it the next one keeps."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from rv2xl.clerk.books.book import Cell
from rv2xl.clerk.context import Clock, Done
from rv2xl.clerk.run import run
from rv2xl.clerk.sheets import ERGEBNIS, LETZTER_LAUF, NAECHSTER_SCHRITT, PROTOKOLL, RUECKLAUF, Action, Head
from rv2xl.demo import make
from rv2xl.model.abbruch import Abbruch
from tests.unit.clerk.memory_book import MemoryBook

YEAR = 2025
DAY, LATER = date(2026, 4, 1), date(2026, 4, 20)
WRONG_SUM = "dokumentation_2025_0001.xlsx"
"""Rejected for A2-ALTER-SUMME alone."""


def quiet(total: int | None, what: str) -> AbstractContextManager[object]:
    return nullcontext(lambda: None)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "Amt"
    make(folder, 4, 5, YEAR)
    return folder


@pytest.fixture
def book(demo: Path, tmp_path: Path) -> MemoryBook:
    copytree(demo, tmp_path / "Amt")
    return MemoryBook(tmp_path / "Amt")


def do(book: MemoryBook, action: Action, today: date = DAY) -> Done:
    return run(action, book, Clock.of(today), quiet)  # type: ignore[arg-type]


def row(book: MemoryBook, file: str) -> dict[str, Cell]:
    number = book.cells(RUECKLAUF, Head.DATEI).index(file)
    return {column.head: book.cells(RUECKLAUF, column.head)[number] for column in RUECKLAUF.columns}


def test_a_check_shows_each_file_and_who_is_missing(book: MemoryBook) -> None:
    (book.path.parent / "Ruecklauf/dokumentation_2025_0003.xlsx").unlink()
    done = do(book, Action.CHECK)
    assert done.text == "6 Dateien: 1 angenommen, 1 zurückgewiesen, 1 doppelt, 3 unlesbar."
    heads = (Head.NUMMER, Head.DATEI, Head.STATUS, Head.FEHLERARTEN, Head.EINGANG)
    shown = zip(*(book.cells(RUECKLAUF, head) for head in heads), strict=True)
    assert [tuple(cell or "" for cell in cells) for cells in shown] == [
        ("0001", "dokumentation_2025_0001.xlsx", "zurückgewiesen", "A2-ALTER-SUMME", DAY),
        ("0002", "dokumentation_2025_0002.xlsx", "unlesbar", "DATEI-UNLESBAR", DAY),
        ("0003", "", "fehlt", "", ""),
        ("0004", "dokumentation_2025_0004.xlsx", "angenommen", "", DAY),
        ("0004", "dokumentation_2025_0004_Kopie.xlsx", "doppelt", "", DAY),
        ("", "Dokumentation_Scan.pdf", "unlesbar", "DATEI-FORMAT", DAY),
        ("", "Speiseplan.xlsx", "unlesbar", "FORM-FREMD", DAY),
    ]


def test_the_record_names_each_file_with_its_sha_256(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    files = sorted((book.path.parent / "Ruecklauf").iterdir())
    told = zip(book.cells(PROTOKOLL, Head.DATEI)[1:], book.cells(PROTOKOLL, Head.PRUEFSUMME)[1:], strict=True)
    assert sorted(told) == [(path.name, sha256(path.read_bytes()).hexdigest()) for path in files]


def test_start_says_what_ran_what_came_of_it_and_what_is_next(book: MemoryBook) -> None:
    done = do(book, Action.CHECK)
    assert (book.named[LETZTER_LAUF], book.named[ERGEBNIS], book.named[NAECHSTER_SCHRITT]) == (
        "01.04.2026: Rücklauf prüfen (dokumentation 2025)", done.text, done.next_step,
    )  # fmt: skip
    assert {action: (book.named[action.due], book.named[action.state]) for action in Action} == {
        Action.GENERATE: ("✓ erledigt", "4 von 4 Bögen liegen im Ordner „Versand“."),
        Action.CHECK: ("wenn Neues eingeht", "4 von 4 Leistungserbringern haben etwas gesandt, 1 angenommen."),
        Action.RESPOND: ("! jetzt", "4 Rückläufe sind noch ohne Antwort."),
        Action.REMIND: ("! jetzt", "3 Leistungserbringer sind noch nicht fertig, nach Ablauf der Frist (31.03.2026)."),
        Action.CONSOLIDATE: ("! jetzt", "Noch gibt es keinen Bericht."),
    }


def test_start_tells_a_sentence_a_line_with_paths_from_the_workbook_on(book: MemoryBook) -> None:
    do(book, Action.RESPOND)
    assert str(book.named[ERGEBNIS]).splitlines() == [
        "7 Dateien: 1 angenommen, 2 zurückgewiesen, 1 doppelt, 3 unlesbar.",
        "4 Schreiben in „Ergebnis/Rueckmeldung“ geschrieben: 1 angenommen und 3 zurückgewiesen.",
        "Nur nach dem Dateinamen zugeordnet, bitte vor dem Absenden prüfen: „Ruecklauf/dokumentation_2025_0002.xlsx“ (unlesbar).",
        "Ohne Antwort bleiben: „Ruecklauf/Dokumentation_Scan.pdf“ (unlesbar) und „Ruecklauf/Speiseplan.xlsx“ (unlesbar).",
    ]


def test_the_days_stay_as_long_as_the_file_does(book: MemoryBook) -> None:
    do(book, Action.RESPOND)
    do(book, Action.CHECK, LATER)
    assert (row(book, WRONG_SUM)[Head.EINGANG], row(book, WRONG_SUM)[Head.BEANTWORTET]) == (DAY, DAY)
    path = book.path.parent / "Ruecklauf" / WRONG_SUM
    path.write_bytes(path.read_bytes() + b"\0")
    do(book, Action.CHECK, LATER)
    assert (row(book, WRONG_SUM)[Head.EINGANG], row(book, WRONG_SUM)[Head.BEANTWORTET]) == (LATER, None)


def test_who_has_just_got_an_answer_is_not_reminded_for_two_weeks(book: MemoryBook) -> None:
    do(book, Action.RESPOND)
    folder = book.path.parent / "Ergebnis/Erinnerung"
    for day, letters in ((date(2026, 4, 14), 0), (date(2026, 4, 15), 3)):
        do(book, Action.REMIND, day)
        assert len(list(folder.glob("*.eml"))) == letters
    assert book.named[Action.REMIND.due] == "nach Bedarf wieder"


def decide(book: MemoryBook, reason: str = "Nachgefragt, Summe bestätigt.") -> None:
    number = book.cells(RUECKLAUF, Head.DATEI).index(WRONG_SUM)
    book.type(RUECKLAUF, number, Head.FREIGABE, "ja")
    book.type(RUECKLAUF, number, Head.BEGRUENDUNG, reason)


def test_a_decision_is_tied_to_what_the_clerk_saw_and_stays_so(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    checksum = row(book, WRONG_SUM)[Head.PRUEFSUMME]
    decide(book)
    for _ in range(2):
        do(book, Action.CHECK)
        found = row(book, WRONG_SUM)
        assert (found[Head.STATUS], found[Head.FEHLER], found[Head.GILT_FUER]) == (
            "angenommen", 0.0, f"{checksum} A2-ALTER-SUMME",
        )  # fmt: skip
        assert found[Head.WIRKUNG] == "Trotz A2-ALTER-SUMME angenommen: Nachgefragt, Summe bestätigt."
        assert (found[Head.FREIGABE], found[Head.BEGRUENDUNG]) == ("ja", "Nachgefragt, Summe bestätigt.")


def test_a_decision_lapses_when_the_file_changes_and_holds_again_once_the_clerk_says_so(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    decide(book)
    do(book, Action.CHECK)
    path = book.path.parent / "Ruecklauf" / WRONG_SUM
    path.write_bytes(path.read_bytes() + b"\0")
    for _ in range(3):
        do(book, Action.CHECK)
        assert row(book, WRONG_SUM)[Head.STATUS] == "zurückgewiesen"
    book.type(RUECKLAUF, book.cells(RUECKLAUF, Head.DATEI).index(WRONG_SUM), Head.GILT_FUER, None)
    do(book, Action.CHECK)
    assert (
        row(book, WRONG_SUM)[Head.GILT_FUER]
        == f"{sha256(path.read_bytes()).hexdigest()} {row(book, WRONG_SUM)[Head.FEHLERARTEN]}"
    )


def test_without_a_decision_nothing_is_tied(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    decide(book)
    do(book, Action.CHECK)
    book.type(RUECKLAUF, book.cells(RUECKLAUF, Head.DATEI).index(WRONG_SUM), Head.FREIGABE, None)
    do(book, Action.CHECK)
    assert (row(book, WRONG_SUM)[Head.STATUS], row(book, WRONG_SUM)[Head.GILT_FUER]) == ("zurückgewiesen", None)


def test_a_report_is_as_it_was_until_something_changes(book: MemoryBook) -> None:
    do(book, Action.CONSOLIDATE)
    do(book, Action.CHECK, LATER)
    assert book.named[Action.CONSOLIDATE.state] == "Der Bericht ist vom 01.04.2026."
    decide(book)
    do(book, Action.CHECK, LATER)
    assert (
        book.named[Action.CONSOLIDATE.state]
        == "Der Bericht ist vom 01.04.2026; seither hat sich der Rücklauf geändert."
    )


def test_from_an_empty_folder_to_workbooks_to_send(book: MemoryBook, demo: Path, tmp_path: Path) -> None:
    empty = MemoryBook(tmp_path / "leer")
    empty.path.parent.mkdir()
    (empty.path.parent / "Stammdaten.xlsx").write_bytes((demo / "Stammdaten.xlsx").read_bytes())
    done = do(empty, Action.GENERATE, date(2026, 1, 7))
    assert (
        sorted(path.suffix for path in (empty.path.parent / "Versand").iterdir())
        == [".eml"] * 4 + [".html"] * 4 + [".xlsx"] * 4
    )
    assert (empty.path.parent / "Ruecklauf").is_dir()
    assert done.next_step.endswith("im Ordner „Rücklauf“ ablegen, dann „Rücklauf prüfen“.")
    assert do(empty, Action.CHECK, date(2026, 1, 8)).text == "Im Ordner „Rücklauf“ liegt noch keine Datei."
    assert empty.named[Action.REMIND.due] == "ab 01.04.2026"


def test_workbooks_go_out_without_letters_where_none_are_wanted(book: MemoryBook) -> None:
    book.named |= {"Anschreiben": "nein", "Versand": "Nur Bögen"}
    do(book, Action.GENERATE)
    assert {path.suffix for path in (book.path.parent / "Nur Bögen").iterdir()} == {".xlsx"}


def test_a_run_that_cannot_be_done_writes_nothing(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    before = (book.writes, dict(book.named))
    (book.path.parent / "Stammdaten.xlsx").unlink()
    with pytest.raises(Abbruch, match="Stammdaten"):
        do(book, Action.CONSOLIDATE)
    assert (book.writes, book.named) == before


def letters(book: MemoryBook) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (book.path.parent / "Ergebnis/Rueckmeldung").glob("*.eml")}


def test_an_answer_is_written_once_until_the_file_or_what_became_of_it_changes(book: MemoryBook) -> None:
    do(book, Action.RESPOND)
    first = letters(book)
    done = do(book, Action.RESPOND, LATER)
    assert letters(book) == first
    assert done.said[1:] == (
        "Kein Schreiben in „Ergebnis/Rueckmeldung“ geschrieben.",
        "4 Leistungserbringer haben ihre Antwort schon; was ihnen geschrieben wurde, bleibt.",
        "Ohne Antwort bleiben: „Ruecklauf/Dokumentation_Scan.pdf“ (unlesbar) und „Ruecklauf/Speiseplan.xlsx“ (unlesbar).",
    )
    assert row(book, WRONG_SUM)[Head.BEANTWORTET] == DAY
    decide(book)
    do(book, Action.CHECK, LATER)
    assert book.named[Action.RESPOND.state] == "1 Rücklauf ist noch ohne Antwort."
    do(book, Action.RESPOND, LATER)
    changed = {name for name, content in letters(book).items() if first.get(name) != content}
    assert changed == {WRONG_SUM.replace(".xlsx", "_Rueckmeldung.eml")}
    assert row(book, WRONG_SUM)[Head.BEANTWORTET] == LATER
    assert row(book, "dokumentation_2025_0003.xlsx")[Head.BEANTWORTET] == DAY


def test_letters_that_were_made_are_sent_first(book: MemoryBook) -> None:
    for action in (Action.RESPOND, Action.REMIND):
        assert do(book, action).next_step.startswith(
            "Die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden. Danach: "
        )


def test_another_form_in_between_costs_no_day(book: MemoryBook) -> None:
    do(book, Action.RESPOND)
    before = row(book, WRONG_SUM)
    book.named |= {"Formular": "fahrtkosten", "Ruecklauf": "Berechnungen"}
    do(book, Action.CHECK, LATER)
    assert row(book, WRONG_SUM)[Head.STATUS] == "nicht mehr im Ordner"
    book.named |= {"Formular": "dokumentation", "Ruecklauf": "Ruecklauf"}
    do(book, Action.CHECK, LATER)
    assert row(book, WRONG_SUM) == before


def test_returns_of_another_year_are_no_returns_of_this_one(book: MemoryBook) -> None:
    book.named["Jahr"] = "2024"
    with pytest.raises(
        Abbruch, match=r"^Alle Rückläufe sind von 2025; auf dem Blatt „Start“ steht 2024\. Bitte dort das Berichtsjahr "
    ):
        do(book, Action.CHECK)
    assert book.writes == 0


def test_decisions_without_effect_are_counted(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    decide(book, "")
    assert do(book, Action.CHECK).said[-1] == "1 Freigabe ist ohne Wirkung; warum, steht auf dem Blatt „Rücklauf“."


def test_a_reminder_before_the_frist_is_none_after_it(book: MemoryBook) -> None:
    do(book, Action.REMIND, date(2026, 3, 31))
    do(book, Action.CHECK, DAY)
    assert book.named[Action.REMIND.due] == "! jetzt"
    do(book, Action.REMIND, DAY)
    assert book.named[Action.REMIND.due] == "nach Bedarf wieder"


def test_the_record_tells_what_became_of_a_decision(book: MemoryBook) -> None:
    do(book, Action.CHECK)
    decide(book)
    do(book, Action.CHECK)
    book.type(RUECKLAUF, book.cells(RUECKLAUF, Head.DATEI).index(WRONG_SUM), Head.FREIGABE, None)
    for _ in range(2):
        do(book, Action.CHECK)
    told = zip(book.cells(PROTOKOLL, Head.VORGANG), book.cells(PROTOKOLL, Head.ERGEBNIS), strict=True)
    assert [result for what, result in told if what == "Freigabe"] == [
        "Trotz A2-ALTER-SUMME angenommen: Nachgefragt, Summe bestätigt.", "ohne Wirkung",
    ]  # fmt: skip
