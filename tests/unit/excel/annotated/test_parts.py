"""What changes in the package, and that all else stays: parts before and after are compared byte by byte."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from lxml import etree

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets import write
from rv2xl.excel.sheets.new_workbook import NewWorkbook
from rv2xl.excel.sheets.write import workbook_bytes
from tests.annotated import annotated_file, book_of, notes_of
from tests.cells import Tab
from tests.forms.standard import judged, standard
from tests.programs.package import RELS, STYLES, TYPES, WORKBOOK, filled, packed, parts_of, sheet_parts

FORM, ORT, DECKBLATT = "dokumentation", "58 Erbach", "Deckblatt"
SHEET = Tab(FORM, ORT)
WRONG, ALSO = SHEET.cell("personen.hessen.lwv"), SHEET.cell("bewilligt.andere")
OWN = "Eigene Notiz des Leistungserbringers"


def with_text(data: bytes, text: str = "viele") -> bytes:
    return set_cells(data, {ORT: {WRONG: text}})


class _Decorated(NewWorkbook):
    """A workbook with what a provider may add to a sheet."""

    def close(self) -> None:
        sheet = next(sheet for sheet in self.worksheets() if sheet.name == ORT)
        sheet.insert_textbox("H5", "Ein Textfeld", {"description": "Alt-Text"})
        sheet.add_sparkline("H3", {"range": f"'{ORT}'!B52:B58"})
        chart = self.add_chart({"type": "column"})
        chart.add_series({"values": f"='{ORT}'!$B$52:$B$58"})
        sheet.insert_chart("H20", chart)
        sheet.write_rich_string("H2", "teils ", self.add_format({"bold": True}), "fett")
        sheet.write_comment("H2", OWN, {"author": "Frau Muster"})
        sheet.write_comment(WRONG, OWN, {"author": "Frau Muster"})
        super().close()


@pytest.fixture
def decorated(monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(write, "NewWorkbook", _Decorated)
    book = standard(FORM)
    return with_text(set_cells(workbook_bytes(book.layout), _filling()))


def _filling() -> dict[str, dict[str, Any]]:
    book = standard(FORM)
    return {
        placed.name: {placed.plan.fields[name].name: value for name, value in book.filling.get(placed.key, {}).items()}
        for placed in book.layout.placed
    }


def changed(before: bytes, after: bytes) -> set[str]:
    old, new = parts_of(before), parts_of(after)
    assert old.keys() <= new.keys()
    return {name for name in new if old.get(name) != new[name]}


def test_only_these_parts_change() -> None:
    data = with_text(filled(FORM))
    copy, _ = annotated_file(data)
    parts = sheet_parts(data)
    marked, first = parts[ORT], parts[DECKBLATT]
    rels = marked.replace("worksheets/", "worksheets/_rels/") + ".rels"
    assert changed(data, copy) == {
        WORKBOOK, RELS, TYPES, STYLES, marked, rels, first, "xl/comments1.xml", "xl/vmlDrawing1.vml", "xl/worksheets/sheet11.xml",
    }  # fmt: skip


def test_what_stood_in_a_part_that_changes_stays(decorated: bytes) -> None:
    """New entries come behind those that were there, or before them; none goes, and none is another."""
    before, after = parts_of(decorated), parts_of(annotated_file(decorated)[0])
    for part in (RELS, TYPES):
        old, new = entries(before[part]), entries(after[part])
        assert set(old) < set(new), part
        assert [entry for entry in new if entry in old] == old, part
    for table in ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs"):
        old, new = entries(before[STYLES], table), entries(after[STYLES], table)
        assert old, table
        assert new[: len(old)] == old, table
    old, new = (etree.tostring(etree.fromstring(parts[WORKBOOK]), method="c14n") for parts in (before, after))
    left = [re.sub(rb' (localSheetId|activeTab|firstSheet)="\d+"', b"", book) for book in (old, new)]
    assert re.sub(r'<sheet [^>]*name="Rückmeldung"[^>]*></sheet>'.encode(), b"", left[1]) == left[0] != left[1]


def entries(xml: bytes, table: str | None = None) -> list[bytes]:
    """Return the elements of a part, or of a table in it, as they are written."""
    root = etree.fromstring(xml)
    found = root if table is None else root.find(f"{{*}}{table}")
    assert found is not None
    return [etree.tostring(entry, method="c14n") for entry in found]


def test_of_the_deckblatt_the_number_changes_and_that_it_is_shown() -> None:
    data = with_text(filled(FORM))
    part = sheet_parts(data)[DECKBLATT]
    before, after = parts_of(data)[part].replace(EMPTY, b"<v/>"), parts_of(annotated_file(data)[0])[part]
    cell = Tab(FORM, DECKBLATT).cell("deckblatt.korrektur_nr").encode()
    expected = re.sub(rb'(<c r="%s"[^>]*)/>' % cell, rb"\1><v>1</v></c>", before.replace(b' tabSelected="1"', b""))
    assert after == expected != before


EMPTY = b"<v></v>"
"""How XlsxWriter writes that a formula shows nothing; lxml writes it in its own way."""
COVERING = re.compile(
    rb'<conditionalFormatting sqref="[^"]*"><cfRule [^>]*><formula>(?!LEFT).*?</conditionalFormatting>'
)


def uncovered(part: bytes) -> bytes:
    """A sheet's part without styles, and without the conditional formats that would cover a hatching."""
    return COVERING.sub(b"", re.sub(rb' s="\d+"', b"", part)).replace(EMPTY, b"<v/>")


