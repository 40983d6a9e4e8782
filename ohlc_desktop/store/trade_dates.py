"""The stored trade dates, for the schedule and for quotes. Imports nothing heavy: the tray reads them while idle."""

from __future__ import annotations

from datetime import date

from ohlc_desktop.core.schedule.times import TradeDates
from ohlc_desktop.store.connection import Connection

#: The calendar that decides on which days the daily import runs.
SCHEDULE_CALENDAR = "cme_equity"


def load_trade_dates(connection: Connection) -> TradeDates | None:
    """The trade dates that the importer left here; None before its first run."""
    rows = connection.execute(
        "SELECT trade_date, early FROM session WHERE calendar=? ORDER BY trade_date", (SCHEDULE_CALENDAR,)
    ).fetchall()
    if not rows:
        return None
    days = [(date.fromisoformat(day), bool(early)) for day, early in rows]
    early = frozenset(day for day, is_early in days if is_early)
    return TradeDates(days[0][0], days[-1][0], frozenset(day for day, _ in days), early)


def trade_date_before(connection: Connection, calendar: str, day: date) -> date | None:
    """The stored trade date of a calendar before a day; None where none is stored."""
    found = connection.execute(
        "SELECT max(trade_date) FROM session WHERE calendar=? AND trade_date<?", (calendar, day.isoformat())
    ).fetchone()[0]
    return None if found is None else date.fromisoformat(found)
