"""Findings as a letter says them: sheet by sheet, without codes, what only follows from something else left to its cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from rv2xl.excel.annotated.copy import raised_correction
from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.letters.letter import Blatt, Datei, Punkt, clean
from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import shortened, shown_name
from rv2xl.model.mended import Mended, where_mended
from rv2xl.model.wording import german_number
from rv2xl.reports.findings import cells_of, together
from rv2xl.returns.checked import Checked
from rv2xl.returns.messages import UNJUDGED, Message, messages

_NOTHING_TO_DO = "Nichts zu tun"
"""So begins the remedy of what concerns nobody but the LWV."""

_UNKNOWN = "FORM-LE"

_REMARK, _AREAS = 500, 8
"""So many signs of a remark are quoted, and so many cells and ranges of a point."""

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
    "UNTERHALB": (None, "Bitte löschen Sie, was kein Eintrag ist; brauchen Sie mehr Zeilen, geben Sie uns kurz Bescheid."),
}  # fmt: skip
"""What a provider is told otherwise than the clerk: the sentence where it differs, and what to do."""
_LOOK_THROUGH = "Bitte sehen Sie die Datei auch daraufhin durch."
_NUMBER = "Bitte prüfen Sie die Nummer; stimmt sie, geben Sie uns kurz Bescheid."
_OTHER_WORKBOOK = (
    "Die Arbeitsmappe ist nicht mehr so, wie wir sie Ihnen gesandt haben: Verborgene Angaben, an denen wir sie erkennen, wurden verändert.",
    "Bitte verwenden Sie die Arbeitsmappe, die wir Ihnen gesandt haben.",
)


def answered(entry: Checked, attachment: str = "") -> Datei:
    """Return what is to be said of a file; `attachment` is the name of its marked copy, if there is one."""
    read = messages(entry.returned, entry.findings_to_send)

    def told(severity: Severity, wanted: Callable[[Message], bool] = lambda message: True) -> tuple[Blatt, ...]:
        return _sheets(entry, [message for message in read if message.finding.severity is severity and wanted(message)])

    where, raised, sent = mended_where(entry), raised_correction(entry.returned), entry.returned.correction
    return Datei(
        name=base_name(entry),
        in_der_datei=entry.issue is not None and where is Mended.HERE,
        im_vordruck=where is not Mended.HERE,
        fehler=told(Severity.FEHLER),
        fragen=told(Severity.WARNUNG, lambda message: not message.remark),
        erklaert=told(Severity.WARNUNG, lambda message: bool(message.remark)),
        hinweise=told(Severity.HINWEIS, _is_of_use),
        naechste_korrektur=None if where is Mended.ELSEWHERE else raised or (sent + 1 if sent else None),
        anlage=attachment,
        nummer_eingetragen=bool(attachment) and raised is not None,
    )


def mended_where(entry: Checked) -> Mended:
    """Return where a sender puts right what is wrong in a file: in another workbook if one thing can be put right nowhere else."""
    found = {_mended(entry, found) for found in entry.findings if found.severity is Severity.FEHLER}
    return max(found, key=list(Mended).index, default=Mended.HERE)


def _mended(entry: Checked, found: Finding) -> Mended:
    if found.sheet == META_NAME:
        return Mended.ANEW
    return Mended.HERE if _is_typed(entry, found) else where_mended(found.code)


def _is_typed(entry: Checked, found: Finding) -> bool:
    """Whether a finding against the register is about a number that the sender typed."""
    sheet = next((sheet for sheet in entry.returned.sheets.values() if sheet.name == found.sheet), None)
    field = sheet.sheet.fields.get(found.field or "") if sheet is not None else None
    return found.code == _UNKNOWN and field is not None and entry.issue is not None and not entry.issue.locked(field)


def base_name(entry: Checked) -> str:
    """Return a file's own name, without the folder it lies in."""
    return shown_name(PurePosixPath(entry.file).name)


def _is_of_use(message: Message) -> bool:
    return message.finding.code != UNJUDGED and not message.finding.remedy.startswith(_NOTHING_TO_DO)


def _sheets(entry: Checked, read: Sequence[Message]) -> tuple[Blatt, ...]:
    """Return what there is to read sheet by sheet: first what concerns the file as a whole, then the sheets as they are issued.

    How many things of a kind are not listed stands below the last of them that is.
    """
    order = [None, *(sheet.name for sheet in entry.issue.sheets)] if entry.issue is not None else [None]
    groups: dict[str | None, list[Message]] = {name: [] for name in order}
    last: dict[str, str | None] = {}
    for message in sorted(read, key=lambda message: bool(message.finding.more)):
        found = message.finding
        name = None if found.sheet == META_NAME else last.get(found.code) if found.more else found.sheet
        groups.setdefault(name, []).append(message)
        last[found.code] = name
    remark = entry.issue.form.outline.remark if entry.issue is not None else None
    explainable = {sheet.name for sheet in entry.returned.sheets.values() if remark in sheet.sheet.fields}
    return tuple(
        Blatt(clean(name), _points(entry, group), shortened(group[0].remark, _REMARK),
              folgen=any(message.unjudged for message in group), erklaerbar=name in explainable)
        for name, group in groups.items()
        if group
    )  # fmt: skip


def _points(entry: Checked, read: Iterable[Message]) -> tuple[Punkt, ...]:
    """Return what is said of one sheet; of what the sender has explained already there is nothing to do."""
    findings = [_in_a_letter(entry, message) for message in read]
    return tuple(
        Punkt(_where(cells_of(alike, _AREAS)), clean(_said(alike, message)), clean(alike[0].remedy))
        for alike, message in together(findings)
    )


def _said(alike: Sequence[Finding], message: str) -> str:
    """Say what is wrong; of many things of a kind the first, and how many there are more."""
    first = alike[0]
    if message == first.message:
        return message
    return f"{first.message} Ebenso ist es an {len(alike) - 1} weiteren Stellen {'dieses Blattes' if first.sheet else 'der Datei'}."


def _in_a_letter(entry: Checked, message: Message) -> Finding:
    """Return a finding as a provider is told it: files by their own name, without the folder they lie in."""
    found = replace(message.finding, message=message.text)
    if found.more:
        places = (
            "kommt eine weitere Stelle" if found.more == 1 else f"kommen {german_number(found.more)} weitere Stellen"
        )
        left = f"Hinzu {places} dieser Art in der Datei, die wir hier nicht einzeln nennen."
        return replace(found, message=left, remedy=_LOOK_THROUGH)
    if found.sheet == META_NAME:
        return replace(found, message=_OTHER_WORKBOOK[0], remedy=_OTHER_WORKBOOK[1], cells=())
    said, remedy = _IN_A_LETTER.get(found.code, (None, found.remedy))
    if message.remark:
        remedy = ""
    elif _is_typed(entry, found):
        remedy = _NUMBER
    return replace(found, message=said or _without_folders(found), remedy=remedy)


def _without_folders(found: Finding) -> str:
    """Return the message of a finding; those that name other files name them with the folder of the first."""
    folder = shown_name(PurePosixPath(found.file or "").parent.as_posix())
    return found.message if folder in (".", "/") else found.message.replace(f"„{folder}/", "„")


def _where(cells: str) -> str:
    if not cells:
        return ""
    return f"Zellen {cells}" if any(sign in cells for sign in ",:") else f"Zelle {cells}"
