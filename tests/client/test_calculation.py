"""LibreOffice as the one who calculates: types a whole Bogen in German and reads the results off the sheet."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.model.definitions.blocks.calculation import Results
from rv2xl.model.definitions.field import Field, Kind
from rv2xl.model.expressions.expr import Value
from tests.client.commandline import done, rv2xl
from tests.client.keyboard import usual
from tests.forms.standard import YEAR, Standard, judged, standard
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
    "fahrtkosten": {
        "ergebnis.km_gesamt": "50",
        "ergebnis.km_lwv": "30",
        "ergebnis.personen": "4",
        "ergebnis.befoerderungskosten": "21.626,00 €",
        "ergebnis.pauschale": "432,52 €",
        "ergebnis.koordination_lwv": "600,00 €",
        "ergebnis.budget": "13.575,60 €",
        "ergebnis.rate_4": "3.393,90 €",
        "ergebnis.rundungsdifferenz": "0,00 €",
        "zahlung.tag_4": "15.02.2027",
        "je_ort.1.zad": "11000001",
        "je_ort.2.km": "20",
        "je_ort.3.zad": "",
    },
    "kostenzuordnung": {
        "summe.massnahmebetrag": "1.300.000,50 €",
        "summe.basisbetrag": "219.000,00 €",
        "summe.basis_arbeitsbereich": "219.000,00 €",
        "summe.basis_bib": "161.200,15 €",
        "summe.basis_kombi_bib": "219.000,00 €",
        "summe.ertraege": "9.200,55 €",
        "summe.nicht_anerkannt": "0,00 €",
        "g02.summe": "1.280.500,50 €",
    },
}
"""The standard Bögen, worked out by hand (neubau/baukosten.toml, bestand/verhaeltnis.toml, fahrtkosten/pauschale.toml,
kostenzuordnung/standard.toml), as a reader of the sheet sees them."""


STATED = {
    "neubau": "Berechnung nach Anlage 4",
    "bestand": "Berechnung nach Anlage 5",
    "fahrtkosten": "Berechnung nach Anlage 1",
    "kostenzuordnung": "Zuordnung nach Anlage 3",
}


def typed(field: Field, value: Value) -> str:
    return f"{usual(value)} %" if field.type.kind is Kind.PROZENT else usual(value)


CHANGED = {
    "neubau": ("belegung.plaetze", "125", "Je Platz im Jahr", "2.124,65"),
    "bestand": ("verguetung.eigenbeteiligung_bereits", "1.000,00", "Anpassungsbetrag im Jahr", "30.450,00"),
    "fahrtkosten": ("koordination.kosten", "2.000,00", "Fahrtkostenbudget LWV Hessen", "14.175,60"),
    "kostenzuordnung": ("g07.wasser.bib", "ja", "Basisbetrag BiB", "173.200,15"),
}
"""What the other side types otherwise, and what follows: 252.301,6305 ÷ (125 × 95 %), 1,000 more than 29,450, 12,975.60 +
2,000 × 30 ÷ 50, and 12,000.00 for Wasser more than 161,200.15."""


@pytest.mark.parametrize("form", SHOWN)
def test_a_whole_bogen_is_typed_checked_and_compared(form: str, office: Office, tmp_path: Path) -> None:
    book = standard(form)
    sheet = book.layout.by_key["berechnung"]
    assert sheet.sheet is not None
    (results,) = (block.id for block in sheet.sheet.blocks if isinstance(block, Results))
    state = sheet.plan.computed[f"zustand.{results}"].name
    blank, ours, theirs = (tmp_path / f"{name}.xlsx" for name in ("blank", "ours", "theirs"))
    blank.write_bytes(workbook_bytes(book.layout))
    field, other, result, follows = CHANGED[form]
    home = book.layout.by_key[book.home(field, sheet.name)]
    changed = home.plan.fields[field].name
    with office.open(blank) as document:
        assert document.shown(sheet.name, state) == "○ Entwurf"
        assert all(entry.ok for entry in document.type_many(entries(book)))
        document.calculate_all()
        shown = {name: document.shown(sheet.name, sheet.plan.fields[name].name) for name in SHOWN[form]}
        assert shown == SHOWN[form]
        assert document.shown(sheet.name, state) == f"✓ {STATED[form]}, Stand offen (Datum auf dem Deckblatt)"
        dated = book.layout.by_key["deckblatt"].plan.fields["deckblatt.ausgefuellt_am"].name
        assert document.type_many([("Deckblatt", dated, "3.2.2025")])[0].ok
        assert document.shown(sheet.name, state) == f"✓ {STATED[form]}, Stand 03.02.2025"
        document.save_xlsx(ours)
        assert document.type_many([(home.name, changed, other)])[0].ok
        document.save_xlsx(theirs)
    assert judged(ours.read_bytes())[1] == []
    assert [rv2xl("check", path).status for path in (ours, theirs)] == [0, 0]
    said = done("compare", ours, theirs)
    assert all(text in said for text in (changed, other, result, follows)), said
    found = json.loads(done("compare", ours, theirs, "--format", "json"))
    assert [entry["field"] for entry in found["inputs"]] == [field]
    if form in SUMMARISED:
        assert SUMMARISED[form] in summarised(form, ours, tmp_path)


def test_a_ratio_just_below_a_step_is_not_shown_as_the_step(office: Office, tmp_path: Path) -> None:
    """524,989.50 of 1,050,000.00 are 49,999 %, and the rate beside it is that of below 50 %."""
    book = standard("bestand")
    sheet = book.layout.by_key["berechnung"]
    cells = {name: cell.name for name, cell in sheet.plan.fields.items()}
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(workbook_bytes(book.layout))
    with office.open(blank) as document:
        assert all(entry.ok for entry in document.type_many(entries(book)))
        assert document.type_many([(sheet.name, cells["massnahme.zugestimmt"], "524.989,50")])[0].ok
        document.calculate_all()
        names = ("ergebnis.verhaeltnis", "ergebnis.quote", "rechenweg.lage", "stufen.1.verhaeltnis")
        shown = [document.shown(sheet.name, cells[name]) for name in names]
    assert shown == ["49,999 %", "8,25 %", "über 25\u00a0%, unter 50\u00a0%", "49,999 %"]


SUMMARISED = {"fahrtkosten": (432.52, 13575.6), "kostenzuordnung": (1300000.5, 219000.0)}
"""The forms whose head names the number of the register, and two results that stand side by side in their summary, but for blanks."""


def summarised(form: str, saved: Path, folder: Path) -> set[tuple[float, float]]:
    """Consolidate a folder with this return; give every two numbers that follow each other in its row."""
    returns = folder / "Ruecklauf"
    returns.mkdir()
    (returns / "bogen.xlsx").write_bytes(saved.read_bytes())
    (folder / "Stammdaten.xlsx").write_bytes(standard("stammdaten").file())
    out = folder / "Uebersicht.xlsx"
    said = done(
        "consolidate", returns, "--form", form, "--register", folder / "Stammdaten.xlsx", "--year", YEAR, "--out", out
    )
    assert "1 Datei: 1 angenommen" in said
    rows = [
        row
        for row in openpyxl.load_workbook(out, data_only=True)["Bögen"].iter_rows(values_only=True)
        if str(row[-1]).endswith("bogen.xlsx")
    ]
    assert len(rows) == 1
    numbers = [value for value in rows[0] if isinstance(value, int | float)]
    return set(pairwise(numbers))


def entries(book: Standard) -> list[tuple[str, str, str]]:
    return [
        (placed.name, placed.plan.fields[name].name, typed(placed.plan.fields[name].field, value))  # type: ignore[arg-type]
        for key, values in book.filling.items()
        for placed in (book.layout.by_key[key],)
        for name, value in values.items()
        if value is not None
    ]
