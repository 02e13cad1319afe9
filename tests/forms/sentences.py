"""All sentences of all rules of today's forms, in one list to be read: `sentences.toml` is what somebody has read.

`python -m tests.forms.sentences` writes it anew; read what changed (`git diff`) before it is committed.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from rv2xl import forms
from rv2xl.excel.sheets.checks.lines import check_lines
from rv2xl.model.definitions.form import Form
from rv2xl.model.expressions.expr import Expr

LIST = Path(__file__).with_name("sentences.toml")
HEAD = (
    "# Every rule of today's forms as „Prüfung“ states it, what a finding says of it where that is written by hand, and what to do.\n"
    "# Written by `python -m tests.forms.sentences`: read what changed.\n"
)

Sentences = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Form, rule (code, part, item), and what is said: „says“, „broken“, „remedy“."""


def sentences() -> dict[str, dict[str, dict[str, str]]]:
    """Return what today's forms say."""
    return {name: _of_form(forms.newest(name)) for name in forms.NAMES}


def _of_form(form: Form) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for sheet in form.sheets:
        rules = {judgement.id: judgement.rule for judgement in sheet.judgements}
        for line in check_lines(form, sheet.section):
            if (rule := rules.get(line.id)) is None or isinstance(line.text, Expr):
                continue
            says = {"says": line.text, "broken": rule.broken, "remedy": rule.remedy}
            said = {kind: text for kind, text in says.items() if text}
            key = line.id if found.get(line.id, said) == said else f"{sheet.section} {line.id}"
            found[key] = said
    return found


def reviewed() -> Sentences:
    """Return the list as it was read."""
    return tomllib.loads(LIST.read_text(encoding="utf-8")) if LIST.exists() else {}


def written(found: Sentences) -> str:
    """Return the list as it is kept."""
    parts = [HEAD]
    for form, rules in found.items():
        for rule, texts in rules.items():
            parts.append(f"[{form}.{json.dumps(rule, ensure_ascii=False)}]")
            parts += [f"{kind} = {json.dumps(text, ensure_ascii=False)}" for kind, text in texts.items()]
            parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    LIST.write_text(written(sentences()), encoding="utf-8")
