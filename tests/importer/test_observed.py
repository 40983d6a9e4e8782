"""Trading outside of the hours that the calendar knows, from download to candles that are derived of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.store.evidence import served
from ohlc_desktop.store.series import series_summary
from tests.importer.bench import DAY, HOUR, ImportBench, at, difference, load_sessions
from tests.standins import market_truth as truth

#: Each day ends an hour or a quarter of one later than a wrong calendar says; two are the first after the clock changed.
SHORT = {"2026-11-27": 900, "2026-11-02": HOUR, "2026-03-09": HOUR}


def wrong_by(day: str, seconds: int, opens: int = 0):  # type: ignore[no-untyped-def]
    """A calendar that closes too early, or opens too late, on one trade date."""
    number = int(np.datetime64(day, "D").astype(int))

    def load(name: str, first: int, last: int) -> Calendar:
        right = load_sessions(name, first, last)
        there = right.trade_date == number
        return replace(
            right, close=np.where(there, right.close - seconds, right.close), open=np.where(there, right.open + opens, right.open)
        )

    return load


def sessions(bench: ImportBench, name: str = "cme_equity") -> Calendar:
    found = series_summary.load_calendar(bench.store.connection, name)
    assert found is not None
    return found


def hours(calendar: Calendar, day: str) -> tuple[int, int]:
    place = int(np.flatnonzero(calendar.trade_date == int(np.datetime64(day, "D").astype(int)))[0])
    return int(calendar.open[place]), int(calendar.close[place])


@pytest.mark.parametrize("day", sorted(SHORT))
def test_what_was_traded_is_stored_and_widens_the_session(bench: ImportBench, day: str) -> None:
    bench.load_sessions = wrong_by(day, SHORT[day])
    bench.clock.set(at(f"{day} 17:35:05"))
    began = bench.clock.now()
    ran = bench.run("ES=F", "NQ=F", sources=("5m", "1d"))
    assert ran.done.exit_code == 0
    (told,) = ran.notices("hours")
    assert day in told
    assert [served.observed(bench.store.connection, "cme_equity", began - past) == [] for past in (1, -60)] == [True, False]
    assert bench.quarantined() == {}
    right = load_sessions("cme_equity", *(int(d) for d in sessions(bench).trade_date[[0, -1]]))
    assert sessions(bench).close.tolist() == right.close.tolist()
    bench.clock.advance(60)
    again = bench.run("ES=F", "NQ=F", sources=("5m", "1d"))
    assert again.notices("hours") == []
    assert bench.wrong("ES=F", "NQ=F", began=began, names=("5m", "15m", "1h", "4h", "12h"), ends=True) == []
    assert set(bench.missing("ES=F").values()) | set(bench.missing("NQ=F").values()) <= {0, None}


def test_a_session_that_began_earlier_keeps_the_places_of_its_candles(bench: ImportBench) -> None:
    bench.load_sessions = wrong_by("2026-11-23", 0, opens=HOUR)
    began = bench.clock.now()
    assert len(bench.run("ES=F", sources=("5m",)).notices("hours")) == 1
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.run("ES=F", sources=("5m",))
    assert bench.wrong("ES=F", began=began, names=("5m", "15m", "30m", "1h"), ends=True) == []
    assert hours(sessions(bench), "2026-11-23")[0] == at("2026-11-22 18:00")


def test_a_day_that_the_calendar_calls_closed_is_kept_with_its_day(bench: ImportBench) -> None:
    number = int(np.datetime64("2026-11-27", "D").astype(int))

    def closed(name: str, first: int, last: int) -> Calendar:
        right = load_sessions(name, first, last)
        return right.take(right.trade_date != number)

    bench.load_sessions = closed
    bench.clock.set(at("2026-11-27 17:35:05"))
    began = bench.clock.now()
    assert len(bench.run("ES=F", sources=("5m", "1d")).notices("hours")) == 1
    bench.clock.set(at("2026-11-30 17:05:05"))
    bench.run("ES=F", sources=("5m", "1d"))
    assert hours(sessions(bench), "2026-11-27") == (at("2026-11-26 18:00"), at("2026-11-27 13:15"))
    assert bench.wrong("ES=F", began=began, names=("5m", "1h", "1d", "1wk"), ends=True) == []


def test_a_lone_trade_in_the_daily_break_is_stored_and_moves_no_hours(stocked: ImportBench) -> None:
    began = at("2026-11-23 17:05:05")
    before = sessions(stocked)
    stocked.clock.set(at("2026-11-25 17:35:05"))
    stocked.yahoo.fault("out_of_session", interval="5m")
    ran = stocked.run("ES=F", sources=("5m",))
    assert ran.done.exit_code == 0
    assert stocked.quarantined() == {}
    assert ran.notices("hours") == []
    block = stocked.candles("ES=F", "5m")
    lone = block.ts[sessions(stocked).session_at(block.ts) < 0]
    assert len(lone) == 1
    assert stocked.sql("SELECT count(*) FROM observed") == [(0,)]
    assert sessions(stocked).close.tolist() == before.close.tolist()
    assert stocked.wrong("ES=F", began=began, names=("15m", "1h", "2h", "4h", "12h")) == []
    right = truth.truth("ES=F", "5m", began - 10 * DAY, stocked.clock.now(), truth.last_trade("ES=F", stocked.clock.now() - 600))
    kept = block.cut((block.ts >= began - 10 * DAY) & (block.ts != lone[0]))
    assert difference(kept, right) == ""
    assert stocked.missing("ES=F")["5m"] == 0


def test_an_older_answer_of_other_hours_is_asked_for_again_in_every_instrument(bench: ImportBench) -> None:
    """ES was imported while the feed had none of it; NQ proves it afterwards."""
    late = int(at("2026-11-02 16:00")), int(at("2026-11-02 17:00"))
    bench.load_sessions = wrong_by("2026-11-02", HOUR)
    bench.clock.set(at("2026-11-02 17:35:05"))
    began = bench.clock.now()
    bench.yahoo.lost["5m"] = [late]
    bench.run("ES=F", sources=("5m",))
    bench.yahoo.lost.clear()
    assert len(bench.run("NQ=F", sources=("5m",)).notices("hours")) == 1
    bench.clock.advance(200)
    assert bench.run("ES=F", "NQ=F", sources=("5m",)).notices("hours") == []
    assert bench.wrong("ES=F", "NQ=F", began=began, names=("5m", "1h"), ends=True) == []


@pytest.mark.parametrize("day", ["2026-03-09", "2026-11-02"])
def test_a_feed_that_stands_still_says_nothing(bench: ImportBench, day: str) -> None:
    """Prices as on 2025-07-03: the last one again and again, at odd intervals, without volume."""
    bench.clock.set(at(f"{day} 17:35:05"))
    now = bench.clock.now()
    right = truth.truth("ES=F", "5m", now - 61 * DAY, now, now)
    stands = int(at(f"{day} 13:10"))
    frozen = (right.ts >= stands) & (right.ts % 900 == 0)
    price = right.close[right.ts < stands][-1]
    told = truth.Candles(
        right.ts, *(np.where(frozen, price, column) for column in (right.open, right.high, right.low, right.close)),
        np.where(frozen, 0, right.volume),
    )  # fmt: skip
    bench.yahoo.told["ES=F", "5m"] = told.cut((right.ts < stands) | frozen)
    bench.run("ES=F", sources=("5m",))
    assert bench.quarantined() == {"frozen": int(frozen.sum())}
    assert bench.candles("ES=F", "5m").ts.max() < stands
    bench.yahoo.told.clear()
    bench.clock.advance(DAY)
    bench.run("ES=F", sources=("5m",))
    block = bench.candles("ES=F", "5m")
    assert difference(block.cut(block.ts < now), right.cut((right.ts >= block.ts[0]) & (right.ts < now))) == ""
