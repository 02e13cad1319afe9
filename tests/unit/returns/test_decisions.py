"""Freigabe: which FEHLER a clerk may accept, when a decision has lapsed, and which of two differing returns counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.log import log_to
from rv2xl.model.finding import Severity, Status
from rv2xl.outgoing.issuing import issue_for
from rv2xl.returns import decisions as module
from rv2xl.returns.against import judged as held_against
from rv2xl.returns.batch import check_file, check_files, compare_returns
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import consolidate
from rv2xl.returns.decisions import Decision, acceptance_of, codes_to_decide
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.processes.executors import readers
from rv2xl.returns.processes.pool import WorkerPool
from rv2xl.returns.state import State, state_of
from tests.cells import Tab
from tests.faults.workbook import Spoilt
from tests.findings import Found, assert_found, fehler, hinweis, warnung
from tests.forms.standard import standard
from tests.unit.reports.folder import FORM, YEAR, register, tidy_csv
from tests.unit.returns.processes.test_executors import scheduler  # noqa: F401
from tests.unit.returns.results import outcome
from tests.unit.returns.test_batch import ORTE, REGISTER, SHEET_A, A, Changes, korrektur, stored, workbook

SUM: Changes = {(A, "alter.a18_30.lwv"): 77}
"""86 people by age, 9 by Herkunft."""
BETRIEBE: Changes = {(A, "ausgelagert.gruppen"): 0, (A, "ausgelagert.betriebe"): 4}
LAYOUT = lay_out(issue_for(FORM, REGISTER, YEAR, "0001"))
WRONG, SOUND, OTHER = workbook(changes=SUM), workbook(), workbook(changes=BETRIEBE)
ORT_TAB = Tab("dokumentation", "58 Erbach")
AGES = (
    ORT_TAB.area("alter.a18_30.lwv", "alter.a66.lwv"), ORT_TAB.area("personen.eigene_region.lwv", "personen.ausserhalb.lwv"),
)  # fmt: skip
KOMBI = ORT_TAB.cell("personen.kombi_bib.lwv")
ANDERE = ORT_TAB.area("personen.eigene_region.andere", "personen.ausserhalb.andere")
HESSEN = ORT_TAB.cell("personen.hessen.lwv")
JAHR = Tab("dokumentation", "Deckblatt").cell("deckblatt.jahr")
ALTER = "A2-ALTER-SUMME"
REASON = "telefonisch bestätigt, Vermerk vom 3. Mai"


def sha(data: bytes) -> str:
    return sha256(data).hexdigest()


def on(file: str, data: bytes, *codes: str, reason: str = REASON) -> Decision:
    """A decision on a file as it is."""
    return Decision(file, sha(data), frozenset(codes), reason)


def decided(files: Mapping[str, bytes], *decisions: Decision, year: int = YEAR) -> dict[str, Checked]:
    """Check files that lie in a folder with these decisions, by name."""
    entries = [check_file(partial(bytes, data), name, REGISTER, year) for name, data in files.items()]
    compare_returns(entries, decisions, partial(held_against, register=REGISTER, year=year))
    return {entry.file: entry for entry in entries}


def said(entry: Checked) -> str:
    """What is said of the decision on a file: exactly one thing."""
    (found,) = [found for found in entry.findings if found.code == "FREIGABE"]
    assert (found.severity, found.internal, found.file) == (Severity.HINWEIS, True, entry.file)
    return found.message


# --- What is accepted ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A return, the codes that the decision names, and what comes of it."""

    data: bytes
    codes: Sequence[str]
    found: Sequence[Found]
    said: str
    reason: str = REASON
    status: Status = Status.ZURUECKGEWIESEN
    year: int = YEAR
    expected: str | None = field(default=None, kw_only=True)


ANGENOMMEN = Status.ANGENOMMEN
FREIGABE = hinweis("FREIGABE")
NEGATIVE = workbook(changes={(A, "bewilligt.lwv"): Decimal(-5)})
IMPOSSIBLE = "Die Freigabe hat keine Wirkung: Trotz {} lässt sich ein Rücklauf nicht annehmen."


