"""A clerk's year: how far each step is, when it is due, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rv2xl.clerk.sheets import Action
from rv2xl.model.wording import german

NOW, DONE, NOTHING, NEW_ARRIVALS, AGAIN, LATER = (
    "! jetzt",
    "✓ erledigt",
    "–",
    "wenn Neues eingeht",
    "nach Bedarf wieder",
    "noch abwarten",
)


@dataclass(frozen=True, kw_only=True)
class Year:
    """Where a form's year stands: counts of Leistungserbringer unless something else is said.

    `frist` is the first day of those by which they have to report. Not done are those whose own Frist has passed, `late` and, if they have
    got an answer only just, `lately`, and `waiting` who still have time. `reminded` says when the last reminders after the Frist were
    made, `reported` when the report was, `is_stale` that something has changed since.
    """

    issued: int
    to_issue: int
    expected: int
    arrived: int
    accepted: int
    unanswered: int
    late: int
    lately: int
    waiting: int
    frist: date | None
    reminded: str | None
    reported: str | None
    is_stale: bool
    comes_with_a_measure: bool = False


@dataclass(frozen=True)
class Step:
    """A step of the year: how far it is, and when it is due."""

    state: str
    due: str


def steps(year: Year) -> dict[Action, Step]:
    """Return each step."""
    return {
        Action.GENERATE: generating(year.issued, year.to_issue),
        Action.CHECK: _check(year),
        Action.RESPOND: _respond(year),
        Action.REMIND: _remind(year),
        Action.CONSOLIDATE: _consolidate(year),
    }


def next_step(year: Year) -> str:
    """Say what to do next, and with which button."""
    due = [action for action, step in steps(year).items() if step.due == NOW]
    if Action.GENERATE in due and not year.arrived:
        return f"„{Action.GENERATE.label}“; danach die Bögen aus dem Ordner „Versand“ verschicken."
    for action, words in _NEXT.items():
        if action in due:
            return f"„{action.label}“{words}"
    if year.expected and year.accepted == year.expected:
        return "Alles erledigt: Jeder Leistungserbringer ist angenommen, und der Bericht ist auf dem neuesten Stand."
    return f"Rückläufe im Ordner „Rücklauf“ ablegen, dann „{Action.CHECK.label}“."


_NEXT = {
    Action.RESPOND: "; danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden.",
    Action.REMIND: "; danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden.",
    Action.CONSOLIDATE: "; danach den Bericht im Ordner „Ergebnis“ öffnen.",
}
"""What is done after a button, in the order in which they come."""


def generating(issued: int, to_issue: int) -> Step:
    """Return how far the workbooks that go out are."""
    if not to_issue:
        return Step("In den Stammdaten hat niemand einen Ort.", NOTHING)
    state = f"{issued} von {to_issue} Bögen liegen im Ordner „Versand“."
    return Step(state, DONE if issued >= to_issue else NOW)


def _check(year: Year) -> Step:
    if not year.arrived:
        return Step("Noch ist nichts eingegangen.", "sobald etwas eingeht")
    accepted = f"{year.accepted} angenommen"
    if year.comes_with_a_measure:
        senders = _count(year.arrived, "Leistungserbringer hat", "Leistungserbringer haben")
        return Step(f"{senders} etwas gesandt, {accepted}.", NEW_ARRIVALS)
    state = f"{year.arrived} von {year.expected} Leistungserbringern haben etwas gesandt, {accepted}."
    return Step(state, DONE if year.accepted == year.expected else NEW_ARRIVALS)


def _respond(year: Year) -> Step:
    if not year.arrived:
        return Step("Noch ist nichts zu beantworten.", NOTHING)
    if year.unanswered:
        return Step(f"{_count(year.unanswered, 'Rücklauf ist', 'Rückläufe sind')} noch ohne Antwort.", NOW)
    return Step("Alles ist beantwortet.", DONE)


def _remind(year: Year) -> Step:
    count, past = year.late + year.lately + year.waiting, year.late + year.lately
    if not count:
        nobody = "Dieses Formular kommt aus Anlass einer Maßnahme; zu mahnen ist niemand."
        return Step(nobody, NOTHING) if year.comes_with_a_measure else Step("Niemand ist säumig.", DONE)
    said = f"{_count(count, 'Leistungserbringer ist', 'Leistungserbringer sind')} noch nicht fertig"
    reminded = f"; erinnert am {year.reminded}" if year.reminded is not None else ""
    if year.frist is None:
        return Step(f"{said}; eine Frist ist nicht gesetzt{reminded}.", AGAIN if reminded else NOTHING)
    if not past:
        return Step(f"{said}; Zeit ist bis {german(year.frist)}.", f"ab {german(year.frist + timedelta(days=1))}")
    frist = f"nach Ablauf der Frist ({german(year.frist)})"
    said += f", davon {past} {frist}" if year.waiting else f", {frist}"
    said += f"; {year.lately} gerade erst beantwortet" if year.lately else ""
    return Step(f"{said}{reminded}.", AGAIN if reminded else NOW if year.late else LATER)


def _consolidate(year: Year) -> Step:
    if year.reported is None:
        return Step("Noch gibt es keinen Bericht.", NOW if _is_ripe(year) else LATER if year.arrived else NOTHING)
    if not _is_ripe(year):
        return Step(f"Der Bericht vom {year.reported} ist ein Zwischenstand.", LATER)
    if year.is_stale:
        return Step(f"Der Bericht ist vom {year.reported}; seither hat sich der Rücklauf geändert.", NOW)
    return Step(f"Der Bericht ist vom {year.reported}.", DONE)


def _is_ripe(year: Year) -> bool:
    """Whether there is something to report, and nothing more to wait for: all is accepted, or no Frist is running."""
    return year.accepted > 0 and not (year.waiting and year.frist is not None)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
