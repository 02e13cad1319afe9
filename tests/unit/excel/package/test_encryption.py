"""Encrypted workbooks: what the password opens, and what a hostile one costs: a finding."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from random import Random

import pytest
from msoffcrypto import OfficeFile

from rv2xl.excel.package.encryption import MOST_ROUNDS, decrypted, encrypted_with, is_encrypted
from rv2xl.excel.package.refusal import Refused
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.password import LONGEST, Password
from tests.programs.package import packed
from tests.security import hostile

PASSWORD = Password("Größe, 1 Maß")
WORKBOOK = hostile.xlsx_with({"docProps/long.bin": Random(1).randbytes(16_000)})
LOCKED = encrypted_with(WORKBOOK, PASSWORD)


def test_the_password_opens_what_it_encrypted() -> None:
    assert is_encrypted(LOCKED)
    assert b"xl/workbook.xml" not in LOCKED
    assert decrypted(LOCKED, PASSWORD) == WORKBOOK
    assert encrypted_with(WORKBOOK, PASSWORD) != LOCKED


def test_what_is_not_encrypted_stays_as_it_is() -> None:
    for data in (WORKBOOK, b"", hostile.ole("Workbook"), hostile.ole("DRMEncryptedDataSpace", "EncryptedPackage")):
        assert not is_encrypted(data)
        assert decrypted(data, PASSWORD) == decrypted(data, None) == data
    assert encrypted_with(WORKBOOK, None) == WORKBOOK


def test_what_the_library_would_lose_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        encrypted_with(packed({"a.txt": "x"}), PASSWORD)


def test_it_is_encrypted_by_todays_means() -> None:
    """AES with 256 bits, SHA-512 and 100,000 rounds, as Excel does."""
    info = OfficeFile(BytesIO(LOCKED)).info
    assert (info["passwordKeyBits"], info["passwordHashAlgorithm"], info["spinValue"]) == (256, "SHA512", 100_000)


# --- What somebody may do to such a file -----------------------------------------------------------------------------


def patched(old: str, new: str) -> bytes:
    """The file with something else in its description; blanks behind it make up for the length."""
    before, _, behind = LOCKED.partition(old.encode())
    blanks = b" " * (len(new) - len(old) + 1)
    assert blanks in behind
    return before + new.encode() + behind.replace(blanks, b" ", 1)


def entry(stream: str) -> int:
    """Where the directory has a stream."""
    return LOCKED.index(stream.encode("utf-16-le") + b"\0\0")


def with_number(place: int, number: int) -> bytes:
    return LOCKED[:place] + struct.pack("<I", number) + LOCKED[place + 4 :]


ROUNDS, HEAD = 'spinCount="100000"', b"\4\0\4\0\x40\0\0\0"
HOSTILE: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "ten million rounds": (lambda: patched(ROUNDS, 'spinCount="10000000"'), "DATEI-GROESSE", "10.000.000 Rechenschritte"),
    "more rounds than a number holds": (lambda: patched(ROUNDS, f'spinCount="{"9" * 20}"'), "DATEI-GROESSE", "Rechenschritte"),
    "rounds in words": (lambda: patched(ROUNDS, 'spinCount="viele"  '), "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "a document type": (lambda: LOCKED.replace(b"?>\n<encryption", b"?><!DOCTYPE"), "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "a key of no bits": (lambda: LOCKED.replace(b'keyBits="256"', b'keyBits="000"'), "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "a stream of 4 GB": (lambda: with_number(entry("EncryptedPackage") + 120, 2**32 - 1), "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "a description of 4 GB": (lambda: with_number(entry("EncryptionInfo") + 120, 2**32 - 1), "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "a description that is elsewhere": (lambda: with_number(entry("EncryptionInfo") + 116, 10**6), "DATEI-UNLESBAR",
                                        "Wie sie verschlüsselt ist"),
    "half of it": (lambda: LOCKED[: len(LOCKED) // 2], "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "its directory alone": (lambda: hostile.ole("EncryptionInfo", "EncryptedPackage"), "DATEI-UNLESBAR", "Wie sie verschlüsselt ist"),
    "extensible encryption": (lambda: LOCKED.replace(HEAD, b"\4\0\3\0\x40\0\0\0"), "DATEI-KENNWORT", "auf eine Weise verschlüsselt"),
    "no workbook in it": (lambda: LOCKED[:-8192] + bytes(8192), "DATEI-UNLESBAR", "keine Arbeitsmappe"),
    "file of 22 MB": (lambda: LOCKED + bytes(22 * 2**20), "DATEI-GROESSE", "erlaubt sind höchstens 20 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_one_is_refused(name: str) -> None:
    make, code, words = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        decrypted(make(), PASSWORD)
    assert (refused.value.finding.code, words in refused.value.finding.message) == (code, True), refused.value


def test_as_many_rounds_as_are_allowed_are_done() -> None:
    with pytest.raises(Refused, match="öffnet diese Datei nicht"):
        decrypted(patched(ROUNDS, f'spinCount="{MOST_ROUNDS}"'), PASSWORD)


@pytest.mark.parametrize(
    ("password", "words"), [(None, "lässt sich nicht lesen"), (Password("x"), "öffnet diese Datei nicht")]
)
def test_without_the_password_it_is_said_how(password: Password | None, words: str) -> None:
    with pytest.raises(Refused) as refused:
        decrypted(LOCKED, password)
    found = refused.value.finding
    assert (found.code, words in found.message) == ("DATEI-KENNWORT", True)
    assert ("RV2XL_PASSWORD" in found.remedy) == (password is None)


# --- The password itself ---------------------------------------------------------------------------------------------


def test_a_password_is_not_shown() -> None:
    assert "Maß" not in f"{PASSWORD!r} {PASSWORD} {[PASSWORD]}"


@pytest.mark.parametrize("text", ["", "x" * (LONGEST + 1), "a\udcff", "a\nb", "a\0"])
def test_what_nobody_can_type_is_no_password(text: str) -> None:
    with pytest.raises(Abbruch) as end:
        Password(text)
    assert text == "" or text not in str(end.value)
