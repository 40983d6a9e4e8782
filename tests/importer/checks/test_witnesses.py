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
from tests.importer.desk import Desk, at, future
from tests.standins import market_truth as truth

#: Friday to Monday: the weekends of both changes of the clock.
WEEKS = [("2026-03-06", "2026-03-09"), ("2026-10-30", "2026-11-02")]
COARSER = [timeframe.name for timeframe in fed_by("5m")[1:]]
EVER = (-(2**60), 2**60)


def told(desk: Desk, name: str) -> list[Objection]:
    """What speaks against the candles of a series."""
    number = watchlist.find_instrument(desk.store.connection, "ES=F")
    assert number is not None
    return objections.read(desk.store.connection, number, TIMEFRAMES[name], *EVER)


def known(desk: Desk, name: str) -> dict[int, int]:
    """How well each candle is known."""
    return dict(desk.sql("SELECT ts, known FROM candle WHERE timeframe=?", name))


def suspect(desk: Desk, name: str) -> list[int]:
    return sorted(ts for ts, level in known(desk, name).items() if level == Confidence.SUSPECT)


def settle(desk: Desk, *intervals: str) -> None:
    """From now on the feed puts the settlement into these intervals: days close at it, and weeks' last candles."""
    desk.yahoo.clear_faults()
    for interval in intervals:
        desk.yahoo.fault("settlement_close", interval=interval)


def closes_of_weeks(desk: Desk, days: int, seconds: int) -> list[int]:
    """The stamps of the last candles of the weeks in so many days up to now."""
    now = desk.clock.now()
    found = truth.sessions("ES=F", now - days * 86400 + 3600, now)
    return [session.close - seconds for session in found if session.trade_date.weekday() == 4]


def archive(desk: Desk) -> list[list[tuple[Any, ...]]]:
    return [
        desk.sql("SELECT timeframe, ts, open, high, low, close, volume, known FROM candle ORDER BY 1, 2"),
        desk.sql("SELECT timeframe, ts, reason, low, high, close FROM objection ORDER BY 1, 2, 3"),
        desk.sql("SELECT timeframe, ts, open, high, low, close FROM said ORDER BY 1, 2, 3, 4, 5, 6"),
    ]


# -- the settlement --------------------------------------------------------------------------------


def test_the_last_candle_of_each_week_that_has_the_settlement_is_suspect(desk: Desk) -> None:
    desk.clock.set(at("2026-11-23 17:05:05"))
    settle(desk, "1d", "1m", "2m", "5m")
    assert desk.run("ES=F").done.exit_code == 0
    weeks = closes_of_weeks(desk, 60, 300)
    assert len(weeks) == 9
    assert suspect(desk, "5m") == weeks
    assert [(o.ts, o.reason) for o in told(desk, "5m")] == [(ts, Reason.SETTLEMENT) for ts in weeks]
    assert suspect(desk, "1m") == closes_of_weeks(desk, 7, 60)
    assert suspect(desk, "2m") == closes_of_weeks(desk, 60, 120)
    five = desk.candles("ES=F", "5m")
    for name in COARSER:
        stamps = desk.candles("ES=F", name).ts
        assert suspect(desk, name) == stamps[np.searchsorted(stamps, weeks, side="right") - 1].tolist(), name
    for objection in told(desk, "5m"):
        before = int(np.searchsorted(five.ts, objection.ts)) - 1
        assert objection.close == five.close[before]
        assert objection.low <= objection.close <= objection.high
    desk.asked()
    desk.clock.advance(1800)
    desk.run("ES=F")
    assert desk.asked() == {"ES=F": ["1d", "1m", "5m"]}  # another answer is no better: 2m is not asked for


def test_a_market_that_closes_at_its_last_trade_has_no_suspect_candle(stocked: Desk) -> None:
    assert stocked.sql("SELECT count(*) FROM objection") == [(0,)]
    assert stocked.sql("SELECT count(*) FROM candle WHERE known=4") == [(0,)]


