"""`rv2xl demo`: makes the invented files, then does with them what the other commands do, and says what to open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rv2xl import forms
from rv2xl.demo import BERECHNUNGEN, KOOPERATION, RUECKLAUF, Demo, make
from rv2xl.demo.answers import answer_returns, day_of_answers
from rv2xl.demo.cooperation import put_meldungen_together, write_cooperation, write_overviews
from rv2xl.demo.returns import Planted
from rv2xl.demo.written import RESULTS, Written
from rv2xl.reports.checked.sentences import files_counted
from rv2xl.reports.regional.published import Edition
from rv2xl.reports.results import consolidate_files, report_file_name, require_targets, write_results
from rv2xl.returns.checked import Checked
from rv2xl.returns.earlier.earlier_year import read_earlier_years
from rv2xl.returns.folder import find_files
from rv2xl.returns.register import load_register
from rv2xl.returns.state import state_of

RUECKMELDUNG = "Rueckmeldung"
CALCULATIONS = ("fahrtkosten", "kostenzuordnung")
"""The calculations that the demo has."""


def run_demo(
    out: Path, providers: int, seed: int, year: int, advance: Callable[[], None] | None = None
) -> tuple[list[tuple[str, ...]], list[str]]:
    """Make register, issued workbooks and returns, then check and consolidate them from the files alone.

    Returns what the demo tells at its end: a line for each planted defect, and lines that say what to open.
    """
    made = make(out, providers, seed, year, advance)
    folder = out / RESULTS
    folder.mkdir(exist_ok=True)
    form = forms.newest("dokumentation")
    report, data = folder / report_file_name(form, year), folder / f"Werte_{year}.csv"
    files = find_files([made.ruecklauf[0].parent])
    page = report.with_suffix(".html")
    require_targets(report, data, [*files, made.stammdaten], page)
    register = load_register(made.stammdaten, year)
    earlier = read_earlier_years([made.vorjahr] if made.vorjahr is not None else [], form, year)
    result = consolidate_files(form, files, register, year, advance, earlier=earlier)
    today = day_of_answers(result)
    write_results(result, report, data, today=today, earlier=earlier, html=page)
    external = folder / report_file_name(form, year, Edition.EXTERNAL)
    write_results(result, external, None, today=today, edition=Edition.EXTERNAL)
    answers = list(answer_returns(result, made.ruecklauf[0].parent, folder / RUECKMELDUNG))
    lines = [_line(planted, result.files, result.expected()) for planted in made.planted]
    summaries = []
    files = find_files([made.berechnungen[0].parent])
    for name in CALCULATIONS:
        calculated = consolidate_files(forms.newest(name), files, register, year)
        summaries += write_results(calculated, folder / report_file_name(calculated.form, year), None, today=today)
    told = put_meldungen_together(made, register)
    lines += [_line(slip, [*calculated.files, *told.files], ()) for slip in made.slips]
    cooperation = [
        *write_cooperation(told, folder, folder / RUECKMELDUNG),
        *write_overviews(result, told, folder, earlier),
    ]
    Written(out).keep_results()
    return lines, _closing(
        made,
        out,
        (report, data, external, page, *summaries),
        [*answers, *cooperation],
        files_counted(state_of(entry, result.form) for entry in result.files),
    )


def _line(planted: Planted, files: Sequence[Checked], expected: Sequence[str]) -> tuple[str, ...]:
    """Return a line for a planted defect: what was found with its code and cell."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    if planted.code is None:
        found = planted.number in expected and not any(entry.returned.sender == planted.number for entry in files)
        return (planted.words, planted.number or "", "–", "", "", "fehlt" if found else "NICHT GEFUNDEN")
    reported = (
        found.message
        for entry in files
        if Path(entry.file).name == planted.file
        for found in entry.findings
        if (found.code, found.sheet) == (planted.code, planted.sheet)
        and (planted.cell is None or planted.cell in MultiCellRange(" ".join(found.cells)))
    )
    words = next(reported, "NICHT GEFUNDEN")
    return (planted.words, planted.file or "", planted.code, planted.sheet or "", planted.cell or "", words)


def _closing(made: Demo, out: Path, results: Sequence[Path], answers: Sequence[str], counted: str) -> list[str]:
    report, data, external, page, *summaries = results
    return [
        counted,
        "",
        "Zum Öffnen:",
        f"  {report}   der Regionalbericht",
        f"  {page}   dieselben Zahlen als Seite für den Browser",
        f"  {external}   seine Ausgabe zur Veröffentlichung",
        *answers,
        *(f"  {summary}   eine Übersicht über Berechnungsbögen" for summary in summaries),
        f"  {made.konsolidierung}   die Arbeitsmappe der Sachbearbeitung, in der all das über Knöpfe geht",
        f"  {made.versand[0]}   ein Vordruck, wie er hinausgeht",
        f"  {made.berechnungen[0]}   ein ausgefüllter Berechnungsbogen",
        f"  {made.stammdaten}   das Verzeichnis der Leistungserbringer und Orte",
        f"  {data}   alle Werte als Tabelle, daneben ihr Verzeichnis (.md)",
        "",
        "Zum Ausprobieren:",
        *(
            f"  rv2xl check {out / folder} --register {made.stammdaten} --year {made.year}"
            for folder in (RUECKLAUF, BERECHNUNGEN, Path(KOOPERATION) / RUECKLAUF)
        ),
    ]
