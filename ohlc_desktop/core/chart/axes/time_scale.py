"""The horizontal axis: candles to pixels and back, on an axis without gaps or in real time; panning and zooming.

Positions on the axis are *places* without gaps, and seconds (UTC) in real time. Everything here is a value: a change
of the visible range is a new :class:`TimeScale`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ohlc_desktop.core.candles import Float64, Int64
from ohlc_desktop.core.market.catalogue import CALENDARS
from ohlc_desktop.core.market.exchanges import trade_day
from ohlc_desktop.core.timeframes import DAY

# So near to a candle is at it.
_CLOSE = 1e-9

#: Fewest candles that fill the width.
FEWEST = 5
#: So many candles stay visible however far one pans.
KEPT = 2
#: Empty room to the right of the newest candle, as a share of the width.
ROOM = 0.06


@dataclass(frozen=True, slots=True)
class TimeScale:
    """The visible stretch of a series, and the pixels it takes. Two are equal when they show the same stretch.

    Attributes:
        stamps: int64, of the candles, sorted.
        seconds: Length of a candle.
        real: In real time; else candles stand side by side.
        left: Position of the left edge; ``right`` of the right one.
        width: Pixels between them.
        hours: Name of the calendar by which moments belong to trade dates.
        beside: Candles for which there is room to the right of the newest; None for a share of the width.
    """

    stamps: Int64 = field(compare=False)  # arrays have no single truth, and Python 3.13 compares each field by itself
    seconds: int
    real: bool
    left: float
    right: float
    width: float
    hours: str = CALENDARS[0]
    beside: int | None = None

    # -- mapping -----------------------------------------------------------------------------------

    @property
    def per_unit(self) -> float:
        """Pixels of one unit of position."""
        return self.width / (self.right - self.left)

    @property
    def pitch(self) -> float:
        """Pixels from one candle to the next, where none is missing."""
        return self.per_unit * (self.seconds if self.real else 1)

    def pixel(self, place: Any) -> Any:
        """Pixel of the middle of a candle, from the left edge; takes a place or an array of them (float64 back)."""
        position = self.position(place) if self.real else place
        return (position - self.left) * self.per_unit

    def place(self, pixel: float) -> float:
        """Place at a pixel, with its fraction."""
        position = self.left + pixel / self.per_unit
        return self.place_of(position - self.seconds / 2) if self.real else position

    def position(self, place: Any) -> Any:
        """Position of a place on the axis."""
        return self.stamp_at(place) + self.seconds / 2 if self.real else place

    def stamp_at(self, place: Any) -> Any:
        """Stamp of a place, interpolated between candles and going on beyond them (float64, UTC epoch seconds)."""
        count = len(self.stamps)
        if not count:
            return np.asarray(place, dtype=np.float64) * self.seconds
        if (
            isinstance(place, np.ndarray)
            and place.dtype.kind == "i"
            and len(place)
            and place[0] >= 0
            and place[-1] < count
        ):
            return self.stamps[place].astype(np.float64)  # sorted places of candles, as painters ask for them
        at = np.clip(np.floor(place), 0, max(count - 2, 0)).astype(np.int64)
        after = np.minimum(at + 1, count - 1)
        part = np.clip(np.asarray(place) - at, 0.0, 1.0 if count > 1 else 0.0)
        within = self.stamps[at] + part * (self.stamps[after] - self.stamps[at])
        beyond = np.minimum(place, 0.0) + np.maximum(np.asarray(place) - (count - 1), 0.0)
        return within + beyond * self.seconds

    def holding(self, stamp: float) -> int:
        """Place of the candle that a moment belongs to, counted on beyond the candles; by its trade date for 1d and longer."""
        if self.seconds >= DAY:
            stamp = trade_day(self.hours, math.floor(stamp)) * DAY
        return math.floor(self.place_of(stamp) + _CLOSE)

    def pixel_of(self, stamp: float) -> float:
        """Pixel of the middle of the candle that a moment belongs to."""
        return float(self.pixel(float(self.holding(stamp))))

    def nearest_stamp(self, pixel: float) -> int:
        """Stamp of the candle nearest to a pixel; beyond the candles that of the one that would stand there."""
        return round(float(self.stamp_at(np.rint(self.place(pixel)))))

    def nearest(self, pixel: float) -> int:
        """Place of the candle nearest to a pixel; at least 0 and at most the newest."""
        return min(max(round(self.place(pixel)), 0), max(len(self.stamps) - 1, 0))

    def visible(self) -> tuple[int, int]:
        """First place that touches the visible stretch, and the one after the last."""
        count = len(self.stamps)
        first = int(np.floor(self.place(0.0) + 0.5))
        last = int(np.ceil(self.place(self.width) + 0.5))
        first = min(max(first, 0), count)
        return first, min(max(last, first), count)

    def place_of(self, stamp: float) -> float:
        """Place of a stamp, between candles by the time between them, going on beyond them."""
        count = len(self.stamps)
        if not count:
            return stamp / self.seconds
        # as a whole number: for a float numpy would convert all stamps first
        at = min(max(int(np.searchsorted(self.stamps, math.floor(stamp), side="right")) - 1, 0), count - 1)
        since = stamp - int(self.stamps[at])
        if since < 0 or at == count - 1:
            return at + since / self.seconds
        return at + since / int(self.stamps[at + 1] - self.stamps[at])

    def coordinates(self, stamps: Int64) -> Float64:
        """Positions of times (int64, UTC epoch seconds, also between and beyond candles); there must be a candle."""
        if self.real:
            return np.asarray(stamps + self.seconds / 2, dtype=np.float64)
        places = np.interp(stamps, self.stamps, np.arange(len(self.stamps)))
        beyond = np.minimum(stamps - self.stamps[0], 0) + np.maximum(stamps - self.stamps[-1], 0)
        return np.asarray(places + beyond / self.seconds)

    # -- changing ----------------------------------------------------------------------------------

    def panned(self, pixels: float) -> TimeScale:
        """What is seen after dragging the candles to the right by so many pixels."""
        shift = -pixels / self.per_unit
        return replace(self, left=self.left + shift, right=self.right + shift).kept()

    def zoomed(self, factor: float, pixel: float) -> TimeScale:
        """Candles ``factor`` times as wide, with what is at ``pixel`` staying there."""
        fixed = self.left + pixel / self.per_unit
        fewest = self._span(FEWEST)
        span = min(max((self.right - self.left) / factor, fewest), max(self._with_room(self._whole()), fewest))
        right = fixed + (1 - pixel / self.width) * span
        newest = float(self.position(len(self.stamps) - 0.5)) + self._room(span)
        right = min(right, max(newest, self.right))  # zooming out brings older candles, not empty room
        return replace(self, left=right - span, right=right).kept()

    def kept(self) -> TimeScale:
        """Moved back so far that ``KEPT`` candles are visible."""
        if not len(self.stamps):
            return self
        first, last = float(self.position(0.0)), float(self.position(len(self.stamps) - 1.0))
        room = self._span(KEPT)
        shift = min(max(0.0, first + room - self.right), max(last + room - self.right, 0.0) + room * 2)
        if self.left > last - room + self._span(0.5):
            shift = last - room + self._span(0.5) - self.left
        return replace(self, left=self.left + shift, right=self.right + shift) if shift else self

    def resized(self, width: float) -> TimeScale:
        """The same candles' width in more or less room: the right edge stays."""
        if width <= 0 or width == self.width:
            return self
        return replace(self, left=self.right - (self.right - self.left) * width / self.width, width=width).kept()

    def latest(self) -> TimeScale:
        """The newest candles at the right edge, with some room beside them."""
        span = self.right - self.left
        right = float(self.position(len(self.stamps) - 0.5)) + self._room(span)
        return replace(self, left=right - span, right=right)

    def oldest(self) -> TimeScale:
        """The oldest candles at the left edge."""
        left = float(self.position(-0.5))
        return replace(self, left=left, right=left + self.right - self.left)

    def all(self) -> TimeScale:
        """Every candle."""
        left = float(self.position(-0.5))
        return replace(self, left=left, right=left + self._with_room(max(self._whole(), self._span(FEWEST))))

    def showing(self, first: float, last: float) -> TimeScale:
        """The places from ``first`` to ``last``, at least ``FEWEST`` of them."""
        short = max(FEWEST - (last - first), 0.0) / 2
        left, right = float(self.position(first - short)), float(self.position(last + short))
        least = max(right, left + self._span(FEWEST))
        return replace(self, left=left, right=least).kept()

    def centred(self, stamp: float) -> TimeScale:
        """The candle with this stamp in the middle."""
        middle, span = float(self.position(self.place_of(stamp))), self.right - self.left
        return replace(self, left=middle - span / 2, right=middle + span / 2).kept()

    def ending(self, moment: float) -> TimeScale:
        """As many candles, up to a moment (UTC epoch seconds) at the right edge."""
        right = float(self.position(self.place_of(moment)))
        return replace(self, left=right - (self.right - self.left), right=right).kept()

    def end(self) -> float:
        """The moment (UTC epoch seconds) at the right edge."""
        return float(self.stamp_at(self.place(self.width)))

    def follows(self) -> bool:
        """Whether the newest candle is visible."""
        return not len(self.stamps) or float(self.position(len(self.stamps) - 1.0)) <= self.right

    def over(self, stamps: Int64, seconds: int, real: bool) -> TimeScale:
        """The same view of a changed series: what was in sight stays where it was.

        Where the newest candle was visible, newer ones push the view along.
        """
        if not len(self.stamps) or not len(stamps):
            return fitted(stamps, seconds, real, self.width, hours=self.hours, beside=self.beside)
        if (seconds, real) == (self.seconds, self.real):
            fresh = replace(self, stamps=stamps)
            shift = 0.0 if real else self._shift(fresh)
            if self.follows() and stamps[-1] > self.stamps[-1]:
                shift = float(fresh.position(len(stamps) - 1.0) - self.position(len(self.stamps) - 1.0))
            return replace(fresh, left=self.left + shift, right=self.right + shift).kept()
        return self._translated(stamps, seconds, real)

    def in_reach_of(self, before: TimeScale) -> TimeScale:
        """This view; where its candles end earlier, or begin later, than those before, their end and no void."""
        if not len(self.stamps):
            return self
        oldest, latest = self.oldest(), self.latest()
        if self.stamps[-1] < before.stamps[-1] and self.right > latest.right:
            return latest
        if self.stamps[0] > before.stamps[0] and self.left < oldest.left:
            return oldest if oldest.right < latest.right else latest
        return self

    def _shift(self, fresh: TimeScale) -> float:
        """By how many places a candle in sight has moved."""
        anchor = min(max(round(self.right), 0), len(self.stamps) - 1)
        return fresh.place_of(float(self.stamps[anchor])) - anchor

    def _translated(self, stamps: Int64, seconds: int, real: bool) -> TimeScale:
        """About as many candles of another timeframe or axis, ending where this view ends."""
        last = float(self.stamp_at(self.place(self.width)))
        count = self.width / self.pitch
        fresh = TimeScale(
            stamps, seconds, real, 0.0, count * (seconds if real else 1), self.width, self.hours, self.beside
        )
        if self.follows():
            return fresh.latest()
        right = float(fresh.position(fresh.place_of(last)))
        return replace(fresh, left=right - fresh.right, right=right).kept()

    def _span(self, candles: float) -> float:
        return candles * self.seconds if self.real else float(candles)

    def _room(self, span: float) -> float:
        """Room beside the newest candle in a stretch, which is never more than half of it."""
        return span * ROOM if self.beside is None else min(self._span(self.beside), span / 2)

    def _with_room(self, length: float) -> float:
        """The stretch in which there is room beside so much."""
        return length / (1 - ROOM) if self.beside is None else length + min(self._span(self.beside), length)

    def _whole(self) -> float:
        """Length of the whole series."""
        if not len(self.stamps):
            return self._span(FEWEST)
        return float(self.position(len(self.stamps) - 0.5)) - float(self.position(-0.5))


def fitted(
    stamps: Int64, seconds: int, real: bool, width: float, pitch: float = 7.0, hours: str = CALENDARS[0],
    beside: int | None = None,
) -> TimeScale:  # fmt: skip
    """The newest candles, each ``pitch`` pixels wide; fewer candles than fit stand at the right."""
    width = max(width, 1.0)
    count = max(width / pitch, float(FEWEST))
    return TimeScale(stamps, seconds, real, 0.0, count * (seconds if real else 1), width, hours, beside).latest()
