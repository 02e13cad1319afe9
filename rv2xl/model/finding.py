"""Findings: what is wrong in a file, said so that the person who reads it can act.

A bad file never raises; it gives findings. The catalogue holds the codes that every form shares; a form adds the codes of its own rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rv2xl.model.catalogue import CODES, Severity
from rv2xl.model.foreign_text import shortened

__all__ = ["CODES", "LISTED", "MESSAGE", "Finding", "Severity", "Status", "finding", "limited", "status_of"]

LISTED = 200
"""So many findings of one code are listed of a file; the rest are counted."""
MESSAGE = 1_000
"""So many signs has a message at most, whatever it quotes."""


class Status(StrEnum):
    """What becomes of a returned file."""

    ANGENOMMEN = "angenommen"
    ZURUECKGEWIESEN = "zurueckgewiesen"
    UNLESBAR = "unlesbar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: what (with the numbers), where, and what to do.

    `cells` are addresses or ranges of the file as it came; `field` is the id of the first field concerned; `value` and
    `expected` are what was found and what would have been right, where that can be said. Quotes are shortened: a file of 73 KB can
    have one long text in thousands of cells. One with `more` stands for so many findings of its code that are not listed. What is
    `internal` says what a clerk has decided, and why: it stays within the LWV.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str | None = None
    sheet: str | None = None
    cells: tuple[str, ...] = ()
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    source: str | None = None
    more: int = 0
    internal: bool = False

    def __post_init__(self) -> None:
        for name in ("value", "expected"):
            quoted = getattr(self, name)
            if quoted is not None and (short := shortened(quoted)) != quoted:
                object.__setattr__(self, "message", self.message.replace(quoted, short))
                object.__setattr__(self, name, short)
        if len(self.message) > MESSAGE:
            object.__setattr__(self, "message", shortened(self.message, MESSAGE))

    @property
    def stands_for(self) -> int:
        """How many findings this one is, or counts."""
        return self.more or 1

    def withheld(self, issued: Collection[str]) -> Finding:
        """Return the same finding of a confidential form: without what stood there, be it a value, or the name of a sheet that is none of
        those `issued`; of what quotes one it says only what its code always says."""
        foreign = self.sheet is not None and self.sheet not in issued
        quotes = (
            foreign
            or self.code in _QUOTING
            or not (self.value is None or self.code in _QUOTING_NOTHING or self._counts_rows)
        )
        entry = CODES.get(self.code) if quotes else None
        return replace(
            self, message=self.message if entry is None else entry.when, value=None, expected=None, sheet=None if foreign else self.sheet,
            remedy=self.remedy if entry is None or self.code not in _PUTTING_BACK else entry.remedy)  # fmt: skip

    @property
    def _counts_rows(self) -> bool:
        """Whether it says how many rows a list has now."""
        return self.code == "FELD-VERSCHOBEN" and self.value is not None and self.value.isdecimal()

    def on_sheet(self, name: str | None) -> Finding:
        """Return the same finding, said of the sheet of this name; without one as it is."""
        return self if name is None else replace(self, sheet=name)

    def in_file(self, file: str) -> Finding:
        """Return the same finding, said of this file."""
        return replace(self, file=file)


_QUOTING_NOTHING = frozenset({"NICHT-GEPRUEFT", "FORM-JAHR", "FORM-LE", "FORM-ERSETZT"})
"""Codes whose value is none of an entry about a person: the code of a rule, a year, a key, a Korrektur Nr."""
_PUTTING_BACK = frozenset({"VORGABE-GEAENDERT"})
"""Codes whose remedy quotes what was issued as the file says it."""
_QUOTING = _PUTTING_BACK | {"BLATT-FEHLT"}
"""Codes whose message may quote something, tabs too, without a value."""


def finding(
    code: str,
    message: str,
    *,
    severity: Severity | None = None,
    remedy: str | None = None,
    sheet: str | None = None,
    cells: tuple[str, ...] = (),
    field: str | None = None,
    value: str | None = None,
    expected: str | None = None,
    source: str | None = None,
) -> Finding:
    """Make a finding of a shared code, with the catalogue's severity and remedy unless others are given.

    Raises KeyError for a code that the catalogue does not hold: that is a mistake of the program, not of a file.
    """
    entry = CODES[code]
    return Finding(
        code=code,
        severity=severity or entry.severity,
        message=message,
        remedy=remedy or entry.remedy,
        sheet=sheet,
        cells=cells,
        field=field,
        value=value,
        expected=expected,
        source=source,
    )


def limited(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in their order, of each code as many as are listed; one at the end says how many there are more, as grave as the
    gravest of them. What was limited before may have been added to."""
    left: dict[str, list[Finding]] = {}
    listed: dict[str, int] = {}
    kept = []
    for entry in findings:
        number = listed[entry.code] = listed.get(entry.code, 0) + (not entry.more)
        if entry.more or number > LISTED:
            left.setdefault(entry.code, []).append(entry)
        else:
            kept.append(entry)
    return kept + [_counted(entries) for entries in left.values()]


def _counted(entries: Sequence[Finding]) -> Finding:
    more, first = sum(entry.stands_for for entry in entries), entries[0]
    severity = min((entry.severity for entry in entries), key=list(Severity).index)
    number, verb = ("Ein weiterer Befund", "ist") if more == 1 else (f"{more} weitere Befunde", "sind")
    message = f"{number} „{first.code}“ {verb} hier nicht einzeln genannt."
    return Finding(
        code=first.code, severity=severity, message=message, file=first.file, more=more,
        remedy="Bitte zuerst die genannten Befunde beheben und die Datei dann noch einmal prüfen.")  # fmt: skip


_UNREADABLE = frozenset({"PROGRAMM-FEHLER", "FORM-FREMD", "FORM-VERSION"})


def status_of(findings: tuple[Finding, ...]) -> Status:
    """Tell what becomes of a file with these findings: any DATEI-* FEHLER, PROGRAMM-FEHLER, FORM-FREMD or FORM-VERSION is
    unlesbar."""
    wrong = [entry.code for entry in findings if entry.severity is Severity.FEHLER]
    if any(code.startswith("DATEI-") or code in _UNREADABLE for code in wrong):
        return Status.UNLESBAR
    return Status.ZURUECKGEWIESEN if wrong else Status.ANGENOMMEN
