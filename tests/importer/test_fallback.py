"""Another feed fills in once the first one has failed for days, and says so; the first one makes up for it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from ohlc_desktop.core.arbitration.precedence import SourceKind
from ohlc_desktop.core.checking.quality import RawRows
from ohlc_desktop.core.errors import StoreError
from ohlc_desktop.core.importing.events import ItemStarted, RunStarted
from ohlc_desktop.core.market.feed_spec import FeedLimits
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.plan import FetchRequest
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.sources.source import Answer, Fault, FetchError
from ohlc_desktop.store.sources import precedence
from tests.importer.bench import NEAR, ImportBench, Ran, at
from tests.standins import market_truth as truth

BEGAN = at("2026-11-23 17:05:05")
OTHER = replace(
    NEAR, name="other", display_name="Other", title="Other Feed", source="", habits_file="", habits=Message(""),
    limits={"1d": FeedLimits(365, 365, 365), "5m": FeedLimits(20, 20, 20)},
)  # fmt: skip


class OtherSource:
    """Knows the truth of the simulated market; fails while ``fails`` is set."""

    def __init__(self, bench: ImportBench) -> None:
        self.bench, self.fails, self.scale, self.without = bench, False, 1.0, set[int]()
        self.requests: list[FetchRequest] = []
        self.asked: Callable[[], object] = lambda: None

    def fetch(self, request: FetchRequest) -> Answer:
        self.requests.append(request)
        self.asked()
        if self.fails:
            raise FetchError(Fault.SERVER, Message("Other is broken."))
        now, symbol = int(self.bench.clock.now()), request.instrument.symbol
        last = truth.last_trade(symbol, now - self.bench.yahoo.delay)
        found = truth.truth(symbol, request.timeframe, request.start, request.end, last)
        prices = [np.asarray(column, dtype=np.float64) * self.scale for column in found[1:]]
        prices[3][np.isin(found.ts, [*self.without])] = np.nan
        return Answer(RawRows(np.asarray(found.ts, dtype=np.int64), *prices), last, float(now))


@pytest.fixture
def other(stocked: ImportBench) -> OtherSource:
    """The second feed of a bench that has ES=F of Monday."""
    source = OtherSource(stocked)
    stocked.others = {"other": (OTHER, source)}
    return source


def evening(bench: ImportBench, day: str) -> Ran:
    """The daily import of an evening."""
    bench.clock.set(at(f"{day} 17:05:05"))
    return bench.run("ES=F", sources=("1d", "5m"), planned=f"{day}T22:05:00Z", trigger="schedule")


def origins(bench: ImportBench, start: str, end: str = "2026-12-24 00:00") -> set[str]:
    """Whose the 5m candles of a time are."""
    return {row[0] for row in bench.sql("SELECT origin FROM candle WHERE timeframe='5m' AND ts>=? AND ts<?", at(start), at(end))}


def windows(requests: list[FetchRequest], timeframe: str) -> list[float]:
    """How many days each request for a timeframe was for."""
    return [round((r.end - r.start) / 86400, 1) for r in requests if r.timeframe == timeframe]


def test_it_fills_in_from_the_second_day_on_and_the_first_feed_makes_up_for_it(stocked: ImportBench, other: OtherSource) -> None:
    bench = stocked
    bench.yahoo.fault("500")
    assert (evening(bench, "2026-11-24").done.state, other.requests) == (RunState.FAILED, [])
    again = bench.run("ES=F", sources=("1d", "5m"))
    assert (again.done.state, other.requests) == (RunState.FAILED, []), "a second attempt of one day is no second day"
    second = evening(bench, "2026-11-25")
    assert (second.done.state, second.done.exit_code, second.done.missing) == (RunState.DONE, 0, 0)
    told = "Other filled in for Yahoo, which has failed on 2 days of trading in a row. Yahoo"
    assert str(second.done.message).startswith(told)
    assert "HTTP 500" in str(second.done.message)
    assert str(second.done.message).endswith("Everything that was asked for is up to date.")
    assert second.notices("fallback") == [str(second.done.message).removesuffix(" Everything that was asked for is up to date.")]
    assert str(bench.sql("SELECT reason FROM run ORDER BY id DESC LIMIT 1")[0][0]) == str(second.done.message)
    assert second.of(RunStarted)[0].feeds == ["yahoo", "other"]
    assert {event.feed for event in second.of(ItemStarted)} == {"yahoo", "other"}
    item = second.items()["ES=F", "1h"]
    assert (item.state, item.feed, item.cause, item.missing) == (ItemState.WRITTEN, "other", "filled_in", 0)
    assert str(item.message).startswith(told)
    assert origins(bench, "2026-11-24 09:30") == {"other"}
    assert origins(bench, "2026-11-20 09:30", "2026-11-23 16:00") == {"yahoo"}
    assert bench.wrong("ES=F", began=BEGAN, names=("5m", "1h")) == []
    before = [*other.requests]
    same = bench.run("ES=F", sources=("1d", "5m"))
    assert (same.done.state, same.items()["ES=F", "5m"].state, other.requests) == (RunState.DONE, ItemState.UNCHANGED, before)

    third = evening(bench, "2026-11-27")
    assert "on 3 days of trading in a row" in str(third.done.message)
    assert windows(other.requests[len(before) :], "5m") < [9.0]

    bench.yahoo.clear_faults()
    bench.clock.set(at("2026-11-30 17:05:05"))
    bench.asked()
    back = evening(bench, "2026-11-30")
    assert (back.done.exit_code, len(other.requests)) == (0, len(before) + 2)
    assert bench.asked()["ES=F"].count("5m") == 1
    assert "filled in" not in str(back.done.message)
    ((gap,),) = bench.sql("SELECT count(*) FROM coverage WHERE timeframe='5m' AND start<=? AND end>?", at("2026-11-23 17:00"), at("2026-11-27 13:00"))
    assert origins(bench, "2026-11-24 09:30") == {"yahoo"}
    assert gap == 1, "what the other feed filled in counts as asked of the first one only now"
    assert bench.wrong("ES=F", began=BEGAN, names=("5m", "1h")) == []


def test_it_fills_in_where_nothing_was_ever_answered(bench: ImportBench) -> None:
    source = OtherSource(bench)
    bench.others = {"other": (OTHER, source)}
    bench.yahoo.fault("422")
    evening(bench, "2026-11-23")
    ran = evening(bench, "2026-11-24")
    assert (ran.done.state, ran.done.missing) == (RunState.DONE, 0)
    assert origins(bench, "2026-11-05 00:00") == {"other"}
    assert windows(source.requests, "5m") == [20.0]
    assert bench.wrong("ES=F", names=("5m", "1h")) == []


def test_a_cancel_while_it_fills_in_ends_every_item_once(stocked: ImportBench, other: OtherSource) -> None:
    stocked.yahoo.fault("500")
    evening(stocked, "2026-11-24")
    other.asked = stocked.cancel.set
    ran = evening(stocked, "2026-11-25")
    assert (ran.done.state, ran.done.exit_code) == (RunState.CANCELLED, 130)
    assert len(ran.items()) == 15


def test_a_fault_of_the_database_while_it_fills_in_ends_every_item_once(stocked: ImportBench, other: OtherSource) -> None:
    def full() -> None:
        raise StoreError("The disk is full.")

    stocked.yahoo.fault("500")
    evening(stocked, "2026-11-24")
    other.asked = full
    ran = evening(stocked, "2026-11-25")
    assert (ran.done.exit_code, len(ran.items())) == (2, 15)


def test_where_it_fails_too_both_reasons_are_told(stocked: ImportBench, other: OtherSource) -> None:
    other.fails = True
    stocked.yahoo.fault("500")
    evening(stocked, "2026-11-24")
    second = evening(stocked, "2026-11-25")
    assert (second.done.state, second.done.exit_code) == (RunState.FAILED, 3)
    item = second.items()["ES=F", "5m"]
    assert (item.state, item.feed) == (ItemState.FAILED, "yahoo")
    assert "HTTP 500" in str(item.message)
    assert str(item.message).endswith("Other is broken.")
    assert origins(stocked, "2026-11-24 09:30") == set()


def test_what_came_without_a_price_is_not_filled_in(stocked: ImportBench, other: OtherSource) -> None:
    """Nor is it said that all is there, and the next import asks for it again."""
    lacking = [int(at(f"2026-11-24 {time}")) for time in ("10:00", "10:05", "14:30")]
    other.without = {*lacking}
    stocked.yahoo.fault("500")
    evening(stocked, "2026-11-24")
    second = evening(stocked, "2026-11-25")
    item = second.items()["ES=F", "5m"]
    assert (item.state, item.quarantined, item.missing) == (ItemState.WRITTEN, 3, 3)
    assert stocked.sql("SELECT count(*) FROM candle WHERE timeframe='5m' AND ts IN (?,?,?)", *lacking) == [(0,)]
    assert origins(stocked, "2026-11-24 09:30") == {"other"}
    other.without = set()
    third = evening(stocked, "2026-11-27")
    assert third.items()["ES=F", "5m"].missing == 0
    assert stocked.wrong("ES=F", began=BEGAN, names=("5m", "1h")) == []


def test_prices_of_a_future_on_another_scale_do_not_fill_in(stocked: ImportBench, other: OtherSource) -> None:
    other.scale = 100
    stocked.yahoo.fault("500")
    evening(stocked, "2026-11-24")
    second = evening(stocked, "2026-11-25")
    assert second.done.state is RunState.FAILED
    assert str(second.items()["ES=F", "5m"].message).endswith("Other's prices of ES=F have another scale than those that are stored.")
    assert origins(stocked, "2026-11-24 09:30") == set()


def test_a_plug_in_that_changes_its_scale_is_refused_where_it_is_the_only_feed(bench: ImportBench) -> None:
    source = OtherSource(bench)
    bench.feed = replace(OTHER, protocol=1, limits={"1d": FeedLimits(365, 365, 365), "5m": FeedLimits(3, 3, 3)})
    bench.others = {"other": (bench.feed, source)}
    assert evening(bench, "2026-11-23").done.state is RunState.DONE
    before = bench.sql("SELECT * FROM candle")
    source.scale = 100
    wrong = evening(bench, "2026-11-24")
    assert {item.cause for item in wrong.items().values()} == {"other_scale"}
    assert bench.sql("SELECT * FROM candle") == before
    source.scale = 1
    assert evening(bench, "2026-11-25").done.exit_code == 0
    assert len(bench.sql("SELECT * FROM candle")) > len(before)
    assert bench.sql("SELECT count(*) FROM candle WHERE high>?", 20_000) == [(0,)]


def test_a_feed_is_not_asked_for_what_it_does_not_have(stocked: ImportBench, other: OtherSource) -> None:
    stocked.others["other"] = (replace(OTHER, symbol_of=lambda instrument: None), other)
    stocked.yahoo.fault("500")
    evening(stocked, "2026-11-24")
    assert (evening(stocked, "2026-11-25").done.state, other.requests) == (RunState.FAILED, [])


def test_instruments_that_the_first_feed_has_not_are_asked_of_the_next(stocked: ImportBench, other: OtherSource) -> None:
    """Each feed is asked for its own, and counts its own requests."""
    stocked.feed = replace(NEAR, symbol_of=lambda instrument: None if instrument.root == "NQ" else instrument.symbol)
    stocked.clock.set(at("2026-11-24 17:05:05"))
    ran = stocked.run("ES=F", "NQ=F", sources=("5m",))
    assert {symbol: item.feed for (symbol, _), item in ran.items().items()} == {"ES=F": "yahoo", "NQ=F": "other"}
    assert {r.instrument.symbol for r in other.requests} == {"NQ=F"}
    assert (ran.done.exit_code, stocked.asked()) == (0, {"ES=F": ["5m"]})
    assert stocked.wrong("NQ=F", names=("5m", "1h")) == []


def test_a_feed_that_is_called_as_files_are_is_never_asked(stocked: ImportBench, other: OtherSource) -> None:
    """A plug-in came later: its candles would become those of the files."""
    bench = stocked
    with bench.store.transaction() as connection:
        precedence.enrol(connection, "other", SourceKind.FILE, BEGAN)
    bench.yahoo.fault("500")
    evening(bench, "2026-11-24")
    second = evening(bench, "2026-11-25")
    assert (second.done.state, other.requests) == (RunState.FAILED, [])
    (told,) = second.notices("feeds")
    assert told.startswith("The feed other is not asked: files that are stored have the same name")
    assert second.of(RunStarted)[0].feeds == ["yahoo"]
