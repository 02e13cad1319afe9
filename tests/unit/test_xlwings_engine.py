"""The tests' engine for xlwings: what Excel would make of a value, and a workbook file through xlwings' public interface."""

import math
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw
from openpyxl import load_workbook

from tests.office.client import OfficeTimeout
from tests.office.engine.backend import Backend, Box, CellError, ComError, Formula
from tests.office.engine.entries import Entry, entered
from tests.office.engine.file_backend import FileBackend
from tests.office.running import Pressed, run_python
from tests.office.xlwings_engine import Alert, App, attached

LINK = '=HYPERLINK("Rücklauf/ä b.xlsx","öffnen")'

ENTRIES: tuple[tuple[str, object, Entry | type[Exception]], ...] = (  # number format, value, what stands there then
    ("General", "Größe äöüß €", Entry("Größe äöüß €")),
    ("General", "58 Erbach", Entry("58 Erbach")),
    ("General", "-", Entry("-")),
    ("General", "0007", Entry(7.0)),
    ("General", " 7 ", Entry(7.0)),
    ("General", "12E4", Entry(120000.0)),
    ("General", "1.234,5", Entry(1234.5)),
    ("General", "-1,5", Entry(-1.5)),
    ("General", "5 %", Entry(0.05, "0%")),
    ("General", "2,5%", Entry(0.025, "0.00%")),
    ("General", "1.2.2025", Entry(45689.0, "m/d/yyyy")),
    ("General", "2025-02-01", Entry(45689.0, "m/d/yyyy")),
    ("General", "31.2.2025", ComError),
    ("General", "wahr", Entry(True)),
    ("General", "=1+1", Entry(Formula("=1+1"))),
    ("General", LINK, Entry(Formula(LINK))),
    ("General", "'0007", Entry("0007")),
    ("General", None, Entry(None)),
    ("General", "", Entry(None)),
    ("General", 7, Entry(7.0)),
    ("General", True, Entry(True)),
    ("General", date(2025, 12, 31), Entry(46022.0, "m/d/yyyy")),
    ("General", datetime(2025, 12, 31, 18), Entry(46022.75, "m/d/yyyy h:mm")),
    ("@", "0007", Entry("0007")),
    ("@", "1.234,5", Entry("1.234,5")),
    ("@", "=1+1", Entry("=1+1")),
    ("@", "1/2", Entry("1/2")),
    ("@", 7, Entry("7")),
    ("@", 7.5, Entry("7,5")),
    ("@", date(2025, 12, 31), ComError),
    ("@", True, ComError),
    *(("General", text, ComError) for text in ("1/2", "1.5", "12:30", "Mai 2025", "1. Mai", "€ 5", "(5)", "-x", "+x", "@x", "#N/A")),
    ("General", "204.3-12/7", ComError),
    ("General", "x" * 32_768, ComError),
    ("@", "x" * 32_768, ComError),
    ("General", math.inf, ComError),
    ("General", date(1900, 1, 1), ComError),
    ("General", Decimal(1), TypeError),
    ("General", Path("x"), TypeError),
    ("General", '=HYPERLINK("a";"b")', ComError),
    ("General", "=SUM(A1", ComError),
    ("General", f'=HYPERLINK("{"x" * 256}","b")', ComError),
)  # fmt: skip


@pytest.mark.parametrize(("code", "value", "expected"), ENTRIES, ids=[f"{row[0]} {row[1]!r:.30}" for row in ENTRIES])
def test_what_is_written_is_understood_as_excel_does(code: str, value: object, expected: Any) -> None:
    if isinstance(expected, Entry):
        entry = entered(value, code)
        assert entry == expected
        assert type(entry.content) is type(expected.content)
    else:
        with pytest.raises(expected):
            entered(value, code)


