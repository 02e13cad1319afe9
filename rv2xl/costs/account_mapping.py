"""Which account belongs to which line of Anlage 3: a list of Konto and Zeile, and perhaps the sign of a ledger to turn round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from rv2xl.costs.balances import KONTO, KONTO_SPELLINGS, is_no_account
from rv2xl.excel.lists.clerk_list import cell_text, read_list
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.blocks.cost_blocks import AMOUNT
from rv2xl.model.wording import listed
from rv2xl.recht.kostenarten import Kostenart, kostenarten, slug

ZEILE = "Zeile"
VORZEICHEN = "Vorzeichen"
_COLUMNS = {KONTO: KONTO_SPELLINGS, ZEILE: ("Zeile", "Zeile der Anlage 3", "Kostenart", "Feld", "line")}
_IN_ORDER = 3
_SIGNS = {"": False, "+": False, "-": True, "−": True, "umkehren": True}
"""What may stand in the third column, and whether the sign is turned round: a ledger has Erträge negative, Anlage 3 positive."""


@dataclass(frozen=True)
class AccountMapping:
    """The line of each account by its number, the accounts whose sign is turned round, what is wrong in the list and what is worth
    knowing (German sentences)."""

    path: Path
    lines: Mapping[str, Kostenart]
    turned: frozenset[str]
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()


class UnknownLine(ValueError):
    """There is no such line, or more than one; the German sentence says so."""


def read_mapping(path: Path) -> AccountMapping:
    """Read a mapping; an account without a line is not mapped. Raises Abbruch if the file cannot be read at all or maps none."""
    lines: dict[str, Kostenart] = {}
    problems: list[str] = []
    seen: dict[str, int] = {}
    turned: set[str] = set()
    found = read_list(path, _COLUMNS, optional={VORZEICHEN: (VORZEICHEN, "sign")}, in_order=_IN_ORDER)
    for row in found.rows:
        account, name, sign = (cell_text(row.cells[column]) for column in (KONTO, ZEILE, VORZEICHEN))
        where = f"Zuordnung, Zeile {row.number}"
        if not account or is_no_account(account) or row.overlong:
            problems.append(f"{where}: Erwartet werden ein Konto und eine Zeile der Anlage 3.")
            continue
        if account in seen:
            problems.append(f"{where}: Das Konto {account} ist schon in Zeile {seen[account]} zugeordnet.")
            continue
        seen[account] = row.number
        if sign.lower() not in _SIGNS:
            problems.append(
                f"{where}: Das Vorzeichen „{sign}“ ist unbekannt; bitte „-“ zum Umkehren, sonst nichts eintragen."
            )
        elif _SIGNS[sign.lower()]:
            turned.add(account)
        if name:
            try:
                lines[account] = line_of(name)
            except UnknownLine as unknown:
                problems.append(f"{where}: {unknown}")
    if not lines and not problems:
        raise Abbruch(f"In der Zuordnung „{path}“ steht zu keinem Konto eine Zeile der Anlage 3.")
    notices = tuple(f"Zuordnung: {said}" for said in found.passed_over)
    return AccountMapping(path, lines, frozenset(turned), tuple(problems), notices)


def line_of(name: str) -> Kostenart:
    """Return the line of a field id (with or without „.betrag“) or of a label as printed; a label that several groups have is refused
    with the groups. Raises UnknownLine."""
    by_id, by_label = _known()
    line = by_id.get(name.lower().removesuffix(f".{AMOUNT}"))
    if line is not None:
        return line
    found = by_label.get(slug(name), ())
    if len(found) == 1:
        return found[0]
    if found:
        ids = listed([f"„{line.id}“ ({_group_of(line)})" for line in found], "oder")
        raise UnknownLine(f"„{name}“ steht in mehreren Gruppen der Anlage 3; bitte stattdessen {ids} angeben.")
    near = get_close_matches(slug(name), [*by_label, *by_id], n=1)
    meant = (by_id.get(near[0]) or by_label[near[0]][0]) if near else None
    hint = f"; gemeint ist vielleicht {_named(meant)}" if meant is not None else ""
    raise UnknownLine(f"Eine Zeile „{name}“ gibt es in Anlage 3 nicht{hint}.")


def _named(line: Kostenart) -> str:
    """Name a line as it can be typed: as printed with its id, where it has a name of its own."""
    return f"„{line.label}“ („{line.id}“, {_group_of(line)})" if line.label else f"„{line.id}“ ({_group_of(line)})"


def _group_of(line: Kostenart) -> str:
    group = next(group for group in kostenarten().groups if line in group.lines)
    return f"Gruppe {group.number}, {group.title}"


@cache
def _known() -> tuple[dict[str, Kostenart], dict[str, tuple[Kostenart, ...]]]:
    """The lines by id, and by what a label comes to; a „0,00“ line has its group's title for a label."""
    by_id = {line.id: line for line in kostenarten().lines}
    by_label: dict[str, tuple[Kostenart, ...]] = {}
    for group in kostenarten().groups:
        for line in group.lines:
            labels = {slug(label) for label in (line.label, line.slip) if label}
            if not labels and not line.free:
                labels = {slug(group.title)}
            for label in labels:
                by_label[label] = (*by_label.get(label, ()), line)
    return by_id, by_label
