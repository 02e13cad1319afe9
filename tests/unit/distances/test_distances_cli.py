"""`rv2xl distances`: empty distances are filled from a table or a server, nothing else is touched."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Finding
from rv2xl.model.returned import Return
from tests.client.commandline import done, rv2xl
from tests.faults.test_lists import PERSON, below, spoilt
from tests.forms.standard import judged, standard
from tests.unit.distances.routing import routes, server

ROW = "teilnehmende.{}.{}"
EMPTY = {ROW.format(number, name): None for number in (1, 2, 3) for name in ("strecke", "routenplaner", "ermittelt_am")}
TABLE = "von;nach;km\nTN-0001;11000001;12,9996\ntn-0002;11000001;7\n"


def bogen(folder: Path, **more: Value) -> Path:
    """The standard Bogen without the distances of its first three people."""
    path = folder / "fahrtkosten_2025_0007.xlsx"
    path.write_bytes(standard("fahrtkosten").file({"entfernung": EMPTY | more}))
    return path


def table(folder: Path, text: str = TABLE) -> Path:
    path = folder / "wege.csv"
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> tuple[Return, list[Finding]]:
    return judged(path.read_bytes(), path.name)


def row(returned: Return, number: int) -> tuple[Value, ...]:
    names = ("strecke", "routenplaner", "ermittelt_am", "km")
    return tuple(returned.value("entfernung", ROW.format(number, name)) for name in names)


def test_a_table_fills_what_is_empty_and_says_what_is_not_found(tmp_path: Path) -> None:
    path = bogen(tmp_path)
    before = path.read_bytes()
    said = done("distances", path, "--table", table(tmp_path), "--today", "2025-11-30")
    assert path.read_bytes() == before
    out = tmp_path / "fahrtkosten_2025_0007_Entfernungen.xlsx"
    returned, findings = read(out)
    assert row(returned, 1) == (Decimal("12.999"), "Tabelle wege.csv", date(2025, 11, 30), 12)
    assert row(returned, 2) == (Decimal("7.000"), "Tabelle wege.csv", date(2025, 11, 30), 7)
    assert row(returned, 3) == (None, None, None, None)
    assert row(returned, 4) == (Decimal("5.000"), "Planer", date(2025, 11, 20), 5)
    assert {(found.code, found.field) for found in findings if found.code != "NICHT-GEPRUEFT"} == {
        ("PFLICHT", ROW.format(3, name)) for name in ("strecke", "routenplaner", "ermittelt_am")
    }
    assert said.splitlines()[-3:] == [
        "Nicht gefunden: Zeile 3 (nach 11000002).",
        "2 Entfernungen eingetragen, 1 weiterhin offen.",
        f"Geschrieben: „{out}“",
    ]
    assert "12,999  Tabelle wege.csv" in said
    assert "TN-" not in said.upper(), "who it is stands in the Bogen"


def test_the_stored_results_are_those_of_the_filled_sheet(tmp_path: Path) -> None:
    """Protected View shows what is stored: 12 + 7 + 5 km, 21,626 ÷ 24 = 901.083…."""
    done(
        "distances",
        bogen(tmp_path),
        "--table",
        table(tmp_path),
        "--out",
        tmp_path / "neu.xlsx",
        "--today",
        "2025-11-30",
    )
    returned, findings = read(tmp_path / "neu.xlsx")
    assert not [found for found in findings if found.code in ("NICHT-BERECHNET", "FORMEL-GEAENDERT")]
    assert returned.value("berechnung", "ergebnis.km_gesamt") == 24
    assert returned.value("berechnung", "ergebnis.pauschale") == Decimal("901.08")


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({ROW.format(1, "strecke"): Decimal("3.5")}, (Decimal("3.500"), None, None, 3)),
        ({ROW.format(1, "strecke"): "weit"}, (None, None, None, None)),
        ({ROW.format(1, "befoerderung"): "freie Wertmarke"}, (None, None, None, 0)),
        ({ROW.format(1, "routenplaner"): "meiner"}, (Decimal("12.999"), "meiner", date(2025, 11, 30), 12)),
    ],
    ids=["a distance", "a text", "who does not count", "a planner"],
)
def test_what_is_there_stays(more: dict[str, Value], kept: tuple[Value, ...], tmp_path: Path) -> None:
    done(
        "distances",
        bogen(tmp_path, **more),
        "--table",
        table(tmp_path),
        "--out",
        tmp_path / "neu.xlsx",
        "--today",
        "2025-11-30",
    )
    assert row(read(tmp_path / "neu.xlsx")[0], 1) == kept


def test_the_server_is_asked_after_the_table(tmp_path: Path) -> None:
    places = tmp_path / "orte.csv"
    places.write_text(
        "ort;breite;laenge\nTN-0001;49,1;8,1\nTN-0003;49,3;8,3\n11000001;49,5;8,5\n11000002;49,6;8,6\n",
        encoding="utf-8",
    )
    with server(lambda path: routes(20_499.99, 19_999.9)) as running:
        said = done(
            "distances", bogen(tmp_path), "--table", table(tmp_path), "--osrm", running.url, "--places", places,
            "--out", tmp_path / "neu.xlsx", "--today", "2025-11-30",
        )  # fmt: skip
    assert running.asked == ["/route/v1/driving/8.3,49.3;8.6,49.6?alternatives=true&overview=false&steps=false"]
    assert row(read(tmp_path / "neu.xlsx")[0], 3) == (Decimal("19.999"), "OSRM 127.0.0.1", date(2025, 11, 30), 19)
    assert "3 Entfernungen eingetragen, 0 weiterhin offen." in said


def places_of(folder: Path) -> Path:
    path = folder / "orte.csv"
    path.write_text("ort;breite;laenge\nTN-0003;49,3;8,3\n11000002;49,6;8,6\n", encoding="utf-8")
    return path


LEAVING = (
    "aus der Tabelle zu --places die Koordinaten (Breite und Länge) der Wohnorte und der Orte der Leistungserbringung, aber keine Kennung "
    "und keine Anschrift"
)


def test_nothing_leaves_this_machine_unless_somebody_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other machine is a proxy on this one: it would be told all that leaves."""
    call = ("distances", bogen(tmp_path), "--osrm", "http://osrm.example.org", "--places", places_of(tmp_path))
    monkeypatch.delenv("no_proxy", raising=False)
    with server(lambda path: routes(9_000)) as running:
        monkeypatch.setenv("http_proxy", running.url)
        answer = rv2xl(*call)
        assert (answer.status, answer.out) == (2, "")
        assert answer.err == (
            f"An „osrm.example.org“ gingen {LEAVING}; ist das so gewollt, bitte noch einmal mit --yes aufrufen.\n"
        )
        assert running.asked == []
        assert not (tmp_path / "fahrtkosten_2025_0007_Entfernungen.xlsx").exists()
        said = done(*call, "--yes")
    assert said.splitlines()[0] == f"An „osrm.example.org“ gehen {LEAVING}."
    (asked,) = running.asked
    assert asked.startswith("http://osrm.example.org/route/v1/driving/8.3,49.3;8.6,49.6?")
    assert "TN-0003" not in asked
    assert "11000002" not in asked


