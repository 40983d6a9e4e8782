"""The simulated market: the same everywhere, and consistent in all its timeframes."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest

from ohlc_desktop.core.candles import Candles, join_packed
from ohlc_desktop.core.checking.quality import Window, check
from ohlc_desktop.core.derive import derive
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.planning.plan import FetchRequest, Purpose, make_plan
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.sources.demo.source import DemoSource, last_trade, session_minutes, simulated
from ohlc_desktop.sources.source import Fault, FetchError, SourceTools
from tests.core.helpers import CATALOGUE, PaperFeed, calendar, instrument, ny, session_of, utc

NOW = ny("2026-11-23 17:35")


class StoppedClock:
    """A clock that always shows the same time."""

    def __init__(self, now: float = NOW) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return 0.0

    def wait(self, event: threading.Event, seconds: float) -> bool:
        raise AssertionError("the simulated market waits for nothing")


def request(name: str, timeframe: str, start: int, end: int) -> FetchRequest:
    return FetchRequest(instrument(name), timeframe, start, end, Interval(start, end), Purpose.BACKFILL)


def demo(name: str, timeframe: str, start: int, end: int) -> Candles:
    known = instrument(name)
    return simulated(known, calendar(known.calendar), TIMEFRAMES[timeframe], start, end)


def same(one: Candles, other: Candles) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.columns, other.columns, strict=True))


@pytest.mark.parametrize("name", ["ES", "CL", "ZB", "ZC", "6J", "BTC"])
def test_every_timeframe_is_made_of_the_same_minutes(name: str) -> None:
    found = calendar(instrument(name).calendar)
    start, end = utc("2026-10-28"), utc("2026-11-07")
    minutes = demo(name, "1m", start, end)
    for timeframe in ("2m", "5m"):
        derived = derive(minutes, found, TIMEFRAMES[timeframe], [Interval(start, end)], end)
        candles = demo(name, timeframe, start, end)
        assert same(derived, candles.take(candles.ts < derived.ts[-1] + 1).take(candles.ts >= derived.ts[0]))
        assert len(candles) - len(derived) <= 1
    for trade_date in ("2026-10-30", "2026-11-02"):
        opened, closed = session_of(instrument(name).calendar, trade_date)
        daily = demo(name, "1d", opened, closed)
        session = minutes.between(opened, closed)
        assert daily.ts.tolist() == [utc(trade_date)]
        assert daily.open[0] == session.open[0]
        assert daily.close[0] == session.close[-1]
        assert daily.high[0] == session.high.max()
        assert daily.low[0] == session.low.min()
        assert daily.volume[0] == session.volume.sum()


def test_a_window_is_a_cut_of_a_longer_one() -> None:
    long = demo("ES", "5m", utc("2026-11-01"), utc("2026-11-10"))
    start, end = ny("2026-11-03 10:00"), ny("2026-11-05 10:00")
    assert same(demo("ES", "5m", start, end), long.between(start, end))


def test_a_candle_that_still_runs_holds_only_what_was_traded() -> None:
    end = ny("2026-11-23 10:03")
    running = demo("ES", "5m", ny("2026-11-23 10:00"), end)
    assert len(running) == 1
    assert running.volume[0] == demo("ES", "1m", ny("2026-11-23 10:00"), end).volume.sum()


@pytest.mark.parametrize("root", tuple(CATALOGUE.products))
def test_rows_pass_every_check_of_real_ones(root: str) -> None:
    known = instrument(root)
    found = calendar(known.calendar)
    source = DemoSource(SourceTools(StoppedClock(), calendar_of=calendar))
    start, end = utc("2026-11-19"), NOW
    for timeframe in ("1m", "5m"):
        answer = source.fetch(request(root, timeframe, start, end))
        checked = check(answer.rows, TIMEFRAMES[timeframe], known, found, Window(start, end, NOW, answer.feed_time))
        assert checked.quarantined == ()
        assert len(checked.good) > 100
        assert all(known.round_prices(c).tolist() == c.tolist() for c in checked.good.columns[1:5])
        assert (found.session_at(checked.good.ts) >= 0).all()
        assert (checked.good.close > 0).all()


def test_the_whole_plan_of_an_empty_store_is_answered() -> None:
    source = DemoSource(SourceTools(StoppedClock(), calendar_of=calendar))
    plan = make_plan([PaperFeed("NQ").state], NOW)
    counts = {r.timeframe: len(source.fetch(r).rows) for r in plan.requests}
    assert set(counts) == {"1d", "1m", "2m", "5m"}
    assert counts["1d"] > 250
    assert counts["5m"] > 11_000
    assert counts["1m"] > 6_000


def test_nothing_is_told_of_the_future() -> None:
    source = DemoSource(SourceTools(StoppedClock(ny("2026-11-23 10:00")), calendar_of=calendar))
    answer = source.fetch(request("ES", "1m", NOW - DAY, NOW + DAY))
    assert answer.rows.ts.max() == ny("2026-11-23 09:59")
    assert answer.feed_time == answer.server_time == ny("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 17:30", "2026-11-23 17:00"),
        ("2026-11-22 12:00", "2026-11-20 17:00"),
        ("2026-11-27 15:00", "2026-11-27 13:15"),
    ],
)
def test_the_last_trade_is_now_or_the_last_bell(now: str, expected: str) -> None:
    assert last_trade(calendar("cme_equity"), ny(now)) == ny(expected)


def test_a_weekend_has_no_rows() -> None:
    answer = DemoSource(SourceTools(StoppedClock(), calendar_of=calendar)).fetch(request("ES", "5m", utc("2026-11-21"), utc("2026-11-22")))
    assert len(answer.rows) == 0


def test_an_instrument_outside_the_catalogue_is_refused_in_words() -> None:
    with pytest.raises(FetchError) as caught:
        DemoSource(SourceTools(StoppedClock(), calendar_of=calendar)).fetch(request("AAPL", "1d", utc("2026-11-01"), NOW))
    assert caught.value.fault is Fault.UNKNOWN_SYMBOL
    assert "AAPL" in str(caught.value.message)
    assert caught.value.fault.permanent


def test_instruments_and_days_differ() -> None:
    closes = [demo(name, "1m", ny("2026-11-23 09:00"), ny("2026-11-23 10:00")).close for name in ("ES", "MES", "NQ")]
    assert not np.array_equal(closes[0], closes[1])
    assert not np.array_equal(closes[0], closes[2])
    found = calendar("cme_equity")
    one, other = (session_minutes(instrument("ES"), found, place) for place in (700, 701))
    assert not np.array_equal(one.close[:100], other.close[:100])


def test_busy_hours_are_busier() -> None:
    session = demo("ES", "1m", *session_of("cme_equity", "2026-11-23"))
    night = session.between(ny("2026-11-22 20:00"), ny("2026-11-23 02:00")).volume.mean()
    morning = session.between(ny("2026-11-23 09:30"), ny("2026-11-23 11:00")).volume.mean()
    assert morning > 5 * night


def test_another_process_simulates_the_same_market() -> None:
    """No seed of this process, no hash of this machine."""
    script = (
        "import sys; from tests.sources.test_demo import demo; from tests.core.helpers import utc;"
        "sys.stdout.buffer.write(demo('NQ', '5m', utc('2026-11-19'), utc('2026-11-20')).pack())"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert same(join_packed([result.stdout]), demo("NQ", "5m", utc("2026-11-19"), utc("2026-11-20")))


def test_the_market_is_the_one_of_the_first_release() -> None:
    """A change here changes the history of every demo profile: candles would be counted as revised."""
    candles = demo("ES", "1d", utc("2026-11-19"), utc("2026-11-21"))
    assert candles.ts.tolist() == [utc("2026-11-19"), utc("2026-11-20")]
    assert candles.close.tolist() == [6451.75, 6431.75]


@pytest.mark.parametrize(("timeframe", "last"), [("5m", ny("2026-09-18 09:25")), ("1d", utc("2026-09-18"))])
def test_a_contract_trades_until_its_end(timeframe: str, last: int) -> None:
    """Trading of the September contract ends at 9:30 New York on the third Friday."""
    source = DemoSource(SourceTools(StoppedClock(), calendar_of=lambda name: calendar(name)))
    answer = source.fetch(request("MNQU26.CME", timeframe, ny("2026-09-10 00:00"), NOW))
    assert int(answer.rows.ts[-1]) == last
    assert answer.feed_time == ny("2026-09-18 09:30")
