"""What is stored here is at the hub after a push, each change once, whatever happens in between."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.errors import Cancelled
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.core.voices.levels import CandleConfidence
from ohlc_desktop.hub.failures import HubBusy, HubTaken
from ohlc_desktop.hub.reading import HubReader, SharedWatchlist
from ohlc_desktop.hub.schema import MIGRATION_LOCK
from ohlc_desktop.importer.hub.pushing import Pushed, push
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.evidence import levels
from ohlc_desktop.store.hub import marks
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import removal, series_summary
from tests.hub.archives import MONDAY, filled, here, ledger, pushed, put, some, there
from tests.standins.postgres import PostgresServer


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An archive of two futures, three days of each."""
    with closing(filled(tmp_path / "here.sqlite3")) as opened:
        yield opened


def test_everything_is_there_after_the_first_push(
    store: Store, postgres: PostgresServer, database: str, url: str
) -> None:
    done = pushed(store, url)
    assert there(postgres, database) == here(store)
    assert len(here(store)) == 2 * (3 * 276 + 3 * 23 + 3)
    assert (done.pushes, done.series, done.candles) == (1, 6, len(here(store)))
    assert ledger(postgres, database) == [(6, len(here(store)), 0)]
    assert marks.pending(store.connection) == 0


def test_nothing_is_pushed_twice(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    first = pushed(store, url)
    assert pushed(store, url) == Pushed(newest=first.newest)
    assert len(ledger(postgres, database)) == 1


def test_only_days_that_changed_are_sent(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    pushed(store, url)
    put(store, "NQ=F", "5m", some("5m", MONDAY + 2 * DAY, 10, 200.0))  # corrected
    put(store, "NQ=F", "5m", some("5m", MONDAY + 3 * DAY, 5))  # new
    done = pushed(store, url)
    assert (done.series, done.candles) == (1, 276 + 5)
    assert ledger(postgres, database)[1] == (1, 281, 276)
    assert there(postgres, database) == here(store)


def test_what_was_taken_out_here_goes_there(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    """The first and the last candle of a series, which its summary must forget; and all of an instrument."""
    pushed(store, url)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        hours = rows.read_rows(connection, number, TIMEFRAMES["1h"], 0, 2**40).ts
        revision = series_summary.next_revision(connection, number, "1h")
        rows.take_out(connection, number, TIMEFRAMES["1h"], hours[[0, 1, -1]], revision, 2.0)
        series_summary.recount(connection, number, "1h", revision)
        removal.remove_candles(connection, "NQ=F")
    pushed(store, url)
    assert there(postgres, database) == here(store)
    with HubReader(url) as hub:
        told = {(each.symbol, each.timeframe): each for each in hub.series()}
    hour = told["ES=F", "1h"]
    assert (hour.count, hour.first, hour.last) == (len(hours) - 3, hours[2], hours[-2])
    gone = told["NQ=F", "5m"]
    assert (gone.count, gone.first, gone.last) == (0, None, None)


def test_levels_and_origins_go_too(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    """They change without a new revision of the series."""
    pushed(store, url)
    with store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        days = rows.read_rows(connection, number, TIMEFRAMES["1d"], 0, 2**40).ts
        levels.write(connection, number, TIMEFRAMES["1d"], days, CandleConfidence(days[:1], np.array([4], np.int8)))
        connection.execute("UPDATE candle SET origin='derived', made_of='kibot+yahoo' WHERE timeframe='1h' AND ts=?", (MONDAY,))
    pushed(store, url)
    assert there(postgres, database) == here(store)
    assert {row[-1] for row in there(postgres, database)} == {"yahoo", "kibot+yahoo"}
    assert [row[9] for row in there(postgres, database) if row[1] == "1d"].count("suspect") == 1


def test_what_is_read_is_what_was_pushed(store: Store, url: str) -> None:
    put(store, "ES=F", "15m", some("15m", MONDAY, 92), "derived")
    pushed(store, url)
    number = watchlist.instrument_id(store.connection, "ES=F")
    window = MONDAY + 1000, MONDAY + DAY
    with HubReader(url) as hub:
        for name, origin in (("5m", "yahoo"), ("15m", "derived"), ("1d", "yahoo")):
            found = hub.candles("ES=F", name, *window)
            mine = rows.read_rows(store.connection, number, TIMEFRAMES[name], *window)
            for column, other in zip(found.candles.columns, mine.columns, strict=True):
                assert column.dtype == other.dtype
                assert np.array_equal(column, other)
            assert {(each.origin, each.source) for each in found.origins} == ({(origin, "yahoo")} if len(mine) else set())
            assert set(found.known.tolist()) <= {1}
        (series,) = hub.series(["NQ=F"])[:1]
        assert (series.timeframe, series.count, series.first, series.push) == ("1d", 3, MONDAY, hub.state().push)
        assert series.revision == series_summary.next_revision(store.connection, number, "1d") - 1
        assert hub.series(since=hub.state().push) == []


def test_sessions_and_the_watchlist_are_shared(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    with store.transaction() as connection:
        watchlist.set_watchlist(connection, ["NQ=F", "ES=F"])
        connection.execute("INSERT INTO session VALUES ('cme', '2026-11-23', ?, ?, 1, 0, 0, 1)", (MONDAY - 7200, MONDAY + 75600))
    pushed(store, url)
    with store.transaction() as connection:
        watchlist.set_watchlist(connection, ["NQ=F"])
    pushed(store, url)
    with HubReader(url) as hub:
        assert hub.watchlists() == [SharedWatchlist("desk", ("NQ=F",))]
    with postgres.connect(database) as owner:
        told = owner.execute("SELECT calendar, trade_date::text, extract(epoch FROM open)::bigint, early FROM ohlc.session")
        assert told.fetchall() == [("cme", "2026-11-23", MONDAY - 7200, True)]


def test_what_another_program_wrote_goes_too(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    """Its rows are the truth, though packed blocks do not follow."""
    pushed(store, url)
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("UPDATE candle SET close=close-0.25 WHERE timeframe='5m' AND ts=?", (MONDAY + 600,))
    pushed(store, url)
    assert there(postgres, database) == here(store)


# -- several who push --------------------------------------------------------------------------------


def test_of_two_that_push_at_once_one_waits(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    def other(*_: int) -> None:
        with pytest.raises(HubBusy, match="goes next time"):
            pushed(store, url)

    push(store, url, "desk", threading.Event(), other)
    assert len(ledger(postgres, database)) == 1


def test_the_shape_stays_while_somebody_pushes(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    """A newer version that brings the archive forward waits for its end, and who pushes for that of the other."""
    with postgres.connect(database) as newer:

        def other(*_: int) -> None:
            assert newer.execute("SELECT pg_try_advisory_lock(%s)", (MIGRATION_LOCK,)).fetchone() == (False,)

        push(store, url, "desk", threading.Event(), other)
        newer.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        with pytest.raises(HubBusy, match="brought forward"):
            pushed(store, url)
    pushed(store, url)


def test_another_archive_is_refused_until_it_takes_over(
    store: Store, tmp_path: Path, postgres: PostgresServer, database: str, url: str
) -> None:
    """What only the hub has stays there; what both have is as the new one says it."""
    pushed(store, url)
    before = there(postgres, database)
    with closing(filled(tmp_path / "other.sqlite3", ["NQ=F", "CL=F"], days=1)) as other:
        put(other, "NQ=F", "5m", some("5m", MONDAY, 3, 500.0))
        other.connection.execute("DELETE FROM candle WHERE timeframe='5m' AND ts>?", (MONDAY + 7200,))  # lacks most of the day
        with pytest.raises(HubTaken, match=r"on desk since .*--take-over"):
            pushed(other, url)
        assert there(postgres, database) == before
        pushed(other, url, take_over=True)
        mine = {row[:3]: row for row in here(other)}
        assert {row[:3]: row for row in there(postgres, database)} == {row[:3]: row for row in before} | mine
        put(other, "CL=F", "5m", some("5m", MONDAY + DAY, 3))
        assert pushed(other, url).candles == 3
    with pytest.raises(HubTaken):
        pushed(store, url)


def test_a_take_over_that_was_cut_off_has_not_begun(
    store: Store, tmp_path: Path, postgres: PostgresServer, database: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it was to keep was not noted yet, and would have been deleted by the next push."""
    pushed(store, url)
    before = there(postgres, database)
    with closing(filled(tmp_path / "other.sqlite3", ["NQ=F"], days=1)) as other:
        with monkeypatch.context() as patch:
            patch.setattr(marks, "note_for", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                pushed(other, url, take_over=True)
        with pytest.raises(HubTaken):
            pushed(other, url)
    assert pushed(store, url).pushes == 0
    assert there(postgres, database) == before


# -- cut off -----------------------------------------------------------------------------------------


def test_a_cancelled_push_leaves_nothing_half(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        push(store, url, "desk", cancel)
    assert there(postgres, database) == []
    pushed(store, url)
    assert there(postgres, database) == here(store)


def test_a_restored_hub_is_told_everything_again(store: Store, postgres: PostgresServer, database: str, url: str) -> None:
    pushed(store, url)
    copy = postgres.make_database(database)
    put(store, "ES=F", "5m", some("5m", MONDAY + 3 * DAY, 5))
    pushed(store, url)
    put(store, "ES=F", "5m", some("5m", MONDAY + 4 * DAY, 5))
    again = pushed(store, postgres.address(copy))  # as of before the second push
    assert there(postgres, copy) == here(store)
    assert (again.pushes, again.newest) == (1, 4), "number 2 is known to followers as another one, and 3 might be"


def test_a_rolled_back_import_is_not_noted(store: Store, url: str) -> None:
    pushed(store, url)
    store.connection.execute("BEGIN")
    store.connection.execute("DELETE FROM candle")
    assert marks.pending(store.connection) == 6
    store.connection.execute("ROLLBACK")
    assert marks.pending(store.connection) == 0


def test_without_a_hub_nothing_is_noted(store: Store) -> None:
    assert store.connection.execute("SELECT count(*) FROM hub_change").fetchone() == (0,)
    assert store.connection.execute("SELECT count(*) FROM sqlite_master WHERE type='trigger'").fetchone() == (0,)
