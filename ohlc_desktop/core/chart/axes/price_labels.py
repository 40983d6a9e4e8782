"""Round prices for the price axis, and prices as a trader reads them.

Steps between prices on the axis are 1, 2 or 5 times a power of ten where those are multiples of the instrument's tick;
below the smallest of them they are the tick, doubled: 1/32, 1/16, 1/8, 1/4, then 1/2, 1, 2, 5 for a Treasury bond, 0.25,
then 0.5, 1, 2, 5 for the E-mini. Results are finite and rising, whatever is asked.

Treasuries are written in 32nds of a point as CME shows them on Globex: ``118'16`` is 118 16/32. A tick of less than a
32nd adds a third digit, the first digit of the decimal fraction of a 32nd, which is cut and not rounded: 1 2 3 5 6 7 8 for
one to seven eighths. So ``110'165`` is 110 16.5/32, ``107'122`` 12.25, ``107'127`` 12.75, ``104'283`` 28.375 32nds. Source:
CME Group Client Systems Wiki, "Fractional Pricing - Display Examples"
(https://cmegroupclientsite.atlassian.net/wiki/spaces/EPICSANDBOX/pages/46203087), and the contract specifications of ZN,
ZF and ZT.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from fractions import Fraction
from functools import lru_cache

import numpy as np

from ohlc_desktop.core.candles import Float64
from ohlc_desktop.core.chart.appearance import Precision
from ohlc_desktop.core.market.instruments import Instrument

# Powers of ten between which steps are sought.
_SMALLEST, _LARGEST = -30, 30

# What a step may be too small by, as a share of it: divisions are not exact.
_SLACK = 1e-9

# From here on a float has no room for 256ths.
_LARGEST_IN_32NDS = 2.0**44

# Digits for no to seven eighths of a 32nd.
_EIGHTHS = "01235678"


def price_steps(low: float, high: float, pixels: float, tick: Fraction | None, min_distance: float) -> Float64:
    """The round prices from ``low`` to ``high`` on a linear axis.

    Args:
        low: Price at the lower end; ``high`` at the upper one.
        pixels: Between them.
        tick: Every result is a multiple of it; None if any price will do.
        min_distance: Pixels from one price to the next at least.

    Returns:
        float64, each the nearest to the exact price. Empty where an argument is of no use or nothing round is in
        between; for ``low == high`` the price itself if it is a multiple of the tick.
    """
    if not _usable(low, high, pixels):
        return _none()
    if low == high:
        return _single(low, tick)
    step = _step(max(min_distance, 1.0) / pixels * (high - low), max(abs(low), abs(high)), tick)
    return _none() if step is None else _multiples(step, low, high)


def log_steps(low: float, high: float, pixels: float, tick: Fraction | None, min_distance: float) -> Float64:
    """The round prices from ``low`` to ``high`` on a logarithmic axis; as :func:`price_steps` otherwise.

    Between 1 and 2, 2 and 5, 5 and 10 times a power of ten the steps are as fine as fits at the upper end; where these
    do not fit themselves, every power of ten, every second one, and so on. Empty unless all prices are above zero.
    """
    if not _usable(low, high, pixels) or low <= 0:
        return _none()
    if low == high:
        return _single(low, tick)
    gap = max(min_distance, 1.0) / pixels * (math.log(high) - math.log(low))
    parts = _decades(low, high, gap, tick) if gap > math.log(2) else _stretches(low, high, gap, tick)
    prices = np.concatenate([_none(), *parts])
    return prices[(prices >= low) & (prices <= high)]


def percent_steps(low: float, high: float, base: float, pixels: float, min_distance: float) -> Float64:
    """The round percentages between two prices, as changes from the price ``base``; as :func:`price_steps` otherwise.

    Empty for a ``base`` of zero, from which nothing is a percentage. :func:`price_at` tells where they are.
    """
    if not (math.isfinite(base) and base and _usable(low, high, pixels)):
        return _none()
    return price_steps(percent_of(low, base), percent_of(high, base), pixels, None, min_distance)


def percent_of(price: float, base: float) -> float:
    """The change from ``base`` to a price in percent of the size of ``base`` (crude oil was below zero once)."""
    return (price - base) / abs(base) * 100


def price_at(percent: float, base: float) -> float:
    """The price that is a change of so many percent away from ``base``."""
    return base + abs(base) * percent / 100


def percent_text(percent: float, step: float = 0.0) -> str:
    """``+1.25 %``, ``-3 %``, ``0 %``; with the digits that tell labels ``step`` apart from each other, else with two."""
    if not math.isfinite(percent):
        return ""
    text = f"{percent:+.{_decimals(step) if step > 0 else 2}f}"
    return f"{text.lstrip('+-') if not text.strip('+-0.') else text} %"


def format_axis(
    instrument: Instrument, price: float, step: float = 0.0, precision: Precision = Precision.INSTRUMENT
) -> str:  # fmt: skip
    """The price, without an exponent: ``118'16``, ``0.0066595``, ``21450.25``; empty for what is not a number.

    In 32nds it is the nearest multiple of the tick. Decimals are not moved to the tick, as averages are not on it. Where
    there is no tick ``step``, the distance of the prices on an axis, decides the digits: as few as tell two neighbours
    apart; without an axis it is 0, and they are the fewest that identify the price.

    All that is so unless the user chose a ``precision``: then the price is rounded to it.
    """
    if not math.isfinite(price):
        return ""
    if precision is not Precision.INSTRUMENT:
        if precision.fraction is not None and abs(price) < _LARGEST_IN_32NDS:
            return _in_fractions(price, precision.fraction)
        if precision.decimals is not None:
            return _in_decimals(price, precision.decimals)
    if instrument.display == "32nds" and instrument.tick is not None and abs(price) < _LARGEST_IN_32NDS:
        return _in_32nds(price, instrument.tick)
    decimals = instrument.decimals
    if decimals is None:
        if not 0 < step < math.inf:
            return instrument.format_price(price)
        decimals = _decimals(step)
    return _in_decimals(price, decimals)


def axis_texts(
    instrument: Instrument, prices: Float64, precision: Precision = Precision.INSTRUMENT
) -> list[str]:  # fmt: skip
    """Texts of the prices of an axis (rising)."""
    step = float(np.diff(prices).min()) if len(prices) > 1 else 0.0
    return [format_axis(instrument, price, step, precision) for price in prices.tolist()]


# -- steps ---------------------------------------------------------------------------------------------


def _none() -> Float64:
    return np.empty(0, dtype=np.float64)


def _usable(low: float, high: float, pixels: float) -> bool:
    return math.isfinite(high - low) and low <= high and 0 < pixels < math.inf


def _single(price: float, tick: Fraction | None) -> Float64:
    """The price, if it is what its nearest multiple of the tick is as a float64."""
    on_tick = tick is None or float(round(Fraction(price) / tick) * tick) == price
    return np.array([price + 0.0] if on_tick else [], dtype=np.float64)


def _step(least: float, largest: float, tick: Fraction | None) -> Fraction | None:
    """The smallest step of at least ``least`` that can be told apart at the price ``largest``."""
    steps, sizes = _ladder(tick)
    at = bisect_left(sizes, max(least * (1 - _SLACK), math.ulp(largest) * 2))
    return steps[at] if at < len(steps) else None


def _multiples(step: Fraction, low: float, high: float) -> Float64:
    first, last = _multiple_below(low, step), -_multiple_below(-high, step)
    prices = np.arange(first, last + 1, dtype=np.float64) * float(step.numerator) / float(step.denominator) + 0.0
    return prices[(prices >= low) & (prices <= high)]


def _multiple_below(price: float, step: Fraction) -> int:
    """How many whole steps a price is, rounded down exactly; fractions take twenty times as long."""
    numerator, denominator = price.as_integer_ratio()
    return numerator * step.denominator // (denominator * step.numerator)


@lru_cache(maxsize=256)
def _ladder(tick: Fraction | None) -> tuple[tuple[Fraction, ...], tuple[float, ...]]:
    """All steps, rising, as fractions and as floats."""
    steps = [lead * Fraction(10) ** power for power in range(_SMALLEST, _LARGEST) for lead in (1, 2, 5)]
    if tick is not None:
        round_steps = [step for step in steps if step % tick == 0]
        # A tick of 3, say, divides no power of ten.
        steps = round_steps or [tick * step for step in steps if step >= 1]
        doubled, below = [], tick
        while below < steps[0]:
            doubled.append(below)
            below *= 2
        steps = doubled + steps
    return tuple(steps), tuple(map(float, steps))


def _decades(low: float, high: float, gap: float, tick: Fraction | None) -> list[Float64]:
    """Every power of ten whose exponent is a multiple of as much as keeps them ``gap`` apart in logarithm."""
    needed = gap / math.log(10) * (1 - _SLACK)
    steps = (lead * 10**power for power in range(3) for lead in (1, 2, 5))
    every = next((step for step in steps if step >= needed), None)
    if every is None:  # more decades than a float64 has
        return []
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    powers = (Fraction(10) ** power for power in range(first - first % every, last + 1, every))
    return [np.array([float(price) for price in powers if tick is None or price % tick == 0], dtype=np.float64)]


def _stretches(low: float, high: float, gap: float, tick: Fraction | None) -> list[Float64]:
    """Multiples of a step of its own between 1 and 2, 2 and 5, 5 and 10 times each power of ten.

    The step is as fine as fits at the upper end; where none does, there is the lower end alone.
    """
    prices = []
    for power in range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1):
        for start, end, steps, sizes in _dividing(power, tick):
            top = min(end, high)
            if end <= low or start > high:
                continue
            least = max(top * -math.expm1(-gap) * (1 - _SLACK), math.ulp(top) * 2)
            at = bisect_left(sizes, least)
            if at < len(steps):
                inside = _multiples(steps[at], max(start, low), top)
                prices.append(inside[inside < end])
            elif tick is None or Fraction(start) % tick == 0:
                prices.append(np.array([start]))
    return prices


@lru_cache(maxsize=1024)
def _dividing(power: int, tick: Fraction | None) -> list[tuple[float, float, tuple[Fraction, ...], tuple[float, ...]]]:
    """The stretches of a decade: both ends, and the steps of which both are multiples, as fractions and as floats."""
    decade, found = Fraction(10) ** power, []
    for start, end in ((decade, 2 * decade), (2 * decade, 5 * decade), (5 * decade, 10 * decade)):
        steps = [step for step in _ladder(tick)[0] if step <= start and start % step == 0 and end % step == 0]
        found.append((float(start), float(end), tuple(steps), tuple(map(float, steps))))
    return found


def _decimals(step: float) -> int:
    """The fewest digits after the point with which multiples of a step differ; the step may be 2 % too small."""
    return max(0, math.ceil(-math.log10(step) - 0.01))


def _in_decimals(price: float, decimals: int) -> str:
    text = f"{price:.{decimals}f}"
    return text if text.strip("-0.") else text.lstrip("-")


def _in_fractions(price: float, part: Fraction) -> str:
    """``118'17`` for 118 17/32; all numerators have as many digits as the largest one."""
    count = round(abs(price) * part.denominator)
    whole, numerator = divmod(count, part.denominator)
    return f"{'-' if price < 0 and count else ''}{whole}'{numerator:0{len(str(part.denominator - 1))}d}"


def _in_32nds(price: float, tick: Fraction) -> str:
    ticks = round(price * (tick.denominator / tick.numerator))
    whole, rest = divmod(abs(ticks) * tick.numerator * 256 // tick.denominator, 256)
    full, part = divmod(rest, 8)
    digit = "" if tick.numerator * 32 % tick.denominator == 0 else _EIGHTHS[part]
    return f"{'-' if ticks < 0 else ''}{whole}'{full:02d}{digit}"
