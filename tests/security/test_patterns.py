"""No regular expression that sees what is in a file takes more than linear time on it."""

from __future__ import annotations

import importlib
import multiprocessing
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

from rv2xl import excel

LENGTH = 400_000
"""Signs of each text: quadratic time would be minutes."""
SECONDS = 5.0

OUR_OWN = {
    "rv2xl.excel.texts": "formulas as we render them",
    "rv2xl.excel.help_sheet": "texts of the form",
    "rv2xl.excel.style": "texts of the form and values of the register",
}
"""Modules whose patterns see nothing of a file that came back."""

ANCHORED = {"canonical._START.0", "named_cells._CELL.0", "cells._OTHER_ENCODING.0"}
"""Patterns that are held against the beginning only, or against the whole."""

PIECES = (
    '<c r="A1" ', '<c r="A1">', '<c r="A1"><f>', '<c r="A1"><f t="shared" si="0"', "<c ", "<c r='", '<c t="e" ', '<c r="A1" t="e" ', "<v>",
    '<row r="1" ', '<row r="1">', '<row r="1"><c r="A1"/>', "<row ", "<row r=", "<sheetData>", "<sheetData ", "</sheetData ",
    "<sheet ",
    '<sheet a="', "<sheet a='", "<sheet></sheet",
    "<Relationship ", "<definedName ", '<definedName a="', "<sst ", "<si>", "<dimension ref=",
    '<dimension ref="A1:', '<f ref="A1:', "<f ", "<?xml ", "<?xml encoding=", "<!--",
    "<", ">", '"', "'", "''", '""', " ", "\t\n", "a ", "a",
    "A1", "A", "$A$1", "1", "0", "(", ")", "-(-(", "r =", 'r="', "ount=", 'ount="0', "uniqueCount =  ",
    "Kennung: a · Version 1 · Jahr 2025 · ",
    "Kennung: a", "mime-version:", "a: \n", "a:b\n", "\x00", "xml:space ", "_xlfn.", "_x000D_", "_x", "!", "'a'!",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for found in pkgutil.iter_modules(excel.__path__, "rv2xl.excel."):
        if found.name in OUR_OWN:
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(one, re.Pattern):
                    yield f"{found.name.removeprefix('rv2xl.excel.')}.{name}.{number}", one


PATTERNS = dict(patterns())


def search_all(name: str) -> None:
    pattern = PATTERNS[name]
    for piece in PIECES:
        for text in (piece * (LENGTH // len(piece)), "<x " + piece * (LENGTH // len(piece)) + "\x01"):
            subject: Any = text if isinstance(pattern.pattern, str) else text.encode()
            if name.startswith("recognise."):
                subject = subject[:1_000]  # so long may the line be
            if name in ANCHORED:
                pattern.match(subject)
                pattern.fullmatch(subject)
                continue
            for _ in pattern.finditer(subject):
                pass


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_quadratic_time(name: str) -> None:
    process = multiprocessing.get_context("fork").Process(target=search_all, args=(name,))
    process.start()
    process.join(SECONDS)
    slow = process.is_alive()
    process.kill()
    process.join()
    assert not slow
