"""The days of a year: deadlines and Stichtage of both sources, and the bodies of the agreements, as far as they have days.

A day is kept as the source has it, on whatever day of the week it falls; that it falls on a weekend or a holiday of Hessen is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.wording import german
from rv2xl.recht.agreements import Agreement, agreements, without_agreement
from rv2xl.recht.law import OutsideCoverage, load_law, year_end

_MAY_ENDS = (5, 31)
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar has: a day, or a task without one (`day` None); `id` is the same in every year, so that a day moved is one day."""

    id: str
    day: date | None
    title: str
    words: str
    source: str
    hint: str = ""


def entries(year: int, region: str | None = None) -> list[Entry]:
    """Return all entries of a calendar year, days first in order of time, then the tasks.

    With the key of a Kreis those of its agreement, else of every agreement. Raises Abbruch for a Kreis that the year does not know or that
    has no agreement, and for a year before the Rahmenvertrag.
    """
    known = _agreements(year, region)
    found = [*_of_forms(year)]
    for agreement in known:
        found += [*_of_reports(agreement, year), *_of_agreement(agreement, year), *_of_tasks(agreement, year)]
    if not found:
        raise Abbruch(f"Für {year} gibt es keine Termine: Der Rahmenvertrag 2 gilt erst ab dem 01.07.2023.")
    return sorted(found, key=lambda entry: (entry.day is None, entry.day or date.max, entry.id))


def _agreements(year: int, region: str | None) -> list[Agreement]:
    if region is None:
        return [agreement for agreement in agreements().values() if agreement.since <= year_end(year)]
    if region not in agreements():
        raise Abbruch(without_agreement(region, year))
    return [agreements()[region]]


def _of_forms(year: int) -> Iterator[Entry]:
    """Yield the days of the Rahmenvertrag 2."""
    for id_, parameter, title, words in _FORMS:
        yield from _of_law(f"rv2-{id_}", parameter, year, title, words)
    may = date(year, *_MAY_ENDS)
    if may >= load_law().entry(_SHARE).values[0].since:
        yield _entry(
            "rv2-vpi-mai", may, "Fahrtkosten: Mai-Wert des Verbraucherpreisindex für Verkehr",
            "Mit ihm und dem Mai-Wert des Vorjahres rechnet die tarifliche Fortschreibung. Der Index erscheint erst nach dem Monat.",
            load_law().entry(_SHARE).source,
        )  # fmt: skip


def _of_law(id_: str, parameter: str, year: int, title: str, words: str) -> Iterator[Entry]:
    law = load_law()
    entry = law.entry(parameter)
    try:
        day, begin = (law.day(name, year_end(year)) for name in (parameter, _BEGIN))
    except OutsideCoverage:
        return
    if day.in_year(year) >= entry.values[0].since:
        named = title.format(tag=day, jahr=year, vorjahr=year - 1, beginn=f"{begin}{year + 1}")
        yield _entry(id_, day.in_year(year), named, words, entry.source)


_BEGIN = "fahrtkosten_zeitraum_beginn"
_SHARE = "fortschreibung_anteil_vpi"
_FORMS = (
    ("rate-4", "fahrtkosten_zahlung_4", "Fahrtkosten: Rate zum {tag}", "Ein Viertel des Fahrtkostenbudgets ist zu zahlen."),
    ("dokumentation", "dokumentation_frist", "Jährliche Dokumentation für {vorjahr} vorlegen",
     "Die Leistungserbringer legen dem LWV Hessen die Dokumentation des Vorjahres vor."),
    ("zeitraum", _BEGIN, "Fahrtkosten: Vereinbarungszeitraum beginnt",
     "Regelmäßig vom 01.04. bis zum 31.03. des Folgejahres."),
    ("rate-1", "fahrtkosten_zahlung_1", "Fahrtkosten: Rate zum {tag}", "Ein Viertel des Fahrtkostenbudgets ist zu zahlen."),
    ("rate-2", "fahrtkosten_zahlung_2", "Fahrtkosten: Rate zum {tag}", "Ein Viertel des Fahrtkostenbudgets ist zu zahlen."),
    ("rate-3", "fahrtkosten_zahlung_3", "Fahrtkosten: Rate zum {tag}", "Ein Viertel des Fahrtkostenbudgets ist zu zahlen."),
    ("kilometer", "fahrtkosten_stichtag", "Fahrtkosten: Stichtag der Entfernungskilometer",
     "Die Entfernungskilometer sind zu diesem Tag fortzuschreiben."),
    ("erklaerung", "fortschreibung_erklaerung", "Fahrtkosten: tarifliche Fortschreibung zum {beginn} erklären",
     "Spätestens heute schriftlich gegenüber dem Vereinbarungspartner."),
    ("stichtag", "dokumentation_stichtag", "Jährliche Dokumentation: Stichtag {jahr}",
     "Personal, Personen und Altersstruktur werden zu diesem Tag gezählt; der Zeitraum der Leistungen endet."),
)  # fmt: skip


