"""Anlage 1 Nr. 5: the Anpassung des Budgets in an Einzelverhandlung, and what the request must enclose."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import EUR, FORMEL, HINWEIS, WARNUNG, guarded, schritt, there
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.fahrtkosten.grundlagen import ANLAGE, KILOMETER, PAUSCHALE, SIGNED_RATIO, ergebnis, gedruckt
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.field import DATUM, JA_NEIN, TEXT, Field, Kind, Type
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import DASH, Expr, Ref, Round, all_of, if_, largest, total

ENTFERNUNGSKILOMETER, STRUKTUR = GRUENDE = ("Entfernungskilometer", "Struktur")

BISHER = Record(
    id="bisher", heading="Bisherige Vereinbarung", source=f"{ANLAGE} Nr. 5.1",
    entries=(
        Field(id="budget", label="Budget", type=EUR),
        Field(id="pauschale", label="Entfernungskilometerpauschale", type=PAUSCHALE, hint="Von ihr geht auch die Fortschreibung aus."),
        Field(id="km_lwv", label="Entfernungskilometer LWV Hessen", type=KILOMETER),
        Field(id="koordination", label="Koordinationskosten im Budget", type=EUR),
    ))  # fmt: skip

WER_UND_WANN = (
    "Beantragen kann die Anpassung jeder Vereinbarungspartner, nach Ablauf des Vereinbarungszeitraums: bei Veränderungen der "
    "Entfernungskilometer oder bei strukturellen Veränderungen, die im Budget die Schwelle übersteigen. Das Budget wird dann auf Grundlage "
    "der aktuellen Kostensituation neu errechnet und vereinbart (Nr. 5.1)."
)

ANTRAG = Record(
    id="antrag", heading="Antrag auf Einzelverhandlung", source=f"{ANLAGE} Nr. 5.1",
    notes=(WER_UND_WANN,),
    entries=(
        Field(id="grund", label="Grund", type=Type(Kind.AUSWAHL, choices=GRUENDE),
              hint="Veränderung der Entfernungskilometer (Nr. 5.2) oder strukturelle Veränderung (Nr. 5.3)."),
        Field(id="datum", label="Beantragt am", type=DATUM),
    ))  # fmt: skip

_GRUND, _ALT, _NEU = ANTRAG["grund"], BISHER["budget"], Ref("einzel.neu")
_JE_KM, _SCHWELLE = BISHER["pauschale"], satz("einzelverhandlung_schwelle")


def _neu() -> Expr:
    km = ergebnis("km_lwv")
    nach_km = guarded((_JE_KM, km), Round(_JE_KM * km + total(BISHER["koordination"]), 2))
    nach_struktur = guarded((ergebnis("budget"),), ergebnis("budget"))
    return if_(_GRUND.eq(ENTFERNUNGSKILOMETER), nach_km, if_(_GRUND.eq(STRUKTUR), nach_struktur, DASH))


_ABWEICHUNG, _GRENZE = Ref("einzel.abweichung"), Ref("einzel.grenze")


def _lage() -> Expr:
    """On which side of the threshold it lies: a ratio that is shown rounded does not tell."""
    genau = if_(_ABWEICHUNG.eq(_GRENZE), "genau an der Schwelle", "unter der Schwelle")
    return if_(_ABWEICHUNG > _GRENZE, "über der Schwelle", genau)


EINZEL = Calculation(
    id="einzel", heading="Bisheriges Budget und Schwelle", source=ANLAGE,
    steps=(
        schritt("neu", "Vergleichsbudget für die Schwelle", EUR, "5.1", _neu(),
                "bei Entfernungskilometern bisherige Pauschale × neue Kilometer + bisherige Koordination, sonst die neue Kalkulation"),
        schritt("veraenderung", "Veränderung", SIGNED_RATIO, "5.1", guarded((_NEU, _ALT), (_NEU - _ALT) / _ALT, _ALT > 0),
                "(Vergleichsbudget − bisheriges Budget) ÷ bisheriges Budget"),
        schritt("lage", "Die Veränderung liegt", TEXT, "5.1", guarded((_ABWEICHUNG, _GRENZE), _lage(), _ALT > 0),
                "die Abweichung neben dem, was zu übersteigen ist; ungerundet"),
        schritt("abweichung", "Abweichung nach oben oder unten", EUR, "5.1", guarded((_NEU, _ALT), largest(_NEU - _ALT, _ALT - _NEU)),
                "Vergleichsbudget − bisheriges Budget, ohne Vorzeichen"),
        schritt("grenze", "Zu übersteigen", EUR, "5.1", guarded((_NEU, _ALT, _SCHWELLE), _SCHWELLE * _ALT),
                "Schwelle × bisheriges Budget, ungerundet"),
        schritt("zulaessig", "Einzelverhandlung zulässig", JA_NEIN, "5.1",
                guarded((_ABWEICHUNG, _GRENZE), if_(_ABWEICHUNG > _GRENZE, "ja", "nein"), _ALT > 0),
                "die Abweichung ist größer als die Grenze (A1-SCHWELLE)"),
    ),
    notes=("Das Vergleichsbudget sagt nur, ob die Schwelle überschritten ist. Bei veränderten Entfernungskilometern ist das neu zu "
           "vereinbarende Budget das auf dem Blatt „Berechnung“, mit den aktuellen Kosten (Nr. 5.1).",))  # fmt: skip


def _unterlage(name: str, label: str, km: str, struktur: str) -> Field:
    return Field(id=name, label=label, type=TEXT, filled_by=FORMEL, source=f"{ANLAGE} Nr. 5.2 bis 5.4",
                 expr=if_(_GRUND.eq(ENTFERNUNGSKILOMETER), km, if_(_GRUND.eq(STRUKTUR), struktur, DASH)))  # fmt: skip


_BEGRUENDET = "in begründeten Fällen (Nr. 5.4)"
UNTERLAGEN = Record(
    id="unterlagen", heading="Vorzulegende Unterlagen", source=f"{ANLAGE} Nr. 5.2 bis 5.4",
    entries=(
        _unterlage("entfernung", "Bogen „Ermittlung der Entfernungskilometer“", "vorzulegen (Nr. 5.2)", "vorzulegen (Nr. 5.3)"),
        _unterlage("kalkulation", "Bogen „Kostenkalkulation Beförderung“", "nicht erforderlich",
                   "vorzulegen: Nichtauskömmlichkeit nachweisen (Nr. 5.3)"),
        _unterlage("auswahl", "Dokumentation zum Auswahlverfahren externer Fahrdienste", _BEGRUENDET, _BEGRUENDET),
        _unterlage("vertraege", "Beförderungsverträge", _BEGRUENDET, _BEGRUENDET),
    ),
    notes=(f"Stichtag zur Feststellung der Veränderungswerte ist der {gedruckt('fahrtkosten_stichtag')} des Vorjahres (Nr. 5.1). Der LWV "
           f"Hessen beabsichtigt, spätestens nach {gedruckt('einzelverhandlung_spaetestens')} Jahren eine Einzelverhandlung zu führen "
           "(Fußnote 2).",))  # fmt: skip

REGELN = (
    Rule("A1-BISHER", WARNUNG, short="Budget ≠ Pauschale × km + Koordination", source=f"{ANLAGE} Nr. 3",
         when=there(_ALT, _JE_KM, BISHER["km_lwv"]),
         holds=_ALT.eq(Round(_JE_KM * BISHER["km_lwv"] + total(BISHER["koordination"]), 2).named("Pauschale × Kilometer + Koordination")),
         must="Das bisherige Budget ① ist Pauschale × Kilometer + Koordination ②.",
         remedy="Bitte die Angaben zur bisherigen Vereinbarung prüfen; gerechnet wird mit dem eingetragenen Budget."),
    Rule("A1-SCHWELLE", HINWEIS, source=f"{ANLAGE} Nr. 5.1", when=all_of(there(_ABWEICHUNG, _GRENZE), _ALT > 0),
         holds=_ABWEICHUNG.named("die Abweichung vom bisherigen Budget") > _GRENZE.named("die Schwelle der Nr. 5.1"),
         must="Die Abweichung vom bisherigen Budget ① ist größer als die Schwelle der Nr. 5.1 ②.",
         remedy="Eine Einzelverhandlung setzt eine größere Veränderung voraus; möglich bleibt die tarifliche Fortschreibung (Nr. 4)."),
)  # fmt: skip

BLOECKE = (BISHER, ANTRAG, EINZEL, UNTERLAGEN)
