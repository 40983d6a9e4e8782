"""Sessions and the candles that they should hold, over both changes of the clock."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.market.instruments import GENERIC
from ohlc_desktop.core.market.sessions import (
    CME_ZONE,
    FIVE_DAY_ANCHOR,
    Calendar,
    buckets,
    candle_key,
    day_calendar,
    day_number,
    day_of,
    midnight_new_york,
    new_york_day,
    newly_traded,
    period_key,
    renumbered,
)
from ohlc_desktop.core.timeframes import DAY, HOUR, TIMEFRAMES, Timeframe, fed_by
from tests.core.helpers import (
    INTRADAY,
    PERIODS,
    STRICT_CALENDARS,
    calendar,
    clock,
    day,
    ny,
    session_of,
    slow_buckets,
    utc,
)

# A week of trade dates around each change of the clock, and Thanksgiving with its two early closes.
WEEKS = [("2026-03-04", "2026-03-13"), ("2026-10-28", "2026-11-06"), ("2026-11-23", "2026-11-30")]


def opens(name: str, timeframe: str, trade_date: str) -> list[str]:
    """UTC times of the candles of one session, and the end of the last one."""
    found = buckets(calendar(name), TIMEFRAMES[timeframe], *session_of(name, trade_date))
    return [clock(ts) for ts in [*found.key.tolist(), int(found.closes[-1])]]


@pytest.mark.parametrize("name", STRICT_CALENDARS)
def test_candles_fill_each_session_from_its_open_without_crossing_it(name: str) -> None:
    for timeframe in INTRADAY:
        for first, last in WEEKS:
            start, end = utc(first), utc(last)
            found = buckets(calendar(name), timeframe, start, end)
            rows = list(zip(found.key.tolist(), found.start.tolist(), found.end.tolist(), strict=True))
            assert rows == slow_buckets(calendar(name), timeframe.seconds, start, end)
            assert (np.diff(found.closes) > 0).all()
            session = calendar(name).session_at(found.start)
            assert (session >= 0).all()
            assert (found.key >= calendar(name).open[session]).all()
            assert (found.closes <= calendar(name).close[session]).all()
            assert ((found.key - calendar(name).open[session]) % timeframe.seconds == 0).all()


@pytest.mark.parametrize("trade_date", ["2026-03-06", "2026-03-09", "2026-11-02", "2026-11-26", "2026-11-27"])
def test_candles_of_a_session_touch_and_only_the_last_may_be_short(trade_date: str) -> None:
    opened, closed = session_of("cme_equity", trade_date)
    for timeframe in INTRADAY:
        found = buckets(calendar("cme_equity"), timeframe, opened, closed)
        assert found.start[0] == opened
        assert found.end[-1] == closed
        assert (found.start[1:] == found.end[:-1]).all()
        assert (found.end[:-1] - found.start[:-1] == timeframe.seconds).all()
        assert 0 < found.end[-1] - found.start[-1] <= timeframe.seconds


def test_hours_move_with_new_york_in_march() -> None:
    assert opens("cme_equity", "4h", "2026-03-06") == [
        "03-05 23:00", "03-06 03:00", "03-06 07:00", "03-06 11:00", "03-06 15:00", "03-06 19:00", "03-06 22:00",
    ]  # fmt: skip
    assert opens("cme_equity", "4h", "2026-03-09") == [
        "03-08 22:00", "03-09 02:00", "03-09 06:00", "03-09 10:00", "03-09 14:00", "03-09 18:00", "03-09 21:00",
    ]  # fmt: skip


def test_hours_move_with_new_york_in_november() -> None:
    assert opens("cme_energy", "12h", "2026-10-30") == ["10-29 22:00", "10-30 10:00", "10-30 21:00"]
    assert opens("cme_energy", "12h", "2026-11-02") == ["11-01 23:00", "11-02 11:00", "11-02 22:00"]


def test_thanksgiving_is_a_short_session_for_indices_and_none_for_grains() -> None:
    assert opens("cme_equity", "8h", "2026-11-26") == ["11-25 23:00", "11-26 07:00", "11-26 15:00", "11-26 18:00"]
    assert day("2026-11-26") not in calendar("cme_grains").trade_date


def test_grains_have_no_candle_in_their_pause_and_start_the_next_after_it() -> None:
    """Trading stops from 7:45 to 8:30 in Chicago."""
    start, end = ny("2026-11-23 08:00"), ny("2026-11-23 10:00")
    hours = buckets(calendar("cme_grains"), TIMEFRAMES["1h"], start, end)
    assert [clock(ts) for ts in hours.key.tolist()] == ["11-23 13:00", "11-23 14:00"]
    assert [clock(ts) for ts in hours.start.tolist()] == ["11-23 13:00", "11-23 14:30"]
    assert [clock(ts) for ts in hours.end.tolist()] == ["11-23 13:45", "11-23 15:00"]
    quarters = buckets(calendar("cme_grains"), TIMEFRAMES["15m"], start, end)
    assert [clock(ts)[-5:] for ts in quarters.key.tolist()] == ["13:00", "13:15", "13:30", "14:30", "14:45"]


@pytest.mark.parametrize("name", [*STRICT_CALENDARS, GENERIC])
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_session_at_is_the_session_that_holds_the_moment(name: str, data: st.DataObject) -> None:
    found = calendar(name)
    place = data.draw(st.integers(1, len(found) - 2))
    edges = [found.open[place], found.close[place], found.break_start[place], found.break_end[place]]
    ts = int(data.draw(st.sampled_from(edges))) + data.draw(st.integers(-7200, 7200))
    columns = (found.open, found.close, found.break_start, found.break_end)
    holding = [
        i
        for i, (a, b, pause, resume) in enumerate(zip(*(c.tolist() for c in columns), strict=True))
        if a <= ts < b and not pause <= ts < resume
    ]
    assert found.session_at(np.array([ts])).tolist() == (holding or [-1])


def test_last_closed_counts_a_session_from_the_second_it_closes() -> None:
    found = calendar("cme_equity")
    closed = int(found.close[10])
    assert [found.last_closed(closed - 1), found.last_closed(closed), found.last_closed(0)] == [9, 10, -1]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_every_traded_stamp_belongs_to_the_expected_candle_around_it(data: st.DataObject) -> None:
    found = calendar(data.draw(st.sampled_from(STRICT_CALENDARS)))
    timeframe = data.draw(st.sampled_from(INTRADAY))
    place = data.draw(st.integers(0, len(found) - 1))
    opened, closed = int(found.open[place]), int(found.close[place])
    ts = data.draw(st.integers(opened, closed - 1).filter(lambda t: found.session_at(np.array([t]))[0] >= 0))
    expected = buckets(found, timeframe, ts, ts + 1)
    assert len(expected) == 1
    assert expected.start[0] <= ts < expected.end[0]
    assert candle_key(np.array([ts]), found, timeframe).tolist() == expected.key.tolist()


# -- 1d and longer ----------------------------------------------------------------------------------------


def keys(name: str, timeframe: str, *trade_dates: str) -> list[str]:
    """The candle that each trade date belongs to, as a date."""
    numbers = np.array([day(text) for text in trade_dates], dtype=np.int64)
    found = period_key(numbers, calendar(name), TIMEFRAMES[timeframe])
    assert (found % DAY == 0).all()
    return [day_of(key // DAY).isoformat() for key in found.tolist()]


def test_weeks_begin_on_monday_even_when_monday_is_a_holiday() -> None:
    # Memorial Day is a holiday for grains
    assert keys("cme_grains", "1wk", "2026-05-22", "2026-05-26", "2026-05-29", "2026-06-01") == [
        "2026-05-18", "2026-05-25", "2026-05-25", "2026-06-01",
    ]  # fmt: skip


def test_months_and_quarters_begin_on_the_first() -> None:
    dates = ("2026-01-02", "2026-03-31", "2026-04-01", "2026-12-31")
    assert keys("cme_equity", "1mo", *dates) == ["2026-01-01", "2026-03-01", "2026-04-01", "2026-12-01"]
    assert keys("cme_equity", "3mo", *dates) == ["2026-01-01", "2026-01-01", "2026-04-01", "2026-10-01"]
    assert keys("cme_equity", "1d", *dates) == list(dates)


@pytest.mark.parametrize("name", STRICT_CALENDARS)
def test_five_day_candles_hold_five_trade_dates_in_a_row(name: str) -> None:
    found = calendar(name)
    key = period_key(found.trade_date, found, TIMEFRAMES["5d"]) // DAY
    whole = key[(key != key[0]) & (key != key[-1])].reshape(-1, 5)
    assert (whole == whole[:, :1]).all()
    assert np.isin(key, found.trade_date).all()


def test_five_day_candles_of_the_generic_calendar_are_monday_to_friday() -> None:
    assert keys(GENERIC, "5d", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-27") == [
        "2026-11-16", "2026-11-16", "2026-11-16", "2026-11-23", "2026-11-23",
    ]  # fmt: skip
    assert day_of(FIVE_DAY_ANCHOR).weekday() == 0


# -- a newer edition of a calendar ------------------------------------------------------------------------


def without(found: Calendar, *dates: int) -> Calendar:
    """A calendar in which some dates were never counted."""
    kept = found.take(~np.isin(found.trade_date, dates))
    return replace(kept, ordinal=kept.ordinal[0] + np.arange(len(kept)))


def five_days(found: Calendar) -> dict[int, int]:
    """The key of the five-day candle of each trade date."""
    return dict(zip(found.trade_date.tolist(), period_key(found.trade_date, found, TIMEFRAMES["5d"]).tolist(), strict=True))


@given(st.sets(st.integers(0, 1000), max_size=12), st.sets(st.integers(0, 1000), max_size=12), st.integers(0, 1060),
       st.booleans())  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_five_day_candles_keep_their_dates_when_days_are_closed_or_opened_after_the_fact(
    closed: set[int], opened: set[int], until: int, reaches_further: bool
) -> None:
    """Whatever a newer edition adds or takes away: no candle of a date that both know moves, and numbers never fall.

    Where two weekdays in a row are taken away beside a holiday, the date that names a candle can be told no longer.
    """
    whole = calendar("cme_equity").take(slice(2, None))  # from the first of five on
    dates = whole.trade_date
    stored = without(whole, *dates[sorted(opened)].tolist())
    apart = [at for at in sorted(closed - opened) if dates[at + 1] - dates[at] in (1, 3) and not {at - 1, at + 1} & (closed | opened)]
    fresh = without(whole.take(slice(0 if reaches_further else 7, None)), *dates[apart].tolist())
    today = int(dates[until % len(dates)])
    found = renumbered(fresh, stored, today)
    assert found.trade_date.tolist() == fresh.trade_date.tolist()
    assert (np.diff(found.ordinal) >= 0).all()
    before, after = five_days(stored), five_days(found)
    first = fresh.trade_date[np.searchsorted(found.ordinal // 5, found.ordinal[0] // 5 + 1)]
    common = [d for d in after if d in before and first <= d <= today]
    assert {d: after[d] for d in common} == {d: before[d] for d in common}


def test_a_closed_good_friday_still_names_the_candle_that_it_began() -> None:
    """2025-04-18 counted as the first of five until the exchange's closure was known."""
    stored = calendar("cme_energy").take(slice(0, 500))
    place = int(np.flatnonzero(stored.ordinal % 5 == 0)[20])
    gone = int(stored.trade_date[place])
    found = renumbered(without(stored, gone), stored, int(stored.trade_date[-1]))
    assert len(found) == len(stored) - 1
    assert five_days(found) == {d: key for d, key in five_days(stored).items() if d != gone}
    assert (period_key(found.trade_date, found, TIMEFRAMES["5d"]) == gone * DAY).sum() == 4


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_newly_traded_are_the_minutes_that_only_the_newer_edition_has(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(STRICT_CALENDARS))
    first = data.draw(st.integers(0, 900))
    before = after = calendar(name).take(slice(first, first + 6))
    moves = st.lists(st.integers(-180, 0), min_size=6, max_size=6)
    before = replace(before, close=before.close + 60 * np.array(data.draw(moves)))
    after = replace(after, close=after.close + 60 * np.array(data.draw(moves)))
    before = before.take(~np.isin(np.arange(6), data.draw(st.lists(st.integers(1, 4), max_size=2))))
    now = int(after.open[0]) + data.draw(st.integers(0, 7 * DAY))
    minutes = np.arange(int(after.open[0]) - HOUR, int(after.close[-1]) + HOUR, 60)
    only = minutes[(after.session_at(minutes) >= 0) & (before.session_at(minutes) < 0)]
    only = only[(only >= before.open[0]) & (only < min(int(before.close[-1]), now))]
    found = newly_traded(before, after, now)
    inside = np.array([any(start <= ts < end for start, end in found) for ts in minutes.tolist()])
    assert minutes[inside].tolist() == only.tolist()


