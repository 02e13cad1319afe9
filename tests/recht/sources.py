"""The README's table of what the sources ask and where it is answered, made of `fundstellen.toml`: one line for each number.

`python -m tests.recht.sources` writes it into the README.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.recht.test_fundstellen import FORMS, GROUPS, KINDS, MELDUNGEN, VEREINBARUNG

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- sources: begin -->", "<!-- sources: end -->"
_NAMED = 3
"""So many names are listed; of more the rest is counted."""
_WORDS = {
    "field": ("field", "fields"), "rule": ("rule", "rules"), "auslegung": ("Auslegung", "Auslegungen"),
    "parameter": ("dated value", "dated values"),
}  # fmt: skip
_PLACES = {
    "note": "printed on the sheet", "help": "printed in the Ausfüllhilfe", "calendar": "`rv2xl calendar`", "overview": "`rv2xl report`",
    "agreement": "agreement in `recht/kooperation/`",
}  # fmt: skip


def title_of(source: int | str) -> str:
    """Return what a source is called."""
    if source == VEREINBARUNG:
        return "Kooperationsvereinbarung LWV Hessen – Odenwaldkreis"
    return f"Rahmenvertrag 2, Anlage {source} (`{FORMS[int(source)]}`)"


def lines() -> Iterator[str]:
    """Yield the lines between the marks: a table for each source, folded up."""
    for source, groups in groupby(GROUPS, key=lambda group: group["anlage"]):
        found = list(groups)
        yield f"<details><summary>{title_of(source)}: {len(found)} numbers</summary>"
        yield ""
        yield "| Nr. | asks | answered by |"
        yield "|---|---|---|"
        yield from (f"| {group['nr']} | {group['titel']} | {answered(group)} |" for group in found)
        yield ""
        yield "</details>"
        yield ""


def answered(group: Mapping[str, Any]) -> str:
    """Say in a line where the sentences of a number are answered."""
    form = MELDUNGEN.get(group["nr"]) if group["anlage"] == VEREINBARUNG else None
    sentences: Sequence[Mapping[str, Any]] = group["saetze"]
    names = {kind: list(dict.fromkeys(name for one in sentences for name in _names(one.get(kind)))) for kind in KINDS}
    said = [_listed(kind, names[kind]) for kind in _WORDS if names[kind]]
    said += [
        place for kind, place in _PLACES.items() if names[kind] and (kind not in {"note", "help"} or not names["field"])
    ]
    none = [one["not_a_form"] for one in sentences if "not_a_form" in one]
    if len(none) == len(sentences):
        return f"nothing to fill in: {' '.join(dict.fromkeys(none))}"
    if none:
        said.append(f"asking for nothing: {len(none)} of {len(sentences)} sentences")
    return (f"`{form}`: " if form else "") + "; ".join(said)


def _names(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _listed(kind: str, names: Sequence[str]) -> str:
    quoted = [name if kind in {"rule", "auslegung"} else f"`{name}`" for name in names]
    shown = quoted if len(quoted) <= _NAMED + 1 else [*quoted[:_NAMED], f"{len(quoted) - _NAMED} more"]
    return f"{_WORDS[kind][len(names) > 1]} {', '.join(shown)}"


def written(text: str) -> str:
    """Return a text with the table as it has to be between the marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return "\n".join([f"{before}{BEGIN}", "", *lines(), f"{END}{after}"])


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
