"""The Meldungen between the LWV Hessen and the Kreise with an agreement, invented: issued, filled in and returned, one with a slip.

The people of Nr. 8 b do not exist, and no name of theirs stands in any other file of the demonstration.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from rv2xl.demo.data import Values
from rv2xl.demo.returns import Planted, Sent, fill
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.forms.meldung.meldung_8b import LEISTUNGEN, PERSON
from rv2xl.model.finding import Severity
from rv2xl.outgoing.issuing import file_name, issue_all
from rv2xl.returns.register import Register

FORMS = ("meldung_8b", "meldung_8c", "meldung_8d")
PEOPLE = (("Lindwurm", "Adelgunde"), ("Silbermond", "Balduin"), ("Windrose", "Melusine"), ("Sternschnuppe", "Kasimir"))
_SLIP = 2
"""Whose schooling ends in the year of the Meldung, not in the Folgejahr, counted from 1."""


class Meldung(NamedTuple):
    """A Meldung as it was issued and as it came back; one that names people is `private`."""

    issued: bytes
    sent: Sent
    private: bool


def meldungen(register: Register, year: int, seed: int) -> Iterator[Meldung]:
    """Yield the Meldungen of the year: each Kreis with an agreement has all three."""
    for form in FORMS:
        for issue in issue_all(newest(form), register, year):
            layout, rng = lay_out(issue), Random(f"{seed} {form} {issue.sender}")
            issued, slip = workbook_bytes(layout), _slip(layout) if form == FORMS[0] else None
            data = fill(issued, layout, _ENTERED[form](year, rng))
            yield Meldung(issued, Sent(file_name(issue), data, slip), issue.form.confidential)


def _people(year: int, rng: Random) -> dict[str, Values]:
    rows: Values = {}
    for number, (name, vorname) in enumerate(PEOPLE, 1):
        ends = date(year if number == _SLIP else year + 1, 7, 31)
        row: Values = {
            "name": name, "vorname": vorname, "geburtsdatum": date(year - rng.randint(16, 19), 1, 1) + timedelta(rng.randrange(360)),
            "leistung": rng.choice(LEISTUNGEN), "ende_voraussichtlich": ends,
        }  # fmt: skip
        rows |= {f"{PERSON}.{number}.{column}": value for column, value in row.items()}
    return {**_filled_on(year, rng), "meldung": {"zusatz.fehlanzeige": "nein"}, PERSON: rows}


def _past_their_limit(year: int, rng: Random) -> dict[str, Values]:
    parts = [rng.randint(20, 60) for _ in range(3)]
    names = ("anzahl.gesamt", "anzahl.ambulant", "anzahl.besondere_wohnform", "anzahl.sonstige")
    return {**_filled_on(year, rng), "meldung": dict(zip(names, (sum(parts), *parts), strict=True))}


def _all_with_leistungen(year: int, rng: Random) -> dict[str, Values]:
    here, elsewhere, both = rng.randint(500, 700), rng.randint(150, 250), rng.randint(5, 20)
    values: Values = {"anzahl.gesamt": here + elsewhere - both, "anzahl.im_kreis": here, "anzahl.ausserhalb": elsewhere}
    return {**_filled_on(year, rng), "meldung": values}


def _filled_on(year: int, rng: Random) -> dict[str, Values]:
    return {"deckblatt": {"deckblatt.ausgefuellt_am": date(year, 3, 1) + timedelta(rng.randrange(28))}}


_ENTERED = dict(zip(FORMS, (_people, _past_their_limit, _all_with_leistungen), strict=True))


def _slip(layout: Layout) -> Planted:
    placed = layout.by_key[PERSON]
    return Planted(
        words="Jemand beendet die Schule nicht im Folgejahr.", number=layout.issue.sender, file=file_name(layout.issue),
        code="KV-8B-FOLGEJAHR", severity=Severity.FEHLER, sheet=placed.name,
        cell=placed.plan.fields[f"{PERSON}.{_SLIP}.ende_voraussichtlich"].name,
    )  # fmt: skip
