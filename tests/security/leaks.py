"""Looks for texts in files as programs write them: in parts of packages and mails, in columns of tables, and in what is packed."""

from __future__ import annotations

import email
import email.policy
import html
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile


def leaks(path: Path, wanted: Iterable[str]) -> set[str]:
    """Return which of the texts stand in a file, or in its name."""
    pieces = [path.name, *texts_of(path.read_bytes())]
    return {text for text in wanted if any(text in piece for piece in pieces)}


def texts_of(content: bytes) -> Iterator[str]:
    """Yield what a content says, as often as it could be read in another way. Workbooks that go with a mail belong to its recipient."""
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as package:
            for name in package.namelist():
                yield name
                yield from texts_of(package.read(name))
    elif content.startswith(b"PAR1"):
        from pyarrow.parquet import read_table

        yield from (str(row) for row in read_table(BytesIO(content)).to_pylist())
    elif content.startswith((b"From:", b"To:", b"Subject:", b"X-Unsent:")):
        message = email.message_from_bytes(content, policy=email.policy.default)
        yield from (str(value) for value in message.values())
        for part in message.walk():
            if part.get_filename() is not None:
                yield str(part.get_filename())
            elif not part.is_multipart():
                yield from texts_of(part.get_payload(decode=True))  # type: ignore[arg-type]
    else:
        text = content.decode("utf-8", "ignore")
        yield text
        yield html.unescape(text)
        for start in (0, content.find(b"\n") + 1):  # packed as it is, or behind a line that tells what it is
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(content[start:]).decode("utf-8", "ignore")
        if b"\0" in content:
            yield from (content[start:].decode("utf-16-le", "ignore") for start in (0, 1))
