"""What the question for a newer version does when it fails in a way that nobody thought of."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.errors import UnexpectedFault
from ohlc_desktop.core.states.updates import Release
from ohlc_desktop.diagnostics import newest_release
from ohlc_desktop.services.health.update_checker import UpdateChecker
from tests.waiting import wait_until


def test_a_fault_of_ours_ends_the_question_and_the_next_is_asked(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Exception] = [RuntimeError("oops")]

    def asked(_address: str) -> Release:
        if answers:
            raise answers.pop()
        return Release("99.0")

    monkeypatch.setattr(newest_release, "newest_release", asked)
    checker = UpdateChecker()
    checker.ask("https://host/latest")
    wait_until(qtbot, lambda: not checker.state.asking, 20_000)
    assert isinstance(checker.state.error, UnexpectedFault)
    checker.ask("https://host/latest")
    wait_until(qtbot, lambda: checker.state.newest == Release("99.0"), 20_000)
    assert (checker.state.newer, checker.state.error) == (True, None)
    checker.stop()
