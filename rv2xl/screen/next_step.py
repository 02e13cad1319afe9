"""What to do after a check: a sentence, and the call to copy where there is one."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rv2xl.model.definitions.form import Form
from rv2xl.model.wording import listed
from rv2xl.reports.checked.check_report import CheckReport
from rv2xl.reports.replies import State
from rv2xl.screen.help import PROGRAM
from rv2xl.screen.options import FORM
from rv2xl.screen.paragraphs import Paragraph

COMPARING = ("check", "consolidate")
"""The commands that hold returns against those of earlier years."""


@dataclass(frozen=True)
class Call:
    """What was checked, as it was typed."""

    paths: tuple[Path, ...]
    register: Path | None
    year: int | None
    decisions: Path | None = None
    previous: Path | None = None

    def again(self, command: str, *more: str, year: int | None = None) -> str:
        """Return another call about the same."""
        words = [PROGRAM, command, *map(str, self.paths)]
        if self.register is not None:
            words += ["--register", str(self.register)]
        if (asked := year or self.year) is not None:
            words += ["--year", str(asked)]
        if self.decisions is not None:
            words += ["--decisions", str(self.decisions)]
        if self.previous is not None and command in COMPARING:
            words += ["--previous", str(self.previous)]
        words += more
        return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


Step = tuple[str, str]
"""What is to be done, as a part of a sentence, and the call; empty where none can be typed as it stands."""


def next_step(report: CheckReport, call: Call) -> Iterator[Paragraph]:
    """Yield what to do now, and after that; nothing where nothing is to be done."""
    for number, (sentence, command) in enumerate(_steps(report, call)):
        if number == 0:
            yield Paragraph("")
        yield Paragraph(f"{'Danach' if number else 'Nächster Schritt'}: {sentence}{':' if command else '.'}")
        if command:
            yield Paragraph(command, 2, whole=True)


def _steps(report: CheckReport, call: Call) -> list[Step]:
    if (year := report.other_year or _year_of_the_only_one(report)) is not None:
        return [("mit dem richtigen Jahr noch einmal prüfen", call.again("check", year=year))]
    returned = [form for form in report.forms.values() if form.register is None]
    if report.forms and not returned:
        return [_after_register(report)]
    lacking = [f"„{name}“" for name, given in (("--register", call.register), ("--year", call.year)) if given is None]
    if lacking:
        return [(f"mit {listed(lacking)} noch einmal prüfen; dann steht hier auch, wer noch fehlt", "")]
    if not report.searched or len(call.paths) > 1:
        marked = any(file.entry.findings_to_send for file in report.files)
        return [("mit „--annotate ORDNER“ Kopien schreiben, in denen die Stellen markiert sind", "")] if marked else []
    due = [entry.form for entry in report.due]
    form = next(iter((*due, *returned)), None)
    return list(_after_returns(report, call, form)) if form is not None else []


def _year_of_the_only_one(report: CheckReport) -> int | None:
    """Return the year of a file that was checked alone, if it is another than was asked for."""
    issues = [entry.issue for entry in report.entries if entry.issue is not None and entry.issue.form.register is None]
    if report.year is None or len(issues) != 1 or issues[0].year == report.year:
        return None
    return issues[0].year


def _after_register(report: CheckReport) -> Step:
    if any(entry.has_errors for entry in report.entries):
        return "die Stammdaten berichtigen und noch einmal prüfen", ""
    return f"mit „{PROGRAM} generate“ die Arbeitsmappen ausgeben", ""


def _after_returns(report: CheckReport, call: Call, form: Form) -> Iterator[Step]:
    """Yield the answers to what came, be it a receipt, then what there is to do about all of them."""
    from rv2xl.reports.results import is_reported, report_file_name

    own = [] if form.name == FORM else ["--form", form.name]
    if any(file.sender is not None and file.state is not State.ERSETZT for file in report.files):
        yield "allen antworten, die etwas gesandt haben", call.again("respond", *own, "--out", "Antworten")
    if any(entry.missing or entry.incomplete for entry in report.due):
        yield "an das erinnern, was noch fehlt", call.again("remind", *own, "--out", "Erinnerungen")
    elif is_reported(form):
        assert call.year is not None  # nothing is due without
        name = report_file_name(form, call.year)
        yield "die Rückläufe zusammenführen", call.again("consolidate", *own, "--out", name)
