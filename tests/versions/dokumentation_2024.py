"""An invented version 2024.1 of the Dokumentation: people of 51 to 60 in one age band, and „Aus hessischer Region“ comes first.

In all else it is the released 2025.1, so that its cells stay where they are."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.dokumentation.grundlagen import TRAEGER
from rv2xl.forms.dokumentation.ort import ZAHLEN
from rv2xl.forms.dokumentation.v2025_1 import DOKUMENTATION_2025_1
from rv2xl.model.definitions.blocks import Matrix, Row
from rv2xl.model.definitions.revision import revised
from rv2xl.model.expressions.expr import Ref, total

_BLOCKS = {block.id: block for block in DOKUMENTATION_2025_1.sections["ort_58"].blocks if isinstance(block, Matrix)}
PERSONEN, ALTER = _BLOCKS["personen"], _BLOCKS["alter"]

FIRST, SECOND, THIRD, KOMBI = PERSONEN.rows

PERSONEN_2024 = replace(PERSONEN, rows=(SECOND, FIRST, THIRD, KOMBI))

ALTER_2024 = replace(
    ALTER,
    rows=(*ALTER.rows[:3], Row("a51_60", "51-60 Jahre"), *ALTER.rows[5:]),
    notes=("Nach vollendeten Lebensjahren.",),
)

ZAHLEN_2024 = (
    *(ref for ref in ZAHLEN if not ref.field.startswith("alter.")),
    *(Ref(field.id) for field in ALTER_2024.fields),
)

(SUMME,) = DOKUMENTATION_2025_1.rules["A2-ALTER-SUMME"]
(FEHLANZEIGE,) = DOKUMENTATION_2025_1.rules["A2-FEHLANZEIGE"]

DOKUMENTATION_2024 = revised(
    DOKUMENTATION_2025_1, "2024.1", outline=replace(DOKUMENTATION_2025_1.outline, subjects=(), leading=()),
    blocks={PERSONEN: (PERSONEN_2024,), ALTER: (ALTER_2024,)},
    rules={
        "A2-ALTER-SUMME": (replace(SUMME, holds=lambda t: total(ALTER_2024[:, t]).eq(
            total(PERSONEN_2024[PERSONEN_2024.rows[:3], t]))),),
        "A2-FEHLANZEIGE": (replace(FEHLANZEIGE, holds=total(ZAHLEN_2024) <= 0),),
    },
)  # fmt: skip

assert len(TRAEGER) == 2, "written for two Leistungsträger"
