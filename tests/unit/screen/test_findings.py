"""What a check shows to people: at every width, of every state, and of texts that were written to do harm."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rv2xl.forms import newest
from rv2xl.model.finding import CODES, LISTED, Finding, Severity, finding
from rv2xl.model.returned import Return
from rv2xl.reports.checked.check_report import CheckReport
from rv2xl.reports.checked.sentences import NOTHING_ACCEPTED, closing_sentences
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.batch import check_file
from rv2xl.returns.checked import Checked
from rv2xl.returns.register import Register
from rv2xl.returns.state import State, state_of
from rv2xl.screen.findings import MOST_LINES, MOST_MISSING, closing, file_lines, lines_by_file
from rv2xl.screen.next_step import Call, _after_returns, next_step
from rv2xl.screen.paragraphs import ELSEWHERE, Line, wrapped
from tests.cells import Tab
from tests.client.commandline import rv2xl
from tests.forms.standard import standard
from tests.unit.reports.folder import (
    FORM,
    TODAY,
    YEAR,
    A,
    Sent,
    checked,
    ort,
    register,
    stammdaten_file,
    usual,
    written,
)
from tests.unit.reports.workbook import opened
from tests.unit.screen.sample_app import on_a_terminal

EXPECTED = Path(__file__).parent / "expected"
CALL = Call((Path("Ruecklauf"),), Path("Stammdaten.xlsx"), YEAR)
WIDTHS = (60, 80, 120)


@cache
def report() -> CheckReport:
    consolidation = usual()
    return CheckReport(consolidation.files, consolidation.register, YEAR, searched=True)


def of(*findings: Finding, file: str = "Ruecklauf/a.xlsx") -> CheckReport:
    """What a check of one file comes to in which these things were found."""
    return CheckReport((Checked(Return(file), list(findings)),), None, None, searched=False)


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


def shown(found: CheckReport, width: int, *, everything: bool = False, call: Call = CALL) -> str:
    """Everything that is shown, as text."""
    files = chain.from_iterable(lines for _, lines in lines_by_file(found, width, everything=everything))
    ending = wrapped([*closing(found, everything=everything), *next_step(found, call)], width)
    return "".join(f"{line.text}\n" for line in (*files, *ending))


# --- As a clerk reads it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_a_folder_with_every_state(width: int) -> None:
    assert shown(report(), width) == (EXPECTED / f"check_{width}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [*range(56, 121, 8), *WIDTHS])
def test_words_are_wrapped_and_kept_whole(width: int) -> None:
    lines = shown(report(), width).splitlines()
    whole = [line for line in lines if line.startswith("  rv2xl ")]
    assert len(whole) == 2, "the calls are to be copied"
    assert max(len(line) for line in lines if line not in whole) <= width
    assert " ".join(" ".join(lines).split()) == " ".join(shown(report(), 100_000).split())


def test_what_only_follows_is_a_line_under_its_cause() -> None:
    (entry,) = checked([Sent("R/a.xlsx", "0001", {(A, "personen.eigene_region.lwv"): None})], one)
    cell = Tab("dokumentation", "58 Erbach").cell("personen.eigene_region.lwv")
    assert Counter(found.code for found in entry.findings) == {"PFLICHT": 1, "NICHT-GEPRUEFT": 4}
    found = CheckReport((entry,), None, None, searched=False)
    assert texts(file_lines(found, found.files[0], 80, everything=False)) == [
        "✗ R/a.xlsx (Träger 0001 gGmbH): zurückgewiesen – 1 Fehler",
        "  Fehler",
        f"    58 Ort 11000001, {cell} – „Anzahl der leistungsberechtigten Personen – Aus",
        "      eigener Region/ LK/ kreisfreie Stadt, Leistungsträgerschaft LWV Hessen“",
        "      ist nicht ausgefüllt.",
        "      → Bitte ausfüllen; wo nichts anfällt, eine 0 eintragen.",
        "      Solange können 4 weitere Regeln nicht geprüft werden.",
    ]


def test_an_explained_warning_is_shown_with_its_explanation_and_not_asked_back() -> None:
    (entry,) = checked([Sent("R/a.xlsx", "0001", EXPLAINED)], one)
    found = CheckReport((entry,), None, None, searched=False)
    lines = texts(file_lines(found, found.files[0], 80, everything=False))
    assert lines[0] == "✓ R/a.xlsx (Träger 0001 gGmbH): angenommen – 1 erläuterte Warnung"
    assert lines[1] == "  Warnungen, vom Absender erläutert"
    assert lines[-1] == "      vom Absender erläutert: „Umzug im Mai“"
    assert not any("→" in line for line in lines)


# --- Never more than a screen -----------------------------------------------------------------------------------------


def many(severity: Severity, sheets: int, message: str = "Da stimmt etwas nicht.") -> list[Finding]:
    return [
        finding("TYP", f"{message} {number}", severity=severity, sheet=f"58 Ort {number}", cells=(f"B{number}",))
        for number in range(1, sheets + 1)
    ]


@pytest.mark.parametrize("width", [40, *WIDTHS])
def test_a_file_takes_a_screen_at_most_and_all_of_it_on_demand(width: int) -> None:
    found = of(*many(Severity.HINWEIS, 30), *many(Severity.WARNUNG, 3), *many(Severity.FEHLER, 2))
    (file,) = found.files
    lines = texts(file_lines(found, file, width, everything=False))
    assert len(lines) <= MOST_LINES < 24
    assert [line.strip() for line in lines if line.strip() in ("Fehler", "Warnungen", "Hinweise")][:1] == ["Fehler"]
    every = " ".join(" ".join(texts(file_lines(found, file, width, everything=True))).split())
    assert all(f"58 Ort {number}, B{number} – Da stimmt etwas nicht. {number} →" in every for number in range(1, 31))
    assert "--all" not in every


def test_what_has_no_room_is_counted_by_weight() -> None:
    found = of(*many(Severity.HINWEIS, 30), *many(Severity.WARNUNG, 5), *many(Severity.FEHLER, 6))
    lines = texts(file_lines(found, found.files[0], 80, everything=False))
    assert lines[0] == "✗ Ruecklauf/a.xlsx: zurückgewiesen – 6 Fehler, 5 Warnungen, 30 Hinweise"
    assert lines[-1] == "  … außerdem 2 Warnungen und 30 Hinweise; „--all“ zeigt alles."
    assert len(lines) == MOST_LINES


def test_of_a_replaced_file_only_that_it_is_replaced_is_read() -> None:
    newer = {("deckblatt", "deckblatt.korrektur_nr"): 1}
    entries = checked([Sent("R/a.xlsx", "0001", REJECTED), Sent("R/b.xlsx", "0001", newer)], one)
    found = CheckReport(tuple(entries), None, None, searched=True)
    assert texts(file_lines(found, found.files[0], 80, everything=False)) == [
        "○ R/a.xlsx (Träger 0001 gGmbH): ersetzt – 1 Fehler, 1 Hinweis",
        "  Hinweise",
        "    Es gilt die Korrektur Nr. 1 in „R/b.xlsx“; dieser Rücklauf hat die Nr. 0.",
        "      → Nichts zu tun; es gilt der Rücklauf mit der höchsten Korrektur Nr.",
        "  … außerdem 1 Fehler; „--all“ zeigt alles.",
    ]
    assert "  Fehler" in texts(file_lines(found, found.files[0], 80, everything=True))


def test_findings_that_are_only_counted_count() -> None:
    found = of(replace(finding("TYP", "300 weitere Befunde."), more=300), finding("PFLICHT", "Leer."))
    assert texts(file_lines(found, found.files[0], 80, everything=False))[0].endswith("zurückgewiesen – 301 Fehler")


WORST = Finding(
    code="TYP", severity=Severity.FEHLER, message="wort " * 6_400, remedy=CODES["FORM-DOPPELT"].remedy, sheet="S" * 31,
    cells=tuple(f"AA{number}" for number in range(1, 2 * LISTED, 2)),
)  # fmt: skip


@pytest.mark.parametrize("width", [40, *WIDTHS])
@pytest.mark.parametrize("glue", [" ", ""])
def test_the_longest_texts_leave_room(width: int, glue: str) -> None:
    long = replace(WORST, message=glue.join(["wort"] * 8_000))
    others = [replace(entry, cells=("B9",)) for entry in many(Severity.FEHLER, 3)]
    found = of(long, *others, file=f"{'n' * 120}/{'n' * 250}.xlsx")
    lines = texts(file_lines(found, found.files[0], width, everything=False))
    assert len(lines) <= MOST_LINES
    assert max(map(len, lines)) <= width
    assert any("wort" in line for line in lines), "the first finding is shown"


@pytest.mark.parametrize("width", WIDTHS)
def test_of_a_long_sentence_quotes_are_shortened_and_places_kept(width: int) -> None:
    places = "und ".join(f"„{'Bezeichnung ' * 20}“ (Blatt „58 Erbach“, B{row}) " for row in (41, 42, 43))
    long = [
        replace(finding("TYP", f"Hier ist {places}anders {number}."), cells=(f"B{number}",)) for number in range(1, 6)
    ]
    found = of(*long)
    text = " ".join(" ".join(texts(file_lines(found, found.files[0], width, everything=False))).split())
    short = ("Bezeichnung " * 20)[:59]
    expected = "und ".join(f"„{short}…“ (Blatt „58 Erbach“, B{row}) " for row in (41, 42, 43))
    assert f"Hier ist {expected}anders 1 – und 4 weitere dieser Art in dieser Datei." in text


def test_a_sentence_without_quotes_keeps_its_end() -> None:
    found = of(*(finding("TYP", f"{'wort ' * 100}{number}.") for number in range(5)))
    text = " ".join(" ".join(texts(file_lines(found, found.files[0], 80, everything=False))).split())
    assert text.count("wort") < 50
    assert "– und 4 weitere dieser Art in dieser Datei. →" in text


# --- Texts that were written to do harm --------------------------------------------------------------------------------

HARM = "=1+1\x1b[31m[bold red]x[/bold red]:smile:<b>\r\nzweite\u202eZeile\x00\x9b2J\u2028{7*7}" + "x" * 32_000


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("everything", [False, True])
def test_nothing_that_is_quoted_acts(width: int, everything: bool) -> None:
    said = finding(
        "TYP", f"„{HARM}“ ist keine Zahl.", remedy=f"Bitte {HARM}.", sheet=HARM[:31], cells=("B1",), value=HARM
    )
    text = shown(of(said, file=f"R/{HARM[:60]}.xlsx"), width, everything=everything)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e]", text)
    assert "[boldred]x[/boldred]:smile:<b>" in "".join(text.split())
    assert len(text) < 80_000 if everything else len(text) < 2_500


def test_a_terminal_shows_what_a_pipe_shows(tmp_path: Path) -> None:
    """The words, without anything that a text asks the terminal for; the styles are bold and the colours of the state."""
    sent = Sent("a.xlsx", "0001", {(A, "alter.a18_30.lwv"): 77, (A, "zusatz.bemerkung"): "[red]x[/red]\x1b[5m"})
    name = "a[bold]b.xlsx"
    (tmp_path / name).write_bytes(written(one, sent))
    for width in WIDTHS:
        status, raw = on_a_terminal("check", name, width=width, module="rv2xl", folder=tmp_path, error=False)
        assert status == 1
        plain = re.sub(r"\x1b\[[0-9;]*m", "", raw)
        assert "\x1b" not in plain
        assert not {*re.findall(r"\x1b\[([0-9;]*)m", raw)} - {"1", "1;31", "0"}
        lines = plain.replace("\r", "").splitlines()
        assert lines[0].startswith("✗ a[bold]b.xlsx")
        assert max(map(len, lines)) <= width
        assert any(len(line) > width - 15 for line in lines), "as wide as there is room"


def test_a_pipe_has_a_width_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    (tmp_path / "a.xlsx").write_bytes(written(one, Sent("a.xlsx", "0001", REJECTED)))
    longest = max(map(len, rv2xl("check", tmp_path / "a.xlsx").out.splitlines()))
    assert ELSEWHERE - 15 < longest <= ELSEWHERE


# --- What is said of all -----------------------------------------------------------------------------------------------


def one() -> Register:
    return register([ort("0001", "11000001", "06437")])


def several(year: int, asked: int | None, *more: Sent) -> CheckReport:
    """A folder of returns of a year, checked for another one perhaps."""
    sent = [Sent(f"R/{name}.xlsx", number, year=year) for name, number in (("a", "0001"), ("b", "0002"))]
    entries = checked([*sent, *more], two, year=asked or year)
    return CheckReport(tuple(entries), two() if asked else None, asked, searched=True)


@cache
def two() -> Register:
    return register([ort("0001", "11000001", "06437"), ort("0002", "11000002", "06437")])


def test_a_year_that_is_wrong_for_all_is_said_once() -> None:
    found = several(2025, 2026, Sent("R/scan.pdf", raw=b"%PDF-1.7"))
    text = shown(found, 80, call=replace(CALL, paths=(Path("R"),), year=2026))
    assert text == (EXPECTED / "other_year.txt").read_text(encoding="utf-8")
    assert {entry.code for entry in found.entries[0].findings} == {"FORM-JAHR"}, "and stays a finding"


@pytest.mark.parametrize("more", [Sent("R/c.xlsx", "0001", year=2026), Sent("R/c.xlsx", "0002", year=2024)])
def test_a_year_that_is_wrong_for_some_is_said_of_each(more: Sent) -> None:
    found = several(2025, 2026, more)
    assert found.other_year is None
    assert shown(found, 80).count("Der Vordruck gilt für 2025, angefordert ist 2026.") == 2


def test_one_file_of_another_year_is_said_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(written(one, Sent("a.xlsx", "0001")))
    answer = rv2xl("check", tmp_path / "a.xlsx", "--year", YEAR - 1)
    assert "Der Vordruck gilt für 2025, angefordert ist 2024." in answer.out
    assert answer.status == 1


def test_a_folder_without_one_accepted_says_so() -> None:
    rejected = Sent("R/a.xlsx", "0001", {(A, "alter.a18_30.lwv"): 77})
    found = CheckReport(tuple(checked([rejected], one)), one(), YEAR, searched=True)
    assert NOTHING_ACCEPTED in shown(found, 120).splitlines()
    assert NOTHING_ACCEPTED not in shown(replace(found, searched=False), 120)
    assert NOTHING_ACCEPTED not in shown(report(), 120)


def test_who_is_missing_is_known_of_folders_with_register_and_year() -> None:
    everything = several(YEAR, YEAR)
    assert "Von allen ist etwas gekommen." in shown(everything, 80)
    for unknown in (
        replace(everything, searched=False),
        replace(everything, register=None),
        replace(everything, year=None),
    ):
        assert unknown.due == ()
    only = CheckReport(everything.entries[:1], two(), YEAR, searched=True)
    assert "Es fehlt noch 1:\n  0002 Träger 0002 gGmbH, Frist 31.03.2026\n" in shown(only, 80)
    unreadable = CheckReport(tuple(checked([Sent("x.pdf", raw=b"%PDF-1.7")], two)), two(), YEAR, searched=True)
    assert "Es fehlen noch 2:\n" in shown(unreadable, 80)


@pytest.mark.parametrize(
    ("names", "due"),
    [
        (("fahrtkosten",), ["fahrtkosten"]), (("neubau",), []), (("bestand", "kostenzuordnung"), ["kostenzuordnung"]),
        (("dokumentation", "fahrtkosten"), ["dokumentation"]),
    ],
)  # fmt: skip
def test_who_owes_a_form_is_missing_and_nobody_owes_one_that_comes_with_a_measure(
    names: tuple[str, ...], due: list[str]
) -> None:
    """A Bogen that strayed among Dokumentationen makes nobody miss it; one that is for all Orte lists none."""
    entries = [check_file(standard(name).file, f"R/{name}.xlsx", two(), YEAR) for name in names]
    found = CheckReport(tuple(entries), two(), YEAR, searched=True).due
    assert [entry.form.name for entry in found] == due
    assert [[reply.number for reply in entry.expected] for entry in found] == [["0001", "0002"]] * len(due)
    if due != ["dokumentation"]:
        assert [reply.missing for entry in found for reply in entry.expected] == [()] * 2 * len(due)


def test_many_who_are_missing_are_counted() -> None:
    known = register([ort(f"{number:04d}", f"1100{number:04d}", "06437") for number in range(1, 41)])
    found = CheckReport(tuple(checked([Sent("R/a.xlsx", "0001")], lambda: known)), known, YEAR, searched=True)
    lines = shown(found, 80).splitlines()
    assert "Es fehlen noch 39:" in lines
    assert sum("Frist" in line for line in lines) == MOST_MISSING
    assert "  … und 27 weitere; „--all“ zeigt alle." in lines
    assert shown(found, 80, everything=True).count("Frist") == 39


def test_an_ort_that_nobody_tells_of_is_missing_too() -> None:
    entries = checked([Sent("R/a.xlsx", "0001"), Sent("R/b.xlsx", "0002")], two)
    today = register([*two().orte, ort("0002", "11000003", "06437", "60")])
    text = shown(CheckReport(tuple(entries), today, YEAR, searched=True), 80)
    assert "Von allen ist etwas gekommen.\nAngenommen, aber ohne Meldung für einen Ort der Stammdaten:\n" in text
    assert "  0002 Träger 0002 gGmbH: Werkstatt 11000003, ZAD 11000003, § 60\n" in text


# --- What comes next ----------------------------------------------------------------------------------------------------

REJECTED = {(A, "alter.a18_30.lwv"): 77}
ASKED = {(A, "erbracht.lwv"): Decimal("99999.99")}
EXPLAINED = {**ASKED, (A, "zusatz.bemerkung"): "Umzug im Mai"}


@pytest.mark.parametrize(
    ("sent", "commands"),
    [
        ((Sent("R/a.xlsx", "0001", REJECTED), Sent("R/b.xlsx", "0002")), ("respond", "consolidate")),
        ((Sent("R/a.xlsx", "0001", ASKED), Sent("R/b.xlsx", "0002")), ("respond", "consolidate")),
        ((Sent("R/a.xlsx", "0001", EXPLAINED), Sent("R/b.xlsx", "0002")), ("respond", "consolidate")),
        ((Sent("R/a.xlsx", "0001", EXPLAINED),), ("respond", "remind")),
        ((Sent("R/Speiseplan.xlsx", raw=b"PK"), Sent("R/b.xlsx", "0002")), ("respond", "remind")),
        ((Sent("R/dokumentation_2025_0001.xlsx", raw=b"PK"), Sent("R/b.xlsx", "0002")), ("respond", "consolidate")),
        ((Sent("R/Speiseplan.xlsx", raw=b"PK"),), ("remind",)),
    ],
)
def test_the_next_commands(sent: tuple[Sent, ...], commands: tuple[str, ...]) -> None:
    found = CheckReport(tuple(checked(sent, two)), two(), YEAR, searched=True)
    lines = [line for line in shown(found, 80).splitlines() if line.startswith("  rv2xl ")]
    asked = "Ruecklauf --register Stammdaten.xlsx --year 2025 --out "
    assert [line[: line.index(asked)] for line in lines] == [f"  rv2xl {command} " for command in commands]


@pytest.mark.parametrize(
    ("known", "year", "lacking"),
    [
        (None, None, "„--register“ und „--year“"),
        (None, YEAR, "„--register“"),
        (Path("Stammdaten.xlsx"), None, "„--year“"),
    ],
)
def test_what_comes_next_names_what_is_lacking(known: Path | None, year: int | None, lacking: str) -> None:
    text = shown(several(YEAR, None), 100, call=Call((Path("R"),), known, year))
    assert f"Nächster Schritt: mit {lacking} noch einmal prüfen; dann" in text


def test_what_comes_next_for_one_file_of_another_year_and_for_the_register() -> None:
    one = CheckReport(tuple(checked([Sent("R/a.xlsx", "0001")], two)), two(), YEAR + 1, searched=False)
    call = Call((Path("R/a.xlsx"),), Path("S.xlsx"), YEAR + 1)
    *_, said, command = shown(one, 100, call=call).splitlines()
    assert said == "Nächster Schritt: mit dem richtigen Jahr noch einmal prüfen:"
    assert command == f"  rv2xl check {Path('R/a.xlsx')} --register S.xlsx --year {YEAR}"
    own = CheckReport(tuple(checked([Sent("s.xlsx", raw=stammdaten_file())], two)), None, None, searched=False)
    assert "Nächster Schritt: mit „rv2xl generate“ die Arbeitsmappen ausgeben." in shown(own, 100)


def test_a_call_can_be_copied() -> None:
    call = Call((Path("Rück läufe"), Path("a.xlsx")), Path("Stamm'daten.xlsx"), 2025)
    words = ["rv2xl", "check", "Rück läufe", "a.xlsx", "--register", "Stamm'daten.xlsx", "--year", "2026"]
    if os.name == "posix":
        assert shlex.split(call.again("check", year=2026)) == words


# --- One counting -------------------------------------------------------------------------------------------------------


def test_check_consolidate_and_the_report_count_alike() -> None:
    """One folder with every state: what check and consolidate say, and what „Überblick“ and „Hinweise“ of the Regionalbericht show."""
    said = "17 Dateien: 8 angenommen, 2 zurückgewiesen, 3 doppelt, 1 ersetzt, 2 unlesbar, 1 anderes Formular."
    states = [state_of(entry, FORM) for entry in usual().files]
    assert report().sentences == closing_sentences(usual().own, states, YEAR) == [said]
    book = opened(report_bytes(usual(), today=TODAY))
    shown_there = {row[0]: row[1] for row in book["Überblick"].iter_rows(values_only=True)}
    shown_there |= {row[0]: row[2] for row in book["Hinweise"].iter_rows(values_only=True)}
    assert {name: shown_there[f"davon {name}"] for name in REPORTED} == REPORTED
    (due,) = report().due
    told = (State.ANGENOMMEN, State.ZURUECKGEWIESEN, State.DOPPELT, State.UNLESBAR)
    assert [len(due.replies.of(state)) for state in told] == [7, 2, 1, 1]
    assert shown_there["davon ohne Rücklauf"] == len(due.missing) == 1


REPORTED = {
    "angenommen und gezählt": 8, "durch eine Korrektur ersetzt oder doppelt": 4, "unlesbar oder kein Vordruck": 2, "andere Formulare": 1,
}  # fmt: skip


def test_nothing_is_to_be_marked_of_what_a_clerk_has_accepted() -> None:
    told = finding("DANEBEN", "Daneben steht etwas.", sheet="58 Erbach", cells=("F3",))
    call = Call((Path("R/a.xlsx"),), Path("S.xlsx"), YEAR)
    for internal in (False, True):
        entry = Checked(Return("R/a.xlsx"), [replace(told, internal=internal)])
        report = CheckReport((entry,), two(), YEAR, searched=False)
        assert ("--annotate" in shown(report, 100, call=call)) is not internal


@pytest.mark.parametrize(
    ("name", "file"), [("dokumentation", "Regionalbericht_2025.xlsx"), ("fahrtkosten", "Fahrtkosten_2025.xlsx")]
)
def test_a_report_is_called_what_the_clerk_s_workbook_calls_it(name: str, file: str) -> None:
    complete: Any = SimpleNamespace(files=(), due=())
    ((_, command),) = _after_returns(complete, Call((Path("R"),), Path("S.xlsx"), 2025), newest(name))
    assert command.endswith(f"--out {file}")
