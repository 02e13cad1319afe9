"""Constants of formulas, and the counting of cells that hold what their field's type does not allow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.expressions.expr import Value, serial


def literal(value: Value) -> str:
    """Render a constant."""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, date):
        return f"DATE({value.year},{value.month},{value.day})"
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "(1=1)" if value else "(1=0)"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def invalid_in_row(field: Field, cells: int, areas: Sequence[str]) -> str:
    """Count the same in cells of a row, in few signs: a list of texts in the place of one text after the other.

    Not of texts like „58“: in such a list Gnumeric makes numbers of them.
    """
    counted, choices = invalid_cells(field, cells, areas), field.type.choices
    if choices and not _has_digits(choices):
        listed = f"{{{','.join(map(literal, choices))}}}"
        found = "+".join(f"COUNTIF({area},{listed})" for area in areas)
        return min(f"({cells}{_no_blanks(areas)}-SUMPRODUCT({found}))", counted, key=len)
    if field.type.kind is Kind.ANZAHL and cells == 1:
        cell = areas[0]
        return f"(COUNTA({cell})-{_within_limits(field, cell)}+IF(COUNT({cell}),--({cell}<>INT({cell})),0))"
    return counted


def invalid_cells(field: Field, cells: int, areas: Sequence[str]) -> str:
    """Count what the type does not allow in so many cells of these areas: of a text that it is too long, or a truth value.

    Numbers are left out: programs differ in how many signs they write of large ones.
    """
    if field.type.kind is Kind.TEXT:
        length = field.type.length
        inner = (f'LEN(TRIM(SUBSTITUTE({area},"\u00a0"," ")))' for area in areas)
        found = "+".join(
            f"SUMPRODUCT(({text}>{length})*ISTEXT({area})+ISLOGICAL({area}))"
            for text, area in zip(inner, areas, strict=True)
        )
        return f"({found})" if len(areas) > 1 else found
    if field.type.choices:
        listed = "".join(f"-{_equal_to(choice, area)}" for area in areas for choice in field.type.choices)
        return f"({cells}{_no_blanks(areas)}{listed})"
    allowed = "".join(f"-{_within_limits(field, area)}" for area in areas)
    fractions = f"+{_fractions(areas)}" if field.type.kind is Kind.ANZAHL else ""
    return f"(COUNTA({','.join(areas)}){allowed}{fractions})"


def _no_blanks(areas: Sequence[str]) -> str:
    blanks = "+".join(f"COUNTBLANK({area})" for area in areas)
    return f"-({blanks})" if len(areas) > 1 else f"-{blanks}"


def _has_digits(texts: Sequence[str]) -> bool:
    return any(sign.isdigit() for text in texts for sign in text)


def _equal_to(choice: str, area: str) -> str:
    """Count the cells that show just this; COUNTIF would take „058“ and „ 58“ for 58."""
    if _has_digits((choice,)):
        return f'SUMPRODUCT(--({area}&""={literal(choice)}))'
    return f"COUNTIF({area},{literal(choice)})"


def _fractions(areas: Sequence[str]) -> str:
    """Count the fractions; none where a text stands, for INT takes „12“ for a number and fails at „zwölf“."""
    listed = ",".join(areas)
    terms = "+".join(f"SUMPRODUCT(--({area}<>INT({area})))" for area in areas)
    return f"IF(COUNT({listed})=COUNTA({listed}),{terms},0)"


def _within_limits(field: Field, area: str) -> str:
    """Count the numbers within the limits; a criterion on numbers passes over texts."""
    criteria = [
        f"{area},{_criterion(sign, bound)}"
        for sign, bound in ((">=", field.type.minimum), ("<=", field.type.maximum))
        if bound is not None
    ]
    return f"COUNTIFS({','.join(criteria)})" if criteria else f"COUNT({area})"


def _criterion(sign: str, bound: Decimal | date) -> str:
    """Return a criterion; a fraction stands outside the text, where a German Excel would not read its point."""
    if isinstance(bound, date):
        return f'"{sign}{serial(bound)}"'
    return f'"{sign}{int(bound)}"' if bound == int(bound) else f'"{sign}"&{literal(bound)}'
