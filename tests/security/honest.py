"""A workbook as honest programs write it, and its parts as the guard lets them be read."""

from __future__ import annotations

import functools
import io
import zipfile

import xlsxwriter  # type: ignore[import-untyped]

from rv2xl.excel.package.guard import guard
from tests.programs.package import packed


@functools.cache
def real() -> bytes:
    """A workbook of about 40 KB with about 20 parts."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    for number in range(10):
        sheet = book.add_worksheet(f"Blatt {number}")
        for row in range(90):
            sheet.write_row(row, 0, [row * 7919 % 1009, f"Text {row * 31} {number}", row / 7])
        sheet.merge_range("E1:G2", "verbunden")
    book.close()
    return target.getvalue()


def repacked(data: bytes, method: int) -> bytes:
    package = zipfile.ZipFile(io.BytesIO(data))
    return packed({name: package.read(name) for name in package.namelist()}, method)


def opened(data: bytes) -> zipfile.ZipFile:
    package = guard(data).package
    assert package is not None
    return package
