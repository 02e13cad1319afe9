"""Interpretations of Anlage 3, 4 and 5: all of the list, complete, cited, tied to fields, and two of them switches."""

from __future__ import annotations

import re

import pytest

from rv2xl.recht.law import Auslegung, auslegungen

LISTS = {
    "neubau": (
        "A4-GELTUNG",
        "A4-KG700",
        "A4-ZUSCHLAG",
        "A4-WERTE",
        "A4-NACHWEIS",
        "A4-BGA",
        "A4-LOTTERIE-BGA",
        "A4-FOERDERUNG",
        "A4-RUNDEN",
        "A4-PLATZ",
    ),
    "bestand": (
        "A5-NEUBAUKOSTEN",
        "A5-ANTEILIG",
        "A5-FAKTOREN",
        "A5-ZUVOR",
        "A5-MEHRERE",
        "A5-75",
        "A5-75-LAUFZEIT",
        "A5-NULL",
        "A5-EB",
        "A5-LOTTERIE",
        "A5-DECKEL",
        "A5-BEGINN",
        "A5-PLATZ",
    ),
    "kostenzuordnung": (
        "A3-NUMMERN",
        "A3-X",
        "A3-X-UNKLAR",
        "A3-NULL",
        "A3-FREI",
        "A3-VORZEICHEN",
        "A3-DOPPELT",
        "A3-WORTLAUT",
    ),
}
CONTRACT = {
    "neubau": """
        kopf.baufachliche_pruefung kopf.inbetriebnahme flaechen.1.ngf flaechen.1.richtwert richtwert.quelle richtwert.stand
        gebaeude.gesamtflaeche kg700.einheit kg700.quelle kg700.staffel.1.ab kg700.staffel.1.wert bau.nachgewiesen bau.weitere
        bau.absprache bga.1.pauschale bga.quelle bga.stand bga.nachgewiesen foerderung.gebaeude foerderung.bga lotterie.gebaeude
        lotterie.bga belegung.plaetze belegung.auslastung belegung.tage schalter.nachweis_begrenzt ergebnis.kg700 ergebnis.bau_zuschlag
        ergebnis.bga ergebnis.jahr_bga ergebnis.ertraege ergebnis.jahr ergebnis.auslastung ergebnis.jahr_je_platz ergebnis.monat_je_platz
        ergebnis.tag_je_platz
    """,
    "bestand": """
        ausloeser.art ausloeser.sonstige massnahme.zustimmung_am massnahme.begonnen_am massnahme.zugestimmt
        massnahme.foerderung
        massnahme.anteil massnahme.anteil_begruendung massnahme.lotterie massnahme.fertigstellung massnahme.beginn
        verguetung.investitionsbetrag_gebaeude verguetung.investitionsbetrag_flaechen verguetung.anpassungen_bisher
        verguetung.eigenbeteiligung_bereits verguetung.eigenbeteiligung_bereits_bis schalter.deckel_begrenzt abweichend.laufzeit
        bestaetigung.unbefristet belegung.plaetze ergebnis.kosten_netto ergebnis.neubaukosten ergebnis.verhaeltnis
        ergebnis.quote ergebnis.laufzeit ergebnis.eigenbeteiligung ergebnis.anpassungsbetrag ergebnis.beginn ergebnis.ende
        ergebnis.deckel ergebnis.summe ergebnis.ueberschreitung ergebnis.jahr_je_platz ergebnis.monat_je_platz plan.1.jahr
    """,
    "kostenzuordnung": """
        kopf.investition_nach_anlage_4_5 g02.sozialer_dienst.betrag g03.reinigung.betrag g04.verwaltungsdienst.betrag
        g05.haustechnik_technischer_dienst.betrag g06.fsj_bfd_praktikant_innen.betrag g07.wasser.bib g08.reinigung.arbeitsbereich
        g09.bueromaterial.kombi_bib g10.summe g11.summe g14.betrag g15.summe g16.sachkosten_werkstattrat_und_frauenbeauftragte.betrag
        g16.frei_1.label g16.frei_2.betrag g16.frei_3.label g17.frei_1.betrag g17.frei_2.label g17.frei_3.betrag g17.summe g18.betrag
        summe.basisbetrag summe.basis_arbeitsbereich summe.basis_bib summe.basis_kombi_bib summe.ertraege summe.nicht_anerkannt
    """,
}
FIELD_IDS = {form: text.split() for form, text in CONTRACT.items()}
SOURCE = {"neubau": r"RV 2 Anlage 4 Nr\. [123]", "bestand": r"RV 2 Anlage (4 Nr\. 2\.5, RV 2 Anlage 5|5) Nr\. [13456]",
          "kostenzuordnung": "RV 2 Anlage 3 Abschnitt [123]"}  # fmt: skip
ALL = [entry for form in LISTS for entry in auslegungen(form)]


@pytest.mark.parametrize("form", LISTS)
def test_all_are_there_in_the_order_of_the_list(form: str) -> None:
    assert tuple(entry.id for entry in auslegungen(form)) == LISTS[form]


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_is_whole_sentences_with_its_fundstelle(entry: Auslegung) -> None:
    assert re.match(SOURCE[entry.form], entry.source)
    assert entry.question.endswith("?")
    assert all(text.endswith(".") for text in (entry.reading, *entry.alternatives))
    assert not re.search(r"  |\n", entry.question + entry.reading)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_each_is_tied_to_fields_of_its_form(entry: Auslegung) -> None:
    assert entry.fields
    for prefix in entry.fields:
        assert any(field == prefix or field.startswith(prefix + ".") for field in FIELD_IDS[entry.form]), prefix


def test_only_the_proven_costs_the_cap_and_the_lost_marks_are_switches() -> None:
    assert [entry.id for entry in ALL if entry.switch] == ["A4-NACHWEIS", "A5-DECKEL", "A3-X-UNKLAR"]


def test_each_switch_names_its_cell() -> None:
    cells = {
        entry.id: [field for field in entry.fields if field.startswith("schalter.")] for entry in ALL if entry.switch
    }
    assert cells["A4-NACHWEIS"] == ["schalter.nachweis_begrenzt"]
    assert cells["A5-DECKEL"] == ["schalter.deckel_begrenzt"]


def test_readings_not_taken_are_kept() -> None:
    assert [entry.id for entry in ALL if entry.alternatives] == [
        "A4-GELTUNG",
        "A4-KG700",
        "A4-NACHWEIS",
        "A4-BGA",
        "A5-ANTEILIG",
        "A5-DECKEL",
        "A5-BEGINN",
        "A3-X-UNKLAR",
    ]
