"""Any content in any input of any form: one finding at its cell, or the value that openpyxl shows there; never an exception.

What each content should give in each kind of field is told by `tests/unit/returns/test_contents.py`; here chance chooses.
"""

from __future__ import annotations

import random
import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl import load_workbook

from rv2xl import forms
from rv2xl.excel.escapes import unescaped
from rv2xl.excel.parts import replace_parts
from rv2xl.excel.sheets.plan import Cell, Placed
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES, Status, status_of
from rv2xl.model.issue import Issue
from tests.forms.standard import judged, standard
from tests.programs.package import STYLES, filled, parts_of, sheet_parts
from tests.soak import drawing
from tests.soak.drawing import Judged
from tests.soak.views import TEXTS
from tests.unit.returns.test_contents import CONTENTS, styled

PIECES = (
    *"0123456789.,-+ %€'\u00a0\u202f\u2212", "EUR", "e5", "1.234", "12,5", "31.12.2025", "2025-12-31", "ja", "nein", "k. A.", "#NV",
    "_x000D_", "\n", "=1+1", "Prozent", "58",
)  # fmt: skip


class Spoilt(NamedTuple):
    """A standard workbook with one content in one input."""

    form: str
    placed: Placed
    cell: Cell
    content: str
    data: bytes


def spoilt(source: random.Random) -> Spoilt:
    """Choose a form, one of its inputs and a content."""
    form = source.choice(forms.NAMES)
    layout = standard(form).layout
    placed = source.choice([sheet for sheet in layout.placed if _inputs(sheet, layout.issue)])
    cell = source.choice(_inputs(placed, layout.issue))
    _, attributes, content, shown = source.choice(CONTENTS)
    if source.random() < 0.6:
        text = (
            source.choice(TEXTS) if source.random() < 0.5 else "".join(source.choices(PIECES, k=source.randint(1, 4)))
        )
        attributes, content, shown = source.choice(("", ' t="str"', ' t="str"')), f"<v>{escape(text)}</v>", None
    data = filled(form)
    part, (styles, numbers) = sheet_parts(data)[placed.name], styled(form)
    style = r"\g<1>" if shown is None else f' s="{numbers[shown]}"'
    old = rf'<c r="{cell.name}"( s="\d+")(?:[^>]*/>|[^>]*>.*?</c>)'
    new = (
        rf'<c r="{cell.name}"{style}{attributes}>{content}</c>'.replace("\\g", "\0")
        .replace("\\", r"\\")
        .replace("\0", "\\g")
    )
    xml, count = re.subn(old, new, parts_of(data)[part].decode())
    assert count == 1, (form, placed.name, cell.name)
    return Spoilt(form, placed, cell, attributes + content, replace_parts(data, {part: xml.encode(), STYLES: styles}))


def _inputs(placed: Placed, issue: Issue) -> list[Cell]:
    fields = placed.plan.fields.values()
    return [
        cell for cell in fields if cell.field is not None and not cell.field.computed and not issue.locked(cell.field)
    ]


def complaint(case: Spoilt) -> str | None:
    """Return what is wrong with how a workbook is judged; None if nothing is."""
    returned, findings = judged(case.data)
    known = CODES.keys() | standard(case.form).layout.issue.form.rules.keys()
    if unknown := {found.code for found in findings} - known:
        return f"unknown codes {unknown}"
    if status_of(tuple(findings)) is Status.UNLESBAR:
        return None
    if any(found.sheet == case.placed.name and case.cell.name in found.cells for found in findings):
        return None
    assert case.cell.field is not None
    value = returned.value(case.placed.key, case.cell.field.id)
    shown = _shown(case)
    return None if _means(value, shown) else f"no finding, read {value!r}, shown {shown!r}"


def _shown(case: Spoilt) -> object:
    """What openpyxl shows; nothing where it reads no sheet, for it takes white space alone for a number that is none."""
    try:
        return load_workbook(BytesIO(case.data), data_only=True)[case.placed.name][case.cell.name].value
    except ValueError:
        return None


def _means(value: Value, shown: object) -> bool:
    if isinstance(shown, datetime):
        shown = shown.date()
    if value is None:
        return shown is None or str(shown).strip() == ""
    if isinstance(value, date):
        return shown == value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return isinstance(shown, int | float) and abs(Decimal(repr(shown)) - value) <= abs(value) * Decimal("1e-12")
    return unescaped(str(shown)) == str(value)  # openpyxl leaves „_x000D_“ as it stands


def judge(source: random.Random) -> Judged:
    """Judge one content."""
    case = spoilt(source)
    wrong = complaint(case)
    where = f"{case.form} {case.placed.name}!{case.cell.name} {case.content!r}"
    return Judged("wrong", f"{where}: {wrong}") if wrong else Judged("right")


def search(count: int, seed: int) -> bool:
    """Look at so many; tell what is judged wrongly, and whether nothing is."""
    return drawing.search("content", count, seed, judge)
