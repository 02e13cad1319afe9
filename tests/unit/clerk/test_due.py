"""How far each step of a clerk's year is, when it is due, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rv2xl.clerk.due import Year, next_step, steps
from rv2xl.clerk.sheets import Action
from rv2xl.model.definitions.roles import Senders

FRIST = date(2026, 3, 31)
BEGUN = Year(
    issued=0, to_issue=12, expected=12, arrived=0, accepted=0, unanswered=0, late=0, lately=0, waiting=12, frist=FRIST,
    reminded=None, reported=None, is_stale=False,
)  # fmt: skip
SENT = replace(BEGUN, issued=12)
COMING = replace(SENT, arrived=8, accepted=6, unanswered=8, waiting=6)
ANSWERED = replace(COMING, unanswered=0)
LATE = replace(ANSWERED, arrived=9, accepted=9, waiting=1, late=2)
REMINDED = replace(LATE, reminded="02.04.2026 09:00")
REPORTED = replace(REMINDED, reported="03.04.2026 10:00", waiting=0)
STALE = replace(REPORTED, is_stale=True)
DONE = replace(REPORTED, arrived=12, accepted=12, late=0)
MEASURE = replace(ANSWERED, waiting=0, comes_with_a_measure=True, arrived=1, accepted=1, expected=1, frist=None)
KREISE = replace(LATE, senders=Senders.KREISE, expected=2, arrived=1, accepted=1, late=1, waiting=0)
NAMES = replace(KREISE, expected=1, late=0, has_report=False)

DUE = [
    (BEGUN, "! jetzt", "sobald etwas eingeht", "–", "ab 01.04.2026", "–"),
    (SENT, "✓ erledigt", "sobald etwas eingeht", "–", "ab 01.04.2026", "–"),
    (COMING, "✓ erledigt", "wenn Neues eingeht", "! jetzt", "ab 01.04.2026", "noch abwarten"),
    (ANSWERED, "✓ erledigt", "wenn Neues eingeht", "✓ erledigt", "ab 01.04.2026", "noch abwarten"),
    (LATE, "✓ erledigt", "wenn Neues eingeht", "✓ erledigt", "! jetzt", "noch abwarten"),
    (replace(LATE, waiting=0), "✓ erledigt", "wenn Neues eingeht", "✓ erledigt", "! jetzt", "! jetzt"),
    (REPORTED, "✓ erledigt", "wenn Neues eingeht", "✓ erledigt", "nach Bedarf wieder", "✓ erledigt"),
    (STALE, "✓ erledigt", "wenn Neues eingeht", "✓ erledigt", "nach Bedarf wieder", "! jetzt"),
    (DONE, "✓ erledigt", "✓ erledigt", "✓ erledigt", "✓ erledigt", "✓ erledigt"),
    (MEASURE, "✓ erledigt", "wenn Neues eingeht", "✓ erledigt", "–", "! jetzt"),
    (
        replace(STALE, waiting=1),
        "✓ erledigt",
        "wenn Neues eingeht",
        "✓ erledigt",
        "nach Bedarf wieder",
        "noch abwarten",
    ),
    (
        replace(LATE, late=0, lately=3, waiting=0),
        "✓ erledigt",
        "wenn Neues eingeht",
        "✓ erledigt",
        "noch abwarten",
        "! jetzt",
    ),
    (NAMES, "✓ erledigt", "✓ erledigt", "✓ erledigt", "✓ erledigt", "–"),
    (replace(SENT, frist=None), "✓ erledigt", "sobald etwas eingeht", "–", "–", "–"),
    (replace(BEGUN, to_issue=0), "–", "sobald etwas eingeht", "–", "ab 01.04.2026", "–"),
]
STATES = [
    (BEGUN, Action.GENERATE, "0 von 12 Bögen liegen im Ordner „Versand“."),
    (COMING, Action.CHECK, "8 von 12 Leistungserbringern haben etwas gesandt, 6 angenommen."),
    (COMING, Action.RESPOND, "8 Rückläufe sind noch ohne Antwort."),
    (replace(COMING, unanswered=1), Action.RESPOND, "1 Rücklauf ist noch ohne Antwort."),
    (ANSWERED, Action.REMIND, "6 Leistungserbringer sind noch nicht fertig; Zeit ist bis 31.03.2026."),
    (LATE, Action.REMIND, "3 Leistungserbringer sind noch nicht fertig, davon 2 nach Ablauf der Frist (31.03.2026)."),
    (replace(LATE, waiting=0, late=1), Action.REMIND, "1 Leistungserbringer ist noch nicht fertig, nach Ablauf der Frist (31.03.2026)."),
    (REMINDED, Action.REMIND, "3 Leistungserbringer sind noch nicht fertig, davon 2 nach Ablauf der Frist (31.03.2026); "
     "erinnert am 02.04.2026 09:00."),
    (SENT, Action.CONSOLIDATE, "Noch gibt es keinen Bericht."),
    (REPORTED, Action.CONSOLIDATE, "Der Bericht ist vom 03.04.2026 10:00."),
    (STALE, Action.CONSOLIDATE, "Der Bericht ist vom 03.04.2026 10:00; seither hat sich der Rücklauf geändert."),
    (replace(REPORTED, waiting=1, accepted=9), Action.CONSOLIDATE, "Der Bericht vom 03.04.2026 10:00 ist ein Zwischenstand."),
    (replace(SENT, frist=None, reminded="02.04.2026"), Action.REMIND,
     "12 Leistungserbringer sind noch nicht fertig; eine Frist ist nicht gesetzt; erinnert am 02.04.2026."),
    (replace(LATE, late=1, lately=3, waiting=0), Action.REMIND,
     "4 Leistungserbringer sind noch nicht fertig, nach Ablauf der Frist (31.03.2026); 3 gerade erst beantwortet."),
    (MEASURE, Action.CHECK, "1 Leistungserbringer hat etwas gesandt, 1 angenommen."),
    (KREISE, Action.CHECK, "1 von 2 Kreisen hat etwas gesandt, 1 angenommen."),
    (KREISE, Action.REMIND, "1 Kreis ist noch nicht fertig, nach Ablauf der Frist (31.03.2026)."),
    (replace(KREISE, to_issue=0), Action.GENERATE, "Mit keinem Kreis ist für dieses Jahr etwas vereinbart."),
    (NAMES, Action.CONSOLIDATE, "Was Menschen mit Namen nennt, geht in keinen Bericht ein."),
]  # fmt: skip
NEXT = [
    (BEGUN, "„Bögen erzeugen“; danach die Bögen aus dem Ordner „Versand“ verschicken."),
    (SENT, "Rückläufe im Ordner „Rücklauf“ ablegen, dann „Rücklauf prüfen“."),
    (COMING, "„Rückmeldungen erstellen“; danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden."),
    (replace(COMING, issued=11), "„Rückmeldungen erstellen“; danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden."),
    (ANSWERED, "Rückläufe im Ordner „Rücklauf“ ablegen, dann „Rücklauf prüfen“."),
    (LATE, "„Erinnerungen erstellen“; danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden."),
    (STALE, "„Konsolidieren“; danach den Bericht im Ordner „Ergebnis“ öffnen."),
    (DONE, "Alles erledigt: Jeder Leistungserbringer ist angenommen, und der Bericht ist auf dem neuesten Stand."),
    (NAMES, "Alles erledigt: Jeder Kreis ist angenommen."),
]  # fmt: skip


@pytest.mark.parametrize(("year", "due"), [(year, due) for year, *due in DUE])
def test_each_step_is_due_when_it_should_be(year: Year, due: list[str]) -> None:
    assert {action: step.due for action, step in steps(year).items()} == dict(zip(Action, due, strict=True))


@pytest.mark.parametrize(("year", "action", "state"), STATES)
def test_each_step_says_how_far_it_is(year: Year, action: Action, state: str) -> None:
    assert steps(year)[action].state == state


@pytest.mark.parametrize(("year", "said"), NEXT)
def test_what_comes_next_names_the_button(year: Year, said: str) -> None:
    assert next_step(year) == said