def at(name: str) -> str:
    """Where a field of the first Ort stands."""
    return LAYOUT.by_key[A].plan.fields[name].name


def spoilt(change: Callable[[Spoilt], None]) -> bytes:
    book = Spoilt(SOUND)
    change(book)
    return book.file()


def without(tab: str) -> bytes:
    return spoilt(lambda book: book.remove(tab))


def place(name: str) -> tuple[int, int]:
    row, column = LAYOUT.by_key[A].plan.positions[name]
    return row + 1, column + 1


def unjudged(count: int, *cells: str) -> list[Found]:
    return [hinweis("NICHT-GEPRUEFT", SHEET_A, *cells)] * count


B_IS_OTHER = warnung("A2-GRUPPEN-BETRIEBE", SHEET_A, *map(at, ("ausgelagert.gruppen", "ausgelagert.betriebe")))


CASES: dict[str, Case] = {
    "a rule of the form": Case(
        WRONG, [ALTER], [hinweis(ALTER, SHEET_A, *AGES), FREIGABE], f"Trotz {ALTER} angenommen: {REASON}", status=ANGENOMMEN),
    "more codes than there are now": Case(
        WRONG, [ALTER, "TYP", "A2-FEHLANZEIGE"], [hinweis(ALTER, SHEET_A, *AGES), FREIGABE], f"Trotz {ALTER} angenommen: {REASON}",
        status=ANGENOMMEN),
    "two rules, in the order of their names": Case(
        workbook(changes={**SUM, (A, "personen.kombi_bib.lwv"): 50}), ["A2-KOMBI-TEILMENGE", ALTER],
        [hinweis(ALTER, SHEET_A, *AGES), hinweis("A2-KOMBI-TEILMENGE", SHEET_A, KOMBI, AGES[1]), FREIGABE],
        f"Trotz {ALTER} und A2-KOMBI-TEILMENGE angenommen: {REASON}", status=ANGENOMMEN),
    "a WARNUNG stays one": Case(
        workbook(changes={**SUM, **BETRIEBE}), [ALTER], [hinweis(ALTER, SHEET_A, *AGES), B_IS_OTHER, FREIGABE],
        f"Trotz {ALTER} angenommen: {REASON}", status=ANGENOMMEN),
    "_meta is gone": Case(
        without("_meta"), ["BLATT-FEHLT"], [hinweis("BLATT-FEHLT", "_meta"), FREIGABE],
        f"Trotz BLATT-FEHLT angenommen: {REASON}", status=ANGENOMMEN),
    "another sheet is gone": Case(
        without("Ausfüllhilfe"), ["BLATT-FEHLT"], [fehler("BLATT-FEHLT", "Ausfüllhilfe"), FREIGABE],
        IMPOSSIBLE.format("BLATT-FEHLT")),
    "a formula overwritten": Case(
        spoilt(lambda book: book.enter(SHEET_A, place("erbracht.gesamt"), 5.0)), ["FORMEL-GEAENDERT"],
        [hinweis("FORMEL-GEAENDERT", SHEET_A, at("erbracht.gesamt")), FREIGABE],
        f"Trotz FORMEL-GEAENDERT angenommen: {REASON}", status=ANGENOMMEN),
    "a text in a number": Case(
        workbook(changes={(A, "bewilligt.lwv"): "viele"}), ["TYP"],
        [fehler("TYP", SHEET_A, "B26"), *unjudged(1, "B26"), FREIGABE], IMPOSSIBLE.format("TYP")),
    "nothing in a required cell": Case(
        workbook(changes={(A, "bewilligt.lwv"): None, **SUM}), ["PFLICHT", ALTER],
        [fehler("PFLICHT", SHEET_A, "B26"), fehler(ALTER, SHEET_A, *AGES), *unjudged(1, "B26"), FREIGABE], IMPOSSIBLE.format("PFLICHT")),
    "not in the list": Case(
        workbook(changes={(A, "konzeption.liegt_vor"): "vielleicht"}), ["LISTE"],
        [fehler("LISTE", SHEET_A, at("konzeption.liegt_vor")), *unjudged(1, at("konzeption.liegt_vor")), FREIGABE],
        IMPOSSIBLE.format("LISTE")),
    "a date that is none": Case(
        workbook(changes={(A, "konzeption.vom"): "31.02.2024"}), ["DATUM"],
        [fehler("DATUM", SHEET_A, at("konzeption.vom")), *unjudged(1, at("konzeption.vom")), FREIGABE], IMPOSSIBLE.format("DATUM")),
    "what was issued": Case(
        stored(WRONG, SHEET_A, "A26", "Anderes"), ["VORGABE-GEAENDERT", ALTER],
        [fehler("VORGABE-GEAENDERT", SHEET_A, "A26"), fehler(ALTER, SHEET_A, *AGES), FREIGABE], IMPOSSIBLE.format("VORGABE-GEAENDERT")),
    "of another year": Case(
        workbook(year=2024), ["FORM-JAHR"], [fehler("FORM-JAHR", "Deckblatt", JAHR), FREIGABE], IMPOSSIBLE.format("FORM-JAHR")),
    "no workbook": Case(b"PK\x03\x04", ["DATEI-UNLESBAR"], [fehler("DATEI-UNLESBAR"), FREIGABE], IMPOSSIBLE.format("DATEI-UNLESBAR"),
                        status=Status.UNLESBAR),
    "no reason": Case(
        WRONG, [ALTER], [fehler(ALTER, SHEET_A, *AGES), FREIGABE], "Die Freigabe hat keine Wirkung: Die Begründung fehlt.", " \n"),
    "a stroke is no reason": Case(
        WRONG, [ALTER], [fehler(ALTER, SHEET_A, *AGES), FREIGABE], "Die Freigabe hat keine Wirkung: Die Begründung fehlt.", "–"),
    "one sign is a reason": Case(
        WRONG, [ALTER], [hinweis(ALTER, SHEET_A, *AGES), FREIGABE], f"Trotz {ALTER} angenommen: x", "x", ANGENOMMEN),
    "no code named": Case(
        WRONG, [], [fehler(ALTER, SHEET_A, *AGES), FREIGABE],
        f"Die Freigabe gilt nicht mehr: Ein weiterer Befund ist hinzugekommen ({ALTER}).", expected=ALTER),
    "further findings": Case(
        workbook(changes={**SUM, (A, "personen.kombi_bib.lwv"): 50}), ["A2-AUSBILDUNG"],
        [fehler(ALTER, SHEET_A, *AGES), fehler("A2-KOMBI-TEILMENGE", SHEET_A, KOMBI, AGES[1]), FREIGABE],
        f"Die Freigabe gilt nicht mehr: Weitere Befunde sind hinzugekommen ({ALTER}, A2-KOMBI-TEILMENGE).",
        expected=f"{ALTER}, A2-KOMBI-TEILMENGE"),
    "nothing to accept": Case(
        SOUND, [ALTER], [FREIGABE], "Die Freigabe wird nicht gebraucht: Der Rücklauf hat keinen Fehler.", status=ANGENOMMEN),
    "a value outside its range": Case(
        NEGATIVE, ["BEREICH"],
        [hinweis("BEREICH", SHEET_A, "B26"), warnung("A2-ERBRACHT-BEWILLIGT", SHEET_A, ORT_TAB.cell("erbracht.lwv"), "B26"), FREIGABE],
        f"Trotz BEREICH angenommen: {REASON}", status=ANGENOMMEN),
    "a value that breaks a rule, not named": Case(
        workbook(changes={(A, "personen.hessen.lwv"): 100_000}), ["BEREICH"],
        [fehler("BEREICH", SHEET_A, HESSEN), *unjudged(4, HESSEN), FREIGABE],
        f"Die Freigabe hat keine Wirkung: Mit dem Wert außerhalb des Bereichs gerechnet kommt ein Befund hinzu ({ALTER}).", expected=ALTER),
    "a value that breaks a rule, named": Case(
        workbook(changes={(A, "personen.hessen.lwv"): 100_000}), ["BEREICH", ALTER],
        [hinweis("BEREICH", SHEET_A, HESSEN), hinweis(ALTER, SHEET_A, *AGES),
         warnung("A2-PLATZZAHL", SHEET_A, AGES[1], ANDERE, "C8"), FREIGABE],
        f"Trotz {ALTER} und BEREICH angenommen: {REASON}", status=ANGENOMMEN),
    "more digits than are kept": Case(
        stored(workbook(), SHEET_A, "B26", 10**15), ["BEREICH"],
        [fehler("BEREICH", SHEET_A, "B26"), *unjudged(1, "B26"), FREIGABE],
        "Die Freigabe hat keine Wirkung: Trotz BEREICH lässt sich der Rücklauf nicht annehmen, weil ein Text oder eine Zahl zu lang ist."),
    "a text that is kept whole": Case(
        workbook(changes={(A, "kontakt.funktion"): "x" * 500}), ["BEREICH"],
        [hinweis("BEREICH", SHEET_A, at("kontakt.funktion")), FREIGABE],
        f"Trotz BEREICH angenommen: {REASON}", status=ANGENOMMEN),
    "a longer text": Case(
        workbook(changes={(A, "kontakt.funktion"): "x" * 501}), ["BEREICH"],
        [fehler("BEREICH", SHEET_A, at("kontakt.funktion")), FREIGABE],
        "Die Freigabe hat keine Wirkung: Trotz BEREICH lässt sich der Rücklauf nicht annehmen, weil ein Text oder eine Zahl zu lang ist."),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_decision_comes_to(case: Case) -> None:
    decision = on("a.xlsx", case.data, *case.codes, reason=case.reason)
    (entry,) = decided({"a.xlsx": case.data}, decision, year=case.year).values()
    assert_found(entry.findings, case.found)
    assert said(entry) == case.said
    assert entry.status is case.status
    (freigabe,) = [found for found in entry.findings if found.code == "FREIGABE"]
    assert freigabe.expected == case.expected
    accepted = [found for found in entry.findings if found.internal and found is not freigabe]
    assert {found.remedy for found in accepted} <= {f"Nichts zu tun; trotzdem angenommen, weil: {case.reason}"}
    assert bool(accepted) == (acceptance_of(entry) is not None) == case.said.startswith("Trotz")


def test_a_value_that_makes_another_one_missing() -> None:
    """-2 pieces are BGA, of which the origin of their Pauschalen has to be named."""
    book = standard("neubau")
    data = book.file({"berechnung": {"bga.1.menge": Decimal(-2), "bga.1.pauschale": Decimal(100), "bga.quelle": None, "bga.stand": None}
                      | {f"bga.{row}.{name}": None for row in range(2, 7) for name in ("bezeichnung", "menge", "pauschale")}})  # fmt: skip
    entry = check_file(lambda: data, "a.xlsx")
    compare_returns([entry], [on("a.xlsx", data, "BEREICH")])
    assert said(entry) == (
        "Die Freigabe hat keine Wirkung: Mit dem Wert außerhalb des Bereichs gerechnet kommt PFLICHT hinzu, und damit lässt sich kein "
        "Rücklauf annehmen."
    )
    assert_found(entry.findings, [fehler("BEREICH", "Berechnung", book.cell("Berechnung", "bga.1.menge")), FREIGABE])


def test_what_register_and_year_add_stays_when_values_are_taken() -> None:
    today = register([line | {"platzzahl": 7} if line["zad"] == "11000001" else line for line in ORTE])
    entry = check_file(lambda: NEGATIVE, "a.xlsx", today, YEAR)
    before = [found for found in entry.findings if found.code == "STAMMDATEN-GEAENDERT"]
    compare_returns([entry], [on("a.xlsx", NEGATIVE, "BEREICH")], partial(held_against, register=today, year=YEAR))
    assert entry.status is Status.ANGENOMMEN
    assert [found for found in entry.findings if found.code == "STAMMDATEN-GEAENDERT"] == before
    assert len(before) == 2, "of both Leistungen"


def test_a_rule_with_the_code_of_every_form_is_none_of_the_forms_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a rule says that an entry is none of the list, say: then there is no value to take either."""
    monkeypatch.setitem(module.CODES, ALTER, module.CODES["LISTE"])
    (entry,) = decided({"a.xlsx": WRONG}, on("a.xlsx", WRONG, ALTER)).values()
    assert said(entry) == IMPOSSIBLE.format(ALTER)


def test_a_register_is_nobodys_return() -> None:
    data = standard("stammdaten").file({"orte": {"orte.1.kreis": "06999"}})
    entry = check_file(lambda: data, "a.xlsx")
    compare_returns([entry], [on("a.xlsx", data, "ST-KREIS")])
    assert said(entry) == IMPOSSIBLE.format("ST-KREIS")


def test_values_with_which_nothing_can_be_computed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "with_values_taken", lambda read: 1 / 0)
    log_to(tmp_path / "log")
    try:
        (entry,) = decided({"a.xlsx": NEGATIVE}, on("a.xlsx", NEGATIVE, "BEREICH")).values()
    finally:
        log_to(None)
    assert said(entry).endswith("weil sich mit dem Wert nicht rechnen lässt.")
    assert entry.status is Status.ZURUECKGEWIESEN
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()


# --- What a decision is about -------------------------------------------------------------------------------------


def test_one_changed_byte() -> None:
    """A comment at the end of the zip changes nothing that is read."""
    changed = BytesIO(WRONG)
    with ZipFile(changed, "a") as package:
        package.comment = b"x"
    data = changed.getvalue()
    (entry,) = decided({"a.xlsx": data}, on("a.xlsx", WRONG, ALTER)).values()
    assert said(entry) == "Die Freigabe gilt nicht mehr: Die Datei ist nicht die, über die entschieden wurde."
    assert_found(entry.findings, [fehler(ALTER, SHEET_A, *AGES), FREIGABE])


@pytest.mark.parametrize(
    ("listed", "file", "is_meant"),
    [
        ("a.xlsx", "Ruecklauf/a.xlsx", True),
        ("neu/a.xlsx", "Ruecklauf/neu/a.xlsx", True),
        ("neu\\A.XLSX", "Ruecklauf/neu/a.xlsx", True),
        ("alt/a.xlsx", "Ruecklauf/a.xlsx", True),
        ("Rückla\u0308uf.xlsx", "R/Rückläuf.xlsx", True),
        ("b.xlsx", "Ruecklauf/a.xlsx", False),
        ("xa.xlsx", "Ruecklauf/a.xlsx", False),
        ("a.xlsx", "a.xlsx/b.xlsx", False),
    ],
)
def test_a_decision_about_a_content_that_is_gone_is_told_by_its_name(listed: str, file: str, is_meant: bool) -> None:
    (entry,) = decided({file: WRONG}, Decision(listed, sha(SOUND), frozenset([ALTER]), REASON)).values()
    assert [found.code for found in entry.findings] == [ALTER] + ["FREIGABE"] * is_meant
    assert entry.status is Status.ZURUECKGEWIESEN


def test_the_content_counts_whatever_it_is_called() -> None:
    entries = decided({"umbenannt.xlsx": WRONG, "b/a.xlsx": OTHER_LE}, on("a.xlsx", WRONG, ALTER))
    assert said(entries["umbenannt.xlsx"]) == f"Trotz {ALTER} angenommen: {REASON}"
    assert [found.code for found in entries["b/a.xlsx"].findings] == [ALTER], "it is not the one that was decided about"


def test_of_several_decisions_about_a_content_the_one_of_its_name() -> None:
    (entry,) = decided(
        {"R/b/a.xlsx": WRONG}, on("x.xlsx", WRONG, ALTER, reason="1"), on("b/a.xlsx", WRONG, ALTER, reason="2"),
        on("a.xlsx", WRONG, ALTER, reason="3"),
    ).values()  # fmt: skip
    assert said(entry) == f"Trotz {ALTER} angenommen: 2"


def test_a_file_that_is_not_opened_is_not_the_one_that_was_decided_about(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads:
        (entry,) = check_files(
            [tmp_path / "a.xlsx"], executor=threads, decisions=[Decision("a.xlsx", "", frozenset(), REASON)]
        )
    assert said(entry) == "Die Freigabe gilt nicht mehr: Die Datei ist nicht die, über die entschieden wurde."
    assert entry.status is Status.UNLESBAR


def test_a_long_reason_is_shortened_and_acts_on_nothing() -> None:
    (entry,) = decided({"a.xlsx": WRONG}, on("a.xlsx", WRONG, ALTER, reason="a\nb\x1b[31m" + "x" * 10_000)).values()
    assert said(entry).startswith(f"Trotz {ALTER} angenommen: a b\ufffd[31mxxx")
    assert all(len(found.message) <= 600 and len(found.remedy) <= 600 for found in entry.findings)


# --- Which of several returns counts ------------------------------------------------------------------------------

DOUBLE, TWO = fehler("FORM-DOPPELT"), hinweis("FORM-DOPPELT")
BOTH = (ALTER, "FORM-DOPPELT")
TWICE = {"a.xlsx": WRONG, "b.xlsx": OTHER}
OTHER_LE = workbook("0002", {(A, "alter.a18_30.lwv"): 78})


def states(entries: Mapping[str, Checked]) -> dict[str, tuple[State, bool]]:
    return {name: (state_of(entry, FORM), entry.counted) for name, entry in entries.items()}


def messages(entries: Mapping[str, Checked], code: str = "FORM-DOPPELT") -> dict[str, str]:
    return {name: found.message for name, entry in entries.items() for found in entry.findings if found.code == code}


def test_the_one_that_is_decided_for_counts() -> None:
    entries = decided(TWICE, on("a.xlsx", WRONG, *BOTH))
    assert states(entries) == {"a.xlsx": (State.ANGENOMMEN, True), "b.xlsx": (State.ERSETZT, False)}
    assert messages(entries) == {
        "a.xlsx": "Von mehreren Rückläufen mit verschiedenen Angaben gilt durch Freigabe dieser, nicht „b.xlsx“.",
        "b.xlsx": "Durch Freigabe gilt „a.xlsx“; dieser Rücklauf wird nicht gezählt.",
    }
    assert_found(entries["a.xlsx"].findings, [hinweis(ALTER, SHEET_A, *AGES), TWO, FREIGABE])
    assert_found(entries["b.xlsx"].findings, [B_IS_OTHER, TWO])
    assert said(entries["a.xlsx"]) == f"Trotz {ALTER} und FORM-DOPPELT angenommen: {REASON}"
    made = consolidate(FORM, YEAR, REGISTER, list(entries.values()))
    assert [entry.file for entry in made.counted] == ["a.xlsx"]


@pytest.mark.parametrize("order", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
def test_the_other_one(order: Sequence[str]) -> None:
    entries = decided({name: TWICE[name] for name in order}, on("b.xlsx", OTHER, "FORM-DOPPELT"))
    assert states(entries) == {"b.xlsx": (State.ANGENOMMEN, True), "a.xlsx": (State.ERSETZT, False)}
    assert_found(entries["b.xlsx"].findings, [B_IS_OTHER, TWO, FREIGABE])
    assert_found(entries["a.xlsx"].findings, [fehler(ALTER, SHEET_A, *AGES), TWO])


NEITHER: dict[str, tuple[list[Decision], dict[str, str]]] = {
    "both": (
        [on("a.xlsx", WRONG, *BOTH), on("b.xlsx", OTHER, "FORM-DOPPELT")],
        {"a.xlsx": "Die Freigabe hat keine Wirkung: Freigegeben ist auch „b.xlsx“, mit anderen Angaben.",
         "b.xlsx": "Die Freigabe hat keine Wirkung: Freigegeben ist auch „a.xlsx“, mit anderen Angaben."}),
    "its other FEHLER is not named": (
        [on("a.xlsx", WRONG, "FORM-DOPPELT")],
        {"a.xlsx": f"Die Freigabe gilt nicht mehr: Ein weiterer Befund ist hinzugekommen ({ALTER})."}),
    "decided before there were two": (
        [on("a.xlsx", WRONG, ALTER)],
        {"a.xlsx": "Die Freigabe gilt nicht mehr: Ein weiterer Befund ist hinzugekommen (FORM-DOPPELT)."}),
    "no reason": ([on("a.xlsx", WRONG, *BOTH, reason="")], {"a.xlsx": "Die Freigabe hat keine Wirkung: Die Begründung fehlt."}),
}  # fmt: skip


@pytest.mark.parametrize(("decisions", "sentences"), NEITHER.values(), ids=NEITHER)
def test_neither_counts(decisions: list[Decision], sentences: dict[str, str]) -> None:
    entries = decided(TWICE, *decisions)
    assert states(entries) == {"a.xlsx": (State.DOPPELT, False), "b.xlsx": (State.DOPPELT, False)}
    assert messages(entries, "FREIGABE") == sentences
    assert_found(
        [found for found in entries["a.xlsx"].findings if found.code != "FREIGABE"],
        [fehler(ALTER, SHEET_A, *AGES), DOUBLE],
    )
    assert_found([found for found in entries["b.xlsx"].findings if found.code != "FREIGABE"], [B_IS_OTHER, DOUBLE])


def test_a_decision_without_effect_leaves_the_other_one_its_own() -> None:
    entries = decided(TWICE, on("a.xlsx", WRONG, *BOTH, reason=""), on("b.xlsx", OTHER, "FORM-DOPPELT"))
    assert states(entries) == {"a.xlsx": (State.ERSETZT, False), "b.xlsx": (State.ANGENOMMEN, True)}


def test_a_copy_of_the_one_that_counts_is_no_further_decision() -> None:
    entries = decided({**TWICE, "c.xlsx": WRONG}, on("a.xlsx", WRONG, *BOTH), on("c.xlsx", WRONG, *BOTH))
    assert states(entries) == {
        "a.xlsx": (State.ANGENOMMEN, True), "b.xlsx": (State.ERSETZT, False), "c.xlsx": (State.ERSETZT, False),
    }  # fmt: skip
    assert messages(entries)["a.xlsx"].endswith("gilt durch Freigabe dieser, nicht „b.xlsx“ und „c.xlsx“.")


def test_of_equal_returns_the_accepted_one_counts() -> None:
    """The same entries, in other bytes: the second one is accepted, so it is the one that is counted once."""
    again = BytesIO(WRONG)
    with ZipFile(again, "a") as package:
        package.comment = b"x"
    entries = decided({"a.xlsx": WRONG, "b.xlsx": again.getvalue()}, on("b.xlsx", again.getvalue(), ALTER))
    assert states(entries) == {"a.xlsx": (State.DOPPELT, False), "b.xlsx": (State.ANGENOMMEN, True)}
    assert_found(entries["a.xlsx"].findings, [fehler(ALTER, SHEET_A, *AGES), TWO])


def test_identical_files_are_one_return() -> None:
    """Whichever of them the list names; values are taken of both, and they are still equal."""
    for name in ("a.xlsx", "b.xlsx"):
        entries = decided({"a.xlsx": NEGATIVE, "b.xlsx": NEGATIVE}, on(name, NEGATIVE, "BEREICH"))
        assert states(entries) == {"a.xlsx": (State.ANGENOMMEN, True), "b.xlsx": (State.DOPPELT, False)}


def test_a_higher_korrektur_nr_stands_in_the_place_of_an_accepted_return() -> None:
    entries = decided({"a.xlsx": WRONG, "b.xlsx": korrektur(1)}, on("a.xlsx", WRONG, ALTER))
    assert states(entries) == {"a.xlsx": (State.ERSETZT, False), "b.xlsx": (State.ANGENOMMEN, True)}


# --- What others need to know -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "decisions", "codes"),
    [
        ({"a.xlsx": SOUND}, [], []),
        ({"a.xlsx": WRONG}, [], [ALTER]),
        ({"a.xlsx": WRONG}, [on("a.xlsx", WRONG, ALTER)], [ALTER]),
        ({"a.xlsx": WRONG}, [on("a.xlsx", WRONG)], [ALTER]),
        (TWICE, [on("a.xlsx", WRONG, *BOTH)], BOTH),
        (TWICE, [on("b.xlsx", OTHER, "FORM-DOPPELT")], BOTH),
        ({"a.xlsx": CASES["a value that breaks a rule, not named"].data},
         [on("a.xlsx", CASES["a value that breaks a rule, not named"].data, "BEREICH")], ["BEREICH", ALTER]),
    ],
)  # fmt: skip
def test_the_codes_that_a_decision_has_to_name(
    files: Mapping[str, bytes], decisions: list[Decision], codes: list[str]
) -> None:
    """Whoever decides once more names these, and the decision takes effect."""
    entry = decided(files, *decisions)["a.xlsx"]
    assert codes_to_decide(entry) == set(codes)
    if codes:
        again = decided(files, on("a.xlsx", files["a.xlsx"], *codes))["a.xlsx"]
        assert (again.status, again.counted) == (Status.ANGENOMMEN, True)


def test_what_a_sender_may_know() -> None:
    entry = decided(TWICE, on("a.xlsx", WRONG, *BOTH))["a.xlsx"]
    assert entry.findings_to_send == []
    entry = decided({"a.xlsx": WRONG}, on("a.xlsx", WRONG, ALTER, reason=""))["a.xlsx"]
    assert_found(entry.findings_to_send, [fehler(ALTER, SHEET_A, *AGES)])


# --- Wherever it is read ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("Ruecklauf")
    files = {**TWICE, "negative.xlsx": workbook("0002", {(A, "bewilligt.lwv"): Decimal(-5)})}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def test_every_executor_and_the_cache(folder: list[Path], tmp_path: Path, scheduler: str) -> None:  # noqa: F811
    negative = folder[-1].read_bytes()
    decisions = [on("a.xlsx", WRONG, *BOTH), on("negative.xlsx", negative, "BEREICH")]
    with WorkerPool(2) as pool:
        expected = outcome(folder, executor=pool, decisions=decisions)
        without_them = outcome(folder, executor=pool)
        kept = Cache(tmp_path / "cache")
        for _ in range(2):
            assert outcome(folder, executor=pool, cache=kept, decisions=decisions) == expected
        assert outcome(folder, executor=pool, cache=kept) == without_them, "nothing of a decision is kept"
        (entry,) = check_files(folder[-1:], REGISTER, YEAR, executor=pool, decisions=decisions)
    with readers(len(folder), "dask", None, scheduler, None) as lent:
        assert outcome(folder, **lent, decisions=decisions) == expected
    assert b"-5.00" in expected
    assert b"-5.00" not in without_them
    made = consolidate(FORM, YEAR, REGISTER, [entry])
    (line,) = [line for line in tidy_csv(made).decode("utf-8-sig").splitlines() if ";bewilligt.lwv;" in line]
    assert ";-5,00;" in line
    assert line.endswith(";angenommen")
