"""„Rücklauf“: who has sent a calculation, and who has not although the form is asked of everybody."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.excel import looks as style
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.model.wording import listed_first
from rv2xl.reports.calculations.summary_figures import SummaryFigures
from rv2xl.reports.replies import SIGNS, Replies, Reply
from rv2xl.reports.workbook.readable import set_up_readable
from rv2xl.reports.workbook.report_book import Head, ReportBook

NAME = "Rücklauf"

_HEAD_ROW, _LEAD = 3, 2
_HEADS = (
    Head("LE-Nr.", 9), Head("Leistungserbringer", 30, "strong"), Head("erwartet", 10), Head("Status", 16, "strong"),
    Head("Frist", 12, "raw.datum"), Head("Dateien", 9, "raw.anzahl"), Head(Severity.FEHLER, 9, "raw.anzahl"),
    Head(Severity.WARNUNG, 11, "raw.anzahl"), Head("Welche Dateien", 38),
)  # fmt: skip
_STATE = 3
_MOST_NAMES = 10

_EVERYBODY = (
    "Erwartet wird ein Bogen von jedem Leistungserbringer, der im Jahr mindestens einen Ort hat (Stammdaten). Was aus jeder Datei "
    "geworden ist, steht auf dem Blatt „Dateien“."
)
_ON_OCCASION = (
    "Dieser Bogen kommt nur aus Anlass einer Maßnahme: Niemand wird erwartet, und niemand fehlt. Hier steht, wer einen gesandt hat; was "
    "aus jeder Datei geworden ist, steht auf dem Blatt „Dateien“."
)


def write_senders(book: ReportBook, calculations: SummaryFigures, replies: Replies) -> None:
    """Write the sheet: everybody of whom a return is expected, then who has sent one besides."""
    on_occasion = calculations.form.comes_with_a_measure
    senders = [reply for reply in replies.senders if reply.files or not on_occasion]
    page = book.page(NAME, [head.width for head in _HEADS], style.TABS["given"])
    last = len(_HEADS) - 1
    page.text(0, 0, f"Rücklauf {calculations.consolidation.year}", "title", last)
    page.text(1, 0, _ON_OCCASION if on_occasion else _EVERYBODY, "note", last)
    page.text(2, 0, None if on_occasion else _who_is_missing(calculations), "edition", last)
    rows = [_values(reply, expected=reply.expected and not on_occasion) for reply in senders]
    empty = "Kein Bogen eingegangen." if on_occasion else "Niemand erwartet."
    bottom = page.table(_HEAD_ROW, "Leistungserbringer", _HEADS, rows, (1, empty))
    page.states((_HEAD_ROW + 1, _STATE), (bottom, _STATE), SIGNS)
    set_up_readable(page, bottom, _HEAD_ROW, _LEAD)


def _who_is_missing(calculations: SummaryFigures) -> str:
    """Say how many of those who are asked have an accepted return, and name those who have none."""
    expected, missing = calculations.expected, calculations.missing
    if not expected:
        return ""
    if not missing:
        return f"Von allen {len(expected)} erwarteten Leistungserbringern ist ein Bogen angenommen."
    names = [f"{calculations.consolidation.register.name_of(number)} ({number})" for number in missing]
    return f"{calculations.coverage} haben einen angenommenen Bogen. Es fehlen noch {listed_first(names, _MOST_NAMES)}."


def _values(reply: Reply, *, expected: bool) -> Sequence[Value]:
    counts = reply.counts
    return (
        reply.number, reply.name, "ja" if expected else "nein", str(reply.state), reply.frist, len(reply.files),
        counts[Severity.FEHLER], counts[Severity.WARNUNG], "\n".join(file.shown for file in reply.files),
    )  # fmt: skip