def test_before_it_is_asked_a_server_of_this_machine_is_named(tmp_path: Path) -> None:
    with server(lambda path: (500, b"oops")) as running:
        answer = rv2xl("distances", bogen(tmp_path), "--osrm", running.url, "--places", places_of(tmp_path))
    assert (answer.status, len(running.asked)) == (2, 1)
    assert answer.out == "Der Routenplaner läuft auf diesem Rechner („127.0.0.1“); nichts verlässt ihn.\n"


def test_a_distance_nobody_travels_daily_is_not_filled(tmp_path: Path) -> None:
    with server(lambda path: routes(300_001)) as running:
        said = done(
            "distances",
            bogen(tmp_path),
            "--osrm",
            running.url,
            "--places",
            places_of(tmp_path),
            "--out",
            tmp_path / "neu.xlsx",
        )
    assert row(read(tmp_path / "neu.xlsx")[0], 3) == (None, None, None, None)
    assert "Zeile 3 (nach 11000002): 300,001 km (OSRM 127.0.0.1) wurden nicht eingetragen" in said


def test_nothing_to_fill(tmp_path: Path) -> None:
    path = tmp_path / "voll.xlsx"
    path.write_bytes(standard("fahrtkosten").file())
    said = done("distances", path, "--table", table(tmp_path))
    assert said.splitlines()[0] == "Es fehlte keine Entfernung."
    assert read(tmp_path / "voll_Entfernungen.xlsx")[1] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Gebraucht wird --table"),
        (("--osrm", "http://localhost:1"), "gehören zusammen"),
        (("--places", "x.csv", "--table", "wege.csv"), "gehören zusammen"),
        (("--table", "gibtesnicht.csv"), "gibt es nicht"),
        (("--table", "wege.csv", "--out", "fahrtkosten_2025_0007.xlsx"), "einen anderen Namen"),
        (("--table", "wege.csv", "--out", "wege.csv"), "muss auf „.xlsx“ enden"),
        (("--table", "wege.csv", "--out", "fehlt/ergaenzt.xlsx"), "Den Ordner „fehlt“ gibt es nicht"),
    ],
)
def test_a_call_that_cannot_be_carried_out(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bogen(tmp_path), table(tmp_path)
    monkeypatch.chdir(tmp_path)
    answer = rv2xl("distances", "fahrtkosten_2025_0007.xlsx", *arguments)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err
    assert len(answer.err.splitlines()) == 1
    assert not (tmp_path / "fahrtkosten_2025_0007_Entfernungen.xlsx").exists()


def test_people_below_the_list_get_no_distance_silently(tmp_path: Path) -> None:
    path = tmp_path / "fahrtkosten_2025_0007.xlsx"
    path.write_bytes(spoilt("fahrtkosten", below({17: PERSON})))
    answer = rv2xl("distances", path, "--table", table(tmp_path))
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"„{path}“, Blatt „Entfernungskilometer“, A17:H17: Unter der letzten Zeile (16)")
    assert not (tmp_path / "fahrtkosten_2025_0007_Entfernungen.xlsx").exists()


