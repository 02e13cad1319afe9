"""Is this a file we open at all? Judged by content, before anything in it is parsed.

The good case is quick: the zip's directory, [Content_Types].xml and the package's relationships are read, nothing else is unpacked.
The parts are for unpack.py to judge, when they are read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from rv2xl.excel.package import kinds
from rv2xl.excel.package.refusal import Refused, damaged, encrypted, grouped, megabytes, shown_name, too_large
from rv2xl.excel.package.unpack import PACKAGE_LIMITS, DamagedPart, PackageLimits, PartTooLarge
from rv2xl.model.finding import Finding, finding
from rv2xl.model.wording import listed


@dataclass(frozen=True, slots=True)
class Guarded:
    """The judgement on one file. `package` and `workbook` (name of its main part) are None when it may not be read."""

    findings: tuple[Finding, ...]
    package: zipfile.ZipFile | None = None
    workbook: str | None = None


_PROJECT_MARKS = frozenset({"vbaproject", "macroenabled"})
_MACROS = (
    ("vbaproject", "Die Datei enthält Makros (ein VBA-Projekt); nichts davon wurde ausgeführt."),
    ("macrosheet", "Die Datei enthält ein Excel-4.0-Makroblatt; nichts davon wurde ausgeführt."),
    ("macroenabled", "Die Datei ist als Arbeitsmappe mit Makros (.xlsm) gespeichert."),
)
_LINKS = (
    ("Verknüpfungen zu anderen Dateien", ("/externallinks/", "externallink+xml")),
    ("eingebettete Objekte", ("/embeddings/", "oleobject", "/activex/", "webextension+xml")),
    ("Datenverbindungen", ("/connections.xml", "connections+xml")),
)
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".xlsx", ".xlsm", ".xlsb", ".xltx", ".docx", ".pptx", ".ods")


def guard(data: bytes, limits: PackageLimits = PACKAGE_LIMITS) -> Guarded:
    """Judge the bytes of a file, whatever its suffix; whatever is wrong with them is among the findings.

    The package is given only if no FEHLER was found; a WARNUNG (links, embedded objects) lets the file be read.
    """
    try:
        return _inspect(data, limits)
    except Refused as refused:
        return Guarded((refused.finding,))
    except (DamagedPart, PartTooLarge):
        return Guarded((finding("DATEI-UNLESBAR", "Die Datei ist beschädigt und lässt sich nicht lesen."),))


def _inspect(data: bytes, limits: PackageLimits) -> Guarded:
    if not data.startswith(kinds.ZIP_STARTS):
        raise kinds.foreign_file(data)
    if len(data) > limits.file:
        raise too_large(f"Die Datei ist {megabytes(len(data))} groß", megabytes(limits.file))
    package = _open(data, limits)
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted()
    _refuse_large(entries, limits)
    if kinds.TYPES_PART not in package.namelist():
        raise kinds.foreign_zip(package)
    _refuse_ambiguous(data, entries)
    types = kinds.content_types(package)
    workbook = kinds.workbook_part(package, types)
    parts = [kinds.part_key(name) + " " + kind for name, kind in types.of_part.items()]
    refused = [entry for entry in _MACROS if not (limits.macros and entry[0] in _PROJECT_MARKS)]
    macros = [finding("DATEI-MAKRO", message) for mark, message in refused if any(mark in part for part in parts)][:1]
    links = _links(parts)
    return Guarded((*macros, *links)) if macros else Guarded((*links,), package, workbook)


def _open(data: bytes, limits: PackageLimits) -> zipfile.ZipFile:
    if len(data) > 46 * limits.entries:  # counted before zipfile makes an object of each; no entry takes fewer bytes
        entries = data.count(b"PK\x01\x02")
        if entries > limits.entries:
            raise too_large(f"Die Datei enthält {grouped(entries)} Teile", grouped(limits.entries))
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # of zipfile alone: BadZipFile, struct.error, NotImplementedError, ValueError …
        if b"PK\x05\x06" not in data[-66_000:]:
            raise Refused("DATEI-UNLESBAR", "Die Datei ist abgeschnitten: Ihr Ende fehlt.") from error
        raise Refused("DATEI-UNLESBAR", "Die Datei ist beschädigt: Ihr Verzeichnis ist nicht lesbar.") from error


def _refuse_large(entries: Sequence[zipfile.ZipInfo], limits: PackageLimits) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > limits.total:
        raise too_large(f"Die Datei ist ausgepackt {megabytes(total)} groß", megabytes(limits.total))
    for entry in entries:
        if entry.file_size > limits.entry:
            size = megabytes(entry.file_size)
            raise too_large(f"Der Teil {shown_name(entry)} ist ausgepackt {size} groß", megabytes(limits.entry))


def _refuse_ambiguous(data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what two readers could read differently, and archives within the package."""
    names: set[str] = set()
    for entry in entries:
        name = kinds.part_key(entry.filename)
        if name in names or "\0" in entry.orig_filename:
            raise damaged(f"Der Teil {shown_name(entry)} kommt doppelt vor oder heißt ungültig.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(f"Der Teil {shown_name(entry)} ist auf unbekannte Weise gepackt.")
        if name.endswith(_ARCHIVES) and "/embeddings/" not in name:
            raise Refused("DATEI-GROESSE", f"Die Datei enthält ein weiteres Archiv ({shown_name(entry)}).")
        names.add(name)
    if sum(entry.compress_size for entry in entries) > len(data):
        raise damaged("Ihre Teile überlappen sich.")


def _links(parts: Sequence[str]) -> list[Finding]:
    named = []
    for title, marks in _LINKS:
        count = sum(".rels " not in part and any(mark in part for mark in marks) for part in parts)
        if count:
            named.append(f"{title} ({grouped(count)})")
    if not named:
        return []
    text = f"Die Datei enthält {listed(named)}; gelesen werden nur die Werte der Zellen."
    return [finding("DATEI-VERKNUEPFUNG", text)]
