"""An import from Python is the program's own, and what it commits is heard of."""

from __future__ import annotations

import sqlite3
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import ohlc_desktop as od
from ohlc_desktop.api import archive, importing
from ohlc_desktop.core.clock import SystemClock
from ohlc_desktop.core.errors import ImportRunning
from ohlc_desktop.profile import import_lock, locate


def test_an_import_is_told_as_it_goes_and_heard_of_by_who_watches(own: Path) -> None:
    archive, events = od.Archive(own, demo=True), list[str]()
    with closing(archive.watch("NQ", every=0.01)) as changes, closing(archive.watch("ES", every=0.01)) as others:
        assert not others._look()
        outcome = archive.import_now(["NQ"], ["1d", "5m"], lambda event: events.append(event["event"]))
        assert outcome.state == "DONE"
        assert (outcome.exit_code, outcome.failed) == (0, ())
        assert outcome.written > 0, "the demo market goes on with the clock"
        assert events[0] == "run_started"
        assert events[-1] == "run_done"
        heard = {change.timeframe: change for change in next(changes)}
        assert {change.symbol for change in heard.values()} == {"NQ=F"}
        stored = {series.timeframe: series for series in archive.series("NQ")}
        assert heard["5m"] == od.SeriesCommit("NQ=F", "5m", stored["5m"].count, stored["5m"].last)
        assert not others._look(), "nothing of ES came"
    assert archive.runs(1)[0].written == outcome.written


def test_a_watch_ends_when_it_is_closed(own: Path) -> None:
    watch = od.Archive(own, demo=True).watch(every=3600)
    found = list[Any]()
    thread = threading.Thread(target=lambda: found.extend(watch))
    thread.start()
    watch.close()
    thread.join(30)
    assert not thread.is_alive()
    assert found == []


def test_a_backup_that_is_put_back_is_heard_of(own: Path, tmp_path: Path) -> None:
    archive, link = od.Archive(own, demo=True), tmp_path / "elsewhere.sqlite3"
    link.symlink_to(archive.path)
    with closing(sqlite3.connect(archive.path)) as database, od.Archive(link).watch("NQ", "1d", every=0.01) as changes:
        with database:  # the log is not played into the file as long as this connection is open
            database.execute("UPDATE meta SET value='another' WHERE key='store'")
        assert [(change.symbol, change.timeframe) for change in next(changes)] == [("NQ=F", "1d")]


def test_who_imports_already_is_told(own: Path) -> None:
    with import_lock(locate(str(own), demo=True), SystemClock(), "schedule"), pytest.raises(ImportRunning) as error:
        od.Archive(own, demo=True).import_now("NQ")
    assert "An import is already running" in str(error.value)


def test_a_list_of_no_instruments_is_not_the_watchlist(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "run_import", lambda *_: pytest.fail("imported"))
    with pytest.raises(od.OhlcError) as error:
        od.Archive(own, demo=True).import_now([])
    assert "leave symbols= out for the watchlist" in str(error.value)


def test_ctrl_c_tells_the_import_to_cancel_and_waits_for_it(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = "import sys, pathlib; print('{}', flush=True); pathlib.Path(sys.argv[1]).write_text(sys.stdin.read()); print('{}')"
    with suppress(KeyboardInterrupt), importing._started([sys.executable, "-c", script, str(heard)]) as process:
        for _ in importing._events(process):
            raise KeyboardInterrupt
    assert process.returncode == 0
    assert heard.read_text() == "cancel\n"


def test_an_import_that_is_interrupted_is_written_down(own: Path) -> None:
    archive = od.Archive(own, demo=True)

    def interrupt(event: Any) -> None:
        if event["event"] == "run_started":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.import_now(["NQ", "ES"], ["5m", "1d"], interrupt)
    assert archive.runs(1)[0].ended is not None


def test_an_import_that_dies_is_no_success(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_command", lambda *_: [sys.executable, "-c", "import os; os._exit(9)"])
    with pytest.raises(od.OhlcError, match="exit code 9"):
        od.Archive(own, demo=True).import_now()
