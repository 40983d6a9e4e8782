"""Volume profiles: by hand, against plain loops, at the edges of sessions and timeframes."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, make
from ohlc_desktop.core.chart.profile.finest import FINEST, put_together, shares_of
from ohlc_desktop.core.chart.profile.profiling import profiles_of, request_of
from ohlc_desktop.core.chart.profile.settings import ProfileSettings, ProfileSide, RowLayout, profile_from_json
from ohlc_desktop.core.chart.profile.volume_profile import profile_of, value_area
from ohlc_desktop.core.chart.series import regular_hours
from tests.core.chart.making import make_series, prices
from tests.core.helpers import calendar, instrument, utc

TICKS = ProfileSettings(layout=RowLayout.TICKS, ticks=1)


def traded(*rows: tuple[float, float, int], falls: bool = False) -> Candles:
    """Candles of these lows, highs and volumes."""
    low, high, volume = zip(*rows, strict=True)
    first, last = (high, low) if falls else (low, high)
    return make(range(0, 60 * len(rows), 60), first, high, low, last, volume)


# -- one profile -------------------------------------------------------------------------------------


def test_volume_is_spread_evenly_over_the_rows_that_a_candle_touches() -> None:
    found = profile_of(traded((100, 100.75, 40), (100.25, 100.25, 7), (100.5, 101, 30)), 0.25, TICKS)
    np.testing.assert_allclose(found.volume, [10, 17, 20, 20, 10])
    np.testing.assert_allclose(found.rows.edges, [99.875, 100.125, 100.375, 100.625, 100.875, 101.125])
    assert (found.poc, found.poc_price) == (2, 100.5)  # of the two longest the one nearest to the middle
    # 77 in all, 53.9 wanted: 20, then 30 above against 27 below, then 27 below
    assert (found.first, found.last) == (0, 4)
    assert (found.value_low, found.value_high) == (100, 101)
    taller = profile_of(traded((100, 100.75, 40), (101, 101, 10)), 0.25, ProfileSettings(layout=RowLayout.TICKS, ticks=2))
    np.testing.assert_allclose(taller.volume, [20, 20, 10])  # a row is touched or not
    assert taller.rows.ticks == 2


def test_rising_and_falling_candles_are_told_apart() -> None:
    up, down = traded((1, 2, 10)), traded((2, 3, 6), falls=True)
    both = Candles(*(np.concatenate(pair) for pair in zip(up.columns, down.columns, strict=True)))
    found = profile_of(both, 1.0, TICKS)
    np.testing.assert_allclose(found.up, [5, 5, 0])
    np.testing.assert_allclose(found.down, [0, 3, 3])


def test_value_areas_by_hand() -> None:
    volume = np.array([2, 4, 6, 10, 20, 12, 5, 5, 1, 0], dtype=np.float64)  # 65, of which 45.5 are wanted
    assert value_area(volume, 4, 0.7) == (2, 6)  # 20, then 17 above against 16 below, then 16 below: 53
    assert value_area(volume, 4, 0.3) == (4, 4)
    assert value_area(volume, 4, 1.0) == (0, 8)
    assert value_area(np.array([9.0, 1, 1]), 0, 0.9) == (0, 2)  # there is nothing below
    assert value_area(np.array([1.0, 1, 9]), 2, 0.9) == (0, 2)
    assert value_area(np.array([0.0, 3, 5, 3, 0]), 2, 0.7) == (2, 4)  # the upper one of equal pairs


def slow_profile(candles: Candles, tick: float, ticks: int, share: float) -> tuple[list[float], int, int, int]:
    """Rows of ``ticks`` ticks by loops over candles and rows, and the value area step by step."""
    cells = [(round(low / tick), round(high / tick), volume) for low, high, volume in zip(candles.low.tolist(), candles.high.tolist(), candles.volume.tolist(), strict=True)]
    bottom = min(low for low, _, _ in cells) // ticks * ticks
    rows = [0.0] * ((max(high for _, high, _ in cells) - bottom) // ticks + 1)
    for low, high, volume in cells:
        touched = range((low - bottom) // ticks, (high - bottom) // ticks + 1)
        for row in touched:
            rows[row] += volume / len(touched)
    total, most = math.fsum(rows), max(rows)
    if not total:
        return rows, -1, 0, -1
    poc = min((row for row in range(len(rows)) if rows[row] >= most * (1 - 1e-9)), key=lambda row: (abs(row - (len(rows) - 1) / 2), row))
    first = last = poc
    while math.fsum(rows[first : last + 1]) < share * total * (1 - 1e-9):
        above, below = math.fsum(rows[last + 1 : last + 3]), math.fsum(rows[max(first - 2, 0) : first])
        if last + 1 < len(rows) and (first == 0 or above >= below - total * 1e-9):
            last = min(last + 2, len(rows) - 1)
        else:
            first = max(first - 2, 0)
    return rows, poc, first, last


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-40, 60), st.integers(0, 30), st.integers(0, 4096)), min_size=1, max_size=50),
    st.sampled_from((1, 2, 4, 7)), st.sampled_from((30, 70, 100)),
)  # fmt: skip
def test_profiles_are_what_a_loop_says(cells: list[tuple[int, int, int]], ticks: int, area: int) -> None:
    low, high, volume = (np.array(column) for column in zip(*cells, strict=True))
    high = low + high
    candles = make(np.arange(len(low)), low / 4, high / 4, low / 4, low / 4, volume * 840)  # which all row counts divide
    wanted = ProfileSettings(layout=RowLayout.TICKS, ticks=ticks, value_area=area)
    found = profile_of(candles, 0.25, wanted)
    rows, poc, first, last = slow_profile(candles, 0.25, ticks, area / 100)
    np.testing.assert_allclose(found.volume, rows, rtol=1e-9, atol=1e-6)
    assert found.volume.sum() == pytest.approx(float(candles.volume.sum()))
    assert (found.poc, found.first, found.last) == (poc, first, last)
    assert found.unknown == int((candles.volume == 0).sum())


@pytest.mark.parametrize(("tick", "start"), [(0.25, 6000.0), (1 / 32, 118.0), (0.00005, 1.08), (0.01, -37.0)])
def test_prices_in_float32_are_on_their_ticks(tick: float, start: float) -> None:
    candles = prices(np.arange(500), start, tick)
    found = profile_of(candles, tick, TICKS)
    low, high = (np.rint(np.array([column.min(), column.max()], dtype=np.float64) / tick) for column in (candles.low, candles.high))
    assert found.rows.count == int(high[1] - low[0]) + 1
    middles = found.rows.edges[:-1] + tick / 2
    np.testing.assert_allclose(middles / tick, np.rint(middles / tick), atol=1e-6)
    assert found.volume.sum() == pytest.approx(float(candles.volume.sum()))
    for rows in (1, 7, 24, 500):
        some = profile_of(candles, tick, ProfileSettings(rows=rows))
        assert some.rows.count <= rows
        assert some.rows.step / tick == pytest.approx(round(some.rows.step / tick))


def test_what_there_is_of_little() -> None:
    one = profile_of(traded((5, 5, 12), (5, 5, 3)), 0.25, ProfileSettings())
    assert (one.rows.count, one.poc_price, one.value_low, one.value_high) == (1, 5, 5, 5)
    assert one.volume.tolist() == [15]
    free = profile_of(traded((5, 5, 12)), 0.0, ProfileSettings())
    assert (free.rows.count, free.volume.tolist()) == (1, [12])
    smooth = profile_of(traded((1, 2, 24), (2, 3, 24)), 0.0, ProfileSettings(rows=4))
    np.testing.assert_allclose(smooth.volume, [8, 8, 20, 12])  # the price between two rows belongs to the upper one
    unknown = profile_of(traded((5, 6, 0), (5, 7, 0)), 0.25, ProfileSettings())
    assert (unknown.known, unknown.unknown, unknown.candles) == (False, 2, 2)
    assert not unknown.volume.any()
    nothing = profile_of(traded((1, 1, 1)).take(slice(0)), 0.25, ProfileSettings())
    assert (nothing.known, nothing.candles, len(nothing.volume)) == (False, 0, 0)
    assert profile_of(traded((1, 1e6, 5)), 0.01, TICKS).rows.count <= 2000


# -- of which candles --------------------------------------------------------------------------------


def fine(count: int, name: str, until: str = "2026-11-24 22:00") -> Candles:
    return make_series(count, name=name, until=until).candles


def test_the_finest_candles_are_taken_and_told() -> None:
    minutes, fives, days = fine(600, "1m"), fine(2000, "5m"), fine(30, "1d")
    torn = minutes.take(np.r_[0:200, 300:600])  # an app that was not running
    found = put_together({"1m": torn, "5m": fives, "1d": days}, instrument("ES=F"), calendar("cme_equity"))
    kind, ts = found.all.kind, found.all.candles.ts
    assert np.all(np.diff(ts) > 0)
    np.testing.assert_array_equal(ts[kind == 0], torn.ts)
    gone = (fives.ts >= minutes.ts[200]) & (fives.ts < minutes.ts[300])
    np.testing.assert_array_equal(ts[kind == 2], fives.ts[(fives.ts < minutes.ts[0] // 300 * 300) | gone])
    # Days before the oldest 5m candle are those of 1d, at the open of their session.
    opens = found.days.open[found.days.trade_date < days.ts[-1] // 86400 - 9]
    assert set(ts[kind == 3].tolist()) == set(opens.tolist()) & set(ts[kind == 3].tolist())
    assert (ts[kind == 3] < fives.ts[0]).all()
    shares = shares_of([found.all])
    assert list(shares) == ["1m", "5m", "1d"]
    assert sum(shares.values()) == pytest.approx(1)
    assert [each.name for each in FINEST] == ["1m", "2m", "5m", "1d"]


@pytest.mark.parametrize("until", ["2026-11-06 22:00", "2026-03-13 21:00", "2026-12-01 22:00"])
def test_profiles_of_trade_dates(until: str) -> None:
    """Over both changes of the clock, a holiday and an early close."""
    series = make_series(1500, name="5m", until=until)
    source = put_together({"1m": fine(7500, "1m", until), "5m": series.candles}, series.instrument, calendar("cme_equity"))
    wanted = ProfileSettings(visible=True, sessions=True)
    first, last = 400, 1300
    request = request_of(series, wanted, first, last, False, True)
    found = profiles_of(source, request)
    days = series.days
    rows = [row for row in range(len(days)) if days.first[row] < last and np.append(days.first[1:], 1500)[row] > first]
    assert list(found.sessions) == days.trade_date[rows].tolist()
    for row in rows[1:-1]:
        minutes = source.all.candles.between(int(days.open[row]), int(days.close[row]))
        profile = found.sessions[int(days.trade_date[row])]
        assert profile.volume.sum() == pytest.approx(float(minutes.volume.sum()))
        assert profile.candles == len(minutes)
    assert found.visible is not None
    start, end = int(series.candles.ts[first]), int(series.candles.ts[last - 1]) + 300
    assert found.visible.candles == len(source.all.candles.between(start, end)) == found.candles
    hours = regular_hours(series)
    half = profiles_of(source, request_of(hours, wanted, 0, len(hours), True, True))
    inside = np.zeros(len(source), dtype=np.bool_)
    for opened, closed in zip(source.days.rth_open.tolist(), source.days.rth_close.tolist(), strict=True):
        inside |= (source.all.candles.ts >= opened) & (source.all.candles.ts < closed)
    assert half.visible is not None
    assert half.visible.candles == int(inside.sum())
    assert sum(each.volume.sum() for each in half.sessions.values()) == pytest.approx(float(source.all.candles.volume[inside].sum()))


def test_the_future_of_a_replay_is_in_no_profile() -> None:
    series = make_series(1000)
    source = put_together({"5m": series.candles}, series.instrument, calendar("cme_equity"))
    past = make_series(1000, until="2026-11-24 15:00")
    request = request_of(past, ProfileSettings(visible=True, sessions=True), 500, 1000, False, True)
    found = profiles_of(source, request)
    newest = found.sessions[int(past.days.trade_date[-1])]
    assert newest.candles == 1000 - int(past.days.first[-1])
    assert newest.volume.sum() < profiles_of(source, request_of(series, request.settings, 900, 1000, False, True)).sessions[int(series.days.trade_date[-1])].volume.sum()


@pytest.mark.parametrize("name", ["1d", "1wk", "1mo"])
def test_charts_of_days_and_longer_have_the_profile_of_their_trade_dates(name: str) -> None:
    series = make_series(20, name=name)
    source = put_together({"5m": fine(20_000, "5m"), "1d": fine(600, "1d")}, series.instrument, calendar("cme_equity"))
    request = request_of(series, ProfileSettings(visible=True, sessions=True), 5, 15, False, True)
    assert request.sessions == ()
    found = profiles_of(source, request)
    begin, end = int(series.candles.ts[5]) // 86400, int(series.candles.ts[15]) // 86400
    row = np.searchsorted(source.days.first, np.arange(len(source)), side="right") - 1
    dates = source.days.trade_date[row]
    assert found.candles == int(((dates >= begin) & (dates < end)).sum())
    assert "5m" in found.shares or name == "1mo"


def test_fixed_stretches_of_time() -> None:
    series = make_series(1000)
    source = put_together({"5m": series.candles}, series.instrument, calendar("cme_equity"))
    start, end = utc("2026-11-23 15:00"), utc("2026-11-23 16:00")
    fixed = ((start, end), (utc("2026-11-24 14:00"), utc("2026-11-24 20:00")))
    past = make_series(1000, until="2026-11-24 15:00")  # an hour of the second one is in a replay's past
    found = profiles_of(source, request_of(past, ProfileSettings(), 0, 1000, False, False, fixed))
    assert [each.candles for each in found.fixed] == [12, 12]
    assert (found.candles, found.shares, found.visible) == (24, {"5m": 1.0}, None)
    daily = make_series(20, name="1d")  # whole trade dates, the last of which is the newest one drawn
    found = profiles_of(source, request_of(daily, ProfileSettings(), 0, 20, False, False, fixed))
    counts = np.diff(np.append(source.days.first, 1000)).tolist()
    assert [each.candles for each in found.fixed] == counts[-2:]


def test_settings_are_read_back_whatever_was_written() -> None:
    chosen = ProfileSettings(True, True, RowLayout.TICKS, 100, 8, 68, 40, ProfileSide.LEFT, False)
    assert profile_from_json(json.loads(json.dumps(chosen.to_json()))) == chosen
    for plain in (None, [], {"rows": "7", "side": 3, "visible": 1, "width": None, "more": 1}):
        assert profile_from_json(plain) == ProfileSettings()
    assert profile_from_json({"rows": 10**9, "width": -4, "value_area": True}) == ProfileSettings(rows=500, width=5)
