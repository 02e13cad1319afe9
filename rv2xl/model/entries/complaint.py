"""What is said of an entry that cannot be read: what is wrong with it, and what to do so that it is read.

What it says can be followed: an entry as the remedy names it is read.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from math import isfinite, isnan
from typing import NamedTuple

from rv2xl.model.definitions.field import ANTEIL, Field, Kind, Type
from rv2xl.model.entries.entry import Raw, shown_raw
from rv2xl.model.entries.normalisation import normalised
from rv2xl.model.entries.spelling import Content, ambiguity, no_such_day, ratio_of_text, without_unit
from rv2xl.model.wording import german, german_number


class Complaint(NamedTuple):
    """What is wrong, as a German sentence, and what to do; None where the catalogue's remedy says it."""

    said: str
    remedy: str | None


def complaint(field: Field, code: str, raw: Raw) -> Complaint:
    """Return what is said of an entry that could not be read; `code` is that of its reading. Nothing of an entry about a person is."""
    type_ = field.type
    if field.personal:
        said = f"Der Eintrag ist keine gültige Angabe; erwartet wird: {field.expectation}."
        return Complaint(said, _REMEDIES.get((code, type_.kind)))
    if raw is not None and code != "BEREICH":
        content = normalised(type_, raw)[0]
        for look in _LOOKS:
            if (found := look(type_, raw, content)) is not None:
                return found
    other = next((word for kind, word in _NO_NUMBERS.items() if isinstance(raw, kind)), "") if type_.numeric else ""
    said = f"{shown_raw(raw, type_)}{other} ist keine gültige Angabe; erwartet wird: {field.expectation}."
    return Complaint(said, _OTHER_FORMAT if other else _REMEDIES.get((code, type_.kind)))


_NO_NUMBERS: dict[type, str] = {date: " (ein Datum)", time: " (eine Uhrzeit)", timedelta: " (eine Dauer)"}
_OTHER_FORMAT = (
    "Bitte eine gewöhnliche Zahl eintragen, Stunden als Dezimalzahl (7:30 Stunden sind 7,5). Zeigt die Zelle sie wieder als Datum oder "
    "Uhrzeit an, bitte vorher eine leere Zelle der gleichen Art hierher kopieren: Sie bringt das Zahlenformat mit."
)
_REMEDIES = {
    ("TYP", Kind.ANZAHL): "Bitte nur eine ganze Zahl eintragen, ohne Einheit und ohne Zusatz.",
    ("TYP", Kind.TEXT): "Bitte einen Text eintragen.",
    ("BEREICH", Kind.TEXT): "Bitte den Text kürzen.",
}


# --- What is known to be wrong: each looks for one thing, and gives None if it is another -------------------------


def _formula(type_: Type, raw: Raw, content: Content) -> Complaint | None:
    """A formula beside which no value is stored, or that was typed as a text."""
    if not isinstance(raw, str) or not raw.startswith("="):
        return None
    return Complaint(
        f"Die Zelle enthält die Formel „{raw}“, aber keinen berechneten Wert.",
        "Bitte den Wert selbst eintragen, oder die Datei in Excel oder LibreOffice öffnen, speichern und noch einmal senden.",
    )


_GERMAN_ERRORS = {
    "#VALUE!": "#WERT!", "#REF!": "#BEZUG!", "#NUM!": "#ZAHL!", "#N/A": "#NV", "#SPILL!": "#ÜBERLAUF!", "#CALC!": "#KALK!",
    "#GETTING_DATA": "#DATEN_ABRUFEN",
}  # fmt: skip
"""What a German Excel shows; other error values are called the same, or what they are called here is not known."""
_ENGLISH_ERRORS = {here: there for there, here in _GERMAN_ERRORS.items()}
_ERROR = re.compile(r"#[A-ZÜ][A-ZÜ0-9_/]+[!?]?|Err:[0-9]{3}")


def failed_formula(raw: object) -> str | None:
    """Say that a cell shows an error value of any name, or the text of one; None if it does not."""
    if not isinstance(raw, str) or not _ERROR.fullmatch(raw.strip()):
        return None
    stored = _ENGLISH_ERRORS.get(raw.strip(), raw.strip())
    shown = f"{_GERMAN_ERRORS[stored]} ({stored})" if stored in _GERMAN_ERRORS else stored
    return f"Die Zelle zeigt den Fehlerwert {shown}: Eine Formel ist fehlgeschlagen."


