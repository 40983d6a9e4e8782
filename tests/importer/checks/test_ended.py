"""Contracts begin and end: what is asked, what is missing, and what is said, around the last trade date and after."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import DAY, HOUR, SOURCES, TIMEFRAMES
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store.reader import views
from tests.importer.bench import ImportBench, at, difference, future
from tests.standins import market_truth as truth

MNQ = "MNQZ26.CME"
#: 8:30 Chicago on the third Friday.
END = at("2026-12-18 09:30")
DAILY = ("1m", "5m", "1d")


def days_of(first: str, last: str) -> list[date]:
    """The days from the first to the last one, both included."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [begin + timedelta(n) for n in range((end - begin).days + 1)]


def before_the_end(bench: ImportBench, day: str = "2026-12-17") -> None:
    """The contract was backfilled on a day before its last one."""
    bench.begin_with(f"{MNQ} {day}", f"{day} 17:35:05", lambda: live(bench, MNQ, day, day))


def live(
    bench: ImportBench, symbol: str, first: str, last: str, sources: tuple[str, ...] = SOURCES
) -> dict[date, tuple[int, int]]:
    """Import once every weekday at 14:35 Pacific; the chart requests and the missing candles of each day."""
    found = {}
    for day in days_of(first, last):
        if day.weekday() < 5:
            bench.clock.set(at(f"{day} 17:35:05"))
            bench.yahoo.clear()
            assert bench.run(symbol, sources=sources).done.exit_code == 0, day
            known = {name: lost or 0 for name, lost in bench.missing(symbol).items() if name != "2m" or name in sources}
            found[day] = (len(bench.yahoo.chart_requests()), sum(known.values()))
    return found


def test_a_contract_that_has_ended_is_complete_and_costs_nothing(bench: ImportBench) -> None:
    bench.yahoo.ends[MNQ] = END
    told = live(bench, MNQ, "2026-12-16", "2026-12-23", DAILY)
    before = {day: numbers for day, numbers in told.items() if day <= date(2026, 12, 18)}
    assert {requests for requests, _ in before.values()} == {3}
    assert {missing for _, missing in told.values()} == {0}
    # the last day's settlement is looked at once more, when its volume is known
    assert [requests for day, (requests, _) in told.items() if day > date(2026, 12, 18)] == [1, 0, 0]
    began = at("2026-12-16 17:35:05")
    assert bench.wrong(MNQ, began=began, closed=END, names=("1m", "5m")) == []
    block = bench.candles(MNQ, "1d")
    assert block.ts[-1] == truth.utc_midnight(date(2026, 12, 18))
    month = bench.candles(MNQ, "1mo")
    assert month.ts[-1] == truth.utc_midnight(date(2026, 12, 1))  # December is over for it
    assert month.close[-1] == block.close[-1]


def test_an_ended_contract_says_so_in_the_run(bench: ImportBench) -> None:
    bench.yahoo.ends[MNQ] = END
    before_the_end(bench)
    live(bench, MNQ, "2026-12-18", "2026-12-21")
    ran = bench.run(MNQ, "ES=F", sources=DAILY)
    items = ran.items()
    assert {items[MNQ, name].state for name in TIMEFRAMES} == {ItemState.SKIPPED}
    assert {str(items[MNQ, name].message) for name in TIMEFRAMES} == {
        "MNQZ26.CME ended on 2026-12-18; nothing newer can come."
    }
    assert items["ES=F", "1d"].state is ItemState.WRITTEN
    assert ran.done.state is RunState.DONE


def test_what_was_lost_before_the_end_is_asked_for_after_it(bench: ImportBench) -> None:
    bench.yahoo.ends[MNQ] = END
    before_the_end(bench)
    bench.yahoo.lost["5m"] = [(int(at("2026-12-18 03:00")), int(at("2026-12-18 05:00")))]
    live(bench, MNQ, "2026-12-18", "2026-12-18")
    bench.yahoo.lost.clear()
    assert bench.missing(MNQ)["5m"]
    told = live(bench, MNQ, "2026-12-21", "2026-12-22")
    assert told[date(2026, 12, 21)] == (2, 0)  # the hole and the last settlement
    assert told[date(2026, 12, 22)] == (0, 0)
    assert bench.wrong(MNQ, began=at("2026-12-17 17:35:05"), closed=END, names=("5m",)) == []


