"""The rows of the watchlist, and the orders in which they can be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.core.market.quotes import Quote
    from ohlc_desktop.services.store_access.snapshot import Snapshot


class WatchlistColumn(IntEnum):
    """The columns of the table."""

    SYMBOL = 0
    NAME = 1
    LAST = 2
    CHANGE = 3
    PERCENT = 4
    TIME = 5
    COURSE = 6
    EXCHANGE = 7
    TICK = 8
    CANDLES = 9


@dataclass(frozen=True, slots=True)
class Watched:
    """One row.

    Attributes:
        instrument: Its instrument.
        candles: How many candles of it are stored.
        quote: Its newest prices; None where no candle is stored.
        behind: Newer candles than that of the quote should be in the feed by now.
    """

    instrument: Instrument
    candles: int = 0
    quote: Quote | None = None
    behind: bool = False

    @property
    def symbol(self) -> str:
        """Its symbol."""
        return self.instrument.symbol


def watched_rows(snapshot: Snapshot) -> list[Watched]:
    """The rows for a snapshot, in the order of the watchlist."""
    counts: Counter[str] = Counter()
    for (symbol, _), view in snapshot.series.items():
        counts[symbol] += view.count
    return [
        Watched(instrument, counts[instrument.symbol], snapshot.quotes.get(instrument.symbol), _behind(snapshot, instrument))
        for instrument in snapshot.watched
    ]  # fmt: skip


def _behind(snapshot: Snapshot, instrument: Instrument) -> bool:
    """Whether the series of the newest price is behind, as the coverage page judges it."""
    quote = snapshot.quotes.get(instrument.symbol)
    view = snapshot.series.get((instrument.symbol, quote.newest.timeframe)) if quote else None
    return view is not None and view.assessment is not None and view.assessment.newer > 0


def moved(rows: Sequence[Watched], chosen: Collection[int], target: int) -> list[Watched]:
    """The rows with the chosen ones, in their order, put before what stands at ``target``."""
    before = [row for number, row in enumerate(rows) if number < target and number not in chosen]
    after = [row for number, row in enumerate(rows) if number >= target and number not in chosen]
    return [*before, *(rows[number] for number in sorted(chosen)), *after]


# -- sorting -----------------------------------------------------------------------------------------

_Key = Callable[[Watched], str | float | None]


def _of_quote(value: Callable[[Quote], float | None]) -> _Key:
    return lambda row: value(row.quote) if row.quote is not None else None


_KEYS: dict[WatchlistColumn, _Key] = {
    WatchlistColumn.SYMBOL: lambda row: row.symbol.casefold(),
    WatchlistColumn.NAME: lambda row: row.instrument.name.casefold(),
    WatchlistColumn.LAST: _of_quote(lambda quote: quote.last),
    WatchlistColumn.CHANGE: _of_quote(lambda quote: quote.change),
    WatchlistColumn.PERCENT: _of_quote(lambda quote: quote.percent),
    WatchlistColumn.TIME: _of_quote(lambda quote: quote.newest.ended),
    WatchlistColumn.COURSE: _of_quote(lambda quote: quote.course_percent),
    WatchlistColumn.EXCHANGE: lambda row: row.instrument.exchange.casefold() or None,
    WatchlistColumn.TICK: lambda row: None if row.instrument.tick is None else float(row.instrument.tick),
    WatchlistColumn.CANDLES: lambda row: row.candles or None,
}


def order_of(rows: Sequence[Watched], column: WatchlistColumn | None, descending: bool) -> list[int]:
    """Numbers of the rows, sorted by a column; by None, in the user's own order.

    What is not known stands at the end either way; what is equal keeps the user's order.
    """
    numbers = list(range(len(rows)))
    if column is None:
        return numbers
    values = [_KEYS[column](row) for row in rows]
    known = [number for number in numbers if values[number] is not None]
    known.sort(key=lambda number: values[number], reverse=descending)  # type: ignore[arg-type, return-value]
    return [*known, *(number for number in numbers if values[number] is None)]
