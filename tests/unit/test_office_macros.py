"""Buttons pressed in LibreOffice: the macro behind each runs, and what it gives to Python works on the open workbook."""

import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw
from pyopenvba import ExcelFile

from tests.office.client import Document, DocumentLost, Office, OfficeCell, OfficeError, OfficeTimeout, Typed
from tests.office.engine.backend import ComError
from tests.office.engine.file_backend import FileBackend
from tests.office.engine.office_backend import OfficeBackend
from tests.office.macros import Button, MacroDocument, MacroOffice
from tests.office.running import Pressed
from tests.office.xlwings_engine import Alert, attached
from tests.unit import test_xlwings_engine as engine

SHEET = "Größe & 'Maß' A"
MACROS = {  # label -> name and body of the macro; {0} is this module
    "Schreiben & Lesen": ("Schreiben", 'RunPython "from {0} import schreiben; schreiben()"'),
    "Scheitern": ("Scheitern", 'RunPython "from {0} import scheitern; scheitern()"'),
    "Melden": ("Melden", "RunPython \"from {0} import melden; melden('äöü „€“')\""),
    "Zweimal": ("Zweimal", 'Starte "eins"\n    Starte "zwei"'),
    "Hängen": ("Haengen", 'RunPython "while True: pass"'),
    "Endlos": ("Endlos", "Do While True\n    Loop"),
    "Kasten": ("Kasten", 'MsgBox "Weiter?", vbYesNo\n    Starte "nach dem Kasten"'),
    "Nichts": ("Nichts", "Dim zahl As Integer"),
    "Basic-Fehler": ("Fehler", "Dim zahl As Integer\n    zahl = 1 / Null_Teiler()"),
}
SOURCE = """Attribute VB_Name = "Makros"
Option Explicit

Private Sub Starte(Meldung As String)
    RunPython "from {0} import melden; melden('" & Meldung & "')"
End Sub

Private Function Null_Teiler() As Integer
    Null_Teiler = 0
End Function
"""


def schreiben() -> None:
    book = xw.Book.caller()
    book.app.status_bar = "schreibt …"
    cells = book.names["Ziel"].refers_to_range
    cells.number_format = "@"
    cells.value = [["0007", "ä"], ["=1", "x"]]
    below = cells.sheet.range((cells.row + 2, cells.column))
    below.value = [[date(2025, 3, 1), cells.sheet.range("A1").value + 1]]
    book.app.status_bar = False


def scheitern() -> None:
    xw.Book.caller().sheets[0].range("A1").value = 2
    sys.exit("Der Ordner „Rücklauf“ fehlt.")


def melden(text: str) -> None:
    answer = xw.Book.caller().app.alert(text, title="Rückfrage", buttons="yes_no")
    xw.Book.caller().sheets[0].range("A2").value = f"{text}: {answer}"


def write_macro_workbook(path: Path) -> Path:
    """A workbook with a button for each of MACROS, one for a macro that is not there, and xlwings' own VBA module."""
    name, donor = __name__, Path(xw.__file__).with_name("quickstart_standalone.xlsm")
    subs = (f"\nPublic Sub {sub}()\n    {body}\nEnd Sub\n" for sub, body in MACROS.values())
    project = path.with_name("donor.xlsm")
    with ExcelFile(str(donor)) as file:
        file.vba_project().rename_module("Module1", "Makros")
        file.set_module("Makros", (SOURCE + "".join(subs)).replace("{0}", name).replace("\n", "\r\n"))
        file.save(str(project))
    with zipfile.ZipFile(project) as package:
        path.with_name("vbaProject.bin").write_bytes(package.read("xl/vbaProject.bin"))
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_vba_project(str(path.with_name("vbaProject.bin")))
        book.set_vba_name("ThisWorkbook")
        for number, title in enumerate((SHEET, "Zweites"), 1):
            sheet = book.add_worksheet(title)
            sheet.set_vba_name(f"Sheet{number}")
        first, second = book.worksheets()
        first.write("A1", 1)
        first.write_formula("A3", "=A1+1", None, 99)  # a wrong stored value
        first.write("B1", "", book.add_format({"num_format": "@"}))
        first.data_validation("A5", {"validate": "list", "source": ["ja", "nein"]})
        for row, (label, (macro, _)) in enumerate(MACROS.items()):
            first.insert_button(row, 5, {"macro": macro, "caption": label, "width": 150, "height": 18})
        second.insert_button("B2", {"macro": "GibtEsNicht", "caption": "Falsch"})
        book.define_name("Ziel", "='Größe & ''Maß'' A'!$C$2:$D$3")
    return path


