"""Tables as lines of text. Imports nothing heavy: a table is what most answers are, and it should be there at once."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence

from ohlc_desktop.core.timeframes import TIMEFRAMES

#: Width of tables where there is no terminal.
STREAM_WIDTH = 120


def width() -> int:
    """Characters of a line on stdout."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else STREAM_WIDTH


def aligned(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    """Lines in which the cells of each column begin below each other, or end where ``right`` says so."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        yield "  ".join(text.rjust(room) if ends else text.ljust(room) for text, room, ends in cells).rstrip()


def matrix(
    symbols: Sequence[str], cells: Mapping[tuple[str, str], str], width: int, column: int, title: str | None = None
) -> Iterator[str]:
    """Lines of tables with timeframes down and instruments across, as many side by side as fit.

    Args:
        symbols: Of the instruments.
        cells: By symbol and timeframe; a timeframe without any text is left out.
        width: Of a line, in characters.
        column: Characters that a column takes.
        title: Of each table.
    """
    fit = max((max(width, 80) - 8) // column, 1)
    for first in range(0, len(symbols), fit):
        across = symbols[first : first + fit]
        rows = [[name, *(cells.get((symbol, name), "") for symbol in across)] for name in TIMEFRAMES]
        yield from [title] if title else []
        yield from aligned([["", *across], *(row for row in rows if any(row[1:]))], [False, *(True for _ in across)])
