"""Formulas of a section are rendered once and completed for each row and workbook: what a form says in them stays as it is."""

from __future__ import annotations

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.model.definitions.blocks import Record, Roster, Row
from rv2xl.model.definitions.field import TEXT, Field, FilledBy, Kind, Type
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Expr, Ref, join
from rv2xl.model.finding import Severity
from rv2xl.outgoing.issuing import issue_blank

ZAD, LINE = "ZAD A1000000", "Prüfung!A900001:A999999"
"""Texts that look like addresses far down a sheet."""

CHOICE = Type(Kind.AUSWAHL, choices=(ZAD, LINE))
LIST = Roster(
    id="liste", heading="Liste", rows=3,
    entries=(
        Field(id="wahl", label=ZAD, type=CHOICE, required=True),
        Field(id="text", label=LINE, type=TEXT, filled_by=FilledBy.FORMEL, expr=join(Ref("liste.*.wahl"), f" {ZAD}, {LINE}")),
    ))  # fmt: skip
KOPF = Record(id="kopf", heading=ZAD, entries=(Field(id="wahl", label=LINE, type=CHOICE, required=True),))


def rule(code: str, holds: Expr, roster: str | None = None) -> Rule:
    return Rule(
        code,
        Severity.FEHLER,
        holds=lambda item: holds,
        remedy="",
        for_each=(Row("zad", ZAD), Row("zeile", LINE)),
        roster=roster,
    )


FORM = Form(
    name="probe", version="1", title="Probe", source="s", first_year=2023,
    sheets=(
        Sheet(section="kopf", name="A1000000", title="Kopf", source="s", blocks=(KOPF,), rules=(rule("P-KOPF", KOPF["wahl"].ne(ZAD)),)),
        Sheet(section="liste", name="A900001", title="Liste", source="s", blocks=(LIST,),
              rules=(rule("P-LISTE", LIST["wahl"].ne(LINE), "liste"),)),
    ))  # fmt: skip


def formulas(layout: Layout) -> dict[str, dict[str, str]]:
    return {placed.key: dict(expected_formulas(layout, placed)) for placed in layout.placed}


def test_texts_that_look_like_rows_stay_as_they_are() -> None:
    layout = lay_out(issue_blank(FORM, 2025))
    found = formulas(layout)
    first = layout.by_key["liste"].plan.positions["liste.1.wahl"]
    for number in range(3):
        row = first[0] + number + 1
        assert found["liste"][f"B{row}"] == f'A{row}&" {ZAD}, {LINE}"'
        assert f'SUMPRODUCT(--(A{row}&""="{ZAD}"))-SUMPRODUCT(--(A{row}&""="{LINE}"))' in found["liste"][f"C{row}"]
        assert f'A{row}="{LINE}"),"✗ {ZAD}: siehe Prüfung"' in found["liste"][f"C{row}"]
    states = f"'A900001'!{cell_name(first[0], 2)}:{cell_name(first[0] + 2, 2)}"
    assert f'COUNTIF({states},"✗ {ZAD}: siehe Prüfung")' in " ".join(found["pruefung"].values())
    assert f'COUNTIF({states},"✗ {LINE}: siehe Prüfung")' in " ".join(found["pruefung"].values())
    address = cell_name(*layout.by_key["kopf"].plan.positions["kopf.wahl"])
    assert f"'A1000000'!{address}<>\"{ZAD}\"" in " ".join(found["pruefung"].values())


def test_outside_of_texts_no_mark_and_no_invented_row_is_left() -> None:
    for texts in formulas(lay_out(issue_blank(FORM, 2025))).values():
        for formula in texts.values():
            code = "".join(formula.split('"')[::2]).replace("'A1000000'!", "").replace("'A900001'!", "")
            assert not any(sign < " " for sign in code)
            assert "00000" not in code


def test_the_same_in_a_form_of_another_length() -> None:
    whole, longer = (formulas(lay_out(issue_blank(form, 2025))) for form in (FORM, FORM.with_rows({"liste": 5})))
    shared = [address for address in whole["liste"] if address in longer["liste"] and address != "C1"]
    assert len(shared) == 2 * 3
    assert all(whole["liste"][address] == longer["liste"][address] for address in shared)
    assert len(longer["liste"]) == len(whole["liste"]) + 2 * 2
    assert "C4:C8" in longer["pruefung"]["A6"] + longer["liste"]["C1"]
