"""Texts from outside, written so that they show and do nothing else: names of files, and what stands in cells.

A name may hold any bytes, a text any sign: terminals obey some of them, readers do not see others, and a workbook, a table or UTF-8
cannot hold all. What is only shown is put into signs that are seen; a program gets it as it is, escaped as JSON (`json_pieces`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

QUOTED = 200
"""So many signs of a value are quoted; a cell holds 32,767."""

_LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_ACTING = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_TEXT = r"\ud800-\udfff\ufffe\uffff"
_UNSEEN = (
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    r"\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_IN_NAMES = re.compile(f"[{_ACTING}{_NO_TEXT}{_UNSEEN}]")
_IN_LINES = re.compile(f"[{_ACTING}{_NO_TEXT}]")
_LONE = re.compile(r"[\ud800-\udfff]")

_UNREADABLE = "\ufffd"
ELLIPSIS = "…"


def shown_name(name: str) -> str:
    r"""Return the name of a file so that every sign of it is seen: „R\xfccklauf.xlsx“ has a byte that is no UTF-8, „a\x0ab“ a line break,
    „a\u202eb“ a sign that turns the direction of writing."""
    return _IN_NAMES.sub(lambda found: _escaped(found[0]), name)


def _escaped(sign: str) -> str:
    code = ord(sign)
    if 0xDC80 <= code <= 0xDCFF:  # a byte, as os.fsdecode keeps it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def name_of_ours(name: str) -> str:
    """Return the name of a file for one that we write: signs that a terminal obeys or that nobody sees stay out of it."""
    return _IN_NAMES.sub("_", name)


def one_line(text: str) -> str:
    """Disarm a text that may come from a file or a file name: line breaks and terminal controls do not act."""
    return _IN_LINES.sub(_in_line, _LINE_BREAKS.sub(" ", text))


def _in_line(found: re.Match[str]) -> str:
    return _escaped(found[0]) if "\udc80" <= found[0] <= "\udcff" else _UNREADABLE


def writable(text: str) -> str:
    """Return a text as files of text can hold it: what is half a sign or none becomes „\ufffd“."""
    return _LONE.sub(_UNREADABLE, text)


def shortened(text: str, most: int = QUOTED) -> str:
    """Return the beginning of a longer text, and that it goes on."""
    return text if len(text) <= most else text[: most - 1] + ELLIPSIS


_QUOTE = re.compile("„([^„“]*)“")


def with_short_quotes(text: str, most: int) -> str:
    """Return a text in which every quote is shortened: what stands beside them, a place say, is kept."""
    return _QUOTE.sub(lambda found: f"„{shortened(found[1], most)}“", text)


def units(text: str) -> int:
    """Return the length of a text as Excel counts: signs beyond the first 65,536 count twice."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, most: int) -> str:
    """Return as many signs from the beginning of a text as have room in so many UTF-16 units."""
    if len(text) * 2 <= most or units(text) <= most:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


_IN_JSON = re.compile(rf"(?!\n){_IN_NAMES.pattern}")


def json_pieces(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield an object as JSON in pieces: each entry of a list that is an iterator is one.

    A sign that acts, is not seen or is none in UTF-8 is escaped: read again it is the same.
    """
    before = "{\n "
    for key, value in entry.items():
        yield f"{before}{_json(key)}: "
        if isinstance(value, Iterator):
            start = "[\n  "
            for one in value:
                yield start + _json(one, "  ")
                start = ",\n  "
            yield "[]" if start.startswith("[") else "\n ]"
        else:
            yield _json(value, " ")
        before = ",\n "
    yield "\n}\n"


def _json(value: Any, indent: str = "") -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1).replace("\n", f"\n{indent}")
    return _IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)
