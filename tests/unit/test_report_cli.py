"""`report` as a clerk types it: what it writes, what it never tells, and what it says of a bad call."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.forms import newest
from rv2xl.outgoing.issuing import issue_for
from tests.client.commandline import done, rv2xl
from tests.unit.letters.folder import known, stammdaten
from tests.unit.reports.folder import YEAR, Sent, written
from tests.unit.reports.overview.worlds import EIGHT_C, EIGHT_D, KREIS, REGISTER

PERSON = {"person.1.name": "Zwölfzehn", "person.1.vorname": "Ysoldine"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a return, Meldungen of two years, and a list with a name."""
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten({}))
    returns = folder / "Ruecklauf"
    returns.mkdir()
    (returns / "1.xlsx").write_bytes(written(known, Sent("1.xlsx", "0001")))
    for name, year, values in (
        ("meldung_8c", YEAR, EIGHT_C), ("meldung_8c", YEAR + 1, {"anzahl.gesamt": 132}), ("meldung_8d", YEAR, EIGHT_D),
        ("meldung_8b", YEAR, PERSON),
    ):  # fmt: skip
        layout = lay_out(issue_for(newest(name), REGISTER, year, KREIS))
        section = next(placed.key for placed in layout.placed if any(field in placed.sheet.fields for field in values))
        (returns / f"{name}_{year}_{KREIS}.xlsx").write_bytes(workbook_bytes(layout, {section: dict(values)}))
    return folder


def asked(office: Path, *more: object) -> tuple[object, ...]:
    return ("report", KREIS, office / "Ruecklauf", "--register", office / "Stammdaten.xlsx", "--year", YEAR, "--out",
            office / "Regionalübersicht.xlsx", "--html", office / "Regionalübersicht.html", "--today", "2026-04-10",
            *more)  # fmt: skip


def parts(files: Iterator[Path]) -> Iterator[bytes]:
    for file in files:
        yield file.read_bytes()
        if file.suffix == ".xlsx":
            with ZipFile(file) as package:
                yield from map(package.read, package.namelist())


@pytest.mark.parametrize("more", [[], ["--internal"]], ids=["external", "internal"])
def test_it_writes_both_files_and_tells_no_name(office: Path, more: list[str]) -> None:
    for file in office.glob("Regional*"):
        file.unlink()
    said = done(*asked(office, *more))
    assert "Geschrieben: " in said
    book = openpyxl.load_workbook(office / "Regionalübersicht.xlsx")
    cells = list(book["Meldungen"].iter_rows(min_row=6, max_row=6, min_col=3, values_only=True))
    assert cells == [(121, 132) if more else (120, 130)]
    for name in PERSON.values():
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            assert not [part for part in parts(office.glob("Regional*")) if name.encode(encoding) in part]
        assert name not in said


def test_it_takes_the_place_of_its_like_alone(office: Path) -> None:
    done(*asked(office, *([] if "Interne" not in title(office) else ["--internal"])))
    other = rv2xl(*asked(office, *(["--internal"] if "Interne" not in title(office) else [])))
    assert other.status == 2
    assert "gibt es schon" in other.err
    for file in office.glob("Regional*"):
        file.unlink()
    (office / "Regionalübersicht.html").write_text("<p>Eigenes</p>", encoding="utf-8")
    answer = rv2xl(*asked(office))
    assert (answer.status, "keine Seite" in answer.err) == (2, True)
    assert not (office / "Regionalübersicht.xlsx").exists()
    (office / "Regionalübersicht.html").unlink()


def title(office: Path) -> str:
    return str(openpyxl.load_workbook(office / "Regionalübersicht.xlsx").properties.title)


def test_without_returns_it_has_the_words_of_the_agreement(tmp_path: Path) -> None:
    out = tmp_path / "Übersicht.xlsx"
    said = done("report", KREIS, "--year", YEAR, "--out", out)
    assert "Ohne Rückläufe: Die Übersicht enthält keine Zahlen, nur Gremien und Aufgaben." in " ".join(said.split())
    assert openpyxl.load_workbook(out)["Kennzahlen"]["B5"].value == "Rückläufe der Dokumentation sind nicht angegeben."


@pytest.mark.parametrize(
    ("region", "year", "more", "sentence"),
    [
        ("06411", YEAR, [],
         "Mit „Stadt Darmstadt“ ist keine Kooperationsvereinbarung bekannt; bekannt ist: Odenwaldkreis (06437)."),
        ("6437", YEAR, [], "Einen Kreis mit dem Schlüssel „6437“ gibt es 2025 nicht."),
        ("06415", YEAR, [], "Einen Kreis mit dem Schlüssel „06415“ gibt es 2025 nicht."),
        (KREIS, 2019, [], "Die Vereinbarung mit „Odenwaldkreis“ gilt erst seit dem 01.12.2020; 2019 gab es sie nicht."),
        (KREIS, 2022, ["Ruecklauf", "--register", "Stammdaten.xlsx"], "2023"),
        (KREIS, YEAR, ["Ruecklauf"], "Zu den Rückläufen gehören die Stammdaten; bitte --register angeben."),
        (KREIS, YEAR, ["--register", "Stammdaten.xlsx"],
         "Zu --register gehören die Rückläufe; bitte nach dem Schlüssel auch deren Ordner angeben."),
        (KREIS, YEAR, ["--previous", "Werte.csv"],
         "Zu --previous gehören die Rückläufe; bitte nach dem Schlüssel auch deren Ordner angeben."),
        (KREIS, YEAR, ["Nirgends", "--register", "Stammdaten.xlsx"], "Den Ordner oder die Datei „Nirgends“ gibt es nicht."),
        (KREIS, YEAR, ["--html", "Seite.pdf"], "Der Name „Seite.pdf“ muss auf „.html“ enden."),
    ],
)  # fmt: skip
def test_a_bad_call_is_one_sentence(
    office: Path, monkeypatch: pytest.MonkeyPatch, region: str, year: int, more: list[str], sentence: str
) -> None:
    monkeypatch.chdir(office)
    answer = rv2xl("report", region, *more, "--year", year, "--out", "Neu.xlsx")
    assert (answer.status, answer.out) == (2, "")
    assert sentence in " ".join(answer.err.split())
    assert not (office / "Neu.xlsx").exists()


def test_it_is_not_read_from_where_it_is_written(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Ruecklauf"
    shutil.copytree(office / "Ruecklauf", folder)
    answer = rv2xl(
        "report", KREIS, folder, "--register", office / "Stammdaten.xlsx", "--year", YEAR, "--out", folder / "1.xlsx"
    )
    assert answer.status == 2
    assert "ist eine der Eingaben" in answer.err
