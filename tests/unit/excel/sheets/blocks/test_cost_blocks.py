"""Tables of costs: where amount, marks and sum stand, and that all other blocks keep to the five columns."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rv2xl.excel.sheets.blocks.arrange import arrange
from rv2xl.excel.sheets.blocks.builder import LEADING_WIDTHS as FIVE
from rv2xl.excel.sheets.blocks.cost_blocks import LEADING_WIDTHS, PARTS
from rv2xl.excel.sheets.plan import SheetPlan
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.cost_blocks import CostLine, CostTable
from rv2xl.model.definitions.field import TEXT, Field, Kind, Type
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.expressions.expr import Ref, if_, total
from tests.forms.standard import standard

EUR = Type(Kind.EURO, unit="EUR", scale=2, minimum=Decimal(0))
MARK = if_(Ref("kopf.name").eq("x"), "X", "")
TABLE = CostTable(
    id="g01", heading="1 Leitung", heads=("Betrag", "M", "B", "eins", "zwei", "drei"),
    lines=(
        CostLine(amount=Field(id="a.betrag", label="A", type=EUR), marks=("", "100 %", "X", MARK, ""), remark="prüfen"),
        CostLine(amount=Field(id="frei.betrag", label="frei", type=EUR), marks=("100 %", "", "", "", ""),
                 written=Field(id="frei.label", label="Bezeichnung", type=TEXT)),
    ),
    sum=Field(id="summe", label="Summe 1", type=EUR, expr=total((Ref("g01.a.betrag"), Ref("g01.frei.betrag")))),
)  # fmt: skip
HEAD = Record(id="kopf", heading="Kopf", entries=(Field(id="name", label="Name", type=TEXT),))


def plan(*blocks: Record | CostTable) -> SheetPlan:
    return arrange(Sheet(section="kosten", name="Kosten", title="Kosten", source="S", blocks=blocks))


def lines(found: SheetPlan, row: int) -> list[tuple[str, str | None, int]]:
    """The cells of a row (from 1): column's letter, text or id, last column."""
    return [
        (cell.name[0], cell.text if cell.text is not None else cell.field.id if cell.field else cell.computed.id, cell.last_column)  # type: ignore[union-attr]
        for cell in found.cells
        if cell.row == row - 1
    ]  # fmt: skip


def test_a_table_stands_in_the_parts_of_the_columns() -> None:
    found = plan(TABLE)
    assert found.widths == LEADING_WIDTHS
    assert lines(found, 2) == [
        ("A", "1 Leitung", -1), ("B", "Betrag", -1), ("C", "M", -1), ("D", "B", -1), ("E", "eins", -1), ("F", "zwei", -1),
        ("G", "drei", -1), ("H", "zustand.g01.a.betrag", -1),
    ]  # fmt: skip
    assert lines(found, 3) == [
        ("A", "A", -1), ("B", "g01.a.betrag", -1), ("C", "", -1), ("D", "100 %", -1), ("E", "X", -1), ("F", "kreuz.g01.a.betrag.3", -1),
        ("G", "", -1), ("H", "prüfen", -1),
    ]  # fmt: skip
    assert [entry[:2] for entry in lines(found, 4)[:2]] == [("A", "g01.frei.label"), ("B", "g01.frei.betrag")]
    assert lines(found, 5) == [("A", "Summe 1", -1), ("B", "g01.summe", -1), ("C", "", 7)]


def test_heads_with_a_corner_stand_above_the_heading() -> None:
    found = plan(replace(TABLE, corner="Nummer | Kostenart"))
    assert lines(found, 2) == [
        ("A", "Nummer | Kostenart", -1), ("B", "Betrag", -1), ("C", "M", -1), ("D", "B", -1), ("E", "eins", -1), ("F", "zwei", -1),
        ("G", "drei", -1),
    ]  # fmt: skip
    assert lines(found, 3) == [("A", "1 Leitung", 6), ("H", "zustand.g01.a.betrag", -1)]
    assert lines(found, 4)[0] == ("A", "A", -1)


def test_other_blocks_span_the_parts() -> None:
    beside, alone = plan(HEAD, TABLE), plan(HEAD)
    assert len(LEADING_WIDTHS) == sum(PARTS)
    assert len(PARTS) == len(FIVE)
    assert beside.fields["kopf.name"].name == alone.fields["kopf.name"].name == "B3"
    assert (beside.fields["kopf.name"].last_column, alone.fields["kopf.name"].last_column) == (6, 3)


def test_a_line_has_a_mark_for_each_column() -> None:
    with pytest.raises(ValueError, match="a line has 5 marks"):
        CostLine(amount=Field(id="a.betrag", label="A", type=EUR), marks=("X",))


@pytest.mark.parametrize(("switch", "shown"), [(None, ["X", "", "X"]), ("ja", ["X", "X", "X"])])
def test_the_marks_of_a_doubtful_line_follow_its_switch(switch: str | None, shown: list[str]) -> None:
    layout = standard("kostenzuordnung").layout
    values = recalculate(layout, {"berechnung": {"g07.wasser.bib": switch}})["berechnung"]
    assert [values[f"kreuz.g07.wasser.betrag.{number}"] for number in (2, 3, 4)] == shown
