"""Studies against TA-Lib, and those that it lacks against plain loops that follow the definitions word by word."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import talib

from ohlc_desktop.core.chart.indicators import compute, indicator
from ohlc_desktop.core.chart.model import build_model
from ohlc_desktop.core.chart.options import ChartOptions
from ohlc_desktop.core.chart.series import ChartSeries, Hole, regular_hours
from ohlc_desktop.core.messages import NOTHING
from tests.core.chart.indicator_making import close_to, column, only, same, walk
from tests.core.chart.making import make_series

COUNT = 20_000  # two chunks


@pytest.fixture(scope="module")
def series() -> ChartSeries:
    return walk(COUNT)


# -- of candles alone --------------------------------------------------------------------------------


def test_against_talib(series: ChartSeries) -> None:
    high, low, close = (column(series, name) for name in ("high", "low", "close"))
    for period in (2, 20, 200):
        close_to(only(compute(indicator("CCI", period=period), series)), talib.CCI(high, low, close, period), 1e-5)
        close_to(only(compute(indicator("ROC", period=period), series)), talib.ROC(close, period))
        found = compute(indicator("DC", period=period), series).lines
        upper, lower = talib.MAX(high, period), talib.MIN(low, period)
        for key, expected in (("upper", upper), ("lower", lower), ("middle", (upper + lower) / 2)):
            close_to(found[key], expected)


def test_directional_movement_is_that_of_talib_once_its_start_has_decayed(series: ChartSeries) -> None:
    prices = [column(series, name) for name in ("high", "low", "close")]
    found = compute(indicator("ADX"), series).lines
    for key, theirs in (("adx", talib.ADX), ("plus", talib.PLUS_DI), ("minus", talib.MINUS_DI)):
        assert np.isnan(found[key]).sum() == np.isnan(theirs(*prices, 14)).sum()
        close_to(found[key][600:], theirs(*prices, 14)[600:], 1e-6)


def slow_average(values: list[float], period: int) -> list[float]:
    """Wilder's average: a simple mean, then one part in ``period``; NaN in front is passed over."""
    found, begun = [], [value for value in values if not math.isnan(value)]
    last = math.nan
    for place in range(len(values)):
        number = place - (len(values) - len(begun))
        if number == period - 1:
            last = math.fsum(begun[:period]) / period
        elif number >= period:
            last += (begun[number] - last) / period
        found.append(last)
    return found


def true_ranges(series: ChartSeries) -> list[float]:
    high, low, close = (column(series, name).tolist() for name in ("high", "low", "close"))
    later = zip(high[1:], low[1:], close, strict=False)
    return [math.nan, *(max(h - low, abs(h - c), abs(low - c)) for h, low, c in later)]


def test_directional_movement_from_its_start_on() -> None:
    series = walk(300)
    high, low = column(series, "high").tolist(), column(series, "low").tolist()
    ups, downs = [math.nan], [math.nan]
    for place in range(1, 300):
        up, down = high[place] - high[place - 1], low[place - 1] - low[place]
        ups.append(up if up > down and up > 0 else 0.0)
        downs.append(down if down > up and down > 0 else 0.0)
    ranges, plus, minus = (slow_average(values, 14) for values in (true_ranges(series), ups, downs))
    plus, minus = ([100 * a / b for a, b in zip(side, ranges, strict=True)] for side in (plus, minus))
    apart = [100 * abs(a - b) / (a + b) for a, b in zip(plus, minus, strict=True)]
    found = compute(indicator("ADX"), series).lines
    for key, expected in (("plus", plus), ("minus", minus), ("adx", slow_average(apart, 14))):
        close_to(found[key], np.array(expected), 1e-6)


@pytest.mark.parametrize(("period", "factor"), [(10, 3.0), (3, 0.7)])
def test_supertrend(series: ChartSeries, period: int, factor: float) -> None:
    high, low, close = (column(series, name).tolist() for name in ("high", "low", "close"))
    average = slow_average(true_ranges(series), period)
    up, down = [math.nan] * COUNT, [math.nan] * COUNT
    last = None  # upper band, lower band, and which of them was the line
    for place in range(COUNT):
        if math.isnan(average[place]):
            continue
        middle = (high[place] + low[place]) / 2
        upper, lower = middle + factor * average[place], middle - factor * average[place]
        rising = False
        if last is not None:
            upper = upper if upper < last[0] or close[place - 1] > last[0] else last[0]
            lower = lower if lower > last[1] or close[place - 1] < last[1] else last[1]
            rising = not close[place] < lower if last[2] else close[place] > upper
        last = (upper, lower, rising)
        (up if rising else down)[place] = lower if rising else upper
    found = compute(indicator("ST", period=period, multiple=factor), series).lines
    close_to(found["up"], np.array(up))
    close_to(found["down"], np.array(down))
    assert 100 < np.isnan(up).sum() < COUNT - 100


