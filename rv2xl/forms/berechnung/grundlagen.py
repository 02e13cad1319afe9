"""Types of areas, amounts and shares, and how a step guards against inputs that are not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from rv2xl.model.expr import DASH, Expr, Operand, Ref, if_, numbers
from rv2xl.model.field import ANZAHL, DATUM, EARLIEST, JA_NEIN, TEXT, FilledBy, Kind, Type
from rv2xl.model.finding import Severity

FEHLER, WARNUNG, HINWEIS = Severity.FEHLER, Severity.WARNUNG, Severity.HINWEIS
FORMEL = FilledBy.FORMEL

EUR = Type(Kind.EURO, unit="EUR", scale=2, minimum=Decimal(0))
EUR_JE_QM = replace(EUR, unit="EUR je m²")
QM = Type(Kind.DEZIMAL, unit="m²", scale=2, minimum=Decimal(0))
ANTEIL = Type(Kind.PROZENT, unit="%", scale=4, minimum=Decimal(0), maximum=Decimal(1))
VERHAELTNIS = Type(Kind.PROZENT, unit="%", scale=10, minimum=Decimal(0))
"""A computed ratio, with more decimals than are shown."""
WERT = Type(Kind.DEZIMAL, scale=4, minimum=Decimal(0))
"""A value whose unit another cell names."""

PLAETZE = replace(ANZAHL, unit="Plätze", minimum=Decimal(1))
TAGE = Type(Kind.ANZAHL, unit="Tage", minimum=Decimal(1), maximum=Decimal(366))
BEGRUENDUNG = TEXT

__all__ = (
    "ANTEIL", "BEGRUENDUNG", "DATUM", "EARLIEST", "EUR", "EUR_JE_QM", "FEHLER", "FORMEL", "HINWEIS", "JA_NEIN", "PLAETZE", "QM", "TAGE",
    "TEXT", "VERHAELTNIS", "WARNUNG", "WERT", "guarded",
)  # fmt: skip


def guarded(needs: Iterable[Ref], result: Operand, *conditions: Expr) -> Expr:
    """Return a step that shows „–“ until all it needs are numbers and the conditions hold."""
    refs = tuple(needs)
    for condition in conditions:  # one inside the other: a spreadsheet evaluates all parts of AND
        result = if_(condition, result, DASH)
    return if_(numbers(refs).eq(len(refs)), result, DASH)
