"""The live state of a workbook as expressions: what is still open, what is invalid, which rule is broken.

The words a provider sees while filling in stand here once (`sayings`); formula and stored value both come from these expressions.
"""

from __future__ import annotations

from rv2xl.model.definitions.states.calculation import calculation_state, without_day
from rv2xl.model.definitions.states.entered import (
    can_be_spelled,
    can_be_wrong,
    duties,
    inputs,
    invalid,
    is_shared,
    judgeable,
    lacks,
    open_duties,
    refused,
    required,
    spelled,
)
from rv2xl.model.definitions.states.judged import (
    LINE,
    all_blank,
    block_state,
    has_duties,
    has_state,
    overall_state,
    rule_line,
    sheet_state,
    shown_at,
    state,
)
from rv2xl.model.definitions.states.rows import ROW_STATE, list_state, row_rules, row_state
from rv2xl.model.definitions.states.sayings import (
    BROKEN,
    COMPLETE,
    DRAFT,
    INCOMPLETE,
    INVALID,
    NO_DAY_STATED,
    OK,
    OPEN,
    SPELLING,
    broken_row,
    longest_said,
)

__all__ = [
    "BROKEN", "COMPLETE", "DRAFT", "INCOMPLETE", "INVALID", "LINE", "NO_DAY_STATED", "OK", "OPEN", "ROW_STATE", "SPELLING", "all_blank",
    "block_state", "broken_row", "calculation_state", "can_be_spelled", "can_be_wrong", "duties", "has_duties", "has_state", "inputs",
    "invalid", "is_shared", "judgeable", "lacks", "list_state", "longest_said", "open_duties", "overall_state", "refused", "required",
    "row_rules", "row_state", "rule_line", "sheet_state", "shown_at", "spelled", "state", "without_day",
]  # fmt: skip
