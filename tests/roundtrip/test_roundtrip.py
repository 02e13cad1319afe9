"""Generate → fill → read gives back exactly what was filled, for any valid input.

Filled in two ways: written with the values (as the demo's register is), and set in the cells of the issued file (as the
demo's returns are). Addresses are held against the defined names of the file, read by somebody else's library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rv2xl.demo.returns import fill
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.entries.entry import is_blank
from rv2xl.model.expressions.expr import Value
from rv2xl.model.returned import Return
from tests.differential.workbooks import WAYS, Subject, Way, subject
from tests.soak.searches import times

Entered = dict[str, dict[str, Value]]

MANY = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
EXAMPLES = {"neubau": 8, "bestand": 4, "fahrtkosten": 6, "kostenzuordnung": 4}
"""Fewer where every input moves a hundred formulas."""

# --- What may be entered ------------------------------------------------------------------------------------------

_OUTER = " \t\r\n\u00a0\u202f\u2007"
"""Blanks around a text are taken off when it is read (NORMALISIERT), so none is drawn here; nor a text that shows nothing."""

LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))
ODD_LETTERS = st.sampled_from(
    "äöüÄÖÜß„“‚‘\"'«»&<>;,=+-@%\n\t\r\x0b\x01\x7f\u2028😀🏳️‍🌈\u200b\ufeffé\u0301\\{}[]_x0041_#*?~"
)
STARTS = st.sampled_from(
    [
        "",
        "=",
        "+",
        "-",
        "@",
        "'",
        "=1+1",
        '=HYPERLINK("x")',
        "http://",
        "0",
        "007",
        "1,5",
        "#N/A",
        "WAHR",
        "_x000D_",
        "&amp;",
    ]
)
"""What a careless writer makes formulas, links, numbers or escapes of."""


def _seen(text: str) -> bool:
    return not is_blank(text)


@cache
def texts(length: int) -> SearchStrategy[str]:
    """Any text up to a length, without blanks around it; never one that shows nothing, for that is a blank cell."""
    any_text = st.builds(str.__add__, STARTS, st.text(ODD_LETTERS | LETTERS, max_size=40))
    longest = st.text(ODD_LETTERS, min_size=1, max_size=2).map(lambda part: (part * length)[:length])
    return (any_text | any_text | longest).map(lambda text: text[:length].strip(_OUTER)).filter(_seen)


UNLIMITED = 10**5
"""The largest amount drawn where a type sets no limit: products of three fit into the fifteen digits of a spreadsheet."""


@cache
def valid(field: Field) -> SearchStrategy[Value]:
    """Every value that belongs into a field, the limits among them."""
    kind, low, high = field.type, field.type.minimum, field.type.maximum
    if (
        field.names_sheet is not None
    ):  # what may be named depends on what all other sheets say: the subject of other tests
        return st.none()
    match kind.kind:
        case Kind.JA_NEIN | Kind.AUSWAHL:
            return st.sampled_from(kind.choices)
        case Kind.DATUM:
            assert isinstance(low, date)
            assert isinstance(high, date)
            days = st.dates(low, high)
            return days.map(lambda day: day.replace(day=1)) if kind.month_begin else days
        case Kind.ANZAHL:
            assert isinstance(low, Decimal)
            return st.integers(int(low), UNLIMITED if high is None else int(high))  # type: ignore[arg-type]
        case Kind.TEXT if kind.digits:
            width = kind.digits
            return st.integers(0, 10**width - 1).map(lambda number: f"{number:0{width}}") | texts(kind.length).filter(
                lambda text: not text.isdecimal()
            )
        case Kind.TEXT if field.id.endswith(
            ".zad"
        ):  # a formula repeats it, beside which XlsxWriter takes „#N/A“ for an error
            return st.text(LETTERS, min_size=1, max_size=kind.length).filter(str.isalnum)
        case Kind.TEXT:
            return texts(kind.length)
    assert isinstance(low, Decimal)
    step = 10**kind.scale
    most = UNLIMITED if high is None else high
    assert isinstance(most, Decimal | int)
    return st.integers(int(low * step), int(most * step)).map(lambda units: Decimal(units).scaleb(-kind.scale))


def open_fields(layout: Layout) -> dict[str, list[Field]]:
    """The fields that can be typed into, by sheet key."""
    return {
        placed.key: [
            cell.field
            for cell in placed.plan.fields.values()
            if cell.field and not cell.computed and not layout.issue.locked(cell.field)
        ]
        for placed in layout.placed
        if placed.sheet is not None
    }


@cache
def entries(way: Way) -> SearchStrategy[Entered]:
    """Any valid filling: about a third of the cells stays blank."""
    sheets = {}
    for key, fields in open_fields(subject(way).layout).items():
        sheets[key] = st.fixed_dictionaries({field.id: st.none() | valid(field) | valid(field) for field in fields})
    return st.fixed_dictionaries(sheets).filter(_orte_differ)


def _orte_differ(entered: Entered) -> bool:
    """Whether no ZAD is drawn for two sheets of a Leistung: one Ort twice is a finding, and the subject of other tests."""
    drawn = [(key.partition(".")[0], values["kopf.zad"]) for key, values in entered.items() if values.get("kopf.zad")]
    return len(drawn) == len(set(drawn))


# --- What comes back ----------------------------------------------------------------------------------------------


@cache
def addresses(way: Way) -> Mapping[str, Mapping[str, str]]:
    """The cell of every field by visible name of the sheet, as the defined names of the issued file say."""
    book = openpyxl.load_workbook(BytesIO(subject(way).blank))
    found = {
        sheet.title: {
            name: entry.attr_text.rpartition("!")[2].replace("$", "") for name, entry in sheet.defined_names.items()
        }
        for sheet in book
    }
    return {
        title: {name: cell for name, cell in names.items() if not name.startswith(("_xlnm", "Print_"))}
        for title, names in found.items()
    }


def assert_read(returned: Return, way: Way, entered: Entered) -> None:
    """Hold what was read against what was entered: values, cells, and nothing to complain about."""
    layout = subject(way).layout
    assert returned.findings == []
    assert list(returned.sheets) == [sheet.key for sheet in layout.issue.sheets]
    for key, sheet in returned.sheets.items():
        placed = layout.by_key[key]
        inputs = {name: entry for name, entry in sheet.entries.items() if not sheet.sheet.fields[name].computed}
        assert {name: entry.value for name, entry in inputs.items()} == {**placed.given, **entered[key]}
        counted = {  # a blank in whose place something counts is the subject of other tests
            name: value
            for name, value in entered[key].items()
            if value is not None or sheet.sheet.fields[name].stand_in is None
        }
        assert {name: type(sheet.values[name]) for name in counted} == {
            name: type(value) for name, value in counted.items()
        }
        assert {name: sheet.values[name] for name in counted} == counted
        assert {entry.code for entry in inputs.values()} <= {None}
        assert sheet.name == placed.name
        assert {name: entry.cell for name, entry in sheet.entries.items()} == addresses(way)[placed.name]


FILLED: dict[str, Callable[[Subject, Entered], bytes]] = {
    "written with the values": lambda workbook, entered: workbook_bytes(workbook.layout, entered),
    "set in the cells of the issued file": lambda workbook, entered: fill(workbook.blank, workbook.layout, entered),
}


@pytest.mark.parametrize("how", FILLED)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_was_filled_in_is_read(way: Way, how: str) -> None:
    workbook = subject(way)

    @settings(MANY, max_examples=times(EXAMPLES.get(way.form, MANY.max_examples)))
    @given(entries(way))
    @example(awkward(workbook))
    def filled(entered: Entered) -> None:
        assert_read(read_return(FILLED[how](workbook, entered), "filled.xlsx"), way, entered)

    filled()


AWKWARD = (
    "=1+1", "+49 6062 12", "-2", "@SUM(A1)", "=HYPERLINK(\"http://example.org\")", "http://example.org", "007", "1.234,50", "01.05.2024",
    "WAHR", "#NV", "#N/A", "TRUE", "'x", "_x0041_", "_x000A_", "a\nb", "a\tb", "„Ä“ & <ß>", "\"", "😀", "]]>", "&amp;", "x" * 250,
    "€\u00a0€", "ja",
)  # fmt: skip


def awkward(workbook: Subject) -> Entered:
    """Every text field with another of the texts that were ever read otherwise, all else blank."""
    turn = iter(AWKWARD * 100)
    return {
        key: {
            field.id: next(turn) if field.type.kind is Kind.TEXT and field.type.length >= 250 else None
            for field in fields
        }
        for key, fields in open_fields(workbook.layout).items()
    }


# --- Blanks around a text -----------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(texts(40), st.text(st.sampled_from(_OUTER), min_size=1, max_size=3), st.booleans())
def test_blanks_around_a_text_are_taken_off_and_that_is_said(text: str, blanks: str, before: bool) -> None:
    way = WAYS[0]
    workbook, typed = subject(way), blanks + text if before else text + blanks
    entered = {"deckblatt": {"deckblatt.ausgefuellt_von": typed}}
    for data in (workbook_bytes(workbook.layout, entered), fill(workbook.blank, workbook.layout, entered)):
        entry = read_return(data, "blanks.xlsx").sheets["deckblatt"].entries["deckblatt.ausgefuellt_von"]
        assert (entry.raw, entry.value, entry.code) == (typed, text, "NORMALISIERT")


def test_every_kind_of_field_is_filled() -> None:
    kinds = {
        field.type.kind for way in WAYS for fields in open_fields(subject(way).layout).values() for field in fields
    }
    assert kinds == set(Kind)
    assert all(
        re.fullmatch("[A-Z]{1,2}[0-9]+", cell)
        for way in WAYS
        for names in addresses(way).values()
        for cell in names.values()
    )
