"""The exact text of formulas: every kind of node, ranges, names, parentheses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rv2xl.excel.addresses import Position, cell_name, column_letter, place_of, quoted, ranges, rectangles
from rv2xl.excel.formulas.formula import OWN, Addresses, formula, literal
from rv2xl.model.definitions.field import ANZAHL, DATUM, JA_NEIN, STUNDEN, TEXT, Field, Kind, Type
from rv2xl.model.expressions.expr import (
    Blanks,
    Const,
    CountRows,
    Expr,
    Invalid,
    Ref,
    RosterColumn,
    Round,
    Rows,
    Some,
    Tally,
    Value,
    all_of,
    any_of,
    if_,
    join,
    not_,
    total,
)

PLACES: dict[str, tuple[int, int, Type]] = {
    "count": (0, 0, ANZAHL), "more": (1, 0, ANZAHL), "other": (3, 0, ANZAHL), "beside": (0, 1, ANZAHL), "beside_more": (1, 1, ANZAHL),
    "hours": (0, 2, STUNDEN), "granted": (1, 2, STUNDEN), "name": (0, 3, TEXT), "day": (0, 4, DATUM), "day_two": (1, 4, DATUM),
    "answer": (0, 5, JA_NEIN), "paragraph": (0, 6, Type(Kind.AUSWAHL, choices=("58", "60"))),
    "share": (0, 7, replace(STUNDEN, minimum=Decimal("0.5"), maximum=Decimal("99.5"))),
    "open": (0, 8, Type(Kind.DEZIMAL)), "from_two": (0, 9, Type(Kind.DEZIMAL, minimum=Decimal("2E+1"))),
}  # fmt: skip
FIELDS = {name: Field(id=name, label=name, type=type_) for name, (_, _, type_) in PLACES.items()}


def position(ref: Ref) -> Position:
    return (OWN if ref.sheet is None else quoted(ref.sheet), *PLACES[ref.field][:2])


AT = Addresses(position, lambda column: f"{column.sheet}!$A$4:$A$9", lambda ref: FIELDS.get(ref.field))


def rendered(expr: Expr) -> str:
    return formula(expr, AT).replace(OWN, "")


a1, a2, a4, c1, c2, d1, e1, f1 = map(Ref, ("count", "more", "other", "hours", "granted", "name", "day", "answer"))
square = tuple(map(Ref, ("count", "beside", "more", "beside_more")))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (a1, "A1"),
        (Ref("count", "58 Erbach"), "'58 Erbach'!A1"),
        (a1.named("die Anzahl"), "A1"),
        (total(a1), "SUM(A1)"),
        (total((a1, a2)), "SUM(A1:A2)"),
        (total((a1, a2, a4)), "SUM(A1:A2,A4)"),
        (total(square), "SUM(A1:B2)"),
        (total((a1, Ref("more", "Deckblatt"))), "SUM(A1,Deckblatt!A2)"),
        (Blanks((a1, a4)), "COUNTBLANK(A1)+COUNTBLANK(A4)"),
        (Rows((a1, a2, a4)), "ROWS(A1:A2)+ROWS(A4)"),
        (Tally((f1, d1), "ja"), 'COUNTIF(F1,"ja")+COUNTIF(D1,"ja")'),
        (a1 + a2, "A1+A2"),
        (a1 * 2 - 1, "A1*2-1"),
        (a1 <= a2, "A1<=A2"),
        (all_of(a1 > 0, a2 > 0), "AND(A1>0,A2>0)"),
        (any_of(a1 > 0, a2 > 0), "OR(A1>0,A2>0)"),
        (all_of(a1 > 0), "A1>0"),
        (not_(a1 > 0), "NOT(A1>0)"),
        (if_(a1 > 0, "ja", a2), 'IF(A1>0,"ja",A2)'),
        (Round(c1 * Decimal("0.05"), 2), "ROUND(ROUND(C1*0.05,6),2)"),
        (join(a1, " von ", a2), 'A1&" von "&A2'),
        (join(a1), 'A1&""'),
        (join(a1 + a2, " Personen"), 'A1+A2&" Personen"'),
    ],
)  # fmt: skip
def test_a_node(expr: Expr, text: str) -> None:
    assert rendered(expr) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("count", '(COUNTA(A1)-COUNTIFS(A1,">=0",A1,"<=99999")+IF(COUNT(A1)=COUNTA(A1),SUMPRODUCT(--(A1<>INT(A1))),0))'),
        ("hours", '(COUNTA(C1)-COUNTIFS(C1,">=0",C1,"<=99999999"))'),
        ("share", '(COUNTA(H1)-COUNTIFS(H1,">="&0.5,H1,"<="&99.5))'),
        ("open", "(COUNTA(I1)-COUNT(I1))"),
        ("from_two", '(COUNTA(J1)-COUNTIFS(J1,">=20"))'),
        ("answer", '(1-COUNTBLANK(F1)-COUNTIF(F1,"ja")-COUNTIF(F1,"nein"))'),
        ("paragraph", '(1-COUNTBLANK(G1)-SUMPRODUCT(--(G1&""="58"))-SUMPRODUCT(--(G1&""="60")))'),
    ],
)  # fmt: skip
def test_invalid_by_type(name: str, text: str) -> None:
    assert rendered(Invalid((Ref(name),))) == text


def test_invalid_days_have_the_limits_as_serial_numbers() -> None:
    field = replace(FIELDS["day"], type=replace(DATUM, minimum=date(1950, 1, 1), maximum=date(2099, 12, 31)))
    text = formula(Invalid((e1,)), Addresses(position, AT.column, lambda _: field)).replace(OWN, "")
    assert text == '(COUNTA(E1)-COUNTIFS(E1,">=18264",E1,"<=73050"))'


def test_invalid_over_several_areas_looks_for_texts_in_all_of_them() -> None:
    assert rendered(Invalid((a1, a2, a4))) == (
        '(COUNTA(A1:A2,A4)-COUNTIFS(A1:A2,">=0",A1:A2,"<=99999")-COUNTIFS(A4,">=0",A4,"<=99999")'
        "+IF(COUNT(A1:A2,A4)=COUNTA(A1:A2,A4),SUMPRODUCT(--(A1:A2<>INT(A1:A2)))+SUMPRODUCT(--(A4<>INT(A4))),0))"
    )


def test_invalid_without_a_type_is_refused() -> None:
    with pytest.raises(TypeError, match="no type"):
        formula(Invalid((a1,)), Addresses(position, AT.column, lambda _: None))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (c1 <= c2, "ROUND(C1-C2,6)<=0"),
        (c1.eq(a1), "ROUND(C1-A1,6)=0"),
        (c1 > 0, "ROUND(C1,6)>0"),
        (c1 > 2, "ROUND(C1-2,6)>0"),
        (a1 > Decimal("0.5"), "ROUND(A1-0.5,6)>0"),
        (c1 - c2 < c2 - c1, "ROUND(C1-C2-(C2-C1),6)<0"),
        (total((c1, c2)) > total((a1, a2)), "ROUND(SUM(C1:C2)-SUM(A1:A2),6)>0"),
        (if_(a1 > 0, c1, 0) > 0, "ROUND(IF(A1>0,C1,0),6)>0"),
        (Round(c1, 2) > 0, "ROUND(ROUND(ROUND(C1,6),2),6)>0"),
        (Round(c1, 0) > 0, "ROUND(ROUND(C1,6),0)>0"),
        (c1.named("die Stunden") > 0, "ROUND(C1,6)>0"),
        (c1.ne(""), 'C1<>""'),
        (a1 * a2 > 0, "A1*A2>0"),
        (a1 > a2, "A1>A2"),
        (e1 <= date(2026, 3, 31), "E1<=DATE(2026,3,31)"),
        (d1.eq("Müller"), 'D1="Müller"'),
        (Ref("pruefung.line").eq("✓"), 'A1="✓"'),
        (Blanks((a1,)).eq(0), "COUNTBLANK(A1)=0"),
    ],
)  # fmt: skip
def test_numbers_that_need_not_be_whole_are_compared_at_six_decimals(expr: Expr, text: str) -> None:
    at = Addresses(lambda ref: position(ref if ref.field in PLACES else a1), AT.column, AT.known)
    assert formula(expr, at).replace(OWN, "") == text


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (a1 - (a2 - a4), "A1-(A2-A4)"),
        (a1 - (a2 + a4), "A1-(A2+A4)"),
        (a1 - a2 - a4, "A1-A2-A4"),
        (a1 + (a2 - a4), "A1+A2-A4"),
        ((a1 + a2) * a4, "(A1+A2)*A4"),
        (a1 * (a2 - a4), "A1*(A2-A4)"),
        (a1 * a2 + a4, "A1*A2+A4"),
        (a1 - Blanks((a2, a4)), "A1-(COUNTBLANK(A2)+COUNTBLANK(A4))"),
        (a1 * Tally((a2, a4), "x"), 'A1*(COUNTIF(A2,"x")+COUNTIF(A4,"x"))'),
        (a1 - if_(a2 > 0, 1, 0), "A1-IF(A2>0,1,0)"),
        ((a1 > a2) * 2, "(A1>A2)*2"),
        ((a1 > a2).eq(a2 > a4), "(A1>A2)=(A2>A4)"),
        (join(a1, "x").eq("1x"), 'A1&"x"="1x"'),
        (join(a1.eq(1), "x"), '(A1=1)&"x"'),
        (a1 - -3, "A1--3"),
    ],
)  # fmt: skip
def test_parentheses_stand_where_they_must_and_nowhere_else(expr: Expr, text: str) -> None:
    assert rendered(expr) == text


def test_rows_are_counted_with_sumproduct() -> None:
    key, size = RosterColumn("orte.*.zad", "Orte"), RosterColumn("orte.*.platzzahl", "Orte")
    assert rendered(CountRows((key.eq(d1),))) == "SUMPRODUCT((Orte!$A$4:$A$9=D1)*1)"
    assert rendered(CountRows((key.eq(d1), Some((size >= a1, size.eq("")))))) == (
        'SUMPRODUCT((Orte!$A$4:$A$9=D1)*((Orte!$A$4:$A$9>=A1)+(Orte!$A$4:$A$9="")>0)*1)'
    )
    with pytest.raises(TypeError, match="compares a column"):
        rendered(CountRows((d1.eq(key),)))


@pytest.mark.parametrize("expr", [RosterColumn("orte.*.zad", "Orte"), RosterColumn("orte.*.zad", "Orte") > 0])
def test_a_column_stands_only_where_rows_are_counted(expr: Expr) -> None:
    with pytest.raises(TypeError, match="no formula"):
        rendered(expr)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"), (-7, "-7"), (Decimal("0.05"), "0.05"), (Decimal("1E+3"), "1000"), (Decimal("1E-7"), "0.0000001"),
        (date(2025, 12, 31), "DATE(2025,12,31)"), (None, '""'), (True, "(1=1)"), (False, "(1=0)"), ('„a"b“', '"„a""b“"'), ("", '""'),
    ],
)  # fmt: skip
def test_a_constant(value: Value, text: str) -> None:
    assert literal(value) == text == rendered(Const(value))


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("Deckblatt", "Deckblatt!"), ("Prüfung", "Prüfung!"), ("_meta", "_meta!"), ("58 Erbach", "'58 Erbach'!"),
        ("Übersicht § 58", "'Übersicht § 58'!"), ("58 L'Été", "'58 L''Été'!"), ("a-b", "'a-b'!"), ("Ort.", "Ort.!"),
        ("LE0007", "'LE0007'!"), ("R1C1", "'R1C1'!"), ("RC", "'RC'!"), ("Ort", "Ort!"), ("Straße", "Straße!"),
    ],
)  # fmt: skip
def test_a_sheets_name_is_quoted_where_it_could_be_taken_for_something_else(name: str, prefix: str) -> None:
    assert quoted(name) == prefix


@pytest.mark.parametrize(
    ("cells", "areas"),
    [
        ("", []),
        ("A1", ["A1"]),
        ("A1 A2 A3", ["A1:A3"]),
        ("A1 B1 C1", ["A1:C1"]),
        ("A1 B1 A2 B2", ["A1:B2"]),
        ("A1 A2 B1 B2", ["A1:A2", "B1:B2"]),
        ("A1 A3", ["A1", "A3"]),
        ("A2 A1", ["A2", "A1"]),
        ("A1 A2 B2", ["A1:A2", "B2"]),
        ("A1 B1 A2", ["A1:B1", "A2"]),
        ("A1 B1 A2 B2 A4 B4", ["A1:B2", "A4:B4"]),
        ("A1 A1", ["A1", "A1"]),
    ],
)  # fmt: skip
def test_cells_are_joined_to_ranges(cells: str, areas: list[str]) -> None:
    places = [("", int(cell[1:]) - 1, ord(cell[0]) - ord("A")) for cell in cells.split()]
    assert ranges(places) == areas


@pytest.mark.parametrize(
    ("cells", "areas"),
    [
        ("A1", ["A1"]),
        ("A1 B1 D1 E1 A2 B2 D2 E2", ["A1:B2", "D1:E2"]),
        ("D2 A1 D1 A2", ["A1:A2", "D1:D2"]),
        ("A1 B1 A2 A3 B3", ["A1:B1", "A2", "A3:B3"]),
        ("A1 B2 A3 B3", ["A1", "B2", "A3:B3"]),
        ("A1 A3", ["A1", "A3"]),
    ],
)
def test_cells_in_whatever_order_are_joined_to_rectangles(cells: str, areas: list[str]) -> None:
    assert rectangles(place_of(cell) for cell in cells.split()) == areas


def test_ranges_stay_on_their_sheet() -> None:
    assert ranges([("Eins!", 0, 0), ("Zwei!", 1, 0), ("Zwei!", 2, 0)]) == ["Eins!A1", "Zwei!A2:A3"]
    assert ranges([("Eins!", 0, 0), ("Eins!", 0, 1), ("Zwei!", 1, 0), ("Zwei!", 1, 1)]) == ["Eins!A1:B1", "Zwei!A2:B2"]


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(index: int, letters: str) -> None:
    assert column_letter(index) == letters
    assert cell_name(25, index) == f"{letters}26"


def test_addresses_of_the_own_sheet_carry_a_mark() -> None:
    assert formula(total((a1, Ref("more", "Deckblatt"))) > 0, AT) == f"SUM({OWN}A1,Deckblatt!A2)>0"
