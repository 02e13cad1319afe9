"""Writes the calendar of a year and beside it its table; neither takes the place of what is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rv2xl.cooperation.calendar_file import BEGINNING, calendar_bytes
from rv2xl.cooperation.days import Entry
from rv2xl.files import content_of, require_regular, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.reports.calendar_sheet import calendar_workbook, title_of
from rv2xl.reports.workbook.replaced import not_ours, require_own_kind


def write_calendar(found: Sequence[Entry], year: int, out: Path, today: date) -> list[Path]:
    """Write both files and return them. Raises Abbruch for another suffix, a folder that is not there, or a file that is none of ours."""
    if out.suffix.lower() != ".ics":
        raise Abbruch(f"Der Name „{out}“ muss auf „.ics“ enden.")
    table = out.with_suffix(".xlsx")
    for path in (out, table):
        if path.is_dir():
            raise Abbruch(f"„{path}“ ist ein Ordner; gebraucht wird der Name einer Datei.")
        require_regular(path)
    if not out.parent.is_dir():
        raise Abbruch(f"Den Ordner „{out.parent}“ gibt es nicht.")
    if out.exists() and not content_of(out).startswith(BEGINNING):
        raise not_ours(out, "keine Kalenderdatei dieses Programms")
    require_own_kind(table, title_of(year))
    with written_together() as write:
        write(out, calendar_bytes(found, year, today))
        write(table, calendar_workbook(found, year))
    return [out, table]
