"""The Deckblatt of a form that leads: three steps with what is still to be done, the sheets with their states, data protection.

Beside the table of sheets, in columns without width, stands what the state at the top is made of: of each sheet how much is missing and how
many warnings there are, and the names of the sheets with errors and with gaps from that row on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rv2xl.excel.looks import text_height
from rv2xl.excel.sheets.blocks.arrange import section_plan
from rv2xl.excel.sheets.blocks.builder import DONE, DUTIES, STATE, SheetBuilder
from rv2xl.excel.sheets.blocks.hints import ZEROS
from rv2xl.excel.sheets.checks.line import COUNTED
from rv2xl.excel.sheets.checks.lines import check_lines
from rv2xl.excel.sheets.checks_sheet import CHECKS, CHECKS_NAME
from rv2xl.excel.sheets.plan import Link
from rv2xl.model.definitions import states
from rv2xl.model.definitions.blocks.deckblatt_blocks import STEP_ROWS, Contact, DataProtection, Steps
from rv2xl.model.definitions.form import Form, derived_from_section
from rv2xl.model.definitions.states import LINE
from rv2xl.model.expressions.expr import Blanks, Const, Expr, Ref, Tally, all_of, if_, join, sum_of, total
from rv2xl.model.expressions.listing import SEPARATOR, Entries
from rv2xl.model.finding import Severity
from rv2xl.model.issue import Issue, IssuedSheet
from rv2xl.model.wording import listed_first

PROGRESS_HEADS, PROGRESS_TOTAL = ("Blatt", "Pflichtangaben", "davon erledigt"), "Gesamt"
"""What stands above the names of the sheets, and below: by them a Deckblatt is read when `_meta` is lost."""
NEUTRAL = "die Stelle, von der Sie diese Datei haben"
_NAMED, _NAMES_SHOWN = 4, 60
"""So many sheets are named in the first step, and so many characters of the names of those with something to do."""

_MISSING, _TO_SEE, _WITH_ERRORS, _WITH_GAPS = 5, 6, 7, 8
"""The columns without width."""

_ERRORS_ALL, _MISSING_ALL, _ROWS_ALL, _TO_SEE_ALL = (
    "fortschritt.fehler",
    "fortschritt.fehlt",
    "fortschritt.zeilen",
    "fortschritt.pruefen",
)
_ALL_DUTIES, _DUTIES_DONE = Ref(DUTIES), Ref(DONE)
"""The same in every workbook: what a form keeps of a formula it keeps by its expression."""
_DONE_ALL, _DUTIES_ALL = "fortschritt.erledigt", "fortschritt.gesamt"


# ---------------------------------------------------------------------------------------------------- the three steps


def steps(builder: SheetBuilder, block: Steps, issue: Issue) -> None:
    """Say what to do in which order, and what of it is still to be done."""
    first = builder.row
    for number, (what, text, link) in enumerate(
        (
            ("Ausfüllen", _fill_in(block, issue), None),
            (
                "Prüfung ansehen",
                f"Blatt „{CHECKS_NAME}“: Was noch fehlt oder nicht stimmt, steht dort mit der Zelle.",
                Link(CHECKS, "A1"),
            ),
            (
                "Speichern und senden" if not block.finish else "Fertigstellen",
                block.finish or _send(block, issue),
                None,
            ),
        ),
        1,
    ):
        builder.text(f"{number}.  {what}", "label_bold" if link is None else "link", 0, link=link)
        builder.text(text, "label", 1, 4)
        builder.next()
    builder.text("Noch zu tun", "label_bold")
    finished = block.finished or _then(_recipient(block.contact, issue))
    builder.formula("fortschritt.stand", _still_to_do(issue, finished), 1, "state", last=4, general=False)
    builder.at_least(text_height("w" * 2 * _NAMES_SHOWN, "state", sum(builder.widths[1:5])))
    builder.next()
    builder.gap()
    assert builder.row == first + STEP_ROWS, "what stands below the steps keeps its place"


def _fill_in(block: Steps, issue: Issue) -> str:
    """Which sheets to fill in: always, and only where needed."""
    if block.fill:
        return block.fill
    always, otherwise = [], []
    for sheet in issue.sheets:
        definition = issue.section(sheet.key)
        asked = states.has_duties(definition) and (definition.repeated or definition.optional_when is None)
        needed = sheet.section in block.first if block.first else asked
        if needed:
            always.append(f"„{sheet.name}“")
        elif states.has_state(definition):
            otherwise.append(f"„{sheet.name}“")
    where = "den Blättern" if len(always) > 1 else "dem Blatt"
    text = f"Die gelben Zellen auf {where} {listed_first(always, _NAMED)}." if always else ""
    more = f"Nur soweit nötig: {listed_first(otherwise, _NAMED)}." if otherwise else ""
    return " ".join(part for part in (text, more, ZEROS) if part)


class _Reached(NamedTuple):
    """Whom to ask and how, each empty where the issue does not say."""

    mail: str = ""
    name: str = ""
    telephone: str = ""
    street: str = ""
    town: str = ""


def _given(issue: Issue, ref: Ref | None) -> str:
    """What a field was prefilled with, as it is written; nothing where the form has no such field."""
    values = (
        (sheet.given.get(ref.field) for sheet in issue.sheets if sheet.section == ref.sheet) if ref is not None else ()
    )
    return next((_written(value) for value in values if value is not None), "")


def _written(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _contact(contact: Contact | None, issue: Issue) -> _Reached:
    """What the issue says of whom to ask."""
    if contact is None:
        return _Reached()
    return _Reached(
        *(_given(issue, ref) for ref in (contact.mail, contact.name, contact.telephone, contact.street, contact.town))
    )


def _recipient(contact: Contact | None, issue: Issue) -> str:
    reached = _contact(contact, issue)
    return reached.mail or reached.name or NEUTRAL


def _then(recipient: str) -> str:
    """What is left to do when all is filled in; after a relative clause stands a comma."""
    return f"speichern und an {recipient}{',' if recipient == NEUTRAL else ''} senden"


def _send(block: Steps, issue: Issue) -> str:
    """Where to send the file, until when, and whom to ask."""
    day = _given(issue, issue.form.roles.deadline)
    _, name, telephone, *_ = _contact(block.contact, issue)
    asked = ", ".join(part for part in (name, f"Telefon {telephone}" if telephone else "") if part)
    until = f" bis zum {day}" if day else ""
    questions = f" Fragen beantwortet: {asked}." if asked else ""
    return f"Als Excel-Datei (.xlsx) speichern und{until} senden an {_recipient(block.contact, issue)}.{questions}"


def _still_to_do(issue: Issue, finished: str) -> Expr:
    """Say what is still to be done, errors first; then what should be looked at; then that all is done."""
    errors, missing, rows, warned = (Ref(name) for name in (_ERRORS_ALL, _MISSING_ALL, _ROWS_ALL, _TO_SEE_ALL))
    listed = _listed(issue)
    with_errors, with_gaps = (Ref(kind + listed[0].key) for kind in (_WITH_ERRORS_FROM, _WITH_GAPS_FROM))
    gaps = join(_gaps(missing, rows), " auf ", with_gaps)
    faults = join("✗ ", errors, " Fehler auf ", with_errors, if_((missing + rows) > 0, join("; ", gaps), ""), ".")
    lines = join(warned, if_(warned.eq(1), " Zeile", " Zeilen"))
    look = join("! Alles ausgefüllt. Auf „Prüfung“ bitte noch ", lines, f" mit „!“ ansehen, dann {finished}.")
    untouched = Blanks(tuple(Ref(f"zustand.{sheet.key}") for sheet in listed)).eq(len(listed))
    ready = if_(warned > 0, look, if_(untouched, "○ Noch nichts eingetragen.", f"✓ Fertig: bitte {finished}."))
    return if_(errors > 0, faults, if_((missing + rows) > 0, join("○ ", gaps, "."), ready))


def _gaps(missing: Expr, rows: Expr) -> Expr:
    """„12 Angaben fehlen, 3 Zeilen sind unvollständig“."""
    both = if_(all_of(missing > 0, rows > 0), ", ", "")
    return join(
        if_(missing > 0, join(missing, if_(missing.eq(1), " Angabe fehlt", " Angaben fehlen")), ""), both,
        if_(rows > 0, join(rows, if_(rows.eq(1), " Zeile ist unvollständig", " Zeilen sind unvollständig")), ""),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ the table of sheets


def progress(builder: SheetBuilder, issue: Issue) -> None:
    """List the sheets with something to fill in: duties, errors and state of each."""
    builder.texts((*PROGRESS_HEADS, "Fehler", "Zustand"))
    listed = _listed(issue)
    for sheet, below in zip(listed, [*listed[1:], None], strict=True):
        _line(builder, issue, sheet)
        _kept(builder, issue, sheet, below)
        builder.next()
    _totals(builder, issue, listed)


def _listed(issue: Issue) -> list[IssuedSheet]:
    return [sheet for sheet in issue.sheets if check_lines(issue.form, sheet.section)]


def _line(builder: SheetBuilder, issue: Issue, sheet: IssuedSheet) -> None:
    builder.text(sheet.name, "link", 0, link=Link(sheet.key, "A1"))
    if DUTIES in section_plan(issue.form, sheet.section).positions:
        builder.formula(f"gesamt.{sheet.key}", _ALL_DUTIES, 1, "shown.anzahl", scope=sheet.key)
        builder.formula(f"erledigt.{sheet.key}", _DUTIES_DONE, 2, "shown.anzahl", scope=sheet.key)
    else:
        builder.text("je Zeile" if issue.section(sheet.key).rosters else "keine", "label", 1, 2)
    of_sheet = _of_section(issue.form, sheet.section)
    builder.formula(f"fehler.{sheet.key}", of_sheet.errors, 3, "shown.anzahl", scope=sheet.key)
    builder.formula(f"zustand.{sheet.key}", of_sheet.state, 4, "state", scope=sheet.key)


class _OfSheet(NamedTuple):
    """How many errors and warnings a sheet has, how many cells or rows of it lack something, and its state in words."""

    errors: Expr
    warnings: Expr
    missing: Expr
    state: Expr


@derived_from_section
def _of_section(form: Form, section: str) -> _OfSheet:
    """What „Prüfung“ says of a sheet, made once for its section."""
    lines = check_lines(form, section)
    counted = {line.id: Ref(f"{LINE}{line.id}:{COUNTED}") for line in lines if line.id in ("TYP", "PFLICHT")}
    rules = tuple(Ref(LINE + line.id) for line in lines if line.id not in counted)
    broken = [
        Tally(rules, states.BROKEN[severity]) if rules else Const(0) for severity in (Severity.FEHLER, Severity.WARNUNG)
    ]
    errors, missing = (
        sum_of([broken[0], *([counted["TYP"]] if "TYP" in counted else [])]),
        counted.get("PFLICHT", Const(0)),
    )
    of_rows = bool(form.sections[section].rosters)
    one, several = (" Zeile", " Zeilen") if of_rows else (" Angabe fehlt", " Angaben fehlen")
    gaps = join("○ ", missing, if_(missing.eq(1), one, several), " unvollständig" if of_rows else "")
    own: Expr = Const("")
    if STATE in section_plan(form, section).positions:
        own = if_(Ref(STATE).ne(""), Ref(STATE), "")
    fine = if_(broken[1] > 0, states.BROKEN[Severity.WARNUNG], own)
    state = if_(missing > 0, gaps, fine) if "PFLICHT" in counted else fine
    return _OfSheet(errors, broken[1], missing, if_(errors > 0, join("✗ ", errors, " Fehler"), state))


def _kept(builder: SheetBuilder, issue: Issue, sheet: IssuedSheet, below: IssuedSheet | None) -> None:
    """Keep beside a sheet's line how much of it is missing, and the names of the sheets to go to from it on."""
    of_sheet = _of_section(issue.form, sheet.section)
    builder.keep(f"fehlt.{sheet.key}", of_sheet.missing, _MISSING, scope=sheet.key)
    builder.keep(f"pruefen.{sheet.key}", of_sheet.warnings, _TO_SEE, scope=sheet.key)
    for kind, count, column in ((_WITH_ERRORS_FROM, "fehler", _WITH_ERRORS), (_WITH_GAPS_FROM, "fehlt", _WITH_GAPS)):
        name, further = f"„{sheet.name}“", Const("") if below is None else Ref(kind + below.key)
        joined = join(f"{name}, ", Entries(join(SEPARATOR, further), _NAMES_SHOWN, " …"))
        named = name if below is None else if_(further.eq(""), name, joined)
        builder.keep(kind + sheet.key, if_(Ref(f"{count}.{sheet.key}") > 0, named, further), column, general=False)


