"""Accounts to lines of Anlage 3: what is mapped, what is not, and that both come to the list to the cent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from rv2xl.costs.account_mapping import UnknownLine, line_of, read_mapping
from rv2xl.costs.import_costs import CentLost, ImportedCosts, filled_workbook, import_costs
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets import write
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.abbruch import Abbruch
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.recht.kostenarten import kostenarten
from rv2xl.reports.imported_costs import write_workbook
from rv2xl.returns.check import check
from tests.forms.standard import YEAR

LIST = """Konto;Bezeichnung;Betrag
4100;Gehälter Leitung;95.000,00
4101;Gehälter Leitung, Vertretung;-1.000,50
4200;Löhne FAB;1.200.000,05
4711;Datenschutz;7,05
4712;Lizenzen;2,95
2700;Zinsen;10,00
8000;Erstattung;300,00
9000;Rücklage;5.000,00
"""
MAP = """Konto;Zeile
4100;g01.werkstattleitung
4101;Werkstattleitung
4200;g02.fachkraefte_zur_arbeits_und_berufsfoerderung_fab.betrag
4711;g16.frei_1
4712;g16.frei_1
2700;Zinsen und zinsähnliche Aufwendungen
8000;erstattungen für FSJ/BFD
9000;
"""


def imported(tmp_path: Path, accounts: str = LIST, mapping: str = MAP) -> ImportedCosts:
    (tmp_path / "s.csv").write_text(accounts, encoding="utf-8")
    (tmp_path / "m.csv").write_text(mapping, encoding="utf-8")
    return import_costs(tmp_path / "s.csv", tmp_path / "m.csv")


# 95,000.00 − 1,000.50 = 93,999.50; with 1,200,000.05 + 7.05 + 2.95 + 10.00 + 300.00 = 1,294,319.55 mapped; 5,000.00 are not.
def test_amounts_come_to_their_lines_in_the_order_of_anlage_3(tmp_path: Path) -> None:
    found = imported(tmp_path)
    assert [
        (entry.line.id, entry.amount, [account.number for account in entry.accounts]) for entry in found.assigned
    ] == [
        ("g01.werkstattleitung", Decimal("93999.50"), ["4100", "4101"]),
        ("g02.fachkraefte_zur_arbeits_und_berufsfoerderung_fab", Decimal("1200000.05"), ["4200"]),
        ("g14", Decimal("10.00"), ["2700"]),
        ("g16.frei_1", Decimal("10.00"), ["4711", "4712"]),
        ("g17.erstattungen_fuer_fsj_bfd", Decimal("300.00"), ["8000"]),
    ]
    assert [entry.name for entry in found.assigned if entry.line.free] == ["Datenschutz; Lizenzen"]
    assert [account.number for account in found.unmapped] == ["9000"]
    assert (found.mapped, found.not_mapped, found.total) == (
        Decimal("1294319.55"),
        Decimal("5000.00"),
        Decimal("1299319.55"),
    )
    assert (found.problems, found.notices) == ((), ())


# A ledger has Erträge negative: −300.00 and −20.00 are 320.00 in the Bogen; 1,299,319.55 − 600.00 − 20.00 = 1,298,699.55 in the list.
@pytest.mark.parametrize("sign", ["-", "−", "umkehren"])
def test_a_sign_is_turned_round_where_the_mapping_says_so(sign: str, tmp_path: Path) -> None:
    mapping = MAP.replace("Konto;Zeile", "Konto;Zeile;Vorzeichen").replace("FSJ/BFD", f"FSJ/BFD;{sign}")
    found = imported(
        tmp_path,
        LIST.replace("8000;Erstattung;300,00", "8000;Erstattung;-300,00\n8001;Erstattung;-20,00"),
        mapping + f"8001;g17.erstattungen_fuer_fsj_bfd;{sign}\n",
    )
    assert (found.problems, found.total, found.mapped) == ((), Decimal("1298699.55"), Decimal("1293699.55"))
    assert (found.assigned[-1].amount, found.assigned[-1].entered) == (Decimal("-320.00"), Decimal("320.00"))
    returned = read_return(filled_workbook(found, 2025), "x.xlsx")
    assert returned.value("berechnung", "g17.erstattungen_fuer_fsj_bfd.betrag") == Decimal("320.00")
    assert returned.value("berechnung", "g01.werkstattleitung.betrag") == Decimal("93999.50")


def test_another_sign_is_named(tmp_path: Path) -> None:
    mapping = MAP.replace("Konto;Zeile", "Konto;Zeile;Vorzeichen").replace("FSJ/BFD", "FSJ/BFD;minus")
    assert imported(tmp_path, LIST, mapping).problems == (
        "Zuordnung, Zeile 8: Das Vorzeichen „minus“ ist unbekannt; bitte „-“ zum Umkehren, sonst nichts eintragen.",
    )


def test_the_workbook_holds_the_sums_as_if_typed(tmp_path: Path) -> None:
    returned = read_return(filled_workbook(imported(tmp_path), 2025), "x.xlsx")
    values = returned.sheets["berechnung"].values
    assert {
        name: value for name, value in values.items() if name.endswith((".betrag", ".label")) and value is not None
    } == {
        "g01.werkstattleitung.betrag": Decimal("93999.50"),
        "g02.fachkraefte_zur_arbeits_und_berufsfoerderung_fab.betrag": Decimal("1200000.05"),
        "g14.betrag": Decimal("10.00"),
        "g16.frei_1.label": "Datenschutz; Lizenzen",
        "g16.frei_1.betrag": Decimal("10.00"),
        "g17.erstattungen_fuer_fsj_bfd.betrag": Decimal("300.00"),
    }
    assert values["kopf.jahr"] == 2025
    assert values["summe.massnahmebetrag"] == Decimal("1200000.05")
    assert values["summe.basisbetrag"] == Decimal("93709.50")  # 93,999.50 + 10.00 − 300.00
    assert [(entry.code, entry.field) for entry in check(returned)] == [
        ("PFLICHT", "kopf.leistungserbringer"), ("PFLICHT", "kopf.nummer"), ("A3-NULL", "g14.betrag"),
    ]  # fmt: skip


def test_a_long_label_of_a_free_line_fits_the_cell(tmp_path: Path) -> None:
    accounts = "".join(f"{number};{'x' * 90}{number};1\n" for number in range(4))
    found = imported(tmp_path, accounts, "".join(f"{number};g17.frei_2\n" for number in range(4)))
    values = read_return(filled_workbook(found, 2025), "x.xlsx").sheets["berechnung"].values
    assert values["g17.frei_2.label"] == f"{'x' * 90}0 und 3 weitere"


def test_every_line_goes_by_its_printed_name_where_that_is_one_lines() -> None:
    """By what the print says, footnotes and all, or by the id; of a line without a label the group's title is its name."""
    groups = [(group, line) for group in kostenarten().groups for line in group.lines if not line.free]
    names = [line.label or group.title for group, line in groups]
    refused = []
    for name, (_, line) in zip(names, groups, strict=True):
        assert line_of(line.id) is line
        try:
            assert line_of(f"  {name.upper()} ") is line
        except UnknownLine:
            refused.append(name)
    assert refused == [name for name in names if names.count(name) > 1]
    assert len(refused) == 6


