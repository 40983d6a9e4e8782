"""VWAP and Keltner channels against plain loops and pandas; sessions over both changes of the clock."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from ohlc_desktop.core.chart.indicators import compute, indicator
from ohlc_desktop.core.chart.indicators.kinds.vwap import anchor_place
from ohlc_desktop.core.chart.series import ChartSeries, regular_hours
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import TIMEFRAMES
from tests.core.chart.indicator_making import START, close_to, column, flat, only, series_of, walk
from tests.core.chart.making import make_series, prices
from tests.core.helpers import calendar, clock, utc


def slow_vwap(price: np.ndarray, volume: np.ndarray, starts: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and deviation, each from all candles of the session so far."""
    begins, first = set(starts), None
    means, deviations = [], []
    for place in range(len(price)):
        first = place if place in begins else first
        weights = volume[first : place + 1] if first is not None else volume[:0]
        if weights.sum() <= 0:
            means.append(math.nan)
            deviations.append(math.nan)
            continue
        values = price[first : place + 1]
        mean = math.fsum(weights * values) / weights.sum()
        means.append(mean)
        deviations.append(math.sqrt(math.fsum(weights * (values - mean) ** 2) / weights.sum()))
    return np.array(means), np.array(deviations)


def typical(series: ChartSeries) -> np.ndarray:
    return (column(series, "high") + column(series, "low") + column(series, "close")) / 3


@pytest.mark.parametrize("session", [1, 2, 23, 276, 10_000])
def test_session_vwap_and_its_bands_against_plain_loops(session: int) -> None:
    series = walk(1500, session=session)
    found = compute(indicator("VWAP", bands=2, width=1.5), series).lines
    mean, deviation = slow_vwap(typical(series), column(series, "volume"), range(0, 1500, session))
    close_to(found["vwap"], mean)
    for pair in (1, 2):
        close_to(found[f"upper{pair}"], mean + 1.5 * pair * deviation)
        close_to(found[f"lower{pair}"], mean - 1.5 * pair * deviation)
    np.testing.assert_array_equal(found["vwap"], only(compute(indicator("VWAP"), series)))


