"""What people do to the rows of a list: typing below the last one, deleting and inserting some. Each is said once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl.excel.sheets.blocks.builder import STATE
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from tests.cells import Tab
from tests.client.commandline import rv2xl
from tests.faults.workbook import Cell, Shift, Spoilt, rows_deleted, rows_put_in
from tests.findings import Found, fehler, hinweis, places, warnung
from tests.forms.standard import judged
from tests.programs.package import filled

LIST, REGISTER, CONTRACTS, KREISE = "Entfernungskilometer", "Leistungserbringer", "Verträge", "Kreise"
FIRST, LAST = 5, 16
"""The rows of the standard list of the Fahrtkosten; the first four are used."""

OVER_ALL = Tab("fahrtkosten", LIST)
"""Its sheet, with the state over all rows in its head."""

Step = Callable[[Spoilt], None]
Row = tuple[str | float | None, ...]

PERSON: Row = ("TN-0099", "11000001", "LWV Hessen", "Fahrdienst", 12.5, "Planer", 45981, 30)
WITH_MISTAKES: Row = ("TN-0098", "11000001", "LWV", "Fahrdienst", "ca. 12")


def below(rows: dict[int, Row], tab: str = LIST) -> Step:
    """Type rows, cell by cell from A on."""

    def step(book: Spoilt) -> None:
        for row, values in rows.items():
            for column, value in enumerate(values, 1):
                if value is not None:
                    book.enter(tab, (row, column), value)

    return step


def sums(book: Spoilt) -> None:
    """Put „Summe“ directly below the list, with a formula beside it."""
    book.enter(LIST, (LAST + 1, 1), "Summe")
    book.put(LIST, book.cells(LIST) | {(LAST + 1, 5): Cell("", f"<f>SUM(E{FIRST}:E{LAST})</f><v>51.3</v>")})


def by_formulas(book: Spoilt) -> None:
    """Have a row below the list take its entries from elsewhere."""
    text = ' t="str"'
    cells = {
        column: Cell(text, f"<f>Deckblatt!A{column}</f><v>{value}</v>") for column, value in enumerate(PERSON[:4], 1)
    }
    book.put(LIST, book.cells(LIST) | {(18, column): cell for column, cell in cells.items()})


def copied(book: Spoilt) -> None:
    """Copy the list's sheet, and type one more person there."""
    book.copy(LIST, "Liste (2)")
    below({17: PERSON}, "Liste (2)")(book)


BELOW: dict[str, tuple[str, Step, tuple[Found, ...]]] = {
    "one person": ("fahrtkosten", below({17: PERSON}), (fehler("UNTERHALB", LIST, "A17:H17"),)),
    "three people": ("fahrtkosten", below({17: PERSON, 18: PERSON[:5], 19: PERSON}), (fehler("UNTERHALB", LIST, "A17:H19"),)),
    "people after a gap": ("fahrtkosten", below({17: PERSON, 30: PERSON}), (fehler("UNTERHALB", LIST, "A17:H17", "A30:H30"),)),
    "people far below": ("fahrtkosten", below({200: PERSON, 201: PERSON}), (fehler("UNTERHALB", LIST, "A200:H201"),)),
    "a person with mistakes": ("fahrtkosten", below({17: WITH_MISTAKES}), (fehler("UNTERHALB", LIST, "A17:E17"),)),
    "a Kennung alone, directly below": ("fahrtkosten", below({17: ("TN-0099",)}), (fehler("UNTERHALB", LIST, "A17"),)),
    "a kilometre alone, below a person": (
        "fahrtkosten", below({17: PERSON, 18: (None,) * 4 + (7.5,)}), (fehler("UNTERHALB", LIST, "A17:H18"),)),
    "a note apart": ("fahrtkosten", below({19: ("Stand: Montag",)}), (hinweis("DANEBEN", LIST, "A19"),)),
    "a person, and a note apart": (
        "fahrtkosten", below({17: PERSON, 19: ("Stand: Montag",)}),
        (fehler("UNTERHALB", LIST, "A17:H17"), hinweis("DANEBEN", LIST, "A19"))),
    "what fits no column": ("fahrtkosten", below({17: (None, None, "geprüft", "von Frau M.")}), (hinweis("DANEBEN", LIST, "C17:D17"),)),
    "blanks": ("fahrtkosten", below({17: (" ", "\u00a0")}), ()),
    "a sum": ("fahrtkosten", sums, (hinweis("DANEBEN", LIST, "A17"),)),
    "a person by formulas": ("fahrtkosten", by_formulas, (fehler("UNTERHALB", LIST, "A18:D18"),)),
    "beside the list": ("fahrtkosten", lambda book: book.enter(LIST, (6, 16), "stimmt das?"), (hinweis("DANEBEN", LIST, "P6"),)),
    "beside a row below": (
        "fahrtkosten", below({17: (*PERSON, *[None] * 7, "neu")}), (fehler("UNTERHALB", LIST, "A17:H17"), hinweis("DANEBEN", LIST, "P17"))),
    "below a list that was moved down": (
        "fahrtkosten", lambda book: (book.move(LIST, rows_put_in(2, 2), follow=True), below({19: PERSON})(book)),
        (fehler("UNTERHALB", LIST, "A19:H19"), warnung("FELD-VERSCHOBEN", LIST, f"A{FIRST + 2}:N{LAST + 2}"))),
    "a Leistungserbringer": ("stammdaten", below({17: ("0013", "Neue Werkstatt")}, REGISTER), (fehler("UNTERHALB", REGISTER, "A17:B17"),)),
    "on a copy of the list": ("fahrtkosten", copied, (warnung("BLATT-FREMD", "Liste (2)", "A17:H17"),)),
    "an Ort": ("stammdaten", below({29: ("0007", "11000009", "Werk Süd")}, "Orte"), (fehler("UNTERHALB", "Orte", "A29:C29"),)),
}  # fmt: skip