def test_another_form_is_no_such_bogen(tmp_path: Path) -> None:
    path = tmp_path / "neubau.xlsx"
    path.write_bytes(standard("neubau").file())
    answer = rv2xl("distances", path, "--table", table(tmp_path))
    assert (answer.status, answer.err.strip()) == (2, f"„{path}“ ist kein Bogen „Ermittlung der Entfernungskilometer“.")


def test_a_file_saved_by_somebody_else_is_filled_too(tmp_path: Path) -> None:
    """The whole way of a clerk: check says what is missing, distances fills it, check has nothing left to say of them."""
    path = bogen(tmp_path)
    asked = json.loads(rv2xl("check", path, "--format", "json").out)["files"][0]["findings"]
    assert {found["field"] for found in asked if found["code"] == "PFLICHT"} == set(EMPTY)
    whole = table(tmp_path, TABLE + "TN-0003;11000002;9\n")
    done("distances", path, "--table", whole, "--out", tmp_path / "neu.xlsx", "--today", "2025-11-30")
    assert rv2xl("check", tmp_path / "neu.xlsx").status == 0


def test_only_an_earlier_result_is_replaced(tmp_path: Path) -> None:
    path, ways = bogen(tmp_path), table(tmp_path)
    for day in ("2025-11-29", "2025-11-30"):
        done("distances", path, "--table", ways, "--today", day)
    out = tmp_path / "fahrtkosten_2025_0007_Entfernungen.xlsx"
    assert row(read(out)[0], 1)[2] == date(2025, 11, 30)
    for there in (b"wichtig", standard("fahrtkosten").file()):
        out.write_bytes(there)
        answer = rv2xl("distances", path, "--table", ways, "--today", "2025-11-30")
        assert (answer.status, answer.out) == (2, "")
        assert f"„{out}“" in answer.err
        assert out.read_bytes() == there
