"""What the parts of a form are to other rooms. The form names them; no id of a form is spelled outside `forms/`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rv2xl.model.expressions.expr import Ref


class Senders(StrEnum):
    """Who sends a form, by what one of them is called: every Leistungserbringer of the register, or every Kreis with an agreement."""

    LEISTUNGSERBRINGER = "Leistungserbringer"
    KREISE = "Kreis"

    @property
    def several(self) -> str:
        """What several of them are called."""
        return "Kreise" if self is Senders.KREISE else str(self)

    @property
    def of_several(self) -> str:
        """The same behind „von“."""
        return f"{self.several}n"

    def counted(self, number: int) -> str:
        """Return „1 Kreis“, „2 Kreise“."""
        return f"{number} {self if number == 1 else self.several}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Single fields of a form, each with its section. What a form does not name it does not have.

    `year` is the year of the issue as printed; `correction` the number of a correction, the highest of which counts; `deadline` the day
    by which a sender has to return it; `filled_on` the day on which it was filled in; `sender_name` what the sender is called, where the
    register does not know it; `costs_year` the year in which the costs arose; `delete_by` the day by which the file is to be deleted.
    """

    year: Ref | None = None
    correction: Ref | None = None
    deadline: Ref | None = None
    filled_on: Ref | None = None
    sender_name: Ref | None = None
    costs_year: Ref | None = None
    delete_by: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRoles:
    """The roster of people whose way to an Ort is measured, and its columns: both ends, the kilometres, who told them, on which day."""

    section: str
    roster: str
    start: str
    end: str
    length: str
    told_by: str
    told_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraegerColumns:
    """The roster of Leistungserbringer and its columns; `mail` is where letters go, the others are the address on them."""

    roster: str
    number: str
    name: str
    street: str
    postcode: str
    town: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenderFields:
    """The section with the sender of letters, and the last parts of its fields' ids: its address, where returns go too, `closing` („Mit
    freundlichen Grüßen“) and `signature` below it, and a `paragraph` for every letter.

    What a provider reads besides: `contact` is whom to ask; for Art. 13 GDPR `controller` is who is responsible, if not the sender itself,
    `data_protection` how its Datenschutzbeauftragte are reached, and `retention` how long data are kept. All four are empty
    where the register has no such field; no row has an entry of that name.
    """

    section: str
    name: str
    street: str
    postcode: str
    town: str
    mail: str
    telephone: str
    closing: str
    signature: str
    paragraph: str
    contact: str = ""
    controller: str = ""
    data_protection: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrtColumns:
    """The roster of Orte and its columns: `traeger` is the number of its Leistungserbringer, `since` and `until` its validity."""

    roster: str
    traeger: str
    zad: str
    leistung: str
    name: str
    kreis: str
    since: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KreisColumns:
    """The roster of Kreise and its columns: the key, and where mail to a Kreis goes."""

    roster: str
    key: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRoles:
    """What the register has for the other forms: its rosters, the section with the sender of letters, and the day as of which it is
    judged."""

    day: Ref
    traeger: TraegerColumns
    orte: OrtColumns
    kreise: KreisColumns
    absender: AbsenderFields
