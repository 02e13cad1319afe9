"""Whatever is wrong with a call is said in one German sentence."""

from __future__ import annotations

from datetime import date

import pytest

from rv2xl.screen.values import BadValue, Day
from tests.unit.screen.sample_app import OK, call

USAGE = [
    ((), "Es fehlt ein Befehl; „rv2xl --help“ nennt alle Befehle."),
    (("chek",), "Den Befehl „chek“ gibt es nicht; gemeint ist vielleicht „check“."),
    (("xyz", "--help"), "Den Befehl „xyz“ gibt es nicht; „rv2xl --help“ nennt alle Befehle."),
    (("--foo",), "Die Option --foo gibt es nicht."),
    ((*OK, "--valeus"), "Die Option --valeus gibt es nicht; gemeint ist vielleicht --values."),
    ((*OK, "-x"), "Die Option -x gibt es nicht."),
    (("check",), "Die Angabe PFAD fehlt."),
    (("check", "."), "Die Option --year fehlt."),
    ((*OK, "--register"), "Hinter --register fehlt der Wert."),
    ((*OK, "--values=3"), "Die Option --values steht allein und nimmt keinen Wert an."),
    (("check", ".", "--year", "abc"), "Für --year ist „abc“ keine ganze Zahl."),
    (("check", ".", "--year", "20.5"), "Für --year ist „20.5“ keine ganze Zahl."),
    (("check", ".", "--year", ""), "Für --year ist „“ keine ganze Zahl."),
    (("check", ".", "--year", "9" * 5000), f"Für --year ist „{'9' * 5000}“ keine ganze Zahl."),
    (("check", ".", "--year", "3"), "Für --year ist „3“ zu klein; möglich ist es ab 2000."),
    (("check", ".", "--year", "3000"), "Für --year ist „3000“ zu groß; möglich ist es bis 2100."),
    ((*OK, "--share", "0,5"), "Für --share ist die Angabe nicht brauchbar."),
    ((*OK, "--provider", "1", "--provider", "x"), "Für --provider ist „x“ keine ganze Zahl."),
    ((*OK, "--format", "xml"), "Für --format ist „xml“ nicht möglich, nur text, json oder markdown."),
    ((*OK, "--only", "xml"), "Für --only ist „xml“ nicht möglich, nur text, json oder markdown."),
    ((*OK, "--today", "31.12.2025"), "Für --today ist „31.12.2025“ kein gültiges Datum der Form JJJJ-MM-TT."),
    ((*OK, "--register", "gibt's \n nicht"), "Für --register ist „gibt's   nicht“ nicht zu finden."),
    ((*OK, "--register", ""), "Für --register ist der Name leer."),
    (("check", "", "--year", "2025"), "Für PFAD ist der Name leer."),
    ((*OK, "--register", "/"), "Für --register ist „/“ ein Ordner, keine Datei."),
    ((*OK, "--out", __file__), f"Für --out ist „{__file__}“ eine Datei, kein Ordner."),
    (("show", "x", "y"), "Mit „x y“ stehen mehr Angaben da, als „rv2xl show“ kennt."),
    (("show", "a\x1b[31m\nb"), "Mit „a�[31m b“ stehen mehr Angaben da, als „rv2xl show“ kennt."),
]


@pytest.mark.parametrize(("args", "expected"), USAGE, ids=[" ".join(args)[:40] for args, _ in USAGE])
def test_usage_error_is_one_german_sentence(
    args: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, *args) == (2, "", expected + "\n")


@pytest.mark.parametrize(
    "text", ["2025-1-1", "20250101", "2025-W01-1", "2025-02-30", "2025-01-01T00", "２０２５-01-01", ""]
)
def test_date_refuses_other_forms(text: str) -> None:
    with pytest.raises(BadValue):
        Day().convert(text, None, None)


def test_date_reads_the_iso_form() -> None:
    assert Day().convert("2024-02-29", None, None) == date(2024, 2, 29)
