"""Form and issue to a whole workbook: the form's sheets, and the sheets every workbook of ours has. Pure.

A section's plan is made once for each form; what depends on the issue (lists of sheets, „Prüfung“, `_meta`) is made for each issue.
"""

from __future__ import annotations

from functools import partial

from rv2xl.excel.sheets import checks_sheet, deckblatt, help_sheet, meta_sheet
from rv2xl.excel.sheets.blocks.arrange import DONE, DUTIES, STATE, Put, arrange_issued, section_plan
from rv2xl.excel.sheets.blocks.builder import LAST_COLUMN, SheetBuilder
from rv2xl.excel.sheets.blocks.last_year import with_last_year
from rv2xl.excel.sheets.checks.lines import check_lines
from rv2xl.excel.sheets.deckblatt import PROGRESS_HEADS, PROGRESS_TOTAL
from rv2xl.excel.sheets.plan import Layout, Link, Placed
from rv2xl.model.definitions.blocks import Block, Directory, Identification, Progress
from rv2xl.model.definitions.blocks.deckblatt_blocks import DataProtection, Steps
from rv2xl.model.definitions.blocks.sheet_list import SheetList
from rv2xl.model.definitions.form import MOST_ROWS_KEPT, Form, derived_from_section, rows_kept
from rv2xl.model.definitions.states import LINE, overall_state
from rv2xl.model.derived import derived_lately
from rv2xl.model.expressions.expr import Expr, Ref, if_, join, total
from rv2xl.model.issue import Issue
from rv2xl.model.wording import plain

_ALL_DUTIES, _DUTIES_DONE = Ref(DUTIES), Ref(DONE)
"""The same in every workbook: what a form keeps of a formula it keeps by its expression."""
PROGRESS_DONE, PROGRESS_ALL = "fortschritt.erledigt", "fortschritt.gesamt"


def lay_out(issue: Issue) -> Layout:
    """Return the workbook of an issue, sheet by sheet in the order of the source, then the workbook's own sheets.

    Those of blank forms are remembered: a folder holds many returns of one.
    """
    form = issue.form
    return _laid_out_blank(form.original or form, issue) if issue.sender is None else _laid_out(issue)


def _rows_kept(layout: Layout) -> int:
    return rows_kept(layout.issue.form)


@derived_lately(MOST_ROWS_KEPT, _rows_kept)
def _laid_out_blank(original: Form, issue: Issue) -> Layout:
    """Kept on the form that stays: a form of another list length would hold itself by its layouts."""
    return _laid_out(issue)


def _laid_out(issue: Issue) -> Layout:
    form = issue.form
    variable: dict[type[Block], Put] = {
        Directory: lambda builder, block: _directory(builder, block, issue),
        Steps: lambda builder, block: deckblatt.steps(builder, block, issue),
        Progress: lambda builder, block: (deckblatt.progress if form.guidance.leads else _progress)(builder, issue),
        DataProtection: lambda builder, block: deckblatt.data_protection(builder, block, issue),
        SheetList: lambda builder, block: _sheet_list(builder, block, issue),
        Identification: lambda builder, block: builder.line(issue.identification, "identification"),
    }
    placed = []
    for sheet in issue.sheets:
        definition = issue.section(sheet.key)
        general = not any(type(block) in variable for block in definition.blocks)
        arranged = (
            partial(section_plan, form, definition.section)
            if general
            else partial(arrange_issued, definition, variable)
        )
        if sheet.last_year:
            arranged = partial(with_last_year, arranged, sheet.last_year)
        placed.append(Placed(sheet.key, sheet.name, arranged, definition, sheet.given, general))
    placed.append(Placed(help_sheet.HELP, help_sheet.HELP_NAME, partial(help_sheet.help_sheet, form)))
    placed.append(Placed(checks_sheet.CHECKS, checks_sheet.CHECKS_NAME, partial(checks_sheet.checks, issue)))
    placed.append(Placed(meta_sheet.META, meta_sheet.META_NAME, partial(meta_sheet.meta, issue)))
    return Layout(issue, tuple(placed), checks_sheet.first_lines(issue))


