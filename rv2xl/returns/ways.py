"""Where distances come from: a table of the clerk's own, or a routing server that the LWV runs.

Nothing leaves the machine unless a server is named; then only the coordinates of the two ends do, never a Kennung or an address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from rv2xl.excel.own_tables import TableLine, read_table
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.entry import NORMALISIERT, read_entry
from rv2xl.model.expr import Value
from rv2xl.model.field import Field, Kind, Type

_METRES = 1_000
_MILLIMETRES = 6
"""Decimals of a kilometre that a table is read with: whoever takes a distance from it cuts it off, and must not find it rounded up."""
_SECONDS = 10.0


class Way(NamedTuple):
    """A distance by road in kilometres, as its source tells it, and which source that is."""

    km: Decimal
    source: str


class Ways(Protocol):
    """A source of distances."""

    def way(self, von: str, nach: str) -> Way | None:
        """Return the way between two ends, None if the source knows none. Raises Abbruch if it cannot be asked."""


@dataclass(frozen=True)
class WayTable:
    """Distances from a table with the columns „von“, „nach“ and „km“."""

    source: str
    ways: Mapping[tuple[str, str], Decimal]

    def way(self, von: str, nach: str) -> Way | None:
        """Look a way up, whatever its case."""
        km = self.ways.get((_key(von), _key(nach)))
        return None if km is None else Way(km, self.source)


def load_way_table(path: Path, von: Field, nach: Field, km: Field) -> WayTable:
    """Read a table of distances; the fields say what an end and a distance may be, which may be told to the millimetre.

    Raises Abbruch for a cell that is not, and for two different distances between the same ends.
    """
    exact = replace(km, type=replace(km.type, scale=_MILLIMETRES))
    ways: dict[tuple[str, str], Decimal] = {}
    for line in read_table(path, ("von", "nach", "km")):
        ends = _key(_required(path, line, "von", von)), _key(_required(path, line, "nach", nach))
        distance = Decimal(str(_required(path, line, "km", exact)))
        if ways.setdefault(ends, distance) != distance:
            raise Abbruch(
                f"In der Tabelle „{path}“, Zeile {line.number}, steht zum selben Weg eine andere Entfernung als weiter oben."
            )
    return WayTable(f"Tabelle {path.name}", ways)


class Place(NamedTuple):
    """A place on the earth in degrees."""

    laenge: Decimal
    breite: Decimal


def _degrees(name: str, limit: int) -> Field:
    bound = Decimal(limit)
    return Field(id=f"ort.{name}", label=name, type=Type(Kind.DEZIMAL, scale=7, minimum=-bound, maximum=bound))


_LAENGE, _BREITE = _degrees("laenge", 180), _degrees("breite", 90)


def load_places(path: Path) -> dict[str, Place]:
    """Read a table with the columns „ort“ (a Kennung or ZAD-Nummer), „breite“ and „laenge“ in degrees. Raises Abbruch."""
    found: dict[str, Place] = {}
    for line in read_table(path, ("ort", "breite", "laenge")):
        laenge, breite = (Decimal(str(_required(path, line, field.label, field))) for field in (_LAENGE, _BREITE))
        name = _key(_text(line.cells["ort"]))
        if found.setdefault(name, Place(laenge, breite)) != (laenge, breite):
            raise Abbruch(
                f"In der Tabelle „{path}“, Zeile {line.number}, steht derselbe Ort mit anderen Koordinaten als weiter oben."
            )
    return found


def _required(path: Path, line: TableLine, column: str, field: Field) -> Value:
    reading = read_entry(field, line.cells[column])
    if reading.value is None or reading.code not in (None, NORMALISIERT):
        raise Abbruch(
            f"In der Tabelle „{path}“, Zeile {line.number}, Spalte „{column}“, wird erwartet: {field.expectation}."
        )
    return reading.value


def _text(raw: object) -> str:
    return f"{raw:.0f}" if isinstance(raw, float) and raw.is_integer() else str(raw)


def _key(end: object) -> str:
    return str(end).strip().casefold()


@dataclass(frozen=True)
class RoutingServer:
    """A server with OSRM's HTTP interface. It is asked for the shortest of the ways that it offers (Auslegung A1-KM)."""

    url: str
    places: Mapping[str, Place]

    def way(self, von: str, nach: str) -> Way | None:
        """Ask for a way; None if the place of an end is not known or no road joins them. Raises Abbruch if nobody answers."""
        start, end = self.places.get(_key(von)), self.places.get(_key(nach))
        if start is None or end is None:
            return None
        path = ";".join(f"{_degree(place.laenge)},{_degree(place.breite)}" for place in (start, end))
        answer = self._asked(
            f"{self.url.rstrip('/')}/route/v1/driving/{path}?alternatives=true&overview=false&steps=false"
        )
        if answer.get("code") in ("NoRoute", "NoSegment"):
            return None
        try:
            metres = min(Decimal(str(route["distance"])) for route in answer["routes"])
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise self._unusable() from error
        if answer.get("code") != "Ok" or not metres.is_finite() or metres < 0:
            raise self._unusable()
        return Way(metres / _METRES, f"OSRM {urlsplit(self.url).hostname}")

    def _asked(self, url: str) -> dict[str, Any]:
        try:
            with urlopen(Request(url, headers={"Accept": "application/json"}), timeout=_SECONDS) as response:
                content = response.read()
        except HTTPError as error:
            content = error.read()  # OSRM tells of a way that is not there with status 400
        except (URLError, OSError, HTTPException) as error:
            raise Abbruch(f"Der Routingserver „{self.url}“ antwortet nicht.") from error
        try:
            answer = json.loads(content)
        except ValueError as error:
            raise self._unusable() from error
        if not isinstance(answer, dict):
            raise self._unusable()
        return answer

    def _unusable(self) -> Abbruch:
        return Abbruch(f"Der Routingserver „{self.url}“ antwortet nicht so, wie es von OSRM erwartet wird.")


def _degree(value: Decimal) -> str:
    return f"{value.normalize():f}"


def routing_server(url: str, places: Mapping[str, Place]) -> RoutingServer:
    """Return the server at an address. Raises Abbruch for an address that is none of the web's."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that do not close, say
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Abbruch(f"„{url}“ ist keine Adresse eines Servers; gebraucht wird zum Beispiel „http://localhost:5000“.")
    return RoutingServer(url, places)