@pytest.mark.usefixtures("far")
def test_a_machine_that_was_off_at_the_end_fetches_what_the_feed_still_has(bench: ImportBench) -> None:
    bench.yahoo.ends[MNQ], bench.yahoo.keeps_ended = END, 30 * DAY
    live(bench, MNQ, "2026-12-10", "2026-12-10")
    bench.clock.set(at("2027-01-11 17:35:05"))
    assert bench.run(MNQ).done.exit_code == 0
    assert {request.status for request in bench.yahoo.chart_requests()} == {200}
    assert {name: lost for name, lost in bench.missing(MNQ).items() if lost} == {}
    block = bench.candles(MNQ, "5m")
    start = at("2026-12-09 18:00")
    right = truth.truth(MNQ, "5m", start, bench.clock.now(), END)
    assert difference(block.cut(block.ts >= start), right) == ""
    bench.yahoo.clear()
    assert bench.run(MNQ).done.requests == 0


def test_that_the_feed_knows_it_no_more_is_no_failure(bench: ImportBench) -> None:
    """Expired months answer 404; on one day that may be a passing fault, on two it is believed."""
    bench.yahoo.ends[MNQ] = END
    before_the_end(bench)
    bench.yahoo.unlisted.add(MNQ)  # before the last day was fetched
    bench.clock.set(at("2026-12-18 17:35:05"))
    ran = bench.run(MNQ)
    assert (ran.done.state, ran.done.exit_code) == (RunState.DONE, 0)
    assert {(item.state, item.cause) for item in ran.items().values()} == {(ItemState.UNCHANGED, "ended")}
    assert "Yahoo knows it no more" in str(ran.items()[MNQ, "5m"].message)
    assert set(bench.sql("SELECT cause FROM series")) == {("",)}
    lost = bench.missing(MNQ)
    assert (lost["5m"], lost["1d"]) == (16 * 12 - 7, 1)  # the candle of midnight need not be there
    bench.clock.set(at("2026-12-21 17:35:05"))
    assert bench.run(MNQ).done.exit_code == 0
    bench.yahoo.clear()
    ran = bench.run(MNQ)
    assert bench.yahoo.chart_requests() == []
    assert str(ran.items()[MNQ, "5m"].message) == (
        "MNQZ26.CME ended on 2026-12-18; nothing newer can come."
        " 185 expected candles are missing, and Yahoo knows the contract no more."
    )
    assert bench.missing(MNQ) == lost  # it is not called complete
    assert "Everything that was asked for is up to date" in str(ran.done.message)
    found = {view.timeframe.name: view for view in views(bench.store.connection, future(MNQ), YAHOO, bench.clock.now())}
    assert {name: found[name].state for name in ("1m", "5m", "1d")} == dict.fromkeys(("1m", "5m", "1d"), "partial")
    assert str(found["5m"].end) == "MNQZ26.CME ended on 2026-12-18; nothing newer can come."
    # a repair by hand asks all the same, and is believed if it succeeds
    bench.yahoo.unlisted.clear()
    assert bench.run(MNQ, trigger="repair").done.exit_code == 0
    assert set(bench.missing(MNQ).values()) == {0}


def test_a_passing_404_loses_nothing(bench: ImportBench) -> None:
    bench.yahoo.ends[MNQ] = END
    before_the_end(bench)
    bench.yahoo.unlisted.add(MNQ)
    live(bench, MNQ, "2026-12-18", "2026-12-18")
    bench.yahoo.unlisted.clear()
    live(bench, MNQ, "2026-12-21", "2026-12-21")
    assert set(bench.missing(MNQ).values()) == {0}
    assert bench.wrong(MNQ, began=at("2026-12-17 17:35:05"), closed=END, names=("1m", "5m")) == []


def test_before_its_end_a_404_is_a_failure(bench: ImportBench) -> None:
    live(bench, MNQ, "2026-12-16", "2026-12-16")
    bench.yahoo.unlisted.add(MNQ)
    bench.clock.set(at("2026-12-17 17:35:05"))
    assert bench.run(MNQ).done.state is RunState.FAILED


def test_a_contract_that_ended_long_ago_is_asked_for_no_minute(bench: ImportBench) -> None:
    """ESZ25 is a year old: its last days are within the reach of daily candles only."""
    bench.yahoo.unlisted.add("ESZ25.CME")
    for day, requests in (("2026-11-23", 2), ("2026-11-24", 2), ("2026-11-25", 0)):
        bench.clock.set(at(f"{day} 17:35:05"))
        bench.yahoo.clear()
        ran = bench.run("ESZ25.CME")
        assert ran.done.exit_code == 0
        assert {request.interval for request in bench.yahoo.chart_requests()} <= {"1d"}
        assert len(bench.yahoo.chart_requests()) == requests  # yfinance asks twice after a 404
    assert {item.cause for item in ran.items().values()} == {"ended"}
    assert bench.run("ESU25.CME").done.requests == 0


