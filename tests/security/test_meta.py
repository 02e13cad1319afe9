"""A changed `_meta`: refused where it is none of ours, and never of consequence for another file."""

from __future__ import annotations

import io
from itertools import permutations

import pytest
from python_calamine import CalamineWorkbook

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.model.expressions.expr import Value
from rv2xl.returns.batch import check_file
from tests.forms.standard import standard
from tests.security.test_bad_files import filled

Line = tuple[str, ...]


def changed(form: str, line: Line, becomes: tuple[Value, ...]) -> bytes:
    """A filled return with one line of `_meta` changed."""
    data = filled(form)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("_meta").to_python()
    number = next(at for at, row in enumerate(rows, 1) if tuple(row[: len(line)]) == line)
    return set_cells(data, {"_meta": {f"{'ABCD'[at]}{number}": value for at, value in enumerate(becomes)}})


def found(data: bytes) -> tuple[str, list[str]]:
    checked = check_file(lambda: data, "x.xlsx")
    return str(checked.status), [entry.code for entry in checked.findings]


@pytest.mark.parametrize(
    ("form", "key", "becomes"),
    [
        ("dokumentation", "ort_58.1", "ort_58"),
        ("dokumentation", "ort_58.1", "ort_58.0"),
        ("dokumentation", "ort_58.1", "ort_58.eins"),
        ("dokumentation", "ort_58.1", "ort_58.1.1"),
        ("dokumentation", "deckblatt", "deckblatt.1"),
        ("neubau", "berechnung", "berechnung.1"),
        ("neubau", "berechnung", "berechnung."),
        ("neubau", "berechnung", "rechnung"),
    ],
)
def test_a_sheet_has_the_key_of_its_section(form: str, key: str, becomes: str) -> None:
    assert found(changed(form, ("blatt", key), ("blatt", becomes))) == ("unlesbar", ["FORM-FREMD"])


@pytest.mark.parametrize("form", ["fahrtkosten", "neubau"])
def test_a_value_that_passes_for_a_sheet_is_of_no_consequence_for_other_files(form: str) -> None:
    """The checksum of `_meta` is the same then."""
    assert standard(form).layout.issue.sender is None
    sound = filled(form)
    name = "deckblatt.jahr"
    year = str(standard(form).layout.issue.year)
    masked = changed(form, ("vorgabe", "deckblatt", name, year), ("blatt", name, year, None))
    alone = found(sound)
    for order in permutations((sound, masked, sound)):
        assert [found(data) for data in order] == [
            alone if data is sound else ("unlesbar", ["FORM-FREMD"]) for data in order
        ]
