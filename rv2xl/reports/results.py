"""Writes the results of a consolidation: the regional workbook, the tidy table and its data dictionary."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from datetime import date
from hashlib import file_digest
from os.path import realpath
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.files import content_of, require_regular, write_beside, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.outline import Outline
from rv2xl.outgoing.issuing import issue_blank, require_year
from rv2xl.reports.calculations.summary_book import summary_bytes
from rv2xl.reports.dictionary import dictionary, markdown
from rv2xl.reports.kreise.kreis_book import kreis_bytes
from rv2xl.reports.regional.report import report_bytes
from rv2xl.reports.table import WRITERS, TableFile, is_such_table
from rv2xl.reports.workbook.replaced import not_ours, require_own_kind, title_of
from rv2xl.returns.batch import check_files
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.decisions import Decision
from rv2xl.returns.earlier.changes import add_changes
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.register import Register


def require_targets(out: Path, data: Path | None, inputs: Sequence[Path]) -> None:
    """Raise Abbruch for a target that is an input, is no file of the right kind, or whose folder is not there."""
    targets: list[tuple[Path, Collection[str]]] = [(out, (".xlsx",))]
    if data is not None:
        targets += [(data, WRITERS), (data.with_suffix(".md"), (".md",))]
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
    earlier: Sequence[EarlierYear] = (),
) -> Consolidation:
    """Read and check the files, hold them against `earlier` years, and put them together.

    Raises Abbruch for a form that nobody returns, and for a year it does not cover.
    """
    if form.sender is None:
        raise Abbruch(f"„{form.title}“ sendet niemand zurück; „rv2xl forms“ nennt die Formulare.")
    require_year(form, year)
    checked = check_files(
        files, register, year, advance, executor=executor, cache=cache, shared_disk=shared_disk, decisions=decisions
    )
    add_changes(checked, earlier)
    return consolidate(form, year, register, checked)


def report_file_name(form: Form, year: int) -> str:
    """Return what a report is called where nobody gives it a name: „Regionalbericht_2025.xlsx“, „Fahrtkosten_2025.xlsx“,
    „Kooperation_2025.xlsx“."""
    if form.by_kreis is not None:
        return f"{form.by_kreis.book}_{year}.xlsx"
    return f"{'Regionalbericht' if form.summary is None else form.name.capitalize()}_{year}.xlsx"


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


def write_results(
    consolidation: Consolidation,
    out: Path,
    data: Path | None,
    *,
    today: date,
    personal: bool = False,
    earlier: Sequence[EarlierYear] = (),
) -> list[Path]:
    """Make all files first, then write them together, the table last; return them. Raises Abbruch rather than replace what is none of
    their kind.

    `today` is the Stand of the report. It names the checksum of its table, so that one of an earlier run is told from it, and compares
    with `earlier` years. The table may be larger than the memory: it is made on disk. What is about a person is in them only if
    `personal` values are asked for; then nobody but their owner reads them.
    """
    if data is None:
        report = _report(consolidation, None, today, personal, earlier)
        require_own_kind(out, title_of(report) or "")
        write_beside(out, report, private=personal)
        return [out]
    blank = lay_out(issue_blank(consolidation.form, consolidation.year))
    with TemporaryFile() as table:  # gone with the process, however that ends
        WRITERS[data.suffix.lower()](consolidation, table, personal=personal)
        table.seek(0)
        named = TableFile(data.name, file_digest(table, "sha256").hexdigest())
        report = _report(consolidation, named, today, personal, earlier)
        dictionary_of = markdown(dictionary(blank)).encode()
        files: dict[Path, bytes | BinaryIO] = {out: report, data.with_suffix(".md"): dictionary_of, data: table}
        require_own_kind(out, title_of(report) or "")
        _require_own_tables(data, table, dictionary_of)
        with written_together(private=personal) as write:
            for path, content in files.items():
                write(path, content)
    return [out, data, data.with_suffix(".md")]


def _report(
    consolidation: Consolidation, table: TableFile | None, today: date, personal: bool, earlier: Sequence[EarlierYear]
) -> bytes:
    """Return the report of the form; the summary of calculations shows nothing about a person."""
    if consolidation.form.by_kreis is not None:
        return kreis_bytes(consolidation, table, today=today, earlier=earlier)
    if consolidation.form.summary is not None:
        return summary_bytes(consolidation, table, today=today)
    return report_bytes(consolidation, table, today=today, personal=personal, earlier=earlier)
