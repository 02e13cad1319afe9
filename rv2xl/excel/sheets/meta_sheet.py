"""The hidden sheet `_meta`: what was issued, in plain cells, so that a return is compared with exactly that."""

from __future__ import annotations

from collections.abc import Iterator

from rv2xl.excel.sheets.plan import Cell, SheetPlan
from rv2xl.model.issue import ANSWERED, EDITION, Issue
from rv2xl.model.wording import plain
from rv2xl.recht.law import FIRST_EDITION

META = META_NAME = "_meta"
"""Key and name of the sheet."""

META_TITLE = "rv2xl"
FORM = "formular"
"""What stands before the form's name, in the second line."""
META_WARNING = "Bitte nichts ändern: Dieses Blatt hält fest, was ausgegeben wurde."


def meta(issue: Issue) -> SheetPlan:
    """Lay out `_meta`: what was issued, in plain cells, line by line (kind, key, name, value)."""
    cells = (
        Cell(row, column, "meta", text)
        for row, line in enumerate(meta_rows(issue))
        for column, text in enumerate(line)
        if text
    )  # fmt: skip
    return SheetPlan(tuple(cells), (14.0, 24.0, 40.0, 40.0), hidden=True)


def meta_rows(issue: Issue) -> Iterator[tuple[str, ...]]:
    """Yield the lines of `_meta`; `returned.recognise.read_meta` reads them back."""
    yield (META_TITLE, META_WARNING)
    yield (FORM, issue.form.name)
    yield ("version", issue.form.version)
    yield ("jahr", str(issue.year))
    yield ("absender", issue.sender or "")
    yield ("ausgabe", issue.id)
    if issue.form.edition > FIRST_EDITION:
        yield (EDITION, str(issue.form.edition))
    yield from (("zeilen", roster, str(length)) for roster, length in issue.lengths)
    for sheet in issue.sheets:
        yield ("blatt", sheet.key, sheet.name)
        fields = issue.section(sheet.key).fields
        for name, value in sheet.given.items():
            yield ("vorgabe", sheet.key, name, plain(value, fields[name].type) or "")
        for name, value in sheet.last_year.items():
            yield (ANSWERED, sheet.key, name, plain(value, fields[name].type) or "")
