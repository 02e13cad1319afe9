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
from rv2xl.excel.lists.sides import BY_FORMAT, HABEN_MARKS, SOLL_MARKS
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.entries.complaint import failed_formula
from rv2xl.model.entries.entry import Raw, is_blank, shown_raw
from rv2xl.model.entries.normalisation import normalised
from rv2xl.model.entries.spelling import Content, ambiguity

CENT = Type(Kind.EURO, unit="EUR", scale=2)
"""An amount of any sign. What has a fraction of a cent is reported, never rounded."""

KONTO, BEZEICHNUNG, BETRAG, SOLL_HABEN, SOLL, HABEN = "Konto", "Bezeichnung", "Betrag", "S/H", "Soll", "Haben"
KONTO_SPELLINGS = ("Konto", "Konto-Nr", "Kontonummer", "Sachkonto", "account")
_COLUMNS = {
    KONTO: KONTO_SPELLINGS,
    BEZEICHNUNG: (
        "Bezeichnung",
        "Kontobezeichnung",
        "Kontenbezeichnung",
        "Beschriftung",
        "Kontoname",
        "Name",
        "Text",
        "label",
    ),
    BETRAG: ("Betrag", "Betrag EUR", "Betrag in EUR", "Saldo", "Saldo EUR", "Saldo in EUR", "amount"),
}
_SIDES = {
    SOLL_HABEN: (SOLL_HABEN, "Soll/Haben", "Soll oder Haben", "S/H-Kennzeichen", "Soll/Haben-Kennzeichen", "S/H-Kz", "Soll/Haben-Kz",
                 "SHKz", "D/C", "Dr/Cr", "Vorzeichen", "VZ"),
    SOLL: ("Soll", "Soll EUR", "Soll in EUR", "Saldo Soll", "Soll Saldo", "Betrag Soll", "Soll Betrag", "debit"),
    HABEN: ("Haben", "Haben EUR", "Haben in EUR", "Saldo Haben", "Haben Saldo", "Betrag Haben", "Haben Betrag", "credit"),
}  # fmt: skip
_IN_ORDER = 4
"""Columns of a list without heads: account, label, amount and side."""
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
    found = read_list(path, _COLUMNS, optional=_SIDES, instead={BETRAG: (SOLL, HABEN)}, in_order=_IN_ORDER)
    accounts: list[Account] = []
    problems = list(_unnamed_sides(found.rows))
    notices = found.passed_over
    sided = any(cell_text(row.cells[SOLL_HABEN]) for row in found.rows)
    for row in found.rows:
        try:
            account = _account(row, sided, found.heads is not None)
        except BadAmount as bad:
            problems.append(f"Zeile {row.number}: {bad}")
            continue
        if account is None:
            notices.append(
                f"Zeile {row.number}: „{cell_text(row.cells[BEZEICHNUNG])}“ hat weder Konto noch Betrag und zählt nicht."
            )
            continue
        if _is_without_amount(row):
            notices.append(f"Zeile {row.number}: Das Konto {account.number} hat keinen Betrag; es zählt mit 0,00.")
        accounts.append(account)
    if not problems and all(map(_is_without_amount, found.rows)):
        where = f"„{path}“, Blatt „{found.sheet}“," if found.sheet else f"„{path}“"
        raise Abbruch(
            f"In der Liste {where} steht kein einziger Betrag; gebraucht werden die Spalten Konto, Bezeichnung und Betrag, in einer "
            "CSV-Datei getrennt durch „;“."
        )
    counts = Counter(account.number for account in accounts)
    notices += [
        f"Das Konto {number} steht in {count} Zeilen; alle zählen." for number, count in counts.items() if count > 1
    ]
    named = frozenset(cell_text(row.cells[KONTO]) for row in found.rows)
    total = sum((account.amount for account in accounts), Decimal(0))
    return Balances(path, found.sheet, tuple(accounts), total, tuple(problems), tuple(notices), named)


