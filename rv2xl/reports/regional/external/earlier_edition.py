"""The edition for publication of an earlier year, from the table of its values: by the rules by which that year's own edition was made."""

from __future__ import annotations

from functools import cached_property

from rv2xl.model.definitions.form import Form
from rv2xl.reports.regional.earlier import earlier_rows
from rv2xl.reports.regional.external.external import External
from rv2xl.reports.regional.external.pattern import hidden_regions
from rv2xl.reports.regional.figures import STATE_KEY, Figures
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.register import Register


class EarlierExternal(External):
    """What the edition for publication shows of an earlier year.

    Counts of people follow from the table alone, rounded and held against each other over the whole state. The pattern of what tells of
    single Leistungserbringer was made by that year's register, of which today's may know less: what today's register or those who
    reported would hide is hidden, so that nothing is shown that was not.
    """

    def __init__(self, form: Form, register: Register, earlier: EarlierYear) -> None:
        rows = tuple(earlier_rows(earlier, form).values())
        self._earlier = earlier
        super().__init__(Consolidation(form, earlier.year, register, ()), Figures((), rows, 0))

    def reported(self) -> list[tuple[str, object]]:
        """Return the Leistungserbringer and the key of the Kreis of every Ort in the table."""
        return [(ort.le, ort.kreis) for ort in self._earlier.orte]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The regions that hide what tells about a single Leistungserbringer."""
        return super().hidden | hidden_regions(*self._by_region(self.reported()), STATE_KEY)
