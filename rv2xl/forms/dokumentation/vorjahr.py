"""What of each Ort is held against last year's documentation, so that a slip of the keyboard is seen while somebody still remembers.

The source asks for no such comparison; it only informs, and a right figure needs no more than a remark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rv2xl.forms.dokumentation.grundlagen import ANLAGE, HINWEIS, TRAEGER
from rv2xl.forms.dokumentation.ort import BEWILLIGT, ERBRACHT, HERKUNFT, PERSONEN
from rv2xl.model.definitions.blocks import Column
from rv2xl.model.definitions.draft import Watched, WatchedChanges
from rv2xl.model.expressions.expr import Ref

_KIND_OF_BODY = "Leistungsträgerschaft "


def _watched(label: str, traeger: Column, refs: Sequence[Ref]) -> Watched:
    of = traeger.label.removeprefix(_KIND_OF_BODY)
    return Watched(f"{label} {of}", tuple(ref.field for ref in refs))


def _numbers() -> Iterator[Watched]:
    for traeger in TRAEGER:
        yield _watched("Personen", traeger, PERSONEN[HERKUNFT, traeger])
    for label, block in (("Bewilligte Stunden", BEWILLIGT), ("Erbrachte Stunden", ERBRACHT)):
        for traeger in TRAEGER:
            yield _watched(label, traeger, [block["", traeger]])


VORJAHR = WatchedChanges(
    code="A2-VORJAHR", severity=HINWEIS, numbers=tuple(_numbers()), share=Decimal("0.25"), least=Decimal(10),
    remedy="Bitte prüfen; ist die Angabe richtig, genügt eine kurze Bemerkung.", source=f"{ANLAGE} Nr. 4 und 6",
)  # fmt: skip
"""People after Herkunft and hours, each per Leistungsträger."""
