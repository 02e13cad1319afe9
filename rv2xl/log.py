"""Where a mistake of the program is written down with its traceback, if somebody asked for it."""

from __future__ import annotations

import os
from pathlib import Path


def log_to(path: Path | None) -> None:
    """Let the logger „rv2xl“ write to this file, else to the one that RV2XL_LOG names, else nowhere."""
    import logging

    logger = logging.getLogger("rv2xl")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    file = path or os.environ.get("RV2XL_LOG")
    logger.addHandler(logging.FileHandler(file, encoding="utf-8") if file else logging.NullHandler())
