"""Anlage 1 Nr. 4: the tarifliche Fortschreibung of Pauschale and Budget."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import EUR, FEHLER, HINWEIS, WARNUNG, guarded, schritt, there
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.fahrtkosten.einzelverhandlung import BISHER
from rv2xl.forms.fahrtkosten.grundlagen import (
    ANLAGE,
    EINZELVERHANDLUNG,
    INDEXWERT,
    JAHRESZAHL,
    PAUSCHALE,
    SIGNED_RATIO,
    gedruckt,
    tag,
)
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import DATUM, TEXT, VERAENDERUNG, Field
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import DASH, Blanks, Ref, Round, if_, numbers, total

_BASIS = "Jahr, das auf 100 gesetzt ist, zum Beispiel 2020."

VPI = Record(
    id="vpi", heading="Verbraucherpreisindex für Verkehr in Hessen, Mai", source=f"{ANLAGE} Nr. 4.1",
    entries=(
        Field(id="jahr", label="Jahr", type=JAHRESZAHL, hint="Leer heißt: das Jahr dieses Bogens."),
        Field(id="wert", label="Indexwert", type=INDEXWERT, required=True, hint="Vom Hessischen Statistischen Landesamt."),
        Field(id="basis", label="Basisjahr", type=JAHRESZAHL, required=True, hint=_BASIS),
    ))  # fmt: skip

VPI_VORJAHR = Record(
    id="vpi_vorjahr", heading="Derselbe Index im Mai des Vorjahres", source=f"{ANLAGE} Nr. 4.1",
    entries=(
        Field(id="wert", label="Indexwert", type=INDEXWERT, required=True),
        Field(id="basis", label="Basisjahr", type=JAHRESZAHL, required=True, hint=_BASIS),
    ))  # fmt: skip

PERSONALKOSTEN = Record(id="personalkosten", heading="Personalkosten", source=f"{ANLAGE} Nr. 4.1", entries=(
    Field(id="veraenderung", label="Festgestellte Veränderung", type=VERAENDERUNG, required=True,
          hint="Nach Nr. 4.3 Absatz 2 des RV 2, mit Prozentzeichen, zum Beispiel 3 %."),
))  # fmt: skip

BESCHLUSS = Record(
    id="beschluss", heading="Beschluss der Eingliederungshilfekommission", source=f"{ANLAGE} Nr. 4.1",
    entries=(
        Field(id="satz", label="Beschlossener Steigerungswert", type=VERAENDERUNG,
              hint="Geht dem Vorschlag vor; mit Prozentzeichen eintragen."),
        Field(id="datum", label="Beschlossen am", type=DATUM),
    ))  # fmt: skip

_LETZTER_TAG, _ZUM = gedruckt("fortschreibung_erklaerung"), gedruckt("fahrtkosten_zeitraum_beginn")

ERKLAERUNG = Record(id="erklaerung", heading="Erklärung gegenüber dem Vereinbarungspartner", source=f"{ANLAGE} Nr. 4.2", entries=(
    Field(id="datum", label="Schriftlich erklärt am", type=DATUM, hint=f"Spätestens am {_LETZTER_TAG} für die Fortschreibung zum {_ZUM}"),
))  # fmt: skip

EINGABEN = (VPI, VPI_VORJAHR, PERSONALKOSTEN, BESCHLUSS, ERKLAERUNG)
_ALLE = tuple(Ref(field.id) for block in EINGABEN for field in block.fields)
UNBENUTZT = Blanks(_ALLE).eq(len(_ALLE))
"""Nothing is entered: the sheet is optional as a whole."""


def _bisher(name: str) -> Ref:
    return Ref(BISHER[name].field, EINZELVERHANDLUNG)


def _step(name: str) -> Ref:
    return Ref(f"fortschreibung.{name}")


_WERTE = (VPI["wert"], VPI_VORJAHR["wert"], PERSONALKOSTEN["veraenderung"])
_BASEN = (VPI["basis"], VPI_VORJAHR["basis"])
_ANTEILE = (satz("fortschreibung_anteil_vpi"), satz("fortschreibung_anteil_personal"))
_SATZ = _step("satz")
_BESCHLOSSEN = numbers(BESCHLUSS["satz"]).eq(1)
VORLAEUFIG, BESCHLOSSEN = "vorläufig, nach dem Vorschlag", "nach dem Beschluss"
"""What is said of the new Pauschale and the new Budget until the Kommission has decided, and then (Auslegung A1-BESCHLUSS)."""

FORTSCHREIBUNG = Calculation(
    id="fortschreibung", heading="Fortschreibung", source=ANLAGE,
    steps=(
        schritt("vorschlag", "Vorschlag", SIGNED_RATIO, "4.1",
                guarded((*_WERTE, *_BASEN, *_ANTEILE),
                        _ANTEILE[0] * (_WERTE[0] / _WERTE[1] - 1) + _ANTEILE[1] * _WERTE[2], _BASEN[0].eq(_BASEN[1]), _WERTE[1] > 0),
                "Anteil VPI × (Index ÷ Index des Vorjahres − 1) + Anteil Personalkosten × deren Veränderung"),
        schritt("satz", "Steigerungswert", SIGNED_RATIO, "4.1",
                if_(_BESCHLOSSEN, BESCHLUSS["satz"], guarded((_step("vorschlag"),), _step("vorschlag"))),
                "der beschlossene, sonst der Vorschlag"),
        schritt("pauschale", "Neue Pauschale", PAUSCHALE, "4.1",
                guarded((_bisher("pauschale"), _SATZ), Round(_bisher("pauschale") * (1 + _SATZ), 2)),
                "bisherige Pauschale (Blatt „Einzelverhandlung“) × (1 + Steigerungswert), auf Cent gerundet"),
        schritt("koordination", "Neue Koordinationskosten", EUR, "4.1",
                guarded((_bisher("pauschale"), _SATZ), Round(total(_bisher("koordination")) * (1 + _SATZ), 2)),
                "bisherige Koordinationskosten (ebenda) × (1 + Steigerungswert), auf Cent gerundet"),
        schritt("budget", "Neues Budget", EUR, "4.1",
                guarded((_step("pauschale"), _step("koordination"), _bisher("km_lwv")),
                        Round(_step("pauschale") * _bisher("km_lwv") + _step("koordination"), 2)),
                "neue Pauschale × vereinbarte Kilometer (ebenda) + neue Koordinationskosten"),
        schritt("stand", "Stand der neuen Pauschale und des neuen Budgets", TEXT, "4.1",
                if_(numbers((_step("pauschale"), _step("budget"))) > 0, if_(_BESCHLOSSEN, BESCHLOSSEN, VORLAEUFIG), DASH),
                "vorläufig, bis ein Beschluss der Eingliederungshilfekommission eingetragen ist (A1-BESCHLUSS)"),
    ))  # fmt: skip

REGELN = (
    Rule("A1-VPI-BASIS", FEHLER, short="Basisjahre {1} und {2}", source=f"{ANLAGE} Nr. 4.1", when=there(*_BASEN),
         holds=_BASEN[0].eq(_BASEN[1]),
         must="Der Index ① und der des Vorjahres ② haben dasselbe Basisjahr.",
         remedy="Bitte beide Indexwerte mit demselben Basisjahr eintragen; ein Vorschlag ist sonst nicht möglich."),
    Rule("A1-BESCHLUSS", HINWEIS, short="vorläufig, Beschluss fehlt", source=f"{ANLAGE} Nr. 4.1",
         when=there(_step("budget")), holds=_BESCHLOSSEN,
         must="Zu neuer Pauschale und neuem Budget ist der beschlossene Steigerungswert eingetragen.",
         broken="Neue Pauschale und neues Budget sind vorläufig, nach dem Vorschlag: Ein beschlossener Steigerungswert fehlt noch.",
         remedy="Bitte den Steigerungswert eintragen, sobald die Eingliederungshilfekommission ihn beschlossen hat (Nr. 4.1)."),
    Rule("A1-FRIST", WARNUNG, short="nach der Frist erklärt", source=f"{ANLAGE} Nr. 4.2", when=ERKLAERUNG["datum"].ne(""),
         holds=ERKLAERUNG["datum"] <= tag("erklaerung").named("der letzte Tag für die Erklärung"),
         must="Schriftlich erklärt ist die Fortschreibung ① spätestens am letzten Tag dafür ②.",
         remedy=f"Die Fortschreibung zum {_ZUM} war bis zum {_LETZTER_TAG} schriftlich zu erklären. Bitte mit dem Vereinbarungspartner "
         "klären."),
)  # fmt: skip

BLOECKE = (*EINGABEN, FORTSCHREIBUNG)
