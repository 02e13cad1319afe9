"""Sheets, how they look, and the package around them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from tests.programs.package import (
    RELS,
    ROOT,
    STRINGS,
    STYLES,
    TYPES,
    WORKBOOK,
    Parts,
    in_sheets,
    packed,
    replaced,
    sheets,
    substituted,
)
from tests.programs.traits.table import TRAITS, enter, trait

WIDE = (
    b'<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" dxfId="0" priority="99"><formula>A1=1</formula></cfRule>'
    b"</conditionalFormatting>"
)
STYLED = b'<cols><col min="1" max="16384" width="12" style="1" customWidth="1"/></cols>'
BLANK_ROWS = b"".join(
    b'<row r="%d" spans="1:5" ht="15" customHeight="1" x14ac:dyDescent="0.25"><c r="A%d" s="1"/></row>' % (row, row)
    for row in range(2_000, 1_048_577)
)


def with_names(parts: Parts) -> Parts:
    names = (b'<definedName name="Name_%d" hidden="1">#REF!</definedName>' % number for number in range(20_000))
    end = b"</definedNames>"
    return parts | {WORKBOOK: replaced(parts[WORKBOOK], end, b"".join(names) + end)}


def in_first(change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    """Change the sheet with the most cells."""

    def changed(parts: Parts) -> Parts:
        name = max(sheets(parts), key=lambda name: parts[name].count(b"<f>"))
        return parts | {name: change(parts[name])}

    return changed


enter(
    "a dimension of the whole sheet",
    in_sheets(substituted(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"')),
)
AC = b'<worksheet xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
enter(
    "a million formatted rows",
    in_first(
        lambda xml: replaced(replaced(xml, b"<worksheet ", AC), b"</sheetData>", BLANK_ROWS + b"</sheetData>"),
    ),
)
enter(
    "formatted cells far away",
    in_sheets(
        lambda xml: replaced(xml, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')
    ),
)
enter("whole columns styled", in_sheets(substituted(rb"<cols>.*?</cols>", STYLED)))
enter(
    "conditional formats over whole columns",
    in_sheets(lambda xml: replaced(xml, b"</sheetData>", b"</sheetData>" + WIDE)),
)
enter(
    "hidden rows and columns",
    in_sheets(substituted(rb"<(row|col) (?![^>]*hidden=)", rb'<\1 hidden="1" ')),
)
enter("hidden behind the address", in_sheets(substituted(rb'<row r="(\d+)"', rb'<row r="\1" hidden="1"')))
enter(
    "hidden sheets made visible", lambda parts: parts | {WORKBOOK: replaced(parts[WORKBOOK], b' state="hidden"', b"")}
)
enter(
    "hidden sheets very hidden",
    lambda parts: parts | {WORKBOOK: replaced(parts[WORKBOOK], b'"hidden"', b'"veryHidden"')},
)
enter("20,000 defined names", with_names)
enter(
    "no defined names",
    lambda parts: parts | {WORKBOOK: re.sub(rb"<definedNames>.*</definedNames>", b"", parts[WORKBOOK])},
)


# --- The package --------------------------------------------------------------------------------------------------


def elsewhere(parts: Parts) -> Parts:
    """Put the workbook into another folder, under another name, with the sheets where they were."""
    moved = {
        "book/mappe.xml": parts[WORKBOOK],
        "book/_rels/mappe.xml.rels": re.sub(rb'Target="', b'Target="../xl/', parts[RELS]),
    }
    kept = {name: xml for name, xml in parts.items() if name not in {WORKBOOK, RELS}}
    return (
        kept
        | moved
        | {
            TYPES: replaced(parts[TYPES], b"/xl/workbook.xml", b"/book/mappe.xml"),
            ROOT: replaced(parts[ROOT], b"xl/workbook.xml", b"book/mappe.xml"),
        }
    )


def with_extra_parts(parts: Parts) -> Parts:
    extra = {
        "xl/printerSettings/printerSettings1.bin": b"\0" * 500, "customXml/item1.xml": b"<a/>", "docProps/thumbnail.jpeg": b"\xff\xd8\xff",
        "customXml/_rels/item1.xml.rels": b"<a/>", "xl/comments1.xml": b"<comments/>", "xl/drawings/drawing1.xml": b"<d/>",
        "xl/media/image1.png": b"\x89PNG\r\n", "xl/threadedComments/threadedComment1.xml": b"<t/>", "xl/persons/person.xml": b"<p/>",
        "xl/metadata.xml": b"<metadata/>", "xl/calcChain.xml": b"<calcChain/>", "docMetadata/LabelInfo.xml": b"<l/>",
    }  # fmt: skip
    types = b'<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
    return parts | extra | {TYPES: replaced(parts[TYPES], b"</Types>", types + b"</Types>")}


class _Unseekable(io.RawIOBase):
    """A target that zipfile cannot go back in: sizes come behind the bytes."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.data += piece
        return len(piece)


