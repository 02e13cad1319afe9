"""The formula of a calculation's step in a few German words, as it is printed beside the step: „Jahr ÷ (Plätze × Auslastung)“.

Guards are not told: of an `If` only what is computed, of a rounding nothing where cents remain.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rv2xl.model.definitions.field import Known
from rv2xl.model.expressions import expr as tree
from rv2xl.model.expressions.expr import Const, Expr, Ref
from rv2xl.model.wording import capitalised, german, listed

_PHRASE, _SUM, _PRODUCT, _WORD = range(4)
"""How tightly words hold together: „A, höchstens B“, „A + B“, „A × B“, „A“."""

_SIGNS = {"+": (" + ", _SUM), "-": (" − ", _SUM), "*": (" × ", _PRODUCT), "/": (" ÷ ", _PRODUCT)}
_COMPARED = {"=": "=", "<>": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_DATE_PARTS = {"YEAR": "Jahr", "MONTH": "Monat", "DAY": "Tag"}
_LISTED = 3
"""So many cells of a sum are named one by one; of more, the first and the last."""

_Words = tuple[str, int]


def in_words(expr: Expr, known: Known) -> str:
    """Write a step's formula in words. Raises TypeError for what no step computes, such as the count of a roster's rows."""
    return capitalised(_words(expr, known)[0])


def _words(expr: Expr, known: Known) -> _Words:  # noqa: PLR0911
    match expr:
        case tree.Named(name, _):
            return _bare(name), _WORD
        case Ref():
            field = known(expr)
            return (field.printed_label if field else expr.field), _WORD
        case Const(value):
            return german(value) if isinstance(value, int | Decimal | date) else str(value or ""), _WORD
        case tree.Total(refs):
            return _total(refs, known)
        case tree.Arithmetic(operator, left, right):
            return _operation(operator, left, right, known)
        case tree.Quotient(left, right):
            return _operation("/", left, right, known)
        case tree.Extreme(function, parts):
            return _extreme(function == "MAX", parts, known)
        case tree.Round(part, digits):
            return _round(part, digits, known)
        case tree.If(_, then, otherwise):
            return _computed(then, otherwise, known)
        case tree.WholePart(part):
            return f"{_held(part, _SUM, known)}, nur volle Einheiten", _PHRASE
        case tree.Compare(operator, left, right):
            return f"{_held(left, _SUM, known)} {_COMPARED[operator]} {_held(right, _SUM, known)}", _PHRASE
    return _of_cells(expr, known)


def _of_cells(expr: Expr, known: Known) -> _Words:
    match expr:
        case tree.Numbers(refs):
            return f"Zahl der Angaben: {listed([_words(ref, known)[0] for ref in refs])}", _PHRASE
        case tree.MonthDay(day, months, of_month):
            return _month_day(_held(day, _SUM, known), months, of_month, known), _PHRASE
        case tree.MonthsLater(day, months):
            return f"{_held(day, _SUM, known)} + {_held(months, _SUM, known)} Monate", _SUM
        case tree.PeriodEnd(day, months):
            return f"letzter der {_held(months, _SUM, known)} Monate ab {_held(day, _SUM, known)}", _WORD
        case tree.SumRows(column, _):
            return f"Summe {_words(Ref(column.field, column.sheet), known)[0]}", _WORD
        case tree.DatePart(function, part):
            return f"{_DATE_PARTS[function]} von {_held(part, _SUM, known)}", _WORD
    raise TypeError(f"no words for {expr!r}")


def _held(expr: Expr, level: int, known: Known) -> str:
    """Put words in parentheses that hold together less tightly than what stands around them."""
    text, own = _words(expr, known)
    return f"({text})" if own < level else text


def _bare(name: str) -> str:
    """Leave out the article: „die Summe der Flächenkosten“ stands in a formula as „Summe der Flächenkosten“."""
    article, _, noun = name.partition(" ")
    return capitalised(noun) if article.lower() in ("der", "die", "das") and noun[:1].isupper() else name


def _total(refs: Sequence[Ref], known: Known) -> _Words:
    labels = [_words(ref, known)[0] for ref in refs]
    if len(labels) <= _LISTED:
        return " + ".join(labels), _SUM if len(labels) > 1 else _WORD
    if len(set(labels)) == 1:
        return f"Summe {labels[0]}", _WORD
    return f"Summe von {labels[0]} bis {labels[-1]}", _SUM


def _operation(operator: str, left: Expr, right: Expr, known: Known) -> _Words:
    sign, own = _SIGNS[operator]
    return _held(left, own, known) + sign + _held(right, own + (operator in "-/"), known), own


def _extreme(most: bool, parts: Sequence[Expr], known: Known) -> _Words:
    """„A, mindestens 0“ of the larger of two; of more, „größter Wert aus A, B und C“."""
    if len(parts) <= 2:
        parts = sorted(parts, key=lambda part: isinstance(part, Const))  # the bound stands last
        bound = " mindestens " if most else " höchstens "
        return f",{bound}".join(_held(part, _SUM, known) for part in parts), _PHRASE if len(parts) > 1 else _SUM
    return (
        f"{'größter' if most else 'kleinster'} Wert aus {listed([_held(part, _SUM, known) for part in parts])}",
        _PHRASE,
    )


def _round(part: Expr, digits: int, known: Known) -> _Words:
    if digits >= 2:
        return _words(part, known)
    to = "ganze Zahlen" if digits == 0 else "eine Nachkommastelle" if digits == 1 else f"volle {german(10**-digits)}"
    return f"{_held(part, _SUM, known)}, auf {to} gerundet", _PHRASE


def _computed(then: Expr, otherwise: Expr, known: Known) -> _Words:
    """Of two branches the one that is computed: not „–“, not nothing, and beside a formula not a plain value."""
    branches = [
        part for part in (then, otherwise) if not (isinstance(part, Const) and isinstance(part.value, str | None))
    ]
    formulas = [part for part in branches if not isinstance(part, Const)] or branches or [then]
    if len(formulas) == 1:
        return _words(formulas[0], known)
    return ", sonst ".join(_held(part, _SUM, known) for part in formulas), _PHRASE


def _month_day(day: str, months: Expr, of_month: int, known: Known) -> str:
    constant = months.value if isinstance(months, Const) else None
    beginning = "Erster des Monats" if of_month else "Letzter Tag des Monats vor"
    if constant == 0:
        return f"{beginning} von {day}" if of_month else f"{beginning} {day}"
    if constant == 1:
        return f"{beginning} nach {day}" if of_month else f"Letzter Tag des Monats von {day}"
    sign = "−" if isinstance(constant, int) and constant < 0 else "+"
    count = _held(months, _SUM, known).removeprefix("-")
    joined = f"{day} {sign} {count} {'Monat' if constant == -1 else 'Monate'}"
    return f"{beginning} von {joined}" if of_month else f"{beginning} {joined}"