@pytest.mark.parametrize(
    ("mapping", "problems"),
    [
        ("4100;Wasser\n4100;Energie\n", ["Zuordnung, Zeile 2: Das Konto 4100 ist schon in Zeile 1 zugeordnet."]),
        ("4100;Wasser\n4100;\n", ["Zuordnung, Zeile 2: Das Konto 4100 ist schon in Zeile 1 zugeordnet."]),
        ("4100;g07.strom\n", ["Zuordnung, Zeile 1: Eine Zeile „g07.strom“ gibt es in Anlage 3 nicht"]),
        (
            "4100;Wassr\n",
            ["nicht; gemeint ist vielleicht „Wasser“ („g07.wasser“, Gruppe 7, Wasser, Energie, Brennstoffe)."],
        ),
        (
            "4100;Reinigung\n",
            [
                "Zuordnung, Zeile 1: „Reinigung“ steht in mehreren Gruppen der Anlage 3; bitte stattdessen „g03.reinigung“ (Gruppe 3, "
                "Hauswirtschaftlicher Dienst) oder „g08.reinigung“ (Gruppe 8, Bezogene Leistungen/ zentrale Dienstleistungen) angeben."
            ],
        ),
        (";Wasser\n", ["Zuordnung, Zeile 1: Erwartet werden ein Konto und eine Zeile"]),
        (
            "4101;Wasser\n",
            ["Die Konten zu „Wasser“ (g07.wasser) ergeben -1.000,50; der Bogen nimmt keine negativen Beträge"],
        ),
        (
            "4200;Wasser\n4202;Wasser\n",
            ["(g07.wasser) ergeben 1.000.000.000,00; erwartet wird: Betrag in EUR von 0 bis 999.999.999."],
        ),
    ],
)
def test_what_stands_against_an_import(mapping: str, problems: list[str], tmp_path: Path) -> None:
    found = imported(tmp_path, LIST + "4202;Viel;998.799.999,95\n", mapping)
    assert len(found.problems) == len(problems)
    assert all(part in problem for part, problem in zip(problems, found.problems, strict=True)), found.problems
    assert found.mapped + found.not_mapped == Decimal("1000099319.50")


