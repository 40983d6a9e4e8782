"""The hub tells a follower what was pushed since it took a series, and when that is not known any more."""

from __future__ import annotations

from pathlib import Path

import psycopg

from ohlc_desktop.core.timeframes import DAY
from ohlc_desktop.hub.following.changes import KEPT_DAYS
from ohlc_desktop.hub.reading import HubReader
from tests.hub.archives import MONDAY, filled, pushed, put, some


def test_each_push_says_which_days_it_changed(tmp_path: Path, url: str) -> None:
    store = filled(tmp_path / "a" / "ohlc.sqlite3", ("ES=F",))
    first = pushed(store, url).newest
    put(store, "ES=F", "5m", some("5m", MONDAY + DAY, 12, 50.0))
    second = pushed(store, url).newest
    put(store, "ES=F", "5m", some("5m", MONDAY + 5 * DAY, 12))
    third = pushed(store, url).newest
    store.close()
    with HubReader(url) as hub:
        days = [(MONDAY + DAY, MONDAY + 2 * DAY), (MONDAY + 5 * DAY, MONDAY + 6 * DAY)]
        assert hub.changes("ES=F", "5m", first) == days
        assert hub.changes("ES=F", "5m", second) == days[1:]
        assert hub.changes("ES=F", "5m", third) == hub.changes("ES=F", "1d", first) == []
        assert hub.changes("ES=F", "5m", 0) == [(MONDAY, MONDAY + 3 * DAY), days[1]], "days side by side are one stretch"


def test_what_is_only_made_of_others_is_left_out(tmp_path: Path, url: str) -> None:
    store = filled(tmp_path / "a" / "ohlc.sqlite3", ("ES=F",), days=1)
    put(store, "ES=F", "15m", some("15m", MONDAY, 92), origin="derived")
    pushed(store, url)
    with HubReader(url) as hub:
        given = {each.timeframe: each.given for each in hub.series()}
        assert given == {"15m": False, "1d": True, "1h": True, "5m": True}
        assert hub.changes("ES=F", "15m", 0) == []
    put(store, "ES=F", "15m", some("15m", MONDAY, 4, 50.0))
    pushed(store, url)
    put(store, "ES=F", "15m", some("15m", MONDAY + DAY, 4), origin="derived")
    pushed(store, url)
    store.close()
    with HubReader(url) as hub:
        assert hub.changes("ES=F", "15m", 0) == [(MONDAY, MONDAY + 2 * DAY)], "what was given once stays so"


def test_changes_of_long_ago_are_forgotten_and_that_is_told(tmp_path: Path, url: str) -> None:
    store = filled(tmp_path / "a" / "ohlc.sqlite3", ("ES=F",), days=1)
    first = pushed(store, url).newest
    put(store, "ES=F", "5m", some("5m", MONDAY, 12, 50.0))
    second = pushed(store, url).newest
    with psycopg.connect(url) as owner:
        owner.execute("UPDATE ohlc.push SET at = at - make_interval(days => %s) WHERE id = %s", (KEPT_DAYS + 1, second))
    put(store, "ES=F", "5m", some("5m", MONDAY + DAY, 12))
    pushed(store, url)
    store.close()
    with HubReader(url) as hub:
        assert hub.changes("ES=F", "5m", first) is None
        assert hub.changes("ES=F", "5m", second) == [(MONDAY + DAY, MONDAY + 2 * DAY)]
        assert len(hub.candles("ES=F", "5m", 0, 2**40).candles) == 276 + 12
