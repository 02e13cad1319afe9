"""Prints how fast reading, checking and writing are, as ratios to peers measured side by side in one run.

Read: one filled return with 3 Orte, another Leistungserbringer in each file, half of the files saved by LibreOffice; against
unzip + lxml parse of all parts, and against `openpyxl.load_workbook`; and files in which nothing stands where it was. Write: one
issued workbook against the same cells written by openpyxl. Mark: one return with mistakes on every Ort, and a blank one, against
openpyxl that loads it, notes the same and saves; 100 returns with letters (`answers.py`). The list of Anlage 1 with all its people:
processor time beside the same peers. Lists of 200 lengths in one process: its memory (`lengths.py`). With `--thousands`: consolidation
(`thousands.py`); with `--report`: the regional report (`report.py`); with `--land`: a Land's whole year
(`land.py`). Absolute figures are for orientation; the machine may be busy.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from rv2xl.excel.annotated.copy import annotated
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.returns.batch import check_file
from tests.bench import answers, land, lengths, peers, report
from tests.bench.samples import PEOPLE, filled_list, filled_returns, issued_layout, saved_by_libreoffice
from tests.bench.thousands import measure
from tests.faults.workbook import Spoilt, rows_put_in

FILES, ROUNDS, LIST_ROUNDS = 12, 9, 40
"""Rounds of a list alone are short: of nine the median moves by a tenth."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--thousands", type=int, metavar="N", help="consolidate 1,000 returns, and N thousand if N > 1")
    parser.add_argument("--folder", type=Path, help="where these returns are made, to be found again by the next run")
    parser.add_argument("--report", action="store_true", help="the regional report over 150 and 5,000 Orte")
    parser.add_argument("--land", action="store_true", help="a Land's whole year with everything on")
    options = parser.parse_args()
    if options.land:
        land.measure()
    elif options.report:
        report.measure()
    elif options.thousands:
        measure(options.thousands, options.folder)
    else:
        _single_files()


def _single_files() -> None:
    returns = filled_returns(FILES)
    saved = saved_by_libreoffice(returns[: FILES // 2])
    if saved is None:
        print("LibreOffice is not there: all files as the package editor left them")
    files = [*(saved or returns[: FILES // 2]), *returns[FILES // 2 :]]
    for data in files:
        found = check_file(lambda data=data: data, "return.xlsx").findings
        if found:
            sys.exit(f"the samples should have no findings: {found[0]}")
    half = FILES // 2
    _read("saved by LibreOffice", files[:half])
    _read("as edited", files[half:])
    _read("half and half", files)
    _read("moved: a row more on every sheet, one Ort renamed", [_moved(data) for data in files])
    _list()
    lengths.measure()
    _write()
    _mark("with mistakes", answers.spoilt(filled_returns(1)[0], issued_layout()))
    _mark("blank", workbook_bytes(issued_layout()))
    answers.measure()
    _help()


def _moved(data: bytes) -> bytes:
    """Return a file that needs the careful path on every sheet."""
    book = Spoilt(data)
    tabs = [tab for tab in book.tabs if tab != "_meta"]
    for tab in tabs:
        book.move(tab, rows_put_in(9), follow=True)
    book.rename({tabs[3]: "Tabelle1"})
    return book.file()


def _read(name: str, files: Sequence[bytes]) -> None:
    ours, parse, load = _paired(
        files,
        lambda data: check_file(lambda: data, "return.xlsx"),
        peers.unzip_and_parse,
        peers.load_by_openpyxl,
    )
    print(
        f"read + check, {name}: {ours * 1e3:.1f} ms; {ours / parse:.2f} times unzip + lxml ({parse * 1e3:.1f} ms); "
        f"{load / ours:.1f} times as fast as openpyxl ({load * 1e3:.0f} ms)"
    )


def _list() -> None:
    edited = filled_list()
    saved = saved_by_libreoffice([edited]) or []
    for name, data in (("as edited", edited), *(("saved by LibreOffice", data) for data in saved)):
        if found := check_file(lambda data=data: data, "list.xlsx").findings:
            sys.exit(f"the list should have no findings: {found[0]}")
        times = []
        gc.collect()  # what the measurements before have left is not this one's
        for _ in range(LIST_ROUNDS):
            start = time.process_time()
            check_file(lambda data=data: data, "list.xlsx")
            times.append(time.process_time() - start)
        parse, load = _paired([data], peers.unzip_and_parse, peers.load_by_openpyxl)
        ours = median(times)
        print(
            f"read + check, {PEOPLE} people of Anlage 1, {name}: {ours * 1e3:.0f} ms of processor time; {ours / parse:.2f} times "
            f"unzip + lxml ({parse * 1e3:.0f} ms); {load / ours:.1f} times as fast as openpyxl ({load * 1e3:.0f} ms)"
        )


def _write() -> None:
    layout = issued_layout()
    ours, theirs = _paired(
        [layout.issue], lambda issue: workbook_bytes(lay_out(issue)), lambda issue: peers.write_by_openpyxl(layout)
    )
    print(f"write one: {ours * 1e3:.0f} ms; {theirs / ours:.1f} times faster than openpyxl ({theirs * 1e3:.0f} ms)")


def _mark(name: str, data: bytes) -> None:
    found = check_file(lambda: data, "return.xlsx")
    ours, theirs = _paired(
        [data],
        lambda data: annotated(data, found.returned, found.findings),
        lambda data: peers.note_by_openpyxl(data, found.findings),
    )
    print(
        f"mark one, {name}, {len(found.findings)} findings: {ours * 1e3:.0f} ms (at most 400); {theirs / ours:.1f} times as fast as "
        f"openpyxl ({theirs * 1e3:.0f} ms)"
    )


def _help() -> None:
    def run(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(run(sys.executable, "-m", "rv2xl", "--help"))
        bare.append(run(sys.executable, "-c", "pass"))
    print(
        f"rv2xl --help: {median(ours):.2f} s; {median(ours) / median(bare):.1f} times a bare Python start ({median(bare):.2f} s)"
    )


def _paired(inputs: Sequence[Any], *calls: Callable[[Any], object]) -> list[float]:
    """Return the median over the rounds of each call's mean over the inputs, the calls taking turns."""
    rounds: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        sums = [0.0] * len(calls)
        for entry in inputs:
            for number, call in enumerate(calls):
                start = time.perf_counter()
                call(entry)
                sums[number] += time.perf_counter() - start
        for number, total in enumerate(sums):
            rounds[number].append(total / len(inputs))
    return [median(times) for times in rounds]


if __name__ == "__main__":
    main()
