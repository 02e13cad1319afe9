"""What a clerk decided, read from the closed workbook: found wherever it stands, refused in one sentence if it cannot be understood."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from rv2xl.clerk.decisions import decisions_of, read_decisions
from rv2xl.clerk.sheets import Head
from rv2xl.excel.lists.clerk_list import ListRow
from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.decisions import Decision
from tests.security import hostile
from tests.unit.clerk.decided_book import HEADS, Row, accepted, book

SHA, OTHER = "0123456789abcdef" * 4, "f" * 64
ALTER = "A2-ALTER-SUMME"


def test_rows_with_ja(tmp_path: Path) -> None:
    path = book(tmp_path / "K.xlsm", [
        {Head.NUMMER: "0001", Head.DATEI: "a.xlsx", Head.PRUEFSUMME: SHA, Head.FEHLERARTEN: ALTER},
        accepted("b.xlsx", SHA, f"{ALTER}, BEREICH"),
        accepted("c/d.xlsx", SHA.upper(), "", " x "),
        accepted("e.xlsx", OTHER, "TYP", "y", **{Head.GILT_FUER: f"{SHA} {ALTER},FORM-DOPPELT"}),
        accepted("f.xlsx", OTHER, "TYP", "z", **{Head.GILT_FUER: SHA}),
        accepted("g.xlsx", "", ""),
        accepted("h.xlsx", SHA, ALTER, **{Head.FREIGABE: " JA "}),
        accepted("i.xlsx", SHA, ALTER, reason=""),
        {Head.NUMMER: "0007", Head.STATUS: "fehlt"},
    ])  # fmt: skip
    reason = "Vermerk vom 3. Mai"
    assert read_decisions(path) == [
        Decision("b.xlsx", SHA, frozenset({ALTER, "BEREICH"}), reason),
        Decision("c/d.xlsx", SHA, frozenset(), "x"),
        Decision("e.xlsx", SHA, frozenset({ALTER, "FORM-DOPPELT"}), "y"),
        Decision("f.xlsx", SHA, frozenset(), "z"),
        Decision("g.xlsx", "", frozenset(), reason),
        Decision("h.xlsx", SHA, frozenset({ALTER}), reason),
        Decision("i.xlsx", SHA, frozenset({ALTER}), ""),
    ]


@pytest.mark.parametrize(
    "how",
    [
        {"heads": tuple(reversed(HEADS))},
        {"heads": (*HEADS[:4], "eigene Spalte", *HEADS[4:])},
        {"heads": tuple(head for head in HEADS if head not in (Head.WIRKUNG, Head.OEFFNEN))},
        {"sheet": "Meine Liste"},
        {"above": 30},
    ],
    ids=["reversed", "a column more", "columns less", "renamed", "moved down"],
)
def test_wherever_the_table_stands(how: Mapping[str, object], tmp_path: Path) -> None:
    path = book(tmp_path / "K.xlsm", [accepted("a.xlsx", SHA, ALTER)], **how)  # type: ignore[arg-type]
    assert [decision.file for decision in read_decisions(path)] == ["a.xlsx"]


def test_nothing_decided(tmp_path: Path) -> None:
    assert read_decisions(book(tmp_path / "K.xlsm", [])) == []


REFUSED: dict[str, tuple[Row, str]] = {
    "another word": (
        {Head.DATEI: "a.xlsx", Head.FREIGABE: "vielleicht"},
        "Zeile 5, steht unter „Freigabe“ „vielleicht“; erwartet wird „ja“ oder nichts."),
    "a number": ({Head.DATEI: "a.xlsx", Head.FREIGABE: 1}, "„1“; erwartet wird „ja“ oder nichts."),
    "a truth value": ({Head.DATEI: "a.xlsx", Head.FREIGABE: True}, "erwartet wird „ja“ oder nichts."),
    "no file": (accepted("", SHA, ALTER), "Zeile 5, steht „ja“ unter „Freigabe“, aber keine Datei unter „Datei“."),
    "no checksum": (accepted("a.xlsx", SHA[1:], ALTER), "steht unter „Prüfsumme“ „123456789abcdef"),
    "a number as checksum": (accepted("a.xlsx", "x", ALTER) | {Head.PRUEFSUMME: 12}, "steht unter „Prüfsumme“ „12“; erwartet wird eine"),
    "no codes": (accepted("a.xlsx", SHA, "alle"), "steht unter „Fehlerarten“ „alle“; erwartet werden Fehlerarten"),
    "tied to something else": (
        accepted("a.xlsx", SHA, ALTER, **{Head.GILT_FUER: ALTER}), f"steht unter „Freigabe gilt für“ „{ALTER}“; erwartet wird eine"),
    "tied to other words": (
        accepted("a.xlsx", SHA, ALTER, **{Head.GILT_FUER: f"{SHA} und alles"}), "steht unter „Freigabe gilt für“ „0123"),
    "an error": (accepted("a.xlsx", SHA, ALTER, reason="=1/0"), "eine Formel ohne gültigen Wert"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "said"), REFUSED.values(), ids=REFUSED)
def test_a_row_that_is_not_understood(row: Row, said: str, tmp_path: Path) -> None:
    path = book(tmp_path / "K.xlsm", [row])
    if "=1/0" in row.values():
        path.write_bytes(with_error(path.read_bytes()))
    with pytest.raises(Abbruch) as refused:
        read_decisions(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def with_error(data: bytes) -> bytes:
    """Store an error beside the formula, as a spreadsheet program does."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(made, "w") as out:
        for name in package.namelist():
            part = package.read(name)
            out.writestr(name, part.replace(b"><f>1/0</f><v>0</v>", b' t="e"><f>1/0</f><v>#DIV/0!</v>'))
    return made.getvalue()


