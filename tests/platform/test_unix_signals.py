"""The system's signals inside the event loop."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.platform.unix_signals import NUMBERS, QuitSignals


@pytest.fixture
def signals(qtbot: QtBot) -> Iterator[QuitSignals]:
    """Listens as long as a test runs."""
    listening = QuitSignals()
    yield listening
    listening.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_idle_event_loop_hears_a_signal_at_once(qtbot: QtBot, signals: QuitSignals, number: int) -> None:
    with qtbot.waitSignal(signals.quit_wanted, timeout=20_000):
        os.kill(os.getpid(), number)


def test_each_signal_is_told(qtbot: QtBot, signals: QuitSignals) -> None:
    heard: list[None] = []
    signals.quit_wanted.connect(lambda: heard.append(None))
    for wanted in (1, 2):
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda wanted=wanted: len(heard) == wanted)


def test_other_signals_are_none_of_its_business(qtbot: QtBot, signals: QuitSignals) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        with qtbot.assertNotEmitted(signals.quit_wanted, wait=100):
            os.kill(os.getpid(), signal.SIGUSR1)
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_what_signals_did_before_they_do_again() -> None:
    before = [signal.getsignal(number) for number in NUMBERS]
    listening = QuitSignals()
    assert [signal.getsignal(number) for number in NUMBERS] != before
    listening.close()
    listening.close()
    assert [signal.getsignal(number) for number in NUMBERS] == before
    assert signal.set_wakeup_fd(-1) == -1
