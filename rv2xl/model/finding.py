"""Findings: what is wrong in a file, said so that the person who reads it can act.

A bad file never raises; it gives findings. The catalogue below holds the codes that every form shares; a form adds the codes
of its own rules. A code never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rv2xl.model.foreign_text import shortened

LISTED = 200
"""So many findings of one code are listed of a file; the rest are counted."""
MESSAGE = 1_000
"""So many signs has a message at most, whatever it quotes."""


class Severity(StrEnum):
    """How much a finding weighs."""

    FEHLER = "FEHLER"
    WARNUNG = "WARNUNG"
    HINWEIS = "HINWEIS"


class Status(StrEnum):
    """What becomes of a returned file."""

    ANGENOMMEN = "angenommen"
    ZURUECKGEWIESEN = "zurueckgewiesen"
    UNLESBAR = "unlesbar"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue: when it is given, what to do (both in German), and its severity unless another is given."""

    code: str
    when: str
    remedy: str
    severity: Severity = Severity.FEHLER


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong: what (with the numbers), where, and what to do.

    `cells` are addresses or ranges of the file as it came; `field` is the id of the first field concerned; `value` and
    `expected` are what was found and what would have been right, where that can be said. Quotes are shortened: a file of 73 KB can
    have one long text in thousands of cells. One with `more` stands for so many findings of its code that are not listed.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str | None = None
    sheet: str | None = None
    cells: tuple[str, ...] = ()
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    source: str | None = None
    more: int = 0

    def __post_init__(self) -> None:
        for name in ("value", "expected"):
            quoted = getattr(self, name)
            if quoted is not None and (short := shortened(quoted)) != quoted:
                object.__setattr__(self, "message", self.message.replace(quoted, short))
                object.__setattr__(self, name, short)
        if len(self.message) > MESSAGE:
            object.__setattr__(self, "message", shortened(self.message, MESSAGE))

    @property
    def stands_for(self) -> int:
        """How many findings this one is, or counts."""
        return self.more or 1

    def in_file(self, file: str) -> Finding:
        """Return the same finding, said of this file."""
        return replace(self, file=file)


_WARNUNG, _HINWEIS = Severity.WARNUNG, Severity.HINWEIS

