"""What is wrong with a call, as one German sentence.

Typer's errors are put into German by their class and parts, never by translating their text: one that is not known here
still becomes a German sentence.
"""

from __future__ import annotations

import os
import re
from ast import literal_eval
from contextlib import suppress
from datetime import date
from typing import Any

import typer
from typer._click.core import Context
from typer._click.exceptions import BadOptionUsage, ClickException, MissingParameter, NoSuchOption
from typer.core import TyperArgument, TyperGroup, TyperOption

from rv2xl.application import PROGRAM, Parameter, choices, metavar, parameters

_NO_NUMBER = {"int": "keine ganze Zahl", "float": "keine Zahl", "finite": "keine Zahl"}


class BadValue(typer.BadParameter):
    """An option's or argument's text is not what it should be, raised by a Typer `parser`.

    The message completes the sentence „Für --today ist …“, without a full stop.
    """


def parse_date(text: str) -> date:
    """Read a date typed as JJJJ-MM-TT; a Typer `parser`, so that the error names the option."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise BadValue(f"„{text}“ kein gültiges Datum der Form JJJJ-MM-TT")


def usage_sentence(error: ClickException) -> str:
    """Say what is wrong, in one sentence, without the type or the English of the error."""
    ctx: Context | None = getattr(error, "ctx", None)
    match error:
        case NoSuchOption():
            hint = f"; gemeint ist vielleicht {error.possibilities[0]}" if error.possibilities else ""
            return f"Die Option {error.option_name} gibt es nicht{hint}."
        case MissingParameter(param=TyperOption() | TyperArgument() as param):
            return f"Die {'Option' if isinstance(param, TyperOption) else 'Angabe'} {_name(param)} fehlt."
        case typer.BadParameter(param=TyperOption() | TyperArgument() as param):
            return f"Für {_name(param)} ist {_complaint(error, param)}."
        case BadOptionUsage() if ctx is not None:
            return _option_usage_sentence(error.option_name, ctx)
    if ctx is not None and isinstance(ctx.command, TyperGroup):
        return f"Es fehlt ein Befehl; „{ctx.command_path} --help“ nennt alle Befehle."
    return f"Der Aufruf ist so nicht möglich; „{ctx.command_path if ctx else PROGRAM} --help“ zeigt, wie er lautet."


def _option_usage_sentence(option: str, ctx: Context) -> str:
    flags = [param for param in parameters(ctx) if isinstance(param, TyperOption) and param.is_flag]
    if any(option in (*flag.opts, *flag.secondary_opts) for flag in flags):
        return f"Die Option {option} steht allein und nimmt keinen Wert an."
    return f"Hinter {option} fehlt der Wert."


def _name(param: Parameter) -> str:
    return max(param.opts, key=len) if isinstance(param, TyperOption) else metavar(param)


def _complaint(error: typer.BadParameter, param: Parameter) -> str:
    """Complete the sentence „Für --year ist …“."""
    if isinstance(error, BadValue):
        return error.message
    if error.__cause__ is None:
        return _path_complaint(error, param)
    detail: dict[str, Any] = error.__cause__.errors()[0] if hasattr(error.__cause__, "errors") else {}  # pydantic's
    value, kind, limits = f"„{detail.get('input')}“", str(detail.get("type")), detail.get("ctx", {})
    if possible := choices(param):
        return f"{value} nicht möglich, nur {' oder '.join(filter(None, (', '.join(possible[:-1]), possible[-1])))}"
    if kind == "greater_than_equal":
        return f"{value} zu klein; möglich ist es ab {limits.get('ge')}"
    if kind == "less_than_equal":
        return f"{value} zu groß; möglich ist es bis {limits.get('le')}"
    return f"{value} {_NO_NUMBER.get(kind.partition('_')[0], 'nicht brauchbar')}"


def _path_complaint(error: typer.BadParameter, param: Parameter) -> str:
    """Say why Typer refused a path (`exists`, `file_okay`, `readable`…); its message holds the path's repr."""
    quoted = re.match(r"""(?:file|dir|path) (['"].*['"]) (?:does|is) """, error.message)
    if quoted is None:
        return "die Angabe nicht brauchbar"
    path, wanted = str(literal_eval(quoted[1])), param.type_descriptor.parameter_info
    if not os.path.exists(path):
        return f"„{path}“ nicht zu finden"
    if os.path.isdir(path) and not wanted.dir_okay:
        return f"„{path}“ ein Ordner, keine Datei"
    if os.path.isfile(path) and not wanted.file_okay:
        return f"„{path}“ eine Datei, kein Ordner"
    return f"„{path}“ nicht zugänglich: Das Zugriffsrecht fehlt"
