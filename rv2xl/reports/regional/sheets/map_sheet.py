"""„Karte“: the Kreise as tiles in their rough positions, coloured by the class of an indicator; all its figures stand beside it.

With formulas there is one map, with a choice of the indicator; its colours and number formats follow the choice by conditions.
Without them there is a map for each indicator, one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xlsxwriter.utility import xl_rowcol_to_cell

from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.wording import listed
from rv2xl.recht.regions import grid
from rv2xl.reports.regional.figures import Level
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.tiles import CLASSES, HATCHED, Scale, Tile, legend, scale_of, tiles
from rv2xl.reports.workbook import looks
from rv2xl.reports.workbook.report_book import Figure, Head, area
from rv2xl.reports.workbook.shades import BLANK
from rv2xl.reports.workbook.shades import HATCHED as HATCH
from rv2xl.reports.workbook.signs import Sign

NAME = "Karte"
TABLE = "Werte"
WORDS = "Wo in Hessen ist der Wert hoch, wo niedrig? Jeder Kreis als Kachel, ungefähr dort, wo er liegt."

_ROWS, _COLUMNS = grid()
_TILE, _GAP, _LEGEND_WIDTH = 14.0, 2.0, 40.0
_LEGEND, _TABLE = _COLUMNS + 1, _COLUMNS + 3
_LEAD = (Head("Schlüssel", 10), Head("Region", 29, "strong"), Head("Orte gemeldet", 20))
_CLASS_WIDTH, _LIMIT_WIDTH = 26.0, 13.0

_HEAD_ROW, _FIRST = 2, 3
_CHOICE = (1, 2)

_NOTE = (
    "Die Anordnung ist eine eigene, keine amtliche Karte. Dieselben Zahlen stehen rechts in der Tabelle „Werte“, lesbar ohne Farbe. "
    "„p“ hinter einem Namen: {preliminary}. "
    "Die Klassen teilen die Kreise mit einem Wert über 0 in etwa gleich große Gruppen; ihre Grenzen sind gerundet."
)
_LIVE_NOTE = "In der geschützten Ansicht zeigt die Karte „{first}“; nach „Bearbeitung aktivieren“ unten eine andere Kennzahl wählen."
_STATIC_NOTE = "Für jede Kennzahl steht hier eine Karte, untereinander: {names}."
_TABLE_WORDS = "alle Zahlen der Karte, dazu die Summen der Regierungsbezirke und Hessens"
_CLASSES_WORDS = "Klassen: danach richten sich Legende und Farben der Karte; „–“: diese Klasse gibt es nicht; unten die gewählte Kennzahl"


def write_map(report: RegionalBook) -> None:
    """Write the sheet, for a form that has leading indicators."""
    if not report.published.outline.leading:
        return
    sheet = _MapSheet(report)
    sheet.heading()
    sheet.table()
    if report.live is not None:
        sheet.classes()
        starts, end = [_FIRST], sheet.live_map()
    else:
        starts, end = sheet.static_maps()
    sheet.set_up(starts, end)


class _MapSheet:
    """Writes the parts of the sheet: the maps to the left with their legends, the figures to the right."""

    def __init__(self, report: RegionalBook) -> None:
        self.report, self.published = report, report.published
        self.leading = self.published.outline.leading
        self.scales = [scale_of(self.published, one) for one in self.leading]
        self.first_figure = _TABLE + len(_LEAD)
        self.class_names = self.first_figure + len(self.leading) + 1
        figures = [looks.width_of(one.name, 12.0) for one in self.leading]
        classes = (
            [_GAP, *[_CLASS_WIDTH] * (CLASSES + 1), *[_LIMIT_WIDTH] * (CLASSES - 1)] if report.live is not None else []
        )
        left = [*[_TILE] * _COLUMNS, _GAP, _LEGEND_WIDTH, _GAP]
        self.page = report.book.page(NAME, [*left, *(head.width for head in _LEAD), *figures, *classes])

    def heading(self) -> None:
        """Say what the sheet is and how it is read."""
        names = [one.name for one in self.leading]
        how = (
            _LIVE_NOTE.format(first=names[0])
            if self.report.live is not None
            else _STATIC_NOTE.format(names=listed(names))
        )
        self.page.text(0, 0, f"Karte {self.published.consolidation.year}", "title", _LEGEND)
        self.page.text(1, 0, WORDS, "subtitle", _LEGEND)
        note = _NOTE.format(preliminary=Sign.PRELIMINARY.words.partition(": ")[2])
        self.page.text(_HEAD_ROW, 0, f"{how} {note} {self.published.note}".rstrip(), "note", _LEGEND)

    def table(self) -> None:
        """Write the figures of all regions, which is the map for who does not see colours; filters would hide rows of the map."""
        rows, names = self.published.rows, [one.name for one in self.leading]
        last = _HEAD_ROW + len(rows)
        heads = [*_LEAD, *(Head(name, 12) for name in names)]
        self.page.text(1, _TABLE, f"{TABLE}: {_TABLE_WORDS}", "subtitle", _TABLE + len(heads) - 1)
        for column, head in enumerate(heads, _TABLE):
            self.page.text(_HEAD_ROW, column, head.text, "head")
        for at, row in enumerate(rows, _FIRST):
            texts = (row.key, row.name, self.published.marked_coverage(row))
            for column, (text, head) in enumerate(zip(texts, _LEAD, strict=True), _TABLE):
                self.page.text(at, column, text, head.look)
            for column, one in enumerate(self.leading, self.first_figure):
                self.page.figure(at, column, self.report.figure(row, one, Level.REGION))
        form = self.report.book.format("head")
        columns = [{"header": head.text, "header_format": form} for head in heads]
        options = {"name": f"{NAME}_{TABLE}", "style": None, "columns": columns, "autofilter": False}
        self.page.sheet.add_table(_HEAD_ROW, _TABLE, last, _TABLE + len(heads) - 1, options)

    def classes(self) -> None:
        """Write the classes of each indicator, and below them those of the chosen one, for the legend and the colours.

        If nothing is chosen, or something else, it is the first one.
        """
        left = self.class_names
        self.page.text(1, left, _CLASSES_WORDS, "subtitle", left + 2 * CLASSES - 1)
        heads = [f"Klasse {number}" for number in range(1, CLASSES + 1)]
        limits = [f"{head} ab" for head in heads[1:]]
        for column, text in enumerate(("Kennzahl", *heads, *limits), left):
            self.page.text(_HEAD_ROW, column, text, "head")
        rows = [_class_row(scale) for scale in self.scales]
        for at, (one, values) in enumerate(zip(self.leading, rows, strict=True), _FIRST):
            self.page.text(at, left, one.name)
            for column, value in enumerate(values, left + 1):
                look = "text" if isinstance(value, str) else self._look(one)
                self.page.figure(at, column, Figure(None, value, look))
        at = self._chosen_row
        names = area((_FIRST, left), (at - 1, left), fixed=True)
        choice = xl_rowcol_to_cell(_FIRST, _CHOICE[0], row_abs=True, col_abs=True)
        place, first = f"MATCH({choice},{names},0)", self.leading[0].name
        known = f'=IF(ISNUMBER({place}),INDEX({names},{place}),"{first}")'
        self.page.figure(at, left, Figure(known, first, "verdict"))
        for column, value in enumerate(rows[0], left + 1):
            given = area((_FIRST, column), (at - 1, column), fixed=True)
            self.page.figure(
                at, column, Figure(f"=INDEX({given},MATCH({self._of_chosen(0)},{names},0))", value, "verdict")
            )
        first_limit = left + CLASSES + 1
        for look, _, chosen in self._kinds():
            rule = {"type": "formula", "criteria": f"={chosen}", "format": self.report.book.format(f"#{look}")}
            self.page.sheet.conditional_format(at, first_limit, at, first_limit + CLASSES - 2, rule)

    def live_map(self) -> int:
        """Write the map with a choice of the indicator; return its last row."""
        names, page = [one.name for one in self.leading], self.page
        page.text(_FIRST, 0, "Kennzahl", "strong")
        page.text(_FIRST, _CHOICE[0], names[0], "choice", _CHOICE[1])
        cells = ((_FIRST, _CHOICE[0]), (_FIRST, _CHOICE[1]))
        page.choice(*cells, names, "Welche Kennzahl soll die Karte zeigen?")
        page.text(_FIRST, _CHOICE[1] + 1, "◄ hier wählen", "hint", _COLUMNS - 1)
        heads = area((_HEAD_ROW, self.first_figure), (_HEAD_ROW, self.first_figure + len(names) - 1), fixed=True)
        at_of = {row.key: at for at, row in enumerate(self.published.rows, _FIRST)}
        look = self._look(self.leading[0])
        for tile in tiles(self.published, self.leading[0]):
            at, column = _place(_FIRST, tile)
            row = at_of[tile.key]
            figures = area((row, self.first_figure), (row, self.first_figure + len(names) - 1), fixed=True)
            page.text(at, column, _name(tile), "text~tile_name")
            stored = self.published.figure(self.published.row(tile.key), self.leading[0]).stored
            formula = f"=INDEX({figures},MATCH({self._of_chosen(0)},{heads},0))"
            page.figure(at + 1, column, Figure(formula, stored, f"{look}~tile"))
        self._colour()
        self._live_legend()
        return self._defined(_FIRST + 2 * _ROWS + 1, self.leading)

    def _colour(self) -> None:
        """Colour both cells of each tile by the lower one: its class in the scale of the chosen indicator, or a hatch for a sign.

        Each rule gives the number format too, for not every program lets two rules meet in a cell.
        """
        for offset in (0, 1):
            rows = [_FIRST + 1 + 2 * row + offset for row in range(_ROWS)]
            ranges = " ".join(area((row, 0), (row, _COLUMNS - 1)) for row in rows)
            value = xl_rowcol_to_cell(rows[0] + 1 - offset, 0)
            rules = [(f"ISTEXT({value})", f"~{HATCH}")]
            for look, places, chosen in self._kinds():
                for number in range(CLASSES, 0, -1):
                    above = f",ROUND({value},{places})>={self._of_chosen(CLASSES + number - 1)}" if number > 1 else ""
                    rules.append((f"AND({chosen},ISNUMBER({value}){above})", f"#{look}~{number}"))
            for criteria, look in rules:
                rule = {"type": "formula", "criteria": f"={criteria}", "format": self.report.book.format(look)}
                self.page.sheet.conditional_format(rows[0], 0, rows[0], _COLUMNS - 1, rule | {"multi_range": ranges})

    def _kinds(self) -> Iterator[tuple[str, int, str]]:
        """Yield how numbers of the indicators look, to how many places such ones are rounded, and the condition that one is chosen."""
        kinds: dict[tuple[str, int], list[str]] = {}
        for one, scale in zip(self.leading, self.scales, strict=True):
            kinds.setdefault((self._look(one), scale.places), []).append(f'{self._of_chosen(0)}="{one.name}"')
        for (look, places), chosen in kinds.items():
            yield look, places, f"OR({','.join(chosen)})"

    def _of_chosen(self, column: int) -> str:
        """Return the cell with the name of the chosen indicator, and behind it those with its classes in words and where they begin."""
        cell: str = xl_rowcol_to_cell(self._chosen_row, self.class_names + column, row_abs=True, col_abs=True)
        return cell

    @property
    def _chosen_row(self) -> int:
        return _FIRST + len(self.leading)

    def _live_legend(self) -> None:
        words = _class_row(self.scales[0])
        self.page.formula(
            _FIRST, _LEGEND, f'="Legende: "&{self._of_chosen(0)}', f"Legende: {self.leading[0].name}", "verdict~legend"
        )
        for number in range(1, CLASSES + 1):
            source = self._of_chosen(number)
            none = f'{source}="{Sign.NOTHING}"'
            stored = "" if words[number - 1] == Sign.NOTHING else words[number - 1]
            self.page.formula(_FIRST + number, _LEGEND, f'=IF({none},"",{source})', stored, f"words~legend~{number}")
            rule = {"type": "formula", "criteria": f"={none}", "format": self.report.book.format(f"~{BLANK}")}
            self.page.sheet.conditional_format(_FIRST + number, _LEGEND, _FIRST + number, _LEGEND, rule)
        self._signs(_FIRST, CLASSES + 1)

    def static_maps(self) -> tuple[list[int], int]:
        """Write a map for each indicator; return where they begin, and the last row."""
        starts: list[int] = []
        last = _FIRST - 2
        for one, scale in zip(self.leading, self.scales, strict=True):
            top = last + 2 if starts else _FIRST
            starts.append(top)
            self.page.text(top, 0, one.label, "block", _COLUMNS - 1)
            for tile in tiles(self.published, one):
                shade = tile.number or HATCH
                at, column = _place(top, tile)
                self.page.text(at, column, _name(tile), f"text~tile_name~{shade}")
                figure = self.report.figure(self.published.row(tile.key), one)
                self.page.figure(at + 1, column, Figure(None, figure.stored, f"{figure.look}~tile~{shade}"))
            self.page.text(top, _LEGEND, f"Legende: {one.name}", "verdict~legend")
            entries = legend(scale)
            for at, entry in enumerate(entries[:-1], top + 1):
                self.page.text(at, _LEGEND, entry.words, f"words~legend~{entry.number}")
            self._signs(top, len(entries))
            last = self._defined(top + 2 * _ROWS + 1, [one])
        return starts, last

    def _signs(self, top: int, offset: int) -> None:
        """Write what the hatch and the signs mean, below the classes of a legend."""
        self.page.text(top + offset, _LEGEND, HATCHED, f"words~legend~{HATCH}")
        signs = (Sign.NOTHING, Sign.PENDING, Sign.SECRET, Sign.SENSELESS)
        for at, sign in enumerate(signs, top + offset + 1):
            self.page.text(at, _LEGEND, f"{sign}  {sign.words}", "words~legend")

    def _defined(self, row: int, indicators: Sequence[Indicator]) -> int:
        """Say below a map what its indicators are; return the last row."""
        for number, one in enumerate(indicators):
            self.page.text(row + number, 0, f"{one.name}: {one.words}", "hint", _LEGEND)
        return row + len(indicators) - 1

    def set_up(self, starts: Sequence[int], end: int) -> None:
        """Print the maps alone, each on a page of its own, as large as it can be."""
        page = self.page
        longest = max(page.height(first, last - 1) for first, last in pairwise([*starts, end + 1]))
        high, wide = page.height(0, _FIRST - 1) + longest, looks.points(page.widths[: _LEGEND + 1])
        scale = int(min(looks.PRINTABLE[0] / wide, looks.PRINTABLE[1] / high) * 100)
        page.set_up(None, (0, _HEAD_ROW), scale, frozen=0)
        page.sheet.print_area(0, 0, end, _LEGEND)
        page.sheet.set_h_pagebreaks(starts[1:])

    def _look(self, indicator: Indicator) -> str:
        return self.report.look_of(indicator, Level.REGION)


def _class_row(scale: Scale) -> tuple[str | Decimal, ...]:
    """Return the words of all classes, and where the second and each further one begins; a dash for those that there are not."""
    words: list[str | Decimal] = [*scale.words, *[str(Sign.NOTHING)] * (CLASSES - len(scale.words))]
    return (*words, *scale.limits, *[str(Sign.NOTHING)] * (CLASSES - 1 - len(scale.limits)))


def _place(top: int, tile: Tile) -> tuple[int, int]:
    """Return the upper cell of a tile on the map whose heading stands in row `top`."""
    return top + 1 + 2 * (tile.row - 1), tile.column - 1


def _name(tile: Tile) -> str:
    return f"{tile.short} {tile.mark}".strip()
