"""What a measure says: how far from one anchor to another in price and time."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.drawings import Anchor
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.instruments import Instrument

_UNITS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))

# Prices of instruments without a tick come from pixels; this many digits of them mean something.
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """The way from one anchor to another.

    Attributes:
        points: Difference of the prices, on the instrument's tick; ``points_text`` the same in its decimals, signed.
        ticks: The same in ticks; None without a tick.
        dollars: For one contract; None without a multiplier.
        percent: Of the first price (its size: crude oil was below zero once); None if that is 0.
        bars: Candles from the first anchor to the second; negative backwards.
        seconds: Time between them by the clock, weekends included; negative backwards.
    """

    points: float
    points_text: str
    ticks: int | None
    dollars: float | None
    percent: float | None
    bars: int
    seconds: int

    @property
    def price_text(self) -> str:
        """``+12.50  50 ticks  $625.00  0.21 %``; what is not known is left out."""
        parts = [self.points_text]
        if self.ticks is not None:
            parts.append(_count(self.ticks, "tick"))
        if self.dollars is not None:
            parts.append(f"{'-' if self.dollars < 0 else ''}${abs(self.dollars):,.2f}")
        if self.percent is not None:
            parts.append(f"{self.percent + 0.0:,.2f} %".replace("-0.00", "0.00"))
        return "  ".join(parts)

    @property
    def time_text(self) -> str:
        """``12 bars  1 h``, the same in both directions."""
        return f"{_count(abs(self.bars), 'bar')}  {span_text(abs(self.seconds))}"

    @property
    def text(self) -> str:
        """Everything in one line."""
        return f"{self.price_text}  {self.time_text}"


def measure(start: Anchor, end: Anchor, series: ChartSeries) -> Measure:
    """Measure from one anchor to another in the instrument's ticks and the candles of a series."""
    instrument = series.instrument
    prices = on_tick(start.price, instrument), on_tick(end.price, instrument)
    points = on_tick(prices[1] - prices[0], instrument)
    first, last = (place_of(series.candles.ts, series.timeframe.seconds, anchor.ts) for anchor in (start, end))
    return Measure(
        points=points,
        points_text=_signed(points, max(map(abs, prices)), instrument),
        ticks=round(points / float(instrument.tick)) if instrument.tick else None,
        dollars=points * instrument.multiplier if instrument.multiplier is not None else None,
        percent=points / abs(prices[0]) * 100 if prices[0] else None,
        bars=last - first,
        seconds=end.ts - start.ts,
    )


def place_of(stamps: Int64, seconds: int, ts: float) -> int:
    """The place of the candle that a moment belongs to.

    Within the candles it is the last that opened at or before ``ts``, so that an anchor set in a finer timeframe counts
    for the candle around it. Outside of them candles of ``seconds`` are counted on.
    """
    if not len(stamps):
        return int(ts // seconds)
    first, last = int(stamps[0]), int(stamps[-1])
    if ts >= last:
        return len(stamps) - 1 + int((ts - last) // seconds)
    if ts < first:
        return int((ts - first) // seconds)
    return int(stamps.searchsorted(int(ts), side="right")) - 1


def span_text(seconds: int) -> str:
    """A length of time in its two largest units, without a zero one: ``45 min``, ``1 h``, ``2 d 3 h``."""
    parts = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        parts.append((count, unit))
    first = next((at for at, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "0 min"
    return " ".join(f"{count:,} {unit}" for count, unit in parts[first : first + 2] if count)


def on_tick(price: float, instrument: Instrument) -> float:
    """The price on the instrument's tick as :meth:`Instrument.round_prices` has it, without an array."""
    tick = instrument.tick
    if tick is None or not math.isfinite(price):
        return price
    return round(price * tick.denominator / tick.numerator) * tick.numerator / tick.denominator + 0.0


def _signed(points: float, price: float, instrument: Instrument) -> str:
    decimals = instrument.decimals
    if decimals is None:
        whole = math.floor(math.log10(price)) + 1 if price > 0 else 1
        decimals = min(max(_DIGITS - whole, 2), 8)
    text = f"{points:+,.{decimals}f}"
    return text if text.strip("+-0.,") else text.lstrip("+-")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if abs(number) == 1 else 's'}"