def _of_reports(agreement: Agreement, year: int) -> Iterator[Entry]:
    for report in agreement.reports:
        code = f"kv-{agreement.key}-{report.form}"
        if year >= report.first:
            words = f"{report.sender.short} meldet. {report.doubt}".strip()
            title = f"{agreement.kreis.short}: Meldung {report.nr} – {report.title}"
            yield _entry(code, report.day.in_year(year), title, words, agreement.source_of(report.nr))
        if report.stichtag is not None and year >= report.first - 1:
            title = f"{agreement.kreis.short}: Stichtag der Meldung {report.nr}"
            words = f"{report.title}; zu melden bis {report.day} des Folgejahres (Auslegung KV-STICHTAG)."
            yield _entry(
                f"{code}-stichtag", report.stichtag.in_year(year), title, words, agreement.source_of(report.nr)
            )


def _of_agreement(agreement: Agreement, year: int) -> Iterator[Entry]:
    notice, chair = agreement.notice, agreement.chair
    day = notice.day.in_year(year)
    if day >= agreement.since:
        title = f"{agreement.kreis.short}: letzter Tag für eine Kündigung der Kooperationsvereinbarung zum 31.12.{year}"
        yield _entry(f"kv-{agreement.key}-kuendigung", day, title, notice.words, agreement.source_of(notice.nr))
    if chair.changes_in(year):
        title = f"{agreement.kreis.short}: Geschäftsführung der {chair.body} geht auf {chair.of(year).short} über"
        words = f"{chair.words} Gezählt sind Kalenderjahre (Auslegung KV-GF)."
        yield _entry(
            f"kv-{agreement.key}-geschaeftsfuehrung", date(year, 1, 1), title, words, agreement.source_of(chair.nr)
        )


def _of_tasks(agreement: Agreement, year: int) -> Iterator[Entry]:
    """Yield the meetings and the duties without figures: the agreement names no days for them."""
    if agreement.since <= year_end(year):
        yield from _of_bodies(agreement)
        yield from _of_duties(agreement)


def _of_duties(agreement: Agreement) -> Iterator[Entry]:
    for duty in agreement.duties:
        id_ = f"kv-{agreement.key}-aufgabe-{duty.nr.replace(' ', '')}"
        title = f"{agreement.kreis.short}: {duty.title}"
        yield Entry(id_, None, title, f"„{duty.words}“", agreement.source_of(duty.nr))


def _of_bodies(agreement: Agreement) -> Iterator[Entry]:
    for number, body in enumerate(agreement.bodies, 1):
        for meeting in range(1, body.planned + 1):
            count = f" ({meeting} von {body.planned})" if body.planned > 1 else ""
            words = f"Häufigkeit nach der Vereinbarung: „{body.frequency}“. LWV: {body.lwv}. Kreis: {body.kreis}. {body.open}".strip()
            title = f"{agreement.kreis.short}: {body.name}{count} – Termin vereinbaren"
            yield Entry(
                f"kv-{agreement.key}-gremium-{number}-{meeting}", None, title, words, f"{agreement.source}, Anlage 2"
            )


def _entry(id_: str, day: date, title: str, words: str, source: str) -> Entry:
    return Entry(id_, day, title, words, source, falls_on(day))


def falls_on(day: date) -> str:
    """Say that a day is on a weekend or a holiday of Hessen; nothing of a working day."""
    import holidays

    holiday = holidays.country_holidays("DE", subdiv="HE", years=day.year, language="de").get(day)
    if holiday:
        return f"Der {german(day)} ist ein Feiertag in Hessen ({holiday}); die Quelle sagt nicht, dass sich der Tag verschiebt."
    if day.weekday() > _FRIDAY:
        return (
            f"Der {german(day)} ist ein {WEEKDAYS[day.weekday()]}; die Quelle sagt nicht, dass sich der Tag verschiebt."
        )
    return ""
