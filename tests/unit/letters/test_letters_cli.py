"""`respond` and `remind` as a clerk runs them: what is written, what is said, and what is never replaced."""

from __future__ import annotations

import os
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.client.commandline import done, rv2xl
from tests.unit.corrections.folder import LIST
from tests.unit.letters.folder import FOLDER, known, stammdaten
from tests.unit.reports.folder import YEAR, Sent, ort, written

MAILS = {"0001": "le-0001@example.org", "0002": "a@example.org, b@example.org", "0003": "le-0003@example.org"}
"""0002 has two addresses in one cell, 0004 and 0005 have none."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with „Stammdaten.xlsx“ and „Ruecklauf“."""
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten(MAILS))
    (folder / "Ruecklauf").mkdir()
    for sent in FOLDER:
        (folder / sent.name).write_bytes(written(known, sent))
    return folder


def arguments(world: Path, command: str, out: Path, today: str, *more: str | Path) -> tuple[str | int | Path, ...]:
    register = world / "Stammdaten.xlsx"
    return (command, world / "Ruecklauf", "--register", register, "--year", YEAR, "--out", out, "--today", today, *more)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_respond(world: Path, tmp_path: Path) -> None:
    said = done(*arguments(world, "respond", tmp_path / "R", "2026-03-17"))
    assert said.splitlines() == [
        f"3 Schreiben in „{tmp_path / 'R'}“ geschrieben: 1 angenommen, 1 angenommen mit berichtigten Stammdaten und 1 zurückgewiesen.",
        f"2 Berichtigungen der Stammdaten stehen in „{tmp_path / 'R' / LIST}“; bitte dort unter „übernehmen“ wählen, dann „rv2xl "
        "update-register“ aufrufen.",
        "Ohne Empfänger, weil in den Stammdaten keine Mailadresse steht: 0004 Musterhilfe gGmbH.",
        "Ohne Empfänger, weil die Mailadresse in den Stammdaten keine gültige ist: 0002 Beispielwerk e. V.",
    ]  # fmt: skip
    files = content(tmp_path / "R")
    names = [f"dokumentation_2025_{number}_Rueckmeldung" for number in ("0001", "0002", "0004")]
    assert sorted(files) == [LIST, *(f"{name}.{suffix}" for name in names for suffix in ("eml", "html"))]
    messages = [message_from_bytes(files[f"{name}.eml"], policy=policy.default) for name in names]
    assert [message["To"] for message in messages] == ["Werkstatt Erbach gGmbH <le-0001@example.org>", None, None]
    assert b"Am &lt;b&gt;Park&lt;/b&gt; 2" in files[f"{names[1]}.html"]
    done(*arguments(world, "respond", tmp_path / "again", "2026-03-17"))
    assert content(tmp_path / "again") == files
    assert os.name == "nt" or {path.stat().st_mode & 0o777 for path in (tmp_path / "R").iterdir()} == {0o600}


