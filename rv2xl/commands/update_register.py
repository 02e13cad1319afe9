"""The command `update-register`."""

from __future__ import annotations

from pathlib import Path

from click import argument, option

from rv2xl.screen.console import say, table
from rv2xl.screen.options import FILE, register_option


@argument(
    "corrections", metavar="LISTE", type=FILE, help="Von „respond“ geschriebene Liste der Berichtigungen (.xlsx)."
)
@register_option(required=True)
@option("--out", type=FILE, required=True, help="Die neuen Stammdaten (.xlsx).")
def update_register(corrections: Path, register: Path, out: Path) -> None:
    """Berichtigungen, bei denen „ja“ gewählt ist, in neue Stammdaten übernehmen und sagen, was sich ändert."""
    from rv2xl.corrections.report import show_update
    from rv2xl.corrections.update import update_register as updated
    from rv2xl.reports.results import require_targets

    require_targets(out, None, [corrections, register])
    show_update(updated(corrections, register, out), show=table, say=say)
    say(f"Geschrieben: „{out}“")
