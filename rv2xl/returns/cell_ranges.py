"""Fields to the addresses under which a reader finds them: single cells, or ranges where cells stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rv2xl.model.returned import ReturnedSheet

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


def cells_of(sheet: ReturnedSheet, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the cells of these fields in the file as it came, runs down a column as one range („B52:B58“)."""
    runs: list[list[tuple[str, int]]] = []
    for name in fields:
        match = _ADDRESS.fullmatch(sheet.cell(name) or "")
        if match is None:
            continue
        column, row = match[1], int(match[2])
        run = next((run for run in runs if run[-1] == (column, row - 1)), None)
        if run is None:
            runs.append([(column, row)])
        else:
            run.append((column, row))
    return tuple(_range(run) for run in runs)


def _range(run: list[tuple[str, int]]) -> str:
    first, last = ("".join(map(str, cell)) for cell in (run[0], run[-1]))
    return first if first == last else f"{first}:{last}"
