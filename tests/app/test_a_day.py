"""A day in the life of the tray app, by a fake clock: what it holds stays flat, and hidden it sleeps."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from itertools import chain
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from ohlc_desktop.ui.shell import shell
from ohlc_desktop.ui.shell.window import Page
from tests.app.conftest import NOON, PLANNED, Rig, Start
from tests.standins.clock import FakeClock

MINUTE, HOUR, DAY = 60, 3600, 86_400
#: Memory may wander by so many bytes in a day.
WANDER = 8_000_000


@dataclass(frozen=True)
class HeldObjects:
    """What the app holds: numbers of things."""

    objects: int
    timers: int
    threads: int
    children: int
    windows: int


def held(rig: Rig) -> HeldObjects:
    """Count."""
    objects = [thing for top in tops(rig) for thing in (top, *top.findChildren(QObject))]
    return HeldObjects(
        len(objects),
        sum(isinstance(thing, QTimer) for thing in objects),
        threading.active_count(),
        len(rig.children()),
        len(QApplication.topLevelWidgets()),
    )


def tops(rig: Rig) -> Iterator[QObject]:
    """Every object that no other one owns, as far as Qt tells."""
    return chain((rig.app,), QApplication.topLevelWidgets())


def settle(rig: Rig) -> None:
    """Let everything that was begun come to an end, and free what is no longer needed."""
    rig.settle()
    rig.until(lambda: not rig.windows())
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def pass_time(rig: Rig, seconds: int, window_every: int) -> None:
    """Let time go by as the app's own timers notice it, with a look into the window now and then."""
    assert isinstance(rig.clock, FakeClock)
    pages = list(Page)
    for minute in range(seconds // MINUTE):
        rig.clock.advance(MINUTE)
        rig.app.controller.power.check()
        if rig.clock.now() >= due(rig):
            look(rig)
        if minute % window_every == 0:
            rig.open(pages[minute // window_every % len(pages)])
            rig.settle()
            rig.window.close()
            if minute // window_every % 2:
                rig.until(lambda: not rig.windows())


def due(rig: Rig) -> float:
    """When the schedule wants to look again."""
    return getattr(rig.app.controller.scheduler.status.decision, "until", 0.0)


def look(rig: Rig) -> None:
    """What the alarm does when it rings, and the import that may follow."""
    with rig.qtbot.waitSignal(rig.app.controller.scheduler.decided):
        rig.app.controller.scheduler.look("timer")
    rig.settle()
    if rig.app.controller.runner.active:
        rig.until_ended()


def test_a_day_leaves_nothing_behind(
    start: Start, filled: Path, standin: Callable[[FakeClock], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "FORGET_MS", 0)  # the window's memory is given back at once
    clock = FakeClock(NOON)
    rig = start(filled, clock=clock, hidden=True)
    standin(clock)
    pass_time(rig, 3 * HOUR, window_every=30)  # warms up: both imports of Monday, and every page
    assert triggers(rig) == ["schedule", "follow-up"]
    settle(rig)
    before, memory = held(rig), psutil.Process().memory_info().rss
    pass_time(rig, DAY, window_every=240)
    settle(rig)
    after, grown = held(rig), psutil.Process().memory_info().rss - memory
    assert triggers(rig) == ["schedule", "follow-up"] * 2
    assert astuple(after) == astuple(before)
    assert grown < WANDER, f"{grown / 1e6:.1f} MB more"


def triggers(rig: Rig) -> list[object]:
    """What started the planned imports, in their order."""
    return [row[0] for row in rig.rows("SELECT trigger FROM run WHERE planned IS NOT NULL ORDER BY planned")]


def test_hidden_it_sleeps(start: Start, filled: Path) -> None:
    rig = start(filled, clock=FakeClock(PLANNED.timestamp() - HOUR))
    for page in Page:
        rig.open(page)
        rig.settle()
    rig.window.close()
    rig.settle()
    QApplication.processEvents()
    restless = {
        f"{type(timer.parent()).__name__}: {timer.interval()} ms"
        for top in tops(rig)
        for timer in top.findChildren(QTimer)
        if timer.isActive() and timer.interval() < 30_000
    }
    assert not restless
    assert wake_ups(2000) <= 3


def wake_ups(milliseconds: int) -> int:
    """How often the event loop of this process wakes up; one of them ends the counting."""
    woken: list[None] = []
    dispatcher = QAbstractEventDispatcher.instance()
    connection = dispatcher.awake.connect(lambda: woken.append(None))
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    dispatcher.disconnect(connection)
    return len(woken)
