"""`Mahnliste_FORM_JJJJ.xlsx`: a row for each contract that is open, or for each Leistungserbringer, to be filtered and ticked off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rv2xl.letters.chase import Open
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import german
from rv2xl.outgoing.issuing import form_file_name
from rv2xl.outgoing.seal import workbook_seal
from rv2xl.reports.replies import SIGNS, State
from rv2xl.reports.workbook.report_book import Head, ReportBook

NAME, TABLE = "Mahnliste", "Mahnliste"

_FIRST_ROW = 3
_SENT_BY = {
    Senders.LEISTUNGSERBRINGER: "Leistungserbringer, von dem", Senders.KREISE: "Kreis, von dem", Senders.LWV: "Kreis, für den",
}  # fmt: skip
_PLACE = (Head("Ort", 28), Head("ZAD-Nummer", 14), Head("Leistung nach §", 11))
_STATE = Head("Status", 17, "strong")
_REST = (
    Head("Frist", 12.5, "raw.datum"), Head("Tage bis zur Frist", 11, "raw.anzahl"), Head("Stand", 25), Head("Mailadresse", 30),
    Head("Dateien", 38),
)  # fmt: skip
_DAYS = (
    "„Tage bis zur Frist“ ist negativ, wenn die Frist abgelaufen ist; eine vereinbarte Verlängerung ist berücksichtigt."
)


def file_of(form: Form, year: int) -> str:
    """Return the name of the list: a folder may hold those of several forms and years."""
    return form_file_name(form, year, what=NAME)


def chase_book(entries: Sequence[Open], form: Form, year: int, today: date) -> bytes:
    """Return the workbook, with the checksum of what it shows. Equal calls give equal bytes."""
    seal = workbook_seal(_book(entries, form, year, today, ""))
    return _book(entries, form, year, today, seal)


def _book(entries: Sequence[Open], form: Form, year: int, today: date, seal: str) -> bytes:
    book = ReportBook(f"Mahnliste {year} – {form.title}", form.source, seal)
    number, name = form.senders.heads
    who = (Head(number, 9), Head(name, 32, "strong"))
    heads = (*who, *(_PLACE if form.is_for_each_ort else ()), _STATE, *_REST)
    state = heads.index(_STATE)
    page = book.page(NAME, [head.width for head in heads])
    page.text(0, 0, f"Mahnliste {year} – {form.title}, Stand {german(today)}", "title", 8)
    page.text(1, 0, _note(form), "note", 8)
    rows = [row for entry in entries for row in _rows(entry)]
    last = page.table(_FIRST_ROW, TABLE, heads, rows, (1, nobody(form)))
    page.states((_FIRST_ROW + 1, state), (last, state), SIGNS)
    page.set_up(last, (_FIRST_ROW, _FIRST_ROW), frozen=2)
    return book.finished()


def _note(form: Form) -> str:
    """Say what stands in a row, and whom the list leaves out."""
    if form.comes_with_a_measure:
        return "Eine Zeile je Leistungserbringer, dessen Rücklauf noch nicht angenommen ist; wer nichts gesandt hat, steht hier nicht."
    line = "Ort und Leistung, für die" if form.is_for_each_ort else _SENT_BY[form.senders]
    days = f" {_DAYS}" if form.roles.deadline is not None else ""
    return f"Eine Zeile je {line} noch keine angenommene Meldung vorliegt; wer fertig ist, steht hier nicht.{days}"


def nobody(form: Form) -> str:
    """Say that nobody has to be reminded."""
    return "Niemand ist zu erinnern." if form.comes_with_a_measure else "Alle erwarteten Meldungen liegen vor."


def _rows(entry: Open) -> list[tuple[Value, ...]]:
    reply, letter = entry.reply, entry.letter
    state = State.FEHLT if reply.state is State.ANGENOMMEN else reply.state  # accepted, but without this Ort
    files = "\n".join(f"{file.shown} ({file.state})" for file in reply.files)
    places: list[tuple[str, ...]] = [(contract.ort, contract.zad, contract.leistung) for contract in entry.contracts]
    return [
        (reply.number, letter.empfaenger.name, *place, str(state), letter.frist, letter.tage, days_in_words(letter.tage),
         letter.empfaenger.mail, files)
        for place in places or [()]
    ]  # fmt: skip


def days_in_words(days: int | None) -> str:
    """Say how many days are left until the Frist, or have passed since."""
    if days is None:
        return "keine Frist"
    if days == 0:
        return "heute fällig"
    count = "1 Tag" if abs(days) == 1 else f"{abs(days)} Tage"
    return f"noch {count}" if days > 0 else f"seit {count}{'' if days == -1 else 'n'} überfällig"
