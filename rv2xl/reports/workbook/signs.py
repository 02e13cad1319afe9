"""Signs that stand where a figure would, as in official statistics (DIN 55301), and what they mean."""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """What stands in the place of a figure, or behind one."""

    NOTHING = "–"
    SECRET = "."
    PENDING = "…"
    SENSELESS = "x"
    PRELIMINARY = "p"
    REVISED = "r"

    @property
    def words(self) -> str:
        """What it means."""
        return _WORDS[self]


_WORDS = {
    Sign.NOTHING: "nichts vorhanden",
    Sign.SECRET: "Zahlenwert unbekannt oder geheim zu halten",
    Sign.PENDING: "Angabe liegt noch nicht vor",
    Sign.SENSELESS: "Aussage nicht sinnvoll",
    Sign.PRELIMINARY: "vorläufig: nicht alle erwarteten Meldungen liegen vor",
    Sign.REVISED: "berichtigt gegenüber einer früheren Ausgabe",
}
