"""An amount that its number format shows on the side on which it is not, and one that it shows where it is."""

from __future__ import annotations

import pytest

from rv2xl.excel.lists.sides import BY_FORMAT, contradicted, formatted


# fmt: off
@pytest.mark.parametrize(("code", "number", "shown"), [
    ('0.00 "H"', 5000, "5000 H"), ('#,##0.00 "Haben"', 5000.5, "5000,5 Haben"), ("General\\ \\C", 5, "5 C"), ("0.00-", 5, "5-"),
    ('0.00 "H"', -5, "-5 H"), ('0.00 "S"', -5, "-5 S"), ('0 "S";-0 "H"', -5, "-5 H"), ('0 "H";0 "S"', -5, "5 S"), ('0 "H";0 "S"', 5, "5 H"),
    ('[Red]0.00_-\\ "EUR H"', 5, "5 EUR H"), ('0.00\\ "€" (H)', 5, "5 € (H)"), ('"CR" 0 "DR";"x"0 "DR"', -5, "x5 DR"),
])
def test_an_amount_that_is_shown_on_the_other_side(code: str, number: float, shown: str) -> None:
    assert contradicted(formatted(code, number), number) == shown + BY_FORMAT


@pytest.mark.parametrize(("code", "number"), [
    ('0.00 "S"', 5), ('0.00 "S";0.00 "H"', -5), ('0.00 "S";0.00 "H"', 5), ("0.00;0.00-", -5), ('0.00 "H"', 0), ("General", -5),
    ('0.00 "h"', 5), ('0 "Std."', 5), ('#,##0.00\\ "€"', -5), ('0.00 "EUR"', 5), ("#,##0.00_-", 5), ('0;-0;"-"', 5), ('0 "km/h"', 5),
    ('_-* #,##0.00\\ _€_-;-* #,##0.00\\ _€_-;_-* "-"??\\ _€_-;_-@_-', -5), ("dd.mm.yyyy", 5), ("[h]:mm:ss", 5), ("0.00E+00", 5),
    ("0%", 5), ('"H" 0', 5), ("", 5),
])
def test_an_amount_that_is_shown_as_it_is(code: str, number: float) -> None:
    assert contradicted(formatted(code, number), number) is None
