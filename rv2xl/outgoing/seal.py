"""Whether a file of an earlier day is still as it was written: each carries the checksum of what it says.

A draft has it in its first header, a page in a comment at its end, a workbook among its properties.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_NAME = b"X-Rv2xl-Checksum: "
_CONTENTS, _PROPERTIES = "xl/", "docProps/core.xml"


def sealed_draft(content: bytes) -> bytes:
    """Return a draft with its checksum."""
    return _NAME + _digest(content) + b"\r\n" + content


def sealed_page(content: bytes) -> bytes:
    """Return a page with its checksum."""
    return content + b"<!-- " + _NAME + _digest(content) + b" -->\n"


def workbook_seal(content: bytes) -> str:
    """Return the checksum of what a workbook shows: of all but its properties. Raises BadZipFile."""
    with ZipFile(BytesIO(content)) as package:
        parts = sorted(name for name in package.namelist() if name.startswith(_CONTENTS))
        return sha256(b"".join(name.encode() + b"\0" + package.read(name) for name in parts)).hexdigest()


def is_untouched(path: Path, content: bytes) -> bool:
    """Whether a file is one of ours as it was written."""
    match path.suffix.lower():
        case ".eml":
            return content == sealed_draft(content.partition(b"\r\n")[2])
        case ".html":
            return content == sealed_page(content[: -len(sealed_page(b""))])
        case ".xlsx":
            return _is_untouched_workbook(content)
    return False


def _is_untouched_workbook(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as package:
            return workbook_seal(content).encode() in package.read(_PROPERTIES)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError):
        return False


def _digest(content: bytes) -> bytes:
    return sha256(content).hexdigest().encode()
