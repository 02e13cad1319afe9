"""The register „Stammdaten“: which Leistungserbringer and Orte there are, and who writes the letters.

A form of our own, filled in by the LWV: every other form is issued from it, and what comes back is held against it.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.kennungen import NUMMER, ZAD
from rv2xl.model.definitions.blocks import Identification, Legend, Notes, Record, Roster
from rv2xl.model.definitions.field import ANZAHL, DATUM, LATEST, TEXT, Field, FilledBy, Kind, Type
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.roles import AbsenderFields, OrtColumns, RegisterRoles, Roles, TraegerColumns
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import CountRows, Expr, Ref, RosterColumn, any_of, if_
from rv2xl.model.finding import Severity
from rv2xl.recht.law import load_law, year_end
from rv2xl.recht.regions import known_regions

NAME = "stammdaten"
SOURCE = "Stammdaten (eigenes Formular)"
FEHLER, HINWEIS = Severity.FEHLER, Severity.HINWEIS

PLZ = Type(Kind.TEXT, length=10, digits=5)
KREISSCHLUESSEL = Type(Kind.TEXT, length=5, digits=5)
LEISTUNG = Type(Kind.AUSWAHL, choices=("58", "60"))
PLAETZE = replace(ANZAHL, unit="Plätze")


def _lwv(name: str, label: str, kind: Type, hint: str = "", *, required: bool = False) -> Field:
    return Field(id=name, label=label, type=kind, filled_by=FilledBy.LWV, required=required, hint=hint)


DECKBLATT = Record(
    id="deckblatt", heading="Dieser Stand", source=SOURCE,
    entries=(
        Field(id="jahr", label="Jahr", type=replace(ANZAHL, grouping=False), filled_by=FilledBy.LWV, given=lambda jahr: jahr),
        Field(id="stichtag", label="Die Kreisschlüssel gelten am", type=DATUM, filled_by=FilledBy.LWV, given=year_end),
        _lwv("korrektur_nr", "Korrektur Nr.", ANZAHL, "Leer lassen, solange es nur diese Fassung gibt."),
        _lwv("ausgefuellt_von", "Ausgefüllt von", TEXT),
        _lwv("ausgefuellt_am", "Ausgefüllt am", DATUM),
    ))  # fmt: skip

TRAEGER = Roster(
    id="traeger", heading="Leistungserbringer", source=SOURCE, rows=200,
    notes=("Eine Zeile je Leistungserbringer. Die Nummer ist frei wählbar, vierstellig und bleibt über die Jahre gleich.",),
    entries=(
        _lwv("nummer", "Nummer", NUMMER, "Vierstellig, zum Beispiel 0007.", required=True),
        _lwv("name", "Name", TEXT, required=True),
        _lwv("strasse", "Straße", TEXT),
        _lwv("plz", "PLZ", PLZ),
        _lwv("ort", "Ort", TEXT),
        _lwv("web", "Webadresse", TEXT),
        _lwv("vertreten_durch", "vertreten durch", TEXT),
        _lwv("mail", "Mailadresse", TEXT, "An diese Adresse gehen Vordruck und Rückmeldung."),
        _lwv("p58_am", "Vereinbarung § 58 am", DATUM, "Leer, wenn keine geschlossen ist."),
        _lwv("p60_am", "Vereinbarung § 60 am", DATUM, "Leer, wenn keine geschlossen ist."),
        _lwv("frist", "verlängerte Frist", DATUM, "Nur, wenn eine spätere Abgabe vereinbart ist."),
    ))  # fmt: skip

ORTE = Roster(
    id="orte", heading="Orte der Leistungserbringung", source=SOURCE, rows=2_000,
    notes=("Eine Zeile je Ort und Leistung: Wer an einem Ort Leistungen nach § 58 und § 60 erbringt, steht dort zweimal.",),
    entries=(
        _lwv("traeger", "Nummer des Leistungserbringers", NUMMER, required=True),
        _lwv("zad", "ZAD-Nummer", ZAD, required=True),
        _lwv("name", "Name", TEXT, required=True),
        _lwv("strasse", "Straße", TEXT),
        _lwv("plz", "PLZ", PLZ),
        _lwv("ort", "Ort", TEXT, "Der Ortsname steht auch im Namen des Blattes.", required=True),
        _lwv("web", "Webadresse", TEXT),
        _lwv("kreis", "Kreisschlüssel", KREISSCHLUESSEL, "Fünfstellig, siehe Blatt „Kreise“.", required=True),
        _lwv("leistung", "Leistung nach §", LEISTUNG, "58 oder 60.", required=True),
        _lwv("art", "Art der Leistung", TEXT),
        _lwv("platzzahl", "Vereinbarte Platzzahl", PLAETZE),
        _lwv("aktenzeichen", "Aktenzeichen", TEXT),
        _lwv("gueltig_von", "gültig von", DATUM, "Leer: schon immer."),
        _lwv("gueltig_bis", "gültig bis", DATUM, "Leer: bis auf Weiteres."),
    ))  # fmt: skip

KREISE = Roster(
    id="kreise", heading="Landkreise und kreisfreie Städte", source="rv2xl/recht/kreise.csv", rows=len(known_regions()),
    notes=("Schlüssel, Name und Beginn sind vorgegeben; Mailadresse und Ansprechstelle können Sie eintragen.",),
    presets=tuple((region.schluessel, region.display_name, region.gueltig_von) for region in known_regions()),
    entries=(
        Field(id="schluessel", label="Kreisschlüssel", type=KREISSCHLUESSEL, filled_by=FilledBy.LWV, preset=True),
        Field(id="name", label="Name", type=TEXT, filled_by=FilledBy.LWV, preset=True),
        Field(id="ab", label="gilt ab", type=DATUM, filled_by=FilledBy.LWV, preset=True),
        _lwv("mail", "Mailadresse", TEXT),
        _lwv("ansprechstelle", "Ansprechstelle", TEXT, "Stelle, nicht Person."),
    ))  # fmt: skip

ABSENDER = Record(
    id="absender", heading="Absender der Schreiben", source=SOURCE,
    notes=("Steht auf Deckblatt und Schreiben. Es darf alles leer bleiben; was leer ist, steht dort nicht.",),
    entries=(
        _lwv("name", "Name der Behörde", TEXT),
        _lwv("strasse", "Straße", TEXT),
        _lwv("plz", "PLZ", PLZ),
        _lwv("ort", "Ort", TEXT),
        _lwv("mail", "Mailadresse", TEXT, "Hierhin gehen die ausgefüllten Vordrucke und alle Antworten."),
        _lwv("telefon", "Telefonnummer", TEXT, "Für Fragen zum Ausfüllen."),
        replace(_lwv("ansprechperson", "Für Fragen da", TEXT, "Stelle oder Person, zum Beispiel „Sachgebiet Dokumentation“."),
                personal=True),
        replace(_lwv("unterschrift", "Unterschrift", TEXT, "Zum Beispiel „Im Auftrag“."), personal=True),
        _lwv("gruss", "Grußformel", TEXT),
        _lwv("zusatz", "Zusatz", replace(TEXT, length=1000), "Ein Absatz, der in jedem Schreiben steht."),
    ))  # fmt: skip

DATENSCHUTZ = Record(
    id="absender", heading="Angaben zum Datenschutz (Art. 13 DSGVO)", source="Art. 13 DSGVO",
    notes=("Daraus entsteht der Hinweis zum Datenschutz auf den Vordrucken.",),
    entries=(
        _lwv("stelle", "Verantwortliche Stelle", TEXT, "Name und Anschrift, wenn es nicht der Absender oben ist."),
        _lwv("datenschutz_kontakt", "Datenschutzbeauftragte", TEXT, "Mailadresse oder Anschrift der oder des Datenschutzbeauftragten."),
        _lwv("aufbewahrung", "Dauer der Speicherung", TEXT, "Zum Beispiel „zehn Jahre nach Ende des Kalenderjahres“."),
    ))  # fmt: skip

STICHTAG = Ref("deckblatt.stichtag", "deckblatt")


def _rows(name: str, *conditions: Expr) -> Expr:
    return CountRows(conditions).named(name)


ORTE_BIS: RosterColumn = ORTE.column("gueltig_bis")

TRAEGER_REGELN = (
    Rule("ST-DOPPELT", FEHLER, roster="traeger", source=SOURCE, when=TRAEGER["nummer"].ne(""),
         holds=_rows("die Zahl der Zeilen mit dieser Nummer", TRAEGER.column("nummer").eq(TRAEGER["nummer"])) <= 1,
         remedy="Bitte jede Nummer nur einmal vergeben."),
    Rule("ST-OHNE-ORT", HINWEIS, roster="traeger", source=SOURCE, when=TRAEGER["nummer"].ne(""),
         holds=_rows("die Zahl der Orte dieses Leistungserbringers", ORTE.column("traeger").eq(TRAEGER["nummer"])) > 0,
         remedy="Bitte auf dem Blatt „Orte“ mindestens einen Ort eintragen, sonst wird kein Vordruck ausgegeben."),
)  # fmt: skip

ORTE_REGELN = (
    Rule("ST-TRAEGER", FEHLER, roster="orte", source=SOURCE, when=ORTE["traeger"].ne(""),
         holds=_rows("die Zahl der Leistungserbringer mit dieser Nummer", TRAEGER.column("nummer").eq(ORTE["traeger"])) > 0,
         remedy="Bitte die Nummer berichtigen oder den Leistungserbringer eintragen."),
    Rule("ST-KREIS", FEHLER, roster="orte", source="rv2xl/recht/kreise.csv", when=ORTE["kreis"].ne(""),
         holds=_rows("die Zahl der in diesem Jahr geltenden Kreise mit diesem Schlüssel", KREISE.column("schluessel").eq(ORTE["kreis"]),
                     KREISE.column("ab") <= STICHTAG) > 0,
         remedy="Bitte einen Schlüssel vom Blatt „Kreise“ eintragen, der in diesem Jahr gilt."),
    Rule("ST-DOPPELT", FEHLER, roster="orte", source=SOURCE, when=ORTE["zad"].ne(""),
         holds=_rows("die Zahl der Zeilen mit dieser ZAD-Nummer und Leistung zur selben Zeit",
                     ORTE.column("zad").eq(ORTE["zad"]), ORTE.column("leistung").eq(ORTE["leistung"]),
                     ORTE.column("gueltig_von") <= if_(ORTE["gueltig_bis"].eq(""), LATEST, ORTE["gueltig_bis"]),
                     any_of(ORTE_BIS >= ORTE["gueltig_von"], ORTE_BIS.eq(""))) <= 1,
         remedy="Bitte je ZAD-Nummer und Leistung nur eine Zeile führen oder die Gültigkeit abgrenzen."),
)  # fmt: skip

ROLLEN = RegisterRoles(
    day=STICHTAG, kreise="kreise",
    absender=AbsenderFields(
        section="absender", name="name", street="strasse", postcode="plz", town="ort", mail="mail", telephone="telefon", closing="gruss",
        signature="unterschrift", paragraph="zusatz", contact="ansprechperson", controller="stelle", data_protection="datenschutz_kontakt",
        retention="aufbewahrung",
    ),
    traeger=TraegerColumns(
        roster="traeger", number="nummer", name="name", street="strasse", postcode="plz", town="ort", mail="mail",
    ),
    orte=OrtColumns(roster="orte", traeger="traeger", zad="zad", leistung="leistung", name="name", kreis="kreis", since="gueltig_von",
                    until="gueltig_bis"),
)  # fmt: skip

STAMMDATEN = Form(
    name=NAME,
    version="2025.2",
    title="Stammdaten der Leistungserbringer und Orte",
    source=SOURCE,
    roles=Roles(year=Ref("deckblatt.jahr", "deckblatt"), correction=Ref("deckblatt.korrektur_nr", "deckblatt")),
    register=ROLLEN,
    first_year=load_law().entry("dokumentation_ab").values[0].since.year,
    sheets=(
        Sheet(
            section="deckblatt", name="Deckblatt", title="Stammdaten der Leistungserbringer und Orte", source=SOURCE,
            blocks=(
                Notes(notes=(
                    "Aus diesem Verzeichnis werden die Vordrucke ausgegeben; gegen dieses Verzeichnis werden die Rückläufe geprüft.",
                    "Bitte die Blätter „Leistungserbringer“, „Orte“ und „Absender“ ausfüllen. Zeilen dürfen leer bleiben.",
                )),
                DECKBLATT,
                Legend(heading="Farben und Zeichen", lines=(
                    (FilledBy.LWV, "vorgegeben"),
                    (FilledBy.LEISTUNGSERBRINGER, "hier eintragen"),
                    (FilledBy.FORMEL, "wird berechnet"),
                )),
                Identification(),
            )),
        Sheet(section="traeger", name="Leistungserbringer", title="Leistungserbringer", source=SOURCE, blocks=(TRAEGER,),
              rules=TRAEGER_REGELN),
        Sheet(section="orte", name="Orte", title="Orte der Leistungserbringung", source=SOURCE, blocks=(ORTE,), rules=ORTE_REGELN),
        Sheet(section="kreise", name="Kreise", title="Landkreise und kreisfreie Städte", source="rv2xl/recht/kreise.csv",
              blocks=(KREISE,)),
        Sheet(section="absender", name="Absender", title="Absender der Schreiben", source=SOURCE, blocks=(ABSENDER, DATENSCHUTZ)),
    ))  # fmt: skip
"""The register, with room for 200 Leistungserbringer and 2,000 Orte."""
