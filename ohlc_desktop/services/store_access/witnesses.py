"""How the sources of a series witness one another, for views: of a whole series, or session by session."""

from __future__ import annotations

from contextlib import closing

from ohlc_desktop.core.arbitration.verdict import SessionVerdict
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from ohlc_desktop.profile import Profile
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.reader import stored_calendar
from ohlc_desktop.store.sources import verdicts
from ohlc_desktop.store.sources.verdicts import SeriesVerdict


def series_verdict(profile: Profile, clock: Clock, instrument: Instrument, timeframe: str) -> SeriesVerdict:
    """The verdict on a whole series; reads no candle.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        at_home = markets.at_home(connection, instrument)
        number = watchlist.find_instrument(connection, instrument.symbol)
        calendar = stored_calendar(connection, at_home.calendar, clock.now())
        if number is None or calendar is None:
            return SeriesVerdict()
        return verdicts.series_verdict(connection, number, TIMEFRAMES[timeframe], calendar)


def session_verdicts(
    profile: Profile, clock: Clock, instrument: Instrument, timeframe: Timeframe, start: int, end: int
) -> tuple[SessionVerdict, ...]:
    """The verdict on each session that touches ``start <= ts < end`` (UTC epoch seconds) and has candles, oldest first.

    Of a derived timeframe it is that on what it is made of.

    Raises:
        OhlcError: there is no database, or it cannot be read.
    """
    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        at_home = markets.at_home(connection, instrument)
        number = watchlist.find_instrument(connection, instrument.symbol)
        calendar = stored_calendar(connection, at_home.calendar, clock.now())
        if number is None or calendar is None:
            return ()
        near = calendar.take((calendar.close > start) & (calendar.open < end))
        return verdicts.session_verdicts(connection, number, at_home, timeframe, near)
