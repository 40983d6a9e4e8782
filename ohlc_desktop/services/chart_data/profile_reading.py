"""Reads what volume profiles are made of. Imports numpy: to be imported on a worker thread only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time

from ohlc_desktop.core.chart.profile.finest import FINEST, FinestCandles, put_together
from ohlc_desktop.core.schedule.times import IMPORT_TIME
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.chart_data.chart_reading import stored_candles
from ohlc_desktop.services.chart_data.series_query import looking


@dataclass(frozen=True, slots=True)
class FinestStored:
    """The finest stored candles of an instrument, and by what it is seen whether they are still the same.

    Attributes:
        found: The candles.
        state: Names the store, and the revision of each series.
    """

    found: FinestCandles
    state: tuple[object, ...]


def read_finest(
    profile: Profile, symbol: str, daily: bool, now: float, at: time = IMPORT_TIME, before: FinestStored | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> FinestStored:  # fmt: skip
    """The finest stored candles of an instrument.

    Args:
        profile: Whose store.
        symbol: Its symbol.
        daily: Candles of 1d too, for what nothing finer covers: for charts of 1d and longer.
        now: UTC epoch seconds.
        at: Time of the daily import in Los Angeles.
        before: What was read before of the same; it is given back where nothing has changed since.
        go_on: Called between two series; what it raises ends the reading.

    Raises:
        OhlcError: there is no database, it cannot be read, or it does not know the symbol.
    """
    wanted = [timeframe for timeframe in FINEST if daily or not timeframe.daily]
    with looking(profile, symbol, wanted[0], now, at) as look:
        revisions = [look.summaries[each.name].revision if each.name in look.summaries else 0 for each in wanted]
        state = (symbol, daily, look.store, *revisions)
        if before is not None and before.state == state:
            return before
        found = {}
        for timeframe in wanted:
            go_on()
            found[timeframe.name] = stored_candles(replace(look, timeframe=timeframe))
        go_on()
        return FinestStored(put_together(found, look.instrument, look.calendar), state)
