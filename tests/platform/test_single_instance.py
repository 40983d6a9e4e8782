"""One instance per profile, with real second processes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from ohlc_desktop.core.errors import ProfileError
from ohlc_desktop.platform import single_instance as module
from ohlc_desktop.platform.single_instance import SingleInstance, _server_name

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ohlc_desktop.platform.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]), sys.argv[2])
print(instance.claim(), instance.holder, flush=True)
if len(sys.argv) > 3:
    application.exec()
"""


def start(folder: Path, role: str = "window", *, stay: bool = False) -> subprocess.Popen[str]:
    """Another start on the same folder."""
    command = [sys.executable, "-c", SECOND, str(folder), role, *(["stay"] if stay else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(qtbot: QtBot, process: subprocess.Popen[str]) -> str:
    """What it said; the event loop goes on meanwhile."""
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=10_000)
    return process.communicate()[0].strip()


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> SingleInstance:
    """The instance of a profile."""
    instance = SingleInstance(tmp_path)
    assert instance.claim()
    yield instance
    instance.release()


def test_a_second_start_shows_the_first_ones_window(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    with qtbot.waitSignal(first.show_wanted, timeout=10_000):
        second = start(tmp_path)
    said = finish(qtbot, second)
    assert said.startswith("False")
    assert "role='window', answered=True" in said


def test_a_second_start_without_a_screen_leaves_the_window_alone(
    qtbot: QtBot, first: SingleInstance, tmp_path: Path
) -> None:
    with qtbot.assertNotEmitted(first.show_wanted):
        said = finish(qtbot, start(tmp_path, "run"))
    assert "role='window', answered=False" in said


def test_another_profile_is_another_instance(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    assert finish(qtbot, start(tmp_path / "other")) == "True None"


def test_a_link_to_the_folder_is_the_same_profile(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    link = tmp_path.with_name(tmp_path.name + "-link")
    link.symlink_to(tmp_path)
    with qtbot.waitSignal(first.show_wanted, timeout=10_000):
        second = start(link)
    assert finish(qtbot, second).startswith("False")


def test_a_crashed_first_instance_never_blocks(qtbot: QtBot, tmp_path: Path) -> None:
    crashed = start(tmp_path, stay=True)
    assert crashed.stdout is not None
    assert crashed.stdout.readline().startswith("True")
    crashed.send_signal(signal.SIGKILL)
    crashed.wait()
    crashed.stdout.close()
    heir = SingleInstance(tmp_path)
    assert heir.claim()
    with qtbot.waitSignal(heir.show_wanted, timeout=10_000):  # and it can be called although a socket was left
        second = start(tmp_path)
    finish(qtbot, second)
    heir.release()


def test_a_container_that_was_killed_does_not_block_the_next(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have the same process number, which so seems to be alive, and the lock is young."""
    monkeypatch.setattr(module, "ANSWER_MS", 100)
    made = SingleInstance(tmp_path)
    assert made.claim()
    lock = tmp_path / "instance.lock"
    left = lock.read_text("utf-8")
    made.release()
    lock.write_text(left, "utf-8")
    heirs = [SingleInstance(tmp_path) for _ in range(2)]
    assert [heir.claim() for heir in heirs] == [True, False]
    heirs[0].release()


def test_a_first_instance_that_hangs_does_not_hang_the_second(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_MS", 200)
    hanging = start(tmp_path, stay=True)
    assert hanging.stdout is not None
    hanging.stdout.readline()
    hanging.send_signal(signal.SIGSTOP)
    second = SingleInstance(tmp_path)
    assert not second.claim()
    assert second.holder is not None
    assert (second.holder.pid, second.holder.answered) == (hanging.pid, False)
    assert str(hanging.pid) in second.holder.named
    hanging.kill()
    hanging.communicate()


def test_what_is_released_can_be_claimed(qtbot: QtBot, tmp_path: Path) -> None:
    for _ in range(3):
        instance = SingleInstance(tmp_path)
        assert instance.claim()
        instance.release()
        instance.release()


@pytest.mark.parametrize(
    "line", [b"rubbish\n", b"{}\n", b"[1]\n", b'{"v":1,"do":"dance"}\n', b'{"v":"x","do":"show"}\n', b"x" * 10_000]
)
def test_rubbish_is_not_obeyed(qtbot: QtBot, first: SingleInstance, tmp_path: Path, line: bytes) -> None:
    caller = QLocalSocket()
    caller.connectToServer(_server_name(tmp_path))
    with qtbot.assertNotEmitted(first.show_wanted), qtbot.waitSignal(caller.disconnected):
        caller.write(line)
        caller.flush()


def test_a_later_version_may_say_more(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    caller = QLocalSocket()
    caller.connectToServer(_server_name(tmp_path))
    with qtbot.waitSignal(first.show_wanted):
        caller.write(json.dumps({"v": 2, "do": "show", "page": "log"}).encode() + b"\n")
        caller.flush()
    qtbot.waitSignal(caller.disconnected)
    caller.abort()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(ProfileError, match="cannot be used"):
        SingleInstance(in_the_way / "profile").claim()
