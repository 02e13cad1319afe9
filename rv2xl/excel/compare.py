"""A returned sheet held against what was issued: every printed text, prefilled value and formula.

Where all is equal, fields are taken at their cells. A field whose label stands elsewhere is not guessed at: it is missing, for
the careful path to find. A label changed in place is a finding, and the field is still read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from rv2xl.excel.arrange import section_plan
from rv2xl.excel.checks_sheet import CHECKS, check_texts
from rv2xl.excel.formula import cell_name
from rv2xl.excel.help_sheet import HELP
from rv2xl.excel.plan import Cell, Layout, Placed, SheetPlan
from rv2xl.excel.scan import Scanned, same_formula
from rv2xl.excel.texts import expected_formulas, formula_text
from rv2xl.model.entry import NORMALISIERT, Raw, Reading, read_entry
from rv2xl.model.expr import Value
from rv2xl.model.field import Field
from rv2xl.model.finding import Finding, finding
from rv2xl.model.returned import Entry, ReturnedSheet
from rv2xl.model.wording import german, plain

Rows = Sequence[Sequence[Raw]]


class Plain(NamedTuple):
    """A plan's cells as the comparison needs them."""

    texts: Sequence[tuple[int, int, str]]
    fields: tuple[tuple[int, int, str, Field, bool], ...]
    formulas: Callable[[], Sequence[tuple[str, Cell]]]
    last_row: int
    last_column: int


@cache
def plain_cells(plan: SheetPlan) -> Plain:
    """Return the cells of a section's plan, sorted by kind; made once for the form."""
    return sorted_cells(plan)


def sorted_cells(plan: SheetPlan) -> Plain:
    """Return the cells of a plan, sorted by kind."""
    texts = tuple(
        (cell.row, cell.column, cell.text or "") for cell in plan.cells if cell.field is None and cell.computed is None
    )
    fields = tuple(
        (cell.row, cell.column, cell.name, cell.field, cell.field.prefilled)
        for cell in plan.cells
        if cell.field is not None and cell.computed is None
    )

    def formulas() -> Sequence[tuple[str, Cell]]:
        return [(cell.name, cell) for cell in plan.cells if cell.computed is not None]

    return Plain(texts, fields, formulas, max(row for row, _, _ in texts), max(column for _, column, _ in texts))


def roster_column(field: str) -> str | None:
    """Return the column of a roster's field („orte.7.zad“ is „orte.*.zad“), None for other fields: it is said once."""
    parts = field.split(".")
    return f"{parts[0]}.*.{parts[2]}" if len(parts) == 3 and parts[1].isdecimal() else None


def _cells(layout: Layout, placed: Placed) -> Plain:
    if placed.key == CHECKS:
        texts = check_texts(layout.issue)
        return Plain(texts, (), lambda: sorted_cells(placed.plan).formulas(), texts[-1][0], texts[-1][1])
    return plain_cells(placed.plan) if is_fixed(layout, placed) else sorted_cells(placed.plan)


def at(rows: Rows, row: int, column: int) -> Raw:
    """Return a cell's content; an empty text beyond what is filled."""
    if row < len(rows):
        line = rows[row]
        if column < len(line):
            return line[column]
    return ""


