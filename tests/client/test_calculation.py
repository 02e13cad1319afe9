"""LibreOffice as the one who calculates: types a whole Bogen in German and reads the results off the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from rv2xl.excel.write import workbook_bytes
from rv2xl.model.expr import Value
from rv2xl.model.field import Field, Kind
from tests.client.keyboard import usual
from tests.forms.standard import judged, standard
from tests.office.client import Office

SHOWN = {
    "ergebnis.baukosten": "4.379.852,61 €",
    "ergebnis.bga": "222.060,00 €",
    "ergebnis.jahr": "252.301,63 €",
    "ergebnis.auslastung": "95,00 %",
    "ergebnis.jahr_je_platz": "2.213,17 €",
    "ergebnis.monat_je_platz": "184,43 €",
    "ergebnis.tag_je_platz": "–",
}
"""The standard Bogen, worked out by hand (tests/forms/neubau/baukosten.toml), as a reader of the sheet sees it."""


def typed(field: Field, value: Value) -> str:
    return f"{usual(value)} %" if field.type.kind is Kind.PROZENT else usual(value)


@pytest.mark.parametrize("saved", [False, True], ids=["typed", "typed and saved"])
def test_a_whole_neubau_is_typed_and_read_off_the_sheet(saved: bool, office: Office, tmp_path: Path) -> None:
    book = standard("neubau")
    placed = book.layout.by_key["berechnung"]
    blank, back = tmp_path / "blank.xlsx", tmp_path / "back.xlsx"
    blank.write_bytes(workbook_bytes(book.layout))
    entries = [
        (placed.name, placed.plan.fields[name].name, typed(placed.plan.fields[name].field, value))  # type: ignore[arg-type]
        for name, value in book.filling["berechnung"].items()
        if value is not None
    ]
    with office.open(blank) as document:
        assert all(entry.ok for entry in document.type_many(entries))
        document.calculate_all()
        shown = {name: document.shown(placed.name, placed.plan.fields[name].name) for name in SHOWN}
        document.save_xlsx(back)
    if not saved:
        assert shown == SHOWN
        return
    returned, findings = judged(back.read_bytes())
    assert findings == []
    assert str(returned.value("berechnung", "ergebnis.jahr_je_platz")) == "2213.17"
