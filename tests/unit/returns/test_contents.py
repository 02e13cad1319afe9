"""Content × kind of field: whatever stands in a cell gives the finding that it should, there and nowhere else."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pytest

from rv2xl.excel.parts import replace_parts
from rv2xl.model.finding import Finding
from tests.cells import Tab
from tests.forms.standard import judged
from tests.programs.package import STYLES, filled, parts_of, sheet_parts


class Place(NamedTuple):
    """An input of a standard workbook."""

    form: str
    sheet: str
    field: str

    @property
    def cell(self) -> str:
        return Tab(self.form, self.sheet).cell(self.field)


PLACES = (
    Place("dokumentation", "58 Erbach", "kontakt.telefon"),
    Place("dokumentation", "58 Erbach", "personen.eigene_region.lwv"),
    Place("dokumentation", "58 Erbach", "bewilligt.lwv"),
    Place("fahrtkosten", "Entfernungskilometer", "teilnehmende.1.strecke"),
    Place("neubau", "Berechnung", "bau.nachgewiesen"),
    Place("neubau", "Berechnung", "belegung.auslastung"),
    Place("dokumentation", "58 Erbach", "konzeption.vom"),
    Place("dokumentation", "58 Erbach", "konzeption.liegt_vor"),
    Place("neubau", "Berechnung", "kg700.einheit"),
)
"""A text, people, hours (two decimals), kilometres (three, in a list), euros, percent, a day, yes or no, one of a list."""

CODES = {"T": "TYP", "B": "BEREICH", "D": "DATUM", "L": "LISTE", "N": "NORMALISIERT", ".": None}

DAY, TIME, MOMENT, SPAN = 14, 20, 22, 46
"""Number formats that every program knows."""

# fmt: off
CONTENTS: tuple[tuple[str, str, str, int | None], ...] = (
    # text, people, hours, km, euros, percent, day, yes or no, list
    ("TTTTTTDLL", ' t="e"', "<v>#REF!</v>", None),
    ("TTTTTTDLL", ' t="e"', "<v>#SPILL!</v>", None),
    ("TTTTTTDLL", ' t="e"', "<v>#GETTING_DATA</v>", None),
    ("TTTTTTDLL", ' t="e"', "<v>#BLOCKED!</v>", None),
    ("TTTTTTDLL", ' t="e"', "<v>#OF_TOMORROW!</v>", None),
    ("TTTTTTDLL", ' t="e"', "<f>1/0</f><v>#DIV/0!</v>", None),
    ("TTTTTTDLL", "", "<v>NaN</v>", None),
    ("TTTTTTDLL", "", "<v>INF</v>", None),
    ("TTTTTTDLL", ' t="n"', "<v>-Infinity</v>", None),
    ("TTTTTTDLL", "", "<v>1e400</v>", None),
    ("TTTTTTTTT", "", "<f>40000+5000</f>", None),
    ("TTTTTTTTT", "", "<f>40000+5000</f><v></v>", None),
    ("TTTTTTTTT", "", "<f>40000+5000</f><v>\n</v>", None),
    ("TTTTTTTTT", ' t="str"', "<f>A1</f>", None),
    (".........", "", "<v>\n  </v>", None),
    (".........", "", "<v> </v>", DAY),
    (".........", ' t="b"', "<v> </v>", None),
    ("NNNNNNNNN", ' t="str"', "<v> </v>", None),
    ("TTTTTTDLL", "", "<v>2795.7125</v>", SPAN),
    ("TTTTTTDLL", "", "<v>0</v>", SPAN),
    ("TTTTTTDLL", "", "<v>0.5</v>", TIME),
    ("TTTTTTDLL", "", "<v>0</v>", DAY),
    ("NTTTTT.LL", "", "<v>45413</v>", DAY),
    ("NTTTTTNLL", "", "<v>45413.5625</v>", MOMENT),
    ("NTTTTTDLL", "", "<v>1.234</v>", MOMENT),
    ("NTTTTT.LL", ' t="d"', "<v>2024-05-01</v>", None),
    ("TTTTTTDNL", ' t="b"', "<v>1</v>", None),
    ("TTTTTTDLL", ' t="b"', "<v>2</v>", None),
    ("TTTTTTDLL", ' t="d"', "<v>12</v>", None),
    ("TTTTTTDLL", ' t="e"', "<v/>", None),
    ("TTTTTTDLL", ' t="e"', "<v></v>", None),
    ("TTTTTTDLL", ' t="e"', "<v> </v>", None),
    ("TTTTTTDLL", "", "<v>١٢</v>", None),
    (".TTTTTDLL", ' t="str"', "<v>abc</v>", None),
    (".TTTTTDLL", ' t="str"', "<v>67.097</v>", None),
    (".TTNTNDLL", ' t="str"', "<v>67,097</v>", None),
    (".NNNNNDLL", ' t="str"', "<v>67,0</v>", None),
    (".TNNNNDLL", ' t="str"', "<v>0,125</v>", None),
    (".TTTNTDLL", ' t="str"', "<v>€ 67,00</v>", None),
    (".TTTTNDLL", ' t="str"', "<v>67 %</v>", None),
    (".TTTTTDLL", ' t="str"', "<v>31.6.2025</v>", None),
    (".TTTTTNLL", ' t="str"', "<v>1.5.2024</v>", None),
    ("NBBBBBDLL", "", "<v>1234567890123456</v>", None),
    ("NTNNNNDLL", "", "<v>0.12345678</v>", None),
    ("NT....DLL", "", "<v>0.30000000000000004</v>", None),
)
# fmt: on


@cache
def styled(form: str) -> tuple[bytes, dict[int, int]]:
    """The styles of a form with one more for each number format, and their numbers."""
    xml = parts_of(filled(form))[STYLES]
    cells = re.search(rb"<cellXfs count=\"(\d+)\">", xml)
    assert cells is not None
    first = int(cells[1])
    more = b"".join(b'<xf numFmtId="%d" applyNumberFormat="1"/>' % number for number in (DAY, TIME, MOMENT, SPAN))
    added = xml.replace(b"</cellXfs>", more + b"</cellXfs>").replace(cells[0], b'<cellXfs count="%d">' % (first + 4))
    return added, {number: first + place for place, number in enumerate((DAY, TIME, MOMENT, SPAN))}


def found(form: str, attributes: str, content: str, shown: int | None) -> list[Finding]:
    """What is found in the standard workbook of a form with this content in all its places."""
    data, (styles, numbers) = filled(form), styled(form)
    parts, part_of = parts_of(data), sheet_parts(data)
    style = r"\1" if shown is None else f' s="{numbers[shown]}"'
    changed = {STYLES: styles}
    for place in (place for place in PLACES if place.form == form):
        part, old = part_of[place.sheet], rf'<c r="{place.cell}"( s="\d+")(?:[^>]*/>|[^>]*>.*?</c>)'
        new = rf'<c r="{place.cell}"{style}{attributes}>{content}</c>'
        xml, count = re.subn(old, new, changed.get(part, parts[part]).decode())
        assert count == 1
        changed[part] = xml.encode()
    return judged(replace_parts(data, changed))[1]


READING = {"TYP", "BEREICH", "DATUM", "LISTE", "NORMALISIERT"}
OPEN = {"NICHT-GEPRUEFT", "NICHT-BERECHNET"}
"""What may be said besides where nothing was read; the stored results are those of the standard workbook."""


@pytest.mark.parametrize("form", sorted({place.form for place in PLACES}))
@pytest.mark.parametrize(("codes", "attributes", "content", "shown"), CONTENTS)
def test_a_content_is_read_or_named_at_its_cell_alone(
    codes: str, attributes: str, content: str, shown: int | None, form: str
) -> None:
    findings = found(form, attributes, content, shown)
    letters = {place: letter for place, letter in zip(PLACES, codes, strict=True) if place.form == form}
    wanted = {(code, place.sheet, (place.cell,)) for place, letter in letters.items() if (code := CODES[letter])}
    assert {(entry.code, entry.sheet, entry.cells) for entry in findings if entry.code in READING} == wanted
    assert len([entry for entry in findings if entry.code in READING]) == len(wanted)
    if not {"N", "."} & set(letters.values()):
        assert {entry.code for entry in findings} - READING <= OPEN
