"""References as Excel writes them: „B2:C3“, „$B$2“, „A:C“, „='Rück lauf'!$A$1“."""

from __future__ import annotations

import re

from openpyxl.utils import column_index_from_string, get_column_letter

from tests.office.engine.backend import Box

BOTTOM, RIGHT = 1_048_576, 16_384

_CELLS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?", re.IGNORECASE)
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
_ROWS = re.compile(r"\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})")
_TARGET = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!#]+))!([^!]+)")


def box_of(reference: str) -> Box | None:
    """Return the cells that „B2:C3“ means; None for what is no address, such as a name."""
    if match := _CELLS.fullmatch(reference):
        left, top, right, bottom = match.groups()
        return _spanned(
            int(top), column_index_from_string(left), int(bottom or top), column_index_from_string(right or left)
        )
    if match := _COLUMNS.fullmatch(reference):
        return _spanned(1, column_index_from_string(match[1]), BOTTOM, column_index_from_string(match[2]))
    if match := _ROWS.fullmatch(reference):
        return _spanned(int(match[1]), 1, int(match[2]), RIGHT)
    return None


def target(refers_to: str) -> tuple[str, Box] | None:
    """Return sheet and cells that a defined name refers to; None if it is no range, or one that is gone."""
    match = _TARGET.fullmatch(refers_to)
    box = box_of(match[3]) if match else None
    return ((match[1] or match[2]).replace("''", "'"), box) if match and box else None


def address(box: Box) -> str:
    """Return „$B$2:$C$3“."""
    first = f"${get_column_letter(box.column)}${box.row}"
    if (box.rows, box.columns) == (1, 1):
        return first
    return f"{first}:${get_column_letter(box.column + box.columns - 1)}${box.row + box.rows - 1}"


def _spanned(top: int, left: int, bottom: int, right: int) -> Box:
    top, bottom = sorted((top, bottom))
    left, right = sorted((left, right))
    return Box(top, left, bottom - top + 1, right - left + 1)
