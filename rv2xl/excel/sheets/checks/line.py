"""One line of „Prüfung“, and what every generation of guidance says alike."""

from __future__ import annotations

from typing import NamedTuple

from rv2xl.model.definitions.field import Type
from rv2xl.model.expressions.expr import Expr

TYPES = "Alle Eingaben haben die richtige Art und liegen im zulässigen Bereich."

LISTED, COUNTED, MORE_LISTED = 7, 8, 9
"""The columns, without width, in which a line keeps what its sentence, its state and its link are made of: a list of cells, how many they
are, and the rest of a list that is too long for one formula."""


class CheckLine(NamedTuple):
    """One line of „Prüfung“ for a section: a rule, or „everything required is there“.

    `text` is what it says, a formula where that depends on what is entered. The link goes to a `field`, or where `link` says. `kept` is
    what stands in the columns without width.
    """

    id: str
    code: str
    label: str
    text: str | Expr
    state: Expr
    found: Expr | None
    expected: Expr | None
    type: Type | None
    field: str
    link: Expr | None = None
    kept: tuple[Expr, ...] = ()
