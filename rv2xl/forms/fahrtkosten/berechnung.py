"""Anlage 1 Nr. 2 and 3: Pauschale, Budget and rates, from kilometres and costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rv2xl.forms.berechnung.deckblatt import AUSGEFUELLT_AM
from rv2xl.forms.berechnung.grundlagen import (
    EUR,
    FEHLER,
    FORMEL,
    HINWEIS,
    MONATE,
    WARNUNG,
    ergebnis_aus,
    guarded,
    schritt,
    schritt_von,
    text,
    there,
)
from rv2xl.forms.berechnung.kopf import LE_NUMMER, LEISTUNGSERBRINGER
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.fahrtkosten.entfernung import KM, PERSON_ZAEHLT, TEILNEHMENDE
from rv2xl.forms.fahrtkosten.grundlagen import (
    ANDERE,
    ANLAGE,
    BA,
    KALKULATION,
    KILOMETER,
    LWV,
    PAUSCHALE,
    SIGNED_EUR,
    ZAHLUNGEN,
    gedruckt,
    tag,
)
from rv2xl.forms.fahrtkosten.kalkulation import (
    BEFOERDERUNGSKOSTEN,
    BEGINN,
    EINGETRAGEN,
    KOORDINATION,
    SCHALTER,
    VERSCHIEBUNG,
    VOLL,
)
from rv2xl.forms.kennungen import ZAD
from rv2xl.model.definitions.blocks import Notes, Record
from rv2xl.model.definitions.blocks.calculation import Calculation, Results, Table
from rv2xl.model.definitions.field import DATUM, PERSONEN_ANZAHL, Field, Kind, Type
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import (
    DASH,
    CountRows,
    Expr,
    FirstOther,
    Ref,
    Round,
    RowEntry,
    SumRows,
    all_of,
    if_,
    lift,
    months_later,
    numbers,
    total,
)

KOPF = Record(
    id="kopf", heading="Leistungserbringer", source=ANLAGE,
    entries=(
        LEISTUNGSERBRINGER,
        LE_NUMMER,
        text("aktenzeichen", "Aktenzeichen"),
        Field(id="letzte_einzelverhandlung", label="Letzte Einzelverhandlung", type=DATUM, source=f"{ANLAGE} Fußnote 2",
              hint="Tag, ab dem das zuletzt einzeln verhandelte Budget gilt."),
    ))  # fmt: skip


_KOORDINATION, _SCHALTER = (Ref(ref.field, KALKULATION) for ref in (KOORDINATION["kosten"], SCHALTER["koordination"]))
_KM_GESAMT, _KM_LWV, _KM_ANDERE = (schritt_von(f"km_{name}") for name in ("gesamt", "lwv", "andere"))
_KOSTEN, _JE_KM, _BUDGET, _RATE = (schritt_von(name) for name in ("befoerderungskosten", "pauschale", "budget", "rate"))
_BUDGET_KM, _ANTEIL = schritt_von("budget_km"), schritt_von("koordination_lwv")


def _km(name: str, label: str, nummer: str, traeger: str) -> Field:
    return schritt(f"km_{name}", label, KILOMETER, nummer, SumRows(KM, (TEILNEHMENDE.column("traeger").eq(traeger),)),
                   f"Summe der vollen Kilometer, Leistungsträger „{traeger}“")  # fmt: skip


def _koordination() -> Expr:
    share = if_(_KM_GESAMT > 0, Round(total(_KOORDINATION) * _KM_LWV / _KM_GESAMT, 2), DASH)
    return if_(numbers(EINGETRAGEN) > 0, if_(_SCHALTER.eq(VOLL), Round(total(_KOORDINATION), 2), share), DASH)


RECHENWEG = Calculation(
    id="rechenweg", heading="Rechenweg", source=ANLAGE, new_page=True,
    steps=(
        schritt("km_gesamt", "Gesamtentfernungskilometer", KILOMETER, "2.3", SumRows(KM), "Summe der vollen Kilometer aller, die zählen"),
        _km("lwv", "davon LWV Hessen", "3.1", LWV),
        _km("ba", "davon Bundesagentur für Arbeit", "3.6", BA),
        _km("andere", "davon andere Leistungsträger", "3.5", ANDERE),
        schritt("personen", "Fahrteilnehmende", PERSONEN_ANZAHL, "2.1", CountRows((PERSON_ZAEHLT,)), "Zahl der Personen, die zählen"),
        schritt("befoerderungskosten", "Beförderungskosten", EUR, "2.4", guarded((BEFOERDERUNGSKOSTEN,), BEFOERDERUNGSKOSTEN),
                "vom Blatt „Kostenkalkulation“"),
        schritt("pauschale", "Entfernungskilometerpauschale", PAUSCHALE, "2",
                guarded((_KOSTEN,), Round(_KOSTEN / _KM_GESAMT, 2), _KM_GESAMT > 0),
                "Beförderungskosten ÷ Gesamtentfernungskilometer, auf Cent gerundet (A1-RUNDUNG)"),
        schritt("budget_km", "Budget nach Kilometern", EUR, "3.1", guarded((_JE_KM,), _JE_KM * _KM_LWV),
                "Pauschale × Kilometer LWV Hessen"),
        schritt("koordination_lwv", "Koordinationskosten im Budget", EUR, "3.3", _koordination(),
                "Koordinationskosten × Kilometer LWV ÷ Gesamtkilometer, mit dem Schalter voll"),
        schritt("budget", "Fahrtkostenbudget", EUR, "3.2", guarded((_BUDGET_KM, _ANTEIL), Round(_BUDGET_KM + _ANTEIL, 2)),
                "Budget nach Kilometern + Koordinationskosten"),
        schritt("rate", "Vierter Teil des Budgets", EUR, "3.4", guarded((_BUDGET,), Round(_BUDGET / len(ZAHLUNGEN), 2)),
                "Budget ÷ 4, auf Cent gerundet"),
        schritt("letzte_rate", "Letzte Rate", EUR, "3.4",
                guarded((_BUDGET, _RATE), Round(_BUDGET - _RATE * (len(ZAHLUNGEN) - 1), 2)), "Budget − die anderen Raten (A1-RATEN)"),
        schritt("andere", "Betrag anderer Leistungsträger", EUR, "3.5", guarded((_JE_KM,), _JE_KM * _KM_ANDERE),
                "Pauschale × Kilometer anderer Leistungsträger, ohne BA"),
    ))  # fmt: skip


_VON_DER_LISTE = "Summe vom Blatt „Entfernungskilometer“"


def _raten() -> Iterator[Field]:
    last = len(ZAHLUNGEN)
    for number in range(1, last):
        yield ergebnis_aus(
            RECHENWEG, "rate", name=f"rate_{number}", label=f"{number}. Rate", hint="ein Viertel, gerundet"
        )
    yield ergebnis_aus(
        RECHENWEG, "letzte_rate", name=f"rate_{last}", label=f"{last}. Rate", hint="der Rest, sodass die Summe stimmt"
    )


ERGEBNIS = Results(
    id="ergebnis", heading="Ergebnis der Berechnung nach Anlage 1", source=ANLAGE,
    finished="Berechnung nach Anlage 1", as_of=AUSGEFUELLT_AM,
    steps=(
        *(ergebnis_aus(RECHENWEG, name, hint=_VON_DER_LISTE) for name in ("km_gesamt", "km_lwv", "km_ba", "km_andere", "personen")),
        ergebnis_aus(RECHENWEG, "befoerderungskosten", hint="ohne Koordinationskosten"),
        ergebnis_aus(RECHENWEG, "pauschale", hint="je Entfernungskilometer und Jahr"),
        Field(id="pauschale_monat", label="Pauschale im Monat", type=EUR, expr=guarded((_JE_KM,), Round(_JE_KM / MONATE, 2)),
              hint="nur zur Anzeige: ÷ 12, gerundet", source="Auslegung A1-RUNDUNG"),
        ergebnis_aus(RECHENWEG, "budget_km", hint="Pauschale × Kilometer LWV Hessen"),
        ergebnis_aus(RECHENWEG, "koordination_lwv", hint="gesondert ausgewiesen (Nr. 3.3)"),
        ergebnis_aus(RECHENWEG, "budget", label="Fahrtkostenbudget LWV Hessen", hint="für 12 Monate"),
        *_raten(),
        Field(id="rundungsdifferenz", label="Rundungsdifferenz", type=SIGNED_EUR,
              expr=guarded((_JE_KM, _KOSTEN), Round(_JE_KM * _KM_GESAMT - _KOSTEN, 2)), hint="Pauschale × Gesamtkilometer − Kosten",
              source="Auslegung A1-RUNDUNG"),
        ergebnis_aus(RECHENWEG, "andere", name="andere_betrag", label="Betrag anderer Leistungsträger",
                 hint="wo kein Budget möglich ist (Nr. 3.5), ohne BA"),
    ))  # fmt: skip


ANDERE_TRAEGER = Notes(heading="Andere Leistungsträger (Nr. 3.5 und 3.6)", own=True, notes=(
    "Mit sonstigen Leistungsträgern wird über die vereinbarte Entfernungskilometerpauschale und die Entfernungskilometer ihrer Personen "
    "abgerechnet, wo kein Budget möglich ist (Nr. 3.5).",
    "Die Bundesagentur für Arbeit (BA) hat die Pauschale mit Stand 28.02.2014 für ihre Monatssätze festgeschrieben; fortgeschrieben wird "
    "sie in jährlichen Preisverhandlungen. Verhandelt die BA den Fahrtkostensatz einzeln, dient die Pauschale nach Anlage 1 als "
    "Orientierungshilfe. Eingangsverfahren und Berufsbildungsbereich in Leistungsträgerschaft der BA werden nach den jährlichen "
    "Vereinbarungen zwischen BA und Leistungserbringer abgerechnet (Nr. 3.6).",
))  # fmt: skip


def erster_tag(key: str) -> Expr:
    """A payment's day in the Vereinbarungszeitraum: the first one that is not before its beginning."""
    day = tag(key)
    result: Expr = months_later(day, VERSCHIEBUNG + MONATE)
    for shift in (months_later(day, VERSCHIEBUNG), months_later(day, VERSCHIEBUNG - MONATE)):
        result = if_(shift >= BEGINN, shift, result)
    return guarded((BEGINN, VERSCHIEBUNG), result)


