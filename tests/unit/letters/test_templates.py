"""A folder with templates of one's own: single files take the place of ours, and a fault is named with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rv2xl.letters.rendering import Templates, aligned, paragraph
from rv2xl.model.abbruch import Abbruch
from rv2xl.resources import resource
from tests.unit.letters.folder import AFTER, BEFORE, answer, reminder


def test_a_single_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "bausteine.txt.j2").write_text(
        (resource("templates/briefe") / "bausteine.txt.j2").read_text("utf-8"), "utf-8"
    )
    (tmp_path / "fehlt.j2").write_text(
        "\ufeff{% extends rahmen %}{% block betreff %}Nr. {{ brief.nummer }}{% endblock %}"
        "{% block text %}es fehlt: {{ brief.offen[0].ort }} (§ {{ brief.offen[0].leistung }}){% endblock %}",
        "utf-8",
    )
    own = Templates(tmp_path)
    texts = own.texts(reminder("0003", BEFORE))
    assert texts.subject == "Nr. 0003"
    assert texts.text.startswith("Sehr geehrte Damen und Herren,\n\nes fehlt: Werkstatt 11000003 (§ 58)\n\nWir sind")
    assert "<h1>Nr. 0003</h1>" in texts.page
    assert own.texts(answer("0001")) == Templates().texts(answer("0001"))


@pytest.mark.parametrize(
    ("name", "content", "line", "quoted"),
    [
        ("angenommen.j2", "{% extends rahmen %}\n\n{% block text %}{% if x %}", 3, "Unexpected end of template"),
        ("angenommen.j2", "{% extends rahmen %}\n{% block betreff %}{{ brief.gibtesnicht }}{% endblock %}", 2, "gibtesnicht"),
        ("angenommen.j2", "{% block betreff %}x{% endblock %}\n{% block text %}\n{{ brif }}{% endblock %}", 3, "brif"),
        ("rahmen.html.j2", "<p>\n{% block text %}{% endblock %}\n{{ 1/0 }}", 3, "division by zero"),
        ("rahmen.txt.j2", "{% block text %}{% endblock %}\n\n{% include 'fort.j2' %}", 3, "fort.j2"),
        ("rueckfragen.j2", "x\n{{ brief.jahr|gross }}", 2, "gross"),
        ("angenommen.j2", "{% extends '../felder.md.j2' %}{% block betreff %}{% endblock %}", 1, "../felder.md.j2"),
        ("rahmen.txt.j2", "{{ brief.__class__.__mro__ }}", 1, "__class__"),
        ("rahmen.txt.j2", "{{ '{0.__class__}'.format(brief) }}", 1, "__class__"),
        ("rahmen.txt.j2", "\n{{ open('/etc/passwd') }}", 2, "open"),
        ("rahmen.txt.j2", "{% set brief.jahr = 1 %}", 1, "cannot assign"),
        ("rahmen.txt.j2", "\n{% for n in range(10 ** 9) %}{% endfor %}", 2, "Range too big"),
        ("rahmen.txt.j2", "\n{{ 'x' * 10 ** 15 }}", 2, "MemoryError"),
        ("rahmen.txt.j2", "{% include 'rahmen.txt.j2' %}", 1, "recursion"),
        ("rahmen.txt.j2", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 1, "recursion"),
        ("angenommen.j2", "{% block betreff %}{{ self.betreff() }}{% endblock %}", 1, "recursion"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line(tmp_path: Path, name: str, content: str, line: int, quoted: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(Abbruch) as caught:
        Templates(tmp_path).texts(answer("0001"))
    said = str(caught.value)
    assert said.startswith(f"Die Vorlage „{tmp_path / name}“ hat einen Fehler in Zeile {line}; dazu heißt es: „"), said
    assert quoted in said
    assert re.fullmatch(r"[^\n]+“\.", said)


def test_a_letter_without_a_subject(tmp_path: Path) -> None:
    (tmp_path / "angenommen.j2").write_text("kein Block", "utf-8")
    with pytest.raises(Abbruch, match=r"^In der Vorlage „.*angenommen\.j2“ fehlt der Block „betreff“\.$"):
        Templates(tmp_path).texts(answer("0001"))


def test_a_fault_in_a_template_that_is_not_needed_today_is_found_too(tmp_path: Path) -> None:
    (tmp_path / "erinnerung.j2").write_text("\n{% block %}", "utf-8")
    with pytest.raises(Abbruch, match=r"erinnerung\.j2“ hat einen Fehler in Zeile 2"):
        Templates(tmp_path)


@pytest.mark.parametrize(
    "content",
    ["eins\nzwei: Gr\u00fc\u00dfe".encode("latin-1"), b"eins\n\0", b"PK\n\xff", b"eins\n" + "zwei".encode("utf-16")],
)
def test_a_template_that_is_no_text(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "fehlt.j2").write_bytes(content)
    with pytest.raises(Abbruch, match=r"fehlt\.j2“ ist in Zeile 2 kein Text in UTF-8\.$"):
        Templates(tmp_path)


@pytest.mark.parametrize("content", ["{{ " + "(" * 3_000 + "1" + ")" * 3_000 + " }}", "{{ (10 ** 10000)|string }}"])
def test_a_template_that_cannot_be_taken_in(tmp_path: Path, content: str) -> None:
    """As a file of its own, and where another one includes it."""
    for name in ("angenommen.j2", "rueckfragen.j2"):
        own = tmp_path / name.removesuffix(".j2")
        own.mkdir()
        (own / name).write_text(content, "utf-8")
        with pytest.raises(Abbruch) as caught:
            Templates(own).texts(answer("0001"))
        assert str(caught.value).startswith(f"Die Vorlage „{own / name}“ kann nicht verwendet werden; dazu heißt es: „")


def test_half_a_sign_in_a_template_is_shown_as_none(tmp_path: Path) -> None:
    (tmp_path / "rahmen.txt.j2").write_text("{{ '\\ud800' }}", "utf-8")
    assert Templates(tmp_path).texts(answer("0001")).text == "\ufffd\n"


def test_a_folder_that_replaces_nothing_is_a_slip(tmp_path: Path) -> None:
    (tmp_path / "angenomen.j2").write_text("x", "utf-8")
    with pytest.raises(
        Abbruch, match=r"liegt keine Vorlage; möglich sind „angenommen\.j2“, .* und „zurueckgewiesen\.j2“\.$"
    ):
        Templates(tmp_path)
    with pytest.raises(Abbruch, match=r"^Den Ordner „.*fort“ mit eigenen Vorlagen gibt es nicht\.$"):
        Templates(tmp_path / "fort")


def test_paragraphs_and_tables_of_a_text() -> None:
    assert paragraph(" ein  Satz\nmit " + "wort " * 20, "- ", "  ") == (
        "- ein Satz mit wort wort wort wort wort wort wort wort wort wort wort\n  wort wort wort wort wort wort wort wort wort"
    )
    assert paragraph("x" * 100) == "x" * 100
    assert (
        aligned([("", "LWV"), ("Personen", "1.234"), ("h", "–")]) == "            LWV\nPersonen  1.234\nh             –"
    )


def test_a_table_is_no_wider_than_the_text() -> None:
    head, long = (
        ("", "LWV Hessen", "andere Leistungsträger", "gesamt"),
        "Ein langer Name einer Zeile, der nicht in die Spalte passt",
    )
    wide = aligned([head, (long, "99.999.999,00", "99.999.999,00", "199.999.998,00"), ("kurz", "1", "2", "3")])
    assert wide.splitlines() == [
        "                                                  andere",
        "                             LWV Hessen  Leistungsträger          gesamt",
        "Ein langer Name einer",
        "Zeile, der nicht in die",
        "Spalte passt              99.999.999,00    99.999.999,00  199.999.998,00",
        "kurz                                  1                2               3",
    ]
    assert max(map(len, wide.splitlines())) == 72


def test_an_overdue_reminder_counts_its_days() -> None:
    text = " ".join(Templates().texts(reminder("0003", AFTER)).text.split())
    assert "Die Frist war der 31.03.2026; sie ist seit 2 Tagen abgelaufen." in text
