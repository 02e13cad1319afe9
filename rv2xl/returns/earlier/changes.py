"""Returns held against last year's: what changed much at an Ort. It informs, and keeps no return from being accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from rv2xl.model.definitions.draft import Watched, WatchedChanges
from rv2xl.model.finding import Finding, Status, limited
from rv2xl.model.foreign_text import shown_name
from rv2xl.model.issue import Issue
from rv2xl.model.returned import ReturnedSheet
from rv2xl.model.wording import german, german_number, plain
from rv2xl.returns.checked import Checked
from rv2xl.returns.consolidate import marked_sheets
from rv2xl.returns.earlier.earlier_year import EarlierOrt, EarlierYear
from rv2xl.returns.earlier.part_year import first_day
from rv2xl.returns.judging.unjudged import cells_of, not_judged
from rv2xl.returns.processes.packed_findings import kept_anew


def add_changes(checked: Iterable[Checked], years: Sequence[EarlierYear]) -> None:
    """Add to each return what changed since the year before, if that is among these years."""
    known = {(year.form, year.year): year for year in years}
    for entry in checked:
        issue = entry.issue
        last = known.get((issue.form.name, issue.year - 1)) if issue is not None else None
        if issue is None or last is None or entry.status is Status.UNLESBAR:
            continue
        if found := [one.in_file(entry.file) for one in _changes(entry, issue, last)]:
            entry.findings = kept_anew(limited([*entry.findings, *found]))


def not_compared(checked: Sequence[Checked], years: Iterable[EarlierYear]) -> Iterator[str]:
    """Say of which years nothing was held against, for no return is of the year after."""
    there = {(entry.issue.form.name, entry.issue.year - 1) for entry in checked if entry.issue is not None}
    for year in years:
        if (year.form, year.year) not in there:
            yield (
                f"Mit „{shown_name(year.file)}“ wurde nichts verglichen: Die Tabelle ist von {year.year}, und kein Rücklauf ist von "
                f"{year.year + 1}."
            )


def _changes(entry: Checked, issue: Issue, last: EarlierYear) -> Iterator[Finding]:
    watched = issue.form.watched
    if watched is None:
        return
    whole = [number for number in watched.numbers if not _is_partial(issue, last, number)]
    for zad, leistung, key in marked_sheets(entry.returned):
        before = last.of(zad, leistung)
        sheet = entry.returned.sheets[key]
        nothing = sheet.values.get(issue.form.outline.nothing or "") == "ja"
        for number in whole if before else ():
            yield from _of_number(watched, number, sheet, before, nothing)


def _is_partial(issue: Issue, last: EarlierYear, number: Watched) -> bool:
    """Whether it was documented of a part of one of the two years only."""
    return any(first_day(issue.form, year, number.parts) is not None for year in (issue.year, last.year))


def _of_number(
    watched: WatchedChanges, number: Watched, sheet: ReturnedSheet, before: Sequence[EarlierOrt], nothing: bool
) -> Iterator[Finding]:
    sums = [ort.total(number.parts) for ort in before]
    then = sum((one for one in sums if one is not None), Decimal(0))
    values = {part: sheet.values.get(part) for part in number.parts}
    blank = [part for part, value in values.items() if value is None]
    if None in sums:  # accepted in spite of a gap
        return
    if blank and not nothing:
        labels = [f"„{sheet.sheet.fields[part].full_label}“" for part in blank]
        yield not_judged(watched.code, number.label, labels, sheet, blank, blank[0], watched.source)
        return
    now = sum((Decimal(value) for value in values.values() if isinstance(value, int | Decimal)), Decimal(0))
    if abs(now - then) > watched.share * then and abs(now - then) >= watched.least:
        type_ = sheet.sheet.fields[number.parts[0]].type
        yield Finding(
            code=watched.code, severity=watched.severity, remedy=watched.remedy, source=watched.source, sheet=sheet.name,
            message=f"{number.label}: {german(now, type_)}, im Vorjahr {german(then, type_)}{_in_percent(now, then)}.",
            cells=cells_of(sheet, number.parts), field=number.parts[0], value=plain(now, type_),
        )  # fmt: skip


def _in_percent(now: Decimal, then: Decimal) -> str:
    """Say by how much: „ (+57 %)“; nothing where there was nothing."""
    if not then:
        return ""
    change = (100 * (now - then) / then).quantize(Decimal(1), ROUND_HALF_UP)
    return f" ({'+' if change > 0 else '−'}{german_number(abs(change))} %)"
