"""Reads what is to be pushed on a thread of its own, so that the file is read while the hub works."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import Full, Queue
from typing import Any

from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.hub.merging import PushedRows, PushedSeries
from ohlc_desktop.hub.reading import HubInstrument
from ohlc_desktop.hub.writing import PushedBatch
from ohlc_desktop.store import markets
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.hub import marks
from ohlc_desktop.store.hub.outgoing import outgoing, symbol_and_feed
from ohlc_desktop.store.series import series_summary

#: Candles of one transaction, about; an instrument is never divided.
_BATCH = 50_000
#: Parts that are read ahead.
_AHEAD = 32
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class PreparedBatch(PushedBatch):
    """What goes to the hub in one transaction, with the numbers of its instruments here."""

    numbers: tuple[int, ...]


class Preparation:
    """What is to be sent, batch by batch: :meth:`batches`. A context manager.

    Each batch is read at one moment, however long that takes.
    """

    def __init__(self, path: Path, demo: bool, numbers: Sequence[int]) -> None:
        self._path, self._demo, self._numbers = path, demo, numbers
        self._queue: Queue[Any] = Queue(_AHEAD)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hub-preparing", daemon=True)

    def __enter__(self) -> Preparation:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def batches(self) -> Iterator[PreparedBatch]:
        """The batches; the rows of each must be taken before the next is asked for.

        Raises:
            StoreError: the file cannot be read.
        """
        while (found := self._take()) is not None:
            yield found

    def _rows(self) -> Iterator[PushedRows]:
        """The candles of the batch that was taken last."""
        while (found := self._take()) is not None:
            yield found

    def _take(self) -> Any:
        found = self._queue.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def _put(self, item: object) -> None:
        while not self._over.is_set():
            try:
                self._queue.put(item, timeout=_LOOK)
            except Full:
                continue
            return

    def _run(self) -> None:
        try:
            with closing(open_reader(self._path, self._demo)) as store:
                left = list(self._numbers)
                while left and not self._over.is_set():
                    with store.look() as connection:
                        self._batch(connection, left)
            self._put(None)
        except Exception as error:  # noqa: BLE001 - raised again where the batches are asked for
            self._put(error)

    def _batch(self, connection: Connection, left: list[int]) -> None:
        """Put one batch, of the first of the instruments that are left."""
        numbers: list[int] = []
        known: list[HubInstrument] = []
        series: list[list[PushedSeries]] = []
        size = 0
        while left and size < _BATCH:
            numbers.append(left.pop(0))
            known.append(_instrument(connection, numbers[-1]))
            series.append(list(_series(connection, numbers[-1], known[-1].symbol)))
            size += sum(map(_size, series[-1]))
        self._put(PreparedBatch(tuple(known), tuple(chain.from_iterable(series)), self._rows(), tuple(numbers)))
        before = 0
        for number, each in zip(numbers, series, strict=True):
            wanted = [(TIMEFRAMES[one.timeframe], one.stretches) for one in each]
            for part in outgoing(connection, number, wanted):
                self._put(PushedRows(part.series + before, part.candles, part.known, part.whose, part.origins))
                if self._over.is_set():
                    return
            before += len(each)
        self._put(None)


def _size(series: PushedSeries) -> int:
    """About so many candles."""
    return sum(end - start for start, end in series.stretches) // TIMEFRAMES[series.timeframe].seconds


def _instrument(connection: Connection, number: int) -> HubInstrument:
    symbol, feed = symbol_and_feed(connection, number)
    return HubInstrument(symbol, feed, markets.market_of(connection, symbol))


def _series(connection: Connection, number: int, symbol: str) -> Iterator[PushedSeries]:
    revisions = {name: each.revision for name, each in series_summary.summaries(connection, number).items()}
    for timeframe, stretches in marks.sending(connection, number).items():
        yield PushedSeries(symbol, timeframe, revisions.get(timeframe, 0), tuple(stretches))
