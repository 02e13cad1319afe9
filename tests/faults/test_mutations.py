"""One to four random faults in a random right return: nothing is raised, nothing is read that nobody typed, nothing is lost silently."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import python_calamine
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import coordinate_to_tuple

from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import Severity
from rv2xl.model.returned import Return, ReturnedSheet
from tests.bench.samples import filled_returns
from tests.faults.workbook import Spoilt, columns_deleted, columns_put_in, rows_cut, rows_deleted, rows_put_in
from tests.forms.standard import judged
from tests.soak.searches import times

RETURNS = 4
LAST_ROW = 90

Typed = dict[tuple[str, str], Value]

ENTRIES: tuple[tuple[str | float | None, Value], ...] = (
    (None, None), (" ", None), ("k. A.", None), ("-", None), ("ca. 12", None), ("1.234", None), ("12 Äpfel", None), ("x", None),
    (-3, None), (2.5, None), ("12", 12), (" 12 ", 12), ("１２", 12), ("12 Pers.", 12), ("1.234.567", None),
)  # fmt: skip
"""What somebody types where a number of people belongs, and what may be read from it (a million people may not)."""


@cache
def right(number: int) -> tuple[bytes, Typed]:
    data = filled_returns(RETURNS)[number]
    returned, findings = judged(data)
    assert findings == []
    return data, typed_in(returned)


def typed_in(returned: Return) -> Typed:
    """Return all inputs, those of an Ort under its section and ZAD number: without `_meta` sheets are counted anew."""
    return {
        (place_of(sheet), name): value
        for sheet in returned.sheets.values()
        for name, value in sheet.values.items()
        if not sheet.sheet.fields[name].computed
    }


def place_of(sheet: ReturnedSheet) -> str:
    return f"{sheet.sheet.section} {sheet.values.get('kopf.zad', '')}"


@st.composite
def faults(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    row, follow = st.integers(1, LAST_ROW), st.booleans()
    column, tab = st.integers(1, 5), st.integers(0, 8)
    kinds = (
        st.tuples(st.just("rows put in"), tab, row, st.integers(1, 3), follow),
        st.tuples(st.just("rows deleted"), tab, row, st.integers(1, 3), follow),
        st.tuples(st.just("columns put in"), tab, column, follow),
        st.tuples(st.just("column deleted"), tab, column, follow),
        st.tuples(st.just("rows cut"), tab, row, st.integers(0, 12), st.integers(1, 20), follow),
        st.tuples(st.just("row copied"), tab, row, follow),
        st.tuples(st.just("renamed"), tab, st.sampled_from(["Tabelle1", "Kopie von 58", "x"]), follow),
        st.tuples(st.just("names exchanged"), tab, tab, follow),
        st.tuples(st.just("sheet copied"), tab),
        st.tuples(st.just("sheet deleted"), tab),
        st.tuples(st.just("sheet hidden"), tab),
        st.tuples(st.just("tabs reversed")),
        st.tuples(st.just("names lost")),
        st.tuples(st.just("_meta lost")),
        st.tuples(st.just("pasted as values"), tab),
        st.tuples(st.just("overwritten"), tab, row, column, st.sampled_from(["Test", 4711, None])),
        st.tuples(st.just("typed"), st.integers(0, 10**6), st.sampled_from(ENTRIES)),
    )
    return draw(st.lists(st.one_of(kinds), min_size=1, max_size=4))


def do(book: Spoilt, fault: tuple[Any, ...]) -> None:  # noqa: PLR0912 - one case for each kind
    """Do one fault; the number of a tab counts from the left, round and round."""
    kind, *rest = fault
    tabs = [tab for tab in book.tabs if tab != "_meta"]
    tab = tabs[rest[0] % len(tabs)] if rest else tabs[0]
    match kind:
        case "rows put in":
            book.move(tab, rows_put_in(rest[1], rest[2]), rest[3])
        case "rows deleted":
            book.move(tab, rows_deleted(rest[1], rest[2]), rest[3])
        case "columns put in":
            book.move(tab, columns_put_in(rest[1]), rest[2])
        case "column deleted":
            book.move(tab, columns_deleted(rest[1]), rest[2])
        case "rows cut":
            last = rest[1] + rest[2]
            book.move(tab, rows_cut(rest[1], last, last + 1 + rest[3]), rest[4])
        case "row copied":
            copied = {column: cell for (row, column), cell in book.cells(tab).items() if row == rest[1]}
            book.move(tab, rows_put_in(rest[1] + 1), rest[2])
            book.put(tab, book.cells(tab) | {(rest[1] + 1, column): cell for column, cell in copied.items()})
        case "renamed" if rest[1] not in book.tabs:
            book.rename({tab: rest[1]}, rest[2])
        case "names exchanged":
            other = tabs[rest[1] % len(tabs)]
            book.rename({tab: other, other: tab}, rest[2])
        case "sheet copied" if f"{tab[:24]} Kopie" not in book.tabs:
            book.copy(tab, f"{tab[:24]} Kopie")
        case "sheet deleted" if len(tabs) > 1:
            book.remove(tab)
        case "sheet hidden":
            book.hide(tab)
        case "tabs reversed":
            book.reorder(list(book.tabs)[::-1])
        case "names lost":
            book.forget_names()
        case "_meta lost" if "_meta" in book.tabs:
            book.remove("_meta")
        case "pasted as values":
            book.paste_values(tab)
        case "overwritten":
            book.enter(tab, (rest[1], rest[2]), rest[3])


@settings(max_examples=times(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, RETURNS - 1), faults())
def test_random_faults(number: int, planned: list[tuple[Any, ...]]) -> None:
    data, typed = right(number)
    allowed = {place: {value, None} for place, value in typed.items()}
    book = Spoilt(data)
    counts = [place for place, value in typed.items() if place[1].startswith(("alter.", "personen."))]
    overwritten: set[object] = set()
    for fault in sorted(
        planned, key=lambda fault: fault[0] != "typed"
    ):  # typed first, while the cells are where they were
        event(fault[0])
        if fault[0] == "typed":
            place = counts[fault[1] % len(counts)]
            raw, read = fault[2]
            book.enter(*cell_of(data, place), raw)
            allowed[place] = {read, None}
        else:
            do(book, fault)
            overwritten |= {fault[4]} if fault[0] == "overwritten" else set()
    spoilt = book.file()
    returned, findings = judged(spoilt)
    read_now = typed_in(returned)
    for place, value in read_now.items():
        if place in allowed:
            assert value in allowed[place] or same_as(value, overwritten), (
                f"{place}: {value!r} was not typed there, {planned}"
            )
    lost = [place for place in counts if typed[place] is not None and read_now.get(place) is None]
    if lost:
        assert any(entry.severity in (Severity.FEHLER, Severity.WARNUNG) for entry in findings), (
            f"{lost}: silent, {planned}"
        )
    traced(returned, spoilt)


def same_as(value: Value, overwritten: set[object]) -> bool:
    """Whether this is what somebody wrote over whatever stood in some cell."""
    return any(str(value) == str(entry) for entry in overwritten)


def cell_of(data: bytes, place: tuple[str, str]) -> tuple[str, tuple[int, int]]:
    returned, _ = judged(data)
    sheet = next(sheet for sheet in returned.sheets.values() if place_of(sheet) == place[0])
    return sheet.name, coordinate_to_tuple(sheet.entries[place[1]].cell)


def traced(returned: Return, data: bytes) -> None:
    """Each entry stands in the cell that it names, as somebody else's library reads the file."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    for sheet in returned.sheets.values():
        rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        for entry in sheet.entries.values():
            if entry.raw not in (None, "") and not str(entry.raw).startswith("#"):
                row, column = coordinate_to_tuple(entry.cell)
                assert rows[row - 1][column - 1] == entry.raw
