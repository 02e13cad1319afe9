"""The LibreOffice test client itself: types like a German user, is refused like one, and survives a dead office."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import load_workbook

from tests.office.client import Document, DocumentLost, Office, OfficeCell, OfficeError, Typed

SHEET, LIST = "58 Erbach", "Weitere 'Angaben' A&B"
ROOT = Path(__file__).parents[2]
OK, LOCKED, BLOCKED = Typed("ok"), Typed("locked"), Typed("blocked")


def write_workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        free, day, percent, text = (
            book.add_format({"locked": False, "num_format": form}) for form in ("General", "dd.mm.yyyy", "0.00%", "@")
        )
        sheet = book.add_worksheet(SHEET)
        sheet.protect()
        sheet.write_string("A1", "=kein Ergebnis")
        sheet.write_string("A2", "123")
        sheet.write_boolean("A3", True)
        for row, form in enumerate((free, day, percent, text, free, free)):
            sheet.write_blank(row, 1, None, form)
        choice = {"validate": "list", "source": ["ja", "nein"]}
        sheet.data_validation("B5", choice | {"error_title": "Auswahl", "error_message": "Bitte „ja“ oder „nein“."})
        count = {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}
        sheet.data_validation("B6", count | {"error_title": "Anzahl", "error_message": "Keine ganze Zahl ab 0."})
        sheet.write_formula("C1", "=B1*2", None, 99)  # a wrong stored value
        sheet.write_formula("C2", "=1/B1", None, 7)
        sheet.write_formula("C3", '=IF(B1="","","x")', None, "")
        sheet.merge_range("B9:C10", "", free)
        wide = book.add_worksheet(LIST)
        wide.set_column("A:E", 12, free)
        wide.protect(options={"select_locked_cells": False})
        for row in range(1, 601):
            wide.write_formula(f"G{row}", f"=SUM(A{row}:E{row})", None, 0)
        book.add_worksheet("_meta").hide()
    return path


@pytest.fixture
def document(office: Office, tmp_path: Path) -> Iterator[Document]:
    with office.open(write_workbook(tmp_path / "Rückgabe 1.xlsx")) as opened:
        yield opened


def test_tests_that_drive_the_office_are_marked(request: pytest.FixtureRequest, office: Office) -> None:
    assert request.node.get_closest_marker("office")
    assert office.alive


TYPED: tuple[tuple[str, str, float | str, str], ...] = (  # cell, text, value, shown
    ("B1", "1.234,50", 1234.5, "1234,5"),
    ("B1", "1234.5", "1234.5", "1234.5"),
    ("B1", "-3", -3.0, "-3"),
    ("B1", "1/2", "½", "½"),
    ("B2", "01.05.2024", 45413.0, "01.05.2024"),
    ("B2", "1.5.24", 45413.0, "01.05.2024"),
    ("B2", "31.02.2024", "31.02.2024", "31.02.2024"),
    ("B3", "95", 95.0, "9500,00%"),
    ("B3", "95%", 0.95, "95,00%"),
    ("B4", "0123", "0123", "0123"),
    ("B5", "ja", "ja", "ja"),
    ("B9", "verbunden", "verbunden", "verbunden"),
)


def test_typing_is_understood_as_a_german_user_means_it(document: Document) -> None:
    for cell, text, value, shown in TYPED:
        assert document.type_text(SHEET, cell, text) == OK
        assert document.cells()[SHEET][cell] == OfficeCell(value), text
        assert document.shown(SHEET, cell) == shown
        assert document.type_text(SHEET, cell, text) == OK, "the same entry once more is no refusal"
        assert document.type_text(SHEET, cell, "") == OK
        assert cell not in document.cells()[SHEET]


def test_locked_cells_take_nothing(document: Document) -> None:
    before = document.cells()
    assert document.type_many([(SHEET, "A2", "x"), (SHEET, "C1", "5"), (SHEET, "Z99", "x")]) == [LOCKED] * 3
    assert document.type_text(LIST, "G1", "5") == LOCKED, "where the cursor cannot even go"
    assert document.paste_many([(SHEET, "A2", "x"), (SHEET, "C1", 5.0)]) == [LOCKED] * 2
    assert document.cells() == before


def test_invalid_entries_are_refused_and_work_goes_on(document: Document) -> None:
    no = Typed("refused", "Auswahl", "Bitte „ja“ oder „nein“.")
    assert document.type_many([(SHEET, "B5", "vielleicht"), (SHEET, "B5", "nein"), (SHEET, "B5", "x")]) == [no, OK, no]
    assert document.cells()[SHEET]["B5"].value == "nein"
    assert document.type_text(SHEET, "B1", "7") == OK
    assert document.cells()[SHEET]["B1"].value == 7.0


def test_a_warning_can_be_confirmed_and_a_stop_cannot(document: Document) -> None:
    box = ("Anzahl", "Keine ganze Zahl ab 0.")
    assert document.type_text(SHEET, "B6", "-5") == Typed("refused", *box)
    assert "B6" not in document.cells()[SHEET]
    assert document.type_text(SHEET, "B6", "-5", confirm=True) == Typed("ok", *box)
    assert document.cells()[SHEET]["B6"].value == -5.0
    assert document.type_text(SHEET, "B5", "vielleicht", confirm=True).status == "refused"


def test_pasting_goes_past_the_validation(document: Document) -> None:
    assert document.paste(SHEET, "B5", "vielleicht").ok
    assert document.paste(SHEET, "B1", 2.5).ok
    assert document.paste(SHEET, "B2", "=1+1").ok
    cells = document.cells()[SHEET]
    assert (cells["B5"], cells["B1"], cells["B2"]) == (OfficeCell("vielleicht"), OfficeCell(2.5), OfficeCell("=1+1"))
    assert document.paste(SHEET, "B1", None).ok
    assert "B1" not in document.cells()[SHEET]


def test_cells_tells_values_texts_formulas_and_errors_apart(document: Document) -> None:
    assert document.cells()[SHEET]["C1"].value == 99.0, "the stored value, until told to calculate"
    document.calculate_all()
    assert document.cells()[SHEET] == {
        "A1": OfficeCell("=kein Ergebnis"),
        "A2": OfficeCell("123"),
        "A3": OfficeCell(1.0, "=TRUE()"),
        "C1": OfficeCell(0.0, "=B1*2"),
        "C2": OfficeCell(None, "=1/B1", 532),
        "C3": OfficeCell("", '=IF(B1="";"";"x")'),
    }
    assert document.cells()[SHEET]["C2"].error
    document.type_text(SHEET, "B1", "1.234,50")
    cells = document.cells()
    assert cells[SHEET]["C1"] == OfficeCell(2469.0, "=B1*2")
    assert not cells[SHEET]["C2"].error
    assert cells["_meta"] == {}


def test_saved_files(document: Document, tmp_path: Path) -> None:
    document.type_text(SHEET, "B1", "1.234,50")
    document.type_text(SHEET, "B2", "01.05.2024")
    document.calculate_all()
    for path in (
        document.save_xlsx(tmp_path / "zurück.xlsx"),
        document.save_xlsx(document.path),
        document.save_ods(tmp_path / "a.ods"),
    ):
        saved = load_workbook(str(path)).get_sheet_by_name(SHEET).to_python()
        assert saved[0][1:3] == [1234.5, 2469.0]
        assert saved[1][1] == date(2024, 5, 1)
    assert document.save_pdf(tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_250_entries_over_two_sheets_are_one_question(
    document: Document, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = office.ask

    def counted(command: str, **arguments: Any) -> Any:
        asked.append(command)
        return ask(command, **arguments)

    monkeypatch.setattr(office, "ask", counted)
    entries = [(LIST, f"{'ABCDE'[i % 5]}{i // 5 + 1}", f"{i},5") for i in range(200)]
    entries += [(LIST, "A1", "0,5") if i % 2 else (SHEET, "B1", str(i)) for i in range(50)]
    assert set(document.type_many(entries)) == {OK}
    assert document.cells()[LIST]["G40"].value == sum(i + 0.5 for i in range(195, 200))
    assert asked == ["type", "read_cells"]


def test_documents_open_side_by_side(document: Document, office: Office, tmp_path: Path) -> None:
    """Each is typed into while it is the last that was opened: an older window of a headless LibreOffice takes no more entries once in a
    hundred times, however long one waits. All of them can be read."""

    def typed(value: int, each: Document) -> None:
        assert each.type_text(SHEET, "B1", str(value)) == OK
        assert each.type_text(SHEET, "B5", "vielleicht").status == "refused"

    typed(1, document)
    with office.open(write_workbook(tmp_path / "zwei.xlsx")) as second:
        typed(2, second)
        with office.open(second.path) as third:
            typed(3, third)
            for value, each in enumerate((document, second, third), 1):
                assert each.cells()[SHEET]["B1"].value == value
    with pytest.raises(OfficeError, match="closed"):
        second.cells()
    assert document.cells()[SHEET]["B1"].value == 1


def test_mistakes_of_the_test_are_told(document: Document, office: Office, tmp_path: Path) -> None:
    mistakes = (("Blatt9", "A1", "no sheet"), (SHEET, "A1:B2", "not the address"), ("_meta", "A1", "hidden"))
    for sheet, cell, message in mistakes:
        with pytest.raises(OfficeError, match=message):
            document.type_text(sheet, cell, "1")
    with pytest.raises(OfficeError):
        office.open(tmp_path / "fehlt.xlsx")
    with pytest.raises(OfficeError):
        document.save_xlsx(tmp_path)
    assert document.type_text(SHEET, "B1", "1") == OK


def processes(group: int, name: str = "") -> list[int]:
    """Living processes of a group, from /proc: state, parent and group follow the name in parentheses."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            head, _, rest = stat.read_text().rpartition(")")
            state, _, of_group = rest.split()[:3]
            if int(of_group) == group and state not in "ZX" and name in head:
                found.append(int(stat.parent.name))
    return found


