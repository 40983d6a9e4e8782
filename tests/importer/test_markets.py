"""Whatever Yahoo has: days, hours and grids of the instrument's own market, from the first answer on.

The stand-in has the published hours of each exchange and its trade dates from pandas_market_calendars; what the newest
daily candle has to be is worked out from that library here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.states.runs import ItemState
from tests.importer.bench import DAY, HOUR, ImportBench, at
from tests.standins import market_truth as truth

NAMES = ("1m", "5m", "15m", "1h", "4h", "12h", "1d", "1wk")
#: 14:05 Pacific in New York's time, and the markets for which it matters: after each change of clocks those on both sides
#: of it, and the others in winter.
MOMENTS = {
    "winter": ("2026-11-24 17:05:05", ("^N225", "^NSEI", "0700.HK", "SHOP.TO", "BTC-USD")),
    "America springs forward": ("2026-03-09 17:05:05", ("AAPL", "VOD.L")),
    "Sydney falls back": ("2026-04-07 17:05:05", ("CCL.AX",)),
    "Europe falls back": ("2026-10-26 17:05:05", ("SAP.DE", "EURUSD=X")),
    "the follow-up of a Friday": ("2026-11-20 17:35:05", ("EURUSD=X",)),
}


def newest_trade_date(symbol: str, now: float) -> date:
    """The newest trade date of a market that is over, and of which the feed has had all for long enough."""
    if symbol == "BTC-USD":
        return datetime.fromtimestamp(now, UTC).date() - timedelta(days=1)
    if symbol == "EURUSD=X":
        there = datetime.fromtimestamp(now, ZoneInfo("Europe/London"))
        over = there.weekday() == 4 and (there.hour, there.minute) >= (22, 34)
        day = there.date() if over else there.date() - timedelta(days=1)
        return day - timedelta(days=max(day.weekday() - 4, 0))
    closes = truth.library_closes(truth.PLACES[truth.calendar_of(symbol)].days)
    return max(day for day, close in closes.items() if close <= now - 1320)


@pytest.mark.parametrize(("moment", "symbols"), MOMENTS.values(), ids=MOMENTS)
def test_markets_at_their_own_time(bench: ImportBench, moment: str, symbols: tuple[str, ...]) -> None:
    bench.clock.set(at(moment))
    bench.yahoo.coming_period = True  # in Asia and Australia it is the next morning
    began = bench.clock.now()
    ran = bench.run(*symbols, sources=("1m", "5m", "1d"))
    assert (ran.done.exit_code, ran.states()) == (0, {ItemState.WRITTEN})
    assert bench.quarantined() == {}
    assert all(sorted(asked) == ["1d", "1m", "5m"] for asked in bench.asked().values())
    for symbol in symbols:
        newest = day_of(bench.candles(symbol, "1d").ts[-1] // DAY)
        assert newest == newest_trade_date(symbol, began), symbol
        weekless = NAMES[:-1] if symbol == "EURUSD=X" else NAMES  # its week ends with the Sunday
        assert bench.wrong(symbol, began=began, names=weekless, ends=True) == []
        assert not any(count for name, count in bench.missing(symbol).items() if name != "2m"), symbol


def local(bench: ImportBench, symbol: str, name: str, day: str) -> list[str]:
    """The stamps of a day's candles on the clock of the market."""
    zone = ZoneInfo(truth.zone_of(symbol))
    stamps = [datetime.fromtimestamp(ts, zone) for ts in bench.candles(symbol, name).ts.tolist()]
    return [f"{stamp:%H:%M}" for stamp in stamps if stamp.date().isoformat() == day]