def write_workbook(path: Path) -> Path:
    """Two sheets, one of them protected but for C3, and names."""
    with xlsxwriter.Workbook(str(path)) as book:
        start, closed = book.add_worksheet("Start"), book.add_worksheet("Rück 'l' auf")
        start.write_row("B2", ["Jahr", 2025, True, "0007"])
        start.write_datetime("B3", datetime(2025, 12, 31), book.add_format({"num_format": "dd.mm.yyyy"}))
        start.write_formula("C3", "=C2+1", None, 0)
        start.write_formula("D3", "=1/0", None, 0)
        closed.write("A1", "fest")
        closed.write("C3", "frei", book.add_format({"locked": False}))
        closed.protect()
        start.print_area("B2:E3")
        start.repeat_rows(1)
        book.define_name("Jahr", "=Start!$C$2")
        book.define_name("Bereich", "='Rück ''l'' auf'!$A$1:$C$3")
        book.define_name("Rück 'l' auf!Eigen", "='Rück ''l'' auf'!$A$1")
        book.define_name("Fort", "=#REF!$A$1")
        book.define_name("Satz", "=0.05")
    return path


@pytest.fixture
def excel(tmp_path: Path) -> Iterator[App]:
    with attached(FileBackend(write_workbook(tmp_path / "Mappe.xlsx")), ["no"]) as app:
        yield app


def test_a_book_through_xlwings(excel: App, tmp_path: Path) -> None:
    check_book(excel, tmp_path / "Mappe.xlsx")


def check_book(excel: App, path: Path) -> None:
    """What macros see of `write_workbook`'s book."""
    book = xw.Book.caller()
    assert (book.fullname, book.name) == (str(path), path.name)
    assert [(sheet.name, sheet.index) for sheet in book.sheets] == [("Start", 1), ("Rück 'l' auf", 2)]
    start = book.sheets["start"]
    assert (start, book.sheets[0].name, start.book) == (book.sheets[0], "Start", book)
    used = start.used_range
    assert (used.address, used.last_cell.row, used.last_cell.column) == ("$B$2:$E$3", 3, 5)
    assert used.value == [["Jahr", 2025.0, True, "0007"], [datetime(2025, 12, 31), 2026.0, None, None]]
    assert used.options(err_to_str=True).value[1][2] == "#DIV/0!"
    assert start.range((2, 2), (3, 2)).options(ndim=2).value == [["Jahr"], [datetime(2025, 12, 31)]]
    assert start.range("C3").formula == "=C2+1"
    formulas: Any = start.range((2, 2), (2, 5)).formula
    assert formulas == (("Jahr", "2025", "TRUE", "0007"),)
    assert start.range("B3").number_format == "dd.mm.yyyy"
    assert start.range("B2:B3").number_format is None
    assert start.range("Jahr").value == 2025.0
    with pytest.raises(ComError):
        _ = book.sheets["Rücklauf"]
    with pytest.raises(NotImplementedError):
        start.autofit()
    start.activate()
    excel.backend.activate("Rück 'l' auf")
    assert book.sheets.active.name == "Rück 'l' auf"


def test_names_through_xlwings(excel: App) -> None:
    check_names()


def check_names() -> None:
    """The names of `write_workbook`'s book."""
    names = xw.Book.caller().names
    assert [name.name.replace("'", "") for name in names] == [
        "Bereich", "Rück l auf!Eigen", "Fort", "Jahr", "Start!Print_Area", "Start!Print_Titles", "Satz",
    ]  # fmt: skip
    assert names["Start!Print_Titles"].refers_to_range.address == "$A$2:$XFD$2"
    assert ("jahr" in names, "Monat" in names) == (True, False)
    cells = names["Bereich"].refers_to_range
    assert (cells.sheet.name, cells.address, cells.row, cells.column) == ("Rück 'l' auf", "$A$1:$C$3", 1, 1)
    assert names["Jahr"].refers_to == "=Start!$C$2"
    assert xw.Book.caller().sheets[1].names["Eigen"].refers_to_range.value == "fest"
    for gone in ("Fort", "Satz", "Monat"):
        with pytest.raises(ComError):
            _ = names[gone].refers_to_range


