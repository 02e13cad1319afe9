"""An attacker who has the published file alone learns of no count that it is 1 or 2, and no figure of a single Leistungserbringer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from rv2xl.reports.regional.published import Edition
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.external.attacker import ALL, BANDS, KOMBI, LWV, ORIGINS, Attacker, Program
from tests.unit.reports.external.worlds import BANDS as BAND_IDS
from tests.unit.reports.external.worlds import ORIGINS as ORIGIN_IDS
from tests.unit.reports.external.worlds import SMALL, STATE, Size, world
from tests.unit.reports.folder import TODAY

WORLDS = range(20)
IDS = {
    **{row: f"personen.{name}" for row, name in zip(ORIGINS, ORIGIN_IDS, strict=True)},
    KOMBI: "personen.kombi_bib",
    **{row: f"alter.{name}" for row, name in zip(BANDS, BAND_IDS, strict=True)},
}
SUMS = [
    *(((row,), (body,)) for row in (*ORIGINS, KOMBI, *BANDS) for body in ALL),
    *(((band,), ALL) for band in BANDS),
    *((ORIGINS, bodies) for bodies in ((ALL[0],), (ALL[1],), ALL)),
]
"""Every count that the file gives of a region."""


def published(of: Consolidation) -> bytes:
    return report_bytes(of, today=TODAY, edition=Edition.EXTERNAL)


@cache
def told(seed: int, size: Size = SMALL) -> tuple[Consolidation, Attacker]:
    of = world(seed, size)
    return of, Attacker(published(of))


def truth(of: Consolidation, kreis: str, row: str, body: str) -> int:
    name = f"{IDS[row]}.{'lwv' if body == LWV else 'andere'}"
    return sum(int(str(line.sheet.values[name])) for line in of.orte() if line.kreis == kreis)


def learned(of: Consolidation, attacker: Attacker, every: int = 1) -> Iterator[tuple[str, object, int]]:
    """Yield the counts of 1 or 2 of which fewer than three values are possible."""
    program = Program(attacker.people)
    true = {(kreis, row, body): truth(of, kreis, row, body) for kreis in attacker.kreise for row in IDS for body in ALL}
    small = []
    for key in attacker.regions:
        for rows, bodies in SUMS:
            factors = attacker.added(key, rows, bodies)
            value = sum(true[name] for name in factors)
            if value in (1, 2) and factors.keys() <= program.names.keys():
                small.append((key, (rows, bodies), value, factors))
    assert small
    for key, what, value, factors in small[::every]:
        if sum(program.possible(factors, other) for other in range(value + 3)) < 3:
            yield key, what, value


@pytest.mark.parametrize("seed", WORLDS)
def test_no_small_count_is_told(seed: int) -> None:
    assert not list(learned(*told(seed)))


def test_no_small_count_of_a_whole_state_is_told() -> None:
    assert not list(learned(*told(1, STATE), every=12))


def hidden_kreise(of: Consolidation, attacker: Attacker) -> set[str]:
    return {key for key in attacker.kreise if attacker.regions[key][("Vereinbarte Platzzahl",) * 3] == "."}


def senders(of: Consolidation, kreise: set[str]) -> set[str]:
    return {
        str(ort.traeger)
        for number in of.expected()
        for ort in of.register.orte_of(number, of.year)
        if ort.kreis in kreise
    }


FIGURES = {
    "Vereinbarte Platzzahl": "kopf.platzzahl", "Bewilligte Leistungen (h)/LWV Hessen": "bewilligt.lwv",
    "Erbrachte Leistungen (h)/andere": "erbracht.andere", "Ausgelagerte Arbeitsgruppen/Anzahl Gruppen": "ausgelagert.gruppen",
    "Menge des eingesetzten Personals (VZÄ)/Sozialer Dienst": "personal.sozialer_dienst",
}  # fmt: skip
