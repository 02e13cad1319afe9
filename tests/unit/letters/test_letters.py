"""What each letter says: one text for each template, compared as a whole; and what no letter says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.excel.annotated.apart import listed_apart
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.letters.letter import Anschrift, Blatt, Brief, Datei, Kind, Punkt, Vordruck
from rv2xl.letters.points import answered
from rv2xl.letters.receipt import key_figures
from rv2xl.letters.rendering import Templates
from rv2xl.letters.respond import answers
from rv2xl.letters.send import cover_letter
from rv2xl.model.expressions.expr import Value
from rv2xl.model.finding import CODES, Severity, finding
from rv2xl.model.returned import Return
from rv2xl.outgoing.issuing import issue_for, suggestions
from rv2xl.outgoing.last_year import Beginnings
from rv2xl.reports.replies import replies_of
from rv2xl.returns.batch import check_file
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation, consolidate
from tests.cells import Tab
from tests.forms.standard import judged, standard
from tests.unit.letters.folder import AFTER, BEFORE, answer, known, marked, reminder, returned, sent
from tests.unit.reports.folder import FORM, YEAR, Sent, consolidated, ort, register, usual

ORT_TAB = Tab("dokumentation", "58 Erbach")
AGES = (
    f"{ORT_TAB.area('alter.a18_30.lwv', 'alter.a66.lwv')}, "
    f"{ORT_TAB.area('personen.eigene_region.lwv', 'personen.ausserhalb.lwv')}"
)

EXPECTED = Path(__file__).parent / "expected"
LETTERS: dict[Kind, Brief] = {
    Kind.VERSAND: sent("0001"),
    Kind.ANGENOMMEN: answer("0001"), Kind.BERICHTIGT: answer("0002"), Kind.ZURUECKGEWIESEN: answer("0004"),
    Kind.FEHLT: reminder("0003", BEFORE), Kind.ERINNERUNG: reminder("0004", AFTER),
}  # fmt: skip


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates()


class Words(HTMLParser):
    """The words of a page, and its tags in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.tags, self.open = list[str](), list[str](), list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        if tag not in ("br", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words += data.split()


@pytest.mark.parametrize("kind", Kind)
def test_the_text_of_a_letter(templates: Templates, kind: Kind) -> None:
    texts = templates.texts(LETTERS[kind])
    assert LETTERS[kind].art is kind
    assert f"{texts.subject}\n\n{texts.text}" == (EXPECTED / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", Kind)
def test_the_page_says_what_the_text_says(templates: Templates, kind: Kind) -> None:
    """Each paragraph of the text, the lists and the tables apart, which look otherwise."""
    texts = templates.texts(LETTERS[kind])
    page, printed = Words(texts.page), Words(texts.print_page)
    assert page.open == printed.open == []
    said = " ".join(page.words)
    for paragraph in texts.text.split("\n\n"):
        words = " ".join(paragraph.split())
        if not re.match(r"- |=|.*\w  +\w|.*===", words.replace("\n", " ")) and "  " not in paragraph:
            assert words in said, words
    assert "Marktplatz 1" in " ".join(printed.words)
    assert "02.04.2026" in " ".join(printed.words) or "17.03.2026" in " ".join(printed.words)
    for tags in (page.tags, printed.tags):
        assert (tags.count("h1"), tags.count("main"), tags.count("title")) == (1, 1, 1)
    assert '<html lang="de">' in texts.page


def test_nothing_from_outside_is_markup(templates: Templates) -> None:
    evil = '<script>alert("x")</script>{{ 7*7 }}{% raw %}'
    found = Datei(
        name=evil,
        fehler=(Blatt(evil, (Punkt(evil, evil, evil),)),),
        fragen=(Blatt(evil, (Punkt("", evil, ""),), evil),),
    )
    letter = replace(
        LETTERS[Kind.ZURUECKGEWIESEN], dateien=(found, found), empfaenger=Anschrift(evil, evil, evil, evil), formular=evil,
        stand="zurückgewiesen",
    )  # fmt: skip
    texts = templates.texts(letter)
    assert "script" not in Words(texts.page).tags + Words(texts.print_page).tags
    assert evil in texts.text.replace("\n  ", " "), "a text is not escaped"
    assert "49" not in texts.text


def test_signs_that_act_do_not_reach_a_letter(templates: Templates) -> None:
    message = "„a\x1b[31m\r\nBcc: x\u202e\x00“ ist keine gültige Angabe."
    entry = Checked(Return("R/x\r\n.xlsx"), [finding("TYP", message, sheet="58\nX", cells=("A1",))])
    letter = replace(LETTERS[Kind.ZURUECKGEWIESEN], dateien=(answered(entry), answered(entry)))
    texts = templates.texts(letter)
    for text in (texts.subject, texts.text, texts.page):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", text)
    assert "\nBcc" not in texts.text


def test_what_is_quoted_of_a_return_is_shortened() -> None:
    long = {("ort_58.1", "erbracht.lwv"): 99_999, ("ort_58.1", "zusatz.bemerkung"): "b" * 1_000,
            ("leistungserbringer", "le.strasse.korrektur"): "s" * 250}  # fmt: skip
    made = consolidated((Sent("dokumentation_2025_0001.xlsx", "0001", long),), known)
    ((file,),) = (entry.letter.dateien for entry in answers(made, replies_of(made, ()), BEFORE, marked))
    (explained,), (corrected,) = file.erklaert, file.berichtigungen
    assert explained.bemerkung == "b" * 499 + "…"
    assert corrected.neu == "s" * 199 + "…"


def text_of(templates: Templates, consolidation: Consolidation) -> str:
    made = answers(consolidation, replies_of(consolidation, ()), BEFORE, marked)
    return "\n".join(templates.texts(entry.letter).text for entry in made)


def test_no_letter_has_a_code_or_a_folder_in_it(templates: Templates) -> None:
    everything = Checked(
        Return("Ruecklauf/a.xlsx"),
        [
            replace(finding(code, f"{entry.when}", severity=severity), more=more)
            for code, entry in CODES.items()
            for severity in Severity
            for more in (0, 7)
        ],
    )
    letter = replace(LETTERS[Kind.ZURUECKGEWIESEN], dateien=(answered(everything),))
    for text in (templates.texts(letter).text, text_of(templates, usual()), text_of(templates, returned())):
        assert not [code for code in {*CODES, *FORM.rules} if code in text]
        assert "Ruecklauf/" not in text
        assert "rv2xl" not in text


def test_what_follows_from_something_else_is_no_point() -> None:
    (file,) = answer("0004").dateien
    assert [[point.stelle for point in sheet.punkte] for sheet in file.fehler] == [
        [f"Zellen {AGES}", f"Zelle {ORT_TAB.cell('ausgelagert.betriebe')}"], [f"Zelle {ORT_TAB.cell('fragen.struktur_1')}"],
    ]  # fmt: skip
    assert [sheet.folgen for sheet in file.fehler] == [True, False]
    assert (file.fragen, file.hinweise) == ((), ())


def test_several_fassungen_that_differ(templates: Templates) -> None:
    made = answers(usual(), replies_of(usual(), ()), BEFORE, marked)
    (letter,) = [entry.letter for entry in made if entry.letter.nummer == "0007"]
    text = " ".join(templates.texts(letter).text.split())
    assert letter.art is Kind.ZURUECKGEWIESEN
    assert "Wir haben mehrere Fassungen mit verschiedenen Angaben erhalten" in text
    assert "Zur Datei „dokumentation_2025_0007_neu.xlsx“" in text
    assert "Auch „dokumentation_2025_0007.xlsx“ ist ein Rücklauf" in text


def test_who_gets_an_answer() -> None:
    made = answers(usual(), replies_of(usual(), ()), BEFORE, marked)
    assert {entry.letter.nummer: str(entry.letter.art) for entry in made} == {
        "0001": "angenommen", "0002": "angenommen", "0003": "angenommen", "0004": "zurueckgewiesen", "0006": "angenommen",
        "0007": "zurueckgewiesen", "0008": "angenommen", "0009": "zurueckgewiesen", "0010": "zurueckgewiesen",
        "0011": "berichtigte_daten", "0012": "angenommen", "0013": "angenommen",
    }  # fmt: skip


def test_a_mistake_of_ours_is_never_told_as_theirs() -> None:
    first = usual().files[0]
    failed = Checked(first.returned, [finding("PROGRAMM-FEHLER", "KeyError")])
    consolidation = consolidate(FORM, YEAR, usual().register, [failed])
    assert answers(consolidation, replies_of(consolidation, ()), BEFORE, marked) == []


def test_only_what_can_be_marked_is_marked() -> None:
    asked = []

    def noting(entry: Checked) -> bytes:
        asked.append(entry.file)
        return b"PK"

    made = answers(returned(), replies_of(returned(), ()), BEFORE, noting)
    attached = {entry.letter.nummer: [attachment.name for attachment in entry.attachments] for entry in made}
    assert attached == {
        "0001": ["dokumentation_2025_0001_Rueckmeldung.xlsx"], "0002": [], "0004": ["dokumentation_2025_0004_Rueckmeldung.xlsx"],
    }  # fmt: skip
    assert asked == [f"Ruecklauf/dokumentation_2025_{number}.xlsx" for number in ("0001", "0004")]


def test_what_cannot_be_marked_is_corrected_in_the_providers_own_file(templates: Templates) -> None:
    made = answers(returned(), replies_of(returned(), ()), BEFORE, lambda entry: listed_apart(entry.findings))
    assert [entry.attachments for entry in made] == [()] * 3
    text = templates.texts(next(entry.letter for entry in made if entry.letter.nummer == "0004")).text
    assert "in Ihrer Arbeitsmappe, tragen Sie auf dem Deckblatt die „Korrektur Nr.“ 1 ein, speichern Sie" in " ".join(
        text.split()
    )
    assert "beigefügte" not in text


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 3, 30), "Bitte senden Sie uns die Datei bis zum 31.03.2026; dann endet Ihre Frist."),
        (date(2026, 3, 31), "Bitte senden Sie uns die Datei noch heute; heute, am 31.03.2026, endet Ihre Frist."),
        (
            date(2026, 4, 1),
            "Ihre Frist war der 31.03.2026; bitte senden Sie uns die berichtigte Fassung daher so bald wie möglich.",
        ),
    ],
)
def test_a_rejection_names_the_frist(templates: Templates, today: date, sentence: str) -> None:
    assert sentence in " ".join(templates.texts(answer("0004", today)).text.split())


