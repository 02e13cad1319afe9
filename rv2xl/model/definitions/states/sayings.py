"""The words that a provider sees while filling in: of a form, a sheet, a block, a row. Each stands here once.

„Prüfung“ counts the rows of a list by what their states say, so that no two rules of one list may say the same (`model.soundness`).
"""

from __future__ import annotations

from string import Formatter

from rv2xl.model.definitions.rule import Judgement
from rv2xl.model.definitions.sheet import Sheet
from rv2xl.model.expressions.expr import Operand, join
from rv2xl.model.finding import Severity

OK = "✓ in Ordnung"
OPEN = "○ noch nicht prüfbar"
COMPLETE = "✓ vollständig"
INCOMPLETE = "○ noch unvollständig"
INVALID = "✗ ungültige Angabe"
SPELLING, SPELLING_ELSEWHERE = "! Schreibweise prüfen", "! Tag in anderer Zeile prüfen"
BROKEN = {Severity.FEHLER: "✗ Fehler", Severity.WARNUNG: "! bitte prüfen", Severity.HINWEIS: "i Hinweis"}
"""What „Prüfung“ shows of a broken rule, by severity."""

SIGNS = "   ".join((OK, "○ noch offen", BROKEN[Severity.HINWEIS], BROKEN[Severity.WARNUNG], "✗ muss berichtigt werden"))
"""What the signs before all states mean, in one line."""

DRAFT = "○ Entwurf"
NO_DAY_STATED = "Stand offen (Datum auf dem Deckblatt)"
"""What a calculation shows while required values are missing, and of its day while none is entered."""

_NUMBER = "12345"
"""As long as a number may be that is said beside a block."""


def see_checks(severity: Severity) -> str:
    """What is said of a broken rule that has no words of its own."""
    return f"{BROKEN[severity][0]} siehe Prüfung"


def broken_row(judgement: Judgement, sheet: Sheet) -> str:
    """What the state of a roster's row says of a broken rule; of one without words of its own which item or column it is about."""
    if not sheet.guidance.leads:
        item = f" ({judgement.label})" if judgement.label else ""
        return f"{BROKEN[judgement.rule.severity]}: {judgement.rule.code}{item}"
    if not judgement.rule.short:
        column = next(ref.field for ref in judgement.refs if "*" in ref.field)
        about = judgement.short_label or sheet.known(column).label
        return f"{BROKEN[judgement.rule.severity][0]} {about}: siehe Prüfung"
    return _in_words(judgement)


def said_beside(judgement: Judgement) -> Operand:
    """What the state beside a block says of a broken rule, with the two numbers it compares where its words name them."""
    if not judgement.rule.short:
        return see_checks(judgement.rule.severity)
    if judgement.compared is None:
        return _in_words(judgement)
    parts: list[Operand] = []
    for text, name, _, _ in Formatter().parse(_in_words(judgement)):
        parts += [text] if text else []
        parts += [judgement.compared[int(name) - 1]] if name else []
    return join(*parts) if len(parts) > 1 else parts[0]


def longest_said(judgement: Judgement) -> str:
    """The longest text that `said_beside` comes to."""
    text = _in_words(judgement) if judgement.rule.short else see_checks(judgement.rule.severity)
    return text.replace("{1}", _NUMBER).replace("{2}", _NUMBER)


def _in_words(judgement: Judgement) -> str:
    item = f"{judgement.short_label}: " if judgement.short_label else ""
    return f"{BROKEN[judgement.rule.severity][0]} {item}{judgement.rule.short}"
