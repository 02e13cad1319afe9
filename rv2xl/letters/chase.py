"""Who is still to report, contract by contract: with the days that are left, or that have passed since the Frist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rv2xl.letters.letter import Brief, Kind, Vertrag, contracts_of, letter_to
from rv2xl.reports.replies import Replies, Reply, State
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.register import Ort


@dataclass(frozen=True, eq=False)
class Open:
    """A Leistungserbringer who is not done, the contracts that are open, and the letter to it."""

    reply: Reply
    contracts: tuple[Vertrag, ...]
    letter: Brief


def chase_list(consolidation: Consolidation, replies: Replies, today: date) -> list[Open]:
    """Return who has to be reminded, in the order of the register: nobody of whom all is accepted."""
    return [
        Open(reply, contracts, _letter(consolidation, reply, contracts, today))
        for reply in replies.senders
        if reply.expected and (contracts := open_contracts(consolidation, reply))
    ]


def open_contracts(consolidation: Consolidation, reply: Reply) -> tuple[Vertrag, ...]:
    """Return the Orte and Leistungen of which nothing is counted; a form without a sheet for each is open or done as a whole."""
    if any(sheet.repeated for sheet in consolidation.form.sheets):
        orte: Sequence[Ort] = reply.missing
    elif reply.state is State.ANGENOMMEN:
        return ()
    else:
        orte = consolidation.register.orte_of(reply.number, consolidation.year)
    return contracts_of(orte)


def _letter(consolidation: Consolidation, reply: Reply, contracts: tuple[Vertrag, ...], today: date) -> Brief:
    is_over = reply.frist is not None and today > reply.frist
    return letter_to(consolidation, reply, Kind.ERINNERUNG if is_over else Kind.FEHLT, today, offen=contracts)
