"""What people read of a calculation step: its formula in words beside the amount, and its name within a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.definitions.field import ANZAHL, DATUM, STUNDEN, Field
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.explain import rule_text
from rv2xl.model.expressions.expr import (
    DASH,
    Blanks,
    Expr,
    Ref,
    Round,
    day_of_month,
    end_of_month_before,
    first_of_month,
    if_,
    largest,
    lift,
    month_of,
    numbers,
    period_end,
    smallest,
    total,
    year_of,
)
from rv2xl.model.expressions.words import in_words
from rv2xl.model.finding import Severity

LABELS = {
    "jahr": "Betrag je Jahr", "plaetze": "Plätze", "auslastung": "Auslastung", "kosten": "Baukosten", "anteil": "Anteil",
    "beginn": "Beginn",
    "ende": "Ende", "laufzeit": "Laufzeit (Jahre)", "f1": "Fläche", "f2": "Fläche", "f3": "Fläche", "f4": "Fläche",
}  # fmt: skip
DAYS = {"beginn", "ende"}
FIELDS = {
    name: Field(id=name, label=label, type=DATUM if name in DAYS else STUNDEN if name == "jahr" else ANZAHL, context="Rechenweg")
    for name, label in LABELS.items()
}  # fmt: skip
JAHR, PLAETZE, AUSLASTUNG, KOSTEN, ANTEIL, BEGINN, ENDE, LAUFZEIT, *FLAECHEN = map(Ref, LABELS)
ZUSCHLAG = Ref("recht.zuschlag").named("Zuschlag")
SUMME = total(FLAECHEN).named("die Summe der Flächenkosten")


def known(ref: Ref) -> Field | None:
    return FIELDS.get(ref.field)


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        (SUMME * ZUSCHLAG, "Summe der Flächenkosten × Zuschlag"),
        (JAHR / (PLAETZE * AUSLASTUNG), "Betrag je Jahr ÷ (Plätze × Auslastung)"),
        (JAHR / 12, "Betrag je Jahr ÷ 12"),
        (JAHR / 12 / PLAETZE, "Betrag je Jahr ÷ 12 ÷ Plätze"),
        ((JAHR - KOSTEN) * ANTEIL, "(Betrag je Jahr − Baukosten) × Anteil"),
        (JAHR - (KOSTEN - ANTEIL), "Betrag je Jahr − (Baukosten − Anteil)"),
        (JAHR - KOSTEN + ANTEIL, "Betrag je Jahr − Baukosten + Anteil"),
        (KOSTEN * Decimal("0.05"), "Baukosten × 0,05"),
        (Ref("unbekannt.feld") * 1000, "Unbekannt.feld × 1.000"),
        (lift(date(2025, 7, 1)), "01.07.2025"),
        (total((KOSTEN, JAHR)) * ANTEIL, "(Baukosten + Betrag je Jahr) × Anteil"),
        (total(KOSTEN) * ANTEIL, "Baukosten × Anteil"),
        (total(FLAECHEN) * ANTEIL, "Summe Fläche × Anteil"),
        (total((KOSTEN, JAHR, ANTEIL, PLAETZE)), "Summe von Baukosten bis Plätze"),
        (largest(AUSLASTUNG, Decimal("0.95")), "Auslastung, mindestens 0,95"),
        (smallest(KOSTEN, JAHR + ANTEIL), "Baukosten, höchstens Betrag je Jahr + Anteil"),
        (PLAETZE * largest(AUSLASTUNG, Decimal("0.95")), "Plätze × (Auslastung, mindestens 0,95)"),
        (largest(KOSTEN, JAHR, ANTEIL), "Größter Wert aus Baukosten, Betrag je Jahr und Anteil"),
        (smallest(KOSTEN, JAHR, ANTEIL), "Kleinster Wert aus Baukosten, Betrag je Jahr und Anteil"),
        (if_(numbers((KOSTEN, ANTEIL)).eq(2), KOSTEN * ANTEIL, DASH), "Baukosten × Anteil"),
        (if_(numbers((KOSTEN, ANTEIL)).eq(0), "", KOSTEN * ANTEIL), "Baukosten × Anteil"),
        (if_(PLAETZE > 0, KOSTEN * ANTEIL, 0), "Baukosten × Anteil"),
        (if_(PLAETZE > 0, 20, 15), "20, sonst 15"),
        (if_(PLAETZE > 0, KOSTEN, JAHR + 1), "Baukosten, sonst Betrag je Jahr + 1"),
        (if_(PLAETZE > 0, "ja", DASH), "Ja"),
        (Round(if_(PLAETZE > 0, JAHR / PLAETZE, DASH), 2), "Betrag je Jahr ÷ Plätze"),
        (Round(JAHR / 12, 0), "Betrag je Jahr ÷ 12, auf ganze Zahlen gerundet"),
        (Round(JAHR, -2), "Betrag je Jahr, auf volle 100 gerundet"),
        (Round(JAHR, 1), "Betrag je Jahr, auf eine Nachkommastelle gerundet"),
        (KOSTEN > JAHR * 2, "Baukosten > Betrag je Jahr × 2"),
        (numbers((KOSTEN, JAHR)), "Zahl der Angaben: Baukosten und Betrag je Jahr"),
        (first_of_month(BEGINN), "Erster des Monats von Beginn"),
        (first_of_month(BEGINN, 1), "Erster des Monats nach Beginn"),
        (first_of_month(BEGINN, 3), "Erster des Monats von Beginn + 3 Monate"),
        (first_of_month(BEGINN, -1), "Erster des Monats von Beginn − 1 Monat"),
        (end_of_month_before(BEGINN), "Letzter Tag des Monats vor Beginn"),
        (period_end(BEGINN, 12), "Letzter der 12 Monate ab Beginn"),
        (end_of_month_before(BEGINN, 1), "Letzter Tag des Monats von Beginn"),
        (end_of_month_before(BEGINN, LAUFZEIT * 12), "Letzter Tag des Monats vor Beginn + Laufzeit (Jahre) × 12 Monate"),
        ((year_of(ENDE) - year_of(BEGINN)) * 12, "(Jahr von Ende − Jahr von Beginn) × 12"),
        (month_of(BEGINN), "Monat von Beginn"),
        (day_of_month(BEGINN), "Tag von Beginn"),
    ],
)  # fmt: skip
def test_the_formula_of_a_step(expr: Expr, words: str) -> None:
    assert in_words(expr, known) == words


def test_what_no_step_computes_has_no_words() -> None:
    with pytest.raises(TypeError, match="no words"):
        in_words(Blanks((KOSTEN,)), known)


PLAETZE_, BEGINN_ = "„Rechenweg – Plätze“", "„Rechenweg – Beginn“"


@pytest.mark.parametrize(
    ("expr", "noun"),
    [
        (KOSTEN / PLAETZE, f"„Rechenweg – Baukosten“ geteilt durch {PLAETZE_}"),
        (largest(PLAETZE, 2), f"der größere Wert aus {PLAETZE_} und 2"),
        (smallest(PLAETZE, 2), f"der kleinere Wert aus {PLAETZE_} und 2"),
        (largest(PLAETZE, 2, 3), f"der größte Wert aus {PLAETZE_}, 2 und 3"),
        (smallest(PLAETZE, 2, 3), f"der kleinste Wert aus {PLAETZE_}, 2 und 3"),
        (numbers((PLAETZE, BEGINN)), f"die Zahl der Angaben unter {PLAETZE_} und {BEGINN_}"),
        (Round(PLAETZE * 2, 2), f"{PLAETZE_} mal 2"),
        (first_of_month(BEGINN), f"der Erste des Monats von {BEGINN_}"),
        (first_of_month(BEGINN, 1), f"der Erste des Monats nach {BEGINN_}"),
        (first_of_month(BEGINN, -1), f"der Erste des Monats vor {BEGINN_}"),
        (first_of_month(BEGINN, 3), f"der Erste des Monats 3 Monate nach {BEGINN_}"),
        (first_of_month(BEGINN, PLAETZE), f"der Erste des Monats {PLAETZE_} Monate nach {BEGINN_}"),
        (end_of_month_before(BEGINN), f"der letzte Tag des Monats vor {BEGINN_}"),
        (period_end(BEGINN, 12), f"der letzte Tag der 12 Monate ab {BEGINN_}"),
        (end_of_month_before(BEGINN, 1), f"der letzte Tag des Monats von {BEGINN_}"),
        (end_of_month_before(BEGINN, 13), f"der letzte Tag des Monats 12 Monate nach {BEGINN_}"),
        (end_of_month_before(BEGINN, PLAETZE), f"der letzte Tag des Monats vor dem Tag {PLAETZE_} Monate nach {BEGINN_}"),
        (year_of(BEGINN), f"das Jahr von {BEGINN_}"),
        (month_of(BEGINN), f"der Monat von {BEGINN_}"),
        (day_of_month(BEGINN), f"der Tag von {BEGINN_}"),
        (if_(PLAETZE > 0, PLAETZE, DASH), "der Wert"),
    ],
)  # fmt: skip
def test_the_name_of_a_step_in_a_sentence(expr: Expr, noun: str) -> None:
    (judgement,) = Rule("P", Severity.FEHLER, holds=expr.eq(5), remedy="").judgements()
    assert rule_text(judgement, known) == f"{noun[0].upper()}{noun[1:]} muss 5 sein."
