"""How many examples a random search draws: few in the suite, many in the soak, which says how many times as many."""

from __future__ import annotations

import os

VARIABLE = "RV2XL_SEARCH_TIMES"


def times(examples: int) -> int:
    """Return so many examples, or as many times as the soak asks for."""
    return examples * int(os.environ.get(VARIABLE, "1"))
