"""The commands of the contract: exit status, what they say, what they write and what they leave alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import openpyxl
import pytest
from click import Argument, Command, Option

from rv2xl.cli import app
from rv2xl.demo.data import ort_keys
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import NAMES, newest, versions
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.reports.dictionary import markdown
from rv2xl.returns.consolidate import COLUMNS
from tests.cells import Tab
from tests.client.commandline import Answer, done, rv2xl

YEAR, PROVIDERS = 2025, 10
TODAY = "2026-04-14"
"""The Stand of the demo's reports: a fortnight after the Frist."""
ORT_TAB, DECKBLATT = Tab("dokumentation", "58 Erbach"), Tab("dokumentation", "Deckblatt")
AGES = [
    ORT_TAB.area("alter.a18_30.lwv", "alter.a66.lwv"),
    ORT_TAB.area("personen.eigene_region.lwv", "personen.ausserhalb.lwv"),
]
ROOT = Path(__file__).parents[2]


class World(NamedTuple):
    """A folder as `rv2xl demo` leaves it, what it said, and the name of a return that is as it should be."""

    folder: Path
    said: str
    right: str

    @property
    def register(self) -> Path:
        return self.folder / "Stammdaten.xlsx"

    @property
    def returned(self) -> Path:
        return self.folder / "Ruecklauf"

    @property
    def issued(self) -> list[Path]:
        return sorted((self.folder / "Versand").iterdir())


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("Amt") / "demo"
    said = done("demo", "--out", folder, "--providers", PROVIDERS)
    returned = [path.name for path in (folder / "Ruecklauf").glob(f"dokumentation_{YEAR}_????.xlsx")]
    return World(
        folder, said, min(name for name in returned if name not in said and name.replace(".", "_Kopie.") not in said)
    )


@pytest.fixture(scope="module")
def broken_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which an Ort belongs to nobody."""
    form = newest("stammdaten").with_rows({"traeger": 2, "orte": 2})
    values: dict[str, Any] = {
        "traeger": {"traeger.1.nummer": "0001", "traeger.1.name": "Träger"},
        "orte": {
            "orte.1.traeger": "0009", "orte.1.zad": "1", "orte.1.name": "Werk", "orte.1.ort": "Erbach", "orte.1.kreis": "06437",
            "orte.1.leistung": "58",
        },
    }  # fmt: skip
    path = tmp_path_factory.mktemp("Stammdaten") / "Stammdaten.xlsx"
    path.write_bytes(workbook_bytes(lay_out(issue_blank(form, YEAR)), values))
    return path


def content(folder: Path) -> dict[str, str]:
    """Every file below a folder by a checksum, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(autouse=True)
def _inputs_are_left_alone(world: World) -> Iterator[None]:
    """No test of this module, whatever it runs, changes what the demo left."""
    before = content(world.folder)
    yield
    assert content(world.folder) == before


def consolidating(
    world: World, out: Path, *more: str | Path, returned: Path | None = None
) -> tuple[str | Path | int, ...]:
    """The arguments that consolidate the folder of returns, or another one."""
    folder = returned or world.returned
    return ("consolidate", folder, "--register", world.register, "--year", YEAR, "--out", out, "--today", TODAY, *more)


def consolidated(world: World, out: Path, *more: str | Path) -> str:
    return done(*consolidating(world, out, *more))


# --- German, and nothing else -------------------------------------------------------------------------------------

ENGLISH = re.compile(
    r"\b(the|and|or|of|with|without|from|file|files|folder|directory|path|usage|options|arguments?|commands?|required|default|missing"
    r"|invalid|error|errors|value|values|found|failed|cannot|permission|denied|such|show|this|message|exit|year|provider|providers|rows"
    r"|register|data|sheet|cell|number|unknown|already|exists|input|output|traceback|none|true|false)\b",
    re.IGNORECASE,
)
TYPED = re.compile(
    r"--?[a-z]+|\b(text\|json\|markdown|text\|json|rv2xl \w+|rv2xl)\b|„[^“]*“|\S*/\S*|\S+\.(xlsx|csv|md|pdf)\b"
)
"""What is typed, and what is cited: that may be English."""


def english(text: str) -> list[str]:
    return [match[0] for match in ENGLISH.finditer(TYPED.sub(" ", text))]


def test_the_search_for_english_finds_some() -> None:
    assert english("Usage: rv2xl check [OPTIONS]; permission denied, --year „value“") == [
        "Usage",
        "OPTIONS",
        "permission",
        "denied",
    ]


COMMANDS = (
    "demo",
    "forms",
    "describe",
    "generate",
    "check",
    "compare",
    "distances",
    "consolidate",
    "import-costs",
    "respond",
    "remind",
    "report",
    "calendar",
)
LATER: set[str] = set()
"""Options of the contract that come with later work."""


def command(name: str) -> Command:
    return app.commands[name]