def test_ichimoku(series: ChartSeries) -> None:
    frame = pd.DataFrame({name: column(series, name) for name in ("high", "low", "close")})

    def middle(length: int) -> pd.Series:
        window = frame.rolling(length)
        return (window["high"].max() + window["low"].min()) / 2

    spans = {"span_a": (middle(9) + middle(26)) / 2, "span_b": middle(52)}
    found = compute(indicator("ICHIMOKU"), series).lines
    close_to(found["conversion"], middle(9).to_numpy())
    close_to(found["base"], middle(26).to_numpy())
    close_to(found["lagging"], frame["close"].shift(-25).to_numpy())
    for key, expected in spans.items():
        close_to(found[key], np.concatenate((np.full(25, np.nan), expected.to_numpy())))


# -- of trade dates ----------------------------------------------------------------------------------

#: Until when, how many candles of 5 minutes: over each change of the clock, a holiday and the early close after it.
STRETCHES = [("2026-12-01 22:00", 8000), ("2026-03-20 21:00", 5000)]


def frame_of(series: ChartSeries) -> pd.DataFrame:
    """The candles with their trade date, week, month and time of day, all by pandas."""
    local = pd.to_datetime(series.candles.ts, unit="s", utc=True).tz_convert("America/New_York").tz_localize(None)
    frame = pd.DataFrame({name: column(series, name) for name in ("high", "low", "close")})
    frame["time"] = local.strftime("%H:%M")
    day = (local + pd.Timedelta(hours=6)).normalize()
    frame["day"], frame["week"], frame["month"] = day, day.to_period("W").start_time, day.to_period("M").start_time
    return frame


