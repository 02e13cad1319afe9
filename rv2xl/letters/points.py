"""Findings as a letter says them: sheet by sheet, without codes, what only follows from something else left to its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from rv2xl.letters.letter import Blatt, Datei, Punkt, clean
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import shortened, shown_name
from rv2xl.reports.findings import lines
from rv2xl.returns.checked import Checked
from rv2xl.returns.messages import UNJUDGED, Message, messages

_NOTHING_TO_DO = "Nichts zu tun"
"""So begins the remedy of what concerns nobody but the LWV."""

_REMARK = 500
"""So many signs of a remark are quoted."""

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
    read = messages(entry.returned, entry.findings)

    def told(severity: Severity, wanted: Callable[[Message], bool] = lambda message: True) -> tuple[Blatt, ...]:
        return _sheets(entry, [message for message in read if message.finding.severity is severity and wanted(message)])

    return Datei(
        name=base_name(entry),
        fehler=told(Severity.FEHLER),
        fragen=told(Severity.WARNUNG, lambda message: not message.remark),
        erklaert=told(Severity.WARNUNG, lambda message: bool(message.remark)),
        hinweise=told(Severity.HINWEIS, _is_of_use),
        naechste_korrektur=entry.returned.correction + 1 if entry.issue is not None else None,
        anlage=attachment,
    )


def base_name(entry: Checked) -> str:
    """Return a file's own name, without the folder it lies in."""
    return shown_name(PurePosixPath(entry.file).name)


def _is_of_use(message: Message) -> bool:
    return message.finding.code != UNJUDGED and not message.finding.remedy.startswith(_NOTHING_TO_DO)


def _sheets(entry: Checked, read: Iterable[Message]) -> tuple[Blatt, ...]:
    """Return what there is to read sheet by sheet: first what concerns the file as a whole, then the sheets as they are issued."""
    order = [None, *(sheet.name for sheet in entry.issue.sheets)] if entry.issue is not None else [None]
    groups: dict[str | None, list[Message]] = {name: [] for name in order}
    for message in read:
        groups.setdefault(message.finding.sheet, []).append(message)
    return tuple(
        Blatt(clean(name), _points(replace(message.finding, message=message.text) for message in group),
              shortened(group[0].remark, _REMARK),
              folgen=any(message.unjudged for message in group))
        for name, group in groups.items()
        if group
    )  # fmt: skip


def _points(findings: Iterable[Finding]) -> tuple[Punkt, ...]:
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
