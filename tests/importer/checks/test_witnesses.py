"""What one timeframe has and another cannot have, and the settlement in last candles: through the real importer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ohlc_desktop.core.candle_text import csv_lines
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.checking.objections import Objection, Reason
from ohlc_desktop.core.timeframes import TIMEFRAMES, fed_by
from ohlc_desktop.core.voices.levels import Confidence
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.evidence import objections
from tests.importer.bench import ImportBench, at, future
from tests.standins import market_truth as truth

#: Friday to Monday: the weekends of both changes of the clock.
WEEKS = [("2026-03-06", "2026-03-09"), ("2026-10-30", "2026-11-02")]
COARSER = [timeframe.name for timeframe in fed_by("5m")[1:]]
EVER = (-(2**60), 2**60)


def told(bench: ImportBench, name: str) -> list[Objection]:
    """What speaks against the candles of a series."""
    number = watchlist.find_instrument(bench.store.connection, "ES=F")
    assert number is not None
    return objections.read(bench.store.connection, number, TIMEFRAMES[name], *EVER)


def known(bench: ImportBench, name: str) -> dict[int, int]:
    """How well each candle is known."""
    return dict(bench.sql("SELECT ts, known FROM candle WHERE timeframe=?", name))


def suspect(bench: ImportBench, name: str) -> list[int]:
    return sorted(ts for ts, level in known(bench, name).items() if level == Confidence.SUSPECT)


def settle(bench: ImportBench, *intervals: str) -> None:
    """From now on the feed puts the settlement into these intervals: days close at it, and weeks' last candles."""
    bench.yahoo.clear_faults()
    for interval in intervals:
        bench.yahoo.fault("settlement_close", interval=interval)


def closes_of_weeks(bench: ImportBench, days: int, seconds: int) -> list[int]:
    """The stamps of the last candles of the weeks in so many days up to now."""
    now = bench.clock.now()
    found = truth.sessions("ES=F", now - days * 86400 + 3600, now)
    return [session.close - seconds for session in found if session.trade_date.weekday() == 4]


def archive(bench: ImportBench) -> list[list[tuple[Any, ...]]]:
    return [
        bench.sql("SELECT timeframe, ts, open, high, low, close, volume, known FROM candle ORDER BY 1, 2"),
        bench.sql("SELECT timeframe, ts, reason, low, high, close FROM objection ORDER BY 1, 2, 3"),
        bench.sql("SELECT timeframe, ts, open, high, low, close FROM said ORDER BY 1, 2, 3, 4, 5, 6"),
    ]


# -- the settlement --------------------------------------------------------------------------------


