"""Expressions to Excel formulas: English function names, commas, nothing newer than Excel 2016, nothing volatile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from rv2xl.excel.addresses import Position, cell_name, column_letter, ranges
from rv2xl.excel.formulas import row_formula
from rv2xl.excel.formulas.criteria import invalid_cells, invalid_in_row, literal
from rv2xl.model.definitions.field import EARLIEST, LATEST, Kind, Known
from rv2xl.model.expressions import expr as node
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, serial, undefined
from rv2xl.model.expressions.listing import SEPARATOR, Entries, FirstShown, GoTo

OWN = "\x00"
"""Stands before each address of the own sheet, so that one text serves on this sheet and, with its name put in, elsewhere."""

LINE = "\x01"
"""Encloses the number of one of the own sheet's lines on „Prüfung“, whose first row differs from workbook to workbook."""

ROW = "\x02" * 7
"""Stands for the number of the row at hand, as long as the longest such number: of two formulas the shorter one is taken.

No text of a form holds any of these signs (`model.soundness`).
"""

OWN_IN_TEXT = "\x03"
"""Stands within a text for what OWN stands for: a link names its sheet."""

OWN_ROW, LINE_ROW = 2_000_000, 3_000_000
"""Rows below the last one of a sheet: the row at hand, and the first of the own sheet's lines on „Prüfung“."""


def range_name(column: RosterColumn) -> str:
    """Return the name, on all sheets, of a column of a list of sheets, which is as long as the workbook has such sheets."""
    return column.field.replace(".*.", "_").capitalize()


class Addresses(NamedTuple):
    """Where fields stand: what a formula needs to know of a layout."""

    position: Callable[[Ref], Position]
    column: Callable[[RosterColumn], str]
    known: Known


def marked_name(row: int, column: int) -> str:
    """Return the address of a cell, with a mark for a row that differs."""
    if row < OWN_ROW:
        return cell_name(row, column)
    return column_letter(column) + (ROW if row == OWN_ROW else f"{LINE}{row - LINE_ROW}{LINE}")


def formula(expr: Expr, at: Addresses) -> str:
    """Render an expression, without the leading „=“; addresses of the own sheet carry OWN."""
    return _render(expr, at, 0)


_LEVEL = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}


def _render(expr: Expr, at: Addresses, level: int, nothing: str = '""') -> str:
    """Render what a cell shows: an empty text, or what else stands for nothing, where arithmetic comes to nothing."""
    match expr:
        case Ref() | node.Const():
            return _plain(expr, at, level)
        case node.Named(_, part):
            return _render(part, at, level, nothing)
        case node.If(condition, then, otherwise):
            branches = [_render(part, at, 0, nothing) for part in (then, otherwise)]
            if isinstance(otherwise, node.Const) and otherwise.value is False and row_formula.is_of_row(condition):
                branches.pop()  # without it IF gives FALSE
            return f"IF({_render(condition, at, 0)},{','.join(branches)})"
    conditions = dict.fromkeys(_render(condition, at, 0) for condition in undefined(expr))
    if not conditions:
        return _plain(expr, at, level)
    return "".join(f"IF({text},{nothing}," for text in conditions) + _plain(expr, at, 0) + ")" * len(conditions)


