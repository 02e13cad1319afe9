"""The exact text of the formulas of calculation steps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.expressions.expr import (
    DASH,
    Expr,
    Round,
    day_of_month,
    end_of_month_before,
    first_of_month,
    if_,
    join,
    largest,
    month_of,
    numbers,
    smallest,
    year_of,
)
from tests.unit.excel.formulas.test_formula import a1, a2, a4, c1, c2, d1, e1, rendered

NO_DAY = "OR(N(E1)<18264,N(E1)>73415)"


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (c1 / 12, "C1/12"),
        (c1 / a1, 'IF(A1=0,"",C1/A1)'),
        (1 / c1, 'IF(ROUND(C1,6)=0,"",1/C1)'),
        (c1 / (a1 * a2), 'IF(A1*A2=0,"",C1/(A1*A2))'),
        (c1 / 2 / 3, "C1/2/3"),
        (c1 / (c2 / 3), 'IF(ROUND(C2/3,6)=0,"",C1/(C2/3))'),
        ((c1 - c2) / 12 * a1, "(C1-C2)/12*A1"),
        (a1 * (c1 / 12), "A1*C1/12"),
        (c1 - c2 / a1, 'IF(A1=0,"",C1-C2/A1)'),
        (c1 / a1 + c2 / a1, 'IF(A1=0,"",C1/A1+C2/A1)'),
        (c1 / a1 / a2, 'IF(A1=0,"",IF(A2=0,"",C1/A1/A2))'),
        (c1 / (c2 / a1), 'IF(A1=0,"",IF(ROUND(IF(A1=0,0,C2/A1),6)=0,"",C1/(C2/A1)))'),
        (Round(c1 / a1, 2), 'IF(A1=0,"",ROUND(ROUND(C1/A1,6),2))'),
        (Round(a1 * 2, -2), "ROUND(A1*2,-2)"),
        (Round(c1 * 2, 6), "ROUND(C1*2,6)"),
        (if_(numbers((a1, a2)).eq(2), c1 / a1, DASH), 'IF(COUNT(A1:A2)=2,IF(A1=0,"",C1/A1),"–")'),
        (if_(a1 > 0, c1 / a1, 0) * 2, 'IF(IF(A1>0,A1=0,(1=0)),"",IF(A1>0,C1/A1,0)*2)'),
        (c1 / a1 > c2, "ROUND(IF(A1=0,0,C1/A1)-C2,6)>0"),
        ((c1 / a1).eq(""), 'IF(A1=0,"",C1/A1)=""'),
        (join(c1 / a1, " EUR"), 'IF(A1=0,"",C1/A1)&" EUR"'),
        (if_(a1 > 0, c1, DASH).eq(DASH), 'IF(A1>0,C1,"–")="–"'),
        ((c1 / a1).named("der Anteil") * 2, 'IF(A1=0,"",C1/A1*2)'),
        (largest(a1, 0), "MAX(A1+0,0)"),
        (largest(a1.named("die Zahl"), c1 - c2, Decimal("0.95")), "MAX(A1+0,C1-C2,0.95)"),
        (smallest(if_(a1 > 0, c1, c2), c2), "MIN(IF(A1>0,C1,C2)+0,C2+0)"),
        (largest(a1, 2) > a2, "MAX(A1+0,2)>A2"),
        (largest(c1, 2) > a2, "ROUND(MAX(C1+0,2)-A2,6)>0"),
        (largest(c1 / a1, 0), 'IF(A1=0,"",MAX(C1/A1,0))'),
        (numbers(d1), "COUNT(D1)"),
        (numbers((a1, a2, a4)) * 2, "COUNT(A1:A2,A4)*2"),
    ],
)  # fmt: skip
def test_an_amount(expr: Expr, text: str) -> None:
    assert rendered(expr) == text


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (first_of_month(e1), f'IF({NO_DAY},"",DATE(YEAR(E1),MONTH(E1),1))'),
        (first_of_month(e1, 1), f'IF({NO_DAY},"",DATE(YEAR(E1),MONTH(E1)+1,1))'),
        (end_of_month_before(e1, -3), f'IF({NO_DAY},"",DATE(YEAR(E1),MONTH(E1)+-3,0))'),
        (
            end_of_month_before(e1, a1 * 12),
            f'IF({NO_DAY},"",IF(OR(A1*12<-360,A1*12>1200),"",DATE(YEAR(E1),MONTH(E1)+A1*12,0)))',
        ),
        (day_of_month(e1), f'IF({NO_DAY},"",DAY(E1))'),
        (year_of(e1) * 12 + month_of(e1), f'IF({NO_DAY},"",YEAR(E1)*12+MONTH(E1))'),
        (first_of_month(e1) > e1, f"IF({NO_DAY},0,DATE(YEAR(E1),MONTH(E1),1))>E1"),
        (
            year_of(date(2025, 1, 1)),
            'IF(OR(N(DATE(2025,1,1))<18264,N(DATE(2025,1,1))>73415),"",YEAR(DATE(2025,1,1)))',
        ),
    ],
)
def test_a_day(expr: Expr, text: str) -> None:
    assert rendered(expr) == text
