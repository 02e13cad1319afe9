"""Freigabe: a clerk accepts a return in spite of its FEHLER, or decides which of two differing returns counts.

A decision is about the content of a file and the FEHLER that were known when it was made. When either is another, it has lapsed; a value
that is not there cannot be accepted. What was decided, and why, is internal: no sender is ever told (`Finding.internal`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import PureWindowsPath
from typing import NamedTuple
from unicodedata import normalize

from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.log import log_mistake, traceback_of
from rv2xl.model.finding import CODES, Finding, Severity, finding
from rv2xl.model.foreign_text import one_line, shortened, shown_name
from rv2xl.model.wording import listed, listed_first
from rv2xl.returns.checked import Checked
from rv2xl.returns.judging.taken import OUTSIDE, with_values_taken
from rv2xl.returns.processes.packed_findings import kept_anew

DECIDED = "FREIGABE"
_DOUBLE, _LOST_SHEET = "FORM-DOPPELT", "BLATT-FEHLT"
_COMPARED = (_DOUBLE, "FORM-ERSETZT")
_ACCEPTABLE = frozenset({_DOUBLE, OUTSIDE, "FORMEL-GEAENDERT"})
_REASON = 500
"""So many signs of a reason are told; a cell holds 32,767."""
_NAMED = 3
"""So many files are named."""

Judge = Callable[[Checked], Checked]
"""Holds a file that was checked on its own against register and year."""


@dataclass(frozen=True)
class Decision:
    """A return that a clerk accepts: the file as the clerk's list names it, the SHA-256 (hex, lower case) of the content that was decided
    about, the codes of its FEHLER at that time, and the reason."""

    file: str
    checksum: str
    codes: frozenset[str]
    reason: str


def codes_to_decide(entry: Checked) -> frozenset[str]:
    """Return the codes that a decision on a file has to name: of its FEHLER, of those that are accepted already, and of those that appear
    only when values outside their range are taken."""
    told = [found for found in entry.findings if found.code == DECIDED]
    further = (code for found in told for code in (found.expected or "").split(", ") if code)
    return _faults(entry.findings).union(
        (found.code for found in entry.findings if found.internal and found.code != DECIDED), further
    )


def acceptance_of(entry: Checked) -> str | None:
    """Return in spite of what a file is accepted, and why, as a sentence; None for one about which nothing was decided, or in vain."""
    return next((found.message for found in entry.findings if found.code == DECIDED and found.value), None)


def apply_decisions(
    checked: Sequence[Checked], decisions: Sequence[Decision], differing: Iterable[Sequence[Checked]], judge: Judge
) -> None:
    """Let decisions take effect on files that were held against each other; `differing` are the returns of which none counts so far.

    The FEHLER that a decision covers become HINWEISE, values outside their range are taken, and of differing returns the one that is
    decided for counts. A finding of each decided file says so, or why its decision has no effect.
    """
    cases = [_Case(entry, decision, judge) for entry, decision in _assigned(checked, decisions)]
    for group in differing:
        _decide_between([case for case in cases if any(case.entry is entry for entry in group)])
    for case in cases:
        case.close()
    for group in differing:
        _let_stand(group, [case.entry for case in cases if case.obstacle is None])


def _assigned(checked: Sequence[Checked], decisions: Sequence[Decision]) -> Iterator[tuple[Checked, Decision]]:
    """Yield the files with the decision that is about each: about its content, however it is called by now, or else about another content
    that had its name and is there no more."""
    there = {entry.checksum for entry in checked}
    by_content: dict[str | None, list[Decision]] = {}
    by_name: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_content.setdefault(decision.checksum, []).append(decision)
        if decision.checksum not in there:
            by_name.setdefault(_steps(decision.file)[0], []).append(decision)
    for entry in checked if decisions else ():
        steps = _steps(entry.file)
        about = by_content.get(entry.checksum) or by_name.get(steps[0], [])
        if about:
            yield entry, max(about, key=lambda decision: _shared(_steps(decision.file), steps))


def _steps(name: str) -> Sequence[str]:
    """Return the steps of a path from the name of the file on, as systems that differ in their writing all find it."""
    return [*reversed(PureWindowsPath(normalize("NFC", name).casefold()).parts), ""]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many of the first steps are the same."""
    return len(list(takewhile(lambda steps: steps[0] == steps[1], zip(one, other, strict=False))))