def test_a_mapped_account_that_the_list_does_not_have_is_said(tmp_path: Path) -> None:
    assert imported(tmp_path, mapping=MAP + "7777;Energie\n").notices == (
        "Das Konto 7777 der Zuordnung steht nicht in der Liste.",
    )


def test_an_account_whose_amount_cannot_be_read_is_in_the_list(tmp_path: Path) -> None:
    found = imported(tmp_path, LIST + "8010;Erlöse;28.600,40 H\n", MAP + "8010;Energie\n")
    assert (len(found.problems), found.notices) == (1, ())


def test_an_earlier_import_gives_way_but_not_what_was_added_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    write_workbook(imported(tmp_path), path, YEAR)
    write_workbook(imported(tmp_path, mapping="Konto;Zeile\n2700;g14\n"), path, YEAR)
    nummer = lay_out(issue_blank(newest("kostenzuordnung"), YEAR)).by_key["berechnung"].plan.fields["kopf.nummer"]
    path.write_bytes(set_cells(path.read_bytes(), {"Berechnung": {nummer.name: "0007"}}))
    before = path.read_bytes()
    with pytest.raises(Abbruch, match="ist ausgefüllt"):
        write_workbook(imported(tmp_path), path, YEAR)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("g07.wasser", "g07.wasser"), ("G07.Wasser.betrag", "g07.wasser"), ("wasser", "g07.wasser"), ("g14", "g14"), ("g18.betrag", "g18"),
        ("Sonstige ordentliche Erträge", "g18"), ("FSJ/BFD/Praktikant:innen", "g06.fsj_bfd_praktikant_innen"), ("g17.frei_3", "g17.frei_3"),
        ("Sachkosten Werkstattträt und Frauenbeauftragte", "g16.sachkosten_werkstattrat_und_frauenbeauftragte"),
        ("Sachkosten Werkstattrat und Frauenbeauftragte", "g16.sachkosten_werkstattrat_und_frauenbeauftragte"),
        ("Haustechnik/ technischer Dienst", "g05.haustechnik_technischer_dienst"),
    ],
)  # fmt: skip
def test_lines_by_id_and_by_label(name: str, line: str) -> None:
    assert line_of(name).id == line


@pytest.mark.parametrize("name", ["g19", "g16.frei_4", "g07.summe", "Zubereitung Mittagsverpflegung", "x", "…"])
def test_unknown_lines(name: str) -> None:
    with pytest.raises(UnknownLine):
        line_of(name)


@pytest.mark.parametrize("head", ["Zeile", "Zeile der Anlage 3", "kostenart"])
def test_a_mapping_may_be_a_workbook_too(head: str, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "m.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Konto", head))
        sheet.write_row(1, 0, (4100, "Wasser"))
    assert {number: line.id for number, line in read_mapping(tmp_path / "m.xlsx").lines.items()} == {
        "4100": "g07.wasser"
    }


