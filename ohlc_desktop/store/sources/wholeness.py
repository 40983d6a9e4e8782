"""Of which sessions a source has so many candles that longer ones may be made of them.

A source speaks of a session also where a file lacks it but for a row, as contract files of NinjaTrader do. Where another
source has more than twice as many candles there, such a session is not whole.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ohlc_desktop.core.arbitration.claims import Claim
from ohlc_desktop.core.arbitration.precedence import Precedence
from ohlc_desktop.core.candles import Bools, Int64
from ohlc_desktop.core.market.sessions import Calendar, candle_key
from ohlc_desktop.core.planning.coverage import Interval, inside
from ohlc_desktop.core.timeframes import Timeframe, finer_than
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.sources import heard, source_rows

#: A source with fewer candles of a session than another has, divided by this, does not have it whole.
_AT_MOST = 2


def whole_by_source(
    connection: Connection, number: int, order: Precedence, fine: Timeframe, timeframe: Timeframe, near: Calendar,
    without: str = "",
) -> dict[str, Bools]:  # fmt: skip
    """Which of some sessions each file and paid feed has whole in a series, so that a longer timeframe may be made of it.

    Candles are counted in their own timeframe, and in those between it and the longer one.

    Args:
        connection: Of the store.
        number: The instrument's number.
        order: The sources.
        fine: Of the candles.
        timeframe: What is to be made.
        near: The sessions.
        without: A source that does not count.
    """
    if not len(near):
        return {}
    window = Interval(int(near.open[0]), int(near.close[-1]))
    spoken = heard.read(connection, number, fine, window)
    found = {name: inside(near.open, near.close, said) for name, said in spoken.items() if not order.kind(name).asked}
    if not any(which.any() for which in found.values()):
        return found
    own: dict[str, Claim] | None = None
    for other in _up_to(fine, timeframe):
        if len({*found, *heard.read(connection, number, other, window)}) > 1:
            own = own if own is not None else source_rows.claims(connection, number, fine, *window)
            given = own if other is fine else source_rows.claims(connection, number, other, *window)
            counts = [_counted(part.candles.ts, near) for name, part in given.items() if name != without]
            most = np.max(counts, axis=0, initial=0)
            for name, which in found.items():
                which &= _AT_MOST * _made(own[name].candles.ts, other, near) >= most if name in own else most == 0
    return found


def _up_to(fine: Timeframe, timeframe: Timeframe) -> Iterator[Timeframe]:
    """What a timeframe may be made of from ``fine`` on, and itself unless it is of days."""
    for each in (*finer_than(timeframe), timeframe):
        if each.seconds >= fine.seconds and not each.daily:
            yield each


def _counted(ts: Int64, near: Calendar) -> Int64:
    """How many stamps each session has."""
    place = near.session_at(ts)
    return np.bincount(place[place >= 0], minlength=len(near))


def _made(ts: Int64, timeframe: Timeframe, near: Calendar) -> Int64:
    """How many candles of a timeframe stamps would make in each session."""
    keys = candle_key(ts, near, timeframe)
    return _counted(ts[np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))], near)