def test_writing_through_xlwings(excel: App) -> None:
    check_writing()


def check_writing() -> None:
    """Write into `write_workbook`'s book: rows, one value for many cells, formulas, formats; clear; locked cells."""
    start, closed = xw.Book.caller().sheets
    start.range("G1:G4").number_format = "@"
    assert (start.range("G1").number_format, start.range("G2:G4").number_format) == ("@", "@")
    rows = [["0007", "0007", None], ["ä", date(2025, 3, 1), 1], ["=1", "2.3.2025", 2.5], ["", "x", LINK]]
    start.range("G1").value = rows
    assert start.range("G1:I4").value == [
        ["0007", 7.0, None], ["ä", datetime(2025, 3, 1), 1.0], ["=1", datetime(2025, 3, 2), 2.5], [None, "x", "öffnen"],
    ]  # fmt: skip
    assert (start.range("H2:H3").number_format, start.range("H1").number_format) == ("m/d/yyyy", "General")
    assert (start.range("I4").formula, start.range("G3").formula) == (LINK, "=1")
    start.range("K1:K2").formula = "=1+1"
    start.range("K3").formula = [["=K1*2"], ["Text"]]
    assert start.range("K1:K4").value == [2.0, 2.0, 4.0, "Text"]
    start.range("G1:I4").clear_contents()
    assert start.range("G1:I4").value == [[None] * 3] * 4
    assert start.range("G1").number_format == "@"
    with pytest.raises(Exception, match="2d list"):
        start.range("G1").value = [[1, 2], [3]]
    with pytest.raises(TypeError):
        start.range("G1:H1").raw_value = [[1, 2], [3, 4]]
    for german in ("TT.MM.JJJJ", "Standard"):
        with pytest.raises(ComError):
            start.range("G1").number_format = german
    start.range("G1").number_format = '0 "Tage"'
    assert start.range("G1").number_format == '0 "Tage"'
    closed.range("C3").value = "neu"
    with pytest.raises(ComError, match="locked"):
        closed.range("B2:C3").clear_contents()
    with pytest.raises(ComError, match="locked"):
        closed.range("A1").value = 1
    assert closed.range("A1:C3").value == [["fest", None, None], [None] * 3, [None, None, "neu"]]


TABLE: tuple[tuple[str, Any, Any, str, str], ...] = (  # number format, written, read, formula, number format then
    ("General", "Größe äöüß €", "Größe äöüß €", "Größe äöüß €", "General"),
    ("General", "Zeile 1\nZeile 2", "Zeile 1\nZeile 2", "Zeile 1\nZeile 2", "General"),
    ("General", "x" * 32_767, "x" * 32_767, "x" * 32_767, "General"),
    ("General", None, None, "", "General"),
    ("General", 12, 12.0, "12", "General"),
    ("General", 0.1, 0.1, "0.1", "General"),
    ("General", False, False, "FALSE", "General"),
    ("General", "0007", 7.0, "7", "General"),
    ("General", "1.234,5", 1234.5, "1234.5", "General"),
    ("General", "'0007", "0007", "0007", "General"),
    ("General", "5 %", 0.05, "0.05", "0%"),
    ("General", "1.2.2025", datetime(2025, 2, 1), "45689", "m/d/yyyy"),
    ("General", date(2025, 12, 31), datetime(2025, 12, 31), "46022", "m/d/yyyy"),
    ("dd.mm.yyyy", date(2025, 12, 31), datetime(2025, 12, 31), "46022", "dd.mm.yyyy"),
    ("dd.mm.yyyy hh:mm", datetime(2025, 12, 31, 13, 45), datetime(2025, 12, 31, 13, 45), "46022.5729166667", "dd.mm.yyyy hh:mm"),
    ("#,##0.00", 1234.5, 1234.5, "1234.5", "#,##0.00"),
    ("0.00%", 0.5, 0.5, "0.5", "0.00%"),
    ("@", "0007", "0007", "0007", "@"),
    ("@", "=1+1", "=1+1", "=1+1", "@"),
    ("@", "1.234,5", "1.234,5", "1.234,5", "@"),
    ("@", "#N/A", "#N/A", "#N/A", "@"),
    ("@", "'s Haus", "'s Haus", "'s Haus", "@"),
    ("@", 7, "7", "7", "@"),
    ("General", "=1+1", 2.0, "=1+1", "General"),
    ("General", LINK, "öffnen", LINK, "General"),
    ("General", '=IF(1>2,"ja","nein; nichts")', "nein; nichts", '=IF(1>2,"ja","nein; nichts")', "General"),
    ("General", "=SUM('Rück ''l'' auf'!A1:C3,A5)", 12.0, "=SUM('Rück ''l'' auf'!A1:C3,A5)", "General"),
    ("General", '=IF(1>2,1,"")', None, '=IF(1>2,1,"")', "General"),
    ("General", "=1/0", None, "=1/0", "General"),
)  # fmt: skip


