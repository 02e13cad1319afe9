"""Two spreadsheet engines, and what they make of a workbook: the value of every cell with a formula.

formulon comes from PyPI and always runs; it takes inputs through its API, so one loaded workbook serves many fillings.
LibreOffice needs the fixture `office`. Both are made to forget the stored values: `spoiled` puts wrong ones in, and
`test_engines.py` proves that none of them is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Self, TypeAlias

from formulon import Value as EngineValue
from formulon import ValueKind, Workbook, error_display_name

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.expressions.expr import Value, serial
from tests.office.client import Office

Shown: TypeAlias = float | str | bool | None
"""What a formula shows. An error is a text („#VALUE!“), which no formula of ours gives by itself."""

Values: TypeAlias = dict[str, dict[str, Shown]]
"""Sheet name -> address -> value."""

WRONG = "gespeichert und falsch"


class Engine:
    """formulon with one workbook. A context: the engine's memory is not Python's."""

    def __init__(self, data: bytes) -> None:
        self._book = Workbook.load(data)
        self._sheets = {self._book.sheet_name(index): index for index in range(self._book.sheet_count())}
        self._inputs: dict[tuple[int, int, int], Value] = {}
        self.formulas = {name: tuple(self._formulas_of(index)) for name, index in self._sheets.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def _formulas_of(self, index: int) -> Iterator[tuple[int, int]]:
        return ((cell.row, cell.col) for cell in self._book.iter_cells(index) if cell.formula is not None)

    def put(self, sheet: str, row: int, column: int, value: Value) -> None:
        """Put an input as a spreadsheet holds it: a day as its number."""
        where = (self._sheets[sheet], row, column)
        if where in self._inputs and self._inputs[where] is value:
            return
        self._inputs[where] = value
        match value:
            case None:
                self._book.set_blank(*where)
            case bool():
                self._book.set_bool(*where, value)
            case str():
                self._book.set_text(*where, value)
            case date():
                self._book.set_number(*where, serial(value))
            case _:
                self._book.set_number(*where, float(value))

    def values(self) -> Values:
        """Recalculate; return the value of every formula."""
        self._book.recalc()
        return self.stored()

    def stored(self) -> Values:
        """Return the value of every formula as it stands; before the first recalculation, what the file has."""
        return {
            name: {
                cell_name(row, column): _shown(self._book.get_value(self._sheets[name], row, column))
                for row, column in cells
            }
            for name, cells in self.formulas.items()
            if cells
        }


def _shown(value: EngineValue) -> Shown:
    match value.kind:
        case ValueKind.NUMBER:
            return value.number
        case ValueKind.TEXT:
            return value.text
        case ValueKind.BOOL:
            return value.boolean
        case ValueKind.BLANK:
            return None
    return error_display_name(value.error_code) if value.error_code is not None else repr(value)


def formulon_values(data: bytes) -> Values:
    """Every formula's value in formulon, calculated from the inputs in the file."""
    with Engine(data) as engine:
        return engine.values()


def office_values(office: Office, data: bytes, folder: Path) -> Values:
    """Every formula's value in LibreOffice after calculateAll, calculated from the inputs in the file."""
    path = folder / "differential.xlsx"
    path.write_bytes(data)
    with office.open(path) as document:
        document.calculate_all()
        cells = document.cells()
    return {
        name: shown
        for name, there in cells.items()
        if (
            shown := {
                address: cell.value if not cell.error else f"#{cell.error_code}"
                for address, cell in there.items()
                if cell.formula
            }
        )
    }


def stored_values(data: bytes) -> Values:
    """The values stored beside the formulas, as a preview shows them: formulon loads them and is not told to calculate.

    It takes an empty text for nothing.
    """
    with Engine(data) as engine:
        return {
            name: {address: "" if value is None else value for address, value in cells.items()}
            for name, cells in engine.stored().items()
        }


def spoiled(data: bytes, formulas: Mapping[str, Iterable[str]] | None = None) -> bytes:
    """The workbook with a wrong value stored beside every one of these formulas, or beside all."""
    formulas = stored_values(data) if formulas is None else formulas
    return set_cells(data, {name: dict.fromkeys(addresses, WRONG) for name, addresses in formulas.items()})
