"""The days of a year as a sheet: a table in order of time, then the tasks that have no day."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.cooperation.days import WEEKDAYS, Entry
from rv2xl.reports.workbook.report_book import Head, ReportBook

NAME = "Termine"

_HEAD_ROW = 3
_HEADS = (
    Head("Tag", 12, "raw.datum"), Head("Wochentag", 12), Head("Was", 62, "strong"), Head("Was es heißt", 74), Head("Zu beachten", 44),
    Head("Fundstelle", 40),
)  # fmt: skip
_NOTE = (
    "Alle Termine und Fristen des Rahmenvertrages 2 und der Kooperationsvereinbarungen. Aufgaben ohne Tag stehen am Ende: Die "
    "Vereinbarung nennt keinen. Dieselben Einträge hat die Kalenderdatei (.ics); wer sie noch einmal einliest, ändert sie, statt sie "
    "zu verdoppeln."
)


def title_of(year: int) -> str:
    """Return the title of the workbook."""
    return f"Termine {year}"


def calendar_workbook(found: Sequence[Entry], year: int) -> bytes:
    """Return the workbook. Equal inputs give equal bytes."""
    book = ReportBook(title_of(year), "Rahmenvertrag 2 und Kooperationsvereinbarungen")
    page = book.page(NAME, [head.width for head in _HEADS])
    page.text(0, 0, f"{title_of(year)} – Rahmenvertrag 2 und Kooperation", "title")
    page.text(1, 0, _NOTE, "note", 3)
    rows = (
        (
            entry.day,
            WEEKDAYS[entry.day.weekday()] if entry.day else "ohne Tag",
            entry.title,
            entry.words,
            entry.hint,
            entry.source,
        )
        for entry in found
    )
    last = page.table(_HEAD_ROW, NAME, _HEADS, rows)
    page.set_up(last, (_HEAD_ROW, _HEAD_ROW), frozen=0)
    return book.finished()
