"""What providers send back, invented: most of it right, some of it wrong on purpose.

A return is the issued file with some cells set, as a provider's spreadsheet program would leave them; no second
workbook is written. What is wrong is told beside the file, so that tests and closing words can name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from xlsxwriter.workbook import Workbook

from rv2xl.demo.data import NOTHING_DONE, Values, filled_values, ort_keys
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.sheets.new_workbook import CREATED
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.excel.sheets.recalculate import Entered, recalculate
from rv2xl.forms.dokumentation.ort import ALTER
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.outgoing.issuing import file_name


def fill(issued: bytes, layout: Layout, values: Entered) -> bytes:
    """Return the issued file with inputs set, and with the results that a spreadsheet program would store."""
    before, after = recalculate(layout, {}), recalculate(layout, values)
    changes = {}
    for placed in layout.placed:
        old, new = before[placed.key], after[placed.key]
        cells = {placed.plan.fields[name].name: value for name, value in values.get(placed.key, {}).items()}
        for name, cell in placed.plan.computed.items():
            if new[name] != old[name]:
                cells[cell.name] = int(value) if isinstance(value := new[name], bool) else value
        if cells:
            changes[placed.name] = cells
    return set_cells(issued, changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Something wrong on purpose: whose, in which file, and the finding that must come of it at which cell.

    `words` are German, for the list at the end. Without a `code` nothing came that could give a finding.
    """

    words: str
    number: str | None = None
    file: str | None = None
    code: str | None = None
    severity: Severity | None = None
    sheet: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A file for the folder of returns; without `data` it never came."""

    file: str
    data: bytes | None
    planted: Planted | None = None


@dataclass(frozen=True, slots=True)
class InventedReturn:
    """An issued file and what its provider entered. Defects go to the sheet of the first Ort."""

    layout: Layout
    issued: bytes
    values: Mapping[str, Values]

    @property
    def file(self) -> str:
        """The name under which it comes back."""
        return file_name(self.layout.issue)

    @property
    def ort(self) -> Placed:
        """The sheet of the first Ort."""
        return self.layout.by_key[ort_keys(self.layout)[0]]

    def filled(self) -> bytes:
        """Return the filled file."""
        return fill(self.issued, self.layout, self.values)

    def but(self, changes: Values, key: str | None = None) -> InventedReturn:
        """Return the same with other values on the first Ort's sheet, or on the sheet with this key."""
        key = key or self.ort.key
        return replace(self, values={**self.values, key: {**self.values[key], **changes}})

    def sent(
        self, data: bytes, words: str, code: str, severity: Severity, cell: str | None = None, addition: str = ""
    ) -> Sent:
        """Send the file, its name with an addition, and say what is wrong: at a cell of the first Ort's sheet, or as a whole."""
        file, number = self.file.replace(".", f"{addition}."), self.layout.issue.sender
        sheet = self.ort.name if cell else None
        planted = Planted(words=words, number=number, file=file, code=code, severity=severity, sheet=sheet, cell=cell)
        return Sent(file, data, planted)


def returns(issued: Sequence[tuple[Layout, bytes]], seed: int) -> Iterator[Sent]:
    """Yield what comes back on the issued files, one Leistungserbringer after the other, and what others sent."""
    defects = _spread([str(layout.issue.sender) for layout, _ in issued], seed)
    idle = _with_fehlanzeige([layout for layout, _ in issued], defects)
    for layout, data in issued:
        number = str(layout.issue.sender)
        values = right_values(layout, seed)
        _leave_out(layout, values, Random(f"{seed}:{number}:left out"))
        if number == idle:
            values[ort_keys(layout)[-1]] = NOTHING_DONE
        yield from defects.get(number, _as_it_should_be)(InventedReturn(layout, data, values))
    yield from _strangers()


def right_values(layout: Layout, seed: int) -> dict[str, Values]:
    """Return what a Leistungserbringer enters when nothing is wrong."""
    return filled_values(layout, Random(f"{seed}:{layout.issue.sender}:values"))


def _leave_out(layout: Layout, values: Mapping[str, Values], rng: Random) -> None:
    """Leave blank what may be: every „andere“ where there are none, and for some Orte the answers that hold for the first one too."""
    first, *others = ort_keys(layout)
    for key in (first, *others):
        andere = [name for name in values[key] if name.endswith(".andere")]
        if not any(values[key][name] for name in andere):
            _put(values[key], andere, {"zusatz.andere_keine": "ja"})
    for key in others:
        if rng.random() < LIKE_THE_FIRST:
            answers = [name for name in values[key] if name.startswith("fragen.")]
            _put(values[key], answers, {"fragen.wie": layout.by_key[first].name})


LIKE_THE_FIRST = 0.6
"""How many of the other Orte answer the questions as the first does."""


def _put(values: Values, gone: Iterable[str], put: Values) -> None:
    for name in gone:
        del values[name]
    values |= put


def _spread(numbers: Sequence[str], seed: int) -> dict[str, Defect]:
    """Give as many Leistungserbringer a defect as there are, each one; of few, one return at least is to count."""
    fitting = DEFECTS[: len(numbers) if len(numbers) > DEFECTS.index(_twice) else len(numbers) - 1]
    return dict(zip(Random(f"{seed}:defects").sample(numbers, len(fitting)), fitting, strict=True))


def _with_fehlanzeige(layouts: Iterable[Layout], defects: Mapping[str, Defect]) -> str | None:
    """Choose who reports Fehlanzeige for one of several Orte, where it can be seen."""
    several = [str(layout.issue.sender) for layout in layouts if len(ort_keys(layout)) > 1]
    lost = {_truncated, _never_came}
    return min(several, key=lambda one: (defects.get(one) in lost, one in defects, one), default=None)


