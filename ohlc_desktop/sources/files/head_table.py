"""The first rows of a text of which nobody knows what stands in its columns, and what each looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ohlc_desktop.sources.files.formats import roles_named
from ohlc_desktop.sources.files.layout import HEAD, NUMBER, PRICES, SEPARATORS, cells_of, head_lines
from ohlc_desktop.sources.files.stamps import date_of, joined_by, time_of, unix_of

#: Rows that are shown; with fewer columns, or fewer numbers in a row, it is no table of candles.
_SHOWN, _LEAST, _NUMBERS = 3, 5, 4
#: Fewer columns that a header tells may be so by chance: then the values are looked at.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class HeadTable:
    """Some rows.

    Attributes:
        rows: The first ones with their values, a header among them; all of one length.
        guess: What stands in each column, as far as that can be guessed; empty where it cannot.
    """

    rows: tuple[tuple[str, ...], ...]
    guess: tuple[str, ...]


def head_table(path: Path) -> HeadTable | None:
    """The first rows of a text; None where they are none of a table of candles.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as stream:
        lines = [line for line in head_lines(stream.read(HEAD)) if line][:_SHOWN]
    for separator in SEPARATORS:
        rows = tuple(tuple(cell.strip() for cell in cells_of(line, separator)) for line in lines)
        if rows and len(rows[0]) >= _LEAST and len({len(row) for row in rows}) == 1 and _numbers(rows[-1]) >= _NUMBERS:
            named = roles_named(rows[0])
            return HeadTable(rows, named if sum(map(bool, named)) >= _NAMED else _guessed(rows[-1]))
    return None


def _numbers(row: Sequence[str]) -> int:
    return sum(bool(NUMBER.fullmatch(cell)) for cell in row)


def _guessed(row: Sequence[str]) -> tuple[str, ...]:
    """What the values of a row without a header look like: numbers are prices and a volume in the usual order."""
    rest, found = [*PRICES, "volume"], list[str]()
    for cell in row:
        role = _stamp(cell, found)
        if not role and NUMBER.fullmatch(cell) and rest:
            role = rest.pop(0)
        found.append(role)
    return tuple(found)


def _stamp(cell: str, before: Sequence[str]) -> str:
    """Whether a value is a date, a time of day, or both, and such a one stands not before it."""
    if not {"moment", "date"} & set(before):
        if unix_of(cell) is not None or joined_by(cell):
            return "moment"
        if any(date_of(cell, month_first) is not None for month_first in (False, True)):
            return "date"
    timed = ":" in cell or before[-1:] == ["date"]
    return "time" if timed and "time" not in before and "date" in before and time_of(cell) is not None else ""
