"""What a check shows to people: each file with its findings on no more than a screen, what became of all, who is missing, what next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rv2xl.model.finding import Finding, Severity
from rv2xl.model.foreign_text import shortened, shown_name, with_short_quotes
from rv2xl.model.wording import german, german_number, listed
from rv2xl.reports.checked.check_report import CheckReport, Due
from rv2xl.reports.checked.sentences import by_state
from rv2xl.reports.findings import cells_of, together, value_lines
from rv2xl.reports.replies import SIGNS, File, State
from rv2xl.returns.decisions import DECIDED
from rv2xl.returns.messages import UNJUDGED, Message
from rv2xl.screen.console import table
from rv2xl.screen.next_step import Call, next_step
from rv2xl.screen.paragraphs import Line, Paragraph, print_lines, screen_width, wrapped

MOST_LINES = 22
"""So many lines a file takes without `--all`: a terminal has 24, and one wants to see where one is."""
MOST_TEXT, MOST_QUOTE, MOST_NAME, MOST_CELLS = 240, 60, 90, 6
"""Without `--all` so many signs are shown of a remark, of what a long text quotes, and of a name; so many cells and ranges."""
MOST_MISSING = 12
"""So many of those who are missing are named without `--all`."""

_END = 70
"""So many signs at the end of a sentence that is too long all the same are kept."""

_STYLES = {"✓": "bold green", "✗": "bold red", "!": "bold yellow", "○": "bold", "i": "bold"}
_HEADS = ("Fehler", "Warnungen", "Warnungen, vom Absender erläutert", "Hinweise")
_COUNTED = (
    ("Fehler", "Fehler"), ("Warnung", "Warnungen"), ("erläuterte Warnung", "erläuterte Warnungen"), ("Hinweis", "Hinweise"),
)  # fmt: skip
_FOUND, _TODO = 4, 6
_REPLACED = frozenset({"FORM-ERSETZT", "FORM-DOPPELT", DECIDED})


def show_check(
    report: CheckReport, call: Call, written: Sequence[str], *, everything: bool, values: bool, personal: bool
) -> None:
    """Show a check: file by file, what it comes to, what was written, and what comes next."""
    width = screen_width()
    for file, lines in lines_by_file(report, width, everything=everything):
        print_lines(lines)
        if values:
            table(
                f"Werte in {file.shown}",
                ("Blatt", "Feld", "Zelle", "Wert"),
                list(value_lines(file.entry, personal=personal)),
            )
    told = [Paragraph(text) for text in ("", *written)] if written else []
    ending = [*closing(report, everything=everything), *told, *next_step(report, call)]
    print_lines(wrapped(ending, width))


def lines_by_file(report: CheckReport, width: int, *, everything: bool) -> Iterator[tuple[File, list[Line]]]:
    """Yield the lines of each file, those with findings apart from the others."""
    before = False
    for file in report.files:
        lines = file_lines(report, file, width, everything=everything)
        is_apart = bool(report.messages(file))
        yield file, [Line(""), *lines] if file is not report.files[0] and (is_apart or before) else lines
        before = is_apart


@dataclass(frozen=True)
class _Point:
    """Messages that are shown as one, and how grave they are: an index of `_HEADS`."""

    kind: int
    messages: tuple[Message, ...]
    text: str

    @property
    def count(self) -> int:
        return sum(message.finding.stands_for for message in self.messages)


def file_lines(report: CheckReport, file: File, width: int, *, everything: bool) -> list[Line]:
    """Return the lines of a file: headline, its findings, and without `everything` a count of what has no room."""
    points = _points(report.messages(file), report.folder)
    head = list(wrapped([_headline(report, file, points, everything)], width))
    if everything:
        return [*head, *_blocks(points, width, everything)]
    wanted = [point for point in points if _is_of_use(file, point)]
    others = [point for point in points if not _is_of_use(file, point)]
    fitting = head
    for number in range(len(wanted) + 1):
        lines = [*head, *_blocks(wanted[:number], width, everything)]
        if len(lines) > MOST_LINES:
            break
        lines += wrapped(_left_out([*wanted[number:], *others]), width)
        fitting = lines if len(lines) <= MOST_LINES else fitting
    return fitting


def _is_of_use(file: File, point: _Point) -> bool:
    """Whether somebody has to read it: of a file that another one replaces, only that it does, and what was decided."""
    return file.state is not State.ERSETZT or point.messages[0].finding.code in _REPLACED


def _points(messages: Sequence[Message], folder: str) -> list[_Point]:
    """Return the messages of a file in the order of their weight, like ones put together; without the folder that all files share."""
    found = []
    told = [replace(message.finding, message=message.text) for message in messages]
    by_finding = dict(zip(told, messages, strict=True))
    for alike, text in together(told):
        same = tuple(map(by_finding.__getitem__, alike))
        found.append(_Point(_kind(same), same, text.replace(f"„{folder}", "„") if folder else text))
    return sorted(found, key=lambda point: point.kind)


def _kind(alike: Sequence[Message]) -> int:
    severity = alike[0].finding.severity
    is_explained = severity is Severity.WARNUNG and all(message.remark for message in alike)
    return {Severity.FEHLER: 0, Severity.WARNUNG: 2 if is_explained else 1, Severity.HINWEIS: 3}[severity]


def _headline(report: CheckReport, file: File, points: Sequence[_Point], everything: bool) -> Paragraph:
    sign, name = SIGNS[file.state], report.name_of(file)
    who = f" ({_short(shown_name(name), MOST_NAME, everything)})" if name else ""
    found = _counts(points)
    if report.other_year is not None and file.entry.issue is not None:
        found = ["anderes Jahr", *found]
    text = (
        f"{sign} {_short(file.shown, MOST_NAME, everything)}{who}: {file.state} – {', '.join(found) or 'keine Befunde'}"
    )
    return Paragraph(text, style=_STYLES[sign])


def _counts(points: Iterable[_Point]) -> list[str]:
    """Count what there is to read, by weight: „2 Fehler“, „1 Hinweis“."""
    counts = Counter[int]()
    for point in points:
        counts[point.kind] += point.count
    return [
        f"{german_number(counts[kind])} {words[0] if counts[kind] == 1 else words[1]}"
        for kind, words in enumerate(_COUNTED) if counts[kind]
    ]  # fmt: skip


def _blocks(points: Iterable[_Point], width: int, everything: bool) -> Iterator[Line]:
    kind = None
    for point in points:
        if point.kind != kind:
            kind = point.kind
            yield from wrapped([Paragraph(_HEADS[kind], 2, "bold")], width)
        yield from wrapped(_paragraphs(point, everything), width)


def _paragraphs(point: _Point, everything: bool) -> Iterator[Paragraph]:
    """Yield where and what, then what to do, or how the sender explains it, and what only follows from it."""
    findings = [message.finding for message in point.messages]
    text = _sentence(point.text, everything)
    yield Paragraph(" – ".join(filter(None, (_where(findings, everything), text))), _FOUND)
    remark = point.messages[0].remark
    if _HEADS[point.kind] == _HEADS[2]:
        yield Paragraph(f"vom Absender erläutert: „{_short(remark, MOST_TEXT, everything)}“", _TODO)
    else:
        yield Paragraph(f"→ {_sentence(findings[0].remedy, everything)}", _TODO)
    unjudged = {found.value for message in point.messages for found in message.following if found.code == UNJUDGED}
    if unjudged:
        rules = "kann eine weitere Regel" if len(unjudged) == 1 else f"können {len(unjudged)} weitere Regeln"
        yield Paragraph(f"Solange {rules} nicht geprüft werden.", _TODO)


def _where(findings: Sequence[Finding], everything: bool) -> str:
    sheet = findings[0].sheet
    cells = cells_of(findings) if everything else cells_of(findings, MOST_CELLS)
    return ", ".join(filter(None, (shown_name(sheet) if sheet else "", cells)))


def _left_out(points: Sequence[_Point]) -> list[Paragraph]:
    if not points:
        return []
    return [Paragraph(f"… außerdem {listed(_counts(points))}; „--all“ zeigt alles.", 2)]


def _sentence(text: str, everything: bool) -> str:
    """Return a sentence of ours; of a long one the quotes are shortened, not the places and the count at its end."""
    if everything or len(text) <= MOST_TEXT:
        return text
    short = with_short_quotes(text, MOST_QUOTE)
    most = 2 * MOST_TEXT if "„" in text else MOST_TEXT
    return short if len(short) <= most else shortened(short, most - _END) + short[-_END:]


def _short(text: str, most: int, everything: bool) -> str:
    return text if everything else shortened(text, most)


def closing(report: CheckReport, *, everything: bool) -> Iterator[Paragraph]:
    """Yield what became of all files, by form if there are several, and who is missing."""
    said = report.sentences
    yield Paragraph("")
    yield Paragraph(said[0], style="bold")
    yield from _by_form(report)
    if report.searched or report.other_year is not None:
        yield from map(Paragraph, said[1:])
    for due in report.due:
        yield from _due(due, report.year, everything)


def _by_form(report: CheckReport) -> Iterator[Paragraph]:
    """Yield what became of the files form by form, where there are several; what is not of the form that is counted stands apart."""
    for form in report.forms.values() if len(report.forms) > 1 else ():
        issues = ((file.state, file.entry.issue) for file in report.files)
        states = [state for state, issue in issues if issue is not None and issue.form.name == form.name]
        if report.form is None or form.name != report.form.name:
            yield Paragraph(f"„{form.title}“: {by_state(states)}", 2)


def _several(due: Due, count: int) -> str:
    return due.form.senders.counted(count)


def _due(due: Due, year: int | None, everything: bool) -> Iterator[Paragraph]:
    expected = due.expected
    there = [reply.state for reply in expected if reply.state is not State.FEHLT]
    yield Paragraph("")
    yield Paragraph(
        f"„{due.form.title}“ {year}, {_several(due, len(expected))}: {by_state(there, State.ANGENOMMEN)}.",
        style="bold",
    )
    count = len(due.missing)
    verb = "Es fehlt noch" if count == 1 else "Es fehlen noch"
    yield Paragraph(f"{verb} {count}:" if count else "Von allen ist etwas gekommen.")
    yield from _named(
        (
            f"{reply.number} {reply.name}" + (f", Frist {german(reply.frist)}" if reply.frist else "")
            for reply in due.missing
        ),
        everything,
    )
    if due.incomplete:
        yield Paragraph("Angenommen, aber ohne Meldung für einen Ort der Stammdaten:")
        orte = ((reply, ort) for reply in due.incomplete for ort in reply.missing)
        yield from _named(
            (f"{reply.number} {reply.name}: {ort}" for reply, ort in orte),
            everything,
        )


def _named(lines: Iterable[str], everything: bool) -> Iterator[Paragraph]:
    found = list(lines)
    shown = found if everything or len(found) <= MOST_MISSING + 1 else found[:MOST_MISSING]
    for line in shown:
        yield Paragraph(shown_name(line), 2)
    if len(shown) < len(found):
        yield Paragraph(f"… und {len(found) - len(shown)} weitere; „--all“ zeigt alle.", 2)
