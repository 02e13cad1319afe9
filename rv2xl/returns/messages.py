"""Findings as somebody reads them: what only follows from another one stands under it, and an explained WARNUNG with its explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rv2xl.excel.addresses import place_of
from rv2xl.model.definitions.field import TEXT
from rv2xl.model.entries.entry import NORMALISIERT
from rv2xl.model.entries.spelling import absent
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import one_line
from rv2xl.model.returned import Return
from rv2xl.model.wording import listed

UNJUDGED = "NICHT-GEPRUEFT"
_FOLLOWING = (UNJUDGED, NORMALISIERT)
_SHEET_GONE, _MISSING = "BLATT-FEHLT", "PFLICHT"


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to read: a finding, what only follows from it, and what the sender remarked on the sheet of a WARNUNG.

    What follows are rules that cannot be judged because of it, and how the entry was read that an error is about. With a remark a
    WARNUNG is explained, and need not be asked back (Auslegung A2-ZUSATZ).
    """

    finding: Finding
    following: tuple[Finding, ...] = ()
    remark: str = ""

    @property
    def text(self) -> str:
        """What is wrong, and how an entry was read that is wrong all the same: its name is said once."""
        said = self.finding.message
        for found in self.following:
            if found.code == NORMALISIERT and self.finding.code == _MISSING and found.value:
                said = f"{said.removesuffix('.')}: „{found.value}“ zählt nicht als Angabe."
            elif found.code != UNJUDGED:
                label, _, rest = found.message.partition("“: ")
                said = f"{said} {rest if label and label in said else found.message}"
        return said

    @property
    def unjudged(self) -> str:
        """Name the rules that can be judged only when this is put right: „A2-ALTER-SUMME und A2-PLATZZAHL“; nothing if there are none."""
        rules = dict.fromkeys(found.value or "weitere Regeln" for found in self.following if found.code == UNJUDGED)
        return listed(list(rules)) if rules else ""


def messages(returned: Return, findings: Iterable[Finding]) -> list[Message]:
    """Return what there is to read of a file, errors first, then warnings, then hints; of equal weight as it stands in the file."""
    by_weight = sorted(findings, key=_order(returned))
    causes = [found for found in by_weight if found.code not in _FOLLOWING]
    remarks = remarks_of(returned)
    following: dict[int, list[Finding]] = {}
    alone: list[Finding] = []
    for found in by_weight:
        if found.code in _FOLLOWING:
            number = _cause(found, causes)
            (alone if number is None else following.setdefault(number, [])).append(found)
    read = [
        Message(found, tuple(following.get(number, ())), remarks.get(found.sheet, "") if found.severity is Severity.WARNUNG else "")
        for number, found in enumerate(causes)
    ]  # fmt: skip
    return [*read, *map(Message, alone)]


def _order(returned: Return) -> Callable[[Finding], tuple[int, ...]]:
    """Return by what findings are sorted: weight, sheet in the order of the form (what concerns the file first), row, column."""
    sheets: list[str | None] = (
        [None, *(sheet.name for sheet in returned.issue.sheets)] if returned.issue is not None else [None]
    )
    places = {name: number for number, name in enumerate(sheets)}

    def order(found: Finding) -> tuple[int, ...]:
        place = place_of(found.cells[0].partition(":")[0]) if found.cells else (-1, -1)
        return list(Severity).index(found.severity), places.get(found.sheet, len(places)), *place

    return order


def _cause(found: Finding, causes: Sequence[Finding]) -> int | None:
    """Return the number of the finding that another one follows from: about the same field, on the same sheet if there is one; of a
    sheet that is gone the one that says so. How an entry was read follows from an error about it alone."""
    same = [number for number, cause in enumerate(causes) if found.field is not None and cause.field == found.field]
    here = [number for number in same if causes[number].sheet == found.sheet]
    if found.code == NORMALISIERT:
        return next((number for number in here if causes[number].severity is Severity.FEHLER), None)
    gone = [number for number, cause in enumerate(causes) if cause.code == _SHEET_GONE and found.field is None]
    return next(iter((*here, *same, *gone)), None)


def remarks_of(returned: Return) -> dict[str | None, str]:
    """Return what the sender remarked, by the name of the sheet."""
    field = returned.issue.form.outline.remark if returned.issue is not None else None
    found = {sheet.name: sheet.values.get(field) for sheet in returned.sheets.values()} if field else {}
    return {
        name: one_line(remark).strip()
        for name, remark in found.items()
        if isinstance(remark, str) and _says_something(remark)
    }


def _says_something(remark: str) -> bool:
    """Whether a remark is more than a stroke or „k. A.“."""
    return any(map(str.isalnum, remark)) and absent(TEXT, remark) is None
