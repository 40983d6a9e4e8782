"""The contracts around a roll: imported beside the continuous symbol, which is proven by them, at no cost to its run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ohlc_desktop.core.following.followed import FollowedContract, followed_contract
from ohlc_desktop.core.following.proven_rolls import proven_rolls
from ohlc_desktop.core.importing.events import PlanMade
from ohlc_desktop.core.market.feed_spec import FeedLimits
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.evidence import endings, followed
from tests.importer.bench import CATALOGUE, NEAR, ImportBench, at
from tests.standins import market_truth as truth

BOTH = ("1d", "5m")
OLD, NEW = "NQZ26.CME", "NQH27.CME"
#: Intraday the symbol changes on the Sunday before the last trading day, in its days after that day.
CHANGED = {"5m": at("2026-12-13 18:00"), "1d": at("2026-12-20 18:00")}


def follow(bench: ImportBench) -> None:
    """Let the feed's NQ=F be the candles of its contracts, up to now."""
    now = bench.clock.now()
    for name, changed in CHANGED.items():
        start = at("2026-11-25 18:00") if name == "5m" else at("2025-12-18 18:00")
        parts = [truth.truth(OLD, name, start, changed, now), truth.truth(NEW, name, changed, now, now)]
        candles = truth.join([part for part in parts if len(part.ts)])
        if name == "1d":  # as Yahoo stamps them
            days = [truth.new_york_date(ts + 12 * 3600) for ts in candles.ts.tolist()]
            candles = candles._replace(ts=np.array([truth.new_york(day, "00:00") for day in days]))
        bench.yahoo.told["NQ=F", name] = candles


def told(bench: ImportBench, name: str) -> FollowedContract | None:
    connection = bench.store.connection
    number = watchlist.find_instrument(connection, "NQ=F") or 0
    newest = int(bench.candles("NQ=F", name).ts[-1])
    return followed_contract(
        followed.last_named(connection, number), followed.stretches(connection, number, name), newest
    )


def test_both_contracts_of_a_roll_are_imported_and_prove_it(bench: ImportBench) -> None:
    bench.yahoo.names["NQ=F"] = "Nasdaq 100 Dec 26"
    bench.yahoo.ends[OLD] = at("2026-12-18 09:30")
    bench.clock.set(at("2026-12-17 17:35:05"))
    follow(bench)
    ran = bench.run("NQ=F", sources=BOTH, contracts=True)
    assert (ran.done.state, ran.done.exit_code) == (RunState.DONE, 0)
    assert bench.asked() == {"NQ=F": ["1d", "5m"], OLD: ["1d", "5m"], NEW: ["1d", "5m"]}
    assert {symbol for symbol, _ in ran.items()} == {"NQ=F"}
    (plan,) = ran.of(PlanMade)
    assert [(each["symbol"], each["timeframe"]) for each in plan.contracts] == [
        (OLD, "1d"), (OLD, "5m"), (NEW, "1d"), (NEW, "5m"),
    ]  # fmt: skip
    assert {each["reason"] for each in plan.contracts} == {
        f"{OLD} ends on 2026-12-18: both contracts' candles prove when NQ changes to {NEW}."
    }
    assert bench.wrong(OLD, names=BOTH) == []
    assert told(bench, "5m") == FollowedContract(NEW, True, named=OLD)
    assert told(bench, "1d") == FollowedContract(OLD, True)
    number = watchlist.find_instrument(bench.store.connection, "NQ=F") or 0
    (roll,) = proven_rolls(followed.stretches(bench.store.connection, number, "5m"), "5m", CATALOGUE.products["NQ"])
    assert (roll.old, roll.new, roll.ts) == (OLD, NEW, CHANGED["5m"])
    assert bench.run("NQ=F", sources=BOTH, contracts=True).done.requests == 0  # nothing twice a day

    # after the end the feed has dropped it: no failure, its candles stay, and its days are proven by the next one
    bench.clock.set(at("2026-12-21 17:35:05"))
    bench.yahoo.unlisted.add(OLD)
    bench.yahoo.names["NQ=F"] = "Nasdaq 100 Mar 27"
    follow(bench)
    count = len(bench.candles(OLD, "5m").ts)
    ran = bench.run("NQ=F", sources=BOTH, contracts=True)
    assert (ran.done.state, ran.done.exit_code) == (RunState.DONE, 0)
    assert bench.asked() == {"NQ=F": ["1d", "5m"], NEW: ["1d", "5m"], OLD: ["1d", "1d"]}  # yfinance asks twice
    assert len(bench.candles(OLD, "5m").ts) == count
    assert told(bench, "1d") == FollowedContract(NEW, True)
    assert ran.states() <= {ItemState.WRITTEN, ItemState.UNCHANGED, ItemState.SKIPPED}
    assert not endings.is_gone(bench.store.connection, OLD)  # once may be a fault


def test_names_are_kept_for_every_answer_and_cost_nothing(bench: ImportBench) -> None:
    bench.yahoo.names.update({"NQ=F": "Nasdaq 100 Dec 26", "GC=F": "Gold"})
    bench.run("NQ=F", "GC=F", sources=("1d",), contracts=False)
    assert bench.asked() == {"NQ=F": ["1d"], "GC=F": ["1d"]}
    day = int(bench.clock.now() // 86400)
    rows = bench.sql(
        "SELECT symbol, timeframe, day, text, contract FROM named_contract JOIN instrument ON id=instrument_id"
    )
    assert sorted(rows) == [("GC=F", "1d", day, "Gold", ""), ("NQ=F", "1d", day, "Nasdaq 100 Dec 26", OLD)]
    assert told(bench, "1d") == FollowedContract(OLD, False)


def test_a_day_costs_ten_requests_at_most_whatever_the_feed_does(bench: ImportBench) -> None:
    """The last trading day of five roots, whose contracts the feed has dropped; the follow-up goes on with the same count."""
    roots = ("ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F")
    bench.feed = replace(NEAR, limits=dict(NEAR.limits) | {"1d": FeedLimits(20, 20, 20)})
    bench.yahoo.unlisted |= {"ESZ26.CME", "NQZ26.CME", "YMZ26.CBT", "RTYZ26.CME", "MNQZ26.CME"}
    bench.clock.set(at("2026-12-18 17:05:05"))
    bench.run(*roots, sources=("1d",), contracts=True)
    bench.clock.set(at("2026-12-18 17:35:05"))
    bench.run(*roots, sources=("1d",), contracts=True)
    asked = [request for request in bench.yahoo.requests if not any(root in request.path for root in roots)]
    beside = [request for request in asked if "/v8/" in request.path]
    crumbs = [request for request in asked if "getcrumb" in request.path]
    assert {request.status for request in beside} == {200, 404}
    assert 7 <= len(beside) <= len(beside) + len(crumbs) - 1 <= 10  # one crumb is the first request's
