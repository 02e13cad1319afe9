"""Account balances into a Kostenzuordnung: each account to its line, and not a cent lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rv2xl import forms
from rv2xl.costs.account_mapping import AccountMapping, read_mapping
from rv2xl.costs.balances import CENT, Account, Balances, read_balances
from rv2xl.model.definitions.blocks.cost_blocks import AMOUNT, LABEL, CostTable
from rv2xl.model.definitions.field import TEXT, Field
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.expressions.expr import Value
from rv2xl.model.wording import german
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.recht.kostenarten import Kostenart, kostenarten

FORM = "kostenzuordnung"


def _sheet() -> Sheet:
    """Return the sheet with the lines of Anlage 3."""
    sheets = forms.newest(FORM).sheets
    return next(sheet for sheet in sheets if any(isinstance(block, CostTable) for block in sheet.blocks))


class CentLost(RuntimeError):
    """Amounts went missing or came twice: a mistake of the program, found before anything is shown or written."""


@dataclass(frozen=True)
class Assigned:
    """A line of Anlage 3 with the accounts that are mapped to it, and the numbers of those whose sign is turned round."""

    line: Kostenart
    accounts: tuple[Account, ...]
    turned: frozenset[str] = frozenset()

    @property
    def field(self) -> Field:
        """The field that takes the sum."""
        return _sheet().fields[f"{self.line.id}.{AMOUNT}"]

    @property
    def name(self) -> str:
        """What the line is called on the sheet; a free one is called by its accounts."""
        return _label(self.accounts) if self.line.free else self.field.label

    @property
    def amount(self) -> Decimal:
        """The sum of the accounts as the list has them."""
        return _sum(self.accounts)

    @property
    def entered(self) -> Decimal:
        """The sum that goes into the Bogen: with signs turned round where the mapping says so."""
        return self.amount - 2 * _sum(account for account in self.accounts if account.number in self.turned)


@dataclass(frozen=True)
class ImportedCosts:
    """What comes of a list and a mapping: the lines in the order of Anlage 3, and the accounts that are mapped to none.

    Raises CentLost when built with other amounts than the list has. With `problems` (German sentences) nothing may be taken over.
    """

    balances: Balances
    mapping: AccountMapping
    assigned: tuple[Assigned, ...]
    unmapped: tuple[Account, ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.mapped + self.not_mapped != self.total:
            raise CentLost(f"{self.mapped} + {self.not_mapped} != {self.total}")

    @property
    def mapped(self) -> Decimal:
        """The sum of the mapped accounts."""
        return sum((entry.amount for entry in self.assigned), Decimal(0))

    @property
    def not_mapped(self) -> Decimal:
        """The sum of the accounts that are mapped to no line."""
        return _sum(self.unmapped)

    @property
    def total(self) -> Decimal:
        """The sum of the list, added up while it was read."""
        return self.balances.total


def import_costs(file: Path, mapping: Path) -> ImportedCosts:
    """Bring the accounts of a balance list to the lines of Anlage 3. Raises Abbruch if either file cannot be read at all."""
    balances, mapped = read_balances(file), read_mapping(mapping)
    by_line: dict[str, list[Account]] = {}
    for account in balances.accounts:
        if account.number in mapped.lines:
            by_line.setdefault(mapped.lines[account.number].id, []).append(account)
    assigned = tuple(
        Assigned(line, tuple(by_line[line.id]), mapped.turned) for line in kostenarten().lines if line.id in by_line
    )
    unmapped = tuple(account for account in balances.accounts if account.number not in mapped.lines)
    idle = [
        f"Das Konto {number} der Zuordnung steht nicht in der Liste."
        for number in mapped.lines
        if number not in balances.named
    ]
    problems = (*balances.problems, *mapped.problems, *_impossible(assigned))
    return ImportedCosts(balances, mapped, assigned, unmapped, problems, (*balances.notices, *mapped.notices, *idle))


def _impossible(assigned: Sequence[Assigned]) -> Iterator[str]:
    for entry in assigned:
        where = f"Die Konten zu „{entry.name}“ ({entry.line.id}) ergeben {german(entry.entered, CENT)}"
        if entry.entered < 0:
            yield (
                f"{where}; der Bogen nimmt keine negativen Beträge, auch Erträge werden positiv eingetragen "
                "(Zuordnung, Spalte „Vorzeichen“: „-“)."
            )
        elif entry.field.type.excludes(entry.entered):
            yield f"{where}; erwartet wird: {entry.field.expectation}."


def filled_workbook(found: ImportedCosts, year: int) -> bytes:
    """Return a freshly issued Kostenzuordnung with the mapped sums, as if they had been typed; a free line's label tells its accounts.

    Raises CentLost if the file, read back, holds other amounts; Abbruch for a year the form does not cover.
    """
    from rv2xl.excel.sheets.layout import lay_out
    from rv2xl.excel.sheets.write import workbook_bytes

    form = forms.newest(FORM)
    costs_year, section = form.roles.costs_year, _sheet().section
    entered: dict[str, Value] = {}
    for entry in found.assigned:
        entered[f"{entry.line.id}.{AMOUNT}"] = entry.entered
        if entry.line.free:
            entered[f"{entry.line.id}.{LABEL}"] = entry.name
    filling = {section: entered}
    if costs_year is not None:
        filling.setdefault(costs_year.sheet or "", {})[costs_year.field] = year
    data = workbook_bytes(lay_out(issue_blank(form, year)), filling)
    _require_same(data, found)
    return data


def fills_in(field: Field) -> bool:
    """Whether an import may write this field: the amount or the label of a line."""
    line, _, part = field.id.rpartition(".")
    return part in (AMOUNT, LABEL) and any(entry.id == line for entry in kostenarten().lines)


def _require_same(data: bytes, found: ImportedCosts) -> None:
    from rv2xl.excel.returned.read import read_return

    returned = read_return(data, "")
    values = (returned.value(_sheet().section, f"{line.id}.{AMOUNT}") for line in kostenarten().lines)
    written = sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    entered = sum((entry.entered for entry in found.assigned), Decimal(0))
    if written != entered:
        raise CentLost(f"{written} in the workbook, {entered} to be entered")


def _label(accounts: Sequence[Account]) -> str:
    """What a free line is called: the labels of its accounts, or how many there are if that would be too long."""
    labels = list(dict.fromkeys(account.label or f"Konto {account.number}" for account in accounts))
    text = "; ".join(labels)
    return text if len(text) <= TEXT.length else f"{labels[0][:100]} und {len(labels) - 1} weitere"


def _sum(accounts: Iterable[Account]) -> Decimal:
    return sum((account.amount for account in accounts), Decimal(0))
