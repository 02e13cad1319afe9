"""The summary of returned calculations: its rows are the returns, its sums and marks are formulas that agree with pandas."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any

import pandas
import pytest

from rv2xl import forms
from rv2xl.excel.layout import lay_out
from rv2xl.excel.write import workbook_bytes
from rv2xl.model.expr import Value
from rv2xl.reports.calculation_sheets import summary_bytes
from rv2xl.reports.calculations import spread_of
from rv2xl.returns.batch import check_file, compare_returns
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.issuing import issue_for
from tests.differential.engines import formulon_values, spoiled, stored_values
from tests.differential.workbooks import alike
from tests.forms.standard import YEAR, standard
from tests.unit.reports.folder import usual_register
from tests.unit.reports.workbook import opened

Changes = Mapping[tuple[str, str], Value]


@cache
def summary(form: str, sent: tuple[tuple[str, str, tuple[tuple[tuple[str, str], Value], ...]], ...]) -> bytes:
    """The summary of a folder: (file, sender, changes to the standard filling)."""
    definition, register, book = forms.newest(form), usual_register(), standard(form)
    entries = []
    for name, sender, changes in sent:
        entered = {key: dict(values) for key, values in book.filling.items()}
        for (key, field), value in changes:
            entered[key][field] = value
        data = workbook_bytes(lay_out(issue_for(definition, register, YEAR, sender)), entered)
        entries.append(check_file(partial(bytes, data), name, register, YEAR))
    compare_returns(entries)
    return summary_bytes(consolidate(definition, YEAR, register, entries))


def lines(data: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by heading, those below the table too."""
    rows = [[cell.value for cell in row] for row in opened(data)[sheet].iter_rows()]
    heads = [str(text) for text in rows[3]]
    return [dict(zip(heads, row, strict=True)) for row in rows[4:]]


def neubau(name: str, sender: str, plaetze: int = 120, **changes: Value) -> Any:
    fields = {"belegung.plaetze": plaetze} | {field.replace("__", "."): value for field, value in changes.items()}
    return name, sender, tuple((("berechnung", field), value) for field, value in fields.items())


NEUBAU = (
    neubau("a.xlsx", "0001"),
    neubau("b.xlsx", "0001", 60, kopf__massnahme="Neubau Süd"),
    neubau("c.xlsx", "0002", 200),
    neubau("d.xlsx", "0003", kopf__ort=None),
    neubau("e.xlsx", "0004", belegung__plaetze=None),
)


def test_a_row_for_each_accepted_return_and_the_sum_of_the_years() -> None:
    shown = lines(summary("neubau", NEUBAU), "Bögen")
    rows = [row for row in shown if row["Datei"]]
    jahr = "Investitionskosten im Jahr (EUR) [D13]"
    platz = "Je Platz im Jahr (EUR) [D15]"
    assert [(row["LE-Nr."], row["Datei"], row["Maßnahme [B21]"]) for row in rows] == [
        ("0001", "a.xlsx", "Neubau Werkstatt Nord"),
        ("0001", "b.xlsx", "Neubau Süd"),
        ("0002", "c.xlsx", "Neubau Werkstatt Nord"),
    ]
    assert rows[0]["Leistungserbringer"] == "Träger 0001 gGmbH"
    # 252,301.6305 a year; ÷ (120, 60, 200 × 95 %) = 2,213.172…, 4,426.344…, 1,327.903….
    assert [(row[jahr], row[platz]) for row in rows] == [
        (252301.63, 2213.17),
        (252301.63, 4426.34),
        (252301.63, 1327.90),
    ]
    (total,) = [row for row in shown if row["LE-Nr."] == "Summe"]
    assert (total[jahr], total[platz]) == (pytest.approx(756904.89), None)


def test_what_is_not_accepted_stands_among_the_findings() -> None:
    found = opened(summary("neubau", NEUBAU))["Befunde"]
    listed = {(row[0].value, row[3].value) for row in found.iter_rows(min_row=5)}
    assert {("d.xlsx", "PFLICHT"), ("e.xlsx", "PFLICHT")} <= listed


def test_a_folder_without_returns_says_so() -> None:
    data = summary("neubau", ())
    assert lines(data, "Bögen")[0]["Leistungserbringer"] == "Noch kein Bogen angenommen."


@pytest.mark.parametrize("sent", [NEUBAU, ()], ids=["returns", "none"])
def test_every_formula_gives_what_is_stored_beside_it(sent: Any) -> None:
    data = summary("neubau", sent)
    stored, calculated = stored_values(data), formulon_values(spoiled(data))
    assert [
        (sheet, cell, value, calculated[sheet][cell])
        for sheet, cells in stored.items()
        for cell, value in cells.items()
        if not alike(value, calculated[sheet][cell])
    ] == []


def test_equal_bytes_whatever_the_order_of_the_files() -> None:
    assert summary("neubau", NEUBAU) == summary("neubau", NEUBAU[::-1])


@pytest.mark.parametrize(
    "values",
    [(1, 2, 3, 4), (1, 1, 1, 100), (5, 1, 4, 2, 3), (10, 20, 30, 40, 50, 60, 71), ("0.10", "0.20", "0.35", "0.36")],
)
def test_quarters_are_those_of_pandas(values: tuple[Any, ...]) -> None:
    spread = spread_of([Decimal(value) for value in values])
    assert spread is not None
    expected = pandas.Series([float(value) for value in values]).quantile([0.25, 0.5, 0.75]).tolist()
    assert [float(value) for value in (spread.lower, spread.median, spread.upper)] == pytest.approx(expected)


def test_three_values_are_too_few() -> None:
    assert spread_of([Decimal(1), Decimal(2), Decimal(300)]) is None
