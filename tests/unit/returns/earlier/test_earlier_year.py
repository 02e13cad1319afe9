"""Tables of earlier years: what counts in them, what a German Excel may make of them, and what is refused."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow.parquet import write_table

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.returns.earlier.earlier_year import EarlierYear, read_earlier_year, read_earlier_years
from tests.unit.reports.folder import FORM, tidy_csv, tidy_parquet, usual
from tests.unit.returns.earlier.tables import HEADS, Line, csv, file, ort, people, row

PERSONS = ("personen.eigene_region.lwv", "personen.hessen.lwv", "personen.ausserhalb.lwv")
ERBACH: list[Line] = ort(
    "0007", "11000001", "06437",
    {**people("lwv", 90, 6, 2), "bewilligt.lwv": "1234,50", "konzeption.vom": "2024-05-01", "fragen.struktur_1": "ja",
     "zusatz.bemerkung": "3 davon neu"},
)  # fmt: skip
OF_SENDER: Line = ("0007", "", "", "", "ausbildung.anzahl", "4")


def read(folder: Path, content: str | bytes, name: str = "Werte.csv") -> EarlierYear:
    return read_earlier_year(file(folder, content, name), FORM)


def refusal(folder: Path, content: str | bytes, name: str = "Werte.csv") -> str:
    """What is said of a table, without its folder."""
    with pytest.raises(Abbruch) as caught:
        read(folder, content, name)
    return str(caught.value).replace(f"{folder}/", "")


def values(year: EarlierYear) -> list[tuple[str, str, str, str, Mapping[str, Decimal | str]]]:
    return [(one.le, one.zad, one.leistung, one.kreis, one.values) for one in year.orte]


EXPECTED = [
    (
        "0007", "11000001", "58", "06437",
        {
            "personen.eigene_region.lwv": Decimal(90), "personen.hessen.lwv": Decimal(6), "personen.ausserhalb.lwv": Decimal(2),
            "bewilligt.lwv": Decimal("1234.50"), "konzeption.vom": "2024-05-01", "fragen.struktur_1": "ja",
            "zusatz.bemerkung": "3 davon neu",
        },
    )
]  # fmt: skip


def test_a_table_as_it_was_written(tmp_path: Path) -> None:
    content = csv([*ERBACH, OF_SENDER]).encode("utf-8-sig")
    found = read(tmp_path, content)
    assert (found.form, found.year, found.file) == ("dokumentation", 2024, "Werte.csv")
    assert found.checksum == sha256(content).hexdigest()
    assert values(found) == EXPECTED
    assert found.senders == {"0007": {"ausbildung.anzahl": Decimal(4)}}
    assert all(type(value) in (Decimal, str) for one in found.orte for value in one.values.values())


SAVED = csv([*ERBACH, OF_SENDER])
AS_SHOWN = SAVED.replace("1234,50", "1.234,5").replace("2024-05-01", "01.05.2024").replace("0007;", "7;")


@pytest.mark.parametrize(
    "content",
    [
        SAVED.encode(),
        SAVED.encode("cp1252"),
        SAVED.encode("utf-16"),
        AS_SHOWN.replace("06437", "6437").encode("utf-8-sig"),
        SAVED.replace("\r\n", "\n").encode("utf-8-sig"),
        SAVED.replace("\r\n", "\r").encode("utf-8-sig"),
        (SAVED + ";" * 11 + "\r\n" + "\r\n").encode("utf-8-sig"),
        ("\r\n".join(";".join(f'"{cell}"' for cell in line.split(";")) for line in SAVED.split("\r\n")[:-1])).encode(),
        csv(
            [";".join(row(line).split(";")[::-1]) for line in [*ERBACH, OF_SENDER]],
            heads=";".join(HEADS.split(";")[::-1]),
        ).encode(),
    ],
    ids=[
        "no mark",
        "ANSI",
        "UTF-16",
        "as shown",
        "other line ends",
        "those of a Mac",
        "blank rows",
        "quoted",
        "columns in another order",
    ],
)
def test_a_table_that_a_german_excel_saved(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, content)
    assert values(found) == EXPECTED
    assert found.senders == {"0007": {"ausbildung.anzahl": Decimal(4)}}


def test_only_what_was_accepted_counts(tmp_path: Path) -> None:
    others = [
        row(line, year, status)
        for status, year in (("zurueckgewiesen", 2023), ("nicht gezählt", 2024))
        for line in ort("0008", "11000002", "06412", people("lwv", 1, 2, 3))
    ]
    assert values(read(tmp_path, csv([*others, *ERBACH]))) == EXPECTED


def test_csv_and_parquet_of_ours_say_the_same(tmp_path: Path) -> None:
    """Texts that a spreadsheet would take for formulas apart."""
    made = usual()
    one, other = (
        read(tmp_path, content, name)
        for name, content in (("a.csv", tidy_csv(made)), ("a.parquet", tidy_parquet(made)))
    )
    assert len(one.orte) == 12
    for ours, theirs in zip(one.orte, other.orte, strict=True):
        assert (ours.le, ours.zad, ours.leistung, ours.kreis) == (theirs.le, theirs.zad, theirs.leistung, theirs.kreis)
        numbers = {name: value for name, value in ours.values.items() if isinstance(value, Decimal)}
        assert numbers == {name: value for name, value in theirs.values.items() if isinstance(value, Decimal)}
        assert len(numbers) > 30 or ours.reports_nothing
    assert [one.zad for one in other.orte if one.reports_nothing] == ["11000005"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Decimal(98)),
        ({"personen.hessen.lwv": ""}, None),  # accepted in spite of it: nobody knows
        ({"personen.hessen.lwv": "", "zusatz.fehlanzeige": "ja"}, Decimal(92)),
        ({**dict.fromkeys(PERSONS, ""), "zusatz.fehlanzeige": "ja"}, Decimal(0)),
    ],
)
def test_a_sum_is_of_what_was_told(tmp_path: Path, changes: dict[str, str], expected: Decimal | None) -> None:
    told = {line[4]: line[5] for line in ERBACH} | changes
    (found,) = read(tmp_path, csv(ort("0007", "11000001", "06437", told))).orte
    assert found.total(PERSONS) == expected


# --- the Ort of last year -------------------------------------------------------------------------------------------


def table(folder: Path, *zads: str, suffix: str = ".csv") -> EarlierYear:
    lines = [line for zad in zads for line in ort("0007", zad, "06437", {"bewilligt.lwv": "1"})]
    if suffix == ".csv":
        return read(folder, csv(lines))
    columns = zip(*(row(line).split(";") for line in lines), strict=True)
    return read(folder, parquet(dict(zip(HEADS.split(";"), columns, strict=True))), "a.parquet")


@pytest.mark.parametrize(
    ("zads", "asked", "found"),
    [
        (("11000001", "11000002"), "11000001", ["11000001"]),
        (("11000001",), "11000003", []),
        (("123",), "00123", ["123"]),  # a spreadsheet takes zeros away
        (("00123", "0123"), "0123", ["0123"]),  # here it has not
        (("0123",), "123", []),
        (("A12",), "0A12", []),
    ],
)
def test_an_ort_is_found_by_its_zad_nummer(tmp_path: Path, zads: tuple[str, ...], asked: str, found: list[str]) -> None:
    known = table(tmp_path, *zads)
    assert [one.zad for one in known.of(asked, "58")] == found
    assert not known.of(asked, "60")


def test_of_parquet_every_zero_is_there(tmp_path: Path) -> None:
    assert not table(tmp_path, "123", suffix=".parquet").of("00123", "58")


def test_an_ort_that_changed_hands_is_told_of_twice(tmp_path: Path) -> None:
    lines = [
        *ort("0007", "11000001", "06437", {"erbracht.lwv": "1"}),
        *ort("0008", "11000001", "06437", {"erbracht.lwv": "2"}),
    ]
    assert [one.le for one in read(tmp_path, csv(lines)).of("11000001", "58")] == ["0007", "0008"]


# --- what is refused ------------------------------------------------------------------------------------------------


WANTED = "gebraucht wird die Tabelle, die „rv2xl consolidate --data“ geschrieben hat (.csv oder .parquet)."
DAMAGED = "Die Tabelle „Werte.csv“ ist beschädigt und nicht zu lesen; bitte noch einmal schreiben lassen."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", f"„Werte.csv“ ist keine Tabelle der Werte; {WANTED}"),
        ("Konto;Betrag\r\n1;2\r\n", f"„Werte.csv“ ist keine Tabelle der Werte; {WANTED}"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", f"„Werte.csv“ ist keine Tabelle; {WANTED}"),
        (b"PK\x03\x04 nothing", "„Werte.csv“ ist eine Arbeitsmappe; bitte in Excel mit „Speichern unter“ als „CSV UTF-8 (durch "
         "Trennzeichen getrennt)“ speichern."),
        (SAVED.replace(";", ","), "In der Tabelle „Werte.csv“ steht „,“ zwischen den Spalten; bitte noch einmal schreiben lassen oder in "
         "einem deutschen Excel als CSV speichern."),
        (SAVED.replace("kreis;", "region;"), f"Die Tabelle „Werte.csv“ hat andere Spalten (es fehlt „kreis“); {WANTED}"),
        ("\r\n".join(line + ";neu" for line in SAVED.split("\r\n")[:-1]),
         f"Die Tabelle „Werte.csv“ hat andere Spalten („neu“ ist zu viel); {WANTED}"),
        (csv([]), "Die Tabelle „Werte.csv“ enthält keinen angenommenen Rücklauf."),
        (csv([row(line, status="zurueckgewiesen") for line in ERBACH]), "Die Tabelle „Werte.csv“ enthält keinen angenommenen Rücklauf."),
        (csv([*ERBACH, row(OF_SENDER, 2023)]), "Die Tabelle „Werte.csv“ enthält mehrere Jahre (2023, 2024); gebraucht wird eines."),
        (csv(ERBACH, "24"), "In der Tabelle „Werte.csv“ ist „24“ kein Jahr."),
        (csv([*ERBACH, ERBACH[0]]), "In der Tabelle „Werte.csv“ steht „personen.eigene_region.lwv“ zweimal für ZAD 11000001, § 58."),
        (csv([OF_SENDER, OF_SENDER]), "In der Tabelle „Werte.csv“ steht „ausbildung.anzahl“ zweimal für den Leistungserbringer 0007."),
        (SAVED.replace("1234,50", "1234.50"), "In der Tabelle „Werte.csv“ ist „1234.50“ bei „bewilligt.lwv“ für ZAD 11000001, § 58 keine "
         "Zahl."),
        (SAVED.replace("1234,50", "viele"),
         "In der Tabelle „Werte.csv“ ist „viele“ bei „bewilligt.lwv“ für ZAD 11000001, § 58 keine Zahl."),
        (SAVED.replace("11000001", "1,1E+11"),
         "In der Tabelle „Werte.csv“ hat ein Tabellenprogramm die Nummer „1,1E+11“ gekürzt; bitte die "
         "Tabelle noch einmal schreiben lassen."),
        (csv(ort("0007", "11000001", "06437", {"ergebnis.budget": "1"})),
         "Die Tabelle „Werte.csv“ enthält keine Werte des Vordrucks „Jährliche Dokumentation der Leistungserbringung“."),
        (csv([*ERBACH, *ort("0007", "11000001", "06437", {"personen.neu.lwv": "1"})]),
         "Die Tabelle „Werte.csv“ enthält das Feld „personen.neu.lwv“, das kein Vordruck „Jährliche Dokumentation der "
         "Leistungserbringung“ hat; sie stammt wohl von einem anderen Stand des Programms."),
        (SAVED[:-20], DAMAGED),
        (SAVED[:-5], DAMAGED),
        (SAVED.replace("3 davon", '"3 davon'), DAMAGED),
        (SAVED.replace("B1;angenommen", "B1;angenommen;;", 1), DAMAGED),
        (SAVED.replace("jahr;le", "jahr;le;le"), f"Die Tabelle „Werte.csv“ hat andere Spalten („le“ ist zu viel); {WANTED}"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: str | bytes, said: str) -> None:
    assert refusal(tmp_path, content) == said


def parquet(columns: Mapping[str, Any]) -> bytes:
    target = io.BytesIO()
    write_table(pyarrow.table({name: list(column) for name, column in columns.items()}), target)
    return target.getvalue()


def test_damaged_or_other_parquet_is_refused(tmp_path: Path) -> None:
    whole = tidy_parquet(usual())
    damaged = "Die Tabelle „a.parquet“ ist beschädigt und nicht zu lesen; bitte noch einmal schreiben lassen."
    assert refusal(tmp_path, whole[:-100], "a.parquet") == damaged
    assert refusal(tmp_path, b"PAR1" + b"\0" * 100, "a.parquet") == damaged
    assert refusal(tmp_path, parquet({"konto": ["1"]}), "a.parquet") == (
        f"„a.parquet“ ist keine Tabelle der Werte; {WANTED}"
    )
    assert refusal(tmp_path, parquet({"jahr": [2024], "le": ["1"]}), "a.parquet") == (
        f"Die Tabelle „a.parquet“ hat andere Spalten (es fehlt „zad“); {WANTED}"
    )


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Abbruch, match=r"^Die Tabelle „.*fort.csv“ gibt es nicht\.$"):
        read_earlier_year(tmp_path / "fort.csv", FORM)
    with pytest.raises(Abbruch, match=r"“ ist ein Ordner; gebraucht wird die Tabelle"):
        read_earlier_year(tmp_path, FORM)


# --- several years --------------------------------------------------------------------------------------------------


def test_several_years_come_in_their_order(tmp_path: Path) -> None:
    paths = [file(tmp_path, csv(ERBACH, year), f"{year}.csv") for year in (2024, 2023)]
    assert [one.year for one in read_earlier_years(paths, FORM, 2025)] == [2023, 2024]
    assert [one.year for one in read_earlier_years(paths, FORM)] == [2023, 2024]
    assert read_earlier_years([], FORM, 2025) == ()


@pytest.mark.parametrize(
    ("years", "form", "said"),
    [
        ((2025,), "dokumentation", "Die Tabelle „0.csv“ ist von 2025; verglichen wird mit einem Jahr vor 2025."),
        ((2024, 2026), "dokumentation", "Die Tabelle „1.csv“ ist von 2026; verglichen wird mit einem Jahr vor 2025."),
        ((2024, 2024), "dokumentation", "„0.csv“ und „1.csv“ sind beide von 2024; bitte nur eine angeben."),
        ((2024,), "fahrtkosten",
         "„Fahrtkosten: Ermittlung und Abgeltung“ wird nicht mit Vorjahren verglichen; --previous passt hier nicht."),
    ],
)  # fmt: skip
def test_years_that_do_not_fit_are_refused(tmp_path: Path, years: tuple[int, ...], form: str, said: str) -> None:
    paths = [file(tmp_path, csv(ERBACH, year), f"{number}.csv") for number, year in enumerate(years)]
    with pytest.raises(Abbruch) as caught:
        read_earlier_years(paths, forms.newest(form), 2025)
    assert str(caught.value).replace(f"{tmp_path}/", "") == said
