"""Many files at once: have each read and checked, then hold them against the register, the year and each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import ExitStack
from functools import partial
from os.path import abspath
from pathlib import Path
from typing import NamedTuple

from rv2xl.excel.package.encryption import is_encrypted
from rv2xl.log import log_mistake
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.roles import Senders
from rv2xl.model.finding import Finding, Severity, Status, finding, status_of
from rv2xl.model.foreign_text import shortened, shown_name
from rv2xl.model.password import Password
from rv2xl.model.returned import Return
from rv2xl.model.wording import listed_first
from rv2xl.returns.against import judged
from rv2xl.returns.checked import Checked
from rv2xl.returns.decisions import Decision, apply_decisions
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.processes.packed import unpacked
from rv2xl.returns.processes.pool import CallLimits, WorkerPool, useful_workers
from rv2xl.returns.processes.program import program
from rv2xl.returns.reading import Answer, OtherProgram, answered, content, failed, read_apart, read_file, read_packed
from rv2xl.returns.register import Register


def check_files(
    files: Sequence[Path],
    register: Register | None = None,
    year: int | None = None,
    advance: Callable[[], None] | None = None,
    *,
    executor: Executor | None = None,
    cache: Cache | None = None,
    shared_disk: bool = True,
    decisions: Sequence[Decision] = (),
    password: Password | None = None,
) -> list[Checked]:
    """Read and check files, then hold them against the register, the year, each other and what a clerk decided; in the order given.

    Each file is read in a process that may die; that costs this file a finding, and the others nothing. `executor` says
    where: processes of our own unless something else is given. With a `cache` a file that is known there is not read again.
    Without a `shared_disk` the executor gets the bytes of the files, not their paths. Encrypted files are opened with the `password`, on
    this machine alone.
    """
    checked = []
    with ExitStack() as stack:
        if executor is None:
            executor = stack.enter_context(WorkerPool(useful_workers(len(files))))
        for entry in _Batch(executor, cache, shared_disk, password).read(files):
            checked.append(_judged(entry, register, year))
            if advance is not None:
                advance()
    compare_returns(checked, decisions, partial(_judged, register=register, year=year))
    return checked


def read_whole_files(*paths: Path, password: Password | None = None) -> list[Checked]:
    """Read files that have to be readable as they are. Raises Abbruch for one that is not there or cannot be read."""
    for path in paths:
        if path.is_dir():
            raise Abbruch(f"„{path}“ ist ein Ordner, keine Datei.")
        if not path.exists():
            raise Abbruch(f"Die Datei „{path}“ gibt es nicht.")
    read = check_files(paths, password=password)
    for entry in read:
        for found in entry.findings:
            if status_of((found,)) is Status.UNLESBAR:
                raise Abbruch(f"„{entry.file}“ lässt sich nicht auswerten: {found.message.rstrip('.')}.")
    return read


def require_rows_read(returned: Return, path: Path, sheet: str) -> None:
    """Raise Abbruch if entries stand below the list on this sheet of a file: whoever works on with the list would lose them."""
    for found in returned.findings:
        if found.code == "UNTERHALB" and found.sheet == sheet:
            remedy = found.remedy[:1].lower() + found.remedy[1:]
            raise Abbruch(f"„{path}“, {where(found)}: {found.message.rstrip('.')}; {remedy}")


def where(found: Finding) -> str:
    """Say where something was found, within a sentence."""
    return ", ".join((f"Blatt „{found.sheet}“", *found.cells[:3])) + " …" * (len(found.cells) > 3)


def check_file(
    load: Callable[[], bytes], name: str, register: Register | None = None, year: int | None = None
) -> Checked:
    """Read and check one file here, in this process: for bytes that are not hostile."""
    return _judged(read_file(load, name), register, year)


def _judged(entry: Checked, register: Register | None, year: int | None) -> Checked:
    try:
        return judged(entry, register, year)
    except Exception as error:
        return failed(error, entry.file, entry.checksum)


class _Waiting(NamedTuple):
    """A file that is being read."""

    name: str
    source: str | bytes
    answer: Future[Answer]


class _Batch:
    """Has files read, some ahead of the one that is wanted, and gives them back in their order."""

    AHEAD = 64

    def __init__(
        self, executor: Executor, cache: Cache | None, shared_disk: bool, password: Password | None = None
    ) -> None:
        self.executor, self.cache, self.shared_disk, self.password = executor, cache, shared_disk, password

    def read(self, files: Iterable[Path]) -> Iterator[Checked]:
        waiting: deque[_Waiting | Checked] = deque()
        try:
            for file in files:
                waiting.append(self._begin(file))
                if len(waiting) > self.AHEAD:
                    yield self._end(waiting.popleft())
            while waiting:
                yield self._end(waiting.popleft())
        finally:
            for entry in waiting:
                if isinstance(entry, _Waiting):
                    entry.answer.cancel()

    def _begin(self, file: Path) -> _Waiting | Checked:
        """Have a file read, unless it is known already what there is to say."""
        name = file.as_posix()
        if self.cache is not None and (known := self.cache.find(file, name)) is not None:
            return known
        source: str | bytes = abspath(file)
        if not self.shared_disk:
            try:
                source = content(file)
            except Exception:  # it is said by what reads it in vain
                return read_file(lambda: content(file), name)
        try:
            if isinstance(self.executor, WorkerPool):
                return _Waiting(name, source, self.executor.submit(read_packed, source, self.password))
            if isinstance(source, bytes) and is_encrypted(source):
                return self._read(name, read_apart(source, program(), CallLimits(), self.password))
            return _Waiting(name, source, self.executor.submit(read_apart, source, program(), CallLimits()))
        except BrokenExecutor as error:
            raise Abbruch(_BROKEN) from error

    def _end(self, waiting: _Waiting | Checked) -> Checked:
        if isinstance(waiting, Checked):
            return waiting
        try:
            if isinstance(self.executor, WorkerPool):
                answer = answered(self.executor, waiting.source, waiting.answer, self.password)
            else:
                answer = waiting.answer.result()
        except OtherProgram as error:
            raise Abbruch(
                "Auf einem der Rechner ist ein anderer Stand von rv2xl installiert als auf diesem."
            ) from error
        except BrokenExecutor as error:
            raise Abbruch(_BROKEN) from error
        except Exception as error:  # what else an executor may say of a machine that is gone
            raise Abbruch(f"„{waiting.name}“ wurde nicht gelesen ({type(error).__name__}: {error}).") from error
        return self._read(waiting.name, answer)

    def _read(self, name: str, answer: Answer) -> Checked:
        """Return what was read of a file, and keep what may be kept of it."""
        if answer.traceback is not None:
            log_mistake(name, answer.traceback)
        if self.cache is not None and answer.checksum is not None and answer.lasting:
            self.cache.keep(answer.checksum, answer.content)
        read = unpacked(answer.content, name, answer.checksum)
        read.opened_by = self.password if answer.opened else None
        return read


_NAMED = 3
"""So many files are named in a finding of another one."""
_LABEL = 40
"""So many signs are quoted of a label beside the place where it stands."""
_BROKEN = "Die Prozesse, die lesen sollten, sind beendet worden; bitte noch einmal aufrufen."


def compare_returns(
    checked: Sequence[Checked],
    decisions: Sequence[Decision] = (),
    judge: Callable[[Checked], Checked] = lambda entry: entry,
) -> None:
    """Find returns for the same thing: the highest Korrektur Nr. stands, equal ones count once, differing ones not at all, unless a clerk
    has decided for one of them; `decisions` are taken into account, for which `judge` holds a file against register and year.

    One whose number could not be read may have any: it is held against those with the highest, and never replaced.
    """
    groups: dict[tuple[str, int, str, str], list[Checked]] = {}
    for entry in checked:
        issue, sender = entry.issue, entry.returned.sender
        if issue is not None and sender and issue.form.sender is not None and entry.returned.sheets:
            about = entry.returned.said(issue.form.subject)  # where a sender may send several for one year
            subject = "" if about is None else str(about).lower()
            groups.setdefault((issue.form.name, issue.year, sender, subject), []).append(entry)
    differing, equal = [], []
    for group in groups.values():
        if len(latest := _latest(sorted(group, key=lambda entry: entry.file))) > 1:
            inputs = [_inputs(entry.returned) for entry in latest]
            if all(own == inputs[0] for own in inputs):
                equal.append(latest)
            else:
                differing.append(latest)
                _count_none(latest, inputs)
    apply_decisions(checked, decisions, differing, judge)
    for latest in equal:
        _count_once(latest)


def _latest(group: Sequence[Checked]) -> list[Checked]:
    """Return those with the highest Korrektur Nr., in whose favour the others do not count."""
    known = [entry.returned.correction for entry in group if entry.returned.correction_is_known]
    highest = max(known, default=0)
    latest = [
        entry for entry in group if entry.returned.correction == highest or not entry.returned.correction_is_known
    ]
    for entry in group:
        if entry not in latest:
            entry.counted, entry.replaced = False, True
            entry.add(finding("FORM-ERSETZT", f"Es gilt die Korrektur Nr. {highest} in {_named(latest[:1])}; dieser Rücklauf hat die Nr. "
                              f"{entry.returned.correction}.", value=str(entry.returned.correction), expected=str(highest)))  # fmt: skip
    return latest


def _count_none(latest: Sequence[Checked], inputs: Sequence[_Inputs]) -> None:
    returned = [entry.returned for entry in latest]
    numbered = (
        f"mit Korrektur Nr. {returned[0].correction}"
        if all(one.correction_is_known for one in returned)
        else "mit einer Korrektur Nr., die dieselbe sein kann"
    )
    also = "ist ein Rücklauf" if len(latest) == 2 else "sind Rückläufe"
    for entry, own in zip(latest, inputs, strict=True):
        entry.counted = False
        other, found = next(pair for pair in zip(latest, inputs, strict=True) if pair[1] != own)
        rest = _named([other for other in latest if other is not entry])
        there = "dort" if len(latest) == 2 else f"in {_named([other])}"
        entry.add(finding("FORM-DOPPELT", f"Auch {rest} {also} für dasselbe Jahr und denselben "
                          f"{_who(entry)} {numbered}, aber mit anderen Angaben; keiner wird gezählt. "
                          f"Anders als {there}: {_differing(entry.returned, own, found)}."))  # fmt: skip


def _who(entry: Checked) -> str:
    agreed = entry.issue is not None and entry.issue.form.senders.by_agreement
    return str(Senders.KREISE if agreed else Senders.LEISTUNGSERBRINGER)


def _count_once(latest: Sequence[Checked]) -> None:
    first = next((entry for entry in latest if entry.status is Status.ANGENOMMEN), latest[0])
    for entry in latest:
        if entry is not first:
            entry.counted = False
            said = f"Dieser Rücklauf enthält dieselben Angaben wie {_named([first])} und wird nur einmal gezählt."
            entry.add(finding("FORM-DOPPELT", said, severity=Severity.HINWEIS, remedy="Nichts zu tun."))


def _named(entries: Sequence[Checked]) -> str:
    """Name files, of many the first ones."""
    return listed_first([f"„{shown_name(entry.file)}“" for entry in entries], _NAMED)


_Inputs = dict[tuple[str, str], object]


def _inputs(returned: Return) -> _Inputs:
    """Return all inputs but the Korrektur Nr., for a blank one is 0, and the day on which the form was filled in: who sends a file twice
    and dates it anew sends the same return."""
    inputs = returned.inputs()
    roles = returned.issue.form.roles if returned.issue is not None else None
    for ref in (roles.correction, roles.filled_on) if roles is not None else ():
        if ref is not None:
            inputs.pop((ref.sheet or "", ref.field), None)
    return inputs


def _differing(returned: Return, own: _Inputs, other: _Inputs) -> str:
    """Name the inputs of a return that another one has otherwise or does not have, of many the first ones; without their values, which
    may be personal."""
    names = []
    for key, sheet in returned.sheets.items():
        fields = [name for at, name in own if at == key and own[at, name] != other.get((at, name))]
        names += [
            f"„{shortened(sheet.sheet.fields[name].printed_label, _LABEL)}“ (Blatt „{sheet.name}“, {sheet.cell(name)})"
            for name in fields
        ]
    lacking = [at for at in other if at not in own]
    if lacking:
        names.append(
            "1 Angabe, die es hier nicht gibt"
            if len(lacking) == 1
            else f"{len(lacking)} Angaben, die es hier nicht gibt"
        )
    return listed_first(names, _NAMED)
