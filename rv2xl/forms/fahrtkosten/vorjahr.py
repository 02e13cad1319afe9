"""The list of last year beside this year's: who is new, whose entries have changed, who is no longer there.

The rows come from last year's Bogen when this year's is issued from it; without one the list stays empty and nothing is marked.
"""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import FORMEL, schritt
from rv2xl.forms.berechnung.kopf import LEISTUNGSERBRINGER
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, BERECHNUNG, ENTFERNUNG, KILOMETER, LWV, STELLUNGNAHME, VORJAHR
from rv2xl.forms.kennungen import ZAD
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import PERSONEN_ANZAHL, TEXT, Field, FilledBy, Type
from rv2xl.model.definitions.form import AskedOf, Carryover, Renamed
from rv2xl.model.expressions.expr import CountRows, Expr, Ref, RosterColumn, if_

NEU, GEAENDERT, UNVERAENDERT, FEHLT = "neu", "geändert", "wie im Vorjahr", "nicht mehr aufgeführt"
LISTE = "teilnehmende"
_VERGLICHEN = ("zad", "traeger", "befoerderung", "km")
"""What must be as last year, or the row counts as changed."""


def _vorgabe(name: str, label: str, type_: Type) -> Field:
    return Field(id=name, label=label, type=type_, filled_by=FilledBy.LWV, preset=True)


def _heute(name: str) -> RosterColumn:
    return RosterColumn(f"{LISTE}.*.{name}", ENTFERNUNG)


def _damals(name: str) -> RosterColumn:
    return RosterColumn(f"{VORJAHR}.*.{name}", VORJAHR)


def _noch_da() -> Expr:
    kennung = Ref(f"{VORJAHR}.*.kennung")
    there = if_(CountRows((_heute("kennung").eq(kennung),)) > 0, "weiter aufgeführt", FEHLT)
    return if_(kennung.eq(""), "", there)


LISTE_VORJAHR = Roster(
    id=VORJAHR, section=VORJAHR, grows=False, rows=1, heading="Liste des Vorjahres", source=f"{ANLAGE} Nr. 2.4",
    notes=("Aus dem Bogen des Vorjahres übernommen, zum Vergleich. Wer nicht mehr dabei ist, wird auf dem Blatt „Entfernungskilometer“ "
           "gestrichen; hier steht es dann in der letzten Spalte. Ohne Bogen des Vorjahres bleibt die Liste leer.",),
    entries=(
        replace(_vorgabe("kennung", "Kennung", TEXT), personal=True),
        _vorgabe("zad", "ZAD-Nummer des Ortes", ZAD),
        _vorgabe("traeger", "Leistungsträger", TEXT),
        _vorgabe("befoerderung", "Beförderung", TEXT),
        _vorgabe("km", "volle km", KILOMETER),
        Field(id="stand", label="in diesem Jahr", type=TEXT, filled_by=FORMEL, expr=_noch_da()),
    ))  # fmt: skip

_ZAHL = Ref("vergleich.vorjahr", BERECHNUNG)


def stand() -> Expr:
    """What a row of this year's list is beside last year's; nothing while there is no list of last year."""
    kennung = Ref(f"{LISTE}.*.kennung")
    same = tuple(_damals(name).eq(Ref(f"{LISTE}.*.{name}")) for name in _VERGLICHEN)
    known = _damals("kennung").eq(kennung)
    there = if_(CountRows((known, *same)) > 0, UNVERAENDERT, if_(CountRows((known,)) > 0, GEAENDERT, NEU))
    return if_(_ZAHL.eq(0), "", if_(kennung.eq(""), "", there))


def _zahl(name: str, label: str, column: RosterColumn, word: str) -> Field:
    return schritt(name, label, PERSONEN_ANZAHL, "2.4", CountRows((column.eq(word),)), f"Zeilen mit „{word}“")


VERGLEICH = Calculation(
    id="vergleich", heading="Vergleich mit der Liste des Vorjahres", source=ANLAGE,
    steps=(
        schritt("vorjahr", "Personen im Vorjahr", PERSONEN_ANZAHL, "2.4", CountRows((_damals("kennung").ne(""),)),
                "Zeilen auf dem Blatt „Vorjahr“; 0: nichts zu vergleichen"),
        _zahl("neu", "neu in diesem Jahr", _heute("stand"), NEU),
        _zahl("geaendert", "mit anderem Ort, Leistungsträger, Beförderung oder km", _heute("stand"), GEAENDERT),
        _zahl("ausgeschieden", "nicht mehr aufgeführt", _damals("stand"), FEHLT),
    ))  # fmt: skip

UEBERNAHME = Carryover(
    head=tuple(Ref(f"kopf.{name}", BERECHNUNG) for name in (LEISTUNGSERBRINGER.id, "nummer", "aktenzeichen", "letzte_einzelverhandlung")),
    section=ENTFERNUNG, roster=LISTE,
    columns=("kennung", "zad", "traeger", "befoerderung", "strecke", "routenplaner", "ermittelt_am", "fahrtdauer", "begleitperson",
             "nachweis", "einzelbefoerderung", "grund"),
    last_section=VORJAHR, last=VORJAHR, last_columns=("kennung", *_VERGLICHEN),
    renamed=(Renamed("nachweis", "ärztliche Stellungnahme", STELLUNGNAHME),),
    asked_of=(AskedOf(("nachweis", "grund"), "traeger", LWV),),
)  # fmt: skip
"""A distance goes with the day on which it was determined (Auslegung A1-STICHTAG). What 2023.1 called „ärztliche Stellungnahme“ it
explained as one that is amts- or fachärztlich; its reasons in own words are left open."""
