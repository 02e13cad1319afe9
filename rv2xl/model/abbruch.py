"""The bad call, in contrast to the bad file, and the one German sentence that the user gets to read.

Command line and macros both end here, so nothing in this module knows where the sentence is shown.
"""

from __future__ import annotations

import errno
import os

from rv2xl.files import FileTooLarge, IrregularFile


class Abbruch(Exception):
    """What was asked for cannot be done: the register is unreadable, the folder is not there, the year is not known.

    The message is one German sentence and reaches the user as it stands; the command line prints it on stderr and ends
    with exit status 2. What is wrong inside a returned file never raises this: a bad file gives findings.
    """


def sentence(error: BaseException) -> str:
    """Say in one German sentence what ended the run; an error that nobody foresaw is to be reported, so without its own words: they may
    quote what somebody entered."""
    if isinstance(error, Abbruch | IrregularFile | FileTooLarge):
        return str(error)
    if isinstance(error, OSError) and error.errno is not None:
        return _file_sentence(error)
    return f"Unerwarteter Fehler ({type(error).__name__}). Bitte melden."


def _file_sentence(error: OSError) -> str:
    name = error.filename if error.filename2 is None else error.filename2  # a move fails at its target
    if not isinstance(name, (str, bytes, os.PathLike)):
        if error.errno == errno.ENOSPC:
            return "Auf dem Datenträger ist kein Platz mehr."
        return f"Lesen oder Schreiben ist fehlgeschlagen (Fehler {error.errno})."
    path = os.fsdecode(name)
    if isinstance(error, PermissionError):
        return _permission_sentence(path)
    sentences = {
        errno.ENOENT: f"Die Datei oder den Ordner „{path}“ gibt es nicht.",
        errno.EISDIR: f"„{path}“ ist ein Ordner, keine Datei.",
        errno.ENOTDIR: f"„{path}“ ist kein Ordner oder liegt in keinem.",
        errno.ELOOP: f"„{path}“ ist eine Verknüpfung, die zu keiner Datei führt.",
        errno.EEXIST: f"„{path}“ gibt es schon.",
        errno.ENOSPC: f"Auf dem Datenträger ist kein Platz mehr für „{path}“.",
        errno.EROFS: f"Der Datenträger, auf dem „{path}“ liegt, ist schreibgeschützt.",
        errno.ENAMETOOLONG: f"Der Pfad „{path}“ ist zu lang.",
    }
    fallback = f"„{path}“ kann nicht gelesen oder geschrieben werden (Fehler {error.errno})."
    return sentences.get(error.errno or 0, fallback)


def _permission_sentence(path: str) -> str:
    if os.path.isdir(path):
        return f"Für den Ordner „{path}“ fehlt das Zugriffsrecht."
    if not os.path.exists(path):
        return (
            f"Die Datei „{path}“ kann nicht gelesen oder geschrieben werden: Für ihren Ordner fehlt das Zugriffsrecht."
        )
    if not os.access(path, os.R_OK):
        return f"Die Datei „{path}“ kann nicht gelesen werden: Das Zugriffsrecht fehlt."
    if not os.access(path, os.W_OK):
        return f"Die Datei „{path}“ kann nicht geschrieben werden: Sie ist schreibgeschützt."
    return f"Die Datei „{path}“ kann nicht geschrieben werden: Sie ist vermutlich noch in Excel geöffnet."
