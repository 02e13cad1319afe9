"""References in a formula: cut out, moved as openpyxl moves them, and put where cells and sheets are now."""

from __future__ import annotations

import pytest
from openpyxl.formula.translate import Translator

from rv2xl.excel.formulas.references import MovedSheets, Reference, cut_at_references
from rv2xl.excel.package.cells.shared_formulas import SharedFormulas

FORMULAS = (
    "SUM(A1:B2,$C$3,D$4,$E5)", "IF('58 Erbach'!B2>=10,\"A1 \"\"B2\"\"\",LOG10(C3))", "Deckblatt!A1:A9*Satz_A1-A1.b",
    "'O''Brien A1'!$B$2&\"'C3'!D4\"&XFD7", "Fläche!B2+B2",
)  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("A1", [Reference("", "", "", 0, "", 0)]),
        ("$AA$10", [Reference("", "", "$", 26, "$", 9)]),
        ("SUM(Deckblatt!B2:C$3,D4)", [
            Reference("Deckblatt!", "Deckblatt", "", 1, "", 1), Reference("", "Deckblatt", "", 2, "$", 2),
            Reference("", "", "", 3, "", 3)]),
        ("'58 O''Brien'!A1-A2", [Reference("'58 O''Brien'!", "58 O'Brien", "", 0, "", 0), Reference("", "", "", 0, "", 1)]),
        ('"A1"&LOG10(1)&\'A1\'!Name&A1B&ABCD1&Name_A1&A0', []),
    ],
)  # fmt: skip
def test_what_is_a_reference(formula: str, found: list[Reference]) -> None:
    pieces = list(cut_at_references(formula))
    assert [piece for piece in pieces if isinstance(piece, Reference)] == found
    assert [isinstance(piece, str) for piece in pieces] == [number % 2 == 0 for number in range(2 * len(found) + 1)]
    again = (piece if isinstance(piece, str) else piece.prefix + piece.at(piece.row, piece.column) for piece in pieces)
    assert "".join(again) == formula


@pytest.mark.parametrize("formula", FORMULAS)
def test_shared_formulas_move_with_the_cell(formula: str) -> None:
    shared = SharedFormulas()
    shared.add((1, 1), "B2", "0", formula)
    shared.add((8, 3), "D9", "0", "")
    assert dict(shared.written_out()) == {"D9": Translator(f"={formula}", "B2").translate_formula("D9")[1:]}


def test_what_moves_beyond_the_edge_is_no_address() -> None:
    shared = SharedFormulas()
    shared.add((1, 1), "B2", "0", "A1+'58 E'!B2")
    shared.add((0, 0), "A1", "0", "")
    assert dict(shared.written_out()) == {"A1": "#REF!+'58 E'!A1"}


def test_where_cells_and_sheets_are_now() -> None:
    sheets = MovedSheets({"58 Erbach": "Erb'ach"}, {"58 Erbach": {(0, 0): (4, 1)}, "Deckblatt": {(1, 2): (2, 2)}})
    formula = "SUM('58 Erbach'!A1:A2)+A1+Deckblatt!$C$2&\"A1\""
    assert sheets.translated(formula, "58 Erbach") == "SUM('Erb''ach'!B5:A2)+B5+Deckblatt!$C$3&\"A1\""
    assert sheets.translated("C2+A1", "Deckblatt") == "C3+A1"
