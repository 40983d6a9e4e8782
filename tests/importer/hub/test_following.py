"""A machine that follows a hub has what the hub has, asks no feed for it, and says who gave it."""

from __future__ import annotations

import platform
import threading
from dataclasses import replace

import psycopg
import pytest

from ohlc_desktop.core.importing.events import PlanMade, RunStarted
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.hub.reading import HubReader
from ohlc_desktop.importer.hub.after_run import push_after_run
from ohlc_desktop.importer.hub.verifying import verify
from ohlc_desktop.sources.hub.spec import HUB
from ohlc_desktop.sources.source import Source, SourceTools
from ohlc_desktop.store import watchlist
from tests.hub.archives import pushed, there
from tests.importer.bench import ImportBench, Ran, at
from tests.importer.hub.pushing import push
from tests.standins.postgres import PostgresServer
from tests.standins.redis_server import HangingServer


def rows_of(bench: ImportBench, where: str = "1") -> list[tuple[object, ...]]:
    """All candles with how well they are known."""
    return bench.sql(
        "SELECT symbol, timeframe, ts, open, high, low, close, volume, known FROM candle JOIN instrument ON id=instrument_id"
        f" WHERE {where} ORDER BY 1, 2, 3"
    )


def sources(bench: ImportBench, timeframe: str) -> set[str]:
    """Who gave the candles of a timeframe, by the view for other programs."""
    return {row[0] for row in bench.sql("SELECT DISTINCT source FROM candles WHERE timeframe=?", timeframe)}


def planned(ran: Ran) -> list[tuple[str, str]]:
    """The windows of each series that was asked for."""
    (plan,) = ran.of(PlanMade)
    return [(str(request["timeframe"]), str(request["start"])) for request in plan.requests]


def test_it_has_what_the_hub_has_without_a_request_to_any_feed(
    following: ImportBench, stocked: ImportBench, filled: str
) -> None:
    stocked.yahoo.clear()
    ran = following.run("ES=F")
    assert (ran.done.state, ran.done.exit_code, ran.done.requests) == (RunState.DONE, 0, 0)
    assert stocked.yahoo.chart_requests() == []
    assert len(rows_of(stocked)) > 20_000
    assert rows_of(following) == rows_of(stocked)
    assert (ran.of(RunStarted)[0].feeds, {item.feed for item in ran.items().values()}) == (["hub", "yahoo"], {"hub"})
    assert following.missing("ES=F") == stocked.missing("ES=F")
    assert (sources(following, "5m"), sources(following, "15m")) == ({"hub:yahoo"}, {"hub"})
    assert following.sql("SELECT name, kind FROM source ORDER BY place") == [("hub", "hub")]

    again = following.run("ES=F")
    assert (planned(again), again.states(), again.done.exit_code) == ([], {ItemState.SKIPPED}, 0)

    for moment in ("2026-11-24 11:03:05", "2026-11-24 17:20:05"):
        stocked.clock.set(at(moment))
        stocked.run("ES=F")
        push(stocked, filled)
        following.run("ES=F")
        assert rows_of(following) == rows_of(stocked), "in the middle of a session, too"


def test_it_takes_what_has_changed_and_no_more(following: ImportBench, stocked: ImportBench, filled: str) -> None:
    following.run("ES=F")
    stocked.clock.set(at("2026-11-24 17:05:05"))
    stocked.run("ES=F")
    changed, gone = int(at("2026-11-24 11:00")), int(at("2026-11-24 12:00"))
    stocked.sql("UPDATE candle SET close=open, known=4 WHERE timeframe='5m' AND ts=?", changed)
    stocked.sql("DELETE FROM candle WHERE timeframe='5m' AND ts=?", gone)
    push(stocked, filled)
    stocked.yahoo.clear()
    ran = following.run("ES=F")
    assert sorted({name for name, _ in planned(ran)}) == ["1d", "1m", "2m", "5m"]
    assert min(start for _, start in planned(ran)) == "2026-11-23T00:00:00Z"
    given = "timeframe IN ('1m', '2m', '5m', '1d')"
    assert rows_of(following, given) == rows_of(stocked, given)
    assert stocked.yahoo.chart_requests() == []
    assert ran.items()["ES=F", "5m"].missing == 1

    push(stocked, filled)
    stocked.sql("UPDATE candle SET close=high, known=1 WHERE timeframe='5m' AND ts=?", changed)
    push(stocked, filled)
    third = following.run("ES=F")
    assert (third.items()["ES=F", "5m"].revised, rows_of(following, given)) == (1, rows_of(stocked, given))
    kept = following.sql("SELECT origin, close=open FROM revision WHERE timeframe='5m' AND ts=?", changed)
    assert kept == [("hub", 1)], "what it was is kept"


