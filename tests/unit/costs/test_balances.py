"""Account balance lists as bookkeeping programs write them, read to the cent; and what is not read, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rv2xl.costs.balances import Account, BadAmount, Balances, amount, read_balances
from rv2xl.model.abbruch import Abbruch

LINES = ("Konto;Bezeichnung;Betrag", "4100;Gehälter;1.234,56", "4200;Löhne;12,5")
ACCOUNTS = [("4100", "Gehälter", Decimal("1234.56"), 2), ("4200", "Löhne", Decimal("12.50"), 3)]


def read(tmp_path: Path, content: str | bytes, name: str = "salden.csv", encoding: str = "utf-8") -> Balances:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_balances(path)


def accounts(found: Balances) -> list[tuple[str, str, Decimal, int]]:
    return [(entry.number, entry.label, entry.amount, entry.row) for entry in found.accounts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, end: str, tmp_path: Path) -> None:
    found = read(tmp_path, end.join(LINES) + end, encoding=encoding)
    assert accounts(found) == ACCOUNTS
    assert (found.total, found.problems, found.notices, found.sheet) == (Decimal("1247.06"), (), (), None)


@pytest.mark.parametrize(
    "content",
    [
        "\t".join(("Konto", "Bezeichnung", "Betrag")) + "\n4100\tGehälter\t1234,56\n4200\tLöhne\t12,50\n",
        'Konto,Bezeichnung,Betrag\n4100,Gehälter,"1.234,56"\n4200,Löhne,12.5\n',
        "Konto,Bezeichnung,Betrag\n4100,Gehälter,1234.56\n4200,Löhne,12.50\n",
        'account,label,amount\n4100,Gehälter,1234.56\n4200,"Löhne",12.5\n',
        "Saldo (EUR);Konto-Nr.;Kostenstelle;Kontobezeichnung\n1234,56;4100;7;Gehälter\n12,5;4200;7;Löhne\n",
        "Kto;Text;Wert\n4100;Gehälter;1234,56\n4200;Löhne;12,5".replace("Kto;Text;Wert\n", "\n"),
    ],
    ids=["tabs", "commas and quotes", "commas and points", "English heads", "other order, more columns", "no head"],
)
def test_separators_and_heads(content: str, tmp_path: Path) -> None:
    assert accounts(read(tmp_path, content)) == ACCOUNTS


@pytest.mark.parametrize(
    ("raw", "cents"),
    [
        ("1.234,56", 123456), ("1234,56", 123456), ("1234.56", 123456), ("1 234,56", 123456), ("1.234.567", 123456700), ("7", 700),
        ("-12,50", -1250), ("−12,50", -1250), ("12,50-", -1250), (" 12,50 - ", -1250), ("+3,00", 300), ("12,50 €", 1250),
        ("12,50 EUR", 1250), ("0", 0), ("0,500", 50), ("1234,500", 123450), ("€ 12,50", 1250), ("1.234,– €", 123400),
        (1234.56, 123456), (0.1 + 0.2, 30), (-3.0, -300), (4100, 410000),
        ("999.999.999.999,99", 99999999999999),
    ],
)  # fmt: skip
def test_amounts(raw: str | float, cents: int) -> None:
    assert amount(raw) == Decimal(cents).scaleb(-2)
    assert amount(raw).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ("1234,345", "Bruchteile eines Cents"), (0.125, "Bruchteile eines Cents"), ("0,00000000000001", "Bruchteile eines Cents"),
        ("1.234", "nicht eindeutig: Der Punkt"), ("12,345", "nicht eindeutig: Das Komma"), ("12,500", "nicht eindeutig"),
        ("viel", "kein Betrag"), ("12,50 H", "kein Betrag"), ("1,2,3", "kein Betrag"),
        ("12 $", "kein Betrag"),
        ("12,50--", "kein Betrag"), ("#DIV/0!", "Fehlerwert #DIV/0!"), (True, "kein Betrag"), (date(2025, 1, 1), "kein Betrag"),
        ("-", "kein Betrag"),
        ("k. A.", "kein Betrag"), (1e15, "zu groß"), ("1" * 400, "kein Betrag"),
    ],
)  # fmt: skip
def test_what_is_no_amount_to_the_cent_is_named_and_not_rounded(raw: object, complaint: str) -> None:
    with pytest.raises(BadAmount, match=complaint):
        amount(raw)  # type: ignore[arg-type]


def test_rows_that_cannot_be_counted_are_problems(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Konto;Bezeichnung;Betrag\n4100;A;1.234\n;Summe;1.234,00\n4300;C;5,00\n4400;D;6,00;7,00\n4500;E;0,001\n",
    )
    assert accounts(found) == [("4300", "C", Decimal(5), 4)]
    assert [problem[: problem.index(":")] for problem in found.problems] == ["Zeile 2", "Zeile 3", "Zeile 5", "Zeile 6"]
    assert "Zum Betrag 1.234,00 fehlt das Konto" in found.problems[1]
    assert "mehr Spalten" in found.problems[2]


def test_an_unquoted_comma_is_no_second_column(tmp_path: Path) -> None:
    found = read(tmp_path, "Konto,Bezeichnung,Betrag\n4100,Gehälter,1234,56\n")
    assert (found.accounts, len(found.problems)) == ((), 1)


def test_what_carries_no_money_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, "Konto;Bezeichnung;Betrag\n\n;Personal;\n4100;A;\n4200;B;1\n4200;B;2\n;;\n")
    assert accounts(found) == [("4100", "A", Decimal(0), 4), ("4200", "B", Decimal(1), 5), ("4200", "B", Decimal(2), 6)]
    assert found.problems == ()
    assert found.notices == (
        "Zeile 3: „Personal“ hat weder Konto noch Betrag und zählt nicht.",
        "Zeile 4: Das Konto 4100 hat keinen Betrag; es zählt mit 0,00.",
        "Das Konto 4200 steht in 2 Zeilen; alle zählen.",
    )


def sheet(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


def rows(*lines: tuple[object, ...]) -> Callable[[xlsxwriter.Workbook], None]:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Leer")
        page = book.add_worksheet("Salden")
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)

    return fill


def test_a_workbook(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        sheet(rows(("Konto", "Bezeichnung", "Betrag"), (4100, "Gehälter", 1234.56), ("4200", "Löhne", "12,50"))),
        "s.xlsx",
    )
    assert accounts(found) == ACCOUNTS
    assert found.sheet == "Salden"


def test_a_second_filled_sheet_is_named(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("Salden", "Weitere"):
            book.add_worksheet(name).write_row(0, 0, (4100, "A", 1))

    assert read(tmp_path, sheet(fill), "s.xlsx").notices == ("Gelesen wurde nur das Blatt „Salden“, nicht „Weitere“.",)


def test_errors_and_formulas_without_a_value_are_no_blanks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in ((4100, "A", "=1/0"), (4200, "B", 2)):
        page.append(line)
    out = BytesIO()
    book.save(out)
    found = read(tmp_path, out.getvalue(), "s.xlsx")
    assert found.problems == ("Zeile 1: „Formel ohne Wert“ ist kein Betrag.",)

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, (4100, "A"))
        page.write_formula(0, 2, "=1/0", None, "#DIV/0!")

    assert read(tmp_path, sheet(fill), "t.xlsx").problems == (
        "Zeile 1: Die Zelle zeigt den Fehlerwert #DIV/0!: Eine Formel ist fehlgeschlagen.",
    )


def test_an_error_is_no_account(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (("=A9", "A", 1), ("#N/A", "B", 2), (4300, "C", 3)):
        page.append(line)
    out = BytesIO()
    book.save(out)
    found = read(tmp_path, out.getvalue(), "s.xlsx")
    assert found.problems == (
        "Zeile 1: Statt eines Kontos steht dort „Formel ohne Wert“.",
        "Zeile 2: Statt eines Kontos steht dort „#N/A“.",
    )
    assert found.total == Decimal(3)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ist leer"),
        (b"\n;;\n", "ist leer"),
        (b"Konto;Bezeichnung;Wert\n1;2;3\n", "fehlt die Spalte „Betrag“"),
        (b"Konto;Bezeichnung;Betrag;Saldo\n1;2;3;4\n", "steht die Spalte „Betrag“ mehrmals"),
        (b'Konto;Bezeichnung;Betrag\n1;"offen;3\n', "keine gültige CSV-Datei"),
        (b"%PDF-1.7\n\0\0", "ist ein PDF-Dokument; gebraucht wird"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "„"),
        (b"PK\x03\x04" + bytes(100), "„"),
    ],
)
def test_what_is_no_list_ends_with_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch) as refused:
        read(tmp_path, content)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=r"gibt es nicht\."):
        read_balances(tmp_path / "fehlt.csv")
    with pytest.raises(Abbruch, match=r"gibt es nicht\."):
        read_balances(tmp_path)


def test_accounts_are_plain_values() -> None:
    assert Account("1", "A", Decimal(1), 2) == Account("1", "A", Decimal(1), 2)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200) | st.text("0123456789.,;-\t\n\r\"' €ABkK\x00", max_size=200).map(str.encode))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    try:
        found = read(tmp_path, content)
    except Abbruch:
        return
    assert found.total == sum((entry.amount for entry in found.accounts), Decimal(0))
    assert all(sentence.endswith(".") for sentence in (*found.problems, *found.notices))


# --- As bookkeeping programs write them --------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["S/H", "Soll/Haben", "S/H-Kennzeichen", "Soll/Haben-Kz.", "Vorzeichen", "D/C"])
@pytest.mark.parametrize(
    "marks", [("S", "H"), ("Soll", "haben"), ("s", "h"), ("+", "-"), ("+", "−"), ("D", "C"), ("Dr", "Cr")]
)
def test_soll_and_haben_are_the_sign(head: str, marks: tuple[str, str], tmp_path: Path) -> None:
    soll, haben = marks
    found = read(
        tmp_path, f"Konto;Bezeichnung;Saldo;{head}\n4100;A;100.000,00;{soll}\n4130;B;5.000,00;{haben}\n4140;C;;\n"
    )
    assert [entry.amount for entry in found.accounts] == [Decimal(100000), Decimal(-5000), Decimal(0)]
    assert (found.total, found.problems) == (Decimal(95000), ())


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("4130;B;5,00;X", "Zeile 2: In der Spalte „S/H“ steht „X“; erwartet wird „S“ oder „H“."),
        ("4130;B;-5,00;H", "Zeile 2: Der Betrag -5,00 hat ein Minus und daneben „H“; nur eines von beiden kann das Vorzeichen sein."),
        ("4130;B;5,00-;S", "Zeile 2: Der Betrag 5,00- hat ein Minus und daneben „S“; nur eines von beiden kann das Vorzeichen sein."),
    ],
)  # fmt: skip
def test_a_side_that_says_nothing_certain_is_a_problem(row: str, complaint: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"Konto;Bezeichnung;Saldo;S/H\n{row}\n")
    assert (found.problems, found.accounts) == ((complaint,), ())


def test_where_others_have_a_side_an_amount_without_one_is_a_problem(tmp_path: Path) -> None:
    found = read(tmp_path, "Konto;Bezeichnung;Saldo;S/H\n4100;A;5,00;\n4110;A;0,00;\n4120;A;;\n4130;B;5,00;H\n")
    assert found.problems == ("Zeile 2: Neben dem Betrag 5,00 fehlt „S“ oder „H“; in anderen Zeilen steht es.",)
    assert [entry.amount for entry in found.accounts] == [Decimal(0), Decimal(0), Decimal(-5)]
    assert read(tmp_path, "Konto;Bezeichnung;Saldo;S/H\n4100;A;-5,00;\n").total == Decimal(-5)


def test_nothing_in_the_haben_is_nothing(tmp_path: Path) -> None:
    (account,) = read(tmp_path, "Konto;Bezeichnung;Saldo;S/H\n4100;A;0,00;H\n").accounts
    assert str(account.amount) == "0.00"


@pytest.mark.parametrize("head", ["", "Kennz.", "Art"])
def test_signs_in_a_column_of_another_name_are_not_passed_over(head: str, tmp_path: Path) -> None:
    found = read(tmp_path, f"Konto;Bezeichnung;Saldo;{head}\n4100;A;100.000,00;S\n4130;B;5.000,00;H\n")
    assert found.problems == (
        "Neben den Beträgen steht „S“ oder „H“; bitte die Spalte mit „S/H“ überschreiben, damit die Vorzeichen zählen.",
    )


@pytest.mark.parametrize("marks", [("", "-"), ("+", "-"), ("H", "H"), ("D", "C"), ("", "Haben")])
def test_signs_of_any_kind_are_not_passed_over(marks: tuple[str, str], tmp_path: Path) -> None:
    first, second = marks
    found = read(tmp_path, f"Konto;Bezeichnung;Saldo;+/-\n4100;A;100.000,00;{first}\n4130;B;5.000,00;{second}\n")
    assert [problem[:37] for problem in found.problems] == ["Neben den Beträgen steht „S“ oder „H“"]


def test_a_stroke_in_every_row_is_no_sign(tmp_path: Path) -> None:
    found = read(tmp_path, "Konto;Bezeichnung;Saldo;Kostenstelle\n4100;A;1,00;-\n4130;B;2,00;-\n")
    assert (found.problems, found.total) == ((), Decimal(3))


# 100,000.00 − 0; 0 − 5,000.00; 20.00 − 30.00; nothing
@pytest.mark.parametrize(
    "head", ["Soll;Haben", "Saldo Soll;Saldo Haben", "Soll (EUR);Haben (EUR)", "Soll-Saldo;Haben-Saldo", "debit;credit"]
)
@pytest.mark.parametrize("title", ["", "Summen- und Saldenliste\n\n"])
def test_soll_and_haben_as_two_columns(title: str, head: str, tmp_path: Path) -> None:
    rows = "4100;A;100.000,00;\n4130;B;0,00;5.000,00\n4140;C;20;30\n4150;D;;\n"
    found = read(tmp_path, f"{title}Konto;Bezeichnung;{head}\n{rows}")
    assert [entry.amount for entry in found.accounts] == [Decimal(100000), Decimal(-5000), Decimal(-10), Decimal(0)]
    assert (found.total, found.problems) == (Decimal(94990), ())
    assert found.notices[-1].endswith("Das Konto 4150 hat keinen Betrag; es zählt mit 0,00.")


def test_an_amount_beside_soll_and_haben_counts_with_its_sign(tmp_path: Path) -> None:
    found = read(
        tmp_path, "Konto;Bezeichnung;Soll;Haben;Saldo\n4100;A;9,00;2,00;7,00\n4130;B;;5,00;-5,00\n4140;C;1,00;2,00;\n"
    )
    assert [entry.amount for entry in found.accounts] == [Decimal(7), Decimal(-5), Decimal(-1)]
    assert found.problems == ()


def test_an_amount_that_lost_its_sign_is_a_problem(tmp_path: Path) -> None:
    found = read(tmp_path, "Konto;Bezeichnung;Soll;Haben;Saldo\n4100;A;9,00;;9,00\n4130;B;;5,00;5,00\n")
    assert found.problems == (
        "Zeile 3: Der Betrag 5,00 ist Haben weniger Soll; er hat wohl sein Vorzeichen verloren. Bitte die Spalte des Betrags löschen, "
        "dann zählen Soll und Haben.",
    )
    assert read(tmp_path, "Konto;Bezeichnung;Soll;Haben;Saldo;S/H\n4130;B;;5,00;5,00;H\n").total == Decimal(-5)


@pytest.mark.parametrize(("head", "lacking"), [("Soll;Ist", "Betrag"), ("Haben", "Betrag"), ("Soll", "Betrag")])
def test_one_side_alone_is_no_amount(head: str, lacking: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=f"fehlt die Spalte „{lacking}“"):
        read(tmp_path, f"Konto;Bezeichnung;{head}\n4100;A;5,00;6,00\n")


def test_two_columns_of_sides_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="steht die Spalte „S/H“ mehrmals"):
        read(tmp_path, "Konto;Bezeichnung;EB-Wert;S/H;Saldo;S/H\n4100;A;5,00;S;6,00;H\n")


@pytest.mark.parametrize(
    "row",
    [
        "4100   Gehälter   100.000,00   5.000,00",
        "4100 Gehälter 5,00;A;6,00",
        "Summe Klasse 4;;6,00",
        "Summe;;6,00",
        "Summe 4;;6,00",
    ],
)
def test_a_line_without_columns_is_no_account_of_a_list_without_heads(row: str, tmp_path: Path) -> None:
    (problem,) = read(tmp_path, f"{row}\n").problems
    assert problem.startswith("Zeile 1: „")
    assert problem.endswith("“ ist keine Kontonummer (Summenzeile?); bitte das Konto ergänzen oder die Zeile löschen.")


@pytest.mark.parametrize("account", ["4100", "0000410000", "4100 00", "K-4100", "4.1.0", "4100/1"])
def test_accounts_of_a_list_without_heads(account: str, tmp_path: Path) -> None:
    assert accounts(read(tmp_path, f"{account};A;6,00\n")) == [(account, "A", Decimal(6), 1)]


def test_other_columns_are_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "Konto;Bezeichnung;Saldo;Art;Lager\n4100;A;1,00;S;H\n4130;B;2,00;S;Halle\n")
    assert (found.problems, found.total) == ((), Decimal(3))


@pytest.mark.parametrize(
    "title",
    ["Muster Werkstatt gGmbH\nStand 31.12.2025\n\n", '"Muster Werkstatt, Erbach";;\n"Saldo 2025";;\n\n', "Salden, Konten, alle\n\n\n"],
)  # fmt: skip
def test_heads_are_found_below_titles(title: str, tmp_path: Path) -> None:
    found = read(tmp_path, title + "\n".join(LINES) + "\n")
    assert accounts(found) == [(number, label, amount_, row + 3) for number, label, amount_, row in ACCOUNTS]
    assert found.notices == ("Die Spalten sind in Zeile 4 benannt; was darüber steht, zählt nicht.",)


def test_heads_are_found_below_titles_of_a_workbook(tmp_path: Path) -> None:
    lines = (("Muster Werkstatt gGmbH",), (), ("Konto", "Bezeichnung", "Saldo"), (4100, "Gehälter", 5))
    found = read(tmp_path, sheet(rows(*lines)), "s.xlsx")
    assert accounts(found) == [("4100", "Gehälter", Decimal(5), 4)]


@pytest.mark.parametrize(
    "content",
    [
        "Konto;Bezeichnung;Betrag\n4100;A;\n4200;B;\n",
        "4100;A\n4200;B\n",
        "Konto;Bezeichnung;Betrag\n",
    ],
    ids=["blank amounts", "no column of amounts", "heads alone"],
)
def test_a_list_without_a_single_amount_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="steht kein einziger Betrag"):
        read(tmp_path, content)


@pytest.mark.parametrize("text", ["#N/A", "#NV", "NA", "NaN", "null", "n/a"])
def test_what_stands_for_no_number_is_no_0(text: str, tmp_path: Path) -> None:
    said = f"„{text}“ ist kein Betrag."
    if text.startswith("#"):
        said = "Die Zelle zeigt den Fehlerwert #NV (#N/A): Eine Formel ist fehlgeschlagen."
    found = read(tmp_path, f"Konto;Bezeichnung;Betrag\n4100;A;{text}\n4200;B;1,00\n")
    assert (found.problems, found.total) == ((f"Zeile 2: {said}",), Decimal(1))
