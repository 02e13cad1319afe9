"""„Vorjahr“: the leading Kennzahlen of each region beside those of the year before, and by how much they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from xlsxwriter.utility import xl_rowcol_to_cell

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.reports.regional.earlier import Change, Comparison
from rv2xl.reports.regional.figures import RegionRow
from rv2xl.reports.regional.sheets.regional_book import KEY, REGION, RegionalBook
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.looks import RATIO, SHARE
from rv2xl.reports.workbook.readable import SMALLEST, last_of_first_page
from rv2xl.reports.workbook.report_book import Figure, Head
from rv2xl.reports.workbook.signs import Sign

NAME = "Vorjahr"
WORDS = "Was hat sich gegenüber dem Vorjahr geändert? Jede Kennzahl in beiden Jahren, die Änderung und die Änderung in Prozent."

_TABLE = "Tabelle_vorjahr"
_LEAD = (KEY, REGION)
_HINT = Head("Zu beachten", 60)
_HEAD_ROW = 2
_NOTE = (
    "Die Werte des Vorjahres stammen aus dessen Tabelle (siehe „Hinweise“); ein Ort zählt in dem Kreis, in dem er damals lag. Anteile "
    "ändern sich um Prozentpunkte. „x“: nicht vergleichbar, der Grund steht rechts."
)


def write_changes(report: RegionalBook, comparison: Comparison) -> None:
    """Write the sheet; in print a page may end before each Kennzahl, and all regions stand below each other on one."""
    year, earlier = report.published.consolidation.year, comparison.earlier.year
    leading = report.published.outline.leading
    heads = [*_LEAD, *(head for one in leading for head in _heads(one, year, earlier)), _HINT]
    page = report.book.page(NAME, [head.width for head in heads], portrait=True)
    page.text(0, 0, f"{year} und {earlier} im Vergleich", "title")
    page.text(1, 0, f"{WORDS} {_NOTE}", "note", last_of_first_page(page.widths, page.printable[0]))
    rows = (list(_values(report, comparison, row, at)) for at, row in enumerate(report.published.rows, _HEAD_ROW + 1))
    last = page.table(_HEAD_ROW, _TABLE, heads, rows)
    page.set_up(None, (_HEAD_ROW, _HEAD_ROW), SMALLEST, frozen=len(_LEAD))
    page.print_apart(_starts(leading), len(_LEAD), SMALLEST, last, _HEAD_ROW)


def _starts(leading: Sequence[Indicator]) -> list[int]:
    """Return the first column of each Kennzahl, and the one behind the last."""
    return list(accumulate((_columns(one) for one in leading), initial=len(_LEAD)))


def _columns(one: Indicator) -> int:
    return 3 if _in_points(one) else 4


def _heads(one: Indicator, year: int, earlier: int) -> Iterator[Head]:
    texts = (f"{one.name} {earlier}", f"{one.name} {year}", f"{one.name}: Änderung", f"{one.name}: Änderung in %")
    for text in texts[: _columns(one)]:
        yield Head(text, looks.width_of(text, 11.0))


def _in_points(one: Indicator) -> bool:
    """Whether an indicator is a share, which changes by points alone."""
    return one.is_ratio and one.percent


def _values(report: RegionalBook, comparison: Comparison, row: RegionRow, at: int) -> Iterator[Figure]:
    yield from (Figure(None, text, f"{row.level}.text") for text in (row.key, row.name))
    mark = report.published.mark(row)
    reasons = {f"{mark.words}: {report.published.coverage(row)}": None} if mark is not None else {}
    column = len(_LEAD)
    for one in report.published.outline.leading:
        found = comparison.of(row.key, one)
        if found.reason:
            reasons[f"{one.name}: {found.reason}"] = None
        then = report.published.figure(comparison.rows[row.key], one) if row.key in comparison.rows else None
        stored = then.stored if then is not None and found.absolute is not None else str(Sign.SENSELESS)
        yield Figure(None, stored, report.look_of(one, row.level))
        yield report.figure(row, one)
        yield from _changes(report, one, row, found, (at, column))
        column += _columns(one)
    yield Figure(None, "; ".join(reasons), f"{row.level}.text")


def _changes(
    report: RegionalBook, one: Indicator, row: RegionRow, found: Change, at: tuple[int, int]
) -> Iterator[Figure]:
    """Yield the change and its share: formulas over the two cells before them, where the years can be compared."""
    then, now = (xl_rowcol_to_cell(at[0], at[1] + number) for number in range(2))
    look = _signed(report.look_of(one, row.level))
    live = report.live is not None and found.absolute is not None
    absolute = found.absolute if found.absolute is not None else str(Sign.SENSELESS)
    yield Figure(f"={now}-{then}" if live else None, absolute, look)
    if not _in_points(one):
        relative = found.relative if found.relative is not None else str(Sign.SENSELESS)
        formula = f'=IF({then}=0,"{Sign.SENSELESS}",({now}-{then})/{then})' if live else None
        yield Figure(formula, relative, f"{row.level}.{looks.SIGNED}{SHARE}")


def _signed(look: str) -> str:
    level, _, kind = look.partition(".")
    return f"{level}.{looks.SIGNED}{kind}" if kind in {SHARE, RATIO, "anzahl"} else look
