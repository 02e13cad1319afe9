"""What a form that leads says below a block, of its own accord: where a 0 belongs, and how copied values are pasted."""

from __future__ import annotations

from collections.abc import Iterator

from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks import Block, Matrix, Record
from rv2xl.model.definitions.blocks.calculation import Table
from rv2xl.model.definitions.blocks.cost_blocks import CostTable
from rv2xl.model.definitions.sheet import Sheet

ZEROS = "Wo nichts anfällt, 0 eintragen."
PASTE = (
    "Kopierte Werte bitte mit „Inhalte einfügen – Werte“ einsetzen (Excel: Strg+Alt+V, dann W; LibreOffice: Strg+Umschalt+V); "
    "sonst gehen Rahmen und Prüfungen der Zellen verloren."
)

_MANY = 6
"""So many numbers one below the other or side by side are copied rather than typed."""


def hints(block: Block, sheet: Sheet) -> Iterator[str]:
    """Yield what stands below a block."""
    if _wants_zeros(block):
        yield ZEROS
    if block is next((other for other in sheet.blocks if _is_copied(other)), None):
        yield PASTE


def _wants_zeros(block: Block) -> bool:
    """Whether a number is required of which there may be nothing; in a table with rows to spare only the first one is."""
    fields = states.inputs(block.fields) if isinstance(block, Matrix | Record) else []
    return any(field.required and field.type.numeric and field.type.minimum == 0 for field in fields)


def _is_copied(block: Block) -> bool:
    fields = states.inputs(block.fields) if isinstance(block, Matrix | Record | Table | CostTable) else []
    return sum(1 for field in fields if field.type.numeric) >= _MANY
