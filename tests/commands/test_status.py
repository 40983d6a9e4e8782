"""``status``: the JSON contract, a fresh profile, what people read."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ohlc_desktop.commands.status import sources
from ohlc_desktop.core.checking.splits import Split
from ohlc_desktop.core.market.holidays import us_holidays
from ohlc_desktop.core.market.sessions import day_of
from ohlc_desktop.core.timeframes import NAMES, TIMEFRAMES
from ohlc_desktop.sources.yahoo.spec import YAHOO
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import splits
from ohlc_desktop.store.evidence.splits import SplitState
from ohlc_desktop.store.reader import SeriesView
from ohlc_desktop.store.sources.verdicts import SeriesVerdict
from tests.commands.conftest import CommandLine
from tests.core.helpers import instrument

NEW_YORK = ZoneInfo("America/New_York")

SERIES = {"symbol", "timeframe", "count", "first", "last", "expected", "missing", "state"}
LAST_RUN = {"trigger", "planned", "started", "ended", "state", "reason", "written", "revised", "quarantined"}
DEFAULT = ["ES=F", "NQ=F", "YM=F", "RTY=F", "MNQ=F", "CL=F", "GC=F"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def test_a_fresh_profile_stays_untouched(real: CommandLine) -> None:
    status = real.run("status", "--json").json
    assert not real.home.exists()
    assert status["version"] == 1
    assert status["demo"] is False
    assert status["last_run"] is None
    assert status["schedule"] == {
        "enabled": True, "due": None, "state": None, "started": None, "ended": None, "reason": "",
        "answered": 0, "failed": 0, "since": None,
    }  # fmt: skip
    assert status["database"] == {"path": str(real.database), "bytes": 0, "schema": None}
    assert status["redis"]["state"] == "off"
    assert list(dict.fromkeys(entry["symbol"] for entry in status["series"])) == DEFAULT
    assert {(entry["state"], entry["count"], entry["first"], entry["last"]) for entry in status["series"]} == {
        ("empty", 0, None, None)
    }
    text = real.run("status")
    assert text.code == 0
    assert "none yet" in text.out
    assert "ohlc-desktop import" in text.out
    assert not real.home.exists()


def test_the_contract(filled: CommandLine) -> None:
    answer = filled.run("status", "--json")
    assert (answer.code, answer.err) == (0, "")
    status = answer.json
    assert {"version", "demo", "series", "last_run", "next_run", "redis", "timezone", "database"} <= set(status)
    assert status["demo"] is True
    assert {"utc", "pacific", "local"} <= set(status["next_run"])
    assert {"state", "detail"} <= set(status["redis"])
    assert {"zone", "abbreviation", "utc_offset", "next_change"} <= set(status["timezone"])
    assert {"path", "bytes", "schema"} <= set(status["database"])
    assert set(status["last_run"]) >= LAST_RUN
    entries = [entry for entry in status["series"] if entry["symbol"] == "ES=F"]
    assert sorted(entry["timeframe"] for entry in entries) == sorted(NAMES)
    assert len(NAMES) == 18
    with closing(sqlite3.connect(filled.database)) as plain:
        rows = {
            name: (count, first, last)
            for name, count, first, last in plain.execute(
                "SELECT timeframe, count(*), min(time), max(time) FROM candles GROUP BY timeframe"
            )
        }
    for entry in entries:
        assert set(entry) >= SERIES
        assert (entry["count"], entry["first"], entry["last"]) == rows[entry["alias_of"] or entry["timeframe"]]
        daily = entry["timeframe"] in ("1d", "5d", "1wk", "1mo", "3mo")
        assert (DATE if daily else TIME).fullmatch(entry["first"])
        assert entry["missing"] == 0
        assert entry["state"] == "complete"
        assert 0 < entry["expected"] <= entry["count"] + 1
    run = status["last_run"]
    assert (run["trigger"], run["planned"], run["state"], run["quarantined"]) == ("manual", None, "DONE", 0)
    assert run["written"] == sum(count for count, _, _ in rows.values())
    assert run["started"] <= run["ended"]
    assert TIME.fullmatch(run["ended"])


def test_how_well_the_candles_of_each_series_are_known(filled: CommandLine) -> None:
    nothing = {"agreed": 0, "single": 0, "chosen": 0, "disputed": 0, "suspect": 0}
    for entry in filled.run("status", "--json").json["series"]:
        if entry["symbol"] == "ES=F":
            assert list(entry["known"]) == list(nothing)
            assert sum(entry["known"].values()) == entry["count"]
    assert "Doubtful" not in filled.run("status").out
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        for timeframe, skip, level, count in (("5m", 0, 0, 300), ("5m", 300, 2, 20), ("5m", 320, 3, 2), ("5m", 330, 4, 1), ("1h", 9, 4, 3)):
            plain.execute(
                "UPDATE candle SET known=? WHERE timeframe=? AND ts IN"
                " (SELECT ts FROM candle WHERE timeframe=? ORDER BY ts LIMIT ? OFFSET ?)",
                (level, timeframe, timeframe, count, skip),
            )
    found = {entry["timeframe"]: entry for entry in filled.run("status", "ES", "--json").json["series"]}
    five, hour = found["5m"], found["1h"]
    rest = five["count"] - 323
    assert five["known"] == {"agreed": 300, "single": rest, "chosen": 20, "disputed": 2, "suspect": 1}
    assert hour["known"] == found["60m"]["known"] == {**nothing, "single": hour["count"] - 3, "suspect": 3}
    for words in ((), ("ES",)):
        assert "Doubtful   ES=F candles: 5m 1 suspect and 2 disputed, 1h 3 suspect" in filled.run("status", *words).out


def test_what_is_not_served_and_what_nobody_has_is_told_apart_from_what_is_missing(filled: CommandLine) -> None:
    today = datetime.now(NEW_YORK).date()
    days = (today - timedelta(days=n) for n in range(8, 20))
    tuesday = next(day for day in days if day.weekday() == 1 and day not in {day_of(d) for d in us_holidays(day.year)})
    midnight = int(datetime.combine(tuesday, time(), NEW_YORK).timestamp())
    later = midnight + 10 * 3600
    with closing(sqlite3.connect(filled.database)) as plain, plain:
        plain.execute("DELETE FROM absence")
        plain.execute("DELETE FROM silence")
        for start, end in ((midnight, midnight + 300), (later, later + 1200)):
            plain.execute("INSERT INTO absence SELECT id, '5m', ?, ? FROM instrument WHERE symbol='ES=F'", (start, end))
        plain.execute("INSERT INTO silence VALUES ('cme_equity', '5m', ?, ?)", (later, later + 1200))
    entries = {entry["timeframe"]: entry for entry in filled.run("status", "ES", "--json").json["series"]}
    five = entries["5m"]
    assert (five["missing"], five["not_served"], five["not_traded"], five["state"]) == (0, 1, 4, "complete")
    assert (entries["15m"]["not_served"], entries["15m"]["not_traded"]) == (0, 1)
    assert (entries["1d"]["not_served"], entries["1d"]["not_traded"]) == (0, 0)
    text = " ".join(filled.run("status", "ES").out.split())
    assert f"Not served 1 expected candles. {YAHOO.habits}" in text
    assert f"Silent 5 expected candles. {YAHOO.silence}" in text


@pytest.mark.parametrize(
    ("now", "utc", "pacific", "change"),
    [  # summer, winter, the evening of a Friday, both changes, Thanksgiving
        ("2026-07-02T14:00", "2026-07-02T21:05:00Z", "2026-07-02T14:05:00-07:00", "2026-11-01T09:00:00Z"),
        ("2026-12-01T22:04", "2026-12-01T22:05:00Z", "2026-12-01T14:05:00-08:00", "2027-03-14T10:00:00Z"),
        ("2026-12-04T22:05", "2026-12-07T22:05:00Z", "2026-12-07T14:05:00-08:00", "2027-03-14T10:00:00Z"),
        ("2026-10-30T22:00", "2026-11-02T22:05:00Z", "2026-11-02T14:05:00-08:00", "2026-11-01T09:00:00Z"),
        ("2027-03-12T23:00", "2027-03-15T21:05:00Z", "2027-03-15T14:05:00-07:00", "2027-03-14T10:00:00Z"),
    ],
)
def test_the_next_run(
    real: CommandLine, monkeypatch: pytest.MonkeyPatch, now: str, utc: str, pacific: str, change: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC).timestamp()
    monkeypatch.setattr("ohlc_desktop.core.clock.SystemClock.now", lambda _: moment)
    status = real.run("status", "--json").json
    assert (status["next_run"]["utc"], status["next_run"]["pacific"]) == (utc, pacific)
    assert datetime.fromisoformat(status["next_run"]["local"]) == datetime.fromisoformat(utc)
    assert status["timezone"]["next_change"] == change
    assert status["timezone"]["utc_offset"] == ("-07:00" if now[5:7] in ("07", "10") else "-08:00")
    text = real.run("status").out
    assert utc[11:16] + " UTC" in text
    assert "14:05" in text


def test_named_instruments_in_any_spelling(filled: CommandLine) -> None:
    status = filled.run("status", "MNQ 12-26", "es", "--json").json
    assert list(dict.fromkeys(entry["symbol"] for entry in status["series"])) == ["MNQZ26.CME", "ES=F"]
    assert len(status["series"]) == 36
    text = filled.run("status", "ES").out
    assert [line.split()[1] for line in text.splitlines() if line.startswith("ES=F")] != []
    assert "60m" in text


def test_demo_is_always_marked(filled: CommandLine) -> None:
    assert filled.run("status").out.startswith("DEMO: simulated candles")


def test_unknown_names_are_refused_with_near_ones(shell: CommandLine) -> None:
    answer = shell.run("status", "MNQ 11-26")
    assert answer.code == 2
    assert "MNQZ26.CME" in answer.err
    answer = shell.run("status", "NQQ ##-##")
    assert answer.code == 2
    assert "NQ=F" in answer.err


def test_a_failure_and_its_reason_are_shown(shell: CommandLine) -> None:
    assert shell.run("import", "AAPL", "-q").code == 3
    status = shell.run("status", "AAPL", "--json").json
    assert {entry["state"] for entry in status["series"]} == {"failed"}
    assert "simulated market has no AAPL" in status["series"][0]["message"]
    assert status["last_run"]["state"] == "FAILED"
    assert "simulated market has no AAPL" in shell.run("status").out


def test_a_damaged_or_newer_file_is_told(filled: CommandLine) -> None:
    with closing(sqlite3.connect(filled.database)) as plain:
        plain.execute("PRAGMA user_version=99")
    answer = filled.run("status", "--json")
    assert answer.code == 2
    assert "newer version" in answer.err
    assert answer.json["error"]["title"] in answer.err
    filled.database.write_bytes(b"garbage" * 1000)
    answer = filled.run("status")
    assert answer.code == 2
    assert "damaged or not a database" in answer.err


def test_what_was_tried_once_in_vain_is_not_shown_for_ever(shell: CommandLine) -> None:
    assert shell.run("import", "AAPL", "-q").code == 3
    assert shell.run("import", "ES", "--timeframes", "1d", "-q").code == 0
    assert {entry["symbol"] for entry in shell.run("status", "--json").json["series"]} == {"ES=F"}
    assert {entry["state"] for entry in shell.run("status", "AAPL", "--json").json["series"]} == {"failed"}


def test_a_contract_that_has_ended(filled: CommandLine) -> None:
    status = filled.run("status", "ESZ24.CME", "ES", "--json").json
    ended = {entry["symbol"]: entry["ended"] for entry in status["series"]}
    assert ended == {"ESZ24.CME": "2024-12-20", "ES=F": None}
    told = filled.run("status", "ESZ24.CME").out
    assert "Ended      ESZ24.CME ended on 2024-12-20; nothing newer can come." in told
    assert told.count("ended on") == 1


def test_splits_are_told(filled: CommandLine) -> None:
    assert filled.run("status", "--json").json["splits"] == []
    found = [
        (Split(1_795_530_600, 20_781, 4, 1), SplitState.APPLIED, True),
        (Split(1_795_617_000, 20_782, 1, 10), SplitState.SUSPECTED, False),
    ]
    with closing(open_store(filled.database, demo=True)) as store, store.transaction() as connection:
        number = watchlist.instrument_id(connection, "ES=F")
        for split, state, told in found:
            splits.note(connection, number, split, state, told, 1_795_557_900.0)
    assert filled.run("status", "--json").json["splits"] == [
        {"symbol": "ES=F", "date": "2026-11-24", "ratio": "4:1", "state": "applied", "told": True, "noticed": "2026-11-24T22:05:00Z"},
        {"symbol": "ES=F", "date": "2026-11-25", "ratio": "1:10", "state": "suspected", "told": False, "noticed": "2026-11-24T22:05:00Z"},
    ]  # fmt: skip
    text = " ".join(filled.run("status").out.split())
    assert "Split ES=F 4:1 on 2026-11-24: all older candles were brought to the new scale on 2026-11-24T22:05:00Z." in text
    assert "Split ES=F 1:10 on 2026-11-25: Yahoo sends this scale and tells of no split" in text
    assert filled.run("status", "MNQ 12-26", "--json").json["splits"] == []


@pytest.mark.parametrize(("apart", "told"), [(0.25, "1 tick"), (0.5, "2 ticks"), (0.125, "0.5 ticks")])
def test_how_far_sources_differ_is_told_in_ticks(apart: float, told: str) -> None:
    verdict = SeriesVerdict(("a", "b"), sessions=2, equal=1, candles=1, apart=apart)
    view = SeriesView(instrument("ES"), TIMEFRAMES["1m"], None, None)
    assert sources.lines([view], {("ES=F", "1m"): verdict})[0].endswith(f"1 candle differs by at most {told}")
