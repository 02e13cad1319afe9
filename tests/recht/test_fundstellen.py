"""Every sentence of the Anlagen has a place: what `fundstellen.toml` says of it exists in today's version of the form.

The numbers of the source, and how many lines each has, stand here as they were counted in it, so that no sentence gets lost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from rv2xl import forms
from rv2xl.cooperation.days import entries
from rv2xl.excel.sheets.checks_sheet import CHECKS_NAME
from rv2xl.excel.sheets.help_sheet import HELP_NAME
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.form import Form
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.recht.agreements import agreements
from rv2xl.recht.law import load_law
from rv2xl.reports.overview.overview import Sources, overview_of
from rv2xl.reports.overview.parts import shown_texts

TABLE = Path(__file__).parent / "fundstellen.toml"
YEAR, ROWS = 2025, 2
FORMS = {1: "fahrtkosten", 2: "dokumentation", 3: "kostenzuordnung", 4: "neubau", 5: "bestand"}
VEREINBARUNG, KREIS = "KV", "06437"
MELDUNGEN = {"8 b": "meldung_8b", "8 c": "meldung_8c", "8 d": "meldung_8d"}
"""The forms of the Kooperationsvereinbarung, by its number."""
LINES: dict[int | str, dict[str, int]] = {
    1: {
        "Titel": 4, "1.1": 1, "1.2": 2, "1.3": 1, "2.1": 5, "2.2": 1, "2.3": 1, "2.4": 3, "3.1": 2, "3.2": 1, "3.3": 1, "3.4": 1,
        "3.5": 1, "3.6": 3, "4.1": 3, "4.2": 2, "5.1": 3, "5.2": 1, "5.3": 1, "5.4": 1, "6.1": 1, "6.2": 7, "6.3": 2, "6.4": 1, "7": 5,
    },
    2: {"Titel": 2, "1": 4, "2": 13, "3": 6, "4": 47, "5": 6, "6": 47, "7": 1},
    3: {
        "Titel": 8, "1": 3, "2": 4, "3": 3, "4": 2, "5": 2, "6": 4, "7": 4, "8": 8, "9": 8, "10": 3, "11": 2, "12": 9, "13": 8, "14": 2,
        "15": 2, "16": 9, "17": 5, "18": 2,
    },
    4: {
        "Titel": 2, "1": 1, "2": 4, "2.1": 2, "2.2.1": 6, "2.2.2": 2, "2.3.1": 1, "2.3.2": 2, "2.4": 6, "2.5": 1, "3.1": 2, "3.2": 3,
        "3.3": 1,
    },
    5: {"Titel": 2, "1": 3, "2": 5, "3": 2, "4": 2, "5.1": 9, "5.2": 4, "6": 4, "7": 1, "8": 1},
    VEREINBARUNG: {
        "Titel": 2, "Präambel": 7, "1": 4, "2": 1, "3": 4, "4": 10, "5": 9, "6": 4, "7": 3, "8 a": 3, "8 b": 5, "8 c": 3, "8 d": 3,
        "8 e": 1, "8 f": 1, "9": 3, "10": 2, "11": 1, "12": 1, "13": 2, "14": 2, "15": 1, "Anlage 1": 2, "Anlage 2": 6,
    },
}  # fmt: skip
"""By Anlage and Nummer of the source: so many sentences, parts of sentences, rows and footnotes."""

KINDS = ("field", "rule", "note", "help", "auslegung", "parameter", "calendar", "agreement", "overview", "not_a_form")


class Line(NamedTuple):
    """One sentence: where it stands, what it says in short, and what there is of it in the form."""

    anlage: int | str
    nr: str
    section: str | None
    satz: str
    targets: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        return f"Anlage {self.anlage} Nr. {self.nr}: {self.satz}"

    @property
    def form(self) -> Form | None:
        """Whose sentence it is; most numbers of the Kooperationsvereinbarung have none."""
        name = MELDUNGEN.get(self.nr) if self.anlage == VEREINBARUNG else FORMS[int(self.anlage)]
        return forms.newest(name) if name is not None else None


def _line(group: Mapping[str, Any], entry: Mapping[str, Any]) -> Line:
    targets = {
        kind: (found,) if isinstance(found := entry[kind], str) else tuple(found) for kind in KINDS if kind in entry
    }
    if odd := (entry.keys() - {"satz", *KINDS}) | (group.keys() - {"anlage", "nr", "titel", "section", "saetze"}):
        raise ValueError(f"Anlage {group['anlage']} Nr. {group['nr']}: {odd}")
    return Line(group["anlage"], group["nr"], group.get("section"), entry["satz"], targets)


GROUPS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["nummer"]
ALL = [_line(group, entry) for group in GROUPS for entry in group["saetze"]]


class Blank(NamedTuple):
    """What a form prints: texts by section, and those of the Ausfüllhilfe."""

    sections: Mapping[str, tuple[str, ...]]
    help: tuple[str, ...]


@cache
def blank(name: str) -> Blank:
    """Return what stands on the visible sheets of a blank workbook, „Prüfung“ apart."""
    form = forms.newest(name)
    short = form.with_rows(
        {roster.id: ROWS for sheet in form.sheets for roster in sheet.rosters.values() if not roster.presets}
    )
    layout = lay_out(issue_blank(short, YEAR))
    book = load_workbook(BytesIO(workbook_bytes(layout)))
    texts = {
        sheet.title: tuple(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "s")
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and sheet.title != CHECKS_NAME
    }
    sections = {
        section: texts[placed.name]
        for placed in layout.placed
        for section in form.sections
        if placed.key == section or placed.key.startswith(f"{section}.")
    }
    return Blank(sections, texts[HELP_NAME])


def missing(line: Line) -> Iterator[str]:
    """Yield what a line names that does not exist."""
    known, texts = (
        {"parameter": set(load_law().parameters), "calendar": dated()},
        {"agreement": agreed(), "overview": said()},
    )
    if (form := line.form) is not None:
        sections, printed = [line.section] if line.section else list(form.sections), blank(form.name)
        known["field"] = {name for section in sections for name in _fields(form, section)}
        known |= {"rule": set(form.rules), "auslegung": {entry.id for entry in form.auslegungen}}
        texts["note"] = tuple(text for section in sections for text in printed.sections[section])
        texts["help"] = printed.help
    for kind, names in line.targets.items():
        for name in names:
            there = (
                kind == "not_a_form" or name in known.get(kind, ()) or any(name in text for text in texts.get(kind, ()))
            )
            if not there:
                yield f"{kind} {name}"


@cache
def dated() -> set[str]:
    """Return the ids of the calendar's entries: of 2026, when the Geschäftsführung changes."""
    return {entry.id for entry in entries(2026, KREIS)}


