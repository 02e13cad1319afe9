"""Anlage 5: the Rechenweg, step by step, the results it comes to, and the amounts of each calendar year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rv2xl.forms.berechnung.deckblatt import AUSGEFUELLT_AM
from rv2xl.forms.berechnung.grundlagen import (
    EUR,
    FORMEL,
    JAHR,
    MONATE,
    STUFE,
    VERHAELTNIS,
    ergebnis_aus,
    guarded,
    schritt,
    schritt_von,
    there,
)
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.berechnung.schwellen import LAGE, lage
from rv2xl.forms.bestand.eingaben import ABWEICHEND, ANLAGE, BESTAETIGUNG, MASSNAHME, PLAN_ZEILEN, SCHALTER, VERGUETUNG
from rv2xl.forms.bestand.vergleich import VERGLEICH
from rv2xl.forms.neubau.rechenweg import QUOTE_BAU, je_platz, monat_je_platz
from rv2xl.model.definitions.blocks.calculation import BarChart, Calculation, Results, Table
from rv2xl.model.definitions.field import ANTEIL, DATUM, JAHRE, Field
from rv2xl.model.expressions.expr import (
    DASH,
    Expr,
    Operand,
    Ref,
    Round,
    end_of_month_before,
    first_of_month,
    if_,
    largest,
    lift,
    month_of,
    smallest,
    total,
    year_of,
)

STUFEN = (1, 2, 3)
DARUEBER = len(STUFEN) + 1
"""The number of the step from which on no term is named."""

GRENZEN = tuple(satz(f"bestand_verhaeltnis_{stufe}") for stufe in STUFEN)
QUOTEN = (*(satz(f"bestand_amortisationsquote_{stufe}") for stufe in STUFEN), satz("bestand_amortisationsquote"))
LAUFZEITEN = tuple(satz(f"bestand_laufzeit_{stufe}") for stufe in STUFEN)
EIGENBETEILIGUNG = satz("eigenbeteiligung")

KOSTEN, NEUBAU, DECKEL = (schritt_von(name) for name in ("kosten_netto", "neubaukosten", "deckel"))
VOLUMEN, EIGEN, BETRAG = (schritt_von(name) for name in ("anpassungsvolumen", "eigenbeteiligung", "anpassungsbetrag"))
EIGEN_DANACH, BETRAG_DANACH = schritt_von("eigenbeteiligung_danach"), schritt_von("anpassungsbetrag_danach")
STUFE_ERREICHT, QUOTE, LAUFZEIT = (schritt_von(name) for name in ("stufe", "quote", "laufzeit"))
BEGINN, ENDE, PLANJAHRE = (schritt_von(name) for name in ("beginn", "ende", "planjahre"))
VOLL, VORHER, UEBERSCHNEIDUNG = (schritt_von(name) for name in ("volumen_voll", "verguetung_vorher", "ueberschneidung"))
INVESTITIONSBETRAG, BEREITS = VERGUETUNG["investitionsbetrag_gebaeude"], VERGUETUNG["eigenbeteiligung_bereits"]
FUER_FLAECHEN, BEREITS_BIS = VERGUETUNG["investitionsbetrag_flaechen"], VERGUETUNG["eigenbeteiligung_bereits_bis"]


def anteil() -> Expr:
    """The share of the cost that counts; all of it where none is entered."""
    return if_(there(MASSNAHME["anteil"]), MASSNAHME["anteil"], 1)


def _stufe() -> Expr:
    """The first step whose limit the cost is below; multiplied out, so that nothing is lost by a quotient."""
    result: Expr = lift(DARUEBER)
    for number, grenze in reversed(tuple(zip(STUFEN, GRENZEN, strict=True))):
        result = if_(grenze * NEUBAU > KOSTEN, number, result)
    return guarded((KOSTEN, NEUBAU, *GRENZEN), result, NEUBAU > 0)


def _der_stufe(values: Sequence[Operand]) -> Expr:
    """The value that belongs to the step."""
    result: Expr = lift(DASH)
    for number, value in reversed(tuple(enumerate(values, 1))):
        result = if_(STUFE_ERREICHT.eq(number), value, result)
    return result


def _vereinbart(name: str, values: Sequence[Operand]) -> Expr:
    """What is agreed, else what belongs to the step."""
    return if_(there(ABWEICHEND[name]), ABWEICHEND[name], _der_stufe(values))


def _beginn() -> Expr:
    """The agreed first of a month; any other day is not valid and counts as none."""
    agreed, fertig = MASSNAHME["beginn"], MASSNAHME["fertigstellung"]
    usual = guarded((fertig,), first_of_month(fertig, 1))
    return if_(there(agreed), if_(first_of_month(agreed).eq(agreed), agreed, usual), usual)


def _planjahre() -> Expr:
    """How many calendar years the plan has: all rows without an end, none while neither end nor „unbefristet“ is there."""
    bounded = guarded((BEGINN,), year_of(ENDE) - year_of(BEGINN) + 1)
    endless = if_(
        BESTAETIGUNG["unbefristet"].eq("ja"),
        guarded((BEGINN, STUFE_ERREICHT), PLAN_ZEILEN, STUFE_ERREICHT.eq(DARUEBER)),
        DASH,
    )
    return if_(there(ENDE), bounded, endless)


def _ueberschneidung() -> Expr:
    """The months of the term in which the earlier measure runs, its last one whole; „–“ where none has an end."""
    months = (year_of(BEREITS_BIS) - year_of(BEGINN)) * MONATE + month_of(BEREITS_BIS) - month_of(BEGINN) + 1
    return guarded((BEREITS_BIS, BEGINN), largest(0, months))


def _verguetung_vorher() -> Expr:
    """What is paid for the same areas already: of the Investitionsbetrag their part where it is entered, and earlier amounts."""
    earlier = total(VERGUETUNG["anpassungen_bisher"])
    whole = guarded((INVESTITIONSBETRAG,), INVESTITIONSBETRAG + earlier)
    return if_(there(FUER_FLAECHEN), FUER_FLAECHEN + earlier, whole)


def _begrenzt() -> Expr:
    """With the switch no more than the earlier remuneration leaves of what a Neubau costs."""
    cut = guarded((VOLL, DECKEL, VORHER), largest(0, smallest(VOLL, DECKEL - VORHER)))
    return if_(SCHALTER["deckel_begrenzt"].eq("ja"), cut, guarded((VOLL,), VOLL))


def _mehr_als_neubau(summe: Ref) -> Expr:
    return guarded((summe, DECKEL), largest(0, summe - DECKEL))


_VOLLE_EIGENBETEILIGUNG = INVESTITIONSBETRAG * EIGENBETEILIGUNG


def _eigenbeteiligung() -> Expr:
    """What is still to be deducted from the first month on: all of it where the earlier measure has ended before."""
    rest = largest(0, _VOLLE_EIGENBETEILIGUNG - total(BEREITS))
    return if_(there(UEBERSCHNEIDUNG), if_(UEBERSCHNEIDUNG > 0, rest, _VOLLE_EIGENBETEILIGUNG), rest)


_SUMME, _SUMME_NACH = schritt_von("summe"), schritt_von("summe_nach_eigenbeteiligung")

RECHENWEG = Calculation(
    id="rechenweg", heading="Rechenweg", source=ANLAGE, new_page=True,
    steps=(
        schritt("kosten_netto", "Kosten der Maßnahme, netto", EUR, "4",
                guarded((MASSNAHME["zugestimmt"],), largest(0, (MASSNAHME["zugestimmt"] - total(MASSNAHME["foerderung"])) * anteil())),
                "(zugestimmte Kosten − öffentliche Förderung) × Anteil, mindestens 0"),
        schritt("neubaukosten", "Kosten eines Neubaus", EUR, "5.1",
                guarded((Ref("rechenweg.baukosten", VERGLEICH),), Ref("rechenweg.baukosten", VERGLEICH)),
                "Baukosten vom Blatt „Neubau-Vergleich“"),
        schritt("verhaeltnis", "Verhältnis zu den Neubaukosten", VERHAELTNIS, "5.1",
                guarded((KOSTEN, NEUBAU), KOSTEN / NEUBAU, NEUBAU > 0)),
        schritt("lage", "Das Verhältnis liegt", LAGE, "5.1", guarded((KOSTEN, NEUBAU, *GRENZEN), lage(KOSTEN, NEUBAU, GRENZEN), NEUBAU > 0),
                "nach den genauen Beträgen, nicht nach dem gerundeten Verhältnis"),
        schritt("grenze", "Betrag der letzten Stufe", EUR, "5.1", guarded((NEUBAU, GRENZEN[-1]), NEUBAU * GRENZEN[-1])),
        schritt("stufe", "Stufe des Verhältnisses", STUFE, "5.1", _stufe(),
                f"erste Stufe, unter der die Kosten liegen; {DARUEBER}: über allen"),
        schritt("quote", "Amortisationsquote", ANTEIL, "5.1", _vereinbart("quote", QUOTEN), "die vereinbarte, sonst die der Stufe"),
        schritt("laufzeit", "Laufzeit", JAHRE, "5.1", _vereinbart("laufzeit", LAUFZEITEN), "die vereinbarte, sonst die der Stufe"),
        schritt("beginn", "Beginn der Laufzeit", DATUM, "6", _beginn(), "vereinbarter Erster, sonst Erster nach der Fertigstellung"),
        schritt("ende", "Ende der Laufzeit", DATUM, "5.1", guarded((BEGINN, LAUFZEIT), end_of_month_before(BEGINN, LAUFZEIT * MONATE)),
                "letzter Tag nach Laufzeit × 12 Monaten"),
        schritt("volumen_voll", "Anpassungsvolumen im Jahr, ungekürzt", EUR, "5.1", guarded((KOSTEN, QUOTE), KOSTEN * QUOTE)),
        schritt("deckel", "Kosten eines Neubaus im Jahr", EUR, "5.1", guarded((NEUBAU, QUOTE_BAU), NEUBAU * QUOTE_BAU)),
        schritt("verguetung_vorher", "Vorherige Vergütung für diese Flächen", EUR, "5.1",
                _verguetung_vorher(),
                "Investitionsbetrag, wo eingetragen sein Teil für die Flächen + frühere Anpassungsbeträge"),
        schritt("anpassungsvolumen", "Anpassungsvolumen im Jahr", EUR, "5.1", _begrenzt(),
                "ungekürzt; mit dem Schalter höchstens Kosten eines Neubaus im Jahr − vorherige Vergütung"),
        schritt("summe", "Vorherige Vergütung und Anpassungsvolumen", EUR, "5.1", guarded((VORHER, VOLUMEN), VORHER + VOLUMEN)),
        schritt("ueberschreitung", "Mehr als ein Neubau im Jahr", EUR, "5.1", _mehr_als_neubau(_SUMME),
                "Summe − Kosten eines Neubaus im Jahr, mindestens 0"),
        schritt("eigenbeteiligung", "Eigenbeteiligung im Jahr", EUR, "5.2",
                guarded((INVESTITIONSBETRAG, EIGENBETEILIGUNG), _eigenbeteiligung()),
                "Investitionsbetrag für das Gebäude × Satz − bereits abgezogene, mindestens 0"),
        schritt("anpassungsbetrag", "Anpassungsbetrag im Jahr", EUR, "5.2", guarded((VOLUMEN, EIGEN), largest(0, VOLUMEN - EIGEN))),
        schritt("summe_nach_eigenbeteiligung", "Summe nach Abzug der Eigenbeteiligung", EUR, "5.1",
                guarded((VORHER, BETRAG), VORHER + BETRAG), "vorherige Vergütung + Anpassungsbetrag"),
        schritt("ueberschreitung_nach_eigenbeteiligung", "Mehr als ein Neubau, nach Eigenbeteiligung", EUR, "5.1",
                _mehr_als_neubau(_SUMME_NACH), "zum Vergleich; maßgeblich ist der Betrag vor der Eigenbeteiligung"),
        schritt("ueberschneidung", "Monate mit bereits abgezogener Eigenbeteiligung", STUFE, "5.2", _ueberschneidung(),
                "vom Beginn der Laufzeit bis zum Ende der anderen Maßnahme"),
        schritt("eigenbeteiligung_danach", "Eigenbeteiligung im Jahr, danach", EUR, "5.2",
                guarded((UEBERSCHNEIDUNG, EIGEN), _VOLLE_EIGENBETEILIGUNG), "volle Eigenbeteiligung, wenn die andere Maßnahme beendet ist"),
        schritt("anpassungsbetrag_danach", "Anpassungsbetrag im Jahr, danach", EUR, "5.2",
                guarded((VOLUMEN, EIGEN_DANACH), largest(0, VOLUMEN - EIGEN_DANACH))),
        *je_platz("anpassungsbetrag", "5.1"),
        schritt("planjahre", "Kalenderjahre im Plan", STUFE, "5.1", _planjahre(), "vom Jahr des Beginns bis zum Jahr des Endes"),
    ))  # fmt: skip


def _bildzeile(number: int) -> tuple[Field, ...]:
    """The measure, then the steps, then what holds above them: ratio, quota and term."""
    stufe = number - 1
    ratio = schritt_von("verhaeltnis") if stufe == 0 else GRENZEN[stufe - 1] if stufe in STUFEN else None
    quote = QUOTE if stufe == 0 else QUOTEN[stufe - 1]
    laufzeit = LAUFZEIT if stufe == 0 else LAUFZEITEN[stufe - 1] if stufe in STUFEN else None
    return tuple(
        Field(id=name, label=label, type=type_, filled_by=FORMEL, expr=lift(DASH) if ref is None else guarded((ref,), ref))
        for name, label, type_, ref in (
            ("verhaeltnis", "Verhältnis (Stufen: bis unter)", VERHAELTNIS, ratio),
            ("quote", "Quote im Jahr", ANTEIL, quote),
            ("laufzeit", "Laufzeit", JAHRE, laufzeit),
        )
    )  # fmt: skip


STUFENBILD = Table(
    id="stufen", heading="Verhältnis und Stufen", source=f"{ANLAGE} Nr. 5.1", row_label="Stufe", rows=DARUEBER + 1, fields_of=_bildzeile,
    row_labels=("Diese Maßnahme", *(f"Stufe {stufe}" for stufe in STUFEN), "über allen Stufen"),
    chart=BarChart(
        title="Kosten der Maßnahme im Verhältnis zu den Kosten eines Neubaus", column="verhaeltnis", rows=DARUEBER,
        description="Balkendiagramm: das Verhältnis dieser Maßnahme und die Grenzen der Stufen. Die Zahlen stehen in der Tabelle darüber."),
)  # fmt: skip


def ergebnis(rechenweg: Calculation) -> Results:
    """Return the results to which the steps come."""
    return Results(
        id="ergebnis", heading="Ergebnis der Berechnung nach Anlage 5", source=ANLAGE,
        finished="Berechnung nach Anlage 5", as_of=AUSGEFUELLT_AM,
        steps=(
            *(ergebnis_aus(rechenweg, name) for name in ("kosten_netto", "neubaukosten", "verhaeltnis")),
            ergebnis_aus(rechenweg, "quote", type_=replace(VERHAELTNIS, unit="% je Jahr")),
            ergebnis_aus(rechenweg, "laufzeit", hint="leer: unbefristet oder noch offen"),
            *(ergebnis_aus(rechenweg, name) for name in ("anpassungsvolumen", "eigenbeteiligung", "anpassungsbetrag")),
            ergebnis_aus(rechenweg, "beginn", hint="Stichtag für alle Sätze"),
            ergebnis_aus(rechenweg, "ende", hint="der letzte Tag"),
            *(ergebnis_aus(rechenweg, name) for name in ("deckel", "summe", "ueberschreitung", "jahr_je_platz")),
            monat_je_platz(),
        ))  # fmt: skip


ERGEBNIS = ergebnis(RECHENWEG)


def monate_im_jahr(number: int) -> Expr:
    """How many months of this calendar year the term has; its first and last year may be cut."""
    if number == 1:
        return (MONATE + 1) - month_of(BEGINN)
    return if_(there(ENDE), if_(PLANJAHRE.eq(number), month_of(ENDE), MONATE), MONATE)


def _davon(number: int) -> Expr:
    """How many of these months the earlier measure runs; „–“ where none has an end."""
    monate = Ref(f"plan.{number}.monate")
    before = (number - 1) * MONATE + 1 - month_of(BEGINN) if number > 1 else lift(0)
    return guarded((UEBERSCHNEIDUNG,), largest(0, smallest(monate, UEBERSCHNEIDUNG - before)))


def _planzeile(number: int) -> tuple[Field, ...]:
    jahr, monate, davon = (Ref(f"plan.{number}.{name}") for name in ("jahr", "monate", "davon"))
    used = there(PLANJAHRE, BETRAG)
    year = if_(used, if_(PLANJAHRE >= number, year_of(BEGINN) + (number - 1), ""), "")
    parts = if_(there(davon), BETRAG * davon + BETRAG_DANACH * (monate - davon), BETRAG * monate)
    return (
        Field(id="jahr", label="Kalenderjahr", type=JAHR, filled_by=FORMEL, expr=year),
        Field(id="monate", label="Monate", type=STUFE, filled_by=FORMEL, expr=if_(there(jahr), monate_im_jahr(number), "")),
        Field(id="davon", label="davon mit bereits abgezogener Eigenbeteiligung", type=STUFE, filled_by=FORMEL,
              expr=if_(there(jahr), _davon(number), "")),
        Field(id="betrag", label="Anpassungsbetrag", type=EUR, filled_by=FORMEL,
              expr=if_(there(jahr), Round(parts / MONATE, EUR.scale), "")),
    )  # fmt: skip


PLAN = Table(
    id="plan", heading="Anpassungsbetrag nach Kalenderjahren", source=f"{ANLAGE} Nr. 5.1", rows=PLAN_ZEILEN, row_label="Jahr",
    fields_of=_planzeile, new_page=True,
    notes=(
        "Das erste und das letzte Jahr nach Monaten. Nach Ablauf der Laufzeit entfällt der Anpassungsbetrag vollständig, und auch die "
        "Eigenbeteiligung endet (Nr. 5.1 und 5.2).",
        "Endet eine andere Maßnahme, bei der die Eigenbeteiligung schon abgezogen wird, zählt ab dem Monat danach die volle.",
    ),
)  # fmt: skip
