"""rv2xl: the Excel forms of the Hessian Rahmenvertrag 2 (§ 131 SGB IX), issued, checked and consolidated."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["table"]


def table(
    folder: str | PathLike[str],
    register: str | PathLike[str],
    year: int,
    *,
    form: str = "dokumentation",
    decisions: str | PathLike[str] | None = None,
    personal: bool = False,
) -> DataFrame:
    """Read a folder of returns and return every value of them as a table: what `rv2xl consolidate --data` writes, without a file.

        values = rv2xl.table("Ruecklauf", "Stammdaten.xlsx", 2025)
        hours = values[(values.feld == "bewilligt.lwv") & (values.status == "angenommen")]
        hours.groupby("kreis").wert_zahl.sum()

    One row per input and result of each readable return, in the columns jahr, le, zad, leistung, kreis, blatt, feld, wert, wert_zahl,
    einheit, datei, zelle and status. All are Arrow types: texts, `jahr` an int32, `wert_zahl` an exact decimal128, never a float, and
    missing where `wert` is no number. Sum over the status „angenommen“ alone: then nothing counts twice. `decisions` is a
    Konsolidierung.xlsm whose Freigaben hold; what is about a person is there only if `personal` values are asked for.

    Raises rv2xl.model.abbruch.Abbruch, with one German sentence, for what cannot be read or consolidated.
    """
    from rv2xl.clerk.decisions import read_decisions
    from rv2xl.outgoing.generate import form_to_issue
    from rv2xl.reports.results import consolidate_files
    from rv2xl.reports.table import table_frame
    from rv2xl.returns.folder import find_files
    from rv2xl.returns.register import load_register

    definition, files = form_to_issue(form), find_files([Path(folder)])
    decided = read_decisions(Path(decisions)) if decisions is not None else []
    known = load_register(Path(register), year)
    return table_frame(consolidate_files(definition, files, known, year, decisions=decided), personal=personal)