def _account(row: ListRow, sided: bool, headed: bool) -> Account | None:
    """Read a row; None for one that holds no more than words. Raises BadAmount."""
    number, label = cell_text(row.cells[KONTO]), cell_text(row.cells[BEZEICHNUNG])
    if row.overlong:
        raise BadAmount(
            "Sie hat mehr Spalten als die Liste; ein Betrag mit Komma braucht Anführungszeichen oder „;“ zwischen den Spalten."
        )
    if is_no_account(number):
        raise BadAmount(f"Statt eines Kontos steht dort „{number}“.")
    without_amount = _is_without_amount(row)
    if not number and without_amount:
        return None
    if not without_amount and not (number if headed else _is_number_of_account(number)):
        what = (
            f"Zum Betrag {_shown(_amounts(row)[0])} fehlt das Konto"
            if not number
            else f"„{number}“ ist keine Kontonummer"
        )
        raise BadAmount(f"{what} (Summenzeile?); bitte das Konto ergänzen oder die Zeile löschen.")
    return Account(number, label, Decimal(0) if without_amount else _signed(row, sided), row.number)


def is_no_account(text: str) -> bool:
    """Whether a cell where an account should stand shows an error value, or a formula without a value."""
    return text == UNCALCULATED or text.startswith("#")


def _is_number_of_account(text: str) -> bool:
    """Whether this can be an account of a list without heads: „4100 Gehälter 5“ is a line without columns, „Summe Klasse 4“ a sum."""
    first, *rest = text.split() or [""]
    return any(map(str.isdecimal, first)) and all(map(str.isdecimal, rest))


def _amounts(row: ListRow) -> list[Raw]:
    return [cell for cell in map(row.cells.get, (BETRAG, SOLL, HABEN)) if not is_blank(cell)]


def _is_without_amount(row: ListRow) -> bool:
    return not _amounts(row)


def _signed(row: ListRow, sided: bool) -> Decimal:
    """The amount of a row, negative if it stands in the Haben; `sided`: rows of this list say where they stand. Raises BadAmount."""
    soll, haben = (Decimal(0) if is_blank(row.cells[side]) else amount(row.cells[side]) for side in (SOLL, HABEN))
    if is_blank(row.cells[BETRAG]):
        return soll - haben
    found = _beside_its_side(row, sided)
    if found and found == haben - soll:
        raise BadAmount(
            f"Der Betrag {_shown(row.cells[BETRAG])} ist Haben weniger Soll; er hat wohl sein Vorzeichen verloren. Bitte die "
            "Spalte des Betrags löschen, dann zählen Soll und Haben."
        )
    return found


def _beside_its_side(row: ListRow, sided: bool) -> Decimal:
    size, side = amount(row.cells[BETRAG]), cell_text(row.cells[SOLL_HABEN])
    key = side.casefold()
    if not side:
        if sided and size:
            raise BadAmount(
                f"Neben dem Betrag {_shown(row.cells[BETRAG])} fehlt „S“ oder „H“; in anderen Zeilen steht es."
            )
        return size
    if key not in SOLL_MARKS | HABEN_MARKS:
        raise BadAmount(f"In der Spalte „{SOLL_HABEN}“ steht „{side}“; erwartet wird „S“ oder „H“.")
    if size < 0:
        raise BadAmount(
            f"Der Betrag {_shown(row.cells[BETRAG])} hat ein Minus und daneben „{side}“; nur eines von beiden kann das Vorzeichen sein."
        )
    return -size if key in HABEN_MARKS else size


def _unnamed_sides(rows: Sequence[ListRow]) -> Iterator[str]:
    """Say which columns that nobody asked for hold nothing but „S“ and „H“ beside the amounts: they are signs under another name.

    A stroke in every row is none, but stands for nothing.
    """
    beside = [row.unasked for row in rows if not is_blank(row.cells[BETRAG])]
    for column in zip(*beside, strict=False):
        marks = {cell_text(cell).casefold() for cell in column}
        if marks <= SOLL_MARKS | HABEN_MARKS | {""} and marks & HABEN_MARKS and marks != {"-"}:
            yield f"Neben den Beträgen steht „S“ oder „H“; bitte die Spalte mit „{SOLL_HABEN}“ überschreiben, damit die Vorzeichen zählen."


def amount(raw: Raw) -> Decimal:
    """Read „1.234,56“, „1234.56“, „12,50-“ or a number of a sheet as an amount to the cent. Raises BadAmount."""
    text = _shown(raw)
    if (failed := failed_formula(raw)) is not None:
        raise BadAmount(failed)
    if text.endswith(BY_FORMAT):
        raise BadAmount(
            f"„{text.removesuffix(BY_FORMAT)}“ zeigt nur das Zahlenformat der Zelle; ob der Betrag im Soll oder im Haben steht, ist nicht "
            f"sicher. Bitte „S“ oder „H“ in eine Spalte „{SOLL_HABEN}“ schreiben und das Zahlenformat der Beträge zurücksetzen."
        )
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
