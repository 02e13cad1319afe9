"""What Excel says while something is typed into a cell, and what it does not take: German, within Excel's limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rv2xl.excel.formulas.validation import MESSAGE, TITLE
from rv2xl.model.wording import listed

_ERROR_TITLE = "Bitte Eingabe prüfen"


def typing_help(
    title: str, hint: str, words: Sequence[str] = (), years: tuple[int, int] | None = None
) -> dict[str, Any]:
    """Return XlsxWriter's options for a cell that takes some words only, or years, or whatever is typed."""
    if words:
        rule: dict[str, Any] = {"validate": "list", "source": list(words)}
        expected = f"Hier gehört hin: {listed([f'„{word}“' for word in words], 'oder')}."
    elif years:
        rule = {"validate": "integer", "criteria": "between", "minimum": years[0], "maximum": years[1]}
        expected = f"Hier gehört ein Jahr von {years[0]} bis {years[1]} hin."
    else:
        rule, expected = {"validate": "any"}, ""
    assert len(title) <= TITLE
    assert max(len(hint), len(expected)) <= MESSAGE
    said = {"input_title": title, "input_message": hint}
    return rule | said | ({"error_title": _ERROR_TITLE, "error_message": expected} if expected else {})