@pytest.fixture
def document(macro_office: MacroOffice, tmp_path: Path) -> Iterator[MacroDocument]:
    with macro_office.open_macros(write_macro_workbook(tmp_path / "Büro & Maße.xlsm")) as opened:
        yield opened


def test_tests_that_press_buttons_are_marked(request: pytest.FixtureRequest, macro_office: MacroOffice) -> None:
    assert request.node.get_closest_marker("office")
    assert macro_office.alive


def test_buttons_and_their_macros(document: MacroDocument) -> None:
    assert document.buttons() == [
        *(Button(label, f"Makros.{macro}", SHEET) for label, (macro, _) in MACROS.items()),
        Button("Falsch", "", "Zweites"),
    ]
    assert document.press(Button("Nichts", "Makros.Nichts", SHEET)) == Pressed()
    for label in ("Falsch", "Gibt es nicht"):
        with pytest.raises(OfficeError, match="„Falsch“ → no macro"):
            document.press(label)


def test_a_button_works_on_the_open_workbook(document: MacroDocument) -> None:
    before = document.path.read_bytes()
    assert document.cells()[SHEET]["A3"] == OfficeCell(2.0, "=A1+1"), "calculated when opened"
    assert document.press("Schreiben & Lesen") == Pressed(
        f"from {__name__} import schreiben; schreiben()", None, (), ("schreibt …", False)
    )
    cells = document.cells()[SHEET]
    written = {"C2": "0007", "D2": "ä", "C3": "=1", "D3": "x", "C4": 45717.0, "D4": 2.0}
    assert {at: cells[at].value for at in written} == written
    assert document.shown(SHEET, "C4") == "3/1/2025", "the format that Excel gives a day without one"
    assert document.path.read_bytes() == before, "whatever is put in for xlwings' module stays out of the file"


def test_a_failure_is_what_xlwings_would_show(document: MacroDocument) -> None:
    pressed = document.press("Scheitern")
    assert pressed.error == "Der Ordner „Rücklauf“ fehlt.\n"
    assert document.cells()[SHEET]["A3"].value == 3.0, "calculated as soon as something is written"
    assert document.press("Nichts") == Pressed()


def test_message_boxes_never_block(document: MacroDocument) -> None:
    pressed = document.press("Melden", answers=["no"])
    assert pressed.alerts == (Alert("äöü „€“", "Rückfrage", "yes_no", None, "no"),)
    assert document.cells()[SHEET]["A2"].value == "äöü „€“: no"
    assert document.press("Kasten").alerts[0].prompt == "nach dem Kasten", "a box of Basic's own answers itself"
    pressed = document.press("Zweimal", answers=["yes", "no"])
    assert [(alert.prompt, alert.answer) for alert in pressed.alerts] == [("eins", "yes"), ("zwei", "no")]
    assert pressed.command.count("\n") == 1


def test_an_error_of_basic_is_told(document: MacroDocument) -> None:
    with pytest.raises(OfficeError, match=r"Makros\.Fehler ended with error 11"):
        document.press("Basic-Fehler")
    assert document.press("Nichts") == Pressed()


@pytest.mark.parametrize("label", ["Hängen", "Endlos"])
def test_a_macro_that_hangs_costs_the_office(
    label: str, document: MacroDocument, macro_office: MacroOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "python_limit", 0.5)
    with monkeypatch.context() as hasty:
        if label == "Endlos":
            hasty.setattr(macro_office, "timeout", 3)
        with pytest.raises(OfficeTimeout):
            document.press(label)
    with pytest.raises(DocumentLost):
        document.cells()
    with macro_office.open_macros(document.path) as another:
        assert another.press("Nichts") == Pressed()


def test_the_clerk_types_between_presses(document: MacroDocument) -> None:
    assert document.press("Schreiben & Lesen").error is None
    assert document.type_text(SHEET, "A1", "1.234,5") == Typed("ok")
    assert document.type_text(SHEET, "A5", "vielleicht").status == "refused"
    assert document.type_text(SHEET, "A5", "ja") == Typed("ok")
    assert document.run_python(f"from {__name__} import schreiben; schreiben()").error is None
    assert document.cells()[SHEET]["D4"].value == 1235.5


