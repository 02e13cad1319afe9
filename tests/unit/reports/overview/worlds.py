"""What overviews are made of in the tests: returns of whole worlds, Meldungen, tables of earlier years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_for
from rv2xl.recht.agreements import agreements
from rv2xl.reports.overview.meldungen import Meldungen, meldungen_of
from rv2xl.reports.overview.overview import Sources, overview_of
from rv2xl.reports.overview.parts import Overview, Part
from rv2xl.reports.regional.published import Edition
from rv2xl.returns.batch import check_file
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.earlier.earlier_year import EarlierOrt, EarlierValue, EarlierYear
from rv2xl.returns.register import Register
from tests.unit.reports.external.worlds import STATE, world
from tests.unit.reports.folder import TODAY, YEAR, consolidated, tidy_csv, usual

KREIS = "06437"
AREAS = (KREIS, "064", "06")
REGISTER = Register(traeger={}, orte=(), kreise=(), absender={"name": "LWV Hessen"})
EIGHT_C = {"anzahl.gesamt": 121, "anzahl.ambulant": 70, "anzahl.besondere_wohnform": 41, "anzahl.sonstige": 10}
EIGHT_D = {"anzahl.gesamt": 903, "anzahl.im_kreis": 701, "anzahl.ausserhalb": 252}


@cache
def state() -> Consolidation:
    """A whole state with gaps."""
    return world(2, STATE)


@cache
def nothing() -> Consolidation:
    """A register of which nobody has returned anything."""
    return consolidated([])


WORLDS: Mapping[str, Callable[[], Consolidation]] = {"usual": usual, "state": state, "nothing came": nothing}


def overview(
    of: Consolidation | None,
    edition: Edition = Edition.EXTERNAL,
    *,
    earlier: Sequence[EarlierYear] = (),
    meldungen: Sequence[Meldungen] = (),
) -> Overview:
    """The overview of the Odenwaldkreis."""
    sources = Sources(
        agreement=agreements()[KREIS], year=YEAR, edition=edition, consolidation=of, earlier=earlier, meldungen=meldungen
    )  # fmt: skip
    return overview_of(sources, TODAY)


@cache
def plain(world: str, edition: Edition) -> Overview:
    """That of a world, without Meldungen and earlier years."""
    return overview(WORLDS[world](), edition)


def part(of: Overview, name: str) -> Part:
    """The part with this name."""
    return next(one for one in of.parts if one.name == name)


def lines(of: Part) -> dict[tuple[str, str], list[str]]:
    """The cells of a grouped part as they are read, by group and name of the row."""
    return {(row[0].text, row[1].text): [cell.text for cell in row[2:]] for row in of.rows}


def stored(of: Part) -> dict[tuple[str, str], list[object]]:
    """The same as a workbook stores them."""
    return {
        (row[0].text, row[1].text): [cell.text if cell.figure is None else cell.figure.stored for cell in row[2:]] for row in of.rows
    }  # fmt: skip


def returned(name: str, year: int, values: Mapping[str, Value], folder: Path, *, section: str = "meldung") -> Checked:
    """A Meldung that lies in a folder with these entries, judged for the year of the report."""
    path = folder / f"{name}_{year}_{KREIS}.xlsx"
    path.write_bytes(workbook_bytes(lay_out(issue_for(newest(name), REGISTER, year, KREIS)), {section: dict(values)}))
    return judged(path, YEAR)


def judged(path: Path, year: int) -> Checked:
    """Judge a file for a year."""
    return check_file(partial(bytes, path.read_bytes()), path.as_posix(), REGISTER, year)


def told(files: Sequence[Checked], earlier: Sequence[EarlierYear] = ()) -> tuple[Meldungen, ...]:
    """What Meldungen tell of the Odenwaldkreis."""

    def again(entries: Sequence[Checked], year: int) -> list[Checked]:
        return [judged(Path(entry.file), year) for entry in entries]

    return meldungen_of(KREIS, YEAR, REGISTER, files, again, earlier)


def table_of(of: Consolidation, year: int, folder: Path) -> Path:
    """The tidy table of a consolidation, as that of another year."""
    path = folder / f"Werte_{year}.csv"
    path.write_bytes(tidy_csv(of).replace(f"\n{YEAR};".encode(), f"\n{year};".encode()))
    return path


def as_earlier(of: Consolidation, year: int, times: int = 1) -> EarlierYear:
    """What is counted, as the figures of an earlier year, which were so many times as large."""
    orte = tuple(
        EarlierOrt(line.sender, line.zad, line.leistung, line.kreis or "", _without_blanks(line.sheet.values, times),
                   line.sheet.values.get("zusatz.fehlanzeige") == "ja")
        for line in of.orte()
    )  # fmt: skip
    return EarlierYear(of.form.name, year, "Werte.csv", "0" * 64, orte, {}, frozenset(orte[0].values))


def _without_blanks(values: Mapping[str, Value], times: int) -> dict[str, EarlierValue]:
    numbers = {name: Decimal(value) * times for name, value in values.items() if isinstance(value, int | Decimal)}
    return numbers | {name: value for name, value in values.items() if isinstance(value, str)}
