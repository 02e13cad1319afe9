"""Which formulas are the same, however programs write them."""

from __future__ import annotations

import pytest

from rv2xl.excel.formulas.same_formula import same_formula


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        ("ROUND(C1*0.0500000000000000000007,2)", "ROUND(C1*0.05,2)", True),
        ("ROUND(C1*0.050000000000000003,2)", "ROUND(C1*0.05,2)", True),
        ("ROUND(C1*5E-2,2)", "ROUND(C1*0.05,2)", True),
        ("ROUND(C1*.05,2)", "ROUND(C1*0.05,2)", True),
        ("ROUND(C1*0.05000000001,2)", "ROUND(C1*0.05,2)", False),
        ("ROUND(C1*0.06,2)", "ROUND(C1*0.05,2)", False),
        ("ROUND(C1*0.05,3)", "ROUND(C1*0.05,2)", False),
        ("SUM(A1:A10)", "SUM(A1:A1)", False),
        ("A10*1.0", "A1*1", False),
        ("A1*1.0", "A1*1", True),
        ('IF(A1>0,"0.0500000000000000000007","")', 'IF(A1>0,"0.05","")', False),
        ("'58 Ort 1.50'!A1", "'58 Ort 1.5'!A1", False),
        ("-(-(A1))*0.0500000000000000000007", "--(A1)*0.05", True),
    ],
)  # fmt: skip
def test_numbers_are_compared_by_the_digits_that_count(found: str, expected: str, same: bool) -> None:
    assert same_formula(found, expected) is same


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        ("SUMPRODUCT(-(-ISNUMBER(FIND(A1,B1))))=5", "SUMPRODUCT(--ISNUMBER(FIND(A1,B1)))=5", True),
        ("-(-ISNUMBER(A1))+-(-(A2))", "--ISNUMBER(A1)+--(A2)", True),
        ("-(-ISNUMBER(A1)+N(A2))", "--ISNUMBER(A1)+N(A2)", False),
        ("-(-ISNUMBER(A1)+N(A2))*1", "--ISNUMBER(A1)+N(A2)*1", False),
        ("-(-A1+N(A2))", "--A1+N(A2)", False),
        ("(-ISNUMBER(A1))", "-ISNUMBER(A1)", False),
        ("-(-ISTEXT(A1))", "--ISNUMBER(A1)", False),
    ],
)
def test_brackets_that_gnumeric_puts_after_a_minus_change_nothing(found: str, expected: str, same: bool) -> None:
    assert same_formula(found, expected) is same
