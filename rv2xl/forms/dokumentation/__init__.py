"""Anlage 2 of the Rahmenvertrag 2: the Jährliche Dokumentation der Leistungserbringung, in the order of the source.

Labels, questions and notes are the source's, letter by letter. Corrected or settled: „das die Fachlichkeit“ (§ 58 prints
„dass“, Auslegung A2-WORTLAUT); the printed ticks are print artefacts (A2-KREUZE). `own=True` marks what the source does not
print (A2-ZUSATZ).
"""

from __future__ import annotations

from rv2xl.forms.dokumentation.auswertung import AUSWERTUNG
from rv2xl.forms.dokumentation.grundlagen import ANLAGE, FORMEL, LE_FUELLT, LWV_FUELLT, NAME
from rv2xl.forms.dokumentation.leistungserbringer import DECKBLATT_SHEET, LEISTUNGSERBRINGER_SHEET, ROLLEN
from rv2xl.forms.dokumentation.ort import FEHLANZEIGE, NAME_UND_ZAD, ORT_BLOECKE, ORT_REGELN, RUECKBLICK
from rv2xl.forms.dokumentation.vorjahr import VORJAHR
from rv2xl.model.definitions.blocks import Directory, Legend
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import auslegungen, load_law

SYSTEMATIK = (
    "Die jährliche Dokumentation erfolgt in der Systematik der nachfolgenden Sheets differenziert nach den verschiedenen Orten "
    "der Leistungserbringung. Es kommt darauf an, an welchem Ort die Leistung erbracht wird (Arbeitsbereich der WfbM oder anderer "
    "Leistungsanbieter)."
)


def _leistung(paragraf: str, ueber: str, uebersicht: str, nummern: tuple[int, int]) -> tuple[Sheet, Sheet]:
    """Return the Übersicht and the Ort sheet of one Leistung: § 58 (Nr. 3 and 4) or § 60 (Nr. 5 and 6)."""
    section = f"ort_{paragraf}"
    overview = Sheet(
        section=f"uebersicht_{paragraf}", name=f"Übersicht § {paragraf}", title=uebersicht, source=f"{ANLAGE} Nr. {nummern[0]}",
        blocks=(
            Legend(heading="Erläuterungen", lines=((LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),)),
            Directory(
                section=section, link_heading="auszufüllendes Sheet",
                columns=(
                    ("ZAD-Nummer", ("kopf.zad",)),
                    ("Ort der Leistungserbringung", ("ort.strasse", "ort.ort")),
                    ("Art der Leistung", ("kopf.art_der_leistung",)),
                ),
                notes=(
                    SYSTEMATIK,
                    f"Leistungen gemäß § {paragraf} SGB IX, die auf betriebsintegrierten Beschäftigungsplätzen (BiB) erbracht "
                    "werden, sind in dieser Dokumentation nicht anzugeben.",
                ),
            ),
        ))  # fmt: skip
    ort = Sheet(
        section=section, name=f"{paragraf} ", title=ueber, source=f"{ANLAGE} Nr. {nummern[1]}", repeated=True,
        prefilled_from="orte", only=("leistung", paragraf), name_from="ort", told_apart_by="kopf.zad", optional_when=FEHLANZEIGE,
        named_by=NAME_UND_ZAD,
        blocks=(
            Legend(heading="Erläuterungen", lines=(
                (LWV_FUELLT, "Daten werden vom LWV Hessen ausgefüllt"),
                (LE_FUELLT, "Vom Leistungserbringer auszufüllen"),
                (FORMEL, "wird berechnet"),
            )),
            *ORT_BLOECKE,
        ),
        rules=ORT_REGELN)  # fmt: skip
    return overview, ort


DOKUMENTATION = Form(
    name=NAME,
    version="2025.2",
    title="Jährliche Dokumentation der Leistungserbringung",
    source=f"{ANLAGE} zu Nummer 2.9.4",
    first_year=load_law().entry("dokumentation_ab").values[0].since.year,
    sender=Ref("le.nummer", "leistungserbringer"),
    auslegungen=auslegungen(NAME), roles=ROLLEN, outline=AUSWERTUNG, looks_back=RUECKBLICK, watched=VORJAHR,
    sheets=(
        DECKBLATT_SHEET,
        LEISTUNGSERBRINGER_SHEET,
        *_leistung("58", "Leistungen im Arbeitsbereich WfbM gemäß § 58 SGB IX",
                   "Übersicht der vereinbarten Leistungen im Arbeitsbereich WfbM gemäß § 58 SGB IX", (3, 4)),
        *_leistung("60", "Leistungen eines anderen Leistungsanbieters gemäß § 60 SGB IX",
                   "Übersicht der vereinbarten Leistungen andere Leistungsanbieter gemäß § 60 SGB IX", (5, 6)),
    ))  # fmt: skip
"""Anlage 2: the Jährliche Dokumentation."""
