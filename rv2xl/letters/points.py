"""Findings as a letter says them: sheet by sheet, without codes, what only follows from something else left to its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from rv2xl.letters.letter import Blatt, Datei, Punkt, clean
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import shown_name
from rv2xl.reports.findings import lines
from rv2xl.returns.checked import Checked

FOLLOWING = frozenset({"NICHT-GEPRUEFT", "NICHT-BERECHNET"})
"""They follow from something else that is said, and are no points of their own."""
_NOTHING_TO_DO = "Nichts zu tun"
"""So begins the remedy of what concerns nobody but the LWV."""

_IN_A_LETTER: Mapping[str, tuple[str | None, str]] = {
    "FORM-FREMD": (
        "Die Datei ist nicht die Arbeitsmappe, die wir Ihnen gesandt haben.",
        "Bitte füllen Sie unsere Arbeitsmappe aus und senden Sie uns diese.",
    ),
    "FORM-VERSION": (
        "Mit dieser Fassung des Vordrucks können wir nicht arbeiten.",
        "Bitte verwenden Sie die Arbeitsmappe, die wir Ihnen zuletzt gesandt haben.",
    ),
    "FORM-LE": (None, "Bitte verwenden Sie die Arbeitsmappe, die wir Ihnen gesandt haben; ist es diese, geben Sie uns kurz Bescheid."),
    "FORM-DOPPELT": (None, "Bitte senden Sie uns die Fassung, die gelten soll, mit der nächsten „Korrektur Nr.“ auf dem Deckblatt."),
}  # fmt: skip
"""What a provider is told otherwise than the clerk: the sentence where it differs, and what to do."""


def answered(entry: Checked, attachment: str = "") -> Datei:
    """Return what is to be said of a file; `attachment` is the name of its marked copy, if there is one."""
    remarks = _remarks(entry)

    def told(severity: Severity, wanted: Callable[[Finding], bool] = lambda found: True) -> tuple[Blatt, ...]:
        return _sheets(
            entry, remarks, [found for found in entry.findings if found.severity is severity and wanted(found)]
        )

    return Datei(
        name=base_name(entry),
        fehler=told(Severity.FEHLER),
        fragen=told(Severity.WARNUNG, lambda found: found.sheet not in remarks),
        erklaert=told(Severity.WARNUNG, lambda found: found.sheet in remarks),
        hinweise=told(Severity.HINWEIS, _is_of_use),
        naechste_korrektur=entry.returned.correction + 1 if entry.issue is not None else None,
        anlage=attachment,
    )


def base_name(entry: Checked) -> str:
    """Return a file's own name, without the folder it lies in."""
    return shown_name(PurePosixPath(entry.file).name)


def _is_of_use(found: Finding) -> bool:
    return found.code not in FOLLOWING and not found.remedy.startswith(_NOTHING_TO_DO)


def _remarks(entry: Checked) -> dict[str | None, str]:
    """Return what the sender remarked, by the name of the sheet."""
    field = entry.issue.form.outline.remark if entry.issue is not None else None
    found = {sheet.name: clean(sheet.values.get(field)) for sheet in entry.returned.sheets.values()} if field else {}
    return {name: remark for name, remark in found.items() if remark}


def _sheets(entry: Checked, remarks: Mapping[str | None, str], findings: Sequence[Finding]) -> tuple[Blatt, ...]:
    """Return the findings sheet by sheet: first what concerns the file as a whole, then the sheets as they are issued."""
    order = [None, *(sheet.name for sheet in entry.issue.sheets)] if entry.issue is not None else [None]
    names = dict.fromkeys([*order, *(found.sheet for found in findings)])
    waiting = {found.sheet for found in entry.findings if found.code in FOLLOWING}
    groups = ((name, [found for found in findings if found.sheet == name]) for name in names)
    return tuple(
        Blatt(clean(name), _points(entry, group), remarks.get(name, ""), folgen=name in waiting) for name, group in groups if group
    )  # fmt: skip


def _points(entry: Checked, findings: Iterable[Finding]) -> tuple[Punkt, ...]:
    return tuple(
        Punkt(_where(cells), clean(message), clean(remedy))
        for _, _, _, cells, message, remedy in lines([_in_a_letter(found) for found in findings])
    )


def _in_a_letter(found: Finding) -> Finding:
    """Return a finding as a provider is told it: files by their own name, without the folder they lie in."""
    if found.more:
        places = "eine weitere Stelle" if found.more == 1 else f"{found.more} weitere Stellen"
        return replace(found, message=f"Diese Datei hat {places} der genannten Art, hier nicht einzeln aufgeführt.")
    said, remedy = _IN_A_LETTER.get(found.code, (None, found.remedy))
    return replace(found, message=said or _without_folders(found), remedy=remedy)


def _without_folders(found: Finding) -> str:
    """Return the message of a finding; those that name other files name them with the folder of the first."""
    folder = shown_name(PurePosixPath(found.file or "").parent.as_posix())
    return found.message if folder in (".", "/") else found.message.replace(f"„{folder}/", "„")


def _where(cells: str) -> str:
    if not cells:
        return ""
    return f"Zellen {cells}" if any(sign in cells for sign in ",:") else f"Zelle {cells}"
