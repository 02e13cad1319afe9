"""Imports point one way: a room knows the rooms above it and never those below. And rooms, modules and functions stay small.

What is not yet so stands by name in the tables that say „must become empty“: an exception that is no longer needed fails too.
"""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "rv2xl"
MODULES = sorted(ROOT.rglob("*.py"))

ROOMS = (
    {"files", "resources"},
    {"recht"},
    {"model"},
    {"log"},
    {"forms"},
    {"excel"},
    {"outgoing", "returns"},
    {"costs", "distances"},
    {"cooperation"},
    {"reports"},
    {"corrections"},
    {"letters"},
    {"screen"},
    {"clerk"},
    {"demo"},
)
"""In the order of the data; rooms in one line may know each other. What else stands at the top (cli) comes last."""

PARTS = {
    "model": ({"expressions", "definitions", "soundness"}, {"entries"}),
    "excel": ({"addresses"}, {"looks"}, {"formulas"}, {"sheets"}, {"package"}, {"lists", "returned"}, {"annotated"}),
    "reports": ({"workbook"}, {"regional", "calculations"}),
}
"""The rooms within a room, in the order of the data; modules that stand in the room itself are held to no order, but to no circle."""

SPREADSHEETS = {"openpyxl", "xlsxwriter", "python_calamine", "xlrd", "xlwings"}
SPREADSHEETS_IN = {"excel", "reports", "demo", "clerk"}
"""Reading and writing files is for `excel`; `reports` writes the regional summary, `demo` spoils invented returns."""

HEAVY = {
    "distributed",
    "lxml",
    "msoffcrypto",
    "numpy",
    "olefile",
    "openpyxl",
    "pandas",
    "pebble",
    "pyarrow",
    "scipy",
    "xlrd",
    "xlwings",
}
"""Imported late, inside functions: the command line answers without them."""

RENDERERS = ("evaluate", "explain", "words", "formula", "formulas")
"""The renderers of an expression; what they share stands beside the nodes, not in one of them."""

MODULE_LINES, FUNCTION_LINES, ROOM_MODULES = 330, 45, 12
LONG_FUNCTIONS = {"evaluate._compiled": "one case for each kind of node"}

# ----------------------------------------------------------------------- what is not yet so: these must become empty
CIRCLES: dict[tuple[str, str], str] = {}
FULL_ROOMS: dict[str, str] = {}
PRIVATE_NAMES: dict[tuple[str, str], str] = {}


