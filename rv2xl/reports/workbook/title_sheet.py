"""„Titel“: the first sheet of every report. What it is, of which day, who publishes it, what each sheet answers, and the signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from rv2xl.model.definitions.form import Form
from rv2xl.model.foreign_text import one_line
from rv2xl.model.wording import german
from rv2xl.reports.workbook.report_book import Page, ReportBook, internal
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.register import Register

NAME = "Titel"

_WIDTHS = (13.0, 48.0, 1.0, 16.0, 82.0)
"""On the left what the report is and its signs, on the right what is in it: together as wide as a screen and no wider."""
_SHEET = 3
_LAST = len(_WIDTHS) - 1
_FIRST, _GAP = 4, 6.0


@dataclass(frozen=True, slots=True)
class EditionNote:
    """For whom a report is: what it is called, and a sentence on what may be done with it or what was done to its figures."""

    name: str
    words: str

    def __str__(self) -> str:
        return f"{self.name}: {self.words}"


INTERNAL_NAME, PUBLIC_NAME = "Interne Ausgabe", "Ausgabe zur Veröffentlichung"
INTERNAL = EditionNote(
    INTERNAL_NAME, "Sie enthält genaue Zahlen und ist nicht zur Weitergabe außerhalb des LWV Hessen."
)
"""The edition with exact figures."""


def for_publication(words: str) -> EditionNote:
    """Return the edition for everybody; `words` say how its figures were rounded and what is kept secret."""
    return EditionNote(PUBLIC_NAME, words)


@dataclass(frozen=True, slots=True)
class Content:
    """A sheet of the report, and in one sentence what it answers."""

    sheet: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePage:
    """What the sheet tells: `words` say what the report is about, `day` is its Stand; the register says who publishes it."""

    title: str
    words: str
    edition: EditionNote
    form: Form
    year: int
    day: date
    register: Register


def write_title(book: ReportBook, title: TitlePage, contents: Sequence[Content]) -> None:
    """Write the sheet, before all others; `contents` are those, in their order.

    It stands whole on one screen of 1366 × 768 and on one printed page with letters of at least eight points.
    """
    page = book.page(NAME, _WIDTHS)
    form = book.format("title")
    page.sheet.write_string(0, 0, title.title, form)  # beyond its cell, for nothing stands beside it
    page.need(0, _TITLE_HEIGHT)
    page.text(1, 0, title.words, "lead", _LAST)
    page.text(2, 0, str(title.edition), "edition", _LAST)
    page.heights[_FIRST - 1] = _GAP
    row = _list(page, _FIRST, 0, ("Bericht", "Angaben dazu"), facts(title)) + 1
    signs = ((str(sign), sign.words) for sign in Sign)
    left = _list(page, row, 0, ("Zeichen", "Bedeutung"), signs)
    right = _contents(page, contents)
    page.set_up(max(left, right) - 1, (0, 0))
    page.sheet.fit_to_pages(1, 1)


_TITLE_HEIGHT = 26.25


def facts(title: TitlePage) -> Iterator[tuple[str, str]]:
    """Yield what a reader has to know of the report; nothing of what the register leaves open."""
    fields, said = title.register.roles.absender, title.register.absender
    name, street, postcode, town, mail, telephone = (
        one_line(str(said.get(field) or "")).strip()
        for field in (fields.name, fields.street, fields.postcode, fields.town, fields.mail, fields.telephone)
    )
    facts = {
        "Berichtsjahr": str(title.year),
        "Stand": german(title.day),
        "Herausgeber": name,
        "Anschrift": _joined(street, f"{postcode} {town}".strip()),
        "Kontakt": _joined(mail, telephone and f"Telefon {telephone}"),
        "Vordruck": title.form.title,
        "Fundstelle": title.form.source,
        "Programm": f"rv2xl {version('rv2xl')}, Vordruck in der Fassung {title.form.version}",
    }
    return ((label, text) for label, text in facts.items() if text)


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _list(page: Page, row: int, column: int, heads: tuple[str, str], lines: Iterator[tuple[str, str]]) -> int:
    """Write pairs below their headings; return the row after the last."""
    for offset, head in enumerate(heads):
        page.text(row, column + offset, head, "block")
    last = row
    for last, (label, words) in enumerate(lines, row + 1):
        page.text(last, column, label, "strong")
        page.text(last, column + 1, words)
    return last + 1


def _contents(page: Page, contents: Sequence[Content]) -> int:
    """Write the sheets with links to them; return the row after the last."""
    row = _list(
        page,
        _FIRST,
        _SHEET,
        ("Inhalt", "Was das Blatt beantwortet"),
        iter([(entry.sheet, entry.words) for entry in contents]),
    )
    for number, entry in enumerate(contents, _FIRST + 1):
        look = page.book.format("link")
        page.sheet.write_url(number, _SHEET, internal(entry.sheet), look, entry.sheet, f"Zum Blatt „{entry.sheet}“")
    return row
