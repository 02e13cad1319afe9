"""Lists in workbooks: what a reader of values does not show, what is too much, and what is refused."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from rv2xl.excel.lists.list_file import ListCells, list_cells
from rv2xl.excel.lists.list_sheet import UNCALCULATED
from rv2xl.model.abbruch import Abbruch
from tests.security import hostile
from tests.security.test_kinds import FOREIGN

ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
)


def read(tmp_path: Path, data: bytes) -> ListCells:
    path = tmp_path / "liste"
    path.write_bytes(data)
    return list_cells(path, lambda row: False)


def rows_of(tmp_path: Path, data: bytes) -> list[list[object]]:
    """The rows without the blanks at their ends."""
    rows: list[list[object]] = [list(row) for row in read(tmp_path, data).rows]
    for row in rows:
        while row and row[-1] in (None, ""):
            row.pop()
    return rows


def package(parts: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def ods(rows: str, *, manifest: str = MANIFEST, prolog: str = "") -> bytes:
    content = (
        f"{prolog}<office:document-content{SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="Liste">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return package({"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def cell(kind: str, value: str, text: str, *, formula: str = "", more: str = "") -> str:
    typed = f' office:value-type="{kind}" office:{value}' if kind else ""
    written = f' table:formula="{formula}"' if formula else ""
    return f"<table:table-cell{written}{typed}{more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


# --- .ods ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "#NV", "#WERT!", "#BEZUG!", "#NAME?", "Err:502", "Fehler:502"])
def test_a_failed_formula_is_no_0_though_one_is_stored(shown: str, tmp_path: Path) -> None:
    assert rows_of(tmp_path, ods(row(cell("float", 'value="0"', shown, formula="of:=1/0")))) == [[shown]]


@pytest.mark.parametrize("shown", ["###", "0,00", "# 5", "5 #"])
def test_a_number_is_a_number_however_it_is_shown(shown: str, tmp_path: Path) -> None:
    assert rows_of(tmp_path, ods(row(cell("float", 'value="5"', shown, formula="of:=A2")))) == [[5.0]]


def test_errors_stand_where_they_stand(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    failed = cell("float", 'value="0"', "#DIV/0!", formula="of:=1/0")
    number = cell("float", 'value="7"', "7")
    found = rows_of(
        tmp_path,
        ods(
            row("<table:table-cell/>", times=3)
            + f"<table:table-header-rows>{row(blank, failed, number)}</table:table-header-rows>"
            + row(number, "<table:covered-table-cell/>", failed, times=2)
        ),
    )
    assert found == [[], [], [], ["", "", "#DIV/0!", 7.0], [7.0, "", "#DIV/0!"], [7.0, "", "#DIV/0!"]]


def test_a_truth_value_and_a_formula_without_a_value(tmp_path: Path) -> None:
    yes = cell("boolean", 'boolean-value="true"', "WAHR")
    assert rows_of(tmp_path, ods(row(yes, '<table:table-cell table:formula="of:=A1"/>'))) == [[True, UNCALCULATED]]


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("float", 'value="1"', "1"), times=1_000_000) + row(cell("float", 'value="1"', "1"), times=1_048_576),
        row(cell("float", 'value="1"', "1", more=' table:number-columns-repeated="16384"'), times=1_000),
        row("<table:table-cell/>", times=10**9) + row("<table:table-cell/>", cell("float", 'value="1"', "1")),
    ],
    ids=["rows", "columns", "far away"],
)
def test_cells_that_are_said_to_be_there_a_million_times(rows: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="mehr Zellen, als eine solche Liste haben kann"):
        read(tmp_path, ods(rows))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ods(row(), manifest=MANIFEST.replace("<manifest:file-entry", "<manifest:encryption-data/><manifest:file-entry")), "Kennwort"),
        (ods(row(cell("string", 'string-value="a"', "&a;")), prolog='<!DOCTYPE x [<!ENTITY a "b">]>'), "Dokumenttyp"),
        (ods("<table:table-row>"), "beschädigt"),
        (ods('<table:table-row table:number-rows-repeated="x"/>'), "beschädigt"),
        (ods(row())[:-200], "beschädigt"),
        (package({"mimetype": ODS}), "beschädigt"),
    ],
    ids=["password", "document type", "open element", "no number", "truncated", "empty"],
)  # fmt: skip
def test_what_is_no_ods_says_so(data: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=f"lässt sich nicht lesen.*{said}"):
        read(tmp_path, data)


# --- .xlsx --------------------------------------------------------------------------------------------------------------


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_stands_behind_the_last_value_is_not_lost(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Summe"
    book.active["D3"] = "=SUM(A1:A2)"
    assert rows_of(tmp_path, saved(book)) == [["Summe"], [], [None, None, None, UNCALCULATED]]


def test_nothing_is_guessed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["0815", "NA", "1.234", 1234, 0.1, True, "#N/A als Text"])
    (cells,) = rows_of(tmp_path, saved(book))
    assert cells == ["0815", "NA", "1.234", 1234.0, 0.1, True, "#N/A als Text"]
    assert [type(each) for each in cells] == [str, str, str, float, float, bool, str]


def test_hidden_sheets_are_no_list(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    hidden = book.create_sheet("Geheim", 0)
    hidden["A1"] = 1
    hidden.sheet_state = "veryHidden"
    with pytest.raises(Abbruch, match="sind alle Blätter, auf denen etwas steht, ausgeblendet"):
        read(tmp_path, saved(book))
    shown["A1"] = 2
    found = read(tmp_path, saved(book))
    assert (found.rows, found.sheet, found.others) == ([[2.0]], "Sheet", ("Geheim",))


def test_a_cell_too_far_away(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["XFD1000"] = 1, 2
    with pytest.raises(Abbruch, match="mehr Zellen, als eine solche Liste haben kann"):
        read(tmp_path, saved(book))


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name).decode() for name in source.namelist()}
    assert old in parts[part]
    return package(parts | {part: parts[part].replace(old, new)})


def one_cell() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_number("A1", 5, book.add_format({"num_format": "dd.mm.yyyy"}))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<worksheet", "<!DOCTYPE x><worksheet"),
        ("</sheetData>", ""),
        ("<v>5</v>", "<v>5</v><v>7</v>"),
        ("<v>5</v>", '<v>5<x xmlns="urn:x"/>7</v>'),
        ("</c>", '</c><c r="A1"><v>7</v></c>'),
        ("</c>", '</c><x:c xmlns:x="urn:x" r="A1"><v>7</v></x:c>'),
        ("</sheetData>", '</sheetData><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>'),
        ("</sheetData>", '<x:y xmlns:x="urn:x"><row r="1"><c r="A1"><v>7</v></c></row></x:y></sheetData>'),
        ("</row>", '</row><row r="1"><c r="A1"><v>7</v></c></row>'),
    ],
    ids=[
        "document type",
        "broken",
        "two values",
        "an element in a value",
        "a cell twice",
        "a foreign cell",
        "cells twice",
        "a foreign row",
        "a row twice",
    ],
)
def test_a_damaged_sheet_says_so(old: str, new: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=r"lässt sich nicht lesen\. Die Datei ist beschädigt"):
        read(tmp_path, changed(one_cell(), SHEET, old, new))


def test_rows_stand_where_they_say_in_whatever_order(tmp_path: Path) -> None:
    behind = '</row><row r="3"><c r="A3"><v>3</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
    assert rows_of(tmp_path, changed(one_cell(), SHEET, "</row>", behind))[1:] == [[2.0], [3.0]]


@pytest.mark.parametrize("value", ["<v>viel</v>", "<v>NaN</v>", "<v>1_000</v>"])
def test_a_value_that_is_none_is_an_error(value: str, tmp_path: Path) -> None:
    assert rows_of(tmp_path, changed(one_cell(), SHEET, "<v>5</v>", value)) == [["#FEHLER!"]]


def test_a_day_that_does_not_exist_is_a_number_and_nothing_is_said_beside(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert rows_of(tmp_path, changed(one_cell(), SHEET, "<v>5</v>", "<v>-1e300</v>")) == [[-1e300]]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("error", ["#SPILL!", "#GETTING_DATA", "#NV", "#N/A"])
def test_an_error_value_of_any_name(error: str, tmp_path: Path) -> None:
    found = changed(one_cell(), SHEET, "><v>5</v>", f' t="e"><v>{error}</v>')
    assert rows_of(tmp_path, found) == [[error]]


# --- .xls ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rest", [b"", bytes(600), b"\xff" * 5000])
def test_a_damaged_xls_says_so(rest: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Abbruch, match="lässt sich nicht lesen"):
        read(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rest)
    assert capfd.readouterr() == ("", "")


def test_a_label_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=r"lässt sich nicht lesen\..*Vertraulichkeitsbezeichnung"):
        read(tmp_path, hostile.ole("EncryptedPackage", "DRMEncryptedDataSpace") + bytes(600))


@pytest.mark.parametrize(
    "name",
    ["pdf", "html called xls", "slk", "dif", "dbf", "wk1", "xls of Excel 4", "fods", "mail", "png", "rtf", "gsheet"],
)
def test_what_is_no_list_is_named(name: str, tmp_path: Path) -> None:
    data, kind = FOREIGN[name]
    with pytest.raises(Abbruch, match=re.escape(kind)) as refused:
        read(tmp_path, data)
    assert str(refused.value).endswith("; gebraucht wird eine Datei .csv, .xlsx, .xls oder .ods.")


def test_a_password_is_said_to_be_one(tmp_path: Path) -> None:
    """A workbook of today with a password lies in the same container as one of the old format."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(Abbruch, match=r"lässt sich nicht lesen\..*Kennwort"):
        read(tmp_path, data)
