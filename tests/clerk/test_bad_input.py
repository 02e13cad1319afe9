"""What clerks and their machines do to Konsolidierung.xlsm and its folders, closed and open: a sentence each, and nothing is lost.

The cases run on a folder whose name holds what shells and Excel would take for something else.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook

from rv2xl.clerk import macros
from rv2xl.clerk.books.closed_book import ClosedBook
from rv2xl.clerk.context import Clock
from rv2xl.clerk.sheets import BEFUNDE, NAME, RUECKLAUF, Head
from rv2xl.demo import make
from rv2xl.excel.package.set_cells import Formula, Value, set_cells
from tests.cells import Tab
from tests.client.commandline import rv2xl
from tests.office.engine.file_backend import FileBackend
from tests.office.xlwings_engine import attached
from tests.security import hostile
from tests.unit.clerk.changed_book import with_name, with_part

FOLDER = "Amt ä ö & 'alt' „x“ %TEMP% #1 ;$(id)`id`"
DAY = date(2026, 4, 1)
CHECKED = "7 Dateien: 1 angenommen, 2 zurückgewiesen, 1 doppelt, 3 unlesbar."
WRONG_SUM, WRONG_TYPE = "dokumentation_2025_0001.xlsx", "dokumentation_2025_0003.xlsx"
COLUMNS = {column.head: chr(ord("A") + number) for number, column in enumerate(RUECKLAUF.columns)}
FIRST = 4
"""The row of the first line: that of WRONG_SUM."""


class Place(NamedTuple):
    """A clerk's folder with its workbook."""

    folder: Path

    @property
    def book(self) -> Path:
        return self.folder / NAME

    @property
    def returned(self) -> Path:
        return self.folder / "Ruecklauf"

    def type(self, sheet: str = RUECKLAUF.sheet, **cells: Value) -> None:
        """Type into the closed workbook, as a spreadsheet program saves it."""
        self.book.write_bytes(set_cells(self.book.read_bytes(), {sheet: cells}))

    def set(self, **settings: str) -> None:
        self.book.write_bytes(ClosedBook(self.book).with_values(settings))

    def change(self, how: Callable[[bytes], bytes]) -> None:
        self.book.write_bytes(how(self.book.read_bytes()))

    def rows(self, head: str = Head.DATEI) -> list[object]:
        rows = ClosedBook(self.book).rows(RUECKLAUF)
        return [row[list(rows.heads).index(head)] for row in rows.below]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after the first check."""
    folder = tmp_path_factory.mktemp("bad") / FOLDER
    make(folder, 4, 5, 2025)
    assert run(folder / NAME, "check")[0] == 0
    return folder


@pytest.fixture
def place(checked: Path, tmp_path: Path) -> Place:
    copytree(checked, tmp_path / FOLDER)
    return Place(tmp_path / FOLDER)


def run(book: Path, action: str) -> tuple[int, str]:
    """Do something on the closed file; exit status and what is said."""
    answer = rv2xl("clerk", book, action, "--today", f"{DAY}")
    assert "Traceback" not in answer.err
    return answer.status, (answer.out or answer.err).strip()


def press(book: Path, action: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str | None, str]:
    """Press a button in the open workbook and save it; the kind of the one message box and its text."""
    monkeypatch.setattr(Clock, "of", staticmethod(lambda *_: Clock(DAY, f"{DAY:%d.%m.%Y}")))
    backend = FileBackend(book)
    with attached(backend) as excel:
        getattr(macros, action)()
    (alert,) = excel.alerts
    if alert.mode == "info":
        backend.save()
    return alert.mode, alert.prompt


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --------------------------------------------------------------------------------- what cannot be done, and changes nothing


def rewritten(data: bytes, changed: Callable[[Workbook], object]) -> bytes:
    book, out = load_workbook(BytesIO(data), keep_vba=True), BytesIO()
    changed(book)
    book.save(out)
    return out.getvalue()


def rename_head(book: Workbook) -> None:
    book["Rücklauf"]["H3"] = "Fehler-Arten"


def double_head(book: Workbook) -> None:
    book["Befunde"]["Z3"] = " Code "


MISSING_CELL = f"In der Arbeitsmappe gibt es die Zelle „{{}}“ nicht mehr. Bitte mit einer neuen {NAME} weiterarbeiten."
UNREADABLE = f"„{{book}}“ ist keine {NAME}, die sich lesen lässt. "
OPEN = "„{book}“ ist gerade geöffnet. Bitte schließen, oder dort die Knöpfe benutzen; ist sie nirgends geöffnet, „%s“ löschen."
WORD = f"In „{NAME}“, Zeile 4, steht unter „Freigabe“ „%s“; erwartet wird „ja“ oder nichts."

REFUSED: dict[str, tuple[str, Callable[[Place], object], str]] = {
    "unknown year": ("check", lambda place: place.set(Jahr="1999"),
                     "„Jährliche Dokumentation der Leistungserbringung“ gibt es für die Jahre ab 2023, nicht für 1999."),
    "no year": ("generate", lambda place: place.set(Jahr="heuer"),
                "Auf dem Blatt „Start“ ist „heuer“ kein Jahr; bitte vier Ziffern eintragen."),
    "a form that nobody returns": ("consolidate", lambda place: place.set(Formular="stammdaten"),
                                   "Für „Stammdaten der Leistungserbringer und Orte“ gibt es keine Zusammenführung; „rv2xl forms“ nennt "
                                   "die Formulare."),
    "returns are gone": ("check", lambda place: place.set(Ruecklauf="fort"),
                         "Den Ordner oder die Datei „{folder}/fort“ gibt es nicht."),
    "register is gone": ("remind", lambda place: place.set(Stammdaten="fort.xlsx"), "Die Stammdaten „{folder}/fort.xlsx“ gibt es nicht."),
    "a report among the returns": ("consolidate", lambda place: place.set(Ergebnis="Ruecklauf"),
                                   "Auf dem Blatt „Start“ liegt der Ordner „Ergebnis“ im Ordner „Rücklauf“: Was dort entsteht, würde als "
                                   "Rücklauf gelesen. Bitte einen anderen Ordner wählen."),
    "letters in a file": ("respond", lambda place: place.set(Ergebnis="Stammdaten.xlsx"),
                          "„{folder}/Stammdaten.xlsx/Rueckmeldung“ ist kein Ordner oder liegt in keinem."),
    "a head was changed": ("check", lambda place: place.change(lambda data: rewritten(data, rename_head)),
                           "Auf dem Blatt „Rücklauf“ fehlt die Spalte „Fehlerarten“; bitte die Überschrift wieder so eintragen."),
    "a head stands twice": ("check", lambda place: place.change(lambda data: rewritten(data, double_head)),
                            "Auf dem Blatt „Befunde“ gibt es die Spalte „Code“ mehrmals; bitte nur eine behalten."),
    "another word": ("check", lambda place: place.type(I4="x"), WORD % "x"),
    "a truth value": ("check", lambda place: place.type(I4=True), WORD % "WAHR"),
    "a number": ("check", lambda place: place.type(I4=1), WORD % "1"),
    "ja without a file": ("check", lambda place: place.type(I30="ja"),
                          f"In „{NAME}“, Zeile 30, steht „ja“ unter „Freigabe“, aber keine Datei unter „Datei“."),
    "setting deleted": ("check", lambda place: place.change(lambda data: with_name(data, "Jahr", "Start!#REF!")),
                        MISSING_CELL.format("Jahr")),
    "result deleted": ("check", lambda place: place.change(lambda data: with_name(data, "Naechster_Schritt", "#REF!")),
                       MISSING_CELL.format("Naechster_Schritt")),
    "table deleted": ("generate", lambda place: place.change(lambda data: with_name(data, "Tabelle_Protokoll", None)),
                      MISSING_CELL.format("Tabelle_Protokoll")),
    "open in Excel": ("check", lambda place: place.book.with_name(f"~${NAME}").touch(), OPEN % f"~${NAME}"),
    "open in LibreOffice": ("check", lambda place: place.book.with_name(f".~lock.{NAME}#").touch(), OPEN % f".~lock.{NAME}#"),
    "another workbook": ("check", lambda place: place.book.write_bytes((place.folder / "Stammdaten.xlsx").read_bytes()),
                         f"„{{book}}“ ist keine {NAME}."),
    "bomb": ("check", lambda place: place.book.write_bytes(hostile.bomb(140 * 1024 * 1024)), UNREADABLE
             + "Die Datei ist ausgepackt 140 MB groß; erlaubt sind höchstens 128 MB."),
    "pdf": ("check", lambda place: place.book.write_bytes(b"%PDF-1.7"),
            UNREADABLE + "Die Datei ist ein PDF-Dokument, keine Excel-Arbeitsmappe (.xlsx)."),
    "encrypted": ("check", lambda place: place.book.write_bytes(hostile.ole("EncryptedPackage", "EncryptionInfo") + bytes(600)),
                  UNREADABLE + "Die Datei ist mit einem Kennwort verschlüsselt und lässt sich nicht lesen."),
    "gone": ("check", lambda place: place.book.unlink(), "Die Datei oder den Ordner „{book}“ gibt es nicht."),
    "there already": ("create", lambda place: None, "„{book}“ gibt es schon und wird nicht ersetzt; bitte einen anderen Namen wählen."),
}  # fmt: skip


@pytest.mark.parametrize(("action", "change", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_on_the_closed_file(
    action: str, change: Callable[[Place], object], said: str, place: Place
) -> None:
    change(place)
    before = files(place.folder)
    status, told = run(place.book, action)
    assert (status, told) == (2, said.format(folder=place.folder, book=place.book))
    assert files(place.folder) == before


IN_EXCEL = (
    "unknown year", "letters in a file", "a head was changed", "another word", "a truth value", "ja without a file", "setting deleted",
    "result deleted", "table deleted",
)  # fmt: skip
"""Of these the open workbook may judge otherwise than the closed file."""


@pytest.mark.parametrize("case", IN_EXCEL)
def test_what_cannot_be_done_in_the_open_workbook(case: str, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    action, change, said = REFUSED[case]
    change(place)
    before = files(place.folder)
    assert press(place.book, action, monkeypatch) == ("critical", said.format(folder=place.folder, book=place.book))
    assert files(place.folder) == before


# ------------------------------------------------------------------------------------------- what can, and loses nothing


def test_running_again_changes_nothing_but_the_record(place: Place) -> None:
    typed: dict[str, Any] = {
        "J4": "=1+1 bitte",
        "J5": "+49 6151",
        "P3": "Eigene",
        "P4": "x",
        "Q6": Formula("SUM(G4:G9)", "2"),
        "G40": 7,
    }
    place.type(**typed)
    assert run(place.book, "check") == run(place.book, "check")
    book = load_workbook(place.book)
    sheet = book[RUECKLAUF.sheet]
    assert {address: sheet[address].value for address in typed} == typed | {"Q6": "=SUM(G4:G9)"}
    before = (
        [list(row) for row in sheet.iter_rows(values_only=True)],
        [list(row) for row in book[BEFUNDE.sheet].iter_rows(values_only=True)],
    )
    run(place.book, "check")
    book = load_workbook(place.book)
    after = (
        [list(row) for row in book[RUECKLAUF.sheet].iter_rows(values_only=True)],
        [list(row) for row in book[BEFUNDE.sheet].iter_rows(values_only=True)],
    )
    assert after == before


@pytest.mark.parametrize("reason", [None, "  ", " . "])
def test_freigabe_without_begruendung_has_no_effect(reason: str | None, place: Place) -> None:
    place.type(I4=" JA ", J4=reason)
    assert run(place.book, "check")[1].startswith(CHECKED)
    assert place.rows(Head.WIRKUNG)[0] == (
        "Die Freigabe hat keine Wirkung: Die Begründung fehlt. Bitte begründen, warum der Rücklauf trotzdem angenommen wird."
    )
    assert place.rows(Head.FREIGABE)[0] == " JA "


def test_closed_open_and_the_plain_command_understand_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.type(I4="JA ", J4="=Vermerk")
    expected = "7 Dateien: 2 angenommen, 1 zurückgewiesen, 1 doppelt, 3 unlesbar."
    plain = rv2xl(
        "check",
        place.returned,
        "--register",
        place.folder / "Stammdaten.xlsx",
        "--year",
        2025,
        "--decisions",
        place.book,
    )
    assert (plain.status, expected in plain.out) == (1, True)
    closed = place.book.read_bytes()
    assert press(place.book, "check", monkeypatch)[1].startswith(expected)
    opened = [place.rows(column.head) for column in RUECKLAUF.columns if column.head != Head.OEFFNEN]
    place.book.write_bytes(closed)
    assert run(place.book, "check")[1].startswith(expected)
    assert [place.rows(column.head) for column in RUECKLAUF.columns if column.head != Head.OEFFNEN] == opened


def test_two_differing_returns_both_decided_for(place: Place) -> None:
    other = place.returned / "anders.xlsx"
    other.write_bytes((place.returned / WRONG_SUM).read_bytes())
    other.write_bytes(
        set_cells(
            other.read_bytes(),
            {load_workbook(other).sheetnames[3]: {Tab("dokumentation", "58 Erbach").cell("alter.a18_30.lwv"): 1}},
        )
    )
    run(place.book, "check")
    rows = {name: FIRST + number for number, name in enumerate(place.rows())}
    place.type(
        **{
            f"{column}{rows[name]}": text
            for name in (WRONG_SUM, "anders.xlsx")
            for column, text in (("I", "ja"), ("J", "gilt"))
        }
    )
    run(place.book, "check")
    told = dict(zip(place.rows(), place.rows(Head.WIRKUNG), strict=True))
    said = "Die Freigabe hat keine Wirkung: Freigegeben ist auch „{}“, mit anderen Angaben. Bitte nur einen dieser Rückläufe freigeben."
    assert (told[WRONG_SUM], told["anders.xlsx"]) == (
        said.format("anders.xlsx"),
        said.format(WRONG_SUM),
    )


NAMES = (
    "=1+1.xlsx", "+a.xlsx", "-a.xlsx", "@a.xlsx", "a'b.xlsx", "a#b%c.xlsx", "x" * 240 + ".xlsx", "_x0041_.xlsx", "{a} & ä.xlsx",
    "DOKUMENTATION_2025_0001.XLSX", "0007", "1.2.2025", "TRUE",
)  # fmt: skip
ODD = {'a"b.xlsx': 'a"b.xlsx', "a\nb\x07.xlsx": "a\\x0ab\\x07.xlsx", "a\u202eb.xlsx": "a\\u202eb.xlsx"}
"""Names that only some systems allow, and how they are shown."""
SKIPPED = (f"~${WRONG_SUM}", f".~lock.{WRONG_SUM}#", "ersetzt/a.xlsx", "Thumbs.db")


def test_files_of_every_name(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (place.returned / WRONG_SUM).read_bytes()
    (place.returned / "ersetzt").mkdir()
    for number, name in enumerate((*NAMES, *ODD, *SKIPPED)):
        (place.returned / name).write_bytes(data + bytes(number))
    before = files(place.returned)
    shown = {*NAMES, *ODD.values(), *map(str, filter(None, place.rows()))}
    for _ in range(2):
        assert run(place.book, "check")[0] == 0
        assert sorted(map(str, place.rows())) == sorted(shown)
    cells = load_workbook(place.book)[RUECKLAUF.sheet]["E"][3:]
    assert {cell.data_type for cell in cells} == {"s"}
    assert press(place.book, "check", monkeypatch)[0] == "info"
    assert {
        str(name).replace("A.xlsx", "_x0041_.xlsx") for name in place.rows()
    } == shown  # openpyxl saves it unescaped
    assert files(place.returned) == before


def test_the_links_lead_to_the_files(place: Place) -> None:
    (place.returned / "a#b%c\"d'.xlsx").write_bytes((place.returned / WRONG_SUM).read_bytes() + b"\0")
    run(place.book, "check")
    links = {cell.value for cell in load_workbook(place.book)[RUECKLAUF.sheet]["F"][3:]}
    assert '=HYPERLINK("Ruecklauf/a%23b%25c""d\'.xlsx","öffnen")' in links


def test_seen_from_another_folder_and_moved_elsewhere(place: Place, tmp_path: Path) -> None:
    for here in (tmp_path, place.folder, Path("/")):
        with chdir(here):
            book = Path(NAME) if here == place.folder else place.book.relative_to(here)
            assert run(book, "consolidate")[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [FOLDER]
    moved = place.folder.rename(tmp_path / "Neues Amt")
    assert run(moved / NAME, "check")[1].startswith(CHECKED)


def test_two_workbooks_in_one_folder(place: Place) -> None:
    other = place.folder / "Zweite & „Mappe“.xlsm"
    assert rv2xl("clerk", other, "create").status == 0
    before = place.book.read_bytes()
    assert run(other, "check")[1].startswith(CHECKED)
    assert place.book.read_bytes() == before


def test_the_register_among_the_returns(place: Place) -> None:
    (place.folder / "Stammdaten.xlsx").rename(place.returned / "Stammdaten.xlsx")
    place.set(Stammdaten="Ruecklauf\\Stammdaten.xlsx")
    before = files(place.returned)
    for action in ("check", "consolidate", "respond", "remind"):
        assert run(place.book, action)[0] == 0
    assert dict(zip(place.rows(), place.rows(Head.STATUS), strict=True))["Stammdaten.xlsx"] == "anderes Formular"
    assert files(place.returned) == before


def moved_column(book: Workbook) -> None:
    """Put a column of the clerk's own before all others, as inserting one does."""
    for sheet in (book["Rücklauf"], book["Befunde"]):
        sheet.insert_cols(1)
        sheet["A3"], sheet["A4"] = "Eigene", "bleibt"


