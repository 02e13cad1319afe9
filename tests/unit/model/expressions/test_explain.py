"""What people read of a rule: its text, and how it is broken. Every rule of every form, sentence by sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from rv2xl import forms
from rv2xl.model.definitions.field import ANZAHL, DATUM, STUNDEN, TEXT, Field
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.definitions.guidance import FIRST, LEADING
from rv2xl.model.definitions.rule import Judgement, Rule
from rv2xl.model.expressions.evaluate import compiled
from rv2xl.model.expressions.explain import rule_text, sentence, violation
from rv2xl.model.expressions.expr import Const, Expr, NameLike, Ref, Value, all_of, any_of, if_, not_, total
from rv2xl.model.expressions.known_values import KnownValues
from rv2xl.model.finding import Severity

PERSONEN = {"personen.eigene_region.lwv": 60, "personen.hessen.lwv": 40, "personen.eigene_region.andere": 18}
REGELFRIST = {"deckblatt.regelfrist": date(2026, 3, 31)}


class Sentences(NamedTuple):
    """A rule's text, values that break it, and what is then said."""

    text: str
    values: dict[str, Value]
    violation: str


DOKUMENTATION = {
    "A2-AUSBILDUNG": Sentences(
        "Wenn „Leistungserbringer bildet aus“ „nein“ ist, muss die Anzahl der Auszubildenden/ Studierenden 0 sein.",
        {"ausbildung.bildet_aus": "nein", "ausbildung.anzahl": 1},
        "„Leistungserbringer bildet aus“ ist „nein“. Die Anzahl der Auszubildenden/ Studierenden ist 1, muss aber 0 sein.",
    ),
    "A2-AUSBILDUNG-NULL": Sentences(
        "Wenn „Leistungserbringer bildet aus“ „ja“ ist, muss die Anzahl der Auszubildenden/ Studierenden größer als 0 sein.",
        {"ausbildung.bildet_aus": "ja", "ausbildung.anzahl": 0},
        "„Leistungserbringer bildet aus“ ist „ja“. Die Anzahl der Auszubildenden/ Studierenden ist 0, nicht größer als 0.",
    ),
    "A2-ALTER-SUMME.lwv": Sentences(
        "Die Summe der Altersgruppen und die Summe der Personen nach Herkunft müssen gleich sein.",
        {"alter.a18_30.lwv": 1200, **PERSONEN},
        "Leistungsträgerschaft LWV Hessen: Die Summe der Altersgruppen ist 1.200, die Summe der Personen nach Herkunft ist 100; "
        "beide müssen gleich sein.",
    ),
    "A2-ALTER-SUMME.andere": Sentences(
        "Die Summe der Altersgruppen und die Summe der Personen nach Herkunft müssen gleich sein.",
        {"alter.a66.andere": 17, **PERSONEN},
        "Andere Leistungsträger: Die Summe der Altersgruppen ist 17, die Summe der Personen nach Herkunft ist 18; "
        "beide müssen gleich sein.",
    ),
    "A2-KOMBI-TEILMENGE.lwv": Sentences(
        "Die Anzahl Kombi-BiB darf nicht größer sein als die Summe der Personen nach Herkunft.",
        {"personen.kombi_bib.lwv": 101, **PERSONEN},
        "Leistungsträgerschaft LWV Hessen: Die Anzahl Kombi-BiB ist 101 und damit größer als die Summe der Personen nach Herkunft (100).",
    ),
    "A2-KOMBI-TEILMENGE.andere": Sentences(
        "Die Anzahl Kombi-BiB darf nicht größer sein als die Summe der Personen nach Herkunft.",
        {"personen.kombi_bib.andere": 19, **PERSONEN},
        "Andere Leistungsträger: Die Anzahl Kombi-BiB ist 19 und damit größer als die Summe der Personen nach Herkunft (18).",
    ),
    "A2-KONZEPTION-DATUM.fehlt": Sentences(
        "Wenn „Konzeption liegt vor“ „ja“ ist, muss das Datum der Konzeption angegeben sein.",
        {"konzeption.liegt_vor": "ja"},
        "„Konzeption liegt vor“ ist „ja“. Das Datum der Konzeption fehlt.",
    ),
    "A2-KONZEPTION-DATUM.ohne_konzeption": Sentences(
        "Wenn „Konzeption liegt vor“ „nein“ ist, muss das Datum der Konzeption leer sein.",
        {"konzeption.liegt_vor": "nein", "konzeption.vom": date(2024, 5, 1)},
        "„Konzeption liegt vor“ ist „nein“. Das Datum der Konzeption ist angegeben (01.05.2024), muss aber leer sein.",
    ),
    "A2-KONZEPTION-DATUM.zu_spaet": Sentences(
        "Das Datum der Konzeption darf nicht später sein als der Tag, bis zu dem die Dokumentation vorzulegen ist.",
        {"konzeption.vom": date(2026, 4, 1)},
        "Das Datum der Konzeption ist 01.04.2026 und damit später als der Tag, bis zu dem die Dokumentation vorzulegen ist (31.03.2026).",
    ),
    "A2-ERBRACHT-BEWILLIGT.lwv": Sentences(
        "Die Stundenzahl der erbrachten Leistungen darf nicht größer sein als die Stundenzahl der bewilligten Leistungen.",
        {"erbracht.lwv": Decimal("1500.01"), "bewilligt.lwv": Decimal("1500.00")},
        "Leistungsträgerschaft LWV Hessen: Die Stundenzahl der erbrachten Leistungen ist 1.500,01 und damit größer als die Stundenzahl der "
        "bewilligten Leistungen (1.500,00).",
    ),
    "A2-ERBRACHT-BEWILLIGT.andere": Sentences(
        "Die Stundenzahl der erbrachten Leistungen darf nicht größer sein als die Stundenzahl der bewilligten Leistungen.",
        {"erbracht.andere": Decimal("0.01")},
        "Andere Leistungsträger: Die Stundenzahl der erbrachten Leistungen ist 0,01 und damit größer als die Stundenzahl der bewilligten "
        "Leistungen (leer).",
    ),
    "A2-PLATZZAHL": Sentences(
        "Die Summe der Personen aller Leistungsträger darf nicht größer sein als die vereinbarte Platzzahl.",
        {"kopf.platzzahl": 117, **PERSONEN},
        "Die Summe der Personen aller Leistungsträger ist 118 und damit größer als die vereinbarte Platzzahl (117).",
    ),
    "A2-PERSONAL-FEHLT": Sentences(
        "Wenn die Summe der Personen aller Leistungsträger größer als 0 ist, muss die Summe des eingesetzten Personals größer als 0 sein.",
        {"personal.fab": Decimal("0.00"), **PERSONEN},
        "Die Summe der Personen aller Leistungsträger ist 118. Die Summe des eingesetzten Personals ist 0,00, muss aber größer als 0 sein.",
    ),
    "A2-GRUPPEN-BETRIEBE": Sentences(
        "Es muss gelten, dass „Anzahl Gruppen“ größer als 0 ist und „Anzahl Betriebe“ größer als 0 ist oder „Anzahl Gruppen“ 0 ist und "
        "„Anzahl Betriebe“ 0 ist.",
        {"ausgelagert.gruppen": 3, "ausgelagert.betriebe": 0},
        "„Ausgelagerte Arbeitsgruppen – Anzahl Gruppen“ ist 3 und „Ausgelagerte Arbeitsgruppen – Anzahl Betriebe“ ist 0. Es muss gelten, "
        "dass „Anzahl Gruppen“ größer als 0 ist und „Anzahl Betriebe“ größer als 0 ist oder „Anzahl Gruppen“ 0 ist und „Anzahl Betriebe“ 0 "
        "ist.",
    ),
    "A2-FEHLANZEIGE": Sentences(
        "Wenn „Fehlanzeige“ „ja“ ist, muss die Summe aller Zahlen dieses Blattes 0 sein.",
        {"zusatz.fehlanzeige": "ja", "bewilligt.lwv": Decimal("1.00")},
        "„Fehlanzeige“ ist „ja“. Die Summe aller Zahlen dieses Blattes ist 1,00, muss aber 0 sein.",
    ),
}

