"""The example's feed, built and installed with pip beside the program, asked in a real import."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

#: Of the sessions of Monday and Tuesday; the clock of the process is real, so Tiny's own says that it is later.
STEP = {"1d": 86_400, "5m": 300, "1m": 60}


class Tiny(BaseHTTPRequestHandler):
    """Tiny itself: a candle for each slot that it is asked for, and not found for contracts."""

    def do_GET(self) -> None:
        asked = {key: value[0] for key, value in parse_qs(urlsplit(self.path).query).items()}
        self.server.asked.append(asked)  # type: ignore[attr-defined]
        step, start, end = STEP[asked["timeframe"]], int(asked["start"]), int(asked["end"])
        rows = [[ts, 100.0, 100.5, 99.75, 100.25, 7] for ts in range(-(-start // step) * step, end, step)]
        told = json.dumps({"now": end, "candles": rows}).encode()
        self.send_response(200 if len(asked["symbol"]) == 2 else 404)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_args: object) -> None:
        """Nothing: the test looks at what was asked."""


@pytest.fixture
def tiny() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiny)
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def command(python: Path, folder: Path, server: ThreadingHTTPServer, *arguments: str, **extra: str) -> list[dict[str, object]]:
    """What a command prints as JSON lines, in the environment that the example is installed in."""
    env = {**os.environ, "OHLC_DESKTOP_HOME": str(folder), "TINY_ADDRESS": f"http://127.0.0.1:{server.server_port}", "OHLC_DESKTOP_FEEDS": "tiny", **extra}
    env.pop("PYTHONPATH", None)
    done = subprocess.run(
        [python, "-m", "ohlc_desktop", *arguments, "--json"], env=env, cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    return [json.loads(line) for line in (done.stdout.splitlines() if arguments[0] == "import" else [done.stdout])]


def test_it_is_found_asked_and_its_candles_bear_its_name(python: Path, tiny: ThreadingHTTPServer, tmp_path: Path) -> None:
    events = command(python, tmp_path, tiny, "import", "NQ", "--timeframes", "5m")
    assert events[0]["feeds"] == ["tiny"]
    assert {(asked["symbol"], asked["timeframe"]) for asked in tiny.asked} == {("NQ", "5m")}  # type: ignore[attr-defined]
    done = {event["timeframe"]: event for event in events if event["event"] == "item_done"}
    assert (done["5m"]["state"], done["5m"]["feed"]) == ("WRITTEN", "tiny")
    assert int(str(done["1h"]["added"])) > 50
    with closing(sqlite3.connect(tmp_path / "ohlc.sqlite3")) as file:
        assert file.execute("SELECT DISTINCT origin, source, close FROM candles WHERE timeframe='5m'").fetchall() == [("tiny", "tiny", 100.25)]
        assert file.execute("SELECT DISTINCT source FROM candles WHERE timeframe='1h'").fetchall() == [("tiny",)]
    (status,) = command(python, tmp_path, tiny, "status")
    (feed,) = status["feeds"]  # type: ignore[misc]
    assert (feed["name"], feed["title"], feed["usable"], feed["requests_today"]) == ("tiny", "Tiny Candles", True, len(tiny.asked))  # type: ignore[attr-defined, index]


def test_the_doctor_tells_of_all_that_is_installed(python: Path, tiny: ThreadingHTTPServer, tmp_path: Path) -> None:
    (told,) = command(python, tmp_path, tiny, "doctor", OHLC_DESKTOP_FEEDS="tiny,gone")
    found = [(check["level"], check["detail"]) for check in told["checks"] if check["check"] == "feeds"]  # type: ignore[attr-defined]
    assert found[0] == ("ok", "Asked: Tiny Candles (tiny). Not asked: Yahoo Finance (yahoo).")
    assert "the feed gone" in found[1][1]
    assert found[2:] == [
        ("warning", "The plug-in ohlc-example/lacking cannot be used. It failed with ModuleNotFoundError: No module named 'ohlc_example.nothing_of_this_name'."),
        ("warning", "The plug-in ohlc-example/undeclared cannot be used. It is no FeedSpec."),
    ]
    assert [(check["level"], check["detail"]) for check in told["checks"] if check["check"] == "network"] == [("ok", "Tiny answers.")]  # type: ignore[attr-defined]
