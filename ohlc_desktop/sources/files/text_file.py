"""A text of candles, or of ticks, that another program wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from ohlc_desktop.core.files.file_candles import Stamp
from ohlc_desktop.core.files.remembered import SKIP
from ohlc_desktop.core.files.ticks import MinuteMaker
from ohlc_desktop.sources.files.blocks import TextBlock, blocks
from ohlc_desktop.sources.files.formats import WITH_HEADER
from ohlc_desktop.sources.files.layout import HEAD, Layout, layout_of, shape_of
from ohlc_desktop.sources.files.parts import FilePart
from ohlc_desktop.sources.files.refusals import no_rows
from ohlc_desktop.sources.files.rows import read_rows

#: Bytes at the end of a file by which its stamps are proven: half a year of minutes.
SAMPLED = 10_000_000


class TextFile:
    """A file of text, as far as it reached when it was opened; see :class:`~ohlc_desktop.sources.files.parts.CandleFile`.

    Raises:
        FileRefused: its format is not known.
        OSError: it cannot be read.
    """

    def __init__(self, path: Path, size: int, columns: tuple[str, ...] = ()) -> None:
        self.path, self.size = path, size
        with path.open("rb") as stream:
            head = stream.read(min(HEAD, size))
        self._layout = layout_of(path, head, columns)
        self.name, self.ticks = _format_of(self._layout), self._layout.format.ticks
        self.source = self._layout.format.source
        self.stamp = Stamp.OPEN if self.ticks else self._layout.format.stamp
        self.cut = False

    def parts(self) -> Iterator[FilePart]:
        """The whole file, some rows at a time."""
        return self._parts(0)

    def sample(self) -> Iterator[FilePart]:
        """Its newest rows."""
        start = max(self.size - SAMPLED, 0) // 2 * 2
        for number, part in enumerate(self._parts(start)):
            torn = self.ticks and start > 0 and number == 0  # the first minute of it began before
            yield replace(part, candles=part.candles.take(slice(1, None))) if torn else part

    def _parts(self, start: int) -> Iterator[FilePart]:
        maker = MinuteMaker() if self.ticks else None
        line, any_row, first_fault = self._layout.first if start else 1, False, None
        for block in blocks(self.path, self._layout.encoding, self.size, start, self._layout.old_ends):
            last = block.done >= self.size
            text, first, lines = self._rows_of(block, line, last)
            rows = read_rows(text, self._layout, first)
            candles = rows.candles if maker is None else maker.add(rows.candles, last)
            any_row = any_row or len(rows.candles) > 0
            first_fault = first_fault or next(iter(rows.faults), None)
            yield FilePart(candles, rows.faults, block.done, rows.tickers)
            line += lines
        if not any_row and first_fault is not None:
            raise no_rows(self.path, first_fault.line, first_fault.why)

    def _rows_of(self, block: TextBlock, line: int, last: bool) -> tuple[bytes, int, int]:
        """The rows of a block whose first line has a number, the line of the first row, and how many lines it has."""
        text, skipped = block.text, max(self._layout.first - line, 0)
        lines = int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord("\n")))  # text.count takes far longer
        for _ in range(skipped):
            text = text.partition(b"\n")[2]
        if last and text and not text.endswith(b"\n") and self.path.stat().st_size > self.size:
            self.cut = True  # it grew meanwhile: its last row was being written
            text = text[: text.rfind(b"\n") + 1]
        return text, line + skipped, lines


def _format_of(layout: Layout) -> str:
    """The format for people; where it is none of a maker, with what its columns are taken for."""
    if layout.format.name != WITH_HEADER.name:
        return layout.format.name
    return f"{layout.format.name}: {','.join(name or SKIP for name in layout.columns)}"


def shape_at(path: Path) -> str:
    """The header of a text that no known format has; empty for all other files, and for those that cannot be read."""
    if not path.is_file():  # to open a pipe waits for whoever writes into it
        return ""
    try:
        with path.open("rb") as stream:
            return shape_of(stream.read(HEAD))
    except OSError:
        return ""
