"""The buttons of Konsolidierung.xlsm, pressed in LibreOffice on the demonstration's folder: what becomes of sheets and files."""

from __future__ import annotations

from hashlib import sha256

import pytest
from openpyxl import load_workbook

from rv2xl.clerk.sheets import (
    BEFUNDE,
    ERGEBNIS,
    LETZTER_LAUF,
    NAECHSTER_SCHRITT,
    PROTOKOLL,
    RUECKLAUF,
    Action,
    Head,
)
from tests.cells import ORT, ages
from tests.clerk.desk import MOMENT, SERIAL, Desk

D = "dokumentation_2025"
REJECTED = f"{D}_0001.xlsx"
"""For A2-ALTER-SUMME alone."""
COUNTED = "9 Dateien: 2 angenommen, 2 zurückgewiesen, 1 doppelt, 1 ersetzt, 3 unlesbar."
ANSWERED = (
    f"{COUNTED}\n"
    "5 Schreiben in „Ergebnis/Rueckmeldung“ geschrieben: 1 angenommen, 1 angenommen mit berichtigten Stammdaten und 3 zurückgewiesen.\n"
    f"2 Berichtigungen der Stammdaten stehen in „Ergebnis/Rueckmeldung/Berichtigungen_{D}.xlsx“; bitte dort unter „übernehmen“ wählen, "
    "dann „rv2xl update-register“ aufrufen.\n"
    f"Nur nach dem Dateinamen zugeordnet, bitte vor dem Absenden prüfen: „Ruecklauf/{D}_0004.xlsx“ (unlesbar).\n"
    "Ohne Antwort bleiben: „Ruecklauf/Dokumentation_Scan.pdf“ (unlesbar) und „Ruecklauf/Speiseplan.xlsx“ (unlesbar)."
)
REMINDED = (
    f"{COUNTED}\n"
    f"19 Meldungen fehlen noch von 4 Leistungserbringern; die Liste ist „Ergebnis/Erinnerung/Mahnliste_{D}.xlsx“.\n"
    "1 Schreiben in „Ergebnis/Erinnerung“ geschrieben: 1 nach Ablauf der Frist.\n"
    "3 Leistungserbringer sind noch nicht fertig, haben aber gerade erst Antwort bekommen und werden noch nicht erinnert."
)
DRAFTS = "danach die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden."
SEND = "Die Entwürfe im Ordner „Ergebnis“ durchsehen und absenden. Danach:"
WAIT = "Rückläufe im Ordner „Rücklauf“ ablegen, dann „Rücklauf prüfen“."
RESULTS = {
    Action.GENERATE: (
        f"6 Arbeitsmappen in „Versand“ geschrieben: „{D}_0001.xlsx“, „{D}_0002.xlsx“, „{D}_0003.xlsx“ und 3 weitere.\n"
        "6 Schreiben in „Versand“ geschrieben.",
        "Die Bögen aus dem Ordner „Versand“ verschicken. Was zurückkommt, im Ordner „Rücklauf“ ablegen, dann „Rücklauf prüfen“.",
    ),
    Action.CHECK: (COUNTED, f"„Rückmeldungen erstellen“; {DRAFTS}"),
    Action.RESPOND: (ANSWERED, f"{SEND} „Erinnerungen erstellen“."),
    Action.REMIND: (REMINDED, f"{SEND} „Konsolidieren“."),
    Action.CONSOLIDATE: (
        f"{COUNTED}\nGeschrieben: „Ergebnis/Regionalbericht_2025.xlsx“.",
        WAIT,
    ),
}
"""What a button tells, and the next step."""


def opens(target: str) -> str:
    return f'=HYPERLINK("Ruecklauf/{target}";"öffnen")'


