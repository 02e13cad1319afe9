"""What to do after a check: a sentence, and the call to copy where there is one."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rv2xl.model.definitions.form import Form
from rv2xl.model.finding import Severity
from rv2xl.reports.checked.check_report import CheckReport
from rv2xl.reports.replies import State
from rv2xl.screen.help import PROGRAM
from rv2xl.screen.options import FORM
from rv2xl.screen.paragraphs import Paragraph


@dataclass(frozen=True)
class Call:
    """What was checked, as it was typed."""

    paths: tuple[Path, ...]
    register: Path | None
    year: int | None

    def again(self, command: str, *more: str, year: int | None = None) -> str:
        """Return another call about the same."""
        words = [PROGRAM, command, *map(str, self.paths)]
        if self.register is not None:
            words += ["--register", str(self.register)]
        if (asked := year or self.year) is not None:
            words += ["--year", str(asked)]
        words += more
        return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def next_step(report: CheckReport, call: Call) -> Iterator[Paragraph]:
    """Yield a sentence and, where it can be typed as it stands, the call; nothing where nothing is to be done."""
    sentence, command = _step(report, call)
    if sentence:
        yield Paragraph("")
        yield Paragraph(f"Nächster Schritt: {sentence}{':' if command else '.'}")
    if command:
        yield Paragraph(command, 2, whole=True)


def _step(report: CheckReport, call: Call) -> tuple[str, str]:
    if report.other_year is not None:
        return "mit dem richtigen Jahr noch einmal prüfen", call.again("check", year=report.other_year)
    returned = [form for form in report.forms.values() if form.register is None]
    if report.forms and not returned:
        return _after_register(report)
    if call.register is None or call.year is None:
        return "mit „--register“ und „--year“ noch einmal prüfen; dann steht hier auch, wer noch fehlt", ""
    if not report.searched or len(call.paths) > 1:
        marked = any(file.entry.findings for file in report.files)
        return ("mit „--annotate ORDNER“ Kopien schreiben, in denen die Stellen markiert sind" if marked else ""), ""
    due = [entry.form for entry in report.due]
    form = next(iter((*due, *returned)), None)
    return _after_returns(report, call, form) if form is not None else ("", "")


def _after_register(report: CheckReport) -> tuple[str, str]:
    if any(entry.has_errors for entry in report.entries):
        return "die Stammdaten berichtigen und noch einmal prüfen", ""
    return f"mit „{PROGRAM} generate“ die Arbeitsmappen ausgeben", ""


def _after_returns(report: CheckReport, call: Call, form: Form) -> tuple[str, str]:
    own = [] if form.name == FORM else ["--form", form.name]
    if _is_to_be_answered(report):
        return "allen antworten, die etwas gesandt haben", call.again("respond", *own, "--out", "Antworten")
    if any(entry.missing or entry.incomplete for entry in report.due):
        return "an das erinnern, was noch fehlt", call.again("remind", *own, "--out", "Erinnerungen")
    name = f"{'Regionalbericht' if form.summary is None else 'Uebersicht'}_{call.year}.xlsx"
    return "die Rückläufe zusammenführen", call.again("consolidate", *own, "--out", name)


def _is_to_be_answered(report: CheckReport) -> bool:
    """Whether a sender has to correct or to explain something."""
    for file in report.files:
        if file.sender is None or file.state is State.ERSETZT:
            continue
        weights: Sequence[Severity] = [
            message.finding.severity for message in report.messages(file) if not message.remark
        ]
        if Severity.FEHLER in weights or Severity.WARNUNG in weights:
            return True
    return False