def test_remind(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "M"
    said = done(*arguments(world, "remind", out, "2026-04-02"))
    assert said.splitlines() == [
        f"4 Meldungen fehlen noch von 3 Leistungserbringern; die Liste ist „{out / 'Mahnliste_dokumentation_2025.xlsx'}“.",
        f"3 Schreiben in „{out}“ geschrieben: 2 nach Ablauf der Frist und 1 vor Ablauf der Frist.",
        "Ohne Empfänger, weil in den Stammdaten keine Mailadresse steht: 0004 Musterhilfe gGmbH und 0005 Probewerk gGmbH.",
    ]
    names = [
        f"dokumentation_2025_{number}_Erinnerung.{suffix}"
        for number in ("0003", "0004", "0005")
        for suffix in ("eml", "html")
    ]
    assert sorted(content(out)) == ["Mahnliste_dokumentation_2025.xlsx", *names]
    done(*arguments(world, "remind", tmp_path / "again", "2026-04-02"))
    assert content(tmp_path / "again") == content(out)


def test_remind_does_with_an_empty_folder(world: Path, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    register = world / "Stammdaten.xlsx"
    said = done(
        "remind",
        tmp_path / "leer",
        "--register",
        register,
        "--year",
        YEAR,
        "--out",
        tmp_path / "M",
        "--today",
        "2026-04-02",
    )
    assert said.startswith("7 Meldungen fehlen noch von 5 Leistungserbringern;")


def test_letters_of_another_day_are_replaced_unless_somebody_changed_them(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "M"
    done(*arguments(world, "remind", out, "2026-04-02"))
    first = content(out)
    said = done(*arguments(world, "remind", out, "2026-05-04"))
    assert "entfernt" not in said
    second = content(out)
    assert first.keys() == second.keys()
    assert all(first[name] != second[name] for name in first)
    for name in (
        "dokumentation_2025_0004_Erinnerung.eml",
        "dokumentation_2025_0003_Erinnerung.html",
        "Mahnliste_dokumentation_2025.xlsx",
    ):
        changed = second[name].replace(b"Frist", b"frist") if not name.endswith("xlsx") else edited(second[name])
        (out / name).write_bytes(changed)
        before = content(out)
        answer = rv2xl(*arguments(world, "remind", out, "2026-05-05"))
        assert (answer.status, answer.out) == (2, "")
        assert answer.err == (
            f"„{out / name}“ wurde nach dem Schreiben geändert und bleibt deshalb, wie es ist; bitte die Datei zuerst wegräumen oder "
            "einen anderen Ordner angeben. Es wurde nichts geschrieben.\n"
        )
        assert content(out) == before
        (out / name).write_bytes(second[name])


@pytest.mark.parametrize(("count", "named", "rest"), [(2, 2, ""), (3, 3, ""), (5, 3, " und 2 weitere")])
def test_of_many_changed_files_the_first_are_named(
    world: Path, tmp_path: Path, count: int, named: int, rest: str
) -> None:
    out = tmp_path / "M"
    done(*arguments(world, "remind", out, "2026-04-02"))
    changed = sorted(out.glob("*.html")) + sorted(out.glob("*.eml"))
    for path in changed[:count]:
        path.write_bytes(path.read_bytes() + b"x")
    answer = rv2xl(*arguments(world, "remind", out, "2026-05-05"))
    names = [f"„{path}“" for path in sorted(changed[:count])[:named]]
    joined = ", ".join(names) + rest if rest else f"{', '.join(names[:-1])} und {names[-1]}"
    assert answer.err == (
        f"{joined} wurden nach dem Schreiben geändert und bleiben deshalb, wie sie sind; bitte die Dateien zuerst wegräumen oder einen "
        "anderen Ordner angeben. Es wurde nichts geschrieben.\n"
    )
    assert answer.status == 2


def test_who_is_not_in_the_register_is_said_to_have_no_recipient_for_that(world: Path, tmp_path: Path) -> None:
    register = known()
    lines = {**register.traeger, "0099": {"nummer": "0099", "name": "Fremdwerk"}}
    foreign = type(register)(lines, (*register.orte, ort("0099", "11000099", "06437")), (), register.absender)
    (tmp_path / "R").mkdir()
    (tmp_path / "R" / "a.xlsx").write_bytes(written(lambda: foreign, Sent("a.xlsx", "0099")))
    said = done(
        "respond", tmp_path / "R", "--register", world / "Stammdaten.xlsx", "--year", YEAR, "--out", tmp_path / "A", "--today", "2026-03-17"
    )  # fmt: skip
    assert "Ohne Empfänger, weil die Nummer nicht in den Stammdaten steht: 0099 Fremdwerk." in said.splitlines()
    assert "keine Mailadresse" not in said


DRAFT = "dokumentation_2025_0004_Rueckmeldung.eml"


@pytest.mark.parametrize(
    "change",
    [lambda data: b"", lambda data: data[:-1], lambda data: data + b"\n", lambda data: data.replace(b"\r\n", b"\n"),
     lambda data: b"X-Note: y\r\n" + data, lambda data: data.replace(b"X-Unsent: 1", b"X-Unsent: 0"), lambda data: b"\xff" * 99],
    ids=["emptied", "cut", "longer", "line breaks", "a header more", "another header", "something else"],
)  # fmt: skip
def test_an_answer_that_somebody_changed_is_left_alone(
    world: Path, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    out = tmp_path / "R"
    done(*arguments(world, "respond", out, "2026-03-17"))
    draft = (out / DRAFT).read_bytes()
    done(*arguments(world, "respond", out, "2026-03-18"))
    assert (out / DRAFT).read_bytes() != draft, "one that nobody changed is replaced"
    (out / DRAFT).write_bytes(change(draft))
    before = content(out)
    answer = rv2xl(*arguments(world, "respond", out, "2026-03-19"))
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"„{out / DRAFT}“ wurde nach dem Schreiben geändert")
    assert content(out) == before


def test_a_folder_in_the_place_of_an_answer_stops_all_of_them(world: Path, tmp_path: Path) -> None:
    (tmp_path / "R" / DRAFT).mkdir(parents=True)
    answer = rv2xl(*arguments(world, "respond", tmp_path / "R", "2026-03-17"))
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"„{tmp_path / 'R' / DRAFT}“ ist ein Ordner, keine Datei.\n"
    assert [path.name for path in (tmp_path / "R").iterdir()] == [DRAFT]


def edited(data: bytes) -> bytes:
    """Return a workbook in which somebody has noted something."""
    from io import BytesIO

    from openpyxl import load_workbook

    book, target = load_workbook(BytesIO(data)), BytesIO()
    book["Mahnliste"]["M6"] = "angerufen"
    book.save(target)
    return target.getvalue()


def test_letters_to_those_who_are_done_by_now_are_removed(world: Path, tmp_path: Path) -> None:
    out, empty = tmp_path / "M", tmp_path / "leer"
    empty.mkdir()
    register = world / "Stammdaten.xlsx"
    done("remind", empty, "--register", register, "--year", YEAR, "--out", out, "--today", "2026-04-02")
    (out / "dokumentation_2025_0001_Erinnerung_notiz.eml").write_bytes(b"x")
    said = done(*arguments(world, "remind", out, "2026-04-02"))
    assert "2 Schreiben von einem anderen Tag entfernt, die niemand geändert hatte." in said
    numbers = {name.split("_")[2] for name in content(out) if name.endswith("Erinnerung.eml")}
    assert numbers == {"0003", "0004", "0005"}
    assert (out / "dokumentation_2025_0001_Erinnerung_notiz.eml").exists()


@pytest.mark.parametrize("command", ["respond", "remind"])
@pytest.mark.parametrize("year", [YEAR - 1, YEAR + 1])
def test_a_slip_in_the_year_writes_no_letter(world: Path, tmp_path: Path, command: str, year: int) -> None:
    register, out = world / "Stammdaten.xlsx", tmp_path / "x"
    answer = rv2xl(command, world / "Ruecklauf", "--register", register, "--year", year, "--out", out)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == "Alle 3 Rückläufe sind von 2025; gemeint ist wohl --year 2025.\n"
    assert not out.exists()


def test_what_cannot_be_done(world: Path, tmp_path: Path) -> None:
    def refused(*given: str | int | Path) -> str:
        answer = rv2xl(*given)
        assert (answer.status, answer.out) == (2, "")
        return answer.err.rstrip("\n")

    inside = world / "Ruecklauf" / "Antworten"
    for command in ("respond", "remind"):
        assert refused(*arguments(world, command, inside, "2026-04-02")) == (
            f"„{inside}“ liegt im Ordner der Rückläufe; bitte für die Schreiben und Kopien einen anderen Ordner angeben."
        )
        own = tmp_path / "Vorlagen"
        own.mkdir(exist_ok=True)
        (own / "bausteine.txt.j2").write_text("{% macro %}", "utf-8")
        said = refused(*arguments(world, command, tmp_path / "x", "2026-04-02", "--templates", own))
        assert said.startswith(
            f"Die Vorlage „{own / 'bausteine.txt.j2'}“ hat einen Fehler in Zeile 1; dazu heißt es: „"
        )
        register = world / "Stammdaten.xlsx"
        assert refused(*arguments(world, command, register, "2026-04-02")) == f"„{register}“ ist kein Ordner."
    assert not inside.exists()
    assert not (tmp_path / "x").exists()