RETURNED = [
    ("0001", "zurückgewiesen", REJECTED, "A2-ALTER-SUMME", 1, opens(REJECTED)),
    ("0002", "angenommen", f"{D}_0002.xlsx", None, 0, opens(f"{D}_0002.xlsx")),
    ("0002", "doppelt", f"{D}_0002_Kopie.xlsx", None, 0, opens(f"{D}_0002_Kopie.xlsx")),
    ("0003", "zurückgewiesen", f"{D}_0003.xlsx", "TYP", 1, opens(f"{D}_0003.xlsx")),
    ("0004", "unlesbar", f"{D}_0004.xlsx", "DATEI-UNLESBAR", 1, opens(f"{D}_0004.xlsx")),
    ("0005", "ersetzt", f"{D}_0005.xlsx", None, 0, opens(f"{D}_0005.xlsx")),
    ("0005", "angenommen", f"{D}_0005_Korrektur_1.xlsx", None, 0, opens(f"{D}_0005_Korrektur_1.xlsx")),
    ("0006", "fehlt", None, None, None, None),
    (None, "unlesbar", "Dokumentation_Scan.pdf", "DATEI-FORMAT", 1, None),
    (None, "unlesbar", "Speiseplan.xlsx", "FORM-FREMD", 1, opens("Speiseplan.xlsx")),
]
AGES = ages()[0].partition(":")[0]
GROUPS = ORT.cell("ausgelagert.betriebe")
FOUND = [
    ("Dokumentation_Scan.pdf", "FEHLER", "DATEI-FORMAT", None, None, None),
    ("Speiseplan.xlsx", "FEHLER", "FORM-FREMD", None, None, opens("Speiseplan.xlsx")),
    (REJECTED, "FEHLER", "A2-ALTER-SUMME", "58 Bensheim", ", ".join(ages()), opens(f"{REJECTED}#'58 Bensheim'!{AGES}")),
    (f"{D}_0002_Kopie.xlsx", "HINWEIS", "FORM-DOPPELT", None, None, opens(f"{D}_0002_Kopie.xlsx")),
    (f"{D}_0003.xlsx", "FEHLER", "TYP", "58 Wiesbaden", GROUPS, opens(f"{D}_0003.xlsx#'58 Wiesbaden'!{GROUPS}")),
    (f"{D}_0003.xlsx", "HINWEIS", "NICHT-GEPRUEFT", "58 Wiesbaden", GROUPS, opens(f"{D}_0003.xlsx#'58 Wiesbaden'!{GROUPS}")),
    (f"{D}_0004.xlsx", "FEHLER", "DATEI-UNLESBAR", None, None, opens(f"{D}_0004.xlsx")),
    (f"{D}_0005.xlsx", "HINWEIS", "FORM-ERSETZT", None, None, opens(f"{D}_0005.xlsx")),
]  # fmt: skip
WRITTEN = {
    Action.GENERATE: {
        f"Versand/{D}_000{number}{kind}"
        for number in range(1, 7)
        for kind in (".xlsx", "_Versand.eml", "_Versand.html")
    },
    Action.CHECK: set[str](),
    Action.RESPOND: {f"Ergebnis/Rueckmeldung/Berichtigungen_{D}.xlsx"}
    | {f"Ergebnis/Rueckmeldung/{D}_000{number}_Rueckmeldung.{kind}" for number in range(1, 6) for kind in ("eml", "html")},
    Action.REMIND: {f"Ergebnis/Erinnerung/Mahnliste_{D}.xlsx"}
    | {f"Ergebnis/Erinnerung/{D}_0006_Erinnerung.{kind}" for kind in ("eml", "html")},
    Action.CONSOLIDATE: {"Ergebnis/Regionalbericht_2025.xlsx"},
}  # fmt: skip


