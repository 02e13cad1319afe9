"""A returned file with its findings at the cells: the one call that makes the annotated copy."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.model.finding import Finding
from rv2xl.model.returned import Return


def annotated(data: bytes, returned: Return, findings: Sequence[Finding]) -> bytes:
    """Return a file with its findings marked: a note and a hatching at each cell concerned, and a first sheet that lists all of them.

    All else stays as it came, save that the form's Korrektur Nr. is raised by one. `returned` and `findings` are those of `Checked`,
    read from the same bytes. A file that cannot be marked (unreadable, of no form of ours, too unusual) gives a workbook with the list
    alone. Equal input gives equal bytes.
    """
    raise NotImplementedError
