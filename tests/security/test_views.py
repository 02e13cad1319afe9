"""Some hundred sheets, contents and packages of one seed: nothing is read otherwise than shown; thousands in `tests.soak`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl.excel.package.cells.moments import Calendar, Shown
from rv2xl.excel.package.parser import read_tree
from tests.office.client import Office
from tests.programs.package import STYLES, parts_of
from tests.soak import contents, packages, views

SEED = 2025
DAY = 's="{day}"'
BOTH_SHOW = (
    (DAY, "<v>1</v>"), (DAY, "<v>5.</v>"), (DAY, "<v>59</v>"), (DAY, "<v>59.5</v>"), (DAY, "<v>60</v>"), (DAY, "<v>61</v>"),
    ('t="str"', "<v> </v>"), ('t="str"', "<v> 5 </v>"), ('t="inlineStr"', "<is><t> </t></is>"), ("", "<v>\n 5 </v>"),
    ('t="e"', "<v> </v>"), ("", "<v>1_0</v>"), ("", "<v>1_0.5</v>"), ("", "<v>１</v>"), ("", "<v>１.5</v>"), (DAY, "<v>１</v>"),
)  # fmt: skip
LIBREOFFICE_SHOWS = (
    ("", "<v> </v>"), (DAY, "<v> </v>"), ('t="n"', "<v>\n\t</v>"), ('t="b"', "<v> </v>"), ('t="d"', "<v> </v>"),
)  # fmt: skip
"""What programs show of a cell in a way of their own, found by the soak: attributes and content."""


def day_style() -> str:
    calendar = Calendar(read_tree([parts_of(views.sheet_of(b""))[STYLES]], "styleSheet"))
    return next(style for style, shown in calendar.styles.items() if shown is Shown.MOMENT)


def sheet(cells: tuple[tuple[str, str], ...]) -> bytes:
    day, rows = day_style(), enumerate(cells, 1)
    written = (
        f'<row r="{row}"><c r="A{row}" {kind.format(day=day)}>{content}</c></row>' for row, (kind, content) in rows
    )
    return views.sheet_of("".join(written).encode())


def test_a_cell_is_read_as_openpyxl_shows_it() -> None:
    assert views.differences(sheet(BOTH_SHOW)) == []


def test_a_cell_is_read_as_libreoffice_shows_it(office: Office, tmp_path: Path) -> None:
    shown = views.InLibreOffice(office, tmp_path)
    assert views.differences(sheet(BOTH_SHOW + LIBREOFFICE_SHOWS), shown, views.alike_in_libreoffice) == []


@pytest.mark.parametrize(
    ("search", "count"),
    [(views.search, 150), (contents.search, 100), (packages.search, 15)],
    ids=["sheets", "contents", "packages"],
)
def test_nothing_is_read_otherwise_than_openpyxl_shows_it(search: Callable[[int, int], bool], count: int) -> None:
    assert search(count, SEED)


def test_nothing_is_read_otherwise_than_libreoffice_shows_it(office: Office, tmp_path: Path) -> None:
    assert views.search(60, SEED, views.InLibreOffice(office, tmp_path))
