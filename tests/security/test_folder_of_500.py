"""The end test: 500 files, more than a third hostile, are checked with the right outcome for each, and none is lost."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.client.commandline import rv2xl
from tests.security.folder_of_500 import COUNTED_ONCE, SIZE, fill
from tests.security.test_bad_files import NO, YES


def test_each_has_its_outcome_and_the_sum_is_the_number_of_files(tmp_path: Path) -> None:
    expected = fill(tmp_path)
    assert len(expected) == SIZE
    assert sum(entry.status != YES for entry in expected.values()) > SIZE / 3
    answer = rv2xl("check", tmp_path, "--format", "json")
    assert (answer.status, answer.err) == (1, "")
    found = json.loads(answer.out)
    statuses = {file["file"]: file["status"] for file in found["files"]}
    assert statuses == {name: entry.status for name, entry in expected.items()}
    counts = Counter(entry.status for entry in expected.values())
    assert found["summary"] == {"files": SIZE, **counts}
    assert sum(counts.values()) == SIZE
    for file in found["files"]:
        entry, codes = expected[file["file"]], {one["code"] for one in file["findings"]}
        if entry.status == NO:
            codes.discard(COUNTED_ONCE)  # those of one sender also differ from each other
        assert codes == entry.codes, file["file"]
