"""One file that came back, with all that was found in it."""

from __future__ import annotations

from collections.abc import MutableSequence
from dataclasses import dataclass, field

from rv2xl.excel.returned.confidential import told
from rv2xl.model.finding import Finding, Severity, Status, status_of
from rv2xl.model.issue import Issue
from rv2xl.model.password import Password
from rv2xl.model.returned import Return


@dataclass(slots=True)
class Checked:
    """One file with its findings. `counted` is False for what another return replaces or repeats.

    `replaced` tells that another one stands in its place: one with a higher Korrektur Nr., or one that a clerk has decided for.
    `checksum` is the SHA-256 (hex, lower case) of the content as it was read; None for a file that could not be opened, or whose reading
    came to no end. `opened_by` is the password of an encrypted file: what is made of its content is encrypted with it too.
    """

    returned: Return
    findings: MutableSequence[Finding] = field(default_factory=list)
    counted: bool = True
    replaced: bool = False
    checksum: str | None = None
    opened_by: Password | None = None

    @property
    def file(self) -> str:
        """The file as given, with forward slashes."""
        return self.returned.file

    @property
    def issue(self) -> Issue | None:
        """What was issued, if the file could be recognised."""
        return self.returned.issue

    @property
    def status(self) -> Status:
        """What becomes of the file."""
        return status_of(tuple(self.findings))

    @property
    def has_errors(self) -> bool:
        """Whether a finding is a FEHLER."""
        return any(found.severity is Severity.FEHLER for found in self.findings)

    @property
    def findings_to_send(self) -> list[Finding]:
        """What may be told to whoever sent the file: nothing of what a clerk has decided."""
        return [found for found in self.findings if not found.internal]

    def add(self, found: Finding) -> None:
        """Add a finding of this file."""
        (allowed,) = told(self.returned.issue, [found])
        self.findings.append(allowed.in_file(self.file))
