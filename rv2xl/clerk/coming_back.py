"""What is done with what came back: checked, put together, answered, reminded of; and how the year stands afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from rv2xl.clerk.context import Context, Done
from rv2xl.clerk.decisions import HEADS, decisions_of
from rv2xl.clerk.due import Year, next_step, steps
from rv2xl.clerk.going_out import issued
from rv2xl.clerk.lines.answers import Answers
from rv2xl.clerk.lines.found import finding_blocks
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.record import UNREAD
from rv2xl.clerk.lines.returned import Seen, effect, returned_blocks
from rv2xl.clerk.lines.table import WorkedTable, text_of, worked_table
from rv2xl.clerk.settings import Settings
from rv2xl.clerk.sheets import BEFUNDE, RUECKLAUF, START, VORJAHRESWERTE, Action
from rv2xl.excel.lists.clerk_list import ListRow
from rv2xl.letters.chase import chase_list
from rv2xl.letters.remind import remind
from rv2xl.letters.rendering import Templates
from rv2xl.letters.respond import respond
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.wording import listed
from rv2xl.outgoing.deadlines import told_of_other_years
from rv2xl.reports.checked.sentences import closing_sentences, year_of_all
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.replies import State, replies_of
from rv2xl.reports.results import collect_files, require_consolidation, require_targets, write_results
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.decisions import DECIDED, Decision, acceptance_of
from rv2xl.returns.earlier.earlier_year import EarlierYear, is_compared, read_earlier_years
from rv2xl.returns.folder import find_any_files, find_files
from rv2xl.returns.state import state_of
from rv2xl.screen.password import known_password

NOTHING_THERE = "Im Ordner „Rücklauf“ liegt noch keine Datei."


def come_back(context: Context, action: Action) -> Done:
    """Read and check what came back, do with it what the button does, and return what the workbook is to say of it."""
    settings, book = context.settings, context.book
    worked, found = worked_table(book, RUECKLAUF), worked_table(book, BEFUNDE)
    if action is Action.CONSOLIDATE or not settings.form.confidential:
        require_consolidation(settings.form, settings.year)
    if action is Action.CONSOLIDATE:
        settings.require_reportable()
    earlier = _earlier(settings)
    files = _files(context, action)
    consolidation = _consolidation(context, files, _decisions(context, worked), earlier)
    replies, places = replies_of(consolidation, ()), Places(settings.ruecklauf, book.path.parent)
    answers = Answers(worked, replies, places)
    said = _write(context, action, consolidation, files, answers, earlier)
    if action is Action.RESPOND:
        answers = replace(answers, written_on=context.clock.today)
    seen = Seen(answers, context.register, context.clock.today, not settings.form.comes_with_a_measure)
    changes = context.record.changes(
        {places.name_of(entry.file): entry.checksum or UNREAD for entry in consolidation.files},
        _effects(context, consolidation, places),
    )
    year = _year(context, action, consolidation, answers, bool(changes))
    states = [state_of(entry, settings.form) for entry in consolidation.files]
    closing = closing_sentences(consolidation.own, states, settings.year) if files else [NOTHING_THERE]
    return Done(
        (*closing, *said, *_without_effect(consolidation)), next_step(year, drafts=action in {Action.RESPOND, Action.REMIND}), steps(year),
        (*returned_blocks(worked, seen), *finding_blocks(found, replies.files, places)), tuple(changes),
    )  # fmt: skip


def _earlier(settings: Settings) -> tuple[EarlierYear, ...]:
    """Read the year before, if its values are given. Raises Abbruch for a form that no years are compared of."""
    table = settings.vorjahreswerte
    if table is not None and not is_compared(settings.form):
        raise Abbruch(
            f"Auf dem Blatt „{START}“, {VORJAHRESWERTE.label}: „{settings.form.title}“ wird nicht mit Vorjahren verglichen; bitte leeren."
        )
    return read_earlier_years([table] if table is not None else [], settings.form, settings.year)


def _files(context: Context, action: Action) -> list[Path]:
    """Return the files that came back; only to check and to remind none need be there."""
    find = find_files if action in {Action.CONSOLIDATE, Action.RESPOND} else find_any_files
    return find([context.settings.ruecklauf])


def _effects(context: Context, consolidation: Consolidation, places: Places) -> dict[str, str]:
    """Return what the record tells of decisions, by file: those that have an effect, and those that had one."""
    found = {places.name_of(entry.file): effect(entry, places) for entry in consolidation.files if acceptance_of(entry)}
    lost = {places.name_of(entry.file) for entry in consolidation.files} & context.record.effects.keys() - found.keys()
    return found | dict.fromkeys(lost, NO_EFFECT)


def _without_effect(consolidation: Consolidation) -> Iterator[str]:
    count = sum(any(found.code == DECIDED for found in entry.findings) and acceptance_of(entry) is None
                for entry in consolidation.files)  # fmt: skip
    if count:
        which = "1 Freigabe ist" if count == 1 else f"{count} Freigaben sind"
        yield f"{which} ohne Wirkung; warum, steht auf dem Blatt „{RUECKLAUF.sheet}“."


NO_EFFECT = "ohne Wirkung"
"""What the record tells of a decision that had an effect."""


def _decisions(context: Context, worked: WorkedTable) -> list[Decision]:
    values = map(worked.values, range(len(worked.rows)))
    rows = (
        ListRow(number, {head: text_of(row[head]) for head in HEADS})
        for number, row in enumerate(values, worked.heads + 1)
    )
    return decisions_of(rows, f"„{context.book.path.name}“")


def _consolidation(
    context: Context, files: list[Path], decisions: list[Decision], earlier: Sequence[EarlierYear]
) -> Consolidation:
    settings = context.settings
    password = known_password(files)
    with context.progress(len(files), "Rückläufe lesen") as advance:
        found = collect_files(
            settings.form,
            files,
            context.register,
            settings.year,
            advance,
            decisions=decisions,
            earlier=earlier,
            password=password,
        )
    other = year_of_all(found.own, settings.year)
    if other is not None:
        raise Abbruch(
            f"Alle Rückläufe sind von {other}; auf dem Blatt „{START}“ steht {settings.year}. Bitte dort das Berichtsjahr oder den Ordner "
            "mit den Rückläufen ändern."
        )
    return found


def _write(
    context: Context,
    action: Action,
    consolidation: Consolidation,
    files: list[Path],
    answers: Answers,
    earlier: Sequence[EarlierYear],
) -> list[str]:
    """Write what the button is for; return sentences that tell of it."""
    settings, today = context.settings, context.clock.today
    match action:
        case Action.CONSOLIDATE:
            settings.ergebnis.mkdir(parents=True, exist_ok=True)
            return [f"Geschrieben: {listed(_reported(settings, consolidation, files, today, earlier))}."]
        case Action.RESPOND:
            said = respond(
                consolidation,
                settings.ruecklauf,
                settings.rueckmeldung,
                Templates(None),
                today,
                settled=answers.answered(),
            )
        case Action.REMIND:
            said = remind(
                consolidation, settings.ruecklauf, settings.erinnerung, Templates(None), today, answers.lately(today)
            )
        case _:
            return []
    return [*said, *told_of_other_years(settings.form, context.register, settings.year, consolidation.expected())]


def _reported(
    settings: Settings, consolidation: Consolidation, files: list[Path], today: date, earlier: Sequence[EarlierYear]
) -> list[str]:
    """Write the report in each edition, with its page and its table where they are asked for; return the names of the files."""
    inputs = [*files, settings.stammdaten, *filter(None, [settings.vorjahreswerte])]
    targets = [
        (
            edition,
            out := settings.report_of(edition),
            settings.table if edition is Edition.INTERNAL else None,
            out.with_suffix(".html") if settings.with_page else None,
        )
        for edition in settings.editions
    ]
    for _, out, table, page in targets:
        require_targets(out, table, inputs, page)
    written = []
    for edition, out, table, page in targets:
        written += write_results(consolidation, out, table, today=today, earlier=earlier, edition=edition, html=page)
    return [f"„{path}“" for path in written]


def _year(
    context: Context, action: Action, consolidation: Consolidation, answers: Answers, has_changed: bool
) -> Year:  # fmt: skip
    """Return where the year stands after a run."""
    settings, today, record = context.settings, context.clock.today, context.record
    label, by_occasion = context.label(Action.CONSOLIDATE), settings.form.comes_with_a_measure
    expected = [reply for reply in answers.replies.senders if reply.expected or by_occasion]
    chased = [entry.reply for entry in chase_list(consolidation, answers.replies, today)]
    spared = answers.lately(today)
    past = [reply for reply in chased if reply.frist is not None and reply.frist < today]
    late = [reply for reply in past if reply.number not in spared]
    frist = min((reply.frist for reply in past or chased if reply.frist is not None), default=None)
    reported = record.last(label) if settings.report.exists() else None
    there, to_issue = issued(context)
    return Year(
        issued=there, to_issue=to_issue, expected=len(expected), arrived=sum(bool(reply.files) for reply in expected),
        accepted=sum(reply.state is State.ANGENOMMEN for reply in expected),
        unanswered=len(answers.open()), late=len(late), lately=len(past) - len(late), waiting=len(chased) - len(past),
        frist=frist,
        reminded=_reminded(context, action, frist), reported=context.clock.moment if action is Action.CONSOLIDATE else reported,
        is_stale=action is not Action.CONSOLIDATE and (has_changed or record.has_changed_since(label)),
        comes_with_a_measure=by_occasion, senders=settings.form.senders, has_report=not settings.form.confidential,
    )  # fmt: skip


def _reminded(context: Context, action: Action, frist: date | None) -> str | None:
    """Return when the last reminders were made that did not come before the Frist."""
    remind_label = context.label(Action.REMIND)
    last = context.clock.moment if action is Action.REMIND else context.record.last(remind_label)
    return last if last is not None and (frist is None or _day(last) > frist) else None


def _day(moment: str) -> date:
    """Return the day of a moment as the record writes it; what is none is long ago."""
    try:
        return datetime.strptime(moment[:10], "%d.%m.%Y").date()
    except ValueError:
        return date.min
