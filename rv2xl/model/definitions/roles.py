"""What the parts of a form are to other rooms. The form names them; no id of a form is spelled outside `forms/`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rv2xl.model.expressions.expr import Ref


class Senders(StrEnum):
    """Who sends a form, by what is counted of it: every Leistungserbringer of the register, every Kreis with an agreement, or the LWV
    itself, which tells each such Kreis something: then its Meldungen are counted."""

    LEISTUNGSERBRINGER = "Leistungserbringer"
    KREISE = "Kreis"
    LWV = "Meldung"

    @property
    def by_agreement(self) -> bool:
        """Whether agreements say who sends it, and senders are known by the key of the Kreis."""
        return self is not Senders.LEISTUNGSERBRINGER

    @property
    def several(self) -> str:
        """What several of them are called."""
        return {Senders.KREISE: "Kreise", Senders.LWV: "Meldungen"}.get(self, str(self))

    @property
    def each(self) -> str:
        """One as any other: „Jeder Kreis“."""
        return f"{'Jede' if self is Senders.LWV else 'Jeder'} {self}"

    def counted(self, number: int) -> str:
        """Return „1 Kreis“, „2 Kreise“."""
        return f"{number} {self if number == 1 else self.several}"

    def behind_von(self, number: int) -> str:
        """Return by whom so many are to be sent: „von 1 Kreis“, „von 2 Kreisen“, „vom LWV Hessen“."""
        return "vom LWV Hessen" if self is Senders.LWV else f"von {number} {self.of(number)}"

    def of(self, number: int) -> str:
        """Return what so many are called behind „von“."""
        return str(self) if number == 1 else f"{self.several.removesuffix('n')}n"

    def arrived(self, number: int) -> str:
        """Say what so many have done: „hat etwas gesandt“."""
        one, several = (
            ("liegt vor", "liegen vor") if self is Senders.LWV else ("hat etwas gesandt", "haben etwas gesandt")
        )
        return one if number == 1 else several

    @property
    def heads(self) -> tuple[str, str]:
        """What stands over the number and the name of a sender."""
        return _HEADS[self]

    @staticmethod
    def heads_over(senders: Iterable[Senders]) -> tuple[str, str]:
        """Return the same for a table with these, which may be of several kinds."""
        number, name = zip(*({one.heads for one in senders} or {Senders.LEISTUNGSERBRINGER.heads}), strict=True)
        return number[0] if len(set(number)) == 1 else _NUMBER, name[0] if len(set(name)) == 1 else _SENDER


_NUMBER, _SENDER = "Nummer", "Absender"
"""Over senders of any kind."""
_HEADS = {
    Senders.LEISTUNGSERBRINGER: ("LE-Nr.", "Leistungserbringer"), Senders.KREISE: ("Schlüssel", "Kreis"),
    Senders.LWV: ("Schlüssel", "Absender"),
}  # fmt: skip


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
