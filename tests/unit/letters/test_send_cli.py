"""`generate --letters --previous` as a clerk runs it: workbooks and letters together or not at all, and what is never replaced."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from rv2xl.excel.package.set_cells import set_cells
from tests.client.commandline import done, rv2xl
from tests.forms.standard import judged, standard
from tests.unit.letters.folder import FOLDER, known, stammdaten
from tests.unit.letters.test_letters_cli import content
from tests.unit.reports.folder import YEAR, Sent, written

MAILS = {"0001": "le-0001@example.org", "0002": "a@example.org, b@example.org", "0003": "le-0003@example.org"}
NEXT = YEAR + 1
RESTING = Sent("Ruecklauf/dokumentation_2025_0003.xlsx", "0003")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("Amt")
    (folder / "Stammdaten.xlsx").write_bytes(stammdaten(MAILS))
    (folder / "Ruecklauf").mkdir()
    for sent in (*FOLDER, RESTING):
        (folder / sent.name).write_bytes(written(known, sent))
    return folder


def arguments(world: Path, out: Path, *more: str | Path, today: str = "2027-01-04") -> tuple[str | int | Path, ...]:
    register = world / "Stammdaten.xlsx"
    head = ("generate", "dokumentation", "--register", register, "--year", NEXT, "--out", out)
    return (*head, "--letters", "--today", today, *more)


def refused(*given: str | int | Path) -> str:
    answer = rv2xl(*given)
    assert (answer.status, answer.out) == (2, "")
    return answer.err.rstrip("\n")


def draft_in(folder: Path, number: str) -> EmailMessage:
    data = (folder / f"dokumentation_{NEXT}_{number}_Versand.eml").read_bytes()
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


OTHER_YEAR = (
    "Eine verlängerte Frist gehört nicht zum Berichtsjahr 2026: 0005 (30.04.2026). Dort gilt der 31.03.2027; "
    "bitte die Stammdaten prüfen."
)


def test_workbooks_and_letters(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "V"
    said = done(*arguments(world, out, "--previous", world / "Ruecklauf"))
    assert [line for line in said.splitlines() if "Arbeitsmappen in" not in line] == [
        OTHER_YEAR,
        "Angaben von 2025 stehen in 3 von 5 Arbeitsmappen.",
        f"Nicht übernommen: „{world / 'Ruecklauf' / 'dokumentation_2025_0004.xlsx'}“ (zurückgewiesen).",
        f"5 Schreiben in „{out}“ geschrieben.",
        "Ohne Empfänger, weil in den Stammdaten keine Mailadresse steht: 0004 Musterhilfe gGmbH und 0005 Probewerk gGmbH.",
        "Ohne Empfänger, weil die Mailadresse in den Stammdaten keine gültige ist: 0002 Beispielwerk e. V.",
    ]
    numbers = ("0001", "0002", "0003", "0004", "0005")
    assert sorted(content(out)) == sorted(
        f"dokumentation_{NEXT}_{number}{ending}" for number in numbers for ending in (".xlsx", "_Versand.eml", "_Versand.html")
    )  # fmt: skip
    assert [draft_in(out, number)["To"] for number in numbers] == [
        "Werkstatt Erbach gGmbH <le-0001@example.org>", None, "Stiftung Muster <le-0003@example.org>", None, None,
    ]  # fmt: skip
    for number in numbers:
        (workbook,) = draft_in(out, number).iter_attachments()
        assert workbook.get_filename() == f"dokumentation_{NEXT}_{number}.xlsx"
        assert workbook.get_content() == (out / f"dokumentation_{NEXT}_{number}.xlsx").read_bytes()
        plain = draft_in(out, number).get_body(("plain",))
        assert plain is not None
        assert ("Vorjahr: ja" in plain.get_content()) == (number in ("0001", "0002", "0003"))
    done(*arguments(world, tmp_path / "again", "--previous", world / "Ruecklauf"))
    assert content(tmp_path / "again") == content(out)


def test_files_and_folders_of_last_year(world: Path, tmp_path: Path) -> None:
    """One file twice is one; what is no return is told and changes nothing."""
    returns = [world / "Ruecklauf" / f"dokumentation_2025_{number}.xlsx" for number in ("0001", "0003")]
    paths = [part for path in (*returns, returns[0], world / "Stammdaten.xlsx") for part in ("--previous", path)]
    said = done(*arguments(world, tmp_path / "V", *paths)).splitlines()
    assert said[:3] == [
        OTHER_YEAR,
        "Angaben von 2025 stehen in 2 von 5 Arbeitsmappen.",
        f"Nicht übernommen: „{world / 'Stammdaten.xlsx'}“ (anderes Formular).",
    ]


def test_letters_of_another_day_are_replaced_unless_somebody_changed_them(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "V"
    done(*arguments(world, out))
    first = content(out)
    done(*arguments(world, out, today="2027-01-05"))
    second = content(out)
    assert {name for name in first if first[name] != second[name]} == {name for name in first if "Versand" in name}
    (out / f"dokumentation_{NEXT}_0003_Versand.html").write_bytes(b"anders")
    (out / f"dokumentation_{NEXT}_0005.xlsx").unlink()
    before = content(out)
    assert refused(*arguments(world, out, today="2027-01-06")).startswith(
        f"„{out / f'dokumentation_{NEXT}_0003_Versand.html'}“ wurde nach dem Schreiben geändert"
    )
    assert content(out) == before, "no workbook either"
    done(*arguments(world, out, "--provider", "0005", today="2027-01-06"))
    assert {name for name in content(out) if content(out)[name] != before.get(name)} == {
        f"dokumentation_{NEXT}_0005{ending}" for ending in (".xlsx", "_Versand.eml", "_Versand.html")
    }  # fmt: skip


def test_a_workbook_in_which_somebody_wrote_keeps_its_letter_too(world: Path, tmp_path: Path) -> None:
    out = tmp_path / "V"
    done(*arguments(world, out))
    path = out / f"dokumentation_{NEXT}_0003.xlsx"
    path.write_bytes(set_cells(path.read_bytes(), {"58 Ort 11000003": {"B16": "Frau Muster"}}))
    before = content(out)
    assert "ist ausgefüllt (Blatt „58 Ort 11000003“, „Kontakt – Name“)" in refused(
        *arguments(world, out, today="2027-01-05")
    )
    assert content(out) == before


def test_own_templates(world: Path, tmp_path: Path) -> None:
    own = tmp_path / "Vorlagen"
    own.mkdir()
    (own / "versand.j2").write_text("{% block betreff %}Post{% endblock %}{{ brief.vordruck.datei }}", "utf-8")
    done(*arguments(world, tmp_path / "V", "--templates", own))
    assert draft_in(tmp_path / "V", "0001")["Subject"] == "Post"
    (own / "versand.j2").write_text("{% block betreff %}Post{% endblock %}\n{{ brief.fort }}", "utf-8")
    assert "versand.j2“ hat einen Fehler in Zeile 2" in refused(*arguments(world, tmp_path / "W", "--templates", own))
    assert not (tmp_path / "W").exists()


def test_letters_with_another_form(world: Path, tmp_path: Path) -> None:
    said = done(
        "generate", "neubau", "--register", world / "Stammdaten.xlsx", "--year", NEXT, "--out", tmp_path, "--letters", "--today",
        "2027-01-04", "--provider", "0001",
    )  # fmt: skip
    assert f"1 Schreiben in „{tmp_path}“ geschrieben." in said.splitlines()
    assert sorted(content(tmp_path)) == [
        f"neubau_{NEXT}_0001{ending}" for ending in (".xlsx", "_Versand.eml", "_Versand.html")
    ]


def test_what_cannot_be_done(world: Path, tmp_path: Path) -> None:
    out, register, returns = tmp_path / "V", world / "Stammdaten.xlsx", world / "Ruecklauf"
    blank = ("generate", "dokumentation", "--year", NEXT, "--out", out)
    of_register = ("--register", register)
    only = (
        "Schreiben gibt es zu Arbeitsmappen für Leistungserbringer; zu --letters gehört --register mit den Stammdaten."
    )
    assert refused(*blank, "--letters") == only
    assert refused("generate", "stammdaten", "--year", NEXT, "--out", out, "--letters", *of_register) == only
    assert refused(*blank, *of_register, "--templates", tmp_path) == "Zu --templates gehört --letters."
    assert refused(*blank, "--previous", returns) == "Zu --previous gehört --register mit den Stammdaten."
    assert refused("generate", "fahrtkosten", "--year", NEXT, "--out", out, *of_register, "--previous", returns) == (
        "„Fahrtkosten: Ermittlung und Abgeltung“ übernimmt nichts aus Rückläufen des Vorjahres; --previous passt hier nicht; einen "
        "Bogen des Vorjahres nimmt --from."
    )
    assert refused("generate", "neubau", "--year", NEXT, "--out", out, *of_register, "--previous", returns).endswith(
        "übernimmt nichts aus Rückläufen des Vorjahres; --previous passt hier nicht."
    )
    assert "gibt es nicht" in refused(*blank, *of_register, "--previous", world / "fort")
    inside = ("generate", "dokumentation", "--year", NEXT, "--out", returns / "V", *of_register)
    assert "liegt im Ordner der Rückläufe" in refused(*inside, "--previous", returns)
    bogen = tmp_path / "fahrtkosten_2025.xlsx"
    bogen.write_bytes(standard("fahrtkosten").file())
    issued_to_nobody = (
        "generate",
        "fahrtkosten",
        "--year",
        NEXT,
        "--out",
        out,
        "--from",
        bogen,
        *of_register,
        "--letters",
    )
    assert refused(*issued_to_nobody) == (
        "Der Bogen des Vorjahres wurde für keinen Leistungserbringer ausgegeben; --letters passt hier nicht."
    )
    assert not out.exists()


def test_without_either_nothing_is_otherwise(world: Path, tmp_path: Path) -> None:
    register = world / "Stammdaten.xlsx"
    done("generate", "dokumentation", "--register", register, "--year", NEXT, "--out", tmp_path / "A")
    done(*arguments(world, tmp_path / "B"))
    plain, sent = content(tmp_path / "A"), content(tmp_path / "B")
    assert plain == {name: data for name, data in sent.items() if name.endswith(".xlsx")}
    returned, _ = judged(plain[f"dokumentation_{NEXT}_0001.xlsx"])
    assert returned.issue is not None
    assert all(not sheet.last_year for sheet in returned.issue.sheets)