STAMMDATEN = {
    "traeger ST-DOPPELT": Sentences(
        "Die Zahl der Zeilen mit dieser Nummer darf höchstens 1 sein.",
        {"traeger.*.nummer": "0007"},
        "„Leistungserbringer – Nummer“ ist „0007“. Die Zahl der Zeilen mit dieser Nummer ist 2, darf aber höchstens 1 sein.",
    ),
    "traeger ST-OHNE-ORT": Sentences(
        "Die Zahl der Orte dieses Leistungserbringers muss größer als 0 sein.",
        {"traeger.*.nummer": "0099"},
        "„Leistungserbringer – Nummer“ ist „0099“. Die Zahl der Orte dieses Leistungserbringers ist 0, nicht größer als 0.",
    ),
    "orte ST-TRAEGER": Sentences(
        "Die Zahl der Leistungserbringer mit dieser Nummer muss größer als 0 sein.",
        {"orte.*.traeger": "0099"},
        "„Orte der Leistungserbringung – Nummer des Leistungserbringers“ ist „0099“. Die Zahl der Leistungserbringer mit dieser Nummer ist "
        "0, muss aber größer als 0 sein.",
    ),
    "orte ST-KREIS": Sentences(
        "Die Zahl der in diesem Jahr geltenden Kreise mit diesem Schlüssel muss größer als 0 sein.",
        {"orte.*.kreis": "06999"},
        "„Orte der Leistungserbringung – Kreisschlüssel“ ist „06999“. Die Zahl der in diesem Jahr geltenden Kreise mit diesem "
        "Schlüssel ist 0, muss aber größer als 0 sein.",
    ),
    "orte ST-DOPPELT": Sentences(
        "Die Zahl der Zeilen mit dieser ZAD-Nummer und Leistung zur selben Zeit darf höchstens 1 sein.",
        {"orte.*.zad": "11000001", "orte.*.leistung": "58"},
        "„Orte der Leistungserbringung – ZAD-Nummer“ ist „11000001“. Die Zahl der Zeilen mit dieser ZAD-Nummer und Leistung zur "
        "selben Zeit ist 2, darf aber höchstens 1 sein.",
    ),
}


