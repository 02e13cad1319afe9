"""LibreOffice as the provider: open a workbook, type as a German user does, recalculate, read, save.

    with Office() as office, office.open(path) as document:
        document.type_text("58 Erbach", "C7", "1.234,50")
        document.calculate_all()
        document.cells()["58 Erbach"]["C9"].value

The office runs in another process under the system's python3 (`server.py`: the how and the traps). Every call has a
time limit. When it runs out, or the office dies, the whole process group is killed; open documents are lost and say so
(`DocumentLost`), and the next `Office.open` starts a new office.

Limits: the user interface is English, so a typed formula needs English names (`=SUM(1;2)`); a warning's box can only be
cancelled or confirmed beforehand; Excel itself may do otherwise. A document that stays open while others are closed now and then
takes nothing more that is typed: type into the one that was opened last.
"""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Literal, Self

ROOT = Path(__file__).parents[2]
UNO_PYTHON = os.environ.get("RV2XL_UNO_PYTHON", "/usr/bin/python3")


class OfficeError(Exception):
    """LibreOffice refuses a command, or answers it with an error."""


class OfficeTimeout(OfficeError):
    """No answer in time; the office was killed."""


class DocumentLost(OfficeError):
    """The office this document was open in is gone."""


@dataclass(frozen=True, slots=True)
class OfficeCell:
    """A cell that is not empty, as LibreOffice has it. `value` is None for an error only.

    Dates and truth values are numbers. LibreOffice reads a constant TRUE from a file as the formula `=TRUE()`. Formulas
    are in LibreOffice's syntax with English names and semicolons. Codes: 532 #DIV/0!, 519 #VALUE!, 524 #REF!,
    525 #NAME?, 503 #NUM!, 32767 #N/A.
    """

    value: float | str | None
    formula: str | None = None
    error_code: int = 0

    @property
    def error(self) -> bool:
        return self.error_code != 0


