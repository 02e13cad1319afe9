"""What each figure cell of a regional report must show: the cell by the words around it, the figure by the tidy table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from openpyxl.worksheet.worksheet import Worksheet

from tests.client.regional.told import (
    BANDS,
    LEADING,
    NOTHING,
    PEOPLE,
    PLACES,
    QUESTIONS,
    SECRET,
    STAFF,
    STATE,
    Asked,
    Shown,
    Told,
    kreise,
    of_both,
)

Cells: TypeAlias = Iterator[tuple[str, Shown]]
"""Addresses with what they must show."""

_VERSION = re.compile(r" \((nur|nicht) im Vordruck [^)]*\)$")
_BAND = re.compile(r" \(([0-9]+ Jahrgänge|offen)\)$")
HOURS = {"bewilligte leistungen": "bewilligt", "erbrachte leistungen": "erbracht"}
ORIGINS = {
    "Aus eigener Region/ LK/ kreisfreie Stadt": "personen.eigene_region", "Aus hessischer Region": "personen.hessen",
    "Aus außerhessischer Region/ anderes Bundesland": "personen.ausserhalb", "Davon Anzahl Kombi-BiB": "personen.kombi_bib",
}  # fmt: skip
AGES = {
    "18-30 Jahre": "a18_30", "31-40 Jahre": "a31_40", "41-50 Jahre": "a41_50", "51-55 Jahre": "a51_55", "56-60 Jahre": "a56_60",
    "61-65 Jahre": "a61_65", "66 und mehr Jahre": "a66", "51-60 Jahre": "a51_60",
}  # fmt: skip
BY_BODY = ORIGINS | {label: f"alter.{band}" for label, band in AGES.items()}
KINDS = {
    "Fachkräfte zur Arbeits- und Berufsförderung (FAB)": STAFF[:1], "Sozialer Dienst": STAFF[1:2],
    "Therapie, Technik, Begleitung": STAFF[2:], "Personal gesamt": STAFF,
    "Therapeutisch- / technisches Personal und arbeitsbegleitende Maßnahmen": STAFF[2:],
    "Anzahl Gruppen": ["ausgelagert.gruppen"], "Anzahl Betriebe": ["ausgelagert.betriebe"], "Vereinbarte Platzzahl": [PLACES],
}  # fmt: skip
SINGLE = LEADING | {label: Asked(fields) for label, fields in KINDS.items()} | {
    "Personen je Vollzeitstelle": Asked(PEOPLE, STAFF),
}  # fmt: skip
SUBJECTS = {
    "Alter": {label.replace("-", "–"): Asked(of_both(f"alter.{band}")) for label, band in AGES.items() if band in BANDS} | SINGLE,
    "Personal": SINGLE,
    "Leistungen": SINGLE | {
        f"{label} (Stunden), {of}": Asked(fields)
        for label, name in (("Bewilligt", "bewilligt"), ("Erbracht", "erbracht"))
        for of, fields in (("LWV Hessen", [f"{name}.lwv"]), ("andere Leistungsträger", [f"{name}.andere"]), ("gesamt", of_both(name)))
    },
    "Strukturfragen": {f"{number}.": Asked([field], question=True) for number, field in enumerate(QUESTIONS, 1)},
}  # fmt: skip


def table(page: Worksheet) -> tuple[list[str], list[Any]]:
    """Return the heads of a sheet's table and the rows of its cells."""
    (area,) = [one.ref for one in page.tables.values()]
    heads, *rows = page[area]
    return [str(cell.value) for cell in heads], rows


def by_body(rows: Sequence[str], body: str) -> list[str]:
    """Return the fields of rows under a column: one Leistungsträger, or both under „gesamt“."""
    key = {"LWV Hessen": "lwv", "andere": "andere"}.get(body)
    return of_both(*rows) if key is None else [f"{row}.{key}" for row in rows]


def subject(page: Worksheet, told: Told) -> Cells:
    """„Alter“, „Personal“, „Leistungen“, „Strukturfragen“: a row for each region, a column for each figure."""
    heads, rows = table(page)
    known = SUBJECTS[page.title]
    asked = [known[head if head in known else head.split(" ")[0]] for head in heads[3:]]
    assert [row[0].value for row in rows] == told.areas
    for row, area in zip(rows, told.areas, strict=True):
        yield row[2].coordinate, told.coverage(area)
        for cell, one in zip(row[3:], asked, strict=True):
            yield cell.coordinate, told.figure(area, one)