def row(roster: str, **values: Value) -> dict[str, Value]:
    return defaultdict(lambda: None, {f"{roster}.*.{name}": value for name, value in values.items()})


BOOK = KnownValues(
    {"deckblatt": defaultdict(lambda: None, {**REGELFRIST, "deckblatt.stichtag": date(2025, 12, 31)})},
    {
        "traeger": [row("traeger", nummer="0007"), row("traeger", nummer="0007")],
        "orte": [row("orte", traeger="0007", zad="11000001", leistung="58")] * 2,
        "kreise": [row("kreise", schluessel="06437")],
    },
)


RELEASED = "2025.1"


def judgements(form: str, *sections: str) -> dict[str, tuple[Judgement, Sheet]]:
    """Every judgement of the first released version by its id, as its sentences are made; the register's by sheet too, since two rules
    share a code."""
    found = {}
    released = forms.version(form, RELEASED)
    assert released is not None
    for section in sections:
        sheet = released.sections[section]
        for written in sheet.judgements:
            judgement = replace(written, rule=replace(written.rule, must="", broken=""))
            found[f"{section} {judgement.id}" if form == "stammdaten" else judgement.id] = (judgement, sheet)
    return found


RULES = judgements("dokumentation", "leistungserbringer", "ort_58") | judgements("stammdaten", "traeger", "orte")
SENTENCES = DOKUMENTATION | STAMMDATEN


def test_every_rule_has_its_sentences_here() -> None:
    assert SENTENCES.keys() == RULES.keys()
    all_codes = {
        code
        for name in ("dokumentation", "stammdaten")
        for form in forms.versions(name)
        if form.version == RELEASED
        for code in form.rules
    }
    assert {judgement.rule.code for judgement, _ in RULES.values()} == all_codes


def known_in(sheet: Sheet) -> Callable[[Ref], Field | None]:
    return lambda ref: sheet.known(ref.field) if ref.sheet is None else None


@pytest.mark.parametrize("name", RULES)
def test_the_text_of_a_rule(name: str) -> None:
    judgement, sheet = RULES[name]
    assert rule_text(judgement, known_in(sheet)) == SENTENCES[name].text


@pytest.mark.parametrize("name", RULES)
def test_how_a_rule_is_broken(name: str) -> None:
    judgement, sheet = RULES[name]
    own: dict[str, Value] = defaultdict(lambda: None, SENTENCES[name].values)

    def value(expr: Expr) -> Any:
        return compiled(expr, known_in(sheet))(own, BOOK)

    assert judgement.when is None or value(judgement.when)
    assert not value(judgement.holds)
    assert violation(judgement, known_in(sheet), value) == SENTENCES[name].violation


# -------------------------------------------------------------------------------------- sentences no form needs yet