def test_what_the_hub_does_not_have_is_asked_of_the_feed(following: ImportBench, stocked: ImportBench) -> None:
    stocked.asked()
    ran = following.run("ES=F", "NQ=F", sources=("1d",))
    assert stocked.asked() == {"NQ=F": ["1d"]}
    items = ran.items()
    assert (items["ES=F", "1d"].feed, items["NQ=F", "1d"].feed, ran.done.exit_code) == ("hub", "yahoo", 0)
    assert (sources(following, "1d"), ran.notices("without_hub")) == ({"hub:yahoo", "yahoo"}, [])


def test_without_the_hub_it_asks_its_own_feed_and_says_so(following: ImportBench, stocked: ImportBench) -> None:
    following.run("ES=F", sources=("1d", "5m"))
    address = following.settings.hub_url
    stocked.clock.set(at("2026-11-24 17:05:05"))
    stocked.asked()
    ran = following.run("ES=F", sources=("1d", "5m"), hub_url=address.replace("host=", "host=/nowhere"))
    assert (ran.done.state, ran.done.exit_code, stocked.asked()) == (RunState.DONE, 0, {"ES=F": ["1d", "5m"]})
    (told,) = ran.notices("without_hub")
    assert told.startswith("The hub cannot be used, so Yahoo is asked instead. The hub at /nowhere")
    assert str(ran.done.message).startswith(told)
    assert str(following.sql("SELECT reason FROM run ORDER BY id DESC LIMIT 1")[0][0]) == str(ran.done.message)
    assert sources(following, "5m") == {"hub:yahoo", "yahoo"}
    assert following.wrong("ES=F", began=at("2026-11-23 17:05:05"), names=("5m", "1h", "1d")) == []

    stocked.run("ES=F", sources=("1d", "5m"))
    push(stocked, address)
    stocked.asked()
    back = following.run("ES=F", sources=("1d", "5m"))
    assert (back.notices("without_hub"), stocked.asked(), back.done.exit_code) == ([], {}, 0)
    assert sources(following, "5m") == {"hub:yahoo"}, "the hub counts more than the feed"


def test_a_hub_that_is_lost_on_the_way_leaves_the_rest_to_the_feed(
    following: ImportBench, stocked: ImportBench, postgres: PostgresServer
) -> None:
    def end_all(event: object) -> None:
        if getattr(event, "timeframe", "") == "5m" and not ended:
            ended.append(True)
            with postgres.connect() as owner:
                owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='ohlc-desktop'")

    ended: list[bool] = []
    stocked.asked()
    ran = following.run("ES=F", sources=("1d", "5m"), listen=end_all)
    assert (ended, ran.done.exit_code, ran.notices("without_hub"), stocked.asked()) == ([True], 0, [], {}), "it is asked again"
    assert rows_of(following, "timeframe='5m'") == rows_of(stocked, "timeframe='5m'")


def test_a_hub_that_says_nothing_does_not_keep_a_cancel_waiting(following: ImportBench, stocked: ImportBench) -> None:
    stocked.yahoo.clear()
    with HangingServer() as silent:
        threading.Timer(0.1, following.cancel.set).start()
        ran = following.run("ES=F", hub_url=f"postgresql://me@127.0.0.1:{silent.port}/desk?sslmode=disable")
    assert (ran.done.state, ran.done.exit_code, stocked.yahoo.chart_requests()) == (RunState.CANCELLED, 130, [])


