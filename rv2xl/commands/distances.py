"""The command `distances`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click import argument, option

from rv2xl.screen.console import say, table
from rv2xl.screen.options import FILE
from rv2xl.screen.options import today as today_option


@argument("file", type=FILE, help="Bogen „Ermittlung der Entfernungskilometer“ (.xlsx).")
@option(
    "--table", "table_file", type=FILE, help="Tabelle mit den Spalten von, nach und km (.csv, .xlsx, .xls oder .ods)."
)
@option("--osrm", metavar="ADRESSE", help="Adresse eines eigenen Routenplaners (das Programm OSRM).")
@option(
    "--places",
    type=FILE,
    help="Zu --osrm: Tabelle, wo die Orte liegen, mit den Spalten ort, breite und laenge (in Grad).",
)
@option(
    "--yes",
    "agreed",
    is_flag=True,
    help="Zu --osrm: Die Koordinaten dürfen an einen Routenplaner auf einem anderen Rechner gehen.",
)
@option("--out", type=FILE, help="Die ergänzte Fassung; sonst NAME_Entfernungen.xlsx daneben.")
@today_option
def distances(
    file: Path,
    table_file: Path | None,
    osrm: str | None,
    places: Path | None,
    agreed: bool,
    out: Path | None,
    today: date | None,
) -> None:
    """Leere Entfernungen eines Bogens eintragen: aus einer Tabelle oder aus einem eigenen Routenplaner."""
    from rv2xl.distances.fill import fill_distances, ways_of
    from rv2xl.reports.distances import show_distances
    from rv2xl.reports.results import require_targets

    target = out or file.with_name(f"{file.stem}_Entfernungen.xlsx")
    require_targets(target, None, [path for path in (file, table_file, places) if path is not None])
    sources = ways_of(table_file, osrm, places, agreed=agreed, say=say)
    found = fill_distances(file, target, sources, today or date.today())
    show_distances(found, show=table, say=say)
    say(f"Geschrieben: „{target}“")
