"""What somebody entered about single people stands in nothing that the program writes, unless it was asked for or has to be there.

A whole run on the demonstration, with two more returns that make the program speak of such entries. Of Nachweis and Grund only what was
put in here is looked for: they are chosen from lists that every form and its help print.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import compress

import pytest

from rv2xl.clerk.sheets import NAME, Action
from rv2xl.demo.meldungen import PEOPLE
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.returned.read import read_return
from rv2xl.log import log_to
from rv2xl.model.expressions.expr import Value
from tests.client.commandline import rv2xl
from tests.security.leaks import leaks

PERSON = "Beispielfrau"
"""Stands in every entry of the two returns."""

FIELDS = ("kontakt.name", "kontakt.telefon", "kontakt.mail", "deckblatt.ausgefuellt_von")
COLUMNS = ("kennung", "routenplaner")
"""What is looked for of the others: in fields, and in the columns of the list of people."""

BAD: Mapping[str, Mapping[str, Value]] = {
    "dokumentation": {
        "kontakt.name": f"  Erika {PERSON}", "kontakt.telefon": f"06062 {PERSON} " + "9" * 300, "kontakt.mail": f"{PERSON}@example.org\xa0",
        "deckblatt.ausgefuellt_von": f"\u200bErika {PERSON}",
    },
    "fahrtkosten": {
        "teilnehmende.1.kennung": f"Erika {PERSON}", "teilnehmende.2.kennung": f"Erika {PERSON}",
        "teilnehmende.3.kennung": f" {PERSON} 3", "teilnehmende.4.kennung": PERSON * 10,
        "teilnehmende.1.routenplaner": f"ab Haus {PERSON} " * 20, "teilnehmende.1.nachweis": f"Attest {PERSON}",
        "teilnehmende.2.grund": f"krank: {PERSON} " * 20, "deckblatt.ausgefuellt_von": f" {PERSON}", "teilnehmende.3.strecke": None,
    },
}  # fmt: skip
"""What is entered instead of what the demonstration has: each gives a finding, and the last one a distance to be filled in."""

MELDUNGEN = "demo/Kooperation/Ruecklauf"
NAMED = frozenset(name for person in PEOPLE for name in person)
"""Whom the demonstration's Meldung 8 b names."""

FOLDERS = {"dokumentation": "demo/Ruecklauf", "fahrtkosten": "demo/Berechnungen"}
FIRST = {form: f"{folder}/{form}_2025_0002.xlsx" for form, folder in FOLDERS.items()}
OTHER = {form: first.replace(".xlsx", "_neu.xlsx") for form, first in FIRST.items()}
KNOWN, TODAY = "--register demo/Stammdaten.xlsx --year 2025", "--today 2026-05-04"
COMMANDS = [
    command.format(form=form, folder=folder, first=FIRST[form], other=OTHER[form])
    for form, folder in FOLDERS.items()
    for command in (
        f"check {{folder}} {KNOWN} --all --values --out made/Befunde_{{form}}.xlsx --cache made/Cache --log made/log",
        f"check {{folder}} {KNOWN} --values --format json --cache made/Cache --annotate made/Kopien",
        f"consolidate {{folder}} {KNOWN} --form {{form}} --out made/Bericht_{{form}}.xlsx --data made/Werte_{{form}}.csv",
        f"consolidate {{folder}} {KNOWN} --form {{form}} --out made/Bericht_{{form}}.xlsx --data made/Werte_{{form}}.parquet",
        f"respond {{folder}} {KNOWN} --form {{form}} --out made/Antworten_{{form}} {TODAY}",
        f"remind {{folder}} {KNOWN} --form {{form}} --out made/Mahnungen_{{form}} {TODAY}",
        "compare {first} {other}",
        "compare {first} {other} --format json",
    )
]
COMMANDS += [
    f"distances {OTHER['fahrtkosten']} --table made/wege.csv --out made/fahrtkosten_Entfernungen.xlsx {TODAY}",
    f"generate fahrtkosten --year 2026 --from {OTHER['fahrtkosten']} --out made/Versand",
    f"generate dokumentation --register demo/Stammdaten.xlsx --year 2026 --previous demo/Ruecklauf --out made/Versand --letters {TODAY}",
    f"check {MELDUNGEN} {KNOWN} --all --values --personal --out made/Befunde_8.xlsx --cache made/Cache8 --log made/log8",
    f"consolidate {MELDUNGEN} {KNOWN} --form meldung_8c --out made/Kooperation.xlsx --data made/Werte_8.csv --personal",
    f"consolidate {MELDUNGEN} {KNOWN} --form meldung_8d --out made/Kooperation.xlsx --data made/Werte_8d.parquet --personal",
    f"consolidate {MELDUNGEN} {KNOWN} --out made/Bericht_8.xlsx --html made/Bericht_8.html --data made/Werte_8r.parquet",
    f"respond {MELDUNGEN} {KNOWN} --form meldung_8b --out made/Antworten_8 {TODAY}",
    f"remind {MELDUNGEN} {KNOWN} --form meldung_8b --out made/Mahnungen_8 {TODAY}",
    *(f"clerk demo/{NAME} {action} {TODAY}" for action in Action if action is not Action.GENERATE),
]


