"""What is done with what came back: checked, put together, answered, reminded of; and how the year stands afterwards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from rv2xl.clerk.context import Context, Done
from rv2xl.clerk.decisions import HEADS, decisions_of
from rv2xl.clerk.due import Year, next_step, steps
from rv2xl.clerk.going_out import issued
from rv2xl.clerk.lines.found import finding_blocks
from rv2xl.clerk.lines.places import Places
from rv2xl.clerk.lines.record import UNREAD
from rv2xl.clerk.lines.returned import Seen, answered_lately, effect, returned_blocks, unanswered
from rv2xl.clerk.lines.table import WorkedTable, text_of, worked_table
from rv2xl.clerk.sheets import BEFUNDE, RUECKLAUF, Action
from rv2xl.excel.lists.clerk_list import ListRow
from rv2xl.letters.chase import chase_list
from rv2xl.letters.remind import remind
from rv2xl.letters.rendering import Templates
from rv2xl.letters.respond import answered_files, respond
from rv2xl.outgoing.deadlines import told_of_other_years
from rv2xl.reports.checked.sentences import closing_sentences
from rv2xl.reports.replies import Replies, State, replies_of
from rv2xl.reports.results import consolidate_files, require_consolidation, require_targets, write_results
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.decisions import Decision
from rv2xl.returns.folder import find_any_files, find_files
from rv2xl.returns.state import state_of

NOTHING_THERE = "Im Ordner „Rücklauf“ liegt noch keine Datei."


def come_back(context: Context, action: Action) -> Done:
    """Read and check what came back, do with it what the button does, and return what the workbook is to say of it."""
    settings, book = context.settings, context.book
    worked, found = worked_table(book, RUECKLAUF), worked_table(book, BEFUNDE)
    require_consolidation(settings.form, settings.year)
    find = find_files if action in {Action.CONSOLIDATE, Action.RESPOND} else find_any_files
    files = find([settings.ruecklauf])
    consolidation = _consolidation(context, files, _decisions(context, worked))
    replies, places = replies_of(consolidation, ()), Places(settings.ruecklauf, book.path.parent)
    answerable = _answerable(replies)
    answered = answerable if action is Action.RESPOND else frozenset[str]()
    seen = Seen(
        replies, context.register, places, context.clock.today, answered, not settings.form.comes_with_a_measure
    )
    spared = answered_lately(worked, seen, answerable)
    said = _write(context, action, consolidation, files, spared)
    changes = context.record.changes(
        {places.name_of(entry.file): entry.checksum or UNREAD for entry in consolidation.files},
        {places.name_of(entry.file): told for entry in consolidation.files if (told := effect(entry, places))},
    )
    open_answers = len(unanswered(worked, seen, answerable))
    year = _year(context, action, consolidation, replies, spared, open_answers, bool(changes))
    states = [state_of(entry, settings.form) for entry in consolidation.files]
    closing = closing_sentences(consolidation.own, states, settings.year) if files else [NOTHING_THERE]
    return Done(
        (*closing, *said), next_step(year), steps(year),
        (*returned_blocks(worked, seen), *finding_blocks(found, replies.files, places)), tuple(changes),
    )  # fmt: skip


def _decisions(context: Context, worked: WorkedTable) -> list[Decision]:
    values = map(worked.values, range(len(worked.rows)))
    rows = (
        ListRow(number, {head: text_of(row[head]) for head in HEADS})
        for number, row in enumerate(values, worked.heads + 1)
    )
    return decisions_of(rows, f"„{context.book.path.name}“")


def _consolidation(context: Context, files: list[Path], decisions: list[Decision]) -> Consolidation:
    settings = context.settings
    with context.progress(len(files), "Rückläufe lesen") as advance:
        return consolidate_files(settings.form, files, context.register, settings.year, advance, decisions=decisions)


def _write(
    context: Context, action: Action, consolidation: Consolidation, files: list[Path], spared: Collection[str]
) -> list[str]:
    """Write what the button is for; return sentences that tell of it."""
    settings, today = context.settings, context.clock.today
    match action:
        case Action.CONSOLIDATE:
            settings.ergebnis.mkdir(parents=True, exist_ok=True)
            require_targets(settings.report, None, [*files, settings.stammdaten])
            write_results(consolidation, settings.report, None)
            return [f"Geschrieben: „{settings.report}“."]
        case Action.RESPOND:
            said = respond(consolidation, settings.ruecklauf, settings.rueckmeldung, Templates(None), today)
        case Action.REMIND:
            said = remind(consolidation, settings.ruecklauf, settings.erinnerung, Templates(None), today, spared)
        case _:
            return []
    return [*said, *told_of_other_years(settings.form, context.register, settings.year, consolidation.expected())]


def _answerable(replies: Replies) -> frozenset[str]:
    """Return the files that somebody gets an answer to."""
    return frozenset(file.entry.file for reply in replies.senders for file in answered_files(reply))


def _year(
    context: Context, action: Action, consolidation: Consolidation, replies: Replies, spared: Collection[str],
    open_answers: int, has_changed: bool,
) -> Year:  # fmt: skip
    """Return where the year stands after a run."""
    settings, today, record = context.settings, context.clock.today, context.record
    label = context.label(Action.CONSOLIDATE)
    by_occasion = settings.form.comes_with_a_measure
    expected = [reply for reply in replies.senders if reply.expected or by_occasion]
    chased = [entry.reply for entry in chase_list(consolidation, replies, today)]
    late = [reply for reply in chased if reply.frist is not None and reply.frist < today and reply.number not in spared]
    frist = max((reply.frist for reply in late or chased if reply.frist is not None), default=None)
    last = context.clock.moment if action is Action.REMIND else record.last(context.label(Action.REMIND))
    reported = record.last(label) if settings.report.exists() else None
    there, to_issue = issued(context)
    return Year(
        issued=there, to_issue=to_issue, expected=len(expected), arrived=sum(bool(reply.files) for reply in expected),
        accepted=sum(reply.state is State.ANGENOMMEN for reply in expected), unanswered=open_answers,
        late=len(late), waiting=len(chased) - len(late), frist=frist,
        reminded=last if last is not None and frist is not None and _day(last) > frist else None,
        reported=context.clock.moment if action is Action.CONSOLIDATE else reported,
        is_stale=action is not Action.CONSOLIDATE and (has_changed or record.has_changed_since(label)),
        comes_with_a_measure=by_occasion,
    )  # fmt: skip


def _day(moment: str) -> date:
    """Return the day of a moment as the record writes it; what is none is long ago."""
    try:
        return datetime.strptime(moment[:10], "%d.%m.%Y").date()
    except ValueError:
        return date.min
