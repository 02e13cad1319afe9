"""Parameters: every one dated, cited and with a unit; boundary days; nothing legal written outside `recht/`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import rv2xl.forms
from rv2xl.recht.law import DayMonth, LawError, OutsideCoverage, Parameter, load_law, parse_law, year_end

DOKUMENTATION = (
    "dokumentation_ab",
    "dokumentation_frist",
    "dokumentation_stichtag",
    "dokumentation_zeitraum_beginn",
    "dokumentation_zeitraum_ende",
)
EVERY = tuple(load_law().parameters.values())
LAST_DAY_BEFORE, FIRST_DAY = date(2023, 6, 30), date(2023, 7, 1)


@pytest.mark.parametrize("parameter", EVERY, ids=lambda parameter: parameter.name)
def test_every_parameter_is_dated_cited_and_has_a_unit(parameter: Parameter) -> None:
    assert parameter.title
    assert parameter.unit
    assert re.match(r"(RV 2 Anlage \d Nr\.|Kooperationsvereinbarung Nr\.|§) \d", parameter.source), parameter.source
    assert parameter.values


def test_dokumentation_has_its_parameters() -> None:
    assert {name for name in load_law().parameters if name.startswith("dokumentation_")} == set(DOKUMENTATION)


@pytest.mark.parametrize("name", DOKUMENTATION)
def test_the_day_before_the_first_value_is_refused(name: str) -> None:
    parameter = load_law().entry(name)
    assert parameter.at(FIRST_DAY) is not None
    with pytest.raises(OutsideCoverage) as refused:
        parameter.at(LAST_DAY_BEFORE)
    assert str(refused.value) == (
        f"Für „{parameter.title}“ ({name}) gibt es am 30.06.2023 keinen Wert; der erste gilt ab 01.07.2023."
    )


@pytest.mark.parametrize("name", DOKUMENTATION[1:])
def test_typed_access_refuses_the_day_before_too(name: str) -> None:
    with pytest.raises(OutsideCoverage, match=r"30\.06\.2023"):
        load_law().day(name, LAST_DAY_BEFORE)


def test_dates_of_the_dokumentation() -> None:
    law, stichtag = load_law(), year_end(2025)
    assert law.fixed_date("dokumentation_ab", stichtag) == date(2023, 7, 1)
    assert law.day("dokumentation_frist", stichtag).in_year(2026) == date(2026, 3, 31)
    assert law.day("dokumentation_stichtag", stichtag).in_year(2025) == date(2025, 12, 31)
    assert law.day("dokumentation_zeitraum_beginn", stichtag).in_year(2025) == date(2025, 1, 1)
    assert law.day("dokumentation_zeitraum_ende", stichtag).in_year(2025) == date(2025, 12, 31)


def test_the_first_year_is_covered_on_its_last_day() -> None:
    assert load_law().day("dokumentation_frist", year_end(2023)).in_year(2024) == date(2024, 3, 31)


def test_entry_gives_what_is_printed_beside_the_value() -> None:
    entry = load_law().entry("dokumentation_frist")
    assert (entry.title, entry.unit, entry.source) == (
        "Frist zur Vorlage der Jährlichen Dokumentation",
        "Tag und Monat des Folgejahres",
        "RV 2 Anlage 2 Nr. 1",
    )
    assert str(load_law().day("dokumentation_frist", FIRST_DAY)) == "31.03."


def test_unknown_name_and_wrong_kind_are_mistakes_of_the_program() -> None:
    with pytest.raises(KeyError, match="dokumentation_fist"):
        load_law().entry("dokumentation_fist")
    with pytest.raises(TypeError, match="dokumentation_frist is a DayMonth, not a Decimal"):
        load_law().amount("dokumentation_frist", FIRST_DAY)


def test_the_law_is_read_once() -> None:
    assert load_law() is load_law()


HEAD = '[quote]\ntitle = "Quote"\nunit = "je Jahr"\nsource = "RV 2 Anlage 4 Nr. 2.3.1"\n'
TWO = HEAD + 'values = [{ from = 2023-07-01, value = "0.05" }, { from = 2024-01-01, value = "0.06" }]\n'


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2023, 7, 1), "0.05"), (date(2023, 12, 31), "0.05"), (date(2024, 1, 1), "0.06"), (date(2099, 1, 1), "0.06")],
)
def test_each_value_holds_until_the_next(day: date, expected: str) -> None:
    assert parse_law({"a.toml": TWO}).amount("quote", day) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (TWO.replace("source", "Quelle"), "a.toml: quote: unknown Quelle"),
        (TWO.replace('source = "RV 2 Anlage 4 Nr. 2.3.1"\n', ""), "a.toml: quote: source is missing"),
        (TWO.replace("je Jahr", " "), "a.toml: quote: unit is missing"),
        (TWO.replace("Quote", ""), "a.toml: quote: title is missing"),
        (HEAD, "a.toml: quote: values is missing"),
        (HEAD + "values = []", "a.toml: quote: no dated value"),
        (HEAD + 'values = ["0.05"]', "a.toml: quote: a value needs exactly `from` and `value`, and `added` from"),
        (
            HEAD + 'values = [{ value = "0.05" }]',
            "a.toml: quote: a value needs exactly `from` and `value`, and `added` from",
        ),
        (HEAD + 'values = [{ from = "2023-07-01", value = "0.05" }]', "a.toml: quote: `from` is not a date"),
        (HEAD + 'values = [{ from = 2023-07-01T00:00:00, value = "0.05" }]', "a.toml: quote: `from` is not a date"),
        (TWO.replace("2024-01-01", "2023-07-01"), "a.toml: quote: dates are not ascending"),
        (TWO.replace("2024-01-01", "2023-06-30"), "a.toml: quote: dates are not ascending"),
        (TWO.replace("0.06", "--03-31"), "a.toml: quote: values are of different kinds"),
        (TWO.replace('"0.06"', "0.06"), "a.toml: quote: neither number, date nor day of the year: 0.06"),
        (TWO.replace("0.06", "5 %"), "a.toml: quote: neither number"),
        (TWO.replace("0.06", "NaN"), "a.toml: quote: neither number"),
        (TWO.replace("0.06", "--02-29"), "a.toml: quote: neither number"),
        (TWO.replace("0.06", "--W03-1"), "a.toml: quote: neither number"),
        (TWO.replace('"0.06"', '"0.06", added = 0'), "a.toml: quote: `added` is not the number of an edition"),
        (TWO.replace('"0.06"', '"0.06", added = "2"'), "a.toml: quote: `added` is not the number of an edition"),
        (TWO.replace('"0.06"', '"0.06", added = true'), "a.toml: quote: `added` is not the number of an edition"),
        (TWO + TWO, "a.toml: Cannot declare"),
        ("quote = 5", "a.toml: quote: not a table"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(LawError) as refused:
        parse_law({"a.toml": text})
    assert str(refused.value).startswith(complaint)


def test_a_name_stands_once_over_all_files() -> None:
    with pytest.raises(LawError, match=r"b\.toml: quote: defined a second time"):
        parse_law({"a.toml": TWO, "b.toml": TWO})


def test_day_of_the_year() -> None:
    assert DayMonth.parse("--01-02") < DayMonth.parse("--12-01")
    assert str(DayMonth.parse("--01-02")) == "02.01."


# --- no bare legal number or date in the forms -----------------------------------------------------------------------
# Rates, amounts, dates and deadlines belong into `recht/`. What a form may hold as a number is printed (age bands),
# its grid and technical limits: as an argument of the calls, or as the value of the keywords, named here with a reason.

PRINTED_OR_TECHNICAL = {
    "bands": "the age bands are printed labels",
    "range": "numbers of lines or questions",
    "rows": "length of a list on the sheet",
    "row": "a row that the source itself names (B26)",
    "width": "looks",
    "height": "looks",
    "length": "technical limit of a text",
    "digits": "width of an identifier",
    "scale": "decimals that are kept",
    "version": "version of the form",
}
OWN_BOUNDS = {"share", "least"}
"""From when on a change since last year is told (A2-VORJAHR): the source knows no such comparison."""
NEUTRAL = {0, 1}
LARGEST_COUNT = 31
WHOLE_DATE = re.compile(r"(\d{4}-\d\d-\d\d|--\d\d-\d\d|\d{1,2}\.\d{1,2}\.(\d{4})?)\Z")
DATE_MAKERS = {"date", "datetime", "DayMonth", "fromisoformat", "strptime"}
COMPARISONS = {"eq", "ne"}


def bare_figures(tree: ast.AST) -> list[str]:
    """Name the legal figures written in a module, as `line: text`."""
    return [f"{node.lineno}: {ast.unparse(node)}" for node in _suspects(tree)]


def _suspects(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.keyword) and node.arg in PRINTED_OR_TECHNICAL and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.keyword) and node.arg in OWN_BOUNDS:
        return
    if isinstance(node, ast.Call) and _called(node) in PRINTED_OR_TECHNICAL:
        return
    if isinstance(node, ast.expr) and (_made_of_literals(node) or any(map(_weighty, _operands(node)))):
        yield node
        return
    if isinstance(node, ast.Constant) and _legal(node.value):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _suspects(child)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _made_of_literals(node: ast.expr) -> bool:
    """Whether it is a date, or an amount other than 0, written out."""
    if not isinstance(node, ast.Call):
        return False
    literals = [str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)]
    if _called(node) == "Decimal":
        return any(Decimal(literal) != 0 for literal in literals)
    return _called(node) in DATE_MAKERS and bool(literals)


def _operands(node: ast.expr) -> list[ast.expr]:
    """Return what is reckoned with or compared: there even a small number can be a rate."""
    match node:
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.Call(args=arguments) if _called(node) in COMPARISONS:
            return arguments
    return []


def _weighty(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value not in NEUTRAL


def _legal(value: object) -> bool:
    if isinstance(value, str):
        return bool(WHOLE_DATE.match(value))
    return isinstance(value, float) or (type(value) is int and value > LARGEST_COUNT)


FORM_FILES = sorted(Path(rv2xl.forms.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", FORM_FILES, ids=lambda path: path.name)
def test_no_bare_legal_figure_in_a_form(path: Path) -> None:
    found = bare_figures(ast.parse(path.read_text(encoding="utf-8")))
    assert not found, f"{path.name}: into recht/ with it, or name it in PRINTED_OR_TECHNICAL: {found}"


@pytest.mark.parametrize(
    "source",
    [
        "QUOTE = 0.05",
        "QUOTE = Decimal('0.05')",
        "QUOTE = decimal.Decimal(5)",
        "AB = date(2023, 7, 1)",
        "AB = datetime.date(2023, 7, 1)",
        "AB = date.fromisoformat('2023-07-01')",
        "FRIST = '--03-31'",
        "FRIST = '31.03.'",
        "AB = '01.07.2023'",
        "JAHR = 2023",
        "Rule('A5-X', holds=lambda: kosten * 20 <= budget)",
        "Rule('A1-X', holds=lambda: dauer <= 25)",
        "Rule('A5-X', holds=lambda: anteil.eq(20))",
        "Matrix('m', rows=(Row('a', factor=0.05),))",
        "WERTMARKE = 91",
        "belegung(plaetze, 95)",
    ],
)
def test_a_legal_figure_would_be_found(source: str) -> None:
    assert bare_figures(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "Matrix('alter', rows=bands((18, 30), (31, 40), (66, None)))",
        "Roster('teilnehmende', rows=600)",
        "HERKUNFT = PERSONEN.rows[:3]",
        "VORJAHR = jahr - 1",
        "LEER = Decimal(0)",
        "Rule('A2-X', holds=lambda: anzahl > 0)",
        "TEXT = 'Die Inhalte sind ab dem 01.07.2023 bis zum 31.03. des Folgejahres vorzulegen.'",
        "SEITE = Form('dokumentation', version='2025.1')",
        "LEISTUNG = Choice('58', '60')",
        "WAHR = True",
    ],
)
def test_labels_grids_and_wording_are_left_alone(source: str) -> None:
    assert not bare_figures(ast.parse(source))
