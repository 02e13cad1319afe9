"""Distances from a routing server that the LWV runs.

Nothing leaves the machine unless a server on another one is named, and somebody has agreed to that; then only the coordinates of the two
ends do, never a Kennung or an address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request

from rv2xl.distances.server_address import ServerAddress
from rv2xl.distances.ways import Way, key_of
from rv2xl.excel.lists.clerk_list import cell_text, read_columns, required_value
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field, Kind, Type

_METRES = 1_000
_SECONDS = 10.0


class Coordinates(NamedTuple):
    """Where on the earth a place is, in degrees."""

    laenge: Decimal
    breite: Decimal


def _degrees(name: str, limit: int) -> Field:
    bound = Decimal(limit)
    return Field(id=f"ort.{name}", label=name, type=Type(Kind.DEZIMAL, scale=7, minimum=-bound, maximum=bound))


_LAENGE, _BREITE = _degrees("laenge", 180), _degrees("breite", 90)


def load_coordinates(path: Path) -> dict[str, Coordinates]:
    """Read a list with the columns „ort“ (a Kennung or ZAD-Nummer), „breite“ and „laenge“ in degrees. Raises Abbruch."""
    found: dict[str, Coordinates] = {}
    for row in read_columns(path, ("ort", "breite", "laenge")):
        laenge, breite = (Decimal(str(required_value(path, row, field.label, field))) for field in (_LAENGE, _BREITE))
        name = key_of(cell_text(row.cells["ort"]))
        if found.setdefault(name, Coordinates(laenge, breite)) != (laenge, breite):
            raise Abbruch(
                f"In der Tabelle „{path}“, Zeile {row.number}, steht derselbe Ort mit anderen Koordinaten als weiter oben."
            )
    return found


@dataclass(frozen=True)
class RoutingServer:
    """A server with OSRM's HTTP interface. It is asked for the shortest of the ways that it offers (Auslegung A1-KM)."""

    address: ServerAddress
    coordinates: Mapping[str, Coordinates]

    def way(self, von: str, nach: str) -> Way | None:
        """Ask for a way; None if nobody knows where an end is or no road joins them. Raises Abbruch if nobody answers."""
        start, goal = self.coordinates.get(key_of(von)), self.coordinates.get(key_of(nach))
        if start is None or goal is None:
            return None
        path = ";".join(f"{end.laenge.normalize():f},{end.breite.normalize():f}" for end in (start, goal))
        answer = self._asked(f"route/v1/driving/{path}?alternatives=true&overview=false&steps=false")
        try:
            found = json.loads(answer)
            if found["code"] in ("NoRoute", "NoSegment"):
                return None
            metres = min(Decimal(str(route["distance"])) for route in found["routes"])
            if found["code"] != "Ok" or not metres.is_finite() or metres < 0:
                raise ValueError(found)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            raise Abbruch(
                f"Der Routenplaner „{self.address.url}“ antwortet nicht so, wie es von OSRM erwartet wird."
            ) from error
        return Way(metres / _METRES, f"OSRM {self.address.host}")

    def _asked(self, path: str) -> bytes:
        request = Request(f"{self.address.url.rstrip('/')}/{path}", headers={"Accept": "application/json"})
        try:
            with self.address.opener().open(request, timeout=_SECONDS) as response:
                return bytes(response.read())
        except HTTPError as error:
            return error.read()  # OSRM tells of a way that is not there with status 400
        except (URLError, OSError, HTTPException) as error:
            raise Abbruch(f"Der Routenplaner „{self.address.url}“ antwortet nicht.") from error
