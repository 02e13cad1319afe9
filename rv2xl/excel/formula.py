"""Expressions to Excel formulas: English function names, commas, nothing newer than Excel 2016, nothing volatile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from rv2xl.model.expr import (
    Arithmetic,
    Blanks,
    Column,
    Compare,
    Const,
    CountRows,
    Every,
    Expr,
    If,
    Invalid,
    Join,
    Named,
    Not,
    Ref,
    Round,
    Some,
    Tally,
    Total,
    Value,
    serial,
)
from rv2xl.model.field import Field, Kind, Known

LINE = "\x01"
"""Encloses the number of one of the own sheet's lines on „Prüfung“, whose first row differs from workbook to workbook."""

OWN = "\x00"
"""Stands before each address of the own sheet, so that one text serves on this sheet and, with its name put in, elsewhere."""

Position = tuple[str, int, int]
"""Prefix („\x00“ for the own sheet or „Deckblatt!“), row and column, both from 0."""


class Addresses:
    """Where fields stand: what a formula needs to know of a layout."""

    def __init__(self, position: Callable[[Ref], Position], column: Callable[[Column], str], known: Known) -> None:
        self.position = position
        self.column = column
        self.known = known


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0. Raises ValueError for a negative one."""
    if index < 0:
        raise ValueError(f"there is no column {index}")
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Return the address of a cell counted from 0: (25, 1) is B26."""
    return f"{column_letter(column)}{row + 1}"


def quoted(sheet: str) -> str:
    """Return what stands before an address on this sheet: „'58 Erbach'!“, without quotes where none are needed.

    Short names and names with digits get quotes always: they could be cells („LE0007“, „R1C1“, „RC“).
    """
    if sheet.isidentifier() and len(sheet) > 3 and not any(sign.isdigit() for sign in sheet):
        return f"{sheet}!"
    return "'" + sheet.replace("'", "''") + "'!"


def ranges(positions: Iterable[Position]) -> list[str]:
    """Join cells to ranges: runs down a column, equal runs side by side; in the order given."""
    runs: list[list[int | str]] = []
    for prefix, row, column in positions:
        last = runs[-1] if runs else None
        if last and last[0] == prefix and last[2] == column == last[4] and last[3] == row - 1:
            last[3] = row
        elif last and last[0] == prefix and last[1] == row == last[3] and last[4] == column - 1:
            last[4] = column
        else:
            runs.append([prefix, row, column, row, column])
    return [_range(*run) for run in _stacked(runs)]  # type: ignore[arg-type]


def _stacked(runs: list[list[int | str]]) -> list[list[int | str]]:
    """Join runs of equal columns that stand one below the other: rows of a matrix given row by row."""
    joined: list[list[int | str]] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last[0] == run[0] and last[2] == run[2] and last[4] == run[4] and last[3] == int(run[1]) - 1:
            last[3] = run[3]
        else:
            joined.append(list(run))
    return joined


def _range(prefix: str, first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    first, last = cell_name(first_row, first_column), cell_name(last_row, last_column)
    return prefix + (first if first == last else f"{first}:{last}")


def formula(expr: Expr, at: Addresses) -> str:
    """Render an expression, without the leading „=“; addresses of the own sheet carry OWN."""
    return _render(expr, at, 0)


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
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


_LEVEL = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4}


