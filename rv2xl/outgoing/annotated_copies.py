"""Annotated copies as files: one for each return in which something was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from os import fsencode
from os.path import realpath
from pathlib import Path, PurePath

from rv2xl.excel.annotated.apart import is_list_apart
from rv2xl.excel.annotated.copy import annotated
from rv2xl.excel.annotated.seal import is_untouched_copy
from rv2xl.excel.package.encryption import decrypted, encrypted_with
from rv2xl.excel.package.refusal import Refused
from rv2xl.files import content_of, make_folder, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.finding import Finding
from rv2xl.model.foreign_text import name_of_ours
from rv2xl.outgoing.generate import require_nothing_lost, unlocked
from rv2xl.returns.checked import Checked
from rv2xl.returns.messages import Message, messages

SUFFIX = "_Rueckmeldung"
"""What is put behind the name of a return."""
_LONGEST = 200
"""Bytes of a copy's name before its number and `.xlsx`; a file's name takes 255."""


def write_annotated(checked: Sequence[Checked], folder: Path) -> list[Path]:
    """Write a copy for each file with findings that its sender may know of into a folder, which is made if need be; return the copies.

    All are written, or none: Abbruch is raised before if an older copy in which somebody corrected something would be replaced, or a
    return itself.
    """
    found = [entry for entry in checked if entry.findings_to_send]
    targets = list(_targets([Path(entry.file) for entry in found], folder))
    returns = {realpath(entry.file) for entry in checked}
    if taken := next((target for target in targets if realpath(target) in returns), None):
        raise Abbruch(f"„{taken}“ ist selbst ein Rücklauf und würde ersetzt; bitte einen anderen Ordner angeben.")
    make_folder(folder, private=True)
    with written_together(private=True) as write:
        for entry, target in zip(found, targets, strict=True):
            data = _marked(entry)
            if target.exists() and not _is_untouched(unlocked(target, entry.opened_by)):
                require_nothing_lost(target, data, password=entry.opened_by)
            write(target, encrypted_with(data, entry.opened_by))
    return targets


def _is_untouched(data: bytes) -> bool:
    return is_list_apart(data) or is_untouched_copy(data)


def _targets(files: Iterable[Path], folder: Path) -> Iterator[Path]:
    """Yield where each copy goes; files of one name from different folders get a number."""
    taken = set[str]()
    for file in files:
        stem = copy_stem(file)
        names = (f"{stem}{f' ({number})' if number > 1 else ''}.xlsx" for number in range(1, len(taken) + 2))
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        yield folder / name


def copy_stem(file: PurePath) -> str:
    """Return what the copy of a file is called, without „.xlsx“: a name that would become too long loses its end, and no sign of it
    acts on a terminal."""
    stem = name_of_ours(file.stem)
    while len(fsencode(stem + SUFFIX)) > _LONGEST:
        stem = stem[:-1]
    return stem + SUFFIX


def marked_copy(entry: Checked) -> bytes:
    """Return the annotated copy of a file that was checked, encrypted as the file was; of one that cannot be opened any more the list of
    its findings.

    Rules that can be judged only when something else is put right are no findings of their own there.
    """
    return encrypted_with(_marked(entry), entry.opened_by)


def _marked(entry: Checked) -> bytes:
    data = b""
    with suppress(OSError, Refused):
        data = decrypted(content_of(Path(entry.file)), entry.opened_by)
    return annotated(
        data, entry.returned, [_told(message) for message in messages(entry.returned, entry.findings_to_send)]
    )


def _told(message: Message) -> Finding:
    remedy = f"{message.finding.remedy} {_LATER}" if message.unjudged else message.finding.remedy
    return replace(message.finding, message=message.text, remedy=remedy)


_LATER = "Einiges lässt sich erst danach prüfen."
