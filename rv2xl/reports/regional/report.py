"""The regional summary, internal edition: a workbook in which every figure can be traced to its return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rv2xl.model.definitions.form import Form
from rv2xl.reports import findings_sheet
from rv2xl.reports.findings_sheet import write_findings
from rv2xl.reports.regional.caveats import hint, partial
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.published import Internal
from rv2xl.reports.regional.sheets import map_sheet, orte_sheet, overview_sheet, regions_sheet, replies_sheet
from rv2xl.reports.regional.sheets.live_formulas import LiveFormulas
from rv2xl.reports.regional.sheets.map_sheet import write_map
from rv2xl.reports.regional.sheets.orte_sheet import OrteTable, write_orte
from rv2xl.reports.regional.sheets.overview_sheet import Overview
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.regions_sheet import RegionTable, write_regions
from rv2xl.reports.regional.sheets.replies_sheet import RepliesTable, write_replies
from rv2xl.reports.regional.sheets.subject_sheets import write_subject
from rv2xl.reports.replies import replies_of
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.reports.workbook.title_sheet import INTERNAL, Content, TitlePage, write_title
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear


def report_bytes(
    consolidation: Consolidation,
    table: TableFile | None = None,
    *,
    today: date,
    personal: bool = False,
    earlier: Sequence[EarlierYear] = (),
) -> bytes:
    """Return the workbook with the Stand `today`, whose „Titel“ names the other sheets. Equal inputs give equal bytes.

    It names the `table` that is written with it, and the `earlier` years that it compares with; what is about a person is in it only if
    `personal` values are asked for.
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
    book = ReportBook(f"Regionalbericht {year} – {form.title}", form.source, made=today)
    write_title(
        book,
        TitlePage(
            title=book.title, words=_WORDS, edition=INTERNAL, form=form, year=year, day=today, register=consolidation.register
        ),
        _contents(form),
    )  # fmt: skip
    Overview(book, consolidation, figures, orte, regions, listed, table, earlier).write()
    report = RegionalBook(book, Internal(consolidation, figures), LiveFormulas(regions, orte))
    write_map(report)
    write_regions(book, regions, orte, year)
    for subject in form.outline.subjects:
        write_subject(report, subject)
    write_orte(book, orte, year)
    write_replies(book, listed, year)
    write_findings(book, replies, year)
    return book.finished()


_WORDS = (
    "Die Meldungen der Leistungserbringer in Hessen, zusammengefasst nach Landkreisen und kreisfreien Städten; jede Zahl lässt sich bis "
    "zur Datei und Zelle zurückverfolgen."
)


def _contents(form: Form) -> list[Content]:
    """Return the sheets behind the title, in their order."""
    return [
        Content(overview_sheet.NAME, "Was ist zurückgekommen, was ergibt es für Hessen und die Regierungsbezirke?"),
        Content(map_sheet.NAME, map_sheet.WORDS),
        Content(regions_sheet.NAME, "Was ist in jedem Landkreis und jeder kreisfreien Stadt gemeldet?"),
        *(Content(subject.name, subject.words) for subject in form.outline.subjects),
        Content(orte_sheet.NAME, "Was hat jeder einzelne Ort gemeldet, in welcher Datei, auf welchem Blatt?"),
        Content(replies_sheet.NAME, "Wer hat berichtet, wer fehlt noch?"),
        Content(findings_sheet.NAME, "Was ist an den Dateien aufgefallen, wo, und was ist zu tun?"),
    ]
