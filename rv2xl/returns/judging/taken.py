"""Values that lie outside their range (BEREICH), taken as they were typed because a clerk has decided so."""

from __future__ import annotations

from rv2xl.excel.returned.results import compute_unlimited
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.model.entries.entry import value_outside
from rv2xl.model.finding import limited
from rv2xl.returns.check import check
from rv2xl.returns.checked import Checked
from rv2xl.returns.processes.packed import packed, unpacked, unpacked_anew
from rv2xl.returns.processes.packed_findings import kept_anew

OUTSIDE = "BEREICH"


def with_values_taken(read: Checked) -> Checked | None:
    """Return a file, checked on its own, with the values taken that lie outside their range: results are computed and rules judged anew.

    What was given stays as it is. None if one of them has no value to take: a text or a number too long to be kept.
    """
    assert read.issue is not None
    returned = unpacked_anew(unpacked(packed(read), read.file).returned)
    for sheet in returned.sheets.values():
        for entry in [entry for entry in sheet.entries.problems() if entry.code == OUTSIDE]:
            value = value_outside(sheet.sheet.fields[entry.field], entry.raw)
            if value is None:
                return None
            sheet.take(entry, value)
    compute_unlimited(lay_out(read.issue), returned.sheets)
    found = kept_anew(limited(check(returned)))
    return unpacked(packed(Checked(returned, found)), read.file, read.checksum)
