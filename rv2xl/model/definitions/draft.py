"""A form as it is written down, before it is checked: its sheets, and what it tells other rooms of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from rv2xl.model.catalogue import Severity
from rv2xl.model.definitions.blocks.dated_block import DatedBlock
from rv2xl.model.definitions.guidance import Guidance
from rv2xl.model.definitions.outline import Outline
from rv2xl.model.definitions.roles import RegisterRoles, Roles, Senders, WayRoles
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.derived import Owner
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import Auslegung


@dataclass(frozen=True, slots=True, kw_only=True)
class OrteTable:
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
    places: OrteTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KreisReport:
    """The report over Kreise and years in which a form's `figures` stand: `book` is what it is called; forms of one book share it.
    Where `nothing` is „ja“, each figure is 0."""

    book: str
    figures: tuple[Ref, ...]
    nothing: Ref


@dataclass(frozen=True, slots=True)
class Renamed:
    """An entry of a list that an older version called `before`, and what this one calls it."""

    column: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Columns that are asked only of rows with this value in the column `where`."""

    columns: tuple[str, ...]
    where: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carryover:
    """What goes from last year's return into this year's form, where inputs stay open: entries of the `head`, and the rows of a
    roster on a section, in `columns`. Those that have a name are kept, locked, in the roster `last` too, in `last_columns`, the first of
    which is the name: so that the sheets can tell what is new. What an older version asked otherwise is `renamed`; what is `asked_of`
    some alone is carried over of no others."""

    head: tuple[Ref, ...]
    section: str
    roster: str
    columns: tuple[str, ...]
    last_section: str
    last: str
    last_columns: tuple[str, ...]
    renamed: tuple[Renamed, ...] = ()
    asked_of: tuple[AskedOf, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookback:
    """What this year's form shows of last year's return for the same Ort: fields that are begun with what was `suggested` by it, and
    questions that are `asked_anew` and stay open, with last year's answer printed beside them."""

    suggested: tuple[str, ...]
    asked_anew: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A number of an Ort that is held against last year's: what a finding calls it, and the fields whose sum it is."""

    label: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedChanges:
    """What of each Ort is held against last year's accepted return for the same Ort and Leistung.

    A finding of this `code` is given for each number that changed by more than `share` of last year's and by at least `least` units.
    """

    code: str
    severity: Severity
    numbers: tuple[Watched, ...]
    share: Decimal
    least: Decimal
    remedy: str
    source: str


LAST_YEAR = 2099
"""The last one that a form is issued for: what is later is a slip of the keyboard."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Draft(Owner):
    """What is written down of a form in one version.

    `sender` is the field that tells who returns it, one of its `senders`, `subject` one that tells several returns of a sender in a
    year apart. A calculation has a `summary`; one that is made anew each year `carries` over what stays, one with a sheet for each Ort
    `looks_back` on what was said of it, and its changes since are `watched`. `roles`, `ways` and, of the register alone, `register` say
    what other rooms may ask for; `outline` what a report on Orte adds. `dated` is the block on one of its sheets that prints values of
    the law. What a report over Kreise shows of it stands `by_kreis`. A `confidential` one names people: nothing of it goes into any
    table, report, cache, letter or message.
    """

    name: str
    version: str
    title: str
    source: str
    sheets: tuple[Sheet, ...]
    first_year: int
    auslegungen: tuple[Auslegung, ...] = ()
    confidential: bool = False
    sender: Ref | None = None
    senders: Senders = Senders.LEISTUNGSERBRINGER
    subject: Ref | None = None
    summary: Summary | None = None
    by_kreis: KreisReport | None = None
    carries: Carryover | None = None
    looks_back: Lookback | None = None
    watched: WatchedChanges | None = None
    outline: Outline = field(default_factory=Outline)
    roles: Roles = field(default_factory=Roles)
    ways: WayRoles | None = None
    register: RegisterRoles | None = None
    dated: DatedBlock | None = None

    def exists_for(self, year: int) -> bool:
        """Whether it can be issued for a year."""
        return self.first_year <= year <= LAST_YEAR

    @property
    def guidance(self) -> Guidance:
        """How all its sheets lead whoever fills them in."""
        return self.sheets[0].guidance

    @cached_property
    def sections(self) -> dict[str, Sheet]:
        """The sheets by section."""
        return {sheet.section: sheet for sheet in self.sheets}
