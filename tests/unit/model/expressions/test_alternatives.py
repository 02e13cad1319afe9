"""Which of some texts a cell shows is asked at once; whatever asks for more is left as it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.expressions.cell_values import compare, shows
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, Value
from rv2xl.model.expressions.nodes import alternatives

ART, ORT = Ref("art"), Ref("ort")


def test_texts_of_one_cell_are_found() -> None:
    column = RosterColumn("orte.*.art", "orte")
    assert alternatives((ART.eq("a"), Ref("art").eq("b"))) == (ART, ("a", "b"))
    assert alternatives((column.eq("a"),)) == (column, ("a",))


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (ART.eq("a"), ORT.eq("b")),
        (ART.eq("a"), Ref("art", "deckblatt").eq("b")),
        (ART.eq("a"), RosterColumn("art", "orte").eq("b")),
        (ART.eq("a"), ART.ne("b")),
        (ART.eq("a"), ART.eq(1)),
        (ART.eq("a"), ART.eq(ORT)),
    ],
)
def test_other_conditions_are_not(parts: tuple[Expr, ...]) -> None:
    assert alternatives(parts) is None


@pytest.mark.parametrize(
    "value", [None, "", "a", "A", "Ä", "ä", "b", "1", 1, 0, Decimal(1), date(2025, 1, 1), True, False]
)
@pytest.mark.parametrize("texts", [("a",), ("A", "ä"), ("",), ("", "1"), ("wahr", "0")])
def test_a_cell_shows_what_it_equals(value: Value, texts: tuple[str, ...]) -> None:
    assert shows(texts)(value) is any(compare("=", value, text) for text in texts)
