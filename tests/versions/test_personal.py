"""Which fields are about single people, in every version of every form: they are shown to nobody who does not ask for them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.model.definitions.blocks import Matrix, Record, Roster
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.revision import revised
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.reports.dictionary import dictionary

AUSGEFUELLT = "deckblatt.ausgefuellt_von"
PERSONAL = {
    "dokumentation": {AUSGEFUELLT, "kontakt.name", "kontakt.telefon", "kontakt.mail"},
    "fahrtkosten": {
        AUSGEFUELLT, "vorjahr.*.kennung", *(f"teilnehmende.*.{name}" for name in ("kennung", "routenplaner", "nachweis", "grund")),
    },
    "meldung_8b": {
        AUSGEFUELLT, *(f"person.*.{name}" for name in ("name", "vorname", "geburtsdatum", "leistung", "ende_voraussichtlich")),
    },
    "meldung_8c": {AUSGEFUELLT}, "meldung_8d": {AUSGEFUELLT},
    "kostenzuordnung": {AUSGEFUELLT}, "neubau": {AUSGEFUELLT}, "bestand": {AUSGEFUELLT},
    "stammdaten": {AUSGEFUELLT, "absender.ansprechperson", "absender.unterschrift"},
}  # fmt: skip
"""As the domain names them. Not among them is what is about an organisation, or public with it: who represents a Leistungserbringer
(le.vertreten_durch), its mail address in the register, the Funktion of a Kontakt, and the authority that writes the letters;
who answers questions and who signs for it are people."""

NEWER = {("stammdaten", "2025.1"): {"absender.ansprechperson"}}
"""What an older version does not ask for."""

VERSIONS = [form for name in forms.NAMES for form in forms.versions(name)]


@pytest.mark.parametrize("form", VERSIONS, ids=lambda form: f"{form.name} {form.version}")
def test_the_fields_are_marked_in_every_version(form: Form) -> None:
    marked = {
        field.id
        for sheet in form.sheets
        for block in sheet.blocks
        for field in (block.columns if isinstance(block, Roster) else block.fields)
        if field.personal
    }
    assert marked == PERSONAL[form.name] - NEWER.get((form.name, form.version), set())


@pytest.mark.parametrize("name", forms.NAMES)
def test_the_data_dictionary_says_so(name: str) -> None:
    form = forms.newest(name)
    said = dictionary(lay_out(issue_blank(form, form.first_year)), form)
    fields = (field for sheet in said["sheets"] for field in sheet["fields"] if field["personal"])
    assert {re.sub(r"\.\d+\.", ".*.", field["id"]) for field in fields} == PERSONAL[name]


def test_a_block_of_an_older_version_has_the_marks_of_today() -> None:
    form = forms.newest("dokumentation")
    sheet = form.sections["ort_58"]
    kontakt = next(block for block in sheet.blocks if isinstance(block, Record) and block.id == "kontakt")
    plain = replace(kontakt, entries=tuple(replace(entry, personal=False) for entry in kontakt.entries))
    matrix = next(block for block in sheet.blocks if isinstance(block, Matrix))
    old = revised(form, "2020.1", blocks={kontakt: (plain,), matrix: (matrix,)})
    fields = old.sections["ort_58"].fields
    assert {name for name, field in fields.items() if field.personal} == PERSONAL["dokumentation"] - {AUSGEFUELLT}
    assert matrix in old.sections["ort_58"].blocks


def test_a_list_of_an_older_version_has_the_marks_of_today() -> None:
    form = forms.newest("fahrtkosten")
    people = form.sections["entfernung"].rosters["teilnehmende"]
    plain = replace(people, entries=tuple(replace(entry, personal=False) for entry in people.entries))
    old = revised(form, "2020.1", blocks={people: (plain,)}).sections["entfernung"].columns
    assert {name for name, field in old.items() if field.personal} == PERSONAL["fahrtkosten"] & old.keys()
