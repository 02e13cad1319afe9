"""The application and the help of its commands, in German: Click's own classes, overridden where they write help."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import click

from rv2xl.model.abbruch import Abbruch
from rv2xl.screen.options import LOG

PROGRAM = "rv2xl"


def german_app(help: str) -> click.Group:
    """Return an application whose commands answer in German; `console.run` starts it."""
    settings = {"max_content_width": 100, "help_option_names": ["-h", "--help"]}
    version = click.version_option(
        None, "--version", package_name=PROGRAM, message=f"{PROGRAM} %(version)s", help="Die Version anzeigen."
    )
    return version(_Group(help=help, context_settings=settings))


class _German(click.Command):
    """What a command and the group of commands have in common."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Diese Hilfe anzeigen."
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # some come without, and the sentence needs it
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), "Aufruf: ")

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _section("Argumente", (_row(param) for param in self.get_params(ctx) if _is_argument(param)), formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _section("Optionen", (_row(param) for param in self.get_params(ctx) if not _is_argument(param)), formatter)


class _Command(_German):
    allow_extra_args = True  # refused below, in German

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(LOG)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        params = self.get_params(ctx)
        required = [_label(param) for param in params if param.required]
        optional = [f"[{_label(param)}]" for param in params if _is_argument(param) and not param.required]
        return [*required, *optional, "[OPTIONEN]"]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest:
            raise Abbruch(f"Mit „{' '.join(rest)}“ stehen mehr Angaben da, als „{ctx.command_path}“ kennt.")
        return rest


class _Group(_German, click.Group):
    command_class = _Command

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["BEFEHL", "…"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = {name: command for name, command in self.commands.items() if not command.hidden}
        _section("Befehle", ((name, _summary(command)) for name, command in shown.items()), formatter)
        formatter.write_paragraph()
        formatter.write_text(f"„{ctx.command_path} BEFEHL --help“ beschreibt einen Befehl.")


def _section(heading: str, rows: Iterable[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    if listed := list(rows):
        with formatter.section(heading):
            formatter.write_dl(listed)


def _is_argument(param: click.Parameter) -> bool:
    return isinstance(param, click.Argument)


def _summary(command: click.Command) -> str:
    """Return the first paragraph of a command's help in one line."""
    return " ".join(inspect.cleandoc(command.help or "").partition("\n\n")[0].split())


def _label(param: click.Parameter) -> str:
    """Name a parameter as one types it: `PFAD…`, `--year JAHR`, `--external`."""
    if not isinstance(param, click.Option):
        return metavar(param) + ("…" if param.nargs == -1 else "")
    names = ", ".join(param.opts)
    return names if param.is_flag else f"{names} {metavar(param)}"


def metavar(param: click.Parameter) -> str:
    """Return what stands for the value: `JAHR`, or the values themselves where there is a choice: `text|json`."""
    return param.metavar or param.type.name


def _row(param: click.Parameter) -> tuple[str, str]:
    """Return a parameter's line of the help."""
    default = param.to_info_dict()["default"]
    remarks = (
        "[Pflicht]" if param.required else "",
        "[mehrfach möglich]" if param.multiple else "",
        "" if default is None or isinstance(default, bool) else f"[Standard: {default}]",
    )
    return _label(param), " ".join(filter(None, (param.help, *remarks)))
