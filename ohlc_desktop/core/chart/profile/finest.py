"""The finest candles that are stored of an instrument, put together from several timeframes; and stretches of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ohlc_desktop.core.candles import Bools, Candles, Int64, concat, empty
from ohlc_desktop.core.chart.annotations.days import build_days, traded_sessions
from ohlc_desktop.core.chart.annotations.hours import reaching
from ohlc_desktop.core.chart.series import Days, no_days
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe

Kinds = NDArray[np.uint8]

#: The timeframes that are looked at, the finest first: all others are made of one of them.
FINEST = tuple(TIMEFRAMES[name] for name in ("1m", "2m", "5m", "1d"))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some candles, and the timeframe of each: uint8, its number in ``FINEST``."""

    candles: Candles = field(default_factory=empty)
    kind: Kinds = field(default_factory=lambda: np.empty(0, dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.candles)


def shares_of(stretches: Iterable[Stretch]) -> dict[str, float]:
    """The share of the volume that comes from candles of each timeframe, the finest first; of candles without any."""
    parts = list(stretches)
    volume = sum((np.bincount(each.kind, each.candles.volume, len(FINEST)) for each in parts), np.zeros(len(FINEST)))
    candles = sum((np.bincount(each.kind, minlength=len(FINEST)) for each in parts), np.zeros(len(FINEST)))
    found = volume if volume.any() else candles
    return {each.name: float(part / found.sum()) for each, part in zip(FINEST, found, strict=True) if part}


@dataclass(frozen=True, slots=True)
class FinestCandles:
    """Candles of several timeframes, none over the time of a finer one.

    Attributes:
        all: Sorted; the stamp of a candle of 1d is the open of its session (UTC epoch seconds).
        days: Their trade dates.
        tick: Smallest step of the price; 0 where it is not known.
    """

    all: Stretch = field(default_factory=Stretch)
    days: Days = field(default_factory=no_days)
    tick: float = 0.0

    def __len__(self) -> int:
        return len(self.all)

    def places_between(self, start: int, end: int) -> slice:
        """Where those are that begin within ``[start, end)``, UTC epoch seconds."""
        first, last = np.searchsorted(self.all.candles.ts, (start, end)).tolist()
        return slice(first, max(first, last))

    def places_of(self, first: int, last: int) -> slice:
        """Where those of the trade dates from ``first`` to ``last`` are (days since 1970-01-01, both among them)."""
        begin, end = np.searchsorted(self.days.trade_date, (first, last + 1)).tolist()
        starts = np.append(self.days.first, len(self))
        return slice(int(starts[begin]), int(starts[max(begin, end)]))

    def part(self, places: slice, regular: bool = False) -> Stretch:
        """The candles at some places.

        ``regular`` leaves those of regular trading hours, where the instrument has some: each candle belongs to the
        hours in which its middle lies, and one of 1d, which cannot be cut, to none.
        """
        found = Stretch(self.all.candles.take(places), self.all.kind[places])
        if not regular or not (self.days.rth_open < self.days.rth_close).any():
            return found
        inside = self._regular(found, places.start)
        return Stretch(found.candles.take(inside), found.kind[inside])

    def _regular(self, stretch: Stretch, first: int) -> Bools:
        lengths = np.array([each.seconds for each in FINEST])[stretch.kind]
        middle = stretch.candles.ts + lengths // 2
        row = np.searchsorted(self.days.first, first + np.arange(len(stretch)), side="right") - 1
        inside: Bools = (middle >= self.days.rth_open[row]) & (middle < self.days.rth_close[row])
        return inside & (lengths < DAY)


def put_together(
    found: Mapping[str, Candles], instrument: Instrument, calendar: Calendar | None
) -> FinestCandles:  # fmt: skip
    """The finest candles, from those of each of ``FINEST``.

    A candle is left out where a finer one begins within its time: of one of 1d, within its session.

    Args:
        found: Sorted candles by the name of their timeframe; what is not there has none.
        instrument: Whose they are.
        calendar: Its stored sessions; None where there are none.
    """
    parts: list[Stretch] = []
    for number, timeframe in enumerate(FINEST):
        candles, ends = _with_ends(found.get(timeframe.name, empty()), timeframe, instrument.calendar, calendar)
        candles = candles.take(~_covered(candles.ts, ends, [part.candles for part in parts]))
        parts.append(Stretch(candles, np.full(len(candles), number, dtype=np.uint8)))
    candles = concat(part.candles for part in parts)
    order = np.argsort(candles.ts, kind="stable")
    candles = candles.take(order)
    days = build_days(candles, traded_sessions(candles.ts, instrument.calendar, calendar))
    kind = np.concatenate([part.kind for part in parts])[order]
    return FinestCandles(Stretch(candles, kind), days, float(instrument.tick or 0))


def _with_ends(
    candles: Candles, timeframe: Timeframe, name: str, calendar: Calendar | None
) -> tuple[Candles, Int64]:  # fmt: skip
    """Candles by the time in which they were traded, and when each was over; those of 1d from open to close."""
    if not timeframe.daily or not len(candles):
        return candles, candles.ts + timeframe.seconds
    sessions = reaching(name, calendar, int(candles.ts[0]), int(candles.ts[-1]))
    dates = candles.ts // DAY
    row = np.minimum(np.searchsorted(sessions.trade_date, dates), len(sessions) - 1)
    known = sessions.trade_date[row] == dates
    kept = candles.take(known)
    return Candles(sessions.open[row[known]], *kept.columns[1:]), sessions.close[row[known]]


def _covered(starts: Int64, ends: Int64, finer: Sequence[Candles]) -> Bools:
    """Whether a finer candle begins in each stretch of time."""
    covered = np.zeros(len(starts), dtype=np.bool_)
    for each in finer:
        covered |= np.searchsorted(each.ts, starts) < np.searchsorted(each.ts, ends)
    return covered
