"""Anlage 2 of the Rahmenvertrag 2: the Jährliche Dokumentation der Leistungserbringung, in the order of the source.

Labels, questions and notes are the source's, letter by letter. Corrected or settled: „das die Fachlichkeit“ (§ 58 prints
„dass“, Auslegung A2-WORTLAUT); the printed ticks are print artefacts (A2-KREUZE). `own=True` marks what the source does not
print (A2-ZUSATZ).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rv2xl.model.expr import Ref, all_of, any_of, total
from rv2xl.model.field import (
    ANZAHL,
    DATUM,
    JA_NEIN,
    PERSONEN_ANZAHL,
    STUNDEN,
    TEXT,
    VOLLZEITSTELLEN,
    Field,
    FilledBy,
    Kind,
    Type,
)
from rv2xl.model.finding import Severity
from rv2xl.model.form import (
    Column,
    Directory,
    Form,
    Identification,
    Legend,
    Matrix,
    Notes,
    Progress,
    Questions,
    Record,
    Row,
    Sheet,
)
from rv2xl.model.law import auslegungen, load_law, year_end
from rv2xl.model.rule import Rule

ANLAGE = "RV 2 Anlage 2"
NAME = "dokumentation"
STICHTAG = "31.12. des Jahres"
ZEITRAUM = "01.01. bis 31.12. des Jahres"

FEHLER, WARNUNG, HINWEIS = Severity.FEHLER, Severity.WARNUNG, Severity.HINWEIS
LWV_FUELLT, LE_FUELLT, FORMEL = FilledBy.LWV, FilledBy.LEISTUNGSERBRINGER, FilledBy.FORMEL

NUMMER = Type(Kind.TEXT, length=20, digits=4)
ZAD = Type(Kind.TEXT, length=30)

LWV = Column("lwv", "Leistungsträgerschaft LWV Hessen")
ANDERE = Column("andere", "andere Leistungsträger")
TRAEGER = (LWV, ANDERE)


def _regelfrist(jahr: int) -> date:
    """Return the day by which the Dokumentation of a year is due (Anlage 2 Nr. 1)."""
    return load_law().day("dokumentation_frist", year_end(jahr)).in_year(jahr + 1)


# ----------------------------------------------------------------------------------------------------------- 1 Deckblatt

DECKBLATT = Record(
    id="deckblatt", heading="Dieser Rücklauf", source=f"{ANLAGE} Nr. 1", own=True,
    entries=(
        Field(id="jahr", label="Berichtsjahr", type=replace(ANZAHL, grouping=False), filled_by=LWV_FUELLT,
              given=lambda jahr: jahr),
        Field(id="leistungserbringer", label="Leistungserbringer", type=TEXT, filled_by=LWV_FUELLT, origin=("name",)),
        Field(id="regelfrist", label="Vorzulegen bis zum (Anlage 2 Nr. 1)", type=DATUM, filled_by=LWV_FUELLT,
              given=lambda jahr: _regelfrist(jahr)),
        Field(id="frist", label="Ihre Frist", type=DATUM, filled_by=LWV_FUELLT, origin=("frist",),
              given=lambda jahr: _regelfrist(jahr)),
        Field(id="korrektur_nr", label="Korrektur Nr.", type=ANZAHL,
              hint="Nur bei einer Korrektur: 1 für die erste, 2 für die zweite. Leer heißt: erste Abgabe."),
        Field(id="ausgefuellt_von", label="Ausgefüllt von", type=TEXT, hint="Name für Rückfragen."),
        Field(id="ausgefuellt_am", label="Ausgefüllt am", type=DATUM, hint="Tag, an dem Sie fertig wurden."),
    ))  # fmt: skip

DECKBLATT_SHEET = Sheet(
    section="deckblatt", name="Deckblatt", source=f"{ANLAGE} Nr. 1", prefilled_from="traeger",
    title="Jährliche Dokumentation der Leistungserbringung",
    blocks=(
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
        Progress(heading="So weit sind Sie", own=True),
        Legend(heading="Farben und Zeichen", own=True, lines=(
            (LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),
            (LE_FUELLT, "vom Leistungserbringer auszufüllen"),
            (FORMEL, "wird berechnet"),
        )),
        Identification(own=True),
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
    id="vereinbarung", heading="Leistungsvereinbarungen", corner="Leistungsvereinbarung(en) geschlossen", type=DATUM,
    source=f"{ANLAGE} Nr. 2", filled_by=LWV_FUELLT,
    rows=(
        Row("p58", "Leistungen im Arbeitsbereich WfbM gemäß § 58 SGB IX"),
        Row("p60", "Leistungen anderer Leistungsanbieter gemäß § 60 SGB IX"),
    ),
    columns=(Column("datum", "geschlossen am Datum"), Column("geschlossen", "für folgende Leistungen", JA_NEIN)),
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

LEISTUNGSERBRINGER_SHEET = Sheet(
    section="leistungserbringer", name="Daten Leistungserbringer", source=f"{ANLAGE} Nr. 2", prefilled_from="traeger",
    title="Daten Leistungserbringer",
    blocks=(
        Legend(heading="Erläuterungen", lines=(
            (LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),
            (LE_FUELLT, "Korrekturmöglichkeit des Leistungserbringers"),
            (LE_FUELLT, "vom Leistungserbringer auszufüllen"),
        )),
        LE, VEREINBARUNG, AUSBILDUNG,
    ),
    rules=(
        Rule("A2-AUSBILDUNG", FEHLER, when=BILDET_AUS.eq("nein"), holds=ANZAHL_AUSZUBILDENDE <= 0,
             source=f"{ANLAGE} Nr. 2",
             remedy="Bitte entweder „ja“ wählen oder die Anzahl leeren."),
        Rule("A2-AUSBILDUNG-NULL", HINWEIS, when=BILDET_AUS.eq("ja"), holds=ANZAHL_AUSZUBILDENDE > 0,
             source=f"{ANLAGE} Nr. 2",
             remedy="Bitte prüfen, ob „ja“ stimmt, wenn am Stichtag niemand ausgebildet wird."),
    ))  # fmt: skip

# ------------------------------------------------------------------------- 4 and 6: one sheet per Ort and Leistung

KOPF = Record(
    id="kopf", across=True, source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="zad", label="ZAD-Nummer", type=ZAD, filled_by=LWV_FUELLT, origin=("zad",)),
        Field(id="art_der_leistung", label="Art der Leistung", type=TEXT, filled_by=LWV_FUELLT, origin=("art",)),
        Field(id="platzzahl", label="Vereinbarte Platzzahl", type=replace(ANZAHL, unit="Plätze"), filled_by=LWV_FUELLT,
              origin=("platzzahl",)),
        Field(id="aktenzeichen", label="Aktenzeichen", type=TEXT, filled_by=LWV_FUELLT, origin=("aktenzeichen",)),
    ))  # fmt: skip

ORT = Record(
    id="ort", heading="Ort der Leistungserbringung:", source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="name", label="Name", type=TEXT, filled_by=LWV_FUELLT, origin=("name",), correctable=True),
        Field(id="strasse", label="Straße", group="Anschrift", type=TEXT, filled_by=LWV_FUELLT, origin=("strasse",), correctable=True),
        Field(id="ort", label="Ort", group="Anschrift", type=TEXT, filled_by=LWV_FUELLT, origin=("plz", "ort"), correctable=True),
        Field(id="web", label="Webadresse", type=TEXT, filled_by=LWV_FUELLT, origin=("web",), correctable=True),
    ))  # fmt: skip

KONTAKT = Record(
    id="kontakt", heading="Kontakt", source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="name", label="Name", type=TEXT, required=True, hint="Wer beantwortet Rückfragen zu diesem Ort?"),
        Field(id="funktion", label="Funktion", type=TEXT, hint="Zum Beispiel „Werkstattleitung“."),
        Field(id="telefon", label="Telefonnummer", type=TEXT, hint="Mit Vorwahl."),
        Field(id="mail", label="Mailadresse", type=TEXT, required=True, hint="Eine Adresse, die regelmäßig gelesen wird."),
    ))  # fmt: skip

KONZEPTION = Record(
    id="konzeption", heading="Konzeption", source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="liegt_vor", label="liegt vor", type=JA_NEIN, required=True, hint="Mit „ja“ oder „nein“ antworten."),
        Field(id="vom", label="vom", type=DATUM, hint="Datum der Konzeption; nur ausfüllen, wenn sie vorliegt."),
    ))  # fmt: skip

BEWILLIGT = Matrix(
    id="bewilligt", heading="Bewilligte Leistungen", type=STUNDEN, columns=TRAEGER, stichtag=ZEITRAUM,
    source=f"{ANLAGE} Nr. 4 und 6", rows=(Row("", "Bewilligte Leistungen"),), value_row=26, new_page=False,
    subheadings=("summarisch, in der Zeit vom 01.01 bis 31.12. des Jahres",),
    hint="Stunden mit höchstens zwei Nachkommastellen, einschließlich Vor- und Nachbereitung.",
    notes=(
        "B26, C/D26: Angaben der bewilligten Leistungen für dieses Sheet insgesamt in Stunden inkl. Vor- und Nachbereitung, "
        "Dokumentation, Erarbeitung eines Vorschlags zur Fortschreibung der individuellen Leistungsplanung. Die Angaben ergeben "
        "sich aus der Summe der festgestellten Bedarfe nach Zuordnung in Leistungsgruppen. Es wird der vergütete Mittelwert "
        "zugrunde gelegt.",
    ))  # fmt: skip

ERBRACHT = Matrix(
    id="erbracht", heading="erbrachte Leistungen", type=STUNDEN, columns=TRAEGER, stichtag=ZEITRAUM,
    source=f"{ANLAGE} Nr. 4 und 6", rows=(Row("", "Erbrachte Leistungen"),),
    subheadings=("summarisch, in der Zeit vom 01.01 bis 31.12. des Jahres",),
    hint="Stunden mit höchstens zwei Nachkommastellen, einschließlich Vor- und Nachbereitung.",
    footers=(
        Field(id="gesamt", label="Gesamt", type=STUNDEN, filled_by=FORMEL, stichtag=ZEITRAUM,
              expr=total((Ref("erbracht.lwv"), Ref("erbracht.andere"))), hint="Wird berechnet: LWV Hessen + andere."),
    ),
    notes=(
        "Bitte beachten Sie die Abwesenheitsregelungen nach Nummer 3.4 und die Abrechnungsregularien im Teil 6 des RV 2.",
        "Die erbrachten Leistungen für dieses Sheet ergeben sich aus der Prozessdokumentation und der Personaleinsatzplanung und "
        "werden entsprechend der Systematik bei den bewilligten Leistungen ausgewiesen.",
    ))  # fmt: skip

PERSONAL = Matrix(
    id="personal", heading="Menge des eingesetzten Personals", type=VOLLZEITSTELLEN, stichtag=STICHTAG,
    source=f"{ANLAGE} Nr. 4 und 6", subheadings=("Stichtagsbetrachtung zum 31.12.",),
    rows=(Row("", "durch den Leistungserbringer eingesetztes Personal"),),
    columns=(
        Column("fab", "Fachkräfte zur Arbeits- und Berufsförderung (FAB)"),
        Column("sozialer_dienst", "Sozialer Dienst"),
        Column("therapeutisch", "Therapeutisch- / technisches Personal und arbeitsbegleitende Maßnahmen"),
    ),
    hint="Vollzeitstellen mit höchstens zwei Nachkommastellen, nur dieses Sheet.",
    notes=(
        "Stichtagsbetrachtung entspricht anderen Berichten (z.B. gemäß § 6 HAG/ SGB IX)",
        "Angabe der diesem Sheet zugeordneten Vollzeitstellen.",
    ))  # fmt: skip

PERSONEN = Matrix(
    id="personen", heading="Anzahl der leistungsberechtigten Personen", type=PERSONEN_ANZAHL, columns=TRAEGER,
    source=f"{ANLAGE} Nr. 4 und 6", subheadings=("Stichtagsbetrachtung zum 31.12.",), stichtag=STICHTAG, new_page=True,
    rows=(
        Row("eigene_region", "Aus eigener Region/ LK/ kreisfreie Stadt"),
        Row("hessen", "Aus hessischer Region"),
        Row("ausserhalb", "Aus außerhessischer Region/ anderes Bundesland"),
        Row("kombi_bib", "Davon Anzahl Kombi-BiB"),
    ),
    hint="Personen am Stichtag; jede Person in genau einer der drei oberen Zeilen, Kombi-BiB als Teilmenge.")  # fmt: skip

HERKUNFT = PERSONEN.rows[:3]

ALTER = Matrix(
    id="alter", heading="Altersstruktur (Lebensjahre)", type=PERSONEN_ANZAHL, columns=TRAEGER, stichtag=STICHTAG,
    source=f"{ANLAGE} Nr. 4 und 6", subheadings=("Anzahl der leistungsberechtigten Personen – Stichtagsbetrachtung zum 31.12.",),
    rows=(
        Row("a18_30", "18-30 Jahre"),
        Row("a31_40", "31-40 Jahre"),
        Row("a41_50", "41-50 Jahre"),
        Row("a51_55", "51-55 Jahre"),
        Row("a56_60", "56-60 Jahre"),
        Row("a61_65", "61-65 Jahre"),
        Row("a66", "66 und mehr Jahre"),
    ),
    hint="Vollendete Lebensjahre am Stichtag; Personen unter 18 zählen in der ersten Zeile.")  # fmt: skip

AUSGELAGERT = Matrix(
    id="ausgelagert", heading="Ausgelagerte Arbeitsgruppen", type=ANZAHL, source=f"{ANLAGE} Nr. 4 und 6", stichtag=STICHTAG,
    rows=(Row("", "Ausgelagerte Arbeitsgruppen"),),
    columns=(Column("gruppen", "Anzahl Gruppen"), Column("betriebe", "Anzahl Betriebe")),
    hint="Stand am Stichtag; wo nichts anfällt, eine 0 eintragen.")  # fmt: skip

STRUKTUR = Questions(
    id="fragen", heading="Fragen zu Strukturen und Prozessen", source=f"{ANLAGE} Nr. 4 und 6", new_page=True,
    subheadings=("Fragen zu den Strukturparametern",),
    questions=(
        Row("struktur_1", "Sind Sie als Unternehmen so organisiert, dass die Leistungen an den von den leistungsberechtigten "
                          "Personen gewählten Orten erbracht werden?"),
        Row("struktur_2", "Ist die Organisations- und Leitungsstruktur für die leistungsberechtigten Personen, Angehörigen und "
                          "Mitarbeitenden transparent?"),
        Row("struktur_3", "Existiert ein Personalmanagement, das die Fachlichkeit der Mitarbeitenden sichert?"),
        Row("struktur_4", "Liegen aktuelle Konzeptionen vor, die den Zielen des SGB IX entsprechen? (Ggfs. Hinweis ab 2024)"),
        Row("struktur_5", "Entsprechen Ihre Konzeptionen und die Art und Weise der Leistungserbringung aktuellen fachlichen "
                          "Entwicklungen?"),
        Row("struktur_6", "Gibt es Kooperationen mit anderen Leistungserbringern?"),
        Row("struktur_7", "Gibt es Formen der Zusammenarbeit mit Vereinen/ Organisationen oder ähnlichem im Sozialraum?"),
        Row("struktur_8", "Ist ein Qualitätssicherungssystem eingeführt und wird es angewendet?"),
        Row("struktur_9", "Ist ein Ideen- und Beschwerdemanagement eingeführt und wird es angewendet?"),
    ))  # fmt: skip

PROZESS = Questions(
    id="fragen", heading="Fragen zu den Prozessparametern", source=f"{ANLAGE} Nr. 4 und 6",
    questions=(
        Row("prozess_1", "Liegen Prozessleitfäden zur Umsetzung der Teilhabe in schriftlicher Form vor?"),
        Row("prozess_2", "Sind diese Prozessleitfäden den Mitarbeitenden bekannt?"),
        Row("prozess_3", "Sind Sie mit anderen Leistungserbringern, Institutionen, Vereinen, Gremien und Personen aus dem "
                         "sozialen Umfeld der leistungsberechtigten Personen vernetzt?"),
        Row("prozess_4", "Werden bei der personenzentrierten Leistungserbringung im Alltag die Unterstützungsmöglichkeiten aus "
                         "dem sozialen Umfeld der leistungsberechtigten Person mit einbezogen?"),
        Row("prozess_5", "Werden die geplanten Leistungen im Dialog mit der leistungsberechtigten Person erbracht?"),
        Row("prozess_6", "Werden die geplanten und erbrachten Leistungen, ausgerichtet an den Zielen der individuellen "
                         "Teilhabeplanung, in einer strukturierten Prozessdokumentation des Leistungserbringers festgehalten?"),
    ))  # fmt: skip

ZUSATZ = Record(
    id="zusatz", heading="Zusatz (nicht Teil der gedruckten Anlage)", source="Auslegung A2-ZUSATZ", own=True,
    entries=(
        Field(id="fehlanzeige", label="Fehlanzeige: an diesem Ort wurde im Jahr keine Leistung erbracht", type=JA_NEIN,
              hint="„ja“ ersetzt alle Angaben dieses Blattes; sonst leer lassen."),
        Field(id="bemerkung", label="Bemerkung", type=replace(TEXT, length=1000),
              hint="Zum Beispiel die Erklärung zu einer Warnung; dann müssen wir nicht nachfragen."),
    ))  # fmt: skip

FEHLANZEIGE = ZUSATZ["fehlanzeige"].named("„Fehlanzeige“").eq("ja")
ZAHLEN = tuple(
    Ref(field.id)
    for block in (BEWILLIGT, ERBRACHT, PERSONAL, PERSONEN, ALTER, AUSGELAGERT)
    for field in block.fields
    if not field.computed
)
ALLE_PERSONEN = total(PERSONEN[HERKUNFT, :]).named("die Summe der Personen aller Leistungsträger")
GRUPPEN = AUSGELAGERT.cell("gruppen").named("„Anzahl Gruppen“")
BETRIEBE = AUSGELAGERT.cell("betriebe").named("„Anzahl Betriebe“")
KONZEPTION_VOM = KONZEPTION["vom"].named("das Datum der Konzeption")
KONZEPTION_LIEGT_VOR = KONZEPTION["liegt_vor"].named("„Konzeption liegt vor“")
REGELFRIST = Ref("deckblatt.regelfrist", "deckblatt").named("der Tag, bis zu dem die Dokumentation vorzulegen ist")

ORT_REGELN = (
    Rule("A2-ALTER-SUMME", FEHLER, for_each=TRAEGER, source=f"{ANLAGE} Nr. 4 und 6",
         holds=lambda t: total(ALTER[:, t]).named("die Summe der Altersgruppen").eq(
             total(PERSONEN[HERKUNFT, t]).named("die Summe der Personen nach Herkunft")),
         remedy="Bitte jede Person genau einer Altersgruppe und genau einer Herkunft zuordnen."),
    Rule("A2-KOMBI-TEILMENGE", FEHLER, for_each=TRAEGER, source=f"{ANLAGE} Nr. 4 und 6",
         holds=lambda t: PERSONEN["kombi_bib", t].named("die Anzahl Kombi-BiB")
         <= total(PERSONEN[HERKUNFT, t]).named("die Summe der Personen nach Herkunft"),
         remedy="Kombi-BiB ist ein Teil der Personen darüber und wird nicht zusätzlich gezählt."),
    Rule("A2-KONZEPTION-DATUM", FEHLER, part="fehlt", source=f"{ANLAGE} Nr. 4 und 6",
         when=KONZEPTION_LIEGT_VOR.eq("ja"), holds=KONZEPTION_VOM.ne(""),
         remedy="Bitte das Datum der Konzeption eintragen oder „nein“ wählen."),
    Rule("A2-KONZEPTION-DATUM", FEHLER, part="ohne_konzeption", source=f"{ANLAGE} Nr. 4 und 6",
         when=KONZEPTION_LIEGT_VOR.eq("nein"), holds=KONZEPTION_VOM.eq(""),
         remedy="Bitte das Datum leeren oder „ja“ wählen."),
    Rule("A2-KONZEPTION-DATUM", FEHLER, part="zu_spaet", source=f"{ANLAGE} Nr. 1, 4 und 6",
         when=KONZEPTION_VOM.ne(""), holds=KONZEPTION_VOM <= REGELFRIST,
         remedy="Bitte das Datum der Konzeption prüfen; es kann nicht nach der Abgabefrist liegen."),
    Rule("A2-ERBRACHT-BEWILLIGT", WARNUNG, for_each=TRAEGER, source=f"{ANLAGE} Nr. 4 und 6",
         holds=lambda t: ERBRACHT["", t].named("die Stundenzahl der erbrachten Leistungen")
         <= BEWILLIGT["", t].named("die Stundenzahl der bewilligten Leistungen"),
         remedy="Bitte prüfen und, wenn beide Zahlen stimmen, unter „Bemerkung“ kurz erklären."),
    Rule("A2-PLATZZAHL", WARNUNG, source=f"{ANLAGE} Nr. 4 und 6", when=KOPF["platzzahl"].ne(""),
         holds=ALLE_PERSONEN <= KOPF["platzzahl"].named("die vereinbarte Platzzahl"),
         remedy="Bitte prüfen und, wenn die Zahlen stimmen, unter „Bemerkung“ kurz erklären."),
    Rule("A2-PERSONAL-FEHLT", WARNUNG, source=f"{ANLAGE} Nr. 4 und 6", when=ALLE_PERSONEN > 0,
         holds=total(PERSONAL[:, :]).named("die Summe des eingesetzten Personals") > 0,
         remedy="Bitte die Vollzeitstellen dieses Sheets eintragen oder unter „Bemerkung“ erklären."),
    Rule("A2-GRUPPEN-BETRIEBE", WARNUNG, source=f"{ANLAGE} Nr. 4 und 6",
         holds=any_of(all_of(GRUPPEN > 0, BETRIEBE > 0), all_of(GRUPPEN <= 0, BETRIEBE <= 0)),
         remedy="Zu ausgelagerten Arbeitsgruppen gehört mindestens ein Betrieb und umgekehrt."),
    Rule("A2-FEHLANZEIGE", FEHLER, source="Auslegung A2-ZUSATZ", when=FEHLANZEIGE, only_nonzero=True,
         holds=total(ZAHLEN).named("die Summe aller Zahlen dieses Blattes") <= 0,
         remedy="Bitte entweder die Fehlanzeige zurücknehmen oder die Angaben leeren."),
)  # fmt: skip

ORT_BLOECKE = (KOPF, ORT, KONTAKT, KONZEPTION, BEWILLIGT, ERBRACHT, PERSONAL, PERSONEN,
               replace(ALTER, notes=("Personen unter 18 Jahren werden in der ersten Altersgruppe gezählt (Auslegung A2-U18).",)),
               AUSGELAGERT, STRUKTUR, PROZESS, ZUSATZ)  # fmt: skip

SYSTEMATIK = (
    "Die jährliche Dokumentation erfolgt in der Systematik der nachfolgenden Sheets differenziert nach den verschiedenen Orten "
    "der Leistungserbringung. Es kommt darauf an, an welchem Ort die Leistung erbracht wird (Arbeitsbereich der WfbM oder anderer "
    "Leistungsanbieter)."
)


def _leistung(paragraf: str, ueber: str, uebersicht: str, nummern: tuple[int, int]) -> tuple[Sheet, Sheet]:
    """Return the Übersicht and the Ort sheet of one Leistung: § 58 (Nr. 3 and 4) or § 60 (Nr. 5 and 6)."""
    section = f"ort_{paragraf}"
    overview = Sheet(
        section=f"uebersicht_{paragraf}", name=f"Übersicht § {paragraf}", title=uebersicht, source=f"{ANLAGE} Nr. {nummern[0]}",
        blocks=(
            Legend(heading="Erläuterungen", lines=((LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),)),
            Directory(
                section=section, link_heading="auszufüllendes Sheet", link_text=f"Arbeitsbereich § {paragraf}",
                columns=(
                    ("ZAD-Nummer", ("kopf.zad",)),
                    ("Ort der Leistungserbringung", ("ort.strasse", "ort.ort")),
                    ("Art der Leistung", ("kopf.art_der_leistung",)),
                ),
                notes=(
                    SYSTEMATIK,
                    f"Leistungen gemäß § {paragraf} SGB IX, die auf betriebsintegrierten Beschäftigungsplätzen (BiB) erbracht "
                    "werden, sind in dieser Dokumentation nicht anzugeben.",
                ),
            ),
        ))  # fmt: skip
    ort = Sheet(
        section=section, name=f"{paragraf} ", title=ueber, source=f"{ANLAGE} Nr. {nummern[1]}", repeated=True,
        prefilled_from="orte", only=("leistung", paragraf), name_from="ort", optional_when=FEHLANZEIGE,
        blocks=(
            Legend(heading="Erläuterungen", lines=(
                (LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),
                (LE_FUELLT, "Vom Leistungserbringer auszufüllen"),
                (FORMEL, "wird berechnet"),
            )),
            *ORT_BLOECKE,
        ),
        rules=ORT_REGELN)  # fmt: skip
    return overview, ort


DOKUMENTATION = Form(
    name=NAME,
    version="2025.1",
    title="Jährliche Dokumentation der Leistungserbringung",
    source=f"{ANLAGE} zu Nummer 2.9.4",
    first_year=load_law().entry("dokumentation_ab").values[0].since.year,
    sender=Ref("le.nummer", "leistungserbringer"),
    auslegungen=auslegungen(NAME),
    sheets=(
        DECKBLATT_SHEET,
        LEISTUNGSERBRINGER_SHEET,
        *_leistung("58", "Leistungen im Arbeitsbereich WfbM gemäß § 58 SGB IX",
                   "Übersicht der vereinbarten Leistungen im Arbeitsbereich WfbM gemäß § 58 SGB IX", (3, 4)),
        *_leistung("60", "Leistungen eines anderen Leistungsanbieters gemäß § 60 SGB IX",
                   "Übersicht der vereinbarten Leistungen andere Leistungsanbieter gemäß § 60 SGB IX", (5, 6)),
    ))  # fmt: skip
"""Anlage 2: the Jährliche Dokumentation."""
