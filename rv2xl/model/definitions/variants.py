"""A form as it was issued: with the rules of a year, and the values of the law that an edition knew."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.model.definitions.blocks.dated_block import DatedBlock
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.derived import derived
from rv2xl.recht.law import Law


def in_year(form: Form, year: int) -> Form:
    """Return the form with the rules that are judged in this year; the form itself if all are."""
    others = frozenset(rule for sheet in form.sheets for rule in sheet.rules if not rule.applies(year))
    return _without(form, others) if others else form


@derived
def _without(form: Form, others: frozenset[Rule]) -> Form:
    sheets = tuple(
        sheet
        if others.isdisjoint(sheet.rules)
        else replace(sheet, rules=tuple(rule for rule in sheet.rules if rule not in others))
        for sheet in form.sheets
    )
    return replace(form, sheets=sheets)


def printed_in(form: Form, edition: int) -> Form:
    """Return the form as it was printed in this edition of the law; its results are today's. The form itself if nothing was added."""
    printed = form.edition if form.dated is None else form.dated.printed_in(edition).edition
    return form if printed == form.edition else _printed(form, printed)


@derived
def _printed(form: Form, edition: int) -> Form:
    assert form.dated is not None
    return _with(form, form.dated.printed_in(edition))


def under(form: Form, law: Law) -> Form:
    """Return the form as another law would have it printed: for trying out what a change of the law does."""
    return form if form.dated is None else _with(form, form.dated.under(law))


def _with(form: Form, dated: DatedBlock) -> Form:
    assert form.dated is not None
    old, new = form.dated.block, dated.block
    sheets = tuple(
        replace(sheet, blocks=tuple(new if block is old else block for block in sheet.blocks))
        if old in sheet.blocks
        else sheet
        for sheet in form.sheets
    )
    return replace(form, sheets=sheets, dated=dated)
