"""A workbook that reports: XlsxWriter with our looks, page set-up and heights of rows. Equal calls give equal bytes.

What comes from returns is written as text and nothing else: no formula, number or link is ever made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.new_workbook import NewWorkbook
from rv2xl.model.expressions.expr import Value
from rv2xl.reports.workbook import looks

HIGHEST_ROW = 405.0


@dataclass(frozen=True)
class Head:
    """A table's column: heading, width, and the look of its cells."""

    text: str
    width: float
    look: str = "text"


class ReportBook:
    """The workbook as a whole."""

    def __init__(self, title: str, subject: str) -> None:
        self.title = title
        self._buffer = BytesIO()
        self._book = NewWorkbook(self._buffer, title, subject)
        self._formats: dict[str, Format] = {}
        self._pages: list[Page] = []

    def page(self, name: str, widths: Sequence[float], tab: str = style.ACCENT) -> Page:
        """Add a sheet with columns of these widths."""
        sheet = self._book.add_worksheet(name)
        sheet.set_tab_color(tab)
        page = Page(self, sheet, widths)
        self._pages.append(page)
        return page

    def format(self, look: str) -> Format:
        """Return the format of a look."""
        if look not in self._formats:
            self._formats[look] = self._book.add_format(looks.report_properties(look))
        return self._formats[look]

    def conditional(self, ink: str, ground: str) -> Format:
        """Return the format of a state."""
        name = f"{ink}{ground}"
        if name not in self._formats:
            self._formats[name] = self._book.add_format({"font_color": ink, "bg_color": ground})
        return self._formats[name]

    def chart(self, kind: str, subtype: str) -> Chart:
        """Return a new native chart, to be put on a page."""
        chart = self._book.add_chart({"type": kind, "subtype": subtype})
        assert chart is not None
        return chart

    def finished(self) -> bytes:
        """Return the file."""
        for page in self._pages:
            page.finish()
        self._book.close()
        return self._buffer.getvalue()