class _Obstacle(NamedTuple):
    """Why a decision has no effect, as a sentence, what to do, and the codes that it would have to name besides."""

    said: str
    remedy: str
    further: frozenset[str] = frozenset()


class _Case:
    """A decision about a file: what stands against it, and what is found in the file when its values are taken."""

    def __init__(self, entry: Checked, decision: Decision, judge: Judge) -> None:
        self.entry, self.decision = entry, decision
        self.outcome = entry
        self.obstacle = self._lapsed() or self._uncovered(entry) or self._unreasoned()
        if self.obstacle is None and OUTSIDE in _faults(entry.findings):
            self.obstacle = self._take(judge)

    def _lapsed(self) -> _Obstacle | None:
        if self.entry.checksum != self.decision.checksum:
            return _CHANGED
        if not _faults(self.entry.findings):
            return _NOT_NEEDED
        return None

    def _unreasoned(self) -> _Obstacle | None:
        return None if any(map(str.isalnum, self.decision.reason)) else _WITHOUT_REASON

    def _uncovered(self, read: Checked) -> _Obstacle | None:
        """Return what stands against the decision in what was found."""
        impossible = {found.code for found in read.findings if _is_fault(found) and not _is_acceptable(found, read)}
        if impossible:
            return _impossible(impossible, taken=read is not self.entry)
        further = _faults(read.findings) - self.decision.codes
        return _further(further, taken=read is not self.entry) if further else None

    def _take(self, judge: Judge) -> _Obstacle | None:
        """Take the values outside their range, and look at what is found then."""
        try:
            taken = with_values_taken(self.entry)
        except Exception as error:  # no rule was made for such values
            log_mistake(self.entry.file, traceback_of(error))
            return _INCALCULABLE
        if taken is None:
            return _NO_VALUE
        outcome = judge(taken)
        outcome.findings = [*outcome.findings, *(found for found in self.entry.findings if found.code in _COMPARED)]
        if (obstacle := self._uncovered(outcome)) is None:
            self.outcome = outcome
        return obstacle

    def close(self) -> None:
        """Say what comes of the decision, and let it take effect if nothing stands against it."""
        entry, obstacle = self.entry, self.obstacle
        if obstacle is not None:
            further = ", ".join(sorted(obstacle.further)) or None
            entry.add(_decided(obstacle.said, obstacle.remedy, expected=further))
            return
        codes, reason = (
            sorted(_faults(self.outcome.findings)),
            shortened(one_line(self.decision.reason).strip(), _REASON),
        )
        entry.returned = self.outcome.returned
        entry.findings = kept_anew(
            _accepted(found, reason) if _is_fault(found) else found for found in self.outcome.findings
        )
        entry.add(_decided(f"Trotz {listed(codes)} angenommen: {reason}", value=", ".join(codes)))


def _decide_between(cases: Sequence[_Case]) -> None:
    """Let none of several decisions on differing returns take effect: only one can count, whatever copies of it there are."""
    effective = [case for case in cases if case.obstacle is None]
    for case in effective:
        others = [other.entry for other in effective if other.entry.checksum != case.entry.checksum]
        if others:
            case.obstacle = _Obstacle(
                f"Die Freigabe hat keine Wirkung: Freigegeben ist auch {_named(others)}, mit anderen Angaben.",
                "Bitte nur einen dieser Rückläufe freigeben.",
            )


def _let_stand(group: Sequence[Checked], accepted: Sequence[Checked]) -> None:
    """Count the one of differing returns that is decided for, if there is one; the others are replaced by it."""
    chosen = next((entry for entry in group if any(entry is other for other in accepted)), None)
    if chosen is None:
        return
    others = [entry for entry in group if entry is not chosen]
    chosen.counted = True
    _say(
        chosen, f"Von mehreren Rückläufen mit verschiedenen Angaben gilt durch Freigabe dieser, nicht {_named(others)}."
    )
    for entry in others:
        entry.replaced = True
        _say(entry, f"Durch Freigabe gilt {_named([chosen])}; dieser Rücklauf wird nicht gezählt.")


