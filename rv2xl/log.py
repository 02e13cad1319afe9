"""Where mistakes of the program are written down with their tracebacks: a file that `--log` or RV2XL_LOG names, or nowhere."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from traceback import format_tb

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.foreign_text import one_line, shown_name

VARIABLE = "RV2XL_LOG"
LOGGER = logging.getLogger("rv2xl")
LOGGER.addHandler(logging.NullHandler())  # else what nobody wants to have would be printed


def log_to(path: Path | None = None) -> None:
    """Write the log into this file, or else the one that the environment names. Raises Abbruch if it cannot be written."""
    named = path or os.environ.get(VARIABLE)
    if not named:
        return
    try:
        with suppress(FileNotFoundError):  # a pipe that nobody reads would wait
            os.close(os.open(named, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
        handler = logging.FileHandler(named, encoding="utf-8")
    except OSError as error:
        raise Abbruch(f"In das Protokoll „{named}“ lässt sich nicht schreiben.") from error
    handler.set_name(VARIABLE)
    handler.setFormatter(_Disarming("%(asctime)s %(levelname)s %(message)s"))
    for old in LOGGER.handlers[:]:
        if old.get_name() == VARIABLE:
            LOGGER.removeHandler(old)
            old.close()
    LOGGER.addHandler(handler)


class _Disarming(logging.Formatter):
    """Tracebacks quote names and texts; whoever looks at the log on a terminal is to see them only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of an entry."""
        return "\n".join(map(one_line, super().format(record).split("\n")))


def traceback_of(error: BaseException) -> str:
    """Return the traceback of an error and of what led to it, without what an error says: that may quote what somebody entered."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    led = f"{traceback_of(before)}\n\n" if before is not None else ""
    return f"{led}Traceback (most recent call last):\n{''.join(format_tb(error.__traceback__))}{type(error).__name__}"


def log_mistake(file: str, traceback: str) -> None:
    """Log a mistake of the program that it made while it read this file."""
    LOGGER.error("%s\n%s", shown_name(file), traceback)
