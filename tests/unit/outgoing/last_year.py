"""Returns of one year and the workbooks of the next, in which nearly everything happens to Orte."""

from __future__ import annotations

from datetime import date
from functools import cache

from rv2xl.outgoing.issuing import issue_all, suggestions
from rv2xl.outgoing.last_year import Beginnings
from rv2xl.outgoing.looking_back import looking_back
from rv2xl.returns.register import Register
from tests.unit.reports.folder import FORM, YEAR, Sent, checked, ort, register

NEXT = YEAR + 1
A, B, OTHER = "ort_58.1", "ort_58.2", "ort_60.1"

KONTAKT = {
    "kontakt.name": "A. Alt",
    "kontakt.funktion": None,
    "kontakt.telefon": "06062 1",
    "kontakt.mail": "alt@example.org",
}
ANSWERS = {
    "fragen.struktur_1": "nein",
    "fragen.prozess_6": "nein",
    "konzeption.liegt_vor": "nein",
    "konzeption.vom": None,
}


def at(key: str, **more: object) -> dict[tuple[str, str], object]:
    return {(key, name): value for name, value in {**KONTAKT, **ANSWERS, **more}.items()}


@cache
def known() -> Register:
    """0001 has an Ort with both Leistungen; 0003 takes over an Ort of 0002; 0002 has a new one; an Ort of 0004 is closed."""
    past, coming = {"gueltig_bis": date(YEAR, 12, 31)}, {"gueltig_von": date(NEXT, 1, 1)}
    return register((
        ort("0001", "11000001", "06437"), ort("0001", "11000001", "06437", "60"), ort("0002", "11000002", "06412", **past),
        ort("0002", "11000003", "06412"), ort("0003", "11000002", "06412", **coming), ort("0003", "11000004", "06435"),
        ort("0004", "11000005", "06437", **past), ort("0004", "11000006", "06437"), ort("0005", "11000007", "06531"),
        ort("0006", "11000008", "06535"), ort("0007", "11000009", "06535"),
    ))  # fmt: skip


FOLDER = (
    Sent("a/0001.xlsx", "0001", at(A) | {(OTHER, "kontakt.name"): "Z. Anders", (OTHER, "fragen.struktur_1"): "ja"}),  # type: ignore[arg-type]
    Sent("a/0002.xlsx", "0002", {(A, "kontakt.name"): "Bleibt hier", (B, "kontakt.name"): "B. Zwei"}),
    Sent("a/0003.xlsx", "0003", {(A, "kontakt.name"): "erste Fassung"}),
    Sent("a/0003_K1.xlsx", "0003", {(A, "kontakt.name"): "Korrektur", ("deckblatt", "deckblatt.korrektur_nr"): 1}),
    Sent("a/0004.xlsx", "0004", {(A, "kontakt.name"): "Geschlossen", (B, "zusatz.fehlanzeige"): "ja"}),
    Sent("a/0005.xlsx", "0005", {(A, "alter.a18_30.lwv"): 77}),
    Sent("a/0006.xlsx", "0006", year=YEAR - 1),
    Sent("a/kaputt.xlsx", raw=b"PK\x03\x04 nothing"),
)  # fmt: skip
"""0003 corrected itself, 0005 is rejected, 0006 is of another year, 0007 returned nothing."""


@cache
def begun(*numbers: str) -> Beginnings:
    """What is to be written for these Leistungserbringer, or for all."""
    issues = list(issue_all(FORM, known(), NEXT, numbers or None))
    before = Beginnings(issues, lambda issue: suggestions(issue, known()))
    return looking_back(before, FORM, known(), NEXT, checked(FOLDER, known, year=YEAR))
