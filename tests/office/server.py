"""Drive one LibreOffice: JSON commands, one a line, on stdin; JSON answers on stdout.

Runs under the system's python3, the only one that can ``import uno``, so it and `calc.py` import nothing that is not
there. `client.py` starts it as a module, in a process group of its own, with the path of a throw-away profile.

``{"id": 1, "cmd": "type", ...}`` is answered by any number of ``{"id": 1, "item": ...}`` and one last
``{"id": 1, "ok": true, "result": ...}`` or ``{"id": 1, "ok": false, "error": "...", "alive": true}``; once the office
is there, so is an answer with id 0. No time limits here: whoever asks loses patience and kills the process group, which
is the only thing that helps against an office that hangs.

What LibreOffice does, and why this file looks as it does (7.4, read in its sources and tried):

- ``.uno:EnterString`` writes into the cell behind the back of the data validation. A user's way is the input line: the
  same command with ``DontCommit``, then ``.uno:AcceptFormula``. That validates, and auto-corrects („1/2" becomes „½").
- Headless, every message box answers itself with „Cancel": an invalid entry is dropped, nothing blocks, and nothing
  says so. Only the document's modified flag tells an accepted entry from a dropped one.
- A hidden document has no edit view, so ``AcceptFormula`` does nothing there: documents are opened visible.
- ``AcceptFormula`` works on the window with the focus, which the last document opened has until another takes it.
- The sidebar rearranges itself at each change between cell and edit mode: 10 of 14 ms of every entry.
- ``setValue`` writes into locked cells as well.
"""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import uno  # type: ignore[import-not-found]

from tests.office.arranging import ArrangingCommands
from tests.office.buttons import ButtonCommands
from tests.office.calc import CommandError, Workbook, read_sheet
from tests.office.ranges import RangeCommands

FILTERS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "xlsm": "Calc MS Excel 2007 VBA XML",
    "ods": "calc8",
    "pdf": "calc_pdf_Export",
}
NEVER, ALWAYS = 0, 4  # com.sun.star.document.MacroExecMode

SETTINGS = (
    # An environment variable (LANG, LC_ALL) does not reach the way numbers and dates are understood; this does.
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "de-DE"),
    ("/org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("/org.openoffice.Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
)


def write_profile(profile: Path, macros: bool) -> None:
    """A profile that runs no macros at all, or those of documents that are opened to run them."""
    scripting = "/org.openoffice.Office.Common/Security/Scripting"
    forbidden = (scripting, "DisableMacrosExecution", "false" if macros else "true")
    items = "".join(
        f'<item oor:path="{escape(path)}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in (*SETTINGS, forbidden)
    )
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )


def properties(**values: Any) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def encryption(password: str) -> Any:
    """What the dialogue „Save with password“ hands to the filter for .xlsx."""
    named = []
    for name, value in (("OOXPassword", password), ("CryptoType", "Standard")):
        item = uno.createUnoStruct("com.sun.star.beans.NamedValue")
        item.Name, item.Value = name, value
        named.append(item)
    return uno.Any("[]com.sun.star.beans.NamedValue", tuple(named))


def url(path: str) -> str:
    return str(uno.systemPathToFileUrl(os.path.abspath(path)))


