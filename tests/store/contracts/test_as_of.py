"""What rolls are made of at an earlier moment: what changed is as it was, and what nobody wrote down is not guessed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.candles import make
from ohlc_desktop.core.continuous.ledger import Family
from ohlc_desktop.core.continuous.spec import parse_rolling, parse_spec
from ohlc_desktop.core.following.stretches import ContractStretch
from ohlc_desktop.core.market.contracts import ContractChange
from ohlc_desktop.core.timeframes import DAY, TIMEFRAMES
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.contracts.continuous_candles import read_table
from ohlc_desktop.store.contracts.roll_ledger import keep_ledger, read_ledger
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.evidence import contract_changes, followed, superseded
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.store.series.point_in_time import NotRecorded
from ohlc_desktop.store.series.removal import remove_candles
from ohlc_desktop.store.sources import forgetting, precedence
from tests.core.continuous.paper_market import PaperMarket
from tests.core.helpers import CATALOGUE, day
from tests.store.contracts.paper_store import put
from tests.store.databases import unpack

NQ, ES = CATALOGUE.products["NQ"], CATALOGUE.products["ES"]
D1, M5 = TIMEFRAMES["1d"], TIMEFRAMES["5m"]
EXPIRY, FEED = parse_rolling("expiry"), parse_rolling("feed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty one."""
    with closing(open_store(tmp_path / "ohlc.sqlite3", demo=False)) as store:
        yield store


def test_each_key_is_what_it_was_until_it_first_changed_after_a_moment(store: Store) -> None:
    history: list[tuple[float, dict[int, object]]] = [
        (0.0, {}), (10.0, {1: "a", 2: [1.5, 2]}), (20.0, {1: "b", 2: [1.5, 2]}), (20.0, {1: "c"}), (30.0, {2: 4, 3: 5}),
    ]  # fmt: skip
    with store.transaction() as connection:
        for (_, before), (at, after) in pairwise(history):
            superseded.keep(connection, "kind", 7, before, after, at)
        now = history[-1][1]
        known = [superseded.as_of(connection, "kind", 7, now, moment) for moment in (9.9, 10.0, 19.9, 20.0, 29.9, 30.0)]
        assert superseded.as_of(connection, "kind", 8, now, 0.0) == superseded.as_of(connection, "other", 7, now, 0.0) == now
    assert known == [{}, history[1][1], history[1][1], {1: "c"}, {1: "c"}, now]


