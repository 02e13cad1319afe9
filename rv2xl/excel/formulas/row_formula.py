"""Formulas over all rows of a roster, and over all characters of a text: SUMPRODUCT calculates with arrays in every version.

Texts are compared by „=“, never by a criterion of COUNTIF or MATCH, to which „0123“ is 123 and „*“ is anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rv2xl.model.expressions.cell_values import MOST_DIGITS, MOST_SIGNS, NO_IDENTIFIER, NO_PATTERN
from rv2xl.model.expressions.expr import NAME_LENGTH, Compare, Expr, Identifier, RosterColumn, Some, references, walk

Where = Callable[[RosterColumn], str]
"""The range of a roster's column."""

Render = Callable[[Expr], str]
"""The formula of what a column is compared with."""


def count(conditions: Sequence[Expr], where: Where, render: Render) -> str:
    """Count the rows that meet all conditions; those with equal identifiers, which are made for it, by searching."""
    searched = [_searched(part, where, render) for part in conditions]
    if all(searched):
        return f"COUNTIFS({','.join(text for text in searched if text)})"
    return f"SUMPRODUCT({_all(conditions, where, render)}*1)"


def add_up(column: RosterColumn, conditions: Sequence[Expr], where: Where, render: Render) -> str:
    """Add up a column over the rows that meet all conditions. As an argument of its own, so that its texts count as 0."""
    area = where(column)
    return f"SUMPRODUCT({_all(conditions, where, render)}*1,{area})" if conditions else f"SUM({area})"


def first_other(column: RosterColumn, known: Sequence[str], where: Where) -> str:
    """Find the first row with another entry: the row from which most rows are left to the end, 0 if there is none."""
    area = where(column)
    return _first("*".join(f"({area}<>{text})" for text in ('""', *known)), area)


def _first(conditions: str, area: str) -> str:
    first = area.partition(":")[0]
    left = f"SUMPRODUCT(MAX({conditions}*(ROWS({area})+ROW({first})-ROW({area}))))"
    return f"MOD(ROWS({area})+1-{left},ROWS({area})+1)"


def first_row(conditions: Sequence[Expr], where: Where, render: Render) -> str:
    """Find the first row that meets all conditions, as `first_other` does."""
    columns = [node for condition in conditions for node in walk(condition) if isinstance(node, RosterColumn)]
    return _first(_all(conditions, where, render), where(columns[0]))


READ = "gelesen."
"""Before the id of an identifier: the cell that shows what it counts as."""


def identifier(cell: str, digits: int | None) -> str:
    """Return what identifiers that are read alike have in common: see `cell_values.identified`."""
    text = f'LEFT(TRIM(SUBSTITUTE({cell},"\u00a0"," ")),{MOST_SIGNS})'
    shown = text
    for sign, other in NO_PATTERN.items():
        shown = f'SUBSTITUTE({shown},"{sign}","{other}")'
    zeros = ""
    if digits:
        filled = (
            f'{text}&"{"0" * digits}"'  # beyond the last sign LibreOffice would look for an empty text, and find none
        )
        places = ",".join(str(place) for place in range(1, digits + 1))
        found = f'SUMPRODUCT(--ISNUMBER(FIND(MID({filled},{{{places}}},1),"0123456789")))'
        zeros = f'IF({found}={digits},MID("{"0" * digits}",1+LEN({text}),{digits}),"")&'
    none = f"OR(ISLOGICAL({cell}),ABS(N({cell}))>=1E+{MOST_DIGITS},N({cell})<>INT(N({cell})))"
    return f'IF({none},"{NO_IDENTIFIER}",IF({text}="","","k"&{zeros}{shown}))'


def _searched(condition: Expr, where: Where, render: Render) -> str | None:
    """Return range and criterion of a condition that COUNTIFS can ask for; None if it is another."""
    match condition:
        case Compare("=", Identifier(RosterColumn() as column), Identifier() as own):
            return f"{where(_read(column))},{render(own)}"
    return None


def _read(column: RosterColumn) -> RosterColumn:
    return RosterColumn(READ + column.field, column.sheet)


def name_like(text: str) -> str:
    """Whether a text has no digit, but three letters in a row; a letter is what changes between capitals and small letters.

    A column of the matrix holds the signs at one place and the two behind it: 0 of them are the same in both forms.
    """
    places = ",".join(str(place) for place in range(1, NAME_LENGTH - 1))
    sign = f"MID({text},{{{places}}}+{{0;1;2}},1)"
    digits = ",".join(str(digit) for digit in range(10))
    return (
        f"AND(SUMPRODUCT(--ISNUMBER(FIND({{{digits}}},{text})))=0,"
        f"SUMPRODUCT(--(MMULT({{1,1,1}},--EXACT(UPPER({sign}),LOWER({sign})))=0))>0)"
    )


def is_of_row(expr: Expr | None) -> bool:
    """Whether an expression speaks of a row. Its formula stands in the file as often as the list has rows, so it is kept short."""
    return any("*" in ref.field for ref in references(expr))


def _all(conditions: Sequence[Expr], where: Where, render: Render) -> str:
    return "*".join(f"({_row_condition(part, where, render)})" for part in conditions)


def _row_condition(condition: Expr, where: Where, render: Render) -> str:
    match condition:
        case Compare(operator, RosterColumn() as column, right):
            return where(column) + operator + render(right)
        case Compare(operator, Identifier(RosterColumn() as column), right):
            return where(_read(column)) + operator + render(right)
        case Some(parts):
            return "+".join(f"({_row_condition(part, where, render)})" for part in parts) + ">0"
    raise TypeError("a condition on rows compares a column with a value of the row or sheet at hand")