def _error(type_: Type, raw: Raw, content: Content) -> Complaint | None:
    said = failed_formula(raw)
    return None if said is None else Complaint(said, "Bitte die Formel berichtigen oder den Wert selbst eintragen.")


_INFINITE = {"∞": "inf", "unendlich": "inf"}


def _infinite(type_: Type, raw: Raw, content: Content) -> Complaint | None:
    """What a program writes for a result that is no number, or that is too large for any cell."""
    if not isinstance(raw, str | float) or not type_.numeric:
        return None
    number = 0.0
    with suppress(ValueError):
        number = float(_INFINITE.get(raw.lstrip(" -+−").casefold(), raw) if isinstance(raw, str) else raw)
    if isfinite(number):
        return None
    meaning = "keine Zahl" if isnan(number) else "unendlich"
    quoted = f", eingetragen als {shown_raw(raw, type_)}" if isinstance(raw, str) else ""
    said = f"Der Wert ist {meaning}{quoted}; damit lässt sich nicht rechnen."
    return Complaint(said, _REMEDIES.get(("TYP", type_.kind)))


def _share(type_: Type, raw: Raw, content: Content) -> Complaint | None:
    """A percentage where only another cell says whether percent are meant."""
    ratio = ratio_of_text(ANTEIL, content) if type_.unit_elsewhere and isinstance(content, str) else None
    if ratio is None:
        return None
    return Complaint(
        f"{shown_raw(raw, type_)} ist keine gültige Angabe: Die Einheit steht in einem anderen Feld.",
        f"Bitte den Prozentsatz als Dezimalzahl eintragen: {content} ist {german_number(ratio)}; als Einheit muss Prozent gewählt sein.",
    )


def _ambiguous(type_: Type, raw: Raw, content: Content) -> Complaint | None:
    """A number whose only point or comma stands before exactly three digits."""
    if not isinstance(content, str):
        return None
    text = without_unit(type_, content) or content
    doubt = ambiguity(type_, text)
    if doubt is None:
        return None
    whole, parts, unit = re.sub("[.,]", "", text), text.replace(".", ","), f" {type_.unit}" if type_.unit else ""
    said = f"{shown_raw(raw, type_)} ist nicht eindeutig: {doubt}, also {whole}{unit} oder {parts}{unit} bedeuten."
    percent = type_.kind is Kind.PROZENT
    fitting = parts if percent else german_number(Decimal(parts.replace(",", ".")), min(type_.scale, 3), grouping=False)
    choices = (whole, fitting) if type_.scale else (whole,)
    allowed = [choice for choice in choices if not type_.excludes(_number(choice, -2 if percent else 0))]
    choice = " oder ".join(allowed or choices)
    return Complaint(said, f"Bitte ohne Tausendertrennung eintragen: {choice}{unit if percent else ''}.")


def _number(text: str, exponent: int) -> Decimal:
    return Decimal(text.replace(",", ".")).scaleb(exponent)


def _day(type_: Type, raw: Raw, content: Content) -> Complaint | None:
    """A day that no calendar has, or that is not possible here."""
    if type_.kind is not Kind.DATUM:
        return None
    if isinstance(content, str) and (gone := no_such_day(content)) is not None:
        return Complaint(f"Den {gone} gibt es nicht.", "Bitte den Tag prüfen und berichtigen.")
    if type(content) is not date:
        return None
    low, high, day = type_.minimum, type_.maximum, german(content)
    wrong = "ist nicht der Erste eines Monats"
    if isinstance(low, date) and content < low:
        wrong = f"liegt vor dem {german(low)}"
    elif isinstance(high, date) and content > high:
        wrong = f"liegt nach dem {german(high)}"
    subject = f"{shown_raw(raw, type_)} ist als Datum der {day} und" if isinstance(raw, float | int) else f"Der {day}"
    return Complaint(f"{subject} {wrong}.", "Bitte das Datum prüfen und berichtigen.")


_LOOKS = (_formula, _error, _infinite, _share, _ambiguous, _day)