def before(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """High, low and close of the period before, for each candle."""
    whole = frame.groupby(unit).agg({"high": "max", "low": "min", "close": "last"})
    if unit != "day":
        whole.iloc[0] = np.nan
    return frame[[unit]].join(whole.shift(1), on=unit)


@pytest.mark.parametrize("unit", ["day", "week", "month"])
@pytest.mark.parametrize(("until", "count"), STRETCHES)
def test_prior_levels_over_changes_of_the_clock(until: str, count: int, unit: str) -> None:
    series = make_series(count, until=until)
    expected = before(frame_of(series), unit)
    found = compute(indicator("PRIOR", unit=unit), series).lines
    for key, line in found.items():
        close_to(line, expected[key].to_numpy())
    if unit == "day" and until < "2026-11":  # of whole sessions, where only regular hours are shown
        rows = np.isin(series.candles.ts, regular_hours(series).candles.ts)
        alone = compute(indicator("PRIOR"), regular_hours(series)).lines
        np.testing.assert_array_equal(alone["high"], found["high"][rows])


def test_pivots() -> None:
    series = make_series(3000)
    prior = before(frame_of(series), "day")
    h, low, c = (prior[key].to_numpy() for key in ("high", "low", "close"))
    p, r = (h + low + c) / 3, h - low
    expected = {
        "traditional": {"p": p, "r1": 2 * p - low, "s1": 2 * p - h, "r2": p + r, "s2": p - r,
                        "r3": h + 2 * (p - low), "s3": low - 2 * (h - p), "r4": 3 * p + h - 3 * low, "s4": 3 * p + low - 3 * h},
        "classic": {"r1": 2 * p - low, "s1": 2 * p - h, "r2": p + r, "s2": p - r, "r3": p + 2 * r, "s4": p - 3 * r},
        "fibonacci": {"p": p, "r1": p + 0.382 * r, "s2": p - 0.618 * r, "r3": p + r, "s3": p - r, "r4": p * np.nan},
        "camarilla": {"r1": c + 1.1 * r / 12, "s2": c - 1.1 * r / 6, "r3": c + 1.1 * r / 4, "s4": c - 1.1 * r / 2},
    }  # fmt: skip
    for method, lines in expected.items():
        found = compute(indicator("PIVOTS", method=method, bands=4), series).lines
        for key, values in lines.items():
            close_to(found[key], values)


def test_levels_of_daily_candles() -> None:
    series = make_series(300, name="1d")
    day = pd.to_datetime(series.candles.ts, unit="s")
    frame = pd.DataFrame({name: column(series, name) for name in ("high", "low", "close")})
    frame["day"], frame["week"], frame["month"] = day, day.to_period("W").start_time, day.to_period("M").start_time
    for unit in ("day", "week", "month"):
        found, expected = compute(indicator("PRIOR", unit=unit), series).lines, before(frame, unit)
        for key, line in found.items():
            close_to(line, expected[key].to_numpy())
    weekly = compute(indicator("PRIOR", unit="month"), make_series(60, name="1wk")).lines
    assert all(np.isnan(line).all() for line in weekly.values())


def missing(series: ChartSeries, first: int, last: int) -> ChartSeries:
    """Without the candles ``[first, last)``, and with a hole there."""
    stamps = series.candles.ts
    kept = np.ones(len(series), dtype=np.bool_)
    kept[first:last] = False
    hole = Hole(int(stamps[first]), int(stamps[last]), first - 0.5, last - first, NOTHING, True)
    days = replace(series.days, first=series.days.first - np.where(series.days.first >= last, last - first, 0))
    return replace(series, candles=series.candles.take(kept), flags=series.flags[kept], days=days, holes=(hole,))


def test_what_is_not_known_whole_has_no_levels() -> None:
    series = make_series(3000)
    first = series.days.first
    torn = missing(series, int(first[4]) - 6, int(first[4]))  # the last half hour of the day before
    found = compute(indicator("PRIOR"), torn).lines["high"]
    starts = torn.days.first
    assert np.isnan(found[starts[4] : starts[5]]).all()
    assert np.isfinite(found[starts[3] : starts[4]]).all()
    assert np.isfinite(found[starts[5] :]).all()
    newest = compute(indicator("PRIOR"), replace(series, whole=False)).lines["high"]
    assert np.isnan(newest[: first[2]]).all()  # its oldest day is not all there
    assert np.isfinite(newest[first[2] :]).all()


@pytest.mark.parametrize(("kind", "name", "minutes"), [("OR", "5m", 30), ("IB", "5m", 60), ("OR", "30m", 30), ("OR", "1m", 15)])
@pytest.mark.parametrize(("until", "count"), STRETCHES)
def test_opening_ranges_in_new_york(kind: str, name: str, minutes: int, until: str, count: int) -> None:
    series = make_series(count, name=name, until=until)
    frame = frame_of(series)
    end = f"{9 + (30 + minutes) // 60:02}:{(30 + minutes) % 60:02}"
    closed = {"2025-11-27", "2025-12-25", "2026-01-01", "2026-01-19", "2026-02-16", "2026-04-03", "2026-05-25",
              "2026-06-19", "2026-07-03", "2026-09-07", "2026-11-26"}  # fmt: skip
    rows = frame[(frame["time"] >= "09:30") & (frame["time"] < end) & ~frame["day"].dt.strftime("%Y-%m-%d").isin(closed)]
    days = rows.groupby("day")
    frame["top"], frame["bottom"] = days["high"].cummax(), days["low"].cummin()
    high, low = (frame.groupby("day")[key].ffill().to_numpy() for key in ("top", "bottom"))
    found = compute(indicator(kind, minutes=minutes), series).lines
    for key, expected in (("high", high), ("low", low), ("middle", (high + low) / 2)):
        close_to(found[key], expected)
    assert np.isfinite(found["high"]).any()


def test_where_there_is_no_opening_range() -> None:
    for spec, name in ((indicator("OR"), "1h"), (indicator("OR"), "1d"), (indicator("IB"), "90m"), (indicator("OR", minutes=7), "5m")):
        assert all(np.isnan(line).all() for line in compute(spec, make_series(500, name=name)).lines.values())
    series = make_series(1400)
    day = int(np.searchsorted(series.candles.ts, series.days.rth_open[2]))
    found = compute(indicator("OR"), missing(series, day + 1, day + 3)).lines["high"]
    ends = series.days.first - 2
    assert np.isnan(found[ends[2] + 2 : ends[3]]).all()
    assert np.isfinite(found[ends[4] - 1])
    ether = make_series(1000, symbol="BTC=F")  # around the clock: the session's own first minutes
    line, first = compute(indicator("OR"), ether).lines["high"], int(ether.days.first[1])
    assert line[first + 100] == ether.candles.high[first : first + 6].max()


def test_a_model_goes_on_where_what_is_known_of_days_has_changed() -> None:
    """A day's high that an invisible candle moved, and a hole that was filled elsewhere, reach the levels drawn."""
    options = ChartOptions(indicators=(indicator("PRIOR"), indicator("ICHIMOKU")))
    old = make_series(3000)
    higher = old.days.high.copy()
    higher[3] += 50
    for new in (replace(old, days=replace(old.days, high=higher)), missing(old, int(old.days.first[5]) - 6, int(old.days.first[5]))):
        known, fresh = build_model(new, options, before=build_model(old, options)), build_model(new, options)
        for study, other in zip(known.studies, fresh.studies, strict=True):
            same(study.computed, other.computed)
