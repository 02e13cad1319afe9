"""The report of one Kreis: its figures beside those of its Regierungsbezirk and of Hessen, its Orte, its findings; nothing of others.

All is values: what the figures of Bezirk and Hessen are made of is not in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.indicator import Indicator
from rv2xl.model.finding import Finding
from rv2xl.model.foreign_text import shown_name
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import Region, known_regions, regions
from rv2xl.reports import findings_sheet
from rv2xl.reports.regional.caveats import hint
from rv2xl.reports.regional.figures import STATE_KEY, RegionRow
from rv2xl.reports.regional.profile import profile_sheet
from rv2xl.reports.regional.published import Edition, Published, Shown
from rv2xl.reports.regional.sheets.regional_book import RegionalBook
from rv2xl.reports.regional.sheets.subject_sheets import write_subject
from rv2xl.reports.regional.sources import orte_sheet
from rv2xl.reports.replies import File, Replies, replies_of
from rv2xl.reports.workbook import title_sheet
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import Consolidation, orte_of

_NEAR = 3

_FINDINGS = (
    "Die Befunde auf den Blättern der Orte dieses Kreises. Nicht dabei sind Befunde zu einer Datei als ganzer und solche, die Orte "
    "oder Leistungserbringer anderer Kreise nennen: Die stehen im ganzen Regionalbericht."
)


def require_region(year: int, key: str) -> Region:
    """Return the Kreis with a key. Raises Abbruch for a key that the year does not know, with those that may be meant."""
    of_year = {region.schluessel: region for region in regions(year_end(year))}
    if key in of_year:
        return of_year[key]
    other = next((region for region in known_regions() if region.schluessel == key), None)
    if other is not None and other.gueltig_von is not None and other.gueltig_von > year_end(year):
        raise Abbruch(f"{key} {other.display_name} gibt es erst ab {other.gueltig_von.year}, nicht {year}.")
    if other is not None and other.gueltig_bis is not None:
        raise Abbruch(f"{key} {other.display_name} gibt es nur bis {other.gueltig_bis.year}, nicht {year}.")
    near = (f"{found} {of_year[found].display_name}" for found in get_close_matches(key, of_year, _NEAR, 0.8))
    said = ", ".join(near) or "alle stehen auf dem Blatt „Regionen“ des Regionalberichts"
    raise Abbruch(f"Den Kreis „{key}“ gibt es {year} nicht; bitte den fünfstelligen Schlüssel angeben ({said}).")


class OneRegion(Published):
    """What an edition shows of one Kreis, its Regierungsbezirk and Hessen."""

    def __init__(self, whole: Published, key: str) -> None:
        super().__init__(whole.consolidation, whole.figures)
        self.whole, self.key, self.edition, self.note = whole, key, whole.edition, whole.note

    @property
    def rows(self) -> tuple[RegionRow, ...]:
        """The three rows."""
        return tuple(row for row in self.whole.rows if row.key in {STATE_KEY, self.key[:3], self.key})

    def mark(self, row: RegionRow) -> Sign | None:
        """Return the sign behind a region's figures."""
        return self.whole.mark(row)

    def coverage(self, row: RegionRow) -> str:
        """Say how many of the Orte have reported."""
        return self.whole.coverage(row)

    def rounds(self, row: RegionRow, indicator: Indicator) -> bool:
        """Whether a figure was made of rounded counts."""
        return self.whole.rounds(row, indicator)

    def figure(self, row: RegionRow, indicator: Indicator) -> Shown:
        """Return an indicator of a region."""
        return self.whole.figure(row, indicator)

    def sum(self, row: RegionRow, parts: tuple[str, ...]) -> Shown:
        """Return the sum of figures of a region that has reported."""
        return self.whole.sum(row, parts)

    def _ratio(self, row: RegionRow, indicator: Indicator) -> Shown:
        return self.whole.figure(row, indicator)


def region_bytes(
    whole: Published,
    key: str,
    *,
    today: date,
    edition: title_sheet.EditionNote = title_sheet.INTERNAL,
    personal: bool = False,
) -> bytes:
    """Return the workbook of one Kreis with the Stand `today`; Orte and findings are in that of the internal edition only."""
    consolidation, published = whole.consolidation, OneRegion(whole, key)
    form, year, row = consolidation.form, consolidation.year, published.row(key)
    name = f"{key} {row.name}"
    book = ReportBook(f"{profile_sheet.NAME} {year} {name}", form.source, made=today)
    report = RegionalBook(book, published)
    replies = replies_of(consolidation, [])
    is_internal = published.edition is Edition.INTERNAL
    contents = [(profile_sheet.NAME, profile_sheet.WORDS), *((one.name, one.words) for one in form.outline.subjects)]
    if is_internal:
        contents += [(sheet.NAME, sheet.WORDS) for sheet in (orte_sheet, findings_sheet)]
    title = title_sheet.TitlePage(
        title=book.title, words=f"Die Meldungen aus dem Kreis {name}, daneben Regierungsbezirk und Hessen.", edition=edition,
        form=form, year=year, day=today, register=consolidation.register,
    )  # fmt: skip
    title_sheet.write_title(book, title, [title_sheet.Content(*one) for one in contents])
    orte = tuple(ort for ort in whole.figures.orte if ort.place.key == key) if is_internal else ()
    profile_sheet.write_profile(report, orte, {key: hint(row, replies)} if is_internal else None)
    for subject in form.outline.subjects:
        write_subject(report, subject)
    if is_internal:
        shown = {file.entry.file: file.shown for file in replies.files}
        orte_sheet.write_orte(
            book, orte_sheet.OrteTable(consolidation.versions, orte, shown, personal, alone=True), year
        )
        files = list(_files(consolidation, replies, key))
        findings_sheet.write_findings_of(
            book, files, f"{findings_sheet.NAME} {year}", _FINDINGS, lambda file, found: None
        )
    return book.finished(only_title=not is_internal)


def _files(consolidation: Consolidation, replies: Replies, key: str) -> Iterator[File]:
    """Yield the files with Orte in a Kreis, each with the findings on those sheets that name nobody of another Kreis."""
    foreign = _foreign_names(consolidation, key)
    for file in replies.files:
        lines = list(orte_of(file.entry, consolidation.register)) if file.entry in consolidation.own else []
        sheets = {line.blatt for line in lines if line.kreis == key}
        if sheets:
            names = foreign | ({line.blatt for line in lines} - sheets)
            found = [one for one in file.entry.findings if _is_about(one, sheets) and not _names(one, names)]
            yield replace(file, entry=replace(file.entry, findings=found))


def _is_about(found: Finding, sheets: set[str]) -> bool:
    return found.sheet is not None and shown_name(found.sheet) in sheets


def _names(found: Finding, names: set[str]) -> bool:
    said = " ".join(filter(None, (found.message, found.remedy, found.value, found.expected)))
    return any(name in said for name in names)


def _foreign_names(consolidation: Consolidation, key: str) -> set[str]:
    """Return the names of Orte and Leistungserbringer that are in other Kreise only."""
    register, columns = consolidation.register, consolidation.register.roles.orte
    own, others = (
        [line for line in register.orte if (line.get(columns.kreis) == key) is here] for here in (True, False)
    )
    here = {str(line.get(columns.traeger)) for line in own}
    orte = {str(line[columns.name]) for line in others if line.get(columns.name)} - {
        str(line.get(columns.name)) for line in own
    }
    return orte | {name for number in register.traeger if number not in here and (name := register.name_of(number))}
