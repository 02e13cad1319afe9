"""A new workbook, of a form or of a report: XlsxWriter, told to take every text as nothing but a text.

XlsxWriter makes formulas, numbers and links of texts that look so, unless told otherwise, and writes a text that looks like rich
text into the file as it stands: what begins with <r> and ends with </r> would be markup, and could be a damaged file.
"""

from __future__ import annotations

import html
from datetime import datetime
from io import BytesIO

from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.workbook import Workbook

CREATED = datetime(2023, 7, 1)
"""The day from which the Anlagen apply stands as the date of making: the file does not depend on the clock."""

_OPTIONS = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}


class _Texts(SharedStringTable):  # type: ignore[misc]
    """The texts of a workbook. One that would pass for rich text becomes rich text that shows it."""

    def _get_shared_string_index(self, string: str) -> int:
        if string.startswith("<r>") and string.endswith("</r>"):
            string = f'<r><t xml:space="preserve">{html.escape(string, quote=False)}</t></r>'
        index: int = super()._get_shared_string_index(string)
        return index


class NewWorkbook(Workbook):  # type: ignore[misc]
    """A workbook to be filled and closed; then its file stands in the buffer. Equal calls give equal bytes."""

    def __init__(self, buffer: BytesIO, title: str, subject: str) -> None:
        super().__init__(buffer, _OPTIONS)
        self.str_table = _Texts()
        self.set_properties({"title": title, "subject": subject, "author": "LWV Hessen", "created": CREATED})
        self.set_calc_mode("auto")
