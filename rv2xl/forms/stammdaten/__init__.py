"""The register „Stammdaten“: which Leistungserbringer and Orte there are, and who writes the letters.

A form of our own, filled in by the LWV: every other form is issued from it, and what comes back is held against it.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.kennungen import KREISSCHLUESSEL, NUMMER, ZAD, one_of
from rv2xl.model.definitions.blocks import Identification, Legend, Lookup, Progress, Record, Roster
from rv2xl.model.definitions.blocks.deckblatt_blocks import Steps
from rv2xl.model.definitions.field import ANZAHL, DATUM, LATEST, TEXT, Field, FilledBy, Kind, Type
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.guidance import OF_REGISTER
from rv2xl.model.definitions.roles import AbsenderFields, KreisColumns, OrtColumns, RegisterRoles, Roles, TraegerColumns
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.definitions.states.sayings import SIGNS
from rv2xl.model.expressions.expr import (
    CountRows,
    Expr,
    FirstRow,
    Identifier,
    Ref,
    RosterColumn,
    RowEntry,
    all_of,
    any_of,
    first_of_month,
    if_,
)
from rv2xl.model.finding import Severity
from rv2xl.recht.law import load_law, year_end
from rv2xl.recht.regions import known_regions

NAME = "stammdaten"
SOURCE = "Stammdaten (eigenes Formular)"
FEHLER, HINWEIS = Severity.FEHLER, Severity.HINWEIS

PLZ = Type(Kind.TEXT, length=10, digits=5)
LEISTUNG = Type(Kind.AUSWAHL, choices=("58", "60"))
PLAETZE = replace(ANZAHL, unit="Plätze")


def _lwv(name: str, label: str, kind: Type, hint: str = "", *, required: bool = False) -> Field:
    return Field(id=name, label=label, type=kind, filled_by=FilledBy.LWV, required=required, hint=hint)


DECKBLATT = Record(
    id="deckblatt", heading="Dieser Stand", source=SOURCE,
    entries=(
        Field(id="jahr", label="Jahr", type=replace(ANZAHL, grouping=False), filled_by=FilledBy.LWV, given=lambda jahr: jahr),
        Field(id="stichtag", label="Die Kreisschlüssel gelten am", type=DATUM, filled_by=FilledBy.LWV, given=year_end,
              defined_name="Stichtag_Kreise"),
        _lwv("korrektur_nr", "Korrektur Nr.", ANZAHL, "Leer lassen, solange es nur diese Fassung gibt."),
        Field(id="ausgefuellt_von", label="Ausgefüllt von", type=TEXT, filled_by=FilledBy.LWV, personal=True),
        _lwv("ausgefuellt_am", "Ausgefüllt am", DATUM),
    ))  # fmt: skip

SORTIEREN = "Sie dürfen sortieren und filtern: mit den Pfeilen an den Spaltenköpfen."

TRAEGER = Roster(
    id="traeger", heading="Leistungserbringer", source=SOURCE, rows=200, frozen=2, sortable=True, identifiers=("nummer",),
    notes=("Eine Zeile je Leistungserbringer. Die Nummer ist frei wählbar, vierstellig und bleibt über die Jahre gleich.", SORTIEREN),
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

KREISE = Roster(
    id="kreise", heading="Landkreise und kreisfreie Städte", source="rv2xl/recht/kreise.csv", rows=len(known_regions()), frozen=2,
    identifiers=("schluessel",),
    notes=("Schlüssel, Name und Beginn sind vorgegeben; Mailadresse und Ansprechstelle können Sie eintragen.",),
    presets=tuple((region.schluessel, region.display_name, region.gueltig_von) for region in known_regions()),
    entries=(
        Field(id="schluessel", label="Kreisschlüssel", type=KREISSCHLUESSEL, filled_by=FilledBy.LWV, preset=True),
        Field(id="name", label="Name", type=TEXT, filled_by=FilledBy.LWV, preset=True),
        Field(id="ab", label="gilt ab", type=DATUM, filled_by=FilledBy.LWV, preset=True),
        _lwv("mail", "Mailadresse", TEXT),
        _lwv("ansprechstelle", "Ansprechstelle", TEXT, "Stelle, nicht Person."),
    ))  # fmt: skip


def _same(column: RosterColumn, own: Ref, kind: Type) -> Expr:
    """The rows that have in a column the identifier of the row at hand."""
    return Identifier(column, kind.digits).eq(Identifier(own, kind.digits))


KREIS_GEWAEHLT = _same(KREISE.column("schluessel"), Ref("orte.*.kreis"), KREISSCHLUESSEL)
GEFUNDEN = RowEntry(KREISE.column("name"), FirstRow((KREIS_GEWAEHLT,)))
KREIS_NAME = if_(
    Ref("orte.*.kreis").eq(""), "",
    if_(CountRows((KREIS_GEWAEHLT,)) > 0, if_(GEFUNDEN.eq(""), "", GEFUNDEN), "unbekannt"),
)  # fmt: skip

ORTE = Roster(
    id="orte", heading="Orte der Leistungserbringung", source=SOURCE, rows=2_000, frozen=3, sortable=True,
    lookups=(Lookup("kreis", "Kreis", KREIS_NAME),), identifiers=("traeger", "zad", "kreis", "leistung"),
    notes=(
        "Eine Zeile je Ort und Leistung: Wer an einem Ort Leistungen nach § 58 und § 60 erbringt, steht dort zweimal. Ändert sich etwas, "
        "bekommt die alte Zeile ein „gültig bis“ und eine neue ein „gültig von“.",
        SORTIEREN,
    ),
    entries=(
        _lwv("traeger", "Nummer des Leistungserbringers", NUMMER, "Vierstellig, wie im Blatt „Leistungserbringer“.", required=True),
        _lwv("zad", "ZAD-Nummer", ZAD, required=True),
        _lwv("name", "Name", TEXT, required=True),
        _lwv("strasse", "Straße", TEXT),
        _lwv("plz", "PLZ", PLZ),
        _lwv("ort", "Ort", TEXT, "Der Ortsname steht auch im Namen des Blattes.", required=True),
        _lwv("web", "Webadresse", TEXT),
        replace(_lwv("kreis", "Kreisschlüssel", KREISSCHLUESSEL, "Fünfstellig, aus der Liste; der Name erscheint daneben.", required=True),
                chosen_from=KREISE.column("schluessel")),
        replace(_lwv("leistung", "Leistung nach §", LEISTUNG, "58 oder 60.", required=True),
                names_rightly=one_of(Ref("orte.*.leistung"), LEISTUNG)),
        _lwv("art", "Art der Leistung", TEXT),
        _lwv("platzzahl", "Vereinbarte Platzzahl", PLAETZE),
        _lwv("aktenzeichen", "Aktenzeichen", TEXT),
        _lwv("gueltig_von", "gültig von", DATUM, "Leer: schon immer."),
        _lwv("gueltig_bis", "gültig bis", DATUM, "Leer: bis auf Weiteres."),
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
        replace(_lwv("ansprechperson", "Fragen beantwortet", TEXT, "Stelle oder Person, zum Beispiel „Sachgebiet Dokumentation“."),
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
JAHRESBEGINN = first_of_month(STICHTAG, -11)


def _rows(name: str, *conditions: Expr) -> Expr:
    return CountRows(conditions).named(name)


ORTE_VON, ORTE_BIS = ORTE.column("gueltig_von"), ORTE.column("gueltig_bis")
SELBER_ORT = _same(ORTE.column("zad"), ORTE["zad"], ZAD)
SELBE_LEISTUNG = _same(ORTE.column("leistung"), ORTE["leistung"], LEISTUNG)
SELBER_KREIS = _same(ORTE.column("kreis"), ORTE["kreis"], KREISSCHLUESSEL)

_NEUE_KREISE = "; ".join(
    f"{region.name} ist ab dem {region.gueltig_von:%d.%m.%Y} ein Kreis für sich ({region.schluessel})"
    for region in known_regions() if region.gueltig_von
)  # fmt: skip
GLEICHE = CountRows((SELBER_ORT, SELBE_LEISTUNG))
"""A spreadsheet counts fast by equal texts alone: only where another row has the same Ort is more asked of all."""

TEXTTAG = if_(CountRows((SELBER_ORT,)) > 1, CountRows((SELBER_ORT, any_of(ORTE_VON > LATEST, ORTE_BIS > LATEST))), 0) > 0  # fmt: skip
"""Whether a row of the same Ort has a text for a day: that is more than any number."""


TRAEGER_REGELN = (
    Rule("ST-DOPPELT", FEHLER, roster="traeger", source=SOURCE, when=TRAEGER["nummer"].ne(""),
         holds=_rows("die Zahl der Zeilen mit dieser Nummer", _same(TRAEGER.column("nummer"), TRAEGER["nummer"], NUMMER)) <= 1,
         must="Jede Nummer steht nur in einer Zeile.",
         broken="Die Nummer {nummer} steht in {1} Zeilen.",
         short="Nummer steht mehrmals im Blatt",
         remedy="Bitte jede Nummer nur einmal vergeben."),
    Rule("ST-OHNE-ORT", HINWEIS, roster="traeger", source=SOURCE, when=TRAEGER["nummer"].ne(""),
         holds=_rows("die Zahl der Orte dieses Leistungserbringers", _same(ORTE.column("traeger"), TRAEGER["nummer"], NUMMER)) > 0,
         must="Zu jedem Leistungserbringer steht mindestens ein Ort im Blatt „Orte“.",
         broken="Zum Leistungserbringer {nummer} steht kein Ort im Blatt „Orte“.",
         short="kein Ort im Blatt „Orte“",
         remedy="Bitte auf dem Blatt „Orte“ mindestens einen Ort eintragen, sonst wird kein Vordruck ausgegeben."),
)  # fmt: skip

ORTE_REGELN = (
    Rule("ST-TRAEGER", FEHLER, roster="orte", source=SOURCE, when=ORTE["traeger"].ne(""),
         holds=_rows("die Zahl der Leistungserbringer mit dieser Nummer", _same(TRAEGER.column("nummer"), ORTE["traeger"], NUMMER)) > 0,
         must="Jeder Ort gehört zu einem Leistungserbringer, der im Blatt „Leistungserbringer“ steht.",
         broken="Den Leistungserbringer {traeger} gibt es nicht im Blatt „Leistungserbringer“.",
         short="diesen Leistungserbringer gibt es nicht",
         remedy="Bitte die Nummer berichtigen oder den Leistungserbringer eintragen."),
    Rule("ST-KREIS", FEHLER, roster="orte", source="rv2xl/recht/kreise.csv", when=ORTE["kreis"].ne(""),
         aside=(ORTE["gueltig_von"],),
         holds=_rows("die Zahl der geltenden Kreise mit diesem Schlüssel", KREIS_GEWAEHLT,
                     any_of(KREISE.column("ab") <= STICHTAG, KREISE.column("ab") <= ORTE["gueltig_von"])) > 0,
         must="Den Kreis gibt es, wenn der Ort gilt.",
         broken="Einen Kreis mit dem Schlüssel {kreis} gibt es nicht, oder noch nicht in diesem Jahr.",
         short="diesen Kreis gibt es in diesem Jahr nicht",
         remedy="Bitte einen Schlüssel vom Blatt „Kreise“ eintragen, der in diesem Jahr gilt."),
    Rule("ST-DOPPELT", FEHLER, roster="orte", source=SOURCE, when=ORTE["zad"].ne(""),
         holds=if_(GLEICHE <= 1, 1, CountRows((
             SELBER_ORT, SELBE_LEISTUNG, ORTE_VON <= if_(ORTE["gueltig_bis"].eq(""), LATEST, ORTE["gueltig_bis"]),
             any_of(ORTE_BIS >= ORTE["gueltig_von"], ORTE_BIS.eq("")),
         ))).named("die Zahl der Zeilen mit dieser ZAD-Nummer und Leistung zur selben Zeit") <= 1,
         must="Je ZAD-Nummer und Leistung gilt zu jeder Zeit nur eine Zeile.",
         broken="Zur ZAD-Nummer {zad} und zur Leistung {leistung} gelten zur selben Zeit {1} Zeilen.",
         short="ZAD und Leistung stehen zur selben Zeit mehrmals da",
         remedy="Bitte je ZAD-Nummer und Leistung nur eine Zeile führen oder die Gültigkeit abgrenzen."),
    Rule("ST-KREIS-WECHSEL", HINWEIS, roster="orte", source="rv2xl/recht/kreise.csv",
         when=ORTE["zad"].ne(""),
         holds=if_(CountRows((SELBER_ORT,)).eq(CountRows((SELBER_ORT, SELBER_KREIS))), 0, CountRows((
             SELBER_ORT, ORTE.column("kreis").ne(""),
             Identifier(ORTE.column("kreis"), KREISSCHLUESSEL.digits).ne(Identifier(ORTE["kreis"], KREISSCHLUESSEL.digits)),
             ORTE_VON <= ORTE["gueltig_von"], any_of(ORTE_BIS >= ORTE["gueltig_von"] - 1, ORTE_BIS.eq("")),
         ))).named("die Zahl der Zeilen dieses Ortes, in denen er zuvor oder zugleich in einem anderen Kreis liegt") <= 0,
         must="Ein Ort bleibt in seinem Kreis.",
         broken="Der Ort mit der ZAD-Nummer {zad} liegt in dieser Zeile im Kreis {kreis}, in einer anderen zuvor oder zugleich in einem "
                "anderen Kreis.",
         short="Kreis ist ein anderer als zuvor",
         remedy=f"Nichts zu tun, wenn der Kreis gewechselt hat: {_NEUE_KREISE}. Sonst bitte den Schlüssel berichtigen."),
    Rule("ST-ORT-ZWEIMAL", HINWEIS, roster="orte", source=SOURCE, when=all_of(ORTE["zad"].ne(""), ORTE["gueltig_von"] <= STICHTAG),
         holds=if_(GLEICHE <= 1, 0, CountRows((
             SELBER_ORT, SELBE_LEISTUNG, ORTE_BIS >= JAHRESBEGINN, ORTE_BIS < ORTE["gueltig_von"],
         ))).named("die Zahl der Zeilen dieses Ortes, die in diesem Jahr vorher enden") <= 0,
         must="Ein Ort steht je Leistung nur einmal im Jahr da.",
         broken="Der Ort mit der ZAD-Nummer {zad} und der Leistung {leistung} steht im selben Jahr schon in einer Zeile, die vorher endet.",
         short="Ort steht in diesem Jahr zweimal da",
         remedy="Nichts zu tun, wenn sich im Lauf des Jahres etwas geändert hat: Es gilt die spätere Zeile; hat der Leistungserbringer "
                "gewechselt, bekommen beide ein Blatt. Sonst bitte eine der Zeilen leeren."),
)  # fmt: skip

ROLLEN = RegisterRoles(
    day=STICHTAG, kreise=KreisColumns(roster="kreise", key="schluessel", mail="mail"),
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

SCHRITTE = Steps(
    heading="In drei Schritten", first=("absender", "traeger", "orte"),
    fill="Blatt „Absender“: Wohin gehen die Vordrucke zurück, wer beantwortet Fragen? Blatt „Leistungserbringer“: eine Zeile je Träger. "
         "Blatt „Orte“: eine Zeile je Ort und Leistung. Zeilen dürfen leer bleiben.",
    finish="Speichern und die Vordrucke ausgeben (Knopf „Vordrucke ausgeben“ oder „rv2xl generate“). Gegen dieses Verzeichnis werden auch "
           "die Rückläufe geprüft.",
    finished="speichern und die Vordrucke ausgeben",
)  # fmt: skip
FORTSCHRITT = Progress(heading="So weit sind Sie")
LEGENDE = Legend(heading="Farben und Zeichen", lines=(
    (FilledBy.LWV, "vorgegeben"),
    (FilledBy.LEISTUNGSERBRINGER, "hier eintragen"),
    (FilledBy.FORMEL, "wird berechnet"),
), notes=(SIGNS,))  # fmt: skip

STAMMDATEN = Form(
    name=NAME,
    version="2025.2",
    title="Stammdaten der Leistungserbringer und Orte",
    source=SOURCE,
    roles=Roles(year=Ref("deckblatt.jahr", "deckblatt"), correction=Ref("deckblatt.korrektur_nr", "deckblatt")),
    register=ROLLEN,
    first_year=load_law().entry("dokumentation_ab").values[0].since.year,
    sheets=tuple(replace(sheet, guidance=OF_REGISTER) for sheet in (
        Sheet(
            section="deckblatt", name="Deckblatt", title="Stammdaten der Leistungserbringer und Orte", source=SOURCE,
            blocks=(
                SCHRITTE,
                DECKBLATT,
                FORTSCHRITT,
                LEGENDE,
                Identification(),
            )),
        Sheet(section="traeger", name="Leistungserbringer", title="Leistungserbringer", source=SOURCE, blocks=(TRAEGER,),
              rules=TRAEGER_REGELN),
        Sheet(section="orte", name="Orte", title="Orte der Leistungserbringung", source=SOURCE, blocks=(ORTE,), rules=ORTE_REGELN,
              unsure_when=TEXTTAG),
        Sheet(section="kreise", name="Kreise", title="Landkreise und kreisfreie Städte", source="rv2xl/recht/kreise.csv",
              blocks=(KREISE,)),
        Sheet(section="absender", name="Absender", title="Absender der Schreiben", source=SOURCE, blocks=(ABSENDER, DATENSCHUTZ)),
    )))  # fmt: skip
"""The register, with room for 200 Leistungserbringer and 2,000 Orte."""
