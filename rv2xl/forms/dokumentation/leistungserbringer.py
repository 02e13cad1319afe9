"""Anlage 2 Nr. 1 and 2: Deckblatt and Daten Leistungserbringer, once for each Leistungserbringer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rv2xl.forms.ansprechstelle import ANSPRECHSTELLE, KONTAKT
from rv2xl.forms.dokumentation.grundlagen import (
    ANLAGE,
    FEHLER,
    FORMEL,
    HINWEIS,
    LE_FUELLT,
    LWV_FUELLT,
    STICHTAG,
    WARNUNG,
)
from rv2xl.forms.kennungen import NUMMER
from rv2xl.model.definitions.blocks import Column, Identification, Legend, Matrix, Notes, Progress, Record, Row
from rv2xl.model.definitions.blocks.deckblatt_blocks import DataProtection, Steps
from rv2xl.model.definitions.blocks.sheet_list import SheetList
from rv2xl.model.definitions.field import ANZAHL, DATUM, JA_NEIN, PERSONEN_ANZAHL, TEXT, Field
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.roles import Roles
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.definitions.states.sayings import SIGNS
from rv2xl.model.expressions.expr import Ref, all_of, year_of
from rv2xl.recht.law import load_law, year_end


def _regelfrist(jahr: int) -> date:
    """Return the day by which the Dokumentation of a year is due (Anlage 2 Nr. 1)."""
    return load_law().day("dokumentation_frist", year_end(jahr)).in_year(jahr + 1)


# ----------------------------------------------------------------------------------------------------------- 1 Deckblatt

DECKBLATT = Record(
    id="deckblatt", heading="Dieser Rücklauf", source="Auslegung A2-ZUSATZ", own=True,
    entries=(
        Field(id="jahr", label="Berichtsjahr", type=replace(ANZAHL, grouping=False), filled_by=LWV_FUELLT,
              given=lambda jahr: jahr),
        Field(id="leistungserbringer", label="Leistungserbringer", type=TEXT, filled_by=LWV_FUELLT, origin=("name",)),
        Field(id="regelfrist", label="Vorzulegen bis zum (Anlage 2 Nr. 1)", type=DATUM, filled_by=LWV_FUELLT,
              given=_regelfrist, source=f"{ANLAGE} Nr. 1"),
        Field(id="frist", label="Ihre Frist", type=DATUM, filled_by=LWV_FUELLT, origin=("frist",),
              given=_regelfrist),
        Field(id="korrektur_nr", label="Korrektur Nr.", type=ANZAHL,
              hint="Nur bei einer Korrektur: 1 für die erste, 2 für die zweite. Leer heißt: erste Abgabe."),
        Field(id="ausgefuellt_von", label="Ausgefüllt von", type=TEXT, personal=True, hint="Name für Rückfragen."),
        Field(id="ausgefuellt_am", label="Ausgefüllt am", type=DATUM, hint="Tag, an dem Sie fertig wurden."),
    ))  # fmt: skip

AUSGEFUELLT_AM = DECKBLATT["ausgefuellt_am"].named("„Ausgefüllt am“")
LEGENDE = Legend(heading="Farben und Zeichen", own=True, notes=(SIGNS,), lines=(
    (LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),
    (LE_FUELLT, "vom Leistungserbringer auszufüllen"),
    (FORMEL, "wird berechnet"),
))  # fmt: skip
KENNUNG = Identification(own=True)

DECKBLATT_SHEET = Sheet(
    section="deckblatt", name="Deckblatt", source=f"{ANLAGE} Nr. 1", prefilled_from="traeger",
    title="Jährliche Dokumentation der Leistungserbringung",
    blocks=(
        Steps(heading="In drei Schritten", own=True, contact=KONTAKT),
        Notes(notes=(
            "Anlage 2 zu Nummer 2.9.4 (Jährliche Dokumentation der Leistungserbringung) des Hessischen Rahmenvertrages nach "
            "§ 131 SGB IX (Rahmenvertrag 2)",
            "Die folgenden Sheets enthalten die Inhalte, die ab dem 01.07.2023 bei der jährlichen Dokumentation von den "
            "Leistungserbringern dem LWV Hessen bis zum 31.03. des Folgejahres vorzulegen sind.",
            "Hierbei handelt es sich nicht um ein verbindliches Layout. Für die Übermittlung der Daten wird bis zur ersten "
            "Fälligkeit eine webbasierte Lösung zur Verfügung gestellt (bis 31.12.2023).",
            "Die Differenzierung der folgenden Sheets sind in ihrer Systematik von dem Abschluss der Leistungsvereinbarungen "
            "zu unterscheiden.",
        )),
        DECKBLATT,
        ANSPRECHSTELLE,
        Progress(heading="So weit sind Sie", own=True),
        LEGENDE,
        DataProtection(
            heading="Datenschutz", own=True,
            data="der Name unter „Ausgefüllt von“ und die Angaben unter „Kontakt“ auf den Blättern der Orte",
            purpose="um die Dokumentation zu prüfen und Rückfragen zu stellen", contact=KONTAKT,
        ),
        KENNUNG,
    ),
    rules=(
        Rule("A2-AUSGEFUELLT-AM", WARNUNG, short="Jahr von „Ausgefüllt am“", source="Auslegung A2-ZUSATZ", when=AUSGEFUELLT_AM.ne(""),
             holds=all_of(year_of(AUSGEFUELLT_AM) >= DECKBLATT["jahr"], year_of(AUSGEFUELLT_AM) <= DECKBLATT["jahr"] + 1),
             said="„Ausgefüllt am“ muss im Berichtsjahr oder im Jahr danach liegen.",
             remedy="Bitte das Datum prüfen, vor allem das Jahr."),
    ))  # fmt: skip

# ------------------------------------------------------------------------------------------ 2 Daten Leistungserbringer

LE = Record(
    id="le", heading="Angaben des Leistungserbringers", source=f"{ANLAGE} Nr. 2",
    entries=(
        Field(id="nummer", label="Nummer des Leistungserbringers", type=NUMMER, filled_by=LWV_FUELLT, origin=("nummer",)),
        Field(id="name", label="Name", type=TEXT, filled_by=LWV_FUELLT, origin=("name",), correctable=True),
        Field(id="strasse", label="Straße", group="Anschrift", type=TEXT, filled_by=LWV_FUELLT, origin=("strasse",), correctable=True),
        Field(id="ort", label="Ort", group="Anschrift", type=TEXT, filled_by=LWV_FUELLT, origin=("plz", "ort"), correctable=True),
        Field(id="web", label="Webadresse", type=TEXT, filled_by=LWV_FUELLT, origin=("web",), correctable=True),
        Field(id="vertreten_durch", label="vertreten durch", type=TEXT, filled_by=LWV_FUELLT, origin=("vertreten_durch",),
              correctable=True),
    ))  # fmt: skip

VEREINBARUNG = Matrix(
    id="vereinbarung", heading="Leistungsvereinbarungen", corner="Leistungsvereinbarung(en) geschlossen am", type=DATUM,
    source=f"{ANLAGE} Nr. 2", filled_by=LWV_FUELLT,
    rows=(
        Row("p58", "Leistungen im Arbeitsbereich WfbM gemäß § 58 SGB IX"),
        Row("p60", "Leistungen anderer Leistungsanbieter gemäß § 60 SGB IX"),
    ),
    columns=(Column("datum", "Datum"), Column("geschlossen", "für folgende Leistungen", JA_NEIN)),
    origins=(("p58_am",), ("p58_am",), ("p60_am",), ("p60_am",)),
    notes=(
        "Die jährliche Dokumentation erfolgt in der Systematik der nachfolgenden Sheets differenziert nach den verschiedenen "
        "Orten der Leistungserbringung.",
    ))  # fmt: skip

BILDET_AUS = Ref("ausbildung.bildet_aus").named("„Leistungserbringer bildet aus“")

AUSBILDUNG = Record(
    id="ausbildung", heading="Auszubildende/ Studierende", source=f"{ANLAGE} Nr. 2",
    subheadings=("Angaben übergreifend für alle Orte der Leistungserbringung (pro Leistungserbringer)",),
    entries=(
        Field(id="bildet_aus", label="Leistungserbringer bildet aus", type=JA_NEIN, required=True, stichtag=STICHTAG,
              hint="„ja“, wenn am Stichtag mindestens eine Person ausgebildet wird."),
        Field(id="anzahl", label="Anzahl der Auszubildenden/ Studierenden, die zu Fachkräften nach Nummer 2.5.2 Absatz 5 des RV 2 "
                                 "ausgebildet werden.",
              type=PERSONEN_ANZAHL, required_when=BILDET_AUS.eq("ja"), stichtag=STICHTAG,
              hint="Nur bei „ja“: Zahl der Personen, einmal für den ganzen Leistungserbringer."),
    ),
    notes=("Anzahl der Personen, keine Vollzeitstellen",))  # fmt: skip

ANZAHL_AUSZUBILDENDE = AUSBILDUNG["anzahl"].named("die Anzahl der Auszubildenden/ Studierenden")

BLAETTER = SheetList(
    id="blaetter", section="leistungserbringer", field="fragen.wie", own=True, source="Auslegung A2-ZUSATZ",
    heading="Antworten auf die 15 Fragen (nicht Teil der gedruckten Anlage)",
    heads=("Blatt", "Antworten wie Blatt (leer: eigene Antworten)"), alone="Fehlanzeige",
    notes=("Hier ist nichts einzutragen: Auf jedem Blatt eines Ortes können Sie statt eigener Antworten ein anderes Blatt dieser Liste "
           "wählen, dessen Antworten auch dort gelten.",))  # fmt: skip

LEISTUNGSERBRINGER_SHEET = Sheet(
    section="leistungserbringer", name="Daten Leistungserbringer", source=f"{ANLAGE} Nr. 2", prefilled_from="traeger",
    title="Daten Leistungserbringer",
    blocks=(
        Legend(heading="Erläuterungen", lines=(
            (LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),
            (LE_FUELLT, "Korrekturmöglichkeit des Leistungserbringers"),
            (LE_FUELLT, "vom Leistungserbringer auszufüllen"),
        )),
        LE, VEREINBARUNG, AUSBILDUNG, BLAETTER,
    ),
    rules=(
        Rule("A2-AUSBILDUNG", FEHLER, short="{1} trotz „nein“", when=BILDET_AUS.eq("nein"), holds=ANZAHL_AUSZUBILDENDE <= 0,
             source=f"{ANLAGE} Nr. 2",
             must="Wer nicht ausbildet, gibt keine Auszubildenden oder Studierenden an ①.",
             broken="„Leistungserbringer bildet aus“ ist „nein“, angegeben sind aber {1} Auszubildende/ Studierende.",
             remedy="Bitte entweder „ja“ wählen oder die Anzahl leeren."),
        Rule("A2-AUSBILDUNG-NULL", HINWEIS, when=BILDET_AUS.eq("ja"), holds=ANZAHL_AUSZUBILDENDE > 0,
             source=f"{ANLAGE} Nr. 2",
             must="Wer ausbildet, gibt die Auszubildenden oder Studierenden an ①.",
             broken="„Leistungserbringer bildet aus“ ist „ja“, die Anzahl der Auszubildenden/ Studierenden ist aber {1}.",
             remedy="Bitte prüfen, ob „ja“ stimmt, wenn am Stichtag niemand ausgebildet wird."),
    ))  # fmt: skip

ROLLEN = Roles(
    year=Ref("deckblatt.jahr", "deckblatt"), correction=Ref("deckblatt.korrektur_nr", "deckblatt"),
    deadline=Ref("deckblatt.frist", "deckblatt"), filled_on=Ref("deckblatt.ausgefuellt_am", "deckblatt"),
    sender_name=Ref("le.name", "leistungserbringer"),
)  # fmt: skip
