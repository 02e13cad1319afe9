"""The password of encrypted workbooks: nothing that prints, logs or quotes it shows it."""

from __future__ import annotations

from dataclasses import dataclass

from rv2xl.model.abbruch import Abbruch

VARIABLE = "RV2XL_PASSWORD"
"""Where the environment may name it."""
LONGEST = 255
"""Signs that Excel takes."""


@dataclass(frozen=True, slots=True, repr=False)
class Password:
    """A password that Excel would take. Raises Abbruch for another one, without quoting it."""

    text: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.text) <= LONGEST:
            raise Abbruch(f"Ein Kennwort hat 1 bis {LONGEST} Zeichen.")
        if any("\ud800" <= sign <= "\udfff" or not sign.isprintable() for sign in self.text):
            raise Abbruch("Das Kennwort enthält Zeichen, die sich nicht eintippen lassen; bitte ein anderes wählen.")

    def __repr__(self) -> str:
        return "Password(…)"
