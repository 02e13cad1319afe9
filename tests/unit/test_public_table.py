"""`rv2xl.table`: the tidy table for people who program, as the command writes it and with the same types."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pandas
import pyarrow
import pytest
from pyarrow import parquet

import rv2xl
from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.consolidate import COLUMNS
from tests.client.commandline import done
from tests.unit.letters.folder import known, stammdaten
from tests.unit.reports.folder import A, Sent, written

YEAR = 2025
DECIMAL = pandas.ArrowDtype(pyarrow.decimal128(38, 10))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One return is accepted, one rejected."""
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten({}))
    (folder / "R").mkdir()
    for sent in (
        Sent("1.xlsx", "0001", {(A, "bewilligt.lwv"): Decimal("1234.50")}),
        Sent("2.xlsx", "0002", {(A, "alter.a66.lwv"): 500}),
    ):
        (folder / "R" / sent.name).write_bytes(written(known, sent))
    return folder


@pytest.fixture(scope="module")
def table(world: Path) -> pandas.DataFrame:
    return rv2xl.table(world / "R", str(world / "Stammdaten.xlsx"), YEAR)


def test_columns_and_types(table: pandas.DataFrame) -> None:
    at = COLUMNS.index("wert") + 1
    assert tuple(table.columns) == (*COLUMNS[:at], "wert_zahl", *COLUMNS[at:])
    assert (table.jahr.dtype, table.wert_zahl.dtype) == (pandas.ArrowDtype(pyarrow.int32()), DECIMAL)
    assert {str(table[name].dtype) for name in COLUMNS if name != "jahr"} == {"string[pyarrow]"}
    assert list(table.index) == list(range(len(table)))


def test_values_and_exact_numbers(table: pandas.DataFrame) -> None:
    hours = table[(table.feld == "bewilligt.lwv") & (table.status == "angenommen")]
    columns = ["jahr", "le", "zad", "leistung", "kreis", "wert", "wert_zahl"]
    assert tuple(hours[columns].iloc[0]) == (
        2025, "0001", "11000001", "58", "06437", "1234.50", Decimal("1234.50"),
    )  # fmt: skip
    assert set(table.status) == {"angenommen", "zurueckgewiesen"}
    assert table[table.feld == "kopf.zad"].wert_zahl.isna().all()
    assert not table.feld.str.startswith("kontakt.name").any()


def test_it_is_what_the_command_writes(world: Path, tmp_path: Path, table: pandas.DataFrame) -> None:
    register = world / "Stammdaten.xlsx"
    done(
        "consolidate",
        world / "R",
        "--register",
        register,
        "--year",
        YEAR,
        "--out",
        tmp_path / "a.xlsx",
        "--data",
        tmp_path / "a.parquet",
    )
    written = parquet.read_table(tmp_path / "a.parquet").to_pandas(types_mapper=pandas.ArrowDtype)
    assert list(written.columns) == list(table.columns)
    for name in written.columns:
        assert written[name].dtype == table[name].dtype
        assert (written[name].to_list() == table[name].to_list()) or name == "datei"


def test_the_example_of_its_help(table: pandas.DataFrame) -> None:
    """The people of the accepted return: three rows of Herkunft and Kombi-BiB of two Leistungsträger on two sheets."""
    people = table[table.feld.str.startswith("personen.") & (table.status == "angenommen")]
    assert len(people) == 16
    found = people.groupby("kreis").wert_zahl.sum()
    assert found.to_dict() == {"06437": sum(map(Decimal, people.wert))}
    assert type(found["06437"]) is Decimal


def test_personal_values_are_there_if_asked_for(world: Path) -> None:
    found = rv2xl.table(world / "R", world / "Stammdaten.xlsx", YEAR, personal=True)
    assert (found.feld == "kontakt.name").sum() == 3


def test_an_empty_folder_or_another_form_gives_a_table_without_rows(world: Path) -> None:
    found = rv2xl.table(world / "R", world / "Stammdaten.xlsx", YEAR, form="neubau")
    assert len(found) == 0
    assert found.wert_zahl.dtype == DECIMAL


def test_what_cannot_be_read_is_said(world: Path, tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="gibt es nicht"):
        rv2xl.table(world / "R", tmp_path / "fort.xlsx", YEAR)
    with pytest.raises(Abbruch):
        rv2xl.table(world / "R", world / "Stammdaten.xlsx", YEAR, form="unbekannt")


def test_to_import_it_loads_nothing_heavy() -> None:
    said = "import sys, rv2xl; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pyarrow", "numpy", "click", "decimal"} & set(loaded)
    assert {name for name in loaded if name.startswith("rv2xl")} == {"rv2xl"}
