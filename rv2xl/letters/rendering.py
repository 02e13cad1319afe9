"""From a letter to its texts: the templates of `templates/briefe`, single files of which a user's own folder may replace.

Each letter is written once. Told with which frame and building blocks, its template becomes a text or a page: in a page whatever
comes from outside is escaped.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TypeVar

from rv2xl.files import content_of
from rv2xl.letters.letter import Brief, Kind
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.foreign_text import one_line, writable
from rv2xl.model.wording import german, listed
from rv2xl.resources import resource

if TYPE_CHECKING:
    from jinja2 import Environment, Template

WIDTH = 72
"""So wide are the lines of a text."""
_BETWEEN = "  "
"""Stands between the columns of a table."""
_SUFFIX = ".j2"
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Texts:
    """A letter in words: the subject, the text and the page of a mail, and the page to be printed, which has a letter's head."""

    subject: str
    text: str
    page: str
    print_page: str


class Templates:
    """The templates of all letters. Raises Abbruch, at once or when a letter is written, for what is wrong in one of them: it names
    the file and the line."""

    def __init__(self, own: Path | None = None) -> None:
        shipped = resource("templates/briefe")
        self._folders = [shipped] if own is None else [own, shipped]
        self._files: dict[str, Path] = {}
        if own is not None:
            _require_some(own, shipped)
        self._text, self._page = self._environment("txt"), self._environment("html")
        for kind in Kind:
            self._carefully(lambda kind=kind: self._text.get_template(f"{kind}{_SUFFIX}"))  # type: ignore[misc]

    def texts(self, letter: Brief) -> Texts:
        """Write a letter."""
        name = f"{letter.art}{_SUFFIX}"
        return self._carefully(
            lambda: Texts(*map(writable, (
                _subject(self._text.get_template(name), letter),
                _tidy(self._text.get_template(name).render(brief=letter, druck=False)),
                self._page.get_template(name).render(brief=letter, druck=False),
                self._page.get_template(name).render(brief=letter, druck=True),
            )))
        )  # fmt: skip

    def _environment(self, kind: str) -> Environment:
        from jinja2 import FunctionLoader, StrictUndefined, TemplateError
        from jinja2.sandbox import SandboxedEnvironment

        class Loader(FunctionLoader):
            def load(self, environment: Environment, name: str, globals: Any = None) -> Template:
                """Load a template; one that cannot be taken in names no line, however it fails."""
                try:
                    return super().load(environment, name, globals)
                except (Abbruch, OSError, TemplateError):
                    raise
                except Exception as error:
                    raise Abbruch(
                        f"Die Vorlage „{found(name)}“ kann nicht verwendet werden; dazu heißt es: „{_said(error)}“."
                    ) from error

        found = self._path_of
        environment = SandboxedEnvironment(
            loader=Loader(self._source), undefined=StrictUndefined, autoescape=kind == "html", trim_blocks=True,
            lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        environment.filters |= {"datum": _day, "absatz": paragraph, "tabelle": aligned}
        environment.globals |= {"rahmen": f"rahmen.{kind}{_SUFFIX}", "bausteine": f"bausteine.{kind}{_SUFFIX}"}
        return environment

    def _path_of(self, name: str) -> Path | None:
        """Return where a template is: only in these folders themselves."""
        if Path(name).name != name:
            return None
        return next((folder / name for folder in self._folders if (folder / name).is_file()), None)

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return a template's text and where it is."""
        path = self._path_of(name)
        if path is None:
            return None
        self._files[str(path)] = path
        try:
            text = content_of(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Abbruch(_no_text(path, error.object[: error.start].count(b"\n"))) from error
        if "\0" in text:
            raise Abbruch(_no_text(path, text[: text.index("\0")].count("\n")))
        return text, str(path), lambda: True

    def _carefully(self, make: Callable[[], _Made]) -> _Made:
        """Return what is made; whatever a template does wrong becomes a sentence that says where."""
        from jinja2 import TemplateNotFound, TemplateSyntaxError

        try:
            return make()
        except TemplateSyntaxError as error:
            raise Abbruch(_wrong(error.filename or error.name or "", error.lineno, error)) from error
        except Exception as error:
            if isinstance(error, Abbruch) or (isinstance(error, OSError) and not isinstance(error, TemplateNotFound)):
                raise
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in self._files]
            if not frames:
                raise
            raise Abbruch(_wrong(frames[-1].filename, frames[-1].lineno, error)) from error


def _require_some(own: Path, shipped: Path) -> None:
    """Raise Abbruch for a folder that is none, or in which nothing replaces a template: it is a slip, and would do nothing."""
    if not own.is_dir():
        raise Abbruch(f"Den Ordner „{own}“ mit eigenen Vorlagen gibt es nicht.")
    names = sorted(path.name for path in shipped.glob(f"*{_SUFFIX}"))
    if not any((own / name).is_file() for name in names):
        raise Abbruch(f"Im Ordner „{own}“ liegt keine Vorlage; möglich sind {listed([f'„{name}“' for name in names])}.")


def _wrong(file: str, line: int | None, error: Exception) -> str:
    return f"Die Vorlage „{file}“ hat einen Fehler in Zeile {line}; dazu heißt es: „{_said(error)}“."


def _said(error: Exception) -> str:
    """Return what an error says of itself; its name if it says nothing."""
    return one_line(str(error)).rstrip(".") or type(error).__name__


def _no_text(path: Path, lines: int) -> str:
    return f"Die Vorlage „{path}“ ist in Zeile {lines + 1} kein Text in UTF-8."


def _subject(template: Template, letter: Brief) -> str:
    if "betreff" not in template.blocks:
        raise Abbruch(f"In der Vorlage „{template.filename}“ fehlt der Block „betreff“.")
    try:
        words = "".join(template.blocks["betreff"](template.new_context({"brief": letter, "druck": False})))
    except Exception:
        template.environment.handle_exception()  # raises it anew, with the template's lines
    return " ".join(one_line(words).split())


def _tidy(text: str) -> str:
    """Leave one blank line where a template has several, and none at the beginning and the end."""
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept).strip("\n") + "\n"


