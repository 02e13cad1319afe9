"""Every sentence of every rule was read by somebody: a new or changed one fails until it stands in the list."""

from __future__ import annotations

import re

import pytest

from rv2xl import forms
from tests.forms.sentences import LIST, reviewed, sentences, written

FOUND = sentences()
ALL = [(form, rule) for form, rules in FOUND.items() for rule in rules]

STIFF = ("muss gelten, dass", "die Zahl der passenden Zeilen", "der Wert", "nicht gilt, dass", "die Voraussetzung", "Sheet", "VZÄ")
"""What a sentence sounds like that nobody wrote."""


@pytest.mark.parametrize("form", forms.NAMES)
def test_every_sentence_stands_in_the_list(form: str) -> None:
    known = reviewed().get(form, {})
    assert FOUND[form] == known, "read the sentences that differ, then write the list with `python -m tests.forms.sentences`"


def test_the_list_is_as_it_is_written() -> None:
    assert LIST.read_text(encoding="utf-8") == written(reviewed())


@pytest.mark.parametrize(("form", "rule"), ALL)
def test_a_sentence_reads_as_one(form: str, rule: str) -> None:
    for kind, text in FOUND[form][rule].items():
        assert text.endswith((".", "?")) and not text.endswith(".."), kind
        assert "  " not in text
        assert not re.search(r"\d{4}-\d\d-\d\d|\d\.\d+ (?:h|%|EUR)", text), "dates and numbers as German writes them"
        for stiff in STIFF if kind != "remedy" else STIFF[-2:]:
            assert stiff not in text
