"""Last year's table of the demonstration: it is one that `--previous` reads, of the same Orte, and most figures are near this year's."""

from __future__ import annotations

from pathlib import Path

import pytest

from rv2xl.demo import register_bytes
from rv2xl.demo.last_year import last_years_table
from rv2xl.excel.returned.read import read_return
from rv2xl.forms import newest
from rv2xl.returns.earlier.earlier_year import read_earlier_year
from rv2xl.returns.register import Register, register_of

FORM = newest("dokumentation")


def register(providers: int, year: int) -> Register:
    return register_of(read_return(register_bytes(providers, 1, year), "Stammdaten.xlsx"))


@pytest.mark.parametrize("year", [2025, 2026])
def test_it_is_a_table_of_the_same_orte(tmp_path: Path, year: int) -> None:
    known = register(4, year)
    content = last_years_table(known, year, 1)
    assert content == last_years_table(known, year, 1)
    assert content != last_years_table(known, year, 2)
    assert content is not None
    path = tmp_path / "Werte.csv"
    path.write_bytes(content)
    read = read_earlier_year(path, FORM)
    expected = {
        (number, str(ort.zad), str(ort.leistung)) for number in known.traeger for ort in known.orte_of(number, year - 1)
    }
    assert read.year == year - 1
    assert {(ort.le, ort.zad, ort.leistung) for ort in read.orte} == expected
    assert len(read.orte) == len(expected) > 8
    assert "06415" not in {ort.kreis for ort in read.orte} or year - 1 >= 2026


def test_there_is_none_before_the_first_year() -> None:
    assert last_years_table(register(1, 2023), 2023, 1) is None
