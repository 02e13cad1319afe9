"""What the summary of all Bögen of Anlage 1 shows of each: Pauschale, Budget and change, and the kilometres of its Orte."""

from __future__ import annotations

from rv2xl.forms.fahrtkosten.berechnung import JE_ORT, UEBRIGE_ORTE
from rv2xl.forms.fahrtkosten.grundlagen import BERECHNUNG, EINZELVERHANDLUNG, FORTSCHREIBUNG, ergebnis
from rv2xl.model.definitions.form import OrteTable, Summary
from rv2xl.model.expressions.expr import Ref

_PAUSCHALE, _BUDGET, _BISHER = ergebnis("pauschale"), ergebnis("budget"), Ref("bisher.budget", EINZELVERHANDLUNG)
_SUMMEN = tuple(ergebnis(name) for name in ("personen", "km_gesamt", "km_lwv", "befoerderungskosten"))

UEBERSICHT = Summary(
    columns=(
        *_SUMMEN, _PAUSCHALE, _BISHER, _BUDGET,
        *(Ref(f"fortschreibung.{name}", FORTSCHREIBUNG) for name in ("satz", "pauschale", "budget", "stand")),
        *(Ref(f"einzel.{name}", EINZELVERHANDLUNG) for name in ("neu", "veraenderung", "lage", "zulaessig")),
    ),
    sums=(*_SUMMEN, _BUDGET),
    outliers=(_PAUSCHALE,),
    changes=((_BISHER, _BUDGET),),
    places=OrteTable(section=BERECHNUNG, table=JE_ORT.id, zad="zad", rest=UEBRIGE_ORTE.id, values=("personen", "km")),
)  # fmt: skip
