"""Writes the results of a consolidation: the regional workbook, the tidy table and its data dictionary."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from datetime import date
from hashlib import file_digest
from io import BufferedRandom
from os.path import realpath
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.files import content_of, require_regular, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.outline import Outline
from rv2xl.model.password import Password
from rv2xl.outgoing.issuing import issue_blank, require_year
from rv2xl.reports.calculations.summary_book import summary_bytes
from rv2xl.reports.dictionary import dictionary, markdown
from rv2xl.reports.kreise.kreis_book import kreis_bytes
from rv2xl.reports.page.report_page import page_bytes, require_own_page
from rv2xl.reports.regional.external.external import WORDS, external_edition
from rv2xl.reports.regional.figures import figures_of
from rv2xl.reports.regional.profile.one_region import region_bytes, require_region
from rv2xl.reports.regional.published import Edition, Internal
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.table import WRITERS, TableFile, is_such_table
from rv2xl.reports.workbook.file_links import FileLinks
from rv2xl.reports.workbook.replaced import not_ours, require_own_kind, title_of
from rv2xl.reports.workbook.title_sheet import for_publication
from rv2xl.returns.batch import check_files
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.decisions import Decision
from rv2xl.returns.earlier.changes import add_changes
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.register import Register


def require_targets(out: Path, data: Path | None, inputs: Sequence[Path], html: Path | None = None) -> None:
    """Raise Abbruch for a target that is an input, is no file of the right kind, or whose folder is not there."""
    targets: list[tuple[Path, Collection[str]]] = [(out, (".xlsx",))]
    if data is not None:
        targets += [(data, WRITERS), (data.with_suffix(".md"), (".md",))]
    if html is not None:
        targets.append((html, (".html",)))
    sources = {realpath(path) for path in inputs}
    for path, suffixes in targets:
        if path.suffix.lower() not in suffixes:
            raise Abbruch(f"Der Name „{path}“ muss auf {' oder '.join(f'„{suffix}“' for suffix in suffixes)} enden.")
        if realpath(path) in sources:
            raise Abbruch(
                f"„{path}“ ist eine der Eingaben und wird nicht überschrieben; bitte einen anderen Namen wählen."
            )
        if path.is_dir():
            raise Abbruch(f"„{path}“ ist ein Ordner; gebraucht wird der Name einer Datei.")
        require_regular(path)
        if not path.parent.is_dir():
            raise Abbruch(f"Den Ordner „{path.parent}“ gibt es nicht.")


def require_page(form: Form, region: str | None) -> None:
    """Raise Abbruch if no page is made: of another form, or of one Kreis."""
    if not is_regional(form) or region is not None:
        what = f"Von „{form.title}“" if not is_regional(form) else "Von einem einzelnen Kreis"
        raise Abbruch(f"{what} gibt es keine Seite für den Browser; bitte --html weglassen.")


def require_region_report(form: Form, year: int, key: str, data: Path | None) -> None:
    """Raise Abbruch if there is no report of one Kreis: for another form, a key that the year does not know, or with a table of all."""
    if not is_regional(form):
        raise Abbruch(
            f"Für „{form.title}“ gibt es keinen Bericht über einen einzelnen Kreis; bitte --region weglassen."
        )
    if data is not None:
        raise Abbruch("Die Tabelle zu --data enthält alle Kreise; bitte --data oder --region weglassen.")
    require_region(year, key)


def _require_own_tables(data: Path, table: BinaryIO, dictionary: bytes) -> None:
    """Raise Abbruch if in the place of the table or of its dictionary something stands that is none."""
    beside = data.with_suffix(".md")
    if beside.exists() and content_of(beside).partition(b"\n")[0] != dictionary.partition(b"\n")[0]:
        raise not_ours(beside, "kein Verzeichnis der Felder dieses Formulars")
    if data.exists() and not is_such_table(data, table):
        raise not_ours(data, "keine Tabelle der Werte")


def consolidate_files(
    form: Form,
    files: Sequence[Path],
    register: Register,
    year: int,
    advance: Callable[[], None] | None = None,
    **how: Any,
) -> Consolidation:
    """Read and put together the files for a report, as `collect_files` does. Raises Abbruch as `require_consolidation`."""
    require_consolidation(form, year)
    return collect_files(form, files, register, year, advance, **how)


def collect_files(
    form: Form,
    files: Sequence[Path],
    register: Register,
    year: int,
    advance: Callable[[], None] | None = None,
    *,
    executor: Executor | None = None,
    cache: Cache | None = None,
    shared_disk: bool = True,
    decisions: Sequence[Decision] = (),
    password: Password | None = None,
    earlier: Sequence[EarlierYear] = (),
) -> Consolidation:
    """Read and check the files, hold them against `earlier` years, and put them together.

    Raises Abbruch for a form that nobody returns, and for a year it does not cover.
    """
    if form.sender is None:
        raise Abbruch(f"„{form.title}“ sendet niemand zurück; „rv2xl forms“ nennt die Formulare.")
    require_year(form, year)
    checked = check_files(
        files, register, year, advance, executor=executor, cache=cache, shared_disk=shared_disk, decisions=decisions,
        password=password,
    )  # fmt: skip
    add_changes(checked, earlier)
    return consolidate(form, year, register, checked)


def report_file_name(form: Form, year: int, edition: Edition = Edition.INTERNAL) -> str:
    """Return what a report is called where nobody gives it a name: „Regionalbericht_2025.xlsx“, „Regionalbericht_2025_extern.xlsx“,
    „Fahrtkosten_2025.xlsx“, „Kooperation_2025.xlsx“."""
    kind = "Regionalbericht" if is_regional(form) else form.name.capitalize()
    if form.by_kreis is not None:
        kind = form.by_kreis.book
    return f"{kind}_{year}{'_extern' if edition is Edition.EXTERNAL else ''}.xlsx"


def is_regional(form: Form) -> bool:
    """Whether the report of a form is the regional one."""
    return form.summary is None and form.by_kreis is None


def require_publishable(edition: Edition, form: Form, data: Path | None, personal: bool) -> None:
    """Raise Abbruch for what the edition for publication cannot be asked for together with; the internal one can be with all."""
    if edition is Edition.INTERNAL:
        return
    if not is_regional(form):
        raise Abbruch(f"Von „{form.title}“ gibt es keine Ausgabe zur Veröffentlichung; bitte --external weglassen.")
    if data is not None or personal:
        option = "--personal" if personal else "--data"
        raise Abbruch(
            f"Die Ausgabe zur Veröffentlichung enthält keine Einzelangaben; bitte {option} oder --external weglassen."
        )


def is_reported(form: Form) -> bool:
    """Whether somebody returns a form and a report is made of it."""
    shown = form.summary is not None or form.by_kreis is not None or form.outline != Outline()
    return form.sender is not None and shown


def require_consolidation(form: Form, year: int) -> None:
    """Raise Abbruch for a form that nobody returns or of which no report is made, and for a year it does not cover."""
    if form.confidential:
        raise Abbruch(f"„{form.title}“ nennt Menschen mit Namen und geht in keine Zusammenführung ein.")
    if not is_reported(form):
        raise Abbruch(f"Für „{form.title}“ gibt es keine Zusammenführung; „rv2xl forms“ nennt die Formulare.")
    require_year(form, year)


def require_possible(
    form: Form, year: int, *, edition: Edition, region: str | None, html: Path | None, data: Path | None, personal: bool
) -> None:
    """Raise Abbruch if no such report can be made of the form and the year."""
    require_consolidation(form, year)
    require_publishable(edition, form, data, personal)
    if html is not None:
        require_page(form, region)
    if region is not None:
        require_region_report(form, year, region, data)


def write_results(
    consolidation: Consolidation,
    out: Path,
    data: Path | None,
    *,
    today: date,
    personal: bool = False,
    earlier: Sequence[EarlierYear] = (),
    edition: Edition = Edition.INTERNAL,
    region: str | None = None,
    html: Path | None = None,
) -> list[Path]:
    """Make all files first, then write them together, the table last; return them. Raises Abbruch rather than replace what is none of
    their kind.

    `today` is the Stand of the report. It names the checksum of its table, so that one of an earlier run is told from it, and compares
    with `earlier` years. The table may be larger than the memory: it is made on disk. What is about a person is in them only if
    `personal` values are asked for; then nobody but their owner reads them. The `edition` for publication has no table. With the key of
    a `region` the report is about that Kreis alone, see `require_region_report`. The same figures go as a page into `html`.
    """
    require_publishable(edition, consolidation.form, data, personal)
    with ExitStack() as opened:
        tables: dict[Path, bytes | BinaryIO] = {}
        named = None
        if data is not None:  # gone with the process, however that ends
            tables, named = _tables(consolidation, data, opened.enter_context(TemporaryFile()), personal)
        if region is None:
            report = _report(consolidation, named, today, personal, earlier, edition, out.parent)
        else:
            report = _of_region(consolidation, region, today, personal, edition)
        require_own_kind(out, title_of(report) or "")
        files: dict[Path, bytes | BinaryIO] = {out: report}
        if html is not None:
            files[html] = page_bytes(consolidation, today=today, earlier=earlier, edition=edition)
            require_own_page(html)
        with written_together(private=personal) as write:
            for path, content in (files | tables).items():
                write(path, content)
    return [*files, *reversed(tables)]


def _tables(
    consolidation: Consolidation, data: Path, table: BufferedRandom, personal: bool
) -> tuple[dict[Path, bytes | BinaryIO], TableFile]:
    """Fill in the table and return it with its dictionary, in the order in which they are written, and how the report names it."""
    blank = lay_out(issue_blank(consolidation.form, consolidation.year))
    WRITERS[data.suffix.lower()](consolidation, table, personal=personal)
    table.seek(0)
    named = TableFile(data.name, file_digest(table, "sha256").hexdigest())
    dictionary_of = markdown(dictionary(blank)).encode()
    _require_own_tables(data, table, dictionary_of)
    return {data.with_suffix(".md"): dictionary_of, data: table}, named


def _report(
    consolidation: Consolidation,
    table: TableFile | None,
    today: date,
    personal: bool,
    earlier: Sequence[EarlierYear],
    edition: Edition,
    folder: Path,
) -> bytes:
    """Return the report of the form, which will lie in a folder; the summary of calculations shows nothing about a person."""
    if consolidation.form.by_kreis is not None:
        return kreis_bytes(consolidation, table, today=today, earlier=earlier)
    if consolidation.form.summary is not None:
        return summary_bytes(consolidation, table, today=today)
    return report_bytes(
        consolidation, table, today=today, personal=personal, earlier=earlier, edition=edition, links=FileLinks(folder)
    )


def _of_region(consolidation: Consolidation, key: str, today: date, personal: bool, edition: Edition) -> bytes:
    """Return the report of one Kreis."""
    if edition is Edition.EXTERNAL:
        return region_bytes(external_edition(consolidation), key, today=today, edition=for_publication(WORDS))
    return region_bytes(Internal(consolidation, figures_of(consolidation)), key, today=today, personal=personal)
