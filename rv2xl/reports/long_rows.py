"""Rows by the thousand, written straight into the finished workbook: a table's rows are made, written and forgotten one by one.

XlsxWriter holds every cell until the end and takes half a minute for four thousand returns. So it writes the first row alone,
blank, and gives it its looks; the rows themselves take that row's place when the package is packed anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rv2xl.excel.formula import column_letter
from rv2xl.model.expr import Value

Row = tuple[Sequence[Value], float]
"""The values of a row, and its height in points."""

_EPOCH = date(1899, 12, 30).toordinal()
_TOGETHER = 64
_SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")
_ESCAPE = re.compile(r"_(?=x[0-9a-fA-F]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_STYLE = re.compile(r's="(\d+)"')


@dataclass(frozen=True, eq=False)
class LongRows:
    """The rows of a table: the first and the last one (from 0), and what makes them."""

    first: int
    last: int
    rows: Iterator[Row]


def lengthened(package: bytes, sheets: Mapping[int, LongRows]) -> bytes:
    """Return the workbook with the rows put in; `sheets` by number from 0, each with one table. Equal inputs give equal bytes."""
    target = BytesIO()
    tables = {f"xl/tables/table{number}.xml": rows for number, rows in enumerate(sheets.values(), 1)}
    by_part = {f"xl/worksheets/sheet{number + 1}.xml": rows for number, rows in sheets.items()}
    with ZipFile(BytesIO(package)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for entry in source.infolist():
            content = source.read(entry)
            info = ZipInfo(entry.filename, entry.date_time)
            info.compress_type = ZIP_DEFLATED
            if entry.filename in by_part:
                with made.open(info, "w") as stream:
                    for piece in _sheet(content.decode(), by_part[entry.filename]):
                        stream.write(piece.encode())
            else:
                if entry.filename in tables:
                    content = _table(content.decode(), tables[entry.filename]).encode()
                made.writestr(info, content)
    return target.getvalue()


def _sheet(xml: str, long: LongRows) -> Iterator[str]:
    """Yield the XML of a sheet, its blank first row replaced by all rows."""
    begin = xml.index(f'<row r="{long.first + 1}"')
    end = xml.index("</row>", begin) + len("</row>")
    styles = _STYLE.findall(xml[xml.index(">", begin) : end])
    last = _last_row(xml, long)
    yield re.sub(r'(<dimension ref="[A-Z]+\d+:[A-Z]+)\d+"', rf'\g<1>{last}"', xml[:begin], count=1)
    places = [(f'<c r="{column_letter(column)}', style) for column, style in enumerate(styles)]
    pieces: list[str] = []
    for number, (values, height) in enumerate(long.rows, long.first + 1):
        pieces.append(f'<row r="{number}" ht="{height:.16g}" customHeight="1">')
        pieces += [_cell(f'{start}{number}" s="{style}"', value)
                   for (start, style), value in zip(places, values, strict=True)]  # fmt: skip
        pieces.append("</row>")
        if number % _TOGETHER == 0:
            yield "".join(pieces)
            pieces.clear()
    yield "".join(pieces)
    yield xml[end:]


def _last_row(xml: str, long: LongRows) -> int:
    found = re.search(r'<dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"', xml)
    return max(long.last + 1, int(found[1]) if found else 0)


def _table(xml: str, long: LongRows) -> str:
    """Return the XML of a table that reaches down to the last row: XlsxWriter gave it the first one alone."""
    return re.sub(rf'(ref="[A-Z]+\d+:[A-Z]+){long.first + 1}"', rf'\g<1>{long.last + 1}"', xml)


def _cell(start: str, value: Value) -> str:
    """Return a cell: a text as text, whatever it looks like, a number as number, a date as a day."""
    if value is None or value == "":
        return start + "/>"
    if isinstance(value, str):
        if _SPECIAL.search(value) is None:
            return f'{start} t="inlineStr"><is><t>{value}</t></is></c>'
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>'
    if isinstance(value, date):
        return f"{start}><v>{value.toordinal() - _EPOCH}</v></c>"
    return f"{start}><v>{float(value):.16G}</v></c>"


def _escaped(text: str) -> str:
    """Escape what XML knows, and as spreadsheets do what it has no sign for: „_x0007_“, and „_x005F_“ before what looks so."""
    coded = _ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return coded.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