def test_a_marked_copy_is_named_in_the_letter(templates: Templates) -> None:
    letter = answer("0004")
    letter = replace(letter, dateien=(replace(letter.dateien[0], anlage="x_Rueckmeldung.xlsx"),))
    text = " ".join(templates.texts(letter).text.split())
    assert "Öffnen Sie bitte die beigefügte Arbeitsmappe. Darin sind die betroffenen Zellen markiert" in text
    assert "in Ihrer Arbeitsmappe" not in text


@pytest.mark.parametrize(
    ("today", "subject", "sentence"),
    [
        (date(2026, 3, 31), "Bitte bis zum 31.03.2026 ausfüllen", "senden Sie ihn uns bis zum 31.03.2026 zurück."),
        (date(2026, 4, 1), "Bitte ausfüllen", "Ihre Frist war der 31.03.2026; bitte füllen Sie ihn aus und senden Sie ihn uns so bald wie"),
    ],
)  # fmt: skip
def test_a_workbook_may_go_out_late(templates: Templates, today: date, subject: str, sentence: str) -> None:
    texts = templates.texts(sent("0002", today))
    assert texts.subject == f"Jährliche Dokumentation der Leistungserbringung 2025: {subject}"
    assert sentence in " ".join(texts.text.split())


def test_a_cover_letter_names_the_agreed_frist_and_one_ort(templates: Templates) -> None:
    text = " ".join(templates.texts(sent("0005")).text.split())
    assert "bis zum 30.04.2026 zurück" in text
    assert "Die Arbeitsmappe hat ein Blatt für diesen Ort: - Werkstatt 11000006, Leistung nach § 60" in text