def karte(page: Worksheet, told: Told) -> Cells:
    """„Karte“: the table beside it, and the tiles, each below the name of its Kreis."""
    heads, rows = table(page)
    for row, area in zip(rows, told.areas, strict=True):
        yield row[2].coordinate, told.coverage(area)
        for cell, head in zip(row[3:], heads[3:], strict=True):
            yield cell.coordinate, told.figure(area, LEADING[head])
    yield from kacheln(told, "Personen")


def kacheln(told: Told, chosen: str) -> Cells:
    """The tiles of the chosen figure, each below the name of its Kreis."""
    for kreis in kreise(told.year).itertuples():
        letter, row = "ABCDE"[int(kreis.kachel_spalte) - 1], 4 + 2 * int(kreis.kachel_zeile)
        mark = " p" if told.coverage(kreis.schluessel).endswith("(p)") else ""
        yield f"{letter}{row - 1}", f"{kreis.kurzname}{mark}"
        yield f"{letter}{row}", told.figure(kreis.schluessel, LEADING[chosen])


def profil(page: Worksheet, told: Told, chosen: str = "") -> Cells:
    """„Regionsprofil“: the chosen Kreis beside its Regierungsbezirk and Hessen, and its Orte; by default the one that the sheet shows."""
    key = chosen or str(page["B2"].value)[:5]
    areas = (key, key[:3], STATE)
    for number, area in enumerate(areas):
        yield page.cell(5, 2 + 3 * number).coordinate, told.coverage(area)
    for row in page.iter_rows(min_row=7, max_col=10):
        if row[0].value == "Leistungserbringer":
            yield from _orte_of(page, told, key, row[0].row + 1)
            return
        yield from _profile_line(list(row), told, areas)


def _profile_line(row: Sequence[Any], told: Told, areas: Sequence[str]) -> Cells:
    """A line of the upper part has three columns for each area; below it there are two halves with a column for each."""
    label = str(row[0].value or "")
    name = _VERSION.sub("", _BAND.sub("", label))
    rows = {"Personen insgesamt": [*list(ORIGINS.values())[:3]]} | {label: [one] for label, one in BY_BODY.items()}
    rows |= {"Bewilligte Leistungen": ["bewilligt"], "Erbrachte Leistungen": ["erbracht"]}
    if name in rows:
        for number, area in enumerate(areas):
            for at, body in enumerate(("LWV Hessen", "andere", "gesamt")):
                yield row[1 + 3 * number + at].coordinate, told.figure(area, Asked(by_body(rows[name], body)))
    elif name in ("Vereinbarte Platzzahl", "Belegung", "56 und älter", "Erbracht ÷ bewilligt"):
        for number, area in enumerate(areas):
            yield row[3 + 3 * number].coordinate, told.figure(area, SINGLE[name])
    elif name in SINGLE:
        for number, area in enumerate(areas):
            yield row[1 + number].coordinate, told.figure(area, SINGLE[name])
    if (question := str(row[4].value or "").split(" ")[0]) in SUBJECTS["Strukturfragen"]:
        for number, area in enumerate(areas):
            yield row[7 + number].coordinate, told.figure(area, SUBJECTS["Strukturfragen"][question])


def _orte_of(page: Worksheet, told: Told, kreis: str, first: int) -> Cells:
    orte = told.rows[told.rows.kreis == kreis]
    for at, ort in enumerate(told.orte[told.orte.kreis == kreis].itertuples(), first):
        wert = orte[(orte.datei == ort.datei) & (orte.blatt == ort.blatt)].set_index("feld").wert
        yield f"F{at}", float(sum(int(one) for one in wert.reindex(PEOPLE).dropna()))
        yield f"H{at}", float(wert[PLACES]) if isinstance(wert[PLACES], str) else SECRET


def regionen(page: Worksheet, told: Told) -> Cells:
    """„Regionen“: exact sums; a column by its three rows of headings."""
    heads = _three_heads(page)
    for row in page.iter_rows(min_row=7):
        area = str(row[0].value)
        if area not in (*told.areas, "ohne Zuordnung"):
            continue
        for cell, (block, label, body) in zip(row[4:], heads[4:], strict=True):
            if block in ("", "Hinweis"):
                continue
            if block in ("Orte erwartet", "Orte gemeldet"):
                yield cell.coordinate, told.awaited(area) if block == "Orte erwartet" else told.reported(area)
            elif block.startswith("Leistungs"):
                yield cell.coordinate, told.of_senders(area)
            else:
                yield cell.coordinate, told.sum(area, _fields(block, label, body))


