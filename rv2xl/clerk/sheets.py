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
class Column:
    """A column of a table; `hint` tells the clerk what belongs there."""

    head: str
    width: float
    look: Look = Look.TEXT
    hint: str = ""

    @property
    def wraps(self) -> bool:
        """Whether a long text takes several lines."""
        return self.look in {Look.TEXT, Look.STRONG}

    @property
    def is_typed(self) -> bool:
        """Whether the clerk fills it in; no run ever writes there."""
        return self.look in {Look.INPUT, Look.CHOICE}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a table: the defined name of its first head, and its columns as they are issued. It takes `most` lines: of these the
    sheet stays below what a list may unpack to (`LIST_LIMITS`), so that `--decisions` still opens the workbook."""

    sheet: str
    name: str
    columns: tuple[Column, ...]
    note: str
    most: int

    def column(self, head: str) -> Column:
        """Return the column with this head. Raises KeyError if there is none."""
        return next(column for column in self.columns if column.head == head)


class Head(StrEnum):
    """Heads of columns that code looks for."""

    NUMMER = "LE-Nr."
    TRAEGER = "Leistungserbringer"
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

RUECKLAUF = Table(
    "Rücklauf", "Tabelle_Ruecklauf",
    (
        Column(Head.NUMMER, 8.5), Column(Head.TRAEGER, 27, Look.STRONG), Column(Head.STATUS, 15.5, Look.STRONG),
        Column(Head.EINGANG, 11, Look.DAY), Column(Head.DATEI, 28), Column(Head.OEFFNEN, 9, Look.LINK),
        Column(Head.FEHLER, 8, Look.COUNT), Column(Head.FEHLERARTEN, 22),
        Column(Head.FREIGABE, 10, Look.CHOICE, "„ja“: Der Rücklauf wird trotz der genannten Fehlerarten angenommen; von zwei verschiedenen "
               "Rückläufen zählt dieser. Das gilt nur mit Begründung und nur für die Datei, wie sie jetzt ist."),
        Column(Head.BEGRUENDUNG, 32, Look.INPUT, "Warum der Rücklauf trotzdem angenommen wird; die Begründung steht im Bericht."),
        Column(Head.WIRKUNG, 34), Column(Head.BEANTWORTET, 13, Look.DAY), Column(Head.WARNUNGEN, 11, Look.COUNT),
        Column(Head.GILT_FUER, 60, Look.CODE), Column(Head.PRUEFSUMME, 60, Look.CODE),
    ),
    "Eine Zeile je Datei und je Leistungserbringer, dessen Rücklauf fehlt. Die gelben Spalten füllen Sie aus; eigene Spalten, Filter und "
    "Sortierung bleiben erhalten.", 20_000,
)  # fmt: skip
"""Who has returned what, and what the clerk decides about it."""

BEFUNDE = Table(
    "Befunde", "Tabelle_Befunde",
    (
        Column(Head.NUMMER, 8.5), Column(Head.DATEI, 31), Column(Head.SCHWERE, 12, Look.STRONG), Column(Head.BLATT, 20),
        Column(Head.ZELLEN, 15), Column(Head.OEFFNEN, 9, Look.LINK), Column(Head.BEFUND, 60), Column(Head.ABHILFE, 44),
        Column(Head.CODE, 20), Column(Head.FUNDSTELLE, 20),
    ),
    "Alle Befunde des letzten Laufs. „Öffnen“ führt in die Datei an die Stelle. FEHLER: nicht angenommen; WARNUNG: angenommen, wird "
    "nachgefragt; HINWEIS: zur Kenntnis.", 30_000,
)  # fmt: skip
"""What was found, to be filtered."""

PROTOKOLL = Table(
    "Protokoll", "Tabelle_Protokoll",
    (
        Column(Head.ZEITPUNKT, 17), Column(Head.VORGANG, 26, Look.STRONG), Column(Head.ERGEBNIS, 80), Column(Head.DATEI, 34),
        Column(Head.PRUEFSUMME, 60, Look.CODE),
    ),
    "Was wann gelaufen ist. Unter jedem Lauf stehen die Dateien, die seit dem vorigen neu, geändert oder fort sind, mit ihrer Prüfsumme "
    "(SHA-256); alle anderen waren dieselben.", 100_000,
)  # fmt: skip
"""What ran when, on which files."""

TABLES = (RUECKLAUF, BEFUNDE, PROTOKOLL)


class Kind(StrEnum):
    """What a setting holds."""

    FORM = "Formular"
    YEAR = "Jahr"
    FILE = "Datei"
    FOLDER = "Ordner"
    YES_NO = "ja/nein"


@dataclass(frozen=True, slots=True)
class Setting:
    """A cell of the sheet Start that the clerk fills in, known by its defined name."""

    name: str
    label: str
    kind: Kind
    default: str
    hint: str
    required: bool = True

    @property
    def browse_macro(self) -> str | None:
        """The Sub of the button „durchsuchen …“; None for what is not looked for on a disk."""
        return f"Durchsuchen{self.name}" if self.kind in {Kind.FILE, Kind.FOLDER} else None


FORMULAR = Setting("Formular", "Formular", Kind.FORM, "dokumentation", "Um welches Formular es geht.")
JAHR = Setting("Jahr", "Berichtsjahr", Kind.YEAR, "2025", "Das Jahr, über das berichtet wird.")
STAMMDATEN = Setting(
    "Stammdaten", "Stammdaten", Kind.FILE, "Stammdaten.xlsx", "Das Verzeichnis der Leistungserbringer und Orte (.xlsx)."
)
VERSAND_ORDNER = Setting(
    "Versand", "Ordner „Versand“", Kind.FOLDER, "Versand", "Hierhin kommen die erzeugten Bögen und Anschreiben."
)
RUECKLAUF_ORDNER = Setting(
    "Ruecklauf",
    "Ordner „Rücklauf“",
    Kind.FOLDER,
    "Ruecklauf",
    "Hier legen Sie ab, was die Leistungserbringer zurücksenden.",
)
ERGEBNIS_ORDNER = Setting(
    "Ergebnis", "Ordner „Ergebnis“", Kind.FOLDER, "Ergebnis", "Hierhin kommen Bericht, Antworten und Erinnerungen."
)
VORJAHR_ORDNER = Setting(
    "Vorjahr",
    "Rückläufe des Vorjahres",
    Kind.FOLDER,
    "",
    "Damit zeigen die neuen Bögen die Antworten von damals.",
    required=False,
)
ANSCHREIBEN = Setting(
    "Anschreiben",
    "Mit Anschreiben",
    Kind.YES_NO,
    "ja",
    "Zu jedem Bogen ein Schreiben als Entwurf (.eml) und zum Drucken (.html).",
)
SETTINGS = (FORMULAR, JAHR, STAMMDATEN, VERSAND_ORDNER, RUECKLAUF_ORDNER, ERGEBNIS_ORDNER, VORJAHR_ORDNER, ANSCHREIBEN)

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
    Action.GENERATE: ("Bögen erzeugen", "BoegenErzeugen", "Für jeden Leistungserbringer der Stammdaten entsteht ein Bogen."),
    Action.CHECK: ("Rücklauf prüfen", "RuecklaufPruefen", "Jede Datei im Rücklauf wird gelesen und geprüft."),
    Action.RESPOND: ("Rückmeldungen erstellen", "RueckmeldungenErstellen", "Wer etwas gesandt hat, bekommt eine Antwort als Entwurf."),
    Action.REMIND: ("Erinnerungen erstellen", "ErinnerungenErstellen", "Wessen Rücklauf fehlt, bekommt eine Erinnerung als Entwurf."),
    Action.CONSOLIDATE: ("Konsolidieren", "Konsolidieren", "Alle angenommenen Rückläufe werden zum Bericht zusammengeführt."),
}  # fmt: skip

NOT_YET = "noch nicht gelaufen"
"""What stands as the state of a button that was never used."""
FIRST_STEP = f"Unten auf diesem Blatt die Einstellungen prüfen, dann den Knopf „{Action.GENERATE.label}“ drücken."
"""The next step before the first run."""
