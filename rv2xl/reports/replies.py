"""Who has returned what: one state for every Leistungserbringer, and one for every file of the folder."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from pathlib import PurePosixPath, PureWindowsPath

from rv2xl.model.definitions.roles import Senders
from rv2xl.model.finding import Severity
from rv2xl.model.foreign_text import shown_name
from rv2xl.outgoing.issuing import form_file_name, given_values, is_in_file_names
from rv2xl.recht.agreements import agreements
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import Consolidation
from rv2xl.returns.register import Ort, RegisterRow
from rv2xl.returns.state import State, state_of

__all__ = ["SIGNS", "File", "Replies", "Reply", "State", "replies_of", "shown_names"]

SIGNS: dict[str, str] = {
    State.ANGENOMMEN: "✓", State.ZURUECKGEWIESEN: "✗", State.DOPPELT: "!", State.UNLESBAR: "✗", State.ERSETZT: "○",
    State.FEHLT: "!", State.ANDERES: "i",
}  # fmt: skip
"""The sign whose colours a state has."""


@dataclass(frozen=True, eq=False)
class File:
    """One file of the folder; `guessed` if only its name tells whose it is."""

    entry: Checked
    shown: str
    state: State
    sender: str | None
    guessed: bool = False

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings of each severity it has."""
        counts: Counter[Severity] = Counter()
        for found in self.entry.findings:
            counts[found.severity] += found.stands_for
        return counts


