"""What the Meldungen share: who sends them, by when and for which day, as the agreements say, and what stands on every Deckblatt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rv2xl.forms.ansprechstelle import ANSPRECHSTELLE, KONTAKT
from rv2xl.forms.kennungen import KREISSCHLUESSEL
from rv2xl.model.definitions.blocks import Block, Identification, Legend, Notes, Progress, Record
from rv2xl.model.definitions.blocks.deckblatt_blocks import Contact, DataProtection, Steps
from rv2xl.model.definitions.draft import KreisReport
from rv2xl.model.definitions.field import ANZAHL, DATUM, JA_NEIN, TEXT, Field, FilledBy
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.roles import Roles
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.definitions.states.sayings import SIGNS
from rv2xl.model.expressions.expr import Ref, total
from rv2xl.model.finding import Severity
from rv2xl.recht.agreements import Report, agreements
from rv2xl.recht.law import Auslegung, LawError, auslegungen

VEREINBARUNG = "Kooperationsvereinbarung"
VERSION = "2025.2"
DECKBLATT, MELDUNG = "deckblatt", "meldung"
FEHLER, HINWEIS = Severity.FEHLER, Severity.HINWEIS
LWV_FUELLT, KREIS_FUELLT = FilledBy.LWV, FilledBy.LEISTUNGSERBRINGER
"""Who fills in: the LWV, or the Kreis, which sends the form as elsewhere a Leistungserbringer does."""


def vereinbart(form: str) -> Report:
    """Return what is agreed on a Meldung. Raises LawError if the agreements differ in day or Stichtag: the form prints one of each."""
    reports = [report for one in agreements().values() for report in one.reports if report.form == form]
    if len({(report.day, report.stichtag, report.doubt) for report in reports}) != 1:
        raise LawError(f"{form}: the agreements say different things of it")
    return min(reports, key=lambda report: report.first)


def frist(form: str, jahr: int) -> date:
    """Return the day by which a Meldung is due: in its own year."""
    return vereinbart(form).day.in_year(jahr)


def stichtag(jahr: int) -> date:
    """Return the day for which is counted: of the year before (KV-STICHTAG); Nr. 8 d takes it from Nr. 8 c."""
    day = vereinbart("meldung_8c").stichtag
    assert day is not None
    return day.in_year(jahr - 1)


def gelesen(*ids: str) -> tuple[Auslegung, ...]:
    """Return these interpretations of the agreement, in the order of the file."""
    return tuple(entry for entry in auslegungen("kooperation") if entry.id in ids)


def schluessel(nr: str) -> Field:
    """Return the key of the Kreis that a Meldung is about: prefilled, and the sender of the form."""
    return Field(id="kreis", label="Kreisschlüssel", type=KREISSCHLUESSEL, filled_by=LWV_FUELLT, origin=("nummer",),
                 hint="Fünfstellig, zum Beispiel 06437.", source=f"{VEREINBARUNG} Nr. {nr}")  # fmt: skip


NAME = Field(id="name", label="Kreis", type=TEXT, filled_by=LWV_FUELLT, origin=("kreis",))
STICHTAG = Field(
    id="stichtag", label="Stichtag (Auslegung KV-STICHTAG)", type=DATUM, filled_by=LWV_FUELLT, given=stichtag
)

LEER = "Nur „ja“, wenn es niemanden gibt; sonst leer lassen."
FEHLANZEIGE = Ref("zusatz.fehlanzeige").named("„Fehlanzeige“").eq("ja")


def zusatz(fehlanzeige: str, hint: str = LEER, *, filled_by: FilledBy = KREIS_FUELLT, required: bool = False) -> Record:
    """Return what is asked besides: the Fehlanzeige in these words, and a Bemerkung."""
    return Record(
        id="zusatz", heading="Zusatz (nicht Teil der Vereinbarung)", source="Auslegung KV-FEHLANZEIGE", own=True,
        entries=(
            Field(id="fehlanzeige", label=fehlanzeige, title="Fehlanzeige", type=JA_NEIN, hint=hint, filled_by=filled_by,
                  required=required),
            Field(id="bemerkung", label="Bemerkung", type=replace(TEXT, length=1000), filled_by=filled_by,
                  hint="Zum Beispiel die Erklärung einer Zahl. Bitte keine Namen."),
        ))  # fmt: skip


def ausfueller(wer: str, filled_by: FilledBy) -> Legend:
    """Return the colours: what the LWV gives, and what is to be filled in, by whom."""
    lines = ((filled_by, f"vom {wer} auszufüllen"), (FilledBy.FORMEL, "wird berechnet"))
    given = () if filled_by is LWV_FUELLT else ((LWV_FUELLT, "wird vom LWV Hessen vorgegeben"),)
    return Legend(heading="Farben und Zeichen", own=True, notes=(SIGNS,), lines=(*given, *lines))


EMPFAENGER = Record(
    id="empfaenger", heading="Geht an", source="recht/kooperation", own=True,
    entries=tuple(
        Field(id=name, label=label, type=TEXT, filled_by=LWV_FUELLT, origin=(column,))
        for name, label, column in (
            ("mail", "Senden an (E-Mail)", "kreis_mail"), ("name", "Kreis", "kreis"), ("strasse", "Straße", "kreis_strasse"),
            ("ort", "Ort", "kreis_ort"),
        )
    ),
)  # fmt: skip
AN_DEN_KREIS = Contact(
    mail=Ref("empfaenger.mail", DECKBLATT), name=Ref("empfaenger.name", DECKBLATT), street=Ref("empfaenger.strasse", DECKBLATT),
    town=Ref("empfaenger.ort", DECKBLATT),
)  # fmt: skip
"""Whom the LWV sends a Meldung to."""


AUSFUELLEN = "Die gelben Zellen auf dem Blatt „Meldung“. Wo nichts anfällt, 0 eintragen; gibt es niemanden, genügt die Fehlanzeige."
"""The first step: a Meldung is made in any case, if only as a Fehlanzeige."""


def deckblatt(
    form: str,
    title: str,
    notes: tuple[str, ...],
    schutz: DataProtection | None = None,
    *further: Field,
    fill: str = AUSFUELLEN,
) -> Sheet:
    """Return the Deckblatt of a Meldung; one of the LWV's own goes to the Kreis. `further` fields stand at the end of its head; `fill`
    is its first step."""
    an_kreis = vereinbart(form).sender in [agreement.lwv for agreement in agreements().values()]
    legende = ausfueller("LWV Hessen", LWV_FUELLT) if an_kreis else ausfueller("Kreis", KREIS_FUELLT)
    kontakt, stelle = (AN_DEN_KREIS, EMPFAENGER) if an_kreis else (KONTAKT, ANSPRECHSTELLE)
    source = f"{VEREINBARUNG} Nr. {vereinbart(form).nr}"
    schutz = schutz or DataProtection(
        heading="Datenschutz", own=True, data="der Name unter „Ausgefüllt von“",
        purpose="um die Meldung zu prüfen und Rückfragen zu stellen", basis=grundlage(form), contact=None if an_kreis else KONTAKT,
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Steps(heading="In drei Schritten", own=True, fill=fill, contact=kontakt), Notes(notes=notes), _kopf(form, source, further), stelle,
        Progress(heading="So weit sind Sie", own=True), legende, schutz, Identification(own=True),
    )  # fmt: skip
    return Sheet(
        section=DECKBLATT, name="Deckblatt", title=title, source=source, prefilled_from="kreise", blocks=blocks
    )


def grundlage(form: str) -> str:
    """Return the legal basis as the note on data protection names it."""
    return (
        f"Nr. {vereinbart(form).nr} der Kooperationsvereinbarung nach § 5 HAG/SGB IX (i. d. F. bis 31.08.2023) zwischen dem LWV Hessen "
        "und dem Kreis"
    )


def _kopf(form: str, source: str, further: tuple[Field, ...]) -> Record:
    return Record(
        id="deckblatt", heading="Diese Meldung", source=source, own=True,
        entries=(
            Field(id="jahr", label="Jahr der Meldung (in das der 31.03. fällt)", title="Jahr der Meldung",
                  type=replace(ANZAHL, grouping=False), filled_by=LWV_FUELLT, given=lambda jahr: jahr),
            Field(id="kreis", label="Kreis", type=TEXT, filled_by=LWV_FUELLT, origin=("kreis",)),
            Field(id="frist", label="Zu melden bis zum", type=DATUM, filled_by=LWV_FUELLT, given=lambda jahr: frist(form, jahr)),
            Field(id="korrektur_nr", label="Korrektur Nr.", type=ANZAHL,
                  hint="Nur bei einer Korrektur: 1 für die erste, 2 für die zweite. Leer heißt: erste Abgabe."),
            Field(id="ausgefuellt_von", label="Ausgefüllt von", type=TEXT, personal=True, hint="Name für Rückfragen."),
            Field(id="ausgefuellt_am", label="Ausgefüllt am", type=DATUM, hint="Tag, an dem Sie fertig wurden."),
            *further,
        ))  # fmt: skip


def rollen(*, delete_by: Ref | None = None) -> Roles:
    """Return what other rooms ask the Deckblatt for."""
    return Roles(
        year=Ref("deckblatt.jahr", DECKBLATT), correction=Ref("deckblatt.korrektur_nr", DECKBLATT),
        deadline=Ref("deckblatt.frist", DECKBLATT), filled_on=Ref("deckblatt.ausgefuellt_am", DECKBLATT),
        sender_name=Ref("deckblatt.kreis", DECKBLATT), delete_by=delete_by,
    )  # fmt: skip


def kooperation(*blocks: Record) -> KreisReport:
    """Return the report in which the numbers of these blocks stand."""
    return KreisReport(
        book="Kooperation",
        figures=tuple(Ref(field.id, MELDUNG) for block in blocks for field in block.fields),
        nothing=Ref("zusatz.fehlanzeige", MELDUNG),
    )


def keine_zahlen(code: str, zahlen: Sequence[Ref]) -> Rule:
    """Return the rule that no number stands beside a Fehlanzeige."""
    return Rule(
        code, FEHLER, short="Zahlen trotz Fehlanzeige", source="Auslegung KV-FEHLANZEIGE", when=FEHLANZEIGE, only_nonzero=True,
        holds=total(zahlen).named("die Summe aller Zahlen dieses Blattes") <= 0,
        must="Bei Fehlanzeige ergeben die Zahlen auf diesem Blatt ① zusammen 0.",
        broken="Fehlanzeige ist „ja“, doch die Zahlen auf diesem Blatt ergeben zusammen {1}.",
        remedy="Bitte entweder die Fehlanzeige zurücknehmen oder die Zahlen leeren.",
    )  # fmt: skip


def kopf(nr: str) -> Record:
    """Return which Kreis a Meldung is about, and of which day."""
    source = f"{VEREINBARUNG} Nr. {nr}"
    return Record(id="kopf", heading="Kreis und Stichtag", source=source, entries=(schluessel(nr), NAME, STICHTAG))


SENDER = Ref("kopf.kreis", MELDUNG)
GEZAEHLT_AM = "31.12. des Vorjahres"
"""The Stichtag in words (KV-STICHTAG)."""
AUFBAU = "Die Vereinbarung druckt keinen Vordruck ab: Der Aufbau dieser Blätter ist ein eigener."
