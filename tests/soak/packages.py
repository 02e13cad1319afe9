"""Whole packages spoilt at random: parts gone, doubled, exchanged and renamed, relations bent. What is read is what openpyxl shows.

Every sheet is compared, cell by cell; a package that is refused is no difference, an exception is.
"""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import load_workbook

from rv2xl import forms
from rv2xl.excel.addresses import cell_name
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from tests.forms.standard import judged
from tests.programs.package import RELS, TYPES, WORKBOOK, filled, parts_of
from tests.soak import drawing
from tests.soak.drawing import Judged
from tests.soak.views import Cells, alike

Entries = list[tuple[str, bytes]]


def _gone(entries: Entries, source: random.Random) -> Entries:
    at = source.randrange(len(entries))
    return entries[:at] + entries[at + 1 :]


def _doubled(entries: Entries, source: random.Random) -> Entries:
    return [*entries, (source.choice(entries)[0], source.choice(entries)[1])]


def _exchanged(entries: Entries, source: random.Random) -> Entries:
    one, other = source.sample(range(len(entries)), 2)
    changed = list(entries)
    changed[one], changed[other] = (entries[one][0], entries[other][1]), (entries[other][0], entries[one][1])
    return changed


def _renamed(entries: Entries, source: random.Random) -> Entries:
    at = source.randrange(len(entries))
    name = entries[at][0]
    new = source.choice(
        (
            name.upper(),
            name.replace("/", "\\"),
            "/" + name,
            name + " ",
            "./" + name,
            name.replace("xl/", "Xl/"),
            "a/../" + name,
        )
    )
    return [*entries[:at], (new, entries[at][1]), *entries[at + 1 :]]


def _bent(entries: Entries, source: random.Random) -> Entries:
    """Change names and relations in the parts that tell which part is what."""
    part = source.choice((RELS, TYPES, WORKBOOK, "_rels/.rels"))
    return [(name, _words_exchanged(xml, source) if name == part else xml) for name, xml in entries]


def _words_exchanged(xml: bytes, source: random.Random) -> bytes:
    values = [found.span(1) for found in re.finditer(rb'="([^"]*)"', xml)]
    (start, end), (other_start, other_end) = source.choice(values), source.choice(values)
    new = source.choice(
        (
            xml[other_start:other_end],
            b"",
            xml[start:end].upper(),
            xml[start:end] + b"x",
            b"../" + xml[start:end],
            b"/" + xml[start:end],
        )
    )
    return xml[:start] + new + xml[end:]


CHANGES: tuple[Callable[[Entries, random.Random], Entries], ...] = (_gone, _doubled, _exchanged, _renamed, _bent, _bent)


def spoilt(source: random.Random) -> bytes:
    """Return a filled return with one or two such changes."""
    entries = list(parts_of(filled(source.choice(forms.NAMES))).items())
    for _ in range(source.randint(1, 2)):
        entries = source.choice(CHANGES)(entries, source)
    target = BytesIO()
    with warnings.catch_warnings(action="ignore"), ZipFile(target, "w") as package:
        for name, content in entries:
            package.writestr(name, content, source.choice((ZIP_DEFLATED, ZIP_DEFLATED, ZIP_STORED)))
    return target.getvalue()


def ours(data: bytes) -> dict[str, Cells] | None:
    """What we read, by sheet; None if the package is refused."""
    guarded = guard(data)
    if guarded.package is None or guarded.workbook is None:
        return None
    try:
        book = ReceivedBook(guarded.package, guarded.workbook)
        return {tab: _cells(book, tab) for tab in book.sheets}
    except (DamagedPart, PartTooLarge):
        return None


def _cells(book: ReceivedBook, tab: str) -> Cells:
    found = book.cells(tab)
    shown = {cell_name(row, column): value for row, line in enumerate(found.rows) for column, value in enumerate(line)}
    return {cell: value for cell, value in {**shown, **found.errors}.items() if value not in ("", None)}


def theirs(data: bytes) -> dict[str, Cells] | None:
    """What openpyxl shows, by sheet; None if it cannot read the package."""
    try:
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(BytesIO(data), data_only=True)
    except Exception:
        return None
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")
        }
        for sheet in book.worksheets
    }


def judge(source: random.Random) -> Judged:
    """Tell the first thing in a package that is read in two ways.

    Of a sheet that one of the two does not find, the other's figures stand alone: openpyxl takes the names of parts by the letter and
    looks at no type of a relation; a sheet that we do not find is BLATT-FEHLT.
    """
    data = spoilt(source)
    judged(data)
    our, their = ours(data), theirs(data)
    if our is None or their is None:
        return Judged("refused" if our is None else "not read by openpyxl")
    cells = ((tab, cell) for tab in our.keys() & their.keys() for cell in sorted({**our[tab], **their[tab]}))
    wrong = next((f"{tab}!{cell}" for tab, cell in cells if not alike(our[tab].get(cell), their[tab].get(cell))), "")
    return Judged("different" if wrong else "read alike", wrong)


def search(count: int, seed: int) -> bool:
    """Look at so many spoilt packages; tell what is read in two ways, and whether there is nothing of it."""
    return drawing.search("package", count, seed, judge)
