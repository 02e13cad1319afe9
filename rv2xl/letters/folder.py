"""The folder with letters: a draft and a page for each, in the place of those of another day, unless somebody has worked on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rv2xl.files import content_of, make_folder, written_together
from rv2xl.letters.draft import Attachment, draft, mail_address
from rv2xl.letters.letter import Brief
from rv2xl.letters.rendering import Templates
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.wording import listed, listed_first
from rv2xl.outgoing.issuing import form_file_name, is_in_file_names
from rv2xl.outgoing.seal import is_untouched, sealed_draft, sealed_page
from rv2xl.reports.checked.sentences import other_year, year_of_all
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.folder import require_outside

NAMED = 12
"""So many Leistungserbringer are named in a sentence."""
_CHANGED = 3
"""So many files that somebody has changed."""


@dataclass(frozen=True, eq=False)
class Outgoing:
    """A letter with the workbooks that go with it."""

    letter: Brief
    attachments: tuple[Attachment, ...] = ()


def require_answerable(consolidation: Consolidation, returned: Path, out: Path) -> None:
    """Raise Abbruch for a folder for letters that lies among the returns, and if all returns are of one other year: the year is a slip
    then, and what the letters said of them would be false."""
    require_outside(out, [returned])
    other = year_of_all(consolidation.own, consolidation.year)
    if other is not None:
        raise Abbruch(other_year(consolidation.own, other))


def letter_files(
    form: Form, year: int, outgoing: Iterable[Outgoing], purpose: str, templates: Templates
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the letters by name: „dokumentation_2025_0007_Rueckmeldung.eml“ and the page beside it."""
    for entry in outgoing:
        if not is_in_file_names(entry.letter.nummer):
            continue
        stem = Path(form_file_name(form, year, entry.letter.nummer)).stem
        texts = templates.texts(entry.letter)
        yield f"{stem}_{purpose}.eml", sealed_draft(draft(entry.letter, texts, entry.attachments))
        yield f"{stem}_{purpose}.html", sealed_page(texts.print_page.encode())


def write_folder(
    out: Path, files: Mapping[str, bytes], form: Form, year: int, purpose: str, lists: Sequence[str] = (),
    kept: Iterable[str] = (),
) -> int:  # fmt: skip
    """Write the files; letters of another day to those who get none now are removed, but for those `kept` by number, and `lists` that are
    not written; return how many letters.

    Raises Abbruch, and writes nothing, if somebody has changed a file that would be replaced or removed.
    """
    make_folder(out, private=True)
    stem = Path(form_file_name(form, year)).stem
    letters = [path for suffix in ("eml", "html") for path in out.glob(f"{stem}_*_{purpose}.{suffix}")]
    earlier = [*letters, *(out / name for name in lists if (out / name).exists())]
    staying = {f"{stem}_{number}_{purpose}" for number in kept}
    past = [path for path in earlier if path.name not in files and path.stem not in staying]
    require_untouched(out, files, past)
    with written_together(private=True) as write:
        for name, content in files.items():
            write(out / name, content)
    for path in past:
        with suppress(FileNotFoundError):
            path.unlink()
    return len({path.stem for path in past if path.name not in lists})


def require_untouched(out: Path, files: Mapping[str, bytes], past: Iterable[Path] = ()) -> None:
    """Raise Abbruch if somebody has changed a file that would be replaced by one of these, or a past one."""
    there = sorted({*past, *(out / name for name in files if (out / name).exists())})
    contents = {path: content_of(path) for path in there}
    changed = [
        path
        for path, content in contents.items()
        if content != files.get(path.name) and not is_untouched(path, content)
    ]
    if not changed:
        return
    what, stay = (
        ("Datei", "wurde nach dem Schreiben geändert und bleibt deshalb, wie es ist")
        if len(changed) == 1
        else ("Dateien", "wurden nach dem Schreiben geändert und bleiben deshalb, wie sie sind")
    )
    raise Abbruch(
        f"{listed_first([f'„{path}“' for path in changed], _CHANGED)} {stay}; bitte die {what} zuerst wegräumen oder einen anderen Ordner "
        "angeben. Es wurde nichts geschrieben."
    )


def written_sentences(out: Path, count: int, kinds: str, past: int) -> Iterator[str]:
    """Say how many letters were written, of which kinds, and how many of another day were removed."""
    letters = "Kein Schreiben" if not count else "1 Schreiben" if count == 1 else f"{count} Schreiben"
    yield f"{letters} in „{out}“ geschrieben{f': {kinds}' if kinds else ''}."
    if past:
        yield (
            f"{past} Schreiben von einem anderen Tag entfernt, das niemand geändert hatte."
            if past == 1
            else (f"{past} Schreiben von einem anderen Tag entfernt, die niemand geändert hatte.")
        )


def without_recipient(outgoing: Sequence[Outgoing], senders: Collection[str]) -> Iterator[str]:
    """Say whose draft has no recipient, and whose letter could not be written at all; `senders` are the numbers the register knows."""
    numbered = [entry.letter for entry in outgoing if is_in_file_names(entry.letter.nummer)]
    lost = [entry.letter for entry in outgoing if not is_in_file_names(entry.letter.nummer)]
    unknown = [letter for letter in numbered if letter.nummer not in senders]
    known = [letter for letter in numbered if letter.nummer in senders]
    missing = [letter for letter in known if not letter.empfaenger.mail]
    invalid = [letter for letter in known if letter.empfaenger.mail and mail_address(letter.empfaenger.mail) is None]
    for letters, why in (
        (missing, "Ohne Empfänger, weil in den Stammdaten keine Mailadresse steht"),
        (invalid, "Ohne Empfänger, weil die Mailadresse in den Stammdaten keine gültige ist"),
        (unknown, "Ohne Empfänger, weil die Nummer nicht in den Stammdaten steht"),
        (lost, "Kein Schreiben, weil die Nummer nicht in einem Dateinamen stehen kann"),
    ):
        if letters:
            yield f"{why}: {_named(letters).removesuffix('.')}."


def _named(letters: Sequence[Brief]) -> str:
    return listed_first([" ".join(filter(None, (letter.nummer, letter.empfaenger.name))) for letter in letters], NAMED)


def incomplete_sender(outgoing: Sequence[Outgoing]) -> Iterator[str]:
    """Say what the register lacks of the sender."""
    if outgoing:
        sender = outgoing[0].letter.absender
        parts = {"der Name der Behörde": sender.name, "eine gültige Mailadresse": mail_address(sender.mail)}
        lacking = [words for words, value in parts.items() if not value]
        if lacking:
            yield f"In den Stammdaten fehlt auf dem Blatt „Absender“ {listed(lacking)}; die Schreiben kommen ohne aus."
