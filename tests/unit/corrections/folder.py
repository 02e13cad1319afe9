"""A register and returns with every kind of correction, as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.register import Register
from tests.client.commandline import Answer, rv2xl
from tests.unit.reports.folder import YEAR, A, B, Changes, Sent, ort, register, written

LIST = f"Berichtigungen_dokumentation_{YEAR}.xlsx"
LE, ORT_60 = "leistungserbringer", "ort_60.1"
"""Keys of sheets."""


def le(**corrected: Value) -> dict[tuple[str, str], Value]:
    """Corrections of the Leistungserbringer's own data."""
    return {(LE, f"le.{name}.korrektur"): value for name, value in corrected.items()}


def at(key: str, **corrected: Value) -> dict[tuple[str, str], Value]:
    """Corrections of an Ort."""
    return {(key, f"ort.{name}.korrektur"): value for name, value in corrected.items()}


@cache
def known() -> Register:
    """0001 has an Ort with both Leistungen; 0002's second Ort moved in July; 0003 has no postcode."""
    made = register(
        (
            ort("0001", "11000001", "06437"), ort("0001", "11000001", "06437", "60"), ort("0002", "11000002", "06412"),
            ort("0002", "11000003", "06413", gueltig_bis=date(2025, 6, 30), strasse="Altgasse 3"),
            ort("0002", "11000003", "06413", gueltig_von=date(2025, 7, 1), strasse="Neuweg 7"), ort("0003", "11000004", "06435"),
        )
    )  # fmt: skip
    more: Mapping[str, dict[str, Value]] = {
        "0001": {"strasse": "Am Markt 1", "plz": "65183", "ort": "Wiesbaden", "vertreten_durch": "Vorstand"},
        "0002": {"strasse": "Ring 2", "plz": "34117", "ort": "Kassel", "web": "www.example.org"},
        "0003": {"strasse": "Weg 3", "ort": "Hanau"},
    }
    for number, line in made.traeger.items():
        made.traeger[number] = {**line, **more[number]}
    return made


def register_bytes(known: Register, rows: tuple[int, int] = (6, 10)) -> bytes:
    """The register as a workbook."""
    values: dict[str, dict[str, Value]] = {"traeger": {}, "orte": {}}
    for name, lines in (("traeger", known.traeger.values()), ("orte", known.orte)):
        for row, line in enumerate(lines, 1):
            values[name] |= {f"{name}.{row}.{column}": value for column, value in line.items()}
    form = forms.newest("stammdaten").with_rows({"traeger": rows[0], "orte": rows[1]})
    return workbook_bytes(lay_out(issue_blank(form, YEAR)), values)


@cache
def _register_bytes() -> bytes:
    return register_bytes(known())


class World:
    """A folder with register and returns; commands run in it as a clerk runs them."""

    def __init__(self, folder: Path, returns: Mapping[str, Changes]) -> None:
        self.folder, self.register = folder, folder / "Stammdaten.xlsx"
        self.list, self.out = folder / "Antworten" / LIST, folder / "Neu.xlsx"
        self.register.write_bytes(_register_bytes())
        (folder / "Ruecklauf").mkdir()
        for number, changes in returns.items():
            self.send(number, changes)

    def send(self, number: str, changes: Changes) -> None:
        """Put a return into the folder, in the place of an earlier one."""
        name = f"dokumentation_{YEAR}_{number}.xlsx"
        (self.folder / "Ruecklauf" / name).write_bytes(written(known, Sent(name, number, changes)))

    def answer(self, register: Path | None = None, out: Path | None = None) -> Answer:
        """Answer all that came."""
        return rv2xl(
            "respond", self.folder / "Ruecklauf", "--register", register or self.register, "--year", YEAR, "--out",
            out or self.list.parent, "--today", "2026-03-17",
        )  # fmt: skip

    def respond(self, register: Path | None = None, out: Path | None = None) -> list[str]:
        """Answer all that came; return what was said."""
        return _said(self.answer(register, out))

    def try_update(self) -> Answer:
        """Call `update-register`."""
        return rv2xl("update-register", self.list, "--register", self.register, "--out", self.out)

    def update(self) -> list[str]:
        """Take over what was chosen; return what was said."""
        return _said(self.try_update())


def _said(answer: Answer) -> list[str]:
    assert (answer.status, answer.err) == (0, ""), answer
    return answer.out.splitlines()


def rows_of(path: Path) -> list[dict[str, object]]:
    """Return the rows of a list by its heads."""
    sheet = sheet_of(load_workbook(path))
    heads = [cell.value for cell in sheet[4]]
    return [dict(zip(map(str, heads), row, strict=True)) for row in sheet.iter_rows(min_row=5, values_only=True)]


def sheet_of(book: Workbook) -> Worksheet:
    """Return the sheet of the list."""
    sheet = book["Berichtigungen"]
    assert isinstance(sheet, Worksheet)
    return sheet


def column_of(sheet: Worksheet, head: str) -> int:
    """Return the number of a column, counted from 1."""
    return [cell.value for cell in sheet[4]].index(head) + 1


def typed(path: Path, entries: Mapping[int, Mapping[str, object]]) -> None:
    """Type into the list with openpyxl: by row of the list, counted from 0, and head."""
    book = load_workbook(path)
    sheet = sheet_of(book)
    for row, cells in entries.items():
        for head, value in cells.items():
            sheet.cell(row + 5, column_of(sheet, head)).value = value  # type: ignore[assignment]
    book.save(path)


def cells_of(data: bytes | Path) -> dict[tuple[str, str], object]:
    """Return what stands in every cell of a workbook, formulas as formulas."""
    book = load_workbook(data if isinstance(data, Path) else BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


RETURNS: Mapping[str, Changes] = {
    "0001": {
        **le(name="Neue Werkstatt gGmbH", strasse="Am Markt 1a", ort="65185 Wiesbaden", web="www.neu.example"),
        **le(vertreten_durch="Vorstand und Rat"),
        **at(A, name="Werk Eins", strasse="Gasse 2", ort="64720 Michelstadt", web="=1+1"),
    },
    "0002": {**le(name="Träger 0002 gGmbH", ort="Kassel"), **at(B, strasse="Neuweg 9")},
    "0003": le(ort="63450 Hanau", web="zwei\nZeilen"),
}
"""Every field that can be corrected; 0002 repeats its name, gives no postcode, and corrects the Ort that moved."""
