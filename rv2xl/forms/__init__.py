"""The official forms, one module each, definitions only; and the registry that finds them.

Definitions are built when first asked for: the command line answers without them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.roles import RegisterRoles

_FORMS: dict[str, tuple[str, ...]] = {
    "bestand": ("rv2xl.forms.bestand:BESTAND",),
    "dokumentation": ("rv2xl.forms.dokumentation:DOKUMENTATION",),
    "fahrtkosten": ("rv2xl.forms.fahrtkosten:FAHRTKOSTEN",),
    "kostenzuordnung": ("rv2xl.forms.kostenzuordnung:KOSTENZUORDNUNG",),
    "neubau": ("rv2xl.forms.neubau:NEUBAU",),
    "stammdaten": ("rv2xl.forms.stammdaten:STAMMDATEN",),
}
"""Every form's versions, the newest first.

A version that was released stays as it is. The next one is `model.revision.revised` from it, in a module `v2025_2.py` beside it that
says the difference alone, and stands before it here; `tests/versions` holds a fingerprint and a workbook of each.
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
