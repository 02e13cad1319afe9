"""LibreOffice as the clerk: fills the register as a German user types, sorts it, saves it; then it is read, and serves."""

from __future__ import annotations

from pathlib import Path

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.returns.register import load_register
from tests.findings import places
from tests.forms.standard import judged
from tests.office.client import Office

ROWS = {"traeger": 5, "orte": 8}
TYPED = {
    "Leistungserbringer": {
        "traeger.1.nummer": "0042", "traeger.1.name": "Werk B", "traeger.1.p58_am": "1.7.2023",
        "traeger.2.nummer": "0007", "traeger.2.name": "Werk A",
    },
    "Orte": {
        "orte.1.traeger": "0042", "orte.1.zad": "11000001", "orte.1.name": "Ost", "orte.1.ort": "Erbach", "orte.1.kreis": "06437",
        "orte.1.leistung": "58", "orte.1.platzzahl": "1.200", "orte.2.traeger": "0007", "orte.2.zad": "11000002", "orte.2.name": "West",
        "orte.2.ort": "Hanau", "orte.2.kreis": "06435", "orte.2.leistung": "60", "orte.2.gueltig_von": "1.1.2024",
    },
    "Absender": {"absender.name": "LWV Hessen", "absender.ansprechperson": "Sachgebiet Dokumentation"},
}  # fmt: skip


def test_a_register_typed_in_libreoffice(office: Office, tmp_path: Path) -> None:
    layout = lay_out(issue_blank(forms.newest("stammdaten").with_rows(ROWS), 2025))
    plans = {placed.name: placed.plan for placed in layout.placed}
    path, saved = tmp_path / "Stammdaten.xlsx", tmp_path / "gespeichert.xlsx"
    path.write_bytes(workbook_bytes(layout))
    with office.open(path) as document:
        for sheet, values in TYPED.items():
            for field, text in values.items():
                assert document.type_text(sheet, plans[sheet].fields[field].name, text).ok, field
        state, beside = plans["Orte"].computed["zustand.orte.1"].name, plans["Orte"].computed["neben.orte.1.kreis"].name
        assert not document.type_text("Orte", state, "fertig").ok
        document.calculate_all()
        assert document.shown("Orte", beside) == "Odenwaldkreis"
        assert document.shown("Orte", state) == "✓ vollständig"
        number, kreis = (plans["Orte"].fields[f"orte.1.{name}"].name for name in ("traeger", "kreis"))
        for cell, shorter, whole in (
            (number, "42", "0042"),
            (kreis, "6437", "06437"),
        ):  # the same without the zeros before it
            assert document.paste("Orte", cell, shorter).ok  # a Kreis is chosen from a list, where it has them
            document.calculate_all()
            assert (document.shown("Orte", beside), document.shown("Orte", state)) == ("Odenwaldkreis", "✓ vollständig")
            assert document.type_text("Orte", cell, whole).ok
        assert document.shown("Deckblatt", "B6") == "✓ Fertig: bitte speichern und die Vordrucke ausgeben."
        document.save_xlsx(saved)
    assert places(judged(saved.read_bytes())[1]) == []
    register = load_register(saved, 2025)
    assert list(register.traeger) == ["0042", "0007"]
    assert [(ort.kreis, ort["platzzahl"]) for ort in register.orte_of("0042", 2025)] == [("06437", 1200)]