def test_what_no_candle_can_be_is_set_aside(following: ImportBench, filled: str, stocked: ImportBench) -> None:
    with psycopg.connect(filled) as hub:
        hub.execute("UPDATE ohlc.candle SET ts=ts + interval '7 s' WHERE ts='2026-11-20 15:00+00' AND series_id=(SELECT s.id FROM ohlc.series AS s WHERE timeframe='5m')")
    ran = following.run("ES=F", sources=("5m",))
    assert (ran.done.quarantined, following.quarantined()) == (1, {"off_grid": 1})
    assert len(rows_of(following, "timeframe='5m'")) == len(rows_of(stocked, "timeframe='5m'")) - 1


def test_of_two_machines_that_import_one_wins_and_the_other_follows(
    following: ImportBench, stocked: ImportBench, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(filled) as hub:
        hub.execute("UPDATE ohlc.push SET at=now()")
    stocked.yahoo.clear()
    ran = following.run("ES=F", hub_role="IMPORT", sources=("1d", "5m"))
    (told,) = ran.notices("hub")
    assert told.startswith("Another machine, desk, fills the hub, so this import follows it. ")
    assert "hub push --take-over" in told
    assert (stocked.yahoo.chart_requests(), ran.done.exit_code) == ([], 0)
    assert rows_of(following, "timeframe='5m'") == rows_of(stocked, "timeframe='5m'")

    with psycopg.connect(filled) as hub:
        (pushes,) = hub.execute("SELECT count(*) FROM ohlc.push").fetchall()
        assert pushes == (1,), "it keeps what it has to itself"
        hub.execute("UPDATE ohlc.push SET at=now() - interval '6 days'")
    following.run("ES=F", hub_role="IMPORT", sources=("1m",))
    assert stocked.yahoo.chart_requests(), "a hub that nobody fills any more is not waited for"

    with psycopg.connect(filled) as hub:
        hub.execute("UPDATE ohlc.push SET at=now()")
    stocked.yahoo.clear()
    monkeypatch.setattr("platform.node", lambda: "desk")
    following.run("ES=F", hub_role="IMPORT", sources=("2m",))
    assert stocked.yahoo.chart_requests(), "whoever fills it imports"


def test_a_machine_that_has_another_name_does_not_follow_itself(stocked: ImportBench, url: str) -> None:
    """A container that was made anew is called differently."""
    stocked.hub = HUB
    with stocked.store.transaction() as connection:
        watchlist.set_watchlist(connection, ["ES=F"])
    stocked.settings = replace(stocked.settings, hub_url=url)
    push(stocked, url)
    with psycopg.connect(url) as hub:
        hub.execute("UPDATE ohlc.push SET at=now()")
    stocked.clock.set(at("2026-11-24 17:05:05"))
    stocked.asked()
    ran = stocked.run("ES=F", sources=("1d",))
    assert (stocked.asked(), "another" in str(ran.notices("hub"))) == ({"ES=F": ["1d"]}, False)
    with HubReader(url) as hub:
        assert (hub.state().machine, [each.machine for each in hub.watchlists()]) == (platform.node(), [platform.node()])


def test_a_machine_that_followed_can_fill_the_hub(
    following: ImportBench, filled: str, postgres: PostgresServer, database: str
) -> None:
    """Who gave what it took stays known."""
    following.run("ES=F")
    given = [row for row in there(postgres, database) if row[-3] != "derived" and row[1] != "2m"]
    told: list[str] = []
    fills = replace(following.settings, hub_role="IMPORT")
    push_after_run(following.store, fills, following.clock, following.cancel, lambda event: told.append(str(event)))
    assert ["--take-over" in each for each in told] == [True]
    pushed(following.store, filled, take_over=True)
    assert [row for row in there(postgres, database) if row[-3] != "derived" and row[1] != "2m"] == given
    assert verify(following.store, filled, following.cancel).proven


def test_the_address_with_its_password_is_for_the_source_of_the_hub_alone(
    following: ImportBench, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, opened = {}, following._open

    def open_source(feed: FeedSpec, tools: SourceTools) -> Source:
        told[feed.name] = tools.address
        return opened(feed, tools)

    monkeypatch.setattr(following, "_open", open_source)
    following.run("ES=F", "CL=F", sources=("1d",))
    assert told == {"hub": filled, "yahoo": ""}
