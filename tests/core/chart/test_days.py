"""Trade dates of a series: regular hours over clock changes and short days, levels, flags, and what is shaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.chart.annotations.days import (
    build_days,
    build_flags,
    eth_spans,
    prior_levels,
    rth_spans,
    traded_sessions,
)
from ohlc_desktop.core.chart.annotations.hours import REGULAR
from ohlc_desktop.core.chart.series import ChartSeries, Days, Flag, Flags, Hole, regular_hours
from ohlc_desktop.core.market.instruments import GENERIC, Instrument
from ohlc_desktop.core.market.sessions import Calendar, buckets
from ohlc_desktop.core.messages import NOTHING
from ohlc_desktop.core.timeframes import TIMEFRAMES, Timeframe
from tests.core.helpers import INTRADAY, STRICT_CALENDARS, calendar, day, instrument, ny, session_of, slow_buckets, utc

NEW_YORK = ZoneInfo("America/New_York")
NONE = np.empty(0, dtype=np.int64)
#: Over the change of clocks in autumn and Thanksgiving; over that in spring.
AUTUMN = utc("2026-10-28 00:00"), utc("2026-12-02 00:00")
SPRING = utc("2027-03-08 00:00"), utc("2027-03-20 00:00")


def candles_at(stamps: np.ndarray, seed: int = 3) -> Candles:
    """Candles of prices that wander, as a chart holds them."""
    close = 1000 + np.random.default_rng(seed).normal(0, 1, len(stamps)).cumsum().astype(np.float32)
    return Candles(stamps, close, close + 2, close - 2, close, np.ones(len(stamps), dtype=np.int64))


def laid_out(name: str, timeframe: Timeframe, span: tuple[int, int], stored: Calendar | None = None) -> ChartSeries:
    """Every candle of a calendar in some time, laid over the stored sessions."""
    return over(candles_at(buckets(calendar(name), timeframe, *span).key), name, timeframe, stored or calendar(name))


def over(candles: Candles, name: str, timeframe: Timeframe, stored: Calendar | None) -> ChartSeries:
    """Candles laid over sessions."""
    sessions = traded_sessions(candles.ts, name, stored)
    days = build_days(candles, sessions)
    flags = build_flags(candles.ts, timeframe, days, sessions, (), NONE)
    return ChartSeries(Instrument("X", "X", calendar=name), timeframe, candles, flags, days)


def row(days: Days, date: str) -> int:
    """The row of a trade date."""
    (found,) = np.flatnonzero(days.trade_date == day(date))
    return int(found)


# -- regular hours -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "opens", "closes"),
    [
        ("cme_equity", "09:30", "16:00"),
        ("cme_energy", "09:00", "14:30"),
        ("cme_metals", "08:20", "13:30"),
        ("cme_rates", "08:20", "15:00"),
        ("cme_fx", "08:20", "15:00"),
        ("cme_grains", "09:30", "14:20"),
    ],
)
@pytest.mark.parametrize(
    ("span", "dates"),
    [(AUTUMN, ("2026-10-30", "2026-11-02", "2026-11-03")), (SPRING, ("2027-03-12", "2027-03-15", "2027-03-16"))],
)
def test_regular_hours_keep_to_new_york_over_a_change_of_clocks(
    name: str, opens: str, closes: str, span: tuple[int, int], dates: tuple[str, ...]
) -> None:
    days = laid_out(name, TIMEFRAMES["5m"], span).days
    for date in dates:
        at = row(days, date)
        assert (days.rth_open[at], days.rth_close[at]) == (ny(f"{date} {opens}"), ny(f"{date} {closes}"))
        assert (days.open[at], days.close[at]) == session_of(name, date)


def test_the_day_of_the_change_is_an_hour_longer_or_shorter_in_utc_only() -> None:
    autumn, spring = (laid_out("cme_equity", TIMEFRAMES["1h"], span).days for span in (AUTUMN, SPRING))
    friday, monday = row(autumn, "2026-10-30"), row(autumn, "2026-11-02")
    assert autumn.rth_open[monday] - autumn.rth_open[friday] == 3 * 86400 + 3600
    friday, monday = row(spring, "2027-03-12"), row(spring, "2027-03-15")
    assert spring.rth_open[monday] - spring.rth_open[friday] == 3 * 86400 - 3600


def test_an_early_close_cuts_regular_hours_and_a_holiday_has_none() -> None:
    days = laid_out("cme_equity", TIMEFRAMES["5m"], AUTUMN).days
    after, holiday = row(days, "2026-11-27"), row(days, "2026-11-26")
    assert (days.rth_open[after], days.rth_close[after]) == (ny("2026-11-27 09:30"), ny("2026-11-27 13:00"))
    assert days.early[after]
    assert days.early[holiday]
    assert days.rth_open[holiday] == days.rth_close[holiday] == days.close[holiday] == ny("2026-11-26 13:00")


def test_a_session_that_ends_before_regular_hours_begin_has_none() -> None:
    days = laid_out("cme_equity", TIMEFRAMES["5m"], (utc("2026-03-30 00:00"), utc("2026-04-08 00:00"))).days
    friday = row(days, "2026-04-03")  # Good Friday with the jobs report: until 9:15
    assert days.rth_open[friday] == days.rth_close[friday] == ny("2026-04-03 09:15")


@pytest.mark.parametrize("name", ["cme_crypto", GENERIC])
def test_what_trades_around_the_clock_has_no_regular_hours(name: str) -> None:
    series = laid_out(name, TIMEFRAMES["1h"], AUTUMN)
    assert len(series.days) > 20
    assert (series.days.rth_open == series.days.close).all()
    assert not (series.flags & Flag.RTH).any()
    assert len(rth_spans(series, 0, len(series))) == len(eth_spans(series, 0, len(series))) == 0
    assert regular_hours(series) is series


def slow_regular(series: ChartSeries) -> list[bool]:
    """Whether the middle of each candle lies in regular hours, candle by candle."""
    begin, end = (time(*divmod(seconds // 60, 60)) for seconds in REGULAR[series.instrument.calendar])
    found = []
    for ts in series.candles.ts.tolist():
        at = int(np.searchsorted(series.days.open, ts, side="right")) - 1
        close = int(series.days.close[at])
        middle = datetime.fromtimestamp((ts + min(ts + series.timeframe.seconds, close)) // 2, NEW_YORK)
        some = bool(series.days.rth_open[at] < series.days.rth_close[at])
        half_day = series.instrument.calendar == "cme_equity" and series.days.early[at]  # the cash market until 13:00
        found.append(some and begin <= middle.time() < (time(13) if half_day else end) and middle.date().weekday() < 5)
    return found


@pytest.mark.parametrize("name", sorted(REGULAR))
def test_a_candle_is_in_regular_hours_when_its_middle_is(name: str) -> None:
    for timeframe in INTRADAY:
        series = laid_out(name, timeframe, (utc("2026-11-20 00:00"), utc("2026-12-01 00:00")))
        assert ((series.flags & Flag.RTH) != 0).tolist() == slow_regular(series), timeframe.name


# -- flags -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRICT_CALENDARS)
def test_a_candle_that_trades_less_than_its_length_is_short(name: str) -> None:
    for timeframe in INTRADAY:
        series = laid_out(name, timeframe, AUTUMN)
        expected = [
            last - first < timeframe.seconds for _, first, last in slow_buckets(calendar(name), timeframe.seconds, *AUTUMN)
        ]
        assert ((series.flags & Flag.SHORT) != 0).tolist() == expected, timeframe.name


def flags_of(timeframe: str, ts: np.ndarray, derived: list[tuple[int, int]], revised: list[int]) -> Flags:
    return build_flags(
        ts, TIMEFRAMES[timeframe], build_days(empty(), calendar("cme_equity").take(slice(0))),
        calendar("cme_equity").take(slice(0)), derived, np.array(revised, dtype=np.int64),
    )  # fmt: skip


def test_derived_and_revised_candles_are_flagged() -> None:
    ts = np.arange(6) * 120
    assert flags_of("1m", ts, [], []).tolist() == [0] * 6
    assert flags_of("2m", ts, [(120, 360), (600, 2**62)], []).tolist() == [0, 1, 1, 0, 0, 1]
    assert flags_of("1h", ts, [], []).tolist() == [Flag.DERIVED] * 6
    assert flags_of("1d", ts, [], [-60, 0, 61, 480, 10**9]).tolist() == [2, 0, 0, 0, 2, 0]
    assert flags_of("1wk", ts[:0], [(0, 9)], [0]).tolist() == []
    assert flags_of("1m", ts, [], []).dtype == np.uint8


# -- trade dates and levels --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*STRICT_CALENDARS, GENERIC])
def test_each_trade_date_begins_at_its_first_candle_and_has_its_levels(name: str) -> None:
    series = laid_out(name, TIMEFRAMES["15m"], AUTUMN)
    days, candles = series.days, series.candles
    ends = np.append(days.first[1:], len(series))
    assert days.first[0] == 0
    for at in range(len(days)):
        part = candles.take(slice(int(days.first[at]), int(ends[at])))
        assert days.open[at] <= part.ts[0] <= part.ts[-1] < days.close[at]
        assert (days.high[at], days.low[at], days.last[at]) == (part.high.max(), part.low.min(), part.close[-1])
    assert days.high.dtype == days.low.dtype == days.last.dtype == np.float64


def test_days_without_a_candle_are_left_out() -> None:
    whole = laid_out("cme_equity", TIMEFRAMES["5m"], AUTUMN)
    lost = (whole.candles.ts >= whole.days.open[4]) & (whole.candles.ts < whole.days.close[6])
    series = over(whole.candles.take(~lost), "cme_equity", whole.timeframe, calendar("cme_equity"))
    assert series.days.trade_date.tolist() == np.delete(whole.days.trade_date, [4, 5, 6]).tolist()


@pytest.mark.parametrize("reach", [("2026-11-09", "2026-11-20"), None])
def test_candles_beyond_the_stored_calendar_have_trade_dates_too(reach: tuple[str, str] | None) -> None:
    whole = laid_out("cme_equity", TIMEFRAMES["5m"], (utc("2026-10-19 00:00"), utc("2026-11-25 00:00")))
    known = calendar("cme_equity")
    inside = (known.trade_date >= day(reach[0])) & (known.trade_date <= day(reach[1])) if reach else None
    series = over(whole.candles, "cme_equity", whole.timeframe, known.take(inside) if inside is not None else None)
    for column in ("trade_date", "first", "open", "close", "rth_open", "rth_close", "high", "last"):
        assert getattr(series.days, column).tolist() == getattr(whole.days, column).tolist(), column
    assert series.flags.tolist() == whole.flags.tolist()


def test_beyond_the_calendar_of_grains_the_pause_is_kept() -> None:
    whole = laid_out("cme_grains", TIMEFRAMES["1h"], (utc("2026-10-12 00:00"), utc("2026-11-20 00:00")))
    known = calendar("cme_grains").take(calendar("cme_grains").trade_date >= day("2026-11-05"))
    series = over(whole.candles, "cme_grains", whole.timeframe, known)
    assert series.days.trade_date.tolist() == whole.days.trade_date.tolist()
    assert series.flags.tolist() == whole.flags.tolist()


def test_the_previous_day_of_what_is_visible() -> None:
    series = laid_out("cme_equity", TIMEFRAMES["1h"], AUTUMN)
    days = series.days
    first, last = int(days.first[3]) + 5, int(days.first[5]) + 2
    levels = prior_levels(series, first, last)
    assert levels.start.tolist() == [first, days.first[4], days.first[5]]
    assert levels.end.tolist() == [days.first[4], days.first[5], last]
    assert levels.high.tolist() == days.high[2:5].tolist()
    assert levels.low.tolist() == days.low[2:5].tolist()
    assert levels.close.tolist() == days.last[2:5].tolist()


def test_the_first_trade_date_has_no_previous_one() -> None:
    series = laid_out("cme_equity", TIMEFRAMES["1h"], AUTUMN)
    assert len(prior_levels(series, 0, 4)) == 0
    assert prior_levels(series, 0, len(series)).start.tolist() == series.days.first[1:].tolist()
    assert prior_levels(series, 0, len(series)).end.tolist() == [*series.days.first[2:].tolist(), len(series)]


def test_a_lost_day_has_no_levels_for_the_next_one() -> None:
    series = laid_out("cme_equity", TIMEFRAMES["1h"], AUTUMN)
    lost = Hole(0, 1, float(series.days.first[4]) - 0.5, 23, NOTHING, repairable=True)
    inside = Hole(0, 1, float(series.days.first[7]) + 3.5, 2, NOTHING, repairable=True)
    levels = prior_levels(replace(series, holes=(lost, inside)), 0, len(series))
    expected = np.delete(series.days.first, [0, 4])
    assert levels.start.tolist() == expected.tolist()
    assert levels.high.tolist() == np.delete(series.days.high[:-1], 3).tolist()


@given(st.data())
def test_what_is_shaded_is_all_that_is_visible_once(data: st.DataObject) -> None:
    name, timeframe = (
        data.draw(st.sampled_from(["cme_equity", "cme_grains"])),
        TIMEFRAMES[data.draw(st.sampled_from(["5m", "1h", "4h"]))],
    )
    series = laid_out(name, timeframe, AUTUMN)
    first = data.draw(st.integers(0, len(series) - 1))
    last = data.draw(st.integers(first, len(series)))
    shaded = np.zeros(len(series), dtype=np.int64)
    for spans, mark in ((rth_spans(series, first, last), 1), (eth_spans(series, first, last), 2)):
        assert spans.shape == (len(spans), 2)
        for begin, end in spans.tolist():
            assert first <= begin < end <= last
            shaded[begin:end] += mark
    expected = np.where(series.flags & Flag.RTH, 1, 2)
    assert shaded[first:last].tolist() == expected[first:last].tolist()
    assert not shaded[:first].any()
    assert not shaded[last:].any()


def test_after_the_filter_for_regular_hours_everything_is_regular() -> None:
    series = regular_hours(laid_out("cme_equity", TIMEFRAMES["5m"], AUTUMN))
    assert rth_spans(series, 0, len(series))[:, 0].tolist() == series.days.first.tolist()
    assert len(eth_spans(series, 0, len(series))) == 0
    assert day("2026-11-26") not in series.days.trade_date


# -- nothing, one, longer ----------------------------------------------------------------------------


@pytest.mark.parametrize("stored", [calendar("cme_equity"), None])
def test_no_candles(stored: Calendar | None) -> None:
    series = over(empty(), "cme_equity", TIMEFRAMES["1m"], stored)
    assert (len(series.days), len(series.flags)) == (0, 0)
    assert len(prior_levels(series, 0, 0)) == len(rth_spans(series, 0, 0)) == len(eth_spans(series, 0, 0)) == 0


def test_one_candle() -> None:
    series = over(
        candles_at(np.array([ny("2026-11-23 09:30")])), "cme_equity", TIMEFRAMES["1m"], calendar("cme_equity")
    )
    assert series.days.trade_date.tolist() == [day("2026-11-23")]
    assert series.flags.tolist() == [Flag.RTH]
    assert rth_spans(series, 0, 1).tolist() == [[0, 1]]


def test_daily_candles_have_no_trade_dates_to_mark() -> None:
    candles = candles_at(np.arange(10) * 86400)
    days = build_days(candles, traded_sessions(candles.ts[:0], "cme_equity", calendar("cme_equity")))
    assert len(days) == 0
    series = ChartSeries(instrument("ES"), TIMEFRAMES["1d"], candles, flags_of("1d", candles.ts, [], []), days)
    assert len(prior_levels(series, 0, 10)) == len(rth_spans(series, 0, 10)) == len(eth_spans(series, 0, 10)) == 0
