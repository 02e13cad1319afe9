"""Last year's tidy table of the demonstration: the same Leistungserbringer and Orte, other answers, all of them right."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from io import BytesIO
from random import Random

from rv2xl.demo.data import FORMER_KREIS, filled_values
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
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
        data = workbook_bytes(layout, filled_values(layout, Random(f"{seed}:{issue.sender}:last year")))
        checked.append(check_file(partial(bytes, data), file_name(issue), then, before))
    target = BytesIO()
    write_csv(consolidate(form, before, then, checked), target)
    return target.getvalue()


def _in_its_kreis(ort: RegisterRow, column: str, valid: set[str]) -> RegisterRow:
    kreis = str(ort[column])
    return ort if kreis in valid else {**ort, column: FORMER_KREIS[kreis]}