CODES: dict[str, Code] = {
    entry.code: entry
    for entry in (
        Code(
            "DATEI-UNLESBAR",
            "Die Datei ist beschädigt, abgeschnitten, leer oder von unbekannter Art.",
            "Bitte die Arbeitsmappe in Excel oder LibreOffice öffnen, als .xlsx speichern und noch einmal senden.",
        ),
        Code(
            "DATEI-FORMAT",
            "Die Datei ist ihrem Inhalt nach keine .xlsx-Arbeitsmappe.",
            "Bitte die ausgegebene Arbeitsmappe über „Speichern unter“ als „Excel-Arbeitsmappe (.xlsx)“ speichern.",
        ),
        Code(
            "DATEI-KENNWORT",
            "Die Datei ist mit einem Kennwort verschlüsselt.",
            "Bitte das Kennwort zum Öffnen entfernen und die Datei noch einmal senden.",
        ),
        Code(
            "DATEI-MAKRO",
            "Die Datei enthält Makros (ein VBA-Projekt). Nichts davon wurde ausgeführt.",
            "Bitte die Datei als „Excel-Arbeitsmappe (.xlsx)“ ohne Makros speichern und noch einmal senden.",
        ),
        Code(
            "DATEI-GROESSE",
            "Die Datei ist größer, als eine solche Arbeitsmappe sein kann.",
            "Bitte die ausgegebene Arbeitsmappe verwenden und nur die Eingabefelder ausfüllen.",
        ),
        Code(
            "DATEI-VERKNUEPFUNG",
            "Die Datei enthält Verknüpfungen zu anderen Dateien oder eingebettete Objekte.",
            "Bitte Verknüpfungen lösen und eingebettete Objekte entfernen; gelesen werden nur die Werte der Zellen.",
            _WARNUNG,
        ),
        Code(
            "PROGRAMM-FEHLER",
            "Beim Lesen der Datei trat ein unerwarteter Fehler des Programms auf.",
            "An der Datei ist nichts zu ändern. Bitte den Fehler melden; mit „--log PROTOKOLL“ steht im Protokoll, wo er auftrat.",
        ),
        Code(
            "FORM-FREMD",
            "Die Datei ist kein Vordruck dieses Verfahrens.",
            "Bitte die vom LWV Hessen ausgegebene Arbeitsmappe ausfüllen und senden.",
        ),
        Code(
            "FORM-VERSION",
            "Die Version des Vordrucks ist unbekannt.",
            "Bitte die zuletzt ausgegebene Arbeitsmappe verwenden oder das Programm aktualisieren.",
        ),
        Code(
            "FORM-JAHR",
            "Der Vordruck gilt für ein anderes Jahr.",
            "Bitte die Arbeitsmappe des angeforderten Jahres ausfüllen.",
        ),
        Code(
            "FORM-LE",
            "Leistungserbringer oder Ort stehen nicht in den Stammdaten.",
            "Bitte Stammdaten und Absender abgleichen und gegebenenfalls eine neue Arbeitsmappe ausgeben.",
        ),
        Code(
            "FORM-DOPPELT",
            "Für dasselbe Formular, Jahr und denselben Leistungserbringer liegen zwei Rückläufe vor.",
            "Bitte klären, welcher gilt; eine Korrektur erhält auf dem Deckblatt die nächste „Korrektur Nr.“.",
        ),
        Code(
            "FORM-ERSETZT",
            "An die Stelle dieses Rücklaufs ist einer mit höherer Korrektur Nr. getreten.",
            "Nichts zu tun; es gilt der Rücklauf mit der höchsten Korrektur Nr.",
            _HINWEIS,
        ),
        Code(
            "BLATT-FEHLT",
            "Ein ausgegebenes Blatt fehlt.",
            "Bitte die ausgegebene Arbeitsmappe mit allen Blättern verwenden; Blätter nicht löschen oder umbenennen.",
        ),
        Code(
            "BLATT-FREMD",
            "Ein Blatt ist hinzugekommen; es wird nicht gelesen.",
            "Nichts zu tun; Anmerkungen gehören in das Feld „Bemerkung“.",
            _HINWEIS,
        ),
        Code(
            "FELD-FEHLT",
            "Ein Feld ist in der Datei nicht zu finden.",
            "Bitte die ausgegebene Arbeitsmappe verwenden; Zeilen und Spalten nicht löschen oder verschieben.",
        ),
        Code(
            "FELD-VERSCHOBEN",
            "Ein Feld steht an anderer Stelle und wurde dort gelesen.",
            "Bitte prüfen, ob der gelesene Wert stimmt.",
            _WARNUNG,
        ),
        Code(
            "FORMEL-GEAENDERT",
            "In einer berechneten Zelle fehlt die Formel oder steht eine andere.",
            "Berechnete Zellen bitte nicht überschreiben; es gilt der neu berechnete Wert.",
            _WARNUNG,
        ),
        Code(
            "UNTERHALB",
            "Unter der letzten Zeile einer Liste stehen Einträge; sie werden nicht gelesen.",
            "Bitte eine Arbeitsmappe mit mehr Zeilen verwenden und alle Einträge dort eintragen.",
        ),
        Code(
            "DANEBEN",
            "Neben den Feldern stehen Texte oder Zahlen, oder an Zellen hängen Kommentare; gelesen werden nur die Felder.",
            "Bitte prüfen: Was gelten soll, gehört in die Felder.",
            _HINWEIS,
        ),
        Code(
            "SCHREIBSCHUTZ",
            "Der Schutz eines Blattes ist aufgehoben, und auf dem Blatt wurde etwas verändert.",
            "Bitte die ausgegebene Arbeitsmappe verwenden und nur die Eingabefelder ausfüllen.",
            _HINWEIS,
        ),
        Code(
            "NICHT-BERECHNET",
            "Zu einer Formel fehlt der gespeicherte Wert, oder er ist veraltet.",
            "Nichts zu tun; der Wert wurde aus den Eingaben neu berechnet.",
            _HINWEIS,
        ),
        Code(
            "VORGABE-GEAENDERT",
            "Ein gesperrter Wert oder ein gedruckter Text weicht vom ausgegebenen Vordruck ab.",
            "Bitte wieder eintragen, was ausgegeben wurde.",
        ),
        Code(
            "STAMMDATEN-GEAENDERT",
            "Die Stammdaten lauten heute anders als bei der Ausgabe.",
            "Nichts zu tun; gezählt wird, was ausgegeben wurde, zugeordnet wird nach den heutigen Stammdaten.",
            _HINWEIS,
        ),
        Code("PFLICHT", "Eine Pflichtangabe fehlt.", "Bitte ausfüllen; wo nichts anfällt, eine 0 eintragen."),
        Code(
            "TYP",
            "Der Inhalt hat die falsche Art, zum Beispiel Text statt einer Zahl.",
            "Bitte nur eine Zahl eintragen, ohne Einheit und ohne Zusatz.",
        ),
        Code(
            "BEREICH",
            "Der Wert liegt außerhalb des zulässigen Bereichs.",
            "Bitte den Wert prüfen und berichtigen.",
        ),
        Code(
            "LISTE",
            "Der Eintrag steht nicht in der Auswahlliste.",
            "Bitte einen Eintrag aus der Liste wählen.",
        ),
        Code(
            "DATUM",
            "Der Eintrag ist kein gültiges Datum oder liegt außerhalb des zulässigen Zeitraums.",
            "Bitte ein Datum in der Form TT.MM.JJJJ eintragen.",
        ),
        Code(
            "NORMALISIERT",
            "Ein Eintrag wurde mit einer kleinen Umformung gelesen.",
            "Bitte prüfen, ob der gelesene Wert stimmt.",
            _HINWEIS,
        ),
        Code(
            "NICHT-GEPRUEFT",
            "Eine Regel konnte nicht geprüft werden, weil eine Angabe fehlt oder ungültig ist.",
            "Bitte zuerst die genannten Angaben berichtigen; die Regel wird dann geprüft.",
            _HINWEIS,
        ),
    )
}
"""The codes that every form shares."""


