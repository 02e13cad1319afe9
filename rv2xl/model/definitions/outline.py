"""What a report on many returns of a form shows beside its single fields. Other columns follow from the form's definition alone."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.definitions.blocks import Matrix
from rv2xl.model.definitions.indicator import Indicator, Subject


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A sum over several fields of an Ort, shown at the end of the block that its id begins with."""

    id: str
    row: str
    column: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the first sheet: ids of figures under „LWV Hessen“, „andere“ and „gesamt“, and what the reader must know.

    A „gesamt“ that has no figure of its own is the sum of the two.
    """

    label: str
    figures: tuple[str | None, str | None, str | None]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Sums, lines and columns of the first sheet, the matrix of its chart, notes.

    `persons` is the id of the sum shown per Regierungsbezirk, `place_name` the field with the name of an Ort, `nothing` the one by which
    it reports Fehlanzeige, `remark` the one in which it explains its figures. `subjects` are the sheets about one thing each; `leading`
    the indicators that planners ask for first, on the first sheet and as the map's choice, the first one by default.
    """

    totals: tuple[Subtotal, ...] = ()
    lines: tuple[OutlineLine, ...] = ()
    columns: tuple[str, ...] = ()
    chart: Matrix | None = None
    chart_title: str = ""
    persons: str | None = None
    place_name: str | None = None
    nothing: str | None = None
    remark: str | None = None
    notes: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    leading: tuple[Indicator, ...] = ()

    @property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator once, by id: the leading ones first."""
        return {
            one.id: one for one in (*self.leading, *(one for subject in self.subjects for one in subject.indicators))
        }
