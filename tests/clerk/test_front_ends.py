"""Macro, clerk command and plain commands: one report, byte for byte; and what LibreOffice saved goes on where it stood."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rv2xl.clerk.sheets import PROTOKOLL, RUECKLAUF, Action, Head, SheetTable
from tests.clerk.desk import DAY, MOMENT, Desk
from tests.client.commandline import done, rv2xl

REJECTED, REASON = "dokumentation_2025_0001.xlsx", "Telefonisch geklärt & „bestätigt“"
ACCEPTED = f"Trotz A2-ALTER-SUMME angenommen: {REASON}"


@pytest.fixture
def decided(desk: Desk) -> Desk:
    """The clerk has checked, answered everybody, and accepted a return in spite of its finding."""
    desk.press(Action.CHECK)
    desk.type(RUECKLAUF, Head.FREIGABE, REJECTED, "ja")
    desk.type(RUECKLAUF, Head.BEGRUENDUNG, REJECTED, REASON)
    desk.press(Action.RESPOND)
    return desk


def saved(desk: Desk) -> Path:
    """Let LibreOffice save the workbook beside itself."""
    return desk.document.save_xlsm(desk.folder / "gesichert.xlsm")


def plain(desk: Desk, command: str, *more: str | Path) -> tuple[str | Path, ...]:
    folder = desk.folder
    return (command, folder / "Ruecklauf", "--register", folder / "Stammdaten.xlsx", "--year", "2025", *more)


def table(path: Path, table: SheetTable) -> list[dict[str, object]]:
    """Read a table of the saved workbook, by its heads."""
    rows = load_workbook(path)[table.sheet].iter_rows(min_row=3, values_only=True)
    heads = [str(head) for head in next(rows)]
    return [dict(zip(heads, row, strict=True)) for row in rows if any(row)]


def by_macro(desk: Desk) -> bytes:
    desk.press(Action.CONSOLIDATE)
    return (desk.folder / "Ergebnis/Regionalbericht_2025.xlsx").read_bytes()


def by_clerk(desk: Desk) -> bytes:
    done("clerk", saved(desk), "consolidate", "--today", DAY.isoformat())
    return (desk.folder / "Ergebnis/Regionalbericht_2025.xlsx").read_bytes()


def by_plain_command(desk: Desk) -> bytes:
    out = (
        desk.folder / "Ergebnis" / "Bericht der Kommandozeile.xlsx"
    )  # its links lead to the returns as those of the others do
    done(*plain(desk, "consolidate", "--out", out, "--decisions", saved(desk), "--today", DAY.isoformat()))
    return out.read_bytes()


FRONT_ENDS: tuple[Callable[[Desk], bytes], ...] = (by_macro, by_clerk, by_plain_command)


def reports(desk: Desk) -> list[bytes]:
    """Return the report of each front end, made anew."""
    made = []
    for make in FRONT_ENDS:
        (desk.folder / "Ergebnis/Regionalbericht_2025.xlsx").unlink(missing_ok=True)
        made.append(make(desk))
    return made


def texts(report: bytes, folder: Path) -> str:
    """Return all texts of a report."""
    path = folder / "gelesen.xlsx"
    path.write_bytes(report)
    return "\n".join(
        str(cell) for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )


def test_three_front_ends_give_the_same_bytes_also_when_the_decision_has_lapsed(decided: Desk, tmp_path: Path) -> None:
    with_decision = reports(decided)
    assert len(set(with_decision)) == 1
    assert ACCEPTED in texts(with_decision[0], tmp_path)

    path = decided.folder / "Ruecklauf" / REJECTED
    data = bytearray(path.read_bytes())
    data[10] ^= 1  # the time of day of the first part: the content stays the same
    path.write_bytes(data)
    lapsed = reports(decided)
    assert len(set(lapsed)) == 1
    assert lapsed[0] != with_decision[0]
    assert ACCEPTED not in texts(lapsed[0], tmp_path)
    states = {row[0]: row[1] for row in decided.rows(RUECKLAUF, Head.DATEI, Head.STATUS)}
    assert states[REJECTED] == "zurückgewiesen"
    assert {row[Head.DATEI]: row[Head.STATUS] for row in table(decided.folder / "gesichert.xlsm", RUECKLAUF)} == states
    answer = rv2xl(*plain(decided, "check", "--decisions", decided.folder / "gesichert.xlsm"))
    assert (answer.status, answer.err) == (1, "")
    assert ACCEPTED not in answer.out


def test_what_libreoffice_saved_goes_on_where_it_stood(decided: Desk) -> None:
    path = saved(decided)
    answer = rv2xl(*plain(decided, "check", "--decisions", path))
    assert (answer.status, answer.err) == (1, "")
    assert ACCEPTED in " ".join(answer.out.split())
    before, record = table(path, RUECKLAUF), table(path, PROTOKOLL)
    said = done("clerk", path, "check", "--today", "2026-04-20")
    assert said.startswith("9 Dateien: 3 angenommen, 1 zurückgewiesen, 1 doppelt, 1 ersetzt, 3 unlesbar.\n")
    assert table(path, RUECKLAUF) == before
    row = next(row for row in before if row[Head.DATEI] == REJECTED)
    checksum = sha256((decided.folder / "Ruecklauf" / REJECTED).read_bytes()).hexdigest()
    assert {head: row[head] for head in (Head.STATUS, Head.FREIGABE, Head.BEGRUENDUNG, Head.WIRKUNG, Head.GILT_FUER)} == {
        Head.STATUS: "angenommen", Head.FREIGABE: "ja", Head.BEGRUENDUNG: REASON, Head.WIRKUNG: ACCEPTED,
        Head.GILT_FUER: f"{checksum} A2-ALTER-SUMME",
    }  # fmt: skip
    assert {str(row[Head.EINGANG])[:10] for row in before} == {DAY.isoformat(), "None"}
    assert str(row[Head.BEANTWORTET])[:10] == DAY.isoformat()
    after = table(path, PROTOKOLL)
    assert after[: len(record)] == record
    assert [(row[Head.ZEITPUNKT], row[Head.VORGANG]) for row in after if row[Head.ZEITPUNKT]] == [
        (MOMENT, "Rücklauf prüfen (dokumentation 2025)"), (MOMENT, "Rückmeldungen erstellen (dokumentation 2025)"),
        ("20.04.2026", "Rücklauf prüfen (dokumentation 2025)"),
    ]  # fmt: skip
    assert len(after) == len(record) + 1
