"""The picture of a table: its bars are the table's cells, and those who cannot see it are told where the figures stand."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from rv2xl.excel.sheets.write import workbook_bytes
from tests.forms.standard import standard

_NAMES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}


def test_the_bars_are_the_ratio_and_the_steps() -> None:
    layout = standard("bestand").layout
    plan = layout.by_key["berechnung"].plan
    package = ZipFile(BytesIO(workbook_bytes(layout)))
    chart = etree.fromstring(package.read("xl/charts/chart1.xml"))
    rows = [plan.fields[f"stufen.{number}.verhaeltnis"] for number in (1, 4)]
    first, last = (cell.row + 1 for cell in rows)
    assert chart.xpath("//c:ser//c:f/text()", namespaces=_NAMES) == [
        f"Berechnung!$A${first}:$A${last}",
        f"Berechnung!$B${first}:$B${last}",
    ]
    assert [cell.name[0] for cell in rows] == ["B", "B"]
    labels = {cell.row: cell.text for cell in plan.cells if cell.column == 0}
    assert [labels[row - 1] for row in range(first, last + 1)] == ["Diese Maßnahme", "Stufe 1", "Stufe 2", "Stufe 3"]


def test_the_bars_of_results_are_their_first_lines() -> None:
    """Also where the column of amounts is made of several: the value stands in the first of them."""
    layout = standard("kostenzuordnung").layout
    fields = layout.by_key["berechnung"].plan.fields
    first, last = (fields[f"summe.{name}"].row + 1 for name in ("massnahmebetrag", "basis_kombi_bib"))
    chart = etree.fromstring(ZipFile(BytesIO(workbook_bytes(layout))).read("xl/charts/chart1.xml"))
    assert chart.xpath("//c:ser//c:f/text()", namespaces=_NAMES) == [
        f"Berechnung!$A${first}:$A${last}",
        f"Berechnung!$E${first}:$E${last}",
    ]
    assert last - first == 4
    assert fields["summe.massnahmebetrag"].name == f"E{first}"


def test_the_picture_has_a_row_of_its_own_and_an_alternative_text() -> None:
    layout = standard("bestand").layout
    plan = layout.by_key["berechnung"].plan
    (picture,) = plan.pictures
    assert not [cell for cell in plan.cells if cell.row == picture.row]
    drawing = etree.fromstring(ZipFile(BytesIO(workbook_bytes(layout))).read("xl/drawings/drawing1.xml"))
    (anchor,) = drawing.xpath("//xdr:twoCellAnchor", namespaces=_NAMES)
    assert [int(row.text) for row in anchor.xpath("xdr:from/xdr:row | xdr:to/xdr:row", namespaces=_NAMES)] == [
        picture.row,
        picture.row,
    ]
    (alt,) = anchor.xpath("xdr:graphicFrame//xdr:cNvPr/@descr", namespaces=_NAMES)
    assert alt == picture.chart.description