def gone(group: int) -> bool:
    """A killed process takes a moment to go; a minute only names one that stays."""
    deadline = time.monotonic() + 60
    while processes(group) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not processes(group)


def kill_office(office: Office) -> None:
    assert office.process_group
    killed = processes(office.process_group, "soffice.bin")
    assert killed
    for process in killed:
        os.kill(process, signal.SIGKILL)
    while processes(office.process_group, "soffice.bin"):
        time.sleep(0.01)


def test_a_crashed_office_is_replaced(office: Office, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx")
    lost = office.open(path)
    kill_office(office)
    with pytest.raises(DocumentLost):
        lost.cells()
    with office.open(path) as document:
        assert document.type_text(SHEET, "B1", "5") == OK
        with pytest.raises(DocumentLost):
            lost.type_text(SHEET, "B1", "5")
        lost.close()
        kill_office(office)
    kept = office.open(path)
    kill_office(office)  # noticed by nobody before the next open
    with office.open(path) as document:
        assert document.type_text(SHEET, "B1", "5") == OK
    with pytest.raises(DocumentLost):
        kept.save_xlsx(path)


def test_a_hanging_office_is_given_up(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_workbook(tmp_path / "a.xlsx")
    document = office.open(path)
    group = office.process_group
    assert group
    for process in processes(group, "soffice.bin"):
        os.kill(process, signal.SIGSTOP)
    with monkeypatch.context() as hasty:
        hasty.setattr(office, "timeout", 0.5)
        assert document.type_many([(SHEET, "B1", "5"), (SHEET, "B2", "6")]) == [BLOCKED] * 2
    assert gone(group)
    with pytest.raises(DocumentLost):
        document.cells()
    document.close()
    with office.open(path) as document:
        assert document.type_text(SHEET, "B1", "5") == OK


def test_a_lock_file_left_behind_does_not_matter(office: Office, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx")
    lock = tmp_path / ".~lock.a.xlsx#"
    lock.write_text(",root,host,22.11.2024 10:00,file:///tmp/x;")
    with office.open(path) as document:
        assert document.type_text(SHEET, "B1", "5") == OK
        document.save_xlsx(tmp_path / "b.xlsx")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


@pytest.mark.usefixtures("office")  # a second one beside it
def test_nothing_is_left_when_the_test_run_is_killed(tmp_path: Path) -> None:
    script = (
        "import os; from tests.office.client import Office; office = Office(); office.start();"
        "print(office.process_group, office._profile, flush=True); os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    group, profile = ended.stdout.split()
    assert gone(int(group))
    assert not Path(profile).exists()


@pytest.mark.parametrize(
    ("environment", "options", "outcome"),
    [
        ({}, [], "1 skipped"),
        ({"RV2XL_REQUIRE_OFFICE": "1"}, [], "1 error"),
        ({"RV2XL_REQUIRE_OFFICE": "1"}, ["-m", "not office"], "deselected"),
    ],
)
def test_without_libreoffice(environment: dict[str, str], options: list[str], outcome: str) -> None:
    name = f"{Path(__file__).relative_to(ROOT)}::{test_tests_that_drive_the_office_are_marked.__name__}"
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("RV2XL_", "PYTEST_"))}
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--numprocesses=0", *options, name],
        cwd=ROOT, env=plain | {"RV2XL_SOFFICE": "no-such-soffice"} | environment,
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert outcome in ended.stdout
