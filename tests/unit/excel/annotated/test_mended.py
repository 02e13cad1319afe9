"""Whatever a provider can put right in the marked copy is gone when it comes back: every failing case of every form, corrected."""

from __future__ import annotations

import pytest

from rv2xl.excel.package.set_cells import Value, set_cells
from rv2xl.excel.sheets.recalculate import recalculate
from rv2xl.model.finding import CODES
from rv2xl.model.foreign_text import one_line, shortened
from rv2xl.model.mended import Mended, where_mended
from tests.annotated import annotated_file, notes_of
from tests.client.test_annotated import DONE, MOVED, TYPED
from tests.findings import places
from tests.forms.cases import Case, cases, run
from tests.forms.standard import judged
from tests.forms.test_cases import VERSIONS

WITH_FINDINGS = [case for form in VERSIONS for case in cases(form) if case.findings]

ANOTHER_FILE, OURS = "another file is to be sent", "no entry of the provider's is wrong"
NOT_MENDED = {
    **dict.fromkeys(("DATEI-UNLESBAR", "DATEI-FORMAT", "DATEI-KENNWORT", "DATEI-MAKRO"), "nothing can be marked in it"),
    **dict.fromkeys(("FORM-FREMD", "FORM-VERSION", "FORM-JAHR", "FORM-LE", "DATEI-GROESSE"), ANOTHER_FILE),
    **dict.fromkeys(("BLATT-FEHLT", "FELD-FEHLT"), f"what was deleted is not typed again: {ANOTHER_FILE}"),
    **dict.fromkeys(("STAMMDATEN-GEAENDERT", "PROGRAMM-FEHLER"), OURS),
    **dict.fromkeys(("FORM-DOPPELT", "FORM-ERSETZT"), "told of two files; the copy has the next Korrektur Nr. already"),
    "FREIGABE": "told to nobody outside",
    "LOESCHEN": "what is to be done is to delete the file",
    "DATEI-VERKNUEPFUNG": "links are no entries: the program of the provider has a command of its own for them",
}  # fmt: skip
"""The codes that are put right in no cell of the copy, and why."""


@pytest.mark.parametrize("case", WITH_FINDINGS, ids=str)
def test_every_finding_is_noted_and_the_corrected_copy_is_clean(case: Case) -> None:
    """Corrected as the standard is filled in; results are those that a program stores then."""
    book, entered, sent = case.standard, case.entered(), run(str(case)).returned
    copy, findings = annotated_file(book.filled_with(entered))
    noted = notes_of(copy)
    for entry in findings:
        text = noted[entry.sheet or "", entry.cells[0].partition(":")[0]]
        assert shortened(one_line(entry.message), 400) in text or "weitere, siehe die Liste" in text
    right = recalculate(book.layout, book.filling)
    changes: dict[str, dict[str, Value]] = {}
    results: dict[str, dict[str, Value]] = {}
    for placed in book.layout.placed:
        shown = right[placed.key]
        results[placed.name] = {cell.name: shown[name] for name, cell in placed.plan.computed.items()}
        typed = entered.get(placed.key, {}).keys() - placed.plan.computed.keys()
        wanted = dict(shown) | {CORRECTION: sent.correction + 1}
        changes[placed.name] = {placed.plan.fields[name].name: wanted[name] for name in typed}
    returned, found = judged(set_cells(copy, changes, results=results))
    assert places(found) == []
    assert returned.issue is not None
    assert sent.issue is not None
    assert returned.issue.id == sent.issue.id
    assert sent.sender in (None, returned.sender)
    assert returned.correction == sent.correction + 1


CORRECTION = "deckblatt.korrektur_nr"
"""One that was sent is typed anew, for one that is none cannot be raised; where none was sent, that of the copy stays."""


def test_every_code_is_mended_or_has_a_reason() -> None:
    typed = {code for sent in TYPED.values() for code, _ in sent.values()}
    cased = {place.code for case in WITH_FINDINGS for place in case.places()}
    rules = {judgement.rule.code for form in VERSIONS for sheet in form.sheets for judgement in sheet.judgements}
    assert rules <= cased
    assert {code for code in {*CODES, *rules} if where_mended(code) is not Mended.HERE} == {
        code for code, why in NOT_MENDED.items() if ANOTHER_FILE in why
    }
    assert {*CODES, *rules} - typed - cased - DONE.keys() - {MOVED} == NOT_MENDED.keys()
