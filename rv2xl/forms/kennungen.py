"""The identifiers that several forms carry: what they look like stands here once."""

from __future__ import annotations

from rv2xl.model.definitions.field import Kind, Type

NUMMER = Type(Kind.TEXT, length=20, digits=4)
"""Number of a Leistungserbringer, padded to four digits."""

ZAD = Type(Kind.TEXT, length=30)
"""ZAD-Nummer of an Ort; its width is not known, so that it is never padded."""