def contents(desk: Desk) -> dict[str, str]:
    """Return the files of the folder with their checksums; what LibreOffice puts beside the open workbook is not ours."""
    return {
        path.relative_to(desk.folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in desk.folder.rglob("*")
        if path.is_file() and not path.name.startswith(".~lock")
    }


def test_the_buttons_lead_from_returns_to_report_and_drafts(desk: Desk) -> None:
    for action, (result, next_step) in RESULTS.items():
        before = contents(desk)
        pressed = desk.document.press(action.label)
        assert (pressed.error, [(alert.title, alert.mode, alert.prompt) for alert in pressed.alerts]) == (
            None, [(action.label, "info", f"{result}\n\nNächster Schritt: {next_step}")],
        )  # fmt: skip
        count, step = (6, "Arbeitsmappen schreiben") if action is Action.GENERATE else (9, "Rückläufe lesen")
        assert pressed.statuses == (
            f"{action.label}: {step} …",
            *(f"{action.label}: {step}, {number} von {count}" for number in range(1, count + 1)),
            False,
        )
        assert [desk.named(name) for name in (LETZTER_LAUF, ERGEBNIS, NAECHSTER_SCHRITT)] == [
            f"{MOMENT}: {action.label} (dokumentation 2025)", result, next_step,
        ]  # fmt: skip
        after = contents(desk)
        assert after.keys() - before.keys() == WRITTEN[action]
        assert {name: after[name] for name in before} == before
    assert {action: (desk.named(action.due), desk.named(action.state)) for action in Action} == {
        Action.GENERATE: ("✓ erledigt", "6 von 6 Bögen liegen im Ordner „Versand“."),
        Action.CHECK: ("wenn Neues eingeht", "5 von 6 Leistungserbringern haben etwas gesandt, 2 angenommen."),
        Action.RESPOND: ("✓ erledigt", "Alles ist beantwortet."),
        Action.REMIND: (
            "nach Bedarf wieder",
            f"4 Leistungserbringer sind noch nicht fertig, nach Ablauf der Frist (31.03.2026); "
            f"3 gerade erst beantwortet; erinnert am {MOMENT}.",
        ),
        Action.CONSOLIDATE: ("✓ erledigt", f"Der Bericht ist vom {MOMENT}."),
    }
    heads = (Head.NUMMER, Head.STATUS, Head.DATEI, Head.FEHLERARTEN, Head.FEHLER, Head.OEFFNEN)
    assert desk.rows(RUECKLAUF, *heads) == RETURNED
    answered = {f"{D}_000{number}.xlsx" for number in range(1, 5)} | {f"{D}_0005_Korrektur_1.xlsx"}
    assert desk.rows(RUECKLAUF, Head.NUMMER, Head.DATEI, Head.EINGANG, Head.BEANTWORTET) == [
        (number, file, SERIAL if file else None, SERIAL if file in answered else None)
        for number, _, file, *_ in RETURNED
    ]
    assert desk.rows(BEFUNDE, Head.DATEI, Head.SCHWERE, Head.CODE, Head.BLATT, Head.ZELLEN, Head.OEFFNEN) == FOUND
    checksums = {path.name: sha256(path.read_bytes()).hexdigest() for path in (desk.folder / "Ruecklauf").iterdir()}
    assert desk.rows(PROTOKOLL, Head.ZEITPUNKT, Head.VORGANG, Head.ERGEBNIS, Head.DATEI, Head.PRUEFSUMME) == [
        row
        for action, (result, _) in RESULTS.items()
        for row in [
            (MOMENT, f"{action.label} (dokumentation 2025)", result, None, None),
            *((None, "neu", None, name, checksums[name]) for name in sorted(checksums) if action is Action.CHECK),
        ]
    ]
    report = load_workbook(desk.folder / "Ergebnis/Regionalbericht_2025.xlsx", read_only=True)
    orte = {str(row[0]) for row in report["Orte"].iter_rows(values_only=True)}
    assert orte
    assert (desk.folder / f"Ergebnis/Rueckmeldung/{D}_0001_Rueckmeldung.eml").read_bytes().count(b"filename") == 1


def test_what_the_clerk_does_to_the_sheets_stays_and_her_decision_counts(desk: Desk) -> None:
    desk.press(Action.CHECK)
    document, sheet = desk.document, RUECKLAUF.sheet
    desk.type(RUECKLAUF, Head.FREIGABE, REJECTED, "ja")
    desk.type(RUECKLAUF, Head.BEGRUENDUNG, REJECTED, "=1+1 stimmt: telefonisch geklärt, „0007“")
    desk.type(RUECKLAUF, Head.BEGRUENDUNG, f"{D}_0003.xlsx", "neu angefordert")
    assert document.type_text(sheet, "P3", "Notizen").ok
    for file, note in ((REJECTED, "ruft zurück"), (f"{D}_0004.xlsx", "007"), ("Speiseplan.xlsx", "weglegen")):
        row = desk.at(RUECKLAUF, Head.DATEI, file)[1:]
        assert document.type_text(sheet, f"P{row}", note).ok
    document.ask("move_column", sheet=sheet, column=0, before=3)
    document.ask("move_column", sheet=sheet, column=9, before=1)
    document.ask("sort", sheet=sheet, box=[3, 0, 10, 16], column=2, ascending=False)
    document.ask("rename_sheet", sheet=sheet, name="Wer fehlt & wer's hat")
    document.ask("move_sheet", sheet=PROTOKOLL.sheet, place=0)
    desk.sheets[sheet] = sheet = "Wer fehlt & wer's hat"
    document.ask("set_width", sheet=sheet, column=1, width=9_000)
    typed = (Head.DATEI, Head.FREIGABE, Head.BEGRUENDUNG, "Notizen")
    before = desk.rows(RUECKLAUF, *typed)
    assert (REJECTED, "ja", "=1+1 stimmt: telefonisch geklärt, „0007“", "ruft zurück") in before
    document.ask("filter", sheet=sheet, box=[2, 0, 11, 16], column=2, text="unlesbar")
    hidden, widths = (document.ask("hidden_rows", sheet=sheet, count=20), document.ask("widths", sheet=sheet, count=18))
    assert (len(hidden), widths[1]) == (7, 8_999)

    assert desk.press(Action.CHECK).startswith("9 Dateien: 3 angenommen, 1 zurückgewiesen")

    assert desk.rows(RUECKLAUF, *typed) == before
    assert document.ask("hidden_rows", sheet=sheet, count=20) == hidden
    assert document.ask("widths", sheet=sheet, count=18) == widths
    checksum = sha256((desk.folder / "Ruecklauf" / REJECTED).read_bytes()).hexdigest()
    found = {
        row[0]: row[1:] for row in desk.rows(RUECKLAUF, Head.DATEI, Head.STATUS, Head.FEHLER, Head.WIRKUNG, Head.GILT_FUER)
    }  # fmt: skip
    effect = "Trotz A2-ALTER-SUMME angenommen: =1+1 stimmt: telefonisch geklärt, „0007“"
    assert found[REJECTED] == ("angenommen", 0, effect, f"{checksum} A2-ALTER-SUMME")
    assert {file: row[0] for file, row in found.items() if file != REJECTED} == {
        file: status for _, status, file, *_ in RETURNED if file != REJECTED
    }
    assert desk.rows(PROTOKOLL, Head.VORGANG, Head.ERGEBNIS, Head.DATEI, Head.PRUEFSUMME)[-1] == (
        "Freigabe", effect, REJECTED, checksum,
    )  # fmt: skip


def test_a_run_that_cannot_be_done_says_so_and_changes_nothing(desk: Desk) -> None:
    desk.press(Action.CHECK)
    document, folder = desk.document, desk.folder
    decided, status = desk.at(RUECKLAUF, Head.FREIGABE, REJECTED), "C3"

    def paste(sheet: str, cell: str, text: str | None) -> None:
        assert document.paste(sheet, cell, text).ok

    paste("Start", "B18", "gibt es nicht.xlsx")
    assert desk.refused(Action.CHECK) == f"Die Stammdaten „{folder}/gibt es nicht.xlsx“ gibt es nicht."
    paste("Start", "B18", "Stammdaten.xlsx")

    (folder / "Ruecklauf").rename(folder / "woanders")
    assert desk.refused(Action.CONSOLIDATE) == f"Den Ordner oder die Datei „{folder}/Ruecklauf“ gibt es nicht."
    (folder / "woanders").rename(folder / "Ruecklauf")

    paste(RUECKLAUF.sheet, decided, "vielleicht")
    assert desk.refused(Action.CHECK) == (
        "In „Konsolidierung.xlsm“, Zeile 4, steht unter „Freigabe“ „vielleicht“; erwartet wird „ja“ oder nichts."
    )
    paste(RUECKLAUF.sheet, decided, None)

    paste(RUECKLAUF.sheet, status, "Stand")
    assert desk.refused(Action.RESPOND) == (
        "Auf dem Blatt „Rücklauf“ fehlt die Spalte „Status“; bitte die Überschrift wieder so eintragen."
    )
    paste(RUECKLAUF.sheet, status, Head.STATUS)
    assert not (folder / "Ergebnis").exists()
    desk.press(Action.CHECK)


def test_a_mistake_of_the_program_is_a_sentence_and_in_the_log(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("Zebra")

    monkeypatch.setattr("rv2xl.clerk.run.load_register", broken)
    monkeypatch.setattr("rv2xl.clerk.macros.gettempdir", lambda: str(desk.folder))
    said = desk.refused(Action.CHECK)
    assert said.endswith(f" Näheres steht in „{desk.folder / 'rv2xl.log'}“.")
    assert "Traceback" not in said
    assert "Zebra" in (desk.folder / "rv2xl.log").read_text(encoding="utf-8")
