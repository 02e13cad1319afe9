"""The law as data: dated parameters and interpretations, read from `recht/`.

Every figure stands there once, with its Fundstelle and the first day on which it holds, so that a change of the law is
one line of data and an old return is still judged by the law of its own day. A value that comes later says with which edition
(`added = 2`): workbooks name the edition they were printed with, and are compared with that. A file is read when it is first asked for,
once. A mistake in it raises LawError then and there, not when the entry is first used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class LawError(ValueError):
    """An entry of `recht/` is not as it must be: a mistake of the project, named so that it can be mended."""


FIRST_EDITION = 1
"""The edition of what is in `recht/` without a number: all that was known when the forms were first released."""


class OutsideCoverage(ValueError):
    """No value is known for the day asked for. The sentence is German: it may reach the user."""


@dataclass(frozen=True, slots=True, order=True)
class DayMonth:
    """A day that comes every year, such as a deadline or a Stichtag."""

    month: int
    day: int

    @classmethod
    def parse(cls, text: str) -> DayMonth:
        """Read the form of the data, "--03-31". Raises ValueError, also for the 29.02., which most years lack."""
        if not re.fullmatch(r"--\d\d-\d\d", text, re.ASCII):
            raise ValueError(f"not a day of the year: {text!r}")
        day = date.fromisoformat("2001" + text[1:])
        return cls(day.month, day.day)

    def in_year(self, year: int) -> date:
        """Return this day of the given calendar year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day:02}.{self.month:02}."


Figure = Decimal | date | DayMonth
"""What a parameter can be: an amount or rate, a fixed date, a day of every year."""

