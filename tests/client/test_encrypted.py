"""LibreOffice as the Kreis: it opens an encrypted Meldung with the password, and what it saves with one is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rv2xl.excel.package.encryption import is_encrypted
from rv2xl.model.password import VARIABLE
from tests.client.commandline import done, rv2xl
from tests.office.client import Office, OfficeError

PASSWORD = "Größe, 1 Maß"


def test_libreoffice_opens_an_issue_with_the_password_and_saves_one_that_is_read(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    done("generate", "meldung_8b", "--year", 2025, "--out", tmp_path, "--encrypt")
    issued, saved = tmp_path / "meldung_8b_2025.xlsx", tmp_path / "saved.xlsx"
    with pytest.raises(OfficeError):
        office.open(issued, password="geraten")
    with office.open(issued, password=PASSWORD) as document:
        assert document.type_text("Personen", "A4", "Beispielfrau").ok
        document.save_xlsx(saved, password=PASSWORD)
    assert is_encrypted(saved.read_bytes())
    assert b"Beispielfrau" not in saved.read_bytes()
    (read,) = json.loads(rv2xl("check", saved, "--format", "json").out)["files"]
    assert (read["form"], read["year"]) == ("meldung_8b", 2025)
    assert "B4" in {cell for found in read["findings"] if found["code"] == "PFLICHT" for cell in found["cells"]}
