"""What a person changed is pushed by a child process: once more for what came meanwhile, and a failure is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.hub.hub_pushing import HubPushing

#: Stands in for the program: notes that it was started, and answers and ends as it is told.
PROGRAM = """
import pathlib, sys
with pathlib.Path(__file__).with_name("calls").open("a") as calls:
    calls.write(" ".join(sys.argv[-3:]) + "\\n")
print({answer!r})
sys.exit({code})
"""
FULL = '{"version": 1, "error": {"title": "The hub has no room.", "message": "All is kept.", "hint": "Free some.", "exit_code": 2}}'
FILLS = Settings(hub_url="postgresql://desk@localhost/ohlc")


class Bench:
    """A service whose program ends with a code and an answer."""

    def __init__(self, qtbot: QtBot, place: Path, code: int = 0, answer: str = "{}", settings: Settings = FILLS) -> None:
        self.qtbot, self.calls = qtbot, place / "calls"
        script = place / "program.py"
        script.write_text(PROGRAM.format(answer=answer, code=code))
        self.service = HubPushing(Profile(place, False), lambda: settings, command=[sys.executable, "-S", "-E", str(script)])
        self.told: list[OhlcError | None] = []
        self.service.pushed.connect(self.told.append)

    def push(self, times: int = 1) -> list[str]:
        """Ask for pushes at once; the calls of the program when all have ended."""
        with self.qtbot.waitSignal(self.service.ended, timeout=30_000):
            for _ in range(times):
                self.service.push()
        return self.calls.read_text().splitlines()


def test_what_changes_during_a_push_goes_with_one_more(qtbot: QtBot, tmp_path: Path) -> None:
    bench = Bench(qtbot, tmp_path)
    assert bench.push(5) == ["hub push --json"] * 2
    assert bench.told == [None, None]


@pytest.mark.parametrize(
    ("code", "answer", "told"),
    [
        (2, FULL, ["The hub has no room. All is kept. Free some."]),
        (9, "", ["The push to the hub ended unexpectedly (exit code 9). What the hub had committed stays; the rest goes next time. The log holds the details."]),
        (4, FULL, []),  # an import runs, which pushes in its end
    ],
)
def test_a_failure_is_told(qtbot: QtBot, tmp_path: Path, code: int, answer: str, told: list[str]) -> None:
    bench = Bench(qtbot, tmp_path, code, answer)
    bench.push()
    assert [str(error) for error in bench.told] == told


@pytest.mark.parametrize("settings", [Settings(), Settings(hub_url=FILLS.hub_url, hub_role="FOLLOW")])
def test_who_fills_no_hub_pushes_nothing(qtbot: QtBot, tmp_path: Path, settings: Settings) -> None:
    bench = Bench(qtbot, tmp_path, settings=settings)
    bench.service.push()
    assert not bench.service.active
