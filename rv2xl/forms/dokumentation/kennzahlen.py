"""The Kennzahlen of the regional report, in the words of the planners, and the sheets on which they stand: all sums of what Orte report.

The source names no Kennzahl; each is defined on its sheet in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.forms.dokumentation.ort import ALTER, KOPF, PERSONAL, PROZESS, STRUKTUR
from rv2xl.model.definitions.indicator import Indicator, Subject
from rv2xl.model.expressions.expr import Ref

_AB_56 = ALTER.rows[4:]


def _ids(refs: Sequence[Ref]) -> tuple[str, ...]:
    return tuple(ref.field for ref in refs)


PERSONEN_GESAMT = Indicator(
    id="personen", label="Leistungsberechtigte Personen", short="Personen", parts=("personen.gesamt",),
    words="Leistungsberechtigte Personen beider Leistungsträger am 31.12.; wer an zwei Orten Leistungen erhält, zählt an beiden.",
)  # fmt: skip
BELEGUNG = Indicator(
    id="belegung", label="Belegung", parts=("personen.gesamt",), over=(KOPF["platzzahl"].field,),
    words="Personen beider Leistungsträger ÷ vereinbarte Platzzahl, beides am 31.12.",
)  # fmt: skip
AB_56 = Indicator(
    id="ab_56", label="Anteil 56 Jahre und älter", short="56 und älter",
    parts=_ids(ALTER[_AB_56, :]), over=("personen.gesamt",),
    words="Personen ab 56 vollendeten Lebensjahren ÷ alle Personen, am 31.12.",
)  # fmt: skip
ERBRACHT_JE_BEWILLIGT = Indicator(
    id="erbracht_bewilligt", label="Erbrachte ÷ bewilligte Leistungen", short="Erbracht ÷ bewilligt", parts=("erbracht.gesamt",),
    over=("bewilligt.gesamt",), words="Erbrachte ÷ bewilligte Stunden des Jahres, beider Leistungsträger.",
)  # fmt: skip
JE_FACHKRAFT = Indicator(
    id="je_fachkraft", label="Personen je Fachkraft", parts=("personen.gesamt",), over=(PERSONAL.cell("fab").field,), percent=False,
    words="Personen ÷ Vollzeitstellen der Fachkräfte zur Arbeits- und Berufsförderung (FAB), beides am 31.12.",
)  # fmt: skip
JE_STELLE = Indicator(
    id="je_stelle", label="Personen je Vollzeitstelle", parts=("personen.gesamt",), over=("personal.gesamt",), percent=False,
    words="Personen ÷ Vollzeitstellen des eingesetzten Personals, beides am 31.12.",
)  # fmt: skip
LEITEND = (PERSONEN_GESAMT, BELEGUNG, AB_56, ERBRACHT_JE_BEWILLIGT, JE_FACHKRAFT)

_BAENDER = tuple(
    Indicator(id=f"alter.{band.id}", label=band.label.replace("-", "–"), parts=_ids(ALTER[(band,), :]))
    for band in ALTER.rows
)
_PERSONAL = tuple(
    Indicator(id=ref.field, label=column.label, short=column.short, parts=(ref.field,))
    for ref, column in zip(PERSONAL[:, :], PERSONAL.columns, strict=True)
)
_STICHWORTE = (
    "Leistung am gewählten Ort", "Transparente Organisation", "Personalmanagement", "Aktuelle Konzeptionen", "Fachlich aktuell",
    "Kooperation mit LE", "Sozialraum", "Qualitätssicherung", "Ideen und Beschwerden", "Prozessleitfäden", "Leitfäden bekannt",
    "Vernetzung", "Hilfen im Umfeld", "Dialog", "Dokumentation",
)  # fmt: skip
"""What each question is about, in the order of the form: above columns there is no room for its words, which stand below them."""

_FRAGEN = tuple(
    Indicator(id=field.id, label=f"{number}. {field.label}", short=f"{number}. {about}", parts=(field.id,), asked=True)
    for number, (field, about) in enumerate(zip((*STRUKTUR.fields, *PROZESS.fields), _STICHWORTE, strict=True), 1)
)


def _stunden(name: str, label: str) -> tuple[Indicator, ...]:
    """Return the hours of both Leistungsträger and their sum."""
    columns = (("lwv", "LWV Hessen"), ("andere", "andere Leistungsträger"), ("gesamt", "gesamt"))
    return tuple(Indicator(id=f"{name}.{key}", label=f"{label}, {of}", parts=(f"{name}.{key}",)) for key, of in columns)


GEGENSTAENDE = (
    Subject(
        id="alter", name="Alter", words="Wie alt sind die Menschen? Personen nach Altersgruppen und der Anteil ab 56 Jahren.",
        indicators=(*_BAENDER, PERSONEN_GESAMT, AB_56), charted=tuple(one.id for one in _BAENDER), stacked=True,
        chart_title="Personen nach Altersgruppen, Anteile", axis="Anteil an allen Personen",
    ),
    Subject(
        id="personal", name="Personal", words="Wie viel Personal ist eingesetzt, und wie viele Personen kommen auf eine Stelle?",
        indicators=(*_PERSONAL, Indicator(id="personal.gesamt", label="Personal gesamt", parts=("personal.gesamt",)),
                    PERSONEN_GESAMT, JE_FACHKRAFT, JE_STELLE),
        charted=(JE_FACHKRAFT.id, JE_STELLE.id), chart_title="Personen je Fachkraft und je Vollzeitstelle", axis="Personen",
    ),
    Subject(
        id="leistungen", name="Leistungen", words="Wie viele Stunden sind bewilligt und erbracht, und in welchem Verhältnis?",
        indicators=(*_stunden("bewilligt", "Bewilligt (Stunden)"), *_stunden("erbracht", "Erbracht (Stunden)"), ERBRACHT_JE_BEWILLIGT),
        charted=(ERBRACHT_JE_BEWILLIGT.id,), chart_title="Erbrachte ÷ bewilligte Leistungen", axis="erbracht ÷ bewilligt",
    ),
    Subject(
        id="fragen", name="Strukturfragen", words="Wie antworten die Leistungserbringer? Anteil „ja“ an den Antworten auf jede Frage.",
        indicators=_FRAGEN, charted=tuple(one.id for one in _FRAGEN), of_state=True,
        chart_title="Anteil „ja“ in Hessen", axis="Anteil „ja“ an den Antworten",
    ),
)  # fmt: skip
