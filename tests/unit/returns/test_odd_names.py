"""Files whose names are no text, or act on a terminal: each is one file, and whatever is written of it can be written and read."""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from rv2xl.log import LOGGER, log_mistake, log_to
from rv2xl.returns import batch
from rv2xl.returns.folder import find_files
from rv2xl.returns.processes.cache import Cache
from tests.client.commandline import done, rv2xl
from tests.faults.workbook import Spoilt
from tests.unit.returns.results import outcome
from tests.unit.returns.test_batch import OTHER, YEAR, judged, korrektur, workbook

BYTES = os.fsdecode(b"R\xfccklauf.xlsx")
TITLE = "\x1b]0;Titel\x07\x1b[31mrot\u202excod\nneu.xlsx"
FORMULA = "=1+1.xlsx"
SHOWN = {BYTES: r"R\xfccklauf.xlsx", TITLE: r"\x1b]0;Titel\x07\x1b[31mrot\u202excod\x0aneu.xlsx", FORMULA: FORMULA}

HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def hidden(text: str) -> set[str]:
    """Which signs of a text are not seen, line breaks aside."""
    return {sign for sign in text if sign != "\n" and unicodedata.category(sign) in HIDDEN}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from rv2xl.demo import register_bytes

    path = tmp_path_factory.mktemp("Stammdaten") / "Stammdaten.xlsx"
    path.write_bytes(register_bytes(3, 1, YEAR))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "R"
    path.mkdir()
    for name, data in ((BYTES, workbook()), (TITLE, b"nichts"), (FORMULA, korrektur(1)), ("a.xlsx", workbook("0002"))):
        (path / name).write_bytes(data)
    return path


def test_json_gives_a_name_by_which_the_file_is_found(folder: Path) -> None:
    answer = rv2xl("check", folder, "--format", "json", "--values")
    files = json.loads(answer.out)["files"]
    assert {os.fsencode(file["file"]) for file in files} == {os.fsencode(path) for path in folder.iterdir()}
    assert all(Path(file["file"]).is_file() for file in files)
    assert hidden(answer.out) == set()
    answer.out.encode()


def test_people_see_every_sign_of_a_name(folder: Path) -> None:
    answer = rv2xl("check", folder, "--values")
    assert (hidden(answer.out), hidden(answer.err)) == (set(), set())
    for shown in SHOWN.values():
        assert f" {folder.name}/{shown}" in answer.out
        assert f"Werte in {folder.name}/{shown}" in answer.out
    assert "4 Dateien: " in answer.out


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_report_and_table_are_written_and_name_the_files(
    folder: Path, register: Path, tmp_path: Path, suffix: str
) -> None:
    out, data = tmp_path / "Bericht.xlsx", tmp_path / f"Werte{suffix}"
    answer = rv2xl("consolidate", folder, "--register", register, "--year", YEAR, "--out", out, "--data", data)
    assert (answer.status, answer.err, hidden(answer.out)) == (0, "", set())
    book = openpyxl.load_workbook(out)
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    for shown in SHOWN.values():
        assert any(f"R/{shown}" in text for text in texts)
    assert {sign for text in texts for sign in hidden(text)} == set()
    if suffix == ".csv":
        files = {
            row["datei"] for row in csv.DictReader(io.StringIO(data.read_text("utf-8-sig"), newline=""), delimiter=";")
        }
    else:
        files = set(pyarrow.parquet.read_table(data)["datei"].to_pylist())
    readable = {SHOWN[BYTES], SHOWN[FORMULA], "a.xlsx"}
    assert files == {f"{folder.as_posix()}/{shown}" for shown in readable}


def test_names_of_sheets_act_as_little(tmp_path: Path, register: Path) -> None:
    book = Spoilt(workbook())
    book.rename({"58 Ort 11000001": "58 \u202etrO", "60 Ort 11000001": "60 \u2066Ort"})
    (tmp_path / "a.xlsx").write_bytes(book.file())
    out, data = tmp_path / "Bericht.xlsx", tmp_path / "Werte.csv"
    done("consolidate", tmp_path, "--register", register, "--year", YEAR, "--out", out, "--data", data)
    rows = csv.DictReader(io.StringIO(data.read_text("utf-8-sig"), newline=""), delimiter=";")
    assert {row["blatt"] for row in rows} >= {r"58 \u202etrO", r"60 \u2066Ort"}
    texts = [str(cell.value) for sheet in openpyxl.load_workbook(out) for row in sheet.iter_rows() for cell in row]
    assert {sign for text in texts for sign in hidden(text)} == set()


def test_a_cache_knows_them(folder: Path, tmp_path: Path) -> None:
    cached = [outcome(find_files([folder]), cache=Cache(tmp_path / "cache")) for _ in range(2)]
    assert cached == [outcome(find_files([folder]))] * 2


def test_findings_of_other_files_name_them(tmp_path: Path) -> None:
    (tmp_path / BYTES).write_bytes(workbook())
    (tmp_path / "z.xlsx").write_bytes(workbook())
    (tmp_path / FORMULA).write_bytes(korrektur(1))
    entries = batch.check_files(find_files([tmp_path]))
    messages = [found.message for entry in entries for found in entry.findings]
    assert len(messages) == 2
    assert all(f"„{tmp_path.as_posix()}/{FORMULA}“" in message for message in messages)
    (tmp_path / FORMULA).unlink()
    ((message,), ()) = sorted(
        [[found.message for found in entry.findings] for entry in batch.check_files(find_files([tmp_path]))],
        reverse=True,
    )
    assert f"wie „{tmp_path.as_posix()}/{SHOWN[BYTES]}“ und" in message


def test_of_many_doubled_files_the_first_are_named() -> None:
    files = {f"{number:03}.xlsx": workbook() for number in range(40)} | {"x.xlsx": workbook(changes=OTHER)}
    message = judged(files)["x.xlsx"].findings[0].message
    assert message.startswith("Auch „000.xlsx“, „001.xlsx“, „002.xlsx“ und 37 weitere sind Rückläufe für dasselbe Jahr")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    log_to(tmp_path / "rv2xl.log")
    yield tmp_path / "rv2xl.log"
    for handler in LOGGER.handlers[1:]:
        LOGGER.removeHandler(handler)
        handler.close()


def test_the_log_takes_any_name_and_any_text(
    log: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LOGGER, "propagate", False)  # pytest cannot report half signs to the process that runs it
    for name in (BYTES, TITLE):
        log_mistake(name, f"Traceback:\n  {name}\n\x9b31m\ud800")
    text = log.read_text(encoding="utf-8")
    assert hidden(text) == set()
    assert all(SHOWN[name] in text for name in (BYTES, TITLE))
    assert "Traceback:\n  R" in text
    assert capfd.readouterr() == ("", "")


def test_a_call_names_them_in_its_sentence(tmp_path: Path) -> None:
    answer = rv2xl("check", tmp_path / BYTES)
    assert answer.err == f"Den Ordner oder die Datei „{tmp_path}/R\\xfccklauf.xlsx“ gibt es nicht.\n"
    assert hidden(rv2xl("check", tmp_path / TITLE).err) == set()