def test_the_last_candle_of_each_week_that_has_the_settlement_is_suspect(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-23 17:05:05"))
    settle(bench, "1d", "1m", "2m", "5m")
    assert bench.run("ES=F").done.exit_code == 0
    weeks = closes_of_weeks(bench, 20, 300)
    assert len(weeks) == 3
    assert suspect(bench, "5m") == weeks
    assert [(o.ts, o.reason) for o in told(bench, "5m")] == [(ts, Reason.SETTLEMENT) for ts in weeks]
    assert suspect(bench, "1m") == closes_of_weeks(bench, 7, 60)
    assert suspect(bench, "2m") == closes_of_weeks(bench, 20, 120)
    five = bench.candles("ES=F", "5m")
    for name in COARSER:
        stamps = bench.candles("ES=F", name).ts
        assert suspect(bench, name) == stamps[np.searchsorted(stamps, weeks, side="right") - 1].tolist(), name
    for objection in told(bench, "5m"):
        before = int(np.searchsorted(five.ts, objection.ts)) - 1
        assert objection.close == five.close[before]
        assert objection.low <= objection.close <= objection.high
    bench.asked()
    bench.clock.advance(1800)
    bench.run("ES=F")
    assert bench.asked() == {"ES=F": ["1d", "1m", "5m"]}  # another answer is no better: 2m is not asked for


def test_a_market_that_closes_at_its_last_trade_has_no_suspect_candle(stocked: ImportBench) -> None:
    assert stocked.sql("SELECT count(*) FROM objection") == [(0,)]
    assert stocked.sql("SELECT count(*) FROM candle WHERE known=4") == [(0,)]


@pytest.mark.parametrize(("friday", "monday"), WEEKS)
def test_the_copy_that_came_early_is_kept(bench: ImportBench, friday: str, monday: str) -> None:
    bench.clock.set(at(f"{friday} 17:35:05"))
    began = bench.clock.now()
    settle(bench, "1d")
    assert bench.run("ES=F", sources=("1d", "1m", "5m")).done.exit_code == 0
    settle(bench, "1d", "1m", "5m")
    bench.clock.set(at(f"{monday} 17:05:05"))
    bench.run("ES=F", sources=("1d", "1m", "5m"))
    for name, seconds in (("5m", 300), ("1m", 60)):
        last = closes_of_weeks(bench, 6, seconds)
        (session,) = (s for s in truth.sessions("ES=F", last[0], last[0] + 1))
        assert [(o.ts, o.reason) for o in told(bench, name)] == [(last[0], Reason.SPARED)]
        assert told(bench, name)[0].close == truth.settlement("ES=F", session)
        assert known(bench, name)[last[0]] == Confidence.CHOSEN
        assert suspect(bench, name) == []
    assert bench.wrong("ES=F", began=began, names=("1m", "5m", *COARSER), ends=True) == []


def test_minutes_that_came_early_mend_the_candle(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-20 17:35:05"))
    began = bench.clock.now()
    settle(bench, "1d")
    bench.run("ES=F", sources=("1d", "1m"))
    settle(bench, "1d", "5m")
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.run("ES=F", sources=("1d", "5m"))
    last = closes_of_weeks(bench, 6, 300)
    assert known(bench, "5m")[last[0]] == Confidence.CHOSEN
    assert told(bench, "5m")[-1].reason is Reason.SPARED
    right = truth.truth("ES=F", "5m", last[0], last[0] + 1, began)
    stored = bench.candles("ES=F", "5m")
    assert stored.cut(stored.ts == last[0]).row(0) == right.row(0)


@pytest.mark.parametrize("order", [("1d", "5m", "1m"), ("5m", "1m", "1d")])
def test_whatever_comes_first_the_archive_is_the_same(bench: ImportBench, order: tuple[str, ...]) -> None:
    """The minutes are without the settlement of the last week, the candles of five have it."""

    def imported(order: tuple[str, ...]) -> list[list[tuple[Any, ...]]]:
        bench.begin_with(f"settlements {order}", "2026-11-23 17:35:05", lambda: bring(order))
        return archive(bench)

    def bring(order: tuple[str, ...]) -> None:
        if len(order) > 1:
            imported(order[:-1])
        settle(bench, "1d", "5m")
        assert bench.run("ES=F", sources=order[-1:]).done.exit_code == 0

    first = imported(("1d", "1m", "5m"))
    assert len(first[1]) == 3
    assert imported(order) == first


# -- spikes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name", "coarser"), [("spike_100x", "5m", "1h"), ("negative_low", "1m", "2m")])
def test_a_price_that_nobody_else_saw_is_asked_for_again_at_half_past(
    bench: ImportBench, kind: str, name: str, coarser: str
) -> None:
    """At 14:35 Pacific, in the requests that are made anyway."""
    began = bench.clock.now()
    bench.yahoo.fault(kind, interval=name, times=1)
    assert bench.run("ES=F", sources=("1m", "5m", "1d")).done.exit_code == 0
    (objection,) = told(bench, name)
    assert objection.reason is Reason.BEYOND
    assert suspect(bench, name) == [objection.ts]
    (holder,) = suspect(bench, coarser)
    assert holder <= objection.ts
    (session,) = (s for s in truth.sessions("ES=F", objection.ts, objection.ts + 1))
    start, witness = (objection.ts // 300 * 300, "5m") if name == "1m" else (session.open, "1d")
    right = truth.truth("ES=F", witness, start, start + 1, bench.clock.now()).row(0)
    assert objection[2:] == (right[3], right[2], right[4])
    bench.asked()
    bench.clock.set(at("2026-11-23 17:35:05"))
    assert bench.run("ES=F", sources=("1m", "5m", "1d")).done.exit_code == 0
    assert bench.asked() == {"ES=F": ["1d", "1m", "5m"]}
    assert told(bench, name) == []
    assert bench.sql("SELECT count(*) FROM candle WHERE known=4") == [(0,)]
    assert bench.wrong("ES=F", began=began, names=("1m", "5m", *COARSER, "1d", "1wk"), ends=True) == []


def test_on_a_day_without_doubts_half_past_asks_for_as_much(stocked: ImportBench) -> None:
    stocked.asked()
    stocked.clock.set(at("2026-11-23 17:35:05"))
    stocked.run("ES=F")
    assert stocked.asked() == {"ES=F": ["1d", "1m", "5m"]}


def test_a_price_that_stays_is_shown_with_what_the_day_says_and_no_longer_asked_for(bench: ImportBench) -> None:
    bench.yahoo.fault("negative_low", interval="5m")
    requests = []
    for moment in ("23 17:05:05", "23 17:35:05", "23 17:55:05", "23 18:11:05", "24 17:35:05"):
        bench.clock.set(at(f"2026-11-{moment}"))
        bench.run("ES=F", sources=("1d", "5m"))
        requests.append(bench.asked().get("ES=F", []).count("5m"))
        if len(requests) == 1:
            (first,) = told(bench, "5m")
            row = bench.candles("ES=F", "5m")
            bench.yahoo.clear_faults()
            right = truth.truth("ES=F", "5m", row.ts[0], at("2026-11-24 17:35:05"), at("2026-11-24 17:35:05"))
            low = np.where(right.ts == first.ts, row.low[row.ts == first.ts], right.low)
            bench.yahoo.told["ES=F", "5m"] = right._replace(low=low)
    assert requests == [1, 1, 1, 0, 1]
    assert suspect(bench, "5m") == [first.ts]
    assert told(bench, "5m") == [first]


def test_a_daily_spike_is_betrayed_by_the_session(stocked: ImportBench) -> None:
    stocked.clock.set(at("2026-11-24 17:35:05"))
    stocked.yahoo.fault("spike_100x", interval="1d", times=1)
    stocked.run("ES=F")
    (objection,) = told(stocked, "1d")
    assert objection.reason is Reason.UNSEEN
    assert suspect(stocked, "1d") == [objection.ts]
    assert len(suspect(stocked, "1wk")) == 1
    five = stocked.candles("ES=F", "5m")
    (session,) = (s for s in truth.sessions("ES=F", objection.ts, objection.ts + 1))
    within = five.cut((five.ts >= session.open) & (five.ts < session.close))
    assert objection[2:] == (within.low.min(), within.high.max(), within.close[-1])
    stocked.clock.set(at("2026-11-25 17:35:05"))
    stocked.run("ES=F")
    assert told(stocked, "1d") == []
    assert stocked.sql("SELECT count(*) FROM candle WHERE known=4") == [(0,)]


# -- daily volumes ---------------------------------------------------------------------------------


def test_a_copied_volume_is_none_until_it_counts_and_a_copy_that_stays_never_counts(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-20 17:35:05"))
    bench.yahoo.fault("copied_volume", interval="1d")
    bench.run("ES=F", sources=("1d",))

    def volumes() -> dict[str, int | None]:
        return dict(bench.sql("SELECT time, volume FROM candles WHERE timeframe='1d' AND time>='2026-11-17'"))

    assert volumes()["2026-11-17"] is not None
    assert [volumes()[f"2026-11-{day}"] for day in (19, 20)] == [None, None]
    week = bench.sql("SELECT volume FROM candles WHERE timeframe='1wk' ORDER BY time")
    assert [week[-1], week[-2] == (None,)] == [(None,), False]
    bench.clock.set(at("2026-11-24 17:35:05"))
    bench.yahoo.clear_faults()
    bench.run("ES=F", sources=("1d",))
    right = truth.truth("ES=F", "1d", at("2026-11-18 18:00"), at("2026-11-20 17:00"), at("2026-11-24 17:00"))
    assert [volumes()[f"2026-11-{day}"] for day in (19, 20)] == right.volume.tolist()
    bench.clock.set(at("2026-12-01 17:35:05"))
    bench.yahoo.fault("copied_volume", interval="1d")
    bench.run("ES=F", sources=("1d",))
    bench.clock.set(at("2026-12-01 23:35:05"))
    assert volumes()["2026-12-01"] is None
    assert volumes()["2026-11-20"] == right.volume[-1]


def test_a_settlement_off_the_tick_is_stored_as_it_is(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-20 17:35:05"))
    days = truth.truth("ES=F", "1d", at("2026-10-01 18:00"), bench.clock.now(), bench.clock.now())
    close = days.close.copy()
    close[-3] = np.round((days.high[-3] + days.low[-3]) / 2, 0) + 0.43
    midnights = [truth.new_york(truth.new_york_date(ts + 43_200), "00:00") for ts in days.ts.tolist()]
    bench.yahoo.told["ES=F", "1d"] = days._replace(ts=np.array(midnights), close=close)
    bench.run("ES=F", sources=("1d",))
    stored = bench.candles("ES=F", "1d")
    assert stored.close[-3] == close[-3]
    assert np.array_equal(stored.close, close)
    written = "".join(csv_lines(Candles(*stored), future("YM=F"), TIMEFRAMES["1d"]))
    assert f",{close[-3]:.2f}," in written  # the Dow has a tick of 1
