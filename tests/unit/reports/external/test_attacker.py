"""An attacker who has the published file alone learns of no count that it is 1 or 2, and no figure of a single Leistungserbringer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import islice

import pytest

from rv2xl.reports.regional.external import external, pattern
from rv2xl.reports.regional.external.external import External
from rv2xl.reports.regional.figures import RegionRow
from rv2xl.reports.regional.published import Edition, Shown, exact
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.consolidate import Consolidation
from tests.unit.reports.external.attacker import ALL, BANDS, KOMBI, LWV, ORIGINS, Attacker, Fact, Name, Program
from tests.unit.reports.external.attacker import PLACES as PLATZZAHL
from tests.unit.reports.external.worlds import BANDS as BAND_IDS
from tests.unit.reports.external.worlds import ORIGINS as ORIGIN_IDS
from tests.unit.reports.external.worlds import SMALL, STATE, Size, world
from tests.unit.reports.folder import TODAY

worlds = pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.xdist_group(f"world {seed}")) for seed in range(20)]
)
IDS = {
    **{row: f"personen.{name}" for row, name in zip(ORIGINS, ORIGIN_IDS, strict=True)},
    KOMBI: "personen.kombi_bib",
    **{row: f"alter.{name}" for row, name in zip(BANDS, BAND_IDS, strict=True)},
}
SUMS = [
    *(((row,), (body,)) for row in (*ORIGINS, KOMBI, *BANDS) for body in ALL),
    *(((row,), ALL) for row in (*ORIGINS, KOMBI, *BANDS)),
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
        possible = (other for other in range(value + 3) if program.possible(factors, other))
        if len(list(islice(possible, 3))) < 3:
            yield key, what, value


@worlds
def test_no_small_count_is_told(seed: int) -> None:
    assert not list(learned(*told(seed)))


def test_no_small_count_of_a_whole_state_is_told() -> None:
    assert not list(learned(*told(1, STATE), every=12))


PLACES = (PLATZZAHL,) * 3
FIGURES = {
    (PLATZZAHL, PLATZZAHL): "kopf.platzzahl",
    ("Bewilligte Leistungen (h)", "LWV Hessen"): "bewilligt.lwv",
    ("Erbrachte Leistungen (h)", "andere"): "erbracht.andere",
    ("Ausgelagerte Arbeitsgruppen", "Anzahl Gruppen"): "ausgelagert.gruppen",
    ("Menge des eingesetzten Personals (VZÄ)", "Sozialer Dienst"): "personal.sozialer_dienst",
}
"""Figures that tell about a single Leistungserbringer."""


def behind(of: Consolidation, kreise: list[str]) -> set[str]:
    """The Leistungserbringer with an Ort in some of the Kreise, by the register."""
    orte = (ort for number in of.expected() for ort in of.register.orte_of(number, of.year))
    return {str(ort.traeger) for ort in orte if ort.kreis in kreise}


def narrowed(of: Consolidation, attacker: Attacker) -> Iterator[tuple[str, str]]:
    """Yield the hidden figures that the file tells more of than that they are part of what all hidden regions have together."""
    shown = {key for key, row in attacker.regions.items() if row[PLACES] != "."}
    for (block, label), name in FIGURES.items():
        program = Program(attacker.of_senders[block], whole=False)
        for kreis in attacker.kreise:
            group = together(attacker, kreis, shown)
            if kreis in shown or not group:
                continue
            most = sum(Decimal(str(line.sheet.values[name])) for line in of.orte() if line.kreis in group)
            place = {(kreis, block, label): 1}
            if (program.least(place), program.most(place)) != pytest.approx((0, float(most)), abs=0.1):
                yield kreis, block


def together(attacker: Attacker, kreis: str, shown: set[str]) -> list[str]:
    """The hidden Kreise that the smallest sum shown has together with a Kreis; none where no sum is shown."""
    for key in (kreis[:3], "06"):
        if key in shown:
            bezirke = {one for one in attacker.regions if len(one) == 3 and one in shown} if key == "06" else set()
            return [one for one in attacker.within(key) if one not in shown and one[:3] not in bezirke]
    return []


@worlds
def test_no_figure_of_a_single_leistungserbringer_is_told(seed: int) -> None:
    of, attacker = told(seed)
    assert not list(narrowed(of, attacker))


def groups(of: Consolidation, attacker: Attacker) -> Iterator[list[str]]:
    """Yield the hidden regions that a sum adds up, for each sum that is shown."""
    shown = {key for key, row in attacker.regions.items() if row[PLACES] != "."}
    everywhere = {str(ort.kreis) for number in of.expected() for ort in of.register.orte_of(number, of.year)}
    for key in shown & {"06", "064", "065", "066"}:
        parts = [one for one in everywhere if one.startswith(key) and (key != "06" or one[:3] not in shown)]
        if hidden := [one for one in parts if one not in shown]:
            yield hidden


@worlds
def test_hidden_regions_are_at_least_two_with_three_leistungserbringer(seed: int) -> None:
    of, attacker = told(seed)
    for kreis in attacker.kreise:
        assert attacker.regions[kreis][PLACES] == "." or len(behind(of, [kreis])) >= 3
    for hidden in groups(of, attacker):
        assert len(hidden) >= 2
        assert len(behind(of, hidden)) >= 3


def test_the_worlds_have_all_that_is_dangerous() -> None:
    """Figures that are shown and such that are not, totals left out, and hidden regions beside a sum that is shown."""
    some = [told(seed) for seed in range(6)]
    cells = [value for _, attacker in some for row in attacker.table("Alter").values() for value in row.values()]
    assert cells.count(".") > 20
    assert sum(bool(list(groups(*one))) for one in some) >= 2
    assert sum(attacker.regions[kreis][PLACES] != "." for _, attacker in some for kreis in attacker.kreise) >= 4


# ------------------------------------------------------------------------------ the attacker finds what is not protected


def attacked(seed: int) -> tuple[Consolidation, Attacker]:
    of = world(seed)
    return of, Attacker(published(of))


def test_the_attacker_finds_what_totals_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(External, "left_out", frozenset())
    assert list(learned(*attacked(0)))


def test_the_attacker_finds_what_rounding_the_totals_alone_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    rounded = External.sum

    def only_totals(self: External, row: RegionRow, parts: tuple[str, ...]) -> Shown:
        shown = rounded(self, row, parts)
        return Shown(exact(row, parts)) if shown.value is not None and row.key not in ("06", "064") else shown

    monkeypatch.setattr(External, "sum", only_totals)
    monkeypatch.setattr(Attacker, "_rounded", taken_as_it_stands)
    assert list(learned(*attacked(0)))


def taken_as_it_stands(_: Attacker, figure: object, factors: Mapping[Name, int]) -> Iterator[Fact]:
    if isinstance(figure, int | float) and factors:
        off = 0 if len({kreis for kreis, _, _ in factors}) == 1 else 2
        yield Fact(factors, max(0, round(figure) - off), round(figure) + off)


def test_the_attacker_finds_a_single_hidden_region(monkeypatch: pytest.MonkeyPatch) -> None:
    def alone(senders: Mapping[str, pattern.Senders], others: pattern.Senders, state: str) -> frozenset[str]:
        kreise = {key: found for of_bezirk in senders.values() for key, found in of_bezirk.items()}
        return frozenset(key for key, found in kreise.items() if len(found) < pattern.LEAST_SENDERS)

    monkeypatch.setattr(external, "hidden_regions", alone)
    monkeypatch.setattr(external, "sums_that_wait", lambda *_: frozenset())
    assert any(list(hidden_alone(*attacked(seed))) for seed in range(5))


def test_the_attacker_finds_what_a_sum_tells_before_others_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external, "sums_that_wait", lambda *_: frozenset())
    assert list(narrowed(*attacked(5)))


def hidden_alone(of: Consolidation, attacker: Attacker) -> Iterator[list[str]]:
    """Yield hidden regions that a sum tells, as the test above forbids."""
    yield from (hidden for hidden in groups(of, attacker) if len(hidden) < 2)


def test_few_sums_are_left_out() -> None:
    """In a whole state: no total of all people but one in a hundred, and of the sums of both Leistungsträger not one in ten."""
    attackers = [told(seed, STATE)[1] for seed in (1, 2)]
    totals = [row["Personen"] for one in attackers for row in one.table("Alter").values()]
    sums = [
        figure
        for one in attackers
        for _, label, body, figure in one.pages
        if label in (*ORIGINS, *BANDS) and body == "gesamt"
    ]
    assert totals.count(".") <= len(totals) / 100 + 1
    assert 0 < sums.count(".") <= len(sums) / 10
