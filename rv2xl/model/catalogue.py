"""The codes of findings that every form shares: when each is given, and what to do. A code never changes its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    FEHLER = "FEHLER"
    WARNUNG = "WARNUNG"
    HINWEIS = "HINWEIS"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue: when it is given, what to do (both in German), and its severity unless another is given."""

    code: str
    when: str
    remedy: str
    severity: Severity = Severity.FEHLER


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
            "FREIGABE",
            "Über diesen Rücklauf ist entschieden: Er wird trotz seiner Fehler angenommen, oder die Freigabe hat keine Wirkung.",
            "Nichts zu tun; die Freigabe gilt, solange die Datei dieselbe ist.",
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
        Code(
            "LOESCHEN",
            "Die Datei nennt Menschen mit Namen, und der Tag, bis zu dem sie zu löschen ist, ist vorbei.",
            "Bitte die Datei und alle Kopien löschen.",
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
            "AUSLEGUNG",
            "Ein Schalter oder ein X steht anders, als dieses Verfahren den Rahmenvertrag auslegt.",
            "Nichts zu tun; gerechnet wird, wie der Schalter steht.",
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
