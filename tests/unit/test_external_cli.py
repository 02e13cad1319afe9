"""`consolidate --external` as a clerk types it: the edition for publication, and what it cannot be asked for together with."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.client.commandline import done, rv2xl
from tests.unit.letters.folder import known, stammdaten
from tests.unit.reports.folder import YEAR, Sent, written


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten({}))
    (folder / "Ruecklauf").mkdir()
    (folder / "Ruecklauf" / "1.xlsx").write_bytes(written(known, Sent("1.xlsx", "0001")))
    return folder


def asked(office: Path, *more: object) -> tuple[object, ...]:
    return (
        "consolidate", office / "Ruecklauf", "--register", office / "Stammdaten.xlsx", "--year", YEAR, "--external",
        "--out", office / "Extern.xlsx", *more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--data", "Werte.csv"],
         "Die Ausgabe zur Veröffentlichung enthält keine Einzelangaben; bitte --data oder --external weglassen."),
        (["--personal"],
         "Die Ausgabe zur Veröffentlichung enthält keine Einzelangaben; bitte --personal oder --external weglassen."),
        (["--form", "fahrtkosten"],
         "Von „Fahrtkosten: Ermittlung und Abgeltung“ gibt es keine Ausgabe zur Veröffentlichung; bitte --external weglassen."),
    ],
)  # fmt: skip
def test_what_it_cannot_be_asked_for_with(office: Path, more: list[str], sentence: str) -> None:
    answer = rv2xl(*asked(office, *more))
    assert (answer.status, answer.out) == (2, "")
    assert sentence in " ".join(answer.err.split())
    assert not (office / "Extern.xlsx").exists()


def test_it_is_written_and_takes_no_other_reports_place(office: Path) -> None:
    out = office / "Extern.xlsx"
    done(*asked(office))
    assert "Orte" not in openpyxl.load_workbook(out).sheetnames
    internal = rv2xl(*(one for one in asked(office) if one != "--external"))
    assert internal.status == 2
    assert "gibt es schon" in internal.err
    done(*asked(office))
    out.unlink()
