"""`rv2xl remind`: the chase list, and a draft to each Leistungserbringer who is not done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from rv2xl.letters.chase import Open, chase_list
from rv2xl.letters.chase_book import chase_book, file_of, nobody
from rv2xl.letters.folder import (
    Outgoing,
    incomplete_sender,
    letter_files,
    require_answerable,
    without_recipient,
    write_folder,
    written_sentences,
)
from rv2xl.letters.letter import Kind
from rv2xl.letters.rendering import Templates
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.wording import listed
from rv2xl.outgoing.issuing import is_in_file_names
from rv2xl.reports.replies import replies_of
from rv2xl.returns.consolidate import Consolidation

PURPOSE = "Erinnerung"


def remind(
    consolidation: Consolidation,
    returned: Path,
    out: Path,
    templates: Templates,
    today: date,
    spared: Collection[str] = (),
) -> list[str]:
    """Write list and drafts into a folder; return sentences that tell what was written, and what the clerk has to do by hand. No letter
    goes to those `spared` by number, who have got an answer only just, say: they stand in the list alone.

    Raises Abbruch, and writes nothing, if all returns are of one other year, for a fault in a template and for a file of another day that
    somebody has changed.
    """
    require_answerable(consolidation, returned, out)
    form, year = consolidation.form, consolidation.year
    entries = chase_list(consolidation, replies_of(consolidation, ()), today)
    written = [entry for entry in entries if entry.reply.number not in spared]
    outgoing = [Outgoing(entry.letter) for entry in written]
    files = {file_of(form, year): chase_book(entries, form, year, today)}
    files |= dict(letter_files(form, year, outgoing, PURPOSE, templates))
    past = write_folder(out, files, form, year, PURPOSE)
    return [
        *_listed(out / file_of(form, year), form, entries),
        *_written(out, written, past),
        *_spared(form, len(entries) - len(written)),
        *without_recipient(outgoing, consolidation.register.senders(form, year)),
        *incomplete_sender(outgoing),
    ]


def _listed(chased: Path, form: Form, entries: Sequence[Open]) -> Iterator[str]:
    count = sum(entry.count for entry in entries)
    if not entries:
        yield f"{nobody(form).removesuffix('.')}; „{chased}“ ist leer."
    else:
        missing = "1 Meldung fehlt" if count == 1 else f"{count} Meldungen fehlen"
        yield f"{missing} noch {form.senders.behind_von(len(entries))}; die Liste ist „{chased}“."


def _written(out: Path, entries: Sequence[Open], past: int) -> Iterator[str]:
    letters = [entry.letter for entry in entries if is_in_file_names(entry.letter.nummer)]
    over = sum(letter.art is Kind.ERINNERUNG for letter in letters)
    before = sum(letter.frist is not None for letter in letters) - over
    kinds = [f"{number} {when} Ablauf der Frist" for number, when in ((over, "nach"), (before, "vor")) if number]
    yield from written_sentences(out, len(letters), listed(kinds) if kinds else "", past)


def _spared(form: Form, count: int) -> Iterator[str]:
    if count:
        are, have, will = ("ist", "hat", "wird") if count == 1 else ("sind", "haben", "werden")
        spared = (
            f"und {will} noch nicht angemahnt" if form.senders is Senders.LWV else f"und {will} noch nicht erinnert"
        )
        yield f"{form.senders.counted(count)} {are} noch nicht fertig, {have} aber gerade erst Antwort bekommen {spared}."