FIELDS = {
    field.id: field
    for field in (
        Field(id="a.x", label="X", type=ANZAHL),
        Field(id="a.y", label="Y", type=ANZAHL),
        Field(id="a.stunden", label="Stunden", context="Leistungen", type=STUNDEN),
        Field(id="a.von", label="von", type=DATUM),
        Field(id="a.bis", label="bis", type=DATUM),
        Field(id="a.name", label="Name", type=TEXT),
    )
}
X, Y, STUNDEN_, VON, BIS, NAME = (Ref(name) for name in FIELDS)
VALUES: dict[str, Value] = {
    "a.x": 3,
    "a.y": 3,
    "a.stunden": Decimal("1.5"),
    "a.von": date(2025, 1, 2),
    "a.bis": date(2025, 1, 1),
    "a.name": "Q",
}


@pytest.mark.parametrize(
    ("holds", "when", "text", "broken"),
    [
        (X.ne(Y), None, "„X“ und „Y“ müssen verschieden sein.", "„X“ ist 3, „Y“ auch; beide müssen verschieden sein."),
        (
            VON <= BIS,
            None,
            "„von“ darf nicht später sein als „bis“.",
            "„von“ ist 02.01.2025 und damit später als „bis“ (01.01.2025).",
        ),
        (
            BIS >= VON,
            None,
            "„bis“ darf nicht früher sein als „von“.",
            "„bis“ ist 01.01.2025 und damit früher als „von“ (02.01.2025).",
        ),
        (
            STUNDEN_ >= 2,
            None,
            "„Leistungen – Stunden“ muss mindestens 2 sein.",
            "„Leistungen – Stunden“ ist 1,50, muss aber mindestens 2 sein.",
        ),
        (X <= 2, None, "„X“ darf höchstens 2 sein.", "„X“ ist 3, darf aber höchstens 2 sein."),
        (X < 3, None, "„X“ muss kleiner als 3 sein.", "„X“ ist 3, muss aber kleiner als 3 sein."),
        (X.eq(2), None, "„X“ muss 2 sein.", "„X“ ist 3, muss aber 2 sein."),
        (
            NAME.ne("Q"),
            None,
            "„Name“ muss verschieden von „Q“ sein.",
            "„Name“ ist „Q“, muss aber verschieden von „Q“ sein.",
        ),
        (NAME.eq(""), None, "„Name“ muss leer sein.", "„Name“ ist angegeben („Q“), muss aber leer sein."),
        (
            total((X, Y)) <= STUNDEN_,
            None,
            "Die Summe aus „X“ und „Y“ darf nicht größer sein als „Leistungen – Stunden“.",
            "Die Summe aus „X“ und „Y“ ist 6 und damit größer als „Leistungen – Stunden“ (1,50).",
        ),
        (X + Y <= 5, None, "„X“ plus „Y“ darf höchstens 5 sein.", "„X“ plus „Y“ ist 6, darf aber höchstens 5 sein."),
        (
            X * 2 - Y <= 2,
            None,
            "„X“ mal 2 minus „Y“ darf höchstens 2 sein.",
            "„X“ mal 2 minus „Y“ ist 3, darf aber höchstens 2 sein.",
        ),
        (
            X <= 2,
            NAME.ne(""),
            "Wenn „Name“ angegeben ist, darf „X“ höchstens 2 sein.",
            "„Name“ ist „Q“. „X“ ist 3, darf aber höchstens 2 sein.",
        ),
        (X <= 2, X.ne(""), "„X“ darf höchstens 2 sein.", "„X“ ist 3, darf aber höchstens 2 sein."),
        (
            X <= 2,
            all_of(X.ne(""), Y > 0),
            "Wenn „Y“ größer als 0 ist, darf „X“ höchstens 2 sein.",
            "„Y“ ist 3. „X“ ist 3, darf aber höchstens 2 sein.",
        ),
        (
            X <= 2,
            all_of(Y > 0, NAME.eq("Q")),
            "Wenn „Y“ größer als 0 ist und „Name“ „Q“ ist, darf „X“ höchstens 2 sein.",
            "„Y“ ist 3. „Name“ ist „Q“. „X“ ist 3, darf aber höchstens 2 sein.",
        ),
        (
            X <= 2,
            any_of(Y > 0, not_(NAME.eq("Q"))),
            "Wenn „Y“ größer als 0 ist oder nicht gilt, dass „Name“ „Q“ ist, darf „X“ höchstens 2 sein.",
            "„X“ ist 3, darf aber höchstens 2 sein.",
        ),
    ],
    ids=str,
)
def test_sentences(holds: Expr, when: Expr | None, text: str, broken: str) -> None:
    (judgement,) = Rule("P", Severity.FEHLER, holds=holds, when=when, remedy="").judgements()

    def known(ref: Ref) -> Field | None:
        return FIELDS.get(ref.field)

    def value(expr: Expr) -> Any:
        return compiled(expr, known)(VALUES, KnownValues())

    assert not value(holds)
    assert rule_text(judgement, known) == text
    assert violation(judgement, known, value) == broken


