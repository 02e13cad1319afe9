"""The Ausfüllhilfe, generated from the definition: per field what to enter, unit, Stichtag, and the Auslegung that applies."""

from __future__ import annotations

from rv2xl.excel.addresses import cell_name, column_letter
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.blocks.builder import SheetBuilder
from rv2xl.excel.sheets.blocks.hints import ZEROS
from rv2xl.excel.sheets.plan import SheetPlan
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.states import inputs
from rv2xl.model.derived import derived
from rv2xl.model.wording import listed

HELP, HELP_NAME = "ausfuellhilfe", "Ausfüllhilfe"
"""Key and visible name of the sheet."""

HELP_WIDTHS = (9.0, 55.0, 70.0, 10.0, 25.0, 24.0)
LEADING_WIDTHS = (9.0, 53.0, 68.0, 14.0, 25.0, 24.0)
"""Widths of the columns in characters; of a form that leads no unit breaks („Vollzeitstellen“)."""


_FIRST = (
    "Gelb hinterlegte Zellen mit durchgezogenem Rahmen füllen Sie aus; alles andere ist gesperrt. Zahlen bitte ohne Einheit eintragen, "
    "Nachkommastellen nach einem Komma. Speichern Sie die Datei als .xlsx und senden Sie sie zurück."
)
_IN_SIGHT = 3
"""The last column that a screen of 1366 pixels shows whole."""

_IN_SHORT = (
    "Ausfüllen: die gelben Zellen mit durchgezogenem Rahmen; alles andere ist gesperrt. Zahlen ohne Einheit, Nachkommastellen nach einem "
    f"Komma (12,50), ein Datum als TT.MM.JJJJ. {ZEROS} Eine leere Zelle gilt als noch nicht ausgefüllt.",
    "Zeichen: ✓ in Ordnung · ○ es fehlt noch etwas · ! bitte prüfen; stimmt die Angabe, darf sie bleiben · ✗ muss berichtigt werden, sonst "
    "kann die Datei nicht angenommen werden · i zur Kenntnis. Was dahintersteht, sagt das Blatt „Prüfung“.",
    "Kopieren: Werte aus einer anderen Datei bitte nur mit „Inhalte einfügen: Werte“ (Rechtsklick, „Inhalte einfügen“) übernehmen. Sonst "
    "kommen fremde Formate und Formeln mit, und Listen zum Auswählen gehen verloren.",
)
"""What fits for all cells, before the table of them."""

_UNITS = {"VZÄ": "Vollzeitstellen"}
"""Units that the help calls by the form's own word."""


@derived
def help_sheet(form: Form) -> SheetPlan:
    """Lay out the Ausfüllhilfe: per field what to enter, unit, Stichtag and the Auslegung; then the Auslegungen."""
    builder = SheetBuilder(LEADING_WIDTHS if form.guidance.leads else HELP_WIDTHS, last_column=5)
    builder.line("Ausfüllhilfe", "title")
    for line in _IN_SHORT if form.guidance.leads else (_FIRST,):
        builder.text(line, "note", 0, _IN_SIGHT if form.guidance.leads else builder.last_column)
        builder.next()
    builder.texts(("Zelle", "Angabe", "Was ist einzutragen?", "Einheit", "Stichtag", "Auslegung"))
    heads = builder.row
    for headings, sheet in _by_blocks(form):
        builder.line(f"Blatt {headings}", "heading")
        plan = section_plan(form, sheet.section)
        for field in inputs(sheet.columns.values() if sheet.rosters else sheet.fields.values()):
            _help_line(builder, form, field, plan)
    _interpretations(builder, form)
    return builder.plan(landscape=True, frozen_rows=heads)


def _by_blocks(form: Form) -> list[tuple[str, Sheet]]:
    """Group the sheets that share their blocks, so that § 58 and § 60 are explained once: their names and one of them."""
    groups: dict[tuple[Block, ...], list[Sheet]] = {}
    for sheet in form.sheets:
        blocks = tuple(block for block in sheet.blocks if inputs(block.fields))
        if blocks:
            groups.setdefault(blocks, []).append(sheet)
    return [(listed([_shown_name(sheet) for sheet in sheets]), sheets[0]) for sheets in groups.values()]


def _shown_name(sheet: Sheet) -> str:
    return f"„{sheet.name.strip()} …“" if sheet.repeated else f"„{sheet.name}“"


def _help_line(builder: SheetBuilder, form: Form, field: Field, plan: SheetPlan) -> None:
    row, column = plan.positions[field.id.replace("*", "1")]
    where = f"Spalte {column_letter(column)}" if "*" in field.id else cell_name(row, column)
    duty = "Pflichtangabe." if field.required else "Bedingte Pflichtangabe." if field.required_when is not None else ""
    what = " ".join(part for part in (duty, field.hint, f"({field.expectation})") if part)
    unit = field.type.unit or ""
    if form.guidance.leads:
        unit = _UNITS.get(unit, unit)
    auslegungen = ", ".join(entry.id for entry in form.auslegungen if entry.concerns(field.id))
    builder.texts((where, field.full_label, what, unit, field.stichtag, auslegungen), "label")


def _interpretations(builder: SheetBuilder, form: Form) -> None:
    if not form.auslegungen:
        return
    builder.line("Auslegungen: wo der Rahmenvertrag schweigt oder mehrdeutig ist", "heading")
    heads = ("Frage", "So ist es hier gelesen", "Fundstelle", "Auslegung")
    lines = [(entry.question, entry.reading, entry.source, entry.id) for entry in form.auslegungen]
    for line, style in ((heads, "column_head"), *((line, "label") for line in lines)):
        for text, columns in zip(line, ((0, 1), (2, 2), (3, 4), (5, 5)), strict=True):
            builder.text(text, style, *columns)
        builder.next()
