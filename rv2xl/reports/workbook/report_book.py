"""A workbook that reports: XlsxWriter with our looks, page set-up and heights of rows. Equal calls give equal bytes.

What comes from returns is written as text and nothing else: no formula, number or link is ever made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import chain
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.new_workbook import NewWorkbook, in_german, only_title_and_language
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import listed
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.printed_page import HIGHEST_ROW, PrintedPage

_UNBROKEN = 1_000.0
_BUTTON = 2.5
"""So wide is the button of a filter, as widths of columns count."""
_TEXTS = {"text", "strong"}


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere: to a file, „external:Ordner/a.xlsx#'58 Erbach'!B26“."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure or the sign in its place: the formula that gives it, None in a book without formulas, and what it shows."""

    formula: str | None
    stored: Decimal | int | str
    look: str


MOST_LINKS = 60_000
"""So many links has a sheet; Excel takes a few more."""
Rows = Iterable[Sequence[Value | Link | Figure]]


@dataclass(frozen=True)
class Head:
    """A table's column: heading, width, and the look of its cells."""

    text: str
    width: float
    look: str = "text"


def area(first: tuple[int, int], last: tuple[int, int], sheet: str = "", *, fixed: bool = False) -> str:
    """Return a range as formulas name it; those on another sheet name its sheet."""
    cells = ":".join(xl_rowcol_to_cell(*cell, row_abs=fixed, col_abs=fixed) for cell in (first, last))
    return f"{quote_sheetname(sheet)}!{cells}" if sheet else cells


def internal(sheet: str, cell: str = "A1") -> str:
    """Return the target of a link to a cell of the same workbook."""
    return f"internal:{quote_sheetname(sheet)}!{cell}"


class ReportBook:
    """The workbook as a whole, in German; `made` is its Stand."""

    def __init__(
        self, title: str, subject: str, keywords: str = "", comments: str = "", *, made: date | None = None
    ) -> None:
        self.title = title
        self._buffer = BytesIO()
        self._book = NewWorkbook(self._buffer, title, subject, keywords, comments, made=made)
        self._formats: dict[str, Format] = {}
        self._pages: list[Page] = []

    def page(
        self,
        name: str,
        widths: Sequence[float],
        tab: str = style.ACCENT,
        *,
        looks_of_columns: Sequence[str] = (),
        portrait: bool = False,
    ) -> Page:
        """Add a sheet with columns of these widths; with looks for the columns too, what is written there later has them, and the
        rows grow with it. It is printed in landscape or `portrait`."""
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(tab)
        page = Page(self, sheet, widths, looks_of_columns)
        page.portrait = portrait
        self._pages.append(page)
        return page

    def carry_macros(self, project: bytes) -> None:
        """Put a VBA project (vbaProject.bin) into the workbook, which is an .xlsm then."""
        self._book.add_vba_project(BytesIO(project), True)

    def name_cell(self, name: str, page: Page, row: int, column: int) -> None:
        """Give a cell a name in the whole workbook."""
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        self._book.define_name(name, f"={quote_sheetname(page.sheet.get_name())}!{cell}")

    def format(self, look: str) -> Format:
        """Return the format of a look."""
        if look not in self._formats:
            self._formats[look] = self._book.add_format(looks.report_properties(look))
        return self._formats[look]

    def chart(self, kind: str, subtype: str) -> Chart:
        """Return a new native chart, to be put on a page."""
        chart = self._book.add_chart({"type": kind, "subtype": subtype})
        assert chart is not None
        return chart

    def finished(self, *, only_title: bool = False) -> bytes:
        """Return the file; with `only_title` its properties say no more than title and language."""
        for page in self._pages:
            page.finish()
        self._book.close()
        data = in_german(self._buffer.getvalue())
        return only_title_and_language(data) if only_title else data


