"""The figures of Meldungen over Kreise and years, as data: a row for each Kreis and year, with the change since the year before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from rv2xl import forms
from rv2xl.model.definitions.draft import KreisReport
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Ref, Value
from rv2xl.reports.replies import Replies, replies_of
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.register import KREIS


@dataclass(frozen=True, eq=False)
class KreisYear:
    """What is told of a Kreis for a year: its figures, None where one is not told; whence, nothing if it is missing, and on which day it
    was filled in."""

    key: str
    name: str
    year: int
    values: tuple[int | None, ...]
    source: str
    filled_on: date | None = None


@dataclass(frozen=True, eq=False)
class FormFigures:
    """The figures of one form: its rows by Kreis and year, and who has returned it this year."""

    form: Form
    fields: tuple[Field, ...]
    rows: tuple[KreisYear, ...]
    replies: Replies


def figures_of(consolidation: Consolidation, earlier: Sequence[EarlierYear]) -> list[FormFigures]:
    """Return the figures of every form that stands in the same report, each with its `earlier` years."""
    return [
        _of_form(consolidate(form, consolidation.year, consolidation.register, consolidation.files), earlier)
        for form in forms_of(consolidation.form)
    ]


def forms_of(form: Form) -> list[Form]:
    """Return the forms that stand in the same report over Kreise, in the order of the registry."""
    assert form.by_kreis is not None
    known = [form if name == form.name else forms.newest(name) for name in forms.NAMES]
    return [one for one in known if one.by_kreis is not None and one.by_kreis.book == form.by_kreis.book]


def _of_form(consolidation: Consolidation, earlier: Sequence[EarlierYear]) -> FormFigures:
    form, register, year = consolidation.form, consolidation.register, consolidation.year
    report = form.by_kreis
    assert report is not None
    rows = [row for one in earlier if one.form == form.name for row in _of_earlier(consolidation, one, report)]
    counted = {entry.returned.sender or "": entry for entry in consolidation.counted}
    for key in dict.fromkeys((*consolidation.expected(), *counted)):
        entry, name = counted.get(key), str(register.senders(form, year).get(key, {}).get(KREIS) or "")
        told = _told(report, entry.returned.said if entry is not None else lambda ref: None)
        filled = entry.returned.said(form.roles.filled_on) if entry is not None else None
        source = entry.file if entry is not None else ""
        rows.append(KreisYear(key, name, year, told, source, filled if isinstance(filled, date) else None))
    fields = tuple(form.sections[ref.sheet or ""].fields[ref.field] for ref in report.figures)
    ordered = sorted(rows, key=lambda row: (row.key, row.year))
    return FormFigures(form, fields, tuple(ordered), replies_of(consolidation, ()))


def _of_earlier(consolidation: Consolidation, year: EarlierYear, report: KreisReport) -> list[KreisYear]:
    known = consolidation.register.senders(consolidation.form, consolidation.year)
    return [
        KreisYear(key, str(known.get(key, {}).get(KREIS) or ""), year.year, _told(report, partial(_in_table, values)), year.file)
        for key, values in year.senders.items()
    ]  # fmt: skip


def _in_table(values: Mapping[str, Value], ref: Ref) -> Value:
    return values.get(ref.field)


def _told(report: KreisReport, said: Callable[[Ref], Value]) -> tuple[int | None, ...]:
    nobody = said(report.nothing) == "ja"
    return tuple(0 if nobody else _whole(said(ref)) for ref in report.figures)


def _whole(value: Value) -> int | None:
    """Return a count; the table of an earlier year keeps it as a decimal."""
    return None if value is None or isinstance(value, str | date | bool) else int(value)
