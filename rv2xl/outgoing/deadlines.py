"""An agreed extension of a deadline: whose year it belongs to, and which of the register's belong to another one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import german, listed_first
from rv2xl.returns.register import Register

_NAMED = 5
"""So many are named of those whose extension is of another year."""


def is_of_another_year(field: Field, agreed: Value, year: int) -> bool:
    """Whether an agreed day cannot be what extends the field's own day of this year: it is not after that one, or after next year's.

    The register has one column for it, in which last year's agreement stands until somebody clears it.
    """
    if field.given is None or not isinstance(agreed, date):
        return False
    own, following = field.given(year), field.given(year + 1)
    return isinstance(own, date) and isinstance(following, date) and not own < agreed <= following


def told_of_other_years(form: Form, register: Register, year: int, numbers: Iterable[str]) -> list[str]:
    """Return a sentence that names whose extension does not count for this year; nothing where all do."""
    ref = form.roles.deadline
    field = form.sections[ref.sheet or ""].fields[ref.field] if ref is not None else None
    if field is None or field.given is None or not field.origin:
        return []
    agreed = ((number, register.traeger.get(number, {}).get(field.origin[0])) for number in numbers)
    other = [f"{number} ({german(day)})" for number, day in agreed if is_of_another_year(field, day, year)]
    if not other:
        return []
    which = "Eine verlängerte Frist gehört" if len(other) == 1 else "Verlängerte Fristen gehören"
    return [
        f"{which} nicht zum Berichtsjahr {year}: {listed_first(other, _NAMED)}. Dort gilt der {german(field.given(year))}; bitte die "
        "Stammdaten prüfen."
    ]
