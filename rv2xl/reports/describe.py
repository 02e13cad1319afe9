"""Finds what `describe` is asked for: a form by name, or the workbook in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rv2xl import forms
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.model.abbruch import Abbruch
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.reports.dictionary import dictionary


def described(what: str) -> dict[str, Any]:
    """Return the data dictionary of a form or of an issued workbook. Raises Abbruch if it is neither."""
    if what in forms.NAMES:
        form = forms.newest(what)
        return dictionary(lay_out(issue_blank(form, form.first_year)), form)
    path = Path(what)
    if not path.is_file():
        raise Abbruch(f"„{what}“ ist weder ein Formular noch eine Datei; „rv2xl forms“ nennt die Formulare.")
    returned = read_return(path.read_bytes(), what)
    if returned.issue is None:
        raise Abbruch(f"„{what}“ ist keine ausgegebene Arbeitsmappe: {returned.findings[0].message}")
    return dictionary(lay_out(returned.issue))
