"""Nr. 8 c: how many people past their individual Regelaltersgrenze get Leistungen der Eingliederungshilfe from the Kreis."""

from __future__ import annotations

from rv2xl.forms.meldung.grundlagen import (
    AUFBAU,
    FEHLANZEIGE,
    FEHLER,
    GEZAEHLT_AM,
    MELDUNG,
    SENDER,
    VERSION,
    deckblatt,
    gelesen,
    keine_zahlen,
    kooperation,
    kopf,
    rollen,
    vereinbart,
    zusatz,
)
from rv2xl.model.definitions.blocks import Notes, Record
from rv2xl.model.definitions.field import PERSONEN_ANZAHL, Field
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Blanks, total

FORM, NR, SOURCE = "meldung_8c", "8 c", "Kooperationsvereinbarung Nr. 8 c"
TITEL = "Personen nach Vollendung der Regelaltersgrenze"

WORTLAUT = (
    "Nr. 8 c („Kreis“ steht für den Kreis der Vereinbarung): „Die Kooperationspartner vereinbaren zur vollständigen Erfassung der "
    "Inanspruchnahme von Eingliederungshilfe, dass der Kreis einmal im Jahr, bis 31.03., die Anzahl aller Personen darstellt, die nach "
    "Vollendung der individuellen Regelaltersgrenze Leistungen der Eingliederungshilfe von ihm erhalten (Stichtag 31.12. des Jahres). "
    "Dies erstmals zum 31.03.2021.“"
)

KOPF = kopf(NR)

ANZAHL = Record(
    id="anzahl", heading="Anzahl der Personen", source=SOURCE,
    entries=(
        Field(id="gesamt", label="Anzahl aller Personen, die nach Vollendung der individuellen Regelaltersgrenze Leistungen der "
                                 "Eingliederungshilfe vom Kreis erhalten",
              title="Anzahl aller Personen", type=PERSONEN_ANZAHL, required=True, stichtag=GEZAEHLT_AM, hint="Jede Person einmal."),
    ))  # fmt: skip

AUFGLIEDERUNG = Record(
    id="anzahl", heading="Davon, wenn bekannt", source="Auslegung KV-FEHLANZEIGE", own=True,
    entries=tuple(
        Field(id=name, label=label, title=title, type=PERSONEN_ANZAHL, stichtag=GEZAEHLT_AM, hint="Freiwillig; alle drei oder keine.")
        for name, label, title in (
            ("ambulant", "mit ambulanten Leistungen", "davon ambulant"),
            ("besondere_wohnform", "in einer besonderen Wohnform", "davon besondere Wohnform"),
            ("sonstige", "mit sonstigen Leistungen", "davon sonstige"),
        )
    ),
)  # fmt: skip

GESAMT = ANZAHL["gesamt"].named("die Anzahl aller Personen")
TEILE = tuple(AUFGLIEDERUNG[name] for name in ("ambulant", "besondere_wohnform", "sonstige"))
ZUSATZ = zusatz("Fehlanzeige: Am Stichtag erhält keine solche Person Leistungen vom Kreis")

REGELN = (
    Rule("KV-8C-SUMME", FEHLER, short="Teile {1}, gesamt {2}", source=SOURCE, when=Blanks(TEILE) < len(TEILE),
         holds=total(TEILE).named("die Summe der Aufgliederung").eq(GESAMT),
         must="Ist die Zahl aufgegliedert, ergeben die Teile ① so viele Personen wie die Gesamtzahl ②.",
         broken="Die Aufgliederung ergibt {1} Personen, die Gesamtzahl ist {2}.",
         remedy="Bitte jede Person genau einmal zuordnen oder die Aufgliederung ganz leer lassen."),
    keine_zahlen("KV-8C-FEHLANZEIGE", (ANZAHL["gesamt"], *TEILE)),
)  # fmt: skip

MELDUNG_8C = Form(
    name=FORM, version=VERSION, title=f"Meldung 8 c: {TITEL}", source=SOURCE, first_year=vereinbart(FORM).first,
    sender=SENDER, senders=Senders.KREISE, roles=rollen(), by_kreis=kooperation(ANZAHL, AUFGLIEDERUNG),
    auslegungen=gelesen("KV-STICHTAG", "KV-HAG-2024", "KV-FEHLANZEIGE"),
    sheets=(
        deckblatt(FORM, f"Meldung 8 c: {TITEL}", (
            "Meldung des Kreises an den LWV Hessen nach Nr. 8 c der Kooperationsvereinbarung nach § 5 HAG/SGB IX", AUFBAU,
        )),
        Sheet(section=MELDUNG, name="Meldung", title=TITEL, source=SOURCE, prefilled_from="kreise", optional_when=FEHLANZEIGE,
              blocks=(KOPF, Notes(notes=(WORTLAUT,)), ANZAHL, AUFGLIEDERUNG, ZUSATZ,
                      Notes(heading="Bitte beachten", own=True, notes=(vereinbart(FORM).doubt,))),
              rules=REGELN),
    ))  # fmt: skip
