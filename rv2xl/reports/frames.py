"""Tables in memory: pandas over Arrow, whose decimals are exact. Money and hours are never floats in them.

pandas and Arrow take half a second to load, so they are imported where a table is made. What may be long is made in pieces:
thousands of returns have millions of values, which as Arrow columns are small and as objects are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from rv2xl.model.foreign_text import writable

if TYPE_CHECKING:
    from pandas import DataFrame

DIGITS = 38
"""As many as a decimal128 has."""
TOGETHER = 500
"""So many sheets are looked at together."""

T = TypeVar("T")


def text() -> Any:
    """Return the Arrow type of texts."""
    import pyarrow

    return pyarrow.string()


def decimal(scale: int) -> Any:
    """Return the Arrow type of numbers with so many decimals, exact."""
    import pyarrow

    return pyarrow.decimal128(DIGITS, scale)


def frame(types: Mapping[str, Any], rows: Sequence[Sequence[object]]) -> DataFrame:
    """Make a table of rows; `types` gives the Arrow type of each column. A number with more decimals than its type is refused."""
    from pandas import DataFrame
    from pandas.arrays import ArrowExtensionArray

    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [()] * len(types)
    return DataFrame({
        name: ArrowExtensionArray(_array(values, type_))
        for (name, type_), values in zip(types.items(), columns, strict=True)
    })  # fmt: skip


def _array(values: Sequence[object], type_: Any) -> Any:
    import pyarrow

    try:
        return pyarrow.array(values, type_)
    except UnicodeEncodeError:  # a workbook can hold half a sign
        return pyarrow.array([writable(value) if isinstance(value, str) else value for value in values], type_)


def pieces(entries: Iterable[T], length: int = TOGETHER) -> Iterator[list[T]]:
    """Yield entries in pieces, the last one shorter."""
    remaining = iter(entries)
    while piece := list(islice(remaining, length)):
        yield piece
