"""The sessions over the time of old candles: what the archive knows of them, reaching further back where that is needed."""

from __future__ import annotations

from ohlc_desktop.core.market.exchanges import computed
from ohlc_desktop.core.market.sessions import FIVE_DAY_ANCHOR, Calendar, new_york_day, renumbered
from ohlc_desktop.core.planning.observed import widened
from ohlc_desktop.importer.run_setup import AHEAD, LoadSessions, library_sessions, up_to_date_calendar
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import served
from ohlc_desktop.store.series import series_summary

#: Days before and after the time that is asked for.
_AROUND = 14


class KnownSessions:
    """The sessions of all calendars with the trading that was observed; each is asked for once.

    Args:
        connection: Of the store, which is read only; None where there is none yet.
        now: UTC epoch seconds.
        load: Asks the calendar library.
    """

    def __init__(self, connection: Connection | None, now: float, load: LoadSessions = library_sessions) -> None:
        self._connection, self._load, self._known = connection, load, dict[str, Calendar]()
        self._last = new_york_day(now) + AHEAD

    def __call__(self, name: str, first: int, last: int) -> Calendar:
        """Those between two day numbers, and some days more."""
        around = (max(first - _AROUND, FIVE_DAY_ANCHOR), min(last + _AROUND, self._last))
        known = computed(name, *around)
        if known is not None:
            return known
        if name not in self._known:
            self._known[name] = self._whole(name)
        every = self._known[name]
        return every.take((every.trade_date >= around[0]) & (every.trade_date <= around[1]))

    def _whole(self, name: str) -> Calendar:
        found = self._load(name, FIVE_DAY_ANCHOR, self._last)
        return found if self._connection is None else widened(found, served.observed(self._connection, name))


def calendar_since(connection: Connection, name: str, first: int, now: float, load: LoadSessions) -> Calendar:
    """The sessions of a calendar from a day number on, which the store has afterwards.

    Numbers of trade dates that are stored stay, so that five-day candles do not move. Must run inside a transaction.
    """
    today = new_york_day(now)
    known = computed(name, max(first - _AROUND, FIVE_DAY_ANCHOR), today + _AROUND)
    if known is not None:
        return known
    stored = up_to_date_calendar(connection, name, now, load)
    oldest = int(stored.trade_date[0])
    if first >= oldest:
        return stored
    fresh = renumbered(load(name, max(first - _AROUND, FIVE_DAY_ANCHOR), today + AHEAD), stored, today)
    series_summary.save_calendar(connection, fresh.take(fresh.trade_date < oldest), now)
    found = series_summary.load_calendar(connection, name)
    return stored if found is None else found
