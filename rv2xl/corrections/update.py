"""`rv2xl update-register`: the chosen corrections go into a copy of the register; nothing else of the file changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rv2xl.corrections.choices import Choice, read_choices
from rv2xl.corrections.listed import Take
from rv2xl.corrections.place import NoPlace, RegisterFile, Target
from rv2xl.excel.addresses import place_of
from rv2xl.excel.package.set_cells import set_cells
from rv2xl.excel.returned.read import read_return
from rv2xl.files import write_beside
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.expressions.expr import Value
from rv2xl.model.foreign_text import one_line
from rv2xl.model.returned import Return
from rv2xl.model.wording import german, listed
from rv2xl.outgoing.generate import require_nothing_lost
from rv2xl.returns.batch import where
from rv2xl.returns.register import faults_of, read_register

NAMED = 12
"""So many rows of the list are named in a sentence."""


@dataclass(frozen=True)
class Update:
    """What became of each row of the list: the cells that changed, what stood there already, and what was not taken over.

    `left` are sentences about other rows of the register that still say what was corrected.
    """

    changed: Sequence[tuple[Choice, Target]]
    already: Sequence[Choice]
    declined: Sequence[Choice]
    undecided: Sequence[Choice]
    by_hand: Sequence[Choice]
    left: Sequence[str]


def update_register(list_path: Path, register_path: Path, out: Path) -> Update:
    """Write a register with the corrections that were chosen; return what became of each.

    Raises Abbruch, and writes nothing, for a list or a register that cannot be read, for a value that somebody has changed since, a row
    that is gone or not the only one, a new value that its column does not hold, two that contradict each other, and whatever else
    would make a register that does not check; and for a target in which something stands that would be lost.
    """
    choices = read_choices(list_path)
    data, returned = read_register(register_path)
    register = RegisterFile(data, returned)
    targets = _targets(register, [choice for choice in choices if choice.take is Take.JA], list_path)
    changes = [(choice, target) for choice, found in targets for target in found if target.old != target.new]
    declined, undecided, by_hand = (
        [choice for choice in choices if choice.take is take] for take in (Take.NEIN, None, Take.BY_HAND)
    )
    already = [choice for choice, found in targets if all(target.old == target.new for target in found)]
    left = list(_left(register, changes))
    new = _changed(data, returned, changes, register_path) if changes else data
    require_nothing_lost(out, new)
    write_beside(out, new)
    return Update(changes, already, declined, undecided, by_hand, left)


def _targets(register: RegisterFile, chosen: Sequence[Choice], path: Path) -> list[tuple[Choice, list[Target]]]:
    """Return where each goes. Raises Abbruch that names all that cannot be taken over."""
    found: list[tuple[Choice, list[Target]]] = []
    problems: list[str] = []
    for choice in chosen:
        try:
            found.append((choice, register.targets(choice)))
        except NoPlace as problem:
            problems.append(f"{choice}: {problem}")
    problems += [] if problems else _contradictions(found)
    if problems:
        raise Abbruch(f"Aus „{path}“ wurde nichts übernommen und nichts geschrieben. {_together(problems)}")
    return found


def _together(problems: Sequence[str]) -> str:
    more = len(problems) - NAMED
    return " ".join(problems[:NAMED]) + (f" Weitere solche Zeilen: {more}." if more > 0 else "")


def _contradictions(found: Sequence[tuple[Choice, Sequence[Target]]]) -> Iterator[str]:
    first: dict[tuple[str, str], tuple[Choice, Target]] = {}
    for choice, targets in found:
        for target in targets:
            other, earlier = first.setdefault((target.key, target.cell), (choice, target))
            if earlier.new != target.new:
                yield (
                    f"{other} und {choice} wollen dieselbe Angabe verschieden ändern, in {german(earlier.new)} und in "
                    f"{german(target.new)}; bitte nur bei einer von beiden „ja“ wählen."
                )
                break


def _changed(data: bytes, returned: Return, changes: Sequence[tuple[Choice, Target]], path: Path) -> bytes:
    """Return the register with the changes; none of its results rests on them. Raises Abbruch for one that does not check."""
    cells: dict[str, dict[str, Value]] = {}
    for _, target in changes:
        cells.setdefault(target.key, {})[target.cell] = target.new
    try:
        new = set_cells(data, {returned.sheets[key].name: values for key, values in cells.items()})
    except ValueError as error:
        raise _unchangeable(path) from error
    _require_sound(returned, new, {(target.key, target.name): target.new for _, target in changes}, path)
    return new


def _require_sound(before: Return, data: bytes, wanted: Mapping[tuple[str, str], Value], path: Path) -> None:
    """Read what is to be written: it has to say what was asked for and nothing else, and to have no FEHLER that it had not before."""
    old = {(found.code, found.sheet, found.cells, found.message) for found in faults_of(before)}
    after = read_return(data, str(path))
    new = [found for found in faults_of(after) if (found.code, found.sheet, found.cells, found.message) not in old]
    if new:
        raise Abbruch(
            f"Mit diesen Berichtigungen hätten die Stammdaten einen neuen Fehler ({where(new[0])}): "
            f"{one_line(new[0].message).rstrip('.')}; es wurde nichts geschrieben."
        )
    if after.inputs() != {**before.inputs(), **wanted}:
        raise _unchangeable(path)


def _unchangeable(path: Path) -> Abbruch:
    return Abbruch(f"„{path}“ lässt sich so nicht ändern; bitte in Excel öffnen und neu speichern.")


def _left(register: RegisterFile, changes: Sequence[tuple[Choice, Target]]) -> Iterator[str]:
    """Say where the register has the same Ort again with the old values: another Leistung of it, or a row for another time."""
    done = {(target.key, target.cell) for _, target in changes}
    found: dict[tuple[str, int], dict[str, None]] = {}
    for _, target in changes:
        for cell in register.again(target):
            if (target.key, cell) not in done:
                found.setdefault((target.sheet, place_of(cell)[0] + 1), {})[target.column.label] = None
    for (sheet, row), labels in found.items():
        yield (
            f"Auf dem Blatt „{sheet}“ steht derselbe Ort noch einmal in Zeile {row}; nicht geändert wurde dort: {listed(list(labels))}."
        )
