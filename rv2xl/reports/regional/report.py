"""The regional summary: a workbook in which every figure can be traced to its return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial as given

from rv2xl.reports import findings_sheet
from rv2xl.reports.regional.caveats import compared_with, hint, partial
from rv2xl.reports.regional.earlier import Comparison
from rv2xl.reports.regional.external.external import WORDS, external_edition
from rv2xl.reports.regional.figures import Figures, figures_of
from rv2xl.reports.regional.large_changes import changes_since
from rv2xl.reports.regional.ort_columns import once_per_sender
from rv2xl.reports.regional.profile import profile_sheet
from rv2xl.reports.regional.published import ABOUT, Edition, Internal
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
    internal = _Internal(book, consolidation, table, personal, earlier, links)
    found = _published(book, consolidation) if external else internal.sheets()
    sheets = list(found)
    title = TitlePage(
        title=book.title, words=_PUBLISHED_WORDS if external else _WORDS, edition=for_publication(WORDS) if external else INTERNAL,
        form=form, year=year, day=today, register=consolidation.register,
    )  # fmt: skip
    write_title(book, title, [Content(sheet.name, sheet.words) for sheet in sheets])
    for sheet in sheets:
        sheet.write()
    return book.finished(only_title=external)


_WORDS = f"{ABOUT}; jede Zahl lässt sich bis zur Datei und Zelle zurückverfolgen."
_PUBLISHED_WORDS = f"{ABOUT}."


@dataclass(frozen=True, eq=False)
class _Internal:
    """The internal edition; `links` lead to the returned files."""

    book: ReportBook
    consolidation: Consolidation
    table: TableFile | None
    personal: bool
    earlier: Sequence[EarlierYear]
    links: FileLinks | None

    def sheets(self) -> Iterator[_Sheet]:
        """Yield the sheets behind the title, in their order."""
        consolidation, once = self.consolidation, once_per_sender(self.consolidation.form)
        figures, replies = figures_of(consolidation), replies_of(consolidation, [field.id for field in once])
        shown = {file.entry.file: file.shown for file in replies.files}
        orte = orte_sheet.OrteTable(consolidation.versions, figures.orte, shown, self.personal, self.links)
        hints = tuple(hint(row, replies) for row in figures.rows)
        regions = _region_table(consolidation, figures, hints)
        listed = replies_sheet.RepliesTable(replies, once)
        report = RegionalBook(self.book, Internal(consolidation, figures), LiveFormulas(regions, orte))
        yield from self._of_regions(report, regions, listed, orte)
        yield from self._sources(report, listed, orte, shown)

    def _of_regions(
        self,
        report: RegionalBook,
        regions: regions_sheet.RegionTable,
        listed: replies_sheet.RepliesTable,
        orte: orte_sheet.OrteTable,
    ) -> Iterator[_Sheet]:
        year, figures = self.consolidation.year, report.published.figures
        comparisons = [Comparison(report.published, one) for one in self.earlier]
        changes = list(changes_since(comparisons[-1])) if comparisons else None
        overview = lambda: overview_sheet.Overview(report, regions, listed, changes).write()  # noqa: E731
        yield _Sheet(overview_sheet.NAME, overview_sheet.WORDS, overview)
        yield _Sheet(map_sheet.NAME, map_sheet.WORDS, given(map_sheet.write_map, report))
        said = {row.key: text for row, text in zip(figures.rows, regions.hints, strict=True)}
        profile = given(profile_sheet.write_profile, report, figures.orte, said)
        yield _Sheet(profile_sheet.NAME, profile_sheet.WORDS, profile)
        write = given(regions_sheet.write_regions, self.book, regions, orte, year)
        yield _Sheet(regions_sheet.NAME, regions_sheet.WORDS, write)
        yield from _subjects(report)
        if comparisons:
            compare = given(changes_sheet.write_changes, report, comparisons[-1])
            yield _Sheet(changes_sheet.NAME, changes_sheet.WORDS, compare)
        if len(comparisons) > 1:
            series = given(time_series_sheet.write_time_series, report, comparisons)
            yield _Sheet(time_series_sheet.NAME, time_series_sheet.WORDS, series)

    def _sources(
        self,
        report: RegionalBook,
        listed: replies_sheet.RepliesTable,
        orte: orte_sheet.OrteTable,
        shown: Mapping[str, str],
    ) -> Iterator[_Sheet]:
        """Yield what the figures rest on."""
        book, year, replies = self.book, self.consolidation.year, listed.replies
        yield _Sheet(orte_sheet.NAME, orte_sheet.WORDS, given(orte_sheet.write_orte, book, orte, year))
        yield _Sheet(replies_sheet.NAME, replies_sheet.WORDS, given(replies_sheet.write_replies, book, listed, year))
        findings = given(findings_sheet.write_findings, book, replies, year, self.links)
        yield _Sheet(findings_sheet.NAME, findings_sheet.WORDS, findings)
        data = given(data_sheet.write_data, book, self.consolidation, shown)
        yield _Sheet(data_sheet.NAME, data_sheet.WORDS, data)
        notes = notes_sheet.NotesSheet(report, replies, self.table, [compared_with(one) for one in self.earlier])
        yield _Sheet(notes_sheet.NAME, notes_sheet.WORDS, notes.write)


def _subjects(report: RegionalBook) -> Iterator[_Sheet]:
    for subject in report.published.outline.subjects:
        yield _Sheet(subject.name, subject.words, given(write_subject, report, subject))


def _region_table(consolidation: Consolidation, figures: Figures, hints: tuple[str, ...]) -> regions_sheet.RegionTable:
    return regions_sheet.RegionTable(
        consolidation.versions, figures.rows, hints, lambda measure: partial(consolidation, measure.parts)
    )


def _published(book: ReportBook, consolidation: Consolidation) -> Iterator[_Sheet]:
    """Yield those of the edition for publication: no formulas, nothing of a single Ort or Leistungserbringer."""
    year = consolidation.year
    edition, replies = external_edition(consolidation), replies_of(consolidation, ())
    report, figures = RegionalBook(book, edition), edition.figures
    hints = tuple(row.remark for row in figures.rows)
    regions = _region_table(consolidation, figures, hints)
    listed = replies_sheet.RepliesTable(replies, ())
    yield _Sheet(
        overview_sheet.NAME, overview_sheet.WORDS, lambda: overview_sheet.Overview(report, regions, listed).write()
    )
    yield _Sheet(map_sheet.NAME, map_sheet.WORDS, given(map_sheet.write_map, report))
    profile = given(profile_sheet.write_profile, report, (), None)
    yield _Sheet(profile_sheet.NAME, profile_sheet.WORDS, profile)
    write = given(regions_sheet.write_regions, book, regions, report.figure, year, report.published.note)
    yield _Sheet(regions_sheet.NAME, regions_sheet.WORDS, write)
    yield from _subjects(report)
    notes = notes_sheet.NotesSheet(report, edition=[WORDS])
    yield _Sheet(notes_sheet.NAME, notes_sheet.WORDS, notes.write)
