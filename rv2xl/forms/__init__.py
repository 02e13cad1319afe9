"""The official forms, a folder for each, definitions only; and the registry that finds them.

Definitions are built when first asked for: the command line answers without them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import RegisterRoles

_FORMS: dict[str, tuple[str, ...]] = {
    "bestand": ("rv2xl.forms.bestand:BESTAND", "rv2xl.forms.bestand.v2023_1:BESTAND_2023_1"),
    "dokumentation": (
        "rv2xl.forms.dokumentation:DOKUMENTATION",
        "rv2xl.forms.dokumentation.v2025_1:DOKUMENTATION_2025_1",
    ),
    "fahrtkosten": ("rv2xl.forms.fahrtkosten:FAHRTKOSTEN", "rv2xl.forms.fahrtkosten.v2023_1:FAHRTKOSTEN_2023_1"),
    "kostenzuordnung": (
        "rv2xl.forms.kostenzuordnung:KOSTENZUORDNUNG",
        "rv2xl.forms.kostenzuordnung.v2023_1:KOSTENZUORDNUNG_2023_1",
    ),
    "meldung_8b": ("rv2xl.forms.meldung.meldung_8b:MELDUNG_8B",),
    "meldung_8c": ("rv2xl.forms.meldung.meldung_8c:MELDUNG_8C",),
    "meldung_8d": ("rv2xl.forms.meldung.meldung_8d:MELDUNG_8D",),
    "neubau": ("rv2xl.forms.neubau:NEUBAU", "rv2xl.forms.neubau.v2023_1:NEUBAU_2023_1"),
    "stammdaten": ("rv2xl.forms.stammdaten:STAMMDATEN", "rv2xl.forms.stammdaten.v2025_1:STAMMDATEN_2025_1"),
}
"""Every form's versions, the newest first.

A version that was released stays as it is. When a form changes, today's definition gets the next number, and a module or folder beside it
(`v2025_1.py`) says how the one before differed, blocks and rules that are gone included: with `revised`, and `revised_block` for a block
of which single entries changed (`model.definitions.revision`). `tests/versions` holds a fingerprint and a workbook of each.
"""

REGISTER = "stammdaten"
"""The form from which the others are issued."""

NAMES: tuple[str, ...] = tuple(_FORMS)
"""The names of all forms."""


@cache
def versions(name: str) -> tuple[Form, ...]:
    """Return all versions of a form, the newest first. Raises KeyError for a name that is not registered."""
    found = []
    for path in _FORMS[name]:
        module, _, attribute = path.partition(":")
        found.append(getattr(import_module(module), attribute))
    return tuple(found)


def newest(name: str) -> Form:
    """Return the version of a form that is issued today."""
    return versions(name)[0]


def version(name: str, number: str) -> Form | None:
    """Return a form in the given version, None if either is unknown."""
    if name not in _FORMS:
        return None
    return next((form for form in versions(name) if form.version == number), None)


@cache
def register_roles() -> RegisterRoles:
    """Return what the columns of the register are, as it is issued today."""
    roles = newest(REGISTER).register
    assert roles is not None
    return roles