def test_of_a_marked_sheet_styles_change_and_the_notes_hang_on() -> None:
    data = with_text(filled(FORM))
    part = sheet_parts(data)[ORT]
    before, after = uncovered(parts_of(data)[part]), re.sub(rb' s="\d+"', b"", parts_of(annotated_file(data)[0])[part])
    assert b"<conditionalFormatting" in before
    assert after == before.replace(b"</worksheet>", b'<legacyDrawing r:id="rv2xl2"/></worksheet>')


def test_compressed_bytes_go_over_as_they_are() -> None:
    data = with_text(filled(FORM))
    copy, _ = annotated_file(data)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        kept = {entry.filename for entry in old.infolist()} - changed(data, copy)
        assert "xl/theme/theme1.xml" in kept
        for name in kept:
            assert new.getinfo(name).compress_size == old.getinfo(name).compress_size


def test_names_still_belong_to_their_sheets() -> None:
    before, after = book_of(with_text(filled(FORM))), book_of(annotated_file(with_text(filled(FORM)))[0])
    assert after.sheetnames == ["Rückmeldung", *before.sheetnames]
    assert after.active.title == "Rückmeldung"
    assert [sheet.title for sheet in after if sheet.sheet_view.tabSelected] == ["Rückmeldung"]
    for sheet in before:
        names = {name: entry.attr_text for name, entry in sheet.defined_names.items()}
        assert {name: entry.attr_text for name, entry in after[sheet.title].defined_names.items()} == names
    assert before[ORT].defined_names


def test_stored_values_stay() -> None:
    data = with_text(filled(FORM))
    before, after = (
        openpyxl.load_workbook(io.BytesIO(each), data_only=True) for each in (data, annotated_file(data)[0])
    )
    for sheet in before:
        there = {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}
        now = {cell.coordinate: cell.value for row in after[sheet.title] for cell in row if cell.value is not None}
        raised = {Tab(FORM, DECKBLATT).cell("deckblatt.korrektur_nr"): 1} if sheet.title == DECKBLATT else {}
        assert now == there | raised
    assert after[ORT][SHEET.cell("erbracht.gesamt")].value == 1600.75


def test_what_a_provider_added_stays(decorated: bytes) -> None:
    copy, findings = annotated_file(decorated)
    kept = [name for name in parts_of(decorated) if re.search("drawing1.xml|chart", name)]
    assert len(kept) >= 3
    marked, first = (sheet_parts(decorated)[name] for name in (ORT, DECKBLATT))
    assert changed(decorated, copy) == {
        WORKBOOK, RELS, TYPES, STYLES, marked, first, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/sheet11.xml",
    }  # fmt: skip
    before, after = uncovered(parts_of(decorated)[marked]), re.sub(rb' s="\d+"', b"", parts_of(copy)[marked])
    assert after == before, "its rels lead to the drawings and the notes already"
    sheet = parts_of(copy)[sheet_parts(copy)[ORT]]
    assert b"sparkline" in sheet
    assert b"<drawing " in sheet
    assert b"<b/>" in parts_of(copy)["xl/sharedStrings.xml"]
    again = judged(copy)[1]
    assert [(entry.code, entry.cells) for entry in again] == [(entry.code, entry.cells) for entry in findings]
    assert "DANEBEN" in {entry.code for entry in again}


def test_a_providers_notes_stay_beside_ours(decorated: bytes) -> None:
    copy, _ = annotated_file(decorated)
    notes = notes_of(copy)
    assert notes[ORT, "H2"].startswith(OWN)
    assert notes[ORT, WRONG].startswith(f"{OWN}\n\nRückmeldung zu dieser Zelle\n")
    assert book_of(copy)[ORT][WRONG].comment.author == "Frau Muster"
    drawing = parts_of(copy)["xl/drawings/vmlDrawing1.vml"]
    assert drawing.count(b"<x:Row>") == len({cell for sheet, cell in notes if sheet == ORT})


def test_a_conversation_is_left_alone() -> None:
    parts = parts_of(with_text(filled(FORM)))
    sheet = sheet_parts(packed(parts))[ORT]
    rels = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"
    parts["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="%s" '
        b'id="{1}"><text>Stimmt das?</text></threadedComment></ThreadedComments>' % WRONG.encode()
    )
    parts[rels] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    data = set_cells(packed(parts), {ORT: {ALSO: "viele"}})
    copy, _ = annotated_file(data)
    assert (
        parts_of(copy)["xl/threadedComments/threadedComment1.xml"] == parts["xl/threadedComments/threadedComment1.xml"]
    )
    assert {cell for _, cell in notes_of(copy)} == {ALSO}
    assert book_of(copy)[ORT][WRONG].fill.patternType == "lightUp"


def test_equal_input_gives_equal_bytes() -> None:
    assert annotated_file(with_text(filled(FORM)))[0] == annotated_file(with_text(filled(FORM)))[0]
