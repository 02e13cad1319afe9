"""What the sheets of Anlage 1 share: types, days of the year as the law names them, and where another sheet's values stand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rv2xl.forms.berechnung.grundlagen import EUR, VERHAELTNIS
from rv2xl.forms.berechnung.rechtsgrundlagen import SECTION
from rv2xl.model.definitions.blocks import Notes, Record
from rv2xl.model.definitions.field import DATUM, EARLIEST, LATEST, Field, FilledBy, Kind, Type, above_zero
from rv2xl.model.expressions.expr import Ref
from rv2xl.recht.law import FIRST_EDITION, load_law, year_end

ANLAGE = "RV 2 Anlage 1"
BERECHNUNG, ENTFERNUNG, KALKULATION = "berechnung", "entfernung", "kalkulation"
FORTSCHREIBUNG, EINZELVERHANDLUNG, VERTRAEGE = "fortschreibung", "einzelverhandlung", "vertraege"
VORJAHR = "vorjahr"

LWV, BA, ANDERE = TRAEGER = ("LWV Hessen", "BA", "andere")
STELLUNGNAHME = "amts- oder fachärztliche Stellungnahme"

KILOMETER = Type(Kind.ANZAHL, unit="km", minimum=Decimal(0))
SIGNED_EUR = replace(EUR, minimum=None)
SIGNED_RATIO = replace(VERHAELTNIS, minimum=None)
PAUSCHALE = replace(EUR, unit="EUR je km und Jahr")
INDEXWERT = above_zero(Type(Kind.DEZIMAL, unit="Index", scale=2))
JAHRESZAHL = Type(Kind.ANZAHL, grouping=False, minimum=Decimal(EARLIEST.year), maximum=Decimal(LATEST.year))


def jaehrlich(name: str, key: str, later: int) -> Field:
    """Return a day that comes every year, so many years after the form's year."""
    entry = load_law().entry(key)
    return Field(
        id=name, label=f"{entry.title} ({entry.source.removeprefix(ANLAGE).strip()})", type=DATUM, filled_by=FilledBy.LWV,
        source=entry.source, given=lambda jahr: load_law().day(key, year_end(jahr)).in_year(jahr + later),
    )  # fmt: skip


ZAHLUNGEN = ("zahlung_1", "zahlung_2", "zahlung_3", "zahlung_4")

_ZAHLUNGSTAG = "Zahlungstag im regelmäßigen Zeitraum (Nr. 3.4)"

TAGE = Record(
    id="tag", heading="Tage dieses Jahres", source=ANLAGE,
    entries=(
        jaehrlich("stichtag", "fahrtkosten_stichtag", 0),
        jaehrlich("beginn", "fahrtkosten_zeitraum_beginn", 1),
        jaehrlich("ende", "fahrtkosten_zeitraum_ende", 2),
        *(replace(jaehrlich(zahlung, f"fahrtkosten_{zahlung}", 1), label=_ZAHLUNGSTAG) for zahlung in ZAHLUNGEN[:-1]),
        replace(jaehrlich(ZAHLUNGEN[-1], f"fahrtkosten_{ZAHLUNGEN[-1]}", 2), label=_ZAHLUNGSTAG),
        jaehrlich("erklaerung", "fortschreibung_erklaerung", 0),
    ))  # fmt: skip


GELTUNGSBEREICH = Notes(heading="Geltungsbereich (Nr. 1)", own=True, notes=(
    "Anlage 1 regelt, wie die Fahrtkosten für die Beförderung der leistungsberechtigten Person von ihrem Wohnort zu Orten der "
    "Leistungserbringung und zurück ermittelt und abgegolten werden: in die Werkstatt für behinderte Menschen (WfbM), einschließlich "
    "Berufsbildungsbereich und betriebsintegrierter Beschäftigungsplätze, und zum anderen Leistungsanbieter.",
    "Sie gilt für die Fahrdienste und alle Fahrtregelungen der WfbM und des anderen Leistungsanbieters (Nr. 1.1). Die Kosten können je "
    "Leistungserbringer gemeinsam zu einem Budget vereinbart werden, auch mit denen für Fahrten von und zu gesondert vorgehaltenen Flächen "
    "nach Nr. 3.8 des RV 3 (Nr. 1.2). Für weitere Leistungen zur Mobilität nach § 83 SGB IX gilt sie nicht (Nr. 1.3).",
))  # fmt: skip


def gedruckt(key: str) -> str:
    """Return a figure of the law for a printed sentence, which is the same in all years, as the first edition had it.

    Once the law knows a second one, a new version of the form must say which holds when; this one keeps what it was released with.
    """
    (figure,) = load_law().entry(key).printed_in(FIRST_EDITION).values
    return str(figure.value)


def tag(name: str) -> Ref:
    """Return a day of the form's year, on „Rechtsgrundlagen“."""
    return Ref(f"tag.{name}", SECTION)


def ergebnis(name: str) -> Ref:
    """Return a result, for the other sheets."""
    return Ref(f"ergebnis.{name}", BERECHNUNG)


def kalkulation(name: str) -> Ref:
    """Return a step of the Kostenkalkulation, for the other sheets."""
    return Ref(f"kalkulation.{name}", KALKULATION)
