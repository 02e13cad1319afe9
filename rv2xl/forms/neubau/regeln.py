"""Anlage 4: what must hold in a Berechnungsbogen."""

from __future__ import annotations

from rv2xl.forms.berechnung.grundlagen import FEHLER, HINWEIS, NEUBAU_AB, WARNUNG, schritt_von, there
from rv2xl.forms.neubau.eingaben import (
    ANLAGE,
    BAU,
    BGA,
    FOERDERUNG,
    GEBAEUDE,
    KG700,
    KOPF,
    LOTTERIE,
    PROZENT,
    STAFFEL,
    STUFEN,
)
from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Expr, Ref, Round, all_of, if_, largest, numbers, sum_of, total


def _steps_ascend() -> Expr:
    """Each used step begins above the one before it."""
    pairs = []
    for number in range(2, STUFEN + 1):
        refs = tuple(Ref(f"kg700.staffel.{n}.{name}") for n in (number - 1, number) for name in ("ab", "wert"))
        pairs.append(if_(there(*refs), if_(refs[2] > refs[0], 0, 1), 0))
    return sum_of(pairs)


def _begruendet(block: Record, betrag: str) -> Rule:
    called = next(entry.label for entry in block.entries if entry.id == betrag)
    return Rule("A4-BEGRUENDUNG", FEHLER, short="Begründung fehlt", part=f"{block.id}_{betrag}", source=f"{ANLAGE} Nr. 2.2",
                when=block[betrag].ne(0),
                holds=block[f"{betrag}_begruendung"].ne(""),
                must=f"Steht bei „{called}“ ein Betrag, gehört eine Begründung dazu.",
                broken=f"Zum Betrag bei „{called}“ fehlt die Begründung.",
                remedy="Bitte die Absprache kurz begründen oder den Betrag leeren.")  # fmt: skip


def _nachweis(block: Record, voll: str) -> Rule:
    return Rule("A4-NACHWEIS", WARNUNG, short="weniger nachgewiesen", part=block.id, source=f"{ANLAGE} Nr. 2",
                when=there(block["nachgewiesen"], schritt_von(voll)),
                holds=Round(total(schritt_von(voll)), 2).named("der Betrag nach Richtwerten und Pauschalen")
                <= block["nachgewiesen"].named("die nachgewiesenen Kosten"),
                must="Der Betrag nach Richtwerten und Pauschalen ① ist nicht höher als die nachgewiesenen Kosten ②.",
                remedy="Bitte prüfen, ob die nachgewiesenen Kosten gelten sollen; der Schalter begrenzt auf sie.")  # fmt: skip


def _nachweis_offen(block: Record, when: Expr | None = None) -> Rule:
    return Rule("A4-NACHWEIS-OFFEN", HINWEIS, short="Nachweis noch offen", part=block.id, source=f"{ANLAGE} Nr. 2", when=when,
                holds=block["nachgewiesen"].ne(""), must="Die nachgewiesenen Kosten sind eingetragen.",
                remedy="Grundlage sind die nachgewiesenen Kosten (Anlagespiegel). Bitte eintragen, sobald sie vorliegen.")  # fmt: skip


def _foerderung(kind: str, kosten: str) -> Rule:
    return Rule("A4-FOERDERUNG", WARNUNG, short="mehr gefördert als anerkannt", part=kind, source=f"{ANLAGE} Nr. 2.4",
                when=numbers(schritt_von(kosten)).eq(1),
                holds=total((FOERDERUNG[kind], LOTTERIE[kind])).named("die Förderung mit den Lotteriemitteln")
                <= Round(total(schritt_von(kosten)), 2).named("die berücksichtigten Kosten"),
                must="Förderung und Lotteriemittel zusammen ① sind nicht höher als die berücksichtigten Kosten ②.",
                remedy="Bitte die Förderung prüfen; das Ergebnis wird nicht kleiner als 0.")  # fmt: skip


