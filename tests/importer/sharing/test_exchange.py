"""What one machine was answered serves the others: the same candles, for no request."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import blake2b

import numpy as np
import pytest
from redis import Redis

from ohlc_desktop.core.importing.events import ItemStarted, Waiting, WaitReason
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.sharing import exchange as exchange_module
from ohlc_desktop.sources.registry import open_source
from ohlc_desktop.sources.source import Answer, SourceTools
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.series.point_in_time import read_as_of
from tests.importer.bench import ImportBench, at
from tests.importer.sharing.conftest import Join
from tests.standins import market_truth as truth

Keys = Callable[[str], list[str]]


def stored(machine: ImportBench, symbol: str = "ES=F") -> dict[str, list[list[float]]]:
    """All candles of an instrument, by timeframe."""
    return {name: [column.tolist() for column in machine.candles(symbol, name)] for name in TIMEFRAMES}


# -- taking --------------------------------------------------------------------------------------------------


def test_a_second_machine_asks_nothing_and_has_the_same_candles(alpha: ImportBench, beta: ImportBench) -> None:
    alpha.run("ES=F")
    assert alpha.asked() == {"ES=F": ["1d", "1m", "2m", "5m"]}
    began = alpha.clock.now()
    alpha.clock.advance(20)
    ran = beta.run("ES=F")
    assert (ran.done.state, ran.done.requests, beta.asked()) == (RunState.DONE, 0, {})
    closed = truth.last_trade("ES=F", began - beta.yahoo.delay)
    assert beta.wrong("ES=F", began=began, closed=closed, names=("1m", "2m", "5m", "1d")) == []
    assert stored(beta) == stored(alpha)
    assert beta.sql("SELECT DISTINCT origin FROM candle ORDER BY origin") == [("derived",), ("yahoo",)]


def test_candles_that_were_forming_are_judged_by_when_they_were_fetched(alpha: ImportBench, beta: ImportBench) -> None:
    """What has closed since was not closed in that answer, and is asked for by the next import."""
    alpha.clock.set(at("2026-11-24 10:41:30"))
    alpha.run("ES=F", sources=("1m", "5m"))
    fetched = alpha.clock.now()
    alpha.asked()
    alpha.clock.advance(240)
    began = alpha.clock.now()
    beta.run("ES=F", sources=("1m", "5m"))
    assert beta.asked() == {}
    closed = truth.last_trade("ES=F", fetched - beta.yahoo.delay)
    assert beta.wrong("ES=F", began=began, closed=closed, names=("1m", "5m", "1h")) == []
    beta.clock.set(at("2026-11-24 11:02"))
    beta.run("ES=F", sources=("1m", "5m"))
    assert beta.asked() == {"ES=F": ["1m", "5m"]}
    assert beta.wrong("ES=F", began=began, names=("1m", "5m", "1h")) == []


def test_a_session_that_has_settled_since_was_not_settled_in_that_answer(alpha: ImportBench, beta: ImportBench) -> None:
    """A feed that is later than it should be: what it had was cut off in the middle of the candle of 16:55."""
    for machine in (alpha, beta):
        machine.yahoo.delay, machine.yahoo.live_row = 900.0, False
        machine.clock.set(at("2026-11-24 17:11"))
        machine.run("ES=F", sources=("5m",))
        machine.asked()
    alpha.clock.set(at("2026-11-25 17:11"))
    alpha.run("ES=F", sources=("5m",))
    alpha.asked()
    beta.clock.advance(150)
    beta.run("ES=F", sources=("5m",))
    assert beta.asked() == {}
    names = ("5m", "15m", "1h")
    assert [stored(beta)[name] for name in names] == [stored(alpha)[name] for name in names]
    assert beta.candles("ES=F", "5m").ts[-1] == at("2026-11-25 16:50")
    asked = "SELECT asked FROM series WHERE timeframe='5m'"
    assert beta.sql(asked) <= alpha.sql(asked)


def test_a_candle_came_when_it_was_taken_not_when_another_machine_was_given_it(alpha: ImportBench, beta: ImportBench) -> None:
    alpha.clock.set(at("2026-11-23 17:15"))
    alpha.run("ES=F", sources=("5m",))
    alpha.asked()
    beta.clock.set(at("2026-11-23 17:50"))
    beta.run("ES=F", sources=("5m",))
    assert beta.asked() == {}
    number = watchlist.find_instrument(beta.store.connection, "ES=F")
    assert number is not None
    for name in ("5m", "1h"):
        known = partial(read_as_of, beta.store.connection, number, TIMEFRAMES[name])
        assert len(known(at("2026-11-23 17:49:59"))) == 0
        assert len(known(at("2026-11-23 17:50"))) == len(beta.candles("ES=F", name).ts) > 200


def test_days_later_each_takes_what_the_first_to_ask_was_answered(alpha: ImportBench, beta: ImportBench) -> None:
    for machine in (alpha, beta):
        machine.run("ES=F", sources=("5m", "1d"))
    alpha.clock.set(at("2026-11-24 17:05:05"))
    beta.asked()
    beta.run("ES=F", sources=("5m", "1d"))
    assert beta.asked() == {"ES=F": ["1d", "5m"]}
    beta.clock.advance(20)
    alpha.run("ES=F", sources=("5m", "1d"))
    assert alpha.asked() == {}
    names = ("5m", "15m", "1d")
    assert [stored(alpha)[name] for name in names] == [stored(beta)[name] for name in names]
    assert alpha.wrong("ES=F", began=at("2026-11-23 17:05:05"), names=names) == []


def test_a_machine_that_missed_a_day_takes_what_reaches_back_far_enough(alpha: ImportBench, beta: ImportBench) -> None:
    """The newest answer looks at four days again: more than the one that beta lacks."""
    for machine in (alpha, beta):
        machine.run("ES=F", sources=("5m",))
    alpha.clock.set(at("2026-11-24 18:50"))
    alpha.run("ES=F", sources=("5m",))
    alpha.clock.set(at("2026-11-25 13:20"))
    alpha.run("ES=F", sources=("5m",))
    alpha.asked()
    beta.run("ES=F", sources=("5m",))
    assert beta.asked() == {}
    assert beta.wrong("ES=F", began=at("2026-11-23 17:05:05"), names=("5m",)) == []


def test_a_share_whose_market_nobody_knew_is_shared_with_it(alpha: ImportBench, beta: ImportBench) -> None:
    """The first answer tells the hours of a market; until then no calendar says when it is shut."""
    alpha.run("AAPL", sources=("5m", "1d"))
    assert alpha.asked() == {"AAPL": ["1d", "5m"]}
    alpha.clock.advance(200)
    beta.run("AAPL", sources=("5m", "1d"))
    assert beta.asked() == {}
    held = "SELECT timeframe, count, last, missing FROM series ORDER BY 1"
    assert beta.sql(held) == alpha.sql(held)
    ends = "SELECT max(end) FROM coverage WHERE timeframe='5m'"
    assert beta.sql(ends) == alpha.sql(ends)


def test_the_contracts_around_a_roll_are_shared_as_well(alpha: ImportBench, beta: ImportBench) -> None:
    for machine in (alpha, beta):
        machine.clock.set(at("2026-12-15 17:05:05"))
        machine.run("ES=F", sources=("1d",), contracts=True)
        if machine is alpha:
            assert set(machine.asked()) > {"ES=F"}
    assert beta.asked() == {}
    held = "SELECT symbol, timeframe, count, last FROM series JOIN instrument ON id=instrument_id ORDER BY 1, 2"
    assert beta.sql(held) == alpha.sql(held)


# -- asking all the same -------------------------------------------------------------------------------------


def test_in_another_hour_the_feed_is_asked(alpha: ImportBench, beta: ImportBench) -> None:
    alpha.clock.set(at("2026-11-23 17:58"))
    alpha.run("ES=F", sources=("1d",))
    alpha.asked()
    beta.clock.set(at("2026-11-23 18:01"))
    beta.run("ES=F", sources=("1d",))
    assert beta.asked() == {"ES=F": ["1d"]}


def test_the_follow_up_of_an_import_takes_no_answer_from_before(alpha: ImportBench, beta: ImportBench) -> None:
    """At 14:05 Pacific the feed has not all yet; at 14:35 that answer, also this machine's own, tells nothing new."""
    alpha.run("ES=F", sources=("5m", "1d"))
    beta.run("ES=F", sources=("5m", "1d"))
    alpha.asked()
    beta.clock.set(at("2026-11-23 17:35:05"))
    beta.run("ES=F", sources=("5m", "1d"))
    assert beta.asked() == {"ES=F": ["1d", "5m"]}
    beta.clock.advance(600)
    alpha.run("ES=F", sources=("5m", "1d"))
    assert alpha.asked() == {}, "nothing was traded since"
    assert alpha.wrong("ES=F", began=at("2026-11-23 17:05:05"), names=("5m", "1d")) == []


