"""Whatever is entered in a field about a person, no finding quotes it: it says where, and what belongs there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from rv2xl import forms
from rv2xl.excel.package.set_cells import Formula, set_cells
from rv2xl.excel.package.set_cells import Value as Entered
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.form import Form
from rv2xl.model.finding import Finding
from rv2xl.outgoing.issuing import issue_blank
from tests.forms.standard import judged
from tests.unit.reports.folder import FORM

NAME = "Beispielfrau"
CONTENTS: Mapping[str, Entered] = {
    "with blanks": f"  Erika {NAME} ", "too long": NAME * 60, "like a formula": f"={NAME}()", "like an error": f"#{NAME.upper()}!",
    "a formula": Formula(f'"{NAME}"&1', f"{NAME}1"), "with a line break": f"{NAME}\n", "a number": 4711.0815, "a day": date(1999, 12, 31),
}  # fmt: skip
QUOTES = re.compile(rf"{NAME}|4711|0815|1999", re.IGNORECASE)
VERSIONS = [form for name in ("dokumentation", "fahrtkosten", "neubau") for form in forms.versions(name)]


def blank_with(form: Form, content: Entered) -> tuple[bytes, dict[str, tuple[str, str]]]:
    """A blank form with this in every field about a person, of lists in the first row; where it stands, by field."""
    short = form.with_rows({"teilnehmende": 2}) if form.name == "fahrtkosten" else form
    layout = lay_out(issue_blank(short, FORM.first_year + 2))
    cells: dict[str, dict[str, Entered]] = {}
    places = {}
    for placed in layout.placed:
        for name, cell in placed.plan.fields.items():
            if cell.field is not None and cell.field.personal and not re.search(r"\.[2-9]\.", name):
                cells.setdefault(placed.name, {})[cell.name] = content
                places[name] = (placed.name, cell.name)
    return set_cells(workbook_bytes(layout), cells), places


def said(found: Finding) -> str:
    return " ".join(str(part) for part in (found.message, found.value, found.expected, found.remedy))


@pytest.mark.parametrize("form", VERSIONS, ids=lambda form: f"{form.name} {form.version}")
@pytest.mark.parametrize("content", CONTENTS)
def test_no_finding_quotes_what_is_about_a_person(form: Form, content: str) -> None:
    data, places = blank_with(form, CONTENTS[content])
    _, findings = judged(data)
    assert [said(found) for found in findings if QUOTES.search(said(found))] == []
    bad = {place for place in places.values() for found in findings if (found.sheet, *found.cells) == place}
    fine = {"like a formula", "like an error", "a formula", "with a line break", "a number", "a day"}
    assert content in fine or bad == set(places.values())
