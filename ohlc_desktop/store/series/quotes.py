"""The newest prices of an instrument, from a few rows that are found by their key: candles are not scanned."""

from __future__ import annotations

from collections.abc import Mapping

from ohlc_desktop.core.market.exchanges import trade_day
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.quotes import COURSE, Newest, Quote, quote_of
from ohlc_desktop.core.market.sessions import day_number, day_of
from ohlc_desktop.core.timeframes import DAY, SOURCES, TIMEFRAMES
from ohlc_desktop.store import trade_dates, watchlist
from ohlc_desktop.store.connection import Connection

#: Where the newest price can be: a derived candle has none that is newer. The shortest first.
_INTRADAY = tuple(name for name in TIMEFRAMES if name in SOURCES and not TIMEFRAMES[name].daily)
_DAILY = "1d"


def quote(connection: Connection, instrument: Instrument, lasts: Mapping[str, int]) -> Quote | None:
    """What is said of an instrument's prices; None where no candle that a feed is asked for is stored.

    Args:
        connection: Of the store.
        instrument: The instrument, with the calendar of its market.
        lasts: Stamp of the newest candle of each of its series that has any, by timeframe.
    """
    number = watchlist.find_instrument(connection, instrument.symbol)
    newest = _newest(connection, instrument, number, lasts) if number is not None else None
    if number is None or newest is None:
        return None
    rows = connection.execute(
        "SELECT ts, close FROM candle WHERE instrument_id=? AND timeframe=? ORDER BY ts DESC LIMIT ?",
        (number, _DAILY, COURSE + 1),
    )
    daily = [(ts // DAY, close) for ts, close in reversed(rows.fetchall())]
    before = trade_dates.trade_date_before(connection, instrument.calendar, day_of(newest.day))
    return quote_of(newest, daily, None if before is None else day_number(before))


def _newest(
    connection: Connection, instrument: Instrument, number: int, lasts: Mapping[str, int]
) -> Newest | None:  # fmt: skip
    """The candle that ended last, of the shortest timeframe that has it; 1d only where its trade date is a later one."""
    ends = {name: lasts[name] + TIMEFRAMES[name].seconds for name in _INTRADAY if name in lasts}
    name = max(ends, key=lambda each: ends[each], default=_DAILY)
    day = trade_day(instrument.calendar, lasts[name]) if name in lasts else 0
    if lasts.get(_DAILY, 0) // DAY > day:
        name, day = _DAILY, lasts[_DAILY] // DAY
    if name not in lasts:
        return None
    row = connection.execute(
        "SELECT close FROM candle WHERE instrument_id=? AND timeframe=? AND ts=?", (number, name, lasts[name])
    ).fetchone()
    return None if row is None else Newest(name, lasts[name], row[0], day)
