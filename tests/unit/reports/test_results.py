"""Which reports are made, and what a call is refused for: one sentence, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest

from rv2xl import forms
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.form import Form
from rv2xl.model.definitions.outline import Outline
from rv2xl.reports import findings_sheet
from rv2xl.reports.results import consolidate_files, require_consolidation, require_targets, write_results
from rv2xl.reports.workbook.report_book import ReportBook
from rv2xl.returns.consolidate import COLUMNS, Consolidation
from tests.forms.standard import standard
from tests.unit.reports.folder import (
    FORM,
    TODAY,
    USUAL,
    YEAR,
    consolidated,
    tidy_csv,
    tidy_parquet,
    usual,
    usual_register,
)

NO_REPORT = {
    "nobody returns it": forms.newest("stammdaten"),
    "a calculation without a summary": replace(forms.newest("fahrtkosten"), summary=None),
    "a form of tomorrow": replace(forms.newest("dokumentation"), name="neu", outline=Outline()),
}


@pytest.mark.parametrize("form", NO_REPORT.values(), ids=NO_REPORT)
def test_a_form_without_a_summary_is_refused(form: Form) -> None:
    sentence = f"Für „{form.title}“ gibt es keine Zusammenführung; „rv2xl forms“ nennt die Formulare."
    with pytest.raises(Abbruch) as refused:
        require_consolidation(form, YEAR)
    assert str(refused.value) == sentence
    with pytest.raises(Abbruch):
        consolidate_files(form, [Path("nie.xlsx")], usual_register(), YEAR)


@pytest.mark.parametrize(
    "name",
    [name for name in forms.NAMES if forms.newest(name).sender is not None and not forms.newest(name).confidential],
)
def test_every_form_that_is_returned_has_its_report(name: str) -> None:
    require_consolidation(forms.newest(name), YEAR)


@pytest.mark.parametrize("name", ["Werte.txt", "Werte", "Werte.xlsx", "Werte.csv.gz"])
def test_the_suffix_of_the_data_is_csv_or_parquet(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    with pytest.raises(Abbruch) as refused:
        require_targets(tmp_path / "Bericht.xlsx", data, ())
    assert str(refused.value) == f"Der Name „{data}“ muss auf „.csv“ oder „.parquet“ enden."


@pytest.mark.parametrize(("name", "content"), [("Werte.CSV", tidy_csv), ("Werte.parquet", tidy_parquet)])
def test_the_suffix_says_how_data_are_written(
    tmp_path: Path, name: str, content: Callable[[Consolidation], bytes]
) -> None:
    made, out = consolidated([]), tmp_path / "Bericht.xlsx"
    require_targets(out, tmp_path / name, ())
    assert write_results(made, out, tmp_path / name, today=TODAY) == [out, tmp_path / name, tmp_path / "Werte.md"]
    assert (tmp_path / name).read_bytes() == content(made)


# --- Report and table belong together ---------------------------------------------------------------------------------

FORMS = ("dokumentation", "fahrtkosten")


def made(form: str) -> Consolidation:
    return (
        consolidated([*USUAL[:2]])
        if form == FORM.name
        else Consolidation(forms.newest(form), YEAR, usual_register(), ())
    )


COLUMN_LINE = b"\xef\xbb\xbf" + ";".join(COLUMNS).encode() + b"\r\n"


def old_report(form: str) -> bytes:
    """Return an earlier report on the same, with other contents."""
    word = "Regionalbericht" if form == FORM.name else "Übersicht"
    book = ReportBook(f"{word} {YEAR} – {forms.newest(form).title}", "Quelle")
    book.page("Alt", [10.0])
    return book.finished()


def texts(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_report_names_the_checksum_of_its_table(tmp_path: Path, form: str, suffix: str) -> None:
    out, data = tmp_path / "Bericht.xlsx", tmp_path / f"Werte\u202e{suffix}"
    write_results(made(form), out, data, today=TODAY)
    checksum = sha256(data.read_bytes()).hexdigest()
    sentence = f"Zu diesem Bericht gehört die Tabelle „Werte\\u202e{suffix}“ mit jedem einzelnen Wert (Prüfsumme SHA-256: {checksum})."
    assert [text.removeprefix("•  ") for text in texts(out) if "SHA-256:" in text] == [sentence]
    write_results(made(form), out, None, today=TODAY)
    assert not any("SHA-256:" in text for text in texts(out))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("bad", ["Werte.csv", "Werte.md"])
def test_a_second_write_that_fails_leaves_both_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, bad: str
) -> None:
    old = {"Bericht.xlsx": old_report(form), "Werte.csv": COLUMN_LINE + b"alte Werte"}
    for name, content in old.items():
        (tmp_path / name).write_bytes(content)
    replace_, order = os.replace, []

    def failing(source: Path, target: Path) -> None:
        if target.name == bad:
            raise PermissionError(13, "open in Excel", str(source), None, str(target))
        order.append(target.name)
        replace_(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(PermissionError):
        write_results(made(form), tmp_path / "Bericht.xlsx", tmp_path / "Werte.csv", today=TODAY)
    assert order[0] == "Bericht.xlsx", "it was replaced already"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old


OTHERS: dict[str, tuple[str, bytes]] = {
    "no workbook": ("Bericht.xlsx", b"alt"),
    "a workbook of somebody else": ("Bericht.xlsx", standard("dokumentation").file()),
    "the report on another form": ("Bericht.xlsx", old_report("fahrtkosten")),
    "a table of somebody else": ("Werte.csv", b"von;nach;km\r\n"),
    "a list of findings": ("Werte.md", b"# Notizen\n"),
    "no Parquet": ("Werte.parquet", b"PAR1"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_earlier_result_is_not_replaced(tmp_path: Path, name: str) -> None:
    file, content = OTHERS[name]
    (tmp_path / file).write_bytes(content)
    data = tmp_path / (file if file.endswith(".parquet") else "Werte.csv")
    with pytest.raises(Abbruch, match=rf"{file}“ gibt es schon und ist keine? .*; bitte einen anderen Namen angeben"):
        write_results(made(FORM.name), tmp_path / "Bericht.xlsx", data, today=TODAY)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {file: content}


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_results_are_written_again_and_a_report_that_was_saved_since_gives_way(tmp_path: Path, suffix: str) -> None:
    out, data = tmp_path / "Bericht.xlsx", tmp_path / f"Werte{suffix}"
    write_results(made(FORM.name), out, data, today=TODAY)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    openpyxl.load_workbook(out).save(out)
    assert out.read_bytes() != first["Bericht.xlsx"]
    write_results(made(FORM.name), out, data, today=TODAY)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_the_table_takes_its_place_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_, order = os.replace, []
    monkeypatch.setattr(os, "replace", lambda source, target: (order.append(target.name), replace_(source, target)))
    write_results(made(FORM.name), tmp_path / "Bericht.xlsx", tmp_path / "Werte.csv", today=TODAY)
    assert order == ["Bericht.xlsx", "Werte.md", "Werte.csv"]


def test_a_cell_holds_as_much_as_a_cell_can(tmp_path: Path) -> None:
    """A sender with a thousand files: their names stand in one cell."""
    book = ReportBook("Titel", "Quelle")
    page = book.page("Blatt", [20.0])
    for row, text in enumerate(("x" * 32_767, "x" * 32_768, "😀" * 16_384, "x\ud83d", "x" * 32_766 + "😀")):
        page.text(row, 0, text)
    (tmp_path / "a.xlsx").write_bytes(book.finished())
    cells = texts(tmp_path / "a.xlsx")
    assert cells == ["x" * 32_767, "x" * 32_766 + "…", "😀" * 16_383 + "…", "x�", "x" * 32_766 + "…"]
    assert max(len(text.encode("utf-16-le")) // 2 for text in cells) == 32_767


def test_findings_beyond_what_a_sheet_holds_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sum(len(entry.findings) for entry in usual().own) + 2  # two are unreadable
    monkeypatch.setattr(findings_sheet, "MOST_ROWS", 3)
    write_results(usual(), tmp_path / "Bericht.xlsx", None, today=TODAY)
    rows = list(openpyxl.load_workbook(tmp_path / "Bericht.xlsx")["Befunde"].iter_rows(min_row=4, values_only=True))
    assert [row[2] for row in rows][3:] == [
        f"{whole - 3} weitere Zeilen sind hier nicht aufgeführt; „rv2xl check“ nennt alle."
    ]
