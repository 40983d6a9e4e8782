"""Deleting an instrument's candles for good, and the summary of what is left."""

from __future__ import annotations

from ohlc_desktop.core.checking.quality import Quarantined, RejectReason
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.core.planning.assess import Assessment
from ohlc_desktop.core.planning.coverage import Answered
from ohlc_desktop.core.planning.state import SeriesState
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.store import drawings, ledger, watchlist
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.store.series import candles, quarantine, revisions, series_summary
from ohlc_desktop.store.series.removal import remove_candles, stored_candles
from ohlc_desktop.store.watchlist_summary import WatchlistSummary, summarise
from tests.store.test_candles import flat

HELD = ("candle", "block", "revision", "coverage", "quarantine")


def rows(connection: Connection, table: str, symbol: str) -> int:
    """How many rows of a table belong to an instrument."""
    number = watchlist.find_instrument(connection, symbol)
    return int(connection.execute(f"SELECT count(*) FROM {table} WHERE instrument_id=?", (number,)).fetchone()[0])


def fill(store: Store, *symbols: str, revision: int = 1) -> None:
    """Put three candles, a correction, an answer, a refused row and a drawing of each instrument into the store, in
    one run."""
    with store.transaction() as connection:
        run = ledger.begin_run(connection, "manual", None, 100.0)
        for symbol in symbols:
            number = watchlist.instrument_id(connection, symbol)
            fresh = flat(60, 120, 180)
            change = candles.write(connection, number, TIMEFRAMES["1m"], fresh, "yahoo", revision)
            series_summary.note_change(connection, number, "1m", change, revision, 60, 180)
            revisions.keep(connection, number, "1m", fresh.ts[:1], revision, 100.0)
            drawings.save(connection, symbol, [("line", "{}")], 100.0)
            series_summary.note_answer(connection, number, ["1m"], 100.0)
            series_summary.note_assessment(connection, number, "1m", Assessment(5, 2, 0, ()), 100.0)
            series_summary.save_coverage(connection, number, "1m", [Answered(60, 240, 0, True)])
            quarantine.keep(connection, run, number, "1m", [Quarantined(60, RejectReason.HIGH_LOW, "{}")])
        ledger.save_items(connection, run, [Item(symbol, "1m", ItemState.WRITTEN, added=3) for symbol in symbols])
        ledger.end_run(connection, run, RunState.DONE, 110.0, NOTHING, 1)


def test_everything_of_one_instrument_goes_and_nothing_of_another(store: Store) -> None:
    fill(store, "ES=F", "CL=F")
    with store.transaction() as connection:
        watchlist.set_watchlist(connection, ["CL=F", "ES=F"])
        assert remove_candles(connection, "ES=F") == 3
    connection = store.connection
    assert {table: rows(connection, table, "ES=F") for table in HELD} == dict.fromkeys(HELD, 0)
    assert {table: rows(connection, table, "CL=F") for table in HELD} == dict(zip(HELD, (3, 1, 1, 1, 1), strict=True))
    assert drawings.load(connection, "ES=F") == [("line", "{}")], "what was drawn is not a candle"
    assert (stored_candles(connection, "ES=F"), stored_candles(connection, "CL=F")) == (0, 3)
    assert watchlist.watchlist(connection) == ["CL=F", "ES=F"]
    number = watchlist.instrument_id(connection, "ES=F")
    assert series_summary.states(connection, number) == {"1m": SeriesState(0, (), None)}


def test_the_history_of_runs_stays(store: Store) -> None:
    fill(store, "ES=F")
    before = ledger.newest_runs(store.connection, 5), ledger.items_of(store.connection, 1)
    with store.transaction() as connection:
        remove_candles(connection, "ES=F")
    assert (ledger.newest_runs(store.connection, 5), ledger.items_of(store.connection, 1)) == before


def test_revisions_go_on_counting_so_that_no_cache_serves_the_deleted_candles(store: Store) -> None:
    fill(store, "ES=F")
    number = watchlist.instrument_id(store.connection, "ES=F")
    deleted = series_summary.summaries(store.connection, number)["1m"].revision
    with store.transaction() as connection:
        remove_candles(connection, "ES=F")
        again = series_summary.next_revision(connection, number, "1m")
    assert again > deleted + 1
    fill(store, "ES=F", revision=again)
    summary = series_summary.summaries(store.connection, number)["1m"]
    assert (summary.count, summary.first, summary.last, summary.revision) == (3, 60, 180, again)


def test_an_instrument_that_the_file_does_not_know_has_nothing_to_delete(store: Store) -> None:
    with store.transaction() as connection:
        assert remove_candles(connection, "AAPL") == 0
    assert watchlist.stored_symbols(store.connection) == []


def test_the_glance_counts_watched_instruments_and_wanted_timeframes_only(store: Store) -> None:
    fill(store, "ES=F", "CL=F")
    with store.transaction() as connection:
        watchlist.set_watchlist(connection, ["ES=F", "NQ=F"])
        number = watchlist.instrument_id(connection, "ES=F")
        series_summary.note_failure(connection, number, ["5m"], "hang", Message("So."))
        series_summary.note_failure(connection, number, ["1d"], "hang", Message("So."))
    last = ledger.last_run(store.connection)
    seen = summarise(store.connection, ("1m", "5m"))
    assert seen == WatchlistSummary(
        watched=2, empty=1, candles=3, missing=2, series_with_gaps=1, failed=1, last_run=last
    )
    assert summarise(store.connection, ("1d",)) == WatchlistSummary(watched=2, empty=2, failed=1, last_run=last)


def test_the_glance_at_a_store_without_anything(store: Store) -> None:
    assert summarise(store.connection, ("1m",)) == WatchlistSummary()


def test_a_look_sees_one_state_of_the_file(store: Store) -> None:
    fill(store, "ES=F")
    other = open_store(store.path, demo=False)
    with other.look() as connection:
        before = stored_candles(connection, "ES=F")
        with store.transaction() as writing:
            remove_candles(writing, "ES=F")
        assert stored_candles(connection, "ES=F") == before == 3
    assert stored_candles(other.connection, "ES=F") == 0
    other.close()
