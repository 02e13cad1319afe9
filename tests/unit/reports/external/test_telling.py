"""Counts that tell a small one: cases worked out by hand."""

from __future__ import annotations

import pytest

from rv2xl.reports.regional.external.people import PeopleCount, rounded_count
from rv2xl.reports.regional.external.telling import Bound, Publication

Numbers = dict[str, int]


def publication(numbers: Numbers, sums: dict[str, str], equal: tuple[str, str] = ("", "")) -> Publication:
    """Of one Kreis: numbers by a letter, sums of letters by a name; the letters of two sums are the same people."""
    parts = {name: name for name in numbers} | sums
    counts = {
        PeopleCount("K", tuple(sorted(letters)), rounded_count(sum(numbers[letter] for letter in letters))): {
            ("K", letter): 1 for letter in letters
        }
        for letters in parts.values()
    }
    factors = {("K", letter): 1 for letter in equal[0]} | {("K", letter): -1 for letter in equal[1]}
    known = [Bound(factors, 0, 0)] if factors else []
    return Publication(counts, known, {("K", letter): number for letter, number in numbers.items()})


CASES: dict[str, tuple[Publication, set[str]]] = {
    "17 and 1 are 20: then it is 1 or 2": (publication({"a": 17, "b": 1}, {"all": "ab"}), {"ab"}),
    "17 and 0 are 15": (publication({"a": 17, "b": 0}, {"all": "ab"}), set()),
    "16 and 1 are 15": (publication({"a": 16, "b": 1}, {"all": "ab"}), set()),
    "seven of 0 beside 15": (publication(dict.fromkeys("abcdefg", 2), {"all": "abcdefg"}), {"abcdefg"}),
    "seven of 0 beside 10": (publication(dict(zip("abcdefg", (2, 2, 2, 2, 2, 1, 1), strict=True)), {"all": "abcdefg"}), set()),
    "a total that others tell: of the people by age there are seven of 0": (
        publication({**dict.fromkeys("abcdefg", 2), "x": 9, "y": 5}, {"all": "xy"}, ("abcdefg", "xy")), {"xy"},
    ),
    "three of 0 that must be 2 each, by two others": (
        publication({"a": 2, "b": 2, "c": 2, "x": 3, "y": 3}, {}, ("abc", "xy")), {"y"},
    ),
    "the smallest sum goes": (publication({"a": 17, "b": 1, "c": 40}, {"ab": "ab", "all": "abc"}), {"ab"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_left_out(case: str) -> None:
    found, expected = CASES[case]
    assert {"".join(count.fields) for count in found.left_out()} == expected


@pytest.mark.parametrize(
    ("exact", "figure"),
    [(0, 0), (1, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15), (1002, 1000), (1003, 1005)],
)
def test_rounded_count(exact: int, figure: int) -> None:
    assert rounded_count(exact) == figure
