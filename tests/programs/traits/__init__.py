"""What other programs write otherwise, each as a small change to a workbook that was issued and filled."""

from __future__ import annotations

from tests.programs.package import filled, parts_of
from tests.programs.traits import book, encoding, formulas, spelling, values  # noqa: F401 (they enter their traits)
from tests.programs.traits.table import TRAITS as TRAITS


def made(name: str, form: str) -> bytes:
    """Return the filled workbook of a form with a trait."""
    return TRAITS[name](form, parts_of(filled(form)))