def test_macros_run_only_where_they_are_allowed(office: Office, macro_office: MacroOffice, tmp_path: Path) -> None:
    path = write_macro_workbook(tmp_path / "a.xlsm")
    for opened in (
        office.open(path),
        Document(office, *office.load(path, macros=True)),  # its profile forbids what the document is allowed
        macro_office.open(path),
    ):
        with opened, pytest.raises(OfficeError, match="without its macros"):
            opened.ask("press", macro="Makros.Nichts")
    with macro_office.open_macros(path) as document:
        assert document.ask("press", macro="Makros.Nichts") == []


def test_a_workbook_with_buttons_can_be_typed_into(office: Office, tmp_path: Path) -> None:
    """LibreOffice without a screen paints buttons for ever, were they shown."""
    with office.open(write_macro_workbook(tmp_path / "a.xlsm")) as document:
        assert document.type_text(SHEET, "A1", "7") == Typed("ok")
        document.calculate_all()
        assert document.cells()[SHEET]["A3"].value == 8.0


def test_a_module_that_does_not_compile_is_told(
    macro_office: MacroOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice would do nothing when a button is pressed, and say nothing."""
    monkeypatch.setitem(MACROS, "Nichts", ("Nichts", "If zahl Then"))
    with pytest.raises(OfficeError, match="'Makros' does not compile"):
        macro_office.open_macros(write_macro_workbook(tmp_path / "a.xlsm"))


def test_a_workbook_without_xlwings_is_told(macro_office: MacroOffice, tmp_path: Path) -> None:
    with pytest.raises(OfficeError, match="no VBA module 'xlwings'"):
        macro_office.open_macros(engine.write_workbook(tmp_path / "a.xlsx"))


# ------------------------------------------------------------- the engine over LibreOffice, as over a file


@pytest.fixture
def backend(macro_office: MacroOffice, tmp_path: Path) -> Iterator[OfficeBackend]:
    with macro_office.open(engine.write_workbook(tmp_path / "Mappe.xlsx")) as document:
        document.calculate_all()
        yield OfficeBackend(document)


def test_a_book_through_xlwings(backend: OfficeBackend) -> None:
    with attached(backend) as excel:
        engine.check_book(excel, backend.path)
        engine.check_names()
        engine.check_writing()


def test_a_table_of_values(backend: OfficeBackend) -> None:
    engine.check_table(backend)


def test_what_libreoffice_refuses_is_refused_as_by_excel(backend: OfficeBackend) -> None:
    with attached(backend):
        start = xw.Book.caller().sheets["Start"]
        for refused in (
            lambda: setattr(start.range("A1"), "number_format", "[Quatsch"),
            lambda: setattr(start.range("A1"), "value", "=SUM(,,"),
            lambda: start.range((1_048_577, 1)).value,
        ):
            with pytest.raises(ComError):
                refused()


def test_saving_writes_the_file(backend: OfficeBackend, macro_office: MacroOffice) -> None:
    with attached(backend):
        book = xw.Book.caller()
        book.sheets["Start"].range("A1").value = "gespeichert"
        book.save()
    with attached(FileBackend(backend.path)):
        start = xw.Book.caller().sheets["Start"]
        assert start.range("A1:B3").value == [["gespeichert", None], [None, "Jahr"], [None, datetime(2025, 12, 31)]]


def test_a_long_table_is_a_few_questions(
    backend: OfficeBackend, macro_office: MacroOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = macro_office.ask

    def counted(command: str, **arguments: Any) -> Any:
        asked.append(command)
        return ask(command, **arguments)

    monkeypatch.setattr(macro_office, "ask", counted)
    rows = [[f"{number:04}", f'=HYPERLINK("{number}.xlsx","öffnen")', date(2025, 3, 1)] for number in range(1000)]
    with attached(backend):
        start = xw.Book.caller().sheets["Start"]
        asked.clear()
        start.range((1, 10), (1000, 10)).number_format = "@"
        start.range((1, 10)).value = rows
        assert start.range((1, 10), (1000, 12)).value == [[text, "öffnen", datetime(2025, 3, 1)] for text, *_ in rows]
        assert start.used_range.last_cell.row == 1000
    assert asked == [
        *("range_locked", "format_range"),
        *("range_formats", "range_locked", "write_range", "range_locked", "format_range"),
        *("range_values", "range_formats"),
        "used_area",
    ]
