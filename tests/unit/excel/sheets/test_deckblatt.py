"""The Deckblatt of a form that leads: what to do, what is still missing, whom to send it to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rv2xl import forms
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.recalculate import Entered, recalculate
from rv2xl.model.expressions.expr import Value
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.returns.register import Register
from tests.bench import samples
from tests.forms.standard import standard

ABSENDER: dict[str, Value] = {
    "name": "LWV Hessen, Fachbereich 206", "strasse": "Ständeplatz 6", "plz": "34117", "ort": "Kassel", "mail": "doku@lwv.example",
    "telefon": "0561 100",
}  # fmt: skip
ALL_DONE = "✓ Fertig: bitte speichern und an doku@lwv.example senden."


def register() -> Register:
    known = samples.register(1)
    orte = tuple({**ort, "platzzahl": 500} for ort in known.orte[1:])
    return replace(known, absender=ABSENDER, orte=orte)


def layout() -> Layout:
    return lay_out(issue_for(forms.newest("dokumentation"), register(), 2025, "0001"))


def filled(known: Layout, **changes: Value) -> Entered:
    """Fill in every sheet as the standard one is; what changes changes at the first Ort."""
    usual = standard("dokumentation").filling
    entered: dict[str, dict[str, Value]] = {}
    for placed in known.placed:
        if placed.sheet is not None:
            values = usual.get("ort_58.1" if placed.sheet.repeated else placed.key, {})
            more = (
                {name.replace("__", "."): value for name, value in changes.items()} if placed.key == "ort_58.1" else {}
            )
            own = placed.plan.fields
            entered[placed.key] = {
                name: value for name, value in {**values, **more}.items()
                if name in own and (field := own[name].field) is not None and not known.issue.locked(field)
            }  # fmt: skip
    return entered


def state(known: Layout, entered: Entered) -> Value:
    return recalculate(known, entered)["deckblatt"]["fortschritt.stand"]


def texts(known: Layout) -> list[str]:
    return [text for _, _, text in known.by_key["deckblatt"].plan.texts]


def test_all_is_done() -> None:
    known = layout()
    assert state(known, filled(known)) == ALL_DONE


def test_errors_come_before_gaps_and_name_their_sheets() -> None:
    known = layout()
    entered = filled(known, alter__a18_30__lwv=999, bewilligt__lwv=None)
    assert state(known, entered) == "✗ 1 Fehler auf „58 Ort 0001-2“; 1 Angabe fehlt auf „58 Ort 0001-2“."


def test_gaps_are_counted_and_their_sheets_named() -> None:
    known = layout()
    entered = dict(filled(known, bewilligt__lwv=None, fragen__struktur_1=None))
    entered["ort_60.1"] = {**entered["ort_60.1"], "bewilligt.lwv": None}
    assert state(known, entered) == "○ 3 Angaben fehlen auf „58 Ort 0001-2“, „60 Ort 0001-3“."


def test_warnings_alone_are_pointed_at() -> None:
    known = layout()
    entered = filled(known, ausgelagert__gruppen=3, ausgelagert__betriebe=0)
    assert state(known, entered) == (
        "! Alles ausgefüllt. Auf „Prüfung“ bitte noch 1 Zeile mit „!“ ansehen, dann speichern und an doku@lwv.example senden."
    )


def test_an_empty_form_is_never_done() -> None:
    for name in forms.NAMES:
        known = lay_out(issue_blank(forms.newest(name), 2025))
        here = known.by_key["deckblatt"].plan.computed  # what „Prüfung“ says of the Deckblatt stands there
        shown = recalculate(known, {})["deckblatt"]
        assert here.keys() <= shown.keys(), name
        assert not any(str(shown[field]).startswith("✓") for field in here), name


def test_duties_are_summed_up_where_there_are_any() -> None:
    """The lists of the register have theirs row by row: „0 von 0 Pflichtangaben“ would tell nothing."""
    summed = {name for name in forms.NAMES if "Gesamt" in texts(lay_out(issue_blank(forms.newest(name), 2025)))}
    assert summed == set(forms.NAMES) - {"stammdaten"}


def test_errors_of_the_register_are_counted_without_a_line_for_sums() -> None:
    book = standard("stammdaten")
    shown = recalculate(book.layout, book.entered({"orte": {"orte.1.kreis": "1"}}))["deckblatt"]
    assert shown["fortschritt.fehler"] == 1
    assert shown["fortschritt.stand"] == "✗ 1 Fehler auf „Orte“."


def test_where_to_send_it_and_whom_to_ask() -> None:
    assert "Als Excel-Datei (.xlsx) speichern und bis zum 31.03.2026 senden an doku@lwv.example. Fragen beantwortet: LWV Hessen, "\
        "Fachbereich 206, Telefon 0561 100." in texts(layout())  # fmt: skip


def test_a_blank_form_speaks_of_nobody() -> None:
    printed = texts(lay_out(issue_blank(forms.newest("dokumentation"), 2025)))
    assert (
        "Als Excel-Datei (.xlsx) speichern und bis zum 31.03.2026 senden an die Stelle, von der Sie diese Datei haben."
        in printed
    )


def test_a_blank_form_that_is_all_filled_in_ends_its_relative_clause() -> None:
    book = standard("neubau")
    shown = recalculate(book.layout, book.entered({}))["deckblatt"]
    assert (
        shown["fortschritt.stand"]
        == "✓ Fertig: bitte speichern und an die Stelle, von der Sie diese Datei haben, senden."
    )


def test_which_sheets_to_fill_in() -> None:
    assert (
        "Die gelben Zellen auf den Blättern „Daten Leistungserbringer“, „58 Ort 0001-2“ und „60 Ort 0001-3“. Wo nichts anfällt, 0 "
        "eintragen."
    ) in texts(layout())


@pytest.mark.parametrize("form", forms.NAMES)
def test_some_sheet_is_to_be_filled_in_at_any_rate(form: str) -> None:
    """Also where a Fehlanzeige takes the duties away: it has to be made."""
    known = lay_out(issue_blank(forms.newest(form), 2025))
    said = texts(known) if "deckblatt" in known.by_key else []
    step = next((said[place + 1] for place, text in enumerate(said) if text.startswith("1.  ")), "Blatt")
    assert "Blatt" in step or "Blättern" in step
    assert not step.startswith("Nur soweit nötig")


def test_who_processes_personal_data() -> None:
    assert "Verantwortlich für die Verarbeitung ist LWV Hessen, Fachbereich 206, Ständeplatz 6, 34117 Kassel." in texts(
        layout()
    )


def test_the_sender_is_given_and_locked() -> None:
    known = layout()
    given = known.by_key["deckblatt"].given
    assert {name: value for name, value in given.items() if name.startswith("absender.")} == {
        "absender.mail": "doku@lwv.example", "absender.name": "LWV Hessen, Fachbereich 206", "absender.telefon": "0561 100",
        "absender.strasse": "Ständeplatz 6", "absender.ort": "34117 Kassel",
    }  # fmt: skip


def test_no_interpretation_stands_on_the_deckblatt() -> None:
    assert not any("Auslegung A2" in text for text in texts(layout()))