def test_the_hour_of_the_end_is_not_known_for_crude_oil(bench: ImportBench) -> None:
    """Nothing is expected of the last session; what the feed has of it is taken, whenever trading stopped."""
    symbol, end = "CLF27.NYM", at("2026-12-21 14:30")
    bench.yahoo.ends[symbol] = end
    told = live(bench, symbol, "2026-12-18", "2026-12-25", DAILY)
    assert {missing for _, missing in told.values()} == {0}
    assert [requests for day, (requests, _) in told.items() if day > date(2026, 12, 23)][-1] == 0
    minutes = bench.candles(symbol, "1m")
    assert minutes.ts[-1] == end - 60
    assert bench.wrong(symbol, began=at("2026-12-18 17:35:05"), closed=end, names=("1m", "5m")) == []
    assert bench.candles(symbol, "1d").ts[-1] == truth.utc_midnight(date(2026, 12, 21))


def test_rows_after_the_known_hour_are_kept(bench: ImportBench) -> None:
    """Had trading gone on to the close of the session, nothing of it would be refused."""
    bench.yahoo.ends[MNQ] = at("2026-12-18 17:00")
    before_the_end(bench)
    live(bench, MNQ, "2026-12-18", "2026-12-18")
    block = bench.candles(MNQ, "5m")
    assert block.ts[-1] == at("2026-12-18 16:55")
    assert bench.quarantined() == {}
    assert set(bench.missing(MNQ).values()) == {0}


def test_times_without_values_after_the_end_are_not_asked_for_again(bench: ImportBench) -> None:
    """Yahoo pads its answers; before the end such a time is asked for again, after it nothing can come."""
    bench.yahoo.ends[MNQ] = END
    before_the_end(bench)
    bench.yahoo.fault("padded")
    told = live(bench, MNQ, "2026-12-18", "2026-12-22")
    assert {missing for _, missing in told.values()} == {0}
    assert told[date(2026, 12, 22)] == (0, 0)
    assert bench.sql("SELECT count(*) FROM coverage WHERE NOT settled") == [(0,)]  # nothing is provisional for it


@pytest.mark.usefixtures("far")
def test_nothing_is_expected_before_the_first_trade(bench: ImportBench) -> None:
    """Served since 2026-11-10: what was before is missing until a second day's answer, and then not expected."""
    symbol, began = "MNQZ27.CME", at("2026-11-10 18:00")
    bench.yahoo.begins[symbol] = began
    bench.clock.set(at("2026-11-23 17:35:05"))
    bench.run(symbol)
    assert (bench.missing(symbol)["5m"] or 0) > 8000
    bench.yahoo.clear()
    bench.clock.set(at("2026-11-24 17:35:05"))
    bench.run(symbol)
    assert len(bench.yahoo.chart_requests()) == 4  # of 2m the days before the minutes, too
    assert set(bench.missing(symbol).values()) == {0}
    expected = dict(bench.sql("SELECT timeframe, expected FROM series"))
    stored = dict(bench.sql("SELECT timeframe, count FROM series"))
    for name in ("5m", "15m", "1h", "4h", "1d"):
        assert expected[name] == stored[name], name


@pytest.mark.parametrize(
    ("symbol", "end"),
    [
        ("GCV26.CMX", "2026-10-28 13:30"),  # three days before they go back
        ("BTCH26.CME", "2026-03-27 12:00"),  # London is still in winter, New York is not
    ],
)
def test_both_changes_of_the_clocks(bench: ImportBench, symbol: str, end: str) -> None:
    last, moment = date.fromisoformat(end[:10]), at(end)
    bench.yahoo.ends[symbol] = moment
    told = live(bench, symbol, str(last - timedelta(2)), str(last + timedelta(6)), DAILY)
    assert {missing for _, missing in list(told.values())[1:]} == {0}  # the stand-in's bitcoin rests on holidays
    assert {requests for day, (requests, _) in told.items() if day > last + timedelta(4)} == {0}
    block = bench.candles(symbol, "1m")
    assert block.ts[-1] == moment - 60
    assert np.all(np.diff(block.ts) > 0)
    assert moment - block.ts[0] < 12 * DAY + HOUR
