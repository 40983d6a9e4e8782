"""What is set aside is found again session by session, wherever the parts of it end that are looked at at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.calendars.exchange_calendars import sessions
from ohlc_desktop.core.candles import Candles, Int64
from ohlc_desktop.core.market.sessions import buckets
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES, Timeframe
from ohlc_desktop.importer.files import spool as module
from ohlc_desktop.importer.files.spool import Spool

CALENDAR = sessions("cme_equity", 20_395, 20_425)  # with the change to standard time of 2025, and Thanksgiving


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    with closing(Spool(tmp_path)) as spool:
        yield spool


def assert_found(spool: Spool, timeframe: Timeframe, ts: Int64, days: Int64) -> None:
    """Set candles with these stamps aside, in two pieces, and see that those of each day are where the index says."""
    prices = np.full(len(ts), 1.0)
    candles = Candles(ts, prices, prices, prices, prices, np.ones(len(ts), dtype=np.int64))
    for part in (slice(0, 100), slice(100, None)):
        spool.add(candles.take(part), np.arange(len(ts))[part])
    index = spool.index(CALENDAR, timeframe)
    assert index.day.tolist() == np.unique(days).tolist()
    for day, first, end in zip(index.day.tolist(), index.first.tolist(), index.end.tolist(), strict=True):
        assert np.array_equal(spool.read(first, end)[0].ts, ts[days == day])
        assert index.within(day, day + 1) == (first, end)


@pytest.mark.parametrize("part", [1, 7, 1380, 200_000])
def test_the_candles_of_each_session_are_found(spool: Spool, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART", part)
    stamps = buckets(CALENDAR, TIMEFRAMES["30m"], int(CALENDAR.open[2]), int(CALENDAR.close[-2])).key
    held = np.random.default_rng(1).random(len(stamps)) < 0.7
    held[(stamps >= CALENDAR.open[9]) & (stamps < CALENDAR.open[11])] = False  # two sessions without any
    ts = np.append(CALENDAR.open[0] - 60, stamps[held])  # what is older than all sessions counts to the first
    place = np.maximum((ts[:, None] >= CALENDAR.open).sum(axis=1) - 1, 0)
    assert_found(spool, TIMEFRAMES["30m"], ts, CALENDAR.trade_date[place])


@pytest.mark.parametrize("part", [1, 7, 200_000])
def test_days_are_their_own_sessions(spool: Spool, part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART", part)
    ts = CALENDAR.trade_date[[0, 1, 2, 5, 9]] * DAY
    assert_found(spool, TIMEFRAMES["1d"], ts, ts // DAY)


def test_nothing_is_found_in_nothing(spool: Spool) -> None:
    index = spool.index(CALENDAR, TIMEFRAMES["1m"])
    assert (len(index.day), index.within(0, 100_000)) == (0, (0, 0))
