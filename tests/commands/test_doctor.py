"""``doctor``: a sentence and a fix for everything that an import needs."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.following.followed import NamedContract
from ohlc_desktop.redis_share.share import RedisShare
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.evidence import followed
from tests.commands.conftest import CommandLine, CommandResult
from tests.guard import Connections, connections
from tests.standins.redis_server import RedisServer, free_port
from tests.standins.releases import StandInReleases
from tests.standins.yahoo import StandInYahoo
from tests.store.test_following import days

__all__ = ["connections"]


def levels(answer: CommandResult) -> dict[str, str]:
    """Levels by check, worst last; each problem and warning must come with a fix."""
    found: dict[str, str] = {}
    lines = answer.out.splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith(" "):
            continue
        level, check = line[:7].strip(), line[9:19].strip()
        found[check] = level
        if level in ("warning", "PROBLEM"):
            assert following.strip().startswith("Fix: "), line
    return found


def test_all_is_well(filled: CommandLine) -> None:
    answer = filled.run("doctor")
    assert (answer.code, answer.err) == (0, "")
    assert levels(answer) == dict.fromkeys(["profile", "settings", "time zone", "database", "network", "version"], "ok")
    assert "America/Los_Angeles" in answer.out
    assert "14:05 Pacific" in answer.out
    assert "DEMO" in answer.out


def test_a_fresh_profile(shell: CommandLine) -> None:
    answer = shell.run("doctor")
    assert answer.code == 0
    assert levels(answer)["database"] == "warning"


def test_damage_is_a_problem(filled: CommandLine) -> None:
    content = bytearray(filled.database.read_bytes())
    content[200_000:400_000] = bytes(200_000)
    filled.database.write_bytes(bytes(content))
    answer = filled.run("doctor")
    assert answer.code == 1
    assert levels(answer)["database"] == "PROBLEM"
    assert "damaged" in answer.out


def test_blocks_that_disagree_are_a_problem(filled: CommandLine) -> None:
    with closing(sqlite3.connect(filled.database)) as other:
        other.execute("UPDATE candle SET volume=volume+1 WHERE timeframe='4h'")
        other.commit()
    answer = filled.run("doctor")
    assert answer.code == 1
    assert "Packed blocks or summaries and rows differ: ES=F 4h." in answer.out


def test_a_profile_that_cannot_be_used(shell: CommandLine) -> None:
    shell.home.mkdir()
    shell.folder.write_text("a file")
    answer = shell.run("doctor")
    assert answer.code == 1
    assert levels(answer)["profile"] == "PROBLEM"


def test_redis(shell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_ENABLED", "true")
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    answer = shell.run("doctor")
    assert (answer.code, levels(answer)["Redis"]) == (0, "warning")
    monkeypatch.setenv("REDIS_REQUIRED", "true")
    answer = shell.run("doctor")
    assert (answer.code, levels(answer)["Redis"]) == (1, "PROBLEM")
    with RedisServer() as redis:
        monkeypatch.setenv("REDIS_URL", redis.url)
        answer = shell.run("doctor")
        assert (answer.code, levels(answer)["Redis"]) == (0, "ok")
        assert "It has saved no request today" in answer.out
        with closing(RedisShare(redis.url, time.monotonic)) as share:
            share.note_saved(datetime.now(UTC).date().isoformat(), "alpha", 1234)
        for told in (shell.run("doctor").out, shell.run("status").out):
            assert "Requests that it saved today (since 00:00 UTC): 1,234, for alpha 1,234." in told
    monkeypatch.setenv("CACHE_ENABLED", "false")
    assert shell.run("doctor").code == 1


def test_the_network_and_the_clock(real: CommandLine, yahoo: StandInYahoo) -> None:
    answer = real.run("doctor")
    assert answer.code == 0
    assert "Yahoo answers." in answer.out
    assert levels(answer)["clock"] == "ok"
    yahoo.clock_skew = 3600
    answer = real.run("doctor")
    assert answer.code == 1
    assert levels(answer)["clock"] == "PROBLEM"
    assert re.search(r"3[56]\d\d s off", answer.out)
    yahoo.clock_skew = 0
    yahoo.proxy_refuses = True
    answer = real.run("doctor")
    assert answer.code == 1
    assert levels(answer)["network"] == "PROBLEM"
    assert "Traceback" not in answer.err


def test_a_month_that_hardly_trades_is_told(filled: CommandLine) -> None:
    today = int(SystemClock().now() // 86_400)
    with closing(open_store(filled.database, demo=True)) as store, store.transaction() as connection:
        watchlist.set_watchlist(connection, ["GC=F"])
        number = days(connection, "GC=F", 900, today)
        days(connection, "GCZ26.CMX", 160_000, today)
        followed.note_named(connection, number, "1d", NamedContract(today, "Gold Oct 26", "GCV26.CMX"))
    answer = filled.run("doctor")
    assert (answer.code, levels(answer)["contracts"]) == (0, "warning")
    assert "GC=F follows GCV26.CMX, which hardly trades: 900 contracts a day against 160,000 of GCZ26.CMX." in answer.out
    assert "Fix: Watch the contract that is traded: ohlc-desktop watch add GCZ26.CMX" in answer.out


def test_what_was_refused_is_told(real: CommandLine, yahoo: StandInYahoo) -> None:
    yahoo.fault("negative_volume", interval="1d")
    answer = real.run("import", "ES", "--timeframes", "1d", "--json")
    assert answer.events[-1]["quarantined"] == 1
    answer = real.run("doctor")
    assert levels(answer)["quarantine"] == "warning"
    assert answer.code == 0
    assert "1 negative volume" in answer.out


def test_nobody_is_asked_for_a_newer_version_unless_the_settings_say_so(
    filled: CommandLine, connections: Connections
) -> None:
    with StandInReleases(tag="v99.0") as releases:
        answer = filled.run("doctor", **releases.env())
        assert (connections.made, connections.looked_up, releases.requests) == ([], [], [])
        assert "Nobody is asked whether there is a newer one." in answer.out
        assert f"With update_check = true, this command and, once a day, the app ask {releases.address}." in answer.out
        asking = {**releases.env(), "OHLC_DESKTOP_UPDATE_CHECK": "true"}
        answer = filled.run("doctor", **asking)
        assert (answer.code, levels(answer)["version"], len(releases.requests)) == (0, "warning", 1)
        assert "Version 99.0 is there." in answer.out
        assert f"Fix: See https://localhost:{releases.port}/releases/tag/v99.0" in answer.out
        releases.tag = "v0.0.1"
        answer = filled.run("doctor", **asking)
        assert (levels(answer)["version"], "is the newest" in answer.out) == ("ok", True)
        releases.status = 404
        answer = filled.run("doctor", **asking)
        assert (answer.code, levels(answer)["version"]) == (0, "warning")
        assert "localhost did not tell the newest version: HTTP 404." in answer.out
