"""Texts from outside are seen and do nothing: on a terminal, in a workbook, a table, and in JSON, from which they come back."""

from __future__ import annotations

import json
import os
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rv2xl.model.foreign_text import cut, json_pieces, one_line, shortened, shown_name, units, writable

ANY = st.text(st.characters(), max_size=30)
"""Halves of signs included."""

NAMES = {
    "Rücklauf 1 (2).xlsx": "Rücklauf 1 (2).xlsx",
    os.fsdecode(b"R\xfccklauf.xlsx"): r"R\xfccklauf.xlsx",
    os.fsdecode(b"\x85.xlsx"): r"\x85.xlsx",
    "a\x85.xlsx": r"a\u0085.xlsx",
    "a\nb\t.xlsx": r"a\x0ab\x09.xlsx",
    "\x1b]0;Titel\x07\x1b[31m.xlsx": r"\x1b]0;Titel\x07\x1b[31m.xlsx",
    "\x9b31m.xlsx": r"\u009b31m.xlsx",
    "a\u202excod.xlsx": r"a\u202excod.xlsx",
    "\u2066\u2069\u200e\u200f\u061c": r"\u2066\u2069\u200e\u200f\u061c",
    "a\u200bb\ufeff\xad": r"a\u200bb\ufeff\u00ad",
    "a\u2028b\u2029": r"a\u2028b\u2029",
    "\U000e0041.xlsx": r"\U000e0041.xlsx",
    "a\ud800b\ufffe": r"a\ud800b\ufffe",
    "Größe 5\xa0€ – „Ä“ 😀 e\u0301.xlsx": "Größe 5\xa0€ – „Ä“ 😀 e\u0301.xlsx",
    "C:\\neu\\x41.xlsx": "C:\\neu\\x41.xlsx",
}


@pytest.mark.parametrize(("name", "shown"), NAMES.items(), ids=ascii)
def test_every_sign_of_a_name_is_seen(name: str, shown: str) -> None:
    assert shown_name(name) == shown


LINES = {
    "a\nb\r\n\tc\u2028d": "a b c d",
    "a\x1b[31mb\x9bc\x00d\x7f": "a�[31mb�c�d�",
    "a\u202eb\u2066c\u200fd\u061c": "a�b�c�d�",
    os.fsdecode(b"R\xfcck"): r"R\xfcck",
    "a\ud800b": "a�b",
    "Werk\xadstatt 😀": "Werk\xadstatt 😀",
}


@pytest.mark.parametrize(("text", "shown"), LINES.items(), ids=ascii)
def test_a_line_does_nothing_to_a_terminal(text: str, shown: str) -> None:
    assert one_line(text) == shown


ACTING = {"Cc", "Cs", "Zl", "Zp"}
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@given(ANY)
def test_nothing_that_acts_is_left_of_any_text(text: str) -> None:
    for shown in (shown_name(text), one_line(text)):
        assert not ACTING & set(map(unicodedata.category, shown))
        assert not BIDI.search(shown)
    writable(text).encode()


@given(ANY)
def test_json_gives_back_any_text_and_shows_what_may_be_shown(text: str) -> None:
    entry = {text: [text, {"a": text}], "leer": None}
    written = "".join(json_pieces({"eins": entry, "zwei": iter([entry, text]), "nichts": iter([]), "zahl": 1.5}))
    assert json.loads(written) == {"eins": entry, "zwei": [entry, text], "nichts": [], "zahl": 1.5}
    assert shown_name(written.replace("\n", "")) == written.replace("\n", "")
    written.encode()


def test_json_is_laid_out_as_ever() -> None:
    entry = {"files": [{"a": [1, 2], "b": {}}, {"c": "ä „“"}], "summary": {"files": 2}}
    pieces = list(json_pieces({"files": iter(entry["files"]), "summary": entry["summary"]}))
    assert "".join(pieces) == json.dumps(entry, ensure_ascii=False, indent=1) + "\n"
    assert len(pieces) > len(entry["files"]), "one by one"


def test_a_long_text_is_quoted_with_200_signs() -> None:
    assert shortened("x" * 200) == "x" * 200
    assert shortened("x" * 201) == "x" * 199 + "…"


def test_lengths_are_counted_as_excel_counts() -> None:
    assert (units("ä😀"), cut("ä😀😀", 3), cut("ä😀😀", 4), cut("ä😀", 3)) == (3, "ä😀", "ä😀", "ä😀")
    assert cut("x" * 40, 31) == "x" * 31