@dataclass(frozen=True, eq=False)
class Reply:
    """The return of one Leistungserbringer, with the files that came from it."""

    number: str
    name: str
    expected: bool
    state: State
    files: tuple[File, ...]
    frist: date | None
    orte_expected: int
    orte_reported: int
    missing: tuple[Ort, ...]
    once: tuple[Decimal | int | None, ...]

    @property
    def is_done(self) -> bool:
        """Whether all that is expected is accepted."""
        return self.state is State.ANGENOMMEN and not self.missing

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings the files have that are in this state."""
        return sum((file.counts for file in self.files if file.state is self.state), Counter())


@dataclass(frozen=True, eq=False)
class Replies:
    """All senders, expected ones first, and the files that belong to nobody."""

    senders: tuple[Reply, ...]
    nobody: tuple[File, ...]
    files: tuple[File, ...]

    def of(self, state: State) -> list[Reply]:
        """Return the expected Leistungserbringer in a state."""
        return [reply for reply in self.senders if reply.expected and reply.state is state]

    def count(self, *states: State) -> int:
        """Return how many files are in one of these states."""
        return sum(file.state in states for file in self.files)


def replies_of(consolidation: Consolidation, once: Sequence[str]) -> Replies:
    """Put files and Leistungserbringer together; `once` are the fields that a sender gives for all its Orte."""
    shown = shown_names([entry.file for entry in consolidation.files])
    issued = _issued_names(consolidation)
    files = tuple(_file(consolidation, entry, shown[entry.file], issued) for entry in consolidation.files)
    by_sender: dict[str, list[File]] = defaultdict(list)
    for file in files:
        by_sender["" if file.state is State.ANDERES else file.sender or ""].append(file)
    nobody = by_sender.pop("", [])
    missing: dict[str, list[Ort]] = defaultdict(list)
    for ort in consolidation.missing_orte() if consolidation.form.is_for_each_ort else ():
        missing[str(ort.traeger)].append(ort)
    numbers = dict.fromkeys((*consolidation.expected(), *sorted(by_sender)))
    expected = frozenset(consolidation.expected())
    senders = tuple(
        _reply(consolidation, number, number in expected, by_sender[number], missing[number], once)
        for number in numbers
    )
    return Replies(senders, tuple(nobody), files)


def files_of(entries: Sequence[Checked]) -> tuple[File, ...]:
    """Return files of whatever forms, in their order, each in the state that it has among the returns of its form."""
    shown = shown_names([entry.file for entry in entries])
    return tuple(File(entry, shown[entry.file], state_of(entry), entry.returned.sender) for entry in entries)


def _file(consolidation: Consolidation, entry: Checked, shown: str, issued: Mapping[str, str]) -> File:
    state, sender = state_of(entry, consolidation.form), entry.returned.sender
    guess = _by_name(issued, entry) if sender is None and state is State.UNLESBAR else None
    return File(entry, shown, state, sender or guess, guessed=guess is not None)


def _issued_names(consolidation: Consolidation) -> dict[str, str]:
    """Return the number of each sender by the name under which its file was issued."""
    found: dict[str, str] = {}
    for number in filter(is_in_file_names, consolidation.register.senders(consolidation.form, consolidation.year)):
        name = form_file_name(consolidation.form, consolidation.year, number)
        found.setdefault(PurePosixPath(name).stem.casefold(), number)
    return found


def _by_name(issued: Mapping[str, str], entry: Checked) -> str | None:
    """Return whose file this is by the name under which it was issued; it need not be theirs, and is not read.

    Something may stand behind the name, „_Kopie“ say, but no further letter or digit.
    """
    name = PurePosixPath(entry.file).stem.casefold()
    ends = (end for end in range(len(name), 0, -1) if end == len(name) or not name[end].isalnum())
    return next((issued[name[:end]] for end in ends if name[:end] in issued), None)


def _reply(
    consolidation: Consolidation,
    number: str,
    expected: bool,
    files: Sequence[File],
    left: Sequence[Ort],
    once: Sequence[str],
) -> Reply:
    register, year = consolidation.register, consolidation.year
    line = register.senders(consolidation.form, year).get(number)
    orte = register.orte_of(number, year) if line is not None else []
    states = {file.state for file in files}
    state = next((state for state in State if state in states), State.FEHLT)
    counted = next((file.entry for file in files if file.state is State.ANGENOMMEN), None)
    name = register.sender_name(consolidation.form, year, number) or next(
        filter(None, (own_name(file.entry) for file in files)), ""
    )
    return Reply(
        number, name, expected, state, tuple(files), _frist(consolidation, line),
        len(orte), len(orte) - len(left), tuple(left), tuple(_once(counted, field) for field in once),
    )  # fmt: skip


def own_name(entry: Checked) -> str:
    """Return what the sender of a file calls itself in it; of a confidential one what its agreement calls it."""
    if entry.returned.confidential:
        agreement = agreements().get(entry.returned.sender or "")
        return agreement.kreis.name if agreement is not None else ""
    roles = entry.issue.form.roles if entry.issue is not None else None
    return str(entry.returned.said(roles.sender_name) or "") if roles is not None else ""


def _frist(consolidation: Consolidation, line: RegisterRow | None) -> date | None:
    """Return the day by which a sender has to report, as the form is issued: the agreed day, or else the law's."""
    ref = consolidation.form.roles.deadline
    if ref is None:
        return None
    day = given_values(consolidation.form.sections[ref.sheet or ""], line or {}, consolidation.year).get(ref.field)
    return day if isinstance(day, date) else None


def _once(entry: Checked | None, field: str) -> Decimal | int | None:
    if entry is None or entry.issue is None:
        return None
    for key in entry.returned.sheets:
        value = entry.returned.value(key, field) if field in entry.issue.section(key).fields else None
        if isinstance(value, int | Decimal):
            return value
    return None


def shown_names(files: Sequence[str]) -> dict[str, str]:
    """Return each file as a reader finds it: as given, or from the common folder on if the whole path was given."""
    absolute = [file for file in files if PurePosixPath(file).is_absolute() or PureWindowsPath(file).is_absolute()]
    steps = zip(*(PurePosixPath(file).parts[:-1] for file in absolute), strict=False)
    begin = max(len(list(takewhile(lambda step: len(set(step)) == 1, steps))) - 1, 1)
    return {
        file: shown_name("/".join(PurePosixPath(file).parts[begin:]) if file in absolute else file) for file in files
    }


def kinds_of_senders(files: Iterable[File]) -> set[Senders]:
    """Return who sends the forms that these files are, as far as they could be recognised."""
    return {issue.form.senders for file in files if (issue := file.entry.issue) is not None}


def common_folder(files: Sequence[File]) -> str:
    """Return what is left out before the name of a file where a message names another one: the common folder, if any."""
    names = ((shown_name(file.entry.file), file.shown) for file in files)
    return next((path.removesuffix(shown) for path, shown in names if path != shown), "")
