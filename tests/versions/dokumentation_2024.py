"""An invented version 2024.1 of the Dokumentation: people of 51 to 60 in one age band, and „Aus hessischer Region“ comes first."""

from __future__ import annotations

from dataclasses import replace

from rv2xl.forms.dokumentation import DOKUMENTATION
from rv2xl.forms.dokumentation.grundlagen import TRAEGER
from rv2xl.forms.dokumentation.ort import ALTER, FEHLANZEIGE, ORT_REGELN, PERSONEN, ZAHLEN
from rv2xl.model.blocks import Block, Matrix, Row
from rv2xl.model.expr import Ref, total
from rv2xl.model.form import Sheet
from rv2xl.model.rule import Rule

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


def _rule(rule: Rule) -> Rule:
    if rule.code == "A2-ALTER-SUMME":
        return replace(
            rule, holds=lambda t: total(ALTER_2024[:, t]).eq(total(PERSONEN_2024[PERSONEN_2024.rows[:3], t]))
        )
    if rule.code == "A2-FEHLANZEIGE":
        return replace(rule, when=FEHLANZEIGE, holds=total(ZAHLEN_2024) <= 0)
    return rule


def _block(block: Block) -> Block:
    changed = {"personen": PERSONEN_2024, "alter": ALTER_2024}
    return changed.get(block.id, block) if isinstance(block, Matrix) else block


def _sheet(sheet: Sheet) -> Sheet:
    if not sheet.repeated:
        return sheet
    return replace(sheet, blocks=tuple(map(_block, sheet.blocks)), rules=tuple(map(_rule, ORT_REGELN)))


DOKUMENTATION_2024 = replace(DOKUMENTATION, version="2024.1", sheets=tuple(map(_sheet, DOKUMENTATION.sheets)))

assert len(TRAEGER) == 2, "written for two Leistungsträger"