def _day(value: date) -> str:
    return german(value)


def paragraph(text: str, first: str = "", other: str = "") -> str:
    """Break a text at its words; `first` stands before its first line, `other` before the others."""
    words = " ".join(text.split())
    lines = wrap(words, WIDTH, initial_indent=first, subsequent_indent=other, break_long_words=False,
                 break_on_hyphens=False)  # fmt: skip
    return "\n".join(lines)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Write rows below each other: texts to the left, what follows the first column to the right.

    What would be too wide is broken at its words: the headings first, then the first column; figures stand beside its last line.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    if _width(widths) > WIDTH:
        widths[1:] = [max(map(len, (*head.split(), *cells))) for head, *cells in columns[1:]]
        longest = max((len(word) for cell in columns[0] for word in cell.split()), default=0)
        widths[0] = min(widths[0], max(longest, WIDTH - _width([0, *widths[1:]])))
    return "\n".join(line for row in rows for line in _lines(row, widths))


def _width(widths: Sequence[int]) -> int:
    return sum(widths) + len(_BETWEEN) * (len(widths) - 1)


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of a row; cells of fewer lines stand below."""
    cells = [wrap(cell, width, break_long_words=False, break_on_hyphens=False) if len(cell) > width else [cell]
             for cell, width in zip(row, widths, strict=True)]  # fmt: skip
    height = max(map(len, cells))
    for line in zip(*([""] * (height - len(cell)) + cell for cell in cells), strict=True):
        texts = enumerate(zip(line, widths, strict=True))
        yield _BETWEEN.join(
            text.rjust(width) if number else text.ljust(width) for number, (text, width) in texts
        ).rstrip()
