"""Nr. 8 b: a confidential list of stationär betreute Leistungsberechtigte whose schooling or Ausbildung ends in the Folgejahr, by name.

Nothing of it goes into any other file: the form is `confidential`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rv2xl.forms.ansprechstelle import KONTAKT
from rv2xl.forms.meldung.grundlagen import (
    AUFBAU,
    DECKBLATT,
    FEHLANZEIGE,
    FEHLER,
    LWV_FUELLT,
    MELDUNG,
    NAME,
    SENDER,
    VERSION,
    deckblatt,
    gelesen,
    grundlage,
    rollen,
    schluessel,
    vereinbart,
    zusatz,
)
from rv2xl.model.definitions.blocks import Notes, Record, Roster
from rv2xl.model.definitions.blocks.deckblatt_blocks import DataProtection
from rv2xl.model.definitions.field import ANZAHL, DATUM, TEXT, Field, Kind, Type
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import CountRows, Ref, all_of, any_of, year_of
from rv2xl.recht.law import year_end

FORM, NR, SOURCE = "meldung_8b", "8 b", "Kooperationsvereinbarung Nr. 8 b"
TITEL = "Ende der Schulbildung oder schulischen Ausbildung im Folgejahr"
PERSON = "person"
LEISTUNGEN = ("Leistungen zur Schulbildung", "Leistungen zur schulischen Ausbildung für einen Beruf")

WORTLAUT = (
    "Nr. 8 b („Kreis“ steht für den Kreis der Vereinbarung): „Der Kreis benennt als örtlicher Träger der Eingliederungshilfe bis 31.03. "
    "eines Kalenderjahres namentlich die stationär betreuten Leistungsberechtigten, die Leistungen zur Schulbildung bzw. Leistungen zur "
    "schulischen Ausbildung für einen Beruf erhalten und voraussichtlich im Folgejahr die Schulbildung bzw. schulische Ausbildung für "
    "einen Beruf beenden und ggf. in die Zuständigkeit des LWV Hessen wechseln. Dies erstmal zum 31.03.2021.“"
)
VERTRAULICH = (
    "Vertraulich: Diese Arbeitsmappe nennt Menschen mit Namen. Bitte nur verschlüsselt oder auf einem geschützten Weg übermitteln und "
    "nicht in Ordner legen, die andere lesen. Nichts aus ihr kommt in eine Auswertung."
)
AUSFUELLEN = (
    "Auf dem Blatt „Meldung“ die Fehlanzeige beantworten. Ist jemand zu benennen, auf dem Blatt „Personen“ eine Zeile je Person "
    "ausfüllen."
)


def loeschen_bis(jahr: int) -> date:
    """Return the day by which a list is to be deleted: the end of its Folgejahr (KV-8B-LOESCHUNG)."""
    return year_end(jahr + 1)


LOESCHEN = Field(
    id="loeschen_bis", label="Zu löschen bis zum (Auslegung KV-8B-LOESCHUNG)", title="Zu löschen bis zum", type=DATUM,
    filled_by=LWV_FUELLT, given=loeschen_bis,
)  # fmt: skip

_JAHR = replace(ANZAHL, grouping=False, unit=None)
KOPF = Record(
    id="kopf", heading="Kreis und Jahr", source=SOURCE,
    entries=(
        schluessel(NR), NAME,
        Field(id="jahr", label="Jahr, in das der 31.03. fällt", type=_JAHR, filled_by=LWV_FUELLT, given=lambda jahr: jahr),
        Field(id="folgejahr", label="Folgejahr (Auslegung KV-8B-FOLGEJAHR)", type=_JAHR, filled_by=LWV_FUELLT,
              given=lambda jahr: jahr + 1),
    ))  # fmt: skip

PERSONEN = Roster(
    id=PERSON, heading="Personen", source=SOURCE, rows=50,
    notes=(
        "Eine Zeile je stationär betreuter Person, deren Schulbildung oder schulische Ausbildung voraussichtlich im Folgejahr endet und "
        "die ggf. in die Zuständigkeit des LWV Hessen wechselt. Diagnosen und andere Gesundheitsdaten gehören nicht in diese Liste.",
    ),
    entries=(
        Field(id="name", label="Name", type=replace(TEXT, length=100), required=True, personal=True),
        Field(id="vorname", label="Vorname", type=replace(TEXT, length=100), required=True, personal=True),
        Field(id="geburtsdatum", label="geboren am", type=DATUM, required=True, personal=True),
        Field(id="leistung", label="Leistung", type=Type(Kind.AUSWAHL, choices=LEISTUNGEN), required=True, personal=True),
        Field(id="ende_voraussichtlich", label="voraussichtliches Ende", type=DATUM, required=True, personal=True,
              hint="Ein Tag im Folgejahr."),
    ))  # fmt: skip

BENANNT = CountRows((any_of(*(PERSONEN.column(field.id).ne("") for field in PERSONEN.entries)),)).named(
    "die Zahl der benannten Personen"
)
UNBEANTWORTET = Ref("zusatz.fehlanzeige").named("„Fehlanzeige“").eq("nein")
ZUSATZ = zusatz("Fehlanzeige: Es gibt niemanden zu benennen", "„ja“, wenn die Liste leer bleibt; „nein“, wenn sie jemanden nennt.",
                required=True)  # fmt: skip
FOLGEJAHR = Ref("kopf.folgejahr", MELDUNG)

MELDUNG_REGELN = (
    Rule("KV-8B-FEHLANZEIGE", FEHLER, part="ja", short="Personen trotz Fehlanzeige", source="Auslegung KV-FEHLANZEIGE", when=FEHLANZEIGE,
         holds=BENANNT <= 0,
         must="Bei Fehlanzeige nennt die Liste niemanden.",
         broken="Fehlanzeige ist „ja“, doch die Liste nennt jemanden.",
         remedy="Bitte entweder „nein“ wählen oder die Liste leeren."),
    Rule("KV-8B-FEHLANZEIGE", FEHLER, part="nein", short="Liste ist leer", source="Auslegung KV-FEHLANZEIGE", when=UNBEANTWORTET,
         holds=BENANNT > 0,
         must="Ohne Fehlanzeige nennt die Liste mindestens eine Person.",
         broken="Fehlanzeige ist „nein“, doch die Liste ist leer.",
         remedy="Bitte die Personen eintragen oder „ja“ wählen."),
)  # fmt: skip

PERSON_REGELN = (
    Rule("KV-8B-FOLGEJAHR", FEHLER, roster=PERSON, short="Ende nicht im Folgejahr", source=SOURCE,
         when=PERSONEN["ende_voraussichtlich"].ne(""),
         holds=year_of(PERSONEN["ende_voraussichtlich"]).eq(FOLGEJAHR),
         must="Das voraussichtliche Ende liegt im Folgejahr der Meldung.",
         broken="Das voraussichtliche Ende liegt nicht im Folgejahr der Meldung.",
         remedy="Bitte das Datum prüfen; wer in einem anderen Jahr endet, gehört nicht auf diese Liste."),
    Rule("KV-8B-DOPPELT", FEHLER, roster=PERSON, short="Person steht mehrmals da", source=SOURCE,
         when=all_of(*(PERSONEN[name].ne("") for name in ("name", "vorname", "geburtsdatum"))),
         holds=CountRows(tuple(PERSONEN.column(name).eq(PERSONEN[name]) for name in ("name", "vorname", "geburtsdatum")))
         .named("die Zahl der Zeilen mit dieser Person") <= 1,
         must="Jede Person steht nur in einer Zeile.",
         broken="Diese Person steht in mehreren Zeilen.",
         remedy="Bitte jede Person nur einmal nennen."),
)  # fmt: skip

MELDUNG_8B = Form(
    name=FORM, version=VERSION, title=f"Meldung 8 b: {TITEL}", source=SOURCE, first_year=vereinbart(FORM).first, confidential=True,
    sender=SENDER, senders=Senders.KREISE, roles=rollen(delete_by=Ref("deckblatt.loeschen_bis", DECKBLATT)),
    auslegungen=gelesen("KV-8B-FOLGEJAHR", "KV-8B-LOESCHUNG", "KV-FEHLANZEIGE"),
    sheets=(
        deckblatt(FORM, f"Meldung 8 b: {TITEL}", (
            "Meldung des Kreises an den LWV Hessen nach Nr. 8 b der Kooperationsvereinbarung nach § 5 HAG/SGB IX", VERTRAULICH, AUFBAU,
        ), DataProtection(
            heading="Datenschutz", own=True, data="alle Angaben auf dem Blatt „Personen“ und der Name unter „Ausgefüllt von“",
            purpose="um den Übergang in die Zuständigkeit des LWV Hessen rechtzeitig vorzubereiten, und zu nichts anderem",
            basis=grundlage(FORM), contact=KONTAKT,
        ), LOESCHEN, fill=AUSFUELLEN),
        Sheet(section=MELDUNG, name="Meldung", title=TITEL, source=SOURCE, prefilled_from="kreise", rules=MELDUNG_REGELN,
              blocks=(KOPF, Notes(notes=(WORTLAUT,)), ZUSATZ)),
        Sheet(section=PERSON, name="Personen", title="Personen", source=SOURCE, rules=PERSON_REGELN, blocks=(PERSONEN,)),
    ))  # fmt: skip