def finding(
    code: str,
    message: str,
    *,
    severity: Severity | None = None,
    remedy: str | None = None,
    sheet: str | None = None,
    cells: tuple[str, ...] = (),
    field: str | None = None,
    value: str | None = None,
    expected: str | None = None,
    source: str | None = None,
) -> Finding:
    """Make a finding of a shared code, with the catalogue's severity and remedy unless others are given.

    Raises KeyError for a code that the catalogue does not hold: that is a mistake of the program, not of a file.
    """
    entry = CODES[code]
    return Finding(
        code=code,
        severity=severity or entry.severity,
        message=message,
        remedy=remedy or entry.remedy,
        sheet=sheet,
        cells=cells,
        field=field,
        value=value,
        expected=expected,
        source=source,
    )


def limited(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in their order, of each code as many as are listed; one at the end says how many there are more, as grave as the
    gravest of them. What was limited before may have been added to."""
    left: dict[str, list[Finding]] = {}
    listed: dict[str, int] = {}
    kept = []
    for entry in findings:
        number = listed[entry.code] = listed.get(entry.code, 0) + (not entry.more)
        if entry.more or number > LISTED:
            left.setdefault(entry.code, []).append(entry)
        else:
            kept.append(entry)
    return kept + [_counted(entries) for entries in left.values()]


def _counted(entries: Sequence[Finding]) -> Finding:
    more, first = sum(entry.stands_for for entry in entries), entries[0]
    severity = min((entry.severity for entry in entries), key=list(Severity).index)
    number, verb = ("Ein weiterer Befund", "ist") if more == 1 else (f"{more} weitere Befunde", "sind")
    message = f"{number} „{first.code}“ {verb} hier nicht einzeln genannt."
    return Finding(
        code=first.code, severity=severity, message=message, file=first.file, more=more,
        remedy="Bitte zuerst die genannten Befunde beheben und die Datei dann noch einmal prüfen.")  # fmt: skip


_UNREADABLE = frozenset({"PROGRAMM-FEHLER", "FORM-FREMD", "FORM-VERSION"})


def status_of(findings: tuple[Finding, ...]) -> Status:
    """Tell what becomes of a file with these findings: any DATEI-* FEHLER, PROGRAMM-FEHLER, FORM-FREMD or FORM-VERSION is
    unlesbar."""
    wrong = [entry.code for entry in findings if entry.severity is Severity.FEHLER]
    if any(code.startswith("DATEI-") or code in _UNREADABLE for code in wrong):
        return Status.UNLESBAR
    return Status.ZURUECKGEWIESEN if wrong else Status.ANGENOMMEN
