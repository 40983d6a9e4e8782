"""The newest prices of an instrument, from a few rows that are found by their key: candles are not scanned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ohlc_desktop.core.market.exchanges import trade_day
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.quotes import COURSE, Newest, Quote, quote_of
from ohlc_desktop.core.market.sessions import day_number, day_of
from ohlc_desktop.core.timeframes import DAY, SOURCES, TIMEFRAMES
from ohlc_desktop.store import trade_dates, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import series_summary

#: Where the newest price can be: a derived candle has none that is newer. The shortest first.
_INTRADAY = tuple(name for name in TIMEFRAMES if name in SOURCES and not TIMEFRAMES[name].daily)
_DAILY = "1d"


def quotes(connection: Connection, instruments: Iterable[Instrument]) -> dict[str, Quote]:
    """The quotes of those instruments, each with the calendar of its market, that have one; by symbol."""
    told = ((instrument.symbol, quote(connection, instrument)) for instrument in instruments)
    return {symbol: found for symbol, found in told if found is not None}


def quote(connection: Connection, instrument: Instrument) -> Quote | None:
    """What is said of an instrument's prices; None where no candle is stored."""
    number = watchlist.find_instrument(connection, instrument.symbol)
    if number is None:
        return None
    found = series_summary.summaries(connection, number).values()
    lasts = {summary.timeframe: summary.last for summary in found if summary.last is not None}
    newest = _newest(connection, instrument, number, lasts)
    if newest is None:
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
    """The newest candle of the shortest timeframe; of a longer one only where that begins when the shorter ones are over."""
    name = _DAILY
    for each in (each for each in _INTRADAY if each in lasts):
        if name == _DAILY or lasts[each] >= lasts[name] + TIMEFRAMES[name].seconds:
            name = each
    day = trade_day(instrument.calendar, lasts[name]) if name in lasts else 0
    if lasts.get(_DAILY, 0) // DAY > day:
        name, day = _DAILY, lasts[_DAILY] // DAY
    if name not in lasts:
        return None
    row = connection.execute(
        "SELECT close FROM candle WHERE instrument_id=? AND timeframe=? AND ts=?", (number, name, lasts[name])
    ).fetchone()
    return None if row is None else Newest(name, lasts[name], row[0], day)
