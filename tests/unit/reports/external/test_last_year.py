"""Whoever keeps last year's published edition learns nothing more of this year's figures: none of them is made of last year's."""

from __future__ import annotations

from decimal import Decimal

from rv2xl.reports.page.report_page import page_bytes
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierOrt, EarlierYear
from tests.unit.reports.external.attacker import ALL, BANDS, KOMBI, ORIGINS, Attacker, Fact, Program
from tests.unit.reports.external.worlds import SMALL, world
from tests.unit.reports.folder import FORM, TODAY, YEAR


def published(of: Consolidation, *earlier: EarlierYear, edition: Edition = Edition.EXTERNAL) -> bytes:
    return report_bytes(of, today=TODAY, earlier=earlier, edition=edition)


def told(seed: int, year: int) -> EarlierYear:
    """An earlier year of a world, as its table would tell it."""
    orte = []
    for line in world(seed, SMALL, year).orte():
        said = {name: Decimal(value) if isinstance(value, int) else value for name, value in line.sheet.values.items()}
        known = {name: value for name, value in said.items() if isinstance(value, Decimal | str)}
        orte.append(EarlierOrt(line.sender, line.zad, line.leistung, str(line.kreis), known, reports_nothing=False))
    fields = frozenset(name for ort in orte for name in ort.values)
    return EarlierYear(FORM.name, year, f"Werte_{year}.csv", "0" * 64, tuple(orte), {}, fields)


def test_no_figure_is_a_function_of_last_years() -> None:
    """Whatever last year's figures were, the published file and page are the same byte by byte."""
    of = world(2)
    years: tuple[tuple[EarlierYear, ...], ...] = ((), (told(100, YEAR - 1),), (told(2, YEAR - 2), told(2, YEAR - 1)))
    assert len({published(of, *earlier) for earlier in years}) == 1
    assert len({page_bytes(of, today=TODAY, edition=Edition.EXTERNAL, earlier=earlier) for earlier in years}) == 1


def test_no_figure_of_either_file_tells_of_the_other_year() -> None:
    files = [Attacker(published(world(2, SMALL, year))) for year in (YEAR, YEAR - 1)]
    assert [one.of_other_years for one in files] == [[], []]
    internal = Attacker(published(world(2), told(2, YEAR - 1), edition=Edition.INTERNAL))
    assert {place.partition(" ")[0] for place in internal.of_other_years} >= {"Vorjahr"}


def test_both_files_together_bound_this_years_counts_as_this_years_alone() -> None:
    """The integer program over both years: its facts have no number in common, so what is possible stays the same."""
    now, last = (Attacker(published(world(0, SMALL, year))) for year in (YEAR, YEAR - 1))
    before = [Fact({(f"{key} im Vorjahr", row, body): by for (key, row, body), by in fact.factors.items()}, fact.low, fact.high)
              for fact in last.people]  # fmt: skip
    alone, both = Program(now.people), Program([*now.people, *before])
    for kreis in now.kreise:
        for rows in (ORIGINS, (KOMBI,), BANDS[4:]):
            for bodies in (ALL, ALL[1:]):
                count = now.added(kreis, rows, bodies)
                assert (both.least(count), both.most(count)) == (alone.least(count), alone.most(count))
