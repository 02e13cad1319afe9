"""The formulas of sheets that are laid out for each workbook, made once for all workbooks with the same sheets in the same order.

A stencil is such a workbook with marks for the names of its sheets and for its prefilled texts; what stands there is put in for each.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rv2xl.excel.addresses import quoted
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.definitions.form import Form
from rv2xl.model.derived import derived, derived_lately
from rv2xl.model.issue import Issue, IssuedSheet

_MOST = 4_000_000
"""Characters kept of a form: one with 3 Orte takes 65,000. A workbook of a kind of its own costs no more than without a stencil."""
_MARK, _BETWEEN = "\x04", "\x05"
_AWKWARD = re.compile(f'["{_MARK}{_BETWEEN}]')
"""What a formula writes otherwise than it is, or what a mark could be taken for."""

Render = Callable[[Layout, Placed], Mapping[str, str]]


class _Shape(NamedTuple):
    """What workbooks with one stencil have in common: year, and of each sheet key and fields with prefilled texts.

    Other prefilled values stand in no formula.
    """

    year: int
    sheets: tuple[tuple[str, tuple[str, ...]], ...]


class _Stencil(NamedTuple):
    """The formulas of one sheet: their addresses, and their texts one behind the other, cut where what has one of the numbers is put in."""

    addresses: tuple[str, ...]
    pieces: tuple[str, ...]
    numbers: tuple[int, ...]

    def filled(self, put_in: Sequence[str]) -> Mapping[str, str]:
        texts = list(self.pieces)
        texts[1::2] = [put_in[number] for number in self.numbers]
        return dict(zip(self.addresses, "".join(texts).split(_BETWEEN), strict=True)) if self.addresses else {}


def formulas_from_stencil(layout: Layout, placed: Placed, render: Render) -> Mapping[str, str]:
    """Return what `render` gives for a sheet, by way of the stencil; at once where a name or a prefilled text is awkward."""
    found = _filled(layout, render)
    return render(layout, placed) if found is None else found[placed.key]


@derived
def _filled(layout: Layout, render: Render) -> Mapping[str, Mapping[str, str]] | None:
    issue = layout.issue
    names, texts = [sheet.name for sheet in issue.sheets], [text for _, text in _texts(issue)]
    put_in = [*map(quoted, names), *names, *texts]
    if _AWKWARD.search("".join(put_in)):
        return None
    return {key: stencil.filled(put_in) for key, stencil in _stencils(issue.form, _shape(issue), render).items()}


def _texts(issue: Issue) -> Iterator[tuple[str, str]]:
    for sheet in issue.sheets:
        yield from ((name, value) for name, value in sheet.given.items() if isinstance(value, str))


def _shape(issue: Issue) -> _Shape:
    return _Shape(
        issue.year,
        tuple(
            (sheet.key, tuple(name for name, value in sheet.given.items() if isinstance(value, str)))
            for sheet in issue.sheets
        ),
    )


def _characters(stencils: Mapping[str, _Stencil]) -> int:
    return sum(sum(map(len, stencil.pieces)) for stencil in stencils.values())


@derived_lately(_MOST, _characters)
def _stencils(form: Form, shape: _Shape, render: Render) -> Mapping[str, _Stencil]:
    """What is put in is numbered: the names as they stand before an address, the names alone, the prefilled texts."""
    count = len(shape.sheets)
    names, free = [_mark(count + number) for number in range(count)], itertools.count(2 * count)
    issued = tuple(
        IssuedSheet(key, key.partition(".")[0], name, {field: _mark(next(free)) for field in texts})
        for name, (key, texts) in zip(names, shape.sheets, strict=True)
    )
    layout = lay_out(Issue(form, shape.year, "", issued))
    return {placed.key: _stencil(render(layout, placed), names) for placed in layout.placed if not placed.general}


def _stencil(formulas: Mapping[str, str], names: Sequence[str]) -> _Stencil:
    texts = _BETWEEN.join(formulas.values())
    for number, name in enumerate(names):
        texts = texts.replace(quoted(name), _mark(number))
    pieces = texts.split(_MARK)
    return _Stencil(tuple(formulas), tuple(pieces), tuple(map(int, pieces[1::2])))


def _mark(number: int) -> str:
    return f"{_MARK}{number}{_MARK}"
