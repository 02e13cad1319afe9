"""Freigabe on the command line: what `check` and `consolidate` say, and that no provider ever hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from email import message_from_bytes, policy
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest

from rv2xl.clerk.sheets import Head
from tests.client.commandline import done, rv2xl
from tests.unit.clerk.decided_book import Row, accepted, book
from tests.unit.letters.folder import known, stammdaten
from tests.unit.reports.folder import YEAR, A, Sent, written
from tests.unit.reports.workbook import opened, table, texts

ALTER, BOTH = "A2-ALTER-SUMME", "A2-ALTER-SUMME, FORM-DOPPELT"
REASON = "Zebravermerk 4711"
MAILS = {number: f"le-{number}@example.org" for number in ("0001", "0002", "0003", "0004", "0005")}
FOLDER = (
    Sent("0001.xlsx", "0001", {(A, "alter.a18_30.lwv"): 77, (A, "erbracht.lwv"): Decimal("99999.5")}),
    Sent("0002.xlsx", "0002", {(A, "bewilligt.lwv"): Decimal(-5), (A, "erbracht.lwv"): Decimal(-6)}),
    Sent("0003.xlsx", "0003", {(A, "alter.a18_30.lwv"): 77}),
    Sent("0004.xlsx", "0004", {(A, "bewilligt.lwv"): "viele"}),
    Sent("0005.xlsx", "0005", {("ort_60.1", "alter.a18_30.lwv"): 78}),
    Sent("0005_neu.xlsx", "0005"),
)
"""0001, 0002 and the first of 0005 are accepted; the decision on 0003 gives no reason, the one on 0004 cannot be."""


def rows(files: dict[str, bytes]) -> Iterator[Row]:
    def row(name: str, codes: str, **more: object) -> Row:
        return accepted(name, sha256(files[name]).hexdigest(), codes, **({"reason": REASON} | more))  # type: ignore[arg-type]

    yield row("0001.xlsx", ALTER)
    yield row("0002.xlsx", "BEREICH")
    yield row("0003.xlsx", ALTER, reason="")
    yield row("0004.xlsx", "TYP")
    yield row("0005.xlsx", BOTH)
    yield {
        Head.DATEI: "0005_neu.xlsx",
        Head.PRUEFSUMME: sha256(files["0005_neu.xlsx"]).hexdigest(),
        Head.FEHLERARTEN: "FORM-DOPPELT",
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten(MAILS))
    (folder / "R").mkdir()
    files = {sent.name: written(known, sent) for sent in FOLDER}
    for name, data in files.items():
        (folder / "R" / name).write_bytes(data)
    book(folder / "Konsolidierung.xlsm", rows(files))
    return folder


def call(world: Path, command: str, *more: str | Path, decided: bool = True) -> tuple[str | int | Path, ...]:
    decisions = ("--decisions", world / "Konsolidierung.xlsm") if decided else ()
    return (command, world / "R", "--register", world / "Stammdaten.xlsx", "--year", YEAR, *decisions, *more)


def checked(world: Path, *more: str | Path, decided: bool = True) -> dict[str, Any]:
    answer = rv2xl(*call(world, "check", "--format", "json", *more, decided=decided))
    assert (answer.status, answer.err) == (1, "")
    return {Path(file["file"]).name: file for file in json.loads(answer.out)["files"]}


def of_code(file: dict[str, Any], code: str) -> dict[str, Any]:
    (found,) = [found for found in file["findings"] if found["code"] == code]
    return found  # type: ignore[no-any-return]


def test_check_as_json(world: Path) -> None:
    before, files = checked(world, decided=False), checked(world, "--values")
    assert {file["status"] for file in before.values()} == {"zurueckgewiesen"}
    assert {name: file["status"] for name, file in files.items()} == {
        "0001.xlsx": "angenommen", "0002.xlsx": "angenommen", "0003.xlsx": "zurueckgewiesen", "0004.xlsx": "zurueckgewiesen",
        "0005.xlsx": "angenommen", "0005_neu.xlsx": "angenommen",
    }  # fmt: skip
    alter = of_code(files["0001.xlsx"], ALTER)
    assert (alter["severity"], alter["remedy"]) == ("HINWEIS", f"Nichts zu tun; trotzdem angenommen, weil: {REASON}")
    assert alter["message"] == of_code(before["0001.xlsx"], ALTER)["message"], "the text stays"
    messages = {name: of_code(files[name], "FREIGABE")["message"] for name in list(files)[:5]}
    assert messages == {
        "0001.xlsx": f"Trotz {ALTER} angenommen: {REASON}",
        "0002.xlsx": f"Trotz BEREICH angenommen: {REASON}",
        "0003.xlsx": "Die Freigabe hat keine Wirkung: Die Begründung fehlt.",
        "0004.xlsx": "Die Freigabe hat keine Wirkung: Trotz TYP lässt sich ein Rücklauf nicht annehmen.",
        "0005.xlsx": f"Trotz {ALTER} und FORM-DOPPELT angenommen: {REASON}",
    }
    (values,) = [sheet for sheet in files["0002.xlsx"]["values"].values() if "bewilligt.lwv" in sheet]
    assert (values["bewilligt.lwv"], values["erbracht.lwv"]) == ("-5.00", "-6.00")
    assert set(alter) == {
        "code",
        "severity",
        "sheet",
        "cells",
        "field",
        "message",
        "value",
        "expected",
        "source",
        "remedy",
    }


def test_check_as_text_and_as_a_workbook(world: Path, tmp_path: Path) -> None:
    answer = rv2xl(*call(world, "check", "--all", "--out", tmp_path / "Befunde.xlsx"))
    assert answer.status == 1
    shown = " ".join(answer.out.split())
    for sentence in (
        f"Trotz {ALTER} angenommen: {REASON}",
        f"→ Nichts zu tun; trotzdem angenommen, weil: {REASON}",
        "✓ R/0001.xlsx (Werkstatt Erbach gGmbH): angenommen",
        "○ R/0005_neu.xlsx (Probewerk gGmbH): ersetzt",
        "6 Dateien: 3 angenommen, 2 zurückgewiesen, 1 ersetzt.",
        f"--decisions {world / 'Konsolidierung.xlsm'}",
    ):
        assert sentence in shown, sentence
    found = table(opened((tmp_path / "Befunde.xlsx").read_bytes()), "Befunde")
    told = [(row["Datei"], row["Meldung"]) for row in found if row["Code"] == "FREIGABE"]
    assert ("0001.xlsx", f"Trotz {ALTER} angenommen: {REASON}") in [
        (str(name).rpartition("/")[2], said) for name, said in told
    ]
    assert len(told) == 5
    short = " ".join(rv2xl(*call(world, "check")).out.split())
    assert "Durch Freigabe gilt „R/0005.xlsx“; dieser Rücklauf wird nicht gezählt." in short


def test_accepted_returns_alone_are_no_errors(world: Path) -> None:
    answer = rv2xl(
        "check", world / "R" / "0001.xlsx", world / "R" / "0002.xlsx", "--decisions", world / "Konsolidierung.xlsm"
    )
    assert (answer.status, answer.err) == (0, "")


def test_one_changed_byte(world: Path, tmp_path: Path) -> None:
    changed = BytesIO((world / "R" / "0001.xlsx").read_bytes())
    with ZipFile(changed, "a") as package:
        package.comment = b"x"
    (tmp_path / "0001.xlsx").write_bytes(changed.getvalue())
    answer = rv2xl("check", tmp_path / "0001.xlsx", "--decisions", world / "Konsolidierung.xlsm", "--all")
    assert answer.status == 1
    assert "Die Freigabe gilt nicht mehr: Die Datei ist nicht die, über die entschieden wurde." in " ".join(
        answer.out.split()
    )


def test_the_report(world: Path, tmp_path: Path) -> None:
    said = done(*call(world, "consolidate", "--out", tmp_path / "Bericht.xlsx", "--data", tmp_path / "werte.csv"))
    assert "6 Dateien: 3 angenommen, 2 zurückgewiesen, 1 ersetzt." in said
    report = opened((tmp_path / "Bericht.xlsx").read_bytes())
    shown = texts(report, "Hinweise")
    assert [text.removeprefix("•  ") for text in shown if "Freigabe" in text] == [
        f"Durch Freigabe enthalten: Werkstatt Erbach gGmbH (0001). Trotz {ALTER} angenommen: {REASON}",
        f"Durch Freigabe enthalten: Beispielwerk e. V. (0002). Trotz BEREICH angenommen: {REASON}",
        f"Durch Freigabe enthalten: Probewerk gGmbH (0005). Trotz {ALTER} und FORM-DOPPELT angenommen: {REASON}",
    ]
    assert sum(row["Code"] == "FREIGABE" for row in table(report, "Befunde")) == 5
    lines = [line.split(";") for line in (tmp_path / "werte.csv").read_text(encoding="utf-8-sig").splitlines()]
    assert {(line[7], line[11]) for line in lines if line[1] == "0002" and line[6] == "bewilligt.lwv"} == {
        ("-5,00", "angenommen")
    }
    assert {line[11] for line in lines if line[9].endswith("0005_neu.xlsx")} == {"nicht gezählt"}


def contents(data: bytes) -> Iterator[bytes]:
    """Yield what is in a file, however deep: attachments of mails, parts of packages."""
    yield data
    if is_zipfile(BytesIO(data)):
        with ZipFile(BytesIO(data)) as package:
            for name in package.namelist():
                yield from contents(package.read(name))
    elif b"MIME-Version" in data:
        for part in message_from_bytes(data, policy=policy.default).walk():
            if not part.is_multipart():
                yield from contents(part.get_payload(decode=True))  # type: ignore[arg-type]


def test_no_provider_hears_of_it(world: Path, tmp_path: Path) -> None:
    done(*call(world, "respond", "--out", tmp_path / "respond", "--today", "2026-03-17"))
    done(*call(world, "remind", "--out", tmp_path / "remind", "--today", "2026-03-17"))
    assert rv2xl(*call(world, "check", "--annotate", tmp_path / "annotate")).status == 1
    files = [path for folder in ("respond", "remind", "annotate") for path in (tmp_path / folder).iterdir()]
    assert len(files) >= 10
    pieces = {path.name: list(contents(path.read_bytes())) for path in files}
    for name, found in pieces.items():
        for piece in found:
            for word in (REASON, "Zebravermerk", "FREIGABE", "Freigabe", "trotzdem angenommen", "Trotz "):
                assert word.encode() not in piece, (name, word)
    assert any(b"erbracht" in piece for piece in pieces["dokumentation_2025_0001_Rueckmeldung.eml"]), (
        "what is searched is there"
    )


def test_an_accepted_return_gets_a_receipt(world: Path, tmp_path: Path) -> None:
    said = done(*call(world, "respond", "--out", tmp_path / "R", "--today", "2026-03-17"))
    assert "5 Schreiben" in said
    assert "3 angenommen und 2 zurückgewiesen" in said
    assert "Ohne Antwort bleiben" not in said, "the other one of 0005 needs none"
    pages = {
        number: (tmp_path / "R" / f"dokumentation_2025_{number}_Rueckmeldung.html").read_text() for number in MAILS
    }
    assert "Altersgruppen" not in pages["0001"], "what is accepted is not asked back"
    assert "Erbracht wurden" in pages["0001"], "a WARNUNG is"
    assert "keine gültige Angabe" not in pages["0002"]
    assert "Altersgruppen" in pages["0003"]
    reminded = done(*call(world, "remind", "--out", tmp_path / "M", "--today", "2026-04-02"))
    assert "von 2 Leistungserbringern" in reminded
    assert not (tmp_path / "M" / "dokumentation_2025_0001_Erinnerung.eml").exists()


def test_a_marked_copy_is_written_only_of_what_a_sender_may_know(world: Path, tmp_path: Path) -> None:
    rv2xl(*call(world, "check", "--annotate", tmp_path / "A"))
    assert sorted(path.name for path in (tmp_path / "A").iterdir()) == [
        "0001_Rueckmeldung.xlsx", "0003_Rueckmeldung.xlsx", "0004_Rueckmeldung.xlsx",
    ]  # fmt: skip
    marked = opened((tmp_path / "A" / "0001_Rueckmeldung.xlsx").read_bytes())
    assert "Gefunden: 1 Warnung." in texts(marked, marked.sheetnames[0])


@pytest.mark.parametrize("command", ["check", "consolidate", "respond", "remind"])
def test_a_workbook_that_is_none(command: str, world: Path, tmp_path: Path) -> None:
    (tmp_path / "K.xlsm").write_bytes(b"no workbook")
    out = () if command == "check" else ("--out", tmp_path / ("o.xlsx" if command == "consolidate" else "o"))
    answer = rv2xl(*call(world, command, "--decisions", tmp_path / "K.xlsm", *out, decided=False))
    assert answer.status == 2
    assert "lässt sich nicht lesen" in answer.err
    assert list(tmp_path.iterdir()) == [tmp_path / "K.xlsm"]


def test_the_workbook_is_not_overwritten(world: Path) -> None:
    decisions = world / "Konsolidierung.xlsx"
    decisions.write_bytes((world / "Konsolidierung.xlsm").read_bytes())
    for command in ("check", "consolidate"):
        answer = rv2xl(*call(world, command, "--decisions", decisions, "--out", decisions, decided=False))
        assert answer.status == 2
        assert "ist eine der Eingaben" in answer.err
    assert decisions.read_bytes() == (world / "Konsolidierung.xlsm").read_bytes()
