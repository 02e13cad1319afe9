"""All regular expressions of ours: those that modules compile, and those written where they are used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rv2xl


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield each with the module and the name, or the line, where it stands."""
    for found in pkgutil.walk_packages(rv2xl.__path__, "rv2xl."):
        if found.name.endswith(".__main__"):
            continue
        module = importlib.import_module(found.name)
        where = found.name.removeprefix("rv2xl.")
        for name, value in vars(module).items():
            for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(one, re.Pattern):
                    yield f"{where}.{name}.{number}", one
        for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=verb), args=[ast.Constant(value=text), *_]
                ) if verb != "compile":
                    yield f"{where}:{node.lineno}", re.compile(text)


PATTERNS = dict(patterns())

OUR_OWN = ("texts.", "help_sheet.", "style.")
"""Parts of the names of those in `excel` that see formulas as we render them, texts of the form and values of the register."""


def of_files() -> list[str]:
    """Names of those that see what is in a file, as long as it may be. Others see one cell, or texts of ours."""
    return [name for name in PATTERNS if name.startswith("excel.") and not any(own in name for own in OUR_OWN)]


ANCHORED = {"reader._CELL.0", "sides._SHOWN.0"}
"""Patterns that are held against the beginning only, or against the whole."""

PIECES: tuple[str, ...] = (
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
"""What long texts are made of that try each pattern."""
