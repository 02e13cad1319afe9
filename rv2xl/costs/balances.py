"""An account balance list (Summen- und Saldenliste): accounts with label and amount, to the cent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rv2xl.excel.lists.clerk_list import ListRow, cell_text, read_list
from rv2xl.excel.lists.list_sheet import UNCALCULATED
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.entries.entry import Raw, is_blank, shown_raw
from rv2xl.model.entries.normalisation import normalised
from rv2xl.model.entries.spelling import Content, ambiguity

CENT = Type(Kind.EURO, unit="EUR", scale=2)
"""An amount of any sign. What has a fraction of a cent is reported, never rounded."""

KONTO, BEZEICHNUNG, BETRAG, SOLL_HABEN = "Konto", "Bezeichnung", "Betrag", "S/H"
KONTO_SPELLINGS = ("Konto", "Konto-Nr", "Kontonummer", "Sachkonto", "account")
_COLUMNS = {
    KONTO: KONTO_SPELLINGS,
    BEZEICHNUNG: ("Bezeichnung", "Kontobezeichnung", "Kontenbezeichnung", "Kontoname", "Name", "Text", "label"),
    BETRAG: ("Betrag", "Betrag EUR", "Betrag in EUR", "Saldo", "Saldo EUR", "Saldo in EUR", "amount"),
}
_SOLL_HABEN = {SOLL_HABEN: (
    SOLL_HABEN, "Soll/Haben", "Soll oder Haben", "S/H-Kennzeichen", "Soll/Haben-Kennzeichen", "S/H-Kz", "Soll/Haben-Kz", "SHKz", "D/C",
)}  # fmt: skip
_SOLL, _HABEN = frozenset({"s", "soll", "d"}), frozenset({"h", "haben", "c"})
"""What stands beside an amount without a sign: in the Soll it counts positive, in the Haben negative."""
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
    """Read a list. Raises Abbruch if the file cannot be read at all or holds no amount; what is wrong in its rows is among the problems."""
    found = read_list(path, _COLUMNS, optional=_SOLL_HABEN, in_order=True)
    accounts: list[Account] = []
    problems = list(_unnamed_sides(found.rows))
    notices = [f"Gelesen wurde nur das Blatt „{found.sheet}“, nicht „{other}“." for other in found.others]
    if found.heads_below is not None:
        notices.append(f"Die Spalten sind in Zeile {found.heads_below} benannt; was darüber steht, zählt nicht.")
    sided = any(cell_text(row.cells[SOLL_HABEN]) for row in found.rows)
    for row in found.rows:
        try:
            account = _account(row, sided)
        except BadAmount as bad:
            problems.append(f"Zeile {row.number}: {bad}")
            continue
        if account is None:
            notices.append(
                f"Zeile {row.number}: „{cell_text(row.cells[BEZEICHNUNG])}“ hat weder Konto noch Betrag und zählt nicht."
            )
            continue
        if is_blank(row.cells[BETRAG]):
            notices.append(f"Zeile {row.number}: Das Konto {account.number} hat keinen Betrag; es zählt mit 0,00.")
        accounts.append(account)
    if not problems and all(is_blank(row.cells[BETRAG]) for row in found.rows):
        raise Abbruch(
            f"In der Liste „{path}“ steht kein einziger Betrag; gebraucht werden die Spalten Konto, Bezeichnung und Betrag, in einer "
            "CSV-Datei getrennt durch „;“."
        )
    counts = Counter(account.number for account in accounts)
    notices += [
        f"Das Konto {number} steht in {count} Zeilen; alle zählen." for number, count in counts.items() if count > 1
    ]
    named = frozenset(cell_text(row.cells[KONTO]) for row in found.rows)
    total = sum((account.amount for account in accounts), Decimal(0))
    return Balances(path, found.sheet, tuple(accounts), total, tuple(problems), tuple(notices), named)


def _account(row: ListRow, sided: bool) -> Account | None:
    """Read a row; None for one that holds no more than words. Raises BadAmount."""
    number, label, raw = cell_text(row.cells[KONTO]), cell_text(row.cells[BEZEICHNUNG]), row.cells[BETRAG]
    if row.overlong:
        raise BadAmount(
            "Sie hat mehr Spalten als die Liste; ein Betrag mit Komma braucht Anführungszeichen oder „;“ zwischen den Spalten."
        )
    if number == UNCALCULATED or number.startswith("#"):
        raise BadAmount(f"Statt eines Kontos steht dort „{number}“.")
    if not number and is_blank(raw):
        return None
    if not number:
        raise BadAmount(
            f"Zum Betrag {_shown(raw)} fehlt das Konto (Summenzeile?); bitte das Konto ergänzen oder die Zeile löschen."
        )
    return Account(number, label, Decimal(0) if is_blank(raw) else _signed(row, sided), row.number)


def _signed(row: ListRow, sided: bool) -> Decimal:
    """The amount of a row, negative if it stands in the Haben; `sided`: rows of this list say where they stand. Raises BadAmount."""
    size, side = amount(row.cells[BETRAG]), cell_text(row.cells[SOLL_HABEN])
    key = side.casefold()
    if not side:
        if sided and size:
            raise BadAmount(
                f"Neben dem Betrag {_shown(row.cells[BETRAG])} fehlt „S“ oder „H“; in anderen Zeilen steht es."
            )
        return size
    if key not in _SOLL | _HABEN:
        raise BadAmount(f"In der Spalte „{SOLL_HABEN}“ steht „{side}“; erwartet wird „S“ oder „H“.")
    if size < 0:
        raise BadAmount(
            f"Der Betrag {_shown(row.cells[BETRAG])} hat ein Minus und daneben „{side}“; nur eines von beiden kann das Vorzeichen sein."
        )
    return -size if key in _HABEN else size


def _unnamed_sides(rows: Sequence[ListRow]) -> Iterator[str]:
    """Say which columns that nobody asked for hold nothing but „S“ and „H“ beside the amounts: they are signs under another name."""
    beside = [row.unasked for row in rows if not is_blank(row.cells[BETRAG])]
    for column in zip(*beside, strict=False):
        marks = {cell_text(cell).casefold() for cell in column} - {""}
        if marks <= _SOLL | _HABEN and marks & {"h", "haben"}:
            yield f"Neben den Beträgen steht „S“ oder „H“; bitte die Spalte mit „{SOLL_HABEN}“ überschreiben, damit die Vorzeichen zählen."


def amount(raw: Raw) -> Decimal:
    """Read „1.234,56“, „1234.56“, „12,50-“ or a number of a sheet as an amount to the cent. Raises BadAmount."""
    text = _shown(raw)
    if (doubt := ambiguity(CENT, raw)) is not None:
        raise BadAmount(f"„{text}“ ist nicht eindeutig: {doubt}.")
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


def _shown(raw: Raw) -> str:
    """What stands in a cell, as a reader knows it."""
    return raw.strip() if isinstance(raw, str) else shown_raw(raw, CENT)
