"""The clerk's list as data: a row for each correction that the register does not have yet, and what may be said to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rv2xl import forms
from rv2xl.corrections.columns import ByHand, origin_of
from rv2xl.corrections.found import Correction, corrections_of
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import line_for
from rv2xl.reports.replies import shown_names
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation


class Head(StrEnum):
    """The list's columns."""

    NUMBER = "LE-Nr."
    NAME = "Leistungserbringer"
    SHEET = "Blatt"
    ZAD = "ZAD-Nummer"
    LEISTUNG = "Leistung nach §"
    WHAT = "Angabe"
    OLD = "bisher"
    TODAY = "Stammdaten heute"
    NEW = "neu"
    TAKE = "übernehmen"
    REMARK = "Hinweis"
    FILE = "Datei"
    CELL = "Zelle"
    YEAR = "Jahr"
    KEY = "Feld der Stammdaten"


class Take(StrEnum):
    """What may stand in „übernehmen“; nothing is not decided yet."""

    JA = "ja"
    NEIN = "nein"
    BY_HAND = "von Hand"


BLANK = "leer"
"""Stands for what the register does not say today."""

Row = dict[Head, Value]


@dataclass(frozen=True)
class _Place:
    """Where in the register a correction belongs: what the row says today, which of its columns, and why only a human can do it."""

    today: Value
    key: str = ""
    is_done: bool = False
    by_hand: str = ""


def rows_of(consolidation: Consolidation) -> list[Row]:
    """Return what the counted returns put right, in the order of the senders: nothing that the register has by now."""
    shown = shown_names([entry.file for entry in consolidation.files])
    entries = sorted(consolidation.counted, key=lambda entry: entry.returned.sender or "")
    return [row for entry in entries for row in _rows(consolidation, entry, shown[entry.file])]


def _rows(consolidation: Consolidation, entry: Checked, file: str) -> Iterator[Row]:
    issue, number = entry.issue, entry.returned.sender or ""
    assert issue is not None
    for correction in corrections_of(entry):
        place = _place(consolidation, issue, number, correction)
        if place.is_done:
            continue
        sheet = correction.sheet
        yield {
            Head.NUMBER: number, Head.NAME: consolidation.register.name_of(number), Head.SHEET: sheet.name,
            Head.ZAD: sheet.mark, Head.LEISTUNG: sheet.sheet.only[1] if sheet.sheet.only else None,
            Head.WHAT: correction.field.printed_label, Head.OLD: correction.old,
            Head.TODAY: None if place.today == correction.old else BLANK if place.today is None else place.today,
            Head.NEW: correction.new, Head.TAKE: Take.BY_HAND if place.by_hand else None, Head.REMARK: place.by_hand,
            Head.FILE: file, Head.CELL: correction.cell, Head.YEAR: str(issue.year), Head.KEY: place.key,
        }  # fmt: skip


def _place(consolidation: Consolidation, issue: Issue, number: str, correction: Correction) -> _Place:
    sheet, register = correction.sheet, consolidation.register
    line = line_for(register, issue, sheet.sheet, sheet.mark, number)
    if line is None:
        return _Place(correction.old, by_hand="In den Stammdaten gibt es heute keine Zeile dazu.")
    try:
        columns = origin_of(forms.newest(forms.REGISTER), sheet.sheet.prefilled_from or "", correction.field)
    except ByHand as reason:
        return _Place(correction.old, by_hand=str(reason))
    today = columns.shown(line)
    try:
        parts = columns.parts(correction.new)
    except ByHand as reason:
        return _Place(today, columns.key, by_hand=str(reason))
    if parts == tuple(line.get(name) for name in columns.names):
        return _Place(today, columns.key, is_done=True)
    changed = "" if today == correction.old else "Die Stammdaten sagen heute etwas anderes, als ausgegeben wurde."
    return _Place(today, columns.key, by_hand=changed)