def test_a_late_open_is_not_newly_traded_and_a_longer_day_is() -> None:
    after = calendar("cme_grains")
    at = int(np.flatnonzero(after.trade_date == day("2026-11-27"))[0])
    long = replace(after, break_start=after.break_start.copy(), break_end=after.break_end.copy())
    long.break_start[at], long.break_end[at] = ny("2026-11-27 08:45"), ny("2026-11-27 09:30")
    assert newly_traded(long, after, ny("2026-12-01 00:00")) == []
    assert newly_traded(after, long, ny("2026-12-01 00:00")) == [(ny("2026-11-26 20:00"), ny("2026-11-27 08:45"))]
    assert newly_traded(after.take(slice(0)), long, 2**40) == []


@given(st.sampled_from([*STRICT_CALENDARS, GENERIC]), st.sampled_from(PERIODS), st.integers(0, 400),
       st.integers(60, 500))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_cutting_the_calendar_moves_no_candle(name: str, timeframe: Timeframe, first: int, size: int) -> None:
    """Candles that lie whole inside the cut are the same; those cut off at an end never get another key."""
    whole = calendar(name)
    cut = whole.take(slice(first, first + size))
    start, end = int(cut.trade_date[0]) * DAY, int(cut.trade_date[-1] + 1) * DAY
    truth = rows(whole, timeframe, 0, 2**40)
    found = rows(cut, timeframe, start, end)
    inner = [row for row in truth if row[1] >= start and row[2] <= end]
    assert set(inner) <= set(found)
    assert {row[0] for row in found} <= {row[0] for row in truth}


