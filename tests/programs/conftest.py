"""Programs that save a workbook: a callable each, from the bytes of a file to those of the saved one."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from itertools import count

import openpyxl
import pytest

from tests.conftest import Program


@pytest.fixture(scope="session")
def gnumeric(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Gnumeric, by its converter; mandatory where LibreOffice is."""
    convert = shutil.which("ssconvert")
    if convert is None and os.environ.get("RV2XL_REQUIRE_OFFICE") == "1":
        pytest.fail(
            "Gnumeric (ssconvert; Debian: gnumeric) is not installed, and RV2XL_REQUIRE_OFFICE=1 forbids to go without"
        )
    if convert is None:
        pytest.skip("Gnumeric (ssconvert; Debian: gnumeric) is not installed")
    folder, number = tmp_path_factory.mktemp("gnumeric"), count()

    def saved(data: bytes) -> bytes:
        source, target = folder / f"{next(number)}.xlsx", folder / "saved.xlsx"
        source.write_bytes(data)
        subprocess.run(
            [convert, "-I", "Gnumeric_Excel:xlsx", "-T", "Gnumeric_Excel:xlsx2", source, target],
            check=True, capture_output=True, timeout=300, env=os.environ | {"HOME": str(folder)},
        )  # fmt: skip
        return target.read_bytes()

    return saved


def by_openpyxl(data: bytes) -> bytes:
    """Save as scripts do: openpyxl keeps no stored values."""
    target = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(target)
    return target.getvalue()


@pytest.fixture(params=["libreoffice", "openpyxl", "gnumeric"])
def program(request: pytest.FixtureRequest) -> tuple[str, Program]:
    """Each program in turn, with its name."""
    if request.param == "openpyxl":
        return request.param, by_openpyxl
    return request.param, request.getfixturevalue(request.param)
