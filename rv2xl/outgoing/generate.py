"""Workbooks to send out: issues from the register, written as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from rv2xl import forms
from rv2xl.excel.package.encryption import decrypted, encrypted_with
from rv2xl.excel.package.refusal import Refused, grouped
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.returned.recognise import MOST_ROWS, MOST_SHEETS
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.recalculate import Entered
from rv2xl.excel.sheets.write import workbook_bytes
from rv2xl.files import content_of, make_folder, written_together
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form
from rv2xl.model.issue import Issue
from rv2xl.model.password import Password
from rv2xl.model.wording import listed
from rv2xl.outgoing.issuing import file_name, issue_all, issue_blank
from rv2xl.returns.batch import where
from rv2xl.returns.register import Register


def form_to_issue(name: str) -> Form:
    """Return the form of this name in its newest version. Raises Abbruch for a name there is not."""
    if name not in forms.NAMES:
        raise Abbruch(
            f"Ein Formular „{name}“ gibt es nicht; bekannt sind {listed([f'„{known}“' for known in forms.NAMES])}."
        )
    return forms.newest(name)


def issues(
    form: Form, register: Register | None, year: int, numbers: Sequence[str], rows: int | None = None
) -> list[Issue]:
    """Return what is to be issued: the blank form without a register, else one issue for each who is asked for it."""
    if rows is not None:
        form = with_rows(form, rows)
    if form.sender is None or register is None:
        if numbers:
            raise Abbruch("Zu --provider gehört --register mit den Stammdaten.")
        return [issue_blank(form, year)]
    found = list(issue_all(form, register, year, numbers or None))
    if not found:
        raise Abbruch((_NO_KREIS if form.senders.by_agreement else _NO_ORT).format(year=year))
    return found


_NO_ORT = "In den Stammdaten hat {year} kein Leistungserbringer einen Ort; es gibt nichts auszugeben."
_NO_KREIS = "{year} gibt es mit keinem Kreis eine Kooperationsvereinbarung; es gibt nichts auszugeben."
"""What is said where a form goes to nobody."""


def with_rows(form: Form, rows: int) -> Form:
    """Return the form with rosters of this length, where they can grow. Raises Abbruch if there is none, or for a bad number."""
    lengths: Mapping[str, int] = {
        roster.id: rows
        for sheet in form.sheets
        for roster in sheet.rosters.values()
        if roster.grows and not roster.presets
    }
    if not lengths:
        raise Abbruch(f"Das Formular „{form.name}“ hat keine Listen; --rows passt hier nicht.")
    if not 1 <= rows <= MOST_ROWS:
        raise Abbruch(f"--rows muss zwischen 1 und {MOST_ROWS} liegen.")
    return form.with_rows(lengths)


def write_issues(
    found: Sequence[Issue],
    out: Path,
    entered: Callable[[Issue], Entered] = lambda issue: {},
    advance: Callable[[], None] | None = None,
    password: Password | None = None,
) -> list[Path]:
    """Write a workbook for each issue into a folder, which is made if need be; return the files.

    What is `entered` stands in the inputs for a beginning; with a `password` they are encrypted. All files are written, or none: Abbruch
    is raised as by `workbooks`.
    """
    made = workbooks(found, out, entered, password)
    private = any(is_about_people(issue, entered(issue)) for issue in found)
    make_folder(out, private=private)
    paths = []
    with written_together(private=private) as write:
        for path, content in made:
            write(path, content)
            paths.append(path)
            if advance is not None:
                advance()
    return paths


def workbooks(
    found: Sequence[Issue],
    out: Path,
    entered: Callable[[Issue], Entered] = lambda issue: {},
    password: Password | None = None,
) -> Iterator[tuple[Path, bytes]]:
    """Return the workbook of each issue with where it goes in a folder, each made when it is asked for.

    Raises Abbruch before the first if an older file with entries of somebody else would be replaced, for a sender of whom no name of a
    file can be made, or for more sheets than are read when the file comes back.
    """
    if out.exists() and not out.is_dir():
        raise Abbruch(f"„{out}“ ist kein Ordner.")
    for issue in found:
        _require_readable(issue)
    paths = [out / file_name(issue) for issue in found]
    known: dict[Path, bytes] = {}
    for issue, path in zip(found, paths, strict=True):
        if path.exists():
            known[path] = workbook_bytes(lay_out(issue), entered(issue))
            require_nothing_lost(path, known[path], password=password)
    return (
        (path, encrypted_with(known.get(path) or workbook_bytes(lay_out(issue), entered(issue)), password))
        for issue, path in zip(found, paths, strict=True)
    )


def is_about_people(issue: Issue, entered: Entered) -> bool:
    """Whether something about a person is typed in or prefilled: last year's Kontakt, say, or last year's list."""
    given = {sheet.key: sheet.given for sheet in issue.sheets}
    return any(
        issue.section(key).fields[name].personal and value is not None
        for key, values in (*entered.items(), *given.items())
        for name, value in values.items()
    )


def _require_readable(issue: Issue) -> None:
    if len(issue.sheets) > MOST_SHEETS:
        raise Abbruch(
            f"Die Arbeitsmappe für „{issue.sender}“ hätte {grouped(len(issue.sheets))} Blätter, gelesen werden höchstens {MOST_SHEETS}; "
            "bitte die Orte in den Stammdaten auf mehrere Leistungserbringer aufteilen."
        )


_NOT_READ = frozenset({"UNTERHALB", "DANEBEN", "FELD-FEHLT", "BLATT-FREMD"})
"""The findings of what stands in a file and is not among its inputs."""


def unlocked(path: Path, password: Password | None) -> bytes:
    """Return what stands in a file that is to be replaced. Raises Abbruch for an encrypted one that the password does not open."""
    try:
        return decrypted(content_of(path), password)
    except Refused as refused:
        how = "mit diesem Kennwort nicht öffnen" if password is not None else "ohne ihr Kennwort nicht öffnen"
        raise Abbruch(
            f"„{path}“ gibt es schon und lässt sich {how}; was darin steht, ginge verloren. Bitte die Datei zuerst wegräumen oder einen "
            "anderen Ordner angeben."
        ) from refused


def require_nothing_lost(
    path: Path,
    data: bytes,
    ours: Callable[[Field], bool] = lambda field: False,
    password: Password | None = None,
) -> None:
    """Raise Abbruch if a file stands there in which something is entered that the new workbook does not hold, or that is no workbook of
    ours. What the register suggests may change, and so may the fields that are `ours` to fill in."""
    if not path.exists() or (old := unlocked(path, password)) == data:
        return
    there = read_return(old, "")
    if there.issue is None:
        raise Abbruch(
            f"„{path}“ gibt es schon und ist keine ausgegebene Arbeitsmappe; bitte die Datei zuerst wegräumen."
        )
    if (unread := next((entry for entry in there.findings if entry.code in _NOT_READ), None)) is not None:
        raise Abbruch(
            f"In „{path}“ steht etwas, das nicht in die neue Arbeitsmappe käme ({where(unread)}); bitte die Datei zuerst wegräumen oder "
            "einen anderen Ordner angeben."
        )
    new = read_return(data, "").inputs()
    for (key, name), value in there.inputs().items():
        field, now = there.sheets[key].sheet.fields[name], new.get((key, name))
        suggested = bool(field.suggested_from) and now is not None
        if value is not None and now != value and not suggested and not ours(field):
            raise Abbruch(
                f"„{path}“ ist ausgefüllt (Blatt „{there.sheets[key].name}“, „{field.full_label}“) und würde ersetzt; bitte die Datei "
                "zuerst wegräumen oder einen anderen Ordner angeben."
            )
