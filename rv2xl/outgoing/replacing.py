"""A workbook in the place of an older one: only where nothing that somebody entered gets lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rv2xl.excel.returned.read import read_return
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field
from rv2xl.returns.reading import content


def require_nothing_lost(path: Path, data: bytes, ours: Callable[[Field], bool] = lambda field: False) -> None:
    """Raise Abbruch if a file stands there in which something is entered that the new workbook does not hold, or that is no workbook of
    ours. What the register suggests may change, and so may the fields that are `ours` to fill in."""
    if not path.exists() or (old := content(path)) == data:
        return
    there = read_return(old, "")
    if there.issue is None:
        raise Abbruch(
            f"„{path}“ gibt es schon und ist keine ausgegebene Arbeitsmappe; bitte die Datei zuerst wegräumen."
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
