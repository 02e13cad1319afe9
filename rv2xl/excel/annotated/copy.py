"""A returned file with its findings at the cells: the one call that makes the annotated copy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from lxml import etree

from rv2xl.excel.addresses import Place, place_of
from rv2xl.excel.annotated.added_sheet import put_first
from rv2xl.excel.annotated.apart import listed_apart
from rv2xl.excel.annotated.edited import EditedPackage, Unmarkable
from rv2xl.excel.annotated.listing import listing
from rv2xl.excel.annotated.notes import Notes
from rv2xl.excel.annotated.seal import sealed
from rv2xl.excel.annotated.sheet_cells import SheetPart
from rv2xl.excel.annotated.styles import Styles
from rv2xl.excel.annotated.wording import by_weight, note_text
from rv2xl.excel.returned.read import read_return
from rv2xl.model.entries.entry import NORMALISIERT
from rv2xl.model.finding import Finding
from rv2xl.model.returned import Entry, Return

_MOST_CELLS, _MOST_NOTED = 5_000, 60
"""So many cells of one sheet are hatched; a range of more cells than the second has a note at its first one alone."""
_AREA = re.compile(r"([A-Z]{1,3}[1-9]\d{0,6})(?::([A-Z]{1,3}[1-9]\d{0,6}))?")


def annotated(data: bytes, returned: Return, findings: Sequence[Finding]) -> bytes:
    """Return a file with its findings marked: a note and a hatching at each cell concerned, and a first sheet that lists all of them.

    All else stays as it came, save that the form's Korrektur Nr. is raised by one, and that the marks of empty and invalid cells, which
    would cover the hatchings, are gone where cells are hatched. `returned` and `findings` are those of `Checked`,
    read from the same bytes. A file that cannot be marked (unreadable, of no form of ours, too unusual) gives a workbook with the list
    alone. Equal input gives equal bytes.
    """
    if returned.issue is None:
        return listed_apart(findings)
    if returned.confidential:
        returned, findings = _as_its_tabs_are_called(data, returned, findings)
    try:
        return _marked(EditedPackage(data), returned, findings)
    except Unmarkable:
        return listed_apart(findings)


def _as_its_tabs_are_called(
    data: bytes, returned: Return, findings: Sequence[Finding]
) -> tuple[Return, Sequence[Finding]]:
    """Return both with the names that its sheets have in the file: elsewhere nobody may read those of a confidential form."""
    there = read_return(data, "").sheets
    tabs = {sheet.name: there[key].name for key, sheet in returned.sheets.items() if key in there}
    sheets = {key: replace(sheet, name=tabs.get(sheet.name, sheet.name)) for key, sheet in returned.sheets.items()}
    return replace(returned, sheets=sheets), [found.on_sheet(tabs.get(found.sheet or "")) for found in findings]


def _marked(package: EditedPackage, returned: Return, findings: Sequence[Finding]) -> bytes:
    styles, tabs = Styles(package), package.book.part_of
    sheets = {tab: SheetPart(package, tabs[tab]) for tab in _concerned(package, styles, findings)}
    for tab, sheet in sheets.items():
        notes = Notes(package, sheet)
        notes.take_off()
        _take_off_hatchings(package, sheet, styles)
        hatched, noted = _places([entry for entry in findings if entry.sheet == tab])
        for place, (first, *_) in hatched.items():
            cell = sheet.cell(place)
            cell.set("s", styles.marked(cell.get("s", "0"), first.severity))
        notes.put({place: note_text(said) for place, said in noted.items()})
        if hatched:
            _uncover(package, sheet)
    correction = _raise_correction(package, sheets, returned)
    known = {sheet.name for sheet in returned.sheets.values()}
    found = listing(findings, {tab: tab for tab in tabs}, correction)
    part = put_first(package, found, styles, [tab for tab in tabs if tab not in known])
    return sealed(package.data, part)


def _concerned(package: EditedPackage, styles: Styles, findings: Sequence[Finding]) -> list[str]:
    """Return the tabs that something is marked on, or was."""
    now = {entry.sheet for entry in findings if entry.cells}
    return [tab for tab, part in package.book.part_of.items() if tab in now or _was_marked(package, styles, part)]


def _was_marked(package: EditedPackage, styles: Styles, part: str) -> bool:
    comments = package.related(part, "comments")
    return styles.has_marks or (comments is not None and Notes.any_of_ours(package.content(comments)))


def _take_off_hatchings(package: EditedPackage, sheet: SheetPart, styles: Styles) -> None:
    for cell in sheet.cells() if styles.has_marks else ():
        if styles.is_marked(cell.get("s", "0")):
            package.edit(sheet.part)
            cell.set("s", styles.unmarked(cell.get("s", "0")))


def _uncover(package: EditedPackage, sheet: SheetPart) -> None:
    """Take off the conditional formats that would cover a hatching: all but those of states, which look at the first sign of a text."""
    for formats in list(sheet.root.iterchildren(f"{sheet.space}conditionalFormatting")):
        for rule in list(formats.iterchildren(f"{sheet.space}cfRule")):
            if not (rule.findtext(f"{sheet.space}formula") or "").startswith("LEFT("):
                formats.remove(rule)
        if not len(formats):
            sheet.root.remove(formats)
    package.edit(sheet.part)


def _places(
    findings: Sequence[Finding],
) -> tuple[Mapping[Place, Sequence[Finding]], Mapping[Place, Sequence[Finding]]]:
    """Return what is found at each cell that is hatched, and at each that gets a note; the gravest first."""
    hatched: dict[Place, list[Finding]] = {}
    noted: dict[Place, list[Finding]] = {}
    for entry in by_weight(findings):
        for area in entry.cells:
            cells = list(islice(_cells(area), _MOST_CELLS))
            for number, place in enumerate(cells):
                if place in hatched or len(hatched) < _MOST_CELLS:
                    hatched.setdefault(place, []).append(entry)
                    if (number == 0 or len(cells) <= _MOST_NOTED) and entry not in noted.setdefault(place, []):
                        noted[place].append(entry)
    return hatched, noted


def _cells(area: str) -> Iterator[Place]:
    found = _AREA.fullmatch(area)
    if found is None:
        return
    (top, left), (bottom, right) = place_of(found[1]), place_of(found[2] or found[1])
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column


def raised_correction(returned: Return) -> int | None:
    """Return the Korrektur Nr. that the copy of a return has; None if the form has none or no higher one, or what stands there is to be
    mended first, or is a formula."""
    ref = returned.issue.form.roles.correction if returned.issue is not None else None
    sheet = returned.sheets.get(ref.sheet or "") if ref is not None else None
    entry = sheet.entries.get(ref.field) if ref is not None and sheet is not None else None
    if ref is None or sheet is None or entry is None or not _is_read_as_typed(entry):
        return None
    number, highest = returned.correction + 1, sheet.sheet.fields[ref.field].type.maximum
    return None if isinstance(highest, Decimal) and number > highest else number


def _is_read_as_typed(entry: Entry) -> bool:
    """Whether a number was read from what somebody typed: a formula has a number that is read with a note of it."""
    return entry.code is None or (entry.code == NORMALISIERT and isinstance(entry.raw, str))


def _raise_correction(package: EditedPackage, sheets: Mapping[str, SheetPart], returned: Return) -> int | None:
    """Raise the Korrektur Nr. and return it; None if it cannot be raised."""
    number, ref = (
        raised_correction(returned),
        returned.issue.form.roles.correction if returned.issue is not None else None,
    )
    if number is None or ref is None:
        return None
    sheet = returned.sheets[ref.sheet or ""]
    entry, part = sheet.entries[ref.field], package.book.part_of.get(sheet.name)
    if part is None:
        return None
    page = sheets.get(sheet.name) or SheetPart(package, part)
    cell = page.cell(place_of(entry.cell))
    if cell.find(f"{page.space}f") is not None:
        return None
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "vm", "cm"):
        cell.attrib.pop(name, None)
    etree.SubElement(cell, f"{page.space}v").text = str(number)
    return number
