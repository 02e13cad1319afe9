"""Formulas as other programs write them."""

from __future__ import annotations

import html
import re

from openpyxl.formula.translate import Translator

from tests.programs.package import Parts, in_sheets, packed
from tests.programs.traits.spelling import CELL
from tests.programs.traits.table import enter, trait

enter("array formulas", in_sheets(lambda xml: re.sub(CELL + rb"><f>", rb'<c r="\1"\2\3><f t="array" ref="\1">', xml)))
enter("recalculation marked at formulas", in_sheets(lambda xml: xml.replace(b"<f>", b'<f ca="1">')))
enter("prefixes of functions", in_sheets(lambda xml: re.sub(rb"(?<![A-Z.])(?=(?:COUNTIFS|IF)\()", b"_xlfn.", xml)))
enter(
    "formulas with a double minus in brackets",
    in_sheets(lambda xml: re.sub(rb"--(\((?:[^()]|\([^()]*\))*\))", rb"-(-\1)", xml)),
)


@trait("shared formulas")
def shared(form: str, parts: Parts) -> bytes:
    """Share each formula with those below it that say the same of their rows."""
    return packed(in_sheets(shared_in_sheet)(parts))


def shared_in_sheet(xml: bytes) -> bytes:
    cells = {
        found[1].decode(): html.unescape(found[2].decode())
        for found in re.finditer(rb'<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)</f>', xml)
    }
    group = 0
    for first, formula in cells.items():
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", first).groups()  # type: ignore[union-attr]
        below = []
        for row in range(int(number) + 1, 10_000):
            cell = f"{letters}{row}"
            if cells.get(cell) is None or cells[cell] != Translator("=" + formula, first).translate_formula(cell)[1:]:
                break
            below.append(cell)
        above = f"{letters}{int(number) - 1}"
        if not below or (
            above in cells and Translator("=" + cells[above], above).translate_formula(first)[1:] == formula
        ):
            continue
        xml = re.sub(rb'(<c r="%s"[^>]*>)<f>' % first.encode(), rb'\1<f t="shared" ref="%s:%s" si="%d">' % (
            first.encode(), below[-1].encode(), group), xml)  # fmt: skip
        for cell in below:
            xml = re.sub(rb'(<c r="%s"[^>]*>)<f>[^<]*</f>' % cell.encode(), rb'\1<f t="shared" si="%d"/>' % group, xml)
        group += 1
    return xml
