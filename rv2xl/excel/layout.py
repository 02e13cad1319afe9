"""Form and issue to a whole workbook: the form's sheets, and the sheets every workbook of ours has. Pure.

A section's plan is made once for each form; what depends on the issue (lists of sheets, „Prüfung“, `_meta`) is made anew.
"""

from __future__ import annotations

from functools import cache

from rv2xl.excel import own_sheets
from rv2xl.excel.arrange import DONE, DUTIES, STATE, Put, SheetBuilder, arrange, section_plan
from rv2xl.excel.plan import Layout, Link, Placed, SheetPlan
from rv2xl.model.expr import Ref, join, sum_of
from rv2xl.model.form import Block, Directory, Form, Identification, Progress
from rv2xl.model.issue import Issue
from rv2xl.model.status import overall_state
from rv2xl.model.wording import plain

PROGRESS_DONE, PROGRESS_ALL = "fortschritt.erledigt", "fortschritt.gesamt"


def lay_out(issue: Issue) -> Layout:
    """Return the workbook of an issue, sheet by sheet in the order of the source, then the workbook's own sheets."""
    form = issue.form
    variable: dict[type[Block], Put] = {
        Directory: lambda builder, block: _directory(builder, block, issue),
        Progress: lambda builder, block: _progress(builder, issue),
        Identification: lambda builder, block: builder.line(issue.identification, "identification"),
    }
    placed = []
    for sheet in issue.sheets:
        definition = issue.section(sheet.key)
        if any(type(block) in variable for block in definition.blocks):
            plan = arrange(definition, variable)
        else:
            plan = section_plan(form, definition.section)
        placed.append(Placed(sheet.key, sheet.name, plan, definition, sheet.given))
    placed.append(Placed(own_sheets.HELP, own_sheets.HELP_NAME, help_plan(form)))
    placed.append(Placed(own_sheets.CHECKS, own_sheets.CHECKS_NAME, own_sheets.checks(issue)))
    placed.append(Placed(own_sheets.META, own_sheets.META_NAME, own_sheets.meta(issue)))
    return Layout(issue, tuple(placed))


@cache
def help_plan(form: Form) -> SheetPlan:
    """Return the Ausfüllhilfe of a form."""
    return own_sheets.help_sheet(form)


def _directory(builder: SheetBuilder, block: Block, issue: Issue) -> None:
    """List the issued sheets of a section with what the register says of them, a link and their state."""
    assert isinstance(block, Directory)
    for column, (heading, _) in enumerate(block.columns):
        builder.text(heading, "column_head", column)
    builder.text(block.link_heading, "column_head", len(block.columns))
    builder.text("Zustand", "column_head", len(block.columns) + 1)
    builder.next()
    listed = [sheet for sheet in issue.sheets if sheet.section == block.section]
    for sheet in listed:
        fields = issue.section(sheet.key).fields
        for column, (_, names) in enumerate(block.columns):
            parts = [plain(sheet.given.get(name), fields[name].type) for name in names]
            builder.text("\n".join(part for part in parts if part), "given.text", column)
        builder.text(sheet.name, "link", len(block.columns), link=Link(sheet.key, "A1"))
        builder.own_formula(f"zustand.{sheet.key}", Ref(f"zustand.{sheet.key}", "deckblatt"), len(block.columns) + 1, "state")
        builder.next()
    if not listed:
        builder.line("Für dieses Jahr sind hier keine Leistungen vereinbart; es ist nichts auszufüllen.", "note")


def _progress(builder: SheetBuilder, issue: Issue) -> None:
    """List the sheets with duties: how many there are, how many are done, and the state of each with its rules."""
    sheets = [sheet for sheet in issue.sheets if DUTIES in section_plan(issue.form, sheet.section).positions]
    done = sum_of(Ref(DONE, sheet.key) for sheet in sheets)
    total = sum_of(Ref(DUTIES, sheet.key) for sheet in sheets)
    for column, heading in enumerate(("Blatt", "Pflichtangaben", "davon erledigt")):
        builder.text(heading, "column_head", column)
    builder.text("Zustand", "column_head", 3, 4)
    builder.next()
    for sheet in sheets:
        builder.text(sheet.name, "link", 0, link=Link(sheet.key, "A1"))
        builder.own_formula(f"gesamt.{sheet.key}", Ref(DUTIES, sheet.key), 1, "shown.anzahl")
        builder.own_formula(f"erledigt.{sheet.key}", Ref(DONE, sheet.key), 2, "shown.anzahl")
        lines = own_sheets.lines_of(issue, sheet)
        builder.own_formula(f"zustand.{sheet.key}", overall_state(Ref(STATE, sheet.key), lines), 3, "state", last=4)
        builder.next()
    builder.text("Gesamt", "label_bold")
    builder.own_formula(PROGRESS_ALL, total, 1, "computed.anzahl")
    builder.own_formula(PROGRESS_DONE, done, 2, "computed.anzahl")
    text = join(Ref(PROGRESS_DONE), " von ", Ref(PROGRESS_ALL), " Pflichtangaben")
    builder.own_formula("fortschritt.text", text, 3, "state", last=4)
    builder.next()
