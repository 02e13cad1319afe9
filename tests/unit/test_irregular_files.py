"""A pipe, a socket or a device in the place of any file that a command takes: one sentence at once, and nothing is written."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from rv2xl.demo import register_bytes
from rv2xl.returns.batch import check_file
from rv2xl.returns.processes.cache import Cache
from rv2xl.returns.reading import content
from tests.client.commandline import rv2xl
from tests.forms.standard import standard


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path.parents[1] / "s"))
    os.rename(path.parents[1] / "s", path)  # the name of a socket is short


KINDS: dict[Callable[[Path], None], str] = {pipe: "eine Pipe", device: "ein Gerät", bound: "ein Socket"}

COMMANDS = {
    "register": "check {good} --register {bad}",
    "register of a consolidation": "consolidate {folder} --register {bad} --year 2025 --out {out}.xlsx",
    "register of an issue": "generate dokumentation --register {bad} --year 2025 --out {out}",
    "list": "import-costs {bad} --map {list}",
    "mapping": "import-costs {list} --map {bad}",
    "corrections": "update-register {bad} --register {good} --out {out}.xlsx",
    "table": "distances {bogen} --table {bad}",
    "workbook to fill": "distances {bad} --table {list}",
    "places": "distances {bogen} --osrm http://localhost:1 --places {bad}",
    "last year's Bogen": "generate fahrtkosten --year 2026 --from {bad} --out {out}",
    "one version": "compare {bad} {good}",
    "the other version": "compare {good} {bad}",
    "what is described": "describe {bad}",
    "what is written": "import-costs {list} --map {list} --year 2025 --out {bad}",
    "the report": "consolidate {folder} --register {good} --year 2025 --out {bad}",
    "the table": "consolidate {folder} --register {good} --year 2025 --out {out}.xlsx --data {bad}.csv",
    "the cache": "check {good} --cache {bad}",
    "what marks a cache": "check {good} --cache {cache}",
}

OTHERWISE = {
    COMMANDS[name] for name in ("what is described", "the report", "the table", "the cache", "what marks a cache")
}
"""What is said there: that it is no form or file, one of the inputs, or no folder for a cache."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.xlsx").write_bytes(standard("dokumentation").file())
    (tmp_path / "bogen.xlsx").write_bytes(standard("fahrtkosten").file())
    (tmp_path / "list.csv").write_text(
        "Konto;Bezeichnung;Zeile;Betrag;von;nach;km\n1;Zinsen;g14;5,00;a;b;7\n", encoding="utf-8"
    )
    return tmp_path


def sentence(command: str, folder: Path) -> str:
    """Return the one sentence with which a command refuses; it has written nothing."""
    before = sorted(folder.rglob("*"))
    places = {
        "bad": folder / "bad.xlsx", "good": folder / "good.xlsx", "bogen": folder / "bogen.xlsx", "list": folder / "list.csv",
        "folder": folder, "out": folder / "out", "cache": folder / "cache",
    }  # fmt: skip
    answer = rv2xl(*(word.format(**places) for word in command.split()))
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "Bitte melden" not in answer.err
    assert sorted(folder.rglob("*")) == before
    return answer.err


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
@pytest.mark.parametrize("make", KINDS)
def test_every_command_refuses_it(make: Callable[[Path], None], command: str, folder: Path) -> None:
    bad = folder / "bad.xlsx"
    make(bad)
    make(folder / "bad.xlsx.csv")
    (folder / "cache").mkdir()
    make(folder / "cache" / "CACHEDIR.TAG")
    refused = sentence(command, folder)
    assert "bad.xlsx" in refused or "cache" in refused
    assert (f"ist {KINDS[make]}, keine Datei" in refused) == (command not in OTHERWISE), (
        "it was looked at before it was opened"
    )


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
def test_a_link_that_leads_to_itself_is_refused(command: str, folder: Path) -> None:
    bad = folder / "bad.xlsx"
    for path in (bad, folder / "bad.xlsx.csv"):
        path.symlink_to(path)
    (folder / "cache").mkdir()
    (folder / "cache" / "a.xlsx").touch()
    assert "Fehler 40" not in sentence(command, folder)


def test_such_a_link_among_the_returns_is_a_finding_and_hinders_nothing(folder: Path) -> None:
    (folder / "a.xlsx").symlink_to(folder / "a.xlsx")
    files = {file["file"]: file for file in json.loads(rv2xl("check", folder, "--format", "json").out)["files"]}
    (found,) = files[str(folder / "a.xlsx")]["findings"]
    assert (found["code"], found["remedy"]) == ("DATEI-UNLESBAR", "Bitte die Arbeitsmappe selbst in den Ordner legen.")
    (folder / "S").mkdir()
    (folder / "S" / "S.xlsx").write_bytes(register_bytes(3, 1, 2025))
    where = ("--register", folder / "S" / "S.xlsx", "--year", 2025, "--out", folder / "S" / "B.xlsx")
    assert rv2xl("consolidate", folder, *where).status == 0


@pytest.mark.parametrize("make", [pipe, bound])
def test_a_log_does_not_wait_for_its_reader(make: Callable[[Path], None], folder: Path) -> None:
    make(folder / "log")
    answer = rv2xl("forms", "--log", folder / "log")
    assert answer == (2, "", f"In das Protokoll „{folder / 'log'}“ lässt sich nicht schreiben.\n")


@pytest.mark.parametrize(("make", "kind"), KINDS.items())
def test_a_return_is_a_finding(make: Callable[[Path], None], kind: str, tmp_path: Path) -> None:
    make(tmp_path / "r.xlsx")
    (found,) = check_file(lambda: content(tmp_path / "r.xlsx"), "r.xlsx").findings
    assert found.remedy == "Bitte die Arbeitsmappe selbst angeben."
    assert (found.code, found.message) == ("DATEI-UNLESBAR", f"Das ist {kind}, keine Datei; daraus wird nicht gelesen.")


@pytest.mark.parametrize("make", KINDS)
def test_an_entry_of_the_cache_is_as_if_it_were_not_there(make: Callable[[Path], None], folder: Path) -> None:
    cache, file = Cache(folder / "cache"), folder / "good.xlsx"
    checked = rv2xl("check", file, "--cache", folder / "cache")
    (entry,) = (path for path in (folder / "cache").rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG")
    assert cache.find(file, "good.xlsx") is not None
    entry.unlink()
    make(entry)
    assert cache.find(file, "good.xlsx") is None
    assert rv2xl("check", file, "--cache", folder / "cache") == checked
    assert not entry.is_file()