def spoilt(form: str, *steps: Step) -> bytes:
    book = Spoilt(filled(form))
    for step in steps:
        step(book)
    return book.file()


@pytest.mark.parametrize("name", BELOW)
def test_what_is_typed_below_a_list_is_named(name: str) -> None:
    form, step, expected = BELOW[name]
    assert sorted(places(judged(spoilt(form, step))[1])) == sorted(expected)


FIXED: dict[str, tuple[str, str, int, Row]] = {
    "contracts": ("fahrtkosten", "Beförderungsverträge", 24, ("Fahrdienst Muster",)),
    "Kreise": ("stammdaten", "Kreise", 31, ("06999", "Musterkreis")),
}


@pytest.mark.parametrize("name", FIXED)
def test_a_list_of_fixed_length_has_another_remedy(name: str) -> None:
    form, tab, row, values = FIXED[name]
    (found,) = judged(spoilt(form, below({row: values}, tab)))[1]
    assert (found.code, found.sheet) == ("UNTERHALB", tab)
    assert "feste Länge" in found.remedy
    assert "--rows" not in found.remedy


def test_the_remedy_names_as_many_rows_as_are_needed() -> None:
    (found,) = judged(spoilt("fahrtkosten", below({17: PERSON, 20: PERSON})))[1]
    assert (
        found.message
        == "Unter der letzten Zeile (16) der Liste „Fahrteilnehmende“ stehen 2 weitere Zeilen, die nicht gelesen wurden."
    )
    assert "„rv2xl generate fahrtkosten --rows 16“" in found.remedy  # row 20 is the sixteenth


@pytest.mark.parametrize("command", ["generate", "consolidate"])
def test_no_register_with_rows_below_its_lists_is_used(command: str, tmp_path: Path) -> None:
    register, folder = tmp_path / "Stammdaten.xlsx", tmp_path / "Ruecklauf"
    register.write_bytes(spoilt("stammdaten", below({29: ("0007", "11000009", "Werk Süd")}, "Orte")))
    folder.mkdir()
    (folder / "dokumentation_2025_0007.xlsx").write_bytes(filled("dokumentation"))
    what = [str(folder)] if command == "consolidate" else ["dokumentation"]
    answer = rv2xl(command, *what, "--register", str(register), "--year", "2025", "--out", str(tmp_path / "neu.xlsx"))
    assert answer.status == 2
    assert "Blatt „Orte“, A29:C29" in answer.err
    assert not (tmp_path / "neu.xlsx").exists()


# ------------------------------------------------------------------------------------- rows deleted and inserted


def both(*shifts: Shift) -> Step:
    """Move the rows of the list, again and again, as programs do it."""
    return lambda book: [book.move(LIST, shift, follow=True) for shift in shifts]  # type: ignore[return-value]


def line(row: int, last: int | None = None) -> str:
    return f"A{row}:O{last or row}"