@trait("sizes behind the bytes")
def data_descriptors(form: str, parts: Parts) -> bytes:
    target = _Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[arg-type]
        for name, content in parts.items():
            package.writestr(name, content)
    assert all(entry.flag_bits & 0x08 for entry in zipfile.ZipFile(io.BytesIO(target.data)).infolist())
    return target.data


@trait("zip64 entries")
def zip64(form: str, parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            with package.open(name, "w", force_zip64=True) as entry:
                entry.write(content)
    return target.getvalue()


def other_spelling(parts: Parts) -> Parts:
    """Parts named with backslashes and in other case than the relationships say."""
    new = {name: name.replace("worksheets", "Worksheets").replace("/", "\\") for name in (*sheets(parts), STRINGS)}
    return {new.get(name, name): xml for name, xml in parts.items()}


MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def main_by_default(parts: Parts, *, named: bool = False) -> Parts:
    """Give the main part's type to every .xml that has no other, as the Open XML SDK and ClosedXML do."""
    types = re.sub(rb'<Default Extension="xml"[^>]*/>', b"", parts[TYPES])
    if not named:
        types = re.sub(rb'<Override PartName="/xl/workbook.xml"[^>]*/>', b"", types)
    types = re.sub(rb"(<Types[^>]*>)", rb'\1<Default Extension="xml" ContentType="%s"/>' % MAIN_TYPE, types)
    assert named == (types.count(MAIN_TYPE) == 2)
    return parts | {TYPES: types, "customXml/item1.xml": b"<a/>", "customXml/itemProps1.xml": b"<a/>"}


LOST = b"".join(
    b'<Relationship Id="lost%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
    % (number, kind, target)
    for number, (kind, target) in enumerate(
        ((b"theme", b"theme/theme9.xml"), (b"calcChain", b"calcChain.xml"), (b"customXml", b"../customXml/item9.xml"),
         (b"worksheet", b"worksheets/sheet99.xml"), (b"pivotCacheDefinition", b"/xl/pivotCache/pivotCacheDefinition1.xml"))
    )
)  # fmt: skip


def with_lost_relations(parts: Parts) -> Parts:
    """Point to parts that are not there and that nobody asks for."""
    end = b"</Relationships>"
    return parts | {name: replaced(parts[name], end, LOST + end) for name in (RELS, ROOT)}


def without_styles(parts: Parts) -> Parts:
    """Leave out the styles, without which a date is a number."""
    return {name: xml for name, xml in parts.items() if name != STYLES}


def with_tight_parts(parts: Parts) -> Parts:
    """Add what nobody unpacks: a white picture, uncompressed, and the like."""
    return parts | dict.fromkeys(
        ("xl/media/image1.emf", "xl/media/image2.bmp", "docProps/thumbnail.wmf", "customXml/item1.xml"),
        b"\x00" * 4000000,
    )


def with_counts(counts: bytes) -> Callable[[Parts], Parts]:
    """Let the shared strings say how many they are."""
    return lambda parts: parts | {STRINGS: re.sub(rb' count="\d+" uniqueCount="\d+"', counts, parts[STRINGS])}


enter("the main part's type for all .xml", main_by_default)
enter("the main part's type for all .xml and by its name", lambda parts: main_by_default(parts, named=True))
enter(
    "a dot before the main part's name",
    lambda parts: main_by_default(parts) | {ROOT: replaced(parts[ROOT], b'"xl/workbook.xml"', b'"./xl/workbook.xml"')},
)
enter("relationships to parts that are not there", with_lost_relations)
enter("no styles part", without_styles)
enter("parts that are packed to a thousandth", with_tight_parts)
for counts in (
    b"",
    b' count="0" uniqueCount="0"',
    b' count="999999999" uniqueCount="18446744073709551615"',
    b' count="-1" uniqueCount="x"',
):
    enter(f"shared strings{counts.decode() or ' without counts'}", with_counts(counts))
enter("backslashes in all part names", lambda parts: {name.replace("/", "\\"): xml for name, xml in parts.items()})
enter(
    "backslashes in all part names, the main part's type for all .xml",
    lambda parts: {name.replace("/", "\\"): xml for name, xml in main_by_default(parts).items()},
)
enter(
    "the main part's type by a name with backslashes",
    lambda parts: parts | {TYPES: replaced(parts[TYPES], b"/xl/workbook.xml", b"xl\\workbook.xml")},
)
enter(
    "absolute paths in relationships", lambda parts: parts | {RELS: replaced(parts[RELS], b'Target="', b'Target="/xl/')}
)
enter("the workbook elsewhere", elsewhere)
enter("extra parts", with_extra_parts)
enter("directories as entries", lambda parts: {"xl/": b"", "xl/worksheets/": b""} | parts)
enter("backslashes and other case in part names", other_spelling)
TRAITS["entries not compressed"] = lambda form, parts: packed(parts, zipfile.ZIP_STORED)
