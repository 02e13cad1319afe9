"""Where a sender puts right what is wrong in its return: this tells whether a marked copy of it is of use."""

from __future__ import annotations

from enum import StrEnum


class Mended(StrEnum):
    """Where something is put right; what comes later is more to do."""

    HERE = "here"
    """In the file that came, or in its marked copy."""
    ANEW = "anew"
    """In the workbook as it was issued: what was deleted from this one is not typed again."""
    ELSEWHERE = "elsewhere"
    """In another workbook: this is not the one that was asked for."""


_NOT_HERE = {
    "DATEI-GROESSE": Mended.ANEW, "BLATT-FEHLT": Mended.ANEW, "FELD-FEHLT": Mended.ANEW, "FORM-FREMD": Mended.ELSEWHERE,
    "FORM-VERSION": Mended.ELSEWHERE, "FORM-JAHR": Mended.ELSEWHERE, "FORM-LE": Mended.ELSEWHERE,
}  # fmt: skip


def where_mended(code: str) -> Mended:
    """Return where a finding of a code is put right; the rules of a form are about what is entered."""
    return _NOT_HERE.get(code, Mended.HERE)
