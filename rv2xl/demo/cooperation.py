"""What LWV Hessen and the Kreise tell each other: the invented Meldungen checked, marked and put together, and the calendar of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rv2xl import forms
from rv2xl.cooperation.days import entries
from rv2xl.demo import Demo
from rv2xl.demo.answers import day_of_answers
from rv2xl.demo.meldungen import FORMS
from rv2xl.outgoing.annotated_copies import write_annotated
from rv2xl.recht.agreements import agreements
from rv2xl.reports.calendar_files import write_calendar
from rv2xl.reports.overview.overview_files import overview_file_name, sources_of, write_overview
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.results import consolidate_files, report_file_name, write_results
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.folder import find_files
from rv2xl.returns.register import Register


def put_meldungen_together(made: Demo, register: Register) -> Consolidation:
    """Read the Meldungen. What names people is checked like the others and stands in no report."""
    _, *reported = FORMS
    files = find_files([made.meldungen[0].parent])
    return consolidate_files(forms.newest(reported[0]), files, register, made.year)


def write_overviews(
    result: Consolidation, told: Consolidation, folder: Path, earlier: Sequence[EarlierYear]
) -> Iterator[str]:
    """Write into a folder the overview of each Kreis with an agreement, of the Dokumentation and the Meldungen; yield what to open."""
    for key, agreement in agreements().items():
        out = folder / overview_file_name(key, result.year)
        sources = sources_of(result, told.files, key, Edition.EXTERNAL, earlier)
        book, page = write_overview(sources, out, out.with_suffix(".html"), day_of_answers(result))
        yield f"  {book}   die Regionalübersicht für: {agreement.kreis.name} (Nr. 9 der Vereinbarung)"
        yield f"  {page}   dieselbe als Seite für den Browser"


def write_cooperation(result: Consolidation, folder: Path, copies: Path) -> Iterator[str]:
    """Write what comes of the Meldungen, and the calendar, into a folder, marked copies into another one; yield lines that say what to
    open."""
    year, today = result.year, day_of_answers(result)
    report, calendar = folder / report_file_name(result.form, year), folder / f"Kalender_{year}.ics"
    write_results(result, report, None, today=today)
    yield f"  {report}   was LWV Hessen und Kreis einander an Zahlen melden (Nr. 8 c und 8 d)"
    for copy in write_annotated(result.files, copies):
        yield f"  {copy}   eine Meldung 8 b, wie sie zurückgeht; nur in ihr stehen die Namen"
    _, table = write_calendar(entries(year, None), year, calendar, today)
    yield f"  {calendar}   alle Fristen und Termine {year} für den Kalender"
    yield f"  {table}   dieselben als Tabelle"
