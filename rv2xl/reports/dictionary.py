"""The data dictionary: every field and rule of a form or of one issued workbook, for people and for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from rv2xl import forms
from rv2xl.excel.returned.read import read_return
from rv2xl.excel.sheets.layout import lay_out
from rv2xl.excel.sheets.plan import Layout
from rv2xl.files import content_of
from rv2xl.model.abbruch import Abbruch
from rv2xl.model.definitions.field import Field
from rv2xl.model.definitions.form import Form, Sheet
from rv2xl.model.definitions.rule import Judgement, Rule
from rv2xl.model.expressions.explain import sentence
from rv2xl.model.expressions.expr import Ref
from rv2xl.model.wording import german_number, listed
from rv2xl.outgoing.issuing import issue_blank
from rv2xl.resources import resource


def dictionary(layout: Layout, of_all_years: Form | None = None) -> dict[str, Any]:
    """Return the data dictionary of a workbook in the contract's JSON form, with the rules of its year or of all years."""
    form = of_all_years or layout.issue.form
    return {
        "form": form.name,
        "version": form.version,
        "title": form.title,
        "source": form.source,
        "sheets": [
            {"name": placed.name, "section": placed.sheet.section, "fields": [
                _field(field, placed.plan.fields[field.id].name) for field in placed.sheet.fields.values()
            ]}
            for placed in layout.placed
            if placed.sheet is not None
        ],
        "rules": [*(_rule(form, code) for code in form.rules), *_watched(form)],
    }  # fmt: skip


def _field(field: Field, cell: str) -> dict[str, Any]:
    type_ = field.type
    return {
        "id": field.id,
        "cell": cell,
        "label": field.full_label,
        "type": str(type_.kind),
        "unit": type_.unit,
        "filled_by": str(field.filled_by),
        "required": field.required,
        "min": _limit(type_.minimum),
        "max": _limit(type_.maximum),
        "choices": list(type_.choices) or None,
        "personal": field.personal,
        "source": field.source,
    }


def _limit(value: Decimal | date | None) -> int | str | None:
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else int(value) if value == int(value) else str(value)


def _rule(form: Form, code: str) -> dict[str, Any]:
    """Return one entry for a code: its sentences, each once, and the fields of all its rules."""
    judgements = [(sheet, entry) for sheet in form.sheets for entry in sheet.judgements if entry.rule.code == code]
    texts = dict.fromkeys(_sentence(form, sheet, entry) + _years(entry.rule) for sheet, entry in judgements)
    fields = dict.fromkeys(ref.field for _, entry in judgements for ref in entry.refs)
    rule = form.rules[code][0]
    return {
        "code": code,
        "severity": str(rule.severity),
        "text": " ".join(texts),
        "source": rule.source,
        "fields": list(fields),
    }


def _watched(form: Form) -> Iterator[dict[str, Any]]:
    """Yield the entry for what is held against last year's, if the form has it."""
    watched = form.watched
    if watched is not None:
        labels = listed([number.label for number in watched.numbers])
        yield {
            "code": watched.code,
            "severity": str(watched.severity),
            "text": f"Wo die Werte des Vorjahres vorliegen, ändert sich an keinem Ort eine dieser Zahlen um mehr als "
            f"{german_number((watched.share * 100).normalize())} % und um mindestens {german_number(watched.least)}: {labels}.",
            "source": watched.source,
            "fields": [part for number in watched.numbers for part in number.parts],
        }


def _years(rule: Rule) -> str:
    """Say in which years a rule is judged: nothing for one that always is."""
    parts = [f"{word} {year}" for word, year in (("ab", rule.since), ("bis", rule.until)) if year is not None]
    return f" ({' '.join(parts)})" if parts else ""


def _sentence(form: Form, sheet: Sheet, judgement: Judgement) -> str:
    """Return the German sentence of a rule."""

    def known(ref: Ref) -> Field | None:
        return (form.sections[ref.sheet] if ref.sheet else sheet).known(ref.field)

    return sentence(judgement, known, form.guidance)


def markdown(entry: Mapping[str, Any]) -> str:
    """Return the data dictionary as Markdown."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    template = resource("templates/felder.md.j2")
    environment = Environment(loader=FileSystemLoader(template.parent), undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True, autoescape=False, keep_trailing_newline=True)  # fmt: skip
    environment.filters["first_rows"] = first_rows
    environment.filters["cell"] = lambda value: (
        "" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
    )
    return environment.get_template(template.name).render(entry=entry)


_FURTHER_ROW = re.compile(r"\w+\.(?!1\.)\d+\.")

Lines = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Headings and rows of a table."""


def described(what: str) -> dict[str, Any]:
    """Return the data dictionary of a form or of an issued workbook. Raises Abbruch if it is neither."""
    if what in forms.NAMES:
        form = forms.newest(what)
        return dictionary(lay_out(issue_blank(form, form.first_year)), form)
    path = Path(what)
    if not path.is_file():
        raise Abbruch(f"„{what}“ ist weder ein Formular noch eine Datei; „rv2xl forms“ nennt die Formulare.")
    returned = read_return(content_of(path), what)
    if returned.issue is None:
        raise Abbruch(f"„{what}“ ist keine ausgegebene Arbeitsmappe: {returned.findings[0].message}")
    return dictionary(lay_out(returned.issue))


def first_rows(fields: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the fields for people: of a roster the first row, for the others are like it."""
    return [field for field in fields if not _FURTHER_ROW.match(field["id"])]


def field_lines(entry: Mapping[str, Any]) -> Lines:
    """Return the fields as a table for people."""
    heads = ("Blatt", "Zelle", "Feld", "Bezeichnung", "Art", "Einheit", "füllt aus", "Pflicht")
    return heads, [
        (sheet["name"], field["cell"], field["id"], field["label"], field["type"], field["unit"] or "", field["filled_by"],
         "ja" if field["required"] else "")
        for sheet in entry["sheets"]
        for field in first_rows(sheet["fields"])
    ]  # fmt: skip


def rule_lines(entry: Mapping[str, Any]) -> Lines:
    """Return the rules as a table for people."""
    return ("Code", "Schwere", "Regel", "Fundstelle"), [
        (rule["code"], rule["severity"], rule["text"], rule["source"]) for rule in entry["rules"]
    ]
