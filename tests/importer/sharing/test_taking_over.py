"""An import that another machine's news caused: it takes what is shared and asks nobody."""

from __future__ import annotations

from collections.abc import Callable

from redis import Redis

from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.importer.sharing.exchange import MACHINE
from ohlc_desktop.redis_share.news import News
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.sources.edition import edition
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.evidence import splits
from ohlc_desktop.store.evidence.splits import SplitState
from tests.importer.bench import ImportBench

Keys = Callable[[str], list[str]]


def heard_from(machine: ImportBench) -> list[News]:
    """What a machine publishes from now on."""
    told: list[News] = []

    class Overheard(RedisShare):
        """Hears what is said."""

        def publish(self, told_now: News) -> None:
            told.append(told_now)
            super().publish(told_now)

    assert machine.share is not None
    machine.share.__class__ = Overheard
    return told


def test_what_was_asked_for_is_told_and_what_was_taken_is_not(alpha: ImportBench, beta: ImportBench) -> None:
    told = [heard_from(machine) for machine in (alpha, beta)]
    alpha.run("ES=F", sources=("5m", "1d"))
    beta.run("ES=F", "NQ=F", sources=("1d",))
    (first,), (second,) = told
    assert (first.feed, first.edition, first.machine) == ("yahoo", edition(YAHOO), MACHINE)
    assert {(symbol, name) for symbol, name, _ in first.series} == {("ES=F", "5m"), ("ES=F", "1d")}
    assert {(symbol, name) for symbol, name, _ in second.series} == {("NQ=F", "1d")}
    answered = dict(alpha.sql("SELECT timeframe, asked FROM series WHERE timeframe IN ('5m', '1d')"))
    assert all(at <= answered[name] for _, name, at in first.series)


def test_what_is_shared_is_taken_and_nobody_is_asked(alpha: ImportBench, beta: ImportBench) -> None:
    alpha.run("ES=F", sources=("1d",))
    alpha.asked()
    told = heard_from(beta)
    exact = {"ES=F": ("5m", "1d")}
    ran = beta.run("ES=F", exact=exact, trigger=Trigger.NEIGHBOUR)
    assert (ran.done.state, ran.done.exit_code, ran.done.requests, ran.done.shared) == (RunState.DONE, 0, 0, 1)
    assert (beta.asked(), told) == ({}, [])
    assert beta.wrong("ES=F", names=("1d", "1wk", "1mo")) == []
    items = ran.items()
    assert (items["ES=F", "1d"].state, items["ES=F", "5m"].state) == (ItemState.WRITTEN, ItemState.SKIPPED)
    assert items["ES=F", "5m"].cause == "not_shared"
    assert "series are not shared by another machine any more" in str(ran.done.message)
    assert "shared through Redis: 1." in str(ran.done.message)
    assert beta.run("ES=F", sources=("5m", "1d")).done.state is RunState.DONE
    assert beta.asked() == {"ES=F": ["5m"]}


def test_without_redis_nothing_is_asked_either(alpha: ImportBench, redis: Redis) -> None:
    alpha.share = None
    ran = alpha.run("ES=F", trigger=Trigger.NEIGHBOUR)
    assert (ran.states(), alpha.asked()) == ({ItemState.SKIPPED}, {})
    assert alpha.sql("SELECT count(*) FROM candle") == [(0,)]
    assert alpha.sql("SELECT count(*) FROM series WHERE asked IS NOT NULL OR cause <> ''") == [(0,)]


def test_a_share_that_was_not_asked_for_has_not_been_looked_at_for_splits(alpha: ImportBench) -> None:
    alpha.share = None
    alpha.run("AAPL", sources=("1d",))
    noticed = alpha.clock.now()
    with alpha.store.transaction() as connection:
        number = watchlist.instrument_id(connection, "AAPL")
        splits.note(connection, number, Split(1_795_530_600, 20_781, 4, 1), SplitState.SUSPECTED, False, noticed)
    alpha.clock.advance(60)
    alpha.run("AAPL", trigger=Trigger.NEIGHBOUR)
    assert alpha.sql("SELECT checked FROM split") == [(0,)]
    alpha.run("AAPL")
    assert alpha.sql("SELECT checked FROM split") in ([(1,)], [])