def rows(found: Calendar, timeframe: Timeframe, start: int, end: int) -> list[tuple[int, ...]]:
    columns = buckets(found, timeframe, start, end)
    return list(zip(*(c.tolist() for c in (columns.key, columns.start, columns.end, columns.closes)), strict=True))


@pytest.mark.parametrize("name", [*STRICT_CALENDARS, GENERIC])
def test_longer_candles_hold_each_trade_date_once_and_close_with_their_last_session(name: str) -> None:
    found = calendar(name)
    start, end = utc("2026-01-01"), utc("2027-01-01")
    for timeframe in PERIODS:
        candles = rows(found, timeframe, start, end)
        assert all(a[0] < b[0] and a[2] <= b[1] for a, b in pairwise(candles))
        for key, first, last, closes in candles:
            held = found.trade_date[(found.trade_date * DAY >= first) & (found.trade_date * DAY < last)]
            assert set(period_key(held, found, timeframe).tolist()) == {key}
            assert held[0] * DAY == first
            assert (held[-1] + 1) * DAY == last
            assert found.close[found.trade_date == held[-1]] == closes


@pytest.mark.parametrize("timeframe", TIMEFRAMES.values(), ids=lambda tf: tf.name)
def test_an_empty_calendar_expects_nothing(timeframe: Timeframe) -> None:
    assert len(buckets(calendar("cme_equity").take(slice(0, 0)), timeframe, 0, 2**40)) == 0


