"""An account balance list (Summen- und Saldenliste): accounts with label and amount, to the cent."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rv2xl.excel.own_tables import TableLine, read_own_table, text_of
from rv2xl.model.entry import Raw, is_blank
from rv2xl.model.field import Kind, Type
from rv2xl.model.normalisation import normalised
from rv2xl.model.spelling import Content, is_ambiguous

CENT = Type(Kind.EURO, unit="EUR", scale=2)
"""An amount of any sign. What has a fraction of a cent is reported, never rounded."""

KONTO, BEZEICHNUNG, BETRAG = "Konto", "Bezeichnung", "Betrag"
KONTO_SPELLINGS = ("Konto", "Konto-Nr", "Kontonummer", "Sachkonto", "account")
_COLUMNS = {
    KONTO: KONTO_SPELLINGS,
    BEZEICHNUNG: ("Bezeichnung", "Kontobezeichnung", "Kontenbezeichnung", "Kontoname", "Name", "Text", "label"),
    BETRAG: ("Betrag", "Betrag EUR", "Betrag in EUR", "Saldo", "Saldo EUR", "Saldo in EUR", "amount"),
}
_MINUS_BEHIND = re.compile(r"\s*([^-\s].*[0-9])\s*-\s*")


@dataclass(frozen=True, slots=True)
class Account:
    """One row of the list: the account's number, its label, its amount in EUR, and the row it stands in."""

    number: str
    label: str
    amount: Decimal
    row: int


@dataclass(frozen=True)
class Balances:
    """The list: its accounts, the sum of all amounts that were read, what is wrong in it and what is worth knowing (German sentences)."""

    path: Path
    sheet: str | None
    accounts: tuple[Account, ...]
    total: Decimal
    problems: tuple[str, ...]
    notices: tuple[str, ...]
    named: frozenset[str]
    """The numbers of all accounts, of those too whose row cannot be read."""


class BadAmount(ValueError):
    """A cell is no amount to the cent; the German words complete „… “."""


def read_balances(path: Path) -> Balances:
    """Read a list. Raises Abbruch if the file cannot be read at all; what is wrong in its rows is among the problems."""
    found = read_own_table(path, _COLUMNS, in_order=True)
    accounts: list[Account] = []
    problems: list[str] = []
    notices = [f"Gelesen wurde nur das Blatt „{found.sheet}“, nicht „{other}“." for other in found.others]
    total = Decimal(0)
    for row in found.lines:
        try:
            account = _account(row)
        except BadAmount as bad:
            problems.append(f"Zeile {row.number}: {bad}")
            continue
        if account is None:
            notices.append(
                f"Zeile {row.number}: „{text_of(row.cells[BEZEICHNUNG])}“ hat weder Konto noch Betrag und zählt nicht."
            )
            continue
        if is_blank(row.cells[BETRAG]):
            notices.append(f"Zeile {row.number}: Das Konto {account.number} hat keinen Betrag; es zählt mit 0,00.")
        total += account.amount
        accounts.append(account)
    notices += _repeated(accounts)
    named = frozenset(text_of(row.cells[KONTO]) for row in found.lines)
    return Balances(path, found.sheet, tuple(accounts), total, tuple(problems), tuple(notices), named)


def _account(row: TableLine) -> Account | None:
    """Read a row; None for one that holds no more than words. Raises BadAmount."""
    number, label, raw = text_of(row.cells[KONTO]), text_of(row.cells[BEZEICHNUNG]), row.cells[BETRAG]
    if row.overlong:
        raise BadAmount(
            "Sie hat mehr Spalten als die Liste; ein Betrag mit Komma braucht Anführungszeichen oder „;“ zwischen den Spalten."
        )
    if not number and is_blank(raw):
        return None
    if not number:
        raise BadAmount(
            f"Zum Betrag {text_of(raw)} fehlt das Konto (Summenzeile?); bitte das Konto ergänzen oder die Zeile löschen."
        )
    return Account(number, label, Decimal(0) if is_blank(raw) else amount(raw), row.number)


def amount(raw: Raw) -> Decimal:
    """Read „1.234,56“, „1234.56“, „12,50-“ or a number of a sheet as an amount to the cent. Raises BadAmount."""
    text = text_of(raw)
    if is_ambiguous(raw):
        raise BadAmount(
            f"„{text}“ ist nicht eindeutig: Der Punkt könnte Tausender trennen oder vor Nachkommastellen stehen."
        )
    behind = _MINUS_BEHIND.fullmatch(raw) if isinstance(raw, str) else None
    cell: Content = f"-{behind[1]}" if behind else "" if raw is None else raw
    number, rules = normalised(CENT, cell)
    if not isinstance(number, Decimal) or isinstance(raw, bool):
        raise BadAmount(f"„{text}“ ist kein Betrag.")
    if any(rule.name == "rounded" for rule in rules):
        raise BadAmount(f"„{text}“ hat Bruchteile eines Cents; gerundet wird hier nicht.")
    if CENT.excludes(number):
        raise BadAmount(f"„{text}“ ist zu groß.")
    return CENT.rounded(number)


def _repeated(accounts: list[Account]) -> list[str]:
    counts = Counter(account.number for account in accounts)
    return [
        f"Das Konto {number} steht in {count} Zeilen; alle zählen." for number, count in counts.items() if count > 1
    ]
