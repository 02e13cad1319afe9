"""What the buttons of Konsolidierung.xlsm call, through xlwings' RunPython: one function for each, with the name of its action.

Nothing but a sentence ever reaches the clerk: how far it is in the status bar, the result in a message and on the sheet Start, and a run
that cannot be done says why and leaves the sheets as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from rv2xl.clerk.sheets import Action

if TYPE_CHECKING:
    import xlwings

_LOG = "rv2xl.log"
_STEPS = 100
"""So often at most the status bar changes: each time costs more than a file is read in."""


def generate() -> None:
    """„Bögen erzeugen“."""
    _press(Action.GENERATE)


def check() -> None:
    """„Rücklauf prüfen“."""
    _press(Action.CHECK)


def respond() -> None:
    """„Rückmeldungen erstellen“."""
    _press(Action.RESPOND)


def remind() -> None:
    """„Erinnerungen erstellen“."""
    _press(Action.REMIND)


def consolidate() -> None:
    """„Konsolidieren“."""
    _press(Action.CONSOLIDATE)


def _press(action: Action) -> None:
    import xlwings

    book = xlwings.Book.caller()
    try:
        text, mode = _done(action, book), "info"
    except BaseException as error:  # a traceback says nothing to a clerk
        text, mode = _sentence(error), "critical"
    book.app.alert(text, title=action.label, mode=mode)


def _done(action: Action, book: xlwings.Book) -> str:
    from rv2xl.clerk.books.open_book import OpenBook
    from rv2xl.clerk.context import Clock
    from rv2xl.clerk.run import run

    app = book.app
    try:
        with _drawing_once(app):
            done = run(action, OpenBook(book), Clock.of(), lambda total, what: _progress(app, action, total, what))
    finally:
        app.status_bar = False
    return f"{done.text}\n\nNächster Schritt: {done.next_step}"


@contextmanager
def _drawing_once(app: xlwings.App) -> Iterator[None]:
    """Let the screen stand still while cells are written."""
    before = app.screen_updating
    app.screen_updating = False
    try:
        yield
    finally:
        app.screen_updating = before


@contextmanager
def _progress(app: xlwings.App, action: Action, total: int | None, what: str) -> Iterator[Callable[[], None]]:
    """Say in the status bar how far a step is."""
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if total and (done == total or done % max(total // _STEPS, 1) == 0):
            app.status_bar = f"{action.label}: {what}, {done} von {total}"

    app.status_bar = f"{action.label}: {what} …"
    yield advance


def _sentence(error: BaseException) -> str:
    """Say what ended a run; what nobody foresaw is written down with its traceback, and the sentence says where."""
    from rv2xl.log import LOGGER, log_to
    from rv2xl.model.abbruch import Abbruch, sentence

    if isinstance(error, Abbruch | OSError):
        return sentence(error)
    log = Path(gettempdir()) / _LOG
    log_to(log)
    LOGGER.error("a macro ended", exc_info=error)
    return f"{sentence(error)} Näheres steht in „{log}“."
