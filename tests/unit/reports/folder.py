"""A folder of returns as it comes from the field, and what became of them: the reports are made of it.

Every return goes the whole way: issued from the register, filled, written, read, checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, partial
from io import BytesIO

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.field import Kind
from rv2xl.model.expressions.expr import Value
from rv2xl.model.issue import Issue
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.reports.table import write_csv, write_parquet
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation, consolidate
from rv2xl.returns.register import Register, RegisterRow

FORM = forms.newest("dokumentation")
YEAR = 2025
TODAY = date(2026, 4, 1)
"""The Stand of the reports."""

Changes = Mapping[tuple[str, str], Value]
"""Values to put in instead, by sheet key and field id."""

INJECTED = (
    "=1+1",
    "+49 6062 12",
    "-2",
    "@SUM(A1)",
    "\tx",
    '=HYPERLINK("http://example.org")',
    "http://example.org",
    "007",
)
"""Texts that a careless writer makes formulas, links or numbers of."""


@dataclass(frozen=True)
class Sent:
    """A file of the folder: whose return, with what in it; or raw bytes."""

    name: str
    sender: str = ""
    changes: Changes = field(default_factory=dict)
    year: int = YEAR
    raw: bytes | None = None


def ort(number: str, zad: str, kreis: str, leistung: str = "58", **more: Value) -> dict[str, Value]:
    """Return a row of the register's Orte."""
    line: dict[str, Value] = {
        "traeger": number, "zad": zad, "name": f"Werkstatt {zad}", "strasse": "Marktplatz 1", "plz": "64711", "ort": f"Ort {zad}",
        "kreis": kreis, "leistung": leistung, "art": "Arbeitsbereich", "platzzahl": 100 + int(zad[-2:]), "aktenzeichen": f"AZ {zad}",
    }  # fmt: skip
    return line | more


def register(orte: Iterable[Mapping[str, Value]], names: Mapping[str, str] | None = None) -> Register:
    """Return a register with these Orte and their Leistungserbringer."""
    rows = tuple(orte)
    numbers = dict.fromkeys(str(row["traeger"]) for row in rows)
    traeger: dict[str, RegisterRow] = {
        number: {
            "nummer": number,
            "name": (names or {}).get(number, f"Träger {number} gGmbH"),
            "p58_am": date(2023, 7, 1),
        }
        for number in numbers
    }
    return Register(traeger=traeger, orte=rows, kreise=(), absender={})


def filled(issue: Issue, seed: int, changes: Changes) -> dict[str, dict[str, Value]]:
    """Fill in a whole issue so that no rule is broken, differently for each seed and sheet."""
    entered: dict[str, dict[str, Value]] = {
        "leistungserbringer": {"ausbildung.bildet_aus": "ja", "ausbildung.anzahl": seed % 5 + 1}
    }
    for number, sheet in enumerate(issue.sheets):
        if sheet.section.startswith("ort_"):
            entered[sheet.key] = _ort_values(seed * 7 + number)
    for (key, name), value in changes.items():
        if name == "zusatz.fehlanzeige" and value == "ja":
            entered[key] = {}
        entered.setdefault(key, {})[name] = value
    return entered


def _ort_values(seed: int) -> dict[str, Value]:
    section = FORM.sections["ort_58"]
    values: dict[str, Value] = {
        name: "ja" if field.type.kind is Kind.JA_NEIN else "Muster"
        for name, field in section.fields.items()
        if field.required and not field.type.numeric
    }
    values |= {"konzeption.liegt_vor": "ja", "konzeption.vom": date(2024, 5, 1)}
    for number, column in enumerate(("lwv", "andere"), 1):
        origins = [(seed * number + part) % 9 + 1 for part in range(3)]
        rows = ("eigene_region", "hessen", "ausserhalb")
        values |= {f"personen.{row}.{column}": count for row, count in zip(rows, origins, strict=True)}
        values[f"personen.kombi_bib.{column}"] = seed % 2
        bands = ["a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66"]
        values |= {f"alter.{band}.{column}": 0 for band in bands}
        values[f"alter.{bands[seed % 7]}.{column}"] = origins[0]
        values[f"alter.{bands[(seed + 3) % 7]}.{column}"] = origins[1] + origins[2]
        values[f"bewilligt.{column}"] = Decimal(1000 + seed) + Decimal("0.25")
        values[f"erbracht.{column}"] = Decimal(900 + seed) + Decimal("0.1")
    staff = ("fab", "sozialer_dienst", "therapeutisch")
    values |= {f"personal.{kind}": Decimal("1.35") + part + seed % 3 for part, kind in enumerate(staff)}
    return values | {"ausgelagert.gruppen": seed % 3, "ausgelagert.betriebe": (seed % 3) * 2}


@cache
def _written(
    known: Callable[[], Register], sent: tuple[str, int, str, tuple[tuple[tuple[str, str], Value], ...]]
) -> bytes:
    sender, year, _, changes = sent
    issue = issue_for(FORM, known(), year, sender)
    return workbook_bytes(lay_out(issue), filled(issue, int(sender), dict(changes)))


def written(known: Callable[[], Register], sent: Sent) -> bytes:
    """Return the bytes of a file; what was issued comes from `known`."""
    if sent.raw is not None:
        return sent.raw
    return _written(known, (sent.sender, sent.year, sent.name, tuple(sent.changes.items())))


