"""What is read with a repair: one table of small rules.

Each rule turns one way of writing into a plainer one and says so in German. They are tried once each, in the order of the
table; what stands at the end is read, or is a problem. What could mean two things has no rule: it is refused, never guessed.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from math import inf, isfinite
from typing import NamedTuple

from rv2xl.model.definitions.field import NUMERIC, UNITS, Field, Kind, Type
from rv2xl.model.entries import spelling
from rv2xl.model.entries.spelling import (
    BLANKS,
    CLOCK,
    DAY,
    GAP,
    ISO_DAY,
    LEAD,
    NAMED_DAY,
    POINT,
    STROKES,
    Content,
    Plainer,
    day_of_text,
    number_part,
    whole_text,
)


class Repair(NamedTuple):
    """One way of writing: for which kinds of field, what content it looks at, and what it makes of that.

    `phrase` says in German what was done; it stands behind „… wurde als … gelesen:“.
    """

    name: str
    kinds: frozenset[Kind]
    takes: frozenset[type]
    plainer: Plainer
    phrase: str


_ALL, _TEXTS, _DAYS = frozenset(Kind), frozenset({Kind.TEXT}), frozenset({Kind.DATUM})
_NUMBERS, _DECIMALS = NUMERIC, NUMERIC - {Kind.ANZAHL}
_PERCENT, _AMOUNTS = frozenset({Kind.PROZENT}), frozenset({Kind.EURO})
_YES_NO, _CHOICES = frozenset({Kind.JA_NEIN}), frozenset({Kind.JA_NEIN, Kind.AUSWAHL})
_STR, _FLOAT, _DECIMAL, _BOOL = frozenset({str}), frozenset({float}), frozenset({Decimal}), frozenset({bool})
_MOMENT, _DATE = frozenset({datetime}), frozenset({date, datetime})
_AS_DAY = "Text als Datum gelesen"
_CURRENCY = "|".join(UNITS["EUR"])

RULES: tuple[Repair, ...] = (
    Repair("unseen", _ALL, _STR, spelling.emptied, "zu sehen ist nichts"),
    Repair("edges", _ALL, _STR, spelling.trimmed, "Leerzeichen am Rand weggelassen"),
    # choices; before what stands for no answer, for that may be one of them
    Repair("listed number", _CHOICES, _FLOAT, spelling.text_of_number, "Zahl als Eintrag der Liste gelesen"),
    Repair("listed", _CHOICES, _STR, spelling.as_listed, "Schreibweise der Liste übernommen"),
    Repair("ticked", _YES_NO, _STR, spelling.ticked, "Kreuz, Haken oder Anfangsbuchstabe als Antwort gelesen"),
    Repair("truth", _YES_NO, _BOOL, spelling.answer, "Wahrheitswert als Antwort gelesen"),
    Repair("absent", _ALL - _TEXTS, _STR, spelling.absent, "keine Angabe"),
    # numbers: how they are written, then what they are
    Repair("signs", _NUMBERS | _DAYS, _STR, spelling.ordinary, "Sonderzeichen als gewöhnliche Zeichen gelesen"),
    Repair("currency", _AMOUNTS, _STR, whole_text(rf"([{STROKES}+]?)(?i:{_CURRENCY}){GAP}*([{STROKES}+]?\d[^A-Za-z€]*)", r"\1\2"),
           "Währung vor der Zahl weggelassen"),
    Repair("stroke", _AMOUNTS, _STR, whole_text(rf"(.*\d),[{STROKES}]{{1,2}}((?:[^\d.,].*)?)", r"\1,00\2"),
           "Strich nach dem Komma als 00 gelesen"),
    Repair("minus", _NUMBERS, _STR, whole_text(r"[‐‑‒–−](\d.*)", r"-\1"), "Strich vor der Zahl als Minus gelesen"),
    Repair("points", _NUMBERS, _STR, number_part(rf"{LEAD}(?:(?:\.\d{{3}})+,\d+|(?:\.\d{{3}}){{2,}})", r"\.", ""),
         "Punkte zwischen Tausendern weggelassen"),
    Repair("gaps", _NUMBERS, _STR, number_part(rf"{LEAD}(?:{GAP}\d{{3}})+(?:,\d+|{POINT})?", GAP, ""),
         "Leerzeichen zwischen Tausendern weggelassen"),
    Repair("commas", _NUMBERS, _STR, number_part(rf"{LEAD}(?:,\d{{3}})+{POINT}", ",", ""),
         "Kommas zwischen Tausendern weggelassen"),
    Repair("point", _NUMBERS, _STR, number_part(rf"(?!{LEAD}\.\d{{3}}(?!\d))(?:0|[1-9]\d*)\.\d+", r"\.", ","),
         "Punkt als Komma gelesen"),
    Repair("unit", _NUMBERS - _PERCENT, _STR, spelling.without_unit, "Einheit weggelassen"),
    Repair("number", _NUMBERS, _STR, spelling.number_of_text, "Text als Zahl gelesen"),
    Repair("percent points", _PERCENT, _DECIMAL, spelling.ratio_of_points, "Zahl als Prozent gelesen"),
    Repair("percent", _PERCENT, _STR, spelling.ratio_of_text, "Text als Prozent gelesen"),
    Repair("rounded", _DECIMALS, _DECIMAL, spelling.rounded, "auf die vorgesehenen Nachkommastellen gerundet"),
    # days
    Repair("clock", _DAYS, _STR, whole_text(rf"(.*\d)(?:T|{GAP}+){CLOCK}", r"\1"), "Uhrzeit weggelassen"),
    Repair("moment", _DAYS, _MOMENT, spelling.day_of_moment, "Uhrzeit weggelassen"),
    Repair("day", _DAYS, _STR, day_of_text(DAY), _AS_DAY),
    Repair("ISO day", _DAYS, _STR, day_of_text(ISO_DAY), _AS_DAY),
    Repair("named day", _DAYS, _STR, day_of_text(NAMED_DAY), _AS_DAY),
    Repair("serial", _DAYS, _FLOAT, spelling.day_of_serial, "Zahl als Datum gelesen"),
    # texts
    Repair("number as text", _TEXTS, _FLOAT, spelling.text_of_number, "Zahl als Text gelesen"),
    Repair("day as text", _TEXTS, _DATE, spelling.text_of_day, "Datum als Text gelesen"),
    Repair("padded", _TEXTS, _STR, spelling.padded, "führende Nullen ergänzt"),
)  # fmt: skip
"""Everything that is ever repaired, in the order in which it is tried."""

_LONGEST = 300
"""No number, day or choice has more signs; so no cell takes long, whatever stands in it."""

_RULES_OF = {kind: tuple(rule for rule in RULES if kind in rule.kinds) for kind in Kind}


def normalised(type_: Type, raw: Content) -> tuple[Content, tuple[Repair, ...]]:
    """Apply the table to a cell's content; return what it comes to, and the rules that did something."""
    if type(raw) is str and len(raw) > _LONGEST and type_.kind is not Kind.TEXT and len(raw.strip(BLANKS)) > _LONGEST:
        return raw, ()
    content, applied = _as_kept(type_, raw), []
    for rule in _RULES_OF[type_.kind]:
        if type(content) in rule.takes and (plainer := rule.plainer(type_, content)) is not None:
            content = plainer
            applied.append(rule)
    return content, tuple(applied)


def _as_kept(type_: Type, raw: Content) -> Content:
    """A number as the spreadsheet keeps it, to fifteen digits; a day without its midnight."""
    if type(raw) is int:
        raw = float(raw) if -1e300 < raw < 1e300 else inf
    if type(raw) is float and type_.numeric:
        return Decimal(f"{raw:.15g}") if isfinite(raw) else raw
    if type(raw) is datetime and type_.kind is Kind.DATUM and raw.time() == time():
        return raw.date()
    return raw


def repairs(field: Field, raw: Content | None) -> tuple[Repair, ...]:
    """Return the rules by which a content was read: none for one that was plain."""
    return () if raw is None else normalised(field.type, raw)[1]
