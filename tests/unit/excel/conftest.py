"""The same workbook as three writers put it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.excel.workbooks import by_openpyxl, by_xlsxwriter


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], bytes]:
    """Opens a workbook in LibreOffice and saves it again."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(data: bytes) -> bytes:
        folder = tmp_path_factory.mktemp("converted")
        source = folder / "in.xlsx"
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
        command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out"), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return Path(folder / "out" / "in.xlsx").read_bytes()

    return convert


@pytest.fixture(scope="session", params=["xlsxwriter", "openpyxl", "libreoffice"])
def workbook(request: pytest.FixtureRequest) -> bytes:
    """The same content as each writer puts it."""
    if request.param == "libreoffice":
        converted: bytes = request.getfixturevalue("libreoffice")(by_xlsxwriter())
        return converted
    return {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}[request.param]()
