"""Returns that get each kind of letter, with a register that has addresses and an Absender."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.letters.chase import chase_list
from rv2xl.letters.letter import Brief
from rv2xl.letters.respond import answers
from rv2xl.letters.send import cover_letter
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.outgoing.last_year import Beginnings
from rv2xl.reports.replies import replies_of
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.register import Register
from tests.unit.reports.folder import FORM, YEAR, A, Sent, consolidated, ort, register

BEFORE, AFTER = date(2026, 3, 17), date(2026, 4, 2)
NAMES = {
    "0001": "Werkstatt Erbach gGmbH", "0002": "Beispielwerk e. V.", "0003": "Stiftung Muster", "0004": "Musterhilfe gGmbH",
    "0005": "Probewerk gGmbH",
}  # fmt: skip
ABSENDER = {
    "name": "LWV Hessen", "strasse": "Musterplatz 1", "plz": "34117", "ort": "Kassel", "mail": "rv2@example.org",
    "telefon": "069 90009-100", "unterschrift": "Im Auftrag\nFrau Muster", "gruss": "Freundliche Grüße",
    "zusatz": "Wir sind montags bis donnerstags erreichbar.\nIm August bleibt das Telefon stumm.",
}  # fmt: skip

FOLDER = (
    Sent("Ruecklauf/dokumentation_2025_0001.xlsx", "0001",
         {(A, "erbracht.lwv"): Decimal("99999.5"), (A, "zusatz.bemerkung"): "Nachholung aus dem Vorjahr",
          ("ort_60.1", "erbracht.lwv"): Decimal("88888.5"), ("deckblatt", "deckblatt.korrektur_nr"): 1}),
    Sent("Ruecklauf/dokumentation_2025_0002.xlsx", "0002",
         {("leistungserbringer", "le.strasse.korrektur"): "Am <b>Park</b> 2", (A, "ort.web.korrektur"): "www.example.org"}),
    Sent("Ruecklauf/dokumentation_2025_0004.xlsx", "0004",
         {(A, "alter.a18_30.lwv"): 77, (A, "ausgelagert.betriebe"): "ca. 12", ("ort_58.2", "fragen.struktur_1"): None}),
)  # fmt: skip
"""0001 is accepted with a question and an explained one, 0002 put data right, 0004 is rejected; 0003 and 0005 are missing."""


@cache
def known() -> Register:
    """The register; 0005 has an extension until 30.04.2026."""
    made = register(
        (
            ort("0001", "11000001", "06437"), ort("0001", "11000001", "06437", "60"), ort("0002", "11000002", "06412"),
            ort("0003", "11000003", "06435"), ort("0004", "11000004", "06437"), ort("0004", "11000005", "06437"),
            ort("0005", "11000006", "06531", "60"),
        ),
        NAMES,
    )  # fmt: skip
    for number, line in made.traeger.items():
        address = {"strasse": "Marktplatz 1", "plz": "64711", "ort": "Erbach", "mail": f"le-{number}@example.org"}
        made.traeger[number] = {**line, **address}
    made.traeger["0005"] = {**made.traeger["0005"], "frist": date(2026, 4, 30)}
    return Register(made.traeger, made.orte, made.kreise, ABSENDER)


@cache
def returned() -> Consolidation:
    """The folder, read and checked."""
    return consolidated(FOLDER, known)


def marked(entry: Checked) -> bytes:
    """Stands for the marked copy: these returns were never files."""
    return entry.file.encode()


@cache
def answer(number: str, today: date = BEFORE) -> Brief:
    """The answer to a sender."""
    made = answers(returned(), replies_of(returned(), ()), today, marked)
    return next(entry.letter for entry in made if entry.letter.nummer == number)


@cache
def reminder(number: str, today: date) -> Brief:
    """The reminder to a sender."""
    return next(
        entry.letter for entry in chase_list(returned(), replies_of(returned(), ()), today) if entry.reply.number == number
    )  # fmt: skip


@cache
def sent(number: str, today: date = BEFORE, last_year: bool = True) -> Brief:
    """The letter with which a workbook goes out, in which something of last year stands, or nothing."""
    issue = issue_for(FORM, known(), YEAR, number)
    entered: dict[str, dict[str, Value]] = {"deckblatt": {}}
    if last_year:
        sheets = (
            replace(sheet, last_year={"fragen.struktur_1": "ja"}) if sheet.key == A else sheet for sheet in issue.sheets
        )
        issue, entered = replace(issue, sheets=tuple(sheets)), {A: {"kontakt.name": "A. Alt"}}
    return cover_letter(issue, Beginnings([issue], lambda issue: entered), known(), today)


def stammdaten(mails: dict[str, str]) -> bytes:
    """The register as a file, with these mail addresses."""
    absender: dict[str, Value] = {f"absender.{name}": text for name, text in ABSENDER.items()}
    values: dict[str, dict[str, Value]] = {"traeger": {}, "orte": {}, "absender": absender}
    for row, (number, line) in enumerate(known().traeger.items(), 1):
        wanted = {**line, "mail": mails.get(number)}
        values["traeger"] |= {f"traeger.{row}.{name}": value for name, value in wanted.items()}
    for row, line in enumerate(known().orte, 1):
        values["orte"] |= {f"orte.{row}.{name}": value for name, value in line.items()}
    form = forms.newest("stammdaten").with_rows({"traeger": 6, "orte": 8})
    return workbook_bytes(lay_out(issue_blank(form, YEAR)), values)
