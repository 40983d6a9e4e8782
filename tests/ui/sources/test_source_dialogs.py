"""The dialogs of sources on real widgets, over a real archive, with this program in a child process for changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ohlc_desktop.profile import Profile
from ohlc_desktop.store.sources import precedence
from ohlc_desktop.ui.sources.source_dialogs import SourceDialogs
from tests.importer.bench import future
from tests.standins.clock import FakeClock
from tests.ui.chart.rig import NOW
from tests.ui.sources.conftest import M5, OFF, opened
from tests.waiting import wait_until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LIMIT = 30_000

#: Stands in for the program: what it was asked is kept, and each question about an order has 7 candles as its answer.
PROGRAM = """
import json, pathlib, sys
with pathlib.Path(__file__).with_name("calls").open("a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
print('{"event": "progress", "v": 1, "done": 1, "total": 2, "written": 0, "revised": 0, "rate": 0.0, "eta": null}')
if "slow" in pathlib.Path(__file__).with_name("mood").read_text():
    sys.stdout.flush(); sys.stdin.read()
counts = {"changed": [{"symbol": "ES=F", "candles": 7}]}
if "remove" in sys.argv:
    backup = None if "--dry-run" in sys.argv else "/backups/before.sqlite3"
    counts = {"backup": backup, "instruments": [{"symbol": "ES=F", "removed": 1200, "changed": 7}]}
print(json.dumps({"version": 1, "order": sys.argv[-2:], **counts}, indent=2))
"""


class Bench:
    """The dialogs of a profile, over a window.

    Attributes:
        dialogs: The dialogs.
        changes: How often it was told that candles changed.
    """

    def __init__(self, qtbot: QtBot, profile: Profile, command: list[str]) -> None:
        self.qtbot, self.window = qtbot, QWidget()
        qtbot.addWidget(self.window)
        self.dialogs = SourceDialogs(profile, FakeClock(NOW), command=command)
        self.changes = 0
        self.dialogs.changed.connect(self._count)

    def _count(self) -> None:
        self.changes += 1

    def until(self, true: object) -> None:
        """Let time pass until something is so."""
        assert callable(true)
        wait_until(self.qtbot, true, LIMIT)


@pytest.fixture
def bench(qtbot: QtBot, profile: Profile) -> Iterator[Bench]:
    """Over the profile, with the program itself."""
    made = Bench(qtbot, profile, [])
    yield made
    made.dialogs.close()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The stand-in."""
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    script.with_name("mood").write_text("")
    script.with_name("calls").write_text("")
    return script


def texts(widget: QWidget) -> str:
    """All that is written in it."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def test_from_a_session_that_differs_to_a_choice_and_back(bench: Bench, profile: Profile) -> None:
    dialogs = bench.dialogs
    dialogs.show_sessions(bench.window, future("ES"), M5)
    sessions = dialogs.sessions
    assert sessions is not None
    bench.until(lambda: sessions.model.rows)
    sessions._only.click()
    shown = [sessions.model.index(row, 2).data() for row in range(sessions.model.rowCount())]
    assert shown == ["2 of 276 differ, by at most 2 ticks", "not witnessed; taken back, stays stored"]
    assert "demo" not in texts(sessions).split("differ")[0], "the feed is called by its name for people"
    QTest.keyClick(sessions.table, Qt.Key.Key_Return)
    bench.until(lambda: dialogs.compare is not None and dialogs.compare.model.rows)
    compare = dialogs.compare
    assert compare is not None
    assert len(compare.model.rows) == len(OFF)
    use = [b for b in compare.values.findChildren(QPushButton) if b.text() == "Use this"]
    with opened(profile) as archive:
        before = archive.stored()
    use[1].click()
    bench.until(lambda: bench.changes)
    bench.until(lambda: "1 candle changed" in texts(compare) and "your choice stands" in texts(compare))
    with opened(profile) as archive:
        assert (archive.stored().close != before.close).sum() == 1
    compare.undo.click()
    bench.until(lambda: bench.changes == 2)
    with opened(profile) as archive:
        assert (archive.stored().close == before.close).all()
    ts, told = int(compare.comparison.ts[0]) if compare.comparison is not None else 0, list[object]()
    dialogs.choose(future("ES"), M5, ts, "nobody", told.append, lambda error: told.append(str(error)))
    bench.until(lambda: told)
    assert "nobody has no 5m candle of ES=F there. Nothing was changed." in str(told[0])
    compare.close()
    sessions.close()
    bench.until(lambda: dialogs.compare is None and dialogs.sessions is None)


def test_an_order_is_weighed_before_it_is_applied_and_can_be_given_up(qtbot: QtBot, untouched: Profile, program: Path) -> None:
    bench = Bench(qtbot, untouched, [sys.executable, "-S", "-E", str(program)])
    bench.dialogs.show_order(bench.window)
    order = bench.dialogs.order
    assert order is not None
    bench.until(lambda: order.order)
    assert order.order == ["ninjatrader", "demo"]
    assert not order.check.isEnabled()
    assert "order in force" in texts(order)
    order.down_button.click()
    assert (order.order, order.check.isEnabled(), order.apply.isEnabled()) == (["demo", "ninjatrader"], True, False)
    program.with_name("mood").write_text("slow")
    order.check.click()
    bench.until(lambda: order._bar.maximum() == 2)
    assert order.close_button.text() == "&Cancel"
    order.close_button.click()
    bench.until(lambda: not bench.dialogs._commands.active)
    assert "Cancelled" in texts(order)
    program.with_name("mood").write_text("")
    order.check.click()
    bench.until(lambda: order.apply.isEnabled())
    assert "7 candles would change, in all timeframes: ES=F 7." in texts(order)
    order.up_button.click()
    assert not order.apply.isEnabled(), "what was weighed was another order"
    order.down_button.click()
    order.check.click()
    bench.until(lambda: order.apply.isEnabled())
    order.apply.click()
    bench.until(lambda: bench.changes)
    calls = [json.loads(line)[2:] for line in program.with_name("calls").read_text().splitlines()]
    names = ["demo", "ninjatrader"]
    weighed = ["--demo", "sources", "prefer", "--json", "--no-push", "--progress", "--dry-run", *names]
    assert calls == [weighed] * 3 + [["--demo", "sources", "prefer", "--json", "--no-push", "--progress", *names]]
    bench.until(lambda: "The order is in force; 7 candles changed" in texts(order))
    bench.dialogs.close()


def test_a_source_is_removed_once_its_counts_were_seen(qtbot: QtBot, untouched: Profile, program: Path) -> None:
    bench = Bench(qtbot, untouched, [sys.executable, "-S", "-E", str(program)])
    bench.dialogs.show_order(bench.window)
    order = bench.dialogs.order
    assert order is not None
    bench.until(lambda: order.order)
    order.down_button.click()
    assert not order.remove_button.isEnabled(), "the list shows another order"
    order.up_button.click()
    order.remove_button.click()
    bench.until(lambda: order.question is not None)
    question = order.question
    assert question is not None
    assert question.informativeText().startswith("ES=F: 1,200 candles go, which no other source has; 7 get the values of another.")
    assert "asks" not in question.informativeText(), "it is no feed"
    question.reject()
    bench.until(lambda: order.question is None)
    order.remove_button.click()
    bench.until(lambda: order.question is not None)
    assert order.question is not None
    order.question.remove.click()
    told = "ninjatrader is removed: 1,200 candles are gone, 7 have the values of others. Backup: /backups/before.sqlite3"
    bench.until(lambda: told in texts(order))
    calls = [json.loads(line)[2:] for line in program.with_name("calls").read_text().splitlines()]
    words = ["--demo", "sources", "remove", "--json", "--no-push", "--progress"]
    assert calls == [[*words, "--dry-run", "ninjatrader"]] * 2 + [[*words, "--yes", "ninjatrader"]]
    assert bench.changes == 1
    bench.dialogs.close()


def test_a_change_that_was_cut_off_is_told_and_can_be_finished(qtbot: QtBot, profile: Profile, program: Path) -> None:
    with opened(profile) as archive:
        precedence.keep_unsettled(archive.connection, {"ES=F": 0})
    bench = Bench(qtbot, profile, [sys.executable, "-S", "-E", str(program)])
    bench.dialogs.show_order(bench.window)
    order = bench.dialogs.order
    assert order is not None
    bench.until(lambda: "ES=F follow it in part only" in texts(order))
    assert (order.apply.text(), order.apply.isEnabled()) == ("&Finish the change", True)
    program.with_name("mood").write_text("slow")
    order.apply.click()
    bench.until(lambda: order._bar.maximum() == 2)
    order.close_button.click()
    bench.until(lambda: bench.changes)
    bench.until(lambda: "What was done by then is stored" in texts(order) and order.apply.isEnabled())
    (call,) = [json.loads(line)[2:] for line in program.with_name("calls").read_text().splitlines()]
    assert call == ["--demo", "sources", "prefer", "--json", "--no-push", "--progress"]
    bench.dialogs.close()


def test_a_window_takes_its_dialogs_with_it(bench: Bench) -> None:
    """What is read meanwhile is shown nowhere."""
    window = QWidget()
    bench.dialogs.show_sessions(window, future("ES"), M5)
    bench.dialogs.show_candle(window, future("ES"), M5, 0)
    delete(window)
    assert (bench.dialogs.sessions, bench.dialogs.compare) == (None, None)
    heard: list[object] = []
    bench.dialogs._work.run(lambda: None, heard.append)
    bench.until(lambda: heard)


def test_what_goes_wrong_is_told(qtbot: QtBot, tmp_path: Path, program: Path) -> None:
    bench = Bench(qtbot, Profile(tmp_path / "nothing", demo=True), ["/nowhere/at/all"])
    bench.dialogs.show_order(bench.window)
    bench.dialogs.show_sessions(bench.window, future("ES"), M5)
    order, sessions = bench.dialogs.order, bench.dialogs.sessions
    assert order is not None
    assert sessions is not None
    bench.until(lambda: "no database" in texts(order).lower() and "no database" in texts(sessions).lower())
    bench.dialogs._check(order, ["demo"])
    bench.until(lambda: "could not be started" in texts(order))
    assert "Nothing was changed" in texts(order)
    bench.dialogs.close()