def _render(expr: Expr, at: Addresses, level: int) -> str:  # noqa: PLR0911, PLR0912
    match expr:
        case Const(value):
            return literal(value)
        case Ref():
            return _range(*at.position(expr), *at.position(expr)[1:])
        case Named(_, part):
            return _render(part, at, level)
        case Total(refs):
            return f"SUM({','.join(_areas(refs, at))})"
        case Blanks(refs):
            return _wrapped("+", [f"COUNTBLANK({area})" for area in _areas(refs, at)], level)
        case Invalid(refs):
            return _invalid(refs, at)
        case Tally(refs, text):
            return _wrapped("+", [f"COUNTIF({area},{literal(text)})" for area in _areas(refs, at)], level)
        case CountRows(conditions):
            return "SUMPRODUCT(" + "*".join(f"({_row_condition(part, at)})" for part in conditions) + "*1)"
        case Arithmetic(operator, left, right):
            own = _LEVEL[operator]
            text = _render(left, at, own) + operator + _render(right, at, own + (operator == "-"))
            return f"({text})" if own < level else text
        case Compare(operator, left, right):
            text = _comparison(operator, left, right, at)
            return f"({text})" if level >= 1 else text
        case Every(parts):
            return f"AND({','.join(_render(part, at, 0) for part in parts)})"
        case Some(parts):
            return f"OR({','.join(_render(part, at, 0) for part in parts)})"
        case Not(part):
            return f"NOT({_render(part, at, 0)})"
        case If():
            return f"IF({','.join(_render(part, at, 0) for part in expr.children())})"
        case Round(part, digits):
            return f"ROUND({_render(part, at, 0)},{digits})"
        case Join(parts):
            return _wrapped(
                "&", [*(_render(part, at, 3) for part in parts), *(['""'] if len(parts) == 1 else ())], level
            )
    raise TypeError(f"no formula for {expr!r}")


def _wrapped(operator: str, terms: Sequence[str], level: int) -> str:
    text = operator.join(terms)
    return f"({text})" if len(terms) > 1 and _LEVEL[operator] < level else text


def _areas(refs: Sequence[Ref], at: Addresses) -> list[str]:
    return ranges(at.position(ref) for ref in refs)


def _comparison(operator: str, left: Expr, right: Expr, at: Addresses) -> str:
    texts = any(isinstance(side, Const) and isinstance(side.value, str) for side in (left, right))
    if texts or (_exact(left, at.known) and _exact(right, at.known)):
        return _render(left, at, 2) + operator + _render(right, at, 2)
    if isinstance(right, Const) and right.value == 0:
        return f"ROUND({_render(left, at, 0)},6){operator}0"
    return f"ROUND({_render(left, at, 3)}-{_render(right, at, 4)},6){operator}0"


def _exact(expr: Expr, known: Known) -> bool:
    """Whether values are whole numbers, dates or texts, so that they compare without rounding."""
    match expr:
        case Const(value):
            return not isinstance(value, Decimal)
        case Ref():
            field = known(expr)
            return field is None or field.type.kind not in _FRACTIONAL
        case Total(refs):
            return all(_exact(ref, known) for ref in refs)
        case Arithmetic(_, left, right):
            return _exact(left, known) and _exact(right, known)
        case If(_, then, otherwise):
            return _exact(then, known) and _exact(otherwise, known)
        case Round(part, digits):
            return digits <= 0 or _exact(part, known)
        case Named(_, part):
            return _exact(part, known)
    return True


_FRACTIONAL = frozenset({Kind.DEZIMAL, Kind.EURO, Kind.PROZENT})


def _invalid(refs: Sequence[Ref], at: Addresses) -> str:
    field = at.known(refs[0])
    if field is None:
        raise TypeError(f"{refs[0].field} has no type")
    areas = _areas(refs, at)
    if field.type.choices:
        blanks = _wrapped("+", [f"COUNTBLANK({area})" for area in areas], 4)
        listed = "".join(f"-{_equal_to(choice, area)}" for area in areas for choice in field.type.choices)
        return f"({len(refs)}-{blanks}{listed})"
    allowed = "".join(f"-{_within_limits(field, area)}" for area in areas)
    fractions = f"+{_fractions(areas)}" if field.type.kind is Kind.ANZAHL else ""
    return f"(COUNTA({','.join(areas)}){allowed}{fractions})"


def _equal_to(choice: str, area: str) -> str:
    """Count the cells that show just this; COUNTIF would take „058“ and „ 58“ for 58."""
    if any(sign.isdigit() for sign in choice):
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


def _row_condition(condition: Expr, at: Addresses) -> str:
    match condition:
        case Compare(operator, Column() as column, right):
            return at.column(column) + operator + _render(right, at, 2)
        case Some(parts):
            return "+".join(f"({_row_condition(part, at)})" for part in parts) + ">0"
    raise TypeError("a condition on rows compares a column with a value of the row at hand")
