"""Sound candles of a file, set aside on disk between the preview and their storing.

What is stored so is what was shown, whatever became of the file since; the file is read once, and memory stays small.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, Timeframe

_ROW = np.dtype(
    [
        ("ts", "<i8"),
        ("open", "<f8"),
        ("high", "<f8"),
        ("low", "<f8"),
        ("close", "<f8"),
        ("volume", "<i8"),
        ("line", "<i8"),
    ]
)
#: Rows that are looked at at once.
_PART = 200_000


@dataclass(frozen=True, slots=True)
class SessionIndex:
    """Where the candles of each session are.

    Attributes:
        day: int64, trade dates (days since 1970-01-01) with candles, sorted.
        first: int64, the place of the first candle of each.
        end: int64, the place after its last one.
    """

    day: Int64
    first: Int64
    end: Int64

    def within(self, start: int, end: int) -> tuple[int, int]:
        """First place and end of the candles of the trade dates ``start <= day < end``."""
        low, high = np.searchsorted(self.day, (start, end))
        return (int(self.first[low]), int(self.end[high - 1])) if high > low else (0, 0)


class Spool:
    """Candles in a file without a name, which is gone when it is closed or the process ends.

    Several threads may read it.

    Attributes:
        count: Candles in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self.count = folder, 0
        self._reading = threading.Lock()
        try:
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed by close()
        except OSError as error:
            raise self._no_room(error) from error

    def add(self, candles: Candles, line: Int64) -> None:
        """Put candles behind the others: sorted, later than all before, with the line of each.

        Raises:
            OhlcError: the disk is full.
        """
        rows = np.empty(len(candles), dtype=_ROW)
        for name, column in zip(_ROW.names or (), (*candles.columns, line), strict=True):
            rows[name] = column
        try:
            self._file.write(rows.view(np.uint8).data)
        except OSError as error:
            raise self._no_room(error) from error
        self.count += len(rows)

    def read(self, first: int, end: int) -> tuple[Candles, Int64]:
        """The candles of some places, and their lines."""
        rows = self._rows(first, end)
        columns = [np.ascontiguousarray(rows[name]) for name in _ROW.names or ()]
        return Candles(*columns[:6]), columns[6]

    def index(self, calendar: Calendar, timeframe: Timeframe) -> SessionIndex:
        """Where the candles of each session are."""
        parts = list(self._sessions(calendar, timeframe))
        days = np.concatenate([day for day, _ in parts]) if parts else np.empty(0, dtype=np.int64)
        first = np.concatenate([place for _, place in parts]) if parts else np.empty(0, dtype=np.int64)
        begins = np.flatnonzero(np.diff(days, prepend=-1))
        first = first[begins]
        return SessionIndex(days[begins], first, np.append(first[1:], self.count)[: len(first)])

    def close(self) -> None:
        """Give the disk back; idempotent."""
        self._file.close()

    def _sessions(self, calendar: Calendar, timeframe: Timeframe) -> Iterator[tuple[Int64, Int64]]:
        """Trade dates of parts with the place of the first candle of each, sorted."""
        for start in range(0, self.count, _PART):
            ts = self._rows(start, min(start + _PART, self.count))["ts"]
            if timeframe.daily:
                yield ts // DAY, np.arange(start, start + len(ts))
                continue
            first = np.append(0, np.searchsorted(ts, calendar.open[1:]))
            held = np.diff(first, append=len(ts)) > 0
            yield calendar.trade_date[held], first[held] + start

    def _rows(self, first: int, end: int) -> NDArray[np.void]:
        with self._reading:
            self._file.seek(first * _ROW.itemsize)
            return np.frombuffer(self._file.read((end - first) * _ROW.itemsize), _ROW)

    def _no_room(self, error: OSError) -> OhlcError:
        return OhlcError(
            "What was read cannot be set aside in {folder}: {reason}.", "Nothing was stored.",
            "Free some space on that disk, or choose another data folder with --profile DIR.",
            folder=str(self._folder), reason=bare(error),
        )  # fmt: skip
