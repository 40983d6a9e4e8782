"""Fixtures that fail the test which leaves a widget, timer, thread, or child process behind, and note who is asked."""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakSet

import psutil
import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

#: More objects than this are not of one test: what is loaded and kept for good.
_MANY = 20_000


def _children() -> set[int]:
    """The child processes, zombies included; where there is none, the system says so at once."""
    if hasattr(os, "waitid"):
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return set()
    by_thread = list(Path("/proc/self/task").glob("*/children"))  # Linux alone has them, and does not look through all processes
    if by_thread:
        return {int(pid) for children in by_thread for pid in children.read_text().split()}
    return {child.pid for child in psutil.Process().children()}


def _leftovers(started: WeakSet[QTimer]) -> dict[str, set[int]]:
    """What is alive, by kind; numbers identify."""
    return {
        "timer": {id(timer) for timer in started if isValid(timer) and timer.isActive()},
        "thread": {thread.ident or 0 for thread in threading.enumerate() if not thread.daemon},
        "child process": _children(),
        "window": {id(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()},
    }


def _set_aside() -> None:
    """What earlier tests have loaded for good need not be looked at after each of the others."""
    if len(gc.get_objects()) > _MANY:
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def leaves_nothing(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail when something is left that was not there before."""
    start, started = QTimer.start, WeakSet[QTimer]()

    def noted(timer: QTimer, *interval: int) -> None:
        started.add(timer)
        start(timer, *interval)

    def left() -> list[str]:
        now = {kind: len(found - before[kind]) for kind, found in _leftovers(started).items()}
        return [f"{count} {kind}" for kind, count in now.items() if count]

    _set_aside()
    monkeypatch.setattr(QTimer, "start", noted)
    before = _leftovers(started)
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # here, for a later collection may come in another thread, where Qt's objects must not be destroyed
    assert not left(), f"left behind: {', '.join(left())}"


@dataclass
class Connections:
    """Whom this process wanted to reach through Python, in order.

    Attributes:
        made: Host or path, and port.
        looked_up: Names.
    """

    made: list[tuple[str, int]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Connections:
    """Notes every connection that is begun from now on, and every name that is looked up."""
    noted = Connections()
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connecting(one: socket.socket, address: Any) -> None:
        noted.made.append((address[0], address[1]) if isinstance(address, tuple) else (str(address), 0))
        connect(one, address)

    def looking_up(host: Any, *arguments: Any, **named: Any) -> Any:
        noted.looked_up.append(str(host))
        return look_up(host, *arguments, **named)

    monkeypatch.setattr(socket.socket, "connect", connecting)
    monkeypatch.setattr(socket, "getaddrinfo", looking_up)
    return noted