def _three_heads(page: Worksheet) -> list[tuple[str, str, str]]:
    heads = {(cell.row, cell.column): str(cell.value or "") for row in page["A4:BZ6"] for cell in row}
    for merged in page.merged_cells.ranges:
        heads |= {place: heads[merged.min_row, merged.min_col] for place in merged.cells if place in heads}
    return [(heads[4, at], heads[5, at], heads[6, at]) for at in range(1, page.max_column + 1)]


def _fields(block: str, label: str, body: str) -> Sequence[str]:
    label = _VERSION.sub("", label)
    if hours := HOURS.get(block.partition(" (")[0].lower()):
        return by_body([hours], label)
    if label == "Personen insgesamt":
        return by_body(list(ORIGINS.values())[:3], body)
    if label in BY_BODY:
        return by_body([BY_BODY[label]], body)
    return STAFF if label == "gesamt" else KINDS[label]


def orte(page: Worksheet, told: Told) -> Cells:
    """„Orte“: every number as the tidy table has it of the cell that the heading names."""
    heads, rows = table(page)
    numbers = told.rows[told.rows.einheit.notna() & told.rows.wert.notna()]
    cells = {(one.datei, one.blatt, one.zelle): str(one.wert) for one in numbers.itertuples()}
    old = set(told.rows.datei[told.rows.feld == "alter.a51_60.lwv"])
    for row in rows:
        file, sheet = (str(row[heads.index(name)].value) for name in ("Datei", "Blatt"))
        for cell, head in zip(row, heads, strict=True):
            place = _place_in(head, is_old=file in old)
            if (file, sheet, place) in cells:
                yield cell.coordinate, float(cells[file, sheet, place].replace(",", "."))


def _place_in(head: str, *, is_old: bool) -> str | None:
    """Return the cell that a heading names for today's form, or for that of 2024: „… [B57; 2024.1: B52]“, „(nur im Vordruck 2024.1)“."""
    today, _, then = head.rpartition("[")[2].rstrip("]").partition("; 2024.1: ")
    if f"({'nicht' if is_old else 'nur'} im Vordruck 2024.1)" in head:
        return None
    return then if is_old and then else today


def ueberblick(page: Worksheet, told: Told) -> Cells:
    """„Überblick“ but for the Leistungserbringer, of whom the table does not tell who is missing why: areas, sums of Hessen, ages."""
    rows = [list(row) for row in page.iter_rows(max_col=9)]
    heads = {str(cell.value): at for at, cell in enumerate(rows[3])}
    for row in rows[4:]:
        if row[0].value is None:
            break
        yield from _area(row, told, heads)
    state = {
        "Orte erwartet": float(told.awaited(STATE)), "Orte mit angenommener Meldung": float(told.reported(STATE)),
        "davon Fehlanzeige": float(told.said(STATE, NOTHING, "ja")), "Auszubildende/ Studierende": trainees(told),
        "Vereinbarte Platzzahl": told.sum(STATE, [PLACES]), "Eingesetztes Personal (Vollzeitstellen)": told.sum(STATE, STAFF),
    }  # fmt: skip
    wide = {
        "Leistungsberechtigte Personen": list(ORIGINS.values())[:3], "davon Kombi-BiB": ["personen.kombi_bib"],
        "Bewilligte Leistungen (Stunden)": ["bewilligt"], "Erbrachte Leistungen (Stunden)": ["erbracht"],
    } | {label: [field] for label, field in BY_BODY.items() if field.startswith("alter")}  # fmt: skip
    for row in rows[5:]:
        label = _VERSION.sub("", str(row[0].value or ""))
        if label in state:
            yield row[4].coordinate, state[label]
        elif label in wide:
            for cell, body in zip(row[2:5], ("LWV Hessen", "andere", "gesamt"), strict=True):
                yield cell.coordinate, told.sum(STATE, by_body(wide[label], body))
        elif label == "Orte, die fehlen":
            yield row[1].coordinate, float(max(0, told.awaited(STATE) - told.reported(STATE)))


def _area(row: Sequence[Any], told: Told, heads: dict[str, int]) -> Cells:
    name = str(row[0].value)
    area = {"Hessen": "06", "Darmstadt": "064", "Gießen": "065", "Kassel": "066", "Kreis unbekannt": "ohne Zuordnung"}[
        name
    ]
    yield row[1].coordinate, told.coverage(area, " p")
    for head, asked in LEADING.items():
        yield row[heads[head]].coordinate, told.figure(area, asked)


def trainees(told: Told) -> float:
    """Return the number that each Leistungserbringer tells once."""
    found = told.senders[told.senders.feld == "ausbildung.anzahl"].wert.dropna()
    return float(sum(int(one) for one in found))