def test_a_table_of_values_in_a_file(tmp_path: Path) -> None:
    backend = FileBackend(write_workbook(tmp_path / "Mappe.xlsx"))
    check_table(backend)
    backend.save()
    sheet = load_workbook(backend.path)["Start"]
    assert (sheet.cell(18, 1).value, sheet.cell(18, 1).data_type) == ("0007", "s")
    assert (sheet.cell(19, 1).value, sheet.cell(19, 1).data_type) == ("=1+1", "s")
    assert (sheet.cell(24, 1).value, sheet.cell(24, 1).data_type) == ("=1+1", "f")


def check_table(backend: Backend) -> None:
    """Write TABLE into the first column of `write_workbook`'s book in one go; read it back."""
    with attached(backend):
        sheet = xw.Book.caller().sheets["Start"]
        column = sheet.range((1, 1), (len(TABLE), 1))
        for row, (code, *_) in enumerate(TABLE, 1):
            sheet.range((row, 1)).number_format = code
        column.value = [[written] for _, written, *_ in TABLE]
        read = [value for (value,) in column.options(ndim=2).value]
        shown: Any = column.formula
        formulas = [formula for (formula,) in shown]
        codes = [sheet.range((row, 1)).number_format for row in range(1, len(TABLE) + 1)]
        assert list(zip(read, formulas, codes, strict=True)) == [row[2:] for row in TABLE]
        assert [type(value) for value in read] == [type(row[2]) for row in TABLE]
        assert backend.values("Start", Box(len(TABLE), 1)) == [[CellError("#DIV/0!")]]


def test_what_the_user_sees_is_recorded(excel: App) -> None:
    app = xw.Book.caller().app
    assert app.status_bar is False
    app.status_bar = "3 von 12"
    assert app.status_bar == "3 von 12"
    app.status_bar = False
    assert app.alert("Fertig.", title="Prüfung", mode="info") == "ok"
    assert app.alert("Fortfahren?", buttons="yes_no") == "no", "the answer that was given to the fixture"
    assert app.alert("Und jetzt?", buttons="yes_no") == "yes"
    assert excel.statuses == ["3 von 12", False]
    assert excel.alerts == [
        Alert("Fertig.", "Prüfung", "ok", "info", "ok"),
        Alert("Fortfahren?", None, "yes_no", None, "no"),
        Alert("Und jetzt?", None, "yes_no", None, "yes"),
    ]
    with pytest.raises(KeyError):
        app.alert("?", mode="laut")
    app.screen_updating = False
    app.calculate()
    with app.properties(status_bar="läuft"):
        pass
    assert excel.statuses == ["3 von 12", False, "läuft", False]


