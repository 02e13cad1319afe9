"""The browser in which the set-up page is judged."""

from tests.browser.conftest import axe

__all__ = ["axe"]
