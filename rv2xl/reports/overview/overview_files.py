"""Reads what an overview is made of, and writes it as workbook and page; neither takes the place of what is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rv2xl.files import content_of, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.reports.overview.meldungen import forms_told, meldungen_of
from rv2xl.reports.overview.overview import Sources, agreement_with, documentation, overview_of, title_of
from rv2xl.reports.overview.overview_book import book_bytes
from rv2xl.reports.overview.overview_page import MARK, page_bytes
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.workbook.replaced import not_ours, require_own_kind
from rv2xl.returns.batch import check_files
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.decisions import Decision
from rv2xl.returns.earlier.earlier_year import EarlierYear, read_earlier_years_of

_BEGIN = 1_000


def read_earlier(paths: Sequence[Path], year: int) -> tuple[EarlierYear, ...]:
    """Read tables of earlier years of the Dokumentation, and of Meldungen up to the year. Raises Abbruch as `read_earlier_years_of`."""
    return read_earlier_years_of(paths, {documentation(): year, **dict.fromkeys(forms_told(), year + 1)})


def sources_of(
    consolidation: Consolidation, told: Sequence[Checked], key: str, edition: Edition, earlier: Sequence[EarlierYear] = (),
    decisions: Sequence[Decision] = (),
) -> Sources:  # fmt: skip
    """Return what an overview of a Kreis is made of: the Dokumentation of the whole state, and the Meldungen among the files of `told`.

    Raises Abbruch as `agreement_with` and `meldungen_of`.
    """
    register, year = consolidation.register, consolidation.year
    agreement = agreement_with(key, year)

    def judged_for(entries: Sequence[Checked], other: int) -> Sequence[Checked]:
        password = next((entry.opened_by for entry in entries if entry.opened_by is not None), None)
        paths = [Path(entry.file) for entry in entries]
        return check_files(paths, register, other, decisions=decisions, password=password) if paths else ()

    own = consolidation.form.name
    meldungen = meldungen_of(key, year, register, told, judged_for, [one for one in earlier if one.form != own])
    return Sources(
        agreement=agreement, year=year, edition=edition, consolidation=consolidation, meldungen=meldungen,
        earlier=[one for one in earlier if one.form == own],
    )  # fmt: skip


def write_overview(sources: Sources, out: Path, html: Path | None, today: date) -> list[Path]:
    """Write both files and return them. Raises Abbruch rather than replace what is none of their kind."""
    overview = overview_of(sources, today)
    files = {out: book_bytes(overview, sources.edition)}
    require_own_kind(out, title_of(sources))
    if html is not None:
        if html.exists() and MARK.encode() not in content_of(html)[:_BEGIN]:
            raise not_ours(html, f"keine Seite „{MARK}“")
        files[html] = page_bytes(overview)
    with written_together() as write:
        for path, content in files.items():
            write(path, content)
    return [*files]


def overview_file_name(key: str, year: int) -> str:
    """Return what an overview is called where nobody gives it a name: „Regionaluebersicht_2025_06437.xlsx“."""
    return f"Regionaluebersicht_{year}_{key}.xlsx"


def require_returns(folders: Sequence[Path], register: Path | None, previous: Sequence[Path]) -> None:
    """Raise Abbruch for returns without a register, and for a register or earlier years without returns."""
    if folders and register is None:
        raise Abbruch("Zu den Rückläufen gehören die Stammdaten; bitte --register angeben.")
    if not folders and (register is not None or previous):
        option = "--register" if register is not None else "--previous"
        raise Abbruch(f"Zu {option} gehören die Rückläufe; bitte nach dem Schlüssel auch deren Ordner angeben.")
