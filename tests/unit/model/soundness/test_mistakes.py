"""A definition checks itself when it is built; each mistake names itself and its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rv2xl import forms
from rv2xl.model.definitions.blocks import Block, Column, Matrix, Notes, Record, Roster, Row
from rv2xl.model.definitions.field import ANZAHL, STUNDEN, TEXT, Field, FilledBy, Kind, Type
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Const, Expr, Invalid, Ref, any_of, total
from rv2xl.model.finding import Severity
from rv2xl.model.soundness.mistakes import DefinitionError, mistakes


def field(name: str = "x", **changes: Any) -> Field:
    return Field(id=name, label=changes.pop("label", "X"), type=changes.pop("type", ANZAHL), **changes)


def record(*entries: Field, name: str = "r") -> Record:
    return Record(id=name, entries=entries or (field(),))


def sheet(*blocks: Block, section: str = "blatt", name: str = "Blatt", **changes: Any) -> Sheet:
    return Sheet(section=section, name=name, title=name, source="s", blocks=blocks or (record(),), **changes)


def form(*sheets: Sheet, **changes: Any) -> Form:
    return Form(
        name="probe", version="1", title="Probe", source="s", first_year=2023, sheets=sheets or (sheet(),), **changes
    )


def rule(holds: Expr | None = None, **changes: Any) -> Rule:
    return Rule("P-REGEL", Severity.FEHLER, holds=Ref("r.x") > 0 if holds is None else holds, remedy="", **changes)


ROSTER = Roster(id="q", rows=3, entries=(field(),))
COLUMNS = (Column("lwv", "LWV"), Column("andere", "andere"))


def matrix(*columns: Column) -> Matrix:
    return Matrix(id="m", rows=(Row("a", "A"),), columns=columns, type=ANZAHL)


SOUND: dict[str, Callable[[], Form]] = {
    "smallest": form,
    "a rule over another sheet": lambda: form(
        sheet(rules=(rule(Ref("r.x", "zwei") > 0),)), sheet(section="zwei", name="Zwei")
    ),
    "a rule for each row": lambda: form(sheet(ROSTER, rules=(rule(ROSTER["x"] > 0, roster="q"),))),
    "a rule looking a column up": lambda: form(
        sheet(ROSTER, section="q", rules=(rule(ROSTER.column("x").eq(ROSTER["x"]), roster="q"),))
    ),
    "a rule that changed": lambda: form(sheet(rules=(rule(until=2025), rule(since=2026)))),
    "parts of one code": lambda: form(sheet(rules=(rule(part="a"), rule(part="b")))),
    "a rule for each column": lambda: form(
        sheet(matrix(*COLUMNS), rules=(rule(lambda c: Ref(f"m.a.{c.id}") > 0, for_each=COLUMNS),))
    ),
    "a name of 31 characters": lambda: form(sheet(name="x" * 31)),
    "a sender": lambda: form(sender=Ref("r.x", "blatt")),
    "numbers beside a block": lambda: form(sheet(rules=(rule(short="{1}, nicht über {2}"),))),
    "two rules that a form of old calls the same": lambda: form(
        sheet(ROSTER, rules=tuple(rule(ROSTER["x"] > 0, roster="q", part=part) for part in "ab"), guidance=FIRST)
    ),
    "one after the other, called the same": lambda: form(
        sheet(
            ROSTER,
            rules=tuple(rule(ROSTER["x"] > 0, roster="q", **years) for years in ({"until": 2025}, {"since": 2026})),
        )
    ),
    "notes alone": lambda: form(sheet(Notes(notes=("Text",)))),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_definition_is_built(name: str) -> None:
    assert list(mistakes(SOUND[name]())) == []


@pytest.mark.parametrize("name", forms.NAMES)
def test_every_form_is_sound(name: str) -> None:
    assert all(list(mistakes(version)) == [] for version in forms.versions(name))


MARKS = "ZAD \x00A1"

MISTAKES: dict[str, tuple[Callable[[], Form], str]] = {
    "two sections of one name": (lambda: form(sheet(), sheet(name="Zwei")), "section blatt is defined 2 times"),
    "two sheets of one name": (
        lambda: form(sheet(), sheet(section="zwei", name="BLATT")),
        "sheet name 'blatt' is used 2 times",
    ),
    "two fields of one id in a block": (
        lambda: form(sheet(record(field(), field()))),
        "blatt: field r.x is defined 2 times",
    ),
    "two fields of one id in two blocks": (
        lambda: form(sheet(record(), record())),
        "blatt: field r.x is defined 2 times",
    ),
    "two columns of one id": (
        lambda: form(sheet(matrix(COLUMNS[0], COLUMNS[0]))),
        "blatt: field m.a.lwv is defined 2 times",
    ),
    "two columns of a list": (
        lambda: form(sheet(replace(ROSTER, entries=(field(), field())))),
        "blatt: field q.*.x is defined 2 times",
    ),
    "a name too long for a sheet": (
        lambda: form(sheet(name="x" * 32)),
        f"blatt: the name '{'x' * 32}' is longer than 31 characters",
    ),
    "an id too long for a defined name": (
        lambda: form(sheet(record(field("x" * 254)))),
        f"blatt: field r.{'x' * 254}: not a valid defined name",
    ),
    "an id with a blank": (lambda: form(sheet(record(field("a b")))), "blatt: field r.a b: not a valid defined name"),
    "an id in capitals": (lambda: form(sheet(record(field("ZAD")))), "blatt: field r.ZAD: not a valid defined name"),
    "an id with an umlaut": (
        lambda: form(sheet(record(field("straße")))),
        "blatt: field r.straße: not a valid defined name",
    ),
    "a label too long for a cell": (
        lambda: form(sheet(record(field(label="x" * 32_768)))),
        "blatt: field r.x: the label is longer than 32767 characters",
    ),
    "a note too long for a cell": (
        lambda: form(sheet(Notes(heading="H", notes=("x" * 32_768,)))),
        "blatt: a text of block 'H' is longer than 32767 characters",
    ),
    "a control character in a label": (
        lambda: form(sheet(record(field(label=MARKS)))),
        f"blatt: the text {MARKS!r} holds a control character",
    ),
    "a control character in a choice": (
        lambda: form(sheet(record(field(type=Type(Kind.AUSWAHL, choices=(MARKS,)))))),
        f"blatt: the text {MARKS!r} holds a control character",
    ),
    "a control character in a note": (
        lambda: form(sheet(Notes(notes=(MARKS,)))),
        f"blatt: the text {MARKS!r} holds a control character",
    ),
    "a control character in a rule": (
        lambda: form(sheet(rules=(rule(Ref("r.x").ne(MARKS)),))),
        f"blatt: P-REGEL: the text {MARKS!r} holds a control character",
    ),
    "computed without an expression": (
        lambda: form(sheet(record(field(filled_by=FilledBy.FORMEL)))),
        "blatt: field r.x: a computed field needs an expression, and only such a field has one",
    ),
    "an expression, yet not computed": (
        lambda: form(sheet(record(field(expr=Const(1))))),
        "blatt: field r.x: a computed field needs an expression, and only such a field has one",
    ),
    "an expression over no field": (
        lambda: form(sheet(record(field(filled_by=FilledBy.FORMEL, expr=total(Ref("r.y")))))),
        "blatt: r.x: there is no field r.y on blatt",
    ),
    "a rule over no field": (
        lambda: form(sheet(rules=(rule(Ref("r.y") > 0),))),
        "blatt: P-REGEL: there is no field r.y on blatt",
    ),
    "a condition over no field": (
        lambda: form(sheet(rules=(rule(when=Ref("r.y") > 0),))),
        "blatt: P-REGEL: there is no field r.y on blatt",
    ),
    "a rule over no sheet": (
        lambda: form(sheet(rules=(rule(Ref("r.x", "nix") > 0),))),
        "blatt: P-REGEL: there is no section nix",
    ),
    "a rule over another sheet without the field": (
        lambda: form(sheet(rules=(rule(Ref("r.y", "zwei") > 0),)), sheet(section="zwei", name="Zwei")),
        "blatt: P-REGEL: there is no field r.y on zwei",
    ),
    "two rules that the rows of a list call the same": (
        lambda: form(
            sheet(ROSTER, rules=tuple(rule(ROSTER["x"] > 0, roster="q", part=part, short="falsch") for part in "ab"))
        ),
        "blatt: P-REGEL.a and P-REGEL.b: the rows of q say '✗ falsch' of both; give them a `short` of their own",
    ),
    "two rules of a list without words of their own": (
        lambda: form(sheet(ROSTER, rules=tuple(rule(ROSTER["x"] > 0, roster="q", part=part) for part in "ab"))),
        "blatt: P-REGEL.a and P-REGEL.b: the rows of q say '✗ X: siehe Prüfung' of both; give them a `short` of their own",
    ),
    "a broken rule called what an invalid row is": (
        lambda: form(sheet(ROSTER, rules=(rule(ROSTER["x"] > 0, roster="q", short="ungültige Angabe"),))),
        "blatt: P-REGEL: its rows say '✗ ungültige Angabe', as others do that break no rule",
    ),
    "a number in the words of a list": (
        lambda: form(sheet(ROSTER, rules=(rule(ROSTER["x"] > 0, roster="q", short="nur {1}"),))),
        "blatt: rule P-REGEL: 'nur {1}' differs from row to row, so that no rows could be counted by it",
    ),
    "a third number": (
        lambda: form(sheet(rules=(rule(short="{3} zu viel"),))),
        "blatt: rule P-REGEL: '{3} zu viel' names other numbers than {1} and {2}",
    ),
    "a bracket that is left open": (
        lambda: form(sheet(rules=(rule(short="{1 zu viel"),))),
        "blatt: rule P-REGEL: '{1 zu viel' names other numbers than {1} and {2}",
    ),
    "a fraction among the words": (
        lambda: form(sheet(record(field(type=STUNDEN)), rules=(rule(short="{1} Stunden"),))),
        "blatt: P-REGEL: {1} in '{1} Stunden' is no number that is entered on the sheet, whole, and compared",
    ),
    "a number of what is no comparison": (
        lambda: form(sheet(rules=(rule(any_of(Ref("r.x") > 0, Ref("r.x").eq("")), short="{1} fehlt"),))),
        "blatt: P-REGEL: {1} in '{1} fehlt' is no number that is entered on the sheet, whole, and compared",
    ),
    "a rule over no column": (
        lambda: form(sheet(ROSTER, rules=(rule(Ref("q.*.y") > 0, roster="q"),))),
        "blatt: P-REGEL: there is no field q.*.y on blatt",
    ),
    "a duty under a condition over no field": (
        lambda: form(sheet(record(field(required_when=Ref("r.y").eq("ja"))))),
        "blatt: r.x: there is no field r.y on blatt",
    ),
    "a duty in a row under a condition over no column": (
        lambda: form(sheet(replace(ROSTER, entries=(field(required_when=Ref("q.*.y").eq("ja")),)))),
        "blatt: q.*.x: there is no field q.*.y on blatt",
    ),
    "optional under a condition over no field": (
        lambda: form(sheet(optional_when=Ref("r.y").eq("ja"))),
        "blatt: optional_when: there is no field r.y on blatt",
    ),
    "a sender that is no field": (lambda: form(sender=Ref("r.y", "blatt")), "sender: there is no field r.y on blatt"),
    "invalid entries of nothing": (
        lambda: form(sheet(rules=(rule(Invalid(()).eq(0)),))),
        "blatt: P-REGEL: Invalid needs at least one field",
    ),
    "a rule twice": (
        lambda: form(sheet(rules=(rule(), rule()))),
        "blatt: rule P-REGEL is defined 2 times; tell them apart by `part` or by their years",
    ),
    "a rule twice in one year": (
        lambda: form(sheet(rules=(rule(until=2025), rule(since=2025, until=2027), rule(since=2028)))),
        "blatt: rule P-REGEL is defined 3 times; tell them apart by `part` or by their years",
    ),
    "a rule that ends before it begins": (
        lambda: form(sheet(rules=(rule(since=2026, until=2025),))),
        "blatt: rule P-REGEL ends in 2025, before it begins",
    ),
    "a rule for a roster elsewhere": (
        lambda: form(sheet(rules=(rule(roster="q"),))),
        "blatt: rule P-REGEL is judged for roster q, which is not on the sheet",
    ),
    "a rule that no row would be judged by": (
        lambda: form(sheet(ROSTER, rules=(rule(ROSTER["x"] > 0),))),
        "blatt: rule P-REGEL is judged for roster None, which is not on the sheet",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_names_itself(name: str) -> None:
    build, mistake = MISTAKES[name]
    with pytest.raises(DefinitionError) as caught:
        build()
    assert str(caught.value) == f"probe 1: {mistake}"


def test_a_block_knows_which_fields_it_has() -> None:
    with pytest.raises(KeyError, match=r"there is no field r\.y"):
        record()["y"]
    with pytest.raises(KeyError, match=r"there is no field m\.b\.lwv"):
        matrix(*COLUMNS)["b", COLUMNS[0]]
    with pytest.raises(KeyError, match=r"there is no field q\.\*\.y"):
        ROSTER["y"]


def test_a_rule_for_nothing_cannot_be_a_function() -> None:
    with pytest.raises(TypeError, match="needs for_each"):
        form(sheet(rules=(rule(lambda item: Ref(item.id) > 0),)))


def test_other_lengths_are_checked_and_kept_once() -> None:
    longer = form(sheet(ROSTER, record(field(type=TEXT)))).with_rows({"q": 5})
    assert longer.sheets[0].rosters["q"].rows == 5
    assert longer.rows == (("q", 5),)
    assert longer.with_rows({"q": 5}) is longer
    with pytest.raises(KeyError):
        longer.with_rows({"nix": 5})


def test_lengths_are_those_of_the_original_and_what_was_said_last() -> None:
    other = replace(ROSTER, id="p")
    original = form(sheet(ROSTER, section="q"), sheet(other, section="p", name="P"))
    both = original.with_rows({"q": 5}).with_rows({"p": 7})
    assert both.rows == (("q", 5), ("p", 7))
    assert [entry.rows for part in both.sheets for entry in part.rosters.values()] == [5, 7]
    assert both.with_rows({"p": 3}) is original.with_rows({"q": 5})
    assert both.with_rows({"p": 3, "q": 3}) is original


def test_lists_of_all_lengths_share_the_rows_of_the_original() -> None:
    original = form(sheet(ROSTER, section="q"))
    whole, shorter, longer = (original.with_rows({"q": rows}).sheets[0].rosters["q"] for rows in (3, 2, 5))
    assert longer.columns is shorter.columns is whole.columns
    assert [row for row in range(1, 4) if longer.row(row) is whole.row(row)] == [1, 2, 3]
    assert [field.id for field in shorter.fields] == ["q.1.x", "q.2.x"]
    assert [field.full_label for field in longer.fields][3:] == [", Zeile 4 – X", ", Zeile 5 – X"]
    assert shorter.row(2) is whole.row(2)


def test_what_no_other_length_touches_is_at_home_in_the_original() -> None:
    original = form(sheet(ROSTER, section="q"), sheet(section="zwei", name="Zwei"))
    longer = original.with_rows({"q": 5})
    assert longer.home("zwei") is original
    assert longer.home("q") is longer.home("zwei", "q") is longer
    assert original.home("q") is original