def merged(book: Workbook) -> None:
    book["Rücklauf"].merge_cells("P4:Q6")
    book["Rücklauf"]["P4"] = "bleibt"


WORKED: dict[str, tuple[Callable[[Workbook], object], str]] = {
    "saved by openpyxl": (lambda book: None, ""),
    "a column before all others": (moved_column, "A4"),
    "merged cells beside": (merged, "P4"),
}


@pytest.mark.parametrize(("changed", "kept"), WORKED.values(), ids=WORKED)
def test_rewritten_by_another_program(changed: Callable[[Workbook], object], kept: str, place: Place) -> None:
    before = place.rows()
    place.change(lambda data: rewritten(data, changed))
    for _ in range(2):
        assert run(place.book, "check")[1].startswith(CHECKED)
        assert place.rows() == before
    if kept:
        assert load_workbook(place.book)[RUECKLAUF.sheet][kept].value == "bleibt"


def test_a_renamed_sheet(place: Place) -> None:
    place.change(
        lambda data: with_part(
            data, "xl/workbook.xml", '<sheet name="Rücklauf"', '<sheet name="Post &amp; &apos;Ein gang&apos;"'
        )
    )
    place.change(lambda data: with_name(data, RUECKLAUF.name, "'Post & ''Ein gang'''!$A$3"))
    before = place.rows()
    assert run(place.book, "check")[1].startswith(CHECKED)
    assert place.rows() == before


