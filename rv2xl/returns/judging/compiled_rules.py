"""Rules and duties of a form, made ready once to be judged on many returns: expressions as functions, and what they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, derived_from_section
from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.states import inputs
from rv2xl.model.expressions.evaluate import compiled
from rv2xl.model.expressions.expr import Expr, Ref, RosterColumn, Value, own_fields, walk
from rv2xl.model.expressions.known_values import Compiled, KnownValues


class CompiledRule(NamedTuple):
    """A judgement made ready once for its form: its parts as functions, and what they read.

    That is fields of the own sheet by id (with a dot), and other sheets by section (without one); `reads` are those of the own sheet
    or row that are read one by one.
    """

    judgement: Judgement
    holds: Compiled
    when: Compiled | None
    holds_fields: frozenset[str]
    when_fields: frozenset[str]
    demands: frozenset[str]
    reads: tuple[str, ...]

    def is_broken(self, values: Mapping[str, Value], book: KnownValues) -> bool:
        """Whether the rule applies and does not hold."""
        return (self.when is None or bool(self.when(values, book))) and not self.holds(values, book)


class Duty(NamedTuple):
    """A field that is to be filled in: always, or under a condition that `reads` these fields of the own sheet or row."""

    field: Field
    condition: Compiled | None
    reads: tuple[str, ...]


class CompiledSheet(NamedTuple):
    """What is checked on each sheet of a section."""

    judgements: tuple[CompiledRule, ...]
    required: tuple[Duty, ...]
    optional: Compiled | None
    demanded: frozenset[str]


@derived_from_section
def compiled_sheet(form: Form, section: str) -> CompiledSheet:
    """Return a section's rules and duties, compiled once for the form."""
    sections = form.sections  # the functions must not hold the form, on which they are kept
    sheet = sections[section]

    def known(ref: Ref) -> Field | None:
        return sections[ref.sheet or section].known(ref.field)

    def ready(expr: Expr | None) -> Compiled | None:
        return None if expr is None else compiled(expr, known)

    judgements = tuple(
        CompiledRule(entry, compiled(entry.holds, known), ready(entry.when), _read(entry.holds), _read(entry.when),
                     frozenset(ref.field for ref in entry.rule.demands), own_fields(entry.holds, entry.when))
        for entry in sheet.judgements
    )  # fmt: skip
    required = tuple(
        Duty(field, ready(field.required_when), own_fields(field.required_when))
        for field in inputs(sheet.columns.values() if sheet.rosters else sheet.fields.values())
        if field.required or field.required_when is not None
    )
    demanded = frozenset(name for entry in judgements for name in entry.demands)
    return CompiledSheet(judgements, required, ready(sheet.optional_when), demanded)


def _read(expr: Expr | None) -> frozenset[str]:
    nodes = () if expr is None else walk(expr)
    return frozenset(node.sheet or node.field for node in nodes if isinstance(node, Ref | RosterColumn))