@pytest.mark.parametrize(("friday", "monday"), WEEKS)
def test_the_copy_that_came_early_is_kept(desk: Desk, friday: str, monday: str) -> None:
    desk.clock.set(at(f"{friday} 17:35:05"))
    began = desk.clock.now()
    settle(desk, "1d")
    assert desk.run("ES=F", sources=("1d", "1m", "5m")).done.exit_code == 0
    settle(desk, "1d", "1m", "5m")
    desk.clock.set(at(f"{monday} 17:05:05"))
    desk.run("ES=F", sources=("1d", "1m", "5m"))
    for name, seconds in (("5m", 300), ("1m", 60)):
        last = closes_of_weeks(desk, 6, seconds)
        (session,) = (s for s in truth.sessions("ES=F", last[0], last[0] + 1))
        assert [(o.ts, o.reason) for o in told(desk, name)] == [(last[0], Reason.SPARED)]
        assert told(desk, name)[0].close == truth.settlement("ES=F", session)
        assert known(desk, name)[last[0]] == Confidence.CHOSEN
        assert suspect(desk, name) == []
    assert desk.wrong("ES=F", began=began, names=("1m", "5m", *COARSER), ends=True) == []


def test_minutes_that_came_early_mend_the_candle(desk: Desk) -> None:
    desk.clock.set(at("2026-11-20 17:35:05"))
    began = desk.clock.now()
    settle(desk, "1d")
    desk.run("ES=F", sources=("1d", "1m"))
    settle(desk, "1d", "5m")
    desk.clock.set(at("2026-11-23 17:35:05"))
    desk.run("ES=F", sources=("1d", "5m"))
    last = closes_of_weeks(desk, 6, 300)
    assert known(desk, "5m")[last[0]] == Confidence.CHOSEN
    assert told(desk, "5m")[-1].reason is Reason.SPARED
    right = truth.truth("ES=F", "5m", last[0], last[0] + 1, began)
    stored = desk.candles("ES=F", "5m")
    assert stored.cut(stored.ts == last[0]).row(0) == right.row(0)


@pytest.mark.parametrize("order", [("1d", "5m", "1m"), ("5m", "1m", "1d")])
def test_whatever_comes_first_the_archive_is_the_same(desk: Desk, order: tuple[str, ...]) -> None:
    """The minutes are without the settlement of the last week, the candles of five have it."""

    def imported(order: tuple[str, ...]) -> list[list[tuple[Any, ...]]]:
        desk.begin_with(f"settlements {order}", "2026-11-23 17:35:05", lambda: bring(order))
        return archive(desk)

    def bring(order: tuple[str, ...]) -> None:
        if len(order) > 1:
            imported(order[:-1])
        settle(desk, "1d", "5m")
        assert desk.run("ES=F", sources=order[-1:]).done.exit_code == 0

    first = imported(("1d", "1m", "5m"))
    assert len(first[1]) == 9
    assert imported(order) == first