def test_the_commands_are_the_contracts() -> None:
    assert set(COMMANDS) <= set(app.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_a_german_help_text(name: str) -> None:
    said = done(name, "--help")
    assert said.startswith(f"Aufruf: rv2xl {name} ")
    summary = " ".join((command(name).help or "").split())
    assert summary in " ".join(said.split())
    assert re.fullmatch(r"[A-ZÄÖÜ].*\w.*\.", summary)
    for param in command(name).params:
        assert param.help, f"{name} {param.name}"
        assert re.fullmatch(r"[A-ZÄÖÜ].*\.", param.help), param.help
        assert param.help in " ".join(said.split())
        assert isinstance(param, Argument) or param.opts[-1] in said
    assert english(said.replace("BEFEHL", "").replace("[Standard: text]", "").replace("demo", "")) == []
    assert not re.search(r"\.{3}", said), "one ellipsis is enough"


JARGON = re.compile(
    r"Startwert|Schnittstelle|Scheduler|Server|Prozess|\bKerne\b|\bUhr\b|Zwischenspeicher|Parameter|Traceback|Iteration",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_is_for_people_who_do_not_program(name: str) -> None:
    said = re.sub(r"processes|--scheduler", "", done(*filter(None, [name]), "--help"))
    assert JARGON.findall(said) == []
    assert done(*filter(None, [name]), "-h") == done(*filter(None, [name]), "--help")


def test_the_help_of_all_names_each_command() -> None:
    said = done("--help")
    for name in COMMANDS:
        summary = " ".join((command(name).help or "").split())
        assert re.search(rf"^  {name} +{re.escape(summary[:20])}", said, re.MULTILINE)
    assert english(re.sub(rf"\b({'|'.join(COMMANDS)})\b", "", said)) == []


OPTIONS = {
    "demo": "out providers seed year",
    "forms": "",
    "describe": "format",
    "generate": "register year out provider rows from previous encrypt letters templates today",
    "check": "register year previous today all values personal out annotate format decisions workers executor scheduler cache",
    "compare": "personal format",
    "distances": "table osrm places yes out today",
    "import-costs": "map year out format",
    "consolidate": "register year out form html data external personal region today previous decisions workers executor scheduler cache",
    "respond": "register year out templates form today decisions workers executor scheduler cache",
    "remind": "register year out templates form today decisions workers executor scheduler cache",
    "report": "register year out html internal today previous decisions workers executor scheduler cache",
    "calendar": "year region out today",
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_are_the_contracts(name: str) -> None:
    options = {param.opts[-1] for param in command(name).params if isinstance(param, Option)}
    assert options - {f"--{option}" for option in LATER} == {
        f"--{option}" for option in ("log", *OPTIONS[name].split())
    }


def test_nothing_that_is_printed_is_english(world: World) -> None:
    said = [
        world.said, done("forms"), done("describe", "dokumentation"), done("describe", world.issued[0], "--format", "markdown"),
        rv2xl("check", world.returned, "--register", world.register, "--year", YEAR).out, rv2xl("check", world.register).out,
    ]  # fmt: skip
    for text in said:
        assert english(text) == []


def test_a_pipe_sees_no_progress_bar_and_no_colours(world: World) -> None:
    answer = rv2xl("check", world.returned)
    assert answer.err == ""
    assert "\x1b" not in answer.out
    assert "\r" not in answer.out


# --- Done: exit status 0, and 1 where `check` found a FEHLER -----------------------------------------------------------


def test_check_ends_with_0_without_a_fehler_and_with_1_otherwise(world: World, tmp_path: Path) -> None:
    right = world.returned / world.right
    statuses = {
        path.name: rv2xl("check", path, "--register", world.register, "--year", YEAR).status
        for path in world.returned.iterdir()
    }
    shown = json.loads(
        rv2xl("check", world.returned, "--register", world.register, "--year", YEAR, "--format", "json").out
    )
    assert statuses == {
        Path(file["file"]).name: int(any(found["severity"] == "FEHLER" for found in file["findings"]))
        for file in shown["files"]
    }
    assert set(statuses.values()) == {0, 1}
    assert rv2xl("check", world.issued[0]).status == 1, "nothing filled in yet"
    assert rv2xl("check", world.register, "--year", YEAR).status == 0
    text = rv2xl("check", right, "--year", YEAR - 1)
    assert (text.status, text.err) == (1, "")
    jahr = DECKBLATT.cell("deckblatt.jahr")
    assert f"Deckblatt, {jahr} – Der Vordruck gilt für {YEAR}, angefordert ist {YEAR - 1}." in text.out
    assert "1 Datei: 0 angenommen, 1 zurückgewiesen." in text.out


def test_consolidate_is_done_whatever_it_had_to_reject(world: World, tmp_path: Path) -> None:
    (tmp_path / "R").mkdir()
    (tmp_path / "R" / "leer.xlsx").write_bytes(b"")
    said = done(*consolidating(world, tmp_path / "Bericht.xlsx", returned=tmp_path / "R"))
    assert (
        "1 Datei: 0 angenommen, 1 unlesbar.\nKein einziger Rücklauf ist angenommen; zu berichten ist noch nichts.\n"
        in said
    )


# --- Cannot be done: exit status 2 and one German sentence ---------------------------------------------------------------


def refused(*arguments: str | int | Path) -> str:
    """Run a command that cannot be carried out; return its one sentence."""
    answer: Answer = rv2xl(*arguments)
    assert answer.status == 2, answer
    assert answer.out == ""
    assert re.fullmatch(r"[^\n]+\.\n", answer.err), answer.err
    assert "Unerwarteter Fehler" not in answer.err
    assert english(answer.err) == []
    return answer.err.rstrip("\n")


def test_what_is_typed_wrong(world: World) -> None:
    assert refused() == "Es fehlt ein Befehl; „rv2xl --help“ nennt alle Befehle."
    assert refused("chek") == "Den Befehl „chek“ gibt es nicht; gemeint ist vielleicht „check“."
    assert refused("check") == "Die Angabe PFAD fehlt."
    assert (
        refused("check", world.register, "--jahr", 2025)
        == "Die Option --jahr gibt es nicht; gemeint ist vielleicht --year."
    )
    assert (
        refused("check", world.register, "--format", "xml")
        == "Für --format ist „xml“ nicht möglich, nur text oder json."
    )
    assert refused("generate", "dokumentation", "--out", "x") == "Die Option --year fehlt."
    assert refused("demo", "--providers", 0) == "Für --providers ist „0“ zu klein; möglich ist es ab 1."
    assert refused("distances", world.register, "--today", "31.03.2026") == (
        "Für --today ist „31.03.2026“ kein gültiges Datum der Form JJJJ-MM-TT."
    )


@pytest.mark.parametrize("name", [name for name in COMMANDS if "today" not in OPTIONS[name].split()])
def test_no_command_asks_for_a_day_that_it_does_not_read(name: str) -> None:
    assert refused(name, "--today", "2026-03-31").startswith("Die Option --today gibt es nicht")


@pytest.mark.parametrize("year", ["abc", "0", "-1", "99999", "20,5"])
@pytest.mark.parametrize("name", ["demo", "generate", "check", "consolidate"])
def test_a_year_that_is_none(world: World, tmp_path: Path, name: str, year: str) -> None:
    arguments: dict[str, tuple[str | Path, ...]] = {
        "demo": ("--out", tmp_path / "d"),
        "generate": ("dokumentation", "--out", tmp_path / "g", "--register", world.register),
        "check": (world.register,),
        "consolidate": (world.returned, "--register", world.register, "--out", tmp_path / "x.xlsx"),
    }
    ending = {"abc": "keine ganze Zahl", "20,5": "keine ganze Zahl", "99999": "zu groß; möglich ist es bis 2099"}
    wrong = ending.get(year, "zu klein; möglich ist es ab 2000")
    assert refused(name, *arguments[name], f"--year={year}") == f"Für --year ist „{year}“ {wrong}."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("year", [2022, 2000])
def test_a_year_before_the_rahmenvertrag(world: World, tmp_path: Path, year: int) -> None:
    sentence = f"„Jährliche Dokumentation der Leistungserbringung“ gibt es für die Jahre ab 2023, nicht für {year}."
    assert refused("generate", "dokumentation", "--year", year, "--out", tmp_path / "g") == sentence
    out = tmp_path / "x.xlsx"
    assert (
        refused("consolidate", world.returned, "--register", world.register, "--year", year, "--out", out) == sentence
    )
    assert refused("demo", "--year", year, "--out", tmp_path / "d") == (
        f"„Stammdaten der Leistungserbringer und Orte“ gibt es für die Jahre ab 2023, nicht für {year}."
    )
    assert list(tmp_path.iterdir()) == []


def test_folders_that_are_missing_or_empty(world: World, tmp_path: Path) -> None:
    empty, missing = tmp_path / "leer", tmp_path / "fehlt"
    empty.mkdir()
    (empty / "~$offen.xlsx").write_bytes(b"x")
    register = ("--register", world.register, "--year", YEAR)
    for name, more in (("check", ()), ("consolidate", ("--out", tmp_path / "x.xlsx"))):
        assert refused(name, missing, *register, *more) == f"Den Ordner oder die Datei „{missing}“ gibt es nicht."
        assert refused(name, empty, *register, *more) == f"In „{empty}“ liegt keine Datei."
    out = missing / "x.xlsx"
    assert refused("consolidate", world.returned, *register, "--out", out) == f"Den Ordner „{missing}“ gibt es nicht."
    data = missing / "x.csv"
    assert refused("consolidate", world.returned, *register, "--out", tmp_path / "x.xlsx", "--data", data) == (
        f"Den Ordner „{missing}“ gibt es nicht."
    )
    assert refused("demo", "--out", world.register) == f"„{world.register}“ ist eine Datei, kein Ordner."
    assert (
        refused("generate", "dokumentation", "--year", YEAR, "--out", world.register)
        == f"„{world.register}“ ist kein Ordner."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["leer"]


@pytest.mark.parametrize("name", ["generate", "check", "consolidate"])
def test_registers_that_are_none(world: World, broken_register: Path, tmp_path: Path, name: str) -> None:
    def sentence(register: Path) -> str:
        before: dict[str, tuple[str | Path, ...]] = {
            "generate": ("dokumentation", "--out", tmp_path / "g"),
            "check": (world.returned,),
            "consolidate": (world.returned, "--out", tmp_path / "x.xlsx"),
        }
        return refused(name, *before[name], "--year", YEAR, "--register", register)

    missing, issued, other = tmp_path / "fehlt.xlsx", world.issued[0], world.returned / "Speiseplan.xlsx"
    scan, filled = world.returned / "Dokumentation_Scan.pdf", world.returned / world.right
    assert sentence(missing) == f"Die Stammdaten „{missing}“ gibt es nicht."
    assert sentence(world.folder) == f"„{world.folder}“ ist ein Ordner, keine Datei."
    for path in (issued, filled):
        assert sentence(path) == f"Die Datei „{path}“ ist kein ausgefüllter Vordruck „Stammdaten“."
    assert "Die Datei ist kein Vordruck dieses Verfahrens" in sentence(other)
    assert "Die Datei ist ein PDF-Dokument, keine Excel-Arbeitsmappe (.xlsx)" in sentence(scan)
    number = Tab("stammdaten", "Orte").cell("orte.1.traeger")
    assert sentence(broken_register).startswith(
        f"Die Stammdaten „{broken_register}“ enthalten einen Fehler (Blatt „Orte“, {number}): "
    )
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_issued(world: World, tmp_path: Path) -> None:
    common = ("--year", YEAR, "--out", tmp_path / "g")
    known = ", ".join(f"„{name}“" for name in NAMES[:-1]) + f" und „{NAMES[-1]}“"
    assert refused("generate", "formular", *common) == f"Ein Formular „formular“ gibt es nicht; bekannt sind {known}."
    assert (
        refused("generate", "dokumentation", *common, "--provider", "0001")
        == "Zu --provider gehört --register mit den Stammdaten."
    )
    nobody = refused(
        "generate", "dokumentation", *common, "--register", world.register, "--provider", "0001", "--provider", "0815"
    )
    assert nobody == "Den Leistungserbringer „0815“ gibt es in den Stammdaten nicht."
    assert "keine Listen" in refused("generate", "dokumentation", *common, "--rows", 7)
    assert "zwischen 1 und" in refused("generate", "stammdaten", *common, "--rows", 0)
    blank = tmp_path / "leer.xlsx"
    blank.write_bytes(
        workbook_bytes(lay_out(issue_blank(newest("stammdaten").with_rows({"traeger": 1, "orte": 1}), YEAR)))
    )
    assert refused("generate", "dokumentation", *common, "--register", blank) == (
        f"In den Stammdaten hat {YEAR} kein Leistungserbringer einen Ort; es gibt nichts auszugeben."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["leer.xlsx"]


def test_what_cannot_be_described(world: World) -> None:
    assert (
        refused("describe", "formular")
        == "„formular“ ist weder ein Formular noch eine Datei; „rv2xl forms“ nennt die Formulare."
    )
    assert "ist weder ein Formular noch eine Datei" in refused("describe", world.folder)
    scan = world.returned / "Dokumentation_Scan.pdf"
    assert (
        refused("describe", scan)
        == f"„{scan}“ ist keine ausgegebene Arbeitsmappe: Die Datei ist ein PDF-Dokument, keine Excel-Arbeitsmappe (.xlsx)."
    )
    assert "ist keine ausgegebene Arbeitsmappe" in refused("describe", world.returned / "Speiseplan.xlsx")


@pytest.mark.parametrize("name", ["Bericht.xls", "Bericht", "Bericht.csv", "Bericht.xlsm"])
def test_a_report_is_an_xlsx(world: World, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    assert refused(*consolidating(world, out)) == (f"Der Name „{out}“ muss auf „.xlsx“ enden.")


def test_the_data_are_a_csv(world: World, tmp_path: Path) -> None:
    data = tmp_path / "Werte.txt"
    said = refused(*consolidating(world, tmp_path / "x.xlsx", "--data", data))
    assert re.fullmatch(r"Der Name „.*Werte\.txt“ muss auf „\.csv“.* enden\.", said)
    assert list(tmp_path.iterdir()) == []


def test_no_input_is_overwritten(world: World, tmp_path: Path) -> None:
    returned = tmp_path / "Rücklauf"
    returned.mkdir()
    filled = returned / "a.xlsx"
    filled.write_bytes((world.returned / world.right).read_bytes())
    for note in ("Notiz.csv", "Liste.md"):
        (returned / note).write_bytes(b"meins")
    common = ("consolidate", returned, "--register", world.register, "--year", YEAR)
    before = content(tmp_path)
    for path in (filled, returned / ".." / "Rücklauf" / "a.xlsx", world.register):
        assert refused(*common, "--out", path) == (
            f"„{path}“ ist eine der Eingaben und wird nicht überschrieben; bitte einen anderen Namen wählen."
        )
    for data in (returned / "Notiz.csv", returned / "Liste.csv"):
        assert "ist eine der Eingaben und wird nicht überschrieben" in refused(
            *common, "--out", tmp_path / "x.xlsx", "--data", data
        )
    (tmp_path / "Ordner.xlsx").mkdir()
    assert refused(*common, "--out", tmp_path / "Ordner.xlsx") == (
        f"„{tmp_path / 'Ordner.xlsx'}“ ist ein Ordner; gebraucht wird der Name einer Datei."
    )
    assert content(tmp_path) == before


def in_excel(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let the move into place fail for files of these names, as Windows does while Excel has them open."""
    move = os.replace

    def replace(source: str | Path, target: str | Path) -> None:
        if Path(target).name in names:
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        move(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_a_report_that_is_open_in_excel_stays_as_it_is(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "Bericht.xlsx"
    consolidated(world, out)
    before = out.read_bytes()
    in_excel(monkeypatch, "Bericht.xlsx")
    sentence = refused(*consolidating(world, out, "--data", tmp_path / "Werte.csv"))
    assert sentence == f"Die Datei „{out}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet."
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"Bericht.xlsx": before}


def test_data_that_are_open_in_excel_stay_as_they_are(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "Werte.csv"
    out = tmp_path / "Bericht.xlsx"
    done(*consolidating(world, out, "--data", data))
    before = content(tmp_path)
    in_excel(monkeypatch, "Werte.csv")
    sentence = refused(*consolidating(world, out, "--data", data))
    assert sentence.startswith(f"Die Datei „{data}“ kann nicht geschrieben werden")
    assert content(tmp_path) == before, "nothing temporary is left"


def test_an_issue_that_is_open_in_excel_stays_as_it_is(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "dokumentation_2025_0002.xlsx"
    before = next(path for path in world.issued if path.name == name).read_bytes()
    (tmp_path / name).write_bytes(before)
    in_excel(monkeypatch, name)
    sentence = refused("generate", "dokumentation", "--register", world.register, "--year", YEAR, "--out", tmp_path)
    assert (
        sentence
        == f"Die Datei „{tmp_path / name}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet."
    )
    assert (tmp_path / name).read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name not in {issued.name for issued in world.issued}]
    assert all(read_return(path.read_bytes(), "x").issue for path in tmp_path.iterdir() if path.name != name), (
        "each is whole"
    )


# --- In another process ---------------------------------------------------------------------------------------------


def started(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "rv2xl", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, timeout=60, check=False)


def test_exit_status_and_outputs_of_a_process(world: World, tmp_path: Path) -> None:
    empty = started("check", tmp_path)
    assert (empty.returncode, empty.stdout, empty.stderr.decode()) == (2, b"", f"In „{tmp_path}“ liegt keine Datei.\n")
    wrong = started("check", "Ruecklauf", cwd=world.folder)
    assert (wrong.returncode, wrong.stderr) == (1, b"")
    said = " ".join(wrong.stdout.decode().split())
    assert re.search(rf"✓ Ruecklauf/{world.right} \([^)]*\): angenommen – keine Befunde ", said)
    assert started("forms").stdout.decode() == done("forms")


# --- check --format json --------------------------------------------------------------------------------------------

FINDING = ("code", "severity", "sheet", "cells", "field", "message", "value", "expected", "source", "remedy")
FILE = ("file", "form", "version", "year", "sender", "status", "findings")


@pytest.fixture(scope="module")
def answer(world: World) -> dict[str, Any]:
    shown = rv2xl(
        "check",
        world.returned,
        "--register",
        world.register,
        "--year",
        YEAR,
        "--values",
        "--personal",
        "--format",
        "json",
    )
    assert (shown.status, shown.err) == (1, "")
    found: dict[str, Any] = json.loads(shown.out)
    return found


def text_or_null(value: object) -> bool:
    return value is None or (isinstance(value, str) and value != "")


def test_shape_of_the_answer(answer: dict[str, Any]) -> None:
    assert list(answer) == ["files", "summary"]
    assert answer["files"]
    for file in answer["files"]:
        assert tuple(file) == (*FILE, "values")
        assert isinstance(file["file"], str)
        assert all(text_or_null(file[name]) for name in ("form", "version", "sender"))
        assert file["year"] is None or type(file["year"]) is int
        assert file["status"] in ("angenommen", "zurueckgewiesen", "unlesbar")
        assert isinstance(file["values"], dict)
        for found in file["findings"]:
            assert tuple(found) == FINDING
            assert found["severity"] in ("FEHLER", "WARNUNG", "HINWEIS")
            assert all(text_or_null(found[name]) for name in ("sheet", "field", "value", "expected", "source")), found
            assert all(isinstance(found[name], str) and found[name] for name in ("code", "message", "remedy")), found
            assert isinstance(found["cells"], list)
            assert all(re.fullmatch(r"[A-Z]+[0-9]+(:[A-Z]+[0-9]+)?", cell) for cell in found["cells"])


def test_the_summary_counts_the_files(answer: dict[str, Any]) -> None:
    statuses = [file["status"] for file in answer["files"]]
    assert answer["summary"] == {
        "files": len(statuses), "angenommen": statuses.count("angenommen"), "zurueckgewiesen": statuses.count("zurueckgewiesen"),
        "unlesbar": statuses.count("unlesbar"),
    }  # fmt: skip
    assert set(statuses) == {"angenommen", "zurueckgewiesen", "unlesbar"}


def test_a_finding_in_all_its_parts(answer: dict[str, Any]) -> None:
    (file,) = (file for file in answer["files"] if any(found["code"] == "A2-ALTER-SUMME" for found in file["findings"]))
    (found,) = file["findings"]
    values = file["values"][found["sheet"]]
    people = sum(values[f"personen.{row}.lwv"] for row in ("eigene_region", "hessen", "ausserhalb"))
    assert (file["form"], file["version"], file["year"]) == ("dokumentation", "2025.2", YEAR)
    assert Path(file["file"]).name == f"dokumentation_2025_{file['sender']}.xlsx"
    assert file["status"] == "zurueckgewiesen"
    assert (found["severity"], found["cells"], found["field"]) == ("FEHLER", AGES, "alter.a18_30.lwv")
    assert (found["value"], found["expected"]) == (str(people + 2), str(people))
    assert (found["source"], found["remedy"]) == (
        "RV 2 Anlage 2 Nr. 4 und 6", "Bitte jede Person genau einer Altersgruppe und genau einer Herkunft zuordnen.")  # fmt: skip
    assert str(people + 2) in found["message"]
    assert found["sheet"].startswith("58 ")


def test_what_cannot_be_read_has_nulls(answer: dict[str, Any]) -> None:
    (file,) = (file for file in answer["files"] if file["file"].endswith("Dokumentation_Scan.pdf"))
    (found,) = file.pop("findings")
    assert {**file, "file": None} == {
        "file": None, "form": None, "version": None, "year": None, "sender": None, "status": "unlesbar", "values": {}}  # fmt: skip
    assert (found["code"], found["cells"]) == ("DATEI-FORMAT", [])
    assert {found[name] for name in ("sheet", "field", "value", "expected", "source")} == {None}


def test_values_are_numbers_texts_dates_and_nulls(world: World, answer: dict[str, Any]) -> None:
    (file,) = (file for file in answer["files"] if file["file"].endswith(f"/{world.right}"))
    form = newest("dokumentation")
    layout = lay_out(read_return(Path(file["file"]).read_bytes(), "x").issue)  # type: ignore[arg-type]
    assert list(file["values"]) == [placed.name for placed in layout.placed if placed.sheet is not None]
    seen = set()
    for placed in layout.placed:
        if placed.sheet is None:
            continue
        values = file["values"][placed.name]
        assert list(values) == [name for name in values if name in placed.sheet.fields]
        assert set(values) == set(placed.sheet.fields)
        for name, value in values.items():
            field = placed.sheet.fields[name]
            seen.add((str(field.type.kind), type(value)))
            match str(field.type.kind), value:
                case _, None:
                    assert not field.required or values["zusatz.fehlanzeige"] == "ja"
                case "anzahl", value:
                    assert type(value) is int
                case "dezimal", value:
                    assert re.fullmatch(r"\d+\.\d{2}", value), name
                case "datum", value:
                    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
                case "ja_nein", value:
                    assert value in ("ja", "nein")
                case _, value:
                    assert isinstance(value, str)
    assert {
        ("anzahl", int),
        ("dezimal", str),
        ("datum", str),
        ("ja_nein", str),
        ("text", str),
        ("text", type(None)),
    } <= seen
    ort = file["values"][layout.by_key[ort_keys(layout)[0]].name]
    assert round(float(ort["erbracht.gesamt"]), 2) == round(
        float(ort["erbracht.lwv"]) + float(ort["erbracht.andere"]), 2
    )
    assert form.sections["ort_58"].fields["erbracht.gesamt"].computed


def test_without_values_there_are_none(world: World) -> None:
    shown = json.loads(rv2xl("check", world.returned, "--format", "json").out)
    assert {tuple(file) for file in shown["files"]} == {FILE}


def test_files_are_named_as_given_with_forward_slashes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(world.folder)
    name = world.right
    for given, shown in (
        ("Ruecklauf", f"Ruecklauf/{name}"),
        (f"Ruecklauf/{name}", f"Ruecklauf/{name}"),
        (world.returned, f"{world.returned}/{name}"),
    ):
        files = json.loads(rv2xl("check", given, "--format", "json").out)["files"]
        assert shown in [file["file"] for file in files]
    folder, file = Path("Versand"), world.issued[0].name
    both = json.loads(rv2xl("check", folder / file, "Ruecklauf", "--format", "json").out)["files"]
    assert both[0]["file"] == f"Versand/{file}"
    assert [entry["file"] for entry in both[1:]] == sorted(entry["file"] for entry in both[1:])


def test_the_text_shows_each_file_with_its_findings_and_values(world: World) -> None:
    text = rv2xl("check", world.returned, "--register", world.register, "--year", YEAR).out
    joined = " ".join(text.split())
    assert re.search(rf"✓ Ruecklauf/{world.right} \([^)]*\): angenommen – keine Befunde ", joined)
    assert re.search(rf"^    58 .+, {AGES[0]}, {AGES[1]} – ", text, re.MULTILINE)
    assert "! Ruecklauf/dokumentation_2025_0001_Kopie.xlsx" in joined
    assert "13 Dateien: 5 angenommen, 3 zurückgewiesen, 1 doppelt, 1 ersetzt, 3 unlesbar.\n" in text
    values = rv2xl("check", world.returned / world.right, "--values", "--personal").out
    assert re.search(
        rf"^58 \S.* +erbracht\.gesamt +{ORT_TAB.cell('erbracht.gesamt')} +[\d.]+,\d\d$", values, re.MULTILINE
    )
    on = DECKBLATT.cell("deckblatt.ausgefuellt_am")
    assert re.search(rf"^Deckblatt +deckblatt\.ausgefuellt_am +{on} +\d\d\.\d\d\.2026$", values, re.MULTILINE)


def test_folders_are_searched_and_some_files_passed_over(world: World, tmp_path: Path) -> None:
    data = (world.returned / world.right).read_bytes()
    for name in ("a.xlsx", "Unter/b.xlsx", "ersetzt/c.xlsx", "Unter/ersetzt/d.xlsx", "~$a.xlsx", ".~lock.a.xlsx#"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    shown = json.loads(rv2xl("check", tmp_path, "--format", "json").out)
    assert [file["file"] for file in shown["files"]] == [f"{tmp_path}/Unter/b.xlsx", f"{tmp_path}/a.xlsx"]
    report = tmp_path / "Bericht.xlsx"
    said = done(*consolidating(world, report, returned=tmp_path))
    assert "2 Dateien: 1 angenommen, 1 doppelt." in said


# --- describe, forms ------------------------------------------------------------------------------------------------

TYPES = {"text", "anzahl", "dezimal", "euro", "prozent", "datum", "ja_nein", "auswahl"}


@pytest.mark.parametrize("what", ["dokumentation", "stammdaten", "file"])
def test_shape_of_the_data_dictionary(world: World, what: str) -> None:
    entry = json.loads(done("describe", world.issued[0] if what == "file" else what, "--format", "json"))
    form = newest("dokumentation" if what == "file" else what)
    assert list(entry) == ["form", "version", "title", "source", "sheets", "rules"]
    assert (entry["form"], entry["version"], entry["title"], entry["source"]) == (
        form.name,
        form.version,
        form.title,
        form.source,
    )
    for sheet in entry["sheets"]:
        assert list(sheet) == ["name", "section", "fields"]
        for field in sheet["fields"]:
            assert list(field) == [
                "id", "cell", "label", "type", "unit", "filled_by", "required", "min", "max", "choices", "personal", "source"]  # fmt: skip
            assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", field["id"])
            assert re.fullmatch(r"[A-Z]+[0-9]+", field["cell"])
            assert field["type"] in TYPES
            assert field["filled_by"] in ("leistungserbringer", "lwv", "formel")
            assert type(field["required"]) is bool
            assert field["label"]
            assert field["source"]
            assert field["unit"] is None or field["unit"]
            assert all(field[limit] is None or type(field[limit]) in (int, str) for limit in ("min", "max"))
            assert field["choices"] is None or all(isinstance(choice, str) for choice in field["choices"])
    watched = {form.watched.code} if form.watched is not None else set()
    assert {rule["code"] for rule in entry["rules"]} == set(form.rules) | watched
    known = {field["id"] for sheet in entry["sheets"] for field in sheet["fields"]}
    for rule in entry["rules"]:
        assert list(rule) == ["code", "severity", "text", "source", "fields"]
        assert rule["severity"] in ("FEHLER", "WARNUNG", "HINWEIS")
        assert rule["text"].endswith(".")
        assert rule["fields"]
        assert {re.sub(r"\*", "1", name) for name in rule["fields"]} <= known


def test_a_field_in_all_its_parts(world: World) -> None:
    entry = json.loads(done("describe", world.issued[0], "--format", "json"))
    (sheet,) = [sheet for sheet in entry["sheets"] if sheet["section"] == "ort_58"][:1]
    fields = {field["id"]: field for field in sheet["fields"]}
    assert fields["bewilligt.lwv"] == {
        "id": "bewilligt.lwv", "cell": "B26", "label": "Bewilligte Leistungen – Leistungsträgerschaft LWV Hessen", "type": "dezimal",
        "unit": "h", "filled_by": "leistungserbringer", "required": True, "min": 0, "max": 99_999_999, "choices": None, "personal": False,
        "source": "RV 2 Anlage 2 Nr. 4 und 6",
    }  # fmt: skip
    assert (
        fields["bewilligt.andere"]["cell"],
        fields["erbracht.gesamt"]["filled_by"],
        fields["kopf.zad"]["filled_by"],
    ) == ("C26", "formel", "lwv")
    assert (fields["fragen.struktur_1"]["choices"], fields["fragen.struktur_1"]["type"]) == (["ja", "nein"], "ja_nein")
    assert (fields["konzeption.vom"]["required"], fields["kontakt.telefon"]["required"]) == (False, False)


def test_cells_are_where_the_defined_names_of_the_file_say(world: World) -> None:
    book = openpyxl.load_workbook(world.issued[0])
    for sheet in json.loads(done("describe", world.issued[0], "--format", "json"))["sheets"]:
        names = book[sheet["name"]].defined_names
        for field in sheet["fields"]:
            assert names[field["id"]].attr_text.rpartition("!")[2].replace("$", "") == field["cell"]


def test_the_dictionary_as_text_and_as_markdown(world: World) -> None:
    for what in ("dokumentation", world.issued[0], world.register):
        entry = json.loads(done("describe", what, "--format", "json"))
        text, marked = done("describe", what), done("describe", what, "--format", "markdown")
        assert marked == markdown(entry)
        fields = [field for sheet in entry["sheets"] for field in sheet["fields"]]
        shown = [field for field in fields if not re.match(r"\w+\.(?!1\.)\d+\.", field["id"])]
        assert len(shown) < 1_000, "of a list, people see its first row"
        for field in shown[:: 1 + len(shown) // 50]:
            assert re.search(rf"  {field['cell']} +{re.escape(field['id'])} ", text)
            assert f"`{field['id']}`" in marked or f"| {field['id']} |" in marked
        assert all(rule["code"] in text and rule["code"] in marked for rule in entry["rules"])


def test_forms_are_listed_with_title_source_and_versions() -> None:
    text = done("forms")
    for name in NAMES:
        form, numbers = newest(name), ", ".join(sorted((form.version for form in versions(name)), reverse=True))
        assert re.search(
            rf"^{name} +{re.escape(form.title)} +{re.escape(form.source)} +{re.escape(numbers)}$",
            text,
            re.MULTILINE,
        )


# --- generate -------------------------------------------------------------------------------------------------------


def test_names_of_issued_files(world: World, tmp_path: Path) -> None:
    done("generate", "dokumentation", "--register", world.register, "--year", YEAR, "--out", tmp_path / "a")
    assert sorted(content(tmp_path / "a")) == [
        f"dokumentation_{YEAR}_{number:04d}.xlsx" for number in range(1, PROVIDERS + 1)
    ]
    assert content(tmp_path / "a") == content(world.folder / "Versand")
    out, providers = (
        tmp_path / "b" / "c",
        [part for number in ("0003", "0001", "0003") for part in ("--provider", number)],
    )
    said = done("generate", "dokumentation", "--register", world.register, "--year", YEAR, "--out", out, *providers)
    assert sorted(content(tmp_path / "b")) == [f"c/dokumentation_{YEAR}_0001.xlsx", f"c/dokumentation_{YEAR}_0003.xlsx"]
    names = f"„dokumentation_{YEAR}_0003.xlsx“ und „dokumentation_{YEAR}_0001.xlsx“"
    assert said == f"2 Arbeitsmappen in „{out}“ geschrieben: {names}.\n"


def test_the_blank_forms(tmp_path: Path) -> None:
    said = done("generate", "dokumentation", "--year", 2026, "--out", tmp_path)
    assert said == f"1 Arbeitsmappe in „{tmp_path}“ geschrieben: „dokumentation_2026.xlsx“.\n"
    done("generate", "stammdaten", "--year", 2026, "--out", tmp_path, "--rows", 3)
    assert sorted(content(tmp_path)) == ["dokumentation_2026.xlsx", "stammdaten_2026.xlsx"]
    sheets = json.loads(done("describe", tmp_path / "dokumentation_2026.xlsx", "--format", "json"))["sheets"]
    assert [sheet["section"] for sheet in sheets] == [
        "deckblatt",
        "leistungserbringer",
        "uebersicht_58",
        "ort_58",
        "uebersicht_60",
        "ort_60",
    ]
    fields = {field["id"] for sheet in json.loads(done("describe", tmp_path / "stammdaten_2026.xlsx", "--format", "json"))["sheets"]
              for field in sheet["fields"]}  # fmt: skip
    assert {"orte.3.zad", "traeger.3.nummer", "kreise.27.schluessel"} <= fields
    assert not {"orte.4.zad", "traeger.4.nummer", "kreise.28.schluessel"} & fields


def test_issued_twice_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    for name in ("a", "b"):
        common = ("--year", YEAR, "--out", tmp_path / name)
        done("generate", "dokumentation", *common)
        done(
            "generate",
            "dokumentation",
            *common,
            "--register",
            world.register,
            "--provider",
            "0001",
            "--provider",
            "0006",
        )
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert len(content(tmp_path / "a")) == 3


# --- consolidate ----------------------------------------------------------------------------------------------------


def test_report_data_and_dictionary_are_written(world: World, tmp_path: Path) -> None:
    out, data = tmp_path / "Bericht.xlsx", tmp_path / "Werte.csv"
    said = consolidated(world, out, "--data", data)
    assert sorted(content(tmp_path)) == ["Bericht.xlsx", "Werte.csv", "Werte.md"]
    count = len(list(world.returned.iterdir()))
    counted, written = said.splitlines()
    assert counted == f"{count} Dateien: 5 angenommen, 3 zurückgewiesen, 1 doppelt, 1 ersetzt, 3 unlesbar."
    assert written == f"Geschrieben: „{out}“, „{data}“, „{tmp_path / 'Werte.md'}“"
    assert openpyxl.load_workbook(out).sheetnames[:2] == ["Titel", "Überblick"]
    raw = data.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfjahr;le;")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert {row["status"] for row in rows} == {"angenommen", "nicht gezählt", "zurueckgewiesen"}
    assert (tmp_path / "Werte.md").read_text(encoding="utf-8").startswith("# ")
    assert "`bewilligt.lwv`" in (tmp_path / "Werte.md").read_text(encoding="utf-8")


def test_without_data_there_is_only_the_report(world: World, tmp_path: Path) -> None:
    said = consolidated(world, tmp_path / "Bericht.XLSX")
    assert list(content(tmp_path)) == ["Bericht.XLSX"]
    assert said.endswith(f"Geschrieben: „{tmp_path / 'Bericht.XLSX'}“\n")


def test_an_old_report_is_replaced(world: World, tmp_path: Path) -> None:
    consolidated(world, tmp_path / "Bericht.xlsx")
    openpyxl.load_workbook(tmp_path / "Bericht.xlsx").save(tmp_path / "Bericht.xlsx")
    consolidated(world, tmp_path / "Bericht.xlsx")
    assert openpyxl.load_workbook(tmp_path / "Bericht.xlsx").sheetnames
    assert list(content(tmp_path)) == ["Bericht.xlsx"]


def test_the_same_bytes_in_whatever_order_the_files_come(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rv2xl.returns import folder

    find = folder.find_files
    for name, order in (("a", slice(None)), ("b", slice(None)), ("c", slice(None, None, -1))):
        monkeypatch.setattr(folder, "find_files", lambda *paths, order=order: find(*paths)[order])
        (tmp_path / name).mkdir()
        consolidated(world, tmp_path / name / "Bericht.xlsx", "--data", tmp_path / name / "Werte.csv")
    assert content(tmp_path / "a") == content(tmp_path / "b") == content(tmp_path / "c")


def test_the_same_bytes_however_many_read_with_a_cache_and_without(world: World, tmp_path: Path) -> None:
    hows: dict[str, tuple[str | int | Path, ...]] = {
        "a": ("--workers", 1), "b": ("--workers", 3), "c": ("--cache", tmp_path / "cache"), "d": ("--cache", tmp_path / "cache"),
    }  # fmt: skip
    for name, how in hows.items():
        (tmp_path / name).mkdir()
        consolidated(world, tmp_path / name / "Bericht.xlsx", "--data", tmp_path / name / "Werte.csv", *map(str, how))
    assert content(tmp_path / "a") == content(tmp_path / "b") == content(tmp_path / "c") == content(tmp_path / "d")
    said = [rv2xl("check", world.returned, "--format", "json", "--values", *map(str, how)).out for how in hows.values()]
    assert len(set(said)) == 1


@pytest.mark.parametrize(
    "option", [("--workers", 0), ("--executor", "dask"), ("--scheduler", "tcp://x:1"), ("--executor", "x")]
)
def test_options_of_reading_that_cannot_be_are_one_sentence(world: World, option: tuple[str, str | int]) -> None:
    answer = rv2xl("check", world.returned, *option)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert english(answer.err) == []


def test_other_forms_in_the_folder_are_listed_and_not_counted(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "R"
    folder.mkdir()
    for path in (world.register, world.returned / world.right):
        (folder / path.name).write_bytes(path.read_bytes())
    data = tmp_path / "Werte.csv"
    done(
        *consolidating(world, tmp_path / "Bericht.xlsx", "--data", data, returned=folder),
    )
    rows = list(csv.DictReader(io.StringIO(data.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"))
    assert {Path(row["datei"]).name for row in rows} == {world.right}
    book = openpyxl.load_workbook(tmp_path / "Bericht.xlsx")
    assert any("Stammdaten.xlsx" in str(cell.value) for row in book["Rücklauf"].iter_rows() for cell in row)


# --- demo -----------------------------------------------------------------------------------------------------------


def test_the_demo_writes_what_the_contract_names(world: World) -> None:
    names = set(content(world.folder))
    assert {"Stammdaten.xlsx", f"Ergebnis/Regionalbericht_{YEAR}.xlsx"} <= names
    assert {f"Versand/dokumentation_{YEAR}_{number:04d}.xlsx" for number in range(1, PROVIDERS + 1)} <= names
    assert {name.split("/")[0] for name in names} == {
        "Stammdaten.xlsx", "Versand", "Ruecklauf", "Berechnungen", "Kooperation", "Ergebnis", "Vorjahr", ".rv2xl-demo",
        "Konsolidierung.xlsm", "Konsolidierung.cmd", "Konsolidierung_Einrichten.html",
    }  # fmt: skip
    assert {f"Ergebnis/Fahrtkosten_{YEAR}.xlsx", f"Ergebnis/Kostenzuordnung_{YEAR}.xlsx"} <= names
    assert "NICHT GEFUNDEN" not in world.said
    for planted in ("A2-ALTER-SUMME", "TYP", "DATEI-UNLESBAR", "FORM-DOPPELT", "fehlt"):
        assert planted in world.said
    assert "Zum Öffnen:" in world.said
    assert str(world.folder / "Ergebnis" / f"Regionalbericht_{YEAR}.xlsx") in world.said


def test_the_demos_report_is_what_consolidate_makes(world: World, tmp_path: Path) -> None:
    """Beside the demo's, for its links lead to the returned files from where it lies."""
    with TemporaryDirectory(dir=world.folder) as folder:
        out = Path(folder) / "Bericht.xlsx"
        previous = world.folder / "Vorjahr" / f"Werte_{YEAR - 1}.csv"
        consolidated(world, out, "--data", tmp_path / f"Werte_{YEAR}.csv", "--previous", previous)
        made = out.read_bytes()
    assert made == (world.folder / "Ergebnis" / f"Regionalbericht_{YEAR}.xlsx").read_bytes()


def test_equal_seeds_give_equal_bytes_wherever_the_folder_lies(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        (tmp_path / name).mkdir()
        with chdir(tmp_path / name):
            done("demo", "--providers", 2, "--seed", seed)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert content(tmp_path / "a")["demo/Stammdaten.xlsx"] != content(tmp_path / "c")["demo/Stammdaten.xlsx"]
