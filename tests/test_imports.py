"""Imports point one way: a room knows the rooms above it and never those below. And modules and functions stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "rv2xl"
MODULES = sorted(ROOT.rglob("*.py"))

ROOMS = ("model", "forms", "excel", "returns", "reports", "demo")
"""In the order of the data; what stands beside them at the top (cli, macros) comes last."""

LEAVES = {"resources": "reports", "application": "demo", "usage_errors": "demo", "console": "demo"}
"""Modules at the top that know nothing but `model` and each other, and the first room that may import them."""

SPREADSHEETS = {"openpyxl", "xlsxwriter", "python_calamine", "xlwings"}
SPREADSHEETS_IN = {"excel", "reports", "demo", "macros"}
"""Reading and writing files is for `excel`; `reports` writes the regional summary, `demo` spoils invented returns."""

APART = ("model.evaluate", "model.explain", "model.words", "excel.formula")
"""The renderers of an expression; what they share stands in `expr`, not in one of them."""

LONG_MODULES: dict[str, str] = {}
LONG_FUNCTIONS = {"model.evaluate._compiled": "one case for each kind of node"}
MODULE_LINES, FUNCTION_LINES = 330, 45


def name_of(path: Path) -> str:
    """„excel.read“ for excel/read.py, „forms“ for forms/__init__.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "__init__"


def known_modules() -> set[str]:
    return {name_of(path) for path in MODULES}


def imported(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """Yield the dotted names a module imports, wherever in it; of `from a import b` both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(("rv2xl", *package)[: len(package) + 2 - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def imports_of(source: str, path: Path) -> set[str]:
    """The modules of ours (without „rv2xl.“) and the libraries that a module imports."""
    package = path.relative_to(ROOT).parts[:-1]
    names = set(imported(ast.parse(source), package))
    ours = {name.removeprefix("rv2xl.") for name in names if name.startswith("rv2xl.")} & known_modules()
    return ours | {name.partition(".")[0] for name in names if not name.startswith("rv2xl")}


def room_of(module: str) -> str:
    return module.partition(".")[0]


def rank(module: str) -> int:
    room = room_of(module)
    return ROOMS.index(room) if room in ROOMS else len(ROOMS)


def against_the_order(module: str, imports: set[str]) -> list[str]:
    """Which of the imports point down the way of the data."""
    wrong = []
    for other in sorted(imports & known_modules()):
        if room_of(module) in LEAVES:
            allowed = room_of(other) in {"model", *LEAVES}
        elif room_of(other) in LEAVES:
            allowed = rank(module) >= ROOMS.index(LEAVES[room_of(other)])
        else:
            allowed = rank(other) <= rank(module)
        if not allowed:
            wrong.append(other)
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    assert against_the_order(name_of(path), imports_of(path.read_text(encoding="utf-8"), path)) == []


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("model/new.py", "from rv2xl import forms", ["forms"]),
        ("model/new.py", "def late():\n    import rv2xl.excel.read", ["excel.read"]),
        ("model/new.py", "from ..excel import formula", ["excel", "excel.formula"]),
        ("model/new.py", "from . import expr\nfrom .field import Field", []),
        ("forms/new.py", "from rv2xl.model.form import Form", []),
        ("forms/new.py", "from rv2xl.excel.layout import lay_out", ["excel.layout"]),
        ("excel/new.py", "from rv2xl.returns import check", ["returns", "returns.check"]),
        ("returns/new.py", "from rv2xl.reports.findings import lines", ["reports.findings"]),
        ("returns/new.py", "from rv2xl.resources import resource", ["resources"]),
        ("reports/new.py", "from rv2xl.resources import resource\nfrom rv2xl.console import show", ["console"]),
        ("reports/new.py", "from rv2xl import cli", ["cli"]),
        ("resources.py", "from rv2xl.excel import read", ["excel", "excel.read"]),
        ("console.py", "from rv2xl.usage_errors import usage_sentence\nfrom rv2xl import cli", ["cli"]),
        ("cli.py", "from rv2xl import demo, console, resources", []),
    ],
)
def test_an_import_the_wrong_way_is_seen(module: str, source: str, wrong: list[str]) -> None:
    path = ROOT / module
    assert against_the_order(name_of(path), imports_of(source, path)) == wrong


def test_no_module_imports_one_that_needs_it() -> None:
    """Not even for its types: `prepare` raises CycleError and names the circle."""
    imports = {name_of(path): imports_of(path.read_text(encoding="utf-8"), path) for path in MODULES}
    TopologicalSorter({module: found - {module} for module, found in imports.items()}).prepare()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_spreadsheets_stay_in_their_rooms(path: Path) -> None:
    module = name_of(path)
    if room_of(module) not in SPREADSHEETS_IN:
        assert not imports_of(path.read_text(encoding="utf-8"), path) & SPREADSHEETS


LOADED = (
    "import sys, importlib; [importlib.import_module('rv2xl.' + name) for name in sys.argv[1:]]; print(*sys.modules)"
)


@pytest.mark.parametrize(
    "room", ["model", "forms", "returns.check", "returns.places", "returns.register", "returns.issuing"]
)
def test_no_spreadsheet_library_is_even_loaded(room: str) -> None:
    """Nor by what they import in turn; the definitions are loaded as well as the registry."""
    names = [name for name in known_modules() if name == room or name.startswith(f"{room}.")]
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *names], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    assert not SPREADSHEETS & {name.partition(".")[0] for name in run.stdout.split()}
    assert f"rv2xl.{room}" in run.stdout.split()


@pytest.mark.parametrize(
    ("module", "other"),
    [(one, other) for one in APART for other in APART if one != other],
)
def test_the_renderers_do_not_know_each_other(module: str, other: str) -> None:
    path = ROOT / (module.replace(".", "/") + ".py")
    assert other not in imports_of(path.read_text(encoding="utf-8"), path)


def test_modules_stay_small() -> None:
    long = {name_of(path) for path in MODULES if len(path.read_text(encoding="utf-8").splitlines()) > MODULE_LINES}
    assert long == LONG_MODULES.keys()


def test_functions_stay_small() -> None:
    long = {
        f"{name_of(path)}.{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == LONG_FUNCTIONS.keys()
