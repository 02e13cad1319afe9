"""A Meldung that names people is read by `generate` and `check` alone: no name of it stands in anything else that is written or printed.

A whole run on invented names, with entries of each kind that the program speaks of: good and bad ones, in places where nothing belongs,
in the name of a sheet. Exempt are the returned files themselves and their marked copies.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from rv2xl.excel.package.set_cells import set_cells
from rv2xl.log import log_to
from tests.client.commandline import Answer, rv2xl
from tests.forms.standard import standard
from tests.security.leaks import leaks, texts_of

NAMES = (
    "Beispielfrau",
    "Zaubermaus",
    "Quittenbaum",
    "Nebelhorn",
    "1.5.2008",
    "01.05.2008",
    "2008-05-01",
    "Apfelkuchen",
)
"""What is entered about people and may stand nowhere; the last one is the name of a sheet."""

ROWS: Mapping[str, object] = {
    "A4": "Beispielfrau", "B4": "Zaubermaus", "C4": date(2008, 5, 1), "D4": "Leistungen zur Schulbildung", "E4": date(2026, 7, 31),
    "A5": " beispielfrau", "B5": "Zaubermaus ", "C5": date(2008, 5, 1), "D5": "Schule Quittenbaum", "E5": date(2025, 7, 31),
    "A6": "Nebelhorn", "C6": date(2008, 5, 1), "E6": "Sommer Quittenbaum", "A3": "Nebelhorn",
    "H9": "Quittenbaum ist krank", "A70": "Nebelhorn",
}  # fmt: skip
"""A good row, the same person again with a Leistung and an end that will not do, a row of errors, and entries where none belong."""

KNOWN = ("--register", "Stammdaten.xlsx", "--year", "2025")
READ = ("check", "Ruecklauf", *KNOWN, "--all", "--values", "--personal", "--cache", "made/Cache", "--log", "made/log")


class Run(NamedTuple):
    folder: Path
    answers: Mapping[str, Answer]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("Stammdaten.xlsx").write_bytes(standard("stammdaten").file())
        Path("made").mkdir()
        rv2xl("generate", "meldung_8b", *KNOWN, "--out", "Versand")
        blank = Path("Versand/meldung_8b_2025_06437.xlsx").read_bytes()
        Path("Ruecklauf").mkdir()
        bad = set_cells(blank, {"Personen": ROWS, "Deckblatt": {"A12": "Quittenbaum"}, "Meldung": {"B13": "Nebelhorn"}})  # type: ignore[dict-item]
        Path("Ruecklauf/eins.xlsx").write_bytes(bad)
        Path("Ruecklauf/zwei.xlsx").write_bytes(with_a_sheet(set_cells(bad, {"Personen": {"C6": "am 1.5.2008"}})))
        commands = {
            "check": READ,
            "json": (*READ, "--format", "json", "--annotate", "Kopien", "--out", "made/Befunde.xlsx"),
            "respond": ("respond", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "made/Antworten", "--today", "2025-04-10"),
            "remind": ("remind", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "made/Mahnungen", "--today", "2025-04-10"),
            "other": ("consolidate", "Ruecklauf", *KNOWN, "--out", "made/Bericht.xlsx", "--data", "made/Werte.csv"),
            "own": ("consolidate", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "made/Liste.xlsx", "--data", "made/Liste.csv",
                    "--personal"),
            "compare": ("compare", "Ruecklauf/eins.xlsx", "Ruecklauf/zwei.xlsx", "--personal"),
            "late": ("check", "Ruecklauf", *KNOWN, "--all", "--today", "2027-01-01"),
            "in time": ("check", "Ruecklauf", *KNOWN, "--all", "--today", "2026-12-31"),
        }  # fmt: skip
        answers = {name: rv2xl(*command) for name, command in commands.items()}
        log_to(Path(os.devnull))
    return Run(folder, answers)


def with_a_sheet(data: bytes) -> bytes:
    """Add a sheet that is named after somebody, as whoever saves the workbook may."""
    book = load_workbook(BytesIO(data))
    book.create_sheet("Apfelkuchen")["A1"] = "Nebelhorn"
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_names_are_found_where_they_were_entered(run: Run) -> None:
    """The search can find: what was returned has them, and so have the marked copies."""
    for folder in ("Ruecklauf", "Kopien"):
        found = set().union(*(leaks(path, NAMES) for path in (run.folder / folder).iterdir()))
        assert {"Beispielfrau", "Zaubermaus", "Quittenbaum", "Nebelhorn"} <= found, folder


def test_nothing_that_is_printed_or_written_names_anybody(run: Run) -> None:
    for name, answer in run.answers.items():
        said = (answer.out + answer.err).casefold()
        assert [text for text in NAMES if text.casefold() in said] == [], name
    written = [path for path in (run.folder / "made").rglob("*") if path.is_file()]
    assert {"Befunde.xlsx", "log"} <= {path.name for path in written}
    assert any(path.suffix == ".eml" for path in written)
    for path in written:
        pieces = [piece.casefold() for piece in texts_of(path.read_bytes())]
        assert [text for text in NAMES if any(text.casefold() in piece for piece in pieces)] == [], path


def test_no_mail_brings_a_copy_of_it(run: Run) -> None:
    assert [path for path in (run.folder / "made").rglob("*.eml") if b"attachment" in path.read_bytes()] == []


def test_a_finding_has_no_value_and_an_entry_is_not_shown(run: Run) -> None:
    files = json.loads(run.answers["json"].out)["files"]
    assert [entry["sender"] for entry in files] == ["06437", "06437"]
    codes = {found["code"] for entry in files for found in entry["findings"]}
    assert {"KV-8B-FOLGEJAHR", "KV-8B-DOPPELT", "DATUM", "LISTE", "PFLICHT", "VORGABE-GEAENDERT", "DANEBEN"} <= codes
    assert {found["value"] for entry in files for found in entry["findings"]} == {None}
    shown = {name for entry in files for values in entry["values"].values() for name in values}
    assert not any(name.startswith("person.") for name in shown)
    assert "kopf.kreis" in shown


def test_it_goes_into_no_consolidation(run: Run) -> None:
    own = run.answers["own"]
    assert (own.status, own.out) == (2, "")
    assert "nennt Menschen mit Namen und geht in keine Zusammenführung ein" in " ".join(own.err.split())
    assert run.answers["other"].status == 0
    assert not (run.folder / "made" / "Liste.xlsx").exists()


def test_a_list_past_its_day_is_to_be_deleted(run: Run) -> None:
    """Form year 2025: the Folgejahr ends on 31.12.2026."""
    assert "Diese Datei war bis zum 31.12.2026 zu löschen." in " ".join(run.answers["late"].out.split())
    assert "zu löschen" not in run.answers["in time"].out


def test_nothing_of_it_is_kept_for_the_next_run(run: Run) -> None:
    assert {path.name for path in (run.folder / "made" / "Cache").rglob("*") if path.is_file()} == {"CACHEDIR.TAG"}
