"""Which columns there are follows from the form alone."""

from __future__ import annotations

from rv2xl import forms
from rv2xl.model.definitions.field import Kind
from rv2xl.reports.regional.ort_columns import measures, once_per_sender, ort_columns
from tests.unit.reports.folder import FORM


def test_every_field_of_the_ort_sheets_is_a_column_once() -> None:
    fields = {name for sheet in FORM.sheets if sheet.repeated for name in sheet.fields}
    columns = [column.id for column in ort_columns(FORM)]
    assert len(columns) == len(set(columns))
    assert set(columns) == fields


def test_every_number_of_an_ort_is_summed_up() -> None:
    numbers = {
        name for sheet in FORM.sheets if sheet.repeated for name, field in sheet.fields.items() if field.type.numeric
    }
    assert {measure.id for measure in measures(FORM) if not measure.is_total} == numbers


def test_sums_are_made_of_columns_of_one_kind_beside_them() -> None:
    found = measures(FORM)
    single = {measure.id: measure for measure in found if not measure.is_total}
    for total in FORM.outline.totals:
        measure = next(entry for entry in found if entry.id == total.id)
        assert {single[part].type.kind for part in measure.parts} == {measure.type.kind}
        assert {single[part].block for part in measure.parts} == {measure.block}


def test_the_first_sheet_names_only_what_there_is() -> None:
    known = {measure.id for measure in measures(FORM)}
    outline = FORM.outline
    assert {name for line in outline.lines for name in line.figures if name} <= known
    assert outline.persons in known
    assert outline.nothing in {column.id for column in ort_columns(FORM)}


def test_kombi_bib_is_never_added() -> None:
    """A2-KOMBI: a subset of the rows above."""
    assert not [part for total in FORM.outline.totals for part in total.parts if "kombi_bib" in part]


def test_what_is_given_once_is_no_column_of_an_ort() -> None:
    assert [field.id for field in once_per_sender(FORM)] == ["ausbildung.anzahl"]


def test_a_form_without_ort_sheets_has_no_columns() -> None:
    other = forms.newest("stammdaten")
    assert not ort_columns(other)
    assert not measures(other)


def test_questions_are_named_by_their_wording() -> None:
    questions = [column for column in ort_columns(FORM) if column.id.startswith("fragen.") and not column.own]
    assert len(questions) == 15
    assert all(
        column.field.type.kind is Kind.JA_NEIN and column.heading.startswith(column.field.label) for column in questions
    )
