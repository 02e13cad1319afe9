"""What updating the register came to, for the clerk: each change, and what was not taken over."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.corrections.choices import Choice
from rv2xl.corrections.listed import Take
from rv2xl.corrections.update import NAMED, Update
from rv2xl.excel.lists.clerk_list import cell_text
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import shortened
from rv2xl.model.wording import german, listed, listed_first
from rv2xl.reports.findings import Say, Show

_HEADS = ("Zeile", "LE-Nr.", "Angabe", "bisher", "neu", "Blatt", "Zelle")


def show_update(update: Update, *, show: Show, say: Say) -> None:
    """Print a table of the changed cells, then in sentences what else became of the list."""
    if update.changed:
        rows = [
            (
                str(choice.row), cell_text(choice.number), target.column.label, _shown(target.old), _shown(target.new), target.sheet,
                target.cell,
            )
            for choice, target in update.changed
        ]  # fmt: skip
        show("Geänderte Stammdaten", _HEADS, rows)
    count = len({choice.row for choice, _ in update.changed})
    say("Keine Berichtigung übernommen." if not count else f"{_counted(count)} übernommen.")
    if update.already:
        say(f"Steht schon so in den Stammdaten: {_named(update.already)}.")
    passed = [
        f"{len(choices)} {word}"
        for choices, word in ((update.declined, f"mit „{Take.NEIN}“"), (update.undecided, "ohne Angabe"))
        if choices
    ]
    if passed:
        say(f"Nicht übernommen: {listed(passed)}.")
    if update.by_hand:
        say(f"Bitte von Hand eintragen: {_named(update.by_hand)}.")
    for sentence in update.left:
        say(sentence)


def _shown(value: Value) -> str:
    return shortened(value) if isinstance(value, str) else german(value)


def _counted(count: int) -> str:
    return "1 Berichtigung" if count == 1 else f"{count} Berichtigungen"


def _named(choices: Sequence[Choice]) -> str:
    return listed_first([str(choice) for choice in choices], NAMED)
