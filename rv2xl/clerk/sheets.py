"""What Konsolidierung.xlsm consists of: its sheets with their columns, its settings, and its buttons. Everything else derives from here.

Cells are found by the workbook's defined names, columns by their heads: a clerk may rename and move sheets, insert rows above, and move
columns or add some.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NAME = "Konsolidierung.xlsm"
COMMAND_FILE = f"{NAME.removesuffix('.xlsm')}.cmd"
SETUP_PAGE = f"{NAME.removesuffix('.xlsm')}_Einrichten.html"
"""What lies beside the workbook."""


class Look(StrEnum):
    """How the cells of a column look, and so what stands in them: names of `reports.workbook.looks`."""

    TEXT = "text"
    STRONG = "strong"
    COUNT = "raw.anzahl"
    DAY = "raw.datum"
    LINK = "open"
    CODE = "one_line"
    INPUT = "input"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table; `hint` tells the clerk what belongs there, `before` is what it was called in older workbooks."""

    head: str
    width: float
    look: Look = Look.TEXT
    hint: str = ""
    before: str = ""

    @property
    def wraps(self) -> bool:
        """Whether a long text takes several lines."""
        return self.look in {Look.TEXT, Look.STRONG}

    @property
    def is_typed(self) -> bool:
        """Whether the clerk fills it in; no run ever writes there."""
        return self.look in {Look.INPUT, Look.CHOICE}


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet with a table: the defined name of its first head, and its columns as they are issued. It takes `most` lines: of these the
    sheet stays below what a list may unpack to (`LIST_LIMITS`), so that `--decisions` still opens the workbook."""

    sheet: str
    name: str
    columns: tuple[TableColumn, ...]
    note: str
    most: int

    def column(self, head: str) -> TableColumn:
        """Return the column with this head. Raises KeyError if there is none."""
        return next(column for column in self.columns if column.head == head)


class Head(StrEnum):
    """Heads of columns that code looks for."""

    NUMMER = "Nummer"
    ABSENDER = "Absender"
    STATUS = "Status"
    EINGANG = "Eingang"
    DATEI = "Datei"
    OEFFNEN = "Öffnen"
    FEHLER = "Fehler"
    FEHLERARTEN = "Fehlerarten"
    FREIGABE = "Freigabe"
    BEGRUENDUNG = "Begründung"
    WIRKUNG = "Wirkung der Freigabe"
    BEANTWORTET = "Beantwortet"
    WARNUNGEN = "Warnungen"
    GILT_FUER = "Freigabe gilt für"
    PRUEFSUMME = "Prüfsumme"
    SCHWERE = "Schwere"
    CODE = "Code"
    BLATT = "Blatt"
    ZELLEN = "Zellen"
    BEFUND = "Befund"
    ABHILFE = "Abhilfe"
    FUNDSTELLE = "Fundstelle"
    ZEITPUNKT = "Zeitpunkt"
    VORGANG = "Vorgang"
    ERGEBNIS = "Ergebnis"


START = "Start"
JA, NEIN = "ja", "nein"

_NUMMER = TableColumn(Head.NUMMER, 8.5, before="LE-Nr.")

RUECKLAUF = SheetTable(
    "Rücklauf", "Tabelle_Ruecklauf",
    (
        _NUMMER, TableColumn(Head.ABSENDER, 27, Look.STRONG, before="Leistungserbringer"), TableColumn(Head.STATUS, 15.5, Look.STRONG),
        TableColumn(Head.EINGANG, 11, Look.DAY), TableColumn(Head.DATEI, 28), TableColumn(Head.OEFFNEN, 9, Look.LINK),
        TableColumn(Head.FEHLER, 8, Look.COUNT), TableColumn(Head.FEHLERARTEN, 22),
        TableColumn(Head.FREIGABE, 10, Look.CHOICE, "„ja“: Der Rücklauf wird trotz der genannten Fehlerarten angenommen; von zwei "
               "verschiedenen Rückläufen zählt dieser. Das gilt nur mit Begründung und nur für die Datei, wie sie jetzt ist."),
        TableColumn(Head.BEGRUENDUNG, 32, Look.INPUT, "Warum der Rücklauf trotzdem angenommen wird; die Begründung steht im Bericht."),
        TableColumn(Head.WIRKUNG, 34), TableColumn(Head.BEANTWORTET, 13, Look.DAY), TableColumn(Head.WARNUNGEN, 11, Look.COUNT),
        TableColumn(Head.GILT_FUER, 60, Look.CODE), TableColumn(Head.PRUEFSUMME, 60, Look.CODE),
    ),
    "Eine Zeile je Datei und je Absender, dessen Rücklauf fehlt. Die gelben Spalten füllen Sie aus; eigene Spalten, Filter und "
    "Sortierung bleiben erhalten.", 20_000,
)  # fmt: skip
"""Who has returned what, and what the clerk decides about it."""

BEFUNDE = SheetTable(
    "Befunde", "Tabelle_Befunde",
    (
        _NUMMER, TableColumn(Head.DATEI, 31), TableColumn(Head.SCHWERE, 12, Look.STRONG), TableColumn(Head.BLATT, 20),
        TableColumn(Head.ZELLEN, 15), TableColumn(Head.OEFFNEN, 9, Look.LINK), TableColumn(Head.BEFUND, 60), TableColumn(Head.ABHILFE, 44),
        TableColumn(Head.CODE, 20), TableColumn(Head.FUNDSTELLE, 20),
    ),
    "Alle Befunde des letzten Laufs. „Öffnen“ führt in die Datei an die Stelle. FEHLER: nicht angenommen; WARNUNG: angenommen, wird "
    "nachgefragt; HINWEIS: zur Kenntnis.", 30_000,
)  # fmt: skip
"""What was found, to be filtered."""

PROTOKOLL = SheetTable(
    "Protokoll", "Tabelle_Protokoll",
    (
        TableColumn(Head.ZEITPUNKT, 17), TableColumn(Head.VORGANG, 26, Look.STRONG), TableColumn(Head.ERGEBNIS, 80),
        TableColumn(Head.DATEI, 34), TableColumn(Head.PRUEFSUMME, 60, Look.CODE),
    ),
    "Was wann gelaufen ist. Unter jedem Lauf stehen die Dateien, die seit dem vorigen neu, geändert oder fort sind, mit ihrer Prüfsumme "
    "(SHA-256); alle anderen waren dieselben.", 100_000,
)  # fmt: skip
"""What ran when, on which files."""

TABLES = (RUECKLAUF, BEFUNDE, PROTOKOLL)


class SettingKind(StrEnum):
    """What a setting holds."""

    FORM = "Formular"
    YEAR = "Jahr"
    FILE = "Datei"
    FOLDER = "Ordner"
    YES_NO = "ja/nein"


@dataclass(frozen=True, slots=True)
class Setting:
    """A cell of the sheet Start that the clerk fills in, known by its defined name.

    What was `added` after the first workbooks had gone out has no cell in those; there it is as it is issued.
    """

    name: str
    label: str
    kind: SettingKind
    default: str
    hint: str
    required: bool = True
    added: bool = False

    @property
    def browse_macro(self) -> str | None:
        """The Sub of the button „durchsuchen …“; None for what is not looked for on a disk."""
        return f"Durchsuchen{self.name}" if self.kind in {SettingKind.FILE, SettingKind.FOLDER} else None


FORMULAR = Setting("Formular", "Formular", SettingKind.FORM, "dokumentation", "Um welches Formular es geht.")
JAHR = Setting("Jahr", "Berichtsjahr", SettingKind.YEAR, "2025", "Das Jahr, über das berichtet wird.")
STAMMDATEN = Setting(
    "Stammdaten",
    "Stammdaten",
    SettingKind.FILE,
    "Stammdaten.xlsx",
    "Das Verzeichnis der Leistungserbringer und Orte (.xlsx).",
)
VERSAND_ORDNER = Setting(
    "Versand", "Ordner „Versand“", SettingKind.FOLDER, "Versand", "Hierhin kommen die erzeugten Bögen und Anschreiben."
)
RUECKLAUF_ORDNER = Setting(
    "Ruecklauf",
    "Ordner „Rücklauf“",
    SettingKind.FOLDER,
    "Ruecklauf",
    "Hier legen Sie ab, was ausgefüllt zurückkommt.",
)
ERGEBNIS_ORDNER = Setting(
    "Ergebnis",
    "Ordner „Ergebnis“",
    SettingKind.FOLDER,
    "Ergebnis",
    "Hierhin kommen Bericht, Antworten und Erinnerungen.",
)
VORJAHR_ORDNER = Setting(
    "Vorjahr",
    "Rückläufe des Vorjahres",
    SettingKind.FOLDER,
    "",
    "Damit zeigen die neuen Bögen die Antworten von damals.",
    required=False,
)
ANSCHREIBEN = Setting(
    "Anschreiben",
    "Mit Anschreiben",
    SettingKind.YES_NO,
    "ja",
    "Zu jedem Bogen ein Schreiben als Entwurf (.eml) und zum Drucken (.html).",
)
VORJAHRESWERTE = Setting(
    "Vorjahreswerte", "Werte des Vorjahres", SettingKind.FILE, "",
    "Die Tabelle des vorigen Jahres (.csv, .parquet): Damit wird verglichen.", required=False, added=True,
)  # fmt: skip
BROWSERSEITE = Setting("Browserseite", "Mit Seite für den Browser", SettingKind.YES_NO, NEIN,
                       "Beim Konsolidieren den Bericht auch als Seite (.html) schreiben.", added=True)  # fmt: skip
VEROEFFENTLICHUNG = Setting("Veroeffentlichung", "Mit öffentlicher Ausgabe", SettingKind.YES_NO, NEIN,
                            "Beim Konsolidieren auch die Ausgabe zur Veröffentlichung schreiben.", added=True)  # fmt: skip
WERTETABELLE = Setting("Wertetabelle", "Mit Tabelle der Werte", SettingKind.YES_NO, NEIN,
                       "Beim Konsolidieren jeden Wert als Tabelle (.csv) schreiben: für das nächste Jahr.", added=True)  # fmt: skip
SETTINGS = (
    FORMULAR, JAHR, STAMMDATEN, VERSAND_ORDNER, RUECKLAUF_ORDNER, ERGEBNIS_ORDNER, VORJAHR_ORDNER, VORJAHRESWERTE, ANSCHREIBEN,
    BROWSERSEITE, VEROEFFENTLICHUNG, WERTETABELLE,
)  # fmt: skip

LETZTER_LAUF, ERGEBNIS, NAECHSTER_SCHRITT = "Letzter_Lauf", "Ergebnis_in_Worten", "Naechster_Schritt"
"""Defined names of the cells of Start that a run fills in."""

INTERPRETER = "Interpreter_Win"
"""Defined name of the cell that names the Python which the buttons use; xlwings and the VBA code read it."""


class Action(StrEnum):
    """What a button does, in the order of the year; the word is the one of `rv2xl clerk BOOK …`."""

    GENERATE = "generate"
    CHECK = "check"
    RESPOND = "respond"
    REMIND = "remind"
    CONSOLIDATE = "consolidate"

    @property
    def label(self) -> str:
        """What stands on the button."""
        return _BUTTONS[self][0]

    @property
    def macro(self) -> str:
        """The Sub that the button runs; the function of `clerk.macros` has the name of the action."""
        return _BUTTONS[self][1]

    @property
    def hint(self) -> str:
        """What the button does."""
        return _BUTTONS[self][2]

    @property
    def due(self) -> str:
        """The defined name of the cell that says when it is due."""
        return f"Faellig_{self.macro}"

    @property
    def state(self) -> str:
        """The defined name of the cell that says how far it is."""
        return f"Stand_{self.macro}"


_BUTTONS = {
    Action.GENERATE: ("Bögen erzeugen", "BoegenErzeugen", "Für jeden, der zu melden hat, entsteht ein Bogen."),
    Action.CHECK: ("Rücklauf prüfen", "RuecklaufPruefen", "Jede Datei im Rücklauf wird gelesen und geprüft."),
    Action.RESPOND: ("Rückmeldungen erstellen", "RueckmeldungenErstellen", "Wer etwas gesandt hat, bekommt eine Antwort als Entwurf."),
    Action.REMIND: ("Erinnerungen erstellen", "ErinnerungenErstellen", "Wessen Rücklauf fehlt, bekommt eine Erinnerung als Entwurf."),
    Action.CONSOLIDATE: ("Konsolidieren", "Konsolidieren", "Alle angenommenen Rückläufe werden zum Bericht zusammengeführt."),
}  # fmt: skip

NOT_YET = "noch nicht gelaufen"
"""What stands as the state of a button that was never used."""
FIRST_STEP = f"Unten auf diesem Blatt die Einstellungen prüfen, dann den Knopf „{Action.GENERATE.label}“ drücken."
"""The next step before the first run."""
