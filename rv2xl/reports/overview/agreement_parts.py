"""What the agreement says without figures: the Gremien in which the overview can be presented, and the duties as a checklist."""

from __future__ import annotations

from collections.abc import Iterator

from rv2xl.recht.agreements import Agreement
from rv2xl.reports.overview.parts import Part, texts
from rv2xl.reports.workbook.report_book import Head

_OPEN = "☐"


def bodies(agreement: Agreement, year: int) -> Part:
    """Return the Gremien in the words of the print, and whose turn it is to conduct the affairs in the year and the next."""
    heads = (
        Head("Gremium", 30, "strong"), Head("Häufigkeit", 17, "small"), Head(f"Teilnehmer: {agreement.lwv.short}", 25, "small"),
        Head(f"Teilnehmer: {agreement.kreis.short}", 33, "small"), Head("Was die Vereinbarung offen lässt", 27, "small"),
        Head("Fundstelle", 19, "small"),
    )  # fmt: skip
    rows = (
        texts(body.name, body.frequency, body.lwv, body.kreis, body.open or "–", f"{_SOURCE}, Anlage 2")
        for body in agreement.bodies
    )
    chair, data = agreement.chair, agreement.overview
    turns = ", ".join(f"{one}: {chair.of(one).short}" for one in (year, year + 1))
    notes = (
        f"Nr. {data.nr} der Vereinbarung: „{data.shown}“",
        f"Geschäftsführung der {chair.body}, Nr. {chair.nr}: {turns} (Auslegung KV-GF).",
        f"{_SOURCE}: {agreement.source}. Wortlaut der Anlage 2; was sie offen lässt, bleibt offen.",
    )
    return Part(
        "gremien",
        "Gremien",
        "In welchen Gremien können diese Zahlen vorgestellt und erörtert werden?",
        heads,
        tuple(rows),
        notes,
    )


_SOURCE = "Vereinbarung"


def duties(agreement: Agreement) -> Part:
    """Return the duties without figures, to be ticked off."""
    heads = (
        Head("Nr.", 7, "strong"), Head("Worum es geht", 24, "strong"), Head("Wortlaut", 77, "small"), Head("Fundstelle", 18, "small"),
        Head("Erledigt", 9), Head("Bemerkung", 17),
    )  # fmt: skip
    rows = (
        texts(nr, title, f"„{words}“", f"{_SOURCE}, Nr. {nr}", _OPEN, "") for nr, title, words in _duties(agreement)
    )
    note = f"{_SOURCE}: {agreement.source} ({agreement.law}). Diese Aufgaben haben keine Zahlen; die Liste ist zum Abhaken."
    return Part(
        "aufgaben",
        "Aufgaben",
        "Was ist außerdem vereinbart, ohne dass es sich zählen lässt?",
        heads,
        tuple(rows),
        (note,),
    )


def _duties(agreement: Agreement) -> Iterator[tuple[str, str, str]]:
    yield from ((duty.nr, duty.title, duty.words) for duty in agreement.duties)
    notice = agreement.notice
    yield notice.nr, f"Kündigung zum Jahresende (bis {notice.day})", notice.words
