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
    "neubau": {
        "ergebnis.baukosten": "4.379.852,61 €",
        "ergebnis.bga": "222.060,00 €",
        "ergebnis.jahr": "252.301,63 €",
        "ergebnis.auslastung": "95,00 %",
        "ergebnis.jahr_je_platz": "2.213,17 €",
        "ergebnis.monat_je_platz": "184,43 €",
        "ergebnis.tag_je_platz": "–",
    },
    "bestand": {
        "ergebnis.verhaeltnis": "20,00 %",
        "ergebnis.quote": "14,50 %",
        "ergebnis.anpassungsbetrag": "29.450,00 €",
        "ergebnis.beginn": "01.04.2025",
        "ergebnis.ende": "31.03.2033",
        "ergebnis.jahr_je_platz": "258,33 €",
        "plan.1.betrag": "22.087,50 €",
        "plan.9.betrag": "7.362,50 €",
    },
}
"""The standard Bögen, worked out by hand (neubau/baukosten.toml, bestand/verhaeltnis.toml), as a reader of the sheet sees them."""


def typed(field: Field, value: Value) -> str:
    return f"{usual(value)} %" if field.type.kind is Kind.PROZENT else usual(value)


@pytest.mark.parametrize("form", SHOWN)
def test_a_whole_bogen_is_typed_and_read_off_the_sheet(form: str, office: Office, tmp_path: Path) -> None:
    book = standard(form)
    sheet = book.layout.by_key["berechnung"]
    blank, back = tmp_path / "blank.xlsx", tmp_path / "back.xlsx"
    blank.write_bytes(workbook_bytes(book.layout))
    entries = [
        (placed.name, placed.plan.fields[name].name, typed(placed.plan.fields[name].field, value))  # type: ignore[arg-type]
        for key, values in book.filling.items()
        for placed in (book.layout.by_key[key],)
        for name, value in values.items()
        if value is not None
    ]
    with office.open(blank) as document:
        assert all(entry.ok for entry in document.type_many(entries))
        document.calculate_all()
        shown = {name: document.shown(sheet.name, sheet.plan.fields[name].name) for name in SHOWN[form]}
        document.save_xlsx(back)
    assert shown == SHOWN[form]
    returned, findings = judged(back.read_bytes())
    assert findings == []
    assert f"{returned.value('berechnung', 'ergebnis.jahr_je_platz'):.2f}".replace(".", ",") in SHOWN[form][
        "ergebnis.jahr_je_platz"
    ].replace(".", "")
