"""Switches: fields that change how the project reads a source; and the rules that say when one stands otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rv2xl.model.catalogue import CODES
from rv2xl.model.definitions.field import Field, Switch
from rv2xl.model.definitions.rule import Rule
from rv2xl.model.expressions.expr import Expr, Ref, any_of, if_, sum_of
from rv2xl.recht.law import Auslegung

_CODE = CODES["AUSLEGUNG"]


def switch_rules(fields: Iterable[Field]) -> Iterator[Rule]:
    """Yield a rule for each Auslegung with switches among these fields: none stands otherwise than the project reads the source."""
    by_auslegung: dict[Auslegung, list[tuple[Field, Switch]]] = {}
    for field in fields:
        if field.switch is not None:
            by_auslegung.setdefault(field.switch.auslegung, []).append((field, field.switch))
    for auslegung, switches in by_auslegung.items():
        yield _of_one(auslegung, *switches[0]) if len(switches) == 1 else _of_many(auslegung, switches)


def _of_one(auslegung: Auslegung, field: Field, switch: Switch) -> Rule:
    ref = Ref(field.id)
    others = " oder ".join(f"„{choice}“" for choice in _others(field, switch))
    return Rule(
        _CODE.code, _CODE.severity, part=_part(auslegung), source=auslegung.source, when=ref.ne(""), holds=ref.eq(switch.reading),
        must=f"Der Schalter „{field.label}“ steht wie nach der Auslegung {auslegung.id} auf „{switch.reading}“.",
        broken=f"Der Schalter „{field.label}“ steht auf {others}, nicht wie nach der Auslegung {auslegung.id} auf „{switch.reading}“.",
        remedy=_CODE.remedy,
    )  # fmt: skip


def _of_many(auslegung: Auslegung, switches: Sequence[tuple[Field, Switch]]) -> Rule:
    where = switches[0][0].context
    return Rule(
        _CODE.code, _CODE.severity, part=_part(auslegung), source=auslegung.source, only_departing=True,
        holds=sum_of(if_(_departs(field, switch), 1, 0) for field, switch in switches).eq(0),
        must=f"„{where}“: Alle Schalter stehen wie nach der Auslegung {auslegung.id}.",
        broken=f"„{where}“: Mindestens ein Schalter steht anders als nach der Auslegung {auslegung.id}.",
        remedy=_CODE.remedy,
    )  # fmt: skip


def _part(auslegung: Auslegung) -> str:
    return auslegung.id.lower().replace("-", "_")


def _departs(field: Field, switch: Switch) -> Expr:
    return any_of(*(Ref(field.id).eq(choice) for choice in _others(field, switch)))


def _others(field: Field, switch: Switch) -> list[str]:
    return [choice for choice in field.type.choices if choice != switch.reading]
