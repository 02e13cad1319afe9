"""Who is still to report, contract by contract or as a whole: with the days that are left, or that have passed since the Frist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rv2xl.letters.letter import Brief, Kind, Vertrag, contracts_of, letter_to
from rv2xl.model.definitions.form import Form
from rv2xl.reports.replies import Replies, Reply, State
from rv2xl.returns.consolidate import Consolidation


@dataclass(frozen=True, eq=False)
class Open:
    """A Leistungserbringer who is not done, the contracts that are open, and the letter to it; no contracts of a form that is open as a
    whole."""

    reply: Reply
    contracts: tuple[Vertrag, ...]
    letter: Brief

    @property
    def count(self) -> int:
        """How many Meldungen are open."""
        return len(self.contracts) or 1


def chase_list(consolidation: Consolidation, replies: Replies, today: date) -> list[Open]:
    """Return who has to be reminded, in the order of the register: nobody of whom all is accepted, and of a form that comes with a
    measure only those who sent it."""
    return [
        Open(reply, contracts, _letter(consolidation, reply, contracts, today))
        for reply in replies.senders
        if (contracts := open_contracts(consolidation, reply)) or _is_open_as_a_whole(consolidation.form, reply)
    ]


def open_contracts(consolidation: Consolidation, reply: Reply) -> tuple[Vertrag, ...]:
    """Return the Orte and Leistungen of which nothing is counted, for a form with a sheet for each; none for any other."""
    return contracts_of(reply.missing) if reply.expected else ()


def _is_open_as_a_whole(form: Form, reply: Reply) -> bool:
    if form.is_for_each_ort or reply.state is State.ANGENOMMEN:
        return False
    return reply.state is not State.FEHLT if form.comes_with_a_measure else reply.expected


def _letter(consolidation: Consolidation, reply: Reply, contracts: tuple[Vertrag, ...], today: date) -> Brief:
    is_over = reply.frist is not None and today > reply.frist
    return letter_to(consolidation, reply, Kind.ERINNERUNG if is_over else Kind.FEHLT, today, offen=contracts)
