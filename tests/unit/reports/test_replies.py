"""Who has returned what: every Leistungserbringer is in exactly one state, every file somewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.replies import Replies, Reply, State, replies_of, shown_names
from tests.cells import Tab
from tests.unit.reports.folder import FORM, TODAY, A, Sent, consolidated, ort, register, usual
from tests.unit.reports.workbook import opened, table, texts


@pytest.fixture(scope="module")
def replies() -> Replies:
    return replies_of(usual(), [field.id for field in once_per_sender(FORM)])


def reply(replies: Replies, number: str) -> Reply:
    return next(entry for entry in replies.senders if entry.number == number)


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("0001", State.ANGENOMMEN), ("0004", State.ZURUECKGEWIESEN), ("0005", State.FEHLT), ("0006", State.ANGENOMMEN),
        ("0007", State.DOPPELT), ("0008", State.ANGENOMMEN), ("0009", State.UNLESBAR), ("0010", State.ZURUECKGEWIESEN),
        ("0012", State.ANGENOMMEN),
    ],
)  # fmt: skip
def test_state_of_a_leistungserbringer(replies: Replies, number: str, state: State) -> None:
    assert reply(replies, number).state is state


def test_every_expected_one_is_in_one_of_the_states_of_the_first_sheet(replies: Replies) -> None:
    states = (State.ANGENOMMEN, State.ZURUECKGEWIESEN, State.DOPPELT, State.UNLESBAR, State.FEHLT)
    assert sum(len(replies.of(state)) for state in states) == sum(entry.expected for entry in replies.senders) == 12


def test_every_file_is_somewhere(replies: Replies) -> None:
    listed = [file.entry.file for entry in replies.senders for file in entry.files] + [
        file.entry.file for file in replies.nobody
    ]
    assert sorted(listed) == [entry.file for entry in usual().files]
    assert {file.shown: file.state for file in replies.nobody} == {
        "Ruecklauf/Stammdaten.xlsx": State.ANDERES, "Ruecklauf/notizen.txt": State.UNLESBAR,
    }  # fmt: skip


def test_files_of_one_sender_have_their_own_states(replies: Replies) -> None:
    assert [file.state for file in reply(replies, "0008").files] == [State.ERSETZT, State.ANGENOMMEN]
    assert [file.state for file in reply(replies, "0006").files] == [State.ANGENOMMEN, State.DOPPELT]
    assert reply(replies, "0006").counts[Severity.HINWEIS] == 0


def test_an_unreadable_file_belongs_to_the_one_whose_name_it_has(replies: Replies) -> None:
    (file,) = reply(replies, "0009").files
    assert file.guessed
    assert "nach dem Dateinamen zugeordnet" in " ".join(texts(opened(report_bytes(usual(), today=TODAY)), "Rücklauf"))


def test_the_deadline_is_the_agreed_one_or_the_laws() -> None:
    known = register([ort("0001", "11000001", "06437"), ort("0002", "11000002", "06437")])
    known.traeger["0002"] = {**known.traeger["0002"], "frist": date(2026, 5, 15)}
    found = replies_of(consolidated([], lambda: known), [])
    assert [entry.frist for entry in found.senders] == [date(2026, 3, 31), date(2026, 5, 15)]


def test_counts_of_the_other_sheets_are_those_of_the_table() -> None:
    book = opened(report_bytes(usual(), today=TODAY))
    rows = table_of_senders(book)
    counts = {
        row[0]: number
        for sheet, column in (("Überblick", 1), ("Hinweise", 2))
        for row in book[sheet].iter_rows(values_only=True)
        if isinstance(number := row[column], int | float)
    }
    assert counts["müssen berichten"] == sum(row["erwartet"] == "ja" for row in rows) == 12
    assert counts["nicht erwartet"] == 1
    assert counts["insgesamt"] == 17 == sum(counts[f"davon {words}"] for words in (
        "angenommen und gezählt", "durch eine Korrektur ersetzt oder doppelt", "unlesbar oder kein Vordruck", "andere Formulare",
    )) + 2  # fmt: skip


def table_of_senders(book: object) -> list[dict[str, object]]:
    return table(book, "Rücklauf")  # type: ignore[arg-type]


def test_missing_orte_are_listed() -> None:
    (row,) = [row for row in table_of_senders(opened(report_bytes(usual(), today=TODAY))) if row["LE-Nr."] == "0005"]
    assert row["Orte ohne angenommene Meldung"] == "Werkstatt 11000007, ZAD 11000007, § 58"
    assert (row["Orte erwartet"], row["Orte gemeldet"]) == (1, 0)


def test_findings_are_listed_but_not_those_of_other_forms() -> None:
    rows = table(opened(report_bytes(usual(), today=TODAY)), "Befunde")
    expected = sum(
        len(entry.findings) for entry in usual().files if entry.issue is None or entry.issue.form.name == FORM.name
    )
    assert len(rows) == expected
    assert not [row for row in rows if "Stammdaten" in row["Datei"]]
    wrong = next(row for row in rows if row["Code"] == "A2-ERBRACHT-BEWILLIGT")
    assert (wrong["Schwere"], wrong["Wert"], wrong["Zellen"]) == (
        "WARNUNG",
        "99.999,99",
        f"{Tab('dokumentation', '58 Erbach').cell('erbracht.lwv')}, B26",
    )


@pytest.mark.parametrize(
    ("typed", "code", "expected"),
    [("1.500", "TYP", "Zahl mit"), ("1.500,5", "NORMALISIERT", "1.500,50"), (Decimal("1500.125"), "NORMALISIERT", "1.500,13")],
)  # fmt: skip
def test_what_was_typed_is_listed_as_typed_beside_what_was_read(typed: Value, code: str, expected: str) -> None:
    """A raw „1.500“ shown as 1,50 would look as if it had been read so."""
    known = register([ort("0001", "11000001", "06437")])
    made = consolidated([Sent("a.xlsx", "0001", {(A, "bewilligt.lwv"): typed})], lambda: known)
    found = [
        row
        for row in table(opened(report_bytes(made, today=TODAY)), "Befunde")
        if row["Feld (Kennung)"] == "bewilligt.lwv"
    ]
    (row,) = [row for row in found if row["Code"] == code]
    assert row["Wert"] == str(typed)
    assert str(row["erwartet"]).startswith(expected)


def test_a_return_of_somebody_unknown_is_shown_as_not_expected() -> None:
    known = register([ort("0001", "11000001", "06437"), ort("0002", "11000002", "06437")])
    today = register([ort("0001", "11000001", "06437")])
    found = replies_of(consolidated([Sent("x/dokumentation_2025_0002.xlsx", "0002")], lambda: known, today), [])
    assert [(entry.number, entry.expected, entry.state) for entry in found.senders] == [
        ("0001", True, State.FEHLT), ("0002", False, State.ZURUECKGEWIESEN),
    ]  # fmt: skip
    assert found.senders[1].name == "Träger 0002 gGmbH"


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        (["Ruecklauf/a.xlsx"], ["Ruecklauf/a.xlsx"]),
        (["/home/x/Ruecklauf/a.xlsx", "/home/x/Ruecklauf/b/c.xlsx"], ["Ruecklauf/a.xlsx", "Ruecklauf/b/c.xlsx"]),
        (["C:/Daten/Ruecklauf/a.xlsx"], ["Ruecklauf/a.xlsx"]),
        (["/a.xlsx"], ["a.xlsx"]),
        ([], []),
    ],
)
def test_shown_names(files: list[str], shown: list[str]) -> None:
    assert list(shown_names(files).values()) == shown
