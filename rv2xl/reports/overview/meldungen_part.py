"""The Meldungen 8 c and 8 d as a part of their own: by gewöhnlicher Aufenthalt, beside nothing that counts by Ort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.recht.agreements import Agreement
from rv2xl.reports.kreise.kreis_book import sheet_of
from rv2xl.reports.overview.meldungen import MISSING, Meldungen, Told
from rv2xl.reports.overview.parts import Cell, Part, beside, number, sign, told
from rv2xl.reports.regional.external.people import MOST_OFF, STEP, PeopleCount, known_of, rounded_count
from rv2xl.reports.regional.external.telling import Bound, Publication
from rv2xl.reports.regional.figures import Level
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.workbook.looks import report_look
from rv2xl.reports.workbook.report_book import Head
from rv2xl.reports.workbook.signs import Sign

NAME = "Meldungen"
WORDS = "Meldungen 8 c und 8 d: Wie viele Menschen mit gewöhnlichem Aufenthalt im Kreis erhalten Leistungen?"
_APART = (
    "Gezählt wird nach dem gewöhnlichen Aufenthalt und dem Leistungsträger, nicht nach dem Ort der Leistung: Mit den Zahlen der "
    "Dokumentation sind diese nicht zu vergleichen und nicht zusammenzuzählen."
)
_ROUNDED = (
    f"Jede Zahl ist einzeln auf ein Vielfaches von {STEP} gerundet („0“: 0 bis {MOST_OFF}); Summen können abweichen."
)
_YEAR, _LINE = 20.0, 40.0


def meldungen_part(agreement: Agreement, year: int, found: Sequence[Meldungen], edition: Edition) -> Part:
    """Return the part; a year between of which nothing is given says so. Without any Meldung given there are no rows."""
    given = [one.year for entries in found for one in entries.years]
    years = range(min(given, default=year), max(given, default=year) + 1)
    heads = (
        Head("Meldung", 16, "small"),
        Head("Angabe", _LINE, "strong"),
        *(Head(_head(agreement, one), _YEAR, "cell.text") for one in years),
    )
    doubts = (
        report.doubt for entries in found if (report := agreement.report(entries.form.name, year + 1)) is not None
    )
    notes = (_APART, *([_ROUNDED] if edition is Edition.EXTERNAL else []), _SIGNS, *filter(None, doubts))
    rows = tuple(row for entries in found if given for row in _rows(entries, years, edition))
    return Part("meldungen", NAME, WORDS, heads, rows, notes, grouped=True, empty="Meldungen sind nicht angegeben.")


_SIGNS = f"„{Sign.PENDING}“: die Meldung {MISSING}; „{Sign.SECRET}“: nicht aufgegliedert, nicht angegeben oder geheim."


def _head(agreement: Agreement, year: int) -> str:
    """Return the head of a year: that of the Meldung, and the day for which is counted (KV-STICHTAG)."""
    day = next(report.stichtag for report in agreement.reports if report.stichtag is not None)
    return f"Meldung {year}, Stichtag {day.in_year(year - 1):%d.%m.%Y}"


def _rows(entries: Meldungen, years: range, edition: Edition) -> Iterator[tuple[Cell, ...]]:
    """Yield what became of each Meldung of a form, then each of its figures."""
    form, by_year = entries.form, {one.year: one for one in entries.years}
    group = told(sheet_of(form))
    yield (group, told("Stand"), *(beside(by_year[one].state if one in by_year else _NOT_GIVEN) for one in years))
    fields = _fields(form)
    hidden = {one.year: _hidden(form, fields, one) for one in entries.years if edition is Edition.EXTERNAL}
    for at, field in enumerate(fields):
        yield (group, told(field.title), *(_cell(field, at, by_year.get(one), hidden) for one in years))


_NOT_GIVEN = "nicht angegeben"


def _fields(form: Form) -> list[Field]:
    assert form.by_kreis is not None
    return [form.sections[ref.sheet or ""].fields[ref.field] for ref in form.by_kreis.figures]


def _cell(field: Field, at: int, meldung: Told | None, hidden: Mapping[int, frozenset[str]]) -> Cell:
    look = report_look(Level.REGION, field.type)
    if meldung is None:
        return sign(Sign.SECRET, _NOT_GIVEN, look)
    if not meldung.is_there:
        return sign(
            Sign.PENDING, f"die Meldung {meldung.state if meldung.state == MISSING else 'ist ' + meldung.state}", look
        )
    value = meldung.values[at]
    if value is None:
        return sign(Sign.SECRET, "nicht aufgegliedert", look)
    if meldung.year not in hidden:
        return number(value, field.type)
    if field.id in hidden[meldung.year]:
        return sign(Sign.SECRET, "zusammen mit anderen Zahlen verriete sie eine sehr kleine", look)
    return number(rounded_count(value), field.type, rounded=True)


def _hidden(form: Form, fields: Sequence[Field], meldung: Told) -> frozenset[str]:
    """Return the figures of a Meldung that are left out of the edition for publication: those that tell, rounded, a very small one."""
    known = {field.id: value for field, value in zip(fields, meldung.values, strict=True) if value is not None}
    exact = {("", name): value for name, value in known.items()}
    counts = {PeopleCount("", (name,), rounded_count(value)): {("", name): 1} for name, value in known.items()}
    bounds = [
        Bound({("", name): times for name, times in one.factors.items()}, one.low, one.high)
        for one in known_of(form, known, conditional=True)
        if one.low <= sum(times * known[name] for name, times in one.factors.items()) <= one.high
    ]  # a Meldung may be accepted in spite of a rule
    if not known:
        return frozenset()
    return frozenset(count.fields[0] for count in Publication(counts, bounds, exact).left_out())
