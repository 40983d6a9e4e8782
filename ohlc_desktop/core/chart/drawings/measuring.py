"""What a measure says: how far from one anchor to another in price and time."""

from __future__ import annotations

import math

from ohlc_desktop.core.candles import Int64
from ohlc_desktop.core.chart.drawings.drawings import Anchor
from ohlc_desktop.core.chart.series import ChartSeries
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.messages import Message, sentences, verbatim

_UNITS = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))

# Prices of instruments without a tick come from pixels; this many digits of them mean something.
_DIGITS = 5


def measure(start: Anchor, end: Anchor, series: ChartSeries) -> tuple[Message, Message]:
    """What is told of the way from one anchor to another: of its price, and of its time.

    ``+12.50  50 ticks  $625.00  0.21 %`` is on the instrument's tick, for one contract, and in percent of the size of
    the first price (crude oil was below zero once); what is not known is left out. ``12 bars  1 h`` are the candles, and
    the time by the clock with its weekends; both are the same in both directions.
    """
    return price_text(start.price, end.price, series.instrument), time_text(
        bars_between(start, end, series), end.ts - start.ts
    )


def bars_between(start: Anchor, end: Anchor, series: ChartSeries) -> int:
    """How many candles it is from one anchor to another."""
    first, last = (place_of(series.candles.ts, series.timeframe.seconds, anchor.ts) for anchor in (start, end))
    return abs(last - first)


def time_text(bars: int, seconds: int) -> Message:
    """So many candles, and so much time by the clock."""
    counted = Message("{count:,} bar" if bars == 1 else "{count:,} bars", count=bars)
    return sentences(counted, verbatim(span_text(abs(seconds))), between="  ")


def price_text(start: float, end: float, instrument: Instrument) -> Message:
    """How far it is from one price to another: points, ticks, dollars and percent, as far as they are known."""
    prices = on_tick(start, instrument), on_tick(end, instrument)
    points = on_tick(prices[1] - prices[0], instrument)
    parts = [verbatim(_signed(points, max(map(abs, prices)), instrument))]
    if instrument.tick:
        ticks = round(points / float(instrument.tick))
        parts.append(Message("{count:,} tick" if abs(ticks) == 1 else "{count:,} ticks", count=ticks))
    if instrument.multiplier is not None:
        dollars = points * instrument.multiplier
        parts.append(verbatim(f"{'-' if dollars < 0 else ''}${abs(dollars):,.2f}"))
    if prices[0]:
        parts.append(verbatim(f"{points / abs(prices[0]) * 100 + 0.0:,.2f} %".replace("-0.00", "0.00")))
    return sentences(*parts, between="  ")


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
    parts: list[tuple[int, str]] = []
    for unit, size in _UNITS:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append((count, unit))
    return " ".join(f"{count:,} {unit}" for count, unit in parts[:2] if count) or "0 min"


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