_WITH_ERRORS_FROM, _WITH_GAPS_FROM = "mit_fehlern.", "mit_luecken."
"""Before the key of a sheet: the names of those with errors, and with gaps, from it on."""


def _totals(builder: SheetBuilder, issue: Issue, listed: Sequence[IssuedSheet]) -> None:
    """Sum up the sheets; where none has duties of its own there is nothing to show, and the sums are only kept."""
    rows = [sheet for sheet in listed if issue.section(sheet.key).rosters]
    cells = [sheet for sheet in listed if sheet not in rows]
    for name, kind, sheets, column in (
        (_MISSING_ALL, "fehlt", cells, _MISSING), (_TO_SEE_ALL, "pruefen", listed, _TO_SEE), (_ROWS_ALL, "fehlt", rows, _WITH_ERRORS),
    ):  # fmt: skip
        builder.keep(name, _added(kind, sheets), column, general=False)
    with_duties = [sheet for sheet in listed if DUTIES in section_plan(issue.form, sheet.section).positions]
    if not with_duties:
        builder.keep(_ERRORS_ALL, _added("fehler", listed), _WITH_GAPS, general=False)
        builder.gap()
        return
    builder.text(PROGRESS_TOTAL, "label_bold")
    for name, kind, sheets, column in (
        (_DUTIES_ALL, "gesamt", with_duties, 1), (_DONE_ALL, "erledigt", with_duties, 2), (_ERRORS_ALL, "fehler", listed, 3),
    ):  # fmt: skip
        builder.formula(name, _added(kind, sheets), column, "computed.anzahl", general=False)
    text = join(Ref(_DONE_ALL), " von ", Ref(_DUTIES_ALL), " Pflichtangaben")
    builder.formula("fortschritt.text", text, 4, "state", general=False)
    builder.next()


