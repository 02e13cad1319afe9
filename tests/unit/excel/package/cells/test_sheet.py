"""What stands on a sheet is read as office programs show it, and what they would understand differently is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from rv2xl.excel.package.cells.moments import DAYS_1904, Calendar, Shown, shown_by
from rv2xl.excel.package.cells.sheet import SheetCells, read_cells
from rv2xl.excel.package.guard import guard
from rv2xl.excel.package.parser import MAIN, read_tree
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.model.entries.entry import Raw
from tests.programs.package import packed
from tests.security.hostile import NAMESPACES, package_parts

TEXTS = {"0": "a", "1": "b", "2": "_x0041_", "3": "zwei\nZeilen"}
STYLES = (
    f'<styleSheet {NAMESPACES}><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="165" formatCode="0.00 &quot;h&quot;"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>'
    "</styleSheet>"
)


def part(data: str, before: str = "", behind: str = "", namespaces: str = NAMESPACES) -> bytes:
    return f"<worksheet {namespaces}>{before}<sheetData>{data}</sheetData>{behind}</worksheet>".encode()


def read(xml: bytes, piece: int = 1 << 20) -> SheetCells:
    """Read a part that comes in pieces of this size."""
    calendar = Calendar(read_tree([STYLES.encode()], "styleSheet"))
    return read_cells((xml[start : start + piece] for start in range(0, len(xml), piece)), TEXTS, calendar)


def cell(value: str) -> Any:
    """Return what is read of one cell, wherever the pieces of its part end."""
    xml = part(f'<row r="1">{value}</row>')
    found = read(xml)
    assert read(xml, 1) == found
    return found.errors.get("A1") or (found.rows[0][0] if found.rows else "")


VALUES = {
    "a number": ('<c r="A1"><v>13460.85</v></c>', 13460.85),
    "a number with its type": ('<c r="A1" t="n"><v>1E3</v></c>', 1000.0),
    "a sign by its number": ('<c r="A1"><v>13460.8&#53;</v></c>', 13460.85),
    "CDATA": ('<c r="A1"><v>1<![CDATA[2]]>3</v></c>', 123.0),
    "a comment in the middle": ('<c r="A1"><v>1<!-- 9 -->3</v></c>', 13.0),
    "no value": ('<c r="A1"/>', ""),
    "white space for a number": ('<c r="A1"><v> \n\t</v></c>', ""),
    "white space for a day": ('<c r="A1" s="1"><v> </v></c>', ""),
    "white space for a truth value": ('<c r="A1" t="b"><v> </v></c>', ""),
    "white space as a text": ('<c r="A1" t="str"><v> </v></c>', " "),
    "white space around a number": ('<c r="A1"><v>\n5 </v></c>', 5.0),
    "an empty value": ('<c r="A1" t="s"><v/></c>', ""),
    "a shared text": ('<c r="A1" t="s"><v>1</v></c>', "b"),
    "a shared text by a padded number": ('<c r="A1" t="s"><v>001</v></c>', "b"),
    "the first one by a padded number": ('<c r="A1" t="s"><v>00</v></c>', "a"),
    "a day with its type": ('<c r="A1" s="1" t="n"><v>45657</v></c>', date(2024, 12, 31)),
    "a text of a formula": ('<c r="A1" t="str"><f>B1</f><v>x</v></c>', "x"),
    "an escaped sign": ('<c r="A1" t="str"><v>a_x000D_b_x12</v></c>', "a\rb_x12"),
    "a text of its own": ('<c r="A1" t="inlineStr"><is><t>x</t></is></c>', "x"),
    "a text in runs": ('<c r="A1" t="inlineStr"><is><r><t>x</t></r><rPh><t>z</t></rPh><r><rPr/><t> y</t></r></is></c>', "x y"),
    "a truth value": ('<c r="A1" t="b"><v>1</v></c>', True),
    "a truth value in a word": ('<c r="A1" t="b"><v>false</v></c>', False),
    "a day": ('<c r="A1" s="1"><v>45657</v></c>', date(2024, 12, 31)),
    "a day and a time": ('<c r="A1" s="4"><v>45657.5</v></c>', datetime(2024, 12, 31, 12)),
    "a time": ('<c r="A1" s="1"><v>0.25</v></c>', time(6)),
    "the first day of Excel's calendar": ('<c r="A1" s="1"><v>1</v></c>', date(1900, 1, 1)),
    "a day before the leap day that never was": ('<c r="A1" s="1"><v>59</v></c>', date(1900, 2, 28)),
    "a moment before it": ('<c r="A1" s="4"><v>59.5</v></c>', datetime(1900, 2, 28, 12)),
    "the leap day that never was": ('<c r="A1" s="1"><v>60</v></c>', date(1900, 2, 28)),
    "the day behind it": ('<c r="A1" s="1"><v>61</v></c>', date(1900, 3, 1)),
    "the last day": ('<c r="A1" s="1"><v>2958465</v></c>', date(9999, 12, 31)),
    "the end of the last day": ('<c r="A1" s="1"><v>2958465.9999999995</v></c>', 2958465.9999999995),
    "zero as a day": ('<c r="A1" s="1"><v>0</v></c>', time()),
    "a duration": ('<c r="A1" s="2"><v>2795.7125</v></c>', timedelta(days=2795, hours=17, minutes=6)),
    "a number with a unit": ('<c r="A1" s="3"><v>1.5</v></c>', 1.5),
    "a day long before all days": ('<c r="A1" s="1"><v>-1e300</v></c>', -1e300),
    "a day after all days": ('<c r="A1" s="1"><v>1e300</v></c>', 1e300),
    "a day as ISO writes it": ('<c r="A1" t="d"><v>2024-12-31</v></c>', date(2024, 12, 31)),
    "a moment as ISO writes it": ('<c r="A1" t="d"><v>2024-12-31T06:00:00</v></c>', datetime(2024, 12, 31, 6)),
    "a value within extLst": ('<c r="A1"><v>1</v><extLst><ext><v>99</v></ext></extLst></c>', 1.0),
    "an attribute of another namespace": ('<c r="A1" x:r="B7" x:t="s" xmlns:x="urn:x"><v>1</v></c>', 1.0),
    "an element of another namespace": ('<c r="A1"><x:v xmlns:x="urn:x">9</x:v><v>1</v></c>', 1.0),
}  # fmt: skip


@pytest.mark.parametrize(("number", "shown"), [
    (0.25, time(6)), (1.0, date(1904, 1, 2)), (59.0, date(1904, 2, 29)), (2_957_003.0, date(9999, 12, 31)),
    (2_957_004.0, 2_957_004.0), (2_958_465.0, 2_958_465.0),
])  # fmt: skip
def test_a_day_by_the_calendar_that_begins_in_1904(number: float, shown: Raw) -> None:
    assert Calendar(read_tree([STYLES.encode()], "styleSheet"), DAYS_1904).shown(number, "1") == shown


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_read_as_it_is_shown(name: str) -> None:
    xml, expected = VALUES[name]
    found = cell(xml)
    assert found == expected
    assert type(found) is type(expected)


ERRORS = {
    "no truth value": ('<c r="A1" t="b"><v>2</v></c>', "2"),
    "an error value that is not there": ('<c r="A1" t="e"/>', "#FEHLER!"),
    "a formula that failed, without its value": ('<c r="A1" t="e"><f>1/0</f></c>', "#FEHLER!"),
    "an error value without a name": ('<c r="A1" t="e"><v/></c>', "#FEHLER!"),
    "an error value of white space": ('<c r="A1" t="e"><v> </v></c>', "#FEHLER!"),
    "no-break space for a number": ('<c r="A1"><v>\u00a0</v></c>', "\u00a0"),
    "an error value": ('<c r="A1" t="e"><v>#REF!</v></c>', "#REF!"),
    "an error value in single quotes": ("<c r='A1' t='e'><v>#SPILL!</v></c>", "#SPILL!"),
    "an error value of any name": ('<c r="A1" t="e"><v>#GETTING_DATA</v></c>', "#GETTING_DATA"),
    "no day": ('<c r="A1" t="d"><v>31.12.2024</v></c>', "31.12.2024"),
    "NaN": ('<c r="A1"><v>NaN</v></c>', "NaN"),
    "INF": ('<c r="A1"><v>INF</v></c>', "INF"),
    "more than any number": ('<c r="A1"><v>1e999</v></c>', "1e999"),
    "a number with strokes": ('<c r="A1"><v>1_000</v></c>', "1_000"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_no_value_is_an_error_and_no_text(name: str) -> None:
    xml, expected = ERRORS[name]
    assert cell(xml) == expected
    found = read(part(f'<row r="1">{xml}<c r="B1"><v>1</v></c></row>'))
    assert (found.errors, found.rows) == ({"A1": expected}, [["", 1.0]])


REFUSED = {
    "two values": part('<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>'),
    "two values and a comment": part('<row r="1"><c r="A1"><v>1</v><!-- --><v>2</v></c></row>'),
    "an element in a value": part('<row r="1"><c r="A1"><v>1<x/>2</v></c></row>'),
    "two formulas": part('<row r="1"><c r="A1"><f>1</f><f>2</f><v>1</v></c></row>'),
    "a text of its own that is none": part('<row r="1"><c r="A1"><is><t>1</t></is></c></row>'),
    "a value beside a text of its own": part('<row r="1"><c r="A1" t="inlineStr"><is><t>1</t></is><v>2</v></c></row>'),
    "a value where a text of its own should be": part('<row r="1"><c r="A1" t="inlineStr"><v>2</v></c></row>'),
    "a cell twice": part('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    "a cell twice, in two rows": part('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'),
    "a blank cell where a value stands": part('<row r="1"><c r="A1"><v>1</v></c><c r="A1" s="1"/></row>'),
    "a blank cell in another row where a value stands": part(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A1"/></row>'
    ),
    "a value of nothing where a value stands": part('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v/></c></row>'),
    "a formula without a value where a value stands": part('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><f>B1</f></c></row>'),
    "a value where an error stands": part('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="A1"><v>1</v></c></row>'),
    "an error where a value stands": part('<row r="1"><c r="A1"><v>1</v></c><c r="A1" t="e"><v>#N/A</v></c></row>'),
    "two errors": part('<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="A1" t="e"><v>#REF!</v></c></row>'),
    "a type nobody knows": part('<row r="1"><c r="A1" t="x"><v>1</v></c></row>'),
    "a type of no name": part('<row r="1"><c r="A1" t=""><v>1</v></c></row>'),
    "a text of another namespace": part('<row r="1"><c r="A1" t="inlineStr"><is><x:t xmlns:x="urn:x">1</x:t></is></c></row>'),
    "a foreign cell in a row": part('<row r="1"><c r="A1"><v>1</v></c><x:c xmlns:x="urn:x" r="A1"><v>2</v></x:c></row>'),
    "something else in a row": part('<row r="1"><v>2</v><c r="A1"><v>1</v></c></row>'),
    "a row in a row": part('<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>'),
    "a cell in a cell": part('<row r="1"><c r="A1"><c r="A2"><v>1</v></c></c></row>'),
    "a cell outside of a row": part('<c r="A1"><v>1</v></c>'),
    "a row outside of the cells": part("", '<row r="1"><c r="A1"><v>1</v></c></row>'),
    "cells within a foreign element": part('<x:y xmlns:x="urn:x"><row r="1"><c r="A1"><v>1</v></c></row></x:y>'),
    "cells behind the cells, in a foreign element": part("", behind='<x:y xmlns:x="urn:x"><sheetData/></x:y>'),
    "alternate content": part(
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x">'
        '<row r="1"><c r="A1"><v>1</v></c></row></mc:Choice></mc:AlternateContent>'
    ),
    "cells twice": part("", "<sheetData/>"),
    "a document type": b"<!DOCTYPE worksheet>" + part(""),
    "an entity": b'<!DOCTYPE worksheet [<!ENTITY a "1">]>' + part('<row r="1"><c r="A1"><v>&a;</v></c></row>'),
    "another root": b"<chartsheet " + NAMESPACES.encode() + b"/>",
    "no namespace": b"<worksheet><sheetData/></worksheet>",
    "no end": part("")[:-5],
    "a text that is not there": part('<row r="1"><c r="A1" t="s"><v>4</v></c></row>'),
    "a text of a number of 5,000 digits": part(f'<row r="1"><c r="A1" t="s"><v>{"9" * 5_000}</v></c></row>'),
    "a text of a number below 0": part('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
    "a row 0": part('<row r="0"><c><v>1</v></c></row>'),
    "an address that is none": part('<row r="1"><c r="1A"><v>1</v></c></row>'),
    "a prefix that is not declared": part('<row r="1" x:y="1"/>'),
}  # fmt: skip


@pytest.mark.parametrize("piece", [8, 1 << 20], ids=["in small pieces", "at once"])
@pytest.mark.parametrize("name", REFUSED)
def test_what_two_programs_would_understand_differently_is_damage(name: str, piece: int) -> None:
    with pytest.raises(DamagedPart):
        read(REFUSED[name], piece)


@pytest.mark.parametrize(
    ("xml", "rows"),
    [
        (part('<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c r="B3"><v>4</v></c><c><v>5</v></c></row>'),
         [[1.0, "", 3.0], ["", "", ""], ["", 4.0, 5.0]]),
        (part('<row r="2"><c r="B2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'), [[2.0, ""], ["", 1.0]]),
        (part('<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>'), [[1.0, "", 3.0]]),
        (part('<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="Z9" s="1"/></row>'), [[1.0]]),
        (part('<x:row xmlns:x="urn:x" r="1"><x:c r="A1"><x:v>9</x:v></x:c></x:row><row r="1"><c r="A1"><v>1</v></c></row>'), [[1.0]]),
        (part('<row r="1"><c r="A1"><v>1</v></c></row>', namespaces=f'xmlns="{MAIN[1]}"'), [[1.0]]),
        (part('<row r="1"><c r="A1"><v>1</v></c><extLst><ext uri="x"/></extLst></row>'), [[1.0]]),
        (part("", '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>'), []),
    ],
    ids=["no addresses", "rows in another order", "cells in another order", "blank cells", "a foreign row", "strict", "extLst", "controls"],
)  # fmt: skip
def test_cells_stand_where_they_say(xml: bytes, rows: list[list[object]]) -> None:
    assert read(xml).rows == rows


def test_formulas_stand_by_address() -> None:
    xml = part(
        '<row r="2"><c r="B2" t="str"><f>A1&amp;"x"</f><v>1x</v></c><c r="C2"><f aca="false">A1</f></c><c r="D2"><f/><v>1</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" ref="B3:B5" si="0">A2+$A$1</f><v>1</v></c><c r="C3"><v>1</v><f>B1</f></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="0"/><v>2</v></c><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="5"><c r="B5"><f t="shared" si="0"></f><v>3</v></c><c><f t="array" ref="C5">SUM(A1:A2)</f><v>3</v></c></row>'
    )  # fmt: skip
    found = read(xml)
    assert found.formulas == {
        "B2": 'A1&"x"', "C2": "A1", "D2": "", "B3": "A2+$A$1", "C3": "B1", "B4": "A3+$A$1", "C4": "1/0", "B5": "A4+$A$1",
        "C5": "SUM(A1:A2)",
    }  # fmt: skip
    assert found.errors == {"C4": "#DIV/0!"}
    assert [row[1:] for row in found.rows[1:]] == [["1x", "", 1.0], [1.0, 1.0, ""], [2.0, "", ""], [3.0, 3.0, ""]]


@pytest.mark.parametrize(
    ("xml", "too_large"),
    [
        (part('<row r="2840"><c r="ZZ2840"><v>1</v></c></row>'), False),
        (part('<row r="9999"><c r="Z9999"><v>1</v></c></row>'), False),
        (part('<row r="1048576"/><row r="9"><c r="XFD9" s="1"/></row>', '<dimension ref="A1:XFD1048576"/>'), False),
        (part('<row r="1"><c r="AAA1"><v>1</v></c></row>'), True),
        (part('<row r="10000"><c r="A10000"><v>1</v></c></row>'), True),
        (part('<row r="10000"><c><v>1</v></c></row>'), True),
        (part('<row r="2900"><c r="ZZ1"><v>1</v></c><c r="A2900"><v>1</v></c></row>'), True),
        (part('<row r="1">' + "<c><v>1</v></c>" * 703 + "</row>"), True),
        (part('<row r="1">' + "<c><v>1</v></c>" * 702 + "</row>"), False),
    ],
)
def test_a_cell_that_takes_all_memory_is_refused(xml: bytes, too_large: bool) -> None:
    if too_large:
        with pytest.raises(PartTooLarge):
            read(xml)
    else:
        assert not read(xml).errors


def test_elements_are_counted_before_anything_is_made_of_them() -> None:
    """What never ends is not waited for; blank cells of a million rows are."""
    blank = part("".join(f'<row r="{row}"><c r="A{row}"/></row>' for row in range(1, 400_000)))
    assert read(blank).rows == []
    pieces = iter([part("")[: -len("</sheetData></worksheet>")], b"<c/>" * 6_000_001, b"the rest"])
    with pytest.raises(PartTooLarge):
        read_cells(pieces, {}, Calendar())
    assert [*pieces] == [b"the rest"], "it is not even asked for"


FORMATS = {
    "General": None, "0.00": None, '#,##0.00 "Std."': None, "0.00E+00": None, "[Red]0": None, "@": None, "0\\d": None, "_d0": None,
    "dd.mm.yyyy": Shown.MOMENT, "[$-407]d. mmmm yyyy": Shown.MOMENT, "h:mm": Shown.MOMENT, "mm:ss.0": Shown.MOMENT,
    "mmm yy;@": Shown.MOMENT,
    "[h]:mm:ss": Shown.DURATION, "[mm]:ss": Shown.DURATION, "[HH]:MM": Shown.DURATION, "0;dd": None,
}  # fmt: skip


@pytest.mark.parametrize("code", FORMATS)
def test_number_formats_tell_days_and_durations(code: str) -> None:
    assert shown_by(code) is FORMATS[code]


def book(changed: dict[str, str], data: str = "", strings: str = "") -> ReceivedBook:
    guarded = guard(packed(package_parts(data, strings=strings) | changed))
    assert guarded.package is not None
    assert guarded.workbook is not None
    return ReceivedBook(guarded.package, guarded.workbook)


TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
SHEET = f'<Relationship Id="rId1" Type="{TYPE}" Target="worksheets/sheet1.xml"/>'
STYLE = f'<Relationship Id="rId7" Type="{TYPE.replace("worksheet", "styles")}" Target="styles.xml"/>'
FOREIGN_STYLE = '<Relationship Id="rId9" Type="urn:x/styles" Target="other.xml"/>'


@pytest.mark.parametrize(
    ("workbook", "relations"),
    [
        ('<sheets><sheet name="A" r:id="rId1"/></sheets><sheets><sheet name="A" r:id="rId1"/></sheets>', SHEET),
        (
            '<sheets><sheet name="A" r:id="rId1"/><sheet name="a" r:id="rId2"/></sheets>',
            SHEET + SHEET.replace("rId1", "rId2"),
        ),
        ('<sheets><sheet name="A" r:id="rId1"/></sheets>', SHEET + SHEET),
        ('<sheets><sheet name="A" r:id="rId1"/></sheets>', "<Relationship"),
        ('<sheets><sheet name="A" r:id="rId1"/>', SHEET),
    ],
    ids=["a sheet listed twice", "two of one name", "an id twice", "relations without an end", "a list without an end"],
)
def test_a_list_of_sheets_that_can_be_read_in_two_ways_is_damage(workbook: str, relations: str) -> None:
    with pytest.raises(DamagedPart):
        book(
            {
                "xl/workbook.xml": f"<workbook {NAMESPACES}>{workbook}</workbook>",
                "xl/_rels/workbook.xml.rels": RELATIONS.format(relations),
            }
        )


@pytest.mark.parametrize(
    "relations",
    [
        SHEET + SHEET.replace("rId1", "rId2").replace(TYPE, "urn:x/worksheet"),
        SHEET.replace("/>", ' TargetMode="Internal"/>'),
        SHEET
        + SHEET.replace("rId1", "rId9").replace(TYPE, TYPE.replace("worksheet", "customXml")).replace("sheet1", "gone"),
    ],
    ids=["a foreign type", "internal", "a part that is not there and not needed"],
)
def test_relationships_are_followed_by_their_whole_type(relations: str) -> None:
    workbook = '<sheets><sheet name="A" xmlns:q="urn:q" q:id="rId2" r:id="rId1"/></sheets>'
    changed = {
        "xl/workbook.xml": f"<workbook {NAMESPACES}>{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": RELATIONS.format(STYLE + relations),
    }
    assert book(changed, '<row r="1"><c r="A1"><v>7</v></c></row>').cells("A").rows == [[7.0]]


def test_a_relationship_of_a_foreign_type_leads_to_no_sheet() -> None:
    assert (
        book({"xl/_rels/workbook.xml.rels": RELATIONS.format(STYLE + SHEET.replace(TYPE, "urn:x/worksheet"))}).sheets
        == ()
    )


@pytest.mark.parametrize(
    ("relations", "others", "sound"),
    [
        (SHEET + STYLE, ["styles"], True),
        (SHEET + STYLE, [], True),
        (SHEET, ["styles"], False),
        (SHEET + STYLE.replace("styles.xml", "gone.xml"), ["styles"], False),
        (SHEET + STYLE + STYLE.replace("rId7", "rId9"), ["styles"], True),
        (SHEET + STYLE + STYLE.replace("rId7", "rId9").replace("styles.xml", "other.xml"), ["styles", "other"], False),
        (SHEET + STYLE + FOREIGN_STYLE, ["styles", "other"], True),
    ],
    ids=[
        "one",
        "none",
        "no relation",
        "a relation elsewhere",
        "two relations to one",
        "two",
        "another of a foreign type",
    ],
)
def test_styles_are_those_that_every_program_takes(relations: str, others: list[str], sound: bool) -> None:
    parts = package_parts('<row r="1"><c r="A1" s="1"><v>45657</v></c></row>')
    del parts["xl/styles.xml"]
    parts |= {f"xl/{name}.xml": STYLES for name in others} | {"xl/_rels/workbook.xml.rels": RELATIONS.format(relations)}
    guarded = guard(packed(parts))
    assert guarded.package is not None
    read = ReceivedBook(guarded.package, "xl/workbook.xml")
    if sound:
        assert read.cells("Blatt").rows == [[date(2024, 12, 31) if others else 45657.0]]
    else:
        with pytest.raises(DamagedPart):
            read.cells("Blatt")


@pytest.mark.parametrize("text", ['<x:t xmlns:x="urn:x">a</x:t>', '<r><x:t xmlns:x="urn:x">a</x:t></r>'])
def test_a_shared_text_of_another_namespace_is_damage(text: str) -> None:
    strings = f"<sst {NAMESPACES}><si>{text}</si></sst>"
    with pytest.raises(DamagedPart):
        book({}, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings).cells("Blatt")


@pytest.mark.parametrize("main", ['<?xml version="1.0"?><!-- sheets>', "<!-- sheets> -->"])
def test_a_main_part_that_ends_before_it_begins_is_damage(main: str) -> None:
    with pytest.raises(DamagedPart):
        book({"xl/workbook.xml": main})


def test_wrong_counts_of_shared_texts_say_nothing() -> None:
    strings = f'<sst {NAMESPACES} count="99999999999" uniqueCount="1"><si><t>a</t></si><si><r><t>b</t></r><phoneticPr/></si></sst>'
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert book({}, cells, strings).cells("Blatt").rows == [["a", "b"]]


@pytest.mark.parametrize(
    "item",
    [
        "<x:w><si><t>b</t></si></x:w><si><t>a</t></si>",
        "<si><t>a</t><si><t>b</t></si></si>",
        "<si><t>a</t><t>b</t></si>",
        "<si><r><t>a</t><t>b</t></r></si>",
        "<si><t>a<x:y/>b</t></si>",
    ],
)
def test_shared_texts_that_programs_read_differently_are_damage(item: str) -> None:
    strings = f'<sst {NAMESPACES} xmlns:x="urn:x">{item}</sst>'
    with pytest.raises(DamagedPart):
        _ = book({}, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings).cells("Blatt")


@pytest.mark.parametrize("kind", ["sharedStrings", "styles"])
def test_two_parts_where_one_can_be_are_damage(kind: str) -> None:
    parts = package_parts()
    name, relations = f"xl/{kind}.xml", "xl/_rels/workbook.xml.rels"
    more = f'<Relationship Id="rId9" Type="{TYPE.replace("worksheet", kind)}" Target="two.xml"/></Relationships>'
    another = parts[relations].replace("</Relationships>", more)
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert book({"xl/two.xml": parts[name]}, cells).cells("Blatt").rows == [["a"]]
    with pytest.raises(DamagedPart):
        _ = book({"xl/two.xml": parts[name], relations: another}, cells).cells("Blatt")


def test_a_package_that_leads_to_two_workbooks_is_damaged() -> None:
    parts = package_parts()
    here = parts["_rels/.rels"].partition("<Relationship ")[2].partition("/>")[0]
    there = here.replace("xl/workbook.xml", "xl/other.xml").replace("rId1", "rId2")
    for targets in ((there,), (here, there), (there, here)):
        relations = RELATIONS.format("".join(f"<Relationship {target}/>" for target in targets))
        guarded = guard(packed(parts | {"xl/other.xml": parts["xl/workbook.xml"], "_rels/.rels": relations}))
        assert [entry.code for entry in guarded.findings] == ["DATEI-UNLESBAR"]


@pytest.mark.parametrize("mistake", [KeyError("?"), ValueError("?"), IndexError("?")], ids=repr)
def test_a_mistake_of_the_reader_is_no_damage(mistake: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(text: str) -> float:
        raise mistake

    monkeypatch.setattr("rv2xl.excel.package.cells.sheet.as_number", mistaken)
    with pytest.raises(type(mistake)):
        read(part('<row r="1"><c r="A1"><v>1</v></c></row>'))


@pytest.mark.parametrize(
    ("encoding", "sound"),
    [
        ("utf-8", True),
        ("windows-1252", True),
        ("US-ASCII", True),
        ("nonsense", False),
        ("utf-7", False),
        ("shift_jis", False),
        ("rot13", False),
    ],
)
def test_an_encoding_that_nobody_reads_is_damage(encoding: str, sound: bool) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + part('<row r="1"><c r="A1"><v>1</v></c></row>')
    if sound:
        assert read(xml).rows == [[1.0]]
    else:
        with pytest.raises(DamagedPart):
            read(xml)
