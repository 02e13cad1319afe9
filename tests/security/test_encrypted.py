"""An encrypted Meldung from its issue to its marked copy: nothing of it, and nothing of the password, lies anywhere in the clear."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rv2xl.excel.package.encryption import decrypted, encrypted_with, is_encrypted
from rv2xl.excel.package.refusal import Refused
from rv2xl.excel.returned.read import read_return
from rv2xl.log import log_to
from rv2xl.model.password import VARIABLE, Password
from rv2xl.model.returned import Return
from tests.client.commandline import Answer, done, rv2xl
from tests.forms.standard import standard
from tests.security.leaks import leaks, texts_of

PASSWORD, OTHER = Password("Gänseblümchen 7"), Password("Löwenzahn")
NAME = "Beispielfrau"
KNOWN = ("--register", "Stammdaten.xlsx", "--year", "2025")
BAD: Mapping[str, Mapping[str, Any]] = {"person": {"person.1.name": NAME, "person.1.vorname": None}}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, PASSWORD.text)
    Path("Stammdaten.xlsx").write_bytes(standard("stammdaten").file())
    Path("Ruecklauf").mkdir()
    Path("Ruecklauf/eins.xlsx").write_bytes(encrypted_with(standard("meldung_8b").file(BAD), PASSWORD))
    return tmp_path


def checked(*options: str) -> tuple[int, list[dict[str, Any]]]:
    answer = rv2xl("check", "Ruecklauf", "--format", "json", *options)
    (file,) = json.loads(answer.out)["files"]
    return answer.status, file["findings"]


def test_what_is_issued_is_encrypted_and_comes_back(folder: Path) -> None:
    for form in ("meldung_8b", "meldung_8c"):
        done("generate", form, *KNOWN, "--out", "Versand", "--encrypt")
        issued = Path(f"Versand/{form}_2025_06437.xlsx").read_bytes()
        assert is_encrypted(issued)
        issue = read_return(decrypted(issued, PASSWORD), "").issue
        assert issue is not None
        assert (issue.form.name, issue.sender) == (form, "06437")


def test_an_encrypted_issue_is_replaced_only_if_nothing_in_it_is_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = ("generate", "meldung_8b", *KNOWN, "--out", "Versand", "--encrypt")
    done(*call)
    done(*call)
    Path("Versand/meldung_8b_2025_06437.xlsx").write_bytes(Path("Ruecklauf/eins.xlsx").read_bytes())
    assert "ist ausgefüllt" in refused(*call)
    monkeypatch.setenv(VARIABLE, OTHER.text)
    assert "lässt sich mit diesem Kennwort nicht öffnen" in refused(*call)
    assert "lässt sich ohne ihr Kennwort nicht öffnen" in refused(*call[:-1])


def refused(*call: str) -> str:
    answer = rv2xl(*call)
    assert answer.status == 2
    return " ".join(answer.err.split())


def test_the_letter_says_that_a_password_is_needed(folder: Path) -> None:
    call = ("generate", "meldung_8b", *KNOWN, "--letters", "--today", "2025-01-10", "--out")
    done(*call, "offen")
    done(*call, "verschluesselt", "--encrypt")
    said = {name: "".join(" ".join(page.read_text("utf-8").split()) for page in Path(name).glob("*.html")) for name in
            ("offen", "verschluesselt")}  # fmt: skip
    assert {name: "mit einem Kennwort verschlüsselt" in text for name, text in said.items()} == {
        "offen": False, "verschluesselt": True,
    }  # fmt: skip
    assert PASSWORD.text not in said["verschluesselt"]
    for mail in Path("verschluesselt").glob("*.eml"):
        assert not any(NAME in text or "person.1" in text for text in texts_of(mail.read_bytes()))


def test_what_nobody_returns_is_not_encrypted(folder: Path) -> None:
    assert "--encrypt passt hier nicht" in refused(
        "generate", "stammdaten", "--year", "2025", "--out", "x", "--encrypt"
    )
    assert not Path("x").exists()


def test_without_a_password_nothing_is_issued(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    said = refused("generate", "meldung_8b", *KNOWN, "--out", "Versand", "--encrypt")
    assert said == "Für --encrypt fehlt das Kennwort; bitte in der Umgebungsvariablen RV2XL_PASSWORD angeben."
    assert not Path("Versand").exists()


def test_a_bad_password_is_refused_without_quoting_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "lang" * 100)
    assert refused("check", "Ruecklauf") == "Ein Kennwort hat 1 bis 255 Zeichen."


@pytest.mark.parametrize("cached", [(), ("--cache", "Cache")], ids=["", "cache"])
def test_it_is_read_with_the_password_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, cached: tuple[str, ...]
) -> None:
    """Whatever was said before: nothing of an encrypted file is kept for the next run."""
    said = {}
    for password in (None, OTHER, PASSWORD, None):
        monkeypatch.delenv(VARIABLE) if password is None else monkeypatch.setenv(VARIABLE, password.text)
        said[password] = checked(*cached)
        if cached:
            assert {path.name for path in Path("Cache").rglob("*") if path.is_file()} <= {"CACHEDIR.TAG"}
    assert [(found["code"], "RV2XL_PASSWORD" in found["remedy"]) for found in said[None][1]] == [
        ("DATEI-KENNWORT", True)
    ]
    assert [(found["code"], found["message"]) for found in said[OTHER][1]] == [
        ("DATEI-KENNWORT", "Das angegebene Kennwort öffnet diese Datei nicht.")
    ]
    status, found = said[PASSWORD]
    assert (status, {one["code"] for one in found}, {one["value"] for one in found}) == (
        1, {"PFLICHT", "NICHT-GEPRUEFT"}, {None},
    )  # fmt: skip


def test_a_list_past_its_day_is_to_be_deleted(folder: Path) -> None:
    assert "LOESCHEN" not in {found["code"] for found in checked("--today", "2026-12-31")[1]}
    assert "LOESCHEN" in {found["code"] for found in checked("--today", "2027-01-01")[1]}


def test_its_marked_copy_is_encrypted_with_the_same_password(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        rv2xl("check", "Ruecklauf", "--annotate", "Kopien")
    (copy,) = Path("Kopien").iterdir()
    with pytest.raises(Refused):
        decrypted(copy.read_bytes(), OTHER)
    marked = read_return(decrypted(copy.read_bytes(), PASSWORD), "")
    assert people(marked) == people(read_return(standard("meldung_8b").file(BAD), ""))
    Path("Ruecklauf/eins.xlsx").write_bytes(encrypted_with(standard("meldung_8b").file(BAD), OTHER))
    monkeypatch.setenv(VARIABLE, OTHER.text)
    assert "lässt sich mit diesem Kennwort nicht öffnen" in refused("check", "Ruecklauf", "--annotate", "Kopien")


def people(returned: Return) -> dict[str, object]:
    return {name: value for name, value in returned.sheets["person"].values.items() if value is not None}


def test_neither_a_name_nor_the_password_lies_anywhere(folder: Path) -> None:
    """Of an 8 b that is right and of one with findings, in what every command prints and writes."""
    Path("Ruecklauf/zwei.xlsx").write_bytes(
        encrypted_with(standard("meldung_8b").file({"person": {"person.1.name": NAME}}), OTHER)
    )
    answers: list[Answer] = [
        rv2xl("generate", "meldung_8b", *KNOWN, "--out", "Versand", "--encrypt"),
        rv2xl("check", "Ruecklauf", *KNOWN, "--all", "--values", "--personal", "--annotate", "Kopien", "--out", "Befunde.xlsx",
              "--log", "log", "--cache", "Cache"),
        rv2xl("respond", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "Antworten", "--today", "2025-04-10"),
        rv2xl("remind", "Ruecklauf", *KNOWN, "--form", "meldung_8b", "--out", "Mahnungen", "--today", "2025-04-10"),
        rv2xl("consolidate", "Ruecklauf", *KNOWN, "--out", "Bericht.xlsx", "--data", "Werte.csv"),
        rv2xl("compare", "Ruecklauf/eins.xlsx", "Ruecklauf/eins.xlsx"),
    ]  # fmt: skip
    log_to(Path(os.devnull))
    wanted = (NAME, PASSWORD.text, OTHER.text)
    assert [answer for answer in answers if any(text in answer.out + answer.err for text in wanted)] == []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {
        "Befunde.xlsx",
        "eins_Rueckmeldung.xlsx",
        "meldung_8b_2025_06437.xlsx",
        "Werte.csv",
        "log",
    }
    assert {path: found for path in files if (found := leaks(path, wanted))} == {}


TYPING = """
import os, pty, sys
answers = iter(sys.argv[1].split("|"))
def read(terminal):
    shown = os.read(terminal, 1024)
    if b"Kennwort" in shown and shown.rstrip().endswith(b":"):
        os.write(terminal, next(answers).encode() + b"\\n")
    return shown