def _plain(expr: Expr, at: Addresses, level: int) -> str:  # noqa: PLR0911, PLR0912
    """Render what stands behind the guards, where no part of arithmetic comes to nothing."""
    match expr:
        case node.Const(value):
            return literal(value)
        case Ref():
            field = at.known(expr)
            return (field.defined_name if field is not None else "") or _cell(expr, at)
        case node.Named(_, part):
            return _plain(part, at, level)
        case node.Total(refs):
            return f"SUM({','.join(_areas(refs, at))})"
        case node.Blanks(refs):
            return _wrapped("+", [f"COUNTBLANK({area})" for area in _areas(refs, at)], level)
        case node.Rows(refs):
            return _wrapped("+", [f"ROWS({area})" for area in _areas(refs, at)], level)
        case node.Invalid(refs):
            return _invalid(refs, at)
        case node.Tally(refs, text):
            return _wrapped("+", [f"COUNTIF({area},{literal(text)})" for area in _areas(refs, at)], level)
        case node.CountRows(conditions):
            return row_formula.count(conditions, at.column, lambda part: _render(part, at, 2))
        case node.Arithmetic(operator, left, right):
            return _operation(operator, left, right, at, level)
        case node.Compare(operator, left, right):
            text = _comparison(operator, left, right, at)
            return f"({text})" if level >= 1 else text
        case node.Every(parts):
            return f"AND({','.join(_render(part, at, 0) for part in parts)})"
        case node.Some(parts):
            return f"OR({','.join(_render(part, at, 0) for part in parts)})"
        case node.Not(part):
            return f"NOT({_render(part, at, 0)})"
        case node.If(condition, then, otherwise):
            return f"IF({_render(condition, at, 0)},{_plain(then, at, 0)},{_plain(otherwise, at, 0)})"
        case node.Round(part, digits):
            text = _plain(part, at, 0)
            return f"ROUND({text if digits >= 6 or _exact(part, at.known) else f'ROUND({text},6)'},{digits})"
        case node.Join(parts):
            return _wrapped(
                "&", [*(_render(part, at, 3) for part in parts), *(['""'] if len(parts) == 1 else ())], level
            )
    return _calculated(expr, at, level)


def _calculated(expr: Expr, at: Addresses, level: int) -> str:  # noqa: PLR0911
    match expr:
        case node.Quotient(left, right):
            return _operation("/", left, right, at, level)
        case node.Extreme(function, parts):
            return f"{function}({','.join(_number(part, at) for part in parts)})"
        case node.Numbers(refs):
            return f"COUNT({','.join(_areas(refs, at))})"
        case node.NoNumbers(refs):
            listed = ",".join(_areas(refs, at))
            return _wrapped("-", [f"COUNTA({listed})", f"COUNT({listed})"], level)
        case node.NoDay(part):
            number = f"N({_plain(part, at, 0)})"
            return f"OR({number}<{serial(EARLIEST)},{number}>{serial(LATEST)})"
        case node.MonthDay(day, months, of_month):
            text = _plain(day, at, 0)
            later = "" if isinstance(months, node.Const) and months.value == 0 else f"+{_plain(months, at, 3)}"
            return f"DATE(YEAR({text}),MONTH({text}){later},{of_month})"
        case node.NameLike(part):
            return row_formula.name_like(_render(part, at, 0))
        case node.WholePart(part):
            text = _plain(part, at, 0)
            return f"ROUNDDOWN({text if _exact(part, at.known) else f'ROUND({text},6)'},0)"
        case node.MonthsLater(day, months):
            return f"EDATE({_plain(day, at, 0)},{_plain(months, at, 0)})"
        case node.PeriodEnd(day, months):
            return _period_end(_plain(day, at, 0), _plain(months, at, 0), level)
        case node.DatePart(function, part):
            return f"{function}({_plain(part, at, 0)})"
    return _of_rows(expr, at)


def _of_rows(expr: Expr, at: Addresses) -> str:
    match expr:
        case node.SumRows(column, conditions):
            return row_formula.add_up(column, conditions, at.column, lambda part: _render(part, at, 2))
        case node.Identifier(Ref(field, sheet) as part, digits, spelled_out):
            if spelled_out:
                return row_formula.identifier(_plain(part, at, 0), digits)
            return _plain(Ref(row_formula.READ + field, sheet), at, 0)
        case node.FirstOther(column, refs):
            return row_formula.first_other(column, [_plain(ref, at, 2) for ref in refs], at.column)
        case node.FirstRow(conditions):
            return row_formula.first_row(conditions, at.column, lambda part: _render(part, at, 2))
        case node.RowEntry(column, number):
            return f"INDEX({at.column(column)},{_plain(number, at, 0)})"
    return _listed(expr, at)


