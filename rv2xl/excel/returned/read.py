""".xlsx to Return, whichever program saved it.

Everything that was issued is compared; totals are computed again from the inputs. A bad file gives findings, never an exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rv2xl import forms
from rv2xl.excel.formulas.references import MovedSheets
from rv2xl.excel.package.guard import Guarded, guard
from rv2xl.excel.package.reader import ReceivedBook
from rv2xl.excel.package.unpack import DamagedPart, PartTooLarge
from rv2xl.excel.returned.blanks import put_stand_ins
from rv2xl.excel.returned.compare import SheetComparison, Translation
from rv2xl.excel.returned.moved.alignment import as_seen
from rv2xl.excel.returned.moved.resized import Resized, as_returned, said_of
from rv2xl.excel.returned.moved.tabs import Tabs, assign
from rv2xl.excel.returned.outside import outside
from rv2xl.excel.returned.recognise import NotRecognised, meta_tab, read_meta
from rv2xl.excel.returned.reissue import recover
from rv2xl.excel.returned.results import compute_results
from rv2xl.excel.returned.stored import stored_findings
from rv2xl.excel.returned.twice import each_ort_once, foreign_sheets
from rv2xl.excel.rueckmeldung import is_own_sheet
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.excel.sheets.plan import Layout, Placed
from rv2xl.model.finding import Finding, finding
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return
from rv2xl.model.wording import german, listed


def read_return(data: bytes, file: str) -> Return:
    """Read a returned file. Whatever is wrong with it is among the findings."""
    returned = Return(file)
    guarded = guard(data)
    returned.findings += guarded.findings
    if guarded.package is None:
        return returned
    try:
        _Reader(returned, guarded).read()
    except NotRecognised as unknown:
        returned.findings.append(unknown.finding)
    except PartTooLarge as large:
        text = f"Der Teil „{large}“ ist größer, als eine solche Arbeitsmappe sein kann."
        return _unreadable(returned, guarded, "DATEI-GROESSE", text)
    except DamagedPart as damage:
        text = f"Die Datei ist beschädigt und lässt sich nicht lesen. {damage}".strip()
        return _unreadable(returned, guarded, "DATEI-UNLESBAR", text)
    return returned


def _unreadable(returned: Return, guarded: Guarded, code: str, message: str) -> Return:
    """Return nothing of what was read before the reading failed: half a file would be judged as one with holes."""
    return Return(returned.file, findings=[*guarded.findings, finding(code, message)])


_AMISS = frozenset({"FELD-FEHLT", "FELD-VERSCHOBEN", "FORMEL-GEAENDERT", "VORGABE-GEAENDERT"})
"""The findings of what was issued and is otherwise now."""


class _Reader:
    """Reads one file that passed the guard."""

    def __init__(self, returned: Return, guarded: Guarded) -> None:
        assert guarded.package is not None
        assert guarded.workbook is not None
        self.returned = returned
        self.received = ReceivedBook(guarded.package, guarded.workbook)
        self.meta = meta_tab(self.received)

    def read(self) -> None:
        """Recognise the form, compare it with what was issued, take the values."""
        returned = self.returned
        issued = lay_out(self._issue())
        tabs = assign(issued, self.received, self.meta)
        layout, changes = as_returned(issued, tabs.by_key, self.received)
        issue = returned.issue = layout.issue
        returned.findings += [said_of(change, self.received) for change in changes]
        comparisons = self._compare(layout, tabs, {change.placed.key: change for change in changes})
        put_stand_ins(returned)
        compute_results(issue.form, comparisons, returned.sheets)
        returned.findings += stored_findings(returned, layout, comparisons)
        returned.findings += self._unprotected(comparisons)
        returned.findings += each_ort_once(returned)
        returned.sender = issue.sender or self._sender(issue)
        returned.findings += _other_number(returned, issue)

    def _issue(self) -> Issue:
        received, found = self.received, self.returned.findings
        if self.meta is not None:
            issue, changed = read_meta(received.cells(self.meta).rows, self._longest)
            found += changed
            if self.meta != META_NAME:
                found.append(_renamed_meta(self.meta))
            return issue
        recovered = recover(received)
        if recovered is None:
            raise NotRecognised("FORM-FREMD", f"Die Datei ist kein Vordruck dieses Verfahrens: Das Blatt „{META_NAME}“ und die Kennung auf "
                                "dem Deckblatt fehlen.")  # fmt: skip
        proof = (
            "die Vorgaben auf den Blättern passen zur Prüfsumme des Deckblatts"
            if recovered.verified
            else "ob die Vorgaben auf den Blättern die ausgegebenen sind, lässt sich nicht feststellen"
        )
        found.append(finding("BLATT-FEHLT", f"Das verborgene Blatt „{META_NAME}“ fehlt; gelesen wurde nach der Kennung auf dem Deckblatt, "
                             f"{proof}.", sheet=META_NAME))  # fmt: skip
        return recovered.issue

    def _longest(self) -> int:
        return max(len(self.received.cells(name).rows) for name in self.received.sheets)

    def _compare(self, layout: Layout, tabs: Tabs, resized: Mapping[str, Resized]) -> list[SheetComparison]:
        received, returned = self.received, self.returned
        comparisons = []
        for placed in layout.placed:
            tab = tabs.by_key.get(placed.key)
            if tab is None:
                if placed.key != META_NAME:
                    returned.findings.append(_gone_sheet(placed, tabs.rivals.get(placed.key, ())))
                continue
            comparison = SheetComparison(layout, placed, tab, received)
            comparison.row_deleted = any(change.length < change.roster.rows for change in resized.values())
            if placed.key in resized:
                comparison.added, comparison.in_ranges = resized[placed.key].added, resized[placed.key].in_ranges()
            if as_seen(tab) != as_seen(placed.name):
                comparison.findings.append(_renamed(placed, tab))
            sheet = comparison.run()
            if sheet is not None:
                returned.sheets[placed.key] = sheet
            comparisons.append(comparison)
        translated = _translation(comparisons)
        for comparison in comparisons:
            comparison.compare_formulas(returned.sheets.get(comparison.placed.key), translated)
            returned.findings += comparison.findings
            returned.findings += outside(comparison)
        ours = {META_NAME, self.meta, *tabs.by_key.values()}
        foreign = [tab for tab in received.sheets if tab not in ours and not is_own_sheet(received.cells(tab).rows)]
        returned.findings += foreign_sheets(layout, received, foreign, returned.sheets)
        return comparisons

    def _unprotected(self, comparisons: Sequence[SheetComparison]) -> Iterator[Finding]:
        """Say where the protection of a sheet was lifted, if something on it is not as issued: some programs lose it by themselves."""
        amiss = {entry.sheet for entry in self.returned.findings if entry.code in _AMISS and entry.cells}
        for tab in (comparison.tab for comparison in comparisons if comparison.tab in amiss):
            if not self.received.around(tab).protected:
                text = "Der Schutz dieses Blattes ist aufgehoben, und auf dem Blatt ist etwas anders als ausgegeben."
                yield finding("SCHREIBSCHUTZ", text, sheet=tab)

    def _sender(self, issue: Issue) -> str | None:
        ref = issue.form.sender
        value = self.returned.value(ref.sheet or "", ref.field) if ref is not None else None
        return str(value) if value is not None else None


def _gone_sheet(placed: Placed, rivals: Sequence[str]) -> Finding:
    text = f"Das Blatt „{placed.name}“ fehlt"
    if rivals:
        text += f"; {listed([f'„{tab}“' for tab in rivals])} könnten es sein, keines davon wurde gelesen"
    return finding("BLATT-FEHLT", f"{text}.", sheet=placed.name)


def _renamed_meta(tab: str) -> Finding:
    text = (
        f"Das verborgene Blatt „{META_NAME}“ heißt jetzt „{tab}“; es wurde nach seinem Inhalt erkannt und dort gelesen."
    )
    return finding("FELD-VERSCHOBEN", text, remedy="Nichts zu tun; bitte Blätter nicht umbenennen.", sheet=tab, value=tab,
                   expected=META_NAME)  # fmt: skip


def _renamed(placed: Placed, tab: str) -> Finding:
    mark = placed.sheet.told_apart_by if placed.sheet is not None else None
    what, by = f"Was auf dem Blatt „{placed.name}“ ausgegeben wurde", " nach seinem Inhalt"
    if placed.sheet is not None and mark is not None and placed.given.get(mark):
        label = placed.sheet.fields[mark].printed_label
        what, by = f"Was auf dem Blatt „{placed.name}“ mit {label} {german(placed.given[mark])} ausgegeben wurde", ""
    return finding("FELD-VERSCHOBEN", f"{what}, steht{by} jetzt auf „{tab}“ und wurde dort gelesen.", sheet=tab, field=mark, value=tab,
                   expected=placed.name)  # fmt: skip


def _translation(comparisons: Sequence[SheetComparison]) -> Translation | None:
    """Return how issued formulas read now; None where all stands as issued."""
    tabs = {entry.placed.name: entry.tab for entry in comparisons if entry.placed.name != entry.tab}
    places = {
        entry.placed.name: {**entry.in_ranges, **entry.places}
        for entry in comparisons
        if entry.in_ranges or entry.moved
    }
    return MovedSheets(tabs, places).translated if tabs or places else None


def _other_number(returned: Return, issue: Issue) -> Iterator[Finding]:
    """Say if a workbook that was made out to somebody now names somebody else."""
    ref = issue.form.sender
    if issue.sender is None or ref is None or ref.sheet is None:
        return
    sheet = returned.sheets.get(ref.sheet)
    field = issue.form.sections[ref.sheet].known(ref.field)
    value = sheet.values.get(field.id) if sheet is not None else None
    traeger = forms.register_roles().traeger  # whose number the field is begun with
    if sheet is None or field.suggested_from != f"{traeger.roster}.{traeger.number}" or value in (None, issue.sender):
        return
    text = f"„{field.full_label}“: Ausgegeben wurde dieser Bogen für {issue.sender}, jetzt steht dort {german(value, field.type)}."
    yield finding(
        "VORGABE-GEAENDERT", text, remedy="Bitte prüfen, ob der Bogen zu diesem Leistungserbringer gehört.",
        sheet=sheet.name, cells=(sheet.cell(field.id) or "",), field=field.id, value=str(value),
        expected=issue.sender, source=field.source,
    )  # fmt: skip