def test_more_findings_than_the_sheet_takes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ClosedBook(place.book).rows(BEFUNDE)
    column = list(rows.heads).index(Head.BEFUND)
    count = sum(row[column] is not None for row in rows.below)
    monkeypatch.setattr(
        "rv2xl.clerk.coming_back.BEFUNDE", BEFUNDE.__class__(BEFUNDE.sheet, BEFUNDE.name, BEFUNDE.columns, "", 5)
    )
    place.type(BEFUNDE.sheet, **{f"{chr(65 + number)}{row}": None for number in range(10) for row in range(4, 60)})
    run(place.book, "check")
    below = [row for row in ClosedBook(place.book).rows(BEFUNDE).below if row[column] is not None]
    assert len(below) == 5
    assert below[-1][column] == f"{count - 4} weitere Befunde sind hier nicht aufgeführt; „rv2xl check“ nennt alle."


@pytest.fixture
def write_protected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the workbook be write-protected, also for a user whom rights do not hold up."""
    plain = Path.open

    def open_(path: Path, mode: str = "r", *rest: Any) -> Any:
        if path.name == NAME and mode != "rb":
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path, mode, *rest)

    monkeypatch.setattr(Path, "open", open_)
    monkeypatch.setattr("os.access", lambda path, mode: mode != 2)


@pytest.mark.usefixtures("write_protected")
def test_a_write_protected_workbook(place: Place) -> None:
    before = files(place.folder)
    said = f"Die Datei „{place.book}“ kann nicht geschrieben werden: Sie ist schreibgeschützt."
    assert run(place.book, "check") == (2, said)
    assert files(place.folder) == before