def _listed(expr: Expr, at: Addresses) -> str:
    match expr:
        case Entries(part, within, more):
            text = _plain(part, at, 2)
            comma, first = f'FIND(",",{text},{within})', len(SEPARATOR) + 1
            rest = f"&{literal(more)}" if more else ""
            return f"IF(ISNUMBER({comma}),MID({text},{first},{comma}-{first}){rest},MID({text},{first},LEN({text})))"
        case FirstShown(refs, text):
            return f"MATCH({literal(text)},{_areas(refs, at)[0]},0)"
        case GoTo(place, shown):
            return f'HYPERLINK("#{OWN_IN_TEXT}"&{_plain(place, at, 3)},{_plain(shown, at, 0)})'
    raise TypeError(f"no formula for {expr!r}")


def _period_end(day: str, months: str, level: int) -> str:
    later = f"EDATE({day},{months})"
    text = f"{later}-IF(DAY({later})=DAY({day}),1,0)"
    return f"({text})" if _LEVEL["-"] < level else text


def _operation(operator: str, left: Expr, right: Expr, at: Addresses, level: int) -> str:
    own = _LEVEL[operator]
    text = _plain(left, at, own) + operator + _plain(right, at, own + (operator in "-/"))
    return f"({text})" if own < level else text


def _number(part: Expr, at: Addresses) -> str:
    """Render a number among which the largest is sought: MAX itself would pass over a blank or a text in a cell."""
    match part:
        case node.Named(_, named):
            return _number(named, at)
        case Ref() | node.If():
            return _plain(part, at, 0) + "+0"
    return _plain(part, at, 0)


def _wrapped(operator: str, terms: Sequence[str], level: int) -> str:
    text = operator.join(terms)
    return f"({text})" if len(terms) > 1 and _LEVEL[operator] < level else text


def _cell(ref: Ref, at: Addresses) -> str:
    prefix, row, column = at.position(ref)
    return prefix + marked_name(row, column)


def _areas(refs: Sequence[Ref], at: Addresses) -> list[str]:
    return ranges((at.position(ref) for ref in refs), marked_name)


def _comparison(operator: str, left: Expr, right: Expr, at: Addresses) -> str:
    if any(isinstance(side, node.Const) and isinstance(side.value, str) for side in (left, right)):
        return _render(left, at, 2) + operator + _render(right, at, 2)
    if _exact(left, at.known) and _exact(right, at.known):
        return _render(left, at, 2, "0") + operator + _render(right, at, 2, "0")
    if isinstance(right, node.Const) and right.value == 0:
        return f"ROUND({_render(left, at, 0, '0')},6){operator}0"
    return f"ROUND({_render(left, at, 3, '0')}-{_render(right, at, 4, '0')},6){operator}0"


def _exact(expr: Expr, known: Known) -> bool:  # noqa: PLR0911
    """Whether values are whole numbers, dates or texts, so that they compare without rounding."""
    match expr:
        case node.Const(value):
            return not isinstance(value, Decimal)
        case Ref():
            field = known(expr)
            return field is None or field.type.kind not in _FRACTIONAL
        case node.Total(refs):
            return all(_exact(ref, known) for ref in refs)
        case node.SumRows(column, _):
            return _exact(Ref(column.field, column.sheet), known)
        case node.Quotient():
            return False
        case node.Arithmetic() | node.Extreme():
            return all(_exact(part, known) for part in expr.children())
        case node.If(_, then, otherwise):
            return _exact(then, known) and _exact(otherwise, known)
        case node.Round(part, digits):
            return digits <= 0 or _exact(part, known)
        case node.Named(_, part):
            return _exact(part, known)
    return True


_FRACTIONAL = frozenset({Kind.DEZIMAL, Kind.EURO, Kind.PROZENT})


def _invalid(refs: Sequence[Ref], at: Addresses) -> str:
    field = at.known(refs[0])
    if field is None:
        raise TypeError(f"{refs[0].field} has no type")
    count = invalid_in_row if row_formula.is_of_row(refs[0]) else invalid_cells
    return count(field, len(refs), _areas(refs, at))
