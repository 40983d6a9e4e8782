"""A fixture that fails the test which leaves a widget, timer, thread, or child process behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QProcess, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

#: Of every type met so far, which kind of leftover it can be. A test process holds 100,000 objects.
_KINDS: dict[type, str] = {}


def _kind(of: type) -> str:
    for kind, name in ((QTimer, "timer"), (QThread, "thread"), (QProcess, "process")):
        if issubclass(of, kind):
            return name
    return ""


def _alive(thing: QTimer | QThread | QProcess) -> bool:
    if not isValid(thing):
        return False
    if isinstance(thing, QProcess):
        return thing.state() is not QProcess.ProcessState.NotRunning
    return thing.isActive() if isinstance(thing, QTimer) else thing.isRunning()


def _leftovers() -> dict[str, set[int]]:
    """What is alive, by kind; numbers identify."""
    found: dict[str, set[int]] = {"timer": set(), "thread": set(), "process": set()}
    objects = gc.get_objects()
    for fresh in set(map(type, objects)) - _KINDS.keys():
        _KINDS[fresh] = _kind(fresh)
    watched = {kind for kind, name in _KINDS.items() if name}
    for thing in objects:
        if type(thing) in watched and _alive(thing):
            found[_KINDS[type(thing)]].add(id(thing))
    found["python thread"] = {thread.ident or 0 for thread in threading.enumerate() if not thread.daemon}
    found["child process"] = {child.pid for child in psutil.Process().children()}
    if isinstance(QCoreApplication.instance(), QApplication):
        found["window"] = {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    return found


def _new_since(before: dict[str, set[int]]) -> dict[str, set[int]]:
    left = {kind: found - before.get(kind, set()) for kind, found in _leftovers().items()}
    return {kind: found for kind, found in left.items() if found}


@pytest.fixture(autouse=True)
def leaves_nothing(qapp: QApplication) -> Iterator[None]:
    """Fail when something is left that was not there before."""
    before = _leftovers()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = _new_since(before)
    if left:
        gc.collect()  # garbage may hold what nobody uses any more; collecting after each test would take long
        left = _new_since(before)
    assert not left, f"left behind: {', '.join(f'{len(found)} {kind}' for kind, found in left.items())}"
