"""An older workbook gives way to a new one only where nothing that somebody entered gets lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.outgoing.generate import require_nothing_lost, write_issues
from rv2xl.outgoing.issuing import issue_blank
from tests.faults.workbook import Spoilt
from tests.forms.standard import YEAR, standard

FORM = forms.newest("kostenzuordnung")


def blank() -> Issue:
    return issue_blank(FORM, YEAR)


def workbook(**entered: Value) -> bytes:
    values = {name.replace("__", "."): value for name, value in entered.items()}
    return workbook_bytes(lay_out(blank()), {"berechnung": values})


LOST = "ist ausgefüllt"


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ({}, {}, None),
        ({}, {"kopf__jahr": 2025}, None),
        ({"kopf__jahr": 2025}, {"kopf__jahr": 2025}, None),
        ({"kopf__jahr": 2025}, {}, LOST),
        ({"kopf__jahr": 2024}, {"kopf__jahr": 2025}, LOST),
        ({"kopf__nummer": "0007"}, {"kopf__jahr": 2025}, LOST),
        ({"kopf__nummer": "0007"}, {"kopf__nummer": "0008"}, None),
    ],
    ids=["blank", "more now", "the same", "less now", "another", "another field", "another suggestion"],
)
def test_what_was_entered_stays(
    tmp_path: Path, old: Mapping[str, Value], new: Mapping[str, Value], refusal: str | None
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook(**old))
    if refusal is None:
        require_nothing_lost(path, workbook(**new))
        return
    with pytest.raises(Abbruch, match=refusal):
        require_nothing_lost(path, workbook(**new))


def test_what_cannot_be_read_as_its_type_was_entered_too(tmp_path: Path) -> None:
    path, cell = tmp_path / "x.xlsx", lay_out(blank()).by_key["berechnung"].plan.fields["kopf.jahr"].name
    path.write_bytes(set_cells(workbook(), {"Berechnung": {cell: "voriges"}}))
    with pytest.raises(Abbruch, match="Jahr der Kosten"):
        require_nothing_lost(path, workbook())


@pytest.mark.parametrize(("cell", "value"), [((17, 1), "TN-0099"), ((6, 16), "stimmt das?")], ids=["below", "beside"])
def test_what_stands_in_no_field_stays_too(tmp_path: Path, cell: tuple[int, int], value: str) -> None:
    path, filled = tmp_path / "x.xlsx", standard("fahrtkosten").file()
    book = Spoilt(filled)
    book.enter("Entfernungskilometer", cell, value)
    path.write_bytes(book.file())
    with pytest.raises(
        Abbruch,
        match=r"steht etwas, das nicht in die neue Arbeitsmappe käme \(Blatt „Entfernungskilometer“, [A-P]\d+\)",
    ):
        require_nothing_lost(path, filled)


def test_more_sheets_than_come_back_are_not_issued(tmp_path: Path) -> None:
    form = forms.newest("dokumentation")
    (ort,) = (sheet for sheet in issue_blank(form, YEAR).sheets if sheet.section == "ort_58")
    many = tuple(IssuedSheet(f"ort_58.{number}", "ort_58", f"58 Ort {number}", ort.given) for number in range(1, 652))
    with pytest.raises(Abbruch, match="Die Arbeitsmappe für „0007“ hätte 651 Blätter, gelesen werden höchstens 650"):
        write_issues([Issue(form, YEAR, "0007", many)], tmp_path / "neu")
    assert not (tmp_path / "neu").exists()


def test_fields_that_the_program_fills_in_itself_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook(kopf__jahr=2024))
    require_nothing_lost(path, workbook(kopf__jahr=2025), lambda field: field.id == "kopf.jahr")


def test_another_file_of_that_name_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"Notizen")
    with pytest.raises(Abbruch, match="keine ausgegebene Arbeitsmappe"):
        require_nothing_lost(path, workbook())
    require_nothing_lost(tmp_path / "y.xlsx", workbook())


def test_nothing_is_issued_if_one_of_the_files_is_filled_in(tmp_path: Path) -> None:
    other = Issue(FORM, YEAR, "0008", blank().sheets)
    mine = Issue(FORM, YEAR, "0007", blank().sheets)
    (path,) = write_issues([mine], tmp_path)
    write_issues([mine], tmp_path)
    filled = standard("kostenzuordnung")
    path.write_bytes(workbook_bytes(lay_out(mine), filled.filling))
    before = path.read_bytes()
    with pytest.raises(Abbruch, match=LOST):
        write_issues([other, mine], tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before