def test_grids_are_those_of_the_exchange(bench: ImportBench) -> None:
    bench.clock.set(at("2026-11-24 17:05:05"))
    assert bench.run("AAPL", "^NSEI", "^N225", "0700.HK", sources=("5m",)).done.exit_code == 0
    half_past = [f"{hour:02d}:30" for hour in range(9, 16)]
    assert local(bench, "AAPL", "1h", "2026-11-23") == half_past
    assert local(bench, "^NSEI", "1h", "2026-11-23") == [f"{hour:02d}:15" for hour in range(9, 16)]
    tokyo = ["09:00", "10:00", "11:00", "12:30", "13:00", "14:00", "15:00"]
    assert local(bench, "^N225", "1h", "2026-11-20") == tokyo
    assert local(bench, "^N225", "4h", "2026-11-20") == ["09:00", "12:30", "13:00"]
    assert local(bench, "0700.HK", "1h", "2026-11-20") == ["09:30", "10:30", "11:30", "13:00", "13:30", "14:30", "15:30"]


def test_coins_have_two_half_days_a_day_whatever_new_york_s_clocks_do(bench: ImportBench) -> None:
    bench.clock.set(at("2026-03-10 12:00:05"))
    assert bench.run("BTC-USD", sources=("5m", "1d")).done.exit_code == 0
    halves, days = bench.candles("BTC-USD", "12h"), bench.candles("BTC-USD", "1d")
    assert set((halves.ts % (12 * HOUR)).tolist()) == {0}
    assert set((bench.candles("BTC-USD", "4h").ts % (4 * HOUR)).tolist()) == {0}
    stored = {ts: (o, h, low, c) for ts, o, h, low, c, _ in zip(*days, strict=True)}
    pairs = 0
    for at_, ts in enumerate(halves.ts.tolist()[:-1]):
        if ts % DAY == 0 and ts in stored:
            o, h, low, c = stored[ts]
            assert (o, c) == (halves.open[at_], halves.close[at_ + 1])
            assert (h, low) == (max(halves.high[at_ : at_ + 2]), min(halves.low[at_ : at_ + 2]))
            pairs += 1
    assert pairs > 15


