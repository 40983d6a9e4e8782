"""Coarser candles from finer ones, against a reference of plain loops."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohlc_desktop.core.candles import Candles, empty, make
from ohlc_desktop.core.derive import aggregate, derive, source_window
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.planning.coverage import Interval, union
from ohlc_desktop.core.timeframes import DAY, MINUTE, TIMEFRAMES, Timeframe
from tests.core.helpers import INTRADAY, calendar, day, session_of, slow_buckets, utc

Row = tuple[float, ...]

# Both weekends on which the clock changes, and Thanksgiving.
STARTS = [utc("2026-03-06 12:00"), utc("2026-10-30 12:00"), utc("2026-11-25 12:00")]
DERIVED = [tf for tf in INTRADAY if tf.source != tf.name or tf.name == "2m"]


def rows(block: Candles) -> list[Row]:
    return list(zip(*(column.tolist() for column in block.columns), strict=True))


def daily(members: list[Row], key: int) -> Row:
    """One candle of some days: of a sum over a volume that is not known (0) nothing is known."""
    made = together(members, key)
    return made if all(member[5] for member in members) else (*made[:5], 0)


def together(members: list[Row], key: int) -> Row:
    """One candle from its members, oldest first."""
    high, low, volume = members[0][2], members[0][3], 0.0
    for member in members:
        high, low, volume = max(high, member[2]), min(low, member[3]), volume + member[5]
    return (key, members[0][1], high, low, members[-1][4], volume)


def random_candles(stamps: list[int], seed: int, share: float) -> Candles:
    """Candles at some of the stamps, at whole prices."""
    random = np.random.default_rng(seed)
    chosen = np.array(stamps, dtype=np.int64)[random.random(len(stamps)) < share]
    open_, close = random.integers(-50, 50, (2, len(chosen)))
    high = np.maximum(open_, close) + random.integers(0, 9, len(chosen))
    low = np.minimum(open_, close) - random.integers(0, 9, len(chosen))
    return make(chosen, open_, high, low, close, random.integers(0, 1000, len(chosen)))


@given(
    name=st.sampled_from(["cme_equity", "cme_energy", "cme_grains"]),
    start=st.sampled_from(STARTS),
    timeframe=st.sampled_from(DERIVED),
    seed=st.integers(0, 2**32),
    share=st.sampled_from([0.02, 0.5, 1.0]),
    windows=st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=4),
    closed=st.integers(0, 4 * 288),
)
@settings(max_examples=40, deadline=None)
def test_candles_are_those_of_a_slow_reference(
    name: str, start: int, timeframe: Timeframe, seed: int, share: float, windows: list[tuple[int, int]], closed: int
) -> None:
    step = MINUTE if timeframe.name == "2m" else TIMEFRAMES[timeframe.source].seconds
    end = start + 4 * DAY
    stamps = [key for key, *_ in slow_buckets(calendar(name), step, start, end) if start <= key < end]
    source = random_candles(stamps, seed, share)
    covered = union((start + a * 300, start + b * 300) for a, b in windows)
    closed_by = start + closed * 300

    members: dict[int, list[Row]] = defaultdict(list)
    stretches = slow_buckets(calendar(name), timeframe.seconds, start, end)
    for row in rows(source):
        key = next(key for key, first, last in stretches if first <= row[0] < last)
        members[key].append(row)
    truth = []
    for key, first, last in stretches:
        opened = max(o for o in calendar(name).open.tolist() if o <= key)
        closes = min(key + timeframe.seconds, int(calendar(name).close[calendar(name).open == opened][0]))
        answered = any(a <= first and last <= b for a, b in covered)
        if members[key] and answered and closes <= closed_by:
            truth.append(together(members[key], key))

    assert rows(derive(source, calendar(name), timeframe, covered, closed_by)) == truth


@given(
    name=st.sampled_from(["cme_equity", "cme_grains", "generic"]),
    period=st.sampled_from(["1d", "5d", "1wk", "1mo", "3mo"]),
    first=st.integers(day("2025-06-01"), day("2026-06-01")),
    size=st.integers(1, 260),
    share=st.sampled_from([0.3, 1.0]),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=50, deadline=None)
def test_longer_candles_are_those_of_a_slow_reference(
    name: str, period: str, first: int, size: int, share: float, seed: int
) -> None:
    found, last = calendar(name), first + size
    days = [d for d in found.trade_date.tolist() if first <= d < last]
    source = random_candles([d * DAY for d in days], seed, share)
    closed_by = utc("2026-11-23")

    # which trade dates make one candle: all of the calendar's, whether stored or not
    groups: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(found.trade_date.tolist()):
        date = np.datetime64(number, "D")
        if period == "1d":
            key = number
        elif period == "5d":
            nth = int(found.ordinal[place])
            same = found.trade_date[(found.ordinal // 5) == nth // 5]
            key = int(same[0])
        elif period == "1wk":
            key = next(d for d in range(number, number - 7, -1) if np.datetime64(d, "D").item().weekday() == 0)
        else:
            month = date.item().month
            begin = month if period == "1mo" else 3 * ((month - 1) // 3) + 1
            key = int(np.datetime64(date.item().replace(month=begin, day=1), "D").astype(int))
        groups[key].append(number)

    by_day = {row[0] // DAY: row for row in rows(source)}
    closes = dict(zip(found.trade_date.tolist(), found.close.tolist(), strict=True))
    truth = [
        daily([by_day[d] for d in held if d in by_day], key * DAY)
        for key, held in sorted(groups.items())
        if held[0] >= first and held[-1] < last and closes[held[-1]] <= closed_by and any(d in by_day for d in held)
    ]
    covered = [Interval(first * DAY, last * DAY)]
    assert rows(derive(source, found, TIMEFRAMES[period], covered, closed_by)) == truth


def test_an_hour_is_first_open_highest_high_lowest_low_last_close_and_all_volume() -> None:
    opened, _ = session_of("cme_equity", "2026-11-23")
    source = make(
        [opened, opened + 300, opened + 3300], [10, 12, 11], [13, 19, 12], [9, 11, 4], [12, 11, 5], [100, 20, 3]
    )
    covered = [Interval(opened, opened + 3600)]
    made = derive(source, calendar("cme_equity"), TIMEFRAMES["1h"], covered, opened + 3600)
    assert rows(made) == [(opened, 10, 19, 4, 5, 123)]


@pytest.mark.parametrize(
    ("covered", "closed"), [((0, 3300), 3600), ((300, 3600), 3600), ((0, 3600), 3599)], ids=["end", "start", "open"]
)
def test_no_candle_before_it_is_answered_whole_and_closed(covered: tuple[int, int], closed: int) -> None:
    opened, _ = session_of("cme_equity", "2026-11-23")
    stamps = [opened + 300 * n for n in range(12)]
    source = make(stamps, *[[1] * 12] * 5)
    window = [Interval(opened + covered[0], opened + covered[1])]
    assert len(derive(source, calendar("cme_equity"), TIMEFRAMES["1h"], window, opened + closed)) == 0


def test_the_short_last_candle_closes_with_its_session() -> None:
    opened, closed = session_of("cme_equity", "2026-11-27")  # 19 hours and a quarter: 13:15 New York
    source = make([closed - 300], [1], [1], [1], [1], [1])
    covered = [Interval(opened, closed)]
    assert derive(source, calendar("cme_equity"), TIMEFRAMES["12h"], covered, closed).ts.tolist() == [
        opened + 12 * 3600
    ]


def test_nothing_comes_from_nothing() -> None:
    assert len(derive(empty(), calendar("cme_equity"), TIMEFRAMES["1h"], [], 0)) == 0
    assert len(aggregate(empty(), np.array([], dtype=np.int64))) == 0


@given(st.sampled_from(DERIVED), st.integers(0, 4 * DAY), st.integers(1, 2 * DAY))
@settings(max_examples=40, deadline=None)
def test_the_source_window_holds_every_candle_that_an_answer_touches(
    timeframe: Timeframe, offset: int, size: int
) -> None:
    window = Interval(STARTS[1] + offset, STARTS[1] + offset + size)
    found = source_window(calendar("cme_equity"), timeframe, window)
    assert found.start <= window.start
    assert found.end >= window.end
    touched = buckets(calendar("cme_equity"), timeframe, *window)
    assert (touched.start >= found.start).all()
    assert (touched.end <= found.end).all()


def test_the_source_window_of_a_saturday_is_the_saturday() -> None:
    window = Interval(utc("2026-11-21 06:00"), utc("2026-11-21 07:00"))
    assert source_window(calendar("cme_equity"), TIMEFRAMES["1h"], window) == window