Status = Literal["ok", "locked", "refused", "blocked"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of an entry.

    locked: the cell is protected; refused: the data validation said no, with title and message of its box; blocked: no
    answer in time, the office was killed and the document with it.
    """

    status: Status
    title: str = ""
    message: str = ""

    @property
    def ok(self) -> bool:
        return self.status == "ok"


def missing_office() -> str | None:
    """Why there is no LibreOffice to drive here; None if there is one."""
    soffice = os.environ.get("RV2XL_SOFFICE", "soffice")
    if shutil.which(soffice) is None:
        return f"LibreOffice ({soffice}; Debian: libreoffice-calc) is not installed"
    if shutil.which(UNO_PYTHON) is None:
        return f"{UNO_PYTHON} is not installed"
    found = subprocess.run(
        [UNO_PYTHON, "-c", "import uno"], env=_environment(), capture_output=True, timeout=300, check=False
    )
    return None if found.returncode == 0 else f"{UNO_PYTHON} cannot import uno (Debian: python3-uno)"


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return own | {"SAL_USE_VCLPLUGIN": "svp"}  # never a window on a developer's desktop


def _remove_lock(path: Path) -> None:
    """A lock file left by a dead office makes LibreOffice refuse the document."""
    with contextlib.suppress(OSError):
        path.with_name(f".~lock.{path.name}#").unlink()


class Office:
    """One LibreOffice, started when entered or when first needed, and again when it has died. One thread at a time."""

    allows_macros: ClassVar[bool] = False

    def __init__(self, timeout: float = 60.0, start_timeout: float = 300.0) -> None:
        self.timeout = timeout
        self.start_timeout = start_timeout
        self.generation = 0
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._profile: Path | None = None
        self._touched: set[Path] = set()
        self._requests = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def process_group(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        if self.alive:
            return
        self.kill()
        self.generation += 1
        self._profile = Path(tempfile.mkdtemp(prefix="rv2xl_office_"))
        self._lines = queue.Queue()
        with (self._profile / "server.log").open("w") as log:
            self._process = subprocess.Popen(
                [UNO_PYTHON, "-B", "-m", "tests.office.server", str(self._profile),
                 *(["--macros"] if self.allows_macros else [])], cwd=ROOT,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=_environment(),
                encoding="utf-8", start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=_pump, args=(self._process, self._lines), daemon=True).start()
        self._answer(self.start_timeout)

    def open(self, path: str | Path, **options: Any) -> "Document":
        return Document(self, *self.load(path, **options))

    def load(self, path: str | Path, **options: Any) -> tuple[Path, int]:
        """Let the office open a workbook; return its full path and the number that the office gives it."""
        path = Path(path).absolute()
        _remove_lock(path)
        self._touched.add(path)
        self.start()
        try:
            return path, self.ask("open", path=str(path), **options)
        except DocumentLost:  # it died unnoticed since the last call; a file that kills it does so twice
            self.start()
            return path, self.ask("open", path=str(path), **options)

    def close(self) -> None:
        if self.alive:
            with contextlib.suppress(OfficeError):
                self.ask("quit", timeout=10)
        self.kill()

    def kill(self) -> None:
        """End the office by force and leave nothing behind. Harmless when there is none."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    stream.close() if stream else None
        if self._profile is not None:
            shutil.rmtree(self._profile, ignore_errors=True)
            self._profile = None
        for path in self._touched:
            _remove_lock(path)
        self._touched.clear()

    def ask(
        self, command: str, *, timeout: float | None = None, item: Callable[[Any], None] | None = None, **arguments: Any
    ) -> Any:
        """Send one command and wait for its result; `item` gets the parts before it. Each has the time limit."""
        if not self.alive or self._process is None or self._process.stdin is None:
            self.kill()
            raise DocumentLost("LibreOffice is not running")
        self._requests += 1
        with contextlib.suppress(BrokenPipeError):  # the missing answer tells it
            self._process.stdin.write(json.dumps({"id": self._requests, "cmd": command, **arguments}) + "\n")
            self._process.stdin.flush()
        while True:
            answer = self._answer(timeout or self.timeout)
            if answer.get("id") != self._requests:
                self.kill()
                raise OfficeError(f"answer to another question: {answer}")
            if "item" not in answer:
                return answer["result"]
            if item:
                item(answer["item"])

    def _answer(self, timeout: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            self.kill()
            raise OfficeTimeout(f"no answer from LibreOffice within {timeout:g} s") from None
        if line is None:
            log = self._log()
            self.kill()
            raise DocumentLost(f"LibreOffice's driver ended. {log}")
        answer: dict[str, Any] = json.loads(line)
        if answer.get("ok") is False:
            if answer["alive"]:
                raise OfficeError(answer["error"])
            self.kill()
            raise DocumentLost(answer["error"])
        return answer

    def _log(self) -> str:
        with contextlib.suppress(OSError):
            if self._profile:
                return (self._profile / "server.log").read_text(encoding="utf-8", errors="replace")[-2000:]
        return ""


def _pump(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        for line in process.stdout or ():
            lines.put(line)
    lines.put(None)


class Document:
    """A workbook open in LibreOffice."""

    def __init__(self, office: Office, path: Path, number: int) -> None:
        self.path = path
        self._office = office
        self._number = number
        self._generation = office.generation

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def type_text(self, sheet: str, cell: str, text: str, *, confirm: bool = False) -> Typed:
        return self.type_many([(sheet, cell, text)], confirm=confirm)[0]

    def type_many(self, entries: Iterable[tuple[str, str, str]], *, confirm: bool = False) -> list[Typed]:
        """Type (sheet, cell, text) one after the other, through protection, validation and auto-correction.

        A value chosen from a list is the same as typed. `confirm`: answer OK, not Cancel, where validation only warns.
        After a blocked entry nothing more is typed: the rest is blocked as well.
        """
        return self._enter("type", list(entries), confirm=confirm)

    def paste(self, sheet: str, cell: str, value: float | str | None) -> Typed:
        return self.paste_many([(sheet, cell, value)])[0]

    def paste_many(self, entries: Iterable[tuple[str, str, float | str | None]]) -> list[Typed]:
        """Put (sheet, cell, value) in as pasting does: past the validation, not into locked cells; None empties."""
        return self._enter("paste", list(entries))

    def _enter(self, command: str, entries: list[Any], **options: Any) -> list[Typed]:
        typed: list[Typed] = []
        try:
            self.ask(command, entries=entries, item=lambda item: typed.append(Typed(**item)), **options)
        except OfficeTimeout:
            typed += [Typed("blocked")] * (len(entries) - len(typed))
        return typed

    def delete_rows(self, sheet: str, first: int, count: int = 1) -> None:
        """Delete rows from one on, numbered from 1."""
        self.ask("delete_rows", sheet=sheet, first=first, count=count)

    def insert_rows(self, sheet: str, before: int, count: int = 1) -> None:
        """Insert rows before one, numbered from 1."""
        self.ask("insert_rows", sheet=sheet, before=before, count=count)

    def delete_sheet(self, sheet: str) -> None:
        self.ask("delete_sheet", sheet=sheet)

    def calculate_all(self) -> None:
        """LibreOffice keeps the stored results of files others wrote, however wrong, until told to calculate."""
        self.ask("calculate_all")

    def cells(self, sheet: str | None = None) -> dict[str, dict[str, OfficeCell]]:
        """Every cell that is not empty, of all sheets or of one: sheet → address („B7") → cell."""
        read: dict[str, list[list[Any]]] = self.ask("read_cells", sheet=sheet)
        return {sheet: {address: OfficeCell(*rest) for address, *rest in cells} for sheet, cells in read.items()}

    def shown(self, sheet: str, cell: str) -> str:
        """What the user sees in the cell, e.g. „1.234,50 €"."""
        return str(self.ask("shown", sheet=sheet, cell=cell))

    def save_xlsx(self, path: str | Path, **options: Any) -> Path:
        return self._save(path, "xlsx", **options)

    def save_ods(self, path: str | Path) -> Path:
        return self._save(path, "ods")

    def save_xlsm(self, path: str | Path) -> Path:
        return self._save(path, "xlsm")

    def save_pdf(self, path: str | Path) -> Path:
        return self._save(path, "pdf")

    def _save(self, path: str | Path, form: str, **options: Any) -> Path:
        path = Path(path).absolute()
        self.ask("save_as", path=str(path), format=form, **options)
        _remove_lock(path)
        return path

    def kill_office(self) -> None:
        """End the office this document is open in by force; all documents in it are lost."""
        self._office.kill()

    def close(self) -> None:
        """Close without saving. Harmless when closed already, or when the office is gone."""
        with contextlib.suppress(DocumentLost):
            self.ask("close")
        _remove_lock(self.path)

    @property
    def number(self) -> int:
        """What the server calls it."""
        return self._number

    def ask(self, command: str, **arguments: Any) -> Any:
        """Send one command about this document and wait for its result."""
        if self._generation != self._office.generation:
            raise DocumentLost(f"the office {self.path.name} was open in is gone")
        return self._office.ask(command, doc=self._number, **arguments)
