"""The command line's German: help, usage errors, exit status, progress and tables.

Typer speaks English and has no switch for it. Its command classes are overridden where they write help, and its errors
are put into German by their class and parts, never by translating their text: one that is not known here still becomes
a German sentence. None of Typer's own printing is used, so that a plain `--help` imports neither Rich nor pydantic.
The names below `typer._click` are private; pyproject.toml pins the line of releases.
"""

from __future__ import annotations

import inspect
import io
import os
import re
import sys
from ast import literal_eval
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

import typer
from typer._click.core import Command, Context
from typer._click.exceptions import BadOptionUsage, ClickException, MissingParameter, NoSuchOption, UsageError
from typer._click.formatting import HelpFormatter
from typer._click.utils import _expand_args
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from rv2xl.model.abbruch import Abbruch, one_line, sentence

PROGRAM = "rv2xl"
DONE, CANNOT, INTERRUPTED, BROKEN_PIPE = 0, 2, 130, 141

_METAVARS: dict[Any, str] = {int: "ZAHL", float: "ZAHL", Path: "PFAD", date: "JJJJ-MM-TT"}
_NO_NUMBER = {"int": "keine ganze Zahl", "float": "keine Zahl", "finite": "keine Zahl"}

_Function = TypeVar("_Function", bound=Callable[..., Any])
_Param = TyperArgument | TyperOption


# --- The application and its help ---------------------------------------------------------------------------------


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
            rows = [(_label(param), _explanation(param, ctx)) for param in _params(ctx) if isinstance(param, kind)]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


class _Command(_GermanHelp, TyperCommand):
    allow_extra_args = True  # refused below, in German

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        required = [_label(param) for param in _params(ctx) if param.required]
        optional = [f"[{_label(p)}]" for p in _params(ctx) if isinstance(p, TyperArgument) and not p.required]
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


def _params(ctx: Context) -> list[_Param]:
    params = ctx.command.get_params(ctx)
    return [param for param in params if isinstance(param, (TyperArgument, TyperOption)) and not param.hidden]


def _summary(command: Command) -> str:
    text = command.short_help or inspect.cleandoc(command.help or "").partition("\n\n")[0]
    return " ".join(text.split())


def _label(param: _Param) -> str:
    """Name a parameter as one types it: `PFAD…`, `--year JAHR`, `--external`."""
    if isinstance(param, TyperArgument):
        return _metavar(param) + ("…" if param.nargs == -1 else "")
    names = ", ".join((*param.opts, *param.secondary_opts))
    return names if param.is_flag else f"{names} {_metavar(param)}"


def _metavar(param: _Param) -> str:
    kind = param.type_descriptor.annotation
    if param.type_descriptor.is_list:
        kind = get_args(kind)[0]
    return param.metavar or "|".join(_choices(param)) or _METAVARS.get(kind, "TEXT")


def _choices(param: _Param) -> list[str]:
    return [_shown(choice) for choice in param.type_descriptor.choices or ()]


def _explanation(param: _Param, ctx: Context) -> str:
    default = "" if param.required else _default(param, ctx)
    remarks = (
        "[Pflicht]" if param.required else "",
        "[mehrfach möglich]" if param.multiple else "",
        f"[Standard: {default}]" if default else "",
    )
    return " ".join(filter(None, (param.help, *remarks)))


def _default(param: _Param, ctx: Context) -> str:
    if not param.show_default or isinstance(param.show_default, str):
        return param.show_default or ""
    value = param.get_default(ctx, call=False)
    if value is None or isinstance(value, bool) or callable(value):
        return ""
    return ", ".join(map(_shown, value)) if isinstance(value, (list, tuple)) else _shown(value)


def _shown(value: object) -> str:
    return str(value.value if isinstance(value, Enum) else value)


# --- Running ------------------------------------------------------------------------------------------------------


