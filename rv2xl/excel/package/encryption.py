"""Workbooks encrypted with a password, as Excel and LibreOffice do it ([MS-OFFCRYPTO]): opened and made in memory alone.

msoffcrypto does the work. What an encrypted file may cost is judged before: whoever wrote it chooses how often the password is hashed,
and its container may claim streams of any size.
"""

from __future__ import annotations

from io import BytesIO

from rv2xl.excel.package.kinds import OLE_START, has_stream
from rv2xl.excel.package.parser import read_tree
from rv2xl.excel.package.refusal import Refused, damaged, grouped, megabytes, too_large
from rv2xl.excel.package.unpack import MIB, PACKAGE_LIMITS, DamagedPart, PartTooLarge
from rv2xl.model.password import VARIABLE, Password

INFO, PACKAGE = "EncryptionInfo", "EncryptedPackage"
"""The streams of an encrypted file: how it is encrypted, and the workbook."""
MOST_ROUNDS = 1_000_000
"""So often the password is hashed at most; Excel and LibreOffice do it 100,000 times, the standard allows 10,000,000."""
_LONGEST_INFO = 64 * 1024
_SMALLEST = 4096
"""Bytes; smaller streams lie in another part of the container."""
_AGILE = b"\4\0\4\0\x40\0\0\0"
_ENCRYPTION = ("http://schemas.microsoft.com/office/2006/encryption",)
_HOW = "Die Datei ist beschädigt: Wie sie verschlüsselt ist, lässt sich nicht lesen."


def is_encrypted(data: bytes) -> bool:
    """Whether a file asks for a password before anything in it can be read; one encrypted by rights management has none."""
    return data.startswith(OLE_START) and has_stream(data, INFO)


def decrypted(data: bytes, password: Password | None) -> bytes:
    """Return the workbook in an encrypted file; any other file as it is. Raises Refused, without a password too."""
    if not is_encrypted(data):
        return data
    if password is None:
        raise _locked()
    try:
        _require_bounded(data)
        return _opened(data, password)
    except (Refused, MemoryError):
        raise
    except (
        Exception
    ) as error:  # of olefile and msoffcrypto alone: OSError, struct.error, KeyError, IndexError, ValueError …
        raise Refused("DATEI-UNLESBAR", _HOW) from error


def encrypted_with(data: bytes, password: Password | None) -> bytes:
    """Return a workbook encrypted with a password; without one as it is. The result is never the same twice.

    Raises ValueError for less than any workbook has: msoffcrypto would put it where nobody finds it again.
    """
    if password is None:
        return data
    if len(data) < _SMALLEST:
        raise ValueError("too small to be encrypted")
    from msoffcrypto.format.ooxml import OOXMLFile

    target = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password.text, target)
    return target.getvalue()


def _require_bounded(data: bytes) -> None:
    """Refuse what would cost more memory or time than an honest file. Raises what olefile raises for a container that is not sound."""
    from olefile import DEFECT_INCORRECT, OleFileIO

    if len(data) > PACKAGE_LIMITS.file + MIB:
        raise too_large(f"Die Datei ist {megabytes(len(data))} groß", megabytes(PACKAGE_LIMITS.file))
    container = OleFileIO(BytesIO(data), raise_defects=DEFECT_INCORRECT)
    if container.get_size(PACKAGE) > len(data) or container.get_size(INFO) > _LONGEST_INFO:
        raise Refused("DATEI-UNLESBAR", _HOW)
    container.openstream(PACKAGE)
    info = container.openstream(INFO).read()
    if info.startswith(_AGILE):
        _require_few_rounds(info.removeprefix(_AGILE))


def _require_few_rounds(xml: bytes) -> None:
    try:
        root = read_tree([xml], "encryption", _ENCRYPTION)
    except (DamagedPart, PartTooLarge) as error:
        raise Refused("DATEI-UNLESBAR", _HOW) from error
    rounds = max((int(element.get("spinCount", "0")) for element in root.iter()), default=0)
    if rounds > MOST_ROUNDS:
        asked = f"Um das Kennwort zu prüfen, verlangt die Datei {grouped(rounds)} Rechenschritte"
        raise too_large(asked, grouped(MOST_ROUNDS))


def _opened(data: bytes, password: Password) -> bytes:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    target = BytesIO()
    try:
        file = OOXMLFile(BytesIO(data))
        file.load_key(password=password.text, verify_password=True)
    except InvalidKeyError as error:
        raise _wrong() from error
    except DecryptionError as error:
        raise _unknown() from error
    try:
        file.decrypt(target)
    except InvalidKeyError as error:  # the password was right
        raise damaged("Was in ihr verschlüsselt ist, ist keine Arbeitsmappe.") from error
    return target.getvalue()


def _locked() -> Refused:
    return Refused(
        "DATEI-KENNWORT",
        "Die Datei ist mit einem Kennwort verschlüsselt und lässt sich nicht lesen.",
        f"Wer das Kennwort kennt, gibt es in der Umgebungsvariablen {VARIABLE} an oder ruft den Befehl am Bildschirm auf, wo danach "
        "gefragt wird. Sonst bitte das Kennwort zum Öffnen entfernen und die Datei noch einmal senden.",
    )


def _wrong() -> Refused:
    return Refused(
        "DATEI-KENNWORT",
        "Das angegebene Kennwort öffnet diese Datei nicht.",
        "Bitte das Kennwort prüfen, auch Groß- und Kleinschreibung, und noch einmal aufrufen; Dateien mit einem anderen Kennwort bitte "
        "für sich prüfen.",
    )


def _unknown() -> Refused:
    return Refused(
        "DATEI-KENNWORT",
        "Die Datei ist auf eine Weise verschlüsselt, die sich hier nicht lesen lässt.",
        "Bitte die Datei in Excel oder LibreOffice öffnen, mit einem Kennwort als .xlsx speichern und noch einmal senden.",
    )