def test_a_cover_letter_tells_of_last_year_only_what_is_there(templates: Templates) -> None:
    assert "Vorjahr" not in templates.texts(sent("0001", BEFORE, last_year=False)).text
    letter = sent("0001")
    assert letter.vordruck is not None
    kept = templates.texts(replace(letter, vordruck=replace(letter.vordruck, vorjahr=False))).text
    assert ("Vorjahr: ja" in kept, "was Sie uns im Vorjahr angegeben haben" in " ".join(kept.split())) == (False, True)


@pytest.mark.parametrize(
    ("telefon", "mail", "sentence"),
    [
        ("069 1", "", "Wir helfen Ihnen gern: telefonisch unter 069 1."),
        ("", "x@example.org", "Wir helfen Ihnen gern: per E-Mail an x@example.org."),
        ("", "", "Wir helfen Ihnen gern. Wir sind montags"),
    ],
)
def test_whom_to_ask(templates: Templates, telefon: str, mail: str, sentence: str) -> None:
    letter = sent("0001")
    letter = replace(letter, absender=replace(letter.absender, telefon=telefon, mail=mail))
    assert sentence in " ".join(templates.texts(letter).text.split())


def test_a_form_without_sheets_for_orte_names_none(templates: Templates) -> None:
    issue = issue_for(forms.newest("neubau"), known(), YEAR, "0001")
    begun = Beginnings([issue], lambda issue: suggestions(issue, known()))
    letter = cover_letter(issue, begun, known(), BEFORE)
    assert letter.vordruck == Vordruck("neubau_2025_0001.xlsx", (), eingetragen=False, vorjahr=False)
    assert letter.frist is None
    text = templates.texts(letter).text
    assert "Bitte füllen Sie ihn aus und senden Sie ihn uns zurück." in " ".join(text.split())
    assert "ein Blatt für" not in text


