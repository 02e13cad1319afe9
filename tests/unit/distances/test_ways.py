"""Distances from a clerk's table and from a routing server; the server is a stub on the loopback."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rv2xl.distances.routing_server import Coordinates, RoutingServer, load_coordinates
from rv2xl.distances.server_address import ServerAddress
from rv2xl.distances.ways import Way, load_way_list
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import TEXT, Field, Kind, Type
from tests.unit.distances.routing import Answer, nothing, routes, server

VON = Field(id="weg.von", label="von", type=TEXT)
NACH = Field(id="weg.nach", label="nach", type=Type(Kind.TEXT, digits=4, length=4))
KM = Field(
    id="weg.km", label="km", type=Type(Kind.DEZIMAL, unit="km", scale=3, minimum=Decimal(0), maximum=Decimal(300))
)
PLACES = {
    "tn-1": Coordinates(Decimal("8.9935"), Decimal("49.6641")),
    "0815": Coordinates(Decimal("9.0051"), Decimal("49.6712")),
}


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_way_of_the_table_is_found_whatever_its_case_and_padding(tmp_path: Path) -> None:
    ways = load_way_list(table(tmp_path / "wege.csv", "von;nach;km\nTN-1;815;10,4\nTN-2;0815;7 km\n"), VON, NACH, KM)
    assert ways.way("tn-1", "0815") == Way(Decimal("10.4"), "Tabelle wege.csv")
    assert ways.way("TN-2", "0815") == Way(Decimal("7"), "Tabelle wege.csv")
    assert ways.way("TN-1", "0816") is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("TN-1;815;weit", "Zeile 2, Spalte „km“: „weit“ ist keine gültige Angabe; erwartet wird: Zahl"),
        (
            "TN-1;815;#NV",
            r"Zeile 2, Spalte „km“: Die Zelle zeigt den Fehlerwert #NV \(#N/A\): Eine Formel ist fehlgeschlagen",
        ),
        ("TN-1;815;301", "Zeile 2, Spalte „km“: „301“ ist keine gültige Angabe; erwartet wird: Zahl"),
        ("TN-1;815;", "Zeile 2, Spalte „km“, wird erwartet: Zahl"),
        (";815;3", "Zeile 2, Spalte „von“, wird erwartet: Text"),
        ("TN-1;815;7;9", "Zeile 2, steht etwas hinter der letzten"),
        ("TN-1;815;3\nTN-1;0815;4", "Zeile 3, steht zum selben Weg eine andere Entfernung"),
    ],
)
def test_a_bad_line_of_the_table_is_named(lines: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=said):
        load_way_list(table(tmp_path / "wege.csv", f"von;nach;km\n{lines}\n"), VON, NACH, KM)


def test_a_point_that_could_mean_two_things_is_said(tmp_path: Path) -> None:
    said = r"Zeile 2, Spalte „km“: „15\.338“ ist nicht eindeutig: Der Punkt könnte Tausender trennen .* bitte „15,338“ schreiben"
    with pytest.raises(Abbruch, match=said):
        load_way_list(table(tmp_path / "wege.csv", "von,nach,km\nTN-1,0815,15.338\n"), VON, NACH, KM)
    with pytest.raises(Abbruch, match=r"Spalte „breite“: „49\.664“ ist nicht eindeutig"):
        load_coordinates(table(tmp_path / "orte.csv", "ort,breite,laenge\nTN-1,49.664,8.99\n"))
    ways = load_way_list(
        table(tmp_path / "wege.csv", 'von,nach,km\nTN-1,0815,"15,338"\nTN-2,0815,7.5\n'), VON, NACH, KM
    )
    assert ways.ways == {("tn-1", "0815"): Decimal("15.338"), ("tn-2", "0815"): Decimal("7.5")}


def test_the_same_way_twice_is_one(tmp_path: Path) -> None:
    ways = load_way_list(table(tmp_path / "wege.csv", "von;nach;km\nTN-1;815;3\ntn-1;0815;3,0\n"), VON, NACH, KM)
    assert len(ways.ways) == 1


def test_places(tmp_path: Path) -> None:
    path = table(tmp_path / "orte.csv", "ort;breite;laenge\nTN-1;49,6641;8,9935\n0815;49.6712;9.0051\n")
    assert load_coordinates(path) == PLACES


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("TN-1;91;8", "Spalte „breite“: „91“ ist keine gültige Angabe; erwartet wird: Zahl"),
        ("TN-1;49;8;9", "steht etwas hinter der letzten"),
        ("TN-1;49;8\ntn-1;49;9", "mit anderen Koordinaten"),
    ],
)
def test_a_bad_place_is_named(line: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=said):
        load_coordinates(table(tmp_path / "orte.csv", f"ort;breite;laenge\n{line}\n"))


def test_the_server_is_asked_for_the_shortest_way_and_told_coordinates_alone() -> None:
    with server(lambda path: routes(12_345.6, 10_400.4, 11_000)) as running:
        way = RoutingServer(ServerAddress(running.url), PLACES).way("TN-1", "0815")
    assert way == Way(Decimal("10.4004"), "OSRM 127.0.0.1")
    assert running.asked == [
        "/route/v1/driving/8.9935,49.6641;9.0051,49.6712?alternatives=true&overview=false&steps=false"
    ]


def test_nobody_is_asked_about_a_place_that_is_not_known() -> None:
    with server(lambda path: routes(1)) as running:
        assert RoutingServer(ServerAddress(running.url), PLACES).way("TN-2", "0815") is None
    assert running.asked == []


@pytest.mark.parametrize("code", ["NoRoute", "NoSegment"])
def test_no_road_is_no_way(code: str) -> None:
    with server(lambda path: nothing(code)) as running:
        assert RoutingServer(ServerAddress(running.url), PLACES).way("TN-1", "0815") is None


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>"), (200, b"[]"), (200, b"{}"), (500, b"oops"), nothing("InvalidUrl"), (200, b'{"code": "Ok", "routes": []}'),
        routes(-1), (200, b'{"code": "Ok", "routes": [{"distance": "far"}]}'), (200, b'{"code": "Ok", "routes": [{"distance": NaN}]}'),
        (200, b'{"code": "Ok", "routes": 3}'),
    ],
)  # fmt: skip
def test_what_is_no_osrm_says_so(answer: Answer) -> None:
    with (
        server(lambda path: answer) as running,
        pytest.raises(Abbruch, match="nicht so, wie es von OSRM erwartet wird"),
    ):
        RoutingServer(ServerAddress(running.url), PLACES).way("TN-1", "0815")


def test_a_server_that_is_not_there() -> None:
    with server(lambda path: routes(1)) as running:
        pass
    with pytest.raises(Abbruch, match="antwortet nicht"):
        RoutingServer(ServerAddress(running.url), PLACES).way("TN-1", "0815")


@pytest.mark.parametrize(
    "url", ["localhost:5000", "file:///etc/passwd", "http://", "http://[", "", "http://localhost@example.org"]
)
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(Abbruch, match="keine Adresse eines Servers"):
        ServerAddress(url)


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True), ("LOCALHOST", True), ("127.0.0.1", True), ("127.9.9.9", True), ("[::1]", True),
        ("126.255.255.255", False), ("128.0.0.1", False), ("0.0.0.0", False), ("10.0.0.7", False), ("[::2]", False),
        ("localhost.example.org", False), ("127.0.0.1.example.org", False), ("127.1", False), ("osrm", False),
    ],
)  # fmt: skip
def test_which_hosts_are_this_machine(host: str, is_here: bool) -> None:
    for address in (ServerAddress(f"http://{host}:5000/osrm"), ServerAddress(f"https://{host}")):
        assert address.is_here == is_here


def test_the_server_cannot_send_on_what_it_is_told() -> None:
    with server(lambda path: routes(1)) as other:

        def elsewhere(path: str) -> Answer:
            return 302, b"", {"Location": f"{other.url}{path}"}

        with server(elsewhere) as running, pytest.raises(Abbruch, match="nicht so, wie es von OSRM erwartet wird"):
            RoutingServer(ServerAddress(running.url), PLACES).way("TN-1", "0815")
    assert len(running.asked) == 1
    assert other.asked == []


def test_no_proxy_is_told_what_goes_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    with server(lambda path: routes(1)) as proxy, server(lambda path: routes(2_000)) as running:
        monkeypatch.setenv("http_proxy", proxy.url)
        way = RoutingServer(ServerAddress(running.url), PLACES).way("TN-1", "0815")
    assert way is not None
    assert way.km == 2
    assert proxy.asked == []
