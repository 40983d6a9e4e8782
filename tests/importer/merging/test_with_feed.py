"""A file of minutes and a feed in one archive, through the real importer: the same whichever came first."""

from __future__ import annotations

from typing import Any

import numpy as np

from ohlc_desktop.core.arbitration.verdict import Witnessed
from ohlc_desktop.core.candles import Candles
from ohlc_desktop.core.planning.coverage import Interval
from ohlc_desktop.core.timeframes import EVER, TIMEFRAMES
from ohlc_desktop.importer.arbitration import put
from ohlc_desktop.importer.run_setup import read_state, up_to_date_calendar
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.sources.source_rows import rows_of
from ohlc_desktop.store.sources.verdicts import series_verdict, session_verdicts
from tests.importer.bench import ImportBench, at, future
from tests.standins import market_truth as truth
from tests.standins.market_truth import DAY

#: Two sessions of the file are whole; the one before lacks its first hours.
FILE = Interval(int(at("2026-11-17 20:00:00")), int(at("2026-11-20 17:00:00")))
#: What is asked for; 2m is made of 1m.
SOURCES = ("1d", "1m", "5m")
MONDAY, TUESDAY = "2026-11-23 17:05:05", "2026-11-24 17:05:05"


def minutes() -> Candles:
    """What the file has: the truth, but each fiftieth close a tick higher."""
    found = Candles(*truth.truth("ES=F", "1m", *FILE, at(MONDAY)))
    close = found.close.copy()
    close[::50] = np.minimum(close[::50] + 0.25, found.high[::50])
    return Candles(found.ts, found.open, found.high, found.low, close, found.volume)


def ingest(bench: ImportBench) -> None:
    """Store the file as a source of its own."""
    with bench.store.transaction() as connection:
        now = bench.clock.now()
        calendar = up_to_date_calendar(connection, "cme_equity", now, bench.load_sessions)
        number, state = read_state(connection, future("ES=F"), calendar, bench.feed, now)
        put(connection, number, state, TIMEFRAMES["1m"], "ninjatrader", minutes(), FILE, now)


def begin_anew(bench: ImportBench) -> None:
    """An empty store on Monday."""
    bench.store.close()
    for old in bench.folder.glob("ohlc.sqlite3*"):
        old.unlink()
    bench.store = open_store(bench.folder / "ohlc.sqlite3", demo=False)
    bench.clock.set(at(MONDAY))


def carry_out(bench: ImportBench, *acts: str) -> None:
    """Ingest the file, or import on Monday or on Tuesday."""
    begin_anew(bench)
    for act in acts:
        if act == "file":
            ingest(bench)
        else:
            bench.clock.set(at(act))
            assert bench.run("ES=F", sources=SOURCES).done.exit_code == 0


def given(bench: ImportBench, source: str) -> list[list[list[float]]]:
    """What a source gave of each timeframe."""
    connection = bench.store.connection
    number = watchlist.instrument_id(connection, "ES=F")
    found = (rows_of(connection, number, timeframe, source, -EVER, EVER) for timeframe in TIMEFRAMES.values())
    return [[column.tolist() for column in own.columns] for own in found]


def archive(bench: ImportBench) -> list[tuple[Any, ...]]:
    """What stands; the packed blocks agree."""
    for name in TIMEFRAMES:
        bench.candles("ES=F", name)
    return bench.sql("SELECT timeframe, time, open, high, low, close, volume, origin, source, known FROM candles ORDER BY 1, 2")


def test_the_archive_is_the_same_whichever_came_first(bench: ImportBench) -> None:
    carry_out(bench, MONDAY, TUESDAY)
    alone, own = archive(bench), given(bench, "yahoo")
    assert bench.sql("SELECT count(*) FROM heard") == [(0,)], "a feed alone is noted nowhere"
    ingest(bench)
    last, missing = archive(bench), bench.missing("ES=F")
    assert given(bench, "yahoo") == own, "what the feed gave is what it gave before"
    assert given(bench, "ninjatrader")[0] == [column.tolist() for column in minutes().columns]
    origins = {(row[0], row[7], row[8]) for row in last}
    assert {("1m", "ninjatrader", "ninjatrader"), ("5m", "derived", "ninjatrader"), ("5m", "yahoo", "yahoo"),
            ("1d", "yahoo", "yahoo"), ("1h", "derived", "ninjatrader"), ("1h", "derived", "yahoo")} <= origins  # fmt: skip
    assert not {source for _, origin, source in origins if origin == "derived"} - {"yahoo", "ninjatrader"}, "no candle mixes"
    outside = {*alone} - {*last}
    assert 1000 < len(outside) < 12000, "what the file has stands in the place of what Yahoo has, and nothing else changed"
    for acts in (("file", MONDAY, TUESDAY), (MONDAY, "file", TUESDAY)):
        carry_out(bench, *acts)
        assert archive(bench) == last, acts
        assert given(bench, "yahoo") == own, acts
        assert bench.missing("ES=F") == missing


def test_sessions_are_witnessed_by_the_other_source_and_a_day_taken_back_stays(bench: ImportBench) -> None:
    carry_out(bench, MONDAY, "file")
    connection, instrument = bench.store.connection, future("ES=F")
    number, calendar = watchlist.instrument_id(connection, "ES=F"), series_summary.load_calendar(connection, "cme_equity")
    assert calendar is not None
    one = series_verdict(connection, number, TIMEFRAMES["1m"], calendar)
    assert (one.sources, one.sessions, one.equal, one.apart) == (("ninjatrader", "yahoo"), 3, 0, 0.25)
    near = calendar.take((calendar.close > FILE.start - 2 * DAY) & (calendar.open < FILE.end))
    found = session_verdicts(connection, number, instrument, TIMEFRAMES["1m"], near)
    assert [verdict.witnessed for verdict in found[-3:]] == [Witnessed.DIFFERENT] * 3
    assert sum(verdict.different for verdict in found) == one.candles > 50
    assert {verdict.ticks for verdict in found[-3:]} == {1.0}


def test_a_day_that_the_feed_takes_back_stays_and_is_told(bench: ImportBench) -> None:
    carry_out(bench, MONDAY, "file")
    connection, instrument = bench.store.connection, future("ES=F")
    number, calendar = watchlist.instrument_id(connection, "ES=F"), series_summary.load_calendar(connection, "cme_equity")
    assert calendar is not None
    stored = bench.candles("ES=F", "1d").ts

    def taken_back() -> int:
        found = session_verdicts(connection, number, instrument, TIMEFRAMES["1d"], calendar)
        whole = series_verdict(connection, number, TIMEFRAMES["1d"], calendar)
        assert whole.taken_back == sum(verdict.taken_back for verdict in found)
        return whole.taken_back

    assert taken_back() == 0
    bench.yahoo.fault("drop_rows", symbol="ES=F", interval="1d")
    bench.clock.set(at(TUESDAY))
    bench.run("ES=F", sources=("1d",))
    assert 3 <= taken_back() <= 12
    assert set(stored) <= set(bench.candles("ES=F", "1d").ts), "what was stored is never lost"
    bench.yahoo.clear_faults()
    bench.clock.advance(DAY)
    bench.run("ES=F", sources=("1d",))
    assert taken_back() == 0, "the feed gives them again"
