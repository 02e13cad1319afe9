"""Two versions of one return side by side: for programs as JSON, for people as tables whose lines are numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from rv2xl.excel.looks import NUMBER_FORMATS
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import shown_name
from rv2xl.model.wording import german, german_number, listed
from rv2xl.reports.findings import Say, Show, json_value
from rv2xl.returns.batch import where
from rv2xl.returns.comparison import BogenComparison, Cause, Difference, FileHead, Lone, Note, Result, Side

LONGEST = 120
"""Of a longer text people see the beginning."""

_ON_SHEETS = NUMBER_FORMATS[Kind.PROZENT].partition(".")[2].count("0")
PERCENT_DECIMALS = _ON_SHEETS + 2
"""Of a percentage people see at most so many decimals, unless it takes more to tell two of them apart."""

_WITHHELD = "nicht gezeigt"
"""Stands for what is about a person."""

ShownLine = tuple[str, ...]


# --- For programs -----------------------------------------------------------------------------------------------------


def as_json(comparison: BogenComparison) -> dict[str, Any]:
    """Return the comparison for programs; values as in `check --values`."""
    return {
        "a": _head(comparison.a),
        "b": _head(comparison.b),
        "inputs": [_difference(found) for found in comparison.inputs],
        "results": [_result(found) for found in comparison.results],
        "only_in_a": [_lone(found) for found in comparison.only_in_a],
        "only_in_b": [_lone(found) for found in comparison.only_in_b],
        "unread": [
            {"file": head.file, "sheet": found.sheet, "cells": list(found.cells), "message": found.message}
            for head in (comparison.a, comparison.b)
            for found in head.unread
        ],
    }


def _head(head: FileHead) -> dict[str, Any]:
    issue = head.issue
    return {
        "file": head.file,
        "form": issue.form.name,
        "version": issue.form.version,
        "year": issue.year,
        "sender": head.sender,
    }


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "field": found.field.id,
        "label": found.field.full_label,
        "unit": found.field.type.unit,
        "prefilled": found.prefilled,
        "a": _side(found.a),
        "b": _side(found.b),
        "difference": _json_difference(found),
    }


def _json_difference(found: Difference) -> int | str | None:
    difference = found.difference
    if isinstance(difference, Decimal):
        scale = _scale(found)
        return f"{difference:.{scale}f}" if scale else int(difference)
    return difference


def _side(side: Side) -> dict[str, Any]:
    return {
        "sheet": side.sheet,
        "cell": side.cell,
        "value": None if side.withheld else json_value(side.value, side.field.type),
        "note": str(side.note) if side.note else None,
        "raw": None if side.withheld else side.raw,
        "withheld": side.withheld,
    }


def _result(result: Result) -> dict[str, Any]:
    return {**_difference(result.found), "rests_on": [_place(cause) for cause in result.rests_on]}


def _place(cause: Cause) -> dict[str, str | None]:
    """Return the sheet (its name in A if it is there) and the field; of a sheet that only one file has, the sheet."""
    if isinstance(cause, Difference):
        return {"sheet": cause.a.sheet, "field": cause.field.id}
    return {"sheet": cause.sheet, "field": cause.side.field.id if cause.side else None}


def _lone(found: Lone) -> dict[str, Any]:
    side = found.side
    if side is None:
        return {"sheet": found.sheet} | dict.fromkeys(("cell", "field", "label", "value", "note", "raw", "withheld"))
    return {**_side(side), "field": side.field.id, "label": side.field.full_label}


# --- For people -------------------------------------------------------------------------------------------------------

INPUT_HEADS = ("Nr.", "Blatt", "Zelle in A", "Zelle in B", "Angabe", "A", "B", "Unterschied")
RESULT_HEADS = ("Blatt", "Zelle in A", "Zelle in B", "Ergebnis", "A", "B", "Unterschied", "Beruht auf Nr.")
LONE_HEADS = ("Nr.", "Blatt", "Zelle", "Angabe", "Inhalt")


def show_comparison(comparison: BogenComparison, *, show: Show, say: Say) -> None:
    """Show the comparison to people: what differs, a table for each kind, and how much it is."""
    a, b = comparison.a.sender, comparison.b.sender
    if a and b and a.casefold() != b.casefold():
        senders = comparison.a.issue.form.senders
        of, two = ("für", "zwei Kreise") if senders is Senders.LWV else ("von", f"zwei {senders.of(2)}")
        say(f"Achtung: Verglichen werden Bögen {of} {two}, A ist {of} „{shown_name(a)}“, B {of} „{shown_name(b)}“.")
    for letter, head in (("A", comparison.a), ("B", comparison.b)):
        issue, sender = head.issue, head.sender or "ohne Absender"
        described = f"{issue.form.title}, Version {issue.form.version}, Jahr {issue.year}, {sender}"
        say(f"{letter}: {shown_name(head.file)} ({described})")
        for found in head.unread:
            say(f"In {letter} nicht verglichen: {where(found)}: {found.message}")
    causes: tuple[Cause, ...] = (*comparison.inputs, *comparison.only_in_a, *comparison.only_in_b)
    numbers = {cause: number for number, cause in enumerate(causes, start=1)}
    if comparison.inputs:
        show("Eingaben", INPUT_HEADS, [(str(numbers[found]), *_line(found)) for found in comparison.inputs])
    if comparison.results:
        show("Ergebnisse", RESULT_HEADS, [_result_line(result, numbers) for result in comparison.results])
    for letter, lone in (("A", comparison.only_in_a), ("B", comparison.only_in_b)):
        if lone:
            show(f"Nur in {letter}", LONE_HEADS, [(str(numbers[found]), *_lone_line(found)) for found in lone])
    if any(_is_withheld(cause) for cause in causes):
        say("Angaben zu Personen werden nur mit „--personal“ gezeigt.")
    say(closing(comparison))


def _is_withheld(cause: Cause) -> bool:
    side = cause.b if isinstance(cause, Difference) else cause.side
    return side is not None and side.withheld


def closing(comparison: BogenComparison) -> str:
    """Say in one sentence how much differs."""
    if comparison.equal:
        unread = comparison.a.unread or comparison.b.unread
        return f"Zwischen A und B gibt es {'in dem, was gelesen wurde, ' if unread else ''}keine Unterschiede."
    inputs, results = len(comparison.inputs), len(comparison.results)
    lone = {"A": comparison.only_in_a, "B": comparison.only_in_b}
    only = [f"{len(found)} nur in {letter}" for letter, found in lone.items() if found]
    differ = f"{inputs} {'Eingabe' if inputs == 1 else 'Eingaben'} und {results} {'Ergebnis' if results == 1 else 'Ergebnisse'}"
    return f"Unterschiede: {listed([differ, *only])}."


def _line(found: Difference) -> ShownLine:
    a, b = found.a, found.b
    sheets = a.sheet if a.sheet == b.sheet else f"{a.sheet} / {b.sheet}"
    label = f"{found.field.full_label} (Vorgabe)" if found.prefilled else found.field.full_label
    decimals = _percent_decimals(found)
    return (sheets, a.cell or "", b.cell or "", label, shown(a, decimals), shown(b, decimals), shown_difference(found))


def _result_line(result: Result, numbers: Mapping[Cause, int]) -> ShownLine:
    return (*_line(result.found), _ranges(sorted(numbers[cause] for cause in result.rests_on)))


def _lone_line(found: Lone) -> ShownLine:
    side = found.side
    if side is None:
        return (found.sheet, "", "das ganze Blatt", "")
    return (found.sheet, side.cell or "", side.field.full_label, shown(side))


def _ranges(numbers: Sequence[int]) -> str:
    """Write ascending numbers shortly: „1–3, 7“."""
    runs = ([number for _, number in run] for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0]))
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def shown(side: Side, decimals: int = PERCENT_DECIMALS) -> str:
    """Write what a file has in a field: „1.234,50 EUR“, and what is peculiar about it; percentages with at most so many decimals."""
    if side.withheld and side.note is not Note.MISSING:
        return _WITHHELD
    match side.note:
        case Note.UNREADABLE:
            return f"{_shortened(side.raw or '')} (unlesbar)"
        case Note.OVERWRITTEN:
            return f"{_amount(side.value, side.field, decimals)} (überschrieben mit {_shortened(side.raw or '') or 'nichts'})"
        case Note.MISSING:
            return "steht nirgends"
    return _amount(side.value, side.field, decimals)


def _amount(value: Value, field: Field, decimals: int) -> str:
    if isinstance(value, str):
        return _shortened(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return german(value, field.type)
    if field.type.kind is Kind.PROZENT:
        return f"{_percent(value, decimals)} %"
    return german(value, field.type) + _unit(field)


def _unit(field: Field) -> str:
    """Return the unit as it stands behind a number."""
    return "" if field.type.unit in (None, "Anzahl") else f" {field.type.unit}"


def shown_difference(found: Difference) -> str:
    """Write a difference with its sign: „+12,00 EUR“, „−3 Tage“; nothing where there is none to be computed."""
    difference = found.difference
    if difference is None:
        return ""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    size = -difference if difference < 0 else difference
    if isinstance(found.b.value, date):
        return f"{sign}{german_number(size)} {'Tag' if size == 1 else 'Tage'}"
    if found.field.type.kind is Kind.PROZENT:
        return f"{sign}{_percent(size, _percent_decimals(found))} Prozentpunkte"
    return sign + german_number(size, _scale(found)) + _unit(found.field)


def _percent(ratio: Decimal | int, decimals: int) -> str:
    """Write a ratio in percent, rounded to so many decimals; without noughts at the end that no sheet shows either."""
    whole, _, rest = german_number(ratio * 100, decimals).partition(",")
    return f"{whole},{rest.rstrip('0'):0<{_ON_SHEETS}}"


def _percent_decimals(found: Difference) -> int:
    """Return the decimals of two percentages and of their difference: as many more as it takes to see that they differ."""
    a, b = found.a.written, found.b.written
    kept = max(_scale(found) - 2, 0)
    if isinstance(a, Decimal) and isinstance(b, Decimal) and a != b:
        for decimals in range(PERCENT_DECIMALS, kept):
            if round(a * 100, decimals) != round(b * 100, decimals) and round((b - a) * 100, decimals):
                return decimals
        return kept
    return min(PERCENT_DECIMALS, kept)


def _scale(found: Difference) -> int:
    """Return the decimals of a difference: versions of a form may keep more or fewer."""
    return max(found.a.field.type.scale, found.b.field.type.scale)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
