"""One sheet of a filled return, spoilt at random: what we read of it is what openpyxl and LibreOffice show, or we refuse it.

Neither is a judge of what it cannot read itself; what each is known to show otherwise than Excel does stands in `alike` and in
`shown_by_libreoffice`.
"""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from math import isclose, isfinite
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl import load_workbook

from rv2xl.excel.addresses import cell_name
from rv2xl.excel.package.cells.sheet import UNNAMED
from rv2xl.excel.package.edit import opened
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from tests.office.client import Office, OfficeError
from tests.programs.package import STRINGS, STYLES, TYPES, filled, packed, parts_of, sheet_parts
from tests.security.fuzz import spoilt
from tests.security.hostile import MAIN, content_types, xlsx
from tests.soak import drawing
from tests.soak.drawing import Judged

FORM, SHEET, PART = "dokumentation", "58 Erbach", "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LOCAL = ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "r", "x", "extLst")
TEXTS = (
    "", " ", "0", "1", "-1", "7.5", "1E3", "1e-7", "0x10", "NaN", "INF", "-inf", "1_0", " 5 ", "5,0", "true", "FALSE", "2", "45657",
    "45657.75", "0.25", "-0.5", "1e300", "1e999", "#N/A", "#SPILL!", "2024-12-31", "2024-12-31T06:00:00", "PT5H", "１", "+3", ".5", "5.",
    "x", "A1", "_x0041_", "\u00a0", "99999", "0" * 30 + "1",
)  # fmt: skip
ATTRIBUTES = {
    "t": ("s", "str", "inlineStr", "b", "e", "d", "n", "x", "", "S"),
    "r": ("A1", "B5", "C30", "B58", "a1", "$A$1", "A01", "A0", "1A", "", "3", "07", "-1", "1.0", " 4", "ZZ9", "AAA1", "A9999"),
    "s": tuple(map(str, (*range(60), -1, 999, "x", "", "01"))),
}  # fmt: skip
Cells = dict[str, object]
View = Callable[[bytes], Cells | None]
Differences = list[tuple[str, object, object]]
DAY_ZERO, MARCH_1900 = datetime(1899, 12, 30), datetime(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was."""
NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*", re.ASCII | re.IGNORECASE)
"""What XML takes for a number."""
WHITE = " \t\r\n"
"""What XML takes for white space."""


def sheet_of(cells: bytes) -> bytes:
    """A workbook of one sheet that has these cells or rows."""
    return packed(
        _around() | {PART: b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (SPACE.encode(), cells)}
    )


def cells_only() -> bytes:
    """The cells of the sheet without all that stands before and behind them."""
    return b'<worksheet xmlns="%s">%s</worksheet>' % (SPACE.encode(), _data())


@cache
def _data() -> bytes:
    found = re.search(
        rb"<sheetData>.*</sheetData>", parts_of(filled(FORM))[sheet_parts(filled(FORM))[SHEET]], re.DOTALL
    )
    assert found is not None
    return found[0]


@cache
def _around() -> dict[str, bytes]:
    """All other parts of a workbook of this one sheet, with the texts and styles of the return."""
    whole = parts_of(filled(FORM))
    types = content_types({"xl/workbook.xml": MAIN, STRINGS: MAIN.replace("sheet.main", "sharedStrings")})
    return parts_of(xlsx()) | {STRINGS: whole[STRINGS], STYLES: whole[STYLES], TYPES: types.encode()}


def changed(source: random.Random) -> bytes:
    """Change the elements of the sheet, so that it stays XML; one time in four its bytes."""
    xml = cells_only()
    if source.random() < 0.25:
        return spoilt(xml, source)
    root = ElementTree.fromstring(xml)
    for _ in range(source.randint(1, 4)):
        _change(root, source)
    return ElementTree.tostring(root, default_namespace=None)


def _change(root: Element, source: random.Random) -> None:
    parents = [(parent, child) for parent in root.iter() for child in parent]
    if not parents:
        return
    (parent, one), (other_parent, other) = source.choice(parents), source.choice(parents)
    at = source.randrange(len(parent) + 1)
    match source.randrange(8):
        case 0:
            parent.remove(one)
        case 1:
            parent.insert(at, deepcopy(one))
        case 2 if other is not one and not any(inner is parent for inner in other.iter()):
            other_parent.remove(other)
            parent.insert(at, other)
        case 3:
            name = source.choice([*ATTRIBUTES])
            one.attrib.pop(name, None)
            if source.random() < 0.8:
                one.set(name, source.choice(ATTRIBUTES[name]))
        case 4:
            one.text = source.choice(TEXTS)
        case 5:
            one.tail = source.choice(TEXTS)
        case 6:
            one.tag = f"{{{source.choice((SPACE, SPACE, 'urn:x'))}}}{source.choice(LOCAL)}"
        case _:
            more = ElementTree.Comment("9") if source.random() < 0.3 else Element(f"{{{SPACE}}}{source.choice(LOCAL)}")
            more.tail, more.text = source.choice(TEXTS), source.choice(TEXTS)
            parent.insert(at, more)


def ours(data: bytes) -> Cells:
    """What we read of the sheet. Raises DamagedPart and PartTooLarge."""
    with ZipFile(BytesIO(data)) as package:
        book = opened(package)
        found = book.cells(book.sheets[0])
    shown = {cell_name(row, column): value for row, line in enumerate(found.rows) for column, value in enumerate(line)}
    return {cell: value for cell, value in {**shown, **found.errors}.items() if value not in ("", None)}


def theirs(data: bytes) -> Cells | None:
    """What openpyxl shows; None if it cannot read the sheet, or takes for a cell what is none: whatever stands in a row."""
    if any(
        cell.tag != f"{{{SPACE}}}c" for cell in ElementTree.fromstring(parts_of(data)[PART]).iterfind(".//{*}row/*")
    ):
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            sheet = load_workbook(BytesIO(data), data_only=True).worksheets[0]
    except Exception:
        return None
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")}


def _is_named_failure(our: object, their: object) -> bool:
    """Whether a cell says of itself that it failed and not how: to us an error, named at its cell; others show nothing."""
    return our == UNNAMED and (their is None or (isinstance(their, str) and not their.strip(WHITE)))


def _is_number_to_python_alone(text: str) -> bool:
    """Whether openpyxl takes for a number what is none in XML: „1_0“ as 10, „１“ as 1; to us an error, named at its cell."""
    try:
        float(text)
    except ValueError:
        return False
    return not NUMBER.fullmatch(text)


def alike(our: object, their: object) -> bool:
    """Whether both are one value: openpyxl knows no day without a time and keeps whole numbers apart, and escapes as they stand."""
    if _is_named_failure(our, their) or (isinstance(our, str) and "_x" in our + str(their)):
        return True
    if isinstance(our, bool) or isinstance(their, bool):
        return our is their or isinstance(
            our, str
        )  # „118“ is true to openpyxl; to us a text, which is named at its cell
    if isinstance(their, float) and not isfinite(their):
        return isinstance(our, str)  # no number to Excel; to us a text
    if isinstance(our, float) and isinstance(their, int | float):
        return our == their
    if isinstance(our, str) and not isinstance(their, str | None):
        return _is_number_to_python_alone(our)
    if isinstance(their, datetime) and their.time() == time():
        return our == their.date()
    if isinstance(our, timedelta) and isinstance(their, timedelta):
        return abs(our - their) < timedelta(milliseconds=1)
    return our == their


class InLibreOffice:
    """What LibreOffice shows of workbooks."""

    def __init__(self, office: Office, folder: Path) -> None:
        self._office, self._path = office, folder / "blatt.xlsx"

    def __call__(self, data: bytes) -> Cells | None:
        """Return the cells without formulas; None if it cannot open the workbook. An error value it shows as a formula."""
        self._path.write_bytes(data)
        try:
            with self._office.open(self._path) as document:
                cells = next(iter(document.cells().values()), {})
        except OfficeError:
            return None
        return {
            cell: Calculated if found.formula is not None or found.error else found.value
            for cell, found in cells.items()
        }


class Calculated:
    """Stands for a formula's value: LibreOffice may have calculated it anew."""


def shown_by_libreoffice(our: object) -> object:
    """Return what LibreOffice shows of a value: a number for days, times and durations."""
    if isinstance(our, datetime):
        return (our - DAY_ZERO) / timedelta(days=1) - (our < MARCH_1900)
    if isinstance(our, date):
        return float((our - DAY_ZERO.date()).days - (our < MARCH_1900.date()))
    if isinstance(our, time):
        return (datetime.combine(DAY_ZERO, our) - DAY_ZERO) / timedelta(days=1)
    return our / timedelta(days=1) if isinstance(our, timedelta) else our


def alike_in_libreoffice(our: object, their: object) -> bool:
    """Whether both are one value: LibreOffice knows no days and takes what it can of what is no number."""
    if isinstance(our, date) and isinstance(their, float) and 60 <= their < 61:
        their -= 1  # the day that never was is to all but Excel the one before
    our = shown_by_libreoffice(our)
    if their is Calculated or isinstance(our, bool) or _is_named_failure(our, their):
        return True
    if isinstance(our, str) and isinstance(their, float):  # LibreOffice takes the beginning of what is no number
        return True  # to us an error, named at its cell
    if isinstance(our, str) and isinstance(their, str | None):
        return our.strip(WHITE) == (their or "").strip(
            WHITE
        )  # LibreOffice leaves it out where no xml:space says otherwise
    if isinstance(our, float) and isinstance(their, float):
        return isclose(our, their, rel_tol=1e-12, abs_tol=1e-8)
    return our == their


def differences(data: bytes, view: View = theirs, same: Callable[[object, object], bool] = alike) -> Differences | None:
    """Return the cells that are read in two ways: address, our value, theirs; None if they are not read there.

    Raises DamagedPart and PartTooLarge.
    """
    our, their = ours(data), view(data)
    if their is None:
        return None
    cells = ((cell, our.get(cell), their.get(cell)) for cell in sorted({**our, **their}))
    return [(cell, mine, other) for cell, mine, other in cells if not same(mine, other)]


def search(count: int, seed: int, office: InLibreOffice | None = None) -> bool:
    """Look at so many changed sheets; tell what is read in two ways, and whether there is nothing of it."""
    program = "openpyxl" if office is None else "LibreOffice"

    def judge(source: random.Random) -> Judged:
        data = packed(_around() | {PART: changed(source)})
        try:
            found = differences(data) if office is None else differences(data, office, alike_in_libreoffice)
        except (DamagedPart, PartTooLarge) as error:
            return Judged(type(error).__name__)
        if found is None:
            return Judged(f"not read by {program}")
        wrong = "; ".join(f"{cell}: we {our!r}, {program} {their!r}" for cell, our, their in found[:3])
        return Judged("different" if wrong else "read alike", wrong)

    return drawing.search("sheet", count, seed, judge)
