"""`rv2xl respond`: an answer to each Leistungserbringer who has returned something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from rv2xl.corrections.list_book import file_of, list_book
from rv2xl.corrections.listed import Head, rows_of
from rv2xl.excel.annotated.apart import is_list_apart
from rv2xl.letters.chase import open_contracts
from rv2xl.letters.draft import Attachment
from rv2xl.letters.folder import (
    NAMED,
    Outgoing,
    incomplete_sender,
    letter_files,
    require_answerable,
    without_recipient,
    write_folder,
    written_sentences,
)
from rv2xl.letters.letter import Datei, Kind, letter_to
from rv2xl.letters.points import answered, base_name, mended_where
from rv2xl.letters.receipt import corrections, key_figures
from rv2xl.letters.rendering import Templates
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.finding import Severity
from rv2xl.model.mended import Mended
from rv2xl.model.wording import listed, listed_first
from rv2xl.outgoing.annotated_copies import SUFFIX, copy_stem, marked_copy
from rv2xl.outgoing.issuing import is_in_file_names
from rv2xl.reports.replies import File, Replies, Reply, State, replies_of
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation

PURPOSE = SUFFIX.removeprefix("_")
Marked = Callable[[Checked], bytes]
"""Returns a copy of a returned file with the cells marked that its findings are about, or their list apart."""

_ANSWERED = (State.ANGENOMMEN, State.ZURUECKGEWIESEN, State.DOPPELT, State.UNLESBAR)
_SETTLED = (State.ERSETZT, State.DOPPELT)
"""Of a sender that is answered, files in these states need no answer of their own."""
_OURS = "PROGRAMM-FEHLER"


def respond(
    consolidation: Consolidation, returned: Path, out: Path, templates: Templates, today: date, marked: Marked = marked_copy,
    *, settled: Collection[str] = (),
) -> list[str]:  # fmt: skip
    """Write the answers into a folder; return sentences that tell what was written, and what the clerk has to do by hand. The letters of
    those `settled` by number, who have got their answer already, stay as they are.

    Raises Abbruch, and writes nothing, if all returns are of one other year, for a fault in a template and for an answer of another day
    that somebody has changed.
    """
    require_answerable(consolidation, returned, out)
    replies = replies_of(consolidation, ())
    remaining = replace(replies, senders=tuple(reply for reply in replies.senders if reply.number not in settled))
    outgoing = answers(consolidation, remaining, today, marked)
    form, year = consolidation.form, consolidation.year
    files = dict(letter_files(form, year, outgoing, PURPOSE, templates))
    rows, name = rows_of(consolidation), file_of(form, year)
    had_list = (out / name).exists()
    if rows:
        files[name] = list_book(rows, form, year)
    past = write_folder(out, files, form, year, PURPOSE, [name], settled)
    return [
        *_written(out, outgoing, past),
        *_corrected(out / name, len(rows), had_list),
        *without_recipient(outgoing, consolidation.register.senders(form, year)),
        *incomplete_sender(outgoing),
        *_settled(form, len(settled)),
        *_left(replies, outgoing, settled),
    ]


def answers(consolidation: Consolidation, replies: Replies, today: date, marked: Marked) -> list[Outgoing]:
    """Return the answer to each sender, in the order of the register: none to whom the program could not read through a mistake of
    its own."""
    return [
        _answer(consolidation, reply, files, today, marked) for reply in replies.senders if (files := answered_files(reply))
    ]  # fmt: skip


def answered_files(reply: Reply) -> list[File]:
    """Return the files that a sender gets an answer to: those that make its state."""
    files = [file for file in reply.files if file.state is reply.state]
    return [] if reply.state not in _ANSWERED or any(map(_is_our_mistake, files)) else files


def _is_our_mistake(file: File) -> bool:
    return any(found.code == _OURS for found in file.entry.findings)


def _answer(consolidation: Consolidation, reply: Reply, files: Sequence[File], today: date, marked: Marked) -> Outgoing:
    attachments = [_attachment(file.entry, marked) for file in files]
    said = tuple(map(_answered, files, attachments))
    lacking = open_contracts(consolidation, reply) if reply.state is State.ANGENOMMEN else ()
    letter = letter_to(consolidation, reply, _kind(reply, said), today, said, lacking)
    return Outgoing(letter, tuple(filter(None, attachments)))


def _kind(reply: Reply, files: Sequence[Datei]) -> Kind:
    if reply.state is not State.ANGENOMMEN:
        return Kind.ZURUECKGEWIESEN
    return Kind.BERICHTIGT if any(file.berichtigungen for file in files) else Kind.ANGENOMMEN


def _attachment(entry: Checked, marked: Marked) -> Attachment | None:
    """Return the marked copy of a file, if there is something to mark, it can be marked, and it is what has to be put right: a list apart
    says what the letter says. A copy of a file that names people goes with no mail."""
    if entry.issue is None or entry.returned.confidential or mended_where(entry) is not Mended.HERE:
        return None
    if all(found.severity is Severity.HINWEIS for found in entry.findings):
        return None
    if is_list_apart(copy := marked(entry)):
        return None
    return Attachment(f"{copy_stem(PurePosixPath(base_name(entry)))}.xlsx", copy)


def _answered(file: File, attachment: Attachment | None) -> Datei:
    said = answered(file.entry, attachment.name if attachment is not None else "")
    if file.state is not State.ANGENOMMEN:
        return said
    entry = file.entry
    return replace(
        said, korrektur=entry.returned.correction, kennzahlen=key_figures(entry), berichtigungen=corrections(entry)
    )


def _written(out: Path, outgoing: Sequence[Outgoing], past: int) -> Iterator[str]:
    counts = Counter(entry.letter.art for entry in outgoing if is_in_file_names(entry.letter.nummer))
    words = {
        Kind.ANGENOMMEN: "angenommen", Kind.BERICHTIGT: "angenommen mit berichtigten Stammdaten", Kind.ZURUECKGEWIESEN: "zurückgewiesen",
    }  # fmt: skip
    parts = [f"{counts[kind]} {text}" for kind, text in words.items() if counts[kind]]
    yield from written_sentences(out, counts.total(), listed(parts) if parts else "", past)


def _corrected(path: Path, count: int, had_list: bool) -> Iterator[str]:
    """Say where the corrections are listed and what to do with the list; one that is empty by now is gone."""
    if count:
        corrections = (
            "1 Berichtigung der Stammdaten steht" if count == 1 else f"{count} Berichtigungen der Stammdaten stehen"
        )
        yield f"{corrections} in „{path}“; bitte dort unter „{Head.TAKE}“ wählen, dann „rv2xl update-register“ aufrufen."
    elif had_list:
        yield f"„{path}“ entfernt: Es gibt keine Berichtigungen der Stammdaten mehr, über die zu entscheiden wäre."


def _settled(form: Form, count: int) -> Iterator[str]:
    if count:
        own = form.senders is Senders.LWV
        have = ("hat ihre" if own else "hat seine") if count == 1 else "haben ihre"
        yield f"{form.senders.counted(count)} {have} Antwort schon; was {'dazu' if own else 'ihnen'} geschrieben wurde, bleibt."


def _left(replies: Replies, outgoing: Sequence[Outgoing], settled: Collection[str]) -> Iterator[str]:
    """Say what is left to the clerk: files that only their names assign, and those that nobody gets an answer to."""
    numbers = {entry.letter.nummer for entry in outgoing} | set(settled)
    answered = [reply for reply in replies.senders if reply.number in numbers]
    guessed, left = [], []
    for file in replies.files:
        reply = next((reply for reply in answered if any(file is own for own in reply.files)), None)
        if reply is None or file.state not in (reply.state, *_SETTLED):
            left.append(file)
        elif file.guessed and file.state is reply.state and reply.number not in settled:
            guessed.append(file)
    if guessed:
        yield f"Nur nach dem Dateinamen zugeordnet, bitte vor dem Absenden prüfen: {_shown(guessed)}."
    if left:
        yield f"Ohne Antwort bleiben: {_shown(left)}."


def _shown(files: Sequence[File]) -> str:
    return listed_first([f"„{file.shown}“ ({file.state})" for file in files], NAMED)
