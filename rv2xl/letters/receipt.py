"""What a receipt says of an accepted return: its key figures, and what the sender put right in the data it was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rv2xl.corrections.found import corrections_of
from rv2xl.letters.letter import Berichtigung, Kennzahlen, clean
from rv2xl.model.definitions.field import Type
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.outline import OutlineLine
from rv2xl.model.expressions.expr import Ref, Value
from rv2xl.model.foreign_text import shortened
from rv2xl.model.wording import german
from rv2xl.reports.regional.ort_columns import Measure, measures, short
from rv2xl.returns.checked import Checked

_NONE = "–"


def key_figures(entry: Checked) -> Kennzahlen:
    """Return the figures that stand for a return: those of the regional report's first sheet, or the results of a calculation."""
    if entry.issue is None:
        return Kennzahlen()
    form = entry.issue.form
    if form.summary is not None:
        return Kennzahlen(("Ergebnis", "Wert"), tuple(_results(entry, form, form.summary.columns)))
    if form.by_kreis is not None:
        return Kennzahlen(("Angabe", "Wert"), tuple(_results(entry, form, form.by_kreis.figures)))
    known = {measure.id: measure for measure in measures(form)} if form.outline.lines else {}
    heads = tuple(short(column) for column in form.outline.columns)
    return Kennzahlen(("", *heads, "gesamt"), tuple(_line(entry, line, known) for line in form.outline.lines))


def _results(entry: Checked, form: Form, refs: Sequence[Ref]) -> Iterator[tuple[str, str]]:
    """Yield what there is of the results with its unit; those of other blocks than the first with the name of their block."""
    block = None
    for ref in refs:
        section = ref.sheet or form.sheets[0].section
        field, value = form.sections[section].known(ref.field), entry.returned.value(section, ref.field)
        block = block or field.context
        if value is not None and value != "":
            label = field.label if field.context == block else field.full_label
            yield clean(label), _with_unit(value, field.type)


def _with_unit(value: Value, type_: Type) -> str:
    if isinstance(value, str):
        return clean(value)
    return " ".join(filter(None, (german(value, type_), (type_.unit or "").removeprefix("%").strip())))


def _line(entry: Checked, line: OutlineLine, known: dict[str, Measure]) -> tuple[str, ...]:
    *parts, total = line.figures
    sums = [_total(entry, known.get(part or "")) for part in parts]
    whole = _total(entry, known[total]) if total is not None else sum(number for number in sums if number is not None)
    type_ = next(known[part].type for part in line.figures if part is not None)
    return (line.label, *(_shown(number, type_) for number in (*sums, whole)))


def _total(entry: Checked, measure: Measure | None) -> Decimal | int | None:
    if measure is None:
        return None
    values = (sheet.values.get(part) for sheet in entry.returned.sheets.values() for part in measure.parts)
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    return sum(numbers) if numbers else None


def _shown(value: Value, type_: Type) -> str:
    return _NONE if value is None else german(value, type_)


def corrections(entry: Checked) -> tuple[Berichtigung, ...]:
    """Return what a sender put right in the data that it was given, in the order of the form."""
    return tuple(
        Berichtigung(
            clean(found.sheet.name),
            found.field.full_label,
            _NONE if found.old is None else shortened(clean(found.old)),
            shortened(clean(found.new)),
        )
        for found in corrections_of(entry)
    )