def checked(
    folder: Iterable[Sent], known: Callable[[], Register], today: Register | None = None, year: int = YEAR
) -> list[Checked]:
    """Read and check a folder; what was issued comes from `known`, what is true today from `today`."""
    entries = [check_file(partial(bytes, written(known, sent)), sent.name, today or known(), year) for sent in folder]
    compare_returns(entries)
    return entries


@cache
def usual_register() -> Register:
    """A register in which nearly everything occurs: several Orte, both Leistungen, all three Regierungsbezirke."""
    return register((
        ort("0001", "11000001", "06437"), ort("0001", "11000001", "06437", "60"), ort("0002", "11000002", "06412"),
        ort("0002", "11000003", "06413"), ort("0003", "11000004", "06435"), ort("0003", "11000005", "06435"),
        ort("0004", "11000006", "06437"), ort("0005", "11000007", "06531"), ort("0006", "11000008", "06535"),
        ort("0007", "11000009", "06611"), ort("0008", "11000010", "06633"), ort("0009", "11000011", "06633"),
        ort("0010", "11000012", "06438"), ort("0011", "11000013", "06413"),
        ort("0012", "11000014", "06631", gueltig_bis=date(2024, 12, 31)),
        ort("0013", "11000015", "06437"), ort("0013", "11000016", "06634"), ort("0013", "11000017", "06411"),
    ))  # fmt: skip


A, B = "ort_58.1", "ort_58.2"
TEXTS = dict(zip(
    ("ort.name.korrektur", "kontakt.telefon", "kontakt.name", "ort.strasse.korrektur", "kontakt.funktion", "zusatz.bemerkung",
     "ort.web.korrektur", "kontakt.mail"), INJECTED, strict=True))  # fmt: skip

USUAL = (
    Sent("Ruecklauf/dokumentation_2025_0001.xlsx", "0001"),
    Sent("Ruecklauf/dokumentation_2025_0002.xlsx", "0002", {(A, "erbracht.lwv"): Decimal("99999.99")}),
    Sent("Ruecklauf/dokumentation_2025_0003.xlsx", "0003", {(B, "zusatz.fehlanzeige"): "ja"}),
    Sent("Ruecklauf/dokumentation_2025_0004.xlsx", "0004", {(A, "alter.a18_30.lwv"): 77}),
    Sent("Ruecklauf/dokumentation_2025_0006.xlsx", "0006"),
    Sent("Ruecklauf/dokumentation_2025_0006_Kopie.xlsx", "0006"),
    Sent("Ruecklauf/dokumentation_2025_0007.xlsx", "0007"),
    Sent("Ruecklauf/dokumentation_2025_0007_neu.xlsx", "0007", {(A, "erbracht.lwv"): Decimal(1)}),
    Sent("Ruecklauf/dokumentation_2025_0008.xlsx", "0008"),
    Sent("Ruecklauf/dokumentation_2025_0008_K1.xlsx", "0008",
         {(A, "erbracht.lwv"): Decimal(2), ("deckblatt", "deckblatt.korrektur_nr"): 1}),
    Sent("Ruecklauf/dokumentation_2025_0009.xlsx", raw=b"PK\x03\x04 nothing"),
    Sent("Ruecklauf/dokumentation_2024_0010.xlsx", "0010", year=2024),
    Sent("Ruecklauf/dokumentation_2025_0011.xlsx", "0011", {(A, name): text for name, text in TEXTS.items()}),
    Sent("Ruecklauf/dokumentation_2025_0012.xlsx", "0012"),
    Sent("Ruecklauf/dokumentation_2025_0013.xlsx", "0013"),
    Sent("Ruecklauf/notizen.txt", raw="Bitte zurückrufen".encode()),
)  # fmt: skip
"""Accepted, corrected, doubled, contradictory, rejected, unreadable, of another year, not expected; 0005 is missing."""


@cache
def stammdaten_file() -> bytes:
    """Another form of ours that lies in the folder."""
    small = forms.newest("stammdaten").with_rows({"traeger": 3, "orte": 3})
    return workbook_bytes(lay_out(issue_blank(small, YEAR)))


def consolidated(
    folder: Iterable[Sent],
    known: Callable[[], Register] = usual_register,
    today: Register | None = None,
    year: int = YEAR,
) -> Consolidation:
    """Consolidate a folder with its register, or with another one that is true today."""
    return consolidate(FORM, year, today or known(), checked(folder, known, today, year))


@cache
def usual() -> Consolidation:
    """The usual folder, with another form of ours in it."""
    return consolidated([*USUAL, Sent("Ruecklauf/Stammdaten.xlsx", raw=stammdaten_file())])


def tidy_csv(consolidation: Consolidation) -> bytes:
    """Return the whole tidy table as CSV, with what is about persons."""
    target = BytesIO()
    write_csv(consolidation, target, personal=True)
    return target.getvalue()


def tidy_parquet(consolidation: Consolidation) -> bytes:
    """Return the whole tidy table as Parquet, with what is about persons."""
    target = BytesIO()
    write_parquet(consolidation, target, personal=True)
    return target.getvalue()
