"""A backup that another process puts back while the app is open: everything that is open shows it."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ohlc_desktop.core.chart.drawings.drawings import Anchor, Drawing, DrawingKind
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.services.health import health_monitor
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.backup.backup import back_up
from ohlc_desktop.store.backup.checking import Watch
from ohlc_desktop.store.database import open_store
from ohlc_desktop.store.series import candles as rows
from ohlc_desktop.store.series import series_summary
from ohlc_desktop.ui.chart.window import chart_updates
from ohlc_desktop.ui.shell.window import Page
from tests.app.conftest import NOON, Rig, Start
from tests.app.test_charts import candles, charts_of, shown
from tests.standins.clock import FakeClock

IMPORTER = Path(__file__).with_name("importer_at.py")
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OLD, NEW = (Drawing(name, DrawingKind.HORIZONTAL, (Anchor(int(NOON), price),)) for name, price in (("old", 1.0), ("new", 2.0)))


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at several times a second."""
    for module, name in ((chart_updates, "CHECK_MS"), (chart_updates, "PAUSE_MS"), (health_monitor, "EVERY_MS")):
        monkeypatch.setattr(module, name, 100)


def command(rig: Rig, *words: str) -> None:
    """Carry out a command in a process of its own, while the app goes on."""
    profile = rig.profile.folder.parent
    child = subprocess.Popen(
        [sys.executable, str(IMPORTER), str(NOON), "0", "--profile", str(profile), "--demo", *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        rig.until(lambda: child.poll() is not None)
        assert child.returncode == 0, child.communicate()[0]
    finally:
        child.kill()
        child.communicate()


def drawn(rig: Rig) -> list[str]:
    """The drawings of ES in the file, by name."""
    rows = rig.rows("SELECT data FROM drawing JOIN instrument ON instrument.id=instrument_id WHERE symbol='ES=F' ORDER BY place")
    return [json.loads(str(data))["id"] for (data,) in rows]


def test_the_window_and_an_open_chart_show_the_restored_candles(start: Start, filled: Path, tmp_path: Path) -> None:
    rig = start(filled, clock=FakeClock(NOON))  # which stands: on a busy machine the next candle would be missing
    rig.open()
    rig.app.shell.charts.open("ES=F", "5m")
    window = shown(rig)
    count, complete = candles(window), rig.states("ES=F")
    drawings = charts_of(rig).drawings
    drawings.keep("ES=F", [OLD])
    rig.until(lambda: drawn(rig) == ["old"])
    backup = tmp_path / "backup.sqlite3"
    back_up(rig.profile.database, backup, True, Watch())
    rig.app.controller.store_service.watch(["NQ=F"], ["ES=F"])
    rig.until(lambda: "were deleted" in window.active.empty.text)
    drawings.keep("ES=F", [NEW])
    rig.until(lambda: drawn(rig) == ["new"])
    command(rig, "restore", str(backup), "--yes")
    rig.until(lambda: candles(window) == count)
    assert window.active.empty.text == ""
    rig.until(lambda: rig.states("ES=F") == complete)
    rig.until(lambda: [drawing.id for drawing in window.active.view.tool.shown().drawings] == ["old"])
    assert drawn(rig) == ["old"]
    assert rig.banner == ""
    rig.open(Page.HISTORY)
    assert not rig.told


def test_a_chart_alone_shows_them_too(start: Start, filled: Path, tmp_path: Path) -> None:
    rig = start(filled, hidden=True)
    rig.app.shell.charts.open("ES=F", "1d")
    window = shown(rig)
    before = window.active.series
    assert before is not None
    newest = float(before.candles.close[-1])
    backup = tmp_path / "backup.sqlite3"
    back_up(rig.profile.database, backup, True, Watch())
    _spoil(backup)
    statuses: list[object] = []
    rig.app.controller.scheduler.decided.connect(statuses.append)
    command(rig, "restore", str(backup), "--yes")
    rig.until(lambda: window.active.series is not before)
    found = window.active.series
    assert found is not None
    assert (found.revision, len(found)) == (before.revision, len(before))  # which tell nothing of another store
    assert float(found.candles.close[-1]) == newest + 8
    rig.until(lambda: statuses)  # the schedule has another ledger


def _spoil(backup: Path) -> None:
    """Another history that has come as far: the newest day closed otherwise."""
    day = TIMEFRAMES["1d"]
    with closing(open_store(backup, demo=True)) as store, store.transaction() as connection:
        number = watchlist.find_instrument(connection, "ES=F")
        assert number is not None
        connection.execute(
            "UPDATE candle SET close=close+8, high=high+8 WHERE instrument_id=? AND timeframe='1d'"
            " AND ts=(SELECT max(ts) FROM candle WHERE instrument_id=?1 AND timeframe='1d')", (number,),
        )  # fmt: skip
        rows.rebuild_blocks(connection, number, day, series_summary.next_revision(connection, number, "1d") - 1)
