"""A text of candles, or of ticks, that another program wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ohlc_desktop.core.files.file_candles import Stamp
from ohlc_desktop.core.files.ticks import MinuteMaker
from ohlc_desktop.sources.files.blocks import TextBlock, blocks
from ohlc_desktop.sources.files.layout import HEAD, layout_of
from ohlc_desktop.sources.files.parts import FilePart
from ohlc_desktop.sources.files.refusals import no_rows
from ohlc_desktop.sources.files.rows import read_rows


class TextFile:
    """A file of text, as far as it reached when it was opened; see :class:`~ohlc_desktop.sources.files.parts.CandleFile`.

    Raises:
        FileRefused: its format is not known.
        OSError: it cannot be read.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size
        with path.open("rb") as stream:
            self._layout = layout_of(path, stream.read(min(HEAD, size)))
        self.name, self.ticks = self._layout.format.name, self._layout.format.ticks
        self.stamp = Stamp.OPEN if self.ticks else self._layout.format.stamp
        self.cut = False

    def parts(self) -> Iterator[FilePart]:
        """The whole file, some rows at a time."""
        maker = MinuteMaker() if self.ticks else None
        line, any_row, first_fault = 1, False, None
        for block in blocks(self.path, self._layout.encoding, self.size):
            last = block.done >= self.size
            text, start, lines = self._rows_of(block, line, last)
            rows = read_rows(text, self._layout, start)
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
        lines = text.count(b"\n")
        for _ in range(skipped):
            text = text.partition(b"\n")[2]
        if last and text and not text.endswith(b"\n") and self.path.stat().st_size > self.size:
            self.cut = True  # it grew meanwhile: its last row was being written
            text = text[: text.rfind(b"\n") + 1]
        return text, line + skipped, lines
