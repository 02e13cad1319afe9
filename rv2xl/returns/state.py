"""What became of a returned file among all others of its folder: one word for it, the same in reports, letters and on the terminal."""

from __future__ import annotations

from enum import StrEnum

from rv2xl.model.definitions.form import Form
from rv2xl.model.finding import Status
from rv2xl.returns.checked import Checked


class State(StrEnum):
    """What became of a file, or of a Leistungserbringer's return: of several the first that applies."""

    ANGENOMMEN = "angenommen"
    ZURUECKGEWIESEN = "zurückgewiesen"
    DOPPELT = "doppelt"
    UNLESBAR = "unlesbar"
    ERSETZT = "ersetzt"
    FEHLT = "fehlt"
    ANDERES = "anderes Formular"


def state_of(entry: Checked, form: Form | None = None) -> State:
    """Return what became of a file among the returns of a form; without one whatever form it is."""
    if form is not None and entry.issue is not None and entry.issue.form.name != form.name:
        return State.ANDERES
    if entry.status is Status.UNLESBAR:
        return State.UNLESBAR
    if entry.issue is None:
        return State.ZURUECKGEWIESEN
    if entry.replaced:
        return State.ERSETZT
    if not entry.counted:
        return State.DOPPELT
    return State.ANGENOMMEN if entry.status is Status.ANGENOMMEN else State.ZURUECKGEWIESEN