def name_of(path: Path) -> str:
    """„excel.read“ for excel/read.py, „forms“ for forms/__init__.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "__init__"


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


KNOWN = {name_of(path) for path in MODULES}


# ------------------------------------------------------------------------------------------------- the way of the data


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


def imports_of(tree: ast.Module, path: Path) -> set[str]:
    """The modules of ours (without „rv2xl.“) and the libraries that a module imports."""
    package = path.relative_to(ROOT).parts[:-1]
    names = set(imported(tree, package))
    ours = {name.removeprefix("rv2xl.") for name in names if name.startswith("rv2xl.")} & KNOWN
    return ours | {name.partition(".")[0] for name in names if not name.startswith("rv2xl")}


def room_of(module: str) -> str:
    return module.partition(".")[0]


def rank(name: str, rooms: tuple[set[str], ...]) -> int:
    return next((number for number, room in enumerate(rooms) if name in room), len(rooms))


def against_the_order(module: str, imports: set[str]) -> list[str]:
    """Which of the imports point down the way of the data, from room to room or within one."""
    room = room_of(module)
    wrong = []
    for other in sorted(imports & KNOWN):
        if room_of(other) != room:
            allowed = rank(room_of(other), ROOMS) <= rank(room, ROOMS)
        else:
            parts, (here, there) = PARTS.get(room, ()), (f"{one}.".split(".")[1] for one in (module, other))
            allowed = rank(here, parts) == len(parts) or rank(there, parts) in (
                len(parts),
                *range(rank(here, parts) + 1),
            )
        if not allowed:
            wrong.append(other)
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    assert against_the_order(name_of(path), imports_of(tree_of(path), path)) == []


@pytest.mark.parametrize(
    ("module", "source", "wrong"),
    [
        ("model/new.py", "from rv2xl import forms", ["forms"]),
        ("model/new.py", "def late():\n    import rv2xl.excel.returned.read", ["excel.returned.read"]),
        ("model/new.py", "from ..excel.returned import read", ["excel.returned", "excel.returned.read"]),
        ("model/new.py", "from . import issue\nfrom .finding import Finding", []),
        ("forms/new.py", "from rv2xl.model.form import Form", []),
        ("forms/new.py", "from rv2xl.excel.returned.read import read_return", ["excel.returned.read"]),
        ("excel/new.py", "from rv2xl.returns import register", ["returns", "returns.register"]),
        ("returns/new.py", "from rv2xl.reports.findings import lines", ["reports.findings"]),
        ("outgoing/new.py", "from rv2xl.returns.register import Register", []),
        ("reports/new.py", "from rv2xl.resources import resource\nfrom rv2xl.demo import data", ["demo", "demo.data"]),
        ("reports/new.py", "from rv2xl import cli", ["cli"]),
        ("resources.py", "from rv2xl.excel.returned import read", ["excel.returned", "excel.returned.read"]),
        ("screen/new.py", "from rv2xl.reports import findings\nfrom rv2xl import cli", ["cli"]),
        ("cli.py", "from rv2xl import demo, resources", []),
    ],
)
def test_an_import_the_wrong_way_is_seen(module: str, source: str, wrong: list[str]) -> None:
    path = ROOT / module
    assert against_the_order(name_of(path), imports_of(ast.parse(source), path)) == wrong


@pytest.mark.parametrize(
    ("module", "other", "allowed"),
    [
        ("model.definitions.form", "model.expressions.nodes", True),
        ("model.expressions.nodes", "model.entries.entry", False),
        ("model.issue", "model.entries.entry", True),
        ("model.expressions.explain", "model.wording", True),
        ("excel.addresses", "excel.sheets.plan", False),
        ("excel.returned.compare", "excel.package.reader", True),
        ("excel.sheets.write", "excel.returned.compare", False),
        ("excel.sheets.write", "excel.addresses", True),
        ("excel.sheets.write", "excel.sheets.plan", True),
        ("reports.regional.overview", "reports.calculations.sheets", True),
        ("reports.workbook.book", "reports.regional.overview", False),
    ],
)
def test_an_import_the_wrong_way_within_a_room_is_seen(
    module: str, other: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "KNOWN", {module, other})
    assert against_the_order(module, {other}) == ([] if allowed else [other])


@cache
def imports_of_all() -> dict[str, set[str]]:
    """Which module of ours imports which, late imports and those for types alone too. A package itself counts if a name of its
    own is imported."""
    found = {}
    for path in MODULES:
        names = imports_of(tree_of(path), path) & KNOWN
        found[name_of(path)] = {
            name for name in names if not any(other.startswith(f"{name}.") for other in names)
        } - {name_of(path)}  # fmt: skip
    return found


def circle(edges: dict[str, set[str]]) -> list[str]:
    """Some circle of modules that import each other, if there is one."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    edges = {module: set(others) for module, others in imports_of_all().items()}
    for one, other in CIRCLES:
        edges[one].discard(other)
    assert circle(edges) == []


def test_a_circle_is_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


def test_each_circle_that_is_excused_is_there() -> None:
    for edge in CIRCLES:
        edges = {module: set(others) for module, others in imports_of_all().items()}
        for one, other in CIRCLES.keys() - {edge}:
            edges[one].discard(other)
        assert circle(edges), f"{edge} is no circle any more: take it off the list"


# -------------------------------------------------------------------------------------------------- other people's names


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_spreadsheets_stay_in_their_rooms(path: Path) -> None:
    module = name_of(path)
    if room_of(module) not in SPREADSHEETS_IN:
        assert not imports_of(tree_of(path), path) & SPREADSHEETS


LOADED = (
    "import sys, importlib; [importlib.import_module('rv2xl.' + name) for name in sys.argv[1:]]; print(*sys.modules)"
)


