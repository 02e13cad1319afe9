"""Anlage 2 Nr. 4 and 6: the sheet that is filled in for each Ort der Leistungserbringung and Leistung, with its rules."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.dokumentation.grundlagen import (
    ANDERE,
    ANDERE_KEINE,
    ANLAGE,
    FEHLER,
    FORMEL,
    LWV_FUELLT,
    STICHTAG,
    TRAEGER,
    WARNUNG,
    ZEITRAUM,
)
from rv2xl.forms.dokumentation.leistungserbringer import BLAETTER
from rv2xl.forms.kennungen import ZAD
from rv2xl.model.definitions.blocks import Column, Matrix, Questions, Record, Row, RowSum
from rv2xl.model.definitions.draft import Lookback
from rv2xl.model.definitions.field import (
    ANZAHL,
    BLATT,
    DATUM,
    JA_NEIN,
    PERSONEN_ANZAHL,
    STUNDEN,
    TEXT,
    VOLLZEITSTELLEN,
    Field,
    StandIn,
)
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Ref, all_of, any_of, if_, join, numbers, total

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

_MIT_ZAD = if_(numbers(KOPF["zad"]) > 0, ORT["name"], join(ORT["name"], ", ZAD ", KOPF["zad"]))
NAME_UND_ZAD = if_(any_of(ORT["name"].eq(""), numbers(ORT["name"]) > 0), "", _MIT_ZAD)
"""Which of several sheets one is; nothing on a blank form, and no number in the place of a text."""

KONTAKT = Record(
    id="kontakt", heading="Kontakt", source=f"{ANLAGE} Nr. 4 und 6",
    entries=(
        Field(id="name", label="Name", type=TEXT, required=True, personal=True, hint="Wer beantwortet Rückfragen zu diesem Ort?"),
        Field(id="funktion", label="Funktion", type=TEXT, hint="Zum Beispiel „Werkstattleitung“."),
        Field(id="telefon", label="Telefonnummer", type=TEXT, personal=True, hint="Mit Vorwahl."),
        Field(id="mail", label="Mailadresse", type=TEXT, required=True, personal=True, hint="Eine Adresse, die regelmäßig gelesen wird."),
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
    hint="Stunden einschließlich Vor- und Nachbereitung.",
    notes=(
        "B26, C/D26: Angaben der bewilligten Leistungen für dieses Sheet insgesamt in Stunden inkl. Vor- und Nachbereitung, "
        "Dokumentation, Erarbeitung eines Vorschlags zur Fortschreibung der individuellen Leistungsplanung. Die Angaben ergeben "
        "sich aus der Summe der festgestellten Bedarfe nach Zuordnung in Leistungsgruppen. Es wird der vergütete Mittelwert "
        "zugrunde gelegt.",
    ))  # fmt: skip

KEINE_ANDEREN = Record(
    id="zusatz", heading="Andere Leistungsträger (nicht Teil der gedruckten Anlage)", source="Auslegung A2-ZUSATZ", own=True,
    entries=(
        Field(id="andere_keine", label="An diesem Ort gibt es keine anderen Leistungsträger", title="Keine anderen Leistungsträger",
              context="Zusatz", type=JA_NEIN,
              hint="„ja“: Alle Felder „andere Leistungsträger“ dieses Blattes dürfen leer bleiben und zählen als 0."),
    ))  # fmt: skip
"""Below the first line that asks for „andere Leistungsträger“; above it the rows up to row 26 are the source's."""

ERBRACHT = Matrix(
    id="erbracht", heading="erbrachte Leistungen", type=STUNDEN, columns=TRAEGER, stichtag=ZEITRAUM,
    source=f"{ANLAGE} Nr. 4 und 6", rows=(Row("", "Erbrachte Leistungen"),),
    subheadings=("summarisch, in der Zeit vom 01.01 bis 31.12. des Jahres",),
    hint="Stunden einschließlich Vor- und Nachbereitung.",
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
    id="personal", heading="Menge des eingesetzten Personals", type=VOLLZEITSTELLEN, stichtag=STICHTAG, new_page=True,
    source=f"{ANLAGE} Nr. 4 und 6", subheadings=("Stichtagsbetrachtung zum 31.12.",),
    rows=(Row("", "durch den Leistungserbringer eingesetztes Personal"),),
    columns=(
        Column("fab", "Fachkräfte zur Arbeits- und Berufsförderung (FAB)"),
        Column("sozialer_dienst", "Sozialer Dienst"),
        Column("therapeutisch", "Therapeutisch- / technisches Personal und arbeitsbegleitende Maßnahmen",
               short="Therapie, Technik, Begleitung"),
    ),
    hint="Vollzeitstellen am Stichtag, nur die dieses Blattes.",
    notes=(
        "Stichtagsbetrachtung entspricht anderen Berichten (z.B. gemäß § 6 HAG/ SGB IX)",
        "Angabe der diesem Sheet zugeordneten Vollzeitstellen.",
    ))  # fmt: skip

