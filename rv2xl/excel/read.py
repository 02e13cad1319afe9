""".xlsx to Return: the fast path for files that are as they were issued, whichever program saved them.

The fast reader shows values only, so formulas and errors are looked for in the sheets' XML. Everything that was issued is
compared; totals are computed again from the inputs. A bad file gives findings, never an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from rv2xl.excel.compare import Comparison, at
from rv2xl.excel.contents import Contents
from rv2xl.excel.formula import ranges
from rv2xl.excel.guard import Guarded, guard
from rv2xl.excel.layout import lay_out
from rv2xl.excel.meta_sheet import META_NAME
from rv2xl.excel.parts import PartTooLarge
from rv2xl.excel.plan import Cell, Layout
from rv2xl.excel.recalculate import recalculate, section_compiled
from rv2xl.excel.recognise import NotRecognised, identified, known_form, read_meta
from rv2xl.excel.scan import scan
from rv2xl.model.evaluate import Book, number
from rv2xl.model.expr import Value
from rv2xl.model.field import Field
from rv2xl.model.finding import Finding, Severity, finding
from rv2xl.model.issue import NO_SENDER, Issue
from rv2xl.model.returned import Entry, Return, ReturnedSheet
from rv2xl.model.wording import german, plain


def read_return(data: bytes, file: str) -> Return:
    """Read a returned file. Whatever is wrong with it is among the findings."""
    returned = Return(file)
    guarded = guard(data)
    returned.findings += guarded.findings
    if guarded.package is None:
        return returned
    try:
        _Reader(returned, guarded).read()
    except NotRecognised as unknown:
        returned.findings.append(unknown.finding)
    except PartTooLarge as large:
        return _unreadable(
            returned,
            guarded,
            "DATEI-GROESSE",
            f"Der Teil „{large}“ ist größer, als eine solche Arbeitsmappe sein kann.",
        )
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # the Rust reader's panic is no Exception
        return _unreadable(returned, guarded, "DATEI-UNLESBAR", "Die Datei ist beschädigt und lässt sich nicht lesen.")
    return returned


def _unreadable(returned: Return, guarded: Guarded, code: str, message: str) -> Return:
    """Return nothing of what was read before the reading failed: half a file would be judged as one with holes."""
    return Return(returned.file, findings=[*guarded.findings, finding(code, message)])


class _Reader:
    """Reads one file that passed the guard."""

    def __init__(self, returned: Return, guarded: Guarded) -> None:
        assert guarded.package is not None
        assert guarded.workbook is not None
        self.returned = returned
        self.contents = Contents(guarded.package, guarded.workbook)

    def read(self) -> None:
        """Recognise the form, compare it with what was issued, take the values."""
        issue = self._issue()
        if issue is None:
            return
        returned = self.returned
        returned.issue = issue
        layout = lay_out(issue)
        comparisons = list(self._compare(layout))
        self._results(layout, returned.sheets)
        self._changed_formulas(layout, comparisons)
        self._foreign_sheets(layout)
        returned.sender = issue.sender or self._sender(issue)

    def _issue(self) -> Issue | None:
        if META_NAME in self.contents.sheets:
            issue, found = read_meta(self.contents.rows(META_NAME))
            self.returned.findings += found
            return issue
        for name in list(self.contents.sheets)[:1]:
            for row in self.contents.rows(name):
                if row and isinstance(row[0], str) and (known := identified(row[0])):
                    self._lost_meta(known["formular"], known["version"], known["absender"])
                    return None
        raise NotRecognised(finding("FORM-FREMD", "Die Datei ist kein Vordruck dieses Verfahrens: Das Blatt „_meta“ und die Kennung auf "
                                    "dem Deckblatt fehlen."))  # fmt: skip

    def _lost_meta(self, name: str, version: str, sender: str) -> None:
        known_form(name, version)
        self.returned.sender = None if sender == NO_SENDER else sender
        self.returned.findings.append(finding("BLATT-FEHLT", f"Das verborgene Blatt „{META_NAME}“ fehlt; ohne es wird die Datei nicht "
                                              "gelesen.", sheet=META_NAME))  # fmt: skip

    def _compare(self, layout: Layout) -> Iterator[Comparison]:
        for placed in layout.placed:
            if placed.key == META_NAME:
                continue
            if placed.name not in self.contents.sheets:
                self.returned.findings.append(
                    finding("BLATT-FEHLT", f"Das Blatt „{placed.name}“ fehlt.", sheet=placed.name)
                )
                continue
            comparison = Comparison(
                layout, placed, self.contents.rows(placed.name), scan(self.contents.sheets[placed.name])
            )
            sheet = comparison.run()
            if sheet is not None:
                self.returned.sheets[placed.key] = sheet
            self.returned.findings += comparison.findings
            yield comparison

    def _results(self, layout: Layout, sheets: dict[str, ReturnedSheet]) -> None:
        """Compute the results again from the inputs and hold the stored values against them."""
        form = layout.issue.form
        book = Book({key: sheet.values for key, sheet in sheets.items()})
        for key, sheet in sheets.items():
            for cell in layout.by_key[key].plan.results:
                field = cell.field
                if field is None or field.expr is None or field.id in sheet.missing:
                    continue
                value = section_compiled(form, sheet.sheet.section, field.expr)(sheet.values, book)
                if isinstance(value, int) and field.type.scale:  # blanks and nothing else add up to a whole 0
                    value = Decimal(value)
                sheet.values[field.id] = value
                sheet.entries[field.id] = Entry(field.id, cell.name, None, value, None)

    def _changed_formulas(self, layout: Layout, comparisons: list[Comparison]) -> None:
        shown: dict[str, dict[str, Value]] = {}
        for comparison in comparisons:
            key = comparison.placed.key
            gone = {cell.name for cell in comparison.gone}
            for cell in comparison.placed.plan.results if comparison.placed.sheet else ():
                sheet = self.returned.sheets[key]
                if cell.field is not None and cell.name not in gone and cell.field.id not in sheet.missing:
                    self._stored(sheet, cell.field, cell, at(comparison.rows, cell.row, cell.column))
            if comparison.gone:
                shown = shown or recalculate(layout, entered_values(self.returned))
                self.returned.findings += _gone(comparison, shown[key])

    def _stored(self, sheet: ReturnedSheet, field: Field, cell: Cell, stored: Any) -> None:
        """Say if the value stored beside a formula is absent or stale."""
        value = sheet.values[field.id]
        if stored == "":
            text = f"Zu „{field.full_label}“ fehlt der gespeicherte Wert; berechnet: {german(value, field.type)}."
        elif _differs(stored, value, field):
            text = f"„{field.full_label}“ zeigt {german(_as_value(stored), field.type)}, berechnet sind {german(value, field.type)}."
        else:
            return
        self.returned.findings.append(finding(
            "NICHT-BERECHNET", text, sheet=sheet.name, cells=(cell.name,), field=field.id, value=None if stored == "" else str(stored),
            expected=plain(value, field.type), source=field.source))  # fmt: skip

    def _foreign_sheets(self, layout: Layout) -> None:
        ours = {placed.name for placed in layout.placed}
        for name in self.contents.sheets:
            if name not in ours:
                self.returned.findings.append(
                    finding("BLATT-FREMD", f"Das Blatt „{name}“ gehört nicht zum Vordruck.", sheet=name)
                )

    def _sender(self, issue: Issue) -> str | None:
        ref = issue.form.sender
        value = self.returned.value(ref.sheet or "", ref.field) if ref is not None else None
        return str(value) if value is not None else None


def entered_values(returned: Return) -> dict[str, dict[str, Value]]:
    """Return what a spreadsheet sees in the inputs: the values read, and the raw content where none could be read."""
    return {
        key: {
            name: entry.value if entry.value is not None or entry.raw in ("", None) else _as_value(entry.raw)
            for name, entry in sheet.entries.items()
            if not sheet.sheet.fields[name].computed
        }
        for key, sheet in returned.sheets.items()
    }


def _as_value(raw: Any) -> Value:
    return Decimal(f"{raw:.15g}") if isinstance(raw, float) else raw


def _differs(stored: Any, value: Value, field: Field | None) -> bool:
    """Whether a stored value is another than the computed one; decimals may differ by one unit of the last place kept."""
    if isinstance(value, str) or value is None or isinstance(stored, str):
        return str(stored) != ("" if value is None else str(value))
    if not isinstance(stored, int | float | date):
        return True
    allowed = 1.01 * 10.0**-field.type.scale if field is not None and field.type.scale else 1e-6
    return abs(float(number(_as_value(stored))) - float(number(value))) > allowed


def _gone(comparison: Comparison, shown: dict[str, Value]) -> Iterator[Finding]:
    """Report formulas that are gone or others: results one by one, cells that show a state together."""
    states: dict[Severity, list[Cell]] = {}
    for cell in comparison.gone:
        assert cell.computed is not None
        stored, value = at(comparison.rows, cell.row, cell.column), shown[cell.computed.id]
        severity = Severity.FEHLER if _differs(stored, value, cell.field) else Severity.WARNUNG
        if cell.field is None:
            states.setdefault(severity, []).append(cell)
            continue
        field = cell.field
        yield finding(
            "FORMEL-GEAENDERT", f"In „{field.full_label}“ fehlt die ausgegebene Formel; dort steht {german(_as_value(stored) or None)}, "
            f"berechnet sind {german(value, field.type)}.", severity=severity, sheet=comparison.placed.name, cells=(cell.name,),
            field=field.id, value=str(stored), expected=plain(value, field.type), source=field.source)  # fmt: skip
    for severity, cells in states.items():
        where = ranges(("", cell.row, cell.column) for cell in cells)
        differs = " und zeigen anderes, als zu berechnen ist" if severity is Severity.FEHLER else ""
        yield finding("FORMEL-GEAENDERT", f"{len(cells)} Zellen mit einer Zustandsanzeige enthalten nicht mehr die ausgegebene Formel"
                      f"{differs}.", severity=severity, sheet=comparison.placed.name, cells=tuple(where))  # fmt: skip
