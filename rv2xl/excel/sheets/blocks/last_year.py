"""Answers of last year, printed beside the inputs of the questions that are asked anew: „Vorjahr: ja“.

They are part of what was issued, as prefilled values are, and stand in the column of the states, of which a question has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from rv2xl.excel.addresses import Place
from rv2xl.excel.sheets.plan import Cell, SheetPlan
from rv2xl.model.entries.entry import Raw
from rv2xl.model.expressions.expr import Value

_WORDS = "Vorjahr: "


def with_last_year(arranged: Callable[[], SheetPlan], answers: Mapping[str, Value]) -> SheetPlan:
    """Return a plan with the answers, by field, beside their inputs."""
    plan = arranged()
    beside = (Cell(*place_beside(plan, name), "note", f"{_WORDS}{answer}") for name, answer in answers.items())
    return replace(plan, cells=(*plan.cells, *beside))


def place_beside(plan: SheetPlan, name: str) -> Place:
    """Return the cell to the right of a field."""
    cell = plan.fields[name]
    return cell.row, max(cell.column, cell.last_column) + 1


def answer_in(raw: Raw) -> str | None:
    """Return the answer that a cell shows as one of last year; None for whatever else stands there."""
    return raw.removeprefix(_WORDS) if isinstance(raw, str) and raw.startswith(_WORDS) else None
