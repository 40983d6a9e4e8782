"""What readers of files give: candles some at a time, and the rows that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ohlc_desktop.core.files.file_candles import FileCandles, Stamp
from ohlc_desktop.core.messages import Message


@dataclass(frozen=True, slots=True)
class FileFault:
    """A row that cannot be read: its line, why, and the line as it is, cut where it is long."""

    line: int
    why: Message
    text: str


@dataclass(frozen=True, slots=True)
class FilePart:
    """Some of a file.

    Attributes:
        candles: In the order of the file.
        faults: Rows that cannot be read.
        done: Bytes of the file that are read by now.
        tickers: What the rows name as their instrument, with the first line of each.
    """

    candles: FileCandles
    faults: tuple[FileFault, ...]
    done: int
    tickers: Mapping[str, int] = field(default_factory=dict)


class CandleFile(Protocol):
    """A file that can be read as often as one likes, always as far as it reached when it was opened.

    Attributes:
        path: Where it is.
        size: Its bytes when it was opened.
        name: Of its format, for people.
        source: What its candles are said to come from, where a person names nothing else.
        stamp: Which end of a candle the maker of the format says that its stamps name.
        ticks: Each row is a trade; the parts hold the 1m candles that are made of them.
        cut: It ends in the middle of a row, which is left out: it is still being written, or was cut off.
    """

    path: Path
    size: int
    name: str
    source: str
    stamp: Stamp
    ticks: bool
    cut: bool

    def parts(self) -> Iterator[FilePart]:
        """The whole file, a bounded part of it at a time.

        Raises:
            FileRefused: it cannot be read any more, or is no such file after all.
        """

    def sample(self) -> Iterator[FilePart]:
        """Some of it, in the order of the file, by which one learns what its stamps mean; lines are not told rightly.

        Raises:
            FileRefused: as above.
        """
