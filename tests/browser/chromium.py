"""Chromium without a screen, with axe-core in the page: what makes a page hard to use for some."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

CHROMIUM = os.environ.get("RV2XL_CHROMIUM", "chromium")
AXE = os.environ.get("RV2XL_AXE", "")
"""Where axe-core's `axe.min.js` is."""

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--virtual-time-budget=60000",
)  # fmt: skip
_JUDGED = """<script src="{axe}"></script><script>
const overflows = document.documentElement.scrollWidth > document.documentElement.clientWidth;
axe.run({{preload: false}}).then(found => {{
  const told = kind => found[kind].map(rule => [rule.id, rule.nodes.map(node => node.html).join(" ")]);
  const answer = document.createElement("pre");
  answer.id = "axe";
  answer.textContent = JSON.stringify([told("violations"), told("incomplete"), found.passes.map(rule => rule.id), overflows]);
  document.body.replaceChildren(answer);
}});
</script>"""
_ANSWER = re.compile(r'<pre id="axe">(.*?)</pre>', re.DOTALL)


class Judged(NamedTuple):
    """What axe-core says of a page: rules and the elements that break them, those it cannot decide, and the rules that are kept; and
    whether something sticks out on the right, where print cuts it off."""

    violations: list[tuple[str, str]]
    undecided: list[tuple[str, str]]
    kept: set[str]
    overflows: bool


def missing_browser() -> str | None:
    """Why no page can be judged here; None if it can."""
    if shutil.which(CHROMIUM) is None:
        return f"Chromium ({CHROMIUM}; Debian: chromium) is not installed"
    if not Path(AXE).is_file():
        return "RV2XL_AXE does not name axe-core's axe.min.js (npm: axe-core)"
    return None


def judged_by_axe(page: str) -> Judged:
    """Open a page in a browser of its own and judge it."""
    with tempfile.TemporaryDirectory(prefix="rv2xl_browser_") as name:
        path = Path(name) / "page.html"
        path.write_text(page + _JUDGED.format(axe=Path(AXE).absolute().as_uri()), encoding="utf-8")
        shown = subprocess.run(
            [CHROMIUM, *_FLAGS, f"--user-data-dir={Path(name) / 'profile'}", "--dump-dom", path.as_uri()],
            check=True, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
    answer = _ANSWER.search(shown.stdout)
    assert answer is not None, f"axe-core gave no answer: {shown.stdout[-500:]}\n{shown.stderr[-500:]}"
    violations, undecided, kept, overflows = json.loads(html.unescape(answer[1]))
    return Judged([tuple(rule) for rule in violations], [tuple(rule) for rule in undecided], set(kept), overflows)
