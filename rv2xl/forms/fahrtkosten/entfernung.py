"""Anlage 1 Nr. 2 and 6: „Ermittlung der Entfernungskilometer“, one row for each Fahrteilnehmenden."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.berechnung.grundlagen import FEHLER, FORMEL, HINWEIS, WARNUNG
from rv2xl.forms.berechnung.rechtsgrundlagen import satz
from rv2xl.forms.fahrtkosten.grundlagen import (
    ANDERE,
    ANLAGE,
    BA,
    ENTFERNUNG,
    KILOMETER,
    LWV,
    STELLUNGNAHME,
    TRAEGER,
    gedruckt,
    tag,
)
from rv2xl.forms.fahrtkosten.vorjahr import LISTE, stand
from rv2xl.forms.kennungen import ZAD
from rv2xl.model.definitions.blocks import Roster
from rv2xl.model.definitions.field import DAILY_WAY, DATUM, JA_NEIN, MINUTEN, TEXT, Field, Kind, Type
from rv2xl.model.definitions.roles import WayRoles
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import (
    CountRows,
    Expr,
    Invalid,
    NameLike,
    Ref,
    Round,
    all_of,
    any_of,
    if_,
    lift,
    numbers,
    whole_part,
)

NACHWEISE = (STELLUNGNAHME, "Teilhabeplanung")
"""What shows that a Begleitperson is needed (Nr. 6.2)."""
GRUENDE = ("allgemeiner Fahrdienst behinderungsbedingt ausgeschlossen", "anderer begründeter Fall")
"""Why somebody is taken alone (Nr. 6.3): which of the two cases it is, never what somebody has."""
ZAEHLEND = ("Fahrdienst", "ÖPNV", "eigenes Fahrzeug")
OHNE_KOSTEN = ("freie Wertmarke", "ohne Fahrtkosten")
"""Who travels so counts, or causes no Fahrtkosten (Auslegung A1-TEILNEHMENDE)."""

KENNUNG = replace(TEXT, length=60)


def _row(name: str) -> Ref:
    return Ref(f"teilnehmende.*.{name}")


def _one_of(column: Expr, choices: tuple[str, ...]) -> Expr:
    return any_of(*(column.eq(choice) for choice in choices))


ZAEHLT = _one_of(_row("befoerderung"), ZAEHLEND)
_VOM_LWV, _VON_ANDEREN = _row("traeger").eq(LWV), _one_of(_row("traeger"), (BA, ANDERE))
_GUELTIG = all_of(ZAEHLT, _row("strecke").ne(""), Invalid((_row("strecke"),)).eq(0))
_GENAU = Round(_row("strecke"), DAILY_WAY.scale)
_KILOMETER = if_(_one_of(_row("befoerderung"), OHNE_KOSTEN), 0, if_(_GUELTIG, whole_part(_GENAU), ""))

TEILNEHMENDE = Roster(
    id=LISTE, section=ENTFERNUNG, heading="Fahrteilnehmende", source=f"{ANLAGE} Nr. 2", rows=600,
    notes=(
        f"Stichtag {gedruckt('fahrtkosten_stichtag')} Eine Zeile je Person, mit einer Kennung statt des Namens. Die einfache Strecke vom "
        "Wohnort zum Ort der Leistungserbringung kommt aus einem Routenplaner (Nr. 2.2) und wird mit ihrem Tag fortgeschrieben; neu "
        "ermittelt wird sie, wenn sich Wohnort oder Ort ändern (A1-STICHTAG). Es zählen volle Kilometer (A1-KM), nach Tagen wird nichts "
        "gewichtet (A1-TAGE). Wer keine Fahrtkosten verursacht, zählt nicht mit (A1-TEILNEHMENDE); bei mehreren Orten zählt der, an dem "
        "die Person am Stichtag hauptsächlich ist (A1-MEHRORTE). Die Auslegungen stehen in der Ausfüllhilfe.",
        f"„Nachweis dazu“ und „Grund dafür“ bitte nur ausfüllen, wenn der Leistungsträger „{LWV}“ ist. Diagnosen und andere "
        "Gesundheitsdaten gehören nicht in diese Liste. Wann eine Begleitperson oder eine Einzelbeförderung nötig ist: Blatt "
        "„Kostenkalkulation“, unten.",
    ),
    entries=(
        Field(id="kennung", label="Kennung", type=KENNUNG, required=True, personal=True,
              hint="Zum Beispiel TN-0001; kein Name."),
        Field(id="zad", label="ZAD-Nummer des Ortes", type=ZAD, required=True),
        Field(id="traeger", label="Leistungsträger", type=Type(Kind.AUSWAHL, choices=TRAEGER), required=True, source=f"{ANLAGE} Nr. 3"),
        Field(id="befoerderung", label="Beförderung", type=Type(Kind.AUSWAHL, choices=(*ZAEHLEND, *OHNE_KOSTEN)), required=True,
              source=f"{ANLAGE} Nr. 2.1", hint="„freie Wertmarke“ und „ohne Fahrtkosten“ zählen nicht mit."),
        Field(id="strecke", label="Strecke einfach (km)", type=DAILY_WAY, required_when=ZAEHLT, source=f"{ANLAGE} Nr. 2.1",
              hint="Kürzeste Straßenverbindung, wie der Routenplaner sie zeigt; nicht runden."),
        Field(id="routenplaner", label="Routenplaner", type=replace(TEXT, length=100), required_when=ZAEHLT, personal=True,
              source=f"{ANLAGE} Nr. 2.2"),
        Field(id="ermittelt_am", label="ermittelt am", type=DATUM, required_when=ZAEHLT, source=f"{ANLAGE} Nr. 2.2"),
        Field(id="fahrtdauer", label="Fahrtdauer (Minuten)", type=MINUTEN, source=f"{ANLAGE} Nr. 6.1", hint="Dauer der einfachen Fahrt."),
        Field(id="begleitperson", label="Begleitperson", type=JA_NEIN, source=f"{ANLAGE} Nr. 6.2"),
        Field(id="nachweis", label="Nachweis dazu", personal=True, source=f"{ANLAGE} Nr. 6.2",
              type=Type(Kind.AUSWAHL, choices=NACHWEISE),
              hint=f"Nur beim {LWV}: bei medizinischer Indikation die Stellungnahme, sonst die Teilhabeplanung."),
        Field(id="einzelbefoerderung", label="Einzelbeförderung", type=JA_NEIN, source=f"{ANLAGE} Nr. 6.3"),
        Field(id="grund", label="Grund dafür", type=Type(Kind.AUSWAHL, choices=GRUENDE), personal=True, source=f"{ANLAGE} Nr. 6.3",
              required_when=all_of(_row("einzelbefoerderung").eq("ja"), _VOM_LWV),
              hint=f"Nur beim {LWV}; bitte keine Diagnose."),
        Field(id="km", label="volle km", type=KILOMETER, filled_by=FORMEL, expr=_KILOMETER, source="Auslegung A1-KM"),
        Field(id="stand", label="Vergleich zum Vorjahr", type=TEXT, filled_by=FORMEL, expr=stand(), source=f"{ANLAGE} Nr. 2.4"),
    ))  # fmt: skip

KM = TEILNEHMENDE.column("km")
PERSON_ZAEHLT = _one_of(TEILNEHMENDE.column("befoerderung"), ZAEHLEND)
"""A row whose person counts, for sums over all rows."""

_ERMITTELT = TEILNEHMENDE["ermittelt_am"]

REGELN = (
    Rule("A1-KENNUNG", FEHLER, short="Kennung doppelt", roster="teilnehmende", source=f"{ANLAGE} Nr. 2.1",
         when=TEILNEHMENDE["kennung"].ne(""),
         holds=CountRows((TEILNEHMENDE.column("kennung").eq(TEILNEHMENDE["kennung"]),))
         .named("die Zahl der Zeilen mit dieser Kennung") <= 1,
         must="Jede Kennung steht nur in einer Zeile.",
         broken="Dieselbe Kennung steht in {1} Zeilen.",
         remedy="Bitte jede Person nur einmal aufführen und jede Kennung nur einmal vergeben."),
    Rule("A1-NACHWEIS", FEHLER, short="Nachweis fehlt", roster="teilnehmende", source=f"{ANLAGE} Nr. 6.2",
         when=TEILNEHMENDE["begleitperson"].eq("ja"),
         holds=any_of(TEILNEHMENDE["nachweis"].ne(""), _VON_ANDEREN),
         said=f"Zu einer Begleitperson gehört die Art des Nachweises, wenn der Leistungsträger „{LWV}“ ist.",
         remedy="Bitte angeben, womit die Notwendigkeit der Begleitperson nachgewiesen ist."),
    Rule("A1-NUR-LWV", HINWEIS, short="Nachweis, Grund: nicht gebraucht", roster="teilnehmende", source=f"{ANLAGE} Nr. 3.1, 6.2 und 6.3",
         only_nonzero=True, when=_VON_ANDEREN,
         holds=all_of(TEILNEHMENDE["nachweis"].eq(""), TEILNEHMENDE["grund"].eq("")),
         said=f"Nachweis und Grund werden nur gebraucht, wenn der Leistungsträger „{LWV}“ ist.",
         remedy="Bitte beides leeren oder den Leistungsträger berichtigen: Was nicht gebraucht wird, soll nicht in der Liste stehen."),
    Rule("A1-NAME", WARNUNG, short="Name statt Kennung?", roster="teilnehmende",
         source=f"{ANLAGE} Nr. 2.1",  # a finding must not repeat the name
         holds=if_(NameLike(TEILNEHMENDE["kennung"]), 1, 0).eq(0), said="Als Kennung darf nichts stehen, was wie ein Name aussieht.",
         remedy="Bitte keine Namen eintragen, sondern eine Kennung, zum Beispiel TN-0001."),
    Rule("A1-FAHRTDAUER", WARNUNG, short="Fahrt dauert zu lang", roster="teilnehmende", source=f"{ANLAGE} Nr. 6.1",
         when=all_of(TEILNEHMENDE["fahrtdauer"].ne(""), numbers(satz("fahrtdauer_hoechstens")).eq(1)),
         holds=TEILNEHMENDE["fahrtdauer"]
         <= satz("fahrtdauer_hoechstens").named("die angestrebte Höchstdauer einer einfachen Fahrt"),
         must="Eine einfache Fahrt dauert nicht länger als angestrebt (Nr. 6.1).",
         broken="Die einfache Fahrt dauert {1} Minuten, angestrebt sind höchstens {2}.",
         remedy="Bitte die Fahrtdauer prüfen und, wenn möglich, die Tour anders planen."),
    Rule("A1-STICHTAG", WARNUNG, short="nach dem Stichtag ermittelt", roster="teilnehmende", source=f"{ANLAGE} Nr. 2.4",
         when=_ERMITTELT.ne(""),
         holds=_ERMITTELT <= tag("stichtag").named("der Stichtag"),
         must="„Ermittelt am“ liegt nicht nach dem Stichtag.",
         remedy="Bitte die Strecke angeben, die zum Stichtag gilt."),
    Rule("A1-KM-NULL", HINWEIS, short="unter 1 km, zählt als 0", roster="teilnehmende", source="Auslegung A1-KM",
         when=all_of(ZAEHLT, _row("strecke").ne("")),
         holds=TEILNEHMENDE["km"].named("die Entfernung in vollen Kilometern") >= lift(1).named("ein voller Kilometer"),
         must="Die Strecke ist mindestens einen vollen Kilometer lang.",
         broken="Die Strecke ist kürzer als ein voller Kilometer und zählt mit {1} km.",
         remedy="Strecken unter 1 km zählen mit 0 km; bitte nur prüfen, ob die Strecke stimmt."),
)  # fmt: skip

WEGE = WayRoles(
    section=ENTFERNUNG, roster=LISTE, start="kennung", end="zad", length="strecke", told_by="routenplaner", told_on="ermittelt_am",
)  # fmt: skip
