"""`python -m tests.versions` releases every version that is not released yet: its fingerprint, a filled workbook, what that says.

What is kept is never replaced: a released version does not change.
"""

from __future__ import annotations

import json
from typing import Any

from rv2xl import forms
from tests.forms.standard import judged, standard
from tests.versions.layouts import LAYOUTS, fingerprint, released, values_of, workbook


def main() -> None:
    """Write what is missing and say so."""
    known: dict[str, Any] = {name: dict(versions) for name, versions in released().items()}
    for name in forms.NAMES:
        for form in forms.versions(name):
            if form.version in known.setdefault(name, {}):
                continue
            known[name][form.version] = fingerprint(form)
            path = workbook(name, form.version)
            if form is forms.newest(name) and not path.exists():
                path.write_bytes(standard(name).file())
                said = values_of(judged(path.read_bytes())[0])
                path.with_suffix(".json").write_text(
                    json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
                )
            print(f"{name} {form.version}")
    lines = [
        "# The layout of every released version, a checksum for each sheet. Written by `python -m tests.versions`, never by hand.",
        "",
    ]
    for name, versions in sorted(known.items()):
        for version, sheets in sorted(versions.items()):
            lines += [f'[{name}."{version}"]', *(f'"{sheet}" = "{checksum}"' for sheet, checksum in sheets.items()), ""]
    LAYOUTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