def _added(kind: str, sheets: Sequence[IssuedSheet]) -> Expr:
    return total(Ref(f"{kind}.{sheet.key}") for sheet in sheets) if sheets else Const(0)


# --------------------------------------------------------------------------------------------------- data protection


_BASIS = "die Erfüllung der Aufgaben des Trägers der Eingliederungshilfe nach dem Hessischen Rahmenvertrag gemäß § 131 SGB IX"


def _deletion(issue: Issue) -> str:
    day = _given(issue, issue.form.roles.delete_by)
    return f" Diese Datei ist bei beiden Stellen bis zum {day} zu löschen." if day else ""


def data_protection(builder: SheetBuilder, block: DataProtection, issue: Issue) -> None:
    """Tell those whose data stand in the workbook who processes what for which purpose, and whom to ask."""
    mail, name, telephone, street, town = _contact(block.contact, issue)
    responsible = ", ".join(filter(None, (name, street, town))) or f"der Landeswohlfahrtsverband Hessen ({NEUTRAL})"
    asked = " oder ".join(filter(None, (mail, telephone))) or NEUTRAL
    for text in (
        f"Verantwortlich für die Verarbeitung ist {responsible}.",
        f"Personenbezogen sind in dieser Arbeitsmappe: {block.data}. Sie werden verarbeitet, {block.purpose}. Grundlage ist "
        f"{block.basis or _BASIS}. In Tabellen, Auswertungen und Berichte gehen sie nicht ein.{_deletion(issue)}",
        f"Zu Auskunft, Berichtigung, Löschung und Ihren weiteren Rechten (Art. 13 bis 21 DSGVO) wenden Sie sich bitte an: {asked}. Bitte "
        "tragen Sie nur ein, wonach gefragt ist, und geben Sie diesen Hinweis den Personen weiter, deren Daten hier stehen.",
    ):
        builder.line(text, "note")
