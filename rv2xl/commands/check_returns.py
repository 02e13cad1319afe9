"""The command `check`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click import argument

from rv2xl.screen.console import print_json, progress, written_into
from rv2xl.screen.options import FORM, checked, reading
from rv2xl.screen.values import FileOrFolder

if TYPE_CHECKING:
    from rv2xl.reports.checked.check_report import CheckReport
    from rv2xl.returns.earlier.earlier_year import EarlierYear


@argument("paths", nargs=-1, required=True, type=FileOrFolder(), help="Dateien oder Ordner.")
@checked
@reading
def check_returns(
    paths: tuple[Path, ...],
    register: Path | None,
    year: int | None,
    previous: Path | None,
    everything: bool,
    values: bool,
    personal: bool,
    out: Path | None,
    annotate: Path | None,
    format: str,
    decisions: Path | None,
    **where: Any,
) -> int:
    """Rückläufe prüfen: jeden Befund mit Blatt, Zelle und Abhilfe nennen und sagen, wer noch fehlt."""
    from rv2xl.forms import newest
    from rv2xl.outgoing.annotated_copies import write_annotated
    from rv2xl.reports.checked.findings_book import require_target, write_findings_book
    from rv2xl.reports.findings import as_json
    from rv2xl.returns.earlier.changes import not_compared
    from rv2xl.returns.earlier.earlier_year import read_earlier_years
    from rv2xl.returns.folder import find_files, require_outside
    from rv2xl.screen.findings import show_check
    from rv2xl.screen.next_step import Call

    files = find_files(paths, where["cache"])
    if annotate is not None:
        require_outside(annotate, paths)
    if out is not None:
        require_target(out, paths, [*files, *filter(None, [register, decisions, previous])])
    years = read_earlier_years(filter(None, [previous]), newest(FORM), year)
    report = _checked(files, paths, register, year, decisions, years, **where)
    written = list(not_compared(report.entries, years))
    if annotate is not None:
        copies = write_annotated(report.entries, annotate)
        written.append(written_into(annotate, copies, "Rückmeldung", "Rückmeldungen"))
    if out is not None:
        write_findings_book(report, out)
        written.append(f"Geschrieben: „{out}“")
    if format == "json":
        print_json(as_json(report.entries, values=values, personal=personal))
    else:
        call = Call(paths, register, year, decisions, previous)
        show_check(report, call, written, everything=everything, values=values, personal=personal)
    return 1 if any(entry.has_errors for entry in report.entries) else 0


def _checked(
    files: list[Path],
    paths: tuple[Path, ...],
    register: Path | None,
    year: int | None,
    decisions: Path | None,
    years: Sequence[EarlierYear],
    today: date | None,
    **where: Any,
) -> CheckReport:
    """Read and check files, and put together what that comes to."""
    from rv2xl.clerk.decisions import read_decisions
    from rv2xl.reports.checked.check_report import CheckReport
    from rv2xl.returns.against import require_deleted
    from rv2xl.returns.batch import check_files
    from rv2xl.returns.earlier.changes import add_changes
    from rv2xl.returns.processes.executors import readers
    from rv2xl.returns.register import load_register
    from rv2xl.screen.password import known_password

    password = known_password(files)
    with readers(len(files), **where) as lent:
        known = load_register(register, year) if register is not None else None
        decided = read_decisions(decisions) if decisions is not None else []
        with progress(len(files), "Rückläufe prüfen") as advance:
            found = check_files(files, known, year, advance, decisions=decided, password=password, **lent)
    add_changes(found, years)
    for entry in found:
        require_deleted(entry, today or date.today())
    return CheckReport(tuple(found), known, year, searched=any(path.is_dir() for path in paths))