@pytest.mark.parametrize(
    ("holds", "when", "broken"),
    [
        (NAME.eq(""), None, "„Name“ ist angegeben (hier nicht genannt), muss aber leer sein."),
        (if_(X > 2, NAME, "").eq(""), None, "Der Wert ist angegeben (hier nicht genannt), muss aber leer sein."),
        (X <= 2, NAME.ne("R"), "„X“ ist 3, darf aber höchstens 2 sein."),
        (any_of(NAME.eq(""), X <= 2), None, "„Name“ ist hier nicht genannt und „X“ ist 3. Es muss gelten, dass „Name“ leer ist oder „X“ "
         "höchstens 2 ist."),
        (if_(NameLike(NAME), 1, 0).eq(0), None, "Der Wert ist 1, muss aber 0 sein."),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_about_a_person_is_not_quoted(holds: Expr, when: Expr | None, broken: str) -> None:
    (judgement,) = Rule("P", Severity.FEHLER, holds=holds, when=when, remedy="").judgements()
    fields = {**FIELDS, "a.name": replace(FIELDS["a.name"], personal=True)}

    def known(ref: Ref) -> Field | None:
        return fields.get(ref.field)

    def value(expr: Expr) -> Any:
        return compiled(expr, known)({**VALUES, "a.name": "Beispielfrau"}, KnownValues())

    assert not value(holds)
    assert violation(judgement, known, value) == broken


# ------------------------------------------------------------------------------------------------ sentences by hand


def by_hand(**changes: Any) -> tuple[Judgement, Callable[[Ref], Field | None], Callable[[Expr], Any]]:
    """A rule of a list with sentences by hand, and what stands in one row."""
    fields = {
        "p.*.soll": Field(id="p.*.soll", label="Soll", type=STUNDEN),
        "p.*.name": Field(id="p.*.name", label="Name", type=TEXT, personal=True),
    }

    def known(ref: Ref) -> Field | None:
        return fields.get(ref.field)

    rule = Rule("P", Severity.FEHLER, holds=Ref("p.*.soll") <= Const(Decimal("2.50")), remedy="", roster="p", **changes)
    own: dict[str, Value] = {"p.*.soll": Decimal("1234.50"), "p.*.name": "Erika Muster"}
    (judgement,) = rule.judgements()
    return judgement, known, lambda expr: compiled(expr, known)(own, BOOK)


def test_a_rule_by_hand_says_its_numbers() -> None:
    judgement, known, value = by_hand(broken="Soll ist {1}, erlaubt sind {2}; eingetragen ist {soll}.")
    assert violation(judgement, known, value) == "Soll ist 1.234,50, erlaubt sind 2,50; eingetragen ist 1.234,50."


def test_a_rule_by_hand_does_not_say_what_is_personal() -> None:
    judgement, known, value = by_hand(broken="Der Name {name} ist zu lang.")
    assert violation(judgement, known, value) == "Der Name hier nicht genannt ist zu lang."


def test_signs_stand_only_beside_their_numbers() -> None:
    judgement, known, _ = by_hand(must="Soll ① ist höchstens so viel wie erlaubt ②.")
    assert sentence(judgement, known, LEADING, ("①", "②")) == "Soll\u00a0① ist höchstens so viel wie erlaubt\u00a0②."
    assert sentence(judgement, known, LEADING, ("①", "")) == "Soll\u00a0① ist höchstens so viel wie erlaubt."
    assert sentence(judgement, known, LEADING) == "Soll ist höchstens so viel wie erlaubt."
    assert sentence(judgement, known, FIRST, ("①", "")) == "„Soll“ darf höchstens 2,50 sein."


def test_signs_stand_behind_what_is_compared() -> None:
    judgement, known, _ = by_hand()
    assert sentence(judgement, known, LEADING, ("①", "")) == "„Soll“\u00a0① darf höchstens 2,50 sein."
