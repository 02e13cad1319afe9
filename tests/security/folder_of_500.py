"""A folder as it may come in a bad year: 500 files, more than a third of them hostile or sent by mistake, each with its right outcome.

What it holds is taken from the tables of the other tests.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.outgoing.issuing import issue_for
from tests.forms.standard import standard
from tests.security import hostile
from tests.security.test_bad_files import BAD, LOST, YES
from tests.security.test_kinds import FOREIGN, LABELLED
from tests.unit.reports.folder import FORM, YEAR, filled, ort, register

SIZE = 500
PROVIDERS = 40
COUNTED_ONCE = "FORM-DOPPELT"


class Sent(NamedTuple):
    """A file, what becomes of it and the codes of what is found; `put` writes it where it shall lie."""

    put: Callable[[Path], object]
    status: str
    codes: frozenset[str]


def sent(data: bytes, status: str, *codes: str) -> Sent:
    return Sent(lambda path: path.write_bytes(data), status, frozenset(codes))


def hostile_files() -> Iterator[Sent]:
    """Each kind once. All returns among them are of one sender, so that they differ and none counts: that is found as well."""
    for bad in BAD.values():
        of_one_sender = bad.form == "dokumentation"
        if not (of_one_sender and bad.status == YES):
            codes = {place[0] for place in bad.findings}
            yield sent(bad.make(), bad.status, *codes)
    for data, _ in FOREIGN.values():
        yield sent(data, LOST, "DATEI-FORMAT")
    for data in LABELLED.values():
        yield sent(data, LOST, "DATEI-KENNWORT")
    for data in (hostile.panicking_xlsx(), hostile.panicking_at_open_xlsx(), hostile.merged_bomb_xlsx()):
        yield sent(data, LOST, "FORM-FREMD")
    for data in (b"", b"PK", b"\0" * 4_000, hostile.xlsx()[:-30]):
        yield sent(data, LOST, "DATEI-UNLESBAR")
    for data in (hostile.bomb(250 << 20), hostile.aborting_xlsx()):
        yield sent(data, LOST, "DATEI-GROESSE")
    unopened = frozenset({"DATEI-UNLESBAR"})
    yield Sent(os.mkfifo, LOST, unopened)
    for target in ("/dev/zero", "nirgends", "/dev/shm"):
        yield Sent(lambda path, target=target: path.symlink_to(target), LOST, unopened)  # type: ignore[misc]
    yield Sent(lambda path: path.symlink_to(path.name), LOST, unopened)


def honest_files() -> Iterator[Sent]:
    """Of every form some; a return that came twice counts once."""
    numbers = [f"{number:04}" for number in range(100, 100 + PROVIDERS)]
    known = register(ort(number, f"1100{number}", "06437") for number in numbers)
    for at, number in enumerate(numbers):
        issue = issue_for(FORM, known, YEAR, number)
        data = workbook_bytes(lay_out(issue), filled(issue, at, {}))
        yield sent(data, YES)
        yield sent(data, YES, COUNTED_ONCE)
    for form in ("neubau", "bestand"):
        for number in range(PROVIDERS):
            yield sent(standard(form).file({"berechnung": {"kopf.massnahme": f"Nr. {number}"}}), YES)
    data = standard("stammdaten").file()
    while True:
        yield sent(data, YES)


def fill(folder: Path) -> dict[str, Sent]:
    """Make the folder; return what lies there, by file as `check` names it. What is passed over lies there too."""
    bad, good = list(hostile_files()), honest_files()
    files: dict[str, Sent] = {}
    for at, entry in enumerate(_mixed(bad, good)):
        place = (
            folder / f"Gruppe {at // 100}"
        )  # in the order in which they are checked: of two equal returns the first counts
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{at:03}{_ENDINGS[at % len(_ENDINGS)]}"
        entry.put(path)
        files[path.as_posix()] = entry
    for name in ("ersetzt/alt.xlsx", "ERSETZT/alt.xlsx", "Gruppe 1/~$001.xlsx", "Gruppe 2/.~lock.002.xlsx#"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    tag = folder / "Gruppe 3" / "CACHEDIR.TAG"
    tag.touch()
    return files | {tag.as_posix(): sent(b"", LOST, "DATEI-UNLESBAR")}


_ENDINGS = (
    ".xlsx",
    ".xlsx",
    " Rücklauf.xlsx",
    ".XLSX",
    os.fsdecode(b" R\xfccklauf.xlsx"),
    "",
    ".xls",
    "\x1b[31m.xlsx",
    "\u202exslx.exe",
)


def _mixed(bad: list[Sent], good: Iterable[Sent]) -> Iterator[Sent]:
    """A bad file after every good one as long as there are any; one place is left for what is made last."""
    honest = iter(good)
    for at in range(SIZE - 1):
        yield bad.pop() if at % 2 and bad else next(honest)
    assert not bad
