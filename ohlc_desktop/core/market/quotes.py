"""What a list of instruments says of their prices: the newest one, how it has changed, and the course of some weeks.

The change is measured from the daily close of the trade date before, which is the day's settlement for futures: CME's
quotes have the most recent price less the previous day's settlement
(https://www.cmegroup.com/trading/about-all-delayed-quotes.html), TradingView's watchlist the daily close less that of the
day before, in percent of the latter (https://www.tradingview.com/support/solutions/43000771546).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ohlc_desktop.core.timeframes import TIMEFRAMES

#: So many daily closes make the course.
COURSE = 30


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest stored candle of an instrument.

    Attributes:
        timeframe: Name of its timeframe.
        stamp: Its open, UTC epoch seconds; for 1d 00:00 UTC of the trade date.
        close: Its close.
        day: Number of its trade date.
    """

    timeframe: str
    stamp: int
    close: float
    day: int

    @property
    def daily(self) -> bool:
        """Whether it is one of a whole trade date, which no clock says the end of."""
        return TIMEFRAMES[self.timeframe].daily

    @property
    def ended(self) -> float:
        """When it was over, UTC epoch seconds; of a daily candle 24 hours after its stamp, for its age."""
        return self.stamp + TIMEFRAMES[self.timeframe].seconds


@dataclass(frozen=True, slots=True)
class Quote:
    """The prices of an instrument at a glance.

    Attributes:
        newest: The candle whose close is the last price.
        before: Number of the trade date from whose daily close the change is measured; None where none is known.
        settled: That daily close; None where it is not stored.
        course: Daily closes, oldest first, ``COURSE`` at most; the last price at the end where it is of a later trade date.
    """

    newest: Newest
    before: int | None
    settled: float | None
    course: tuple[float, ...]

    @property
    def last(self) -> float:
        """The last price."""
        return self.newest.close

    @property
    def change(self) -> float | None:
        """The last price less the daily close of the trade date before; None where that is not known."""
        return None if self.settled is None else self.last - self.settled

    @property
    def percent(self) -> float | None:
        """The change in percent of that close; None where it is not known or zero. Prices can be below zero."""
        return _percent(self.last, self.settled)

    @property
    def course_percent(self) -> float | None:
        """By how much the course went up or down, in percent of its first close; None for fewer than two prices."""
        return _percent(self.course[-1], self.course[0]) if len(self.course) > 1 else None


def quote_of(newest: Newest, daily: Sequence[tuple[int, float]], expected: int | None) -> Quote:
    """The quote of an instrument.

    Args:
        newest: Its newest candle.
        daily: Trade dates (day numbers) and their daily closes, oldest first.
        expected: The trade date before that of the newest candle; None where no calendar says it, and the one before
            that has a daily close is taken.
    """
    known = {day: close for day, close in daily if day < newest.day}
    before = expected if expected is not None else max(known, default=None)
    closes = [close for _, close in daily]
    if not daily or daily[-1][0] < newest.day:
        closes.append(newest.close)
    return Quote(newest, before, known.get(before) if before is not None else None, tuple(closes[-COURSE:]))


def _percent(price: float, base: float | None) -> float | None:
    return (price - base) / abs(base) * 100 if base else None