_TAGE = tuple(Ref(f"zahlung.ab_{number}") for number in range(1, len(ZAHLUNGEN) + 1))


def _zahlungstag(number: int) -> Expr:
    """The day of a rate in the order of time: the earliest payment day of the Vereinbarungszeitraum, then one after the other as the law
    names them, the first again after the last."""
    if number == 1:
        return guarded(_TAGE, _earliest(_TAGE))
    zuvor, result = Ref(f"zahlung.tag_{number - 1}"), lift(_TAGE[0])
    for day, following in reversed((*pairwise(_TAGE),)):
        result = if_(zuvor.eq(day), following, result)
    return guarded((*_TAGE, zuvor), result)


def _earliest(days: Sequence[Ref]) -> Expr:
    day, *others = days
    return if_(all_of(*(day <= other for other in others)), day, _earliest(others)) if others else day


ZAHLUNG = Calculation(
    id="zahlung", heading="Zahlungstage", source=f"{ANLAGE} Nr. 3.4",
    steps=(
        *(Field(id=f"tag_{number}", label=f"{number}. Rate zum", type=DATUM, expr=_zahlungstag(number), source="Nr. 3.4",
                hint="der erste Zahlungstag ab dem Beginn (A1-RATEN)" if number == 1 else "der nächste Zahlungstag")
          for number in range(1, len(ZAHLUNGEN) + 1)),
        *(Field(id=f"ab_{number}", label=f"Zahlungstag {gedruckt(f'fahrtkosten_{key}')}", type=DATUM, expr=erster_tag(key),
                source="Nr. 3.4", hint="das erste Mal ab dem Beginn des Vereinbarungszeitraums")
          for number, key in enumerate(ZAHLUNGEN, 1)),
    ))  # fmt: skip

