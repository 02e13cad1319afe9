"""Traits of files by other programs, each in a file of its own: all values are read, and nothing is found that should not be."""

from __future__ import annotations

import pytest

from rv2xl.model.definitions.field import Kind
from tests.programs.package import Found, as_filled, filled_cells, values_of
from tests.programs.traits import TRAITS, made

REPAIRED = {
    "dates as plain numbers": Kind.DATUM,
    "dates since 1904 as plain numbers": Kind.DATUM,
    "no styles part": Kind.DATUM,
    "truth values for ja and nein": Kind.JA_NEIN,
}
"""Traits that make every value of a kind one that has to be repaired, which is said."""

WITHOUT = {("truth values for ja and nein", "stammdaten")}
"""The register asks no such question."""


def expected(name: str, form: str) -> list[Found]:
    cells = filled_cells(form, REPAIRED[name]) if name in REPAIRED else ()
    return sorted(("NORMALISIERT", sheet, (cell,)) for sheet, cell in cells)


@pytest.mark.parametrize(
    ("name", "form"),
    [(name, form) for name in TRAITS for form in ("dokumentation", "stammdaten") if (name, form) not in WITHOUT],
)
def test_all_values_are_read_and_nothing_else_is_found(name: str, form: str) -> None:
    values, found = values_of(made(name, form))
    assert found == expected(name, form)
    assert values == as_filled(form)
