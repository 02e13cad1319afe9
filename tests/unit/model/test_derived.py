"""What is derived is made once, stays where it was derived from, and goes with it."""

from __future__ import annotations

import ast
import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

import rv2xl
from rv2xl.model.derived import Owner, derived, derived_lately

MODULES = sorted(Path(rv2xl.__file__).parent.rglob("*.py"))


class Thing(Owner):
    """Something to derive from, or something derived."""


CALLS: list[int] = []


@derived
def made(owner: Thing, number: int) -> Thing:
    CALLS.append(number)
    return Thing()


@derived_lately(3)
def made_lately(owner: Thing, number: int) -> Thing:
    CALLS.append(number)
    return Thing()


@pytest.fixture(autouse=True)
def counted() -> Iterator[None]:
    CALLS.clear()
    gc.disable()  # what goes, goes at once
    yield
    gc.enable()


def test_once_for_each_owner_and_all_that_is_given() -> None:
    one, other = Thing(), Thing()
    assert made(one, 1) is made(one, 1)
    assert len({made(one, 1), made(one, 2), made(other, 1)}) == 3
    assert CALLS == [1, 2, 1]


def test_it_goes_with_its_owner() -> None:
    owner = Thing()
    kept = weakref.ref(made(owner, 1))
    assert kept() is not None
    del owner
    assert kept() is None


def test_the_last_few_are_kept() -> None:
    owner = Thing()
    found = {number: weakref.ref(made_lately(owner, number)) for number in (1, 2, 3)}
    made_lately(owner, 1)
    made_lately(owner, 4)
    assert [number for number, kept in found.items() if kept() is not None] == [1, 3]
    assert made_lately(owner, 1) is found[1]()
    assert CALLS == [1, 2, 3, 4]


@derived_lately(10, weight=len)
def text(owner: Thing, length: int) -> str:
    CALLS.append(length)
    return "x" * length


def test_what_is_heavy_leaves_less_room_but_the_last_always_stays() -> None:
    owner = Thing()
    for length in (3, 3, 4, 3, 4, 4):
        text(owner, length)
    assert CALLS == [3, 4]
    for length in (5, 3, 4, 20, 20, 5):
        text(owner, length)
    assert CALLS == [3, 4, 5, 3, 4, 20, 5]


OF_A_FORM = {
    "Form", "Sheet", "Block", "Roster", "Field", "Rule", "Judgement", "Expr", "Ref", "Issue", "Layout", "Placed", "SheetPlan", "Cell",
}  # fmt: skip
"""What comes and goes with a form: no module may keep it."""

OF_A_FILE = {"_sheet_of": "the sheets of the few files that were unpacked last"}
"""What is kept for a while although it speaks of a form, and why."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_keeps_what_is_derived_from_a_form(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            decorators = {
                name.id for entry in node.decorator_list for name in ast.walk(entry) if isinstance(name, ast.Name)
            }
            arguments = [*node.args.args, *filter(None, (node.args.vararg,))]
            types = {name.id for entry in arguments for name in ast.walk(entry) if isinstance(name, ast.Name)}
            assert not (decorators & {"cache", "lru_cache"} and types & OF_A_FORM) or node.name in OF_A_FILE, node.name
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"id", "WeakKeyDictionary"}, f"line {node.lineno}"
