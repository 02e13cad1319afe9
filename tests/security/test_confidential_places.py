"""Places besides the list in which somebody can write a name into a Meldung that names people: none of it is printed or written.

Words that are asked for, keys, tabs, comments, and whatever the file says of itself; each on two returns that differ, so that they are
compared, too. Exempt are the returned files and their marked copies.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.log import log_to
from rv2xl.outgoing.annotated_copies import marked_copy
from rv2xl.outgoing.issuing import issue_all, issue_blank
from rv2xl.returns.reading import read_file
from tests.client.commandline import rv2xl
from tests.forms.standard import register, standard
from tests.security.leaks import leaks, texts_of

NAME, KEY, OTHER = "Zwetschgenkuchen", "Zwets", "Mirabellenmus"
"""What is typed; a key has five signs."""
KNOWN = ("--register", "Stammdaten.xlsx", "--year", "2025")
PERSON: Mapping[str, object] = {"A4": "Muster", "B4": "Eva", "C4": date(2008, 5, 1), "D4": "Leistungen zur Schulbildung",
                                "E4": date(2026, 7, 31)}  # fmt: skip

Words = Mapping[str, Mapping[str, object]]


@cache
def layout(*, blank: bool) -> Layout:
    form = newest("meldung_8b")
    return lay_out(issue_blank(form, 2025) if blank else next(iter(issue_all(form, register(), 2025))))


def typed(words: Words, *, blank: bool = False) -> bytes:
    """Return a Meldung with one person and with these words, by sheet and field; what is locked gives way."""
    placed = layout(blank=blank)
    cells = {name: {placed.by_key[key].plan.fields[field].name: NAME if word is None else word for field, word in fields.items()}
             for key, fields in words.items() for name in [placed.by_key[key].name]}  # fmt: skip
    return set_cells(workbook_bytes(placed), {"Personen": PERSON, **cells})  # type: ignore[arg-type]


def worked(work: Callable[[Workbook], None], words: Words | None = None) -> bytes:
    book, saved = load_workbook(BytesIO(typed(words or {}))), BytesIO()
    work(book)
    book.save(saved)
    return saved.getvalue()


def _rename(book: Workbook, *names: str) -> None:
    for number, name in enumerate(names):
        book[name].title = f"{NAME}{number or ''}"


def _two_copies(book: Workbook) -> None:
    for number in (1, 2):
        copy = book.copy_worksheet(book["Personen"])
        copy.title, copy["A4"].value = f"{NAME}{number}", f"{OTHER}{number}"
    del book["Personen"]


def _comment(book: Workbook) -> None:
    book["Personen"]["A4"].comment = Comment(NAME, NAME)


def _without_meta(book: Workbook) -> None:
    del book["_meta"]


PLACES: Mapping[str, Callable[[], bytes]] = {
    "Bemerkung": lambda: typed({"meldung": {"zusatz.bemerkung": None}}),
    "what takes no words": lambda: typed({"meldung": {"zusatz.fehlanzeige": None}, "deckblatt": {"deckblatt.korrektur_nr": None}}),
    "Ausgefüllt von": lambda: typed({"deckblatt": {"deckblatt.ausgefuellt_von": None}}),
    "over what is given": lambda: typed({"meldung": {"kopf.kreis": None, "kopf.name": None}, "deckblatt": {"deckblatt.kreis": None}}),
    "Kreis and key of a blank one": lambda: typed(
        {"meldung": {"kopf.kreis": KEY, "kopf.name": None}, "deckblatt": {"deckblatt.kreis": None}}, blank=True),
    "a tab": lambda: worked(lambda book: _rename(book, "Personen")),
    "all tabs": lambda: worked(lambda book: _rename(book, *book.sheetnames)),
    "tabs of two copies": lambda: worked(_two_copies),
    "a comment": lambda: worked(_comment),
    "what was issued, without _meta": lambda: worked(
        _without_meta, {"meldung": {"kopf.name": None}, "deckblatt": {"deckblatt.kreis": None}}),
    "the sender in _meta": lambda: set_cells(typed({}), {"_meta": {"B5": NAME}}),
    "a name of a sheet in _meta": lambda: set_cells(typed({}), {"_meta": {"C7": NAME}}),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_no_name_is_told(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Stammdaten.xlsx").write_bytes(standard("stammdaten").file())
    Path("Ruecklauf").mkdir()
    one = PLACES[place]()
    people = next((tab for tab in load_workbook(BytesIO(one)).sheetnames if tab in ("Personen", f"{NAME}2")), NAME)
    two = set_cells(one, {people: {"A5": OTHER}})
    for name, data in (("eins", one), ("zwei", two)):
        Path(f"Ruecklauf/{name}.xlsx").write_bytes(data)
        assert any(NAME in text or KEY in text for text in texts_of(data))
    Path("made").mkdir()
    options = ("--values", "--personal", "--cache", "made/Cache", "--log", "made/log")
    compared = ("compare", "Ruecklauf/eins.xlsx", "Ruecklauf/zwei.xlsx", "--personal")
    answers = [
        rv2xl("check", "Ruecklauf", *options, "--all", "--out", "made/Befunde.xlsx"),
        rv2xl("check", "Ruecklauf", *KNOWN, *options, "--format", "json", "--annotate", "Kopien"),
        rv2xl(
            "respond", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "made/Antworten", "--today", "2025-04-10"
        ),
        rv2xl(
            "remind", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "made/Mahnungen", "--today", "2025-04-10"
        ),
        rv2xl(*compared),
        rv2xl(*compared, "--format", "json"),
    ]
    log_to(Path(os.devnull))
    wanted = [word.casefold() for word in (KEY, OTHER, "Muster")]
    said = [text for answer in answers for text in (answer.out, answer.err)]
    assert [(word, text) for word in wanted for text in said if word in text.casefold()] == []
    assert "PROGRAMM-FEHLER" not in said[2]
    written = [path for path in Path("made").rglob("*") if path.is_file()]
    assert any(path.suffix == ".xlsx" for path in written)
    assert {path.name for path in written if leaks(path, [KEY, OTHER, "Muster"])} == set()
    assert len(list(Path("Kopien").iterdir())) == 2


def test_what_is_amiss_on_a_renamed_sheet_is_told_by_its_own_name_and_marked_in_its_tab(tmp_path: Path) -> None:
    def work(book: Workbook) -> None:
        book["Personen"]["B4"] = None
        _rename(book, "Personen")

    path = tmp_path / "eins.xlsx"
    path.write_bytes(worked(work))
    checked = read_file(path.read_bytes, str(path))
    assert ("PFLICHT", "Personen", ("B4",)) in {(found.code, found.sheet, found.cells) for found in checked.findings}
    copy = load_workbook(BytesIO(marked_copy(checked)))
    assert copy[NAME]["B4"].comment is not None
    assert (
        copy["Deckblatt"][layout(blank=False).by_key["deckblatt"].plan.fields["deckblatt.korrektur_nr"].name].value == 1
    )