def run(app: typer.Typer, args: Sequence[str] | None = None) -> NoReturn:
    """Run the application on these arguments, or on those of the process, and exit with the status of the contract.

    0, or what a command gives to `typer.Exit`; 2 with one German sentence on stderr for whatever cannot be done;
    130 when interrupted; 141 without a word when nobody reads the output any more. RV2XL_DEBUG=1 adds the traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(_status(app, sys.argv[1:] if args is None else args))


def _status(app: typer.Typer, args: Sequence[str]) -> int:
    try:
        code = _invoke(app, args)
        sys.stdout.flush()
        return code
    except SystemExit:
        raise
    except BrokenPipeError:
        _settle_stdout()
        return BROKEN_PIPE
    except (KeyboardInterrupt, typer.Abort):
        _complain("Abgebrochen.")
        return INTERRUPTED
    except BaseException as error:  # calamine's panic is no Exception
        if os.environ.get("RV2XL_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        _complain(_usage_sentence(error) if isinstance(error, ClickException) else sentence(error))
        return CANNOT


def _invoke(app: typer.Typer, args: Sequence[str]) -> int:
    command = get_command(app)
    expanded = _expand_args(args) if os.name == "nt" else list(args)  # Windows shells leave wildcards to the program
    try:
        with command.make_context(PROGRAM, expanded) as ctx:
            command.invoke(ctx)
    except typer.Exit as end:
        return end.exit_code
    return DONE


def _complain(text: str) -> None:
    _settle_stdout()
    with suppress(OSError):
        print(one_line(text), file=sys.stderr)


def _settle_stdout() -> None:
    """Write out what is left, or throw it away, lest Python's own flush at exit complain in English."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- Usage errors -------------------------------------------------------------------------------------------------


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


def _usage_sentence(error: ClickException) -> str:
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
    flags = [param for param in _params(ctx) if isinstance(param, TyperOption) and param.is_flag]
    if any(option in (*flag.opts, *flag.secondary_opts) for flag in flags):
        return f"Die Option {option} steht allein und nimmt keinen Wert an."
    return f"Hinter {option} fehlt der Wert."


def _name(param: _Param) -> str:
    return max(param.opts, key=len) if isinstance(param, TyperOption) else _metavar(param)


def _complaint(error: typer.BadParameter, param: _Param) -> str:
    """Complete the sentence „Für --year ist …“."""
    if isinstance(error, BadValue):
        return error.message
    if error.__cause__ is None:
        return _path_complaint(error, param)
    detail: dict[str, Any] = error.__cause__.errors()[0] if hasattr(error.__cause__, "errors") else {}  # pydantic's
    value, kind, limits = f"„{detail.get('input')}“", str(detail.get("type")), detail.get("ctx", {})
    if choices := _choices(param):
        return f"{value} nicht möglich, nur {' oder '.join(filter(None, (', '.join(choices[:-1]), choices[-1])))}"
    if kind == "greater_than_equal":
        return f"{value} zu klein; möglich ist es ab {limits.get('ge')}"
    if kind == "less_than_equal":
        return f"{value} zu groß; möglich ist es bis {limits.get('le')}"
    return f"{value} {_NO_NUMBER.get(kind.partition('_')[0], 'nicht brauchbar')}"


def _path_complaint(error: typer.BadParameter, param: _Param) -> str:
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


# --- Output -------------------------------------------------------------------------------------------------------


@contextmanager
def progress(total: int | None, description: str) -> Iterator[Callable[[], None]]:
    """Show a bar on stderr if that is a terminal; call what is given once per step. `total` None: not known."""
    if sys.stderr is None or not sys.stderr.isatty():  # None: started by Excel, without a console
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(one_line(description), total=total)
        yield lambda: bar.advance(task)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table: drawn by Rich on a terminal, else as aligned text of whatever width it needs. None is blank."""
    cells = [["" if cell is None else one_line(str(cell)) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _draw(title, columns, cells)
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    print(title)
    for row in (columns, ["-" * width for width in widths], *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _draw(title: str, columns: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    drawn = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in cells:
        drawn.add_row(*row)
    Console(markup=False, highlight=False, emoji=False).print(drawn)
