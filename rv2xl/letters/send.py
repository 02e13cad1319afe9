"""`rv2xl generate --letters`: the workbooks with a letter to each Leistungserbringer, beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from rv2xl.files import make_folder, written_together
from rv2xl.letters.draft import Attachment
from rv2xl.letters.folder import (
    Outgoing,
    incomplete_sender,
    letter_files,
    require_untouched,
    without_recipient,
    written_sentences,
)
from rv2xl.letters.letter import Brief, Kind, Vordruck, contracts_of, first_letter
from rv2xl.letters.rendering import Templates
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.issue import Issue
from rv2xl.model.password import Password
from rv2xl.outgoing.generate import is_about_people, workbooks
from rv2xl.outgoing.issuing import file_name, line_of
from rv2xl.outgoing.last_year import Beginnings
from rv2xl.returns.register import Ort, Register

PURPOSE = "Versand"


def send(
    begun: Beginnings, register: Register | None, out: Path, templates: Templates, today: date, advance: Callable[[], None],
    password: Password | None = None,
) -> tuple[list[Path], list[str]]:  # fmt: skip
    """Write the workbooks and the letters into a folder; return the workbooks, and sentences that tell of the letters.

    All is written, or nothing: Abbruch is raised for workbooks that go to nobody, for a fault in a template, for an older workbook with
    entries of somebody else, and for a letter of another day that somebody has changed.
    """
    form, year = begun.issues[0].form, begun.issues[0].year
    if register is None or form.sender is None:
        raise Abbruch(
            "Schreiben gibt es zu Arbeitsmappen für Leistungserbringer; zu --letters gehört --register mit den Stammdaten."
        )
    if any(issue.sender is None for issue in begun.issues):
        raise Abbruch(
            "Der Bogen des Vorjahres wurde für keinen Leistungserbringer ausgegeben; --letters passt hier nicht."
        )
    made, outgoing = {}, []
    for issue, (path, content) in zip(begun.issues, workbooks(begun.issues, out, begun.entered, password), strict=True):
        made[path] = content
        letter = cover_letter(issue, begun, register, today, encrypted=password is not None)
        outgoing.append(Outgoing(letter, (Attachment(path.name, content),)))
        advance()
    letters = dict(letter_files(form, year, outgoing, PURPOSE, templates))
    require_untouched(out, letters)
    private = any(is_about_people(issue, begun.entered(issue)) for issue in begun.issues)
    make_folder(out, private=private)
    with written_together(private=private) as write:
        for path, content in made.items():
            write(path, content)
        for name, content in letters.items():
            write(out / name, content)
    said = written_sentences(out, len(outgoing), "", 0)
    return list(made), [*said, *without_recipient(outgoing, register.senders(form, year)), *incomplete_sender(outgoing)]


def cover_letter(issue: Issue, begun: Beginnings, register: Register, today: date, *, encrypted: bool = False) -> Brief:
    """Return the letter with which a workbook goes out."""
    number, entered = issue.sender or "", begun.entered(issue)
    fields = [issue.section(key).fields[name] for key, values in entered.items() for name in values]
    orte = [ort for sheet in issue.sheets if isinstance(ort := line_of(register, issue, sheet), Ort)]
    form = Vordruck(
        file_name(issue),
        contracts_of(orte),
        eingetragen=any(
            not field.suggested_from for field in fields
        ),  # what the register does not suggest is last year's
        vorjahr=any(sheet.last_year for sheet in issue.sheets),
        verschluesselt=encrypted,
    )
    name = register.sender_name(issue.form, issue.year, number)
    letter = first_letter(issue.form, issue.year, register, number, name, _frist(issue), Kind.VERSAND, today)
    return replace(letter, vordruck=form)


def _frist(issue: Issue) -> date | None:
    """Return the day that is printed in the workbook."""
    ref = issue.form.roles.deadline
    days = (
        [sheet.given.get(ref.field) for sheet in issue.sheets if sheet.section == ref.sheet] if ref is not None else []
    )
    return next((day for day in days if isinstance(day, date)), None)
