"""What a letter says is to be done can be done: in the marked copy that goes with it, in the sender's own file, or in another workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rv2xl.excel.annotated.copy import annotated
from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.letters.letter import Brief
from rv2xl.letters.points import answered, mended_where
from rv2xl.letters.rendering import Templates
from rv2xl.letters.respond import answers
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES, Severity, finding
from rv2xl.model.mended import Mended, where_mended
from rv2xl.reports.replies import replies_of
from rv2xl.returns import against
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from tests.annotated import book_of
from tests.forms.standard import judged, standard
from tests.unit.letters.folder import BEFORE, answer, known, marked, returned, sent
from tests.unit.letters.test_letters import Words
from tests.unit.reports.folder import FORM, YEAR, A, Sent, consolidated, usual, written

TEMPLATES = Templates()
IN_THE_COPY, IN_ANOTHER = (
    "Öffnen Sie bitte die beigefügte Arbeitsmappe",
    "Verwenden Sie bitte den Vordruck, den wir Ihnen",
)


def words(letter: Brief) -> str:
    return " ".join(TEMPLATES.texts(letter).text.split())


def page(letter: Brief) -> str:
    return " ".join(Words(TEMPLATES.texts(letter).print_page).words)


def rejected(entry: Checked) -> tuple[Brief, int]:
    """Return the answer to a file, and how many workbooks go with it."""
    made = consolidate(FORM, YEAR, known(), [entry])
    ((letter, attached),) = (
        (out.letter, out.attachments) for out in answers(made, replies_of(made, ()), BEFORE, marked)
    )
    return letter, len(attached)


def with_findings(*codes: str, sheet: str | None = None) -> Checked:
    """Return the rejected return with other findings."""
    entry = next(entry for entry in returned().files if entry.returned.sender == "0004")
    found = [finding(code, "Etwas stimmt nicht.", severity=Severity.FEHLER, sheet=sheet) for code in codes]
    return Checked(entry.returned, found)


NO_ANSWER = {"FORM-FREMD", "FORM-VERSION", "PROGRAMM-FEHLER", "FORM-ERSETZT"}
"""Nothing is read of the file, or it gets no answer."""
OF_OUR_FORM = [code for code in CODES if not code.startswith("DATEI-") and code not in NO_ANSWER]


@pytest.mark.parametrize("code", OF_OUR_FORM)
def test_a_copy_goes_along_where_it_can_be_corrected_and_nowhere_else(code: str) -> None:
    letter, attached = rejected(with_findings(code, "PFLICHT"))
    text, here = words(letter), where_mended(code) is Mended.HERE
    assert (attached, IN_ANOTHER in text) == (here, not here)
    assert ("beigefügt" in text or "liegen bei" in text) == here
    assert ("berichtigen und noch einmal senden" in TEMPLATES.texts(letter).subject) == here
    assert ("Auch die „Korrektur Nr.“ 1 gehört auf sein Deckblatt." in text) == (where_mended(code) is Mended.ANEW)
    if not here:
        assert "Berichtigen Sie die" not in text
        assert "senden wir Ihnen gern einen neuen" in text


def test_what_could_not_be_read_is_sent_again() -> None:
    made = answers(usual(), replies_of(usual(), ()), BEFORE, marked)
    (entry,) = [entry for entry in made if entry.letter.stand == "unlesbar"]
    assert entry.attachments == ()
    assert "Bitte senden Sie uns die ausgefüllte Arbeitsmappe noch einmal." in words(entry.letter)
    assert "Öffnen Sie bitte die" not in words(entry.letter)


def test_hidden_facts_are_told_without_jargon() -> None:
    letter, attached = rejected(with_findings("VORGABE-GEAENDERT", sheet=META_NAME))
    assert (attached, IN_ANOTHER in words(letter), META_NAME in words(letter)) == (0, True, False)
    assert "Zur Datei insgesamt - Die Arbeitsmappe ist nicht mehr so, wie wir sie Ihnen gesandt haben" in words(letter)


@pytest.mark.parametrize(("form", "field"), [("fahrtkosten", "kopf.nummer"), ("fahrtkosten", "teilnehmende.1.zad")])
def test_a_number_that_the_sender_typed_is_corrected_where_it_stands(form: str, field: str) -> None:
    book = standard(form)
    changes: dict[str, dict[str, Value]] = {book.home("kopf.nummer"): {"kopf.nummer": "0001"}}
    changes.setdefault(book.home(field), {})[field] = "9999"
    checked = Checked(*judged(book.file(changes)))
    entry = against.judged(checked, known(), YEAR)
    (point,) = [point for sheet in answered(entry).fehler for point in sheet.punkte if "9999" in point.was]
    assert point.abhilfe == "Bitte prüfen Sie die Nummer; stimmt sie, geben Sie uns kurz Bescheid."
    assert mended_where(entry) is Mended.HERE


def test_of_two_fassungen_one_is_chosen() -> None:
    made = answers(usual(), replies_of(usual(), ()), BEFORE, marked)
    (entry,) = [entry for entry in made if entry.letter.nummer == "0007"]
    assert len(entry.attachments) == 2
    assert (
        "Die Fassungen liegen bei; die „Korrektur Nr.“ auf dem Deckblatt ist schon eingetragen. Wählen Sie bitte die, die gelten soll, "
        "berichtigen Sie darin, was nicht stimmt, speichern Sie und senden Sie uns nur diese Fassung zurück."
    ) in words(entry.letter)
    assert "Die Fassungen erhalten Sie von uns per E-Mail; die" in page(entry.letter)


@pytest.mark.parametrize(
    ("typed", "number", "sentence"),
    [
        ("zwei", None, "Zellen markiert. Berichtigen Sie die Angaben, tragen Sie auf "
         "dem Deckblatt die nächste „Korrektur Nr.“ ein, speichern"),
        (1, 2, "und die „Korrektur Nr.“ auf dem Deckblatt ist schon eingetragen. Berichtigen Sie die Angaben, speichern"),
        (None, 1, "und die „Korrektur Nr.“ auf dem Deckblatt ist schon eingetragen. Berichtigen Sie die Angaben, speichern"),
    ],
)  # fmt: skip
def test_the_number_of_the_correction_is_said_as_it_stands_in_the_copy(
    typed: Value, number: int | None, sentence: str
) -> None:
    file = Sent(
        "dokumentation_2025_0004.xlsx",
        "0004",
        {(A, "alter.a18_30.lwv"): 77, ("deckblatt", "deckblatt.korrektur_nr"): typed},
    )
    data = written(known, file)
    made = consolidated((file,), known)
    ((letter, (copy,)),) = (
        (entry.letter, entry.attachments)
        for entry in answers(
            made, replies_of(made, ()), BEFORE, lambda entry: annotated(data, entry.returned, entry.findings)
        )
    )
    (checked,) = made.files
    cell = checked.returned.sheets["deckblatt"].cell("deckblatt.korrektur_nr")
    assert book_of(copy.content)["Deckblatt"][cell].value == (number or typed)
    assert sentence in words(letter)


def warned(form: str, changes: dict[str, dict[str, Value]]) -> Brief:
    book = standard(form)
    entry = Checked(*judged(book.file(changes)))
    return replace(answer("0004"), dateien=(answered(entry),))


def test_an_explanation_is_asked_for_in_a_field_that_there_is() -> None:
    book = standard("dokumentation")
    text = words(warned("dokumentation", {book.key("58 Erbach"): {"erbracht.lwv": 999_999}}))
    assert "genügt ein kurzer Satz im Feld „Bemerkung“ des Blattes." in text
    book = standard("fahrtkosten")
    text = words(warned("fahrtkosten", {book.home("teilnehmende.1.fahrtdauer"): {"teilnehmende.1.fahrtdauer": 70}}))
    assert "Stimmen diese Angaben, sagen Sie es uns bitte kurz, wenn Sie uns die Datei wieder senden." in text
    assert "Bemerkung" not in text


def test_what_is_explained_needs_nothing_done() -> None:
    (file,) = answer("0001").dateien
    assert [[point.abhilfe for point in sheet.punkte] for sheet in file.erklaert] == [[""]]


def test_a_printed_letter_has_nothing_attached() -> None:
    for letter, sentence in (
        (answer("0004"), "Öffnen Sie bitte die Arbeitsmappe, die Sie von uns per E-Mail erhalten."),
        (answer("0001"), "In der Arbeitsmappe, die Sie von uns per E-Mail erhalten, sind diese Stellen markiert"),
        (sent("0001"), "Sie erhalten von uns per E-Mail den Vordruck"),
    ):
        assert sentence in page(letter)
        assert "beigefügt" not in page(letter)
        assert "mit dieser Nachricht" not in page(letter)
