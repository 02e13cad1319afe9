"""One way through random cases: each drawn from its number, judged, counted; what is wrong is printed so that it can be drawn again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple


class Judged(NamedTuple):
    """What came of a case; `wrong` says what should be otherwise."""

    outcome: str
    wrong: str = ""


def search(what: str, count: int, seed: int, judge: Callable[[random.Random], Judged]) -> bool:
    """Judge so many cases; tell the outcomes, and return whether nothing was wrong. An exception is wrong."""
    outcomes: Counter[str] = Counter()
    sound = True
    for number in range(count):
        try:
            outcome, wrong = judge(random.Random(seed * 1_000_003 + number))
        except Exception as error:
            outcome, wrong = "exception", f"{type(error).__name__}: {error}"
        outcomes[outcome] += 1
        if wrong:
            sound = False
            print(f"{what} {number} of seed {seed}: {wrong}")
    print(f"{count} times {what}: {dict(outcomes)}")
    return sound
