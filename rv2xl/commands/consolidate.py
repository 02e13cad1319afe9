"""The command `consolidate`, and how the commands that answer returns put them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click import argument, option

from rv2xl.screen.console import progress, say
from rv2xl.screen.options import FILE, FOLDER, FORM, earlier_years, reading, register_option, year_option
from rv2xl.screen.options import today as day_option

if TYPE_CHECKING:
    from rv2xl.returns.consolidate import Consolidation
    from rv2xl.returns.earlier.earlier_year import EarlierYear


@argument("folder", type=FOLDER, help="Ordner mit den Rückläufen.")
@register_option(required=True)
@year_option(required=True)
@option("--out", type=FILE, required=True, help="Der Regionalbericht oder die Übersicht (.xlsx).")
@option("--form", metavar="FORMULAR", default=FORM, help="Welches Formular zusammengeführt wird.")
@option("--html", type=FILE, help="Dieselben Zahlen als Seite für den Browser (.html).")
@option("--data", type=FILE, help="Alle Werte als Tabelle: .csv für Excel, .parquet für andere Programme.")
@option(
    "--external",
    is_flag=True,
    help="Die Ausgabe zur Veröffentlichung: Personenzahlen gerundet, Angaben einzelner Leistungserbringer geheim.",
)
@option(
    "--personal",
    is_flag=True,
    help="Auch Angaben zu Personen, etwa Ansprechpartner, im Bericht und in der Tabelle zu --data.",
)
@option(
    "--region", metavar="SCHLÜSSEL", help="Nur das Profil dieses Kreises, etwa 06437, mit seinen Orten und Befunden."
)
@day_option
@earlier_years
@reading
def consolidate(
    folder: Path,
    register: Path,
    year: int,
    out: Path,
    form: str,
    html: Path | None,
    data: Path | None,
    external: bool,
    personal: bool,
    region: str | None,
    today: date | None,
    previous: tuple[Path, ...],
    **where: Any,
) -> None:
    """Rückläufe eines Ordners zusammenführen: zum Regionalbericht oder zur Übersicht eines Berechnungsbogens."""
    from rv2xl.outgoing.generate import form_to_issue
    from rv2xl.reports.checked.sentences import closing_sentences
    from rv2xl.reports.regional.published import Edition
    from rv2xl.reports.results import require_possible, require_targets, write_results
    from rv2xl.returns.earlier.earlier_year import read_earlier_years
    from rv2xl.returns.folder import find_files
    from rv2xl.returns.state import state_of

    definition, edition = form_to_issue(form), Edition.EXTERNAL if external else Edition.INTERNAL
    require_possible(definition, year, edition=edition, region=region, html=html, data=data, personal=personal)
    files = find_files([folder], where["cache"])
    require_targets(out, data, [*files, *previous, *filter(None, [register, where["decisions"]])], html)
    earlier = read_earlier_years(previous, definition, year)
    result = collected(files, register, year, form, earlier=earlier, **where)
    today = today or date.today()
    written = write_results(
        result, out, data, today=today, personal=personal, earlier=earlier, edition=edition, region=region, html=html
    )
    states = [state_of(entry, result.form) for entry in result.files]
    for sentence in closing_sentences(result.own, states, year):
        say(sentence)
    say("Geschrieben: " + ", ".join(f"„{path}“" for path in written))


def collected(
    files: list[Path],
    register: Path,
    year: int,
    form: str,
    decisions: Path | None,
    earlier: Sequence[EarlierYear] = (),
    **where: Any,
) -> Consolidation:
    """Read the returns of a form and put them together."""
    from rv2xl.clerk.decisions import read_decisions
    from rv2xl.outgoing.generate import form_to_issue
    from rv2xl.reports.results import collect_files
    from rv2xl.returns.processes.executors import readers
    from rv2xl.returns.register import load_register
    from rv2xl.screen.password import known_password

    definition, password = form_to_issue(form), known_password(files)
    with readers(len(files), **where) as lent:
        known = load_register(register, year)
        decided = read_decisions(decisions) if decisions is not None else []
        with progress(len(files), "Rückläufe lesen") as advance:
            return collect_files(
                definition, files, known, year, advance, decisions=decided, earlier=earlier, password=password, **lent
            )
