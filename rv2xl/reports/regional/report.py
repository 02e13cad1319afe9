"""The regional report: a workbook in which every figure can be traced to its return, and an edition of it for publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial as bound

from rv2xl.reports import findings_sheet
from rv2xl.reports.findings_sheet import write_findings
from rv2xl.reports.regional.caveats import hint, partial
from rv2xl.reports.regional.external.external import WORDS, External
from rv2xl.reports.regional.figures import Figures, RegionRow, figures_of
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.published import Edition, Internal
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
from rv2xl.reports.workbook.title_sheet import INTERNAL, Content, TitlePage, for_publication, write_title
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear


def report_bytes(
    consolidation: Consolidation,
    table: TableFile | None = None,
    *,
    today: date,
    personal: bool = False,
    earlier: Sequence[EarlierYear] = (),
    edition: Edition = Edition.INTERNAL,
) -> bytes:
    """Return the workbook with the Stand `today`, whose „Titel“ names the other sheets. Equal inputs give equal bytes.

    It names the `table` that is written with it, and the `earlier` years that it compares with; what is about a person is in it only if
    `personal` values are asked for. The `edition` for publication shows what is published of regions and nothing else.
    """
    form, year = consolidation.form, consolidation.year
    external = edition is Edition.EXTERNAL
    title = f"Regionalbericht {year} – {form.title}{f' ({edition})' if external else ''}"
    book = ReportBook(title, form.source, made=today)
    sheets = _external(book, consolidation) if external else _internal(book, consolidation, table, personal, earlier)
    write_title(
        book,
        TitlePage(
            title=title, words=_EXTERNAL_WORDS if external else _WORDS, edition=for_publication(WORDS) if external else INTERNAL,
            form=form, year=year, day=today, register=consolidation.register,
        ),
        [content for content, _ in sheets],
    )  # fmt: skip
    for _, write in sheets:
        write()
    return book.finished(only_title=external)


Sheets = list[tuple[Content, Callable[[], None]]]
"""The sheets of an edition in their order: what „Titel“ says of each, and what writes it."""


def _internal(
    book: ReportBook,
    consolidation: Consolidation,
    values: TableFile | None,
    personal: bool,
    earlier: Sequence[EarlierYear],
) -> Sheets:
    form, year = consolidation.form, consolidation.year
    once = once_per_sender(form)
    figures = figures_of(consolidation)
    replies = replies_of(consolidation, [field.id for field in once])
    shown = {file.entry.file: file.shown for file in replies.files}
    orte = OrteTable(consolidation.versions, figures.orte, shown, personal)
    regions = _region_table(consolidation, figures, lambda row: hint(row, replies))
    listed = RepliesTable(replies, once)
    report = RegionalBook(book, Internal(consolidation, figures), LiveFormulas(regions, orte))
    return [
        (_OVERVIEW, lambda: Overview(book, consolidation, figures, orte, regions, listed, values, earlier).write()),
        (_MAP, lambda: write_map(report)),
        (_REGIONS, lambda: write_regions(book, regions, orte, year)),
        *_subjects(report),
        (_ORTE, lambda: write_orte(book, orte, year)),
        (_REPLIES, lambda: write_replies(book, listed, year)),
        (_FINDINGS, lambda: write_findings(book, replies, year)),
    ]


def _external(book: ReportBook, consolidation: Consolidation) -> Sheets:
    figures = figures_of(consolidation)
    report = RegionalBook(book, External(consolidation, figures))
    regions = _region_table(consolidation, figures, lambda row: row.remark)
    return [
        (_MAP, lambda: write_map(report)),
        (_REGIONS, lambda: write_regions(book, regions, report.figure, consolidation.year, report.published.note)),
        *_subjects(report),
    ]


def _region_table(consolidation: Consolidation, figures: Figures, hint_of: Callable[[RegionRow], str]) -> RegionTable:
    hints = tuple(map(hint_of, figures.rows))
    return RegionTable(consolidation.versions, figures.rows, hints, lambda one: partial(consolidation, one.parts))


def _subjects(report: RegionalBook) -> Sheets:
    subjects = report.published.outline.subjects
    return [(Content(one.name, one.words), bound(write_subject, report, one)) for one in subjects]


_WORDS = (
    "Die Meldungen der Leistungserbringer in Hessen, zusammengefasst nach Landkreisen und kreisfreien Städten; jede Zahl lässt sich bis "
    "zur Datei und Zelle zurückverfolgen."
)
_EXTERNAL_WORDS = (
    "Die Meldungen der Leistungserbringer in Hessen, zusammengefasst nach Landkreisen und kreisfreien Städten."
)

_OVERVIEW = Content(overview_sheet.NAME, "Was ist zurückgekommen, was ergibt es für Hessen und die Regierungsbezirke?")
_MAP = Content(map_sheet.NAME, map_sheet.WORDS)
_REGIONS = Content(regions_sheet.NAME, "Was ist in jedem Landkreis und jeder kreisfreien Stadt gemeldet?")
_ORTE = Content(orte_sheet.NAME, "Was hat jeder einzelne Ort gemeldet, in welcher Datei, auf welchem Blatt?")
_REPLIES = Content(replies_sheet.NAME, "Wer hat berichtet, wer fehlt noch?")
_FINDINGS = Content(findings_sheet.NAME, "Was ist an den Dateien aufgefallen, wo, und was ist zu tun?")
