"""Writes the days of a year as an iCalendar file (RFC 5545), which every calendar program takes in.

Importing it again updates what is there: an entry keeps its UID, made of what it is and the year. Undated tasks are VTODOs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rv2xl.cooperation.days import Entry

if TYPE_CHECKING:
    from icalendar import Component

_PRODUCT = "-//rv2xl//Termine Rahmenvertrag 2//DE"
_DOMAIN = "termine.rv2xl"
BEGINNING = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{_PRODUCT}".encode()
"""What every such file begins with."""


def calendar_bytes(found: Sequence[Entry], year: int, today: date) -> bytes:
    """Return the file; `today` stands in every entry as the day on which it was made. Equal inputs give equal bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Rahmenvertrag 2 und Kooperation {year}")
    for entry in found:
        calendar.add_component(_component(entry, year, today))
    return bytes(calendar.to_ical())


def _component(entry: Entry, year: int, today: date) -> Component:
    from icalendar import Event, Todo

    made = datetime.combine(today, time(), UTC)
    if entry.day is None:
        component: Event | Todo = Todo()
        component.add("status", "NEEDS-ACTION")
    else:
        component = Event()
        component.add("dtstart", entry.day)
        component.add("dtend", entry.day + timedelta(days=1))
        component.add("transp", "TRANSPARENT")
    component.add("uid", f"{entry.id}-{year}@{_DOMAIN}")
    component.add("dtstamp", made)
    component.add("summary", entry.title, parameters={"language": "de"})
    component.add("description", description(entry), parameters={"language": "de"})
    component.add("categories", ["Rahmenvertrag 2" if entry.id.startswith("rv2") else "Kooperation"])
    return component


def description(entry: Entry) -> str:
    """Return what an entry says below its title."""
    return "\n".join(part for part in (entry.words, entry.hint, f"Fundstelle: {entry.source}") if part)