sys.exit(os.waitstatus_to_exitcode(pty.spawn([sys.executable, "-m", "rv2xl", *sys.argv[2:]], read)))
"""
"""Runs the command line at a terminal of its own and types an answer whenever it asks for a password."""


@pytest.mark.skipif(os.name == "nt", reason="no such terminals there")
def test_at_a_terminal_it_is_asked_for_and_not_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    generate = ("generate", "meldung_8b", *KNOWN, "--out", "Versand", "--encrypt")
    typed = at_a_terminal(f"{PASSWORD.text}|{OTHER.text}", *generate)
    assert (typed.status, "Die beiden Kennwörter sind verschieden" in typed.out) == (2, True)
    assert at_a_terminal(f"{PASSWORD.text}|{PASSWORD.text}", *generate).status == 0
    assert is_encrypted(decrypted(Path("Versand/meldung_8b_2025_06437.xlsx").read_bytes(), PASSWORD)) is False
    assert "zurückgewiesen" in at_a_terminal(PASSWORD.text, "check", "Ruecklauf").out
    assert "RV2XL_PASSWORD" in at_a_terminal("", "check", "Ruecklauf").out
    Path("Ruecklauf/eins.xlsx").write_bytes(standard("meldung_8b").file())
    assert at_a_terminal("", "check", "Ruecklauf").out.count("Kennwort") == 0


def at_a_terminal(answers: str, *call: str) -> Answer:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "TERM": "dumb", "COLUMNS": "200"}
    run = subprocess.run([sys.executable, "-c", TYPING, answers, *call], env=environment, stdin=subprocess.DEVNULL,
                         capture_output=True, timeout=120, check=False)  # fmt: skip
    out = run.stdout.decode()
    assert not any(text in out for text in answers.split("|") if text)
    return Answer(run.returncode, out, run.stderr.decode())
