"""The agreements between the LWV Hessen and single Kreise, read from `recht/kooperation`: one file a Kreis, named by its key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from rv2xl.recht.law import DayMonth, LawError, recht, required_text, year_end
from rv2xl.recht.regions import regions

_FOLDER = "kooperation"
_PARTNERS = ("lwv", "kreis")


@dataclass(frozen=True, slots=True)
class Partner:
    """One of the two: its name, what it is called in a sentence, and which office answers; no persons."""

    name: str
    short: str
    office: str
    address: str

    @property
    def street(self) -> str:
        """The street of its address."""
        return self.address.partition(", ")[0]

    @property
    def town(self) -> str:
        """The town of its address, with the postcode in front."""
        return self.address.partition(", ")[2]


@dataclass(frozen=True, slots=True)
class Report:
    """A yearly Meldung: its number, the form, who sends it, by which day, from which year on; `stichtag` where one is named, and a `doubt`
    about its basis."""

    nr: str
    form: str
    sender: Partner
    day: DayMonth
    first: int
    title: str
    stichtag: DayMonth | None
    doubt: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty without figures, in the words of the print."""

    nr: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Body:
    """A Gremium of Anlage 2 in the words of the print; `planned` is how often the calendar plans it, `open` what the print leaves open."""

    name: str
    frequency: str
    lwv: str
    kreis: str
    planned: int
    open: str


@dataclass(frozen=True, slots=True)
class Chair:
    """Who conducts the affairs of a body: partners in turn, each for so many calendar years, from the `first` on (KV-GF)."""

    nr: str
    body: str
    words: str
    first: int
    years: int
    order: tuple[Partner, ...]

    def of(self, year: int) -> Partner:
        """Return whose turn it is in a calendar year."""
        return self.order[(year - self.first) // self.years % len(self.order)]

    def changes_in(self, year: int) -> bool:
        """Whether it passes on at the beginning of a year."""
        return year > self.first and (year - self.first) % self.years == 0


@dataclass(frozen=True, slots=True)
class Notice:
    """Until which day notice can be given for the end of the year."""

    nr: str
    day: DayMonth
    words: str


@dataclass(frozen=True, slots=True)
class RegionalData:
    """What the LWV Hessen makes available of the region: its number, the words on that, and those on where it can be `shown`."""

    nr: str
    words: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement: with which Kreis, since when, by which law, and what follows from it."""

    key: str
    title: str
    source: str
    law: str
    since: date
    lwv: Partner
    kreis: Partner
    chair: Chair
    notice: Notice
    overview: RegionalData
    reports: tuple[Report, ...]
    duties: tuple[Duty, ...]
    bodies: tuple[Body, ...]

    def report(self, form: str, year: int) -> Report | None:
        """Return the Meldung that is made on a form in a year; None if the agreement asks for none."""
        return next((report for report in self.reports if report.form == form and report.first <= year), None)

    def source_of(self, nr: str) -> str:
        """Return the Fundstelle of a number."""
        return f"{self.source}, Nr. {nr}"


@cache
def agreements() -> Mapping[str, Agreement]:
    """Return all agreements by the key of the Kreis. Raises LawError for a file that is not as it must be."""
    files = sorted(
        (entry for entry in recht().joinpath(_FOLDER).iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    return {
        entry.name.removesuffix(".toml"): parse_agreement(entry.name, entry.read_text(encoding="utf-8"))
        for entry in files
    }


def without_agreement(key: str, year: int) -> str:
    """Say that nothing is agreed with the Kreis of a key, or that the year knows none."""
    name = next((region.display_name for region in regions(year_end(year)) if region.schluessel == key), None)
    if name is None:
        return f"Einen Kreis mit dem Schlüssel „{key}“ gibt es {year} nicht."
    known = " und ".join(f"{agreement.kreis.name} ({key})" for key, agreement in agreements().items())
    return f"Mit „{name}“ ist keine Kooperationsvereinbarung bekannt; bekannt ist: {known}."


def parse_agreement(name: str, text: str) -> Agreement:
    """Read one file. Raises LawError naming the file and what is wrong in it."""
    try:
        data = tomllib.loads(text)
        partners = {side: Partner(**data.pop(side)) for side in _PARTNERS}
        return Agreement(
            key=name.removesuffix(".toml"), lwv=partners["lwv"], kreis=partners["kreis"], title=required_text(name, data, "title"),
            source=required_text(name, data, "source"), law=required_text(name, data, "law"),
            since=_day(name, data["since"]), chair=_chair(data["chair"], partners),
            notice=Notice(data["notice"]["nr"], DayMonth.parse(data["notice"]["day"]), data["notice"]["words"]),
            overview=RegionalData(**data["overview"]),
            reports=tuple(_reports(data["report"], partners)), duties=tuple(Duty(**entry) for entry in data["duty"]),
            bodies=tuple(Body(**entry) for entry in data["body"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise LawError(f"{name}: {error}") from error


def _day(name: str, value: object) -> date:
    if not isinstance(value, date):
        raise LawError(f"{name}: {value!r} is no day")
    return value


def _chair(data: Mapping[str, Any], partners: Mapping[str, Partner]) -> Chair:
    order = tuple(partners[side] for side in data["order"])
    return Chair(data["nr"], data["body"], data["words"], data["first"], data["years"], order)


def _reports(found: Sequence[Mapping[str, Any]], partners: Mapping[str, Partner]) -> Iterator[Report]:
    for entry in found:
        stichtag = entry.get("stichtag")
        yield Report(
            entry["nr"], entry["form"], partners[entry["from"]], DayMonth.parse(entry["day"]), entry["first"], entry["title"],
            DayMonth.parse(stichtag) if stichtag else None, entry.get("doubt", ""),
        )  # fmt: skip