# -- days and the generic calendar ------------------------------------------------------------------------


def test_generic_days_run_from_midnight_to_midnight_new_york() -> None:
    found = day_calendar(GENERIC, day("2026-03-07"), day("2026-03-09"), CME_ZONE)
    assert found.open.tolist() == [ny("2026-03-07 00:00"), ny("2026-03-08 00:00"), ny("2026-03-09 00:00")]
    assert found.close.tolist() == [*found.open[1:].tolist(), ny("2026-03-10 00:00")]
    assert ((found.close - found.open) // HOUR).tolist() == [24, 23, 24]
    assert not found.strict
    autumn = day_calendar(GENERIC, day("2026-11-01"), day("2026-11-01"), CME_ZONE)
    assert (autumn.close - autumn.open).tolist() == [25 * HOUR]


@given(st.integers(day("2020-01-01"), day("2035-01-01")))
def test_a_day_in_new_york_begins_at_its_midnight(number: int) -> None:
    assert midnight_new_york(number) == ny(f"{day_of(number)} 00:00")
    assert new_york_day(midnight_new_york(number)) == number
    assert new_york_day(midnight_new_york(number) - 1) == number - 1
    assert day_number(day_of(number)) == number


def test_each_source_feeds_its_own_family_and_minutes_also_feed_2m() -> None:
    families = {source: {tf.name for tf in fed_by(source)} for source in ("1m", "2m", "5m", "1d")}
    assert families["1m"] == {"1m", "2m"}
    assert families["2m"] == {"2m"}
    assert families["5m"] == {"5m", "15m", "30m", "1h", "90m", "2h", "4h", "6h", "8h", "12h"}
    assert families["1d"] == {"1d", "5d", "1wk", "1mo", "3mo"}
