"""The command `distances`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click import argument, option

from rv2xl.screen.console import say, table
from rv2xl.screen.options import FILE
from rv2xl.screen.values import Day


@argument("file", type=FILE, help="Bogen „Ermittlung der Entfernungskilometer“ (.xlsx).")
@option(
    "--table", "table_file", type=FILE, help="Tabelle mit den Spalten von, nach und km (.csv, .xlsx, .xls oder .ods)."
)
@option("--osrm", metavar="ADRESSE", help="Eigener Routingserver mit OSRM-Schnittstelle.")
@option("--places", type=FILE, help="Tabelle mit den Spalten ort, breite und laenge, für --osrm.")
@option("--out", type=FILE, help="Die ergänzte Fassung; sonst NAME_Entfernungen.xlsx daneben.")
@option("--today", type=Day(), help="Das heutige Datum; die einzige Uhr des Programms.")
def distances(
    file: Path, table_file: Path | None, osrm: str | None, places: Path | None, out: Path | None, today: date | None
) -> None:
    """Leere Entfernungen eines Bogens aus einer Tabelle oder von einem Routingserver eintragen."""
    from rv2xl.distances.fill import fill_distances, ways_of
    from rv2xl.reports.distances import show_distances
    from rv2xl.reports.results import require_targets

    target = out or file.with_name(f"{file.stem}_Entfernungen.xlsx")
    require_targets(target, None, [path for path in (file, table_file, places) if path is not None])
    found = fill_distances(file, target, ways_of(table_file, osrm, places), today or date.today())
    show_distances(found, show=table, say=say)
    say(f"Geschrieben: „{target}“")
