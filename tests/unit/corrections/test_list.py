"""The clerk's list of corrections, as `respond` writes it: read with openpyxl."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rv2xl.corrections.list_book import file_of
from rv2xl.corrections.listed import Head, rows_of
from rv2xl.returns.register import Register
from tests.unit.corrections.folder import (
    LIST,
    ORT_60,
    RETURNS,
    World,
    at,
    column_of,
    known,
    le,
    sheet_of,
    typed,
)
from tests.unit.corrections.folder import rows_of as read_rows
from tests.unit.reports.folder import FORM, A, Changes, Sent, consolidated

Short = tuple[str, str | None, str | None, str, object, object, object, object, str]


def short(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(
        row[head]
        for head in (
            "LE-Nr.", "ZAD-Nummer", "Leistung nach §", "Angabe", "bisher", "Stammdaten heute", "neu", "übernehmen", "Feld der Stammdaten",
        )
    )  # fmt: skip


EXPECTED: list[Short] = [
    ("0001", None, None, "Name", "Träger 0001 gGmbH", None, "Neue Werkstatt gGmbH", None, "traeger.name"),
    ("0001", None, None, "Anschrift: Straße", "Am Markt 1", None, "Am Markt 1a", None, "traeger.strasse"),
    ("0001", None, None, "Anschrift: Ort", "65183 Wiesbaden", None, "65185 Wiesbaden", None, "traeger.plz + traeger.ort"),
    ("0001", None, None, "Webadresse", None, None, "www.neu.example", None, "traeger.web"),
    ("0001", None, None, "vertreten durch", "Vorstand", None, "Vorstand und Rat", None, "traeger.vertreten_durch"),
    ("0001", "11000001", "58", "Name", "Werkstatt 11000001", None, "Werk Eins", None, "orte.name"),
    ("0001", "11000001", "58", "Anschrift: Straße", "Marktplatz 1", None, "Gasse 2", None, "orte.strasse"),
    ("0001", "11000001", "58", "Anschrift: Ort", "64711 Ort 11000001", None, "64720 Michelstadt", None, "orte.plz + orte.ort"),
    ("0001", "11000001", "58", "Webadresse", None, None, "=1+1", None, "orte.web"),
    ("0002", None, None, "Anschrift: Ort", "34117 Kassel", None, "Kassel", "von Hand", "traeger.plz + traeger.ort"),
    ("0002", "11000003", "58", "Anschrift: Straße", "Neuweg 7", None, "Neuweg 9", None, "orte.strasse"),
    ("0003", None, None, "Anschrift: Ort", "Hanau", None, "63450 Hanau", None, "traeger.plz + traeger.ort"),
    ("0003", None, None, "Webadresse", None, None, "zwei\nZeilen", "von Hand", "traeger.web"),
]  # fmt: skip


def test_the_list(tmp_path: Path) -> None:
    world = World(tmp_path, RETURNS)
    said = world.respond()
    assert said[1] == (
        f"13 Berichtigungen der Stammdaten stehen in „{world.list}“; bitte dort unter „übernehmen“ wählen, dann „rv2xl update-register“ "
        "aufrufen."
    )
    rows = read_rows(world.list)
    assert list(rows[0]) == [
        "LE-Nr.", "Leistungserbringer", "Blatt", "ZAD-Nummer", "Leistung nach §", "Angabe", "bisher", "Stammdaten heute", "neu",
        "übernehmen", "Hinweis", "Datei", "Zelle", "Jahr", "Feld der Stammdaten",
    ]  # fmt: skip
    assert list(map(short, rows)) == EXPECTED
    assert [row["Hinweis"] for row in rows if row["Hinweis"]] == [
        "Im neuen Wert lassen sich „PLZ“ und „Ort“ nicht sicher trennen.",
        "Der neue Wert hat mehrere Zeilen oder unsichtbare Zeichen.",
    ]
    assert [(row["Blatt"], row["Datei"], row["Zelle"], row["Jahr"]) for row in rows[4:6]] == [
        ("Daten Leistungserbringer", "Ruecklauf/dokumentation_2025_0001.xlsx", "C13", "2025"),
        ("58 Ort 11000001", "Ruecklauf/dokumentation_2025_0001.xlsx", "C11", "2025"),
    ]
    sheet = sheet_of(load_workbook(world.list))
    take = sheet.cell(5, column_of(sheet, "übernehmen")).column_letter
    (offered,) = sheet.data_validations.dataValidation
    assert (str(offered.sqref), offered.type, offered.formula1) == (f"{take}5:{take}17", "list", '"ja,nein"')
    assert sheet.cell(13, column_of(sheet, "neu")).data_type == "s"
    world.respond(out=tmp_path / "noch einmal")
    assert (tmp_path / "noch einmal" / LIST).read_bytes() == world.list.read_bytes()


HOSTILE = (
    "=HYPERLINK(\"http://example.org\")", "+49 6062 12", "@SUM(A1)", "<r>rot</r>", "<b>fett</b> & mehr", "Bcc: alle@example.org",
    "_x0041_ ist A", "x005F_", "007", "http://example.org", "[red]x[/red]", "\x1b[31mrot",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_provider_types_is_a_text_in_the_list(text: str, tmp_path: Path) -> None:
    world = World(tmp_path, {"0001": at(A, web=text)})
    world.respond()
    (row,) = read_rows(world.list)
    odd = {"_x0041_ ist A", "x005F_", "\x1b[31mrot"}
    assert row["übernehmen"] == ("von Hand" if text in odd else None)
    if text not in odd:
        assert row["neu"] == text


def listed(returns: dict[str, Changes], today: Register) -> list[tuple[object, ...]]:
    folder = [Sent(f"{number}.xlsx", number, changes) for number, changes in returns.items()]
    rows = rows_of(consolidated(folder, known, today))
    return [tuple(row[head] for head in (Head.WHAT, Head.TODAY, Head.NEW, Head.TAKE, Head.REMARK)) for row in rows]


def test_what_the_register_says_today(tmp_path: Path) -> None:
    """What it has by now is no longer listed; where it says a third thing, a human decides."""
    changed = {
        **known().traeger["0001"], "strasse": "Am Markt 1a", "plz": "65185", "name": "Ganz anders", "vertreten_durch": None,
    }  # fmt: skip
    today = replace(known(), traeger={**known().traeger, "0001": changed})
    other = "Die Stammdaten sagen heute etwas anderes, als ausgegeben wurde."
    assert listed({"0001": RETURNS["0001"] | {}}, today)[:3] == [
        ("Name", "Ganz anders", "Neue Werkstatt gGmbH", "von Hand", other),
        ("Webadresse", None, "www.neu.example", None, ""),
        ("vertreten durch", "leer", "Vorstand und Rat", "von Hand", other),
    ]


def test_only_what_counts_is_listed() -> None:
    rejected = {**le(name="Neu"), (A, "alter.a18_30.lwv"): 77}
    assert listed({"0001": rejected}, known()) == []
    folder = [
        Sent("a.xlsx", "0003", le(strasse="Alt 1")),
        Sent("b.xlsx", "0003", {**le(strasse="Neu 2"), ("deckblatt", "deckblatt.korrektur_nr"): 1}),
    ]
    assert [(row[Head.NEW], row[Head.FILE]) for row in rows_of(consolidated(folder, known))] == [("Neu 2", "b.xlsx")]


def test_both_leistungen_of_an_ort() -> None:
    rows = listed({"0001": {**at(A, strasse="Gasse 2"), **at(ORT_60, strasse="Gasse 3")}}, known())
    assert [row[2] for row in rows] == ["Gasse 2", "Gasse 3"]


def test_lists_of_two_forms_lie_side_by_side() -> None:
    assert file_of(FORM, 2025) == LIST
    assert file_of(replace(FORM, name="fahrtkosten"), 2025) != LIST


def test_a_list_that_somebody_worked_on_is_not_replaced(tmp_path: Path) -> None:
    world = World(tmp_path, RETURNS)
    world.respond()
    typed(world.list, {0: {"übernehmen": "ja"}})
    before = world.list.read_bytes()
    answer = world.answer()
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"„{world.list}“ wurde nach dem Schreiben geändert und bleibt deshalb, wie es ist;")
    assert world.list.read_bytes() == before


def test_a_list_is_replaced_and_removed_while_nobody_worked_on_it(tmp_path: Path) -> None:
    world = World(tmp_path, RETURNS)
    world.respond()
    for path in (tmp_path / "Ruecklauf").iterdir():
        if "0003" not in path.name:
            path.unlink()
    world.respond()
    assert len(read_rows(world.list)) == 2
    world.send("0003", {})
    said = world.respond()
    assert not world.list.exists()
    assert (
        said[1]
        == f"„{world.list}“ entfernt: Es gibt keine Berichtigungen der Stammdaten mehr, über die zu entscheiden wäre."
    )
