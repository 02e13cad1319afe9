"""A returned sheet held against what was issued: every printed text, prefilled value and formula.

Where all is equal, fields are taken at their cells. Where a printed text does not stand where it was issued, the sheet is
straightened first: fields that moved are read where they stand now, and those that stand nowhere certain are missing. A label
changed in place is a finding, and the field is still read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rv2xl.excel.addresses import Place, cell_name, rectangles
from rv2xl.excel.formulas.same_formula import same_formula
from rv2xl.excel.package.cells.moments import DAYS_1904
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.returned.moved.alignment import as_seen, at
from rv2xl.excel.returned.moved.straighten import roster_column, straighten
from rv2xl.excel.returned.sorted_cells import Columns, Input, SortedCells, sorted_cells
from rv2xl.excel.sheets.checks_sheet import CHECKS, check_texts
from rv2xl.excel.sheets.formula_texts import expected_formulas
from rv2xl.excel.sheets.plan import Cell, Layout, Placed, SheetPlan
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.entries.entry import NORMALISIERT, Raw, Rows, plain_raw, read_entry
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding, finding
from rv2xl.model.foreign_text import shortened
from rv2xl.model.returned import Entries, Entry, ReturnedSheet
from rv2xl.model.wording import german, plain

_PUT_BACK = 80
"""So many signs are quoted of what belongs into a cell again."""
_GONE = "#REF!"
"""Stands in a formula for a cell that was deleted."""

Translation = Callable[[str, str], str]
"""An issued formula and the issued name of its sheet, to the formula as it reads now."""


def _cells(layout: Layout, placed: Placed) -> SortedCells:
    if placed.key == CHECKS:
        texts = check_texts(layout.issue)
        return SortedCells(texts, (), (), (), (), {}, {}, texts[-1][0], texts[-1][1])
    return sorted_cells(placed.plan)


class SheetComparison:
    """What the comparison of one sheet gives: its entries, changed formulas, and findings.

    `tab` is the sheet's name in the file. All addresses within are those issued; what is reported stands at `address`.
    """

    def __init__(self, layout: Layout, placed: Placed, tab: str, received: ReceivedBook) -> None:
        self.layout, self.placed, self.tab, self.received = layout, placed, tab, received
        self.found = received.cells(tab)
        self.findings: list[Finding] = []
        self.gone: list[Cell] = []
        self.columns = Columns(self.rows)
        self.expected = expected_formulas(layout, placed)
        self.cells = _cells(layout, placed)
        self.places: Mapping[Place, Place] = {}
        self.days_later = DAYS_1904 if received.uses_1904 else 0
        """What is added to a date typed as a number, where days are counted from 1904."""
        self.added: frozenset[int] = frozenset()
        """Rows that somebody inserted into a list, which is said already."""
        self.in_ranges: Mapping[Place, Place] = {}
        """Cells in whose place formulas have others, though they have not moved."""
        self.row_deleted = False
        """Whether a list of the file lost a row, to which formulas may have referred."""
        self._lost: frozenset[Place] = frozenset()
        self._lost_columns: set[str] = set()

    def run(self) -> ReturnedSheet | None:
        """Compare the printed texts, find what moved, read the fields."""
        wrong = self._wrong_texts()
        if wrong:
            self._straighten()
            for row, column, text in self._wrong_texts():
                self._changed_text(row, column, text)
        return self._fields() if self.placed.sheet is not None else None

    @property
    def rows(self) -> Rows:
        """The values, as if nothing had moved."""
        return self.found.rows

    @property
    def moved(self) -> bool:
        """Whether any cell stands elsewhere."""
        return any(issued != now for issued, now in self.places.items())

    def address(self, cell: Cell) -> str:
        """Return the address of an issued cell in the file."""
        return self._address(cell.place)

    def place(self, cell: Cell) -> Place:
        """Return where an issued cell stands in the file."""
        return self.places.get(cell.place, cell.place)

    def _address(self, issued: Place) -> str:
        return cell_name(*self.places.get(issued, issued))

    def _wrong_texts(self) -> list[tuple[int, int, str]]:
        rows, texts = self.rows, self.cells.texts
        if len(rows) > self.cells.last_row and len(rows[0]) > self.cells.last_column:
            wrong = (text for text in texts if rows[text[0]][text[1]] != text[2])
        else:
            wrong = (text for text in texts if at(rows, text[0], text[1]) != text[2])
        return [text for text in wrong if as_seen(at(rows, text[0], text[1])) != as_seen(text[2])]

    def _straighten(self) -> None:
        """Put moved cells back, and say which fields moved."""
        plan, given = self.placed.plan, self.placed.given
        prefilled = (
            (*cell.place, text) for name, cell in plan.fields.items() if isinstance(text := given.get(name), str)
        )
        names = self.received.names.get(self.tab, {})  # looked up only where something moved
        self.found, self.places, self._lost = straighten(plan, prefilled, self.found, names)
        self.columns = Columns(self.rows)
        self.findings += moved_fields(plan, self.places, self.tab)

    def _changed_text(self, row: int, column: int, text: str) -> None:
        """Report a printed text that was changed in place, or is gone; not if it went together with its fields."""
        gone = self.places and (row, column) not in self.places
        if (self.places and not text) or (gone and any(row == lost[0] or column == lost[1] for lost in self._lost)):
            return
        shown = self.found.errors.get(cell_name(row, column), at(self.rows, row, column))
        self._changed((row, column), None, shown, text or None)

    def _changed(self, issued: Place, field: Field | None, raw: Raw, expected: Value) -> None:
        what = f"„{field.full_label}“ ist vorgegeben" if field else "Der gedruckte Text ist vorgegeben"
        type_ = field.type if field else None
        value, shown = read_entry(field, raw).value if field else None, plain_raw(raw) or None
        entered = shown if value is None else value
        now = f"steht dort {german(entered, type_)}" if entered is not None else "ist die Zelle leer"
        text = f"{what}: Ausgegeben wurde {german(expected, type_)}, jetzt {now}."
        found = finding(
            "VORGABE-GEAENDERT", text, remedy=_put_back(field, expected), sheet=self.tab, cells=(self._address(issued),),
            field=field.id if field else None, value=plain(value, type_) if value is not None else shown,
            expected=plain(expected, type_), source=field.source if field else None)  # fmt: skip
        if field is not None and field.personal:
            remedy = "Bitte wieder eintragen, was dort ausgegeben wurde."
            found = replace(found, message=f"{what} und wurde geändert.", remedy=remedy, value=None, expected=None)
        self.findings.append(found)

    def _fields(self) -> ReturnedSheet:
        assert self.placed.sheet is not None
        rows, issue = self.rows, self.layout.issue
        formulas, errors = self.found.formulas, self.found.errors
        further = formulas if self.places or not formulas.keys() <= self.expected.keys() else {}
        careful = bool(further or errors or self.places or self._lost or self.days_later)
        sheet = ReturnedSheet(self.placed.key, self.tab, self.placed.sheet)
        if not careful:  # then blank cells need no second look
            sheet.entries, sheet.values = Entries(self.cells.blank), dict(self.cells.nothing)
        entries, values = sheet.entries, sheet.values
        for cell in self.cells.fields if careful else self.cells.single:
            row, column, name, field, field_id, prefilled, read = cell
            raw = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
            if careful or (prefilled and issue.locked(field)):
                self._field(sheet, cell, raw, further)
            elif raw != "":
                value, code = read(raw)
                entries[field_id] = Entry(field_id, name, raw, value, code)
                values[field_id] = value
        for listed in () if careful else self.cells.columns:
            listed.read_into(sheet, self.columns)
        return sheet

    def _field(self, sheet: ReturnedSheet, cell: Input, raw: Raw, further: Mapping[str, str]) -> None:
        """Take what stands in a cell that is locked, or on a sheet where cells may have moved, show errors or hold formulas."""
        row, column, name, field, field_id, _, read = cell
        errors = self.found.errors
        if self._lost and (row, column) in self._lost:
            self._missing(sheet, field, name)
            return
        if name in errors:
            raw = errors[name]
        if self.days_later and type(raw) is float and field.type.kind is Kind.DATUM:
            raw += self.days_later
        address = self._address((row, column)) if self.places else name
        if self.layout.issue.locked(field):
            value = given = self.placed.given.get(field_id)
            code = None
            if raw != given:
                found, code = read(raw)
                if as_seen(plain(found, field.type)) != as_seen(plain(given, field.type)):
                    self._changed((row, column), field, raw, given)
                    code = None
        else:
            value, code = read(raw)
            if name in errors and code in (None, NORMALISIERT):  # in a text cell „#NV“ would pass for a text
                value, code = None, "TYP"
            if name in further and code in (None, NORMALISIERT):  # its stored value counts, and that is said
                code = NORMALISIERT
                if value is None and raw == "" and name not in self.found.empty_texts:
                    code, raw = "TYP", f"={further[name]}"
        sheet.entries[field_id] = Entry(field_id, address, raw, value, code)
        sheet.values[field_id] = value

    def _missing(self, sheet: ReturnedSheet, field: Field, issued: str) -> None:
        sheet.missing.add(field.id)
        locked = field.prefilled and self.layout.issue.locked(field)
        sheet.values[field.id] = self.placed.given.get(field.id) if locked else None
        if (column := roster_column(field.id)) is not None:
            if column in self._lost_columns:
                return
            self._lost_columns.add(column)
        self.findings.append(finding(
            "FELD-FEHLT", f"„{field.full_label}“ (ausgegeben in {issued}) steht nirgends mit Gewissheit: Weder die Beschriftung noch der "
            "Name der Zelle führt zu genau einer Stelle.", sheet=sheet.name, cells=(issued,), field=field.id,
            source=field.source))  # fmt: skip

    def compare_formulas(self, sheet: ReturnedSheet | None, translated: Translation | None) -> None:
        """Find formulas that are gone or others. `translated` renders an issued formula as it reads after cells have moved."""
        formulas = self.found.formulas
        if self.expected == formulas or self.expected.items() <= formulas.items():
            return
        for cell in self.placed.plan.computed.values():
            name = cell.name
            if cell.place in self._lost:
                if cell.field is not None and sheet is not None:
                    self._missing(sheet, cell.field, name)
                continue
            if not self._is_issued(formulas.get(name), self.expected[name], translated):
                self.gone.append(cell)

    def _is_issued(self, found: str | None, issued: str, translated: Translation | None) -> bool:
        if found is None:
            return False
        if found == issued or same_formula(found, issued) or (self.row_deleted and _GONE in found):
            return True
        return translated is not None and same_formula(found, translated(issued, self.placed.name))


def _put_back(field: Field | None, expected: Value) -> str:
    """Say what belongs into the cell again, and where a correction of it goes, if it has a place."""
    if expected is None or expected == "":
        back = "Bitte die Zelle wieder leeren"
    else:
        text = expected if isinstance(expected, str) else german(expected, field.type if field else None)
        back = f"Bitte wieder „{shortened(text, _PUT_BACK)}“ eintragen"
    return f"{back}; eine Korrektur gehört in das Korrekturfeld." if field and field.correctable else f"{back}."


def moved_fields(plan: SheetPlan, places: Mapping[Place, Place], tab: str) -> Iterator[Finding]:
    """Say which fields were read elsewhere: one finding for all that moved alike."""
    alike: dict[Place, list[Cell]] = {}
    for cell in plan.fields.values():
        if (now := places.get(cell.place)) not in (None, cell.place):
            alike.setdefault((now[0] - cell.row, now[1] - cell.column), []).append(cell)
    for cells in alike.values():
        first = cells[0].field
        assert first is not None
        was = rectangles(cell.place for cell in cells)
        now_at = rectangles(places[cell.place] for cell in cells)
        what, read = f"„{first.full_label}“ steht", "wurde"
        if len(cells) > 1:
            what, read = f"{len(cells)} Angaben, zuerst „{first.full_label}“, stehen", "wurden"
        yield finding(
            "FELD-VERSCHOBEN", f"{what} nicht in {_shortened(was)}, sondern in {_shortened(now_at)} und {read} dort gelesen.", sheet=tab,
            cells=tuple(now_at), field=first.id, value=now_at[0], expected=was[0])  # fmt: skip


def _shortened(addresses: Sequence[str]) -> str:
    """Join addresses, of many the first and the last."""
    return " und ".join(addresses) if len(addresses) < 3 else f"{addresses[0]} … {addresses[-1]}"
