"""Values as German readers write them: „1.234,50“, „31.12.2025“."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import shortened


def german_number(value: Decimal | int, scale: int | None = None, *, grouping: bool = True) -> str:
    """Write a number with a decimal comma and, unless without `grouping`, points between thousands; with `scale` to that many decimals."""
    text = f"{value:,.{scale}f}" if scale is not None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if not grouping:
        text = text.replace(",", "")
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")


def _percent(value: Decimal | int, scale: int) -> str:
    """Write a share in percent: with all its decimals, but of the noughts at their end no more than two decimals have."""
    decimals = max(scale - 2, 0)
    text = german_number(value * 100, decimals)
    return text[: len(text) - (decimals - 2)] + text[len(text) - (decimals - 2) :].rstrip("0") if decimals > 2 else text


def german(value: Value, type_: Type | None = None) -> str:
    """Write a value for a reader: a blank is „leer“, a long text is shortened, and what names something (a year, an identifier) has no
    points between thousands."""
    if value is None:
        return "leer"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, int | Decimal):
        if type_ is not None and type_.kind is Kind.PROZENT:
            return _percent(value, type_.scale) + " %"
        scale = type_.scale if type_ is not None and type_.kind is not Kind.ANZAHL else None
        return german_number(value, scale, grouping=type_ is None or type_.grouped)
    return f"„{shortened(value)}“"


def plain(value: Value, type_: Type | None = None) -> str | None:
    """Write a value for programs: decimal point, ISO date, decimals to the type's scale; None stays None."""
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) or (isinstance(value, int) and type_ is not None and type_.scale):
        return f"{Decimal(value):.{type_.scale}f}" if type_ is not None else f"{value:f}"
    return str(value)


def listed(parts: list[str], last: str = "und") -> str:
    """Join German words: „A, B und C“."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def listed_first(parts: list[str], most: int) -> str:
    """Join the first of many German words and say how many more there are: „A, B und 37 weitere“."""
    more = len(parts) - most
    return listed(parts if more <= 0 else [*parts[:most], f"{more} weitere"])


def capitalised(sentence: str) -> str:
    """Begin a sentence with a capital letter."""
    return sentence[:1].upper() + sentence[1:]
