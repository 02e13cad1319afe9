"""A letter as a mail that is not sent yet (.eml): opened in Outlook or Thunderbird it can be read, changed and sent. Equal letters
give equal bytes.

Names and addresses come from outside. Names, and a subject with other signs than ASCII, are written as encoded words, in which no sign
means anything to a mail program: what `email.message` of Python 3.11 makes of long names with commas or quotes would be several addresses.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import NamedTuple

from rv2xl.letters.letter import Anschrift, Brief
from rv2xl.letters.rendering import Texts
from rv2xl.model.foreign_text import one_line

_LINE = 76
_POLICY = SMTP.clone(max_line_length=_LINE)
_PLAIN = re.compile(r"[A-Za-z0-9 -]*")
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
"""Signs that no file on Windows has; an encoded word has two of them."""
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++)*+")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LONGEST, _LONGEST_LOCAL = 254, 64
_LONGEST_WORD = 64
"""A longer one has no room beside „Subject: “ and is written as encoded words."""
_NOWHERE = "rv2xl.invalid"
"""Stands in a Message-ID for the domain of a sender without an address; nobody can own it (RFC 2606)."""
_NOON = time(12, tzinfo=UTC)


class Attachment(NamedTuple):
    """A workbook that goes with a letter."""

    name: str
    content: bytes


def mail_address(text: str) -> str | None:
    """Return the one address that a text is, as it may stand in a header; None for anything else: two addresses, a line break, no
    domain. A domain with umlauts is written in ASCII."""
    local, at, domain = text.strip(" ").rpartition("@")
    if not at or len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        return None
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or len(local) + 1 + len(domain) > _LONGEST:
        return None
    return f"{local}@{domain}"


def draft(letter: Brief, texts: Texts, attachments: tuple[Attachment, ...] = ()) -> bytes:
    """Return the mail. Without a usable address of the recipient it has none, and the clerk puts it in."""
    message = EmailMessage(_POLICY)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(datetime.combine(letter.datum, _NOON))
    message["Message-ID"] = _message_id(letter, texts)
    message.set_content(texts.text, cte="quoted-printable")
    message.add_alternative(texts.page, subtype="html", cte="quoted-printable")
    for maintype, subtype, attachment in ((*_XLSX, attachment) for attachment in attachments):
        message.add_attachment(
            attachment.content, maintype, subtype, filename=_NOT_IN_NAMES.sub("_", one_line(attachment.name))
        )
    _set_boundaries(message)
    heads = _header("From", letter.absender) + _header("To", letter.empfaenger) + _subject(one_line(texts.subject))
    return heads + message.as_bytes()


def _subject(text: str) -> bytes:
    """Return the line of the subject, or lines: `email.message` breaks it before its first word, and then it begins with a blank."""
    is_plain = text.isascii() and "=?" not in text and all(len(word) < _LONGEST_WORD for word in text.split())
    words = Header(text, "us-ascii" if is_plain else "utf-8", _LINE, "Subject").encode(linesep="\r\n")
    return f"Subject: {words}\r\n".encode("ascii")


def _header(header: str, who: Anschrift) -> bytes:
    """Return the line of a header, or lines; nothing without a usable address."""
    address, name = mail_address(who.mail), " ".join(one_line(who.name).split())
    if address is None:
        return b""
    charset = "us-ascii" if _PLAIN.fullmatch(name) else "utf-8"
    words = Header(name, charset, _LINE, header).encode(linesep="\r\n") + "\r\n " if name else ""
    return f"{header}: {words}<{address}>\r\n".encode("ascii")


def _message_id(letter: Brief, texts: Texts) -> str:
    """Derive an id from what the letter says to whom and when: another letter has another one."""
    parts = (letter.nummer, letter.datum.isoformat(), texts.subject, texts.text)
    _, _, domain = (mail_address(letter.absender.mail) or f"@{_NOWHERE}").rpartition("@")
    digest = sha256("\0".join(parts).encode()).hexdigest()
    return f"<{digest[:32]}@{domain}>"


def _set_boundaries(message: EmailMessage) -> None:
    """Give the parts fixed boundaries: no text in quoted-printable or base64 has a line that begins so."""
    multiparts = [part for part in message.walk() if isinstance(part, MIMEPart) and part.is_multipart()]
    for number, part in enumerate(multiparts, 1):
        part.set_boundary(f"=_rv2xl_{number}")
