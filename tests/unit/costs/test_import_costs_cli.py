"""`rv2xl import-costs`: what it prints and writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rv2xl.excel.returned.read import read_return
from tests.client.commandline import done, rv2xl

LIST = "Konto;Bezeichnung;Betrag\n4100;Wasserwerk;1.234,56\n2700;Zinsen;10,00\n9000;Rücklage;-5,00\n"
MAP = "Konto;Zeile\n4100;Wasser\n2700;g14\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "salden.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "map.csv").write_text(MAP, encoding="utf-8")
    return tmp_path


def test_the_report_adds_up(folder: Path) -> None:
    said = done("import-costs", folder / "salden.csv", "--map", folder / "map.csv").splitlines()
    assert said[0] == f"Liste: „{folder / 'salden.csv'}“. Zuordnung: „{folder / 'map.csv'}“."
    assert [line.split() for line in said[4:6]] == [
        ["g07.wasser", "Wasser", "4100", "1.234,56", "1.234,56"],
        ["g14", "Zinsen", "und", "zinsähnliche", "Aufwendungen", "2700", "10,00", "10,00"],
    ]  # fmt: skip
    assert said[9].split() == ["9000", "Rücklage", "-5,00", "4"]
    assert said[10:] == ["Zugeordnet 1.244,56 EUR + nicht zugeordnet -5,00 EUR = Summe der Liste 1.239,56 EUR."]
    assert {path.name for path in folder.iterdir()} == {"salden.csv", "map.csv"}


def test_json(folder: Path) -> None:
    out = folder / "bogen.xlsx"
    said = json.loads(
        done(
            "import-costs",
            folder / "salden.csv",
            "--map",
            folder / "map.csv",
            "--year",
            2025,
            "--out",
            out,
            "--format",
            "json",
        )
    )
    assert said == {
        "file": (folder / "salden.csv").as_posix(), "sheet": None, "map": (folder / "map.csv").as_posix(), "written": out.as_posix(),
        "total": "1239.56", "mapped": "1244.56", "unmapped": "-5.00",
        "lines": [
            {"field": "g07.wasser.betrag", "label": "Wasser", "amount": "1234.56", "entered": "1234.56",
             "accounts": [{"account": "4100", "label": "Wasserwerk", "amount": "1234.56", "row": 2}]},
            {"field": "g14.betrag", "label": "Zinsen und zinsähnliche Aufwendungen", "amount": "10.00", "entered": "10.00",
             "accounts": [{"account": "2700", "label": "Zinsen", "amount": "10.00", "row": 3}]},
        ],
        "unmapped_accounts": [{"account": "9000", "label": "Rücklage", "amount": "-5.00", "row": 4}], "notices": [], "problems": [],
    }  # fmt: skip


def test_the_bogen_is_written_where_it_is_wanted_or_beside_the_list(folder: Path) -> None:
    pair = (folder / "salden.csv", "--map", folder / "map.csv", "--year", 2025)
    assert f"Geschrieben: „{folder / 'salden_kostenzuordnung_2025.xlsx'}“" in done("import-costs", *pair)
    done("import-costs", *pair, "--out", folder / "hier.xlsx")
    beside, here = ((folder / name).read_bytes() for name in ("salden_kostenzuordnung_2025.xlsx", "hier.xlsx"))
    assert beside == here
    returned = read_return(here, "hier.xlsx")
    assert returned.issue is not None
    assert (returned.issue.form.name, returned.issue.year) == ("kostenzuordnung", 2025)
    assert (folder / "salden.csv").read_text(encoding="utf-8") == LIST


def test_with_a_problem_nothing_is_written(folder: Path) -> None:
    (folder / "map.csv").write_text(MAP + "9000;Strom\n", encoding="utf-8")
    answer = rv2xl("import-costs", folder / "salden.csv", "--map", folder / "map.csv", "--year", 2025)
    sentence = "Zuordnung, Zeile 4: Eine Zeile „Strom“ gibt es in Anlage 3 nicht"
    assert answer.status == 2
    assert answer.err.startswith(f"Es wurde nichts übernommen: {sentence}")
    assert answer.err.count("\n") == 1
    assert f"Beanstandung: {sentence}" in answer.out
    assert "Zugeordnet 1.244,56 EUR" in answer.out
    assert "Geschrieben" not in answer.out
    assert len(list(folder.iterdir())) == 2


def test_an_unreadable_row_leaves_no_sum(folder: Path) -> None:
    (folder / "salden.csv").write_text(LIST + "4200;Diverse;0,005\n4300;Mehr;1.500\n", encoding="utf-8")
    call = ("import-costs", folder / "salden.csv", "--map", folder / "map.csv")
    answer = rv2xl(*call)
    assert (answer.status, answer.err) == (2, "Es wurde nichts übernommen: 2 Beanstandungen in Liste und Zuordnung.\n")
    assert "Beanstandung: Zeile 5: „0,005“ hat Bruchteile eines Cents; gerundet wird hier nicht." in answer.out
    assert "Summe der Liste" not in answer.out
    found = json.loads(rv2xl(*call, "--format", "json").out)
    assert (found["total"], found["mapped"], found["unmapped"], found["written"], len(found["problems"])) == (
        None,
        None,
        None,
        None,
        2,
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("|Sachkonto|Text|Saldo|\n|4100|Wasserwerk|5,00|\n", "steht „|“ zwischen den Spalten"),
        ("Konto;Bezeichnung;Betrag\n4100;Zinsen;\n", "steht kein einziger Betrag"),
    ],
)
def test_without_an_amount_nothing_is_written(content: str, sentence: str, folder: Path) -> None:
    (folder / "salden.csv").write_text(content, encoding="utf-8")
    answer = rv2xl("import-costs", folder / "salden.csv", "--map", folder / "map.csv", "--year", 2025)
    assert (answer.status, answer.out) == (2, "")
    assert sentence in answer.err
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("salden.csv",), "Die Option --map fehlt."),
        (("fehlt.csv", "--map", "map.csv"), "gibt es nicht."),
        (("salden.csv", "--map", "fehlt.csv"), "gibt es nicht."),
        (("salden.csv", "--map", "map.csv", "--out", "x.xlsx"), "Zu --out gehört --year"),
        (("salden.csv", "--map", "map.csv", "--year", 2025, "--out", "salden.csv"), "muss auf „.xlsx“ enden."),
        (("salden.csv", "--map", "map.xlsx", "--year", 2025, "--out", "map.xlsx"), "ist eine der Eingaben"),
        (("salden.csv", "--map", "map.csv", "--year", 2025, "--out", "ordner/x.xlsx"), "gibt es nicht."),
        (("salden.csv", "--map", "map.csv", "--year", 2022), "gibt es für die Jahre ab 2023"),
    ],
)
def test_what_cannot_be_done(arguments: tuple[object, ...], sentence: str, folder: Path) -> None:
    (folder / "map.xlsx").write_bytes(b"")
    names = [folder / str(part) if "." in str(part) else part for part in arguments]
    answer = rv2xl("import-costs", *names)  # type: ignore[arg-type]
    assert (answer.status, answer.out) == (2, "")
    assert sentence in answer.err
    assert answer.err.count("\n") == 1
