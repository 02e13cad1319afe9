"""A command as it runs: exit status, errors, progress, and what is shown. Nothing of a file reaches the terminal as it stands."""

from __future__ import annotations

import io
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import click
from click.exceptions import Exit

from rv2xl.model.abbruch import Abbruch, sentence
from rv2xl.model.foreign_text import json_pieces, one_line, shown_name
from rv2xl.model.wording import listed_first
from rv2xl.screen.help import PROGRAM
from rv2xl.screen.usage import usage_sentence

DONE, CANNOT, INTERRUPTED, BROKEN_PIPE = 0, 2, 130, 141


def run(app: click.Group, args: Sequence[str] | None = None) -> NoReturn:
    """Run the application on these arguments, or on those of the process, and exit with the status of the contract.

    0, or what a command returns; 2 with one German sentence on stderr for whatever cannot be done;
    130 when interrupted; 141 without a word when nobody reads the output any more. RV2XL_DEBUG=1 adds the traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with _libraries_silent():
        sys.exit(_status(app, sys.argv[1:] if args is None else args))


@contextmanager
def _libraries_silent() -> Iterator[None]:
    """Keep libraries from printing: their warnings, and what those not in Python write to stderr, a panic's text say.

    What is ours goes to stderr by another way. RV2XL_DEBUG=1 lets everything through, `python -W` warnings.
    """
    if _debugging() or sys.stderr is not sys.__stderr__ or sys.stderr is None:
        yield
        return
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    usual = os.dup(2)
    with open(usual, "wb", buffering=0) as raw, io.TextIOWrapper(raw, "utf-8", "replace", write_through=True) as ours:
        sys.stderr.flush()
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        theirs, sys.stderr = sys.stderr, ours
        try:
            yield
        finally:
            sys.stderr = theirs
            os.dup2(usual, 2)


def _status(app: click.Group, args: Sequence[str]) -> int:
    try:
        code = _invoke(app, args)
        sys.stdout.flush()
        return code
    except SystemExit:
        raise
    except BrokenPipeError:
        _settle_stdout()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        _complain("Abgebrochen.")
        return INTERRUPTED
    except BaseException as error:  # calamine's panic is no Exception
        _note(error)
        _complain(usage_sentence(error) if isinstance(error, click.ClickException) else sentence(error))
        return CANNOT


def _invoke(app: click.Group, args: Sequence[str]) -> int:
    try:
        with app.make_context(PROGRAM, expanded(args) if os.name == "nt" else list(args)) as ctx:
            return app.invoke(ctx) or DONE
    except Exit as end:  # after --help
        return end.exit_code


def expanded(args: Sequence[str]) -> list[str]:
    """Put the files in place of `*.xlsx`, which the shells of Windows leave to the program."""
    from glob import glob

    return [path for arg in args for path in sorted(glob(arg)) or [arg]]


def _debugging() -> bool:
    return os.environ.get("RV2XL_DEBUG") == "1"


def _note(error: BaseException) -> None:
    """Keep the traceback of what nobody foresaw: in the log, and with what the error says on stderr for RV2XL_DEBUG=1."""
    if _debugging():
        import traceback

        traceback.print_exc()
    if not isinstance(error, Abbruch | click.ClickException):
        from rv2xl.log import LOGGER, traceback_of

        LOGGER.error("the command ended\n%s", traceback_of(error))


def _complain(text: str) -> None:
    _settle_stdout()
    if sys.stderr is not None:  # else it would be told to stdout
        with suppress(OSError):
            print(one_line(text), file=sys.stderr)


def _settle_stdout() -> None:
    """Write out what is left, or throw it away, lest Python's own flush at exit complain in English."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    print(one_line(title))
    for row in (columns, ["-" * width for width in widths], *cells):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


NAMED = 3
"""So many of the files that were written are named."""


def written_into(folder: Path, paths: Sequence[Path], one: str, many: str) -> str:
    """Say how many files were written into a folder, and which; of many the first ones."""
    if not paths:
        return f"Nichts zu schreiben; „{folder}“ bleibt, wie es ist."
    names = listed_first([f"„{shown_name(path.name)}“" for path in paths], NAMED)
    return f"{len(paths)} {one if len(paths) == 1 else many} in „{shown_name(str(folder))}“ geschrieben: {names}."


def say(sentence: str) -> None:
    """Print a sentence."""
    print(one_line(sentence))


def print_json(entry: Mapping[str, Any]) -> None:
    """Print an object as JSON, a list of it that is an iterator one by one: it need not all be in memory."""
    sys.stdout.writelines(json_pieces(entry))


def _draw(title: str, columns: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    drawn = Table(title=one_line(title), title_justify="left", box=SIMPLE_HEAD)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in cells:
        drawn.add_row(*row)
    Console(markup=False, highlight=False, emoji=False).print(drawn)
