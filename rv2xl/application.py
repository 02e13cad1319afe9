"""The application and the help of its commands, in German.

Typer speaks English and has no switch for it, so its command classes are overridden where they write help. None of its
own printing is used, so that a plain `--help` imports neither Rich nor pydantic. The names below `typer._click` are
private; pyproject.toml pins the line of releases.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, get_args

import typer
from typer._click.core import Command, Context
from typer._click.exceptions import UsageError
from typer._click.formatting import HelpFormatter
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from rv2xl.model.abbruch import Abbruch

PROGRAM = "rv2xl"

_METAVARS: dict[Any, str] = {int: "ZAHL", float: "ZAHL", Path: "PFAD", date: "JJJJ-MM-TT"}

_Function = TypeVar("_Function", bound=Callable[..., Any])
Parameter = TyperArgument | TyperOption


def german_app(help: str) -> typer.Typer:
    """Return an application whose commands answer in German, without completion; `run` starts it."""
    app = _GermanTyper(
        cls=_Group, help=help, add_completion=False, rich_markup_mode=None, context_settings={"max_content_width": 100}
    )
    app.callback()(lambda: None)  # a single command would otherwise stand for the whole application
    return app


class _GermanTyper(typer.Typer):
    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        return super().command(name, **{"cls": _Command, **settings})


class _GermanHelp(Command):
    """What a command and the group of commands have in common."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Diese Hilfe anzeigen."
            option.default = False  # None would have pydantic read it, at 0.1 s for every command
        return option

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx  # some come without, and the sentence needs it
            raise

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Aufruf: ")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        for heading, kind in (("Argumente", TyperArgument), ("Optionen", TyperOption)):
            rows = [(_label(param), _explanation(param, ctx)) for param in parameters(ctx) if isinstance(param, kind)]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class _Command(_GermanHelp, TyperCommand):
    allow_extra_args = True  # refused below, in German

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        required = [_label(param) for param in parameters(ctx) if param.required]
        optional = [f"[{_label(p)}]" for p in parameters(ctx) if isinstance(p, TyperArgument) and not p.required]
        return [*required, *optional, "[OPTIONEN]"]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest:
            raise Abbruch(f"Mit „{' '.join(rest)}“ stehen mehr Angaben da, als „{ctx.command_path}“ kennt.")
        return rest


class _Group(_GermanHelp, TyperGroup):
    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        return ["BEFEHL", "…"]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        rows = [(name, _summary(command)) for name, command in self.commands.items() if not command.hidden]
        with formatter.section("Befehle"):
            formatter.write_dl(rows)
        formatter.write_paragraph()
        formatter.write_text(f"„{ctx.command_path} BEFEHL --help“ beschreibt einen Befehl.")

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        name = args[0]
        if name not in self.commands:
            from difflib import get_close_matches

            near = get_close_matches(name, self.commands, n=1)
            hint = f"gemeint ist vielleicht „{near[0]}“" if near else f"„{PROGRAM} --help“ nennt alle Befehle"
            raise Abbruch(f"Den Befehl „{name}“ gibt es nicht; {hint}.")
        return super().resolve_command(ctx, args)


def parameters(ctx: Context) -> list[Parameter]:
    """Return the arguments and options of a command that its help shows."""
    params = ctx.command.get_params(ctx)
    return [param for param in params if isinstance(param, (TyperArgument, TyperOption)) and not param.hidden]


def _summary(command: Command) -> str:
    text = command.short_help or inspect.cleandoc(command.help or "").partition("\n\n")[0]
    return " ".join(text.split())


def _label(param: Parameter) -> str:
    """Name a parameter as one types it: `PFAD…`, `--year JAHR`, `--external`."""
    if isinstance(param, TyperArgument):
        return metavar(param) + ("…" if param.nargs == -1 else "")
    names = ", ".join((*param.opts, *param.secondary_opts))
    return names if param.is_flag else f"{names} {metavar(param)}"


def metavar(param: Parameter) -> str:
    """Return what stands for the value: `JAHR`, or the values themselves where there is a choice: `text|json`."""
    kind = param.type_descriptor.annotation
    if param.type_descriptor.is_list:
        kind = get_args(kind)[0]
    return param.metavar or "|".join(choices(param)) or _METAVARS.get(kind, "TEXT")


def choices(param: Parameter) -> list[str]:
    """Return the only values that are possible, as one types them; none if any value of the type is."""
    return [_shown(choice) for choice in param.type_descriptor.choices or ()]


def _explanation(param: Parameter, ctx: Context) -> str:
    default = "" if param.required else _default(param, ctx)
    remarks = (
        "[Pflicht]" if param.required else "",
        "[mehrfach möglich]" if param.multiple else "",
        f"[Standard: {default}]" if default else "",
    )
    return " ".join(filter(None, (param.help, *remarks)))


def _default(param: Parameter, ctx: Context) -> str:
    if not param.show_default or isinstance(param.show_default, str):
        return param.show_default or ""
    value = param.get_default(ctx, call=False)
    if value is None or isinstance(value, bool) or callable(value):
        return ""
    return ", ".join(map(_shown, value)) if isinstance(value, (list, tuple)) else _shown(value)


def _shown(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value)
