"""What a finding quotes is short, and of one code a file lists so many; the rest are counted and weigh as they did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rv2xl.model.finding import LISTED, MESSAGE, Finding, Severity, Status, finding, limited, status_of

LONG = "Ä" * 32_767


def test_a_long_value_is_quoted_with_200_signs_wherever_it_stands() -> None:
    entry = finding("TYP", f"„Feld“: „{LONG}“ ist keine Zahl; „{LONG}“.", value=LONG, expected=LONG + "x")
    short = "Ä" * 199 + "…"
    assert (entry.value, entry.expected) == (short, short)
    assert entry.message == f"„Feld“: „{short}“ ist keine Zahl; „{short}“."
    assert entry.in_file("a.xlsx") == replace(entry, file="a.xlsx")


def test_a_message_ends_whatever_it_quotes() -> None:
    entry = finding("FORM-VERSION", LONG, value="1")
    assert (len(entry.message), entry.message[-2:]) == (MESSAGE, "Ä…")


def many(code: str, count: int, severity: Severity = Severity.FEHLER) -> list[Finding]:
    return [finding(code, f"{code} {number}", severity=severity, sheet="58 Erbach") for number in range(count)]


def test_of_a_code_200_are_listed_in_their_order() -> None:
    mixed = [entry for pair in zip(many("TYP", 250), many("LISTE", 250), strict=True) for entry in pair]
    found = limited(mixed)
    assert found[: 2 * LISTED] == mixed[: 2 * LISTED]
    assert [(entry.code, entry.message, entry.more, entry.sheet) for entry in found[2 * LISTED :]] == [
        ("TYP", "50 weitere Befunde „TYP“ sind hier nicht einzeln genannt.", 50, None),
        ("LISTE", "50 weitere Befunde „LISTE“ sind hier nicht einzeln genannt.", 50, None),
    ]
    assert sum(entry.stands_for for entry in found) == len(mixed)


@pytest.mark.parametrize(
    ("count", "message"), [(200, None), (201, "Ein weiterer Befund „TYP“ ist hier nicht einzeln genannt.")]
)
def test_the_limit_is_exact(count: int, message: str | None) -> None:
    assert [entry.message for entry in limited(many("TYP", count))[LISTED:]] == ([message] if message else [])


def test_the_rest_is_as_grave_as_the_gravest_of_it() -> None:
    grave = [*many("FORMEL-GEAENDERT", 300, Severity.WARNUNG), *many("FORMEL-GEAENDERT", 1)]
    (rest,) = limited(grave)[LISTED:]
    assert (rest.severity, rest.more) == (Severity.FEHLER, 101)
    assert status_of(tuple(limited(grave))) is status_of(tuple(grave)) is Status.ZURUECKGEWIESEN
    assert limited(many("FORMEL-GEAENDERT", 300, Severity.WARNUNG))[-1].severity is Severity.WARNUNG


def test_what_is_limited_may_be_added_to_and_limited_again() -> None:
    once = limited(many("TYP", 250))
    assert limited(once) == once
    again = limited([*once, *many("TYP", 5), *many("DATUM", 1)])
    assert again[:LISTED] == once[:LISTED]
    assert [(entry.code, entry.more) for entry in again[LISTED:]] == [("DATUM", 0), ("TYP", 55)]


def test_of_a_confidential_form_a_count_of_rows_is_told_and_the_name_of_a_tab_is_not() -> None:
    rows = finding(
        "FELD-VERSCHOBEN", "In der Liste wurde eine Zeile eingefügt.", sheet="Personen", value="51", expected="50"
    )
    assert rows.withheld(["Personen"]).message == rows.message
    renamed = finding(
        "FELD-VERSCHOBEN", "Das steht jetzt auf „Quitte“.", sheet="Personen", value="Quitte", expected="Personen"
    )
    assert "Quitte" not in repr(renamed.withheld(["Personen"]))
