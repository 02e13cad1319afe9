"""LibreOffice as the provider who gets its file back: opens the copy, corrects the marked cells, saves; then check is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from rv2xl.excel.package.set_cells import Value, set_cells
from tests.annotated import annotated_file, book_of, notes_of
from tests.cells import Tab
from tests.client.keyboard import usual
from tests.findings import places
from tests.forms.standard import judged, standard
from tests.office.client import Office
from tests.programs.package import filled

FORM, ORT = "dokumentation", "58 Erbach"
SHEET = Tab(FORM, ORT)

SENT: list[dict[str, tuple[str, Value]]] = [
    {
        "personen.hessen.lwv": ("TYP", "30 oder 40"),
        "alter.a31_40.lwv": ("PFLICHT", None),
        "personal.fab": ("BEREICH", -1),
        "fragen.struktur_1": ("LISTE", "vielleicht"),
        "konzeption.vom": ("DATUM", "neulich"),
    },
    {
        "alter.a18_30.lwv": ("A2-ALTER-SUMME", 21),
        "erbracht.lwv": ("A2-ERBRACHT-BEWILLIGT", 2_000),
        "personen.kombi_bib.andere": ("A2-KOMBI-TEILMENGE", 999),
        "kontakt.name": ("NORMALISIERT", " Verwaltung "),
    },
]
"""By field: the code, and what was sent. A rule is judged only where all that it reads can be read."""


@pytest.mark.parametrize("sent", SENT, ids=["entries", "rules"])
def test_the_marked_cells_are_corrected_in_libreoffice(
    sent: dict[str, tuple[str, Value]], office: Office, tmp_path: Path
) -> None:
    wrong = {SHEET.cell(field): value for field, (_, value) in sent.items()}
    right = {SHEET.cell(field): usual(standard(FORM).filling["ort_58.1"][field]) for field in sent}
    copy, findings = annotated_file(set_cells(filled(FORM), {ORT: wrong}))
    assert {code for code, _ in sent.values()} <= {entry.code for entry in findings}
    assert {(ORT, cell) for cell in wrong} <= set(notes_of(copy))
    path, saved = tmp_path / "kopie.xlsx", tmp_path / "gespeichert.xlsx"
    path.write_bytes(copy)
    with office.open(path) as document:
        for cell, text in right.items():
            assert document.type_text(ORT, cell, text).ok
        document.calculate_all()
        document.save_xlsx(saved)
    data = saved.read_bytes()
    returned, again = judged(data)
    assert places(again) == []
    assert returned.correction == 1
    assert book_of(data).sheetnames[0] == "Rückmeldung"
    assert notes_of(data).keys() == notes_of(copy).keys()
    before = book_of(filled(FORM))[ORT]
    for cell in wrong:
        assert book_of(data)[ORT][cell].fill.fgColor.rgb != before[cell].fill.fgColor.rgb
