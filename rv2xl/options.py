"""Options that several commands share: how they are typed, their limits and what their help says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rv2xl.usage_errors import parse_date


class CheckFormat(StrEnum):
    """How `check` answers."""

    TEXT = "text"
    JSON = "json"


class ExecutorKind(StrEnum):
    """Where files are read."""

    PROCESSES = "processes"
    DASK = "dask"


class DictionaryFormat(StrEnum):
    """How `describe` answers."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


MOST_WORKERS = 256
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Technical bounds of --year: what lies outside is a slip of the keyboard; a form says itself which years it covers."""

Year = Annotated[int, typer.Option("--year", metavar="JAHR", min=FIRST_YEAR, max=LAST_YEAR, help="Berichtsjahr.")]
YearOrNone = Annotated[
    int | None,
    typer.Option(
        "--year",
        metavar="JAHR",
        min=FIRST_YEAR,
        max=LAST_YEAR,
        help="Berichtsjahr, für das die Rückläufe gelten sollen.",
    ),
]
RegisterFile = Annotated[Path, typer.Option("--register", metavar="DATEI", help="Stammdaten (.xlsx).")]
RegisterOrNone = Annotated[Path | None, typer.Option("--register", metavar="DATEI", help="Stammdaten (.xlsx).")]
Today = Annotated[
    date | None,
    typer.Option(
        "--today", metavar="JJJJ-MM-TT", parser=parse_date, help="Das heutige Datum; die einzige Uhr des Programms."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", metavar="ZAHL", min=1, max=MOST_WORKERS,
        help="So viele Prozesse lesen gleichzeitig; ohne Angabe so viele, wie der Rechner Kerne hat und es sich lohnt.",
    ),
]  # fmt: skip
WhichExecutor = Annotated[
    ExecutorKind,
    typer.Option("--executor", help="Wo gelesen wird: auf diesem Rechner oder auf mehreren über Dask."),
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADRESSE", help="Der Scheduler von Dask, etwa tcp://rechner:8786.")
]
CacheFolder = Annotated[
    Path | None,
    typer.Option(
        "--cache", metavar="ORDNER",
        help="Zwischenspeicher: Unveränderte Dateien werden nicht noch einmal gelesen. Er kann jederzeit gelöscht werden.",
    ),
]  # fmt: skip
