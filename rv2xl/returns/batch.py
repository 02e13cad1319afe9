"""Many files at once: find them, read and check each, then hold them against the register, the year and each other."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expr import Value
from rv2xl.model.field import Field
from rv2xl.model.finding import Finding, Severity, Status, finding, status_of
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.returned import CORRECTION_NUMBER, Return
from rv2xl.model.wording import german, listed, plain
from rv2xl.returns.check import check
from rv2xl.returns.issuing import differences
from rv2xl.returns.register import Register, judge_for

SKIPPED_FOLDER = "ersetzt"
_SKIPPED_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(slots=True)
class Checked:
    """One file with its findings. `counted` is False for what another return replaces or repeats."""

    returned: Return
    findings: list[Finding] = field(default_factory=list)
    counted: bool = True

    @property
    def file(self) -> str:
        """The file as given, with forward slashes."""
        return self.returned.file

    @property
    def issue(self) -> Issue | None:
        """What was issued, if the file could be recognised."""
        return self.returned.issue

    @property
    def status(self) -> Status:
        """What becomes of the file."""
        return status_of(tuple(self.findings))

    @property
    def has_errors(self) -> bool:
        """Whether a finding is a FEHLER."""
        return any(found.severity is Severity.FEHLER for found in self.findings)

    def add(self, found: Finding) -> None:
        """Add a finding of this file."""
        self.findings.append(found.in_file(self.file))


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files at these paths, folders searched, in the order of their names.

    Lock files of office programs, hidden files and subfolders `ersetzt/` are passed over. Raises Abbruch for a path that is
    not there and if nothing is found.
    """
    files: dict[Path, Path] = {}
    given = list(paths)
    for path in given:
        if path.is_dir():
            for file in sorted(_within(path), key=lambda file: file.as_posix()):
                files.setdefault(file.resolve(), file)
        elif path.exists():
            files.setdefault(path.resolve(), path)
        else:
            raise Abbruch(f"Den Ordner oder die Datei „{path}“ gibt es nicht.")
    if not files:
        raise Abbruch(f"In {listed([f'„{path}“' for path in given])} liegt keine Datei.")
    return list(files.values())


