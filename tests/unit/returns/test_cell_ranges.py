"""Fields to the cells that a reader should look at: runs down a column in one piece, in the order given."""

from __future__ import annotations

import pytest

from rv2xl.model.definitions.form import Sheet
from rv2xl.model.returned import Entries, Entry, ReturnedSheet
from rv2xl.returns.judging.unjudged import cells_of

SHEET = Sheet(section="a", name="A", title="A", source="s", blocks=())


def sheet(*cells: str) -> ReturnedSheet:
    """A sheet whose fields are named like the cells they stand in."""
    return ReturnedSheet("a", "A", SHEET, Entries({cell: Entry(cell, cell, None, None, None) for cell in cells}))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([], ()),
        (["B26"], ("B26",)),
        (["B52", "B53", "B54"], ("B52:B54",)),
        (["B52", "B53", "B55"], ("B52:B53", "B55")),
        (["B52", "B53", "B45", "B46"], ("B52:B53", "B45:B46")),
        (["B48", "B45", "B46", "B47"], ("B48", "B45:B47")),
        (["B45", "C45", "B46", "C46"], ("B45:B46", "C45:C46")),
        (["B38", "C38", "D38"], ("B38", "C38", "D38")),
        (["B99", "B100"], ("B99:B100",)),
        (["Z9", "AA9", "Z10"], ("Z9:Z10", "AA9")),
        (["B53", "B52"], ("B53", "B52")),
    ],
)
def test_places(fields: list[str], expected: tuple[str, ...]) -> None:
    assert cells_of(sheet(*fields), fields) == expected


def test_a_field_that_stands_nowhere_has_no_place() -> None:
    assert cells_of(sheet("B26"), ["B26", "B27", "B28"]) == ("B26",)
