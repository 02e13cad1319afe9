"""What „Prüfung“ lists of cells is the same in Python and in spreadsheet engines: first entries, first row, links."""

from __future__ import annotations

from pathlib import Path

import pytest

from rv2xl.model.expressions.expr import Expr, Ref, Tally, Value, if_, join
from rv2xl.model.expressions.listing import SEPARATOR, Entries, FirstShown, first_entry, go_to
from tests.differential.engines import formulon_values, office_values
from tests.differential.trees import OTHER_NAME, OWN_NAME, PLACES, RESULTS, Case
from tests.office.client import Office

CELLS = tuple(Ref(f"t{number}") for number in range(3))


def blank(cell: Ref) -> Expr:
    return if_(cell.eq(""), f"{SEPARATOR}{cell.field.upper()}", "")


LISTED = join(*map(blank, CELLS))
FOUND = if_(Tally(CELLS, "✗ Fehler") > 0, FirstShown(CELLS, "✗ Fehler"), "")

EXPRS: tuple[Expr, ...] = (
    LISTED, first_entry(LISTED), Entries(LISTED, 5, " …"), Entries(LISTED, 6, " …"), Entries(LISTED, 30, " …"), Entries(LISTED, 9, ""),
    FOUND, go_to(if_(LISTED.eq(""), "A1", first_entry(LISTED)), first_entry(LISTED)),
    go_to(join("B", FOUND), if_(FOUND.eq(""), "B1", join("Zeile ", FOUND))),
)  # fmt: skip

FILLINGS: dict[str, tuple[tuple[Value, ...], tuple[Value, ...]]] = {
    "all blank": (
        (None, None, None),
        (", T0, T1, T2", "T0", "T0 …", "T0, T1 …", "T0, T1, T2", "T0, T1", "", "T0", "B1"),
    ),
    "one blank": (("x", None, "✗ Fehler"), (", T1", "T1", "T1", "T1", "T1", "T1", 3, "T1", "Zeile 3")),
    "none blank": (("✗ Fehler", "x", "✗ Fehler"), ("", "", "", "", "", "", 1, "", "Zeile 1")),
    "case aside": (("x", "✗ FEHLER", None), (", T2", "T2", "T2", "T2", "T2", "T2", 2, "T2", "Zeile 2")),
}


def case(values: tuple[Value, ...]) -> Case:
    nothing: dict[str, Value] = dict.fromkeys(PLACES)
    own = {**nothing, **{cell.field: value for cell, value in zip(CELLS, values, strict=True)}}
    return Case(EXPRS, {OWN_NAME: own, OTHER_NAME: nothing}, ())


@pytest.mark.parametrize("name", FILLINGS)
def test_in_python(name: str) -> None:
    values, expected = FILLINGS[name]
    assert tuple(case(values).expected()) == expected


@pytest.mark.parametrize("name", FILLINGS)
def test_in_an_engine(name: str) -> None:
    values, expected = FILLINGS[name]
    assert tuple(formulon_values(case(values).workbook())[RESULTS].values()) == expected


@pytest.mark.parametrize("name", FILLINGS)
def test_in_libreoffice(name: str, office: Office, tmp_path: Path) -> None:
    values, expected = FILLINGS[name]
    assert tuple(office_values(office, case(values).workbook(), tmp_path)[RESULTS].values()) == expected
