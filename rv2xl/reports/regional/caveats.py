"""What the figures of a report do not contain: said in its „Hinweise“, so that nobody takes them for more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from rv2xl.model.foreign_text import shown_name
from rv2xl.model.wording import german, listed
from rv2xl.recht.law import year_end
from rv2xl.recht.regions import regions
from rv2xl.reports.regional.figures import Completeness, RegionRow
from rv2xl.reports.regional.ort_columns import ort_columns
from rv2xl.reports.replies import Replies, Reply, State, own_name
from rv2xl.reports.workbook.signs import Sign
from rv2xl.returns.consolidate import WITHOUT, Consolidation
from rv2xl.returns.decisions import DECIDED, acceptance_of
from rv2xl.returns.earlier import part_year
from rv2xl.returns.earlier.earlier_year import EarlierYear
from rv2xl.returns.register import Ort

NAMES = 24
"""So many names a line lists at most; „Rücklauf“ has them all."""

_CHANGED = "STAMMDATEN-GEAENDERT"
_ORTE_NAMED = 6

_GAPS = (
    (State.FEHLT, "Ohne Rücklauf und deshalb nicht enthalten"),
    (State.ZURUECKGEWIESEN, "Zurückgewiesen und deshalb nicht enthalten"),
    (State.DOPPELT, "Doppelt mit verschiedenen Angaben und deshalb nicht enthalten"),
    (State.UNLESBAR, "Unlesbar und deshalb nicht enthalten"),
)


def caveats(consolidation: Consolidation, replies: Replies) -> list[str]:
    """Return the sentences, the gaps of this very report first."""
    return [
        *_gaps(consolidation, replies),
        *_accepted(consolidation),
        *_versions(consolidation),
        *readings(consolidation),
    ]


def readings(consolidation: Consolidation) -> list[str]:
    """Return the sentences that tell nothing of a single Leistungserbringer: what the form does not ask, and of which days figures are."""
    return [
        *consolidation.form.outline.notes,
        *_first_year(consolidation),
        *(f"{region.schluessel} {region.display_name}: {region.hinweis}" for region in regions(year_end(consolidation.year))
          if region.hinweis),
        _days(consolidation),
    ]  # fmt: skip


def compared_with(year: EarlierYear) -> str:
    """Say with which earlier year the report compares, and from which file it has that."""
    return (
        f"Verglichen wird auch mit {year.year}; die Werte stehen in „{shown_name(year.file)}“ "
        f"(Prüfsumme SHA-256: {year.checksum})."
    )


def _gaps(consolidation: Consolidation, replies: Replies) -> Iterator[str]:
    for state, words in _GAPS:
        if found := replies.of(state):
            yield f"{words}: {names(found)}."
    missing = len(consolidation.missing_orte())
    if missing:
        orte = "Ein erwarteter Ort ist" if missing == 1 else f"{missing} erwartete Orte sind"
        yield f"{orte} nicht enthalten; „Regionen“ nennt sie unter „Hinweis“, „Rücklauf“ je Leistungserbringer."
    else:
        yield "Alle erwarteten Orte sind enthalten."
    changed = sum(any(found.code == _CHANGED for found in entry.findings) for entry in consolidation.counted)
    if changed:
        yield (
            f"Seit der Ausgabe geänderte Stammdaten ({'ein Rücklauf' if changed == 1 else f'{changed} Rückläufe'}, siehe "
            f"„Befunde“, {_CHANGED}): Namen und Kreise folgen den heutigen Stammdaten, alle Zahlen dem Rücklauf."
        )


def _accepted(consolidation: Consolidation) -> Iterator[str]:
    """Name the counted returns that a clerk accepted in spite of their FEHLER: whose, in spite of what, and why."""
    found = [(entry, said) for entry in consolidation.counted if (said := acceptance_of(entry)) is not None]
    for entry, said in found[:NAMES]:
        sender = entry.returned.sender or ""
        name = consolidation.register.name_of(sender) or own_name(entry) or "ohne Namen"
        yield f"Durch Freigabe enthalten: {name} ({sender}). {said}"
    if len(found) > NAMES:
        yield f"Durch Freigabe enthalten sind {len(found) - NAMES} weitere; „Befunde“ nennt sie unter {DECIDED}."


def _versions(consolidation: Consolidation) -> Iterator[str]:
    """Say what the versions of the form that were counted do not have in common."""
    counts = Counter(entry.issue.form.version for entry in consolidation.counted if entry.issue is not None)
    for form in consolidation.versions[1:]:
        count = counts[form.version]
        came = f"{'Ein Rücklauf kam' if count == 1 else f'{count} Rückläufe kamen'} mit dem Vordruck {form.version}"
        columns = [
            (column.only, f"„{column.row or column.block}“")
            for column in ort_columns(consolidation.form, form)
            if not column.own  # what is not printed in the source is no figure
        ]
        old, new = (
            list(dict.fromkeys(name for only, name in columns if only.startswith(start))) for start in ("nur", "nicht")
        )
        said = f" Für eine Kennzahl aus dem, was nicht beide haben, steht „{Sign.SECRET}“." if old or new else ""
        parts = [f"nur er hat {listed(old)}"] if old else []
        parts += [f"{listed(new)} {'fehlt' if len(new) == 1 else 'fehlen'} ihm"] if new else []
        yield f"{came}; {', '.join(parts) or 'er hat dieselben Angaben'}. Was beide haben, ist zusammengezählt.{said}"


def names(replies: Sequence[Reply], most: int = NAMES) -> str:
    """List Leistungserbringer by name and number, as many as a reader takes in."""
    shown = "; ".join(f"{reply.name or 'ohne Namen'} ({reply.number})" for reply in replies[:most])
    rest = len(replies) - most
    return f"{shown} und {rest} weitere (Blatt „Rücklauf“)" if rest > 0 else shown


def _first_year(consolidation: Consolidation) -> Iterator[str]:
    begin = first_day(consolidation, (column.id for column in ort_columns(*consolidation.versions)))
    if begin is not None:
        yield (
            f"Die Stunden (bewilligte und erbrachte Leistungen) betreffen nur die Zeit ab dem {german(begin)} und sind mit "
            f"anderen Jahren nicht vergleichbar; die Bestände am {german(year_end(consolidation.year))} sind es "
            f"(Auslegung {part_year.FIRST_YEAR})."
        )


def _days(consolidation: Consolidation) -> str:
    """Say of which day or time each block of numbers is."""
    blocks: dict[str, dict[str, None]] = {}
    for column in ort_columns(*consolidation.versions):
        if column.field.type.numeric and column.field.stichtag:
            first = first_day(consolidation, [column.field.id])
            time = f"{german(first)} bis {german(year_end(consolidation.year))}" if first else column.field.stichtag
            blocks.setdefault(time, {})[column.block] = None
    days = (f"{stichtag} für {', '.join(f'„{block}“' for block in found)}" for stichtag, found in blocks.items())
    return f"Stichtage und Zeiträume (Jahr {consolidation.year}): {'; '.join(days)}."


def first_day(consolidation: Consolidation, fields: Iterable[str]) -> date | None:
    """Return the day in the year from which flows among these fields were documented; None for a whole year or stocks."""
    return part_year.first_day(consolidation.form, consolidation.year, fields)


def partial(consolidation: Consolidation, fields: Iterable[str]) -> str:
    """Return what stands behind the heading of a flow of the first year; nothing for a stock or a whole year."""
    begin = first_day(consolidation, fields)
    return f"Teiljahr ab {german(begin)}" if begin else ""


def hint(row: RegionRow, replies: Replies) -> str:
    """Return what the reader of a region's row must know: which Orte are missing and why, a change of its territory."""
    senders = {reply.number: reply for reply in replies.senders}
    parts = []
    if row.missing:
        count = "Es fehlt 1 Ort" if len(row.missing) == 1 else f"Es fehlen {len(row.missing)} Orte"
        found = groupby(row.missing[:_ORTE_NAMED], key=lambda ort: str(ort.traeger))
        orte = "; ".join(_of_sender(senders.get(number), list(group)) for number, group in found)
        rest = len(row.missing) - _ORTE_NAMED
        parts.append(f"{count}: {orte}{f' und {rest} weitere, siehe „Rücklauf“' if rest > 0 else ''}.")
    elif row.key == WITHOUT and row.completeness is Completeness.EMPTY:
        parts.append("Alle Orte sind einem Kreis zugeordnet.")
    elif row.completeness is Completeness.EMPTY:
        parts.append("Kein Ort in den Stammdaten.")
    return " ".join((*parts, row.remark) if row.remark else parts)


def _of_sender(reply: Reply | None, orte: Sequence[Ort]) -> str:
    """Name the missing Orte of one Leistungserbringer: „Erbach § 58, Michelstadt § 60 (Werkstatt gGmbH: fehlt)“."""
    places = ", ".join(f"{ort.name or 'ohne Namen'} § {ort.leistung}" for ort in orte)
    if reply is None or reply.state is State.ANGENOMMEN:
        return f"{places} (nicht im Rücklauf)"
    return f"{places} ({reply.name}: {reply.state})"