HERKUNFT = (
    Row("eigene_region", "Aus eigener Region/ LK/ kreisfreie Stadt"),
    Row("hessen", "Aus hessischer Region"),
    Row("ausserhalb", "Aus außerhessischer Region/ anderes Bundesland", short="Von außerhalb Hessens"),
)

PERSONEN = Matrix(
    id="personen", heading="Anzahl der leistungsberechtigten Personen", type=PERSONEN_ANZAHL, columns=TRAEGER,
    source=f"{ANLAGE} Nr. 4 und 6", subheadings=("Stichtagsbetrachtung zum 31.12.",), stichtag=STICHTAG,
    rows=(*HERKUNFT, Row("kombi_bib", "Davon Anzahl Kombi-BiB")),
    sum=RowSum("Summe nach Herkunft (eigene Zeile, ohne Kombi-BiB)", HERKUNFT),
    hint="Personen am Stichtag; jede in genau einer der drei oberen Zeilen, Kombi-BiB als Teil davon.")  # fmt: skip

ALTER = Matrix(
    id="alter", heading="Altersstruktur (Lebensjahre)", type=PERSONEN_ANZAHL, columns=TRAEGER, stichtag=STICHTAG,
    source=f"{ANLAGE} Nr. 4 und 6", subheadings=("Stichtagsbetrachtung zum 31.12.",), corner="Anzahl der leistungsberechtigten Personen",
    rows=(
        Row("a18_30", "18-30 Jahre"),
        Row("a31_40", "31-40 Jahre"),
        Row("a41_50", "41-50 Jahre"),
        Row("a51_55", "51-55 Jahre"),
        Row("a56_60", "56-60 Jahre"),
        Row("a61_65", "61-65 Jahre"),
        Row("a66", "66 und mehr Jahre"),
    ),
    sum=RowSum("Summe der Altersgruppen (eigene Zeile)"),
    hint="Vollendete Lebensjahre am Stichtag; Personen unter 18 zählen in der ersten Zeile.",
    notes=("Personen unter 18 Jahren werden in der ersten Altersgruppe gezählt (Auslegung A2-U18).",))  # fmt: skip

AUSGELAGERT = Matrix(
    id="ausgelagert", heading="Ausgelagerte Arbeitsgruppen", type=ANZAHL, source=f"{ANLAGE} Nr. 4 und 6", stichtag=STICHTAG,
    rows=(Row("", "Ausgelagerte Arbeitsgruppen"),),
    columns=(Column("gruppen", "Anzahl Gruppen"), Column("betriebe", "Anzahl Betriebe")),
    hint="Stand am Stichtag.")  # fmt: skip

WIE_BLATT = Ref("fragen.wie").named("„Antworten wie Blatt“")
ANTWORTEN = StandIn(BLAETTER.has(WIE_BLATT), named_in="fragen.wie")
WIE = Record(
    id="fragen", heading="Antworten auf die 15 Fragen (nicht Teil der gedruckten Anlage)", source="Auslegung A2-ZUSATZ", own=True,
    new_page=True,
    entries=(
        Field(id="wie", label="Antworten wie Blatt …", title="Antworten wie Blatt", context="Fragen zu Strukturen und Prozessen",
              type=BLATT, names_sheet=BLAETTER.names, names_rightly=ANTWORTEN.when,
              hint="Anderes Blatt wählen, dessen Antworten auch hier gelten; die 15 Fragen dürfen dann leer bleiben. Eigene Antworten "
                   "gehen vor. Gibt es nur ein Blatt: leer lassen."),
    ))  # fmt: skip