def test_nothing_is_called_missing_that_cannot_be_known(bench: ImportBench) -> None:
    """Of currencies, of exchanges in no library, and of futures in no catalogue nothing is expected."""
    bench.clock.set(at("2026-11-24 17:35:05"))
    bench.yahoo.coming_period = True
    began = bench.clock.now()
    ran = bench.run("EURUSD=X", "BBCA.JK", "KC=F", "^VIX", sources=("1m", "5m", "1d"))
    assert (ran.done.exit_code, bench.quarantined()) == (0, {})
    for symbol in ("EURUSD=X", "BBCA.JK", "KC=F", "^VIX"):
        assert set(bench.missing(symbol).values()) == {None}
    for symbol in ("BBCA.JK", "^VIX"):
        hours = [name for name in NAMES if name != "12h"]  # the day's last one ends at an hour that is not known
        assert bench.wrong(symbol, began=began, names=hours, ends=True) == []
        assert day_of(bench.candles(symbol, "1d").ts[-1] // DAY) == date(2026, 11, 24)
    assert bench.wrong("KC=F", began=began, names=("1m", "5m", "1d"), ends=True) == []


def test_a_minute_without_a_trade_is_no_hole_for_ever(bench: ImportBench) -> None:
    """Shares have slots without values where nothing was traded: two days' answers settle them."""
    bench.clock.set(at("2026-11-24 17:05:05"))
    bench.yahoo.fault("null_rows", symbol="SHOP.TO", interval="5m")
    assert bench.run("SHOP.TO", sources=("5m",)).done.exit_code == 0
    assert bench.missing("SHOP.TO")["5m"]
    for day in ("2026-11-25", "2026-11-26"):
        bench.clock.set(at(f"{day} 17:05:05"))
        bench.run("SHOP.TO", sources=("5m",))
    old = at("2026-11-24 00:00")
    open_ = "SELECT count(*) FROM coverage WHERE timeframe='5m' AND NOT settled AND end<?"
    assert bench.sql(open_, old) == [(0,)]


# -- databases from before -------------------------------------------------------------------------------


@pytest.fixture
def older(bench: ImportBench, monkeypatch: pytest.MonkeyPatch) -> ImportBench:
    """A bench at which a version imported that knew no markets: all days began at midnight in New York."""

    def imported() -> None:
        with monkeypatch.context() as patch:
            patch.setattr("ohlc_desktop.sources.yahoo.source.market_of", lambda meta: None)
            assert bench.run("AAPL", "^NSEI", "BTC-USD", sources=("1m", "5m", "1d")).done.exit_code in (0, 1)

    bench.begin_with("older markets", "2026-11-24 17:05:05", imported)
    assert bench.sql("SELECT count(*) FROM market") == [(0,)]
    return bench


def test_what_was_derived_by_other_hours_is_made_anew_and_kept_as_it_was(older: ImportBench) -> None:
    began = older.clock.now()
    wrong = {name: set(older.candles("AAPL", name).ts.tolist()) for name in ("1h", "4h", "12h")}
    assert all(older.wrong("AAPL", began=began, names=(name,)) for name in wrong)
    older.clock.set(at("2026-11-25 17:05:05"))
    older.asked()
    ran = older.run("AAPL", "^NSEI", "BTC-USD", sources=("1m", "5m", "1d"))
    assert ran.done.exit_code == 0
    assert [text.split()[0] for text in sorted(ran.notices("hours"))] == ["AAPL", "BTC-USD", "^NSEI"]
    assert all(sorted(asked) == ["1d", "1m", "5m"] for asked in older.asked().values())
    for symbol in ("AAPL", "^NSEI", "BTC-USD"):
        assert older.wrong(symbol, began=began, names=("5m", "30m", "1h", "4h", "12h", "1d"), ends=True) == []
    for name, stamps in wrong.items():
        rows = older.sql(
            "SELECT ts FROM revision JOIN instrument ON id=instrument_id WHERE symbol='AAPL' AND timeframe=?", name
        )
        gone = stamps - set(older.candles("AAPL", name).ts.tolist())
        assert gone
        assert gone <= {ts for (ts,) in rows}


def test_it_is_told_once_and_then_a_day_is_like_any_other(older: ImportBench) -> None:
    older.clock.set(at("2026-11-25 17:05:05"))
    older.run("AAPL", sources=("1m", "5m", "1d"))
    older.clock.set(at("2026-11-27 17:05:05"))
    older.asked()
    ran = older.run("AAPL", sources=("1m", "5m", "1d"))
    assert (ran.done.exit_code, ran.notices("hours")) == (0, [])
    assert older.asked() == {"AAPL": ["1d", "1m", "5m"]}
    assert older.run("AAPL", sources=("1m", "5m", "1d")).done.requests == 0


def test_a_half_day_and_another_name_of_the_exchange_move_nothing(bench: ImportBench) -> None:
    """Of hours the widest count: what is stated on a half day is not the grid of the year."""
    bench.clock.set(at("2026-11-25 17:05:05"))
    assert bench.run("AAPL", "BBCA.JK", sources=("5m",)).done.exit_code == 0
    before = bench.sql("SELECT * FROM market ORDER BY instrument_id")
    with bench.store.transaction() as connection:
        connection.execute("UPDATE market SET exchange='NGM' WHERE exchange='NMS'")
        connection.execute("UPDATE market SET ends=ends-3600 WHERE exchange='JKT'")
    grid = bench.candles("BBCA.JK", "1h").ts.tolist()
    bench.clock.set(at("2026-11-27 17:05:05"))
    ran = bench.run("AAPL", "BBCA.JK", sources=("5m",))
    assert (ran.done.exit_code, bench.quarantined()) == (0, {})
    assert bench.sql("SELECT * FROM market ORDER BY instrument_id") == before
    assert ran.notices("hours") == []
    assert bench.candles("BBCA.JK", "1h").ts.tolist()[0] == grid[0]
