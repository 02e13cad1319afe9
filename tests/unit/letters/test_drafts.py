"""Drafts as Python's email reads them: parts, headers, and names and addresses that try to be more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage

import pytest

from rv2xl.letters.draft import Attachment, draft, mail_address
from rv2xl.letters.letter import Anschrift
from rv2xl.letters.rendering import Templates, Texts
from tests.unit.letters.folder import answer

LETTER = answer("0004")
TEXTS = Templates().texts(LETTER)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    return message


def recipients(message: EmailMessage) -> list[tuple[str, str]]:
    header = message["To"]
    if header is None:
        return []
    assert isinstance(header, AddressHeader)
    assert header.defects == ()  # type: ignore[attr-defined]
    return [(address.display_name, address.addr_spec) for address in header.addresses]


def test_a_draft() -> None:
    message = parsed(draft(LETTER, TEXTS, (Attachment("Rückläufe „Süd“_Rueckmeldung.xlsx", b"PK\x03\x04\x00"),)))
    assert message.keys() == [
        "From", "To", "Subject", "X-Unsent", "Date", "Message-ID", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert message["X-Unsent"] == "1"
    assert recipients(message) == [("Musterhilfe gGmbH", "le-0004@example.org")]
    assert message["From"] == "LWV Hessen <rv2@example.org>"
    assert message["Subject"] == TEXTS.subject
    assert message["Date"] == "Tue, 17 Mar 2026 12:00:00 +0000"
    assert message["Message-ID"].endswith("@example.org>")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ]  # fmt: skip
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    said = [part.get_content().replace("\r\n", "\n") for part in (plain, page)]
    assert said == [TEXTS.text, TEXTS.page]
    (workbook,) = message.iter_attachments()
    assert workbook.get_filename() == "Rückläufe „Süd“_Rueckmeldung.xlsx"
    assert workbook.get_content() == b"PK\x03\x04\x00"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\r\nBcc: x@y.xlsx", "a Bcc_ x@y.xlsx"), ('"; filename="b.exe', "_; filename=_b.exe"), ("../../etc/passwd", ".._.._etc_passwd"),
        ("C:\\Windows\\a.xlsx", "C__Windows_a.xlsx"), ("=?utf-8?q?b=C3=B6se?=.xlsx", "=_utf-8_q_b=C3=B6se_=.xlsx"),
        ("<b>, (x).xlsx", "_b_, (x).xlsx"), ("ä" * 200 + ".xlsx", "ä" * 200 + ".xlsx"), ("a\u202eslx.exe", "a\ufffdslx.exe"),
    ],
)  # fmt: skip
def test_a_name_of_a_workbook_is_a_name(name: str, shown: str) -> None:
    message = parsed(draft(LETTER, TEXTS, (Attachment(name, b"PK"),)))
    (workbook,) = message.iter_attachments()
    assert workbook.get_filename() == shown
    assert workbook.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"]
    assert message["Bcc"] is None


def test_equal_letters_give_equal_bytes_and_others_another_id() -> None:
    assert draft(LETTER, TEXTS) == draft(LETTER, Templates().texts(LETTER))
    others = [
        parsed(draft(LETTER, TEXTS)), parsed(draft(replace(LETTER, datum=date(2026, 3, 18)), TEXTS)),
        parsed(draft(replace(LETTER, nummer="0005"), TEXTS)), parsed(draft(LETTER, replace(TEXTS, text="anders\n"))),
    ]  # fmt: skip
    assert len({str(message["Message-ID"]) for message in others}) == 4


def test_lines_are_short_and_in_ascii() -> None:
    data = draft(LETTER, TEXTS, (Attachment("a.xlsx", bytes(5_000)),))
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 80
    assert b"\n" not in data.replace(b"\r\n", b"")


LONG = "Gemeinnützige Gesellschaft für Menschen mit Behinderung, Werkstätten „Süd“ und „Nord“, Zweigniederlassung " * 3


@pytest.mark.parametrize(
    "name",
    [
        "Werk, Muster & Söhne", 'Werk "Süd"', "Werk\r\nBcc: boese@example.com", "Werk\nX-Unsent: 0", "Werk <boese@example.com>",
        "a@example.com, b@example.com", "Werk; Halle (Nord)", "Wärk: Gruppe;", "=?utf-8?q?b=C3=B6se?= <boese@example.com>", "\\", '"',
        "Ünïcode, mit Komma", "Werk\x00\x1b\x7f", LONG.strip(), "Ä" * 200 + ", " + "Ö" * 200, "", "日本, 株式会社",
        "Ö" * 20 + "\" <boese@example.com>, \"" + "Ö" * 40,
    ],
)  # fmt: skip
def test_a_name_stays_a_name(name: str) -> None:
    letter = replace(
        LETTER, empfaenger=Anschrift(name, "", "", "le@example.org"), absender=replace(LETTER.absender, name=name)
    )
    data = draft(letter, TEXTS)
    message = parsed(data)
    assert [address for _, address in recipients(message)] == ["le@example.org"]
    assert message.keys() == parsed(draft(LETTER, TEXTS)).keys()
    (sender,) = message["From"].addresses
    assert sender.addr_spec == "rv2@example.org"
    if not any(sign in name for sign in "\r\n\0=\\"):
        shown = recipients(message)[0][0]  # Python 3.11 puts spaces where encoded words meet
        assert "".join(shown.split()) == "".join(name.split())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("le@example.org", "le@example.org"), ("  le@example.org ", "le@example.org"), ("l.e+x@a-b.example.org", "l.e+x@a-b.example.org"),
        ("info@werkstätten.example", "info@xn--werksttten-v5a.example"), ("", None), ("keine", None), ("@example.org", None), ("a@", None),
        ("a@b", None), ("a@example.org, b@example.org", None), ("a@example.org;b@example.org", None),
        ("a@example.org\r\nBcc: b@example.org", None), ("a\n@example.org", None), ("a@example.org\n", None), ("a b@example.org", None),
        ("Werk <a@example.org>", None), ('"a b"@example.org', None), ("ä@example.org", None), ("a..b@example.org", None),
        ("a@-example.org", None), ("a@example..org", None), ("a" * 65 + "@example.org", None), ("a@" + "b." * 130 + "de", None),
        ("a@[127.0.0.1]", None), ("a@example.org>", None), ("a@exam\u202eple.org", None),
    ],
)  # fmt: skip
def test_one_address_or_none(text: str, address: str | None) -> None:
    assert mail_address(text) == address
    assert [found for _, found in recipients(parsed(draft(replace(LETTER, empfaenger=Anschrift("Werk", "", "", text)), TEXTS)))] == (
        [address] if address else []
    )  # fmt: skip


def test_a_sender_without_address_and_a_subject_of_several_lines() -> None:
    letter = replace(LETTER, absender=replace(LETTER.absender, mail="kein"))
    message = parsed(draft(letter, Texts("Zeile\r\nBcc: x@example.com", "t\n", "p\n", "p\n")))
    assert (message["From"], message["Bcc"]) == (None, None)
    assert message["Message-ID"].endswith("@rv2xl.invalid>")
    assert message["Subject"] == "Zeile Bcc: x@example.com"


@pytest.mark.parametrize(
    "subject",
    [
        TEXTS.subject, "Ihr Rücklauf ist angenommen, Ihre Berichtigungen liegen uns vor: " + "Jährliche Dokumentation " * 5 + "Ende",
        "Fahrtkosten: Ermittlung und Abgeltung 2025: Bitte berichtigen und noch einmal senden, bitte bald", "a" * 200, "ä" * 200,
        "=?utf-8?q?b=C3=B6se?= x", "Post", "日本 " * 30 + "Ende",
    ],
)  # fmt: skip
def test_a_subject_begins_with_its_first_word(subject: str) -> None:
    data = draft(LETTER, replace(TEXTS, subject=subject))
    assert parsed(data)["Subject"] == subject
    assert max(map(len, data.split(b"\r\n"))) <= 80
    assert data.count(b"Subject: ") == 1
    assert b"Subject: \r\n" not in data