class Page:
    """One sheet; rows and columns count from 0."""

    def __init__(self, book: ReportBook, sheet: Any, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.widths = book, sheet, tuple(widths)
        self.heights: dict[int, float] = {}
        self._spans: list[tuple[int, int, float]] = []
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)
        sheet.set_default_row(looks.ROW_HEIGHT)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def text(self, row: int, column: int, text: str | None, look: str = "text", last: int | None = None) -> None:
        """Write a text as text, over several columns up to `last`."""
        shown = text or ""
        if last is not None and last > column:
            self.sheet.merge_range(row, column, row, last, "", self.book.format(look))
        if shown:
            self.sheet.write_string(row, column, shown, self.book.format(look))
            self.need(row, looks.height(shown, sum(self.widths[column : (last or column) + 1]), look))
        else:
            self.sheet.write_blank(row, column, None, self.book.format(look))

    def tall(self, row: int, column: int, last: tuple[int, int], text: str, look: str) -> None:
        """Write a text over several rows and columns, as a heading of headings."""
        if last == (row, column):
            self.text(row, column, text, look)
            return
        self.sheet.merge_range(row, column, *last, "", self.book.format(look))
        self.sheet.write_string(row, column, text, self.book.format(look))
        self._spans.append((last[0] - row, row, looks.height(text, sum(self.widths[column : last[1] + 1]), look)))

    def number(self, row: int, column: int, value: Decimal | int, look: str = "cell.anzahl") -> None:
        """Write a number."""
        self.sheet.write_number(row, column, float(value), self.book.format(look))

    def day(self, row: int, column: int, value: date, look: str = "raw.datum") -> None:
        """Write a day."""
        self.sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), self.book.format(look))

    def formula(self, row: int, column: int, formula: str, value: Decimal | int | str, look: str) -> None:
        """Write a formula with the value that it shows."""
        stored = value if isinstance(value, str) else float(value)
        self.sheet.write_formula(row, column, formula, self.book.format(look), stored)

    def need(self, row: int, height: float) -> None:
        """Make a row at least this high."""
        self.heights[row] = min(HIGHEST_ROW, max(height, self.heights.get(row, looks.ROW_HEIGHT)))

    def table(self, row: int, name: str, heads: Sequence[Head], rows: Iterable[Sequence[Value]]) -> int:
        """Make a table with filters: headings, and below them the rows, each as high as its texts need; return the last row."""
        formats = [self.book.format(head.look) for head in heads]
        last = row
        for last, values in enumerate(rows, row + 1):
            height = looks.ROW_HEIGHT
            for column, (value, form) in enumerate(zip(values, formats, strict=True)):
                if isinstance(value, str) and value:
                    self.sheet.write_string(last, column, value, form)
                    height = max(height, looks.height(value, self.widths[column], heads[column].look))
                else:
                    self._plain(last, column, value, form)
            self.sheet.set_row(last, min(HIGHEST_ROW, height))
        columns = [{"header": head.text, "header_format": self.book.format("head")} for head in heads]
        options = {"name": name, "style": None, "columns": columns, "autofilter": True}
        self.sheet.add_table(row, 0, last, len(heads) - 1, options)
        for column, head in enumerate(heads):  # room for the filter's button below the text
            self.need(row, looks.height(head.text, self.widths[column], "head") + looks.ROW_HEIGHT)
        return last

    def _plain(self, row: int, column: int, value: Value, form: Format) -> None:
        """Write what is no text: a day, a number, or nothing."""
        if isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        elif isinstance(value, int | Decimal):
            self.sheet.write_number(row, column, float(value), form)  # smaller than a Decimal
        else:
            self.sheet.write_blank(row, column, None, form)

    def states(self, first: tuple[int, int], last: tuple[int, int], colours: Mapping[str, str]) -> None:
        """Colour cells by their text, which says the same without the colour; `colours` gives the sign of each text."""
        by_sign = {sign: (ink, ground) for sign, ink, ground in style.STATE_COLOURS}
        for text, sign in colours.items():
            look = self.book.conditional(*by_sign[sign])
            rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": look}
            self.sheet.conditional_format(*first, *last, rule)

    def print_setup(self, last: tuple[int, int], repeat: tuple[int, int], scale: int | None = None) -> None:
        """Set up A4 landscape: print area, repeated rows, footer; to the page's width unless a scale is given."""
        sheet = self.sheet
        sheet.set_paper(style.PAPER_A4)
        sheet.set_landscape()
        sheet.set_margins(**style.MARGINS)
        sheet.set_footer(style.FOOTER.format(footer=self.book.title.replace("&", "&&")), style.FOOTER_OPTIONS)
        sheet.print_area(0, 0, *last)
        sheet.repeat_rows(*repeat)
        if scale is None:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.set_print_scale(scale)

    def break_columns(self, starts: Iterable[int], repeated: int, scale: int) -> None:
        """Break pages before some of `starts`, as late as their width allows; `repeated` columns stand on each page."""
        self.sheet.repeat_columns(0, repeated - 1)
        self.sheet.set_v_pagebreaks(self._breaks(starts, repeated, scale))

    def print_apart(self, starts: Iterable[int], repeated: int, scale: int, last: int, head: int) -> None:
        """Break pages as `break_columns` does, where what stands above row `head` spans more than the repeated columns.

        It is printed once, for beside the repeated columns it would be cut off: what is behind a break is a print area of its own,
        from `head` to the row `last`. XlsxWriter's own call knows one area only.
        """
        sheet = self.sheet
        sheet.repeat_columns(0, repeated - 1)
        begins, areas = [0, *self._breaks(starts, repeated, scale)], []
        for begin, end in pairwise([*begins, len(self.widths)]):
            sheet.print_area(head if begin else 0, begin, last, end - 1)
            areas.append(sheet.print_area_range)
        sheet.print_area_range = ",".join(areas)

    def _breaks(self, starts: Iterable[int], repeated: int, scale: int) -> list[int]:
        room = looks.PRINTABLE[0] * 100 / scale
        begin = used = looks.points(self.widths[:repeated])
        breaks, previous = [], repeated
        for end in (*sorted(start for start in starts if start > repeated), len(self.widths)):
            width = looks.points(self.widths[previous:end])
            if used > begin and used + width > room:
                breaks.append(previous)
                used = begin
            used += width
            previous = end
        return breaks

    def break_rows(self, starts: Sequence[int], end: int, repeated: tuple[int, int], scale: int) -> None:
        """Break pages before some of the blocks that begin at `starts`, as late as their height allows."""
        room = looks.PRINTABLE[1] * 100 / scale
        breaks: list[int] = []
        used = self.height(0, starts[0] - 1)
        for start, following in zip(starts, (*starts[1:], end), strict=True):
            needed = self.height(start, following - 1)
            if used + needed > room:
                breaks.append(start)
                used = self.height(*repeated)
            used += needed
        self.sheet.set_h_pagebreaks(breaks)

    def height(self, first: int, last: int) -> float:
        """Return the height of rows, the last one included; texts over several rows get their room before."""
        for more, row, wanted in sorted(self._spans):
            above = sum(self.heights.get(other, looks.ROW_HEIGHT) for other in range(row, row + more))
            self.need(row + more, wanted - above)
        self._spans.clear()
        return sum(self.heights.get(row, looks.ROW_HEIGHT) for row in range(first, last + 1))

    def finish(self) -> None:
        """Set the rows' heights."""
        self.height(0, 0)
        for row, height in sorted(self.heights.items()):
            self.sheet.set_row(row, height)
