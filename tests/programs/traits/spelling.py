"""The same XML, spelt otherwise."""

from __future__ import annotations

import re

from rv2xl.excel.addresses import column_number
from tests.programs.package import STRINGS, WORKBOOK, Parts, in_sheets, packed, replaced, substituted
from tests.programs.traits.table import enter, trait

CELL = rb'<c r="([A-Z]+\d+)"( s="\d+")?( t="\w+")?'
NOTE = b"<!-- <c r='ZZ1'><v>1</v></c> -->"

enter("single quotes", in_sheets(lambda xml: re.sub(rb"(\s[\w:]+=)\"([^\"'<>]*)\"(?=[^<>]*>)", rb"\1'\2'", xml)))
enter("the address last", in_sheets(substituted(CELL, rb'<c\2\3 r="\1"')))
enter("blanks within the tags", in_sheets(substituted(CELL, rb'<c  r = "\1"\2\3 ')))
enter(
    "comments among the cells",
    in_sheets(lambda xml: xml.replace(b"<v>", NOTE + b"<v>").replace(b"<row ", NOTE + b"<row ")),
)
enter("processing instructions among the cells", in_sheets(lambda xml: xml.replace(b"<row ", b'<?x <c r="A1">?><row ')))
enter("CDATA in formulas", in_sheets(substituted(rb"<v>([^<]*)</v>", rb"<v><![CDATA[\1]]></v>")))
enter("xml:space at values", in_sheets(lambda xml: xml.replace(b"<v>", b'<v xml:space="preserve">')))
enter(
    "empty values in blank cells",
    in_sheets(substituted(rb'<c r="([A-Z]+\d+)" s="(\d+)"/>', rb'<c r="\1" s="\2"><v/></c>')),
)
enter(
    "empty cells with an end tag", in_sheets(substituted(rb'<c r="([A-Z]+\d+)" s="(\d+)"/>', rb'<c r="\1" s="\2"></c>'))
)
enter("attributes that are not known", in_sheets(substituted(CELL, rb'<c r="\1"\2\3 ph="1" vm="2" foo="a"')))
enter("comments in workbook and texts", lambda parts: parts | {
    WORKBOOK: replaced(parts[WORKBOOK], b"<sheets>", b'<sheets><!-- <sheet name="Notizen" sheetId="99" r:id="rId1"/> -->'),
    STRINGS: parts[STRINGS].replace(b"<si>", b"<!-- <si><t>nichts</t></si> --><si>"),
})  # fmt: skip


@trait("no addresses at rows and cells")
def without_addresses(form: str, parts: Parts) -> bytes:
    """Write blank rows and cells for those that are left out, and no address anywhere."""
    return packed(in_sheets(sheet_without_addresses)(parts))


def sheet_without_addresses(xml: bytes) -> bytes:
    rows = {
        int(number): cells for number, cells in re.findall(rb'<row r="(\d+)"[^>]*?(?:/>|>(.*?)</row>)', xml, re.DOTALL)
    }
    lines = [b"<row>%s</row>" % row_without_addresses(rows.get(number, b"")) for number in range(1, max(rows) + 1)]
    data = b"<sheetData>%s</sheetData>" % b"".join(lines)
    return re.sub(rb"<sheetData>.*</sheetData>", lambda _: data, xml, flags=re.DOTALL)


def row_without_addresses(xml: bytes) -> bytes:
    cells = {
        column_number(cell[1].decode()) + 1: b"<c" + cell[2]
        for cell in re.finditer(rb'<c r="([A-Z]+)\d+"([^>]*/>|[^>]*>.*?</c>)', xml, re.DOTALL)
    }
    return b"".join(cells.get(number, b"<c/>") for number in range(1, max(cells, default=0) + 1))
