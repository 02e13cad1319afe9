"""Blocks of a Deckblatt that leads: what to do in which order, and what becomes of personal data. What they say differs by issue."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.guidance import LEADING, Guidance
from rv2xl.model.expressions.expr import Ref

STEP_ROWS = 5
"""The rows of the steps: one for each, one for what is still to be done, and a narrow one below. What stands under them keeps its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The prefilled fields, each with its section, that say whom to send the file to and whom to ask about it."""

    mail: Ref
    name: Ref
    street: Ref
    town: Ref
    telephone: Ref | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Steps(Block):
    """Three numbered steps, and what of them is still to be done.

    `first` are the sections that are always to be filled in; none means those with duties. `fill` is the
    first step where that says too little. `finish` is the third step where the file is not
    sent, and `finished` what is said when all is there. `contact` is whom to send it to, if the form says so.
    """

    first: tuple[str, ...] = ()
    fill: str = ""
    finish: str = ""
    finished: str = ""
    contact: Contact | None = None
    led_by: Guidance | None = LEADING


@dataclass(frozen=True, kw_only=True, eq=False)
class DataProtection(Block):
    """What is told those whose data stand in the workbook (Art. 13 GDPR): `data` names them, `purpose` what for („um … zu …“), `basis` the
    legal one, if it is not the Rahmenvertrag; `contact` is who is responsible, if the form says so."""

    data: str
    purpose: str
    basis: str = ""
    contact: Contact | None = None
    led_by: Guidance | None = LEADING
