"""Which form is this, and what was issued? Read from `_meta`, in plain cells, never from hidden state or file properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from rv2xl import forms
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.returned.moved.alignment import at, rows_as_seen
from rv2xl.excel.sheets.meta_sheet import FORM, META_NAME, META_TITLE
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.variants import printed_in
from rv2xl.model.entries.entry import Raw, Rows
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, finding
from rv2xl.model.issue import ANSWERED, EDITION, NO_SENDER, Issue, IssuedSheet
from rv2xl.recht.law import FIRST_EDITION

MOST_ROWS = 9_900
"""Of a roster: what is further down than row 9,999 is refused."""
_UNPROVEN_ROWS = 2_500
"""So many rows of a roster are believed of `_meta`; to compare more takes time, so the file must have at least half of them."""
MOST_SHEETS = 650
"""Of an issue: 300 Orte with both Leistungen, and some; for many more „Prüfung“ would be too long. The largest Leistungserbringer has
about 60 Orte."""
_OF_SHEETS = ("blatt", "vorgabe", ANSWERED, "zeilen")
"""What stands before the lines that tell of a sheet or a list; each other word stands before one line."""
_LONGEST_LINE = 1_000
_LONGEST_EDITION = 6
_NUMBER = re.compile("[1-9][0-9]*")
_IDENTIFICATION = re.compile(r"Kennung: (\w+) · Version ([\w.]+) · Jahr (\d{4}) · (.+) · Ausgabe ([0-9a-f]+)")


class NotRecognised(Refused):
    """The file is none of our forms, or not in a version we know; carries the finding."""


def meta_tab(received: ReceivedBook) -> str | None:
    """Return the tab that is `_meta`: the one of that name, or another that holds what it holds, whatever a program calls it.

    None without it, and where several tabs could be it and say otherwise.
    """
    if META_NAME in received.sheets:
        return META_NAME
    found = [tab for tab in received.sheets if _is_meta(received.cells(tab).rows)]
    same = all(received.cells(tab).rows == received.cells(found[0]).rows for tab in found)
    return found[0] if found and same else None


def _is_meta(rows: Rows) -> bool:
    return (at(rows, 0, 0), at(rows, 1, 0)) == (META_TITLE, FORM)


def read_meta(rows: Rows, longest: Callable[[], int] = lambda: 0) -> tuple[Issue, list[Finding]]:
    """Return what was issued, and a finding if the sheet was changed; `longest` counts the rows of the file's longest sheet.

    What a program wrote otherwise and nobody sees (line breaks, composed letters) is no change. Raises NotRecognised.
    """
    found = _issued(rows, longest)
    if found[1] and (seen := rows_as_seen(rows)) is not rows:
        again = _issued(seen, longest)
        return found if again[1] else again
    return found


def _issued(rows: Rows, longest: Callable[[], int]) -> tuple[Issue, list[Finding]]:
    lines = [[_text(cell) for cell in row] for row in rows]
    if not lines or lines[0][0] != META_TITLE:
        raise NotRecognised("FORM-FREMD", f"Das Blatt „{META_NAME}“ ist nicht das unsere.")
    head = {line[0]: line[1] for line in lines if len(line) > 1 and line[0] not in _OF_SHEETS}
    form = _form(head, lines, longest)
    try:
        issue = Issue(form, issued_year(form, head["jahr"]), head["absender"] or None, tuple(_sheets(form, lines)))
        issued_as = head["ausgabe"]
    except (KeyError, ValueError, IndexError, ArithmeticError) as error:
        raise NotRecognised("FORM-FREMD", f"Das Blatt „{META_NAME}“ ist unvollständig oder verändert.") from error
    if issue.id == issued_as:
        return issue, []
    return issue, [finding("VORGABE-GEAENDERT", f"Das verborgene Blatt „{META_NAME}“ wurde verändert: die Prüfsumme {issue.id} passt nicht "
                           f"zur Ausgabe {issued_as}.", sheet=META_NAME,
                           remedy="Bitte die ausgegebene Arbeitsmappe verwenden.", value=issue.id, expected=issued_as)]  # fmt: skip


class Identified(NamedTuple):
    """What the visible line of the Deckblatt says; no sender on a blank form."""

    form: str
    version: str
    year: int
    sender: str | None
    issued_as: str


def identified(text: str) -> Identified | None:
    """Read the visible line of the Deckblatt."""
    match = _IDENTIFICATION.search(text) if len(text) < _LONGEST_LINE else None
    if match is None:
        return None
    form, version, year, sender, issued_as = match.groups()
    return Identified(form, version, int(year), None if sender == NO_SENDER else sender, issued_as)


def form_in_version(name: str, version: str) -> Form:
    """Return a form. Raises NotRecognised for an unknown name or version."""
    if name not in forms.NAMES:
        raise NotRecognised("FORM-FREMD", f"Ein Formular „{name}“ gibt es hier nicht.", value=name)
    form = forms.version(name, version)
    if form is None:
        known = ", ".join(entry.version for entry in forms.versions(name))
        text = f"Die Version „{version}“ des Formulars „{name}“ ist unbekannt; bekannt: {known}."
        raise NotRecognised("FORM-VERSION", text, value=version, expected=known)
    return form


def issued_year(form: Form, text: str) -> int:
    """Return the year for which a form was issued. Raises NotRecognised for one that there is no such form for."""
    written = text.strip()
    year = int(written) if written.isdecimal() and len(written) == 4 else 0
    if not form.exists_for(year):
        raise NotRecognised("FORM-FREMD", f"Der Vordruck nennt als Jahr „{text}“; für ein solches Jahr gibt es „{form.title}“ nicht.",
                            value=text)  # fmt: skip
    return year


def _form(head: Mapping[str, str], lines: Sequence[Sequence[str]], longest: Callable[[], int]) -> Form:
    newest = form_in_version(head.get(FORM, ""), head.get("version", ""))
    form = _printed(newest, head.get(EDITION, str(FIRST_EDITION)))
    try:
        rows = {line[1]: int(line[2]) for line in lines if line[0] == "zeilen"} | _given_rows(form, lines)
        most = max(rows.values(), default=0)
        unproven = most > _UNPROVEN_ROWS and most > min(MOST_ROWS, 2 * longest())
        if unproven or any(length <= 0 for length in rows.values()):
            raise ValueError("length of a roster")
        return form.with_rows(rows)
    except (KeyError, ValueError, IndexError) as error:
        raise NotRecognised("FORM-FREMD", f"Das Blatt „{META_NAME}“ ist verändert.") from error


def _given_rows(form: Form, lines: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return how many rows the lists of the LWV's own values had: there may be more today."""
    rosters = [roster for sheet in form.sheets for roster in sheet.rosters.values() if roster.presets]
    given = [line[2].split(".") for line in lines if line[0] == "vorgabe"] if rosters else []
    found = {roster.id: [int(parts[1]) for parts in given if parts[0] == roster.id] for roster in rosters}
    return {name: max(numbers) for name, numbers in found.items() if numbers}


