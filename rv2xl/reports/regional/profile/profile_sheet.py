"""„Regionsprofil“: all about one Kreis on one page, beside its Regierungsbezirk and Hessen: the chosen one, or one page for each.

Where there are formulas, they follow the choice; hidden columns beside the page hold the choices and where „Regionen“ and „Orte“
have the chosen one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.blocks import charts
from rv2xl.recht.law import year_end
from rv2xl.reports.regional.figures import STATE_KEY, Completeness, Count, Level, RegionRow, ReportedOrt
from rv2xl.reports.regional.ort_columns import narrow
from rv2xl.reports.regional.profile.orte_of_region import list_orte, say_printed
from rv2xl.reports.regional.profile.sections import Line, Section, sections_of, width_of_band
from rv2xl.reports.regional.profile.shown_region import LINE, SUM, TEXT, Choice, ShownRegion
from rv2xl.reports.regional.published import of_level
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.bar_chart import NO_CHART
from rv2xl.reports.workbook.report_book import Page, area
from rv2xl.returns.consolidate import WITHOUT

NAME = "Regionsprofil"
WORDS = "Wie steht ein einzelner Kreis da, neben seinem Regierungsbezirk und Hessen? Alles über ihn auf einer Seite."

_AREAS = 3
_WIDTHS = (27.0, *[8.1] * 9)
_LAST = len(_WIDTHS) - 1
_MIDDLE = 4
"""Where the right half begins."""
_CHOICES, _HELP = len(_WIDTHS), len(_WIDTHS) + 1
_SCALE = 89
_HEIGHT = 12.75
_CHART_ROWS = 10
_HEADS = ("Kreis", "Bezirk", "Hessen")

_NOTE = (
    "Den Kreis in der gelben Zelle wählen; das geht nach „Bearbeitung aktivieren“, in der geschützten Ansicht noch nicht. Alle "
    "Regionen zugleich stehen auf „Regionen“ und auf den Blättern zu den einzelnen Themen."
)
_CHOOSE = "Bitte einen Kreis aus der Liste wählen."
_NONE = "Kein Kreis hat einen Ort."


def write_profile(
    report: RegionalBook, orte: Sequence[ReportedOrt] = (), hints: Mapping[str, str] | None = None
) -> None:
    """Write the sheet: a page that follows the choice where the edition has formulas, otherwise a page for each Kreis with Orte.

    The `orte` of a Kreis are listed on its page; `hints` say by key what is missing.
    """
    page = report.book.page(NAME, _WIDTHS)
    sheets = _Profile(report, page, orte, hints)
    if report.live is None:
        sheets.write_all()
    else:
        sheets.write_chosen()
    page.sheet.set_portrait()


class _Profile:
    """Writes pages one below the other."""

    def __init__(
        self, report: RegionalBook, page: Page, orte: Sequence[ReportedOrt], hints: Mapping[str, str] | None
    ) -> None:
        self.report, self.page, self.hints = report, page, hints
        self.published = report.published
        self.sections = sections_of(self.published.consolidation.versions)
        self.kreise = [row for row in of_level(self.published, Level.REGION) if row.key != WITHOUT]
        self.orte: dict[str, list[ReportedOrt]] = defaultdict(list)
        for ort in orte:
            self.orte[ort.place.key].append(ort)

    def write_all(self) -> None:
        """Write a page for each Kreis that has Orte, of values."""
        year = self.published.consolidation.year
        self.page.text(0, 0, f"{NAME} {year}", "title", _LAST)
        row, breaks = 1, []
        for kreis in self.kreise:
            if kreis.completeness is not Completeness.EMPTY or len(self.kreise) == 1:
                breaks.append(row)
                row = self._region(row, self._shown(kreis), len(self.orte[kreis.key])) + 1
        if not breaks:
            self.page.text(row, 0, _NONE, "note", _LAST)
        self.page.set_up(max(row - 1, 1), (0, 0), _SCALE, frozen=0)
        self.page.sheet.set_h_pagebreaks(breaks[1:])

    def write_chosen(self) -> None:
        """Write the page that follows the choice; what does not fit on the paper stands below it on the screen."""
        page, first = self.page, self._first
        page.text(0, 0, f"{NAME} {self.published.consolidation.year}", "title", _LAST)
        page.text(1, 0, "Region", "strong")
        page.text(1, 1, f"{first.key} {first.name}", "input", _MIDDLE)
        page.text(2, 0, _NOTE, "note", _LAST)
        most = max(map(len, self.orte.values()), default=0)
        end = self._region(3, self._shown(first, self._choice()), most)
        last = next(row for row in range(end - 1, 0, -1) if page.height(0, row) <= _PRINTABLE)
        if last < end - 1:
            say_printed(page, end - most - 1, last - (end - most - 1))
        page.set_up(last, (0, 1), _SCALE, frozen=0)

    @property
    def _first(self) -> RegionRow:
        """The Kreis shown first: one with a report, if there is one."""
        return next((row for row in self.kreise if row.values[Count.REPORTED]), self.kreise[0])

    def _shown(self, kreis: RegionRow, choice: Choice | None = None) -> ShownRegion:
        rows = (kreis, self.published.row(kreis.key[:3]), self.published.row(STATE_KEY))
        return ShownRegion(self.report, rows, self.orte[kreis.key], self.hints, choice)

    def _choice(self) -> Choice:
        """Write the list of choices and the cells behind the choice; those who empty it see the Kreis that is shown first."""
        page, live, first = self.page, self.report.live, self._first
        assert live is not None
        for number, row in enumerate(self.kreise):
            page.sheet.write_string(number, _CHOICES, f"{row.key} {row.name}")
        choices = area((0, _CHOICES), (len(self.kreise) - 1, _CHOICES), fixed=True)
        rule = {
            "validate": "list",
            "source": f"={choices}",
            "ignore_blank": False,
            "error_title": "Bitte Eingabe prüfen",
        }
        page.sheet.data_validation(1, 1, 1, 1, rule | {"input_message": _CHOOSE, "error_message": _CHOOSE})
        cells = [xl_rowcol_to_cell(row, _HELP, row_abs=True, col_abs=True) for row in range(3)]
        keys, index = live.regions.column(0), [row.key for row in live.regions.rows].index
        found: tuple[tuple[str, int | str], ...] = (
            (f'=IF(COUNTIFS({choices},$B$2)=1,LEFT($B$2,5),"{first.key}")', first.key),
            (f"=MATCH({cells[0]},{keys},0)", index(first.key) + 1),
            (f"=MATCH(LEFT({cells[0]},3),{keys},0)", index(first.key[:3]) + 1),
        )
        for number, (formula, stored) in enumerate(found):
            page.formula(number, _HELP, formula, stored, "subtitle")
        page.sheet.set_column(_CHOICES, _HELP, None, None, {"hidden": True})
        return Choice(*cells)

    def _region(self, row: int, shown: ShownRegion, lines: int) -> int:
        """Write the page of a region from a row on, with so many lines for Orte; return the row below it."""
        row = self._heads(row, shown)
        charted = None
        for section in (one for one in self.sections if one.has_bodies):
            if section.charted:
                charted = (row + 1, row + sum(bool(line.bodies) for line in section.lines))
            row = self._grid(row, shown, section)
        panels = [one for one in self.sections if not one.has_bodies]
        asked = [one for one in panels if any(line.together.asked for line in one.lines)]
        left = self._panels(row, 0, shown, [one for one in panels if one not in asked])
        right = self._panels(row, _MIDDLE, shown, asked)
        below = self._gaps(right, shown)
        if charted is not None:
            below = max(below, self._chart(left, charted, shown))
        return list_orte(self.page, shown, max(below, left), lines)

    def _heads(self, row: int, shown: ShownRegion) -> int:
        page = self.page
        page.heights |= {row + 1: _HEIGHT, row + 2: _HEIGHT}
        day = year_end(self.published.consolidation.year)
        page.tall(row, 0, (row + 2, 0), f"Stand der Bestände: {day:%d.%m.%Y}", "fine_head")
        bodies = [*map(narrow, self.published.outline.columns), "gesamt"]
        for number in range(_AREAS):
            first, last = 1 + number * _AREAS, _AREAS + number * _AREAS
            page.tall(row, first, (row, last), None, "band")
            page.figure(row, first, shown.name(number, "band"))
            page.tall(row + 1, first, (row + 1, last), None, "fine_head")
            page.figure(row + 1, first, shown.coverage(number, "fine_head"))
            for column, body in enumerate(bodies, first):
                page.text(row + 2, column, body, "fine_figures")
        return row + 3

    def _grid(self, row: int, shown: ShownRegion, section: Section) -> int:
        """Write lines with figures of each Leistungsträger; return the row below them."""
        page = self.page
        self._row(row, 0, _LAST, section.title, "fine_head")
        for at, line in enumerate(section.lines, row + 1):
            label = f"{line.label} ({width_of_band(line.label)})" if section.charted and line.bodies else line.label
            self._row(at, 0, 0, label, TEXT)
            for number in range(_AREAS):
                first = 1 + number * _AREAS
                for column in range(first, first + 2):
                    page.text(at, column, None, TEXT)
                for column, one in enumerate(line.bodies, first):
                    page.figure(at, column, shown.figure(number, one, LINE))
                page.figure(at, first + 2, shown.figure(number, line.together, SUM))
        return row + 1 + len(section.lines)

    def _panels(self, row: int, column: int, shown: ShownRegion, sections: Sequence[Section]) -> int:
        """Write sections in one half of the page, with one figure for each of the three; return the row below them."""
        label_end = column if column == 0 else _LAST - _AREAS
        for section in sections:
            self._row(row, column, label_end, section.title, "fine_head")
            for number, head in enumerate(_HEADS, label_end + 1):
                self.page.text(row, number, head, "fine_figures")
            for at, line in enumerate(section.lines, row + 1):
                self._row(at, column, label_end, line.label, TEXT)
                self._figures(at, label_end + 1, shown, line)
            row += 1 + len(section.lines)
        return row

    def _figures(self, row: int, column: int, shown: ShownRegion, line: Line) -> None:
        for number in range(_AREAS):
            self.page.figure(row, column + number, shown.figure(number, line.together, SUM if number == 0 else LINE))

    def _row(self, row: int, column: int, last: int, text: str, look: str) -> None:
        self.page.heights.setdefault(row, _HEIGHT)
        self.page.text(row, column, text, look, last)

    def _gaps(self, row: int, shown: ShownRegion) -> int:
        """Say below the right half what is missing; return the row below."""
        page = self.page
        self._row(row, _MIDDLE, _LAST, "Was fehlt", "fine_head")
        wanted = looks.height(shown.longest_hint, sum(_WIDTHS[_MIDDLE:]), TEXT)
        last = row + max(int(wanted // _HEIGHT) + 1, 2)
        page.tall(row + 1, _MIDDLE, (last, _LAST), None, "fine_told")
        page.figure(row + 1, _MIDDLE, shown.hint("fine_told"))
        for number in range(row + 1, last + 1):
            page.heights.setdefault(number, _HEIGHT)
        return last + 1

    def _chart(self, row: int, lines: tuple[int, int], shown: ShownRegion) -> int:
        """Draw the bands of the Kreis in the left half, or say that there is nothing to draw; return the row below."""
        page = self.page
        bands = [one for section in self.sections if section.charted for line in section.lines for one in line.bodies]
        if shown.live is None and not any(
            isinstance(shown.figure(0, one, LINE).stored, Decimal | int) for one in bands
        ):
            self._row(row, 0, _MIDDLE - 1, NO_CHART, "fine_told")
            return row + 1
        for number in range(row, row + _CHART_ROWS):
            page.heights.setdefault(number, _HEIGHT)
        chart = page.book.chart("bar", "stacked")
        name, outline = page.sheet.get_name(), self.published.outline
        for column, (body, ground) in enumerate(
            zip(outline.columns, (style.ACCENT, style.TABS["input"]), strict=False), 1
        ):
            hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": style.INK, "bg_color": ground}}
            chart.add_series({
                "name": narrow(body), "categories": [name, lines[0], 0, lines[1], 0],
                "values": [name, lines[0], column, lines[1], column], "border": charts.BORDER, "gap": 40,
            } | (hatched if column > 1 else {"fill": {"color": ground}}))  # fmt: skip
        font = charts.FONT | {"size": 8}
        chart.set_title({"name": f"{outline.chart_title} im Kreis", "name_font": font | {"size": 9, "bold": True}})
        chart.set_x_axis({"num_font": font, "num_format": "#,##0", "major_gridlines": charts.GRID, "min": 0})
        chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1, "crossing": "max"})
        chart.set_plotarea({"layout": {"x": 0.42, "y": 0.16, "width": 0.54, "height": 0.61}})
        chart.set_legend({"position": "bottom", "font": font})
        chart.set_size(charts.size(sum(_WIDTHS[:_MIDDLE]) + 2.5, page.height(row, row + _CHART_ROWS - 1)))
        alt = f"Balkendiagramm: {outline.chart_title} im Kreis, nach Leistungsträgern. Die Zahlen stehen in der Tabelle darüber."
        page.sheet.insert_chart(row, 0, chart, charts.place(alt))
        return row + _CHART_ROWS


_PRINTABLE = (841.9 - 72 * (style.MARGINS["top"] + style.MARGINS["bottom"]) - 6) * 100 / _SCALE
"""Height in points of what a page holds."""
