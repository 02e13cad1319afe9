"""A letter as data: all that a template may say. Its names are German, for whoever changes a template reads them.

Every text is disarmed when the letter is made: no line breaks, no signs that act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import one_line
from rv2xl.reports.replies import Reply
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.register import Ort, Register, RegisterRow


class Kind(StrEnum):
    """What a letter is about; each has a template of this name."""

    VERSAND = "versand"
    ANGENOMMEN = "angenommen"
    BERICHTIGT = "berichtigte_daten"
    ZURUECKGEWIESEN = "zurueckgewiesen"
    FEHLT = "fehlt"
    ERINNERUNG = "erinnerung"


@dataclass(frozen=True, slots=True)
class Anschrift:
    """Who writes, or to whom: `ort` with its postcode in front; nothing where the register says nothing."""

    name: str
    strasse: str
    ort: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absender(Anschrift):
    """Who writes, with the texts at the end of every letter; `unterschrift` are lines, `zusatz` paragraphs."""

    telefon: str
    gruss: str
    unterschrift: tuple[str, ...]
    zusatz: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Punkt:
    """One thing to be said of a sheet: where („Zelle C62“), what, and what to do about it."""

    stelle: str
    was: str
    abhilfe: str


@dataclass(frozen=True, slots=True)
class Blatt:
    """What is to be said of one sheet, or of the file as a whole where it has no `name`.

    `erklaerbar` says that it has a field „Bemerkung“, `bemerkung` what the sender explained there; `folgen` that more can be judged
    only when this is put right.
    """

    name: str
    punkte: tuple[Punkt, ...]
    bemerkung: str = ""
    folgen: bool = False
    erklaerbar: bool = False


@dataclass(frozen=True, slots=True)
class Kennzahlen:
    """The key figures of a receipt as a table of texts."""

    kopf: tuple[str, ...] = ()
    zeilen: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Berichtigung:
    """What a sender put right in the data that it was given: on which sheet, what, the old and the new text."""

    blatt: str
    angabe: str
    bisher: str
    neu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Datei:
    """One file that is answered: what must be put right, what is asked back, what the sender has explained already, what it should know.

    It is put right `in_der_datei`, or `im_vordruck` as it was issued; neither, if it could not be read. `naechste_korrektur` is the
    Korrektur Nr. that the next one gets, where that is known; `anlage` names the marked copy that goes with the letter, in which the
    number may be `nummer_eingetragen`. What is said of accepted files alone comes last.
    """

    name: str
    in_der_datei: bool = True
    im_vordruck: bool = False
    fehler: tuple[Blatt, ...] = ()
    fragen: tuple[Blatt, ...] = ()
    erklaert: tuple[Blatt, ...] = ()
    hinweise: tuple[Blatt, ...] = ()
    naechste_korrektur: int | None = None
    anlage: str = ""
    nummer_eingetragen: bool = False
    korrektur: int = 0
    kennzahlen: Kennzahlen = Kennzahlen()
    berichtigungen: tuple[Berichtigung, ...] = ()


@dataclass(frozen=True, slots=True)
class Vertrag:
    """An Ort and Leistung."""

    ort: str
    zad: str
    leistung: str


@dataclass(frozen=True, slots=True)
class Vordruck:
    """The workbook that a letter brings: the name of the file, and the Orte that have a sheet in it.

    `eingetragen` says that something of last year stands in its inputs, `vorjahr` that answers of last year stand beside some,
    `verschluesselt` that a password opens it.
    """

    datei: str
    orte: tuple[Vertrag, ...]
    eingetragen: bool
    vorjahr: bool
    verschluesselt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One letter. `tage` are left until the Frist, negative where it has passed; `stand` is what became of the return so far; in
    `offen` are the Orte of which nothing is counted yet; `vertraulich` is a form that names people."""

    art: Kind
    nummer: str
    empfaenger: Anschrift
    absender: Absender
    formular: str
    jahr: int
    datum: date
    frist: date | None
    stand: str = ""
    vordruck: Vordruck | None = None
    dateien: tuple[Datei, ...] = ()
    offen: tuple[Vertrag, ...] = ()
    vertraulich: bool = False

    @property
    def tage(self) -> int | None:
        """How many days are left."""
        return None if self.frist is None else (self.frist - self.datum).days


def clean(value: Value) -> str:
    """Return a text of the register or of a return as a letter shows it; nothing for a blank."""
    return "" if value is None else one_line(str(value)).strip()


def letter_to(
    consolidation: Consolidation,
    reply: Reply,
    art: Kind,
    today: date,
    dateien: tuple[Datei, ...] = (),
    offen: tuple[Vertrag, ...] = (),
) -> Brief:
    """Return a letter of this day to a Leistungserbringer about its return."""
    form, year, register = consolidation.form, consolidation.year, consolidation.register
    letter = first_letter(form, year, register, reply.number, reply.name, reply.frist, art, today)
    return replace(letter, stand=str(reply.state), dateien=dateien, offen=offen)


def first_letter(
    form: Form, year: int, register: Register, number: str, name: str, frist: date | None, art: Kind, today: date
) -> Brief:
    """Return a letter of this day to a Leistungserbringer about a form of which nothing has come back yet."""
    return Brief(
        art=art,
        vertraulich=form.confidential,
        nummer=number,
        empfaenger=recipient_of(register, register.senders(form, year).get(number, {}), name),
        absender=sender_of(register),
        formular=form.title,
        jahr=year,
        datum=today,
        frist=frist,
    )


def contracts_of(orte: Iterable[Ort]) -> tuple[Vertrag, ...]:
    """Return Orte of the register as a letter names them."""
    return tuple(Vertrag(clean(ort.name) or "ohne Namen", clean(ort.zad), clean(ort.leistung)) for ort in orte)


def sender_of(register: Register) -> Absender:
    """Return who writes, as far as the register says."""
    line, fields = register.absender, register.roles.absender
    return Absender(
        clean(line.get(fields.name)), clean(line.get(fields.street)), _town(line, fields.postcode, fields.town),
        clean(line.get(fields.mail)), telefon=clean(line.get(fields.telephone)), gruss=clean(line.get(fields.closing)),
        unterschrift=_lines(line.get(fields.signature)), zusatz=_lines(line.get(fields.paragraph)),
    )  # fmt: skip


def _lines(value: Value) -> tuple[str, ...]:
    """Return the lines of a text that has several, each cleaned."""
    return tuple(filter(None, map(clean, str(value or "").splitlines())))


def recipient_of(register: Register, line: RegisterRow, name: str) -> Anschrift:
    """Return where a letter goes; of somebody whom the register does not know only the name."""
    columns = register.roles.traeger
    town = _town(line, columns.postcode, columns.town)
    return Anschrift(clean(name), clean(line.get(columns.street)), town, clean(line.get(columns.mail)))


def _town(line: RegisterRow, postcode: str, town: str) -> str:
    return " ".join(filter(None, (clean(line.get(postcode)), clean(line.get(town)))))
