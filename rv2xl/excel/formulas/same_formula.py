"""Whether two formulas are the same but for what programs write differently."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

_FUNCTION_PREFIX = re.compile(r"_xlfn\.|_xlws\.")
_BRACKET = re.compile(r"[()]")
_NEGATED = re.compile(r"-[A-Z0-9_.]*(?=\()")
"""A minus before brackets, or before a function."""
_NUMBER = re.compile(r"(?<![A-Z0-9_.])(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:E[+-]?[0-9]+)?(?![A-Z0-9_.!])")
_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""


def same_formula(found: str, expected: str) -> bool:
    """Whether a formula as found is the expected one, but for what programs write differently: blanks, case, composed letters, `$`,
    quotes around names, prefixes of functions, more digits of a number than count (`0.05000000000000000007`), and Gnumeric's
    `-(-(A1))` for `--(A1)`, `-(-ISNUMBER(A1))` for `--ISNUMBER(A1)`."""
    if len(found) > 8 * len(expected) + 1_000:  # blanks do not add up to that
        return False
    here, issued = _canonical(found), _canonical(expected)
    if here != issued:
        here, issued = (formula._replace(code=_NUMBER.sub(_as_kept, formula.code)) for formula in (here, issued))
    return here == issued or (
        len(here.code) - len(issued.code) in range(2, 2 * issued.code.count("--") + 1, 2)
        and here.texts == issued.texts
        and _without_brackets(here.code) == _without_brackets(issued.code)
    )


class _Canonical(NamedTuple):
    """A formula with a quotation mark in the place of each text, and the texts."""

    code: str
    texts: tuple[str, ...]


def _canonical(formula: str) -> _Canonical:
    pieces = normalize("NFC", formula.removeprefix("=")).split('"')
    code = "".join('"'.join(pieces[::2]).split()).replace("$", "").replace("'", "")
    return _Canonical(_FUNCTION_PREFIX.sub("", code).upper(), tuple(pieces[1::2]))


def _as_kept(number: re.Match[str]) -> str:
    return f"{float(number[0]):.{_DIGITS}g}"


def _without_brackets(code: str) -> str:
    """Take the outer brackets out of `-(-(…))` and `-(-F(…))`, and nowhere else: the value stays the same."""
    if "-(-" not in code:
        return code
    opened: list[int] = []
    closes: dict[int, int] = {}
    for bracket in _BRACKET.finditer(code):
        if bracket[0] == "(":
            opened.append(bracket.start())
        elif opened:
            closes[opened.pop()] = bracket.start()
    idle: list[int] = []
    for start, end in closes.items():
        negated = _NEGATED.match(code, start + 1) if code[start - 1 : start] == "-" else None
        if negated and closes.get(negated.end()) == end - 1:
            idle += (start, end)
    places = [-1, *sorted(idle), len(code)]
    return "".join(code[before + 1 : after] for before, after in pairwise(places))