STRUKTUR = Questions(
    id="fragen", heading="Fragen zu Strukturen und Prozessen", source=f"{ANLAGE} Nr. 4 und 6", stand_in=ANTWORTEN,
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
    id="fragen", heading="Fragen zu den Prozessparametern", source=f"{ANLAGE} Nr. 4 und 6", stand_in=ANTWORTEN,
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

RUECKBLICK = Lookback(
    suggested=tuple(field.id for field in KONTAKT.fields),
    asked_anew=(KONZEPTION["liegt_vor"].field, *(field.id for block in (STRUKTUR, PROZESS) for field in block.fields)),
)
"""An Ort keeps its Kontakt as a rule; of Konzeption, Strukturen and Prozesse each year says anew what holds."""

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
ANDERE_ZAHLEN = tuple(ref for block in (BEWILLIGT, ERBRACHT, PERSONEN, ALTER) for ref in block[:, ANDERE])
ALLE_PERSONEN = total(PERSONEN[HERKUNFT, :]).named("die Summe der Personen aller Leistungsträger")
GRUPPEN = AUSGELAGERT.cell("gruppen").named("„Anzahl Gruppen“")
BETRIEBE = AUSGELAGERT.cell("betriebe").named("„Anzahl Betriebe“")
KONZEPTION_VOM = KONZEPTION["vom"].named("das Datum der Konzeption")
KONZEPTION_LIEGT_VOR = KONZEPTION["liegt_vor"].named("„Konzeption liegt vor“")
REGELFRIST = Ref("deckblatt.regelfrist", "deckblatt").named("der Tag, bis zu dem die Dokumentation vorzulegen ist")

ORT_REGELN = (
    Rule("A2-ALTER-SUMME", FEHLER, for_each=TRAEGER, short="Alter {1}, Herkunft {2}", source=f"{ANLAGE} Nr. 4 und 6",
         holds=lambda t: total(ALTER[:, t]).named("die Summe der Altersgruppen").eq(
             total(PERSONEN[HERKUNFT, t]).named("die Summe der Personen nach Herkunft")),
         must="Die Altersgruppen ① ergeben so viele Personen wie die drei Zeilen der Herkunft ②.",
         broken="Nach Altersgruppen sind es {1} Personen, nach Herkunft {2}.",
         remedy="Bitte jede Person genau einer Altersgruppe und genau einer Herkunft zuordnen."),
    Rule("A2-KOMBI-TEILMENGE", FEHLER, for_each=TRAEGER, short="Kombi-BiB {1}, Personen {2}", source=f"{ANLAGE} Nr. 4 und 6",
         holds=lambda t: PERSONEN["kombi_bib", t].named("die Anzahl Kombi-BiB")
         <= total(PERSONEN[HERKUNFT, t]).named("die Summe der Personen nach Herkunft"),
         must="Kombi-BiB ① sind höchstens so viele wie alle Personen nach Herkunft ②.",
         broken="Kombi-BiB sind {1}, alle Personen nach Herkunft aber nur {2}.",
         remedy="Kombi-BiB ist ein Teil der Personen darüber und wird nicht zusätzlich gezählt."),
    Rule("A2-KONZEPTION-DATUM", FEHLER, part="fehlt", short="Datum der Konzeption fehlt", source=f"{ANLAGE} Nr. 4 und 6",
         when=KONZEPTION_LIEGT_VOR.eq("ja"), holds=KONZEPTION_VOM.ne(""),
         must="Liegt eine Konzeption vor, steht ihr Datum da.",
         remedy="Bitte das Datum der Konzeption eintragen oder „nein“ wählen."),
    Rule("A2-KONZEPTION-DATUM", FEHLER, part="ohne_konzeption", short="Datum trotz „nein“", source=f"{ANLAGE} Nr. 4 und 6",
         when=KONZEPTION_LIEGT_VOR.eq("nein"), holds=KONZEPTION_VOM.eq(""),
         must="Liegt keine Konzeption vor, steht auch kein Datum da.",
         remedy="Bitte das Datum leeren oder „ja“ wählen."),
    Rule("A2-KONZEPTION-DATUM", FEHLER, part="zu_spaet", short="Datum nach der Abgabefrist", source=f"{ANLAGE} Nr. 1, 4 und 6",
         when=KONZEPTION_VOM.ne(""), holds=KONZEPTION_VOM <= REGELFRIST,
         must="Das Datum der Konzeption ① liegt nicht nach dem Tag, bis zu dem die Dokumentation vorzulegen ist ②.",
         remedy="Bitte das Datum der Konzeption prüfen; es kann nicht nach der Abgabefrist liegen."),
    Rule("A2-ERBRACHT-BEWILLIGT", WARNUNG, for_each=TRAEGER, short="mehr als bewilligt", source=f"{ANLAGE} Nr. 4 und 6",
         holds=lambda t: ERBRACHT["", t].named("die Stundenzahl der erbrachten Leistungen")
         <= BEWILLIGT["", t].named("die Stundenzahl der bewilligten Leistungen"),
         must="Erbracht wurden höchstens so viele Stunden ①, wie bewilligt sind ②.",
         broken="Erbracht wurden {1} Stunden, bewilligt sind {2}.",
         remedy="Bitte prüfen und, wenn beide Zahlen stimmen, unter „Bemerkung“ kurz erklären."),
    Rule("A2-PLATZZAHL", WARNUNG, short="mehr Personen als Plätze", source=f"{ANLAGE} Nr. 4 und 6", when=KOPF["platzzahl"].ne(""),
         holds=ALLE_PERSONEN <= KOPF["platzzahl"].named("die vereinbarte Platzzahl"),
         must="Es sind höchstens so viele Personen aller Leistungsträger ①, wie Plätze vereinbart sind ②.",
         broken="Es sind {1} Personen aller Leistungsträger, vereinbart sind {2} Plätze.",
         remedy="Bitte prüfen und, wenn die Zahlen stimmen, unter „Bemerkung“ kurz erklären."),
    Rule("A2-PERSONAL-FEHLT", WARNUNG, short="Personen, aber kein Personal", source=f"{ANLAGE} Nr. 4 und 6", when=ALLE_PERSONEN > 0,
         holds=total(PERSONAL[:, :]).named("die Summe des eingesetzten Personals") > 0,
         must="Wo Personen sind, ist auch Personal eingesetzt ①.",
         broken="Es sind Personen angegeben, an eingesetztem Personal aber {1} Vollzeitstellen.",
         remedy="Bitte die Vollzeitstellen dieses Blattes eintragen oder unter „Bemerkung“ erklären."),
    Rule("A2-GRUPPEN-BETRIEBE", WARNUNG, short="Gruppen und Betriebe gehören zusammen", source=f"{ANLAGE} Nr. 4 und 6",
         holds=any_of(all_of(GRUPPEN > 0, BETRIEBE > 0), all_of(GRUPPEN <= 0, BETRIEBE <= 0)),
         must="Zu ausgelagerten Arbeitsgruppen gehören Betriebe, zu Betrieben Gruppen.",
         broken="Es sind {ausgelagert.gruppen} ausgelagerte Arbeitsgruppen und {ausgelagert.betriebe} Betriebe angegeben; entweder sind "
                "beide 0 oder keines von beiden.",
         remedy="Zu ausgelagerten Arbeitsgruppen gehört mindestens ein Betrieb und umgekehrt."),
    Rule("A2-FEHLANZEIGE", FEHLER, short="Angaben trotz Fehlanzeige", source="Auslegung A2-ZUSATZ", when=FEHLANZEIGE, only_nonzero=True,
         holds=total(ZAHLEN).named("die Summe aller Zahlen dieses Blattes") <= 0,
         must="Bei Fehlanzeige ergeben die Zahlen auf diesem Blatt ① zusammen 0.",
         broken="Fehlanzeige ist „ja“, doch die Zahlen auf diesem Blatt ergeben zusammen {1}.",
         remedy="Bitte entweder die Fehlanzeige zurücknehmen oder die Angaben leeren."),
    Rule("A2-ANDERE-KEINE", FEHLER, short="Angaben trotz „keine anderen“", source="Auslegung A2-ZUSATZ",
         when=ANDERE_KEINE, only_nonzero=True,
         said="Gibt es keine anderen Leistungsträger, darf bei ihnen auch nichts über 0 eingetragen sein.",
         holds=total(ANDERE_ZAHLEN).named("die Summe aller Angaben unter „andere Leistungsträger“") <= 0,
         remedy="Bitte entweder das „ja“ bei „keine anderen Leistungsträger“ löschen oder diese Angaben leeren."),
)  # fmt: skip

ORT_BLOECKE = (KOPF, ORT, KONTAKT, KONZEPTION, BEWILLIGT, KEINE_ANDEREN, ERBRACHT, PERSONAL, PERSONEN, ALTER, AUSGELAGERT, WIE,
               STRUKTUR, PROZESS, ZUSATZ)  # fmt: skip
