"""Buttons of an open workbook and the macros bound to them, for the server; runs under the system's python3.

xlwings' VBA module needs Windows, so in the open document, and only there, a module of the same name takes its place. Its `RunPython`
notes the one-liner and returns 0 at once; Python runs when the macro has ended. While a macro waits in LibreOffice, each call from
outside waits for a pause of it: 15 ms instead of 1, and a table of links takes thousands of calls. So what a macro does after
`RunPython`, or with its result, is not seen as in Excel: `RunPython` has to be its last statement.

LibreOffice headless swallows errors of compilation: a macro of such a module does nothing and says nothing. So a function is put into
each module, called, and taken out again, before any button is pressed. xlwings' class module Dictionary is one that LibreOffice does
not compile, and makes a module do nothing that calls the other. Message boxes answer themselves.
"""

from collections.abc import Callable
from typing import Any

from tests.office.calc import CommandError, Workbook

LIBRARY, MODULE, CLASS_MODULE, TAKE, PROBE = "VBAProject", "xlwings", "Dictionary", "TakeCommands", "Is_Compiled"
SCRIPT = f"vnd.sun.star.script:{LIBRARY}."
STANDARD_MODULE = "Rem Attribute VBA_ModuleType=VBAModule"

STAND_IN = f"""Option VBASupport 1
Global Commands As String
Public Function RunPython(PythonCommand As String)
    Commands = Commands & PythonCommand & Chr(0)
    RunPython = 0
End Function
Public Function {TAKE}() As String
    {TAKE} = Commands
    Commands = ""
End Function
"""

RUNNER = f"""{STAND_IN}
Public Function Run_Macro() As String
    On Error GoTo Failed
    {{macro}}
    Run_Macro = "done"
    Exit Function
Failed:
    Run_Macro = "error " & Err.Number & ": " & Err.Description
End Function
"""


class ButtonCommands:
    """Commands of the server: cmd_NAME(**rest of the request)."""

    def __init__(self, workbook: Callable[[int], Workbook]) -> None:
        self.workbook = workbook

    def cmd_replace_xlwings(self, doc: int) -> None:
        """Put the stand-in into the open document. A module that does not compile is an error."""
        book = self.workbook(doc)
        libraries = book.document.BasicLibraries
        modules = libraries.getByName(LIBRARY) if libraries.hasByName(LIBRARY) else None
        if modules is None or not modules.hasByName(MODULE):
            raise CommandError(f"the workbook has no VBA module {MODULE!r}")
        modules.replaceByName(MODULE, STAND_IN)
        if modules.hasByName(CLASS_MODULE):
            modules.replaceByName(CLASS_MODULE, "Option VBASupport 1\n")
        for name in modules.ElementNames:
            source = modules.getByName(name)
            if source.startswith(STANDARD_MODULE):
                modules.replaceByName(name, f"{source}\nPublic Function {PROBE}()\n    {PROBE} = 1\nEnd Function\n")
                compiled = self.run(book, name, PROBE)
                modules.replaceByName(name, source)
                if compiled != 1:
                    raise CommandError(f"the VBA module {name!r} does not compile")

    def cmd_buttons(self, doc: int) -> list[tuple[str, str, str]]:
        """Sheet, label and macro („Module.Sub“) of each button; "" where none is bound, or one that is not there."""
        found = []
        for sheet in self.workbook(doc).sheets.ElementNames:
            forms = self.workbook(doc).sheet(sheet).uno.DrawPage.Forms
            for form in (forms.getByIndex(index) for index in range(forms.Count)):
                for index in range(form.Count):
                    control = form.getByIndex(index)
                    if control.supportsService("com.sun.star.form.component.CommandButton"):
                        events = form.getScriptEvents(index)
                        found.append(
                            (sheet, control.Label, events[0].ScriptCode[len(SCRIPT) :].split("?")[0] if events else "")
                        )
        return found

    def cmd_press(self, doc: int, macro: str) -> list[str]:
        """Run a macro to its end; return the one-liners it gave to RunPython. How long that may take is the client's affair."""
        book = self.workbook(doc)
        if (
            not book.document.AllowMacroExecution
        ):  # asked for here: a script that is called from outside runs all the same
            raise CommandError("the document was opened without its macros")
        modules = book.document.BasicLibraries.getByName(LIBRARY)
        modules.replaceByName(MODULE, RUNNER.format(macro=macro))  # from outside, an error looks like a good end
        ended = self.run(book, MODULE, "Run_Macro")
        if ended != "done":
            raise CommandError(f"the macro {macro} ended with {ended}")
        return [command for command in str(self.run(book, MODULE, TAKE)).split("\0") if command]

    def run(self, book: Workbook, module: str, name: str) -> Any:
        script = f"{SCRIPT}{module}.{name}?language=Basic&location=document"
        try:
            return book.document.ScriptProvider.getScript(script).invoke((), (), ())[0]
        except Exception as problem:
            raise CommandError(f"{module}.{name} ended with an error: {getattr(problem, 'Message', problem)}") from None