def _within(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and SKIPPED_FOLDER not in inside.parts[:-1] and not _is_passed_over(inside):
            yield path


def _is_passed_over(path: PurePath) -> bool:
    return path.name.startswith(("~$", ".")) or path.name.lower() in _SKIPPED_NAMES


def check_files(
    files: Sequence[Path],
    register: Register | None = None,
    year: int | None = None,
    advance: Callable[[], None] | None = None,
) -> list[Checked]:
    """Read and check files one by one, then against the register, the year and each other."""
    checked = []
    for file in files:
        checked.append(check_file(file.read_bytes, file.as_posix(), register, year))
        if advance is not None:
            advance()
    compare_returns(checked)
    return checked


def check_file(
    load: Callable[[], bytes], name: str, register: Register | None = None, year: int | None = None
) -> Checked:
    """Read and check one file. Whatever goes wrong inside becomes a finding, so that the batch goes on."""
    from rv2xl.excel.read import read_return

    returned = Return(name)
    collecting = gc.isenabled()
    gc.disable()  # a file makes many objects and no cycles worth looking for while it is read
    try:
        returned = read_return(load(), name)
        if year is not None and returned.issue is not None and returned.issue.form.name == "stammdaten":
            judge_for(returned, year)
        result = Checked(returned, check(returned))
        if returned.issue is not None:
            _against_year(result, returned.issue, year)
            if register is not None:
                _against_register(result, returned.issue, register)
    except OSError as error:
        result = Checked(Return(name))
        result.add(finding("DATEI-UNLESBAR", f"Die Datei lässt sich nicht öffnen: {_reason(error)}."))
    except Exception as error:
        result = Checked(Return(name))
        result.add(
            finding("DATEI-UNLESBAR", f"Beim Lesen trat ein unerwarteter Fehler auf ({type(error).__name__}: {error}).")
        )
    finally:
        if collecting:
            gc.enable()
    return result


def _reason(error: OSError) -> str:
    """Say in German why a file cannot be opened; the system says it in whatever language it has."""
    if isinstance(error, PermissionError):
        return "Das Zugriffsrecht fehlt, oder sie ist noch in einem anderen Programm geöffnet"
    return "Es gibt sie nicht mehr" if isinstance(error, FileNotFoundError) else f"Fehler {error.errno}"


def _against_year(result: Checked, issue: Issue, year: int | None) -> None:
    if year is not None and issue.year != year and issue.form.name != "stammdaten":
        head = issue.sheets[0]
        field = f"{head.section}.jahr"
        result.add(finding("FORM-JAHR", f"Der Vordruck gilt für {issue.year}, angefordert ist {year}.", sheet=head.name,
                           cells=_cell_of(result, head.key, field), field=field, value=str(issue.year), expected=str(year)))  # fmt: skip


def _cell_of(result: Checked, key: str, field: str) -> tuple[str, ...]:
    sheet = result.returned.sheets.get(key)
    cell = sheet.cell(field) if sheet else None
    return (cell,) if cell else ()


def _against_register(result: Checked, issue: Issue, register: Register) -> None:
    """Hold sender, Orte and prefilled values against the register as it is today."""
    sender = result.returned.sender
    if issue.form.sender is None:
        return
    if sender not in register.traeger:
        name = f"„{sender}“" if sender else "ohne Nummer"
        text = f"Der Leistungserbringer {name} steht nicht in den Stammdaten."
        ref = issue.form.sender
        cells = _cell_of(result, ref.sheet or "", ref.field)
        result.add(
            finding("FORM-LE", text, sheet=_sheet_name(issue, ref.sheet), cells=cells, field=ref.field, value=sender)
        )
        return
    known: set[tuple[Value, Value]] = set()
    for sheet in issue.sheets:
        definition = issue.section(sheet.key)
        if definition.prefilled_from == "orte" and definition.only:
            ort = register.ort(_zad(result, sheet), definition.only[1], issue.year, sender)
            if ort is None or ort.get("traeger") != sender:
                _foreign_ort(result, sheet, sender)
            else:
                known.add((ort.get("zad"), ort.get("leistung")))
    _changed_register(result, issue, register, known)


def _zad(result: Checked, sheet: IssuedSheet) -> Value:
    return sheet.given.get("kopf.zad") or result.returned.value(sheet.key, "kopf.zad")


def _foreign_ort(result: Checked, sheet: IssuedSheet, sender: str | None) -> None:
    zad = _zad(result, sheet)
    returned = result.returned.sheets.get(sheet.key)
    cell = returned.cell("kopf.zad") if returned else None
    name = f"mit der ZAD-Nummer {german(str(zad))}" if zad else "ohne ZAD-Nummer"
    result.add(finding("FORM-LE", f"Der Ort {name} steht in den Stammdaten nicht bei "
                       f"Leistungserbringer „{sender}“.", sheet=sheet.name, cells=(cell,) if cell else (), field="kopf.zad",
                       value=str(zad) if zad else None))  # fmt: skip


def _changed_register(result: Checked, issue: Issue, register: Register, known: set[tuple[Value, Value]]) -> None:
    for key, name, issued, today in differences(issue, register):
        sheet, field_ = result.returned.sheets.get(key), issue.section(key).fields[name]
        cell = sheet.cell(name) if sheet else None
        result.add(finding("STAMMDATEN-GEAENDERT", f"„{field_.full_label}“: ausgegeben wurde {german(issued, field_.type)}, die Stammdaten "
                           f"sagen heute {german(today, field_.type)}.", sheet=_sheet_name(issue, key), cells=(cell,) if cell else (),
                           field=name, value=plain(issued, field_.type), expected=plain(today, field_.type)))  # fmt: skip
    if issue.sender is None:
        return
    sections = {sheet.only[1] for sheet in issue.form.sheets if sheet.only}
    for ort in register.orte_of(issue.sender, issue.year):
        if ort.get("leistung") in sections and (ort.get("zad"), ort.get("leistung")) not in known:
            name = german(ort.get("name"))
            result.add(finding("STAMMDATEN-GEAENDERT", f"Die Stammdaten nennen für {issue.year} auch den Ort {name} "
                               f"(ZAD {ort.get('zad')}, § {ort.get('leistung')}); für ihn wurde kein Blatt ausgegeben.",
                               remedy="Bitte für diesen Ort eine neue Arbeitsmappe ausgeben.", value=str(ort.get("zad"))))  # fmt: skip


def _sheet_name(issue: Issue, key: str | None) -> str | None:
    return next((sheet.name for sheet in issue.sheets if sheet.key == key), None)


def compare_returns(checked: Sequence[Checked]) -> None:
    """Find returns for the same thing: the highest Korrektur Nr. stands, equal ones count once, differing ones not at all."""
    groups: dict[tuple[str, int, str], list[Checked]] = {}
    for entry in checked:
        issue, sender = entry.issue, entry.returned.sender
        if issue is not None and sender and issue.form.sender is not None and entry.returned.sheets:
            groups.setdefault((issue.form.name, issue.year, sender), []).append(entry)
    for group in groups.values():
        if len(group) > 1:
            _compare_group(sorted(group, key=lambda entry: entry.file))


def _compare_group(group: Sequence[Checked]) -> None:
    highest = max(entry.returned.correction for entry in group)
    latest = [entry for entry in group if entry.returned.correction == highest]
    for entry in group:
        if entry.returned.correction < highest:
            entry.counted = False
            entry.add(finding("FORM-ERSETZT", f"Es gilt die Korrektur Nr. {highest} in „{latest[0].file}“; dieser Rücklauf hat die Nr. "
                              f"{entry.returned.correction}.", value=str(entry.returned.correction), expected=str(highest)))  # fmt: skip
    if len(latest) == 1:
        return
    first = next((entry for entry in latest if entry.status is Status.ANGENOMMEN), latest[0])
    equal = all(_inputs(entry.returned) == _inputs(first.returned) for entry in latest)
    for entry in latest:
        also = "ist ein Rücklauf" if len(latest) == 2 else "sind Rückläufe"
        rest = listed([f"„{other.file}“" for other in latest if other is not entry])
        if not equal:
            entry.counted = False
            entry.add(finding("FORM-DOPPELT", f"Auch {rest} {also} für dasselbe Jahr und denselben "
                              f"Leistungserbringer mit Korrektur Nr. {highest}, "
                              "aber mit anderen Angaben; keiner wird gezählt."))  # fmt: skip
        elif entry is not first:
            entry.counted = False
            entry.add(finding("FORM-DOPPELT", f"Dieser Rücklauf enthält dieselben Angaben wie „{first.file}“ und wird nur einmal gezählt.",
                              severity=Severity.HINWEIS, remedy="Nichts zu tun."))  # fmt: skip


def _is_input(returned: Return, field: Field) -> bool:
    return not field.computed and not (returned.issue is not None and returned.issue.locked(field))


def _inputs(returned: Return) -> dict[tuple[str, str], object]:
    """Return all inputs but the Korrektur Nr., for a blank one is 0; those that could not be read by their raw content."""
    return {
        (key, name): entry.value
        if entry.value is not None
        else (str(entry.raw) if entry.raw not in (None, "") else None)
        for key, sheet in returned.sheets.items()
        for name, entry in sheet.entries.items()
        if name != CORRECTION_NUMBER and _is_input(returned, sheet.sheet.fields[name])
    }