class Run(NamedTuple):
    """The folder of it, what was printed by command, and the texts about people that were entered."""

    folder: Path
    printed: Mapping[str, str]
    people: frozenset[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, printed = tmp_path_factory.mktemp("run"), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        printed["demo"] = rv2xl("demo", "--providers", 7).out
        Path("made").mkdir()
        Path("made/wege.csv").write_text("von;nach;km\nniemand;11000001;5\n", encoding="utf-8")
        for form, changes in BAD.items():
            Path(OTHER[form]).write_bytes(changed(Path(FIRST[form]).read_bytes(), changes))
        for command in COMMANDS:
            answer = rv2xl(*command.split())
            assert answer.status < 2, (command, answer)
            printed[command] = answer.out + answer.err
        log_to(Path(os.devnull))
    return Run(folder, printed, frozenset({PERSON, *entered(folder)}))


def changed(data: bytes, changes: Mapping[str, Value]) -> bytes:
    """Enter something else, each on the first sheet that has the field."""
    cells: dict[str, dict[str, Value]] = {}
    for name, value in changes.items():
        sheet, cell = place(data, name)
        cells.setdefault(sheet, {})[cell] = value
    return set_cells(data, cells)


def place(data: bytes, name: str) -> tuple[str, str]:
    sheets = read_return(data, "").sheets.values()
    return next((sheet.name, sheet.entries[name].cell) for sheet in sheets if name in sheet.entries)


def entered(folder: Path) -> set[str]:
    """Return what is entered about people in the returns, as it was read."""
    found = set()
    for path in (path for returns in FOLDERS.values() for path in (folder / returns).glob("*.xlsx")):
        for sheet in read_return(path.read_bytes(), "").sheets.values():
            for name, value in sheet.values.items():
                roster, _, column = name.rpartition(".")
                if value is not None and (name in FIELDS or (roster.startswith("teilnehmende.") and column in COLUMNS)):
                    found.add(str(value).strip())
    return found


def test_whom_a_meldung_names_stands_in_it_and_in_its_marked_copy_alone(run: Run) -> None:
    """In no report, table, letter, log, cache or page of the demonstration and of what is done with it, packed or not."""
    found = {
        path.relative_to(run.folder).as_posix()
        for path in run.folder.rglob("*")
        if path.is_file() and leaks(path, NAMED)
    }
    assert found == {
        f"{MELDUNGEN}/meldung_8b_2025_06437.xlsx",
        "demo/Ergebnis/Rueckmeldung/meldung_8b_2025_06437_Rueckmeldung.xlsx",
    }
    assert leaks(run.folder / MELDUNGEN / "meldung_8b_2025_06437.xlsx", NAMED) == NAMED
    assert [command for command, text in run.printed.items() if any(name in text for name in NAMED)] == []
    assert {path.suffix for path in (run.folder / "demo/Ergebnis").iterdir()} >= {
        ".ics",
        ".html",
        ".csv",
        ".xlsx",
        ".md",
    }


def written(run: Run) -> list[Path]:
    """Return the files in which nobody may stand: neither forms that go out or came back nor copies of these."""
    forms = {"Ruecklauf", "Berechnungen", "Versand"}
    return [
        path
        for path in run.folder.rglob("*")
        if path.is_file()
        and not (forms & set(path.parts) and path.suffix == ".xlsx")
        and not path.stem.endswith(("_Rueckmeldung", "_Entfernungen"))
        and "Cache" not in path.parts
    ]


def test_people_are_found_where_they_were_entered(run: Run) -> None:
    assert len(run.people) > 100
    assert all(len(text) > 6 for text in run.people), "a short word might stand anywhere"
    returns = [path for returns in FOLDERS.values() for path in (run.folder / returns).iterdir()]
    assert set().union(*(leaks(path, run.people) for path in returns)) == run.people


def test_nobody_stands_in_what_is_written(run: Run) -> None:
    files = written(run)
    assert {path.suffix for path in files} >= {".xlsx", ".xlsm", ".csv", ".parquet", ".md", ".eml", ".html", ""}
    assert len([path for path in files if path.suffix == ".eml"]) > 10
    assert {path: found for path in files if (found := leaks(path, run.people))} == {}


def test_nobody_stands_in_what_is_printed(run: Run) -> None:
    found = {command: {one for one in run.people if one in text} for command, text in run.printed.items()}
    assert {command: people for command, people in found.items() if people} == {}


def test_what_is_amiss_is_said_all_the_same(run: Run) -> None:
    """Of each bad entry its cell is named, so that somebody can look there."""
    for form, changes in BAD.items():
        said = next(text for command, text in run.printed.items() if command.startswith(f"check {FOLDERS[form]}"))
        data = (run.folder / OTHER[form]).read_bytes()
        cells = {name: place(data, name)[1] for name in changes}
        assert {name: cell for name, cell in cells.items() if cell not in said} == {}


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_what_has_to_hold_people_is_for_its_owner_alone(run: Run) -> None:
    made = [*(run.folder / "made").rglob("*"), *(run.folder / "demo" / "Ergebnis" / "Rueckmeldung").rglob("*")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in made}
    cached = [path for path in made if "Cache" in path.parts and path.is_file() and path.name != "CACHEDIR.TAG"]
    copies = [path for path in made if path.stem.endswith(("_Rueckmeldung", "_Entfernungen")) or path.suffix == ".eml"]
    issued = [path for path in made if "Versand" in path.parts and path.is_file()]
    assert min(len(cached), len(copies), len(issued)) > 3
    assert {modes[path] for path in (*cached, *copies, *issued)} == {0o600}
    folders = {run.folder / "made" / name for name in ("Cache", "Versand", "Kopien", "Mahnungen_dokumentation")}
    assert {modes[path] for path in folders | {path.parent for path in cached}} == {0o700}


def test_they_are_there_where_somebody_asks_for_them(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so what looks for them finds a leak."""
    monkeypatch.chdir(run.folder)
    for form, folder in FOLDERS.items():
        report = tmp_path / f"{form}.xlsx"
        for suffix in (".csv", ".parquet"):
            data = tmp_path / f"{form}{suffix}"
            rv2xl("consolidate", folder, *KNOWN.split(), "--form", form, "--out", report, "--data", data, "--personal")
            assert len(leaks(data, run.people)) > 20
            assert os.name == "nt" or stat.S_IMODE(data.stat().st_mode) == 0o600
        assert bool(leaks(report, run.people)) == (form == "dokumentation")
        assert PERSON in rv2xl("compare", FIRST[form], OTHER[form], "--personal").out
        assert PERSON in rv2xl("check", OTHER[form], "--values", "--personal", "--format", "json").out


# --- What looks for them ----------------------------------------------------------------------------------------------

TEXT = "Änne Musterfrau"


def _packed(content: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", content)
    return target.getvalue()


def _mail(cte: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Ihre Dokumentation"
    message.set_content(f"Guten Tag,\n{TEXT}\n", cte=cte)
    return message.as_bytes()


def _parquet() -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    target = BytesIO()
    write_table(pyarrow.table({"wert": [TEXT] * 100}), target, compression="zstd")
    return target.getvalue()


HIDDEN: Mapping[str, Callable[[], bytes]] = {
    "text": f"a;{TEXT};b".encode,
    "a part": lambda: _packed(f"<t>{TEXT}</t>".encode()),
    "a package in a package": lambda: _packed(_packed(f"<t>{TEXT}</t>".encode())),
    "signs that stand for letters": lambda: _packed(b"<t>&#196;nne Musterfrau</t>"),
    "UTF-16": lambda: b"\x01" + TEXT.encode("utf-16-le"),
    "quoted-printable": lambda: _mail("quoted-printable"),
    "base64": lambda: _mail("base64"),
    "columns": _parquet,
    "packed": lambda: b"rv2xl 1\n" + compress(f"[{TEXT}]".encode()),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_texts_are_found_wherever_they_hide(hidden: str, tmp_path: Path) -> None:
    path = tmp_path / "datei"
    path.write_bytes(HIDDEN[hidden]())
    assert leaks(path, [TEXT, "Erika Musterfrau"]) == {TEXT}