def _say(entry: Checked, message: str) -> None:
    """Say in the place of the FEHLER that returns differ which of them counts."""
    told = finding(_DOUBLE, message, severity=Severity.HINWEIS, remedy=_NOTHING_TO_DO).in_file(entry.file)
    entry.findings = kept_anew(
        replace(told, internal=True) if found.code == _DOUBLE else found for found in entry.findings
    )


def _is_fault(found: Finding) -> bool:
    return found.severity is Severity.FEHLER


def _faults(findings: Iterable[Finding]) -> frozenset[str]:
    return frozenset(found.code for found in findings if _is_fault(found))


def _is_acceptable(found: Finding, read: Checked) -> bool:
    """Whether the figures of a return can be taken in spite of a FEHLER."""
    if read.issue is None or read.issue.form.sender is None:
        return False
    if found.code == _LOST_SHEET:
        return found.sheet == META_NAME
    return found.code in _ACCEPTABLE or (found.code in read.issue.form.rules and found.code not in CODES)


def _accepted(found: Finding, reason: str) -> Finding:
    remedy = f"Nichts zu tun; trotzdem angenommen, weil: {reason}"
    return replace(found, severity=Severity.HINWEIS, remedy=remedy, internal=True)


def _decided(
    message: str, remedy: str | None = None, *, value: str | None = None, expected: str | None = None
) -> Finding:
    return replace(finding(DECIDED, message, remedy=remedy, value=value, expected=expected), internal=True)


def _named(entries: Sequence[Checked]) -> str:
    return listed_first([f"„{shown_name(entry.file)}“" for entry in entries], _NAMED)


_NOTHING_TO_DO = "Nichts zu tun."
_MEND = "Bitte den Rücklauf berichtigen lassen."
_CHANGED = _Obstacle(
    "Die Freigabe gilt nicht mehr: Die Datei ist nicht die, über die entschieden wurde.",
    "Bitte die Befunde ansehen. Soll sie weiter gelten: „ja“ löschen, prüfen, dann wieder „ja“ eintragen.",
)
_NOT_NEEDED = _Obstacle("Die Freigabe wird nicht gebraucht: Der Rücklauf hat keinen Fehler.", _NOTHING_TO_DO)
_WITHOUT_REASON = _Obstacle(
    "Die Freigabe hat keine Wirkung: Die Begründung fehlt.",
    "Bitte begründen, warum der Rücklauf trotzdem angenommen wird.",
)
_NO_VALUE = _Obstacle(
    f"Die Freigabe hat keine Wirkung: Trotz {OUTSIDE} lässt sich der Rücklauf nicht annehmen, weil ein Text oder eine Zahl zu lang ist.",
    _MEND,
)
_INCALCULABLE = _Obstacle(
    f"Die Freigabe hat keine Wirkung: Trotz {OUTSIDE} lässt sich der Rücklauf nicht annehmen, weil sich mit dem Wert nicht rechnen lässt.",
    _MEND,
)


def _impossible(codes: Iterable[str], *, taken: bool) -> _Obstacle:
    said = f"Trotz {(named := listed(sorted(codes)))} lässt sich ein Rücklauf nicht annehmen."
    if taken:
        said = f"Mit dem Wert außerhalb des Bereichs gerechnet kommt {named} hinzu, und damit lässt sich kein Rücklauf annehmen."
    return _Obstacle(f"Die Freigabe hat keine Wirkung: {said}", _MEND)


def _further(codes: frozenset[str], *, taken: bool) -> _Obstacle:
    came = "Ein weiterer Befund ist hinzugekommen" if len(codes) == 1 else "Weitere Befunde sind hinzugekommen"
    if taken:
        came = f"Mit dem Wert außerhalb des Bereichs gerechnet {'kommt ein Befund' if len(codes) == 1 else 'kommen Befunde'} hinzu"
    lost = "hat keine Wirkung" if taken else "gilt nicht mehr"
    return _Obstacle(
        f"Die Freigabe {lost}: {came} ({', '.join(sorted(codes))}).",
        "Bitte auch darüber entscheiden: die Freigabe leeren, neu prüfen und noch einmal freigeben; oder den Rücklauf berichtigen lassen.",
        codes,
    )
