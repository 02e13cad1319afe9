"""Options that several commands share: how they are typed, their limits and what their help says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click import option

from rv2xl.model.definitions.draft import LAST_YEAR
from rv2xl.screen.values import Day, FileOrFolder, OneOf, WholeNumber

FILE, FOLDER = FileOrFolder("DATEI"), FileOrFolder("ORDNER")
FORM = "dokumentation"
"""The form that a command is about unless another one is named."""
MOST_WORKERS = 256
FIRST_YEAR = 2000
"""Technical bounds of --year: what lies outside is a slip of the keyboard; a form says itself which years it covers."""

_Function = TypeVar("_Function", bound=Callable[..., Any])


def year_option(help: str = "Berichtsjahr.", **settings: Any) -> Callable[[_Function], _Function]:
    """--year of a command that says itself what for, whether it is required and what is its default."""
    return option("--year", metavar="JAHR", type=WholeNumber(FIRST_YEAR, LAST_YEAR), help=help, **settings)


def register_option(required: bool = False) -> Callable[[_Function], _Function]:
    """--register: the file of providers and Orte."""
    return option("--register", type=FILE, required=required, help="Stammdaten (.xlsx).")


answer = option(
    "--format",
    type=OneOf("text", "json"),
    default="text",
    help="Ausgabe zum Lesen (text) oder für andere Programme (json).",
)


def reading(command: _Function) -> _Function:
    """The options of a command that reads many files: what was decided about them, who reads them, what is kept for the next time."""
    for added in reversed((
        option("--decisions", type=FILE, help="Freigaben aus der Arbeitsmappe Konsolidierung.xlsm."),
        option("--workers", type=WholeNumber(1, MOST_WORKERS),
               help="So viele Dateien werden gleichzeitig gelesen; ohne Angabe so viele, wie der Rechner gut bewältigt."),
        option("--executor", type=OneOf("processes", "dask"), default="processes",
               help="Wo gelesen wird: auf diesem Rechner (processes) oder mit dem Programm Dask auf mehreren (dask)."),
        option("--scheduler", metavar="ADRESSE", help="Unter welcher Adresse Dask die Arbeit verteilt, etwa tcp://rechner:8786."),
        option("--cache", type=FOLDER,
               help="Hier merkt sich das Programm, was es gelesen hat: Unveränderte Dateien werden nicht noch einmal gelesen. "
               "Der Ordner kann jederzeit gelöscht werden."),
    )):  # fmt: skip
        command = added(command)
    return command


_TABLE = "Tabelle der Werte (von „consolidate --data“)"

earlier_years = option(
    "--previous",
    multiple=True,
    type=FILE,
    help=f"{_TABLE} eines früheren Jahres, mit dem verglichen wird; mehrmals möglich.",
)


today = option("--today", type=Day(), help="Welcher Tag als heute gilt; ohne Angabe der des Rechners.")


def checked(command: _Function) -> _Function:
    """The options of `check`: against what is checked, what is written besides, and how much is shown."""
    for added in reversed((
        today,
        register_option(),
        year_option("Berichtsjahr, für das die Rückläufe gelten sollen."),
        option("--previous", type=FILE, help=f"{_TABLE} des Vorjahres: Auffällige Änderungen sind ein Hinweis."),
        option("--all", "everything", is_flag=True,
               help="Alle Befunde jeder Datei zeigen, nicht nur so viele, wie auf den Bildschirm passen."),
        option("--values", is_flag=True, help="Auch die gelesenen Werte zeigen."),
        option("--personal", is_flag=True, help="Zu --values: auch Angaben zu Personen, etwa Kennungen und Ansprechpartner."),
        option("--out", type=FILE, help="Alles auch als Arbeitsmappe zum Filtern schreiben (.xlsx), mit Verweisen auf Datei und Zelle."),
        option("--annotate", type=FOLDER,
               help="Ordner für Kopien der Rückläufe mit Befunden, in denen die betroffenen Zellen markiert sind."),
        answer,
    )):  # fmt: skip
        command = added(command)
    return command


_templates = option(
    "--templates", type=FOLDER, help="Ordner mit eigenen Briefvorlagen; sie ersetzen die gleichnamigen des Programms."
)


def letters(command: _Function) -> _Function:
    """The options of a command that writes letters: about which form, from whose templates, on which day."""
    form = option("--form", metavar="FORMULAR", default=FORM, help="Um welches Formular es geht.")
    return _templates(form(today(command)))


def sending(command: _Function) -> _Function:
    """The options of a command that issues workbooks: which ones, what comes from last year, with which letters they go out."""
    for added in reversed((
        option("--provider", "numbers", metavar="NR", multiple=True, help="Nur für den Leistungserbringer mit dieser Nummer."),
        option("--rows", type=WholeNumber(), help="Zeilen der Listen, wenn mehr gebraucht werden."),
        option("--from", "last", type=FILE, help="Bogen des Vorjahres, aus dem übernommen wird, was bleibt."),
        option("--previous", multiple=True, type=FileOrFolder(),
               help="Rückläufe des Vorjahres: Der Kontakt ist eingetragen, neben den Fragen steht die Antwort des Vorjahres."),
        option("--encrypt", is_flag=True,
               help="Die Arbeitsmappen mit einem Kennwort verschlüsseln. Es wird am Bildschirm erfragt oder steht in der "
               "Umgebungsvariablen RV2XL_PASSWORD."),
        option("--letters", "with_letters", is_flag=True,
               help="Auch zu jeder Arbeitsmappe ein Schreiben, als Entwurf (.eml) und zum Drucken (.html)."),
        _templates,
        today,
    )):  # fmt: skip
        command = added(command)
    return command


def _start_log(ctx: click.Context, param: click.Parameter, path: Path | None) -> None:
    from rv2xl.log import log_to

    log_to(path)


LOG = click.Option(
    ["--log"], type=FILE, expose_value=False, callback=_start_log,
    help="Protokoll unerwarteter Fehler des Programms.",
)  # fmt: skip
"""Every command has it."""
