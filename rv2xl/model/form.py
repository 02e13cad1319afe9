"""Forms: sheets made of blocks made of fields, and the rules over them.

A form is written down once in `rv2xl.forms`; workbook, validation, formulas, reader, checks, help, data dictionary and
table are derived from it. A form checks itself when it is built (`model.definition`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property

from rv2xl.model.blocks import Block, Roster
from rv2xl.model.dated_block import DatedBlock
from rv2xl.model.expr import Expr, Ref
from rv2xl.model.field import Field
from rv2xl.model.law import FIRST_EDITION, Auslegung
from rv2xl.model.outline import Outline
from rv2xl.model.roles import RegisterRoles, Roles, WayRoles
from rv2xl.model.rule import Judgement, Rule


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """One sheet of a form, or one kind of sheet issued for each row of a roster of the register.

    `section` is its name in the contract, `name` the visible one; a repeated sheet's name is a prefix to which the register's
    value is added. `prefilled_from` is the roster of the register that prefills it, `only` the column and value that pick
    its rows; `told_apart_by` is the prefilled field that tells repeated sheets apart, whatever they are called. Where
    `optional_when` holds nothing on the sheet is required.
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
    rules: tuple[Rule, ...] = ()

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
    def judgements(self) -> tuple[Judgement, ...]:
        """All rules, each for each of its items."""
        return tuple(judgement for rule in self.rules for judgement in rule.judgements())

    def find(self, field: str) -> Field | None:
        """Return a field or a roster's column; None for what is a cell of the workbook but no field."""
        return (self.columns if "*" in field else self.fields).get(field)

    def known(self, field: str) -> Field:
        """Return a field or a roster's column; KeyError if there is none."""
        return self.columns[field] if "*" in field else self.fields[field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a calculation tells of Orte: a table on a section, with the ZAD-Nummer in its column `zad`, and the block with what
    the table has no room for, in entries of the same names."""

    section: str
    table: str
    zad: str
    rest: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the summary of many returned calculations shows, one row each: results, `sums` added up, unusual ones among
    `outliers` marked, `changes` from one to another in percent, and what is told of Orte added up by Kreis."""

    columns: tuple[Ref, ...]
    sums: tuple[Ref, ...] = ()
    outliers: tuple[Ref, ...] = ()
    changes: tuple[tuple[Ref, Ref], ...] = ()
    places: Places | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carryover:
    """What goes from last year's return into this year's form, where inputs stay open: entries of the `head`, and the rows of a
    roster on a section, in `columns`. They are kept, locked, in the roster `last` too, so that the sheets can tell what is new."""

    head: tuple[Ref, ...]
    section: str
    roster: str
    columns: tuple[str, ...]
    last_section: str
    last: str
    last_columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Form:
    """One official form in one version.

    `sender` is the field that tells who returns it, `subject` one that tells several returns of a sender in a year apart.
    `rows` tells which rosters have another length than the form defines. A calculation has a `summary`;
    one that is made anew each year `carries` over what stays. `roles`, `ways` and, of the register alone, `register` say what other
    rooms may ask for; `outline` what a report on Orte adds. `dated` is the block on one of its sheets that prints values of the law.
    """

    name: str
    version: str
    title: str
    source: str
    sheets: tuple[Sheet, ...]
    first_year: int
    auslegungen: tuple[Auslegung, ...] = ()
    sender: Ref | None = None
    subject: Ref | None = None
    rows: tuple[tuple[str, int], ...] = ()
    summary: Summary | None = None
    carries: Carryover | None = None
    outline: Outline = field(default_factory=Outline)
    roles: Roles = field(default_factory=Roles)
    ways: WayRoles | None = None
    register: RegisterRoles | None = None
    dated: DatedBlock | None = None

    def __post_init__(self) -> None:
        from rv2xl.model.definition import require_sound

        require_sound(self)

    @cached_property
    def sections(self) -> dict[str, Sheet]:
        """The sheets by section."""
        return {sheet.section: sheet for sheet in self.sheets}

    @property
    def edition(self) -> int:
        """The edition of the law whose values are printed; 1 where none are."""
        return FIRST_EDITION if self.dated is None else self.dated.edition

    @cached_property
    def rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules by code, each rule once although several sheets may share it."""
        found: dict[str, dict[int, Rule]] = {}
        for sheet in self.sheets:
            for rule in sheet.rules:
                found.setdefault(rule.code, {})[id(rule)] = rule
        return {code: tuple(rules.values()) for code, rules in found.items()}

    @cached_property
    def variants(self) -> dict[object, Form]:
        """The same form as it was issued, see `model.variants`: as many as there were changes."""
        return {}

    def with_rows(self, rows: Mapping[str, int]) -> Form:
        """Return the form with rosters of other lengths; the form itself if nothing changes."""
        lengths = {roster.id: roster.rows for sheet in self.sheets for roster in sheet.rosters.values()}
        changed = tuple((name, length) for name, length in rows.items() if lengths[name] != length)
        return _resized(self, changed) if changed else self


@cache
def _resized(form: Form, rows: tuple[tuple[str, int], ...]) -> Form:
    lengths = dict(rows)

    def resized(block: Block) -> Block:
        return replace(block, rows=lengths[block.id]) if isinstance(block, Roster) and block.id in lengths else block

    sheets = tuple(replace(sheet, blocks=tuple(resized(block) for block in sheet.blocks)) for sheet in form.sheets)
    return replace(form, sheets=sheets, rows=rows)