def test_saving_writes_the_file(excel: App, tmp_path: Path) -> None:
    book = xw.Book.caller()
    book.sheets["Start"].range("A1").value = "gespeichert"
    assert load_workbook(tmp_path / "Mappe.xlsx")["Start"]["A1"].value is None
    book.save()
    assert load_workbook(tmp_path / "Mappe.xlsx")["Start"]["A1"].value == "gespeichert"


def test_nothing_is_left_of_a_workbook_that_was_let_go(tmp_path: Path) -> None:
    before = xw.engines.active
    with attached(FileBackend(write_workbook(tmp_path / "a.xlsx"))):
        kept = xw.Book.caller()
        with attached(FileBackend(write_workbook(tmp_path / "b.xlsx"))):
            assert xw.Book.caller().name == "b.xlsx"
        assert kept.name == "a.xlsx"
    assert xw.engines.active is before
    for stale in (lambda: kept.name, lambda: xw.Book.caller().sheets):
        with pytest.raises(ComError, match="no longer"):
            list(stale())


RUNS: tuple[tuple[str, str | None], ...] = (  # one-liner, the end of what the user is shown
    ("import xlwings as xw; xw.Book.caller().app.status_bar = 'da'", None),
    ("import sys; sys.exit()", None),
    ("import sys; sys.exit(0)", None),
    ("import sys; print('nur so', file=sys.stderr)", None),
    (
        "import sys; print('erst', file=sys.stderr); sys.exit('Kein Ordner „Rücklauf“.')",
        "erst\nKein Ordner „Rücklauf“.\n",
    ),
    ("import sys; sys.exit(2)", ""),
    ("raise ValueError('schief')", 'File "<string>", line 1, in <module>\nValueError: schief\n'),
    ("import gibt_es_nicht", "ModuleNotFoundError: No module named 'gibt_es_nicht'\n"),
    ("1 +", "SyntaxError: invalid syntax\n"),
)


@pytest.mark.parametrize(("command", "shown"), RUNS)
def test_a_one_liner_is_run_as_by_the_vba_module(command: str, shown: str | None, tmp_path: Path) -> None:
    pressed = run_python(FileBackend(write_workbook(tmp_path / "a.xlsx")), command)
    assert pressed.command == command
    assert (pressed.error is None) == (shown is None)
    assert (pressed.error or "").endswith(shown or "")
    assert pressed.statuses == (("da",) if "da" in command.split("'") else ())


def test_a_one_liner_has_arguments_path_and_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "neben_der_mappe.py").write_text("import os, sys\nargv, folder = sys.argv, os.getcwd()")
    backend = FileBackend(write_workbook(tmp_path / "Größe & Co.xlsx"))
    assert run_python(backend, "import neben_der_mappe").error is None
    import sys

    found = sys.modules.pop("neben_der_mappe")
    assert found.argv == ["-c", "--wb=Größe & Co.xlsx", "--from_xl=1"]
    assert Path(found.folder) not in {tmp_path, Path.cwd()}
    with pytest.raises(AssertionError, match=r"ergebnis\.txt"):
        run_python(backend, "open('ergebnis.txt', 'w').close()")
    for unfit in ('print("x")', "print('%PATH%')", "a = 1\nb = 2"):
        with pytest.raises(ValueError, match=r"cmd\.exe"):
            run_python(backend, unfit)


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(600)"])
def test_a_one_liner_that_hangs_is_given_up(body: str, tmp_path: Path) -> None:
    with pytest.raises(OfficeTimeout):
        run_python(FileBackend(write_workbook(tmp_path / "a.xlsx")), body, limit=0.3)


def test_what_was_pressed_adds_up() -> None:
    one, other = Pressed("a", None, (), ("x",)), Pressed("b", "schief", (), ("y",))
    assert one + other == Pressed("a\nb", "schief", (), ("x", "y"))
    assert Pressed() + one == one