class Page(PrintedPage):
    """One sheet; rows and columns count from 0."""

    def __init__(
        self, book: ReportBook, sheet: Any, widths: Sequence[float], looks_of_columns: Sequence[str] = ()
    ) -> None:
        super().__init__(book.title, sheet, widths)
        self.book = book
        self._links = 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, book.format(looks_of_columns[column]) if looks_of_columns else None)
        sheet.hide_gridlines(2)
        if not looks_of_columns:  # a height for all rows is one that they keep
            sheet.set_default_row(looks.ROW_HEIGHT)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def text(self, row: int, column: int, text: str | None, look: str = "text", last: int | None = None) -> None:
        """Write a text as text, over several columns up to `last`."""
        self.tall(row, column, (row, max(column, last or 0)), text, look)

    def tall(self, row: int, column: int, last: tuple[int, int], text: str | None, look: str) -> None:
        """Write a text over several rows and columns, as a heading of headings."""
        form = self.book.format(look)
        if last != (row, column):
            self.sheet.merge_range(row, column, *last, "", form)
        if not text:
            self.sheet.write_blank(row, column, None, form)
            return
        self.sheet.write_string(row, column, text, form)
        height = looks.height(text, sum(self.widths[column : last[1] + 1]) if looks.wraps(look) else _UNBROKEN, look)
        if last[0] == row:
            self.need(row, height)
        else:
            self.spans.append((last[0] - row, row, height))

    def formula(self, row: int, column: int, formula: str | None, value: Decimal | int | str, look: str) -> None:
        """Write a formula with the value that it shows; without a formula the value alone."""
        stored = value if isinstance(value, str) else float(value)
        if formula is None:
            self.sheet.write_number(row, column, stored, self.book.format(look))
        else:
            self.sheet.write_formula(row, column, formula, self.book.format(look), stored)

    def figure(self, row: int, column: int, figure: Figure) -> None:
        """Write a figure."""
        if figure.formula is None and isinstance(figure.stored, str):
            self.sheet.write_string(row, column, figure.stored, self.book.format(figure.look))
        else:
            self.formula(row, column, figure.formula, figure.stored, figure.look)

    def lead(self, row: int, column: int, place: str, told: str) -> None:
        """Let a cell lead to a place of the workbook, „Regionen!E12“; what stands in the cell is written after it."""
        self.sheet.write_url(row, column, f"internal:{place}", None, "", told)

    def heads(self, row: int, heads: Iterable[Head]) -> None:
        """Write the headings of columns."""
        for column, head in enumerate(heads):
            self.text(row, column, head.text, "head")

    def value(self, row: int, column: int, value: Value, look: str) -> None:
        """Write a value as what it is; what is no number and no day looks as texts do."""
        if value is None or isinstance(value, str):
            self.text(row, column, value, look if look in _TEXTS else "text")
        else:
            self._plain(row, column, value, self.book.format(look))

    def values(self, row: int, heads: Sequence[Head], values: Iterable[Value]) -> None:
        """Write the values of a row, from its first column on, in the looks of the columns."""
        for column, (head, value) in enumerate(zip(heads, values, strict=False)):
            self.value(row, column, value, head.look)

    def table(self, row: int, name: str, heads: Sequence[Head], rows: Rows, empty: tuple[int, str] = (0, "")) -> int:
        """Make a table with filters: headings, and below them the rows, each as high as its texts need; return the last row.

        Where there are no rows, one says so: `empty` gives the column and its text.
        """
        none = [empty[1] if column == empty[0] else None for column in range(len(heads))]
        formats = [self.book.format(head.look) for head in heads]
        remaining = iter(rows)
        last = row
        for last, values in enumerate(chain([next(remaining, none)], remaining), row + 1):
            height = looks.ROW_HEIGHT
            for column, (value, form) in enumerate(zip(values, formats, strict=True)):
                if isinstance(value, Figure):
                    self.figure(last, column, value)
                    if isinstance(value.stored, str) and looks.wraps(value.look):
                        height = max(height, looks.height(value.stored, self.widths[column], value.look))
                    continue
                text = value.text if isinstance(value, Link) else value
                look = self._linked(last, column, value, heads[column].look) if isinstance(value, Link) else form
                if isinstance(text, str) and text:
                    self.sheet.write_string(last, column, text, look)
                    height = max(height, looks.height(text, self.widths[column], heads[column].look))
                else:
                    self._plain(last, column, text, look)
            self.sheet.set_row(last, min(HIGHEST_ROW, height))
        columns = [{"header": head.text, "header_format": self.book.format("head")} for head in heads]
        options = {"name": name, "style": None, "columns": columns, "autofilter": True}
        self.sheet.add_table(row, 0, last, len(heads) - 1, options)
        for column, head in enumerate(heads):  # room for the filter's button beside the text, or below it
            beside = looks.height(head.text, max(self.widths[column] - _BUTTON, 1.0), "head") <= looks.ROW_HEIGHT
            below = looks.height(head.text, self.widths[column], "head") + looks.ROW_HEIGHT
            self.need(row, looks.ROW_HEIGHT if beside else below)
        return last

    def _linked(self, row: int, column: int, link: Link, look: str) -> Format:
        """Let a cell lead somewhere, and return how it looks; its text is written after it, as text."""
        if not link.text or self._links == MOST_LINKS:
            return self.book.format(look)
        self._links += 1
        form = self.book.format(look + looks.LINKED)
        self.sheet.write_url(row, column, link.target, form, "", "Datei öffnen")
        return form

    def _plain(self, row: int, column: int, value: Value, form: Format) -> None:
        """Write what is no text: a day, a number, or nothing."""
        if isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        elif isinstance(value, int | Decimal):
            self.sheet.write_number(row, column, float(value), form)  # smaller than a Decimal
        else:
            self.sheet.write_blank(row, column, None, form)

    def choice(self, first: tuple[int, int], last: tuple[int, int], words: Sequence[str], message: str) -> None:
        """Offer these words in cells, where nothing else can be typed; what stands there already stays."""
        expected = f"Hier gehört hin: {listed([f'„{word}“' for word in words], 'oder')}."
        options = {"validate": "list", "source": list(words), "input_message": message, "error_message": expected}
        self.sheet.data_validation(*first, *last, options | {"error_title": "Bitte Eingabe prüfen"})

    def button(self, row: int, column: int, caption: str, macro: str, size: tuple[int, int], told: str) -> None:
        """Put a button so many pixels wide and high into the middle of a cell; `told` is what a screen reader says of it."""
        width, height = round(self.widths[column] * 7 + 5), round(self.heights[row] / 0.75)
        place = {"x_offset": (width - size[0]) // 2, "y_offset": (height - size[1]) // 2}
        options = {"caption": caption, "macro": macro, "width": size[0], "height": size[1], "description": told}
        self.sheet.insert_button(row, column, options | place)

    def states(self, first: tuple[int, int], last: tuple[int, int], colours: Mapping[str, str]) -> None:
        """Colour cells by their text, which says the same without the colour; `colours` gives the sign of each text."""
        for text, sign in colours.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": self.book.format(sign)}
            self.sheet.conditional_format(*first, *last, rule)

    def finish(self) -> None:
        """Set the rows' heights."""
        self.height(0, 0)
        for row, height in sorted(self.heights.items()):
            self.sheet.set_row(row, height)
