"""What a year's tidy table tells of the regions, worked out by pandas: nothing of the program's own reports is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas

import rv2xl

WITHOUT, STATE = "ohne Zuordnung", "06"
PENDING, SECRET, SENSELESS = "…", ".", "x"
PLACES, NOTHING = "kopf.platzzahl", "zusatz.fehlanzeige"

BODIES = ("lwv", "andere")
BANDS = ("a18_30", "a31_40", "a41_50", "a51_55", "a56_60", "a61_65", "a66")


def of_both(*rows: str) -> list[str]:
    """Return the fields of both Leistungsträger in some rows."""
    return [f"{row}.{body}" for row in rows for body in BODIES]


PEOPLE = of_both("personen.eigene_region", "personen.hessen", "personen.ausserhalb")
STAFF = ["personal.fab", "personal.sozialer_dienst", "personal.therapeutisch"]
QUESTIONS = [f"fragen.struktur_{n}" for n in range(1, 10)] + [f"fragen.prozess_{n}" for n in range(1, 7)]


@dataclass(frozen=True)
class Asked:
    """A figure: the sum of fields, or that divided by the sum of others; or the share of „ja“ among the answers to a question."""

    parts: Sequence[str]
    over: Sequence[str] = ()
    question: bool = False
    points: bool = False

    @property
    def is_ratio(self) -> bool:
        return self.question or bool(self.over)


LEADING = {
    "Personen": Asked(PEOPLE),
    "Belegung": Asked(PEOPLE, [PLACES], points=True),
    "56 und älter": Asked(of_both(*(f"alter.{band}" for band in BANDS[4:])), PEOPLE, points=True),
    "Erbracht ÷ bewilligt": Asked(of_both("erbracht"), of_both("bewilligt"), points=True),
    "Personen je Fachkraft": Asked(PEOPLE, STAFF[:1]),
}

Shown = float | str


def kreise(year: int) -> pandas.DataFrame:
    """Return the Kreise of a year, from the list as it lies in the repository."""
    path = Path(rv2xl.__file__).parent / "recht" / "kreise.csv"
    table = pandas.read_csv(path, sep=";", dtype=str, comment="#", keep_default_na=False)
    day = f"{year}-12-31"
    valid = (table.gueltig_von <= day) & ((table.gueltig_bis == "") | (table.gueltig_bis >= day))
    return table[valid & (table.schluessel.str.len() == 5)]


class Told:
    """The accepted returns of a year; `orte` are those that the register awaits, as far as that is known: Leistungserbringer, Kreis."""

    def __init__(self, tidy: pandas.DataFrame, orte: Iterable[tuple[str, str]] | None = None) -> None:
        counted = tidy[(tidy.status == "angenommen")]
        self.year = int(counted.jahr.iloc[0])
        self.senders = counted[counted.zad.isna()]
        self.known = list(kreise(self.year).schluessel)
        rows = counted[counted.zad.notna()]
        self.rows = rows.assign(kreis=rows.kreis.where(rows.kreis.isin(self.known), WITHOUT))
        place = ["le", "leistung", "zad", "blatt", "datei", "kreis"]
        self.orte = self.rows[place].drop_duplicates().sort_values(place[:4]).reset_index(drop=True)
        self._wide = self.rows.pivot(index=["datei", "blatt"], columns="feld", values="wert")
        self._wide = self._wide.loc[pandas.MultiIndex.from_frame(self.orte[["datei", "blatt"]])].reset_index(drop=True)
        told = self.rows.groupby("feld").size()
        self.asked_by_all = set(told.index[told == len(self.orte)])
        self.fields = set(counted.feld)
        self._within: dict[str, list[int]] = {}
        self._sums: dict[str, pandas.Series] = {}
        self._awaited = (
            None if orte is None else Counter(kreis if kreis in self.known else WITHOUT for _, kreis in orte)
        )

    @cached_property
    def _numbers(self) -> pandas.DataFrame:
        return self._wide.apply(lambda column: pandas.to_numeric(column.str.replace(",", "."), errors="coerce"))

    @staticmethod
    def _is_in(key: str, area: str) -> bool:
        return area in (STATE, key) or (len(area) == 3 and key.startswith(area))

    def within(self, area: str) -> list[int]:
        """Return which Orte lie in an area, as numbers of rows."""
        if area not in self._within:
            self._within[area] = [at for at, key in enumerate(self.orte.kreis) if self._is_in(key, area)]
        return self._within[area]

    @property
    def areas(self) -> list[str]:
        """The keys in the order of a sheet: Hessen, each Regierungsbezirk before its Kreise, and what belongs to none if there is any."""
        bezirke = {key[:3] for key in self.known}
        return sorted((STATE, *bezirke, *self.known)) + (
            [WITHOUT] if self.reported(WITHOUT) or self.awaited(WITHOUT) else []
        )

    def reported(self, area: str) -> int:
        return len(self.within(area))

    def awaited(self, area: str) -> int:
        if self._awaited is None:
            return self.reported(area)
        return sum(count for key, count in self._awaited.items() if self._is_in(key, area))

    def of_senders(self, area: str) -> int:
        """Return how many Leistungserbringer have reported in an area."""
        return int(self.orte["le"].iloc[self.within(area)].nunique())

    def coverage(self, area: str, mark: str = " (p)") -> str:
        there, awaited = self.reported(area), self.awaited(area)
        if not there and not awaited:
            return "kein Ort"
        if there > awaited:
            return f"{there} Orte, erwartet {awaited}"
        return f"{there} von {awaited} {'Ort' if awaited == 1 else 'Orten'}{mark if 0 < there < awaited else ''}"

    def pending(self, area: str) -> bool:
        return not self.reported(area) and self.awaited(area) > 0

    def total(self, area: str, fields: Iterable[str]) -> float:
        if area not in self._sums:
            self._sums[area] = self._numbers.iloc[self.within(area)].sum()
        return float(sum(self._sums[area].get(field, 0.0) for field in fields))

    def sum(self, area: str, fields: Iterable[str]) -> Shown:
        """Return a sum, or the sign for what has not come."""
        return PENDING if self.pending(area) else self.total(area, fields)

    def said(self, area: str, field: str, answer: str) -> int:
        return int((self._wide[field].iloc[self.within(area)] == answer).sum()) if field in self._wide else 0

    def placeless(self, area: str) -> int:
        """Return how many Orte with figures have no Platzzahl."""
        here = self._wide.iloc[self.within(area)]
        return int((here[PLACES].isna() & (here[NOTHING] != "ja")).sum())

    def figure(self, area: str, asked: Asked) -> Shown:
        """Return a figure, or the sign in its place."""
        if self.pending(area):
            return PENDING
        if not self.asked_by_all.issuperset((*asked.parts, *asked.over)):
            return SECRET
        if asked.question:
            yes, no = (self.said(area, asked.parts[0], answer) for answer in ("ja", "nein"))
            return yes / (yes + no) if yes + no else SENSELESS
        if not asked.over:
            return self.total(area, asked.parts)
        if PLACES in asked.over and self.placeless(area):
            return SECRET
        below = self.total(area, asked.over)
        return self.total(area, asked.parts) / below if below else SENSELESS
