"""What an import of costs came to: for programs as JSON, for people as tables that add up."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from rv2xl.costs.balances import CENT, Account
from rv2xl.costs.import_costs import FORM, ImportedCosts, filled_workbook, fills_in
from rv2xl.files import write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.wording import german, plain
from rv2xl.outgoing.generate import require_nothing_lost
from rv2xl.reports.findings import Say, Show
from rv2xl.reports.results import require_targets

_plain, _shown = partial(plain, type_=CENT), partial(german, type_=CENT)
"""An amount for programs, and for people."""


def target(file: Path, mapping: Path, out: Path | None, year: int | None) -> Path | None:
    """Return where the workbook is to be written: `out`, with a year alone beside the list, else nowhere.

    Raises Abbruch for `out` without a year and for a target that is an input or cannot be one.
    """
    if year is None:
        if out is not None:
            raise Abbruch("Zu --out gehört --year mit dem Jahr des Bogens.")
        return None
    path = out or file.with_name(f"{file.stem}_{FORM}_{year}.xlsx")
    require_targets(path, None, [file, mapping])
    return path


def write_workbook(found: ImportedCosts, path: Path | None, year: int | None) -> None:
    """Write the filled workbook, if one is wanted and nothing stands against it: an earlier import gives way, but no more than that."""
    if path is not None and year is not None and not found.problems:
        data = filled_workbook(found, year)
        require_nothing_lost(path, data, fills_in)
        write_beside(path, data)


def require_no_problems(found: ImportedCosts) -> None:
    """Raise Abbruch if there is something for which nothing can be taken over."""
    count = len(found.problems)
    if count:
        what = found.problems[0] if count == 1 else f"{count} Beanstandungen in Liste und Zuordnung."
        raise Abbruch(f"Es wurde nichts übernommen: {what}")


def as_json(found: ImportedCosts, written: Path | None) -> dict[str, Any]:
    """Return the result for programs; amounts as texts, no sums where a row of the list could not be read."""
    whole = not found.balances.problems
    return {
        "file": found.balances.path.as_posix(),
        "sheet": found.balances.sheet,
        "map": found.mapping.path.as_posix(),
        "written": written.as_posix() if written is not None and not found.problems else None,
        "total": _plain(found.total) if whole else None,
        "mapped": _plain(found.mapped) if whole else None,
        "unmapped": _plain(found.not_mapped) if whole else None,
        "lines": [
            {"field": entry.field.id, "label": entry.name, "amount": _plain(entry.amount),
             "entered": _plain(entry.entered), "accounts": [_account(account) for account in entry.accounts]}
            for entry in found.assigned
        ],
        "unmapped_accounts": [_account(account) for account in found.unmapped],
        "notices": list(found.notices),
        "problems": list(found.problems),
    }  # fmt: skip


def _account(account: Account) -> dict[str, Any]:
    return {"account": account.number, "label": account.label, "amount": _plain(account.amount), "row": account.row}


def show_import(found: ImportedCosts, written: Path | None, *, show: Show, say: Say) -> None:
    """Print the lines with their accounts, the accounts without a line, and the sum that proves that none is lost."""
    sheet = f", Blatt „{found.balances.sheet}“" if found.balances.sheet else ""
    say(f"Liste: „{found.balances.path}“{sheet}. Zuordnung: „{found.mapping.path}“.")
    if found.assigned:
        show("Zugeordnet", ("Zeile", "Kostenart", "Konten", "Betrag (EUR)", "im Bogen"), [
            (entry.line.id, entry.name, ", ".join(dict.fromkeys(account.number for account in entry.accounts)), _shown(entry.amount),
             _shown(entry.entered)) for entry in found.assigned
        ])  # fmt: skip
    if found.unmapped:
        show("Keiner Zeile zugeordnet", ("Konto", "Bezeichnung", "Betrag (EUR)", "Zeile der Liste"), [
            (account.number, account.label, _shown(account.amount), account.row) for account in found.unmapped
        ])  # fmt: skip
    for notice in found.notices:
        say(f"Hinweis: {notice}")
    for problem in found.problems:
        say(f"Beanstandung: {problem}")
    if not found.balances.problems:
        say(f"Zugeordnet {_shown(found.mapped)} EUR + nicht zugeordnet {_shown(found.not_mapped)} EUR = "
            f"Summe der Liste {_shown(found.total)} EUR.")  # fmt: skip
    if written is not None and not found.problems:
        say(f"Geschrieben: „{written}“")