@pytest.mark.parametrize("rows", ["", "4100;\n", "4100;;-\n", "4100\n4200\n"])
def test_a_mapping_without_a_single_line_is_refused(rows: str, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(f"Konto;Zeile;Vorzeichen\n{rows}", encoding="utf-8")
    with pytest.raises(Abbruch, match=r"steht zu keinem Konto eine Zeile der Anlage 3\.$"):
        read_mapping(tmp_path / "m.csv")


@pytest.mark.parametrize("account", ["#N/A", "#NV", "#BEZUG!", "Formel ohne Wert"])
def test_an_error_value_maps_nothing(account: str, tmp_path: Path) -> None:
    found = imported(tmp_path, mapping=f"Konto;Zeile\n4100;g14\n{account};g14\n4101;{account}\n")
    assert found.problems[0] == "Zuordnung, Zeile 3: Erwartet werden ein Konto und eine Zeile der Anlage 3."
    assert found.problems[1].startswith(f"Zuordnung, Zeile 4: Eine Zeile „{account}“ gibt es in Anlage 3 nicht")
    assert len(found.problems) == 2


def test_what_the_mapping_holds_beside_is_said(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(LIST, encoding="utf-8")
    with xlsxwriter.Workbook(tmp_path / "m.xlsx") as book:
        before, page = (book.add_worksheet(name) for name in ("Vorjahr", "Zuordnung"))
        before.write_row(0, 0, ("4100", "g14"))
        before.hide()
        page.activate()
        page.set_first_sheet()
        for number, line in enumerate((("Zuordnung 2025",), (), ("Konto", "Zeile"), ("4100", "g01.werkstattleitung"))):
            page.write_row(number, 0, line)
    found = import_costs(tmp_path / "s.csv", tmp_path / "m.xlsx")
    assert [entry.line.id for entry in found.assigned] == ["g01.werkstattleitung"]
    assert found.notices == (
        "Zuordnung: Gelesen wurde nur das Blatt „Zuordnung“, nicht „Vorjahr“.",
        "Zuordnung: Die Spalten sind in Zeile 3 benannt; was darüber steht, zählt nicht.",
    )


# --- Not a cent is lost ------------------------------------------------------------------------------------------------

CENTS = st.integers(-(10**9), 10**9)
LINES = ("g01.werkstattleitung", "g14", "g16.frei_2", "g17.erstattungen_fuer_fsj_bfd", "")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 30), CENTS), min_size=1, max_size=60),
    st.dictionaries(st.integers(1, 40), st.sampled_from(LINES)),
)
def test_mapped_and_unmapped_come_to_the_list(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int]], lines: dict[int, str]
) -> None:
    """Held against sums of whole cents, which the program never sees."""
    accounts = "".join(f"{number};Konto {number};{written(cents)}\n" for number, cents in rows)
    mapping = "Konto;Zeile\n99;g14\n" + "".join(f"{number};{line}\n" for number, line in lines.items())
    found = imported(tmp_path_factory.mktemp("import"), accounts, mapping)
    there = sum(cents for number, cents in rows if lines.get(number))
    assert (found.mapped * 100, found.not_mapped * 100) == (there, sum(cents for _, cents in rows) - there)
    sums = {line: sum(cents for number, cents in rows if lines.get(number) == line) for line in LINES if line}
    amounts = {entry.line.id: entry.amount * 100 for entry in found.assigned}
    assert {line: amounts.get(line, 0) for line in sums} == sums
    assert len(found.problems) == sum(cents < 0 for cents in sums.values())


def written(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100},{abs(cents) % 100:02}"


def test_a_lost_account_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = imported(tmp_path)
    with pytest.raises(CentLost):
        ImportedCosts(found.balances, found.mapping, found.assigned[1:], found.unmapped, (), ())
    with pytest.raises(CentLost):
        ImportedCosts(found.balances, found.mapping, found.assigned, (*found.unmapped, *found.unmapped), (), ())
    monkeypatch.setattr(write, "workbook_bytes", lambda layout, entered: workbook_bytes(layout))
    with pytest.raises(CentLost):
        filled_workbook(found, 2025)