ORTE = 30
GANZE_ZAHL = Type(Kind.ANZAHL)
"""A whole number whose heading says what it counts."""
_ZEILEN = tuple(Ref(f"je_ort.{number}.zeile") for number in range(1, ORTE + 1))
_ZADS = tuple(Ref(f"je_ort.{number}.zad") for number in range(1, ORTE + 1))
_ZAD_SPALTE = TEILNEHMENDE.column("zad")


def _ort(number: int) -> tuple[Field, ...]:
    def computed(name: str, label: str, type_: Type, expr: Expr) -> Field:
        return Field(id=name, label=label, type=type_, filled_by=FORMEL, expr=expr)

    index = number - 1
    erste = FirstOther(_ZAD_SPALTE, _ZADS[:index])
    zeile = if_(erste > 0, erste, "")
    if index:
        zeile = if_(there(_ZEILEN[index - 1]), zeile, "")
    hier = (_ZAD_SPALTE.eq(_ZADS[index]),)
    gibt_es = there(_ZEILEN[index])
    return (
        computed("zad", "ZAD-Nummer", ZAD, if_(gibt_es, RowEntry(_ZAD_SPALTE, _ZEILEN[index]), "")),
        computed("personen", "Personen", GANZE_ZAHL, if_(gibt_es, CountRows((*hier, PERSON_ZAEHLT)), "")),
        computed("km", "volle km", GANZE_ZAHL, if_(gibt_es, SumRows(KM, hier), "")),
        computed("zeile", "zuerst in Zeile", GANZE_ZAHL, zeile),
    )


