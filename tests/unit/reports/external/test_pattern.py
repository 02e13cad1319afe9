"""Which regions hide figures of single Leistungserbringer: cases worked out by hand."""

from __future__ import annotations

import pytest

from rv2xl.reports.regional.external.pattern import hidden_regions, sums_that_wait

Kreise = dict[str, str]
"""Of each Kreis its Leistungserbringer, a letter for each."""

CASES: dict[str, tuple[dict[str, Kreise], Kreise, str]] = {
    "enough everywhere": ({"1": {"11": "abc", "12": "def"}, "2": {"21": "abc"}}, {}, ""),
    "one has too few: the shown one with the fewest joins": ({"1": {"11": "ab", "12": "defg", "13": "hij"}}, {}, "11 13"),
    "of equals the one with the lower key joins": ({"1": {"11": "ab", "12": "def", "13": "hij"}}, {}, "11 12"),
    "two have three together": ({"1": {"11": "ab", "12": "c", "13": "hij"}}, {}, "11 12"),
    "two have two together: a third joins": ({"1": {"11": "ab", "12": "b", "13": "hij", "14": "hijk"}}, {}, "11 12 13"),
    "nothing is left to join: the Bezirk hides, and another with it": (
        {"1": {"11": "ab"}, "2": {"21": "abc", "22": "def"}, "3": {"31": "abcd", "32": "efgh"}}, {}, "1 11 2 21 22",
    ),
    "a Bezirk that joins hides in its Kreise too": (
        {"1": {"11": "a", "12": "a"}, "2": {"21": "abc", "22": "defg", "23": "defgh"}, "3": {"31": "abcdef", "32": "ghi"}}, {},
        "1 11 12 2 21 22",
    ),
    "what belongs to no Bezirk hides: a Bezirk joins, for Hessen tells": (
        {"1": {"11": "abc", "12": "def"}, "2": {"21": "abcd", "22": "efg"}}, {"?": "a"}, "1 11 12 ?",
    ),
    "fewer than three in all": ({"1": {"11": "a"}, "2": {"21": "b"}}, {}, "06 1 11 2 21"),
    "nobody by the register behind a return": ({"1": {"11": "", "12": "abc", "13": "defg"}}, {}, "11 12"),
    "nobody at all": ({"1": {}}, {}, "06"),
}  # fmt: skip


def sets(kreise: Kreise) -> dict[str, set[str]]:
    return {key: set(senders) for key, senders in kreise.items()}


@pytest.mark.parametrize("case", CASES)
def test_hidden_regions(case: str) -> None:
    bezirke, others, expected = CASES[case]
    found = hidden_regions({key: sets(kreise) for key, kreise in bezirke.items()}, sets(others), "06")
    assert found == set(expected.split())


WAITING: dict[str, tuple[str, dict[str, Kreise], str]] = {
    "all have reported": ("11 12", {"1": {"11": "ab", "12": "cd", "13": "efg"}}, ""),
    "one of two has: the Bezirk tells, and Hessen would": ("11 12", {"1": {"11": "ab", "13": "efg"}, "2": {"21": "abc"}}, "06 1"),
    "nobody who hides has": ("11 12", {"1": {"13": "efg"}}, ""),
    "two of three, with two Leistungserbringer": ("11 12 13", {"1": {"11": "a", "12": "b", "14": "efg"}}, "06 1"),
    "two Bezirke wait, together they do not tell": (
        "11 12 21 22", {"1": {"11": "ab", "13": "efg"}, "2": {"21": "cd", "23": "xyz"}}, "1 2",
    ),
    "a Bezirk hides by the pattern": ("1 11 12 2 21", {"1": {"11": "ab"}, "2": {"21": "cd"}}, ""),
    "a Bezirk hides by the pattern, the other has not reported": ("1 11 2 21", {"1": {"11": "ab"}, "2": {}}, "06"),
}  # fmt: skip


@pytest.mark.parametrize("case", WAITING)
def test_sums_that_wait(case: str) -> None:
    hidden, reported, expected = WAITING[case]
    found = sums_that_wait(frozenset(hidden.split()), {key: sets(kreise) for key, kreise in reported.items()}, {}, "06")
    assert found == set(expected.split())
