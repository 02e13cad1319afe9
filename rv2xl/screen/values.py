"""What is typed becomes a value, or a complaint that completes the sentence „Für --year ist …“.

The name of a kind of value is what the help shows in its place.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import click


class BadValue(click.BadParameter):
    """An option's or argument's text is not what it should be. The message has no full stop."""


class WholeNumber(click.ParamType[int]):
    """A whole number, within bounds if they are given."""

    name = "ZAHL"

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self.least, self.most = least, most

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number = int(value)
        except ValueError:
            raise BadValue(f"„{value}“ keine ganze Zahl") from None
        if self.least is not None and number < self.least:
            raise BadValue(f"„{value}“ zu klein; möglich ist es ab {self.least}")
        if self.most is not None and number > self.most:
            raise BadValue(f"„{value}“ zu groß; möglich ist es bis {self.most}")
        return number


class OneOf(click.ParamType[str]):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words, self.name = words, "|".join(words)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            raise BadValue(f"„{value}“ nicht möglich, nur {', '.join(self.words[:-1])} oder {self.words[-1]}")
        return value


class Day(click.ParamType[date]):
    """A date in the form of ISO 8601 with hyphens, and in no other."""

    name = "JJJJ-MM-TT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        raise BadValue(f"„{value}“ kein gültiges Datum der Form {self.name}")


class FileOrFolder(click.Path[Path]):
    """A path; whether it must be there, and as what, is said as in `click.Path`. What is there can be read."""

    def __init__(self, name: str = "PFAD", exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(exists, file_okay, dir_okay, path_type=Path)
        self.name = name

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not os.fspath(value):  # a variable that is not set, say: it would be the folder one happens to be in
            raise BadValue("der Name leer")
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            raise BadValue(f"„{value}“ {self._complaint(value)}") from None

    def _complaint(self, value: str | os.PathLike[str]) -> str:
        if not os.path.exists(value):
            return "nicht zu finden"
        if os.path.isdir(value) and not self.dir_okay:
            return "ein Ordner, keine Datei"
        if os.path.isfile(value) and not self.file_okay:
            return "eine Datei, kein Ordner"
        return "nicht zugänglich: Das Zugriffsrecht fehlt"
