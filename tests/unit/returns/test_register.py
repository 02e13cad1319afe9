"""The register as other forms need it, and the one sentence that says why it cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expressions.expr import Value
from rv2xl.returns.register import Ort, load_register
from tests.forms.standard import standard

BOOK = standard("stammdaten")


def saved(folder: Path, **changes: Value) -> Path:
    """The standard register with changes, as a file."""
    entered: dict[str, dict[str, Value]] = {}
    for name, value in changes.items():
        entered.setdefault(BOOK.home(name), {})[name] = value
    path = folder / "Stammdaten.xlsx"
    path.write_bytes(BOOK.file(entered))
    return path


def test_what_it_holds(tmp_path: Path) -> None:
    register = load_register(saved(tmp_path), 2025)
    assert list(register.traeger) == ["0007"]
    assert register.traeger["0007"]["p58_am"] == date(2023, 7, 1)
    assert [(ort["zad"], ort["leistung"]) for ort in register.orte] == [
        ("11000001", "58"),
        ("11000002", "58"),
        ("11000003", "60"),
    ]
    assert len(register.kreise) == 27
    assert register.absender["unterschrift"] == "Im Auftrag"


def test_an_ort_is_found_by_zad_leistung_and_year(tmp_path: Path) -> None:
    register = load_register(saved(tmp_path), 2025)
    found = register.ort("11000003", "60", 2025, "0007")
    assert found is not None
    assert found["name"] == "Betrieb West"
    assert register.ort("11000003", "58", 2025, "0007") is None
    assert register.ort("11000003", "60", 2023, "0007") is None  # gilt ab 01.01.2024
    assert [ort["zad"] for ort in register.orte_of("0007", 2023)] == ["11000001", "11000002"]
    assert register.orte_of("0008", 2025) == []


def test_an_ort_belongs_to_the_number_however_it_is_spelled(tmp_path: Path) -> None:
    numbers: dict[str, Value] = {
        "traeger.1.nummer": "A7",
        "orte.1.traeger": "a7",
        "orte.2.traeger": "A7",
        "orte.3.traeger": " a7 ",
    }
    register = load_register(saved(tmp_path, **numbers), 2025)
    assert [ort["zad"] for ort in register.orte_of("A7", 2025)] == ["11000001", "11000002", "11000003"]


@pytest.mark.parametrize(("version", "contact"), [("2025.1", None), ("2025.2", "Sachgebiet")])
def test_what_an_older_register_lacks_is_nothing(tmp_path: Path, version: str, contact: Value) -> None:
    book = standard("stammdaten", version=version)
    typed: dict[str, Value] = {"absender.ansprechperson": "Sachgebiet"} if version == "2025.2" else {}
    path = tmp_path / "Stammdaten.xlsx"
    path.write_bytes(book.file({"absender": typed}))
    register = load_register(path, 2025)
    fields = forms.register_roles().absender
    assert (fields.contact, fields.controller, fields.data_protection, fields.retention) == (
        "ansprechperson", "stelle", "datenschutz_kontakt", "aufbewahrung",
    )  # fmt: skip
    assert [register.absender.get(name) for name in (fields.contact, fields.controller)] == [contact, None]
    assert register.absender.get(register.roles.absender.contact) == contact
    assert [ort.zad for ort in register.orte_of("0007", 2025)] == ["11000001", "11000002", "11000003"]


def test_kreise_are_judged_for_the_year_asked_for(tmp_path: Path) -> None:
    """A register issued for 2025 serves for 2026 too, when Hanau is a Kreis of its own."""
    path = saved(tmp_path, **{"orte.1.kreis": "06415"})
    assert load_register(path, 2026).orte[0]["kreis"] == "06415"
    with pytest.raises(Abbruch, match=r"einen Fehler \(Blatt „Orte“, H5\)"):
        load_register(path, 2025)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"traeger.1.name": None},
            r"enthalten einen Fehler \(Blatt „Leistungserbringer“, B5\): „.*Name.*“ ist nicht ausgefüllt",
        ),
        (
            {"orte.1.traeger": "0099", "orte.2.traeger": "0099"},
            r"enthalten 2 Fehler \(Blatt „Orte“, A5\): .*; „rv2xl check“ nennt alle",
        ),
    ],
)
def test_a_register_with_a_fehler_is_refused(tmp_path: Path, changes: dict[str, Value], sentence: str) -> None:
    with pytest.raises(Abbruch, match=sentence) as caught:
        load_register(saved(tmp_path, **changes), 2025)
    assert "\n" not in str(caught.value)


def test_a_register_with_hints_is_taken(tmp_path: Path) -> None:
    path = saved(tmp_path, **{"traeger.2.nummer": 8, "traeger.2.name": "Ohne Ort"})
    assert list(load_register(path, 2025).traeger) == ["0007", "0008"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match="gibt es nicht"):
        load_register(tmp_path / "nichts.xlsx")
    with pytest.raises(Abbruch, match="ist ein Ordner, keine Datei"):
        load_register(tmp_path)


def test_another_file(tmp_path: Path) -> None:
    dokumentation = tmp_path / "dokumentation.xlsx"
    dokumentation.write_bytes(standard("dokumentation").file())
    with pytest.raises(Abbruch, match="ist kein ausgefüllter Vordruck „Stammdaten“"):
        load_register(dokumentation)
    (tmp_path / "text.xlsx").write_text("Nummer;Name\n", encoding="utf-8")
    with pytest.raises(Abbruch, match="Text- oder CSV-Datei"):
        load_register(tmp_path / "text.xlsx")


@pytest.mark.parametrize(
    ("von", "bis", "year", "expected"),
    [
        (None, None, 2025, True),
        (date(2025, 12, 31), None, 2025, True),
        (date(2026, 1, 1), None, 2025, False),
        (None, date(2025, 1, 1), 2025, True),
        (None, date(2024, 12, 31), 2025, False),
        (date(2024, 1, 1), date(2026, 1, 1), 2025, True),
    ],
)
def test_overlap_with_a_year(von: date | None, bis: date | None, year: int, expected: bool) -> None:
    ort = Ort({"gueltig_von": von, "gueltig_bis": bis}, forms.register_roles().orte)
    assert ort.overlaps(year) is expected