def receipt(form: str, changes: dict[tuple[str, str], Value]) -> list[tuple[str, ...]]:
    """Return the table of a receipt for a standard Bogen with other entries."""
    book = standard(form)
    entered: dict[str, dict[str, Value]] = {}
    for (sheet, name), value in changes.items():
        entered.setdefault(book.key(sheet), {})[name] = value
    returned, findings = judged(book.file(entered))
    figures = key_figures(Checked(returned, findings))
    assert figures.kopf == ("Ergebnis", "Wert")
    return [tuple(row) for row in figures.zeilen]


def test_a_receipt_of_a_calculation_has_what_there_is_with_units_and_names_of_its_own() -> None:
    """What is not used is left out; the figures are those of the standard Boegen, by hand (tests/forms)."""
    first = [
        ("Fahrteilnehmende", "4 Personen"), ("Gesamtentfernungskilometer", "50 km"), ("davon LWV Hessen", "30 km"),
        ("Beförderungskosten", "21.626,00 EUR"), ("Entfernungskilometerpauschale", "432,52 EUR je km und Jahr"),
    ]  # fmt: skip
    budget, threshold = ("Fahrtkostenbudget LWV Hessen", "13.575,60 EUR"), "Bisheriges Budget und Schwelle"
    assert receipt("fahrtkosten", {}) == [*first, budget]
    before: dict[str, Value] = {
        "bisher.budget": 10_000,
        "bisher.pauschale": 300,
        "bisher.km_lwv": 29,
        "bisher.koordination": 1_300,
    }
    changed = {("Einzelverhandlung", name): value for name, value in before.items()}
    asked: dict[tuple[str, str], Value] = {("Einzelverhandlung", "antrag.grund"): "Entfernungskilometer"}
    assert receipt("fahrtkosten", {**changed, **asked, ("Fortschreibung", "beschluss.satz"): Decimal("0.03")}) == [
        *first, ("Bisherige Vereinbarung – Budget", "10.000,00 EUR"), budget, ("Fortschreibung – Steigerungswert", "3,00 %"),
        ("Fortschreibung – Neue Pauschale", "309,00 EUR je km und Jahr"), ("Fortschreibung – Neues Budget", "10.300,00 EUR"),
        ("Fortschreibung – Stand der neuen Pauschale und des neuen Budgets", "nach dem Beschluss"),
        (f"{threshold} – Vergleichsbudget für die Schwelle", "10.300,00 EUR"), (f"{threshold} – Veränderung", "3,00 %"),
        (f"{threshold} – Die Veränderung liegt", "genau an der Schwelle"), (f"{threshold} – Einzelverhandlung zulässig", "nein"),
    ]  # fmt: skip
    shown = dict(receipt("bestand", {}))
    assert (shown["Amortisationsquote"], shown["Laufzeit"]) == ("14,50 % je Jahr", "8 Jahre")


def test_a_blank_form_sent_back_is_answered_with_its_first_gaps() -> None:
    """200 of 393 gaps are listed: one of the Leistungserbringer, four sheets of 49, and three of the next."""
    orte = [ort("0004", f"1100000{number}", "06437") for number in range(8)]
    traeger = register(orte)
    data = workbook_bytes(lay_out(issue_for(FORM, traeger, YEAR, "0004")))
    entry = check_file(lambda: data, "Ruecklauf/dokumentation_2025_0004.xlsx", traeger, YEAR)
    (file,) = answers_to(consolidate(FORM, YEAR, traeger, [entry]))
    assert [(sheet.name, len(sheet.punkte)) for sheet in file.fehler] == [
        ("Daten Leistungserbringer", 1), *((f"58 Ort 1100000{number}", 2) for number in range(4)), ("58 Ort 11000004", 4),
    ]  # fmt: skip
    first, second = file.fehler[1].punkte
    assert first == Punkt(
        f"Zellen B16, B19, B21, {ORT_TAB.area('fragen.struktur_1', 'fragen.struktur_9')}, "
        f"{ORT_TAB.area('fragen.prozess_1', 'fragen.prozess_6')}",
        "„Kontakt – Name“ ist nicht ausgefüllt. Ebenso ist es an 17 weiteren Stellen dieses Blattes.", "Bitte ausfüllen.",
    )  # fmt: skip
    assert second.was.endswith("ist nicht ausgefüllt. Ebenso ist es an 30 weiteren Stellen dieses Blattes.")
    assert file.fehler[-1].punkte[-1] == Punkt(
        "", "Hinzu kommen 193 weitere Stellen dieser Art in der Datei, die wir hier nicht einzeln nennen.",
        "Bitte sehen Sie die Datei auch daraufhin durch.",
    )  # fmt: skip


def answers_to(consolidation: Consolidation) -> tuple[Datei, ...]:
    return tuple(
        file
        for entry in answers(consolidation, replies_of(consolidation, ()), BEFORE, marked)
        for file in entry.letter.dateien
    )
