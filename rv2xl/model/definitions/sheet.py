"""Sheets of a form: blocks made of fields, and the rules over them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rv2xl.model.definitions.blocks import Block, Roster
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.guidance import LEADING, Guidance
from rv2xl.model.definitions.rule import Judgement, Rule
from rv2xl.model.definitions.switches import switch_rules
from rv2xl.model.derived import Owner
from rv2xl.model.expressions.expr import Expr


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet(Owner):
    """One sheet of a form, or one kind of sheet issued for each row of a roster of the register.

    `section` is its name in the contract, `name` the visible one; a repeated sheet's name is a prefix to which the register's
    value is added. `prefilled_from` is the roster of the register that prefills it, `only` the column and value that pick
    its rows; `told_apart_by` is the prefilled field that tells repeated sheets apart, whatever they are called. Where
    `optional_when` holds nothing on the sheet is required. `named_by` is what a form that leads shows in its first line, which stays in
    sight: which of several sheets it is. Where `unsure_when` holds, a row of its list is judged by a day of another row that stands there
    as a text, so that the sheet says nothing else of it. `guidance` is how it leads: that of all sheets of its form.
    """

    section: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    source: str
    repeated: bool = False
    prefilled_from: str | None = None
    only: tuple[str, str] | None = None
    name_from: str | None = None
    told_apart_by: str | None = None
    optional_when: Expr | None = None
    named_by: Expr | None = None
    unsure_when: Expr | None = None
    rules: tuple[Rule, ...] = ()
    guidance: Guidance = LEADING

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields by id."""
        return {field.id: field for block in self.blocks for field in block.fields}

    @cached_property
    def rosters(self) -> dict[str, Roster]:
        """The rosters by id."""
        return {block.id: block for block in self.blocks if isinstance(block, Roster)}

    @cached_property
    def columns(self) -> dict[str, Field]:
        """The fields of one row of each roster, by id with `*`."""
        return {field.id: field for roster in self.rosters.values() for field in roster.columns}

    @cached_property
    def every_rule(self) -> tuple[Rule, ...]:
        """The rules that are written down, and those that follow from the switches among its fields."""
        fields = (field for block in self.blocks if not isinstance(block, Roster) for field in block.fields)
        return (*self.rules, *switch_rules(fields)) if self.guidance.names_readings else self.rules

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """All rules, each for each of its items."""
        return tuple(judgement for rule in self.every_rule for judgement in rule.judgements())

    def find(self, field: str) -> Field | None:
        """Return a field or a roster's column; None for what is a cell of the workbook but no field."""
        return (self.columns if "*" in field else self.fields).get(field)

    def known(self, field: str) -> Field:
        """Return a field or a roster's column; KeyError if there is none."""
        return self.columns[field] if "*" in field else self.fields[field]