class Comparison:
    """What the comparison of one sheet gives: its entries, changed formulas, and findings."""

    def __init__(self, layout: Layout, placed: Placed, rows: Rows, scanned: Scanned) -> None:
        self.layout, self.placed, self.rows, self.scanned = layout, placed, rows, scanned
        self.findings: list[Finding] = []
        self.gone: list[Cell] = []
        self.moved: set[tuple[int, int]] = set()
        self.lost_columns: set[str] = set()
        self.expected = expected_formulas(layout, placed, scanned.writing)
        self.cells = _cells(layout, placed)

    def run(self) -> ReturnedSheet | None:
        """Compare texts, read the fields, compare the formulas."""
        wrong = self._wrong_texts()
        if wrong:
            self._texts(wrong)
        sheet = self._fields() if self.placed.sheet is not None else None
        self._formulas(sheet)
        return sheet

    def _wrong_texts(self) -> list[tuple[int, int, str]]:
        rows, texts = self.rows, self.cells.texts
        if len(rows) > self.cells.last_row and len(rows[0]) > self.cells.last_column:
            return [text for text in texts if rows[text[0]][text[1]] != text[2]]
        return [text for text in texts if at(rows, text[0], text[1]) != text[2]]

    def _texts(self, wrong: Sequence[tuple[int, int, str]]) -> None:
        """Tell texts that moved from texts that were changed in place."""
        printed = {text for _, _, text in self.cells.texts if text}
        columns: dict[tuple[int, str], set[int]] = {}
        for row, line in enumerate(self.rows):
            for column, cell in enumerate(line):
                if isinstance(cell, str) and cell in printed:
                    columns.setdefault((column, cell), set()).add(row)
        expected: dict[tuple[int, str], set[int]] = {}
        for row, column, text in self.cells.texts:
            expected.setdefault((column, text), set()).add(row)
        changed = []
        for row, column, text in wrong:
            found = at(self.rows, row, column)
            elsewhere = any(place - expected.get(key, set()) for key, place in columns.items() if key[1] == text)
            if text and (elsewhere or (isinstance(found, str) and found in printed)):
                self.moved.add((row, column))
            else:
                changed.append((row, column, text, found))
        for row, column, text, found in changed:
            if not text and self.moved:
                continue  # an empty head tells nothing where others have moved
            self._changed(cell_name(row, column), None, found, text or None)

    def _changed(self, cell: str, field: Field | None, raw: Raw, expected: Value) -> None:
        what = f"„{field.full_label}“ ist vorgegeben" if field else "Der gedruckte Text ist vorgegeben"
        type_ = field.type if field else None
        value = read_entry(field, raw).value if field else None
        text = f"{what}: Ausgegeben wurde {german(expected, type_)}, jetzt steht dort {german(value or _shown(raw), type_)}."
        self.findings.append(finding(
            "VORGABE-GEAENDERT", text, sheet=self.placed.name, cells=(cell,), field=field.id if field else None,
            value=plain(value, type_) if value is not None else _shown(raw), expected=plain(expected, type_),
            source=field.source if field else None))  # fmt: skip

    def _fields(self) -> ReturnedSheet:
        placed, rows, issue = self.placed, self.rows, self.layout.issue
        assert placed.sheet is not None
        sheet = ReturnedSheet(placed.key, placed.name, placed.sheet)
        entries, values = sheet.entries, sheet.values
        formulas, errors = self.scanned
        further = formulas if len(formulas) > len(self.expected) else {}
        for row, column, name, field, prefilled in self.cells.fields:
            if self.moved and self._lost(row, column):
                self._missing(sheet, field)
                continue
            raw = at(rows, row, column)
            if errors and name in errors:
                raw = errors[name]
            if prefilled and issue.locked(field):
                value = given = placed.given.get(field.id)
                code = None
                if raw != given:
                    found, code = read_entry(field, raw)
                    if plain(found, field.type) != plain(given, field.type):
                        self._changed(name, field, raw, given)
                        code = None
                entries[field.id] = Entry(field.id, name, raw, given, code)
            else:
                value, code = read_entry(field, raw)
                if errors and name in errors and code is None:  # in a text cell „#NV“ would pass for a text
                    value, code = None, "TYP"
                if further and name.encode() in further:
                    value, code = self._from_formula(sheet, field, name, Reading(value, code))
                entries[field.id] = Entry(field.id, name, raw, value, code)
            values[field.id] = value
        return sheet

    def _from_formula(self, sheet: ReturnedSheet, field: Field, cell: str, reading: Reading) -> Reading:
        """An input that holds a formula: its stored value counts, and is said."""
        if reading.value is not None:
            return Reading(reading.value, NORMALISIERT)
        if reading.code is None:
            self.findings.append(finding(
                "NICHT-BERECHNET", f"„{field.full_label}“ ist eine Formel ohne gespeicherten Wert.", sheet=sheet.name, cells=(cell,),
                field=field.id, remedy="Bitte den Wert als Zahl eintragen."))  # fmt: skip
        return reading

    def _lost(self, row: int, column: int) -> bool:
        """Whether the label beside the field or the head above it stands elsewhere."""
        return any(anchor in self.moved for anchor in anchors_of(self.placed.plan, row, column))

    def _missing(self, sheet: ReturnedSheet, field: Field) -> None:
        sheet.missing.add(field.id)
        locked = field.prefilled and self.layout.issue.locked(field)
        sheet.values[field.id] = self.placed.given.get(field.id) if locked else None
        if (column := roster_column(field.id)) is not None:
            if column in self.lost_columns:
                return
            self.lost_columns.add(column)
        self.findings.append(finding(
            "FELD-FEHLT", f"„{field.full_label}“ steht nicht an seiner Stelle, und die Beschriftung daneben auch nicht.", sheet=sheet.name,
            field=field.id, source=field.source))  # fmt: skip

    def _formulas(self, sheet: ReturnedSheet | None) -> None:
        """Find formulas that are gone or others; those beside moved labels are missing with their fields."""
        formulas = self.scanned.formulas
        if self.expected.items() <= formulas.items():
            return
        moved_rows = {row for row, _ in self.moved}
        for name, cell in self.cells.formulas():
            found = formulas.get(name.encode())
            if found == self.expected[name.encode()]:
                continue
            if found is not None and same_formula(found, formula_text(self.layout, self.placed, cell)):
                continue
            if cell.row in moved_rows or (self.moved and cell.row > min(moved_rows)):
                if cell.field is not None and sheet is not None:
                    self._missing(sheet, cell.field)
                continue
            self.gone.append(cell)


def is_fixed(layout: Layout, placed: Placed) -> bool:
    """Whether a sheet's plan is the same in every workbook of the form."""
    if placed.sheet is None:
        return placed.key == HELP
    return placed.plan is section_plan(layout.issue.form, placed.sheet.section)


_HEADS = frozenset({"column_head", "heading_column"})


@cache
def anchors_of(plan: SheetPlan, row: int, column: int) -> tuple[tuple[int, int], ...]:
    """Return where a field's label (left of it) and the head of its column (above it) stand."""
    texts = [cell for cell in plan.cells if cell.field is None and cell.computed is None and cell.text]
    left = [cell for cell in texts if cell.row == row and cell.column < column and cell.style.startswith("label")]
    above = [cell for cell in texts if cell.row < row and cell.column == column and cell.style in _HEADS]
    nearest = [found[-1] for found in (left, above) if found]
    return tuple((cell.row, cell.column) for cell in nearest)


def _shown(raw: Raw) -> str | None:
    text = "" if raw is None else f"{raw:g}" if isinstance(raw, float) else str(raw)
    return text or None