@cache
def agreed() -> tuple[str, ...]:
    """Return all texts of the agreement's data."""
    return tuple(_texts(astuple(agreements()[KREIS])))


@cache
def said() -> tuple[str, ...]:
    """Return all texts of the overview of the Kreis, without returns."""
    return shown_texts(overview_of(Sources(agreement=agreements()[KREIS], year=YEAR), date(2026, 4, 1)).parts)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    else:
        yield str(value)


def _fields(form: Form, section: str) -> Iterator[str]:
    sheet = form.sections[section]
    yield from sheet.columns if sheet.rosters else sheet.fields


@pytest.mark.parametrize("line", ALL, ids=str)
def test_a_sentence_has_its_place(line: Line) -> None:
    assert line.targets
    assert list(missing(line)) == []


def test_no_sentence_is_lost() -> None:
    counted: dict[int | str, dict[str, int]] = {}
    for line in ALL:
        numbers = counted.setdefault(line.anlage, {})
        numbers[line.nr] = numbers.get(line.nr, 0) + 1
    assert counted == LINES


def test_the_table_is_in_the_order_of_the_source() -> None:
    assert [(group["anlage"], group["nr"]) for group in GROUPS] == [
        (anlage, nr) for anlage, numbers in LINES.items() for nr in numbers
    ]


def test_no_sentence_stands_twice_under_a_number() -> None:
    told = [(line.anlage, line.nr, line.satz) for line in ALL]
    assert len(told) == len(set(told))


def test_a_reason_is_a_sentence_and_stands_alone() -> None:
    for line in ALL:
        for reason in line.targets.get("not_a_form", ()):
            assert reason.endswith("."), line
            assert line.targets.keys() == {"not_a_form"}, line


FALSE = {
    "field": "kopf.gibt_es_nicht", "rule": "A4-GIBT-ES-NICHT", "note": "Das steht nirgends.", "help": "Auch das nicht.",
    "auslegung": "A1-KM", "parameter": "gibt_es_nicht", "calendar": "kv-06437-niemals", "agreement": "Das vereinbart niemand.",
    "overview": "Das steht in keiner Übersicht.",
}  # fmt: skip


@pytest.mark.parametrize("kind", FALSE)
def test_what_does_not_exist_is_named(kind: str) -> None:
    """The walk can fail, for each kind of place; an Auslegung of another form is none of this one."""
    line = Line(4, "1", None, "falsch", {kind: (FALSE[kind],)})
    assert list(missing(line)) == [f"{kind} {FALSE[kind]}"]


def test_a_section_has_only_what_is_on_it() -> None:
    there = Line(2, "4", "ort_58", "Ort", {"field": ("kopf.zad",), "note": ("18-30 Jahre",)})
    assert list(missing(there)) == []
    elsewhere = there._replace(section="leistungserbringer")
    assert list(missing(elsewhere)) == ["field kopf.zad", "note 18-30 Jahre"]