F = TypeVar("F", Decimal, date, DayMonth)


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the first Stichtag for which it holds; `added` is the edition of the law that had it first."""

    since: date
    value: Figure
    added: int = FIRST_EDITION


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the law: German title and unit, Fundstelle, and its values in the order of time; of two for one day the last holds."""

    name: str
    title: str
    unit: str
    source: str
    values: tuple[Dated, ...]

    def printed_in(self, edition: int) -> Parameter:
        """Return the parameter as this edition of the law had it. Raises KeyError if it did not know it."""
        values = tuple(dated for dated in self.values if dated.added <= edition)
        if not values:
            raise KeyError(f"{self.name} is newer than edition {edition}")
        return replace(self, values=values)

    def at(self, stichtag: date) -> Figure:
        """Return the value for this Stichtag. Raises OutsideCoverage before the first one."""
        for dated in reversed(self.values):
            if dated.since <= stichtag:
                return dated.value
        raise OutsideCoverage(
            f"Für „{self.title}“ ({self.name}) gibt es am {stichtag:%d.%m.%Y} keinen Wert; "
            f"der erste gilt ab {self.values[0].since:%d.%m.%Y}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """All parameters. An unknown name is a KeyError, another kind of value a TypeError: mistakes of the program."""

    parameters: Mapping[str, Parameter]

    def entry(self, name: str) -> Parameter:
        """Return the parameter with its title, unit and Fundstelle, for printing beside the value."""
        return self.parameters[name]

    def amount(self, name: str, stichtag: date) -> Decimal:
        """Return an amount, rate or count in the parameter's unit."""
        return self._figure(name, stichtag, Decimal)

    def fixed_date(self, name: str, stichtag: date) -> date:
        """Return a date that is part of the law itself, such as the day from which an Anlage applies."""
        return self._figure(name, stichtag, date)

    def day(self, name: str, stichtag: date) -> DayMonth:
        """Return a day of every year, such as a deadline; `.in_year` makes it a date."""
        return self._figure(name, stichtag, DayMonth)

    @property
    def edition(self) -> int:
        """The edition of the law: that of the newest entry."""
        return max(dated.added for entry in self.parameters.values() for dated in entry.values)

    def _figure(self, name: str, stichtag: date, kind: type[F]) -> F:
        value = self.entry(name).at(stichtag)
        if not isinstance(value, kind):
            raise TypeError(f"parameter {name} is a {type(value).__name__}, not a {kind.__name__}")
        return value


@dataclass(frozen=True, slots=True)
class Auslegung:
    """How the project reads a place where the source is silent or ambiguous. Its texts are German, printed on the form.

    `alternatives` are the readings not taken. A `switch` can be changed on the sheet. `fields` are field ids, or what
    stands before one of their dots; none means the form as a whole. `since` is the version of the forms that had it first, nothing for
    what all of them have.
    """

    id: str
    form: str
    question: str
    reading: str
    alternatives: tuple[str, ...]
    source: str
    fields: tuple[str, ...]
    switch: bool = False
    since: str = ""

    def concerns(self, field_id: str) -> bool:
        """Tell whether it is to be printed beside this field: never, for one that concerns the form as a whole."""
        return any(field_id == prefix or field_id.startswith(prefix + ".") for prefix in self.fields)


def year_end(year: int) -> date:
    """Return the last day of a calendar year: the Stichtag at which a form for a whole year looks its parameters up."""
    return date(year, 12, 31)


_AUSLEGUNGEN, KOSTENARTEN = "auslegungen.toml", "anlage3.toml"
"""The files of `recht/` that hold no parameters; `kostenarten` reads the second."""


def recht() -> Traversable:
    from importlib.resources import files

    return files("rv2xl").joinpath("recht")


@cache
def load_law() -> Law:
    """Read every parameter file of `recht/`, once. Raises LawError if an entry is not as it must be."""
    return parse_law(law_texts())


def law_texts() -> dict[str, str]:
    """Return the parameter files of `recht/`, by name."""
    entries = (
        entry
        for entry in recht().iterdir()
        if entry.name.endswith(".toml") and entry.name not in (_AUSLEGUNGEN, KOSTENARTEN)
    )
    return {entry.name: entry.read_text(encoding="utf-8") for entry in entries}


@cache
def auslegungen(form: str, version: str | None = None) -> tuple[Auslegung, ...]:
    """Return the interpretations of a form in the order of the file, as they are printed in this version of it, today's unless given."""
    text = recht().joinpath(_AUSLEGUNGEN).read_text(encoding="utf-8")
    return tuple(entry for entry in parse_auslegungen(text, version) if entry.form == form)


def parse_law(texts: Mapping[str, str]) -> Law:
    """Read parameter files, given as file name and text. A name stands once over all files; raises LawError."""
    parameters: dict[str, Parameter] = {}
    for file, text in sorted(texts.items()):
        for name, table in _tables(file, text):
            if name in parameters:
                raise LawError(f"{file}: {name}: defined a second time")
            parameters[name] = _parameter(f"{file}: {name}", name, table)
    return Law(MappingProxyType(parameters))


def parse_auslegungen(text: str, version: str | None = None) -> tuple[Auslegung, ...]:
    """Read the interpretations as a version of the forms printed them, today's unless given. Raises LawError naming the entry.

    An entry that a later version changed says in `before`, by that version, what stood there until then.
    """
    entries = (
        _auslegung(f"{_AUSLEGUNGEN}: {name}", name, _in_version(f"{_AUSLEGUNGEN}: {name}", table, version))
        for name, table in _tables(_AUSLEGUNGEN, text)
    )
    return tuple(entry for entry in entries if version is None or entry.since <= version)


def _in_version(where: str, table: Mapping[str, object], version: str | None) -> Mapping[str, object]:
    """Return an entry with what stood in it before the first change that is later than the version."""
    before = table.get("before", {})
    if not isinstance(before, dict) or not all(isinstance(older, dict) for older in before.values()):
        raise LawError(f"{where}: before is not a table of tables")
    found = {key: value for key, value in table.items() if key != "before"}
    for changed in sorted(before, reverse=True):
        if version is not None and version < changed:
            found |= before[changed]
    return found


def document(file: str, text: str) -> dict[str, Any]:
    """Read a TOML text. Raises LawError naming the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LawError(f"{file}: {error}") from error


def _tables(file: str, text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield the named tables of a TOML text; TOML itself refuses the same name twice."""
    for name, table in document(file, text).items():
        if not isinstance(table, dict):
            raise LawError(f"{file}: {name}: not a table")
        yield name, table


def _parameter(where: str, name: str, table: Mapping[str, object]) -> Parameter:
    _refuse_unknown(where, table, {"title", "unit", "source", "values"})
    dated = tuple(_dated(where, entry) for entry in _list(where, table, "values"))
    if not dated:
        raise LawError(f"{where}: no dated value")
    if any((one.since, one.added) >= (following.since, following.added) for one, following in pairwise(dated)):
        raise LawError(f"{where}: dates are not ascending")  # of one day twice: a later edition mends an earlier one
    if len({type(entry.value) for entry in dated}) > 1:
        raise LawError(f"{where}: values are of different kinds")
    title, unit, source = (required_text(where, table, key) for key in ("title", "unit", "source"))
    return Parameter(name, title, unit, source, dated)


def _dated(where: str, entry: object) -> Dated:
    if not isinstance(entry, dict) or set(entry) - {"added"} != {"from", "value"}:
        raise LawError(f"{where}: a value needs exactly `from` and `value`, and `added` from the second edition on")
    if type(entry["from"]) is not date:  # a datetime is a date too, and wrong here
        raise LawError(f"{where}: `from` is not a date")
    added = entry.get("added", FIRST_EDITION)
    if type(added) is not int or added < FIRST_EDITION:
        raise LawError(f"{where}: `added` is not the number of an edition")
    return Dated(entry["from"], _figure_of(where, entry["value"]), added)


def _figure_of(where: str, raw: object) -> Figure:
    """Read a value; a TOML float is refused, since 0.05 would not be exactly 5 %."""
    if type(raw) is date:
        return raw
    try:
        if not isinstance(raw, str):
            raise ValueError("numbers stand in quotes")
        figure = DayMonth.parse(raw) if raw.startswith("--") else Decimal(raw)
        if isinstance(figure, Decimal) and not figure.is_finite():
            raise ValueError("not finite")
    except (ValueError, InvalidOperation) as error:
        raise LawError(f"{where}: neither number, date nor day of the year: {raw!r}") from error
    return figure


def _auslegung(where: str, name: str, table: Mapping[str, object]) -> Auslegung:
    _refuse_unknown(where, table, set(Auslegung.__slots__) - {"id"})
    switch = table.get("switch", False)
    if not isinstance(switch, bool):
        raise LawError(f"{where}: switch is neither true nor false")
    form, question, reading, source = (
        required_text(where, table, key) for key in ("form", "question", "reading", "source")
    )
    alternatives, fields = (
        tuple(required_text(where, {key: text}, key) for text in _list(where, table, key))
        for key in ("alternatives", "fields")
    )
    since = table.get("since", "")
    if not isinstance(since, str):
        raise LawError(f"{where}: since is not the number of a version")
    return Auslegung(name, form, question, reading, alternatives, source, fields, switch, since)


def _refuse_unknown(where: str, table: Mapping[str, object], known: set[str]) -> None:
    if strange := sorted(set(table) - known):
        raise LawError(f"{where}: unknown {', '.join(strange)}")


def required_text(where: str, table: Mapping[str, object], key: str) -> str:
    text = table.get(key)
    if not isinstance(text, str) or not text.strip():
        raise LawError(f"{where}: {key} is missing or empty")
    return text


def _list(where: str, table: Mapping[str, object], key: str) -> list[object]:
    entries = table.get(key)
    if not isinstance(entries, list):
        raise LawError(f"{where}: {key} is missing or no list")
    return entries
