"""Series, gaps, sessions, rolls and runs, as ``status``, ``rolls`` and the calendar tell them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

import ohlc_desktop as od
from tests.api.conftest import FIRST, SECOND
from tests.commands.conftest import CommandLine


def test_series_are_those_of_the_status(home: Path) -> None:
    told = {(entry["symbol"], entry["timeframe"]): entry for entry in CommandLine(home, demo=False).run("status", "--json").json["series"]}
    found = od.series()
    assert {series.symbol for series in found} == {"NQ=F", "ES=F", "NQU26.CME", "NQZ26.CME"}
    for series in found:
        entry = told[series.symbol, series.timeframe]
        assert (series.count, series.expected, series.missing, series.state, series.watched) == tuple(
            entry[name] for name in ("count", "expected", "missing", "state", "watched")
        )
        assert series.first is not None
        assert f"{series.first:%Y-%m-%d}" == entry["first"][:10]
        assert series.known_since is None
    named = od.series("GC")
    assert named
    assert {series.count for series in named} == {0}
    assert len(pd.DataFrame(found)) == len(found)


def test_what_is_missing_is_what_the_status_says(home: Path) -> None:
    (entry,) = [
        entry for entry in CommandLine(home, demo=False).run("status", "NQ", "--json").json["series"]
        if entry["timeframe"] == "1m"
    ]  # fmt: skip
    gaps = od.missing("NQ", "1m")
    assert gaps
    assert [[f"{gap.start:%Y-%m-%dT%H:%M:%SZ}", f"{gap.end:%Y-%m-%dT%H:%M:%SZ}"] for gap in gaps] == entry["windows"]


def test_sessions_are_in_the_zone_of_everything_else(home: Path) -> None:
    """The exchange's notice: trading ends early on Thanksgiving's Friday, at 12:15 in Chicago. Clocks went back on November 1."""
    (friday,) = od.sessions("NQ", "2026-11-27", "2026-11-27T12:00")
    assert friday == od.TradingSession(
        date(2026, 11, 27), datetime(2026, 11, 26, 23, tzinfo=UTC), datetime(2026, 11, 27, 18, 15, tzinfo=UTC), True, None, None
    )
    weeks = {session.trade_date: session for session in od.sessions("NQ", "2026-10-29", "2026-11-04")}
    assert [weeks[date(2026, *day)].open.hour for day in ((10, 30), (11, 2), (11, 3))] == [22, 23, 23]
    assert not any(session.trade_date.weekday() > 4 for session in weeks.values())


def test_rolls_are_those_of_the_ledger(home: Path) -> None:
    told = CommandLine(home, demo=False).run("rolls", "NQ", "--json").json["rolls"]
    for timeframe, family in (("1d", "daily"), ("5m", "intraday")):
        rolls = [entry for entry in told if entry["family"] == family]
        assert rolls
        assert [(roll.old, roll.new, roll.last_day.isoformat(), roll.difference, roll.proof) for roll in od.rolls("NQ", "volume", timeframe)] == [
            (entry["old"], entry["new"], entry["last_day"], entry["difference"], entry["proof"]) for entry in rolls
        ]


def test_runs_are_told_newest_first(home: Path) -> None:
    newest, older, oldest = od.runs()
    assert (newest.started, older.started, oldest.started) == (SECOND, FIRST, FIRST)
    assert (newest.state, newest.trigger, newest.planned) == ("DONE", "manual", None)
    assert older.written > newest.written > 0
    assert od.runs(1) == [newest]