def _uebrige(name: str, label: str, type_: Type) -> Field:
    return Field(id=name, label=label, type=type_, source="Nr. 2.3", hint=f"alle − die {ORTE} Orte darüber",
                 expr=schritt_von("personen" if name == "personen" else "km_gesamt")
                 - total(Ref(f"je_ort.{number}.{name}") for number in range(1, ORTE + 1)))  # fmt: skip


JE_ORT = Table(
    id="je_ort",
    heading="Je Ort der Leistungserbringung",
    source=f"{ANLAGE} Nr. 2.3",
    rows=ORTE,
    row_label="Ort",
    new_page=True,
    fields_of=_ort,
)
UEBRIGE_ORTE = Calculation(id="uebrige_orte", heading="Weitere Orte", source=f"{ANLAGE} Nr. 2.3", steps=(
    _uebrige("personen", "Personen an weiteren Orten", PERSONEN_ANZAHL),
    _uebrige("km", "Kilometer zu weiteren Orten", KILOMETER),
))  # fmt: skip


_LETZTE = KOPF["letzte_einzelverhandlung"]
_JAHRE = satz("einzelverhandlung_spaetestens")

REGELN = (
    Rule("A1-OHNE-KM", FEHLER, short="Kosten ohne Kilometer", source=f"{ANLAGE} Nr. 2.3",
         when=total((_KOSTEN, _KOORDINATION)).named("die Summe der eingetragenen Kosten") > 0,
         holds=ERGEBNIS["km_gesamt"].named("die Summe der Entfernungskilometer") > 0,
         must="Wo Kosten eingetragen sind, gibt es auch Entfernungskilometer ①.",
         broken="Es sind Kosten eingetragen, die Summe der Entfernungskilometer ist aber {1}.",
         remedy="Bitte auf dem Blatt „Entfernungskilometer“ die Fahrteilnehmenden eintragen oder die Kosten prüfen."),
    Rule("A1-OHNE-LWV", WARNUNG, short="keine km des LWV Hessen", source=f"{ANLAGE} Nr. 3.1",
         holds=ERGEBNIS["km_lwv"].named("die Summe der Entfernungskilometer des LWV Hessen") > 0,
         must="Es gibt Entfernungskilometer von Personen in Leistungsträgerschaft des LWV Hessen ①.",
         broken="Von Personen in Leistungsträgerschaft des LWV Hessen gibt es keine Entfernungskilometer.",
         remedy="Ein Budget gibt es nur für Personen in Leistungsträgerschaft des LWV Hessen. Bitte die Leistungsträger prüfen."),
    Rule("A1-FUENFJAHRE", HINWEIS, source=f"{ANLAGE} Fußnote 2", when=there(_LETZTE, BEGINN, _JAHRE),
         holds=months_later(_LETZTE, total(_JAHRE) * MONATE).named("das Ende der Frist seit der letzten Einzelverhandlung")
         >= BEGINN.named("der Beginn des Vereinbarungszeitraums"),
         must="Die Frist seit der letzten Einzelverhandlung endet ① nicht vor dem Beginn des Vereinbarungszeitraums ②.",
         broken="Die Frist seit der letzten Einzelverhandlung endete am {1}, der Vereinbarungszeitraum beginnt am {2}.",
         remedy="Der LWV Hessen beabsichtigt, spätestens dann eine Einzelverhandlung zu führen. Nichts zu tun."),
)  # fmt: skip
