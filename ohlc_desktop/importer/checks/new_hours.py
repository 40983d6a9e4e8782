"""When a newer edition of the trading hours corrects a calendar: what was stored under the wrong ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from ohlc_desktop.core.errors import UnknownInstrument
from ohlc_desktop.core.market.catalogue import load_catalogue
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar, day_of, new_york_day, newly_traded
from ohlc_desktop.core.planning.coverage import Interval, withdrawn
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.resource_files import resource
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.series import series_summary

_log = logging.getLogger(__name__)


def ask_again(connection: Connection, before: Calendar, after: Calendar, now: float) -> None:
    """Withdraw the answers for stretches that trade by the newer edition of a calendar only.

    Rows that came for them were refused, and nobody missed what did not come. Stored candles stay. Must run inside a
    transaction.
    """
    stretches = newly_traded(before, after, int(now))
    if not stretches:
        return
    dates = _new_dates(before, after, now)
    for symbol in (instrument.symbol for instrument in instruments_of(connection, after.name, now)):
        number = watchlist.instrument_id(connection, symbol)
        for name, state in series_summary.states(connection, number).items():
            left = withdrawn(state.coverage, dates if TIMEFRAMES[name].daily else stretches)
            if left != state.coverage:
                series_summary.save_coverage(connection, number, name, left)
                _log.info("%s %s: trading hours were corrected. What they leave out is asked for again.", symbol, name)


def _new_dates(before: Calendar, after: Calendar, now: float) -> list[Interval]:
    """The trade dates that only the newer edition has, as stretches of daily stamps, within reach of the older one."""
    known, first = set(before.trade_date.tolist()), int(before.trade_date[0])
    dates = (day for day in after.trade_date.tolist() if first < day <= new_york_day(now) and day not in known)
    return [Interval(day * DAY, (day + 1) * DAY) for day in dates]


def instruments_of(connection: Connection, calendar: str, now: float) -> Iterator[Instrument]:
    """The stored instruments that trade by a calendar."""
    catalogue = load_catalogue(resource("instruments.toml"))
    for symbol in watchlist.stored_symbols(connection):
        try:
            instrument = catalogue.resolve(symbol, day_of(new_york_day(now)))
        except UnknownInstrument:  # of an older catalogue: no hours are known of it
            continue
        there = markets.at_home(connection, instrument)
        if there.calendar == calendar:
            yield there