def test_no_machine_hears_an_answer_twice(alpha: ImportBench, beta: ImportBench) -> None:
    """Else it would pass for two answers that agree. The day is settled since, and is asked for again."""
    alpha.clock.set(at("2026-11-23 17:08"))
    alpha.run("ES=F", sources=("1d",))
    beta.run("ES=F", sources=("1d",))
    assert beta.asked() == {"ES=F": ["1d"]}
    beta.clock.set(at("2026-11-23 17:12:30"))
    beta.run("ES=F", sources=("1d",))
    assert beta.asked() == {"ES=F": ["1d"]}
    alpha.run("ES=F", sources=("1d",))
    assert alpha.asked() == {}


def test_an_answer_that_cannot_be_told_to_others_is_stored_all_the_same(
    alpha: ImportBench, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the source of a plug-in may make one: it knows numpy's numbers, and JSON does not."""

    class Numpy:
        """Yahoo, with a time as numpy has it."""

        def __init__(self, feed: FeedSpec, tools: SourceTools) -> None:
            self._source = open_source(feed, tools)

        def fetch(self, request: FetchRequest) -> Answer:
            answer = self._source.fetch(request)
            assert answer.feed_time is not None
            return replace(answer, feed_time=np.int64(answer.feed_time))  # type: ignore[arg-type]

    monkeypatch.setattr(alpha, "_open", Numpy)
    assert alpha.run("ES=F", sources=("1d",)).done.state is RunState.DONE
    assert alpha.wrong("ES=F", names=("1d",)) == []
    assert (keys("ohlc:answer:"), keys("ohlc:asking:")) == ([], [])


#: How a value is spoilt.
SPOILS: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda value: value[:-1],
    "one bit": lambda value: value[:-5] + bytes([value[-5] ^ 1]) + value[-4:],
    "pickled": lambda _: b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07builtin.",
    "other version": lambda value: b"OHA2" + value[4:],
    "unkeyed checksum": lambda value: value[:4] + blake2b(value[36:], digest_size=32).digest() + value[36:],
}