def _as_it_should_be(answer: InventedReturn) -> Iterator[Sent]:
    yield Sent(answer.file, answer.filled())


def _other_value(
    read: str, field: str, value: Callable[[Any], Value], code: str, severity: Severity, words: str
) -> Defect:
    """Make a defect: what is entered for the first Ort in one field is worked out of what is right in another."""

    def defect(answer: InventedReturn) -> Iterator[Sent]:
        wrong = answer.but({field: value(answer.values[answer.ort.key][read])})
        yield wrong.sent(wrong.filled(), words, code, severity, answer.ort.plan.fields[field].name)

    return defect


def _truncated(answer: InventedReturn) -> Iterator[Sent]:
    data = answer.filled()
    words = "Die Datei ist unterwegs abgeschnitten worden."
    yield answer.sent(data[: len(data) // 2], words, "DATEI-UNLESBAR", Severity.FEHLER)


def _twice(answer: InventedReturn) -> Iterator[Sent]:
    data = answer.filled()
    yield Sent(answer.file, data)
    yield answer.sent(data, "Derselbe Rücklauf kam zweimal.", "FORM-DOPPELT", Severity.HINWEIS, addition="_Kopie")


def _never_came(answer: InventedReturn) -> Iterator[Sent]:
    yield Sent(answer.file, None, Planted(words="Der Rücklauf fehlt.", number=answer.layout.issue.sender))


def _corrected(answer: InventedReturn) -> Iterator[Sent]:
    """A first return in which a number was too low, and its Korrektur."""
    first = answer.but({"erbracht.lwv": Decimal("100.00")}).filled()
    yield answer.sent(first, "Eine Korrektur hat diesen Rücklauf ersetzt.", "FORM-ERSETZT", Severity.HINWEIS)
    correction = answer.but({"deckblatt.korrektur_nr": 1}, "deckblatt")
    yield Sent(answer.file.replace(".", "_Korrektur_1."), correction.filled())


def _formula_overwritten(answer: InventedReturn) -> Iterator[Sent]:
    sheet, cell = answer.ort.name, answer.ort.plan.fields["erbracht.gesamt"].name
    shown = recalculate(answer.layout, answer.values)[answer.ort.key]["erbracht.gesamt"]
    data = set_cells(answer.filled(), {sheet: {cell: shown}}, overwrite=[(sheet, cell)])
    words = "Eine Formel wurde mit ihrem Wert überschrieben."
    yield answer.sent(data, words, "FORMEL-GEAENDERT", Severity.WARNUNG, cell)


def _label_changed(answer: InventedReturn) -> Iterator[Sent]:
    """The first age band is made to begin at 16."""
    row = answer.ort.plan.fields[f"alter.{ALTER.rows[0].id}.lwv"].row
    label = next(cell for cell in answer.ort.plan.cells if cell.row == row and cell.text)
    data = set_cells(answer.filled(), {answer.ort.name: {label.name: str(label.text).replace("18", "16")}})
    words = "Eine gedruckte Beschriftung wurde geändert."
    yield answer.sent(data, words, "VORGABE-GEAENDERT", Severity.FEHLER, label.name)


Defect = Callable[[InventedReturn], Iterator[Sent]]

_AGE = f"alter.{ALTER.rows[1].id}.lwv"
DEFECTS: tuple[Defect, ...] = (
    _other_value(_AGE, _AGE, lambda people: people + 2, "A2-ALTER-SUMME", Severity.FEHLER,
                 "Nach Altersgruppen sind es zwei Personen mehr als nach Herkunft."),
    _other_value("ausgelagert.betriebe", "ausgelagert.betriebe", lambda number: "ca. 12", "TYP", Severity.FEHLER,
                 "In einer Zahlenzelle steht „ca. 12“."),
    _truncated, _twice, _never_came, _corrected,
    _other_value("bewilligt.lwv", "erbracht.lwv", lambda granted: granted + Decimal("125.50"), "A2-ERBRACHT-BEWILLIGT",
                 Severity.WARNUNG, "Es wurden mehr Stunden erbracht als bewilligt."),
    _formula_overwritten, _label_changed,
)  # fmt: skip
"""What goes wrong, the first of it even with few Leistungserbringer."""


def _strangers() -> Iterator[Sent]:
    """Yield what does not belong into the folder: somebody else's workbook, and a print of the form instead of it."""
    for file, data, code, words in (
        ("Speiseplan.xlsx", _other_workbook(), "FORM-FREMD", "Eine fremde Arbeitsmappe liegt im Ordner."),
        ("Dokumentation_Scan.pdf", _pdf("Dokumentation"), "DATEI-FORMAT", "Statt der Arbeitsmappe kam ein PDF."),
    ):
        yield Sent(file, data, Planted(words=words, file=file, code=code, severity=Severity.FEHLER))


def _other_workbook() -> bytes:
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Speiseplan")
        sheet.write_column(0, 0, ("Montag", "Dienstag", "Mittwoch"))
        sheet.write_column(0, 1, ("Linsensuppe", "Grüne Soße", "Auflauf"))
    return buffer.getvalue()


def _pdf(text: str) -> bytes:
    """Return a document of one page with one line."""
    line = f"BT /F1 18 Tf 72 760 Td ({text}) Tj ET".encode("latin-1")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, part in enumerate(parts, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    size = len(parts) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n" % size + table + trailer
