"""The whole way on invented data: a register, the workbooks issued from it, and a folder of returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rv2xl.clerk.new_book import new_files
from rv2xl.clerk.sheets import ERGEBNIS_ORDNER, JAHR, RUECKLAUF_ORDNER, VERSAND_ORDNER
from rv2xl.clerk.sheets import NAME as KONSOLIDIERUNG
from rv2xl.clerk.sheets import STAMMDATEN as STAMMDATEN_DATEI
from rv2xl.demo.calculations import calculations
from rv2xl.demo.data import register_values
from rv2xl.demo.last_year import last_years_table
from rv2xl.demo.meldungen import meldungen
from rv2xl.demo.returns import Planted, Sent, returns
from rv2xl.demo.written import RESULTS, Written
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.model.abbruch import Abbruch
from rv2xl.outgoing.issuing import file_name, issue_all, issue_blank
from rv2xl.returns.register import Register, register_of

STAMMDATEN, VERSAND, RUECKLAUF, BERECHNUNGEN = "Stammdaten.xlsx", "Versand", "Ruecklauf", "Berechnungen"
VORJAHR, KOOPERATION = "Vorjahr", "Kooperation"
MAX_PROVIDERS = 200
SPARE_ROWS = 25
"""How many more Leistungserbringer and Orte there is room for: a register of full length takes seconds to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What was made: the files, and what is wrong with some of them on purpose; calculations and Meldungen in folders of their own.

    `others` are files in the folder of returns that were there before and are not of this run; they would be read too. `vorjahr` is the
    table of the year before, None where the forms are not yet of that year.
    """

    year: int
    register: Register
    stammdaten: Path
    konsolidierung: Path
    versand: tuple[Path, ...]
    ruecklauf: tuple[Path, ...]
    planted: tuple[Planted, ...]
    berechnungen: tuple[Path, ...]
    meldungen: tuple[Path, ...]
    slips: tuple[Planted, ...]
    others: tuple[Path, ...]
    vorjahr: Path | None


def make(out: Path, providers: int, seed: int, year: int, advance: Callable[[], None] | None = None) -> Demo:
    """Write register, issued workbooks and returns into a folder; `advance` is called once for each file.

    Files of an earlier run are replaced, none is removed. Raises Abbruch, and writes nothing, if the folder is none, for a file in it
    that is not as the demonstration wrote it, or for a number of Leistungserbringer or a year that cannot be.
    """
    if not 1 <= providers <= MAX_PROVIDERS:
        raise Abbruch(f"Die Vorführung braucht 1 bis {MAX_PROVIDERS} Leistungserbringer, nicht {providers}.")

    made: dict[Path, bytes] = {}

    def write(path: Path, data: bytes) -> Path:
        made[path] = data
        if advance is not None:
            advance()
        return path

    data = register_bytes(providers, seed, year)
    _require_folders(out)
    stammdaten = write(out / STAMMDATEN, data)
    register = register_of(read_return(data, STAMMDATEN))
    issued = [(layout, workbook_bytes(layout)) for layout in _layouts(register, year)]
    versand = [write(out / VERSAND / file_name(layout.issue), data) for layout, data in issued]
    sent, calculated = list(returns(issued, seed)), list(calculations(register, year, seed))
    told = list(meldungen(register, year, seed))
    for one in told:
        write(out / KOOPERATION / VERSAND / one.sent.file, one.issued)
    reported = [one.sent for one in told]
    ruecklauf, berechnungen, gemeldet = (
        tuple(write(out / folder / entry.file, entry.data) for entry in came if entry.data is not None)
        for folder, came in ((RUECKLAUF, sent), (BERECHNUNGEN, calculated), (f"{KOOPERATION}/{RUECKLAUF}", reported))
    )
    table = last_years_table(register, year, seed)
    vorjahr = None if table is None else write(out / VORJAHR / f"Werte_{year - 1}.csv", table)
    for path, content in new_files(out / KONSOLIDIERUNG, _settings(year)).items():
        write(path, content)
    Written(out).write(made, [path for path, one in zip(gemeldet, told, strict=True) if one.private])
    return Demo(
        year=year, register=register, stammdaten=stammdaten, konsolidierung=out / KONSOLIDIERUNG, versand=tuple(versand),
        ruecklauf=ruecklauf, berechnungen=berechnungen, meldungen=gemeldet, vorjahr=vorjahr, planted=_planted(sent),
        slips=_planted((*calculated, *reported)),
        others=tuple(sorted(path for path in (out / RUECKLAUF).iterdir() if path not in ruecklauf)),
    )  # fmt: skip


def _layouts(register: Register, year: int) -> Iterator[Layout]:
    return map(lay_out, issue_all(newest("dokumentation"), register, year))


def _planted(sent: Iterable[Sent]) -> tuple[Planted, ...]:
    return tuple(entry.planted for entry in sent if entry.planted is not None)


def _require_folders(out: Path) -> None:
    for folder in (out, *(out / name for name in (VERSAND, RUECKLAUF, BERECHNUNGEN, VORJAHR, KOOPERATION))):
        if folder.exists() and not folder.is_dir():
            raise Abbruch(f"„{folder}“ ist eine Datei, kein Ordner.")


def _settings(year: int) -> dict[str, str]:
    """Return what the clerk's workbook is set to: the year and the folders of the demonstration."""
    return {
        JAHR.name: str(year), STAMMDATEN_DATEI.name: STAMMDATEN, VERSAND_ORDNER.name: VERSAND, RUECKLAUF_ORDNER.name: RUECKLAUF,
        ERGEBNIS_ORDNER.name: RESULTS,
    }  # fmt: skip


def register_bytes(providers: int, seed: int, year: int) -> bytes:
    """Return the filled Stammdaten as a workbook. Raises Abbruch for a year that the forms do not cover."""
    form = newest("stammdaten")
    issue_blank(form, year)
    values = register_values(providers, seed, year)
    rows = {key: len({name.split(".")[1] for name in values[key]}) + SPARE_ROWS for key in ("traeger", "orte")}
    return workbook_bytes(lay_out(issue_blank(form.with_rows(rows), year)), values)