def test_session_vwap_over_chunks_against_pandas() -> None:
    series = walk(50_000, session=1380)
    frame = pd.DataFrame({"day": np.arange(50_000) // 1380, "volume": column(series, "volume")})
    frame["turnover"] = column(series, "close") * frame["volume"]
    sums = frame.groupby("day")[["turnover", "volume"]].cumsum()
    expected = (sums["turnover"] / sums["volume"]).to_numpy()
    close_to(only(compute(indicator("VWAP", source="close"), series)), expected)


@pytest.mark.parametrize(
    ("start", "end", "opens"),
    [
        ("2026-10-29", "2026-11-05", ["10-29 22:00", "11-01 23:00", "11-02 23:00", "11-03 23:00"]),
        ("2027-03-11", "2027-03-18", ["03-11 23:00", "03-14 22:00", "03-15 22:00", "03-16 22:00"]),
    ],
)
@pytest.mark.parametrize("timeframe", ["1m", "5m", "1h", "4h"])
def test_vwap_begins_at_six_in_the_evening_of_new_york_when_the_clock_changes(
    start: str, end: str, opens: list[str], timeframe: str
) -> None:
    sessions = calendar("cme_equity")
    stamps = buckets(sessions, TIMEFRAMES[timeframe], utc(start), utc(end)).key
    firsts = np.flatnonzero(np.diff(sessions.session_at(stamps), prepend=-1))
    series = series_of(prices(stamps, 6000.0, 0.25), firsts.tolist(), timeframe)
    line, price = only(compute(indicator("VWAP"), series)), typical(series)
    alone = np.flatnonzero(line == price.astype(np.float32))
    assert set(opens) <= {clock(ts) for ts in stamps[alone].tolist()}
    # The trade date once more, by pandas: six hours on from New York it is the date.
    local = pd.to_datetime(stamps, unit="s", utc=True).tz_convert("America/New_York").tz_localize(None)
    frame = pd.DataFrame({"day": (local + pd.Timedelta(hours=6)).date, "volume": column(series, "volume")})
    frame["turnover"] = price * frame["volume"]
    sums = frame.groupby("day")[["turnover", "volume"]].cumsum()
    close_to(line, (sums["turnover"] / sums["volume"]).to_numpy())


def test_vwap_of_the_regular_hours_begins_with_them() -> None:
    series = regular_hours(make_series(3000))
    line = only(compute(indicator("VWAP"), series))
    assert len(series.days) > 5
    np.testing.assert_array_equal(line[series.days.first], typical(series)[series.days.first].astype(np.float32))
    mean, _ = slow_vwap(typical(series), column(series, "volume"), series.days.first.tolist())
    close_to(line, mean)


def test_vwap_knows_no_sessions_of_daily_candles() -> None:
    series = make_series(300, name="1d")
    found = compute(indicator("VWAP", bands=1), series).lines
    assert list(found) == ["vwap", "upper1", "lower1"]
    assert all(np.isnan(line).all() and len(line) == 300 for line in found.values())


def test_vwap_is_undefined_until_something_trades() -> None:
    volume = np.array([0, 0, 5, 0, 0, 7, 0], dtype=np.int64)
    series = series_of(flat([1, 2, 3, 4, 5, 6, 7], volume).candles, [0, 3])
    found = compute(indicator("VWAP", bands=1), series).lines
    np.testing.assert_array_equal(found["vwap"], np.array([np.nan, np.nan, 3, np.nan, np.nan, 6, 6], np.float32))
    np.testing.assert_array_equal(found["upper1"], found["vwap"])
    assert np.isnan(only(compute(indicator("VWAP"), flat(np.ones(9), 0)))).all()
    assert np.isnan(only(compute(indicator("AVWAP"), flat(np.ones(9), 0)))).all()


def test_bands_of_a_quiet_session_after_a_spike_stay_narrow() -> None:
    price = np.tile([100.0, 100.25], 200)
    price[[50, 201]] = 10_000
    volume = np.ones(400, dtype=np.int64)
    volume[201] = 0
    series = series_of(flat(price, volume).candles, [0, 200])
    found = compute(indicator("VWAP", bands=1), series).lines
    mean, deviation = slow_vwap(price, volume, [0, 200])
    close_to(found["vwap"], mean)
    close_to(found["upper1"], mean + deviation)
    assert (found["upper1"][200:] - found["lower1"][200:]).max() <= np.float32(0.2501)


@pytest.mark.parametrize("place", [0, 1, 700, 1498, 1499])
def test_anchored_vwap_against_plain_loops(place: int) -> None:
    series = walk(1500)
    mean, deviation = slow_vwap(typical(series), column(series, "volume"), [place])
    for late in (0, 299):
        spec = indicator("AVWAP", anchor=START + 300 * place + late, bands=1)
        found = compute(spec, series).lines
        assert np.isnan(found["vwap"][:place]).all()
        close_to(found["vwap"], mean)
        close_to(found["upper1"], mean + deviation)
        close_to(found["lower1"], mean - deviation)


@pytest.mark.parametrize("place", [0, 5, 16_384, 16_385, 30_000, 39_999])
def test_anchored_vwap_over_chunks(place: int) -> None:
    series = walk(40_000)
    volume = column(series, "volume")
    volume[:place] = 0
    with np.errstate(invalid="ignore"):
        expected = np.cumsum(typical(series) * volume) / np.cumsum(volume)
    close_to(only(compute(indicator("AVWAP", anchor=START + 300 * place), series)), expected)


def test_an_anchor_between_candles_means_the_next_one() -> None:
    stamps = np.array([START, START + 300, START + 7200, START + 7500], dtype=np.int64)
    series = series_of(prices(stamps, 6000.0, 0.25))
    for anchor, place in ((START + 599, 1), (START + 600, 2), (START + 7199, 2), (START + 7200, 2)):
        line = only(compute(indicator("AVWAP", anchor=anchor), series))
        assert np.flatnonzero(~np.isnan(line))[0] == place


@pytest.mark.parametrize("timeframe", ["5m", "4h", "1d", "1wk", "1mo"])
def test_the_stamp_of_a_candle_anchors_at_that_candle(timeframe: str) -> None:
    stamps = buckets(calendar("cme_equity"), TIMEFRAMES[timeframe], utc("2026-01-01"), utc("2027-12-31")).key
    series = series_of(prices(stamps[:500], 6000.0, 0.25), (), timeframe)
    for place, ts in enumerate(series.candles.ts.tolist()):
        assert anchor_place(series, ts) == place


@pytest.mark.parametrize(
    ("timeframe", "anchor", "expected"),
    [
        ("1d", "2026-11-16 23:00", "2026-11-17"),  # the session of Tuesday opens on Monday evening
        ("1d", "2026-07-14 22:00", "2026-07-15"),
        ("1d", "2026-07-14 20:59", "2026-07-14"),
        ("1d", "2026-11-15 23:00", "2026-11-16"),
        ("5d", "2026-11-23 15:00", "2026-11-17"),  # counts trade dates, over a weekend
        ("1wk", "2026-11-20 15:00", "2026-11-16"),
        ("1mo", "2026-10-30 15:00", "2026-10-01"),
        ("1mo", "2026-10-31 00:00", "2026-10-01"),  # the 31st
        ("3mo", "2026-09-30 15:00", "2026-07-01"),
    ],
)
def test_an_anchor_set_within_a_day_is_held_by_the_candle_of_its_trade_date(timeframe: str, anchor: str, expected: str) -> None:
    series = make_series(300, name=timeframe)
    place = anchor_place(series, utc(anchor))
    assert place is not None
    assert series.candles.ts[place] == utc(expected)


def test_an_anchor_beyond_daily_candles_gives_nothing() -> None:
    series = make_series(300, name="1d")
    for anchor in (int(series.candles.ts[-1]) + 86400, 253402300799):
        assert anchor_place(series, anchor) == 300
    assert anchor_place(series, int(series.candles.ts[0]) - 86400) is None


def test_an_anchor_outside_of_the_candles_gives_nothing() -> None:
    series = walk(100)
    assert not np.isnan(only(compute(indicator("AVWAP", anchor=0), series))).any()
    for anchor in (1, START - 1, START + 300 * 100):
        assert np.isnan(only(compute(indicator("AVWAP", anchor=anchor), series))).all()


def test_anchored_vwap_of_daily_candles_begins_on_the_day_of_the_anchor() -> None:
    series = make_series(300, name="1d")
    place = 120
    anchor = int(series.candles.ts[place]) + 15 * 3600
    found = only(compute(indicator("AVWAP", anchor=anchor), series))
    mean, _ = slow_vwap(typical(series), column(series, "volume"), [place])
    close_to(found, mean)


@pytest.mark.parametrize(("period", "atr_period", "multiple"), [(20, 10, 2.0), (5, 30, 1.5), (1, 1, 1.0)])
def test_keltner_channels_against_plain_loops(period: int, atr_period: int, multiple: float) -> None:
    series = walk(900)
    high, low, close = (column(series, name).tolist() for name in ("high", "low", "close"))
    ranges = [max(high[i], close[i - 1]) - min(low[i], close[i - 1]) for i in range(1, 900)]
    average, true_range = math.nan, math.nan
    rows = []
    for i in range(900):
        if i == period - 1:
            average = math.fsum(close[:period]) / period
        elif i >= period:
            average += 2 / (period + 1) * (close[i] - average)
        if i == atr_period:
            true_range = math.fsum(ranges[:atr_period]) / atr_period
        elif i > atr_period:
            true_range += (ranges[i - 1] - true_range) / atr_period
        rows.append((average, average + multiple * true_range, average - multiple * true_range))
    spec = indicator("KC", period=period, atr_period=atr_period, multiple=multiple)
    found = compute(spec, series).lines
    for key, expected in zip(("middle", "upper", "lower"), np.array(rows).T, strict=True):
        close_to(found[key], expected)


