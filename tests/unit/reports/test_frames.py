"""Tables in memory: exact where floats would not be, and never silently less than what went in."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from rv2xl.reports.frames import decimal, frame, pieces, text

CENTS = {"kreis": text(), "betrag": decimal(2)}


def test_sums_are_exact_where_floats_are_not() -> None:
    rows = [("06437", Decimal("90071992547409.93")), ("06437", Decimal("0.01")), ("06412", None), ("06437", 3)]
    table = frame(CENTS, rows * 1_000)
    assert table.betrag.sum() == Decimal("90071992547412940.00")
    assert table.groupby("kreis").betrag.sum().to_dict() == {"06437": Decimal("90071992547412940.00"), "06412": 0}


def test_a_number_that_does_not_fit_is_refused_not_rounded() -> None:
    with pytest.raises(ValueError, match="data loss"):
        frame(CENTS, [("06437", Decimal("0.005"))])


def test_a_table_without_rows_has_its_columns() -> None:
    table = frame(CENTS, [])
    assert (list(table.columns), len(table), table.betrag.sum()) == (["kreis", "betrag"], 0, 0)


@pytest.mark.parametrize(("count", "lengths"), [(0, []), (3, [3]), (6, [3, 3]), (7, [3, 3, 1])])
def test_pieces_are_all_there_is(count: int, lengths: list[int]) -> None:
    found = list(pieces(iter(range(count)), 3))
    assert [len(piece) for piece in found] == lengths
    assert [entry for piece in found for entry in piece] == list(range(count))


def test_no_table_is_loaded_before_one_is_made() -> None:
    """A command that makes none, and every help text, would wait half a second for the libraries."""
    code = "import sys, rv2xl.cli, rv2xl.reports.results; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "rv2xl.reports.frames" in loaded
    assert not {"pandas", "pyarrow", "numpy"} & {*loaded}