def test_before_anything_has_rolled_a_series_is_of_no_contract_behind_the_one_in_front(store: Store) -> None:
    """In the week before the last trading day of June the rule follows June, though days of later contracts only are stored."""
    market = PaperMarket("NQ")
    held = {each.symbol: market.daily(each) for each in market.contracts if each.settles}
    with store.transaction() as connection:
        series_summary.save_calendar(connection, market.calendar)
        for at, symbol in ((1000.0, "NQZ26.CME"), (2000.0, "NQU26.CME")):
            early = held[symbol].between(day("2026-06-08") * DAY, day("2026-06-13") * DAY)
            put(connection, symbol, "1d", early, at=at)
        spec = parse_spec("NQ@expiry", CATALOGUE.products)
        behind = [read_table(connection, NQ, spec, D1, moment=moment) for moment in (999.0, 1500.0, None)]
        put(connection, "NQU26.CME", "1d", held["NQU26.CME"].between(day("2026-06-18") * DAY, day("2026-06-25") * DAY), at=3000.0)
        rolled = read_table(connection, NQ, spec, D1)
    assert [len(table.candles) for table in behind] == [0, 0, 0]
    assert (rolled.contracts, int(rolled.candles.ts[0]) // DAY) == (("NQU26.CME",), day("2026-06-19"))


def test_where_no_days_tell_what_is_in_front_a_series_is_of_the_first_contract_that_there_was(store: Store) -> None:
    market = PaperMarket("NQ")
    candles = market.daily(market.contracts[0]).take(slice(3))
    with store.transaction() as connection:
        series_summary.save_calendar(connection, market.calendar)
        for at, symbol in ((1000.0, "NQZ26.CME"), (2000.0, "NQU26.CME")):
            put(connection, symbol, "5m", candles, at=at)
        spec = parse_spec("NQ@expiry", CATALOGUE.products)
        then, now = (read_table(connection, NQ, spec, M5, moment=moment) for moment in (1500.0, None))
    assert (then.contracts, now.contracts) == (("NQZ26.CME",), ("NQU26.CME",))


def test_a_ledger_is_made_anew_when_its_sessions_change(store: Store) -> None:
    market = PaperMarket("NQ")
    with store.transaction() as connection:
        series_summary.save_calendar(connection, market.calendar)
        for each in market.contracts[:4]:
            put(connection, each.symbol, "1d", market.daily(each))
        assert keep_ledger(connection, NQ)
        before = read_ledger(connection, NQ, EXPIRY, Family.DAILY)
        ended = before[1].until  # June's contract, on a Friday
        series_summary.save_calendar(connection, market.calendar.take(market.calendar.trade_date != ended), 50.0)
        after = read_ledger(connection, NQ, EXPIRY, Family.DAILY)
        assert keep_ledger(connection, NQ)
        assert read_ledger(connection, NQ, EXPIRY, Family.DAILY) == after
        assert read_ledger(connection, NQ, EXPIRY, Family.DAILY, 49.0) == before
    assert (after[1].until, after[2]) == (ended - 1, before[2])


def test_what_a_source_told_of_contracts_was_known_until_it_was_forgotten(store: Store) -> None:
    told = ContractStretch("NQZ26.CME", 600, 900, 2)
    candles = make([600, 900], [5.0] * 2, [6.0] * 2, [4.0] * 2, [5.0] * 2, [1, 1])
    with store.transaction() as connection:
        precedence.enrol(connection, "databento", SourceKind.PAID, 0.0)
        put(connection, "NQ=F", "5m", candles, "databento", at=10.0)
        number = watchlist.instrument_id(connection, "NQ=F")
        precedence.note_feed(connection, number, "databento", SourceKind.PAID, 10.0)
        contract_changes.save(connection, number, M5, 0, 900, [ContractChange(600, 55.25)], 10.0)
        followed.save_stretches(connection, number, "5m", 0, [told], 10.0)
        forgetting.forget_answers(connection, number, "databento", 20.0)
        assert contract_changes.load(connection, number, M5) == followed.told_stretches(connection, number, "5m") == ()
        assert contract_changes.load(connection, number, M5, 19.0) == (ContractChange(600, 55.25),)
        assert followed.told_stretches(connection, number, "5m", 19.0) == (told,)
        remove_candles(connection, "NQ=F")
        assert contract_changes.load(connection, number, M5, 19.0) == ()
        assert connection.execute("SELECT count(*) FROM superseded").fetchone() == (0,)


@pytest.mark.parametrize("version", [10, 12])
def test_an_older_archive_says_from_when_on_it_knows_of_rolls(version: int, tmp_path: Path) -> None:
    spec = parse_spec("ES@feed", CATALOGUE.products)
    with closing(open_store(unpack(version, tmp_path / "ohlc.sqlite3"), demo=False)) as store, store.look() as connection:
        since = superseded.recorded_since(connection)
        assert since is not None
        with pytest.raises(NotRecorded, match="Which rolls were known before"):
            read_table(connection, ES, spec, D1, moment=since - 1)
        now, then = (read_table(connection, ES, spec, D1, moment=moment) for moment in (None, since))
        assert [column.tolist() for column in then.candles.columns] == [column.tolist() for column in now.candles.columns]
        assert len(now.candles)
        assert read_ledger(connection, ES, FEED, Family.DAILY, since) == read_ledger(connection, ES, FEED, Family.DAILY)


def test_a_new_archive_knows_of_rolls_from_the_first_candle_on(store: Store) -> None:
    assert superseded.recorded_since(store.connection) is None


def test_a_calendar_was_there_since_it_came_and_as_it_was(store: Store) -> None:
    whole = PaperMarket("NQ").calendar
    with store.transaction() as connection:
        for at, until in ((10.0, 100), (20.0, 200), (30.0, 200)):
            known = whole.take(slice(0, until))
            series_summary.save_calendar(connection, known if at < 30 else known.take(np.arange(until) != 150), at)
        reach = [series_summary.load_calendar(connection, whole.name, at) for at in (9.0, 10.0, 19.0, 20.0, 29.0, 30.0, None)]
    assert [found and len(found) for found in reach] == [None, 100, 100, 200, 200, 199, 199]
    assert reach[3] is not None
    assert reach[3].open.tolist() == whole.open[:200].tolist()