def loaded_with(names: Iterable[str]) -> list[str]:
    """All modules that are loaded with these of ours, by what they import in turn too."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *names], capture_output=True, text=True, check=True, cwd=ROOT.parent
    )
    return run.stdout.split()


@pytest.mark.parametrize("name", ["model", "forms", "check", "register", "issuing"])
def test_no_spreadsheet_library_is_even_loaded(name: str) -> None:
    """With a room, or with the module of that name wherever it stands; the definitions are loaded as well as the registry."""
    names = [module for module in KNOWN if module.startswith(f"{name}.") or module.split(".")[-1] == name]
    loaded = loaded_with(names)
    assert not SPREADSHEETS & {module.partition(".")[0] for module in loaded}
    assert names
    assert {f"rv2xl.{module}" for module in names} <= set(loaded)


def test_the_command_line_loads_nothing_heavy() -> None:
    assert not HEAVY & {module.partition(".")[0] for module in loaded_with(["cli"])}


def renderer(module: str) -> str | None:
    """Which renderer a module is, or is a part of."""
    return next((part for part in module.split(".") if part in RENDERERS), None)


def test_the_renderers_do_not_know_each_other() -> None:
    found = {module: renderer(module) for module in imports_of_all() if renderer(module)}
    assert len(set(found.values())) == 4, "evaluate, explain, words, and one for the formulas"
    for module, others in imports_of_all().items():
        if module in found:
            assert {renderer(other) for other in others} <= {None, found[module]}, module


PUBLIC = {"_asdict", "_exit", "_fields", "_make", "_replace"}
"""Documented all the same: of named tuples, and os._exit."""
UNDOCUMENTED = {"NameToInfo"}
"""Private without an underscore."""


def is_private(name: str) -> bool:
    return name in UNDOCUMENTED or (name.startswith("_") and not name.startswith("__") and name not in PUBLIC | {"_"})


def bound(tree: ast.AST) -> Iterator[str]:
    """Yield the private names that a module gives to something of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def used(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module takes from something: attributes, by name too, and what it imports from others."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute():
                yield node.attr
            case ast.Call(
                func=ast.Name(id="getattr" | "setattr" | "hasattr"), args=[_, ast.Constant(value=str(name)), *_]
            ):
                yield name
            case ast.ImportFrom(level=0, module=str(module)) if not module.startswith("rv2xl"):
                yield from module.split(".")
                yield from (alias.name for alias in node.names)
            case ast.Import():
                yield from (part for alias in node.names for part in alias.name.split("."))


def overridden(module: str, tree: ast.Module) -> Iterator[str]:
    """Yield the private names of a library's class that a class of ours gives another meaning."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            own = getattr(importlib.import_module(f"rv2xl.{module}"), node.name)
            theirs = [base for base in own.__mro__ if not base.__module__.startswith("rv2xl")]
            yield from (
                name for name in bound(ast.Module(node.body, [])) if any(hasattr(base, name) for base in theirs)
            )


def private_names() -> set[tuple[str, str]]:
    """Module and name wherever one beginning with an underscore belongs to somebody else: nothing of ours is called so."""
    trees = {name_of(path): tree_of(path) for path in MODULES}
    ours = {name for tree in trees.values() for name in bound(tree)}
    found = set()
    for module, tree in trees.items():
        foreign = {name for name in used(tree) if name not in ours} | set(overridden(module, tree))
        found |= {(module, name) for name in foreign if is_private(name)}
    return found


def test_no_private_name_of_a_library_is_used() -> None:
    assert private_names() == PRIVATE_NAMES.keys()


def test_a_list_loads_its_readers_when_it_is_read() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOADED, "excel.lists.clerk_list", "costs.import_costs", "distances.ways"],
        capture_output=True, text=True, check=True, cwd=ROOT.parent,
    )  # fmt: skip
    assert not {"pandas", "openpyxl", "xlrd"} & set(run.stdout.split())
    assert "rv2xl.excel.lists.clerk_list" in run.stdout.split()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import typer._click.core", {"_click"}),
        ("from xlsxwriter.workbook import _parse", {"_parse"}),
        ("book._strings.clear()", {"_strings"}),
        ("getattr(book, '_strings')", {"_strings"}),
        ("self._strings = 1\nself._strings", {"_strings"}),
        ("from rv2xl.model.rule import _made", set()),
        ("row._replace(a=1); package.NameToInfo", {"NameToInfo"}),
    ],
)
def test_a_private_name_is_seen(source: str, names: set[str]) -> None:
    assert set(filter(is_private, used(ast.parse(source)))) == names


# --------------------------------------------------------------------------------------------------------- small pieces


def test_rooms_stay_small() -> None:
    sizes = Counter(path.parent.relative_to(ROOT).as_posix() for path in MODULES if path.name != "__init__.py")
    assert {room for room, size in sizes.items() if size > ROOM_MODULES} == FULL_ROOMS.keys()


def test_modules_stay_small() -> None:
    sizes = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {module: size for module, size in sizes.items() if size > MODULE_LINES} == {}


def test_functions_stay_small() -> None:
    long = {
        f"{path.stem}.{node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    }
    assert long == LONG_FUNCTIONS.keys()
