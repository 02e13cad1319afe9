"""The sheet „Rechtsgrundlagen“: every rate of the law that a calculation uses, as it holds on the Stichtag, under a name of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from rv2xl.forms.berechnung.grundlagen import FORMEL
from rv2xl.model.definitions.blocks import Block
from rv2xl.model.definitions.blocks.calculation import Calculation
from rv2xl.model.definitions.blocks.dated_block import DatedBlock, PrintedParameter
from rv2xl.model.definitions.field import Field, Kind, Type
from rv2xl.model.definitions.form import Sheet
from rv2xl.model.expressions.expr import DASH, Expr, Ref, if_, lift, numbers
from rv2xl.recht.law import Dated, Parameter, load_law

SECTION = "rechtsgrundlagen"


def satz(key: str) -> Ref:
    """Return the rate of the law that holds on the Stichtag."""
    return Ref(f"satz.{key}", SECTION)


_BEIM_NAMEN = "Die Formeln der anderen Blätter nennen diese Zellen beim Namen."
VERMERK_2023_1 = (
    f"{_BEIM_NAMEN} Ändert die Eingliederungshilfekommission einen Satz, "
    "gilt er ab seinem Tag; ältere Berechnungen behalten ihren."
)
"""What stood below the rates of every form until 2025.2."""


def saetze(keys: Sequence[str], stichtag: Ref, stichtag_name: str, source: str, kommission: str) -> DatedBlock:
    """Return the block with these rates; before the first of their dates a rate is „–“. `kommission` says which of them the
    Eingliederungshilfekommission may change."""

    def made(parameters: Sequence[PrintedParameter]) -> Block:
        return Calculation(
            id="satz", heading=f"Stichtag: {stichtag_name}", source=source,
            steps=tuple(_field(parameter, stichtag) for parameter in parameters),
            notes=(f"{_BEIM_NAMEN} {kommission}",),
        )  # fmt: skip

    return DatedBlock(keys=tuple(keys), made=made, law=load_law())


def mit_vermerk(rates: DatedBlock, note: str) -> DatedBlock:
    """Return the block with another note below it."""
    return replace(rates, made=lambda parameters: replace(rates.made(parameters), notes=(note,)))


def rechtsgrundlagen(rates: DatedBlock, source: str, further: Sequence[Block] = ()) -> Sheet:
    """Return the sheet with the rates, and further blocks before them."""
    return Sheet(
        section=SECTION, name="Rechtsgrundlagen", title="Rechtsgrundlagen: Sätze am Stichtag", source=source,
        blocks=(*further, rates.block),
    )  # fmt: skip


def _field(parameter: PrintedParameter, stichtag: Ref) -> Field:
    """A rate: what it says and its formula are those of the printed edition, its result is today's."""
    entry, printed = parameter.known, parameter.printed
    return Field(
        id=entry.name, label=entry.title, type=_type(entry), filled_by=FORMEL, source=entry.source, defined_name=entry.name.title(),
        hint="; ".join(f"{_shown(entry, dated.value)} ab {dated.since:%d.%m.%Y}" for dated in _holding(printed)),
        expr=_at(entry, stichtag), printed=None if printed.values == entry.values else _at(printed, stichtag),
    )  # fmt: skip


def _holding(entry: Parameter) -> Iterable[Dated]:
    """The values that hold at some time: of two for one day the last."""
    return {dated.since: dated for dated in entry.values}.values()


def _at(entry: Parameter, stichtag: Ref) -> Expr:
    """The value that holds on the Stichtag: the last whose day it has reached; „–“ while the Stichtag is no day."""
    result: Expr = lift(DASH)
    for dated in _holding(entry):
        assert isinstance(dated.value, Decimal)
        figure = int(dated.value) if entry.unit in WHOLE else dated.value
        result = if_(stichtag >= dated.since, figure, result)
    return if_(numbers(stichtag).eq(1), result, DASH)


WHOLE = ("Jahre", "Minuten")
"""Units whose figures are whole numbers."""


def _type(entry: Parameter) -> Type:
    if entry.unit in WHOLE:
        return Type(Kind.ANZAHL, unit=entry.unit)
    if entry.unit == "EUR":
        return Type(Kind.EURO, unit=entry.unit, scale=2)
    return Type(Kind.PROZENT, unit=entry.unit, scale=4)


def _shown(entry: Parameter, value: object) -> str:
    assert isinstance(value, Decimal)
    if entry.unit in (*WHOLE, "EUR"):
        return f"{value:f} {entry.unit}"
    return f"{value.normalize():%}".replace(".", ",").replace("%", " %")
