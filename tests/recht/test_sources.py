"""The README tells of every number of both sources where it is answered; nobody writes that table by hand."""

from __future__ import annotations

import re

from tests.recht.sources import BEGIN, END, README, answered, lines, title_of, written
from tests.recht.test_fundstellen import GROUPS, LINES, VEREINBARUNG


def test_the_readme_has_the_table_as_it_is_made() -> None:
    """If this fails: `python -m tests.recht.sources`."""
    text = README.read_text(encoding="utf-8")
    assert (text.count(BEGIN), text.count(END)) == (1, 1)
    assert written(text) == text


def test_every_number_of_both_sources_has_one_line_and_none_is_empty() -> None:
    """The numbers are those that were counted in the sources (`test_fundstellen.LINES`)."""
    found = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines() if re.match(r"\| (?!Nr\.)", line)
    ]
    assert [cells[0] for cells in found] == [nr for numbers in LINES.values() for nr in numbers]
    assert all(len(cells) == 3 and all(cells) for cells in found)
    assert {title_of(source) for source in LINES} == {title_of(group["anlage"]) for group in GROUPS}


def test_what_is_no_duty_says_so_and_what_is_one_names_its_place() -> None:
    said = {(group["anlage"], group["nr"]): answered(group) for group in GROUPS}
    assert said[(1, "3.2")] == (
        "fields `zeitraum.beginn`, `zeitraum.ende`; rule A1-ZEITRAUM; dated values `fahrtkosten_zeitraum_beginn`, "
        "`fahrtkosten_zeitraum_ende`"
    )  # fmt: skip
    assert said[(VEREINBARUNG, "2")] == "nothing to fill in: Eine Absicht der Partner; daraus folgt keine Angabe."
    assert said[(VEREINBARUNG, "9")] == "`rv2xl report`"
    assert said[(VEREINBARUNG, "8 d")].startswith("`meldung_8d`: ")
    assert said[(VEREINBARUNG, "12")] == "`rv2xl calendar`; `rv2xl report`; agreement in `recht/kooperation/`"
