"""A new workbook, of a form or of a report: XlsxWriter, told to take every text as nothing but a text.

XlsxWriter makes formulas, numbers and links of texts that look so, unless told otherwise, and writes a text that looks like rich
text into the file as it stands: what begins with <r> and ends with </r> would be markup, and could be a damaged file.
"""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from rv2xl.excel.escapes import escaped
from rv2xl.excel.parts import replace_parts
from rv2xl.model.foreign_text import ELLIPSIS, cut, units, writable
from rv2xl.model.soundness.mistakes import CELL_TEXT

CREATED = datetime(2023, 7, 1)
"""The day from which the Anlagen apply stands as the date of making, unless another is given: no file depends on the clock."""

_OPTIONS = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose texts are texts: one that would pass for rich text becomes rich text that shows it; one that a cell cannot hold
    loses its end and says so."""

    def write_string(self, row: int, column: int, text: str, look: Format | None = None) -> int:
        if not text.isascii():
            text = writable(text)
        if len(text) * 2 > CELL_TEXT and units(text) > CELL_TEXT:
            text = cut(text, CELL_TEXT - len(ELLIPSIS)) + ELLIPSIS
        if text.startswith("<r>") and text.endswith("</r>"):
            return int(self.write_rich_string(row, column, text[0], text[1], text[2:], look))
        return int(super().write_string(row, column, text, look))

    def write_formula(
        self, row: int, column: int, formula: str, look: Format | None = None, value: float | str = 0
    ) -> int:
        """Write a formula as it stands, and beside it what it shows, which may be no XML and which XlsxWriter does not escape.

        XlsxWriter's own call takes „MAP(“ in the name of a sheet for a function that it must prefix. Ours uses none that needs a prefix.
        """
        stored = escaped(writable(value)) if isinstance(value, str) else value
        outside = int(super().write_number(row, column, 0, look))
        if not outside:
            self.table[row][column] = CellFormulaTuple(formula.removeprefix("="), look, stored)
        return outside


class NewWorkbook(Workbook):  # type: ignore[misc]
    """A workbook to be filled and closed; then its file stands in the buffer. Equal calls give equal bytes.

    `made` is the day of which its properties say that it was made and changed.
    """

    worksheet_class = _Sheet

    def __init__(
        self,
        buffer: BytesIO,
        title: str,
        subject: str,
        keywords: str = "",
        comments: str = "",
        *,
        made: date | None = None,
    ) -> None:
        super().__init__(buffer, _OPTIONS)
        created = CREATED if made is None else datetime(made.year, made.month, made.day)
        named = {"title": title, "subject": subject, "author": "LWV Hessen", "created": created}
        told = {"keywords": keywords, "comments": comments}
        self.set_properties(named | {name: text for name, text in told.items() if text})
        self.set_calc_mode("auto")


_PROPERTIES, _END = "docProps/core.xml", b"</cp:coreProperties>"


def in_german(data: bytes) -> bytes:
    """Return a workbook, as XlsxWriter wrote it, whose properties say that it is in German; XlsxWriter has no way to say so."""
    with ZipFile(BytesIO(data)) as package:
        properties = package.read(_PROPERTIES)
    language = b"<dc:language>de-DE</dc:language>"
    return replace_parts(data, {_PROPERTIES: properties.replace(_END, language + _END)})
