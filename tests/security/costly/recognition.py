"""Returns that make recognising, comparing and checking expensive: `_meta`, labels, formulas, entries."""

from __future__ import annotations

import re
from io import BytesIO

from python_calamine import CalamineWorkbook

from rv2xl import forms
from rv2xl.excel.package.cells.sheet import LAST_ROW
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank
from tests.forms.standard import YEAR, standard
from tests.programs.package import WORKBOOK, filled, parts_of, sheet_parts, texts_of
from tests.security.costly.build import (
    DOK,
    LETTERS,
    META,
    ORT,
    REG,
    Table,
    rows,
    text,
    with_cells,
    with_part,
)  # fmt: skip

_LOST = ("FELD-FEHLT", "FORMEL-GEAENDERT", "NICHT-GEPRUEFT", "VORGABE-GEAENDERT")


def _meta(form: str) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(filled(form))).get_sheet_by_name(META).to_python()  # type: ignore[return-value]


def _rows_in_meta(number: int) -> bytes:
    lines = {f"C{row}": str(number) for row, line in enumerate(_meta(REG), 1) if line[0] == "zeilen"}
    return set_cells(filled(REG), {META: lines})


def _sheets_in_meta(count: int) -> bytes:
    start = len(_meta(DOK)) + 1
    lines: dict[str, str] = {}
    for n in range(count):
        lines |= {f"A{start + n}": "blatt", f"B{start + n}": f"ort_58.{n + 10}", f"C{start + n}": f"Ort {n}"}
    return set_cells(filled(DOK), {META: lines})


def _number_in_meta() -> bytes:
    line = next(row for row, line in enumerate(_meta(DOK), 1) if line[2] == "kopf.platzzahl")
    return set_cells(filled(DOK), {META: {f"D{line}": "1E999999999"}})


def _printed() -> list[bytes]:
    """The shorter labels of an Ort."""
    plan = standard(DOK).layout.by_key[standard(DOK).key(ORT)].plan
    escaped = [(cell.text or "").replace("&", "&amp;").replace("<", "&lt;").encode() for cell in plan.cells]
    return [one for one in escaped if 0 < len(one) < 60]


def _labels(columns: int, lines: int, words: list[bytes]) -> bytes:
    """A sheet full of printed labels where the Ort was."""
    made = (
        (row, b"".join(text(words[(row + n) % len(words)], b"%s%d" % (LETTERS[n], row)) for n in range(columns)))
        for row in range(1, lines + 1)
    )
    return with_cells(rows(made), alone=True)


def _shared_labels() -> bytes:
    """The same with shared texts, which take less XML: more of them."""
    texts = texts_of(parts_of(filled(DOK)))
    words = [b"%d" % number for number, one in enumerate(texts) if re.sub(rb"<[^>]*>", b"", one) in _printed()]
    made = (
        (row, b"".join(b'<c r="%s%d" t="s"><v>%s</v></c>' % (LETTERS[n], row, words[(row * 7 + n) % len(words)]) for n in range(45)))
        for row in range(1, 9_000)
    )  # fmt: skip
    return with_cells(rows(made), alone=True)


def _repeated() -> bytes:
    """The Ort's own rows a hundred times below each other."""
    xml = parts_of(filled(DOK))[sheet_parts(filled(DOK))[ORT]]
    data = re.search(rb"<sheetData>(.*)</sheetData>", xml, re.DOTALL)
    assert data is not None
    height = max(int(row) for row in re.findall(rb'<row r="(\d+)"', data[1]))
    copies = (
        re.sub(rb'( r="[A-Z]*)(\d+)"', lambda cell, by=by: b'%s%d"' % (cell[1], int(cell[2]) + by), data[1])
        for by in range(3, LAST_ROW - height, height)
    )
    return with_cells(b"".join(copies), alone=True)


def _identifications() -> bytes:
    """The beginning of the Deckblatt's line again and again in one cell, and no `_meta`."""
    parts = parts_of(filled(DOK))
    line = "Kennung: dokumentation · Version 1 · Jahr 2025 · ".encode() * 50_000
    book = re.sub(rb'<sheet name="_meta"[^>]*>', b"", parts[WORKBOOK])
    return with_cells(rows([(1, text(line, b"A1"))]), sheet="Deckblatt", more={WORKBOOK: book}, alone=True)


def _formulas(formula: bytes) -> bytes:
    """Every formula of a sheet replaced."""
    part = sheet_parts(filled(REG))["Orte"]
    return with_part(part, lambda xml: re.sub(rb"<f>[^<]*</f>", lambda _: b"<f>%s</f>" % formula, xml), REG)


def _all_wrong(*but: str) -> bytes:
    """A register of 2,000 rows, each entry of an Ort wrong; these columns stay blank."""
    layout = lay_out(issue_blank(forms.newest(REG).with_rows({"traeger": 2_000, "orte": 2_000}), YEAR))
    placed = next(placed for placed in layout.placed if placed.name == "Orte")
    fields = placed.plan.fields.items()
    return set_cells(
        workbook_bytes(layout), {"Orte": {cell.name: "#" for name, cell in fields if not name.endswith(but)}}
    )


TABLE: Table = {
    "absurd numbers of rows in _meta": (lambda: _rows_in_meta(9_999), ("FORM-FREMD",)),
    "as many rows in _meta as may be": (lambda: _rows_in_meta(2_500), ("FELD-VERSCHOBEN", "VORGABE-GEAENDERT")),
    "thousands of sheets in _meta": (lambda: _sheets_in_meta(9_000), ("FORM-FREMD",)),
    "as many sheets in _meta as may be": (
        lambda: _sheets_in_meta(240), ("BLATT-FEHLT", "BLATT-FREMD", "FORMEL-GEAENDERT", "VORGABE-GEAENDERT")),
    "a number in _meta of a thousand million digits": (_number_in_meta, ("FORM-FREMD",)),
    "a sheet full of one label": (lambda: _labels(1, 9_999, _printed()[:1]), _LOST),
    "a sheet full of labels, long": (lambda: _labels(5, 9_999, _printed()), _LOST),
    "a sheet full of labels, wide": (lambda: _labels(200, 900, _printed()), _LOST),
    "a sheet full of labels, both": (lambda: _labels(26, 6_000, _printed()), _LOST),
    "a sheet full of shared labels": (_shared_labels, _LOST),
    "the Ort's rows a hundred times": (_repeated, ("DANEBEN", *_LOST)),
    "the Kennung again and again": (_identifications, ("FORM-FREMD",)),
    "formulas in brackets, 300 KB each": (lambda: _formulas(b"-(-(" * 80_000), ("FORMEL-GEAENDERT",)),
    "formulas of blanks": (lambda: _formulas(b'"' + b" " * 400_000), ("FORMEL-GEAENDERT",)),
    "a register of 2,000 rows in which every Ort is wrong": (
        _all_wrong, ("DATUM", "LISTE", "NICHT-GEPRUEFT", "ST-TRAEGER", "TYP")),
    "a register of 2,000 rows in which every Ort is wrong, without days": (
        lambda: _all_wrong("gueltig_von", "gueltig_bis"), ("LISTE", "NICHT-GEPRUEFT", "ST-KREIS", "ST-TRAEGER", "TYP")),
}  # fmt: skip