def without_parts(data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(made, "w") as out:
        for name in package.namelist():
            if "worksheets" not in name:
                out.writestr(name, package.read(name))
    return made.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"no zip", "lässt sich nicht lesen"),
    "empty": (lambda: b"", "Die Datei ist leer"),
    "bomb": (lambda: hostile.bomb(70 * 1024 * 1024), "ist ausgepackt 70"),
    "document type": (
        lambda: hostile.xlsx_with({"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><sst/>'}), "Dokumenttyp-Deklaration"),
    "macro sheet": (
        lambda: hostile.typed("xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml"), "Excel-4.0-Makroblatt"),
    "another workbook": (hostile.merged_bomb_xlsx, "Auf keinem Blatt stehen die Spalten „Datei“"),
    "encrypted": (lambda: hostile.ole("EncryptedPackage", "EncryptionInfo") + bytes(600), "Kennwort"),
    "ods": (lambda: hostile.opendocument("spreadsheet"), "lässt sich nicht lesen"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "said"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files(made: Callable[[], bytes], said: str, tmp_path: Path) -> None:
    path = tmp_path / "K.xlsm"
    path.write_bytes(made())
    with pytest.raises(Abbruch) as refused:
        read_decisions(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_damaged_and_missing(tmp_path: Path) -> None:
    whole = book(tmp_path / "K.xlsm", [accepted("a.xlsx", SHA, ALTER)]).read_bytes()
    for data in (without_parts(whole), whole[:-30], whole[: len(whole) // 2]):
        (tmp_path / "K.xlsm").write_bytes(data)
        with pytest.raises(Abbruch):
            read_decisions(tmp_path / "K.xlsm")
    for path in (tmp_path / "fehlt.xlsm", tmp_path):
        with pytest.raises(Abbruch, match="gibt es nicht"):
            read_decisions(path)
    book(tmp_path / "K.xlsm", [], heads=[head for head in HEADS if head != Head.GILT_FUER])
    with pytest.raises(Abbruch, match="Auf keinem Blatt stehen die Spalten"):
        read_decisions(tmp_path / "K.xlsm")


@pytest.mark.parametrize("word", ["nein", "NEIN", " nein "])
def test_no_is_no_decision(word: str) -> None:
    row = ListRow(5, dict.fromkeys(HEADS, "") | {Head.DATEI: "a.xlsx", Head.FREIGABE: word})
    assert decisions_of([row], "„Mappe.xlsm“") == []
