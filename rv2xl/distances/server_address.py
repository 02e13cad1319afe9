"""Where a routing server is: on this machine, or on one to which something about people would go.

What is asked goes to that server alone: not to another one that it names, and on this machine through no proxy.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, build_opener

from rv2xl.model.abbruch import Abbruch

_LEAVING = (
    "aus der Tabelle zu --places die Koordinaten (Breite und Länge) der Wohnorte und der Orte der Leistungserbringung, aber keine Kennung "
    "und keine Anschrift"
)


class _NowhereElse(HTTPRedirectHandler):
    """Follows no server to another one."""

    def redirect_request(self, *_: object) -> None:
        """Leave it at the answer."""


@dataclass(frozen=True)
class ServerAddress:
    """Where a server is. Raises Abbruch for an address that is none of the web's, and for one with a name before its host."""

    url: str

    def __post_init__(self) -> None:
        parts = self._parts
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            raise Abbruch(
                f"„{self.url}“ ist keine Adresse eines Servers; gebraucht wird zum Beispiel „http://localhost:5000“."
            )

    @property
    def _parts(self) -> SplitResult:
        with suppress(ValueError):  # brackets that do not close, say
            return urlsplit(self.url)
        return urlsplit("")

    @property
    def host(self) -> str:
        """The machine it is on, by name or number."""
        return self._parts.hostname or ""

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, by a name or number that can be no other's."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"

    def opener(self) -> OpenerDirector:
        """Return what asks it."""
        return build_opener(_NowhereElse, *((ProxyHandler({}),) if self.is_here else ()))

    def leaving(self) -> str:
        """Say what leaves this machine when it is asked."""
        if self.is_here:
            return f"Der Routenplaner läuft auf diesem Rechner („{self.host}“); nichts verlässt ihn."
        return f"An „{self.host}“ gehen {_LEAVING}."

    def require_consent(self, agreed: bool) -> None:
        """Raise Abbruch if something would leave this machine to which nobody agreed."""
        if not self.is_here and not agreed:
            raise Abbruch(
                f"An „{self.host}“ gingen {_LEAVING}; ist das so gewollt, bitte noch einmal mit --yes aufrufen."
            )
