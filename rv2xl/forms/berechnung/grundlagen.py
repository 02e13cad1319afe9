"""Types of areas, amounts and shares, and how a step guards against inputs that are not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from rv2xl.model.definitions.blocks import Legend, Notes
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import EURO, FLAECHE, TEXT, Field, FilledBy, Kind, Switch, Type, above_zero
from rv2xl.model.expressions.expr import DASH, Expr, Operand, Ref, Round, if_, numbers
from rv2xl.model.finding import Severity
from rv2xl.recht.law import Auslegung, auslegungen, load_law

FEHLER, WARNUNG, HINWEIS = Severity.FEHLER, Severity.WARNUNG, Severity.HINWEIS
FORMEL = FilledBy.FORMEL

EUR = EURO
EUR_JE_QM = replace(EUR, unit="EUR je m²")
QM = above_zero(FLAECHE)
"""An area that is there."""
VERHAELTNIS = Type(Kind.PROZENT, unit="%", scale=10, minimum=Decimal(0))
"""A computed ratio, with more decimals than are shown."""
WERT = replace(EUR, kind=Kind.DEZIMAL, unit=None, unit_elsewhere=True, scale=4)
"""A value whose unit another cell names."""

JAHR = Type(Kind.ANZAHL, grouping=False)
"""A calendar year."""
STUFE = Type(Kind.ANZAHL)
MONATE = 12
"""Months of a year."""

NEUBAU_AB = load_law().entry("neubau_ab").values[0].since
"""The first day of Anlage 4 and of its rates."""


def guarded(needs: Iterable[Ref], result: Operand, *conditions: Expr) -> Expr:
    """Return a step that shows „–“ until all it needs are numbers and the conditions hold."""
    refs = tuple(needs)
    for condition in conditions:  # one inside the other: a spreadsheet evaluates all parts of AND
        result = if_(condition, result, DASH)
    return if_(there(*refs), result, DASH)


def there(*refs: Ref) -> Expr:
    """All of these hold a number or a date."""
    return numbers(refs).eq(len(refs))


def text(name: str, label: str, *, required: bool = False, hint: str = "") -> Field:
    """Return a field for one line of text."""
    return Field(id=name, label=label, type=TEXT, required=required, hint=hint)


def vom_lwv(entry: Field) -> Field:
    """Return an entry that the LWV fills in, on a sheet that both sides work on: it wears the LWV's colour and stays open."""
    return replace(entry, filled_by=FilledBy.LWV)


def schalter(form: str, auslegung: str, reading: str) -> Switch:
    """Return what makes a field the switch of this Auslegung of a form; `reading` is the entry that says the same as the Auslegung."""
    (known,) = (entry for entry in auslegungen(form) if entry.id == auslegung and entry.switch)
    return Switch(known, reading)


def schritt(name: str, label: str, type_: Type, nummer: str, expr: Expr, hint: str = "") -> Field:
    """Return a step of the Rechenweg with its number in the Anlage and its formula in words."""
    return Field(id=name, label=label, type=type_, source=f"Nr. {nummer}", expr=expr, hint=hint)


def schritt_von(name: str) -> Ref:
    """Return the value of a step of the Rechenweg."""
    return Ref(f"rechenweg.{name}")


def ergebnis_aus(
    rechenweg: Calculation,
    step: str,
    *,
    name: str = "",
    label: str = "",
    type_: Type | None = None,
    hint: str = "gerundet",
) -> Field:
    """Return a step as a result, with the step's label, type and Fundstelle where nothing else is given.

    What has decimals is rounded half up here, at the very end (Auslegung A4-RUNDEN).
    """
    known, value = rechenweg.step(step), rechenweg[step]
    kind = type_ or known.type
    return Field(
        id=name or step, label=label or known.label, type=kind, hint=hint, source=f"{rechenweg.source} {known.source}",
        expr=guarded((value,), Round(value, kind.scale) if kind.scale else value),
    )  # fmt: skip


def aufbau(anlage: str) -> Notes:
    """Return what a sheet says of its own layout: an Anlage names the Berechnungsbogen and prints none."""
    text = f"{anlage} nennt den Berechnungsbogen, druckt ihn aber nicht ab: Der Aufbau dieses Blattes ist ein eigener."
    return Notes(notes=(text,))


WER_FUELLT = Legend(
    lines=(
        (FilledBy.LEISTUNGSERBRINGER, "Leistungserbringer trägt ein"),
        (FilledBy.LWV, "LWV Hessen trägt ein, für beide offen"),
        (FORMEL, "rechnet das Blatt"),
    ))  # fmt: skip
"""Who fills what, on a sheet that both sides work on."""


def auslegungen_hier(entries: Iterable[Auslegung], *, new_page: bool = False) -> Notes:
    """Return the interpretations that a calculation rests on, printed below it; those with a switch say so."""
    switch = " Der Schalter steht auf diesem Blatt."
    return Notes(
        heading="Auslegungen, die hier gelten", own=True, new_page=new_page,
        notes=tuple(f"{entry.id}: {entry.question} {entry.reading}{switch if entry.switch else ''}" for entry in entries),
    )  # fmt: skip
