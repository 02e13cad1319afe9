"""„Zeitreihe“: the leading Kennzahlen of each region over several years, with a line for Hessen and each Regierungsbezirk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from xlsxwriter.chart import Chart

from rv2xl.excel import looks as style
from rv2xl.excel.sheets.blocks import charts
from rv2xl.model.definitions.field import Kind
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.earlier import Comparison
from rv2xl.reports.regional.figures import Level, RegionRow
from rv2xl.reports.regional.published import of_level
from rv2xl.reports.regional.sheets.regional_book import KEY, REGION, RegionalBook
from rv2xl.reports.workbook.bar_chart import NO_CHART
from rv2xl.reports.workbook.readable import SMALLEST, last_of_first_page
from rv2xl.reports.workbook.report_book import Figure, Head, Page
from rv2xl.reports.workbook.signs import Sign

NAME = "Zeitreihe"
WORDS = "Wie haben sich die Kennzahlen über die Jahre entwickelt? Eine Zeile je Kennzahl und Region, dazu ein Liniendiagramm."

_TABLE = "Tabelle_zeitreihe"
_LEAD = (Head("Kennzahl", 24), KEY, REGION)
_HINT = Head("Bruch der Zeitreihe", 49)
_HEAD_ROW = 3
_NOTE = (
    "Für eine Region den Filter der Spalte „Region“ setzen. „x“: mit dem Jahr des Berichts nicht vergleichbar, der Grund steht rechts. "
    "Das Diagramm steht unter der Tabelle."
)
_WIDTH, _HEIGHT, _ROWS = 1_000, 335, 15
_ON_A_PAGE = 2
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot")
_MARKERS = ("circle", "square", "triangle", "diamond")


def write_time_series(report: RegionalBook, comparisons: Sequence[Comparison]) -> None:
    """Write the sheet; the `comparisons` are with earlier years, the oldest first. In print two charts stand on a page."""
    years = [*(one.earlier.year for one in comparisons), report.published.consolidation.year]
    heads = [*_LEAD, *(Head(str(year), 13) for year in years), _HINT]
    page = report.book.page(NAME, [head.width for head in heads])
    page.text(0, 0, f"{years[0]} bis {years[-1]}", "title")
    page.text(1, 0, WORDS, "one_line_note")
    page.text(2, 0, _NOTE, "one_line_note")
    lines = [(one, row) for one in report.published.outline.leading for row in report.published.rows]
    last = page.table(_HEAD_ROW, _TABLE, heads, (list(_values(report, comparisons, *line)) for line in lines))
    leading, first = report.published.outline.leading, last + 2
    charts_at = [first + number * _ROWS for number in range(len(leading))]
    for one, at in zip(leading, charts_at, strict=True):
        begin = _first_drawn(report, comparisons, one)
        if begin < len(comparisons):
            _draw(page, report, one, lines, at, (len(_LEAD) + begin, len(_LEAD) + len(comparisons)))
        else:
            page.text(at, 0, f"{one.label}: {NO_CHART}", "note", len(heads) - 1)
    page.set_up(None, (_HEAD_ROW, _HEAD_ROW), SMALLEST, frozen=len(_LEAD))
    starts = page.column_breaks(range(len(heads)), len(_LEAD), SMALLEST)
    parts = [(begin, behind - 1) for begin, behind in pairwise((0, *starts, len(heads)))]
    below = (first, charts_at[-1] + _ROWS - 1, last_of_first_page(page.widths))
    page.print_parts(parts, len(_LEAD), (_HEAD_ROW, last), below=below)
    page.sheet.set_h_pagebreaks(charts_at[::_ON_A_PAGE])


def _values(
    report: RegionalBook, comparisons: Sequence[Comparison], one: Indicator, row: RegionRow
) -> Iterator[Figure]:
    yield from (Figure(None, text, f"{row.level}.text") for text in (one.name, row.key, row.name))
    reasons = []
    look = report.look_of(one, row.level)
    for comparison in comparisons:
        found = comparison.of(row.key, one)
        if found.absolute is None:
            reasons.append(f"{comparison.earlier.year}: {found.reason}")
            yield Figure(None, str(Sign.SENSELESS), look)
        else:
            yield Figure(None, report.published.figure(comparison.rows[row.key], one).stored, look)
    yield report.figure(row, one)
    yield Figure(None, "; ".join(reasons), f"{row.level}.text")


def _first_drawn(report: RegionalBook, comparisons: Sequence[Comparison], one: Indicator) -> int:
    """Return from which year on, counted from the oldest, all lines have a figure: a spreadsheet would draw a sign as nought."""
    areas = of_level(report.published, Level.STATE, Level.BEZIRK)
    if any(report.published.figure(area, one).value is None for area in areas):
        return len(comparisons) + 1
    whole = [all(comparison.of(area.key, one).absolute is not None for area in areas) for comparison in comparisons]
    return max((number for number, is_whole in enumerate(whole, 1) if not is_whole), default=0)


def _draw(
    page: Page,
    report: RegionalBook,
    one: Indicator,
    lines: Sequence[tuple[Indicator, RegionRow]],
    at: int,
    years: tuple[int, int],
) -> None:
    """Draw the lines of Hessen and of each Regierungsbezirk over the columns of some years, told apart by dashes and markers besides
    their shade."""
    chart: Chart = page.book.chart("line", "")
    name, (first, last) = page.sheet.get_name(), years
    areas = of_level(report.published, Level.STATE, Level.BEZIRK)
    for number, area in enumerate(areas):
        row = _HEAD_ROW + 1 + lines.index((one, area))
        colour = (style.ACCENT, style.INK)[number % 2]
        chart.add_series({
            "name": area.name, "categories": [name, _HEAD_ROW, first, _HEAD_ROW, last],
            "values": [name, row, first, row, last],
            "line": {"color": colour, "width": 2, "dash_type": _DASHES[number % len(_DASHES)]},
            "marker": {"type": _MARKERS[number % len(_MARKERS)], "size": 7, "border": {"color": colour}, "fill": {"color": colour}},
        })  # fmt: skip
    number_format = "0 %" if one.is_ratio and one.percent else style.NUMBER_FORMATS[Kind.ANZAHL]
    chart.set_title({"name": one.label, "name_font": charts.TITLE_FONT})
    chart.set_x_axis({"name": "Jahr", "name_font": charts.FONT | {"bold": False}, "num_font": charts.FONT})
    chart.set_y_axis({
        "name": one.name, "name_font": charts.FONT | {"bold": False}, "num_font": charts.FONT, "num_format": number_format,
        "major_gridlines": charts.GRID, "min": 0,
    })  # fmt: skip
    chart.set_legend({"position": "bottom", "font": charts.FONT})
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    alt = f"Liniendiagramm: {one.label} in Hessen und den Regierungsbezirken. Die Zahlen stehen in der Tabelle darüber."
    page.sheet.insert_chart(at, 0, chart, charts.place(alt))