def _printed(form: Form, edition: str) -> Form:
    """Return the form as it was printed in an edition of the law."""
    known = form.dated.editions if form.dated is not None else (FIRST_EDITION,)
    if not _NUMBER.fullmatch(edition) or len(edition) > _LONGEST_EDITION or int(edition) < known[-1]:
        raise NotRecognised("FORM-FREMD", f"Das Blatt „{META_NAME}“ ist verändert.")
    if int(edition) > known[0]:
        text = (
            f"Der Vordruck nennt die Ausgabe {edition} der Rechtsgrundlagen, bekannt ist hier die Ausgabe {known[0]}."
        )
        raise NotRecognised("FORM-VERSION", text, value=edition, expected=str(known[0]))
    return printed_in(form, int(edition))


def _sheets(form: Form, lines: Sequence[Sequence[str]]) -> list[IssuedSheet]:
    given: dict[str, dict[str, Value]] = {}
    last_year: dict[str, dict[str, Value]] = {}
    names: dict[str, str] = {}
    for line in lines:
        if line[0] == "blatt":
            names[line[1]], given[line[1]], last_year[line[1]] = line[2], {}, {}
        elif line[0] in ("vorgabe", ANSWERED):
            field = form.sections[line[1].partition(".")[0]].fields[line[2]]
            if line[0] == ANSWERED and (form.looks_back is None or field.id not in form.looks_back.asked_anew):
                raise KeyError(field.id)
            told = given if line[0] == "vorgabe" else last_year
            told[line[1]][line[2]] = _value(field, line[3] if len(line) > 3 else "")
    if not 0 < len(names) <= MOST_SHEETS or not all(_is_key(form, key) for key in names):
        raise KeyError("blatt")
    return [IssuedSheet(key, key.partition(".")[0], name, given[key], last_year[key]) for key, name in names.items()]


def _is_key(form: Form, key: str) -> bool:
    """Whether a sheet can have this key: its section, with a number where it is repeated."""
    section, point, number = key.partition(".")
    sheet = form.sections.get(section)
    return sheet is not None and sheet.repeated == bool(point) and (not point or _NUMBER.fullmatch(number) is not None)


def _value(field: Field, text: str) -> Value:
    """Read a value as `wording.plain` wrote it. Raises ValueError and ArithmeticError."""
    if text == "":
        return None
    match field.type.kind:
        case Kind.ANZAHL:
            return int(text)
        case Kind.DATUM:
            return date.fromisoformat(text)
        case Kind.DEZIMAL | Kind.EURO | Kind.PROZENT:
            return Decimal(text)
    return text


def _text(cell: Raw) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)
