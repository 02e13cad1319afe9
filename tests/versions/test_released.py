"""What was released never changes: its layout, and how a workbook of it is read, for ever."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.ort import AUSGELAGERT
from rv2xl.forms.fahrtkosten import FAHRTKOSTEN
from rv2xl.forms.fahrtkosten.entfernung import TEILNEHMENDE
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.revision import revised
from tests.forms.standard import judged
from tests.versions.layouts import as_released, fingerprint, kept_values, number_formats, released, values_of, workbook

VERSIONS = [(name, form.version) for name in forms.NAMES for form in forms.versions(name)]
RELEASED = [(name, version) for name, versions in released().items() for version in versions]

UNKNOWN = "this version has no fingerprint: release it with `python -m tests.versions` once it is final"
CHANGED = (
    "the layout of a released version changed on these sheets. Workbooks of it are out there, and would no longer be read by what was "
    "issued. Take the change back, and say it as a new version: `model.revision.revised`, see rv2xl/forms/__init__.py"
)


def changed(form: Form) -> list[str]:
    """Return the sheets on which a form is no longer what was released under its version."""
    kept, found = released()[form.name][form.version], fingerprint(as_released(form))
    return [sheet for sheet in {**kept, **found} if kept.get(sheet) != found.get(sheet)]


@pytest.mark.parametrize(("name", "version"), VERSIONS)
def test_every_version_is_what_was_released(name: str, version: str) -> None:
    form = forms.version(name, version)
    assert form is not None
    assert version in released().get(name, {}), UNKNOWN
    assert changed(form) == [], CHANGED


@pytest.mark.parametrize(("name", "version"), RELEASED)
def test_a_released_workbook_is_read_for_ever(name: str, version: str) -> None:
    returned, findings = judged(workbook(name, version).read_bytes())
    assert [(found.code, found.sheet, found.cells) for found in findings] == []
    assert returned.issue is not None
    assert (returned.issue.form.name, returned.issue.form.version) == (name, version)
    assert values_of(returned) == kept_values(name, version)


@pytest.mark.parametrize(("name", "version"), RELEASED)
def test_a_released_version_shows_its_numbers_as_ever(name: str, version: str) -> None:
    kept = workbook(name, version).read_bytes()
    issue = judged(kept)[0].issue
    assert issue is not None
    assert number_formats(workbook_bytes(lay_out(issue))) == number_formats(kept)


def test_a_change_without_a_new_version_is_seen() -> None:
    text = replace(AUSGELAGERT, heading="Ausgelagerte Gruppen")
    assert changed(revised(DOKUMENTATION, DOKUMENTATION.version, blocks={AUSGELAGERT: (text,)})) == [
        "58 Ort",
        "60 Ort",
        "Ausfüllhilfe",
    ]
    limit = replace(AUSGELAGERT, type=replace(AUSGELAGERT.type, maximum=Decimal(99)))
    assert "58 Ort" in changed(revised(DOKUMENTATION, DOKUMENTATION.version, blocks={AUSGELAGERT: (limit,)}))
    longer = replace(TEILNEHMENDE, rows=601)
    assert changed(revised(FAHRTKOSTEN, FAHRTKOSTEN.version, blocks={TEILNEHMENDE: (longer,)})) == ["Listen"]
