"""Last year's tidy table of the demonstration: the same Leistungserbringer and Orte, all of them right, most with nearly as many people."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from io import BytesIO
from random import Random

from rv2xl.demo.data import FORMER_KREIS, Values, ort_keys
from rv2xl.demo.returns import right_values
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.forms.dokumentation.grundlagen import LWV
from rv2xl.forms.dokumentation.ort import ALTER, HERKUNFT
from rv2xl.outgoing.issuing import file_name, issue_all
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions
from rv2xl.reports.table import write_csv
from rv2xl.returns.batch import check_file
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.register import Register, RegisterRow


def last_years_table(register: Register, year: int, seed: int) -> bytes | None:
    """Return the tidy table (.csv) of the year before, as `consolidate --data` writes it; None where the form is not yet of that year.

    The returns go the whole way in memory: issued, filled in, read, checked. An Ort is in the Kreis of that time.
    """
    form, before = newest("dokumentation"), year - 1
    if not form.exists_for(before):
        return None
    valid = {region.schluessel for region in regions(year_end(before))}
    then = replace(register, orte=tuple(_in_its_kreis(ort, register.roles.orte.kreis, valid) for ort in register.orte))
    checked = []
    for issue in issue_all(form, then, before):
        layout = lay_out(issue)
        rng = Random(f"{seed}:{issue.sender}:last year")
        values = right_values(layout, seed)
        values |= {key: _before(values[key], rng) for key in ort_keys(layout)}
        data = workbook_bytes(layout, values)
        checked.append(check_file(partial(bytes, data), file_name(issue), then, before))
    target = BytesIO()
    write_csv(consolidate(form, before, then, checked), target)
    return target.getvalue()


def _before(values: Values, rng: Random) -> Values:
    """Return what an Ort said a year before: people and hours of the LWV in proportion, one Ort of ten much smaller than today."""
    share = rng.randint(55, 70) if rng.random() < MUCH_SMALLER else rng.randint(94, 104)
    columns = {f"{row}.{LWV.id}" for row in ("bewilligt", "erbracht")}
    hours = {
        name: (value * share / 100).quantize(Decimal("0.01"))
        for name, value in values.items()
        if name in columns and isinstance(value, Decimal)
    }
    return values | hours | _people_before(values, share)


MUCH_SMALLER = 0.1


def _people_before(values: Values, share: int) -> Values:
    """Return so many percent of the people: as many in the rows of the Herkunft as in the age bands."""
    origins = [f"personen.{row.id}.{LWV.id}" for row in HERKUNFT]
    bands = [f"alter.{row.id}.{LWV.id}" for row in ALTER.rows]
    counts = {name: value for name in (*origins, *bands) if isinstance(value := values[name], int)}
    people = sum(counts[name] for name in origins)
    wanted = max(1, people * share // 100)
    found: Values = {}
    for names in (origins, bands):
        left = wanted
        for name in names[:-1]:
            found[name] = counts[name] * wanted // people
            left -= counts[name] * wanted // people
        found[names[-1]] = left
    kombi = f"personen.kombi_bib.{LWV.id}"
    return found | {kombi: min(wanted, kombi_today) if isinstance(kombi_today := values[kombi], int) else None}


def _in_its_kreis(ort: RegisterRow, column: str, valid: set[str]) -> RegisterRow:
    kreis = str(ort[column])
    return ort if kreis in valid else {**ort, column: FORMER_KREIS[kreis]}
