"""Ranges of an open spreadsheet in Excel's terms, for the server; like `server.py` it runs under the system's python3.

A box is [row, column, rows, columns] counted from 1; within it everything is counted from 0. Formulas and number formats are
Excel's English ones: LibreOffice's parser reads and prints „Excel 2007 A1“, and number formats know their language.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import uno  # type: ignore[import-not-found]

from tests.office.calc import DATES, FORMULAS, TEXTS, VALUES, CommandError, Workbook

DATE, TIME, TRUTH = 2, 4, 1024  # com.sun.star.util.NumberFormat
CALC_A1, EXCEL_A1 = 0, 3  # com.sun.star.sheet.AddressConvention
SYNTAX_ERRORS = range(501, 515)
TRUTHS = {"=TRUE()": True, "=FALSE()": False}
GERMAN_DATES = str.maketrans("TtJjM", "ddyym")


class RangeCommands:
    """Commands of the server: cmd_NAME(**rest of the request)."""

    def __init__(self, workbook: Callable[[int], Workbook]) -> None:
        self.workbook = workbook
        self.english = uno.createUnoStruct("com.sun.star.lang.Locale")
        self.english.Language, self.english.Country = "en", "US"

    def cells(self, doc: int, sheet: str, box: list[int]) -> Any:
        row, column, rows, columns = box
        try:
            return self.workbook(doc).sheet(sheet).uno.getCellRangeByPosition(
                column - 1, row - 1, column + columns - 2, row + rows - 2
            )  # fmt: skip
        except Exception:  # com.sun.star.lang.IndexOutOfBoundsException
            raise CommandError(f"no cells {box} on the sheet {sheet!r}") from None

    # -- the workbook ------------------------------------------------------------------------------------------------

    def cmd_sheet_names(self, doc: int) -> list[str]:
        return list(self.workbook(doc).sheets.ElementNames)

    def cmd_active_sheet(self, doc: int) -> str:
        return str(self.workbook(doc).controller.getActiveSheet().Name)

    def cmd_activate_sheet(self, doc: int, sheet: str) -> None:
        self.workbook(doc).show(sheet)

    def cmd_used_area(self, doc: int, sheet: str) -> list[int]:
        cursor = self.workbook(doc).sheet(sheet).uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        area = cursor.RangeAddress
        return [
            area.StartRow + 1, area.StartColumn + 1,
            area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1,
        ]  # fmt: skip

    def cmd_names(self, doc: int) -> dict[str, str]:
        book = self.workbook(doc)
        found = dict(self.named(book, book.document.NamedRanges))
        for name in book.sheets.ElementNames:
            title = name if name.isidentifier() else "'" + name.replace("'", "''") + "'"
            found.update((f"{title}!{key}", text) for key, text in self.named(book, book.sheet(name).uno.NamedRanges))
        return found

    def named(self, book: Workbook, names: Any) -> Iterator[tuple[str, str]]:
        first = book.document.Sheets.getByIndex(0).getCellByPosition(0, 0).CellAddress
        reader, printer = self.parser(book, CALC_A1), self.parser(book, EXCEL_A1)
        for name in names.ElementNames:
            content = names.getByName(name).Content
            gone = "#REF!" in content.upper()
            yield (
                name.removeprefix("_xlnm."),
                "=#REF!" if gone else "=" + printer.printFormula(reader.parseFormula(content, first), first),
            )

    def parser(self, book: Workbook, convention: int) -> Any:
        parser = book.document.createInstance("com.sun.star.sheet.FormulaParser")
        parser.CompileEnglish, parser.FormulaConvention = True, convention
        return parser

    # -- reading -----------------------------------------------------------------------------------------------------

    def cmd_range_values(self, doc: int, sheet: str, box: list[int]) -> list[list[Any]]:
        """Numbers, texts, truth values; an error as [its number], a cell with nothing in it as ""."""
        cells = self.cells(doc, sheet, box)
        rows = [list(row) for row in cells.getDataArray()]
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is None:
                    values[column] = [cells.getCellByPosition(column, row).getError()]
        for form, top, left, height, width in self.formats(doc, cells):
            if form.Type & TRUTH:
                for values in rows[top : top + height]:
                    numbers = values[left : left + width]
                    values[left : left + width] = [bool(one) if isinstance(one, float) else one for one in numbers]
        return rows

    def cmd_range_formulas(self, doc: int, sheet: str, box: list[int]) -> list[tuple[int, int, str]]:
        """Row, column and formula; not of truth values, which LibreOffice keeps as formulas."""
        cells = self.cells(doc, sheet, box)
        parser = self.parser(self.workbook(doc), EXCEL_A1)
        found = []
        for area in cells.queryContentCells(FORMULAS).RangeAddresses:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    at = column - box[1] + 1, row - box[0] + 1
                    cell = cells.getCellByPosition(*at)
                    text = "=" + parser.printFormula(cell.getTokens(), cell.CellAddress)
                    if text not in TRUTHS:
                        found.append((at[1], at[0], text))
        return found

    def cmd_range_formats(self, doc: int, sheet: str, box: list[int]) -> list[tuple[Any, ...]]:
        """Code, row, column, rows, columns of parts with one number format each."""
        formats = self.workbook(doc).document.NumberFormats
        return [
            (self.code(formats, form), *part) for form, *part in self.formats(doc, self.cells(doc, sheet, box))
        ]  # fmt: skip

    def formats(self, doc: int, cells: Any) -> Iterator[tuple[Any, int, int, int, int]]:
        """Yield number format, row, column, rows, columns of the parts of a range."""
        formats, whole = self.workbook(doc).document.NumberFormats, cells.RangeAddress
        for alike in self.alike(cells):
            form = formats.getByKey(alike.NumberFormat)
            for area in alike.RangeAddresses:
                yield (
                    form, area.StartRow - whole.StartRow, area.StartColumn - whole.StartColumn,
                    area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1,
                )  # fmt: skip

    def alike(self, cells: Any) -> Iterator[Any]:
        """Yield parts of a range in which every cell has the same attributes."""
        parts = cells.getUniqueCellFormatRanges()
        return (parts.getByIndex(index) for index in range(parts.Count))

    def code(self, formats: Any, form: Any) -> str:
        """A number format as Excel names it in English."""
        text = form.FormatString
        if form.Type & TRUTH:
            return "General"
        if form.Type & (DATE | TIME):
            return re.sub(r'"[^"]*"|[^"]+', lambda part: _english_date(part[0]), text)
        if form.Locale.Language != "en":
            text = formats.getByKey(formats.addNewConverted(text, form.Locale, self.english)).FormatString
        return str(text)

    # -- writing -----------------------------------------------------------------------------------------------------

    def cmd_write_range(
        self, doc: int, sheet: str, box: list[int], rows: list[list[Any]], formulas: list[tuple[int, int, str]]
    ) -> None:
        cells = self.cells(doc, sheet, box)
        formats = [(part, part.NumberFormat) for part in self.alike(cells)]
        cells.setDataArray(
            tuple(tuple("" if one is None or isinstance(one, bool) else one for one in row) for row in rows)
        )  # fmt: skip
        for part, key in formats:  # a text that looks like a number has got „@“
            part.NumberFormat = key
        texts = {value: text for text, value in TRUTHS.items()}
        truths = [
            (row, column, texts[one])
            for row, line in enumerate(rows)
            for column, one in enumerate(line)
            if isinstance(one, bool)
        ]
        parser = self.parser(self.workbook(doc), EXCEL_A1)
        for row, column, text in [*formulas, *truths]:
            cell = cells.getCellByPosition(column, row)
            cell.setTokens(parser.parseFormula(text[1:], cell.CellAddress))
            if cell.getError() in SYNTAX_ERRORS:
                raise CommandError(f"LibreOffice does not understand the formula {text}")

    def cmd_clear_range(self, doc: int, sheet: str, box: list[int]) -> None:
        self.cells(doc, sheet, box).clearContents(VALUES | DATES | TEXTS | FORMULAS)

    def cmd_format_range(self, doc: int, sheet: str, box: list[int], code: str) -> None:
        formats = self.workbook(doc).document.NumberFormats
        key = formats.queryKey(code, self.english, False)
        try:
            key = formats.addNew(code, self.english) if key == -1 else key
        except Exception:  # com.sun.star.util.MalformedNumberFormatException
            raise CommandError(f"{code!r} is no number format") from None
        self.cells(doc, sheet, box).NumberFormat = key

    def cmd_range_locked(self, doc: int, sheet: str, box: list[int]) -> bool:
        if not self.workbook(doc).sheet(sheet).uno.isProtected():
            return False
        return any(part.CellProtection.IsLocked for part in self.alike(self.cells(doc, sheet, box)))


def _english_date(part: str) -> str:
    """A part of a date's format: what is quoted stays, LibreOffice's capitals and German letters become Excel's."""
    return part if part.startswith('"') else part.translate(GERMAN_DATES).lower().replace("am/pm", "AM/PM")
