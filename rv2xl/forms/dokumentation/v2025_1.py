"""Dokumentation 2025.1, as it was released: how it differs from today's."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.grundlagen import ANDERE, LWV, NAME
from rv2xl.forms.dokumentation.leistungserbringer import BLAETTER, KENNUNG, LEGENDE
from rv2xl.forms.dokumentation.ort import (
    ALTER,
    AUSGELAGERT,
    BEWILLIGT,
    ERBRACHT,
    KEINE_ANDEREN,
    PERSONAL,
    PERSONEN,
    PROZESS,
    STRUKTUR,
    WIE,
)
from rv2xl.model.definitions.blocks import Notes
from rv2xl.model.definitions.guidance import FIRST
from rv2xl.model.definitions.revision import revised
from rv2xl.model.definitions.rule import Rule
from rv2xl.recht.law import auslegungen

VERSION = "2025.1"

ZUR_ARBEITSMAPPE = Notes(heading="Zu dieser Arbeitsmappe", own=True, notes=tuple(
    f"{entry.question} {entry.reading} (Auslegung {entry.id})" for entry in auslegungen(NAME, VERSION) if not entry.fields
))  # fmt: skip
"""Stood on the Deckblatt; today the Ausfüllhilfe says it."""

_TRAEGER = (LWV, replace(ANDERE, stand_in=None))
"""Every Leistungsträger had to be answered for."""

_STUNDEN = "Stunden mit höchstens zwei Nachkommastellen, einschließlich Vor- und Nachbereitung."


def _other_remedy(code: str, remedy: str) -> tuple[Rule, ...]:
    return tuple(replace(rule, remedy=remedy) for rule in DOKUMENTATION.rules[code])


DOKUMENTATION_2025_1 = revised(
    DOKUMENTATION, VERSION, guidance=FIRST, auslegungen=auslegungen(NAME, VERSION),
    blocks={
        LEGENDE: (replace(LEGENDE, notes=("✓ in Ordnung   ○ noch offen   ! bitte prüfen   ✗ muss berichtigt werden",)),),
        KENNUNG: (ZUR_ARBEITSMAPPE, KENNUNG),
        BEWILLIGT: (replace(BEWILLIGT, columns=_TRAEGER, hint=_STUNDEN),),
        ERBRACHT: (replace(ERBRACHT, columns=_TRAEGER, hint=_STUNDEN),),
        PERSONAL: (replace(PERSONAL, new_page=False, hint="Vollzeitstellen mit höchstens zwei Nachkommastellen, nur dieses Sheet."),),
        PERSONEN: (replace(
            PERSONEN, columns=_TRAEGER, new_page=True,
            hint="Personen am Stichtag; jede Person in genau einer der drei oberen Zeilen, Kombi-BiB als Teilmenge."),),
        ALTER: (replace(
            ALTER, columns=_TRAEGER,
            hint="Vollendete Lebensjahre am Stichtag; Personen unter 18 zählen in der ersten Zeile."),),
        AUSGELAGERT: (replace(AUSGELAGERT, hint="Stand am Stichtag; wo nichts anfällt, eine 0 eintragen."),),
        STRUKTUR: (replace(STRUKTUR, stand_in=None, new_page=True),), PROZESS: (replace(PROZESS, stand_in=None),),
        **dict.fromkeys((KEINE_ANDEREN, WIE, BLAETTER), ()),
    },
    rules={
        "A2-PERSONAL-FEHLT": _other_remedy(
            "A2-PERSONAL-FEHLT", "Bitte die Vollzeitstellen dieses Sheets eintragen oder unter „Bemerkung“ erklären."),
        "A2-ANDERE-KEINE": (), "A2-AUSGEFUELLT-AM": (),
    })  # fmt: skip
