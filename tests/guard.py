"""A fixture that fails the test which leaves a widget, timer, thread, or child process behind.

A test process holds some 300,000 objects, far too many to look through before and after each test. So each object is
looked at once: what was seen is frozen, which hides it from the collector and so from the next look, and of what can
be left behind a weak reference is kept.
"""

from __future__ import annotations

import gc
import os
import threading
import weakref
from collections.abc import Iterator
from itertools import count

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QProcess, QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

_Watched = QTimer | QThread | QProcess

_NAMES = {QTimer: "timer", QThread: "thread", QProcess: "process"}
#: Every one of them that was seen and still exists, by its number.
_SEEN: weakref.WeakValueDictionary[int, _Watched] = weakref.WeakValueDictionary()
#: Before the first test and every so many after it, everything is thawed and looked through: 0.3 s.
_ALL_EVERY = 100
_turns = count()


def _see() -> None:
    """Look at what was made since the last time."""
    objects = gc.get_objects()
    watched = {kind for kind in set(map(type, objects)) if issubclass(kind, _Watched)}
    if watched:
        _SEEN.update((id(thing), thing) for thing in objects if type(thing) in watched)
    gc.freeze()


def _collect() -> None:
    """Free all garbage, of earlier tests too; whatever is left will be looked at again."""
    gc.unfreeze()
    gc.collect()


def _alive(thing: _Watched) -> bool:
    if not isValid(thing):
        return False
    if isinstance(thing, QProcess):
        return thing.state() is not QProcess.ProcessState.NotRunning
    return thing.isActive() if isinstance(thing, QTimer) else thing.isRunning()


def _children() -> set[int]:
    """The child processes, zombies included; where there is none, the system says so at once."""
    if hasattr(os, "waitid"):
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return set()
    return {child.pid for child in psutil.Process().children()}


def _leftovers() -> dict[str, set[int]]:
    """What is alive, by kind; numbers identify."""
    _see()
    alive = [(number, thing) for number, thing in _SEEN.items() if _alive(thing)]
    found = {name: {number for number, thing in alive if isinstance(thing, kind)} for kind, name in _NAMES.items()}
    found["python thread"] = {thread.ident or 0 for thread in threading.enumerate() if not thread.daemon}
    found["child process"] = _children()
    if isinstance(QCoreApplication.instance(), QApplication):
        found["window"] = {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()}
    return found


def _new_since(before: dict[str, set[int]]) -> dict[str, set[int]]:
    left = {kind: found - before.get(kind, set()) for kind, found in _leftovers().items()}
    return {kind: found for kind, found in left.items() if found}


@pytest.fixture(autouse=True)
def leaves_nothing(qapp: QApplication) -> Iterator[None]:
    """Fail when something is left that was not there before."""
    if next(_turns) % _ALL_EVERY == 0:
        _collect()
    before = _leftovers()
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = _new_since(before)
    if left:
        _collect()  # garbage may hold what nobody uses any more; collecting after each test would take long
        left = _new_since(before)
    assert not left, f"left behind: {', '.join(f'{len(found)} {kind}' for kind, found in left.items())}"
