"""The command `report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from click import argument, option

from rv2xl.commands.consolidate import collected
from rv2xl.screen.console import say
from rv2xl.screen.options import FILE, FOLDER, FORM, earlier_years, reading, register_option, year_option
from rv2xl.screen.options import today as today_option


@argument(
    "region",
    metavar="SCHLÜSSEL",
    help="Schlüssel des Kreises (fünf Ziffern), mit dem eine Kooperationsvereinbarung besteht.",
)
@argument(
    "folders", metavar="ORDNER", nargs=-1, type=FOLDER,
    help="Ordner mit den Rückläufen der Dokumentation aus ganz Hessen und den Meldungen; ohne Ordner stehen keine Zahlen darin.",
)  # fmt: skip
@year_option("Berichtsjahr der Dokumentation.", required=True)
@option("--out", type=FILE, required=True, help="Die Regionalübersicht (.xlsx).")
@option("--html", type=FILE, help="Dieselbe Übersicht als Seite für den Browser (.html).")
@option(
    "--internal",
    is_flag=True,
    help="Die interne Ausgabe mit genauen Zahlen; ohne Angabe die Ausgabe zur Veröffentlichung.",
)
@register_option()
@earlier_years
@today_option
@reading
def report(
    region: str,
    folders: tuple[Path, ...],
    year: int,
    out: Path,
    html: Path | None,
    internal: bool,
    register: Path | None,
    previous: tuple[Path, ...],
    today: date | None,
    **where: Any,
) -> None:
    """Die Regionalübersicht eines Kreises schreiben: Zahlen, Zeitreihe, Meldungen 8 c und 8 d, Gremien und Aufgaben (Nr. 9)."""
    from rv2xl.clerk.decisions import read_decisions
    from rv2xl.reports.checked.sentences import closing_sentences
    from rv2xl.reports.overview.overview import Sources, agreement_with
    from rv2xl.reports.overview.overview_files import read_earlier, require_returns, sources_of, write_overview
    from rv2xl.reports.regional.published import Edition
    from rv2xl.reports.results import require_targets
    from rv2xl.returns.folder import find_files
    from rv2xl.returns.state import state_of

    edition = Edition.INTERNAL if internal else Edition.EXTERNAL
    agreement = agreement_with(region, year)
    require_returns(folders, register, previous)
    files = find_files(folders, where["cache"]) if folders else []
    require_targets(out, None, [*files, *previous, *filter(None, [register, where["decisions"]])], html)
    sources = Sources(agreement=agreement, year=year, edition=edition)
    if register is not None:
        earlier = read_earlier(previous, year)
        result = collected(files, register, year, FORM, **where)
        decided = read_decisions(where["decisions"]) if where["decisions"] is not None else []
        sources = sources_of(result, result.files, region, edition, earlier, decided)
        for sentence in closing_sentences(result.own, [state_of(entry, result.form) for entry in result.files], year):
            say(sentence)
    else:
        say("Ohne Rückläufe: Die Übersicht enthält keine Zahlen, nur Gremien und Aufgaben.")
    written = write_overview(sources, out, html, today or date.today())
    say("Geschrieben: " + ", ".join(f"„{path}“" for path in written))
