"""The calendar as an independent parser reads it: every entry, whole days, stable UIDs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject

from rv2xl.cooperation.calendar_file import calendar_bytes, description
from rv2xl.cooperation.days import entries
from tests.client.commandline import rv2xl

TODAY = date(2026, 1, 2)


def parsed(data: bytes) -> Any:
    return vobject.readOne(data.decode(), validate=True)


def test_a_second_parser_reads_every_entry() -> None:
    found = entries(2026, "06437")
    read = list(parsed(calendar_bytes(found, 2026, TODAY)).components())
    assert [one.name for one in read] == ["VTODO" if entry.day is None else "VEVENT" for entry in found]
    for one, entry in zip(read, found, strict=True):
        assert (one.summary.value, one.description.value) == (entry.title, description(entry))
        if entry.day is not None:
            assert (one.dtstart.value, one.dtend.value) == (entry.day, entry.day + timedelta(days=1))


def test_uids_are_unique_and_the_same_whenever_it_is_made() -> None:
    first, later = (
        [one.uid.value for one in parsed(calendar_bytes(entries(2026), 2026, day)).components()]
        for day in (TODAY, date(2026, 8, 1))
    )
    assert first == later
    assert len(set(first)) == len(first)
    assert "kv-06437-meldung_8c-2026@termine.rv2xl" in first


def test_lines_are_no_longer_than_allowed_and_end_as_they_must() -> None:
    data = calendar_bytes(entries(2026), 2026, TODAY)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def test_the_command_writes_the_file_and_its_table(tmp_path: Path) -> None:
    out = tmp_path / "Termine.ics"
    answer = rv2xl("calendar", "--year", 2026, "--region", "06437", "--today", "2026-01-02", "--out", out)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(
        "16 Termine und 16 Aufgaben ohne Tag. Auf ein Wochenende oder einen Feiertag in Hessen fallen 5;"
    )
    assert out.read_bytes() == calendar_bytes(entries(2026, "06437"), 2026, TODAY)
    sheet = openpyxl.load_workbook(tmp_path / "Termine.xlsx")["Termine"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[2] for row in rows] == [entry.title for entry in entries(2026, "06437")]
    assert [row[1] for row in rows][:3] == ["Donnerstag", "Sonntag", "Dienstag"]
    again = (out.read_bytes(), (tmp_path / "Termine.xlsx").read_bytes())
    assert rv2xl("calendar", "--year", 2026, "--region", "06437", "--today", "2026-01-02", "--out", out).status == 0
    assert (out.read_bytes(), (tmp_path / "Termine.xlsx").read_bytes()) == again


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("Termine.txt", None, "muss auf „.ics“ enden"),
        ("Termine.ics", b"BEGIN:VCALENDAR\r\nPRODID:-//Anderes//\r\n", "gibt es schon und ist keine Kalenderdatei dieses Programms"),
        ("fehlt/Termine.ics", None, "gibt es nicht"),
    ],
)  # fmt: skip
def test_what_is_not_ours_is_not_replaced(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    out = tmp_path / name
    if content is not None:
        out.write_bytes(content)
    answer = rv2xl("calendar", "--year", 2026, "--out", out)
    assert answer.status == 2
    assert said in " ".join(answer.err.split())
    assert content is None or out.read_bytes() == content
