"""Proves that the hub holds what the archive holds: sums of both sides, each from its own rows, per series and month."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.hub.checksums import CandleSum, SumKey, hub_sums, sum_of
from ohlc_desktop.hub.reading import HubReader
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.hub import marks
from ohlc_desktop.store.hub.sums import months_of_series
from ohlc_desktop.store.series.candles import read_rows

Sums = dict[SumKey, CandleSum]


@dataclass(frozen=True, slots=True)
class MonthDifference:
    """A month of a series that is not the same on both sides: candles here and there.

    ``pending`` is set where something of the series has not been pushed yet, which may be all that it is.
    """

    symbol: str
    timeframe: str
    month: str
    here: int
    there: int
    pending: bool


@dataclass(frozen=True, slots=True)
class Verification:
    """What was compared: months of series, candles here, and what differs, by instrument."""

    months: int
    candles: int
    different: tuple[MonthDifference, ...]

    @property
    def proven(self) -> bool:
        """Whether both sides are equal."""
        return not self.different


def verify(
    store: Store, url: str, cancel: threading.Event, tell: Callable[[int, int], object] = lambda *_: None
) -> Verification:  # fmt: skip
    """Compare all candles.

    Args:
        store: The local archive.
        url: The address of the hub.
        cancel: Ends it within a second or so.
        tell: Is told how many of how many instruments are done.

    Raises:
        HubError, StoreError: as they say.
        Cancelled: ``cancel`` was set.
    """
    symbols = watchlist.stored_symbols(store.connection)
    found, done = Verification(0, 0, ()), 0
    for symbol, there in _both(url, symbols, cancel):
        here, done = _local(store, symbol), done + 1
        found = Verification(
            found.months + len({(key.timeframe, key.month) for key in here.keys() | there.keys()}),
            found.candles + sum(each.count for each in here.values()),
            (*found.different, *_differences(store, here, there)),
        )
        tell(done, max(done, len(symbols)))
    return found


def _both(url: str, symbols: Iterable[str], cancel: threading.Event) -> Iterator[tuple[str, Sums]]:
    """What the hub has of each instrument, of those as well that it does not have."""
    left = dict.fromkeys(symbols)
    for symbol, there in hub_sums(url, cancel):
        left.pop(symbol, None)
        yield symbol, there
    for symbol in left:
        if cancel.is_set():
            raise Cancelled
        yield symbol, {}


def only_there(store: Store, url: str, different: Iterable[MonthDifference], cancel: threading.Event) -> int:
    """How many candles of these months the hub has that are not stored here: to push the months again deletes them there.

    Raises:
        HubError, StoreError: as they say.
        Cancelled: ``cancel`` was set.
    """
    with HubReader(url, cancel) as hub:
        return sum(_only_there(store, hub, each) for each in different if each.there)


def _only_there(store: Store, hub: HubReader, month: MonthDifference) -> int:
    window = _window(month.month)
    theirs = hub.candles(month.symbol, month.timeframe, *window).candles.ts
    with store.look() as connection:
        number = watchlist.find_instrument(connection, month.symbol)
        if number is None:
            return len(theirs)
        mine = read_rows(connection, number, TIMEFRAMES[month.timeframe], *window).ts
    return len(np.setdiff1d(theirs, mine, assume_unique=True))


def mark_again(store: Store, different: Iterable[MonthDifference]) -> None:
    """Let the next push tell the hub once more of these months, whole."""
    with store.transaction() as connection:
        for each in different:
            number = watchlist.instrument_id(connection, each.symbol)
            marks.mark(connection, number, each.timeframe, _window(each.month))


def _local(store: Store, symbol: str) -> Sums:
    with store.look() as connection:
        number = watchlist.find_instrument(connection, symbol)
        parts = months_of_series(connection, number) if number is not None else ()
        return {
            SumKey(symbol, part.timeframe, part.month, part.origin, part.source): sum_of(part.candles, part.known)
            for part in parts
        }


def _differences(store: Store, here: Sums, there: Sums) -> Iterable[MonthDifference]:
    wrong = {
        (key.symbol, key.timeframe, key.month) for key in here.keys() | there.keys() if here.get(key) != there.get(key)
    }
    for symbol, timeframe, month in sorted(wrong):
        mine, theirs = (
            sum(each.count for key, each in sums.items() if (key.timeframe, key.month) == (timeframe, month))
            for sums in (here, there)
        )
        pending = marks.is_pending(store.connection, symbol, timeframe)
        yield MonthDifference(symbol, timeframe, month, mine, theirs, pending)


def _window(month: str) -> Interval:
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=31)).replace(day=1)
    starts = (int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) for day in (first, following))
    return Interval(*starts)
