"""What a form spells, it alone spells: other rooms ask it for its parts by role."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from rv2xl import forms

ROOT = Path(__file__).parent.parent / "rv2xl"
ROOMS_THAT_SPELL = {"forms", "demo"}
"""Definitions, and the invented entries of the demonstration."""

MODULES = [path for path in sorted(ROOT.rglob("*.py")) if path.relative_to(ROOT).parts[0] not in ROOMS_THAT_SPELL]


def ids() -> set[str]:
    """Return the ids of all fields and columns of all forms."""
    sheets = [sheet for name in forms.NAMES for form in forms.versions(name) for sheet in form.sheets]
    return {name for sheet in sheets for name in (*sheet.fields, *sheet.columns)}


def spelled(source: str) -> Iterator[str]:
    """Yield the texts of a module that are an id of a field, or put its last part behind a dot: f"{section}.jahr"."""
    known = ids()
    last = {"." + name.rpartition(".")[2] for name in known}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in known:
            yield node.value
        if isinstance(node, ast.JoinedStr):
            texts = [part.value for part in node.values if isinstance(part, ast.Constant)]
            yield from (text for text in texts if text in last)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_id_of_a_form_is_spelled_outside_its_room(path: Path) -> None:
    assert list(spelled(path.read_text(encoding="utf-8"))) == []


def test_a_spelled_id_is_seen() -> None:
    assert list(spelled('value("deckblatt.korrektur_nr")')) == ["deckblatt.korrektur_nr"]
    assert list(spelled('f"{head.section}.jahr"')) == [".jahr"]
