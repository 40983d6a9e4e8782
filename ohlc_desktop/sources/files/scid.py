"""Sierra Chart's ``.scid``: a header of 56 bytes, then records of 40, of ticks or of candles.

As its maker documents it: microseconds since 1899-12-30 in UTC; an open of 0, or one of two marks below any price for the
parts of an unbundled trade, says that a record is a trade, whose price is in the close.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Float64
from ohlc_desktop.core.files.file_candles import FileCandles, Stamp
from ohlc_desktop.core.files.ticks import MinuteMaker
from ohlc_desktop.core.messages import Message
from ohlc_desktop.sources.files.parts import FileFault, FilePart
from ohlc_desktop.sources.files.refusals import is_empty, not_readable, strange_records
from ohlc_desktop.sources.files.stamps import EARLIEST, LATEST

MAGIC = b"SCID"
_HEADER = struct.Struct("<4sIIHHI36x")
_RECORD = np.dtype(
    [("moment", "<i8"), ("open", "<f4"), ("high", "<f4"), ("low", "<f4"), ("close", "<f4"),
     ("trades", "<u4"), ("volume", "<u4"), ("bid", "<u4"), ("ask", "<u4")]
)  # fmt: skip
#: Seconds from 1899-12-30 to 1970-01-01.
_EPOCH = 25_569 * 86_400
#: Below this an open is a mark.
_MARK = -1e37
#: Bytes of a file with a record.
_LEAST = _HEADER.size + _RECORD.itemsize
#: Records that are read at once: two megabytes, which stay near the processor.
_PART = 50_000
#: Records by which stamps are proven: the newest candles; of ticks so many at each of so many places.
_SAMPLED, _STRETCH, _STRETCHES = 200_000, 50_000, 12


class ScidFile:
    """A file of Sierra Chart, as far as it reached when it was opened; see ``CandleFile``.

    Raises:
        FileRefused: it has no records, or others.
        OSError: it cannot be read.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size
        with path.open("rb") as stream:
            head = stream.read(_HEADER.size)
            first = np.frombuffer(stream.read(_RECORD.itemsize), _RECORD, count=int(size >= _LEAST))
        self._begin, record = _HEADER.unpack(head)[1:3] if len(head) == _HEADER.size else (0, 0)
        if len(head) == _HEADER.size and (self._begin, record) != (_HEADER.size, _RECORD.itemsize):
            raise strange_records(path, self._begin, record)
        if not len(first):
            raise is_empty(path)
        self._count, rest = divmod(size - self._begin, _RECORD.itemsize)
        self.cut, self.ticks, self.stamp = rest > 0, bool(_are_ticks(first)[0]), Stamp.OPEN
        self.name = "Sierra Chart .scid, ticks" if self.ticks else "Sierra Chart .scid"
        self.source = "sierra"

    def parts(self) -> Iterator[FilePart]:
        """The whole file, some records at a time; of ticks their 1m candles."""
        maker = MinuteMaker() if self.ticks else None
        held = np.empty(_PART, dtype=_RECORD)
        try:
            with self.path.open("rb", buffering=0) as stream:
                stream.seek(self._begin)
                for first in range(0, self._count, _PART):
                    room = held[: min(_PART, self._count - first)]
                    got = stream.readinto(room.view(np.uint8).data)  # into the same memory: new one takes long to get
                    records = room[: got // _RECORD.itemsize]
                    yield self._part(records, first, maker)
        except OSError as error:
            raise not_readable(self.path, error) from error

    def _part(self, records: NDArray[np.void], first: int, maker: MinuteMaker | None) -> FilePart:
        """What some records hold, from number ``first`` on."""
        done = self._begin + (first + len(records)) * _RECORD.itemsize
        if maker is None:
            return FilePart(*_candles(records, first), done)
        last, minutes = first + _PART >= self._count, _minutes(records, first)
        candles, faults = _candles(records, first) if minutes is None else (minutes, ())
        return FilePart(maker.add(candles, last), faults, done)

    def sample(self) -> Iterator[FilePart]:
        """Its newest candles; of ticks some whole minutes at places all over it."""
        if not self.ticks:
            first = max(self._count - _SAMPLED, 0)
            yield FilePart(*_candles(self._read(first, _SAMPLED), first), self.size)
            return
        for first in range(0, self._count, max(self._count // _STRETCHES, _STRETCH)):
            candles, faults = _candles(self._read(first, _STRETCH), first)
            yield FilePart(MinuteMaker().add(candles, last=True).take(slice(1, -1)), faults, self.size)

    def _read(self, first: int, count: int) -> NDArray[np.void]:
        """So many records from one on, fewer at the end."""
        count = max(min(count, self._count - first), 0)
        try:
            return np.fromfile(self.path, _RECORD, count, offset=self._begin + first * _RECORD.itemsize)
        except OSError as error:
            raise not_readable(self.path, error) from error


def _are_ticks(records: NDArray[np.void]) -> Bools:
    return np.asarray((records["open"] == 0) | (records["open"] < _MARK))


def _minutes(records: NDArray[np.void], before: int) -> FileCandles | None:
    """The minutes of records, where all of them are plain ticks without a fault; None where they are not."""
    if not len(records) or records["open"].any():
        return None
    minute, close = records["moment"] // 60_000_000, records["close"]
    first = np.flatnonzero(np.diff(minute, prepend=minute[0] - 1))
    high, low = np.maximum.reduceat(close, first), np.minimum.reduceat(close, first)
    stamps = minute[first] * 60 - _EPOCH
    if not (np.isfinite(high) & np.isfinite(low) & (stamps >= EARLIEST) & (stamps < LATEST)).all():
        return None
    last = np.append(first[1:], len(records)) - 1
    opens, highs, lows, closes = (column.astype(np.float64) for column in (close[first], high, low, close[last]))
    volume = np.add.reduceat(records["volume"], first, dtype=np.int64)
    return FileCandles(stamps, opens, highs, lows, closes, volume, first + before + 1, absolute=True)


def _candles(records: NDArray[np.void], before: int) -> tuple[FileCandles, tuple[FileFault, ...]]:
    """Records as candles, a tick with one price; and those that are damaged."""
    open_, high, low, close = _prices(records)
    line = np.arange(before + 1, before + 1 + len(records), dtype=np.int64)
    stamps = records["moment"] // 1_000_000 - _EPOCH
    found = FileCandles(stamps, open_, high, low, close, records["volume"].astype(np.int64), line, absolute=True)
    sound = (stamps >= EARLIEST) & (stamps < LATEST)
    for column in (open_, high, low, close):
        sound &= np.isfinite(column)
    if sound.all():
        return found, ()
    why = Message("its time or a price is impossible: it is damaged")
    return found.take(sound), tuple(FileFault(number, why, "") for number in line[~sound].tolist())


def _prices(records: NDArray[np.void]) -> tuple[Float64, Float64, Float64, Float64]:
    """Open, high, low and close; all four the same array where all are ticks, as in large files they are."""
    with np.errstate(invalid="ignore"):  # a damaged record may hold any bits
        ticks, close = _are_ticks(records), records["close"].astype(np.float64)
        if ticks.all():
            return close, close, close, close
        open_, high, low = (np.where(ticks, close, records[name]) for name in ("open", "high", "low"))
    return open_, high, low, close
