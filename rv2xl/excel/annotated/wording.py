"""What the notes and the list of findings say: German for the provider, without anything that acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rv2xl.excel.package.refusal import grouped
from rv2xl.excel.rueckmeldung import MORE, NOTE_END, NOTE_HEAD, REMEDY, weight
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import one_line, shortened
from rv2xl.model.wording import listed

_LONGEST, _LONGEST_NOTE = 400, 1_200
"""Signs of one message in a note, and of all that a note says."""
_PLURAL = {Severity.FEHLER: "Fehler", Severity.WARNUNG: "Warnungen", Severity.HINWEIS: "Hinweise"}


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, errors first; of equal weight in their order."""
    return sorted(findings, key=lambda entry: list(Severity).index(entry.severity))


def counted(findings: Sequence[Finding]) -> str:
    """Say how many findings there are: „2 Fehler und 1 Hinweis“."""
    counts = {
        severity: sum(entry.stands_for for entry in findings if entry.severity is severity) for severity in Severity
    }
    said = [
        f"{grouped(count)} {str(severity).capitalize() if count == 1 else _PLURAL[severity]}"
        for severity, count in counts.items()
        if count
    ]
    return listed(said) if said else "keine Befunde"


def note_text(findings: Sequence[Finding]) -> str:
    """Say in a note what is wrong at its cell and what to do, between our first and our last line."""
    lines: list[str] = []
    used = 0
    for number, entry in enumerate(by_weight(findings)):
        message, remedy = (shortened(one_line(text), _LONGEST) for text in (entry.message, entry.remedy))
        said = f"{weight(entry.severity)}: {message}" + (f"\n{REMEDY}{remedy}" if remedy else "")
        if lines and used + len(said) > _LONGEST_NOTE:
            lines.append(f"{MORE}{len(findings) - number} weitere, siehe die Liste auf dem ersten Blatt.")
            break
        lines.append(said)
        used += len(said)
    quoted = (line.replace(NOTE_HEAD, "…").replace(NOTE_END, "…") for line in lines)
    return "\n".join((NOTE_HEAD, *quoted, NOTE_END))


def steps(correction: int | None, *, apart: bool) -> list[str]:
    """Say how the file is corrected and sent again; `apart` if the list stands in a workbook of its own."""
    if apart:
        return [
            "Ihre Datei ließ sich nicht kennzeichnen; deshalb steht die Liste in dieser eigenen Arbeitsmappe.",
            "Bitte berichtigen Sie die genannten Stellen in Ihrer eigenen Arbeitsmappe, speichern Sie sie als Excel-Arbeitsmappe (.xlsx) "
            "und senden Sie sie noch einmal. Diese Liste senden Sie bitte nicht zurück.",
        ]
    found = [
        "Bitte berichtigen Sie zuerst, was mit ✗ gekennzeichnet ist: Die Zellen sind schraffiert, und eine Notiz an der Zelle sagt, was zu "
        "tun ist. Ein Klick auf die Stelle in der Liste führt dorthin.",
        "Was mit ! gekennzeichnet ist, prüfen Sie bitte; stimmt es, lassen Sie es stehen. Hinweise (i) dienen nur zur Information.",
    ]
    if correction is not None:
        found.append(f"Die „Korrektur Nr.“ ist schon auf {correction} gesetzt; bitte lassen Sie sie so.")
    return [
        *found,
        "Speichern Sie die Datei als Excel-Arbeitsmappe (.xlsx) und senden Sie sie noch einmal. Schraffuren, Notizen und dieses Blatt "
        "können bleiben; beim Einlesen werden sie übergangen.",
    ]


def where(entry: Finding) -> str:
    """Name the sheet and the cells of a finding."""
    cells = ", ".join(entry.cells[:_NAMED]) + (" …" if len(entry.cells) > _NAMED else "")
    return one_line(": ".join(part for part in (entry.sheet, cells) if part)) or "ganze Datei"


_NAMED = 12
"""So many cells and ranges of a finding are named in the list."""
