"""What the figures of a regional report do not contain: said on its first sheet, so that nobody takes them for more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rv2xl.model.law import OutsideCoverage, load_law, year_end
from rv2xl.model.region import regions
from rv2xl.model.wording import german
from rv2xl.reports.columns import Measure, concerns, ort_columns
from rv2xl.reports.figures import WITHOUT, RegionRow
from rv2xl.reports.outline import outline_of
from rv2xl.reports.replies import Replies, Reply, State
from rv2xl.reports.replies_sheet import ort_text
from rv2xl.returns.consolidate import Consolidation

_BEGIN = "dokumentation_ab"
_FIRST_YEAR_READING = "A2-2023"
_HINT_NAMES = 5


def limits(consolidation: Consolidation, replies: Replies) -> list[str]:
    """Return the sentences, the gaps of this very report first."""
    return [*_gaps(consolidation, replies), *_general(consolidation)]


def _gaps(consolidation: Consolidation, replies: Replies) -> Iterator[str]:
    for state, words in _GAPS:
        found = replies.of(state)
        if found:
            yield f"{words}: {_names(found)}."
    missing = consolidation.missing_orte()
    if missing:
        places = "Ein erwarteter Ort ist" if len(missing) == 1 else f"{len(missing)} erwartete Orte sind"
        yield f"{places} nicht enthalten; das Blatt „Regionen“ nennt sie unter „Hinweis“, das Blatt „Rücklauf“ vollständig."
    else:
        yield "Alle erwarteten Orte sind enthalten."
    changed = sum(
        any(found.code == "STAMMDATEN-GEAENDERT" for found in entry.findings) for entry in consolidation.counted
    )
    if changed:
        files = "Bei einem Rücklauf lauten" if changed == 1 else f"Bei {changed} Rückläufen lauten"
        yield (
            f"{files} die Stammdaten heute anders als bei der Ausgabe (Befunde „STAMMDATEN-GEAENDERT“): Namen und Kreise folgen den heutigen "
            "Stammdaten, die vereinbarte Platzzahl ist die ausgegebene."
        )


_GAPS = (
    (State.FEHLT, "Ohne Rücklauf und deshalb nicht enthalten"),
    (State.ZURUECKGEWIESEN, "Zurückgewiesen und deshalb nicht enthalten"),
    (State.DOPPELT, "Widersprüchlich doppelt und deshalb nicht enthalten"),
    (State.UNLESBAR, "Unlesbar und deshalb nicht enthalten"),
)


def _names(replies: Sequence[Reply]) -> str:
    names = [f"{reply.name or 'ohne Namen'} ({reply.number})" for reply in replies]
    return "; ".join(names[:40]) + (f" und {len(names) - 40} weitere" if len(names) > 40 else "")


def _general(consolidation: Consolidation) -> Iterator[str]:
    yield from outline_of(consolidation.form).notes
    year = consolidation.year
    begin = partial_year(consolidation)
    if begin is not None:
        yield (
            f"Die Stunden (bewilligte und erbrachte Leistungen) betreffen nur die Zeit ab dem {german(begin)} und sind mit anderen Jahren nicht "
            f"vergleichbar; die Bestände am 31.12.{year} sind es (Auslegung {_FIRST_YEAR_READING})."
        )
    for region in regions(year_end(year)):
        if region.hinweis:
            yield f"{region.schluessel} {region.display_name}: {region.hinweis}"
    yield (
        f"Stichtag der Bestände (Personen, Alter, Personal, Arbeitsgruppen, Auszubildende) ist der {german(year_end(year))}, Zeitraum der Stunden "
        f"der {german(begin or date(year, 1, 1))} bis {german(year_end(year))}."
    )


def partial_year(consolidation: Consolidation) -> date | None:
    """Return the day on which the documentation began if it lies in the year; None for a whole year."""
    if not concerns_first_year(consolidation):
        return None
    try:
        begin = load_law().fixed_date(_BEGIN, year_end(consolidation.year))
    except OutsideCoverage:
        return None
    return begin if begin.year == consolidation.year and begin > date(consolidation.year, 1, 1) else None


def concerns_first_year(consolidation: Consolidation) -> bool:
    """Whether the form has fields that are flows of the year."""
    fields = [column.id for column in ort_columns(consolidation.form)]
    return any(entry.id == _FIRST_YEAR_READING and concerns(entry, fields) for entry in consolidation.form.auslegungen)


def partial_note(consolidation: Consolidation, measure: Measure) -> str:
    """Return what stands behind the heading of a flow of the first year; nothing for a stock or a whole year."""
    begin = partial_year(consolidation)
    flows = (entry for entry in consolidation.form.auslegungen if entry.id == _FIRST_YEAR_READING)
    return f" – Teiljahr ab {german(begin)}" if begin and any(concerns(entry, measure.parts) for entry in flows) else ""


def hint(row: RegionRow, replies: Replies) -> str:
    """Return what the reader of a region's row must know: which Orte are missing and why, and a change of its territory."""
    states = {reply.number: reply for reply in replies.senders}
    parts = []
    if row.missing:
        names = []
        for ort in row.missing[:_HINT_NAMES]:
            reply = states.get(str(ort.get("traeger")))
            why = f"{reply.name}: {reply.state}" if reply and reply.state is not State.ANGENOMMEN else "im Rücklauf nicht enthalten"
            names.append(f"{ort_text(ort)} ({why})")
        rest = len(row.missing) - _HINT_NAMES
        count = "Es fehlt 1 Ort" if len(row.missing) == 1 else f"Es fehlen {len(row.missing)} Orte"
        parts.append(f"{count}: {'; '.join(names)}{f'; {rest} weitere siehe „Rücklauf“' if rest > 0 else ''}.")
    elif row.key == WITHOUT and not row.reported:
        parts.append("Alle Orte sind einem Kreis zugeordnet.")
    elif not row.expected and not row.reported:
        parts.append("Kein Ort in den Stammdaten.")
    if row.remark:
        parts.append(row.remark)
    return " ".join(parts)
