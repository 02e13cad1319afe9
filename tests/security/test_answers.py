"""Texts that try to act, in register, returns and names of files: nothing of them acts in letters, marked copies, lists or the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from rv2xl import forms
from rv2xl.demo.data import filled_values
from rv2xl.demo.returns import fill
from rv2xl.excel.package.set_cells import Value, set_cells
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_blank, issue_for
from rv2xl.returns.register import Register, load_register
from tests.annotated import book_of, notes_of
from tests.client.commandline import Answer, rv2xl
from tests.unit.letters.test_letters import Words
from tests.unit.reports.folder import FORM, YEAR

ACTING = {
    "0001": "Werk\r\nBcc: boese@example.com\r\n\r\nText",
    "0002": '=HYPERLINK("http://example.com";"klick")',
    "0003": '<script>alert("x")</script><img src=x onerror=alert(1)>',
    "0004": "\x1b[31mrot\x1b[0m\x07 [bold red]Markup[/] [link=http://example.com]x[/link]",
    "0005": '=?utf-8?q?b=C3=B6se?= <boese@example.com>, "x" <y@example.com>',
    "0006": "x" * 250,
    "0007": "a\u202eb\u2066c\x00d\x85e",
    "0008": "{{ 7 * 7 }}{% for x in brief %}",
}
"""By the number of a Leistungserbringer."""
FILES = {
    "0001": "dokumentation_2025_0001\r\nBcc: x@y.xlsx", "0002": "=cmd|' C calc'!A0.xlsx", "0003": "<script>.xlsx",
    "0004": "\x1b[31m[bold].xlsx", "0005": '=?utf-8?q?b?= , "x" <y@z>.xlsx', "0006": "x" * 250 + ".xlsx", "0007": "a\u202exslx.xlsx",
    "0008": "{{ 7*7 }}.xlsx",
}  # fmt: skip
WITH_MAIL = "0005"
"""From this number on the Mailadresse is a good one."""
REJECTED = {"0001", "0003", "0005", "0007"}
LONG = "y" * 32_000
SIGNS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Outcome:
    """What the commands said and wrote."""

    said: tuple[Answer, ...]
    folder: Path

    def files(self, pattern: str) -> Iterator[Path]:
        return (path for path in sorted(self.folder.rglob(pattern)) if path.parent.name != "Ruecklauf")


def put(layout: Layout, data: bytes, values: Mapping[tuple[str, str], Value]) -> bytes:
    """Type into fields, by sheet key and field."""
    cells: dict[str, dict[str, Value]] = {}
    for (key, field), value in values.items():
        placed = layout.by_key[key]
        cells.setdefault(placed.name, {})[placed.plan.fields[field].name] = value
    return set_cells(data, cells)


def register(path: Path) -> Register:
    layout = lay_out(issue_blank(forms.newest("stammdaten").with_rows({"traeger": 8, "orte": 8}), YEAR))
    values: dict[tuple[str, str], Value] = {}
    for row, (number, text) in enumerate(ACTING.items(), 1):
        mail = f"le-{number}@example.org" if number >= WITH_MAIL else text
        traeger = {"nummer": number, "plz": "64711", "mail": mail} | dict.fromkeys(
            ("name", "strasse", "ort", "vertreten_durch"), text
        )
        ort = {
            "traeger": number,
            "zad": f"1100{number}",
            "plz": "64711",
            "kreis": "06437",
            "leistung": "58",
            "platzzahl": 999,
        }
        ort |= dict.fromkeys(("name", "strasse", "ort", "art", "aktenzeichen"), text)
        values |= {("traeger", f"traeger.{row}.{name}"): value for name, value in traeger.items()}
        values |= {("orte", f"orte.{row}.{name}"): value for name, value in ort.items()}
    names = ("name", "strasse", "ort", "telefon", "mail", "unterschrift", "gruss", "zusatz")
    values |= {("absender", f"absender.{name}"): text for name, text in zip(names, ACTING.values(), strict=True)}
    path.write_bytes(put(layout, workbook_bytes(layout), values))
    return load_register(path, YEAR)


def returned(known: Register, number: str, text: str) -> bytes:
    """A return with what acts in a remark, a text and a correction; of those that are rejected also in numbers and a question."""
    layout = lay_out(issue_for(FORM, known, YEAR, number))
    values: dict[tuple[str, str], Value] = {
        ("ort_58.1", "zusatz.bemerkung"): text, ("ort_58.1", "erbracht.lwv"): 99_999, ("ort_58.1", "kontakt.name"): f" {text}",
        ("leistungserbringer", "le.strasse.korrektur"): text,
    }  # fmt: skip
    if number in REJECTED:
        values |= {
            ("ort_58.1", "personen.hessen.lwv"): text,
            ("ort_58.1", "personal.fab"): LONG,
            ("ort_58.1", "fragen.struktur_1"): text,
        }
    return put(layout, fill(workbook_bytes(layout), layout, filled_values(layout, Random(number))), values)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("Amt")
    book, returns = folder / "Stammdaten.xlsx", folder / "Ruecklauf"
    known = register(book)
    returns.mkdir()
    for number, text in ACTING.items():
        (returns / FILES[number]).write_bytes(returned(known, number, text))
    where = ("--register", book, "--year", YEAR)
    before = {path.name: path.read_bytes() for path in returns.iterdir()}
    said = (
        rv2xl("respond", returns, *where, "--out", folder / "R", "--today", "2026-03-17"),
        rv2xl("remind", returns, *where, "--out", folder / "M", "--today", "2026-04-02"),
        rv2xl("check", returns, *where, "--annotate", folder / "A"),
        rv2xl("generate", FORM.name, *where, "--out", folder / "V", "--letters", "--today", "2026-01-07"),
    )
    assert {path.name: path.read_bytes() for path in returns.iterdir()} == before
    return Outcome(said, folder)


def test_the_terminal(outcome: Outcome) -> None:
    assert [(answer.status, answer.err) for answer in outcome.said] == [(0, ""), (0, ""), (1, ""), (0, "")]
    assert "8 Schreiben" in outcome.said[0].out
    assert "4 Schreiben" in outcome.said[1].out
    for answer in outcome.said:
        assert not SIGNS.search(answer.out)
        assert max(map(len, answer.out.split("\n"))) < 4_000
    assert "[bold red]Markup[/]" in outcome.said[0].out


def test_mails(outcome: Outcome) -> None:
    usual = ["X-Rv2xl-Checksum", "Subject", "X-Unsent", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    mails = list(outcome.files("*.eml"))
    assert len(mails) == 8 + 4 + 8
    for path in mails:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        number = path.name.split("_")[2]
        assert message.keys() == (usual if number < WITH_MAIL else [usual[0], "To", *usual[1:]])
        if number >= WITH_MAIL:
            assert [address.addr_spec for address in message["To"].addresses] == [f"le-{number}@example.org"]
        assert not [part.defects for part in message.walk() if part.defects]
        text = message.get_body(("plain",))
        assert text is not None
        assert not SIGNS.search(text.get_content().replace("\r\n", "\n"))
        assert len(text.get_content()) < 8_000
        for workbook in message.iter_attachments():
            assert not re.search(r'[<>:"/\\|?*\r\n\u202e]', str(workbook.get_filename()))


def test_pages(outcome: Outcome) -> None:
    known = {
        "html", "head", "meta", "title", "style", "body", "main", "p", "address", "br", "h1", "h2", "h3", "ul", "li", "strong", "table",
        "thead", "tbody", "tr", "th", "td", "div",
    }  # fmt: skip
    pages = list(outcome.files("*.html"))
    assert len(pages) == 8 + 4 + 8
    for path in pages:
        page = path.read_text("utf-8")
        assert set(Words(page).tags) <= known
        assert not SIGNS.search(page)
        assert "href" not in page
        assert "> 49" not in page


def test_marked_copies_and_lists(outcome: Outcome) -> None:
    copies = list((outcome.folder / "A").glob("*.xlsx"))
    lists = [path for name in "RM" for path in (outcome.folder / name).glob("*.xlsx")]
    assert (len(copies), len(lists)) == (8, 2)
    for path in (*copies, *lists):
        data = path.read_bytes()
        sheets = book_of(data).worksheets[: 1 if path in copies else None]
        cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"n", "s", "d", "inlineStr"}
        assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
        assert max(len(str(cell.value)) for cell in cells) < 1_100
        for text in notes_of(data).values():
            assert not SIGNS.search(text)
            assert len(text) < 2_000
