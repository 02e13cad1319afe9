"""Which sums a report on a form makes beside the single fields, and what its first sheet shows of them.

All other columns follow from the form's definition alone (`columns.py`); a form without an entry here gets no such sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rv2xl.forms.dokumentation.grundlagen import ANDERE, LWV, NAME, TRAEGER
from rv2xl.forms.dokumentation.ort import ALTER, BEWILLIGT, HERKUNFT, PERSONAL, PERSONEN, ZUSATZ
from rv2xl.model.blocks import Matrix
from rv2xl.model.expr import Ref
from rv2xl.model.form import Form


@dataclass(frozen=True)
class Total:
    """A sum over several fields of an Ort, shown at the end of the block that its id begins with."""

    id: str
    row: str
    column: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line of the first sheet: ids of figures under „LWV Hessen“, „andere“ and „gesamt“, and what the reader must know.

    A „gesamt“ that has no figure of its own is the sum of the two.
    """

    label: str
    figures: tuple[str | None, str | None, str | None]
    note: str = ""


@dataclass(frozen=True)
class Outline:
    """What a report on one form adds: sums, lines and columns of the first sheet, the matrix of its chart, notes.

    `persons` is the id of the sum shown per Regierungsbezirk, `nothing` the field by which an Ort reports Fehlanzeige.
    """

    totals: tuple[Total, ...] = ()
    lines: tuple[Line, ...] = ()
    columns: tuple[str, ...] = ()
    chart: Matrix | None = None
    chart_title: str = ""
    persons: str | None = None
    nothing: str | None = None
    notes: tuple[str, ...] = ()


def outline_of(form: Form) -> Outline:
    """Return the outline of a form; an empty one for a form that has none."""
    return _OUTLINES.get(form.name, Outline())


def _ids(refs: Sequence[Ref]) -> tuple[str, ...]:
    return tuple(ref.field for ref in refs)


_ALLE = "Personen insgesamt"
_GESAMT = "gesamt"

_OUTLINES = {
    NAME: Outline(
        totals=(
            Total("bewilligt.gesamt", "", _GESAMT, _ids(BEWILLIGT[:, :])),
            Total("personal.gesamt", "", _GESAMT, _ids(PERSONAL[:, :])),
            Total("personen.lwv", _ALLE, LWV.label, _ids(PERSONEN[HERKUNFT, LWV])),
            Total("personen.andere", _ALLE, ANDERE.label, _ids(PERSONEN[HERKUNFT, ANDERE])),
            Total("personen.gesamt", _ALLE, _GESAMT, _ids(PERSONEN[HERKUNFT, :])),
        ),
        lines=(
            Line("Vereinbarte Platzzahl", (None, None, "kopf.platzzahl"), "wie mit dem Vordruck ausgegeben"),
            Line("Leistungsberechtigte Personen", ("personen.lwv", "personen.andere", "personen.gesamt")),
            Line("davon Kombi-BiB", ("personen.kombi_bib.lwv", "personen.kombi_bib.andere", None), "Teilmenge"),
            Line("Bewilligte Leistungen (Stunden)", ("bewilligt.lwv", "bewilligt.andere", "bewilligt.gesamt")),
            Line("Erbrachte Leistungen (Stunden)", ("erbracht.lwv", "erbracht.andere", "erbracht.gesamt")),
            Line("Eingesetztes Personal (Vollzeitstellen)", (None, None, "personal.gesamt")),
        ),
        columns=tuple(column.label for column in TRAEGER),
        chart=ALTER,
        chart_title="Leistungsberechtigte Personen nach Alter",
        persons="personen.gesamt",
        nothing=ZUSATZ["fehlanzeige"].field,
        notes=(
            "Plätze und Personen auf betriebsintegrierten Beschäftigungsplätzen (BiB) werden nicht dokumentiert; die Summen "
            "weichen deshalb von denen des LWV Hessen ab (Auslegung A2-BIB).",
            "Eine Person, die an zwei Orten Leistungen erhält, ist an beiden gezählt; die Summen heißen deshalb „Summe der "
            "Ortsmeldungen“ (Auslegung A2-DOPPELT).",
            "Betriebe mit ausgelagerten Arbeitsgruppen: Mehrfachnennung möglich, ein Betrieb kann bei mehreren Orten stehen "
            "(Auslegung A2-GRUPPEN).",
        )),
}  # fmt: skip
