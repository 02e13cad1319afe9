"""Tables that a clerk brings along: any order of columns, any of the usual ways to save them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from rv2xl.excel.lists.clerk_list import ListRow, read_columns, read_list
from rv2xl.excel.lists.list_sheet import UNCALCULATED
from rv2xl.model.abbruch import Abbruch

COLUMNS = ("von", "nach", "km")
HEADS = {column: (column,) for column in COLUMNS}
LINES = [
    ListRow(2, {"von": "TN-1", "nach": "0815", "km": "10,4"}),
    ListRow(4, {"von": "Ärztehaus", "nach": "0816", "km": "7"}),
]


@pytest.mark.parametrize(
    "content",
    [
        "von;nach;km\nTN-1;0815;10,4\n\nÄrztehaus;0816;7\n".encode(),
        "von;nach;km\r\nTN-1;0815;10,4\r\n;;\r\nÄrztehaus;0816;7".encode("utf-8-sig"),
        "KM; Von ;bemerkung;nach\n10,4;TN-1;egal;0815\n\n7;Ärztehaus;;0816\n".encode("cp1252"),
        'von,nach,km\nTN-1,0815,"10,4"\n\nÄrztehaus,0816,7\n'.encode(),
        "von\tnach\tkm\nTN-1\t0815\t10,4\n\nÄrztehaus\t0816\t7\n".encode(),
    ],
    ids=["semicolon", "BOM, CRLF", "cp1252, other order", "comma", "tab"],
)
def test_a_csv_however_it_was_saved(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    assert read_columns(tmp_path / "t.csv", COLUMNS) == LINES


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["nach", "km", "von"], ["0815", 10.4, "TN-1"], [], ["0816", 7, "Ärztehaus"]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert read_columns(tmp_path / "t.xlsx", COLUMNS) == [
        ListRow(2, {"von": "TN-1", "nach": "0815", "km": 10.4}),
        ListRow(4, {"von": "Ärztehaus", "nach": "0816", "km": 7.0}),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ist leer"),
        (b"\n;;\n", "ist leer"),
        (b"von;nach\nA;B\n", "fehlt die Spalte „km“"),
        (b"a;b\n1;2\n", "fehlen die Spalten „von“, „nach“ und „km“"),
        (b"von;nach;km;KM\n1;2;3;4\n", "steht die Spalte „km“ mehrmals"),
        (b"PK\x03\x04 no zip", "lässt sich nicht lesen"),
        (b"\x00\x01\x02", "ist keine Tabelle"),
        (b'von;nach;km\n"a;b\n', "keine gültige CSV-Datei"),
    ],
    ids=["empty", "blank", "a head missing", "all heads missing", "a head twice", "a damaged workbook", "binary", "open quote"],
)  # fmt: skip
def test_what_is_no_table_says_so_in_one_sentence(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(Abbruch, match=said):
        read_columns(tmp_path / "t.csv", COLUMNS)


def test_heads_spelt_otherwise_and_tables_without_heads(tmp_path: Path) -> None:
    wanted = {"Konto": ("Konto", "Konto-Nr"), "Betrag": ("Betrag", "Saldo")}
    for content in ("saldo;KONTO-NR.\n5;4100\n", "4100;5\n"):
        (tmp_path / "t.csv").write_text(content, encoding="utf-8")
        (line,) = read_list(tmp_path / "t.csv", wanted, in_order=2).rows
        assert line.cells == {"Konto": "4100", "Betrag": "5"}
    with pytest.raises(Abbruch, match="fehlen die Spalten"):
        read_list(tmp_path / "t.csv", wanted)


@pytest.mark.parametrize(
    "text",
    [
        "von|nach|km\nA|B|10,4\n",
        "---\n|von |nach |  km |\n|A |B | 10,4 |\n",
        "A|B|10,4|7,5\n",
        "A|10,4|11,5\n",
        "|A|1|2|\n",
    ],
)
@pytest.mark.parametrize("in_order", [0, 3])
def test_strokes_between_the_columns_are_named(text: str, in_order: int, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Abbruch, match=r"steht „\|“ zwischen den Spalten; bitte mit „;“ dazwischen"):
        read_list(tmp_path / "t.csv", HEADS, in_order=in_order)


@pytest.mark.parametrize("title", ["", "Wege | Stand 2025\n\n"])
def test_a_stroke_in_a_text_is_none_between_columns(title: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"{title}von;nach;km\nA|B|C;D;7\n", encoding="utf-8")
    assert [row.cells["von"] for row in read_list(tmp_path / "t.csv", HEADS).rows] == ["A|B|C"]


def test_one_column_may_stand_for_two(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Titel\nvon;nach;hin;rück\nA;Z;B;C\n", encoding="utf-8")
    wanted, other = {name: (name,) for name in ("von", "nach", "weg")}, {"hin": ("hin",), "rück": ("rück",)}
    found = read_list(tmp_path / "t.csv", wanted, optional=other, instead={"weg": ("hin", "rück")})
    assert ([row.cells for row in found.rows], found.heads) == (
        [{"von": "A", "nach": "Z", "weg": None, "hin": "B", "rück": "C"}],
        2,
    )
    with pytest.raises(Abbruch, match="fehlt die Spalte „weg“; ihre Namen stehen in Zeile 2"):
        read_list(tmp_path / "t.csv", wanted, optional=other)


def test_heads_that_are_not_complete_are_named_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Wege, alle\n\nvon;nach;Strecke\nA;B;7\n", encoding="utf-8")
    with pytest.raises(Abbruch, match="fehlt die Spalte „km“"):
        read_columns(tmp_path / "t.csv", COLUMNS)
    (tmp_path / "t.csv").write_text("A;B;7\nA;km;7\n", encoding="utf-8")
    assert len(read_list(tmp_path / "t.csv", HEADS, in_order=3).rows) == 2


def test_the_sheet_in_which_a_head_is_missing_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title, book.active["A1"] = "Deckblatt", "Entfernungen"
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(Abbruch, match="Blatt „Deckblatt“, fehlen die Spalten „von“, „nach“ und „km“"):
        read_columns(tmp_path / "t.xlsx", COLUMNS)


def test_what_stands_beyond_the_last_column_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("von,nach,km\nA,B,10,4\nA,B,10,\n", encoding="utf-8")
    assert [line.overlong for line in read_list(tmp_path / "t.csv", HEADS).rows] == [True, False]
    with pytest.raises(Abbruch, match="Zeile 2, steht etwas hinter der letzten benannten Spalte"):
        read_columns(tmp_path / "t.csv", COLUMNS)


def test_the_first_filled_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Salden", "Weitere"):
        for row in (["von", "nach", "km"], [name, "B", "=1/0"]):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book.save(tmp_path / "t.xlsx")
    found = read_list(tmp_path / "t.xlsx", HEADS)
    assert (found.sheet, found.others) == ("Salden", ("Weitere",))
    assert found.rows == [ListRow(2, {"von": "Salden", "nach": "B", "km": UNCALCULATED})]


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="gibt es nicht"):
        read_columns(tmp_path / "t.csv", COLUMNS)


def test_excels_own_line_says_how_cells_are_apart(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("sep=;\nvon;nach;km\nTN-1;0815;10,4\n", encoding="utf-8")
    assert read_columns(tmp_path / "t.csv", COLUMNS) == [ListRow(3, {"von": "TN-1", "nach": "0815", "km": "10,4"})]
