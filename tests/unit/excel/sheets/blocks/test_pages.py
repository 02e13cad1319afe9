"""Pages end between blocks: before one that would be torn apart, before those that say so, nowhere else."""

from __future__ import annotations

import pytest

from rv2xl.excel.sheets.blocks.pages import page_breaks, room

ROWS = dict.fromkeys(range(20), 10.0)


@pytest.mark.parametrize(
    ("starts", "forced", "most", "expected", "why"),
    [
        ((1, 8, 14), (), 200, ((), False), "all of it fits"),
        ((1, 8, 14), (), 199, ((), True), "a little more than a page is printed smaller"),
        ((1, 8, 14), (), 181, ((14,), False), "too much for that: the block that would be torn apart goes on the next page"),
        ((1, 8, 14), (), 100, ((8, 14), False), "70 + 60 after the title are too much, so are 10 + 60 + 60"),
        ((1, 8, 14), (), 130, ((8,), False), "10 + 60 + 60 just fit, the title counted on the second page too"),
        ((1, 8, 14), (), 129, ((8, 14), False), "a point less, and they do not"),
        ((1, 8, 14), (8,), 140, ((8,), False), "a page ends where a block wants it"),
        ((1, 8, 14), (8,), 199, ((8,), False), "then nothing is printed smaller"),
        ((0, 14), (), 100, ((14,), False), "a block that is longer than a page begins where it stands"),
    ],
)  # fmt: skip
def test_where_pages_end(
    starts: tuple[int, ...], forced: tuple[int, ...], most: float, expected: tuple[tuple[int, ...], bool], why: str
) -> None:
    assert page_breaks(ROWS, starts, forced, 20, most) == expected, why


def test_rows_without_a_height_are_as_high_as_usual() -> None:
    assert page_breaks({}, (0, 5, 10), (), 20, 150) == ((10,), False)
    assert page_breaks({}, (0, 5, 10), (), 20, 149) == ((5, 10), False)


def test_wider_columns_are_printed_smaller_so_that_more_rows_have_room() -> None:
    assert room((10.0,)) == pytest.approx(773.5)
    assert room((50.0, 50.0, 0.0)) == pytest.approx(773.5), "two columns of 355 pixels, the hidden one none"
    assert room((100.0, 100.0, 0.0)) == pytest.approx(773.5 * 1057.5 / 544.9, rel=1e-4)
