"""What a row of the register says at its end is what `check` says of it: by a spreadsheet engine, for each way of typing.

✗ stands only where `check` has an error, ✓ and i only where it has none. Of a text where a number or a day belongs the sheet cannot tell
whether `check` reads it: there it asks to look at the spelling, and judges nothing by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from rv2xl.model.expressions.expr import Value
from tests.differential.engines import formulon_values
from tests.forms.standard import judged, standard

BOOK = standard("stammdaten")
FINE, WRONG = "✓ vollständig", "✗ ungültige Angabe"
NO_TRAEGER, NO_KREIS = "✗ diesen Leistungserbringer gibt es nicht", "✗ diesen Kreis gibt es in diesem Jahr nicht"
TWICE, NUMBER_TWICE = "✗ ZAD und Leistung stehen zur selben Zeit mehrmals da", "✗ Nummer steht mehrmals im Blatt"
NO_ORT, OTHER_KREIS, AGAIN = (
    "i kein Ort im Blatt „Orte“",
    "i Kreis ist ein anderer als zuvor",
    "i Ort steht in diesem Jahr zweimal da",
)
ASKED, ASKED_ELSEWHERE = "! Schreibweise prüfen", "! Tag in anderer Zeile prüfen"
READ = ["NORMALISIERT"]
UNJUDGED = ["NICHT-GEPRUEFT"]
SAME_ORT = {"orte.2.zad": "11000001", "orte.2.gueltig_von": date(2025, 7, 1)}

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "row", "shown", "codes"),
    [
        # the number of a Leistungserbringer, on both sheets
        ({"orte.2.traeger": "0007"}, "orte.2", FINE, []),
        ({"orte.2.traeger": 7}, "orte.2", FINE, READ),
        ({"orte.2.traeger": "7"}, "orte.2", FINE, READ),
        ({"orte.2.traeger": " 0007 "}, "orte.2", FINE, READ),
        ({"orte.2.traeger": f"0007{NBSP}"}, "orte.2", FINE, READ),
        ({"orte.2.traeger": "00007"}, "orte.2", NO_TRAEGER, ["ST-TRAEGER"]),
        ({"orte.2.traeger": 70}, "orte.2", NO_TRAEGER, ["NORMALISIERT", "ST-TRAEGER"]),
        ({"orte.2.traeger": "A7"}, "orte.2", NO_TRAEGER, ["ST-TRAEGER"]),
        ({"orte.2.traeger": "*"}, "orte.2", NO_TRAEGER, ["ST-TRAEGER"]),
        ({"orte.2.traeger": "000?"}, "orte.2", NO_TRAEGER, ["ST-TRAEGER"]),
        ({"traeger.1.nummer": 7}, "traeger.1", FINE, READ),
        ({"traeger.1.nummer": 7}, "orte.1", FINE, READ),
        ({"traeger.2.nummer": "7", "traeger.2.name": "Zwei"}, "traeger.1", NUMBER_TWICE, ["NORMALISIERT", "ST-DOPPELT", "ST-DOPPELT"]),
        ({"traeger.2.nummer": 8, "traeger.2.name": "Zwei"}, "traeger.2", NO_ORT, ["NORMALISIERT", "ST-OHNE-ORT"]),
        ({"traeger.2.nummer": 8, "traeger.2.name": "Zwei", "orte.1.traeger": "0008"}, "traeger.2", FINE, READ),
        # the key of a Kreis
        ({"orte.2.kreis": 6437}, "orte.2", FINE, READ),
        ({"orte.2.kreis": "6437"}, "orte.2", FINE, READ),
        ({"orte.2.kreis": f"{NBSP}06437"}, "orte.2", FINE, READ),
        ({"orte.2.kreis": "06999"}, "orte.2", NO_KREIS, ["ST-KREIS"]),
        ({"orte.2.kreis": 6415}, "orte.2", NO_KREIS, ["NORMALISIERT", "ST-KREIS"]),
        ({"orte.2.kreis": "Odenwald"}, "orte.2", WRONG, ["BEREICH", *["NICHT-GEPRUEFT"] * 2]),
        ({"orte.2.kreis": "006437"}, "orte.2", WRONG, ["BEREICH", *["NICHT-GEPRUEFT"] * 2]),
        # ZAD and Leistung: a number, a text, blanks around it
        ({"orte.2.zad": 11000001}, "orte.2", TWICE, ["NORMALISIERT", "ST-DOPPELT", "ST-DOPPELT"]),
        ({"orte.2.zad": "11000001 "}, "orte.1", TWICE, ["NORMALISIERT", "ST-DOPPELT", "ST-DOPPELT"]),
        ({"orte.2.zad": "011000001"}, "orte.2", FINE, []),
        ({"orte.2.zad": 11000001, "orte.2.leistung": 60}, "orte.2", FINE, READ * 2),
        ({"orte.2.zad": 11000001, "orte.2.leistung": 60, "orte.2.kreis": 6435}, "orte.2", OTHER_KREIS,
         [*READ * 3, *["ST-KREIS-WECHSEL"] * 2]),
        ({"orte.2.leistung": 58}, "orte.2", FINE, READ),
        ({"orte.2.leistung": "58 "}, "orte.2", FINE, READ),
        ({"orte.2.leistung": f"{NBSP}58"}, "orte.2", FINE, READ),
        ({"orte.2.leistung": "58\u200b"}, "orte.2", ASKED, READ),
        ({"orte.2.leistung": "5８"}, "orte.2", ASKED, READ),
        ({"orte.2.leistung": "§ 58"}, "orte.2", ASKED, ["LISTE", *UNJUDGED * 2]),
        ({"orte.2.leistung": "59"}, "orte.2", ASKED, ["LISTE", *UNJUDGED * 2]),
        # texts where a number or a day belongs, and numbers that are none
        ({"orte.2.platzzahl": "40 Plätze"}, "orte.2", ASKED, READ),
        ({"orte.2.platzzahl": "40"}, "orte.2", ASKED, READ),
        ({"orte.2.platzzahl": "k. A."}, "orte.2", ASKED, READ),
        ({"orte.2.platzzahl": "viele"}, "orte.2", ASKED, ["TYP"]),
        ({"orte.2.platzzahl": -1}, "orte.2", WRONG, ["BEREICH"]),
        ({"orte.2.platzzahl": Decimal("40.5")}, "orte.2", WRONG, ["TYP"]),
        ({"orte.2.platzzahl": -1, "orte.2.gueltig_bis": "31.12.2025"}, "orte.2", WRONG, ["BEREICH", *READ]),
        ({"orte.2.gueltig_bis": date(2025, 12, 31)}, "orte.2", FINE, []),
        ({"orte.2.gueltig_bis": "31.12.2025"}, "orte.2", ASKED, READ),
        ({"orte.2.gueltig_bis": "2025-12-31"}, "orte.2", ASKED, READ),
        ({"orte.2.gueltig_bis": "31.06.2025"}, "orte.2", ASKED, ["DATUM", *UNJUDGED]),
        ({"orte.2.gueltig_bis": date(1900, 1, 1)}, "orte.2", WRONG, ["DATUM", *UNJUDGED]),
        ({"orte.2.gueltig_bis": "31.12.2025", "orte.2.name": None}, "orte.2", ASKED, [*READ, "PFLICHT"]),
        ({"traeger.1.frist": "31.05.2026 "}, "traeger.1", ASKED, READ),
        # a day by which another row is judged
        (SAME_ORT | {"orte.1.gueltig_bis": date(2025, 6, 30)}, "orte.2", AGAIN, ["ST-ORT-ZWEIMAL"]),
        (SAME_ORT | {"orte.1.gueltig_bis": "30.06.2025"}, "orte.2", ASKED_ELSEWHERE, [*READ, "ST-ORT-ZWEIMAL"]),
        (SAME_ORT | {"orte.1.gueltig_von": "01.01.2025"}, "orte.2", ASKED_ELSEWHERE, [*READ, "ST-DOPPELT", "ST-DOPPELT"]),
        ({"orte.1.gueltig_bis": "31.12.2025"}, "orte.2", FINE, READ),
        # texts: too long, or none
        ({"orte.2.plz": 64720}, "orte.2", FINE, READ),
        ({"orte.2.plz": "6471"}, "orte.2", FINE, READ),
        ({"orte.2.plz": "64720 Mich"}, "orte.2", FINE, []),
        ({"orte.2.plz": "64720 Miche"}, "orte.2", WRONG, ["BEREICH"]),
        ({"orte.2.plz": "64720 Mich "}, "orte.2", FINE, READ),
        ({"orte.2.name": "x" * 250}, "orte.2", FINE, []),
        ({"orte.2.name": "x" * 251}, "orte.2", WRONG, ["BEREICH"]),
        ({"orte.2.name": True}, "orte.2", WRONG, ["TYP"]),
        ({"traeger.2.nummer": "1" * 21, "traeger.2.name": "Zwei"}, "traeger.2", WRONG, ["BEREICH", *UNJUDGED * 2]),
        ({"orte.2.name": None}, "orte.2", "○ noch unvollständig", ["PFLICHT"]),
    ],
)  # fmt: skip
def test_both_say_the_same(typed: Mapping[str, Value], row: str, shown: str, codes: list[str]) -> None:
    entered: dict[str, dict[str, Value]] = {}
    for name, value in typed.items():
        entered.setdefault(BOOK.home(name), {})[name] = value
    data = BOOK.file(entered)
    placed = BOOK.layout.by_key[row.split(".", maxsplit=1)[0]]
    cell = placed.plan.computed[f"zustand.{row}"]
    assert formulon_values(data)[placed.name][cell.name] == shown
    assert sorted(found.code for found in judged(data)[1]) == sorted(codes)


@pytest.mark.parametrize(
    ("kreis", "named"),
    [("06437", "Odenwaldkreis"), (6437, "Odenwaldkreis"), ("6437 ", "Odenwaldkreis"), ("06415", "Stadt Hanau"),
     ("06999", "unbekannt"), (None, None)],
)  # fmt: skip
def test_the_name_of_the_kreis_stands_beside_its_key(kreis: Value, named: str | None) -> None:
    orte = BOOK.layout.by_key["orte"]
    cell = orte.plan.computed["neben.orte.1.kreis"]
    assert formulon_values(BOOK.file({"orte": {"orte.1.kreis": kreis}}))["Orte"][cell.name] == (named or "")


@pytest.mark.parametrize(
    ("typed", "wrong", "asked", "done", "codes"),
    [
        (1, "✓ in Ordnung", "✓ in Ordnung", "", []),
        ("eins", "✓ in Ordnung", "! bitte prüfen", "! bitte prüfen", ["TYP"]),
        ("1 ", "✓ in Ordnung", "! bitte prüfen", "! bitte prüfen", READ),
        (-1, "✗ Fehler", "✓ in Ordnung", "✗ 1 Fehler", ["BEREICH"]),
    ],
)
def test_pruefung_and_deckblatt_leave_the_spelling_to_check(
    typed: Value, wrong: str, asked: str, done: str, codes: list[str]
) -> None:
    data = BOOK.file({"deckblatt": {"deckblatt.korrektur_nr": typed}})
    shown, deckblatt = formulon_values(data), BOOK.layout.by_key["deckblatt"].plan.computed["zustand.deckblatt"]
    assert (shown["Prüfung"]["A4"], shown["Prüfung"]["A5"], shown["Deckblatt"][deckblatt.name]) == (wrong, asked, done)
    assert sorted(found.code for found in judged(data)[1]) == codes
