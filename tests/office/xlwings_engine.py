"""An engine for xlwings: macros run through xlwings' public interface over a workbook in LibreOffice or a file.

    with attached(FileBackend(path)) as excel:
        macros.check()  # xw.Book.caller() is this workbook
    assert excel.alerts[0].prompt == "…"

It imitates Excel behind COM where that bites: what is written is understood as typed (`engine/entries.py`), protected cells refuse, a
sheet or name that is gone raises `ComError`, numbers come back as float and dates by the cell's number format. What Excel offers
and this does not raises NotImplementedError.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isnan
from typing import Any, NoReturn

import xlwings as xw
from xlwings import base_classes

from tests.office.engine.backend import Backend, CellError, ComError
from tests.office.engine.cells import Names, Sheet

NAME = "rv2xl tests"
ANSWERS = {
    "ok": ("ok",),
    "ok_cancel": ("ok", "cancel"),
    "yes_no": ("yes", "no"),
    "yes_no_cancel": ("yes", "no", "cancel"),
}
MODES = (None, "info", "critical")


@dataclass(frozen=True, slots=True)
class Alert:
    """A message box that was shown, and the button that was pressed."""

    prompt: str
    title: str | None
    buttons: str
    mode: str | None
    answer: str


class Gone:
    """What a workbook is once the engine has let go of it: nothing that was kept of it works any more."""

    def __getattr__(self, name: str) -> NoReturn:
        raise ComError("the workbook is no longer attached")


class Engine:
    """What xlwings asks of every engine. `apps` holds the workbook that is attached now."""

    name, type = NAME, "desktop"

    def __init__(self) -> None:
        self.attached: list[App] = []
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: dict[str, Any]) -> Any:
        return "" if value is None or (isinstance(value, float) and isnan(value)) else value

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, errors_as_text: bool) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty
            if isinstance(value, CellError):
                return value.name if errors_as_text else None
            if hasattr(value, "microsecond"):
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return dates(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            return numbers(value) if numbers is not None and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self) -> list[int]:
        return [app.pid for app in self._engine.attached]

    def __iter__(self) -> Iterator[App]:
        return iter(self._engine.attached)

    def __len__(self) -> int:
        return len(self._engine.attached)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self._engine.attached if app.pid == pid)

    @staticmethod
    def cleanup() -> None:
        pass


class App(base_classes.App):
    """Excel with one workbook open. `alerts` and `statuses` (of the status bar) tell what the user saw."""

    version, hwnd, pid, visible, api = "16.0", 1, 1, True, None
    screen_updating = display_alerts = enable_events = interactive = True
    calculation = "automatic"

    def __init__(self, backend: Backend, answers: Iterable[str] = ()) -> None:
        self.engine, self.backend, self.pid = ENGINE, backend, id(self)
        self.alerts: list[Alert] = []
        self.statuses: list[str | bool] = []
        self._answers = iter(answers)
        self.book = Book(self)

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def status_bar(self) -> str | bool:
        return self.statuses[-1] if self.statuses else False

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        if not isinstance(value, str) and value is not False:
            raise TypeError(f"the status bar shows a text or, with False, what Excel shows; not {value!r}")
        self.statuses.append(value)

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None) -> str:
        choice = ANSWERS[buttons or "ok"]
        if mode not in MODES:
            raise KeyError(mode)
        answer = choice[0] if len(choice) == 1 else next(self._answers, choice[0])
        if answer not in choice:
            raise ValueError(f"the box {prompt!r} has no button {answer!r}")
        self.alerts.append(Alert(prompt, title, buttons or "ok", mode, answer))
        return answer

    def calculate(self) -> None:
        self.backend.calculate()

    def activate(self, steal_focus: bool = False) -> None:
        pass


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def active(self) -> Book:
        return self.app.book

    def __iter__(self) -> Iterator[Book]:
        return iter([self.app.book])

    def __len__(self) -> int:
        return 1

    def __call__(self, key: int | str) -> Book:
        if key in (1, self.app.book.name):
            return self.app.book
        raise KeyError(key)


class Book(base_classes.Book):
    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def fullname(self) -> str:
        return str(self.app.backend.path)

    @property
    def name(self) -> str:
        return str(self.app.backend.path.name)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self.app.backend.save(None if path is None else self.app.backend.path.parent / path)

    def activate(self) -> None:
        pass


class Sheets(base_classes.Sheets):
    """Like Excel's, without `in`: `"Start" in book.sheets` compares sheets with a text and is always False there."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.app.backend.active_sheet())

    def __len__(self) -> int:
        return len(self.book.app.backend.sheet_names())

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, name) for name in self.book.app.backend.sheet_names())

    def __call__(self, key: int | str) -> Sheet:
        names = self.book.app.backend.sheet_names()
        if isinstance(key, str):
            found = [name for name in names if name.casefold() == key.casefold()]
        else:
            found = names[key - 1 : key] if key > 0 else []
        if not found:
            raise ComError(f"no sheet {key!r}")
        return Sheet(self.book, found[0])


ENGINE = Engine()


@contextmanager
def attached(backend: Backend, answers: Iterable[str] = ()) -> Iterator[App]:
    """Make a workbook the one that xlwings works on and that `xw.Book.caller()` returns.

    `answers` are given to message boxes that ask, one after the other; then, and where none is left, the first button is pressed.
    """
    if NAME not in [engine.name for engine in xw.engines]:
        xw.engines.add(xw.main.Engine(impl=ENGINE))
    before, app = xw.engines.active, App(backend, answers)
    ENGINE.attached.insert(0, app)
    xw.engines[NAME].activate()
    try:
        xw.Book(impl=app.book).set_mock_caller()
        yield app
    finally:
        ENGINE.attached.remove(app)
        xw.engines.active = before
        app.backend = Gone()
