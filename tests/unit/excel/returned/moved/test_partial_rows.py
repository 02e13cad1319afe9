"""Rows that kept some of their texts: found where only one can be meant."""

from __future__ import annotations

import pytest

from rv2xl.excel.returned.moved.partial_rows import Key, add_partial

HEAD, FOOT = ("Kopf",), ("Fuß",)


@pytest.mark.parametrize(
    ("known", "issued", "found", "expected"),
    [
        # one of two labels was changed
        ({0: 0, 9: 9}, {0: HEAD, 4: ("a", "b"), 9: FOOT}, {0: HEAD, 5: ("a",), 9: FOOT}, {0: 0, 4: 5, 9: 9}),
        # two rows could be meant
        ({0: 0, 9: 9}, {0: HEAD, 4: ("a", "b"), 9: FOOT}, {0: HEAD, 5: ("a",), 6: ("b",), 9: FOOT}, {0: 0, 9: 9}),
        # the other one is beyond the neighbours, or taken
        ({0: 0, 9: 6}, {0: HEAD, 4: ("a", "b"), 9: FOOT}, {0: HEAD, 5: ("a",), 6: FOOT, 7: ("b",)}, {0: 0, 4: 5, 9: 6}),
        ({0: 2, 9: 9}, {0: HEAD, 4: ("a", "b"), 9: FOOT}, {1: ("b",), 2: HEAD, 5: ("a",), 9: FOOT}, {0: 2, 4: 5, 9: 9}),
        # another missing row shares the text
        ({}, {3: ("a", "b"), 4: ("a", "c")}, {3: ("a",)}, {}),
        # the first one found makes the second certain
        ({}, {3: ("a", "b"), 4: ("c", "d")}, {3: ("a",), 4: ("c",), 2: ("d",)}, {3: 3, 4: 4}),
        ({}, {}, {3: ("a",)}, {}),
    ],
)  # fmt: skip
def test_rows_between_neighbours(
    known: dict[int, int], issued: dict[int, Key], found: dict[int, Key], expected: dict[int, int]
) -> None:
    rows = dict(known)
    add_partial(rows, issued, found, 20)
    assert rows == expected
