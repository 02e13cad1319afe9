"""A clerk's year: how far each step is, when it is due, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rv2xl.clerk.sheets import Action
from rv2xl.model.definitions.roles import Senders
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
    """Where a form's year stands: counts of `senders` unless something else is said.

    `frist` is the first day of those by which they have to report. Not done are those whose own Frist has passed, `late` and, if they have
    got an answer only just, `lately`, and `waiting` who still have time. `reminded` says when the last reminders after the Frist were
    made, `reported` when the report was, `is_stale` that something has changed since. A form that names people `has_report` none.
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
    senders: Senders = Senders.LEISTUNGSERBRINGER
    has_report: bool = True


@dataclass(frozen=True)
class YearStep:
    """A step of the year: how far it is, and when it is due."""

    state: str
    due: str


def steps(year: Year) -> dict[Action, YearStep]:
    """Return each step."""
    return {
        Action.GENERATE: generating(year.issued, year.to_issue, year.senders),
        Action.CHECK: _check(year),
        Action.RESPOND: _respond(year),
        Action.REMIND: _remind(year),
        Action.CONSOLIDATE: _consolidate(year),
    }


def next_step(year: Year, *, drafts: bool = False) -> str:
    """Say what to do next, and with which button; `drafts` that were just made are sent first."""
    what, then = _coming(year)
    if drafts:
        return f"Die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden. Danach: {what}."
    return f"{what}{then}."


def _coming(year: Year) -> tuple[str, str]:
    """Return what comes next, and what is done after that."""
    due = [action for action, step in steps(year).items() if step.due == NOW]
    if Action.GENERATE in due and not year.arrived:
        return f"„{Action.GENERATE.label}“", "; danach die Bögen aus dem Ordner „Versand“ verschicken"
    for action, then in _THEN.items():
        if action in due:
            return f"„{action.label}“", then
    if year.expected and year.accepted == year.expected:
        report = ", und der Bericht ist auf dem neuesten Stand" if year.has_report else ""
        return f"Alles erledigt: {year.senders.each} ist angenommen{report}", ""
    return f"Rückläufe im Ordner „Rücklauf“ ablegen, dann „{Action.CHECK.label}“", ""


_SEND = "; danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden"
_THEN = {
    Action.RESPOND: _SEND,
    Action.REMIND: _SEND,
    Action.CONSOLIDATE: "; danach den Bericht im Ordner „Ergebnis“ öffnen",
}
"""What is done after a button, in the order in which they come."""


def generating(issued: int, to_issue: int, senders: Senders = Senders.LEISTUNGSERBRINGER) -> YearStep:
    """Return how far the workbooks that go out are."""
    if not to_issue:
        return YearStep(_NO_KREIS if senders.by_agreement else _NO_ORT, NOTHING)
    state = f"{issued} von {to_issue} Bögen liegen im Ordner „Versand“."
    return YearStep(state, DONE if issued >= to_issue else NOW)


_NO_ORT = "In den Stammdaten hat niemand einen Ort."
_NO_KREIS = "Mit keinem Kreis ist für dieses Jahr etwas vereinbart."


def _check(year: Year) -> YearStep:
    if not year.arrived:
        return YearStep("Noch ist nichts eingegangen.", "sobald etwas eingeht")
    accepted = f"{year.accepted} angenommen"
    if year.comes_with_a_measure:
        return YearStep(
            f"{year.senders.counted(year.arrived)} {year.senders.arrived(year.arrived)}, {accepted}.", NEW_ARRIVALS
        )
    of_all = f"{year.expected} {year.senders.of(year.expected)}"
    state = f"{year.arrived} von {of_all} {year.senders.arrived(year.arrived)}, {accepted}."
    return YearStep(state, DONE if year.accepted == year.expected else NEW_ARRIVALS)


def _respond(year: Year) -> YearStep:
    if not year.arrived:
        return YearStep("Noch ist nichts zu beantworten.", NOTHING)
    if year.unanswered:
        return YearStep(f"{_count(year.unanswered, 'Rücklauf ist', 'Rückläufe sind')} noch ohne Antwort.", NOW)
    return YearStep("Alles ist beantwortet.", DONE)


def _remind(year: Year) -> YearStep:
    count, past = year.late + year.lately + year.waiting, year.late + year.lately
    if not count:
        nobody = "Dieses Formular kommt aus Anlass einer Maßnahme; zu mahnen ist niemand."
        return YearStep(nobody, NOTHING) if year.comes_with_a_measure else YearStep("Niemand ist säumig.", DONE)
    said = f"{year.senders.counted(count)} {'ist' if count == 1 else 'sind'} noch nicht fertig"
    reminded = f"; erinnert am {year.reminded}" if year.reminded is not None else ""
    if year.frist is None:
        return YearStep(f"{said}; eine Frist ist nicht gesetzt{reminded}.", AGAIN if reminded else NOTHING)
    if not past:
        return YearStep(f"{said}; Zeit ist bis {german(year.frist)}.", f"ab {german(year.frist + timedelta(days=1))}")
    frist = f"nach Ablauf der Frist ({german(year.frist)})"
    said += f", davon {past} {frist}" if year.waiting else f", {frist}"
    said += f"; {year.lately} gerade erst beantwortet" if year.lately else ""
    return YearStep(f"{said}{reminded}.", AGAIN if reminded else NOW if year.late else LATER)


def _consolidate(year: Year) -> YearStep:
    if not year.has_report:
        return YearStep("Was Menschen mit Namen nennt, geht in keinen Bericht ein.", NOTHING)
    if year.reported is None:
        return YearStep("Noch gibt es keinen Bericht.", NOW if _is_ripe(year) else LATER if year.arrived else NOTHING)
    if not _is_ripe(year):
        return YearStep(f"Der Bericht vom {year.reported} ist ein Zwischenstand.", LATER)
    if year.is_stale:
        return YearStep(f"Der Bericht ist vom {year.reported}; seither hat sich der Rücklauf geändert.", NOW)
    return YearStep(f"Der Bericht ist vom {year.reported}.", DONE)


def _is_ripe(year: Year) -> bool:
    """Whether there is something to report, and nothing more to wait for: all is accepted, or no Frist is running."""
    return year.accepted > 0 and not (year.waiting and year.frist is not None)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
