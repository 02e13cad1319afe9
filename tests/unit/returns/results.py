"""All that comes out of a folder, as bytes: report, tidy table and the findings for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rv2xl.model.foreign_text import json_pieces
from rv2xl.reports.findings import as_json
from rv2xl.reports.regional.report import report_bytes
from rv2xl.returns.batch import check_files
from rv2xl.returns.consolidate import consolidate
from tests.unit.reports.folder import FORM, TODAY, tidy_csv
from tests.unit.returns.test_batch import REGISTER, YEAR


def outcome(files: Sequence[Path], **how: Any) -> bytes:
    """Check and consolidate files; the findings are given by name, for `check` keeps the order in which it was called."""
    checked = check_files(files, REGISTER, YEAR, **how)
    said = as_json(sorted(checked, key=lambda entry: entry.file), values=True, personal=True)
    made = consolidate(FORM, YEAR, REGISTER, checked)
    return "".join(json_pieces(said)).encode() + report_bytes(made, today=TODAY) + tidy_csv(made)
