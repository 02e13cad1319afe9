"""What a report shows of a region: sums and ratios of what its Orte report, and the sheets that they stand on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A figure of a region: the sum of `parts`, and where there is a base `over`, that sum divided by the sum of the base.

    Both are ids of fields of an Ort or of an outline's sums; a question is `asked`, and shown is the share of „ja“ among its answers.
    `label` stands above a column, `short` where there is little room, `words` says what it is: what by what, of which day. A ratio is
    shown in `percent`, or as a number with one decimal.
    """

    id: str
    label: str
    parts: tuple[str, ...]
    over: tuple[str, ...] = ()
    words: str = ""
    short: str = ""
    percent: bool = True
    asked: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether it has a base."""
        return self.asked or bool(self.over)

    @property
    def name(self) -> str:
        """Its label where there is little room."""
        return self.short or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A sheet of its own about one thing: its name, the question that it answers, the columns in order, and its chart.

    `charted` are ids of its indicators, drawn side by side for each region or, if `stacked`, as parts of a whole; or one below the other
    for the whole state (`of_state`). The chart has a title, and `axis` says what is measured.
    """

    id: str
    name: str
    words: str
    indicators: tuple[Indicator, ...]
    charted: tuple[str, ...] = ()
    chart_title: str = ""
    axis: str = ""
    stacked: bool = False
    of_state: bool = False
