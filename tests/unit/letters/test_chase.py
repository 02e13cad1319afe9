"""Who is reminded of what, and the days: counted by hand from 31.03.2026, and from 30.04.2026 for the one with an extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.letters.chase import chase_list
from rv2xl.letters.chase_book import chase_book, days_in_words
from rv2xl.letters.remind import remind
from rv2xl.letters.rendering import Templates
from rv2xl.model.finding import finding
from rv2xl.reports.replies import replies_of
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation, consolidate
from tests.forms.standard import judged, standard
from tests.unit.letters.folder import FOLDER, known, returned
from tests.unit.reports.folder import FORM, YEAR, Sent, consolidated, ort
from tests.unit.reports.workbook import opened, table, texts


def listed(today: date, consolidation: Consolidation | None = None) -> list[tuple[str, str, int | None, list[str]]]:
    consolidation = consolidation or returned()
    return [
        (entry.reply.number, str(entry.letter.art), entry.letter.tage, [contract.zad for contract in entry.contracts])
        for entry in chase_list(consolidation, replies_of(consolidation, ()), today)
    ]


@pytest.mark.parametrize(
    ("today", "days", "extended", "kinds"),
    [
        (date(2026, 3, 1), 30, 60, ("fehlt", "fehlt")), (date(2026, 3, 30), 1, 31, ("fehlt", "fehlt")),
        (date(2026, 3, 31), 0, 30, ("fehlt", "fehlt")), (date(2026, 4, 1), -1, 29, ("erinnerung", "fehlt")),
        (date(2026, 4, 30), -30, 0, ("erinnerung", "fehlt")), (date(2026, 5, 1), -31, -1, ("erinnerung", "erinnerung")),
    ],
)  # fmt: skip
def test_days_before_on_and_after_the_frist(today: date, days: int, extended: int, kinds: tuple[str, str]) -> None:
    assert listed(today) == [
        ("0003", kinds[0], days, ["11000003"]), ("0004", kinds[0], days, ["11000004", "11000005"]),
        ("0005", kinds[1], extended, ["11000006"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (12, "noch 12 Tage"), (1, "noch 1 Tag"), (0, "heute fällig"), (-1, "seit 1 Tag überfällig"), (-2, "seit 2 Tagen überfällig"),
        (None, "keine Frist"),
    ],
)  # fmt: skip
def test_days_in_words(days: int | None, words: str) -> None:
    assert days_in_words(days) == words


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 3, 30), "bis zum 31.03.2026, also bis morgen."), (date(2026, 3, 31), "bis zum 31.03.2026, also noch heute."),
        (date(2026, 3, 29), "bis zum 31.03.2026; bis dahin sind es noch 2 Tage."), (date(2026, 4, 1), "sie ist seit gestern abgelaufen."),
    ],
)  # fmt: skip
def test_days_in_a_letter(today: date, sentence: str) -> None:
    entry = chase_list(returned(), replies_of(returned(), ()), today)[0]
    assert sentence in " ".join(Templates().texts(entry.letter).text.split())


def test_the_workbook() -> None:
    today = date(2026, 4, 2)
    entries = chase_list(returned(), replies_of(returned(), ()), today)
    data = chase_book(entries, FORM, YEAR, today)
    assert data == chase_book(entries, FORM, YEAR, today)
    rows = table(opened(data), "Mahnliste")
    assert [
        (row["LE-Nr."], row["Ort"], row["Leistung nach §"], row["Status"], row["Tage bis zur Frist"], row["Stand"]) for row in rows
    ] == [
        ("0003", "Werkstatt 11000003", "58", "fehlt", -2, "seit 2 Tagen überfällig"),
        ("0004", "Werkstatt 11000004", "58", "zurückgewiesen", -2, "seit 2 Tagen überfällig"),
        ("0004", "Werkstatt 11000005", "58", "zurückgewiesen", -2, "seit 2 Tagen überfällig"),
        ("0005", "Werkstatt 11000006", "60", "fehlt", 28, "noch 28 Tage"),
    ]  # fmt: skip
    assert rows[0]["Frist"].date() == date(2026, 3, 31)
    assert rows[3]["Frist"].date() == date(2026, 4, 30)
    assert rows[1]["Dateien"] == "Ruecklauf/dokumentation_2025_0004.xlsx (zurückgewiesen)"
    assert rows[0]["Mailadresse"] == "le-0003@example.org"


def test_nothing_for_those_who_are_done() -> None:
    done = [Sent(f"{number}.xlsx", number) for number in known().traeger]
    consolidation = consolidated(done, known)
    assert listed(date(2026, 4, 2), consolidation) == []
    data = chase_book([], FORM, YEAR, date(2026, 4, 2))
    assert "Alle erwarteten Meldungen liegen vor." in texts(opened(data), "Mahnliste")


def test_an_ort_that_an_accepted_return_lacks_is_still_open() -> None:
    today = known()
    more = type(today)(today.traeger, (*today.orte, ort("0001", "11000099", "06437")), (), today.absender)
    consolidation = consolidated(FOLDER, known, more)
    assert listed(date(2026, 4, 2), consolidation)[0] == ("0001", "erinnerung", -2, ["11000099"])
    entries = chase_list(consolidation, replies_of(consolidation, ()), date(2026, 4, 2))
    assert table(opened(chase_book(entries, FORM, YEAR, date(2026, 4, 2))), "Mahnliste")[0]["Status"] == "fehlt"
    assert "Für einen Teil Ihrer Orte fehlt uns noch eine Meldung." in " ".join(
        Templates().texts(entries[0].letter).text.split()
    )


def other_form(name: str, *accepted: str, rejected: str = "") -> Consolidation:
    """Return what came of a form that has no sheet for each Ort."""
    entries = []
    for number in filter(None, (*accepted, rejected)):
        returned, _ = judged(standard(name).file())
        found = [finding("PFLICHT", "Etwas fehlt.")] if number == rejected else []
        entries.append(Checked(replace(returned, sender=number, file=f"{name}_{number}.xlsx"), found))
    return consolidate(forms.newest(name), YEAR, known(), entries)


@pytest.mark.parametrize("name", ["fahrtkosten", "kostenzuordnung"])
def test_a_form_that_comes_once_is_missing_once(tmp_path: Path, name: str) -> None:
    """0001 and 0004 have two Orte each. There is no Frist, so none that is over."""
    made, today = other_form(name, "0001", rejected="0004"), date(2026, 4, 2)
    assert listed(today, made) == [(number, "fehlt", None, []) for number in ("0002", "0003", "0004", "0005")]
    rows = table(opened(chase_book(chase_list(made, replies_of(made, ()), today), made.form, YEAR, today)), "Mahnliste")
    assert [(row["LE-Nr."], row["Status"], row["Stand"]) for row in rows] == [
        (number, "zurückgewiesen" if number == "0004" else "fehlt", "keine Frist") for number in ("0002", "0003", "0004", "0005")
    ]  # fmt: skip
    assert "Ort" not in rows[0]
    said = remind(made, tmp_path / "leer", tmp_path / "M", Templates(), today)
    assert said[0].startswith("4 Meldungen fehlen noch von 4 Leistungserbringern;")
    assert said[1] == f"4 Schreiben in „{tmp_path / 'M'}“ geschrieben."
    texts_ = [Templates().texts(entry.letter).text for entry in chase_list(made, replies_of(made, ()), today)]
    assert not [text for text in texts_ if "ein Ort" in text or "Es fehlen" in text]


@pytest.mark.parametrize("name", ["neubau", "bestand"])
@pytest.mark.parametrize("rejected", ["", "0004"])
def test_a_form_that_comes_with_a_measure_is_owed_by_nobody_who_sent_none(
    tmp_path: Path, name: str, rejected: str
) -> None:
    made, today = other_form(name, "0001", rejected=rejected), date(2026, 4, 2)
    assert listed(today, made) == ([("0004", "fehlt", None, [])] if rejected else [])
    said = remind(made, tmp_path / "leer", tmp_path / "M", Templates(), today)
    list_ = tmp_path / "M" / f"Mahnliste_{name}_2025.xlsx"
    assert said[0] == (
        f"1 Meldung fehlt noch von 1 Leistungserbringer; die Liste ist „{list_}“."
        if rejected
        else f"Niemand ist zu erinnern; „{list_}“ ist leer."
    )


def test_the_list_says_what_its_rows_are() -> None:
    def note(name: str) -> str:
        data = chase_book([], forms.newest(name), YEAR, date(2026, 4, 2))
        return next(text for text in texts(opened(data), "Mahnliste") if text.startswith("Eine Zeile je"))

    assert note("dokumentation").startswith("Eine Zeile je Ort und Leistung, für die noch keine")
    assert "Frist“ ist negativ" in note("dokumentation")
    assert note("fahrtkosten").endswith(
        "von dem noch keine angenommene Meldung vorliegt; wer fertig ist, steht hier nicht."
    )
    assert note("bestand").endswith("wer nichts gesandt hat, steht hier nicht.")
