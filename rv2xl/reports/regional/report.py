"""The regional summary, internal edition: a workbook in which every figure can be traced to its return."""

from __future__ import annotations

from rv2xl.reports.findings_sheet import write_findings
from rv2xl.reports.regional.caveats import hint, partial
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.sheets.live_formulas import LiveFormulas
from rv2xl.reports.regional.sheets.orte_sheet import OrteTable, write_orte
from rv2xl.reports.regional.sheets.overview_sheet import Overview
from rv2xl.reports.regional.sheets.profile_sheet import write_profile
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable, write_regions
from rv2xl.reports.regional.sheets.replies_sheet import RepliesTable, write_replies
from rv2xl.reports.regional.sheets.subject_sheets import write_subject
from rv2xl.reports.replies import replies_of
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.returns.consolidate import Consolidation


def report_bytes(consolidation: Consolidation, table: TableFile | None = None, *, personal: bool = False) -> bytes:
    """Return the workbook: „Überblick“, „Regionen“, „Orte“, „Rücklauf“, „Befunde“. Equal inputs give equal bytes.

    It names the `table` that is written with it; what is about a person is in it only if `personal` values are asked for.
    """
    form, year = consolidation.form, consolidation.year
    once = once_per_sender(form)
    figures = figures_of(consolidation)
    replies = replies_of(consolidation, [field.id for field in once])
    shown = {file.entry.file: file.shown for file in replies.files}
    orte = OrteTable(consolidation.versions, figures.orte, shown, personal)
    hints = tuple(hint(row, replies) for row in figures.rows)
    regions = RegionTable(
        consolidation.versions, figures.rows, hints, lambda measure: partial(consolidation, measure.parts)
    )
    listed = RepliesTable(replies, once)
    book = ReportBook(f"Regionalbericht {year} – {form.title}", form.source)
    Overview(book, consolidation, figures, orte, regions, listed, table).write()
    report = RegionalBook(book, Internal(consolidation, figures), LiveFormulas(regions, orte))
    write_profile(report, figures.orte, {row.key: said for row, said in zip(figures.rows, hints, strict=True)})
    write_regions(book, regions, orte, year)
    for subject in form.outline.subjects:
        write_subject(report, subject)
    write_orte(book, orte, year)
    write_replies(book, listed, year)
    write_findings(book, replies, year)
    return book.finished()
