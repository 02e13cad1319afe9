"""Conditions that ask which of some texts one cell shows: most of those that are judged for every row of a list."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.model.expressions.nodes import Compare, Const, Expr, Ref
from rv2xl.model.expressions.row_nodes import RosterColumn


def alternatives(parts: Sequence[Expr]) -> tuple[Ref | RosterColumn, tuple[str, ...]] | None:
    """Return the one cell or column, and the texts one of which it is to equal; None if the parts ask something else too."""
    cells: list[Ref | RosterColumn] = []
    texts: list[str] = []
    for part in parts:
        match part:
            case Compare("=", Ref() | RosterColumn() as cell, Const(str() as text)):
                cells.append(cell)
                texts.append(text)
            case _:
                return None
    alike = {(type(cell), cell.field, cell.sheet) for cell in cells}
    return (cells[0], tuple(texts)) if len(alike) == 1 else None
