"""The regional summary: a workbook in which every figure can be traced to its return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial as given

from rv2xl.reports import findings_sheet
from rv2xl.reports.regional.caveats import compared_with, hint, partial
from rv2xl.reports.regional.earlier import Comparison
from rv2xl.reports.regional.external.external import WORDS, External
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.large_changes import changes_since
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.profile import profile_sheet
from rv2xl.reports.regional.published import Edition, Internal
from rv2xl.reports.regional.sheets import (
    changes_sheet,
    map_sheet,
    notes_sheet,
    overview_sheet,
    regions_sheet,
    time_series_sheet,
)
from rv2xl.reports.regional.sheets.live_formulas import LiveFormulas
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.subject_sheets import write_subject
from rv2xl.reports.regional.sources import data_sheet, orte_sheet, replies_sheet
from rv2xl.reports.replies import replies_of
from rv2xl.reports.table import TableFile
from rv2xl.reports.workbook.file_links import FileLinks
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.reports.workbook.title_sheet import INTERNAL, Content, TitlePage, for_publication, write_title
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear


@dataclass(frozen=True)
class _Sheet:
    """A sheet of the workbook: its name, what it answers, and what writes it."""

    name: str
    words: str
    write: Callable[[], object]


def report_bytes(
    consolidation: Consolidation,
    table: TableFile | None = None,
    *,
    today: date,
    personal: bool = False,
    earlier: Sequence[EarlierYear] = (),
    edition: Edition = Edition.INTERNAL,
    links: FileLinks | None = None,
) -> bytes:
    """Return the workbook with the Stand `today`, whose „Titel“ names the other sheets. Equal inputs give equal bytes.

    It names the `table` that is written with it, and the `earlier` years that it compares with, the oldest first; what is about a person
    is in it only if `personal` values are asked for; `links` lead to the returned files. The `edition` for publication shows what is
    published of regions and nothing else.
    """
    form, year = consolidation.form, consolidation.year
    external = edition is Edition.EXTERNAL
    named = f" ({edition})" if external else ""
    book = ReportBook(f"Regionalbericht {year} – {form.title}{named}", form.source, made=today)
    found = (
        _published(book, consolidation) if external else _internal(book, consolidation, table, personal, earlier, links)
    )
    sheets = list(found)
    title = TitlePage(
        title=book.title, words=_PUBLISHED_WORDS if external else _WORDS, edition=for_publication(WORDS) if external else INTERNAL,
        form=form, year=year, day=today, register=consolidation.register,
    )  # fmt: skip
    write_title(book, title, [Content(sheet.name, sheet.words) for sheet in sheets])
    for sheet in sheets:
        sheet.write()
    return book.finished(only_title=external)


_WORDS = (
    "Die Meldungen der Leistungserbringer in Hessen, zusammengefasst nach Landkreisen und kreisfreien Städten; jede Zahl lässt sich bis "
    "zur Datei und Zelle zurückverfolgen."
)
_PUBLISHED_WORDS = (
    "Die Meldungen der Leistungserbringer in Hessen, zusammengefasst nach Landkreisen und kreisfreien Städten."
)


def _internal(
    book: ReportBook,
    consolidation: Consolidation,
    table: TableFile | None,
    personal: bool,
    earlier: Sequence[EarlierYear],
    links: FileLinks | None,
) -> Iterator[_Sheet]:
    """Yield the sheets behind the title of the internal edition, in their order."""
    form, year, once = consolidation.form, consolidation.year, once_per_sender(consolidation.form)
    figures, replies = figures_of(consolidation), replies_of(consolidation, [field.id for field in once])
    shown = {file.entry.file: file.shown for file in replies.files}
    orte = orte_sheet.OrteTable(consolidation.versions, figures.orte, shown, personal, links)
    hints = tuple(hint(row, replies) for row in figures.rows)
    regions = regions_sheet.RegionTable(
        consolidation.versions, figures.rows, hints, lambda measure: partial(consolidation, measure.parts)
    )
    listed = replies_sheet.RepliesTable(replies, once)
    report = RegionalBook(book, Internal(consolidation, figures), LiveFormulas(regions, orte))
    comparisons = [Comparison(report.published, one) for one in earlier]
    changes = list(changes_since(comparisons[-1])) if comparisons else None
    yield _Sheet(
        overview_sheet.NAME,
        overview_sheet.WORDS,
        lambda: overview_sheet.Overview(report, regions, listed, changes).write(),
    )
    yield _Sheet(map_sheet.NAME, map_sheet.WORDS, given(map_sheet.write_map, report))
    said = {row.key: text for row, text in zip(figures.rows, hints, strict=True)}
    profile = given(profile_sheet.write_profile, report, figures.orte, said)
    yield _Sheet(profile_sheet.NAME, profile_sheet.WORDS, profile)
    yield _Sheet(regions_sheet.NAME, regions_sheet.WORDS, given(regions_sheet.write_regions, book, regions, orte, year))
    for subject in form.outline.subjects:
        yield _Sheet(subject.name, subject.words, given(write_subject, report, subject))
    if comparisons:
        yield _Sheet(
            changes_sheet.NAME, changes_sheet.WORDS, given(changes_sheet.write_changes, report, comparisons[-1])
        )
    if len(comparisons) > 1:
        write = given(time_series_sheet.write_time_series, report, comparisons)
        yield _Sheet(time_series_sheet.NAME, time_series_sheet.WORDS, write)
    yield _Sheet(orte_sheet.NAME, orte_sheet.WORDS, given(orte_sheet.write_orte, book, orte, year))
    yield _Sheet(replies_sheet.NAME, replies_sheet.WORDS, given(replies_sheet.write_replies, book, listed, year))
    yield _Sheet(
        findings_sheet.NAME, findings_sheet.WORDS, given(findings_sheet.write_findings, book, replies, year, links)
    )
    yield _Sheet(data_sheet.NAME, data_sheet.WORDS, given(data_sheet.write_data, book, consolidation, shown))
    notes = notes_sheet.NotesSheet(report, replies, table, [compared_with(one) for one in earlier])
    yield _Sheet(notes_sheet.NAME, notes_sheet.WORDS, notes.write)


def _published(book: ReportBook, consolidation: Consolidation) -> Iterator[_Sheet]:
    """Yield those of the edition for publication: no formulas, nothing of a single Ort or Leistungserbringer."""
    form, year = consolidation.form, consolidation.year
    figures, replies = figures_of(consolidation), replies_of(consolidation, ())
    report = RegionalBook(book, External(consolidation, figures))
    hints = tuple(row.remark for row in figures.rows)
    regions = regions_sheet.RegionTable(
        consolidation.versions, figures.rows, hints, lambda measure: partial(consolidation, measure.parts)
    )
    listed = replies_sheet.RepliesTable(replies, ())
    yield _Sheet(
        overview_sheet.NAME, overview_sheet.WORDS, lambda: overview_sheet.Overview(report, regions, listed).write()
    )
    yield _Sheet(map_sheet.NAME, map_sheet.WORDS, given(map_sheet.write_map, report))
    write = given(regions_sheet.write_regions, book, regions, report.figure, year, report.published.note)
    yield _Sheet(regions_sheet.NAME, regions_sheet.WORDS, write)
    for subject in form.outline.subjects:
        yield _Sheet(subject.name, subject.words, given(write_subject, report, subject))
    notes = notes_sheet.NotesSheet(report, edition=[WORDS])
    yield _Sheet(notes_sheet.NAME, notes_sheet.WORDS, notes.write)