def _directory(builder: SheetBuilder, block: Directory, issue: Issue) -> None:
    """List the issued sheets of a section with what the register says of them, a link and their state."""
    builder.texts((*(heading for heading, _ in block.columns), block.link_heading, "Zustand"))
    listed = [sheet for sheet in issue.sheets if sheet.section == block.section]
    for sheet in listed:
        fields = issue.section(sheet.key).fields
        for column, (_, names) in enumerate(block.columns):
            parts = [plain(sheet.given.get(name), fields[name].type) for name in names]
            builder.text("\n".join(part for part in parts if part), "given.text", column)
        builder.text(sheet.name, "link", len(block.columns), link=Link(sheet.key, "A1"))
        state = Ref(f"zustand.{sheet.key}", _progress_section(issue.form))
        builder.formula(f"zustand.{sheet.key}", state, len(block.columns) + 1, "state", general=False)
        builder.next()
    if not listed:
        builder.line("Für dieses Jahr sind hier keine Leistungen vereinbart; es ist nichts auszufüllen.", "note")


def _sheet_list(builder: SheetBuilder, block: SheetList, issue: Issue) -> None:
    """List the sheets that can name one another, each with the one that it names."""
    builder.text(block.heads[0], "column_head")
    builder.text(block.heads[1], "column_head", 1, LAST_COLUMN)
    builder.next()
    for sheet in (entry for entry in issue.sheets if block.field in issue.section(entry.key).fields):
        builder.text(sheet.name, "link", 0, link=Link(sheet.key, "A1"))
        named = _named(issue.form, sheet.section, block)
        builder.formula(block.cell_of(sheet.key), named, 1, "shown.text", scope=sheet.key, last=LAST_COLUMN)
        builder.next()


@derived_from_section
def _named(form: Form, section: str, block: SheetList) -> Expr:
    """What a list of sheets shows of one of this section, made once: the sheet that it names, or that it stands for none."""
    optional, named = form.sections[section].optional_when, Ref(block.field)
    shown = if_(named.eq(""), "", named)
    return shown if optional is None else if_(optional, block.alone, shown)


def _progress_section(form: Form) -> str:
    """The section that shows the state of every sheet."""
    return next(sheet.section for sheet in form.sheets if any(isinstance(block, Progress) for block in sheet.blocks))


@derived_from_section
def _overall(form: Form, section: str) -> Expr:
    """The state of a sheet with its rules, made once for the section."""
    lines = [Ref(LINE + line.id) for line in check_lines(form, section)]
    return overall_state(Ref(STATE), lines)


def _progress(builder: SheetBuilder, issue: Issue) -> None:
    """List the sheets with duties: how many there are, how many are done, and the state of each with its rules; lists by state."""
    placed = {sheet.key: section_plan(issue.form, sheet.section).positions for sheet in issue.sheets}
    sheets = [sheet for sheet in issue.sheets if DUTIES in placed[sheet.key]]
    for column, heading in enumerate(PROGRESS_HEADS):
        builder.text(heading, "column_head", column)
    builder.text("Zustand", "column_head", 3, 4)
    builder.next()
    for sheet in (entry for entry in issue.sheets if STATE in placed[entry.key]):
        builder.text(sheet.name, "link", 0, link=Link(sheet.key, "A1"))
        if sheet in sheets:
            builder.formula(f"gesamt.{sheet.key}", _ALL_DUTIES, 1, "shown.anzahl", scope=sheet.key)
            builder.formula(f"erledigt.{sheet.key}", _DUTIES_DONE, 2, "shown.anzahl", scope=sheet.key)
        else:
            builder.text("je Zeile" if issue.section(sheet.key).rosters else "keine", "label", 1, 2)
        state = _overall(issue.form, sheet.section)
        builder.formula(f"zustand.{sheet.key}", state, 3, "state", scope=sheet.key, last=4)
        builder.next()
    builder.text(PROGRESS_TOTAL, "label_bold")
    for column, (name, part) in enumerate(((PROGRESS_ALL, "gesamt"), (PROGRESS_DONE, "erledigt")), 1):
        parts = total(Ref(f"{part}.{sheet.key}") for sheet in sheets)
        builder.formula(name, parts, column, "computed.anzahl", general=False)
    text = join(Ref(PROGRESS_DONE), " von ", Ref(PROGRESS_ALL), " Pflichtangaben")
    builder.formula("fortschritt.text", text, 3, "state", last=4, general=False)
    builder.next()