GELTUNG = (
    Rule("A4-GELTUNG", FEHLER, short="Inbetriebnahme zu früh", source=f"{ANLAGE} Nr. 1", when=KOPF["inbetriebnahme"].ne(""),
         holds=KOPF["inbetriebnahme"] >= NEUBAU_AB,
         must=f"Die Inbetriebnahme ① liegt nicht vor dem {NEUBAU_AB:%d.%m.%Y}.",
         remedy=f"Anlage 4 gilt ab dem {NEUBAU_AB:%d.%m.%Y}; für eine frühere Inbetriebnahme gibt es hier keine Sätze."),
)  # fmt: skip
_FLAECHEN = (
    Rule("A4-FLAECHE", FEHLER, short="Gesamtfläche zu klein", source=f"{ANLAGE} Nr. 2.2.1",
         when=there(GEBAEUDE["gesamtflaeche"], schritt_von("flaeche")),
         holds=GEBAEUDE["gesamtflaeche"] >= schritt_von("flaeche").named("die Nettogrundfläche"),
         must="Die Gesamtfläche des Gebäudes ① ist nicht kleiner als die Nettogrundfläche ②.",
         remedy="Die Nettogrundfläche ist ein Teil der Gesamtfläche des Gebäudes. Bitte beide prüfen."),
    Rule("A4-STAFFEL", FEHLER, part="aufsteigend", short="Stufen nicht aufsteigend", source=f"{ANLAGE} Nr. 2.2.1",
         holds=_steps_ascend().named("die Zahl der Stufen, die unter oder bei der vorigen beginnen,").eq(0),
         must="Keine Stufe der Staffel ① beginnt unter oder bei der vorigen.",
         broken="In der Staffel beginnen Stufen nicht über der vorigen (Zahl: {1}).",
         remedy="Bitte die Stufen nach der Gesamtfläche aufsteigend ordnen."),
    Rule("A4-STAFFEL", FEHLER, part="erreicht", short="keine Stufe erreicht", source=f"{ANLAGE} Nr. 2.2.1",
         when=all_of(numbers(GEBAEUDE["gesamtflaeche"]).eq(1), numbers(STAFFEL.column("ab")) > 0),
         holds=numbers(schritt_von("stufe")).named("die Zahl der erreichten Stufen") > 0,
         must="Mindestens eine Stufe der Staffel ① beginnt bei höchstens der Gesamtfläche.",
         broken="Keine Stufe der Staffel beginnt bei höchstens der Gesamtfläche.",
         remedy="Bitte eine Stufe ergänzen, die bei höchstens der Gesamtfläche beginnt."),
    Rule("A4-STAFFEL", FEHLER, part="prozent", short="mehr als 100 %", source=f"{ANLAGE} Nr. 2.2.1", when=KG700["einheit"].eq(PROZENT),
         holds=largest(*map(total, STAFFEL.column("wert"))).named("der höchste Prozentwert der Staffel") <= 1,
         must="Kein Prozentwert der Staffel ① liegt über 100 %.",
         broken="In der Staffel stehen Prozentwerte bis {1}; 100 % ist 1.",
         remedy="Prozente werden als Prozent eingetragen: 18 % ist 0,18."),
    _begruendet(BAU, "weitere"),
    _begruendet(BAU, "absprache"),
    _begruendet(BGA, "zusatz"),
)  # fmt: skip
_NACHWEIS = (
    _nachweis(BAU, "baukosten_voll"),
    _nachweis(BGA, "bga_voll"),
    _nachweis_offen(BAU),
    _nachweis_offen(BGA, schritt_von("bga_voll") > 0),
)
_ERTRAEGE = (
    _foerderung("gebaeude", "baukosten"),
    _foerderung("bga", "bga"),
    Rule("A4-LOTTERIE-BGA", WARNUNG, short="zählt bei der BGA nicht", source=f"{ANLAGE} Nr. 2.4", when=numbers(LOTTERIE["bga"]) > 0,
         holds=LOTTERIE["bga"].named("der Betrag der Lotteriemittel für die BGA").eq(0),
         must="Für BGA sind keine Lotteriemittel eingetragen ①.",
         broken="Für BGA sind {1} Lotteriemittel eingetragen.",
         remedy="Für Lotteriemittel zur BGA gibt es keine Regel; sie werden mit 0 angerechnet (Auslegung A4-LOTTERIE-BGA)."),
)  # fmt: skip

REGELN_DER_KOSTEN = (*_FLAECHEN, *_ERTRAEGE)
"""The rules over what is built; they hold for the comparison of Anlage 5 as well, of which nothing is proven."""

REGELN = (*GELTUNG, *_FLAECHEN, *_NACHWEIS, *_ERTRAEGE)
