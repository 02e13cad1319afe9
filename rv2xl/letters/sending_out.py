"""`rv2xl generate` as a whole: what is issued, what it begins with, and the letters with which it goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from rv2xl.letters.rendering import Templates
from rv2xl.letters.send import send
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.password import Password
from rv2xl.outgoing.generate import write_issues
from rv2xl.outgoing.last_year import beginnings
from rv2xl.outgoing.looking_back import looking_back, returns_of_last_year
from rv2xl.returns.batch import check_files
from rv2xl.returns.register import Register

ShowProgress = Callable[[int | None, str], AbstractContextManager[Callable[[], None]]]
"""Shows how far a step is: of so many, with its name; gives what is called once per step."""


def send_out(
    form: Form,
    register: Register | None,
    year: int,
    out: Path,
    today: date,
    progress: ShowProgress,
    *,
    previous: Sequence[Path] = (),
    templates: Templates | None = None,
    password: Password | None = None,
    **which: Any,
) -> tuple[list[Path], list[str], list[str]]:
    """Write workbooks into a folder, with `templates` also the letters to them, with a `password` encrypted; `previous` are returns of
    last year.

    Returns the workbooks, and sentences about what was carried over and about the letters. Raises Abbruch, and writes nothing, for
    whatever its steps raise it for.
    """
    if password is not None and form.sender is None:
        raise Abbruch(f"„{form.title}“ verschickt niemand; --encrypt passt hier nicht.")
    begun = beginnings(form, register, year, **which)
    if previous:
        files = returns_of_last_year(form, register, previous, out)
        with progress(len(files), "Rückläufe des Vorjahres lesen") as advance:
            begun = looking_back(begun, form, register, year, check_files(files, register, year - 1, advance))
    with progress(len(begun.issues), "Arbeitsmappen schreiben") as advance:
        if templates is not None:
            written, said = send(begun, register, out, templates, today, advance, password)
        else:
            written, said = write_issues(begun.issues, out, begun.entered, advance, password), []
    return written, list(begun.told), said
