"""Files that try to cost time and memory: each within what a zip may hold, most of them otherwise a filled return.

A table of makers, and the codes of what is found in each file.
"""

from __future__ import annotations

from tests.security.costly import cells, recognition, texts, workbook
from tests.security.costly.build import Table

COSTLY: Table = {**cells.TABLE, **texts.TABLE, **workbook.TABLE, **recognition.TABLE}
