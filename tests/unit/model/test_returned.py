"""Entries of a sheet, put in one by one or column by column: what is looked at is the same."""

from __future__ import annotations

import copy
import pickle

import pytest

from rv2xl.model.expressions.known_values import KnownValues, Own, for_each
from rv2xl.model.returned import Entries, Entry, EntryColumn

BLANK = {name: Entry(name, name.upper(), "", None, None) for name in ("a", "b", "c", "d")}
COLUMN = EntryColumn(("b", "d"), ("B", "D", "E"), ("x", ""), ("x", None), (None, None))
REFUSED = EntryColumn(("c",), ("C",), ("zwölf",), (None,), ("TYP",))


def filled() -> Entries:
    """Entries of a sheet on which two fields of a column, and one field of its own, were filled in."""
    entries = Entries(BLANK)
    entries["a"] = Entry("a", "A", 1.0, 1, None)
    entries.add(COLUMN)
    return entries


def test_entries_stand_in_the_order_of_the_sheet_and_results_behind_them() -> None:
    entries = filled()
    entries.add(EntryColumn(("sum",), ("F",), (None,), (1,), (None,)))
    assert list(entries.items()) == [
        ("a", Entry("a", "A", 1.0, 1, None)),
        ("b", Entry("b", "B", "x", "x", None)),
        ("c", BLANK["c"]),
        ("d", Entry("d", "D", "", None, None)),
        ("sum", Entry("sum", "F", None, 1, None)),
    ]
    assert len(entries) == 5
    assert BLANK["b"].raw == ""


def test_what_is_put_in_last_holds() -> None:
    entries = filled()
    later = Entry("b", "B", "y", "y", None)
    entries["b"] = later
    assert entries["b"] is later
    entries.add(COLUMN)
    assert entries["b"].raw == "x"
    del entries["b"]
    assert list(entries) == ["a", "c", "d"]


@pytest.mark.parametrize("looked_at", [False, True], ids=["at once", "after a look"])
def test_problems_of_columns_and_of_single_entries(looked_at: bool) -> None:
    entries = filled()
    assert list(entries.problems()) == []
    repaired = Entry("a", "A", "1 h", 1, "NORMALISIERT")
    entries["a"] = repaired
    assert list(entries.problems()) == [repaired]
    entries.add(REFUSED)
    if looked_at:
        assert len(entries) == 4
    assert list(entries.problems()) == [repaired, Entry("c", "C", "zwölf", None, "TYP")]


def test_entries_nobody_has_looked_at_can_be_copied() -> None:
    assert pickle.loads(pickle.dumps(Entries())) == {}
    assert copy.deepcopy(filled()) == dict(filled())


def test_the_values_of_a_column_that_was_put_in() -> None:
    entries = filled()
    entries.add(EntryColumn((), (), (), (), ()))
    assert entries.column(("b", "d")) == ("x", None)
    assert entries.column(("b",)) is None
    assert entries.column(("a", "d")) is None
    entries["b"] = Entry("b", "B", "y", "y", None)
    assert entries.column(("b", "d")) is None


def test_rows_that_are_alike_are_looked_at_once() -> None:
    rows: list[Own] = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}, {"a": 1, "b": "z"}]
    asked: list[Own] = []

    def double(row: Own, book: KnownValues) -> int:
        asked.append(row)
        return 2 * int(str(row["a"]))

    assert for_each(rows, ("a",), double, KnownValues()) == [2, 4, 2]
    assert sorted(str(row["b"]) for row in asked) == ["x", "y"], "the first of those that are alike"
    assert for_each(rows, ("a", "b"), double, KnownValues()) == [2, 4, 2]
    assert len(asked) == 5
    assert for_each(rows, (), lambda row, book: "all", KnownValues()) == ["all"] * 3
    assert for_each([], ("a",), double, KnownValues()) == []