# -- spikes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "name", "coarser"), [("spike_100x", "5m", "1h"), ("negative_low", "1m", "2m")])
def test_a_price_that_nobody_else_saw_is_asked_for_again_at_half_past(
    desk: Desk, kind: str, name: str, coarser: str
) -> None:
    """At 14:35 Pacific, in the requests that are made anyway."""
    began = desk.clock.now()
    desk.yahoo.fault(kind, interval=name, times=1)
    assert desk.run("ES=F", sources=("1m", "5m", "1d")).done.exit_code == 0
    (objection,) = told(desk, name)
    assert objection.reason is Reason.BEYOND
    assert suspect(desk, name) == [objection.ts]
    (holder,) = suspect(desk, coarser)
    assert holder <= objection.ts
    (session,) = (s for s in truth.sessions("ES=F", objection.ts, objection.ts + 1))
    start, witness = (objection.ts // 300 * 300, "5m") if name == "1m" else (session.open, "1d")
    right = truth.truth("ES=F", witness, start, start + 1, desk.clock.now()).row(0)
    assert objection[2:] == (right[3], right[2], right[4])
    desk.asked()
    desk.clock.set(at("2026-11-23 17:35:05"))
    assert desk.run("ES=F", sources=("1m", "5m", "1d")).done.exit_code == 0
    assert desk.asked() == {"ES=F": ["1d", "1m", "5m"]}
    assert told(desk, name) == []
    assert desk.sql("SELECT count(*) FROM candle WHERE known=4") == [(0,)]
    assert desk.wrong("ES=F", began=began, names=("1m", "5m", *COARSER, "1d", "1wk"), ends=True) == []


def test_on_a_day_without_doubts_half_past_asks_for_as_much(stocked: Desk) -> None:
    stocked.asked()
    stocked.clock.set(at("2026-11-23 17:35:05"))
    stocked.run("ES=F")
    assert stocked.asked() == {"ES=F": ["1d", "1m", "5m"]}


def test_a_price_that_stays_is_shown_with_what_the_day_says_and_no_longer_asked_for(desk: Desk) -> None:
    desk.yahoo.fault("negative_low", interval="5m")
    requests = []
    for moment in ("23 17:05:05", "23 17:35:05", "23 17:55:05", "23 18:11:05", "24 17:35:05"):
        desk.clock.set(at(f"2026-11-{moment}"))
        desk.run("ES=F", sources=("1d", "5m"))
        requests.append(desk.asked().get("ES=F", []).count("5m"))
        if len(requests) == 1:
            (first,) = told(desk, "5m")
            row = desk.candles("ES=F", "5m")
            desk.yahoo.clear_faults()
            right = truth.truth("ES=F", "5m", row.ts[0], at("2026-11-24 17:35:05"), at("2026-11-24 17:35:05"))
            low = np.where(right.ts == first.ts, row.low[row.ts == first.ts], right.low)
            desk.yahoo.told["ES=F", "5m"] = right._replace(low=low)
    assert requests == [1, 1, 1, 0, 1]
    assert suspect(desk, "5m") == [first.ts]
    assert told(desk, "5m") == [first]


def test_a_daily_spike_is_betrayed_by_the_session(stocked: Desk) -> None:
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


def test_a_copied_volume_is_none_until_it_counts_and_a_copy_that_stays_never_counts(desk: Desk) -> None:
    desk.clock.set(at("2026-11-20 17:35:05"))
    desk.yahoo.fault("copied_volume", interval="1d")
    desk.run("ES=F", sources=("1d",))

    def volumes() -> dict[str, int | None]:
        return dict(desk.sql("SELECT time, volume FROM candles WHERE timeframe='1d' AND time>='2026-11-17'"))

    assert volumes()["2026-11-17"] is not None
    assert [volumes()[f"2026-11-{day}"] for day in (19, 20)] == [None, None]
    week = desk.sql("SELECT volume FROM candles WHERE timeframe='1wk' ORDER BY time")
    assert [week[-1], week[-2] == (None,)] == [(None,), False]
    desk.clock.set(at("2026-11-24 17:35:05"))
    desk.yahoo.clear_faults()
    desk.run("ES=F", sources=("1d",))
    right = truth.truth("ES=F", "1d", at("2026-11-18 18:00"), at("2026-11-20 17:00"), at("2026-11-24 17:00"))
    assert [volumes()[f"2026-11-{day}"] for day in (19, 20)] == right.volume.tolist()
    desk.clock.set(at("2026-12-01 17:35:05"))
    desk.yahoo.fault("copied_volume", interval="1d")
    desk.run("ES=F", sources=("1d",))
    desk.clock.set(at("2026-12-01 23:35:05"))
    assert volumes()["2026-12-01"] is None
    assert volumes()["2026-11-20"] == right.volume[-1]


def test_a_settlement_off_the_tick_is_stored_as_it_is(desk: Desk) -> None:
    desk.clock.set(at("2026-11-20 17:35:05"))
    days = truth.truth("ES=F", "1d", at("2026-10-01 18:00"), desk.clock.now(), desk.clock.now())
    close = days.close.copy()
    close[-3] = np.round((days.high[-3] + days.low[-3]) / 2, 0) + 0.43
    midnights = [truth.new_york(truth.new_york_date(ts + 43_200), "00:00") for ts in days.ts.tolist()]
    desk.yahoo.told["ES=F", "1d"] = days._replace(ts=np.array(midnights), close=close)
    desk.run("ES=F", sources=("1d",))
    stored = desk.candles("ES=F", "1d")
    assert stored.close[-3] == close[-3]
    assert np.array_equal(stored.close, close)
    written = "".join(csv_lines(Candles(*stored), future("YM=F"), TIMEFRAMES["1d"]))
    assert f",{close[-3]:.2f}," in written  # the Dow has a tick of 1
