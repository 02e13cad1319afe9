"""Nr. 8 d: how many Leistungsberechtigte have their gewöhnlicher Aufenthalt in the Kreis, told to it by the LWV Hessen.

It is about the Kreis, whose key is the sender's, and filled in by the LWV; nothing of it can be derived from Anlage 2.
"""

from __future__ import annotations

from rv2xl.forms.meldung.grundlagen import (
    AUFBAU,
    FEHLANZEIGE,
    FEHLER,
    GEZAEHLT_AM,
    LWV_FUELLT,
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
from rv2xl.model.expressions.expr import total

FORM, NR, SOURCE = "meldung_8d", "8 d", "Kooperationsvereinbarung Nr. 8 d"
TITEL = "Leistungsberechtigte mit gewöhnlichem Aufenthalt im Kreis"

WORTLAUT = (
    "Nr. 8 d („Kreis“ steht für den Kreis der Vereinbarung): „Die Kooperationspartner vereinbaren zur vollständigen Erfassung der "
    "Inanspruchnahme von Eingliederungshilfe, dass der LWV Hessen einmal im Jahr bis 31.03., die Zahl aller Leistungsberechtigten mit "
    "gewöhnlichen Aufenthalt im Kreis darstellt, die im Kreis oder außerhalb des Landkreises Leistungen erhalten. Dies erstmals zum "
    "31.03.2021.“"
)

KOPF = kopf(NR)


def _zahl(name: str, label: str, title: str, hint: str) -> Field:
    return Field(
        id=name, label=label, title=title, type=PERSONEN_ANZAHL, required=True, filled_by=LWV_FUELLT, stichtag=GEZAEHLT_AM, hint=hint
    )  # fmt: skip


ANZAHL = Record(
    id="anzahl", heading="Zahl der Leistungsberechtigten", source=SOURCE,
    entries=(
        _zahl("gesamt", "Zahl aller Leistungsberechtigten mit gewöhnlichem Aufenthalt im Kreis", "Zahl aller Berechtigten",
              "Jede Person einmal."),
        _zahl("im_kreis", "davon mit Leistungen im Kreis", "davon im Kreis", "Auch, wer zugleich außerhalb Leistungen erhält."),
        _zahl("ausserhalb", "davon mit Leistungen außerhalb des Kreises", "davon außerhalb",
              "Auch, wer zugleich im Kreis Leistungen erhält."),
    ),
    notes=("Wer im Kreis und außerhalb Leistungen erhält, steht in beiden Teilzahlen und zählt in der Gesamtzahl einmal (KV-8D-DOPPELT). "
           "Gezählt wird nach dem gewöhnlichen Aufenthalt: Mit der Dokumentation nach Anlage 2, die nach Orten zählt, sind diese Zahlen "
           "nicht zu vergleichen.",))  # fmt: skip

GESAMT = ANZAHL["gesamt"].named("die Zahl aller Leistungsberechtigten")
TEILE = tuple(field for field in ANZAHL.entries if field.id != "gesamt")
ZUSATZ = zusatz(
    "Fehlanzeige: Am Stichtag hat niemand mit Leistungen seinen gewöhnlichen Aufenthalt im Kreis", filled_by=LWV_FUELLT
)

REGELN = (
    *(Rule("KV-8D-TEIL", FEHLER, part=teil.id, short=f"{wo} {{1}}, gesamt {{2}}", source=SOURCE,
           holds=ANZAHL[teil.id].named(f"die Zahl {wo}") <= GESAMT,
           must=f"Die Zahl {wo} ① ist nicht größer als die Gesamtzahl ②.",
           broken=f"Die Zahl {wo} ist {{1}}, die Gesamtzahl nur {{2}}.",
           remedy="Bitte die Zahlen prüfen: In der Gesamtzahl steht jede Person einmal.")
      for teil, wo in zip(TEILE, ("im Kreis", "außerhalb"), strict=True)),
    Rule("KV-8D-TEIL", FEHLER, part="summe", short="gesamt {1}, Teile {2}", source=SOURCE,
         holds=GESAMT <= total(ANZAHL[teil.id] for teil in TEILE).named("die Summe der Teilzahlen"),
         must="Die Gesamtzahl ① ist nicht größer als die beiden Teilzahlen zusammen ②.",
         broken="Die Gesamtzahl ist {1}, die Teilzahlen ergeben zusammen nur {2}.",
         remedy="Bitte prüfen: Wer Leistungen erhält, erhält sie im Kreis, außerhalb oder an beiden Stellen."),
    keine_zahlen("KV-8D-FEHLANZEIGE", [ANZAHL[field.id] for field in ANZAHL.entries]),
)  # fmt: skip

MELDUNG_8D = Form(
    name=FORM, version=VERSION, title=f"Meldung 8 d: {TITEL}", source=SOURCE, first_year=vereinbart(FORM).first,
    sender=SENDER, senders=Senders.LWV, roles=rollen(), by_kreis=kooperation(ANZAHL),
    auslegungen=gelesen("KV-STICHTAG", "KV-8D-DOPPELT", "KV-FEHLANZEIGE"),
    sheets=(
        deckblatt(FORM, f"Meldung 8 d: {TITEL}", (
            "Meldung des LWV Hessen an den Kreis nach Nr. 8 d der Kooperationsvereinbarung nach § 5 HAG/SGB IX. Der LWV Hessen füllt sie "
            "aus; der Kreis, um den es geht, ist ihre Kennung.", AUFBAU,
        )),
        Sheet(section=MELDUNG, name="Meldung", title=TITEL, source=SOURCE, prefilled_from="kreise", optional_when=FEHLANZEIGE,
              blocks=(KOPF, Notes(notes=(WORTLAUT,)), ANZAHL, ZUSATZ), rules=REGELN),
    ))  # fmt: skip
