"""What of a confidential form stays in its file: whatever somebody could have typed there, as a value, a key or the name of a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from rv2xl.excel.sheets.checks_sheet import CHECKS_NAME
from rv2xl.excel.sheets.help_sheet import HELP_NAME
from rv2xl.excel.sheets.meta_sheet import META_NAME
from rv2xl.model.finding import Finding
from rv2xl.model.issue import Issue
from rv2xl.model.returned import Return

_PRINTED = (META_NAME, CHECKS_NAME, HELP_NAME)


def withhold(returned: Return) -> None:
    """Call the sheets of a confidential form what they were issued as, whatever their tabs say now, and take no word for its sender's key.

    Findings that were made of it go through `told`. Any other return stays as it is.
    """
    issue = returned.issue
    if issue is None or not returned.confidential:
        return
    issued = {sheet.key: issue.section(sheet.key).name for sheet in issue.sheets}  # no word of `_meta` for it
    tabs = {sheet.name: issued[key] for key, sheet in returned.sheets.items()}
    for key, sheet in returned.sheets.items():
        sheet.name = issued[key]
    returned.findings = [found.on_sheet(tabs.get(found.sheet or "")) for found in told(issue, returned.findings, tabs)]
    if returned.sender is not None and not returned.sender.isdecimal():
        returned.sender = None
        _take_no_key(returned)


def _take_no_key(returned: Return) -> None:
    ref = returned.issue.form.sender if returned.issue is not None else None
    sheet = returned.sheets.get(ref.sheet or "") if ref is not None else None
    entry = sheet.entries.get(ref.field) if ref is not None and sheet is not None else None
    if sheet is not None and entry is not None:
        sheet.take(entry, None)


def told(issue: Issue | None, findings: Iterable[Finding], tabs: Iterable[str] = ()) -> list[Finding]:
    """Return what may be told of a file: of a confidential form nothing that stands in it. Findings may name its sheets by these `tabs`."""
    if issue is None or not issue.form.confidential:
        return list(findings)
    known = {*_PRINTED, *tabs, *(sheet.name for sheet in issue.form.sheets)}
    return [found.withheld(known) for found in findings]
