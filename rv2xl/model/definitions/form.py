"""Forms: sheets made of blocks made of fields, and the rules over them.

A form is written down once in `rv2xl.forms`; workbook, validation, formulas, reader, checks, help, data dictionary and
table are derived from it, and what is to be kept of that is kept on it. A form checks itself when it is built (`model.soundness`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TypeVar, TypeVarTuple

from rv2xl.model.definitions.blocks import Block, Roster
from rv2xl.model.definitions.draft import AskedOf, Carryover, Draft, OrteTable, Renamed, Summary
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.derived import derived, derived_lately
from rv2xl.model.soundness.mistakes import require_sound
from rv2xl.recht.law import FIRST_EDITION

__all__ = [
    "MOST_ROWS_KEPT", "AskedOf", "Carryover", "Form", "OrteTable", "Renamed", "Sheet", "Summary", "derived_from_section", "rows_kept",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Form(Draft):
    """One official form in one version.

    `rows` tells which rosters have another length than the `original` defines.
    """

    rows: tuple[tuple[str, int], ...] = ()
    original: Form | None = None

    def __post_init__(self) -> None:
        require_sound(self)

    @property
    def edition(self) -> int:
        """The edition of the law whose values are printed; 1 where none are."""
        return FIRST_EDITION if self.dated is None else self.dated.edition

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by code, each rule once although several sheets may share it."""
        found: dict[str, dict[Rule, None]] = {}
        for sheet in self.sheets:
            for rule in sheet.every_rule:
                found.setdefault(rule.code, {})[rule] = None
        return {code: tuple(rules) for code, rules in found.items()}

    @property
    def is_for_each_ort(self) -> bool:
        """Whether it has a sheet for each Ort and Leistung; any other form is open or done as a whole."""
        return any(sheet.repeated for sheet in self.sheets)

    @property
    def comes_with_a_measure(self) -> bool:
        """Whether it is sent when there is something to tell: there may be several of a year, or none, and nobody owes it."""
        return self.subject is not None

    def with_rows(self, rows: Mapping[str, int]) -> Form:
        """Return the form with rosters of other lengths; the form itself if nothing changes."""
        original = self.original or self
        defined = {roster.id: roster.rows for sheet in original.sheets for roster in sheet.rosters.values()}
        wanted = {**dict(self.rows), **rows}
        changed = tuple((name, length) for name, length in wanted.items() if defined[name] != length)
        return self if changed == self.rows else _resized(original, changed) if changed else original

    def home(self, *sections: str) -> Form:
        """Return where to keep what these sections alone determine: the original if their rosters are as long there.

        There it is made once for all lengths of the other lists.
        """
        original = self.original
        if original is None or any(self.sections[name] is not original.sections[name] for name in sections):
            return self
        return original


MOST_ROWS_KEPT = 4_000
"""How much is kept of other lengths, in rows: about 64 MB, for a worker that reads them has 512."""


def rows_kept(form: Form) -> int:
    """Return how many rows a form of other lengths comes to, with what it needs besides."""
    return 400 + sum(length for _, length in form.rows)


@derived_lately(MOST_ROWS_KEPT, rows_kept)
def _resized(form: Form, rows: tuple[tuple[str, int], ...]) -> Form:
    """Every length makes another form; a folder of lists holds many. Sheets without such a roster stay the form's own."""
    lengths = dict(rows)

    def resized(block: Block) -> Block:
        if not isinstance(block, Roster) or block.id not in lengths:
            return block
        return replace(block, rows=lengths[block.id], original=block)

    sheets = tuple(
        replace(sheet, blocks=tuple(map(resized, sheet.blocks))) if lengths.keys() & sheet.rosters.keys() else sheet
        for sheet in form.sheets
    )
    return replace(form, sheets=sheets, rows=rows, original=form)


Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def derived_from_section(make: Callable[[Form, str, *Given], Made]) -> Callable[[Form, str, *Given], Made]:
    """Keep what a function makes of one section, whatever the lengths of the lists on others: on that section's home."""
    kept = derived(make)

    @wraps(make)
    def found(form: Form, section: str, *given: *Given) -> Made:
        return kept(form.home(section), section, *given)

    return found
