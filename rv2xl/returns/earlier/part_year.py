"""The first year of a form, of which flows were documented in part: they are not compared with those of whole years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rv2xl.model.definitions.form import Form
from rv2xl.recht.law import OutsideCoverage, load_law, year_end

FIRST_YEAR = "A2-2023"
"""The Auslegung that says so, and of which fields."""
_BEGIN = "dokumentation_ab"


def first_day(form: Form, year: int, fields: Iterable[str]) -> date | None:
    """Return the day in the year from which flows among these fields were documented; None for a whole year or stocks."""
    readings = [entry for entry in form.auslegungen if entry.id == FIRST_YEAR]
    if not any(entry.concerns(field) for field in fields for entry in readings):
        return None
    try:
        begin = load_law().fixed_date(_BEGIN, year_end(year))
    except OutsideCoverage:
        return None
    return begin if begin > date(year, 1, 1) else None
