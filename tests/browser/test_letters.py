"""Letters as pages in a browser: for the mail and for print, nothing that axe-core finds hard to use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rv2xl.letters.letter import Anschrift, Berichtigung, Blatt, Brief, Kind, Punkt
from rv2xl.letters.rendering import Templates
from rv2xl.letters.respond import answers
from rv2xl.reports.replies import replies_of
from tests.browser.chromium import Judged
from tests.unit.letters.folder import AFTER, BEFORE, answer, marked, reminder, sent
from tests.unit.reports.folder import usual

Axe = Callable[[str], Judged]


def answered(number: str) -> Brief:
    """The answer to a sender of the folder with replaced, doubled and unreadable files."""
    made = answers(usual(), replies_of(usual(), ()), BEFORE, marked)
    return next(entry.letter for entry in made if entry.letter.nummer == number)


LONG = replace(
    answer("0002").dateien[0], berichtigungen=(Berichtigung("b" * 31, "Angabe", "w" * 200, "n" * 200),),
    fragen=(Blatt("b" * 31, (Punkt("Zelle B45", "m" * 900, "a" * 200),)),))  # fmt: skip
LETTERS: dict[str, Brief] = {
    "accepted, with a question and an explained one": answer("0001"),
    "accepted, with corrections": answer("0002"),
    "rejected": answer("0004"),
    "rejected, several Fassungen": answered("0007"),
    "unreadable": answered("0009"),
    "with the workbook": sent("0001"),
    "missing": reminder("0003", BEFORE),
    "reminder": reminder("0004", AFTER),
    "accepted, long words everywhere": replace(
        answer("0002"), empfaenger=Anschrift("x" * 250, "y" * 250, "z" * 250, ""), dateien=(LONG,)
    ),
    "accepted, with Orte that are missing": replace(answer("0001"), offen=reminder("0003", BEFORE).offen),
}


def test_every_kind_of_letter_is_judged() -> None:
    assert {letter.art for letter in LETTERS.values()} == set(Kind)
    assert {letter.stand for letter in LETTERS.values()} >= {
        "angenommen",
        "zurückgewiesen",
        "doppelt",
        "unlesbar",
        "fehlt",
    }


@pytest.mark.parametrize("printed", [False, True], ids=["mail", "print"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_easy_to_use(axe: Axe, name: str, printed: bool) -> None:
    texts = Templates().texts(LETTERS[name])
    said = axe(texts.print_page if printed else texts.page)
    assert (said.violations, said.undecided, said.overflows) == ([], [], False)
    assert {"color-contrast", "document-title", "html-has-lang", "landmark-one-main", "region"} <= said.kept


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        (' lang="de"', "", "html-has-lang"), ("<title>", "<title></title><p>", "document-title"),
        ("color: #1a1a1a", "color: #ccc", "color-contrast"), ("<main>", "<div>", "landmark-one-main"),
    ],
)  # fmt: skip
def test_what_is_hard_to_use_is_found(axe: Axe, good: str, bad: str, rule: str) -> None:
    page = Templates().texts(LETTERS["missing"]).page
    assert good in page
    assert rule in {broken for broken, _ in axe(page.replace(good, bad, 1)).violations}


def test_what_sticks_out_is_found(axe: Axe) -> None:
    page = Templates().texts(LETTERS["accepted, long words everywhere"]).page
    assert axe(page.replace("overflow-wrap: break-word;", "")).overflows
