"""What goes back on the invented returns: marked copies, drafts, who is to be reminded, and the list of findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from rv2xl.letters.chase_book import file_of
from rv2xl.letters.remind import remind
from rv2xl.letters.rendering import Templates
from rv2xl.letters.respond import respond
from rv2xl.model.wording import german
from rv2xl.outgoing.annotated_copies import write_annotated
from rv2xl.reports.checked.check_report import CheckReport
from rv2xl.reports.checked.findings_book import write_findings_book
from rv2xl.returns.consolidate import Consolidation

FINDINGS = "Befunde.xlsx"


def answer_returns(result: Consolidation, returned: Path, out: Path) -> Iterator[str]:
    """Write all that goes back into a folder; yield lines that say what to open.

    The answers are of a fortnight after the Frist of the Dokumentation, so that somebody is late; nobody is reminded of them before
    another fortnight has passed.
    """
    templates, answered_on = Templates(), day_of_answers(result)
    reminded_on = answered_on + timedelta(days=14)
    copies = write_annotated(result.files, out)
    respond(result, returned, out, templates, answered_on)
    remind(result, returned, out, templates, reminded_on)
    write_findings_book(CheckReport(result.files, result.register, result.year, searched=True), out / FINDINGS)
    answered = next((copy for copy in copies if copy.with_suffix(".eml").exists()), None)
    if answered is not None:
        yield f"  {answered}   ein Rücklauf, wie er zurückgeht: Stellen markiert, Liste vorn"
        yield f"  {answered.with_suffix('.eml')}   der Entwurf dazu, vom {german(answered_on)}"
    yield f"  {out / file_of(result.form, result.year)}   wer am {german(reminded_on)} noch zu erinnern ist"
    yield f"  {out / FINDINGS}   alle Befunde, mit Verweisen in die Dateien"


def day_of_answers(result: Consolidation) -> date:
    """Return the day of which the demo's answers and reports are: a fortnight after the Frist."""
    return _frist(result) + timedelta(days=14)


def _frist(result: Consolidation) -> date:
    """Return the law's day of the form."""
    ref = result.form.roles.deadline
    assert ref is not None
    given = result.form.sections[ref.sheet or ""].fields[ref.field].given
    day = given(result.year) if given is not None else None
    assert isinstance(day, date)
    return day