def test_a_spoilt_answer_costs_a_request_and_no_candle(alpha: ImportBench, join: Join, redis: Redis, keys: Keys) -> None:
    alpha.run("ES=F", sources=("1d",))
    alpha.asked()
    (key,) = keys("ohlc:answer:")
    whole = bytes(redis.get(key) or b"")
    for how, spoil in SPOILS.items():
        redis.set(key, spoil(whole))
        machine, asking = join(), []
        ran = machine.run("ES=F", sources=("1d",), listen=lambda event, found=asking: found.append((event, keys("ohlc:asking:"))))
        assert [len(claims) for event, claims in asking if isinstance(event, ItemStarted)] == [1], how
        assert (ran.done.state, machine.asked()) == (RunState.DONE, {"ES=F": ["1d"]}), how
        assert machine.wrong("ES=F", names=("1d",)) == [], how
        assert keys("ohlc:asking:") == [], how


def test_what_is_not_of_the_same_question_is_not_taken(
    alpha: ImportBench, beta: ImportBench, redis: Redis, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer for another instrument, one that unpacks to more than any, and one of another edition."""
    alpha.run("ES=F", sources=("1d",))
    alpha.asked()
    (key,) = keys("ohlc:answer:")
    other = key.replace("ES=F", "NQ=F")
    redis.set(other, bytes(redis.get(key) or b""))
    packed, name = zlib.compress(bytes(20_000_000)), key.replace("ES=F", "GC=F").removeprefix("ohlc:answer:")
    digest = blake2b(packed, digest_size=32, key=blake2b(name.encode()).digest()).digest()
    redis.set(f"ohlc:answer:{name}", b"OHA1" + digest + packed)
    beta.run("NQ=F", "GC=F", sources=("1d",))
    assert beta.asked() == {"NQ=F": ["1d"], "GC=F": ["1d"]}
    assert beta.wrong("NQ=F", "GC=F", names=("1d",)) == []
    monkeypatch.setattr(exchange_module, "edition", lambda _feed: "another version")
    beta.run("ES=F", sources=("1d",))
    assert beta.asked() == {"ES=F": ["1d"]}


def test_a_feed_that_does_not_say_that_its_answers_are_for_all_is_asked_by_each(
    alpha: ImportBench, beta: ImportBench, keys: Keys
) -> None:
    for machine in (alpha, beta):
        machine.feed = replace(machine.feed, shared=False)
        machine.run("ES=F", sources=("1d",))
        assert machine.asked() == {"ES=F": ["1d"]}
    assert keys("ohlc:a") == []


def test_what_brought_nothing_is_not_shared(alpha: ImportBench, beta: ImportBench, keys: Keys) -> None:
    alpha.yahoo.fault("no_rows", times=1)
    alpha.run("ES=F", sources=("1d",))
    assert (keys("ohlc:answer:"), keys("ohlc:asking:")) == ([], [])
    beta.run("ES=F", sources=("1d",))
    assert beta.wrong("ES=F", names=("1d",)) == []


def test_a_count_of_requests_that_is_none_of_ours_costs_a_warning_and_no_day(alpha: ImportBench, redis: Redis) -> None:
    redis.set("ohlc:quota:2026-11-23", "999999999")
    ran = alpha.run("ES=F", sources=("1d", "5m"), concurrency=1)
    assert (ran.done.state, len(ran.notices("quota"))) == (RunState.DONE, 1)
    assert alpha.wrong("ES=F", names=("1d",)) == []
    assert redis.get("ohlc:quota:2026-11-23") == f"{ran.done.requests}/2000".encode()


# -- waiting -------------------------------------------------------------------------------------------------


@pytest.fixture
def asked_by_another(alpha: ImportBench, join: Join, redis: Redis, keys: Keys) -> dict[str, bytes]:
    """A machine has claimed the requests for ES and NQ and has no answer yet: what it will be answered, by key."""
    alpha.run("ES=F", "NQ=F", sources=("1d",))
    alpha.asked()
    found = {key: bytes(redis.get(key) or b"") for key in keys("ohlc:answer:")}
    redis.flushall()
    asking = join().share
    assert asking is not None
    for key in found:
        assert asking.look(key.removeprefix("ohlc:answer:")).mine
    return found


def test_a_machine_waits_for_another_one_that_asks(
    beta: ImportBench, asked_by_another: dict[str, bytes], redis: Redis
) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 25:
            for key, value in asked_by_another.items():
                redis.set(key, value)

    beta.clock.on_wait = wait
    ran = beta.run("ES=F", sources=("1d",))
    assert (len(waited), beta.asked()) == (25, {})
    told = [wait for wait in ran.of(Waiting) if wait.reason is WaitReason.NEIGHBOUR]
    assert [(wait.symbol, wait.timeframe, wait.seconds) for wait in told] == [("ES=F", "1d", 1.0)] * 3
    assert "Another machine asks Yahoo for ES=F 1d" in str(told[0].message)
    assert beta.wrong("ES=F", names=("1d",)) == []


def test_who_waits_in_vain_asks_and_waits_no_more(beta: ImportBench, asked_by_another: dict[str, bytes]) -> None:
    ran = beta.run("ES=F", "NQ=F", sources=("1d",), concurrency=1)
    assert beta.asked() == {"ES=F": ["1d"], "NQ=F": ["1d"]}
    assert sum(ran.waits(WaitReason.NEIGHBOUR)) == pytest.approx(20)
    assert beta.wrong("ES=F", names=("1d",)) == []


def test_a_wait_for_another_machine_can_be_cancelled(beta: ImportBench, asked_by_another: dict[str, bytes]) -> None:
    beta.clock.on_wait = lambda _seconds: beta.cancel.set()
    ran = beta.run("ES=F", sources=("1d",))
    assert (ran.done.state, ran.states(), beta.asked()) == (RunState.CANCELLED, {ItemState.CANCELLED}, {})
