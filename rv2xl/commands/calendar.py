"""The command `calendar`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click import option

from rv2xl.screen.console import say
from rv2xl.screen.options import FILE, year_option
from rv2xl.screen.options import today as today_option


@year_option("Kalenderjahr der Termine.", required=True)
@option(
    "--region",
    metavar="SCHLÜSSEL",
    help="Nur die Kooperationsvereinbarung mit diesem Kreis (fünf Ziffern); sonst alle.",
)
@option(
    "--out", type=FILE, required=True, help="Die Kalenderdatei (.ics); die Termine als Tabelle stehen daneben (.xlsx)."
)
@today_option
def calendar(year: int, region: str | None, out: Path, today: date | None) -> None:
    """Alle Fristen und Termine eines Jahres als Kalenderdatei und als Tabelle schreiben."""
    from rv2xl.cooperation.days import entries
    from rv2xl.reports.calendar_files import write_calendar

    found = entries(year, region)
    written = write_calendar(found, year, out, today or date.today())
    days, hints = sum(entry.day is not None for entry in found), sum(bool(entry.hint) for entry in found)
    tasks = len(found) - days
    say(
        f"{days} Termine und {tasks} Aufgaben ohne Tag. Auf ein Wochenende oder einen Feiertag in Hessen fallen {hints}; die Tabelle "
        "nennt sie."
    )
    say("Geschrieben: " + ", ".join(f"„{path}“" for path in written))
