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
