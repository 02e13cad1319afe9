"""What the regional report shows of Anlage 2 beside the single fields: sums, lines of its first sheet, and what they do not say."""

from __future__ import annotations

from collections.abc import Sequence

from rv2xl.forms.dokumentation.grundlagen import ANDERE, LWV, TRAEGER
from rv2xl.forms.dokumentation.kennzahlen import GEGENSTAENDE, LEITEND
from rv2xl.forms.dokumentation.ort import ALTER, BEWILLIGT, HERKUNFT, KOPF, ORT, PERSONAL, PERSONEN, ZUSATZ
from rv2xl.model.definitions.outline import Outline, OutlineLine, Subtotal
from rv2xl.model.expressions.expr import Ref

_ALLE = "Personen insgesamt"
_GESAMT = "gesamt"


def _ids(refs: Sequence[Ref]) -> tuple[str, ...]:
    return tuple(ref.field for ref in refs)


AUSWERTUNG = Outline(
    totals=(
        Subtotal("bewilligt.gesamt", "", _GESAMT, _ids(BEWILLIGT[:, :])),
        Subtotal("personal.gesamt", "", _GESAMT, _ids(PERSONAL[:, :])),
        Subtotal("personen.lwv", _ALLE, LWV.label, _ids(PERSONEN[HERKUNFT, LWV])),
        Subtotal("personen.andere", _ALLE, ANDERE.label, _ids(PERSONEN[HERKUNFT, ANDERE])),
        Subtotal("personen.gesamt", _ALLE, _GESAMT, _ids(PERSONEN[HERKUNFT, :])),
    ),
    lines=(
        OutlineLine("Vereinbarte Platzzahl", (None, None, KOPF["platzzahl"].field), "wie mit dem Vordruck ausgegeben"),
        OutlineLine("Leistungsberechtigte Personen", ("personen.lwv", "personen.andere", "personen.gesamt")),
        OutlineLine("davon Kombi-BiB", (PERSONEN["kombi_bib", LWV].field, PERSONEN["kombi_bib", ANDERE].field, None), "Teilmenge"),
        OutlineLine("Bewilligte Leistungen (Stunden)", ("bewilligt.lwv", "bewilligt.andere", "bewilligt.gesamt")),
        OutlineLine("Erbrachte Leistungen (Stunden)", ("erbracht.lwv", "erbracht.andere", "erbracht.gesamt")),
        OutlineLine("Eingesetztes Personal (Vollzeitstellen)", (None, None, "personal.gesamt")),
    ),
    columns=tuple(column.label for column in TRAEGER),
    chart=ALTER,
    chart_title="Leistungsberechtigte Personen nach Alter",
    persons="personen.gesamt",
    place_name=ORT["name"].field,
    nothing=ZUSATZ["fehlanzeige"].field,
    remark=ZUSATZ["bemerkung"].field,
    notes=(
        "Plätze und Personen auf betriebsintegrierten Beschäftigungsplätzen (BiB) werden nicht dokumentiert; die Summen "
        "weichen deshalb von denen des LWV Hessen ab (Auslegung A2-BIB).",
        "Eine Person, die an zwei Orten Leistungen erhält, ist an beiden gezählt; die Summen heißen deshalb „Summe der "
        "Ortsmeldungen“ (Auslegung A2-DOPPELT).",
        "Betriebe mit ausgelagerten Arbeitsgruppen: Mehrfachnennung möglich, ein Betrieb kann bei mehreren Orten stehen "
        "(Auslegung A2-GRUPPEN).",
    ),
    subjects=GEGENSTAENDE,
    leading=LEITEND,
)  # fmt: skip
