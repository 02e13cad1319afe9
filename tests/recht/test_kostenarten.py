"""Anlage 3 as data against the print, row by row: labels, order, groups, shares, marks; and the ids and readings that follow.

`anlage3_abschrift.txt` is the print: one row of the source a line, its cells between bars. It is read here by its own rules, without
the program's: a row with a Kostenart and neither share nor „0,00“ is the title of a group, and groups are counted from 1 on, because the
printed numbers 3 to 6 stand one row too high (A3-NUMMERN).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from rv2xl.recht.kostenarten import ANGEBOTE, Kostenart, kostenarten, parse_kostenarten, slug
from rv2xl.recht.law import LawError

PRINT = (Path(__file__).parent / "anlage3_abschrift.txt").read_text(encoding="utf-8").splitlines()
SECTIONS = ("1 Personal", "2 Sachkosten", "3 Erträge")
A, B, K = "arbeitsbereich", "bib", "kombi_bib"


class Printed(NamedTuple):
    """A row of the print: where it stands, its label, the column of its share, the share; its marks, None where a column is lost."""

    section: str
    group: int
    title: str
    label: str
    part: str
    share: str
    marks: tuple[str, ...] | None


def printed() -> list[Printed]:
    """The rows of the print that hold a share."""
    found, section, group, title = [], "", 0, ""
    for row in PRINT:
        if row in SECTIONS:
            section = row
        cells = [cell.strip() for cell in row.split("|")]
        if len(cells) < 6 or "Kostenart" in cells or "Kombi-BiB" in cells:
            continue  # footnotes, heads
        label, massnahme, basis, *crosses = cells[1:]
        if not massnahme and not basis:
            group, title = group + 1, label
        else:
            marks = tuple(name for name, cross in zip((A, B, K), crosses, strict=False) if cross == "X")
            lost = len(crosses) < 3 and marks
            part = "massnahme" if massnahme else "basis"
            found.append(Printed(section, group, title, label, part, massnahme or basis, None if lost else marks))
    return found


ROWS = printed()
READINGS = {
    "Wasser": (A, K), "Energie": (A, K), "Brennstoffe (zum Beispiel Gas, Öl, Fernwärme)": (A, K),
    "Zubereitung Mittagsverpflegung": (A, K), "Reinigung": (A, K), "Haustechnik/ technischer Dienst (ohne Instandhaltung)": (A, K),
    "Verwaltung/ Buchhaltung": (A, B, K),
    "Ärztlicher und psychologischer Dienst, Sicherheitsingenieur (Fachkraft für Arbeitssicherheit)": (A, B, K),
    "Kraftfahrzeug (KfZ) – Carsharing, zentraler Fahrzeugpool": (A, B, K),
    "Büromaterial": (A, B, K), "Telekommunikation": (A, B, K), "Öffentlichkeitsarbeit": (A, B, K), "Jahresabschlusskosten": (A, B, K),
    "Gästebetreuung und Repräsentation": (A, B, K), "Personalmarketing": (A, B, K),
    "Informationstechnologie (IT) einschließlich Dokumentationssoftware": (A, B, K),
    "Inkontinenzmaterial/ Einmalunterlagen/ Erste Hilfe": (A, K), "Aufwendungen persönliche Schutzausrüstung": (A, B, K),
    "Hygiene- und Putzmaterial, Desinfektionsmittel": (A, K),
}  # fmt: skip
"""The Auslegung A3-X-UNKLAR, line by line, as the list of interpretations words it."""


def first_of_each() -> list[tuple[object, Kostenart]]:
    """Each line with its group; of the free lines of a group the first, which is the printed one."""
    return [
        (group, line)
        for group in kostenarten().groups
        for line in group.lines
        if not line.free or line.id.endswith("frei_1")
    ]


def test_the_print_was_read_whole() -> None:
    assert len(ROWS) == 62
    assert {row.group for row in ROWS} == set(range(1, 19))
    assert sum(row.marks is None for row in ROWS) == len(READINGS) == 19
    assert sum(not row.label for row in ROWS) == 4


def test_every_line_of_the_print_is_there_in_its_order() -> None:
    assert [
        (group.section, group.number, group.title, line.slip or line.label)  # type: ignore[attr-defined]
        for group, line in first_of_each()
    ] == [(row.section, row.group, row.title, row.label) for row in ROWS]


@pytest.mark.parametrize(
    ("row", "line"),
    list(zip(ROWS, [line for _, line in first_of_each()], strict=True)),
    ids=lambda entry: getattr(entry, "id", ""),
)
def test_share_and_marks_are_the_printed_ones(row: Printed, line: Kostenart) -> None:
    share = {"100%": Decimal(1), "0,00": Decimal(0)}[row.share]
    assert (line.massnahme, line.basis) == ((share, None) if row.part == "massnahme" else (None, share))
    assert line.doubtful == (row.marks is None)
    assert line.marks == (READINGS[row.label] if row.marks is None else row.marks)
    assert line.free == (not row.label and row.share == "100%")


def test_only_abschnitt_3_holds_ertraege() -> None:
    assert [group.number for group in kostenarten().groups if group.yields] == [17, 18]


TITLES = (
    "Leitung der Einrichtung", "Betreuung", "Hauswirtschaftlicher Dienst", "Verwaltung", "Haustechnik/ technischer Dienst",
    "Sonstige Dienste", "Wasser, Energie, Brennstoffe",
)  # fmt: skip


def test_the_groups_of_abschnitt_1_are_numbered_as_interpreted() -> None:
    assert tuple(group.title for group in kostenarten().groups[:7]) == TITLES


def test_footnotes_are_the_printed_ones() -> None:
    assert kostenarten().footnotes == tuple(row for row in PRINT if row[:1] in "¹²³")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Werkstattleitung", "werkstattleitung"),
        ("FSJ/ BFD/ Praktikant:innen ³", "fsj_bfd_praktikant_innen"),
        (
            "Kraftfahrzeug (KfZ) – Carsharing, zentraler Fahrzeugpool",
            "kraftfahrzeug_kfz_carsharing_zentraler_fahrzeugpool",
        ),
        ("Gästebetreuung und Repräsentation", "gaestebetreuung_und_repraesentation"),
        ("Straßenreinigung", "strassenreinigung"),
        ("Öffentlichkeitsarbeit", "oeffentlichkeitsarbeit"),
        ("Kfz-Prüfkosten (TÜV, Abgasprüfung)", "kfz_pruefkosten_tuev_abgaspruefung"),
    ],
)
def test_slugs(label: str, name: str) -> None:
    assert slug(label) == name


def test_the_one_misprint_is_put_right_and_remembered() -> None:
    (line,) = (line for line in kostenarten().lines if line.slip)
    assert (line.id, line.label, line.slip) == (
        "g16.sachkosten_werkstattrat_und_frauenbeauftragte", "Sachkosten Werkstattrat und Frauenbeauftragte",
        "Sachkosten Werkstattträt und Frauenbeauftragte",
    )  # fmt: skip


def test_ids_of_lines_without_a_printed_label() -> None:
    assert [line.id for line in kostenarten().lines if not line.label] == [
        "g14", *(f"g16.frei_{number}" for number in (1, 2, 3)), *(f"g17.frei_{number}" for number in (1, 2, 3)), "g18",
    ]  # fmt: skip


HEAD = 'from = 2023-07-01\nsource = "S"\ntitle = "T"\n'
GROUP = '[[group]]\nnumber = 1\nsection = "1 X"\ntitle = "G"\nsource = "S"\nlines = [%s]\n'
WHOLE = '{ label = "A b", basis = "1", marks = ["bib"] }'


def test_marks_are_taken_from_the_twin() -> None:
    found = parse_kostenarten(HEAD + GROUP % (WHOLE + ', { label = "C", basis = "1", twin = "g01.a_b" }'))
    assert [(line.id, line.marks, line.doubtful) for line in found.lines] == [
        ("g01.a_b", ("bib",), False), ("g01.c", ("bib",), True),
    ]  # fmt: skip
    assert ANGEBOTE.keys() >= {"bib"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("from = 5", "`from` is no date"),
        ('source = "S"', "anlage3.toml: without from"),
        (HEAD + "group = 3", "`group` is no list"),
        (HEAD + "group = [3]", "a group: no table"),
        (HEAD + (GROUP % WHOLE).replace("number = 1\n", ""), "a group: without number"),
        (HEAD + (GROUP % WHOLE).replace("number = 1", 'number = "1"'), "`number` is no int"),
        (HEAD + GROUP % '"Miete"', "group 1: a line: no table"),
        (HEAD + GROUP % "{ label = 3 }", "`label` is no str"),
        (HEAD + GROUP % '{ label = "A", basis = "1", marks = "bib" }', "„A“: `marks` is no list"),
        (HEAD + GROUP % '{ basis = "1", marks = ["bib"], free = true }', "`free` is no int"),
        (HEAD + GROUP % "", "group 1: no line"),
        (HEAD + GROUP % '{ label = "A" }', "A: a line belongs either to massnahme or to basis"),
        (HEAD + GROUP % '{ label = "A", basis = "1", massnahme = "1" }', "A: a line belongs either"),
        (HEAD + GROUP % '{ label = "A", basis = 1 }', "A: basis is no share"),
        (HEAD + GROUP % '{ label = "A", basis = "1.5" }', "A: basis is no share"),
        (HEAD + GROUP % '{ label = "A", basis = "1" }', "A: marks are the Angebote"),
        (HEAD + GROUP % '{ label = "A", basis = "1", marks = ["wfbm"] }', "A: marks are the Angebote"),
        (HEAD + GROUP % '{ label = "A", massnahme = "1", marks = ["bib"] }', "A: marks are the Angebote"),
        (HEAD + GROUP % '{ label = "A", basis = "1", twin = "g01.b" }', "A: the twin g01.b is no line"),
        (HEAD + GROUP % f"{WHOLE}, {WHOLE}", "two lines are called g01.a_b"),
        (HEAD + GROUP % '{ label = "A", basis = "1", kreuze = 3 }', "„A“: unknown kreuze"),
        (HEAD + (GROUP % WHOLE).replace("number = 1", "number = 2"), "not numbered from 1 on"),
        (HEAD + "gruppe = 1", "unknown gruppe"),
        (HEAD + "[[group]", "anlage3.toml"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(LawError) as refused:
        parse_kostenarten(text)
    assert complaint in str(refused.value)
