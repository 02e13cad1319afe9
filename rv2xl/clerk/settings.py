"""What the clerk has set on the sheet Start: which form and year it is about, and where everything lies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from rv2xl.clerk.books.book import Book, Cell
from rv2xl.clerk.lines.table import text_of
from rv2xl.clerk.sheets import (
    ANSCHREIBEN,
    BROWSERSEITE,
    ERGEBNIS_ORDNER,
    FORMULAR,
    JA,
    JAHR,
    NEIN,
    RUECKLAUF_ORDNER,
    SETTINGS,
    STAMMDATEN,
    START,
    VEROEFFENTLICHUNG,
    VERSAND_ORDNER,
    VORJAHR_ORDNER,
    VORJAHRESWERTE,
    WERTETABELLE,
    Setting,
)
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.outgoing.generate import form_to_issue
from rv2xl.outgoing.issuing import require_year
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.results import is_regional, report_file_name


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of a run, paths as seen from the folder of the workbook.

    `vorjahr` is a folder of returns, `vorjahreswerte` a table. Of a report there is the page, the edition for publication and the table
    of values, each where it is asked for.
    """

    form: Form
    year: int
    stammdaten: Path
    versand: Path
    ruecklauf: Path
    ergebnis: Path
    vorjahr: Path | None
    vorjahreswerte: Path | None
    with_letters: bool
    with_page: bool
    with_publication: bool
    with_table: bool

    @property
    def rueckmeldung(self) -> Path:
        """Where answers go."""
        return self.ergebnis / "Rueckmeldung"

    @property
    def erinnerung(self) -> Path:
        """Where reminders go."""
        return self.ergebnis / "Erinnerung"

    @property
    def report(self) -> Path:
        """The report, or the summary of a calculation."""
        return self.report_of(Edition.INTERNAL)

    def report_of(self, edition: Edition) -> Path:
        """The report of an edition."""
        return self.ergebnis / report_file_name(self.form, self.year, edition)

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions to write."""
        return (Edition.INTERNAL, Edition.EXTERNAL) if self.with_publication else (Edition.INTERNAL,)

    @property
    def table(self) -> Path | None:
        """The table of values, if it is to be written."""
        return self.ergebnis / f"Werte_{self.form.name}_{self.year}.csv" if self.with_table else None

    def require_reportable(self) -> None:
        """Raise Abbruch for what there is not of the form's report."""
        for setting, wanted in ((BROWSERSEITE, self.with_page), (VEROEFFENTLICHUNG, self.with_publication)):
            if wanted and not is_regional(self.form):
                raise Abbruch(
                    f"Auf dem Blatt „{START}“, {setting.label}: Das gibt es von „{self.form.title}“ nicht; bitte „{NEIN}“ wählen."
                )


def read_settings(book: Book) -> Settings:
    """Read the settings. Raises Abbruch for one that is missing or cannot be."""
    found = _values(book)
    for setting in SETTINGS:
        if setting.required and not text_of(found[setting.name]):
            raise Abbruch(f"Auf dem Blatt „{START}“ ist nicht ausgefüllt: {setting.label}.")
    form, year = form_to_issue(text_of(found[FORMULAR.name])), _year(found[JAHR.name])
    require_year(form, year)

    def path(setting: Setting) -> Path:
        return _path(book.path.parent, found, setting)

    def path_if_any(setting: Setting) -> Path | None:
        return path(setting) if text_of(found[setting.name]) else None

    ruecklauf = path(RUECKLAUF_ORDNER)
    for setting in (VERSAND_ORDNER, ERGEBNIS_ORDNER):
        _require_outside(ruecklauf, setting, path(setting))
    return Settings(
        form=form, year=year, stammdaten=path(STAMMDATEN), versand=path(VERSAND_ORDNER), ruecklauf=ruecklauf,
        ergebnis=path(ERGEBNIS_ORDNER), vorjahr=path_if_any(VORJAHR_ORDNER), vorjahreswerte=path_if_any(VORJAHRESWERTE),
        with_letters=_is_yes(found, ANSCHREIBEN), with_page=_is_yes(found, BROWSERSEITE),
        with_publication=_is_yes(found, VEROEFFENTLICHUNG), with_table=_is_yes(found, WERTETABELLE),
    )  # fmt: skip


def _values(book: Book) -> dict[str, Cell]:
    """Return what the clerk has entered; for a cell that the workbook was issued without, what is issued today."""
    found = book.values(setting.name for setting in SETTINGS if not setting.added)
    for setting in SETTINGS:
        if setting.added:
            try:
                found |= book.values([setting.name])
            except Abbruch:
                found[setting.name] = setting.default
    return found


def _year(cell: Cell) -> int:
    text = text_of(cell)
    if len(text) != 4 or not text.isdecimal():
        raise Abbruch(f"Auf dem Blatt „{START}“ ist „{text}“ kein Jahr; bitte vier Ziffern eintragen.")
    return int(text)


def _is_yes(found: Mapping[str, Cell], setting: Setting) -> bool:
    text = text_of(found[setting.name])
    if text.lower() not in {JA, NEIN}:
        raise Abbruch(f"Auf dem Blatt „{START}“, {setting.label}: Erwartet wird „{JA}“ oder „{NEIN}“, nicht „{text}“.")
    return text.lower() == JA


def _require_outside(ruecklauf: Path, setting: Setting, folder: Path) -> None:
    """Raise Abbruch for a folder to write to that lies among the returns: what is written would be read as returns."""
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(ruecklauf)):
        raise Abbruch(
            f"Auf dem Blatt „{START}“ liegt der {setting.label} im {RUECKLAUF_ORDNER.label}: Was dort entsteht, würde als Rücklauf "
            "gelesen. Bitte einen anderen Ordner wählen."
        )


def _path(folder: Path, found: Mapping[str, Cell], setting: Setting) -> Path:
    """Return a path as seen from a folder; one that was chosen on Windows is one there only."""
    text = text_of(found[setting.name])
    if len(text) > len(_QUOTES[0]) and text[0] + text[-1] in _QUOTES:
        text = text[1:-1]
    if "\0" in text or "\n" in text:
        raise Abbruch(f"Auf dem Blatt „{START}“, {setting.label}: Was dort steht, ist kein Pfad.")
    if Path(text).is_absolute():
        return Path(text)
    way = PureWindowsPath(text)
    if way.drive:
        raise Abbruch(
            f"Auf dem Blatt „{START}“, {setting.label}: Das Laufwerk von „{text}“ gibt es auf diesem Rechner nicht."
        )
    return folder.joinpath(*way.parts)


_QUOTES = ('""', "''", "„“")
"""Around a path they come from copying it, and are no part of it."""
