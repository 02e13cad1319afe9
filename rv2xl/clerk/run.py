"""What a button does, from the workbook and back into it: the same functions as those of the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rv2xl.clerk.books.book import Book
from rv2xl.clerk.coming_back import come_back
from rv2xl.clerk.context import Clock, Context, Done
from rv2xl.clerk.going_out import generate
from rv2xl.clerk.lines.record import RunRecord
from rv2xl.clerk.lines.table import worked_table
from rv2xl.clerk.settings import read_settings
from rv2xl.clerk.sheets import ERGEBNIS, LETZTER_LAUF, NAECHSTER_SCHRITT, PROTOKOLL, Action
from rv2xl.letters.sending_out import ShowProgress
from rv2xl.returns.register import load_register


def run(action: Action, book: Book, clock: Clock, progress: ShowProgress) -> Done:
    """Do what a button does, and write the result into the workbook: nothing there before everything else is done.

    Raises Abbruch for what cannot be done; the workbook is then as it was.
    """
    settings = read_settings(book)
    record = RunRecord(worked_table(book, PROTOKOLL))
    register = load_register(settings.stammdaten, settings.year)
    context = Context(book, settings, register, record, clock, progress)
    done = generate(context) if action is Action.GENERATE else come_back(context, action)
    done = replace(done, said=tuple(_seen_from(book.path.parent, done.said)))
    label = context.label(action)
    named = {LETZTER_LAUF: f"{clock.moment}: {label}", ERGEBNIS: done.text, NAECHSTER_SCHRITT: done.next_step}
    for step_of, step in done.steps.items():
        named |= {step_of.state: step.state, step_of.due: step.due}
    book.write(named, [*done.blocks, *record.blocks(clock.moment, label, done.text, done.changes)])
    return done


def _seen_from(folder: Path, said: Iterable[str]) -> list[str]:
    """Return sentences with paths as the clerk has them on the sheet Start: from the folder of the workbook on."""
    return [sentence.replace(f"„{folder}{os.sep}", "„") for sentence in said]