class Server:
    def __init__(self, profile: Path, macros: bool) -> None:
        write_profile(profile, macros)
        pipe = f"rv2xl{os.getpid()}_{time.time_ns()}"
        soffice = os.environ.get("RV2XL_SOFFICE", "soffice")
        if shutil.which(soffice) is None:
            raise CommandError(f"{soffice} is not installed")
        self.process = subprocess.Popen(
            [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
             "--nodefault", "--nofirststartwizard", f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"],
            stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr,
        )  # fmt: skip
        context = self.connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        self.toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
        self.workbooks: dict[int, Workbook] = {}
        self.focused: int | None = None
        rooms = (RangeCommands, ButtonCommands, ArrangingCommands)
        self.commands = (self, *(room(self.workbook) for room in rooms))

    def connect(self, address: str) -> Any:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        while True:
            try:
                return resolver.resolve(address)
            except Exception:  # com.sun.star.connection.NoConnectException until the pipe is there
                if self.process.poll() is not None:
                    raise CommandError(f"soffice ended with {self.process.returncode} while starting") from None
                time.sleep(0.05)

    def alive(self) -> bool:
        try:
            self.desktop.getCurrentComponent()
        except Exception:
            return False
        return self.process.poll() is None

    def workbook(self, number: int) -> Workbook:
        if number not in self.workbooks:
            raise CommandError("the document is closed")
        return self.workbooks[number]

    # -- commands: cmd_NAME(**rest of the request) -------------------------------------------------------------------

    def cmd_open(self, path: str, macros: bool = False, password: str = "") -> int:
        if not os.path.isfile(path):
            raise CommandError(f"no file {path}")
        locked = {"Password": password} if password else {}
        arguments = properties(MacroExecutionMode=ALWAYS if macros else NEVER, UpdateDocMode=0, **locked)  # no links
        document = self.desktop.loadComponentFromURL(url(path), "_blank", 0, arguments)
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            if document is not None:
                document.close(True)
            raise CommandError(f"LibreOffice does not open {path} as a spreadsheet")
        number = max(self.workbooks, default=0) + 1
        self.workbooks[number] = Workbook(document)
        self.focused = None
        return number

    def cmd_type(self, doc: int, entries: list[list[str]], confirm: bool, answer: Any) -> None:
        for sheet, address, text in entries:
            answer(self.type_one(doc, sheet, address, text, confirm))

    def type_one(self, doc: int, sheet: str, address: str, text: str, confirm: bool) -> dict[str, str]:
        for pause in (
            0.0,
            0.05,
            0.2,
            0.5,
            1.0,
            2.0,
            4.0,
        ):  # a window that has just got the focus may drop an entry, or some
            if pause:
                time.sleep(pause)
                self.toolkit.processEventsToIdle()
            if (answer := self.typed(doc, sheet, address, text, confirm)) is not None:
                return answer
            self.focused = None
        raise CommandError("LibreOffice did not take the entry though neither protection nor validation forbids it")

    def typed(self, doc: int, sheet: str, address: str, text: str, confirm: bool) -> dict[str, str] | None:
        """Type into a cell; None if nothing came of it and nothing tells why."""
        book = self.workbook(doc)
        if self.focused != doc:
            book.window.setFocus()
            self.focused = doc
        book.show(sheet)
        self.dispatch(book.frame, "GoToCell", ToPoint=address)
        if not book.cursor_at(sheet, address):
            if book.cell(sheet, address).locked:
                return {"status": "locked"}
            raise CommandError(f"the cursor does not go to {address}")
        book.document.setModified(False)
        self.dispatch(book.frame, "EnterString", StringName=text, DontCommit=True)
        self.dispatch(book.frame, "AcceptFormula")
        if book.document.isModified():
            return {"status": "ok"}
        if book.cell(sheet, address).locked:
            return {"status": "locked"}
        return self.refused(book, book.cell(sheet, address).uno, text, confirm)

    def refused(self, book: Workbook, cell: Any, text: str, confirm: bool) -> dict[str, str] | None:
        validation = cell.Validation
        if validation.Type.value == "ANY":
            return None
        box = {"title": validation.ErrorTitle, "message": validation.ErrorMessage}
        if confirm and validation.ErrorAlertStyle.value in ("WARNING", "INFO"):
            self.dispatch(book.frame, "EnterString", StringName=text)  # the box's OK: written without validation
            if book.document.isModified():
                return {"status": "ok", **box}
        return {"status": "refused", **box}

    def dispatch(self, frame: Any, command: str, **arguments: Any) -> None:
        self.dispatcher.executeDispatch(frame, ".uno:" + command, "", 0, properties(**arguments))

    def cmd_paste(self, doc: int, entries: list[list[Any]], answer: Any) -> None:
        for sheet, address, value in entries:
            cell = self.workbook(doc).cell(sheet, address)
            if not cell.locked:
                cell.put(value)
            answer({"status": "locked" if cell.locked else "ok"})

    def cmd_paste_block(self, doc: int, source: int, block: str, sheet: str, cell: str) -> None:
        """Copy cells of the sheet that another document shows and paste them as Ctrl+V does, the first into this cell."""
        for number, command, area in ((source, "Copy", block), (doc, "Paste", cell)):
            book = self.workbook(number)
            book.window.setFocus()
            self.focused = number
            if number == doc:
                book.show(sheet)
            self.dispatch(book.frame, "GoToCell", ToPoint=area)
            self.dispatch(book.frame, command)

    def cmd_delete_rows(self, doc: int, sheet: str, first: int, count: int) -> None:
        self.workbook(doc).sheet(sheet).uno.Rows.removeByIndex(first - 1, count)

    def cmd_insert_rows(self, doc: int, sheet: str, before: int, count: int) -> None:
        self.workbook(doc).sheet(sheet).uno.Rows.insertByIndex(before - 1, count)

    def cmd_delete_sheet(self, doc: int, sheet: str) -> None:
        self.workbook(doc).delete(sheet)

    def cmd_calculate_all(self, doc: int) -> None:
        self.workbook(doc).document.calculateAll()

    def cmd_shown(self, doc: int, sheet: str, cell: str) -> str:
        return str(self.workbook(doc).cell(sheet, cell).uno.String)

    def cmd_read_cells(self, doc: int, sheet: "str | None" = None) -> dict[str, list[list[Any]]]:
        book = self.workbook(doc)
        names = book.sheets.ElementNames if sheet is None else [sheet]
        return {name: read_sheet(book.sheet(name).uno) for name in names}

    def cmd_save_as(self, doc: int, path: str, format: str, password: str = "") -> None:
        locked = {"EncryptionData": encryption(password)} if password else {}
        arguments = properties(FilterName=FILTERS[format], Overwrite=True, **locked)
        self.workbook(doc).document.storeToURL(url(path), arguments)

    def cmd_close(self, doc: int) -> None:
        book = self.workbooks.pop(doc, None)
        self.focused = None
        if book is not None:
            book.document.setModified(False)
            book.document.close(True)

    def cmd_quit(self) -> None:
        with contextlib.suppress(Exception):  # the bridge goes down under the call
            self.desktop.terminate()
        self.process.wait()  # the client's patience is the limit


def say(**answer: Any) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def read_requests(requests: "queue.Queue[str]", profile: Path) -> None:
    """Hand over the lines; when the client is gone, even by SIGKILL, leave no process and no profile behind."""
    for line in sys.stdin:
        requests.put(line)
    shutil.rmtree(profile, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def handle(server: Server, request: dict[str, Any]) -> None:
    number, command = request.pop("id"), request.pop("cmd")
    if command in ("type", "paste"):
        request["answer"] = lambda item: say(id=number, item=item)
    try:
        room = next(room for room in server.commands if hasattr(room, "cmd_" + command))
        result = getattr(room, "cmd_" + command)(**request)
    except CommandError as problem:
        say(id=number, ok=False, error=str(problem), alive=True)
    except Exception as problem:  # UNO: whatever it is, the client hears of it
        text = f"{type(problem).__name__}: {getattr(problem, 'Message', problem)}"
        say(id=number, ok=False, error=text, alive=server.alive())
    else:
        say(id=number, ok=True, result=result)


def main() -> None:
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)  # read_requests() kills the whole group: never somebody else's
    profile = Path(sys.argv[1]).absolute()
    requests: queue.Queue[str] = queue.Queue()
    threading.Thread(target=read_requests, args=(requests, profile), daemon=True).start()
    try:
        server = Server(profile, macros="--macros" in sys.argv[2:])
    except CommandError as problem:
        say(id=0, ok=False, error=str(problem), alive=False)
        return
    say(id=0, ok=True, result=None)
    while True:
        request = json.loads(requests.get())
        last = request["cmd"] == "quit"
        handle(server, request)
        if last:
            os._exit(0)  # past the thread that still reads stdin


if __name__ == "__main__":
    main()