CHANGED = {
    "a blank row deleted": (both(rows_deleted(9)), line(9), 11),
    "a used row deleted": (both(rows_deleted(6)), line(6), 11),
    "two rows deleted": (both(rows_deleted(9), rows_deleted(6)), (line(6), line(8)), 10),
    "three rows deleted at once": (both(rows_deleted(9, 3)), line(9), 9),
    "the first row deleted": (both(rows_deleted(FIRST)), line(FIRST), 11),
    "the last row deleted": (both(rows_deleted(LAST)), line(LAST - 1), 11),
    "the first and the last row deleted": (
        both(rows_deleted(LAST), rows_deleted(FIRST)),
        (line(FIRST), line(LAST - 2)),
        10,
    ),
    "a row put in": (both(rows_put_in(9)), line(9), 13),
    "three rows put in": (both(rows_put_in(9, 3)), line(9, 11), 15),
    "a row put in above the first": (both(rows_put_in(FIRST)), line(FIRST), 13),
    "a row put in above the last": (both(rows_put_in(LAST)), line(LAST), 13),
    "two rows put in, apart": (both(rows_put_in(12), rows_put_in(7)), (line(7), line(13)), 14),
}


def kennungen(data: bytes) -> list[Value]:
    sheet = judged(data)[0].sheets["entfernung"]
    return [value for name, value in sheet.values.items() if name.endswith(".kennung") and value is not None]


@pytest.mark.parametrize("names", [True, False], ids=["with names", "without names"])
@pytest.mark.parametrize("name", CHANGED)
def test_rows_deleted_or_put_in_are_one_finding(name: str, names: bool) -> None:
    step, cells, length = CHANGED[name]
    data = spoilt("fahrtkosten", step, *(() if names else (Spoilt.forget_names,)))
    (found,) = (entry for entry in judged(data)[1] if entry.code != "NICHT-BERECHNET")  # nobody computed anew here
    assert (found.code, found.severity, found.sheet) == ("FELD-VERSCHOBEN", Severity.WARNUNG, LIST)
    put_in = length > 12
    if names or (put_in and "above the first" not in name):
        assert found.cells == (cells if isinstance(cells, tuple) else (cells,))
    assert (found.value, found.expected) == (str(length), "12")
    assert ("eingefügt" if put_in else "gelöscht") in found.message
    gone = {"a used row deleted": "TN-0002", "two rows deleted": "TN-0002", "the first row deleted": "TN-0001"}
    gone |= {"the first and the last row deleted": "TN-0001"}
    people = [f"TN-000{number}" for number in range(1, 5)]
    assert kennungen(data) == [person for person in people if person != gone.get(name)]


def test_who_is_entered_in_a_row_that_was_put_in_is_read_and_its_missing_results_are_named() -> None:
    data = spoilt("fahrtkosten", both(rows_put_in(7)), below({7: (*PERSON[:6], "20.11.2025")}))
    found = [entry for entry in judged(data)[1] if entry.code not in ("NICHT-BERECHNET", "NORMALISIERT")]
    missing = fehler("FORMEL-GEAENDERT", LIST, "M7")  # the kilometres, of which no sum of the sender's knows
    assert sorted(places(found)) == sorted((missing, warnung("FELD-VERSCHOBEN", LIST, line(7))))
    assert "TN-0099" in kennungen(data)


def test_a_full_list_with_a_row_put_in_by_a_script_loses_nobody_silently() -> None:
    """Formulas stay as they are then, so nothing proves that the list became longer."""
    full: dict[int, Row] = {row: (f"TN-00{row:02}", *PERSON[1:]) for row in range(9, LAST + 1)}
    data = spoilt("fahrtkosten", below(full), lambda book: book.move(LIST, rows_put_in(9), follow=False))
    assert ("UNTERHALB", (f"A{LAST + 1}:H{LAST + 1}",)) in [(entry.code, entry.cells) for entry in judged(data)[1]]


def test_a_formula_that_claims_another_length_is_not_believed() -> None:
    """The states' formulas go on, but the one over them does not say so."""
    cells = {
        "longer": {(LAST + 1, 15): Cell("", "<f>A17</f><v>0</v>")},
        "head": {OVER_ALL.at(STATE): Cell("", "<f>COUNTIF(O5:O17,1)</f><v>0</v>")},
    }
    data = spoilt(
        "fahrtkosten", *(lambda book, more=more: book.put(LIST, book.cells(LIST) | more) for more in cells.values())
    )
    assert sorted(places(judged(data)[1])) == [warnung("FORMEL-GEAENDERT", LIST, OVER_ALL.cell(STATE))]


def test_formulas_gone_from_a_column_are_one_finding() -> None:
    data = spoilt("fahrtkosten", lambda book: book.paste_values(LIST))
    found = places(judged(data)[1])
    assert sorted(found) == sorted(
        (
            warnung("FORMEL-GEAENDERT", LIST, f"M{FIRST}:M{LAST}"),
            warnung("FORMEL-GEAENDERT", LIST, f"N{FIRST}:N{LAST}"),
            warnung("FORMEL-GEAENDERT", LIST, OVER_ALL.cell(STATE), f"O{FIRST}:O{LAST}"),
        )
    )
