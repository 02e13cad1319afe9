"""The identifiers that several forms carry: what they look like stands here once."""

from __future__ import annotations

from rv2xl.model.definitions.field import Kind, Type
from rv2xl.model.expressions.cell_values import identified
from rv2xl.model.expressions.expr import Expr, Identifier, Ref, any_of

NUMMER = Type(Kind.TEXT, length=20, digits=4)
"""Number of a Leistungserbringer, padded to four digits."""

KREISSCHLUESSEL = Type(Kind.TEXT, length=5, digits=5)
"""Key of a Kreis, padded to five digits."""

ZAD = Type(Kind.TEXT, length=30)
"""ZAD-Nummer of an Ort; its width is not known, so that it is never padded."""


def one_of(entry: Ref, type_: Type) -> Expr:
    """Whether an entry is one of the type's choices once it has been read: „58 “ and the number 58 are „58“."""
    read = Identifier(entry, type_.digits)
    return any_of(*(read.eq(identified(choice, type_.digits) or "") for choice in type_.choices))
