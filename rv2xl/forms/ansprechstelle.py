"""Whom a Leistungserbringer sends a form to and asks about it: the register's „Absender“, as every Deckblatt prints it."""

from __future__ import annotations

from rv2xl.model.definitions.blocks import Record
from rv2xl.model.definitions.blocks.deckblatt_blocks import Contact
from rv2xl.model.definitions.field import TEXT, Field, FilledBy
from rv2xl.model.definitions.guidance import LEADING
from rv2xl.model.expressions.expr import Ref


def _vom_absender(name: str, label: str, *columns: str) -> Field:
    return Field(id=name, label=label, type=TEXT, filled_by=FilledBy.LWV, from_absender=columns)


ANSPRECHSTELLE = Record(
    id="absender", heading="Ihre Ansprechstelle", source="Stammdaten, Blatt „Absender“", own=True, led_by=LEADING,
    entries=(
        _vom_absender("mail", "Senden an (E-Mail)", "mail"),
        _vom_absender("name", "Fragen beantwortet", "name"),
        _vom_absender("telefon", "Telefon", "telefon"),
        _vom_absender("strasse", "Straße", "strasse"),
        _vom_absender("ort", "Ort", "plz", "ort"),
    ))  # fmt: skip

KONTAKT = Contact(
    mail=Ref("absender.mail", "deckblatt"), name=Ref("absender.name", "deckblatt"), telephone=Ref("absender.telefon", "deckblatt"),
    street=Ref("absender.strasse", "deckblatt"), town=Ref("absender.ort", "deckblatt"),
)  # fmt: skip
"""What other rooms ask it for."""
