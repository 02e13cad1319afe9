"""No regular expression repeats without end what itself repeats without end, unless it never turns back.

Such a one takes exponential time on a text of thirty signs. Told by the pattern's own text: a repetition that is possessive (`*+`) or
a group that is atomic never turns back. What takes quadratic time no text tells; `python -m tests.soak` measures it.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.security.patterns import PATTERNS

EXCUSED = {"_FIELD_ID": "each repetition begins with a point, which the inner one does not take"}

_TOKEN = re.compile(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*+\]                                      # one sign
      | (?P<group>\((?:\?(?:P<\w+>|<[=!]|[:=!>]|[a-zA-Z-]+:))?) | (?P<end>\))
      | (?P<repeat>(?:[*+?]|\{\d*,?\d*\})[+?]?) | .""",
    re.VERBOSE | re.DOTALL,
)


def turns_back_without_end(pattern: str) -> bool:
    """Whether a repetition without end, that may turn back, is itself repeated so."""
    groups: list[tuple[str, bool]] = [("", False)]  # how each begins, and whether such a repetition is within
    last = False  # whether it is within what was read last
    for token in _TOKEN.finditer(pattern):
        kind, text = token.lastgroup, token[0]
        if kind == "repeat":
            possessive, endless = text[1:].endswith("+"), text[0] in "*+" or ",}" in text
            if endless and last and not possessive:
                return True
            last = (last or endless) and not possessive
            continue
        groups[-1] = (groups[-1][0], groups[-1][1] or last)
        last = False
        if kind == "group":
            groups.append((text, False))
        elif kind == "end":
            begin, last = groups.pop()
            last = last and begin != "(?>"
    return False


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_turns_back_without_end(name: str) -> None:
    text: Any = PATTERNS[name].pattern
    if not any(excused in name for excused in EXCUSED):
        assert not turns_back_without_end(text if isinstance(text, str) else text.decode("latin-1"))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(a+)+", True),
        (r"(?:[a-z]+,?)*", True),
        (r"(?P<name>(x|y*)z?){2,}", True),
        (r"((a*b)?c)*", True),
        (r"(?:a++)*", False),
        (r"(?:a+)*+", False),
        (r"(?>a+)*", False),
        (r"(?:a{1,9})*", False),
        (r"[(a+]+\(b+\)+", False),
        (r"a+b*c+", False),
        (r"(?:a+)?b", False),
        (r"[^]+]*", False),
    ],
)
def test_turning_back_is_seen(pattern: str, expected: bool) -> None:
    assert turns_back_without_end(pattern) is expected
