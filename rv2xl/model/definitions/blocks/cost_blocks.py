"""The block for tables of costs: lines with an amount, marks beside it, and the sum below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.field import Field, FilledBy
from rv2xl.model.expressions.expr import Expr, Ref

AMOUNT, LABEL = "betrag", "label"
"""The last part of the ids of a line's amount and, of a free line, of its label."""

SHARES, OFFERS = 2, 3
"""How many columns of marks stand beside an amount: shares of it, then the Angebote among which the share counts."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CostLine:
    """One line of a table: its amount, and what is printed beside it.

    `amount` is the field of the amount, its id without the table's. A free line has a `written` label besides, which is filled in;
    else the amount's own label is printed. `marks` are texts, or expressions where they depend on the sheet; `remark` stands at the end.
    """

    amount: Field
    marks: tuple[str | Expr, ...]
    written: Field | None = None
    remark: str = ""

    def __post_init__(self) -> None:
        if len(self.marks) != SHARES + OFFERS:
            raise ValueError(f"{self.amount.id}: a line has {SHARES + OFFERS} marks")


@dataclass(frozen=True, kw_only=True, eq=False)
class CostTable(Block):
    """A group of lines under a heading that carries the heads of their columns (`heads`: amount, then one for each mark), and the sum of
    what is recognised of them. With a `corner`, the head of the first column, the heads have a line of their own above the heading."""

    id: str
    heads: tuple[str, ...]
    lines: tuple[CostLine, ...]
    sum: Field
    corner: str = ""

    def _fields(self) -> Iterator[Field]:
        for line in self.lines:
            yield from self.fields_of(line)
        yield self.sum_field

    def fields_of(self, line: CostLine) -> tuple[Field, ...]:
        """Return the fields of a line: its label, if that is filled in, and its amount."""
        own = (line.amount,) if line.written is None else (line.written, line.amount)
        return tuple(self._placed(field, self.id, self.heading) for field in own)

    @property
    def sum_field(self) -> Field:
        """The computed sum."""
        return replace(self._placed(self.sum, self.id, self.heading), filled_by=FilledBy.FORMEL)

    @property
    def total(self) -> Ref:
        """The sum as other expressions speak of it."""
        return Ref(self.sum_field.id)
