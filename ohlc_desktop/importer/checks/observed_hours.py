"""When rows prove trading that the calendar does not have: it is kept, and everything of that time is asked for again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ohlc_desktop.core.market.sessions import Calendar, day_of
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.coverage import Interval, union
from ohlc_desktop.core.planning.observed import NEAR, proven
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.checks.answers import CheckedAnswer
from ohlc_desktop.importer.checks.new_hours import ask_again
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.evidence import served
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary


def newly_observed(connection: Connection, number: int, answer: CheckedAnswer, calendar: Calendar) -> list[Interval]:
    """The stretches outside of the calendar's hours that an answer, with what is stored around it, proves to be traded."""
    timeframe, ts = TIMEFRAMES[answer.request.timeframe], answer.checked.good.ts
    if timeframe.daily or not calendar.strict:
        return []
    outside = ts[calendar.session_at(ts) < 0]
    # of some the hours are a rule, and not stored
    if not len(outside) or series_summary.load_calendar(connection, calendar.name) is None:
        return []
    around = int(outside[0]) - NEAR, int(outside[-1]) + NEAR
    stored = rows.read_rows(connection, number, timeframe, *around).ts
    return proven(np.union1d(outside, stored), calendar, timeframe.seconds)


def widen(
    connection: Connection, calendar: Calendar, seen: Sequence[Interval], now: float
) -> tuple[Calendar, list[Message]]:
    """Keep observed trading; returns the calendar with it, and a sentence for each trade date that it is new of.

    What was answered for that time was judged by other hours, in all instruments of the calendar, so it is withdrawn.
    Must run inside a transaction; ``now`` in UTC epoch seconds.
    """
    known = served.observed(connection, calendar.name)
    served.save_observed(connection, calendar.name, union([*known, *seen]), now)
    found = series_summary.load_calendar(connection, calendar.name)
    if found is None:
        raise LookupError(f"no sessions of {calendar.name} are stored")
    ask_again(connection, calendar, found, now)
    told = {_date(calendar, part) for part in known}
    return found, [_sentence(day) for day in sorted({_date(found, part) for part in seen} - told)]


def _date(calendar: Calendar, part: Interval) -> int:
    """The trade date of observed trading; the one before it where it belongs to none."""
    return int(calendar.trade_date[max(int(np.searchsorted(calendar.open, part.start, side="right")) - 1, 0)])


def _sentence(day: int) -> Message:
    return Message(
        "The exchange traded at other hours than expected on {day}: what was traded is stored, and the hours of that day"
        " follow it.",
        day=day_of(day).isoformat(),
    )
