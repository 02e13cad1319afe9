"""LibreOffice as the clerk's Excel: opens a workbook with its macros and presses its buttons.

    with MacroOffice() as office, office.open_macros(path) as document:
        pressed = document.press("Rücklauf prüfen")
        assert (pressed.error, pressed.alerts) == (None, ())

The macro bound to the button runs in LibreOffice; what it gives to `RunPython` runs in the test's process, when the macro has ended
(`buttons.py` says why), on the open workbook through xlwings. What hangs, in Basic or in Python, costs the office: `OfficeTimeout`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.office.client import Document, Office, OfficeError, OfficeTimeout
from tests.office.engine.office_backend import OfficeBackend
from tests.office.running import LIMIT, Pressed, run_python


@dataclass(frozen=True, slots=True)
class Button:
    """A button, and the macro behind it as „Module.Sub“; "" if there is none, or none of that name."""

    label: str
    macro: str
    sheet: str


class MacroOffice(Office):
    """An office whose profile allows macros, in the documents that `open_macros` opens; it is no other's to share."""

    allows_macros = True

    def open_macros(self, path: str | Path) -> MacroDocument:
        """Open a workbook with its macros, all calculated anew as Excel does with a file that another program wrote."""
        document = MacroDocument(self, *self.load(path, macros=True))
        try:
            document.ask("replace_xlwings")
            document.calculate_all()
        except OfficeError:
            document.close()
            raise
        return document


class MacroDocument(Document):
    """A workbook whose buttons can be pressed."""

    python_limit = LIMIT

    def __enter__(self) -> Self:
        return self

    def buttons(self) -> list[Button]:
        """Return the buttons of all sheets, in the order of the file."""
        return [Button(label, macro, sheet) for sheet, label, macro in self.ask("buttons")]

    def press(self, button: str | Button, *, answers: Iterable[str] = ()) -> Pressed:
        """Press a button, or the only one of this label; `answers` are given to its message boxes (see `attached`).

        Raises OfficeError if there is no such button, it has no macro or the macro fails in Basic; OfficeTimeout if it hangs.
        """
        there = self.buttons()
        macros = [one.macro for one in there if button in (one, one.label)]
        if len(macros) != 1 or not macros[0]:
            labels = ", ".join(f"„{one.label}“ → {one.macro or 'no macro'}" for one in there)
            raise OfficeError(f"{len(macros)} buttons for {button}, or one without a macro; there are {labels}")
        given = iter(answers)
        pressed = (self.run_python(command, answers=given) for command in self.ask("press", macro=macros[0]))
        return sum(pressed, start=Pressed())

    def run_python(self, command: str, *, answers: Iterable[str] = ()) -> Pressed:
        """Run a one-liner on the open workbook as a button does (see `running.run_python`)."""
        try:
            return run_python(OfficeBackend(self), command, answers=answers, limit=self.python_limit)
        except OfficeTimeout:
            self.kill_office()  # the question that was interrupted is still open
            raise
