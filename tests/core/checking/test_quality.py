"""Which rows may enter the file, which are set aside and why, and that none is lost."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.checking.quality import ABSURD_VOLUME, FLAW_TEXT, Checked, RawRows, RejectReason, Window, check
from ohlc_desktop.core.market.instruments import GENERIC, Instrument
from ohlc_desktop.core.market.sessions import CME_ZONE, day_calendar
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from tests.core.helpers import calendar, instrument, ny, utc

NAN, INF = math.nan, math.inf
Row = tuple[float, float, float, float, float, float]

#: A quiet Monday morning: ES trades, nothing special.
T = ny("2026-11-23 10:00")
LATER = ny("2026-11-23 12:00")
FINE = (100.0, 101.0, 99.0, 100.5, 7.0)


def raw(*rows: Row) -> RawRows:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    return RawRows(np.array(columns[0], dtype=np.int64), *(np.array(c, dtype=np.float64) for c in columns[1:]))


def minutes(*rows: Row, closed_by: int = LATER, feed_time: int = LATER, name: str = "ES") -> Checked:
    """The verdict on rows of 1m asked for from 9:30 to 12:00."""
    known = instrument(name)
    window = Window(ny("2026-11-23 09:30"), LATER, closed_by, feed_time)
    return check(raw(*rows), TIMEFRAMES["1m"], known, calendar(known.calendar), window)


def days(*rows: Row, closed_by: int = LATER, name: str = "ES") -> Checked:
    """The verdict on rows of 1d asked for from 9 to 23 November 2026."""
    known = instrument(name)
    window = Window(utc("2026-11-09"), utc("2026-11-24"), closed_by, closed_by)
    return check(raw(*rows), TIMEFRAMES["1d"], known, calendar(known.calendar), window)


def verdict(found: Checked) -> list[RejectReason]:
    return [refused.flaw for refused in found.quarantined]


BROKEN_VALUES = [
    ((NAN, 101, 99, 100, 1), RejectReason.MISSING_PRICE),
    ((100, NAN, 99, 100, 1), RejectReason.MISSING_PRICE),
    ((100, 101, NAN, 100, 1), RejectReason.MISSING_PRICE),
    ((100, 101, 99, NAN, 1), RejectReason.MISSING_PRICE),
    ((INF, INF, 99, 100, 1), RejectReason.NON_FINITE_PRICE),
    ((100, 101, -INF, 100, 1), RejectReason.NON_FINITE_PRICE),
    ((100, 99, 101, 100, 1), RejectReason.HIGH_LOW),
    ((102, 101, 99, 100, 1), RejectReason.HIGH_LOW),
    ((100, 101, 99, 98, 1), RejectReason.HIGH_LOW),
    ((100, 101, 99, 100, -1), RejectReason.NEGATIVE_VOLUME),
    ((100, 101, 99, 100, -INF), RejectReason.NEGATIVE_VOLUME),
    ((100, 101, 99, 100, 2 * ABSURD_VOLUME), RejectReason.ABSURD_VOLUME),
    ((100, 101, 99, 100, INF), RejectReason.ABSURD_VOLUME),
]


@pytest.mark.parametrize(("values", "flaw"), BROKEN_VALUES)
def test_a_row_with_broken_values_is_set_aside_among_good_ones(values: tuple[float, ...], flaw: RejectReason) -> None:
    found = minutes((T - 60, *FINE), (T, *values), (T + 60, *FINE))
    assert found.good.ts.tolist() == [T - 60, T + 60]
    assert verdict(found) == [flaw]
    assert found.quarantined[0].ts == T


@pytest.mark.parametrize(
    ("ts", "flaw"),
    [
        (ny("2026-11-23 09:29"), RejectReason.OUTSIDE_WINDOW),
        (LATER, RejectReason.OUTSIDE_WINDOW),
        (T + 1, RejectReason.OFF_GRID),
        (T + 59, RejectReason.OFF_GRID),
    ],
)
def test_a_minute_outside_the_question_or_off_the_grid_is_set_aside(ts: int, flaw: RejectReason) -> None:
    assert verdict(minutes((ts, *FINE))) == [flaw]


def test_a_minute_outside_trading_hours_is_kept_where_something_was_traded() -> None:
    window = Window(utc("2026-11-20"), utc("2026-11-25"), utc("2026-11-25"), utc("2026-11-25"))
    stamps = [ny("2026-11-20 16:59"), ny("2026-11-20 17:00"), ny("2026-11-21 12:00"), ny("2026-11-22 17:59")]
    prices = [(100.0 + n,) * 4 for n in range(4)]
    for rows, kept in (
        ([(ts, *flat, 1) for ts, flat in zip(stamps, prices, strict=True)], stamps),  # one price, and a volume
        ([(ts, *FINE[:4], 0) for ts in stamps], stamps),  # prices that differ
        ([(ts, *flat, 0) for ts, flat in zip(stamps, prices, strict=True)], stamps[:1]),  # quotes
    ):
        found = check(raw(*rows), TIMEFRAMES["1m"], instrument("ES"), calendar("cme_equity"), window)
        assert found.good.ts.tolist() == kept
        assert verdict(found) == [RejectReason.OUT_OF_SESSION] * (4 - len(kept))


def test_the_pause_of_grains_is_outside_trading_hours() -> None:
    window = Window(ny("2026-11-23 08:00"), LATER, LATER, LATER)
    stamps = [ny(f"2026-11-23 {at}") for at in ("08:44", "08:45", "09:29", "09:30")]
    rows = raw(*((ts, 100.0 + n, 100.0 + n, 100.0 + n, 100.0 + n, 0) for n, ts in enumerate(stamps)))
    found = check(rows, TIMEFRAMES["1m"], instrument("ZC"), calendar("cme_grains"), window)
    assert found.good.ts.tolist() == [stamps[0], stamps[3]]
    assert verdict(found) == [RejectReason.OUT_OF_SESSION] * 2


def test_of_two_rows_for_one_minute_the_first_stays() -> None:
    found = minutes((T, *FINE), (T, 200, 200, 200, 200, 1))
    assert found.good.close.tolist() == [100.5]
    assert verdict(found) == [RejectReason.DUPLICATE]
    assert json.loads(found.quarantined[0].raw)["open"] == 200


def test_a_broken_row_does_not_push_out_the_good_one_for_the_same_minute() -> None:
    found = minutes((T, NAN, 101, 99, 100, 1), (T, *FINE), (T, *FINE))
    assert found.good.ts.tolist() == [T]
    assert verdict(found) == [RejectReason.MISSING_PRICE, RejectReason.DUPLICATE]


def test_the_first_reason_is_named_when_several_apply() -> None:
    broken = (NAN, 1.0, 2.0, INF, -5.0)
    assert verdict(minutes((LATER + 7, *broken))) == [RejectReason.OUTSIDE_WINDOW]
    assert verdict(minutes((T + 7, *broken))) == [RejectReason.OFF_GRID]
    assert verdict(minutes((T, *broken))) == [RejectReason.MISSING_PRICE]
    assert verdict(minutes((T, INF, 1.0, 2.0, 3.0, -5.0))) == [RejectReason.NON_FINITE_PRICE]
    assert verdict(minutes((T, 3.0, 1.0, 2.0, 3.0, -5.0))) == [RejectReason.HIGH_LOW]
    assert verdict(days((utc("2026-11-21"), *broken))) == [RejectReason.CLOSED_DAY]


def test_a_minute_is_open_until_its_end() -> None:
    rows = [(T, *FINE), (T + 60, *FINE), (T + 120, *FINE)]
    assert minutes(*rows, closed_by=T + 119).good.ts.tolist() == [T]
    found = minutes(*rows, closed_by=T + 120)
    assert found.good.ts.tolist() == [T, T + 60]
    assert (found.still_open, found.quarantined) == (1, ())


def test_the_live_quote_at_the_end_of_an_answer_is_no_fault() -> None:
    """The feed adds a row stamped with the second of its last trade."""
    found = minutes((T, *FINE), (T + 47, *FINE), closed_by=T + 47, feed_time=T + 47)
    assert (len(found.good), found.quarantined, found.still_open) == (0, (), 2)
    after_the_bell = ny("2026-11-20 17:00")
    window = Window(utc("2026-11-20"), LATER, after_the_bell, after_the_bell)
    rows = raw((after_the_bell - 60, *FINE), (after_the_bell, *FINE))
    found = check(rows, TIMEFRAMES["1m"], instrument("ES"), calendar("cme_equity"), window)
    assert (len(found.good), found.quarantined, found.still_open) == (1, (), 1)


def test_the_short_last_candle_of_a_session_is_closed_at_the_bell() -> None:
    bell = ny("2026-11-27 13:15")
    window = Window(utc("2026-11-25"), utc("2026-11-28"), bell, bell)
    key = ny("2026-11-26 18:00") + 12 * 3600
    found = check(raw((key, *FINE)), TIMEFRAMES["12h"], instrument("ES"), calendar("cme_equity"), window)
    assert found.good.ts.tolist() == [key]


def test_daily_rows_on_days_without_trading_are_set_aside() -> None:
    rows = [(utc(f"2026-11-{d}"), *FINE) for d in (20, 21, 22)]
    found = days(*rows)
    assert found.good.ts.tolist() == [utc("2026-11-20")]
    assert verdict(found) == [RejectReason.CLOSED_DAY] * 2
    window = Window(utc("2026-12-01"), utc("2026-12-31"), utc("2027-01-01"), 0)
    christmas = check(
        raw((utc("2026-12-25"), *FINE)), TIMEFRAMES["1d"], instrument("CL"), calendar("cme_energy"), window
    )
    assert verdict(christmas) == [RejectReason.CLOSED_DAY]


def test_a_daily_row_with_a_time_of_day_or_outside_the_question_is_set_aside() -> None:
    assert verdict(days((utc("2026-11-20 05:00"), *FINE))) == [RejectReason.OFF_GRID]
    assert verdict(days((utc("2026-11-06"), *FINE))) == [RejectReason.OUTSIDE_WINDOW]
    assert verdict(days((utc("2026-11-24"), *FINE))) == [RejectReason.OUTSIDE_WINDOW]


def test_the_evening_row_of_the_next_session_is_still_open() -> None:
    """At 20:00 in New York the session of the next trade date runs."""
    rows = [(utc("2026-11-20"), *FINE), (utc("2026-11-23"), *FINE)]
    found = days(*rows, closed_by=ny("2026-11-22 20:00"))
    assert found.good.ts.tolist() == [utc("2026-11-20")]
    assert (found.still_open, found.quarantined) == (1, ())
    assert len(days(*rows, closed_by=ny("2026-11-23 17:00")).good) == 2


def test_negative_prices_huge_gaps_and_zero_volume_are_kept() -> None:
    rows = [(T, 18.27, 18.3, -40.32, -37.63, 0), (T + 60, 9000, 9000, 9000, 9000, 5), (T + 120, -1, -1, -1, -1, NAN)]
    found = minutes(*rows, name="CL")
    assert found.quarantined == ()
    assert found.good.low.tolist() == [-40.32, 9000, -1]
    assert found.good.volume.tolist() == [0, 5, 0]


def test_prices_are_rounded_to_the_tick_before_they_are_compared() -> None:
    # 45.34 as float32: high a hair below close is float noise, not a contradiction
    close = float(np.float32(45.34))
    found = minutes((T, 45.30000114, 45.339999, 45.29, close, 10), name="CL")
    assert found.quarantined == ()
    assert [column.tolist()[0] for column in found.good.columns[1:5]] == [45.30, 45.34, 45.29, 45.34]


def test_without_a_tick_prices_stay_as_they_came() -> None:
    found = minutes((T, 1.23456789, 2, 1, 1.5, 10), name="AAPL")
    assert found.good.open.tolist() == [1.23456789]


def test_rows_come_out_sorted() -> None:
    found = minutes((T + 60, *FINE), (T, *FINE), (T + 120, *FINE))
    assert found.good.ts.tolist() == [T, T + 60, T + 120]


def test_an_empty_answer_is_fine() -> None:
    for found in (minutes(), days()):
        assert (len(found.good), found.quarantined, found.still_open) == (0, (), 0)


def test_the_refused_row_is_kept_as_it_came() -> None:
    found = minutes((T, NAN, INF, 45.34000015258789, -INF, 3))
    assert json.loads(found.quarantined[0].raw) == {
        "ts": T, "open": "nan", "high": "inf", "low": 45.34000015258789, "close": "-inf", "volume": 3.0,
    }  # fmt: skip


def test_every_reason_has_words_for_a_person() -> None:
    assert set(FLAW_TEXT) == set(RejectReason) - {RejectReason.NONE, RejectReason.OPEN}


odd = st.sampled_from([NAN, INF, -INF, 0.0, -37.63, 1e300, -1e300])
number = st.one_of(st.floats(90, 110), odd)
quantity = st.one_of(st.floats(0, 1000), odd)
stamp = st.one_of(
    st.integers(-60, 200).map(lambda n: T + 60 * n), st.integers(T - 5 * DAY, T + DAY), st.just(LATER - 600)
)
daily_stamp = st.one_of(st.integers(-30, 5).map(lambda n: utc("2026-11-23") + n * DAY), stamp)


@given(rows=st.lists(st.tuples(stamp, number, number, number, number, quantity), max_size=25), daily=st.booleans(),
       name=st.sampled_from(["ES", "ZC", "AAPL"]), data=st.data())  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_no_row_is_ever_lost(rows: list[Row], daily: bool, name: str, data: st.DataObject) -> None:
    if daily:
        rows = [(data.draw(daily_stamp), *row[1:]) for row in rows]
    if rows:
        rows += data.draw(st.lists(st.sampled_from(rows), max_size=3))
    judge = days if daily else minutes
    found = judge(*rows, closed_by=LATER - 600, name=name)
    assert len(found.good) + len(found.quarantined) + found.still_open == len(rows)

    sent = Counter(raw(row).row(0) for row in rows)
    assert not Counter(q.raw for q in found.quarantined) - sent
    assert set(found.good.ts.tolist()) <= {row[0] for row in rows}
    assert (np.diff(found.good.ts) > 0).all()
    open_, high, low, close = found.good.columns[1:5]
    assert np.isfinite([open_, high, low, close]).all()
    assert ((high >= np.maximum(open_, close)) & (low <= np.minimum(open_, close))).all()
    assert (found.good.volume >= 0).all()


@pytest.mark.parametrize(("symbol", "volume"), [("BTC-JPY", 6.5e12), ("BTC-KRW", 5.8e13), ("USDJPY=X", 0.0)])
def test_coins_are_counted_in_any_currency(symbol: str, volume: float) -> None:
    """Volumes of a day as Yahoo tells them, in yen and won."""
    day = utc("2026-11-20")
    rows, about = raw((day, 100.0, 101.0, 99.0, 100.0, volume)), Instrument(symbol, symbol)
    days, window = day_calendar(GENERIC, day // DAY - 3, day // DAY + 3, CME_ZONE), Window(day, day + DAY, day + 2 * DAY, day + 2 * DAY)
    found = check(rows, TIMEFRAMES["1d"], about, days, window)
    assert (found.quarantined, found.good.volume.tolist()) == ((), [int(volume)])
    broken = check(replace(rows, volume=np.array([1e16])), TIMEFRAMES["1d"], about, days, window)
    assert [row.flaw for row in broken.quarantined] == [RejectReason.ABSURD_VOLUME]
