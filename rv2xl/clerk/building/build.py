"""Konsolidierung.xlsm is built: sheets, names, buttons and macros, from the one description in `sheets`. Equal calls give equal bytes."""

from __future__ import annotations

from rv2xl.clerk.building.start_sheet import write_start
from rv2xl.clerk.building.typing_help import typing_help
from rv2xl.clerk.sheets import (
    BEFUNDE,
    INTERPRETER,
    JA,
    NAME,
    PROTOKOLL,
    RUECKLAUF,
    TABLES,
    Head,
    Look,
    SheetTable,
    TableColumn,
)
from rv2xl.excel import looks as style
from rv2xl.reports.replies import SIGNS
from rv2xl.reports.workbook.report_book import Head as Heading
from rv2xl.reports.workbook.report_book import Page, ReportBook

TITLE = NAME.removesuffix(".xlsm")
LICENCE = (
    "Das VBA-Modul „xlwings“ ist das unveränderte Modul von xlwings (BSD-3-Klausel), „Dictionary“ das von VBA-Dictionary (MIT); "
    "die Lizenztexte stehen in den Modulen."
)

CONFIGURATION = "xlwings.conf"
_CONFIGURED = (
    ("ADD_WORKBOOK_TO_PYTHONPATH", "false", "Python lädt nichts aus dem Ordner dieser Mappe."),
    (
        INTERPRETER,
        "python",
        "Womit die Knöpfe laufen, wenn „python“ nicht gefunden wird: der ganze Pfad der python.exe.",
    ),
    ("Interpreter_Mac", "python", "Dasselbe auf einem Mac."),
)
"""What xlwings' VBA module looks up in a sheet of that name; the texts on the right are for people."""

_FIRST_ROW = 2
_FROZEN = {RUECKLAUF.sheet: 2, BEFUNDE.sheet: 2, PROTOKOLL.sheet: 0}
_SEVERITIES: dict[str, str] = {severity: sign for severity, (sign, _, _) in style.MARKS.items()}


def workbook_bytes(vba: bytes | None) -> bytes:
    """Return the workbook with a VBA project; without one it is what the project is made for."""
    book = ReportBook(TITLE, "Rückläufe zum Rahmenvertrag 2 prüfen und zusammenführen", comments=LICENCE)
    if vba is not None:
        book.carry_macros(vba)
    write_start(book, LICENCE)
    for table in TABLES:
        _write_table(book, table)
    _write_configuration(book)
    return book.finished()


def _write_table(book: ReportBook, table: SheetTable) -> None:
    columns, widths = table.columns, [column.width for column in table.columns]
    page = book.page(
        table.sheet, widths, style.TABS["given"], looks_of_columns=[str(column.look) for column in columns]
    )
    for row in range(_FIRST_ROW):  # above the heads nothing looks like a column
        for number in range(len(columns)):
            page.text(row, number, "", "bullet")
    shown = _within(widths, 150)
    page.text(0, 0, table.sheet, "title", shown)
    page.text(1, 0, table.note, "note", shown)
    page.heads(_FIRST_ROW, [Heading(column.head, column.width) for column in columns])
    page.need(_FIRST_ROW, 2 * style.ROW_HEIGHT)  # below the text the filter's button
    first, last = _FIRST_ROW + 1, _FIRST_ROW + table.most
    page.sheet.autofilter(_FIRST_ROW, 0, last, len(columns) - 1)
    book.name_cell(table.name, page, _FIRST_ROW, 0)
    for number, column in enumerate(columns):
        _help(page, column, (first, number), (last, number))
    page.set_up(None, (_FIRST_ROW, _FIRST_ROW), frozen=_FROZEN[table.sheet])
    if table is RUECKLAUF:
        _fold(page, columns)


def _fold(page: Page, columns: tuple[TableColumn, ...]) -> None:
    """Fold away the columns with checksums: a click on [+] shows them, print leaves them away."""
    for number, column in enumerate(columns):
        if column.look is Look.CODE:
            options = {"level": 1, "hidden": True}
            page.sheet.set_column(number, number, column.width, page.book.format(column.look), options)
    page.sheet.set_column(len(columns), len(columns), None, None, {"collapsed": True})


def _within(widths: list[float], room: float) -> int:
    """Return the last column that ends within so much room."""
    return max(number for number in range(len(widths)) if sum(widths[: number + 1]) <= room or number == 0)


def _help(page: Page, column: TableColumn, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Colour what a column says, and help with what is typed there."""
    if column.head == Head.STATUS:
        page.states(first, last, SIGNS)
    elif column.head == Head.SCHWERE:
        page.states(first, last, _SEVERITIES)
    if column.is_typed:
        words = (JA,) if column.look is Look.CHOICE else ()
        page.sheet.data_validation(*first, *last, typing_help(column.head, column.hint, words))


def _write_configuration(book: ReportBook) -> None:
    """Write the hidden sheet that xlwings reads: names without a gap from A1 on, their values as texts beside them."""
    page = book.page(CONFIGURATION, (34, 60, 90), style.TABS["given"])
    for row, (name, value, told) in enumerate(_CONFIGURED):
        for column, (text, look) in enumerate(((name, "text"), (value, "input"), (told, "note"))):
            page.text(row, column, text, look)
        if name == INTERPRETER:
            book.name_cell(name, page, row, 1)
    page.sheet.hide()
