"""Annotated copies, seen by an independent reader."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl
from openpyxl.workbook import Workbook

from rv2xl.excel.annotated.copy import annotated
from rv2xl.model.finding import Finding
from tests.forms.standard import judged


def annotated_file(data: bytes) -> tuple[bytes, list[Finding]]:
    """Return the annotated copy of a file, and what was found in it."""
    returned, findings = judged(data)
    return annotated(data, returned, findings), findings


def book_of(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def notes_of(data: bytes) -> Mapping[tuple[str, str], str]:
    """Return the text of each note, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in book_of(data)
        for row in sheet.iter_rows()
        for cell in row
        if getattr(cell, "comment", None) is not None
    }
