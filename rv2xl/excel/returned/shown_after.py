"""What the formulas of a returned workbook show once some of its cells have other values."""

from __future__ import annotations

from collections.abc import Mapping

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.expressions.expr import Value
from rv2xl.model.returned import Return


def shown_after(returned: Return, changes: Mapping[str, Mapping[str, Value]]) -> dict[str, dict[str, Value]]:
    """Return the results by tab and cell, for the sheets that still stand as they were issued; `changes` are by key of a sheet and cell."""
    assert returned.issue is not None
    layout = lay_out(returned.issue)
    entered = {key: dict(sheet.values) for key, sheet in returned.sheets.items()}
    for key, cells in changes.items():
        names = {entry.cell: name for name, entry in returned.sheets[key].entries.items()}
        entered[key] |= {names[cell]: value for cell, value in cells.items()}
    shown = recalculate(layout, {
        key: {name: value for name, value in values.items() if name not in layout.by_key[key].plan.computed}
        for key, values in entered.items()
    })  # fmt: skip
    return {
        sheet.name: {cell.name: shown[key][name] for name, cell in layout.by_key[key].plan.computed.items()}
        for key, sheet in returned.sheets.items()
        if all(entry.cell == layout.by_key[key].plan.fields[name].name for name, entry in sheet.entries.items())
    }
