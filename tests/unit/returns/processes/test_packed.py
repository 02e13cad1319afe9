"""What is packed comes back whole: every field of what was read, of good files and of bad ones."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from rv2xl.model.issue import Issue
from rv2xl.model.returned import Entry, Return, ReturnedSheet
from rv2xl.returns.checked import Checked
from rv2xl.returns.processes.packed import packed, unpacked, unpacked_anew
from rv2xl.returns.reading import read_file
from tests.security.test_bad_files import BAD
from tests.unit.reports.folder import INJECTED, USUAL, Sent, stammdaten_file, usual_register, written
from tests.unit.returns.test_batch import A, blank, workbook


def plain(value: Any) -> Any:
    """Return all that an object holds, with the class of each value: 1, 1.0 and Decimal(1) are not the same."""
    match value:
        case Issue():
            known = {name: plain(getattr(value, name)) for name in ("year", "sender", "sheets", "id")}
            return known | {"form": (value.form.name, value.form.version, value.form.rows)}
        case Checked() | Return() | ReturnedSheet():
            return {entry.name: plain(getattr(value, entry.name)) for entry in fields(value) if entry.compare}
        case Entry() | list() | tuple():
            return [plain(part) for part in value]
        case set():
            return sorted(value)
    if hasattr(value, "section") and hasattr(value, "given"):
        return (value.key, value.section, value.name, plain(value.given), plain(value.last_year))
    if hasattr(value, "blocks"):
        return value.section
    if hasattr(value, "items"):
        return [(name, plain(part)) for name, part in value.items()]
    return (value.__class__.__name__, repr(value))


def same(read: Checked) -> Checked:
    again = unpacked(packed(read), read.file, read.checksum)
    assert plain(again) == plain(read)
    assert packed(again) == packed(read)
    return again


@pytest.mark.parametrize("sent", USUAL, ids=lambda sent: sent.name)
def test_every_return_of_the_usual_folder(sent: Sent) -> None:
    data = written(usual_register, sent)
    same(read_file(lambda: data, sent.name))


@pytest.mark.parametrize("name", BAD)
def test_every_bad_file(name: str) -> None:
    same(read_file(BAD[name].make, "Ruecklauf/x.xlsx"))


def test_a_register_with_its_length_and_the_blank_form() -> None:
    assert same(read_file(stammdaten_file, "s.xlsx")).issue
    assert same(read_file(blank, "b.xlsx")).issue


def test_values_of_every_kind_and_texts_of_every_kind() -> None:
    read = read_file(workbook, "x.xlsx")
    sheet = read.returned.sheets[A]
    raws = [
        True,
        12,
        -0.0,
        float("inf"),
        datetime(2024, 5, 1, 13, 30),
        time(9, 5),
        timedelta(hours=30, microseconds=7),
        "\ud800",
        None,
    ]
    for name, raw in zip(sheet.entries, [*raws, *INJECTED], strict=False):
        sheet.entries[name] = sheet.entries[name]._replace(raw=raw, code="NORMALISIERT")
    for name, value in zip(
        sheet.values, (Decimal("1.50"), Decimal("1E+3"), date(2024, 2, 29), 10**17, "", None), strict=False
    ):
        sheet.values[name] = value
    sheet.missing.update({"b", "a"})
    same(read)


def test_the_name_of_a_file_is_not_packed_but_given() -> None:
    one, other = (packed(read_file(lambda: workbook("0002"), name)) for name in ("a.xlsx", "b.xlsx"))
    assert one == other
    assert {found.file for found in unpacked(packed(read_file(bytes, "a.xlsx")), "c.xlsx").findings} == {"c.xlsx"}


def test_what_was_read_does_not_change_but_a_copy_does() -> None:
    read = unpacked(packed(read_file(workbook, "x.xlsx")), "x.xlsx")
    with pytest.raises(TypeError):
        read.returned.sheets[A] = read.returned.sheets[A]
    with pytest.raises(TypeError):
        del read.returned.sheets[A]
    with pytest.raises(KeyError):
        read.returned.sheets["ort_58.9"]
    copy = unpacked_anew(read.returned)
    copy.sheets[A].values["kopf.zad"] = "x"
    assert read.returned.sheets[A].values["kopf.zad"] == "11000001"
    untouched, changed = (unpacked_anew(read.returned).sheets[A] for _ in range(2))
    entry = Entry("personen.lwv", "B99", 7.0, 7, None)
    changed.entries["personen.lwv"] = entry  # before anybody has looked
    assert dict(changed.entries) == dict(untouched.entries) | {"personen.lwv": entry}


def test_it_is_small() -> None:
    assert len(packed(read_file(workbook, "x.xlsx"))) < 3_000


def test_a_version_that_is_not_known_is_refused() -> None:
    head, *rest = zlib.decompress(packed(read_file(workbook, "x.xlsx"))).split(b"\n")
    changed = json.loads(head) | {"form": ["dokumentation", "1999.1", {}, 1]}
    with pytest.raises(ValueError, match=r"1999\.1"):
        unpacked(zlib.compress(b"\n".join([json.dumps(changed).encode(), *rest])), "x.xlsx")
