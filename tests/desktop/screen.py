"""A desktop of its own for tests: an X server, a session bus, a window manager, and a tray where one is wanted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor, QImage

#: Which Debian package has the program.
PACKAGES = {
    "Xvfb": "xvfb", "dbus-daemon": "dbus", "openbox": "openbox", "xdotool": "xdotool", "import": "imagemagick",
    "trayer": "trayer", "xfce4-panel": "xfce4-panel", "dunst": "dunst",
}  # fmt: skip
#: Beyond this something hangs, in seconds.
DEADLINE = 60.0
_BASE = ("Xvfb", "dbus-daemon", "openbox", "xdotool", "import")
_PAUSE = 0.1
_SIZE = "1280x900x24"
_FOLDERS = {"RUNTIME_DIR": "run", "CONFIG_HOME": "config", "DATA_HOME": "data", "CACHE_HOME": "cache"}
_KEPT = ("PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")

Point = tuple[int, int]
Pixels = npt.NDArray[np.uint32]
T = TypeVar("T")


def need(*programs: str) -> None:
    """Skip the test where a program is missing, and say which packages have it and what every desktop needs."""
    missing = {PACKAGES[program] for program in (*_BASE, *programs) if shutil.which(program) is None}
    if missing:
        pytest.skip(f"needs the programs of a desktop: apt-get install {' '.join(sorted(missing))}")


class Screen:
    """The desktop.

    Attributes:
        env: The environment for a program that shall be on it.
        folder: Its home; what a program says is in a file there that is named like the program.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[subprocess.Popen[bytes]] = []
        self.env = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self.env |= {"HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC", "NO_AT_BRIDGE": "1", "GDK_BACKEND": "x11"}
        for name, part in _FOLDERS.items():
            (folder / part).mkdir(mode=0o700)
            self.env[f"XDG_{name}"] = str(folder / part)

    def open(self) -> None:
        """Start the X server, the bus and the window manager.

        Without ``-noreset`` the server drops who is just connecting whenever its last client leaves. The first key that
        is pressed changes the server's keyboard: a window manager that is told so meanwhile knows no key for a moment.
        """
        self.env["DISPLAY"] = ":" + self._told(
            "Xvfb", "-displayfd", "{fd}", "-screen", "0", _SIZE, "-nolisten", "tcp", "-noreset"
        )
        bus = f"--address=unix:path={self.folder}/run/bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._told(
            "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}", bus
        )
        self.press("Shift_L")
        self.start("openbox", "--sm-disable")
        self.until(lambda: self.ask("xdotool", "get_num_desktops"), "a window manager")

    def close(self) -> None:
        """End every program on it, the last one first."""
        for process in reversed(self._running):
            end(process)

    # -- programs --------------------------------------------------------------------------------------

    def start(self, *command: str, fds: Iterable[int] = (), says: str = "") -> subprocess.Popen[bytes]:
        """Start a program with a session of its own; ``says`` is the file for its output."""
        with (self.folder / f"{says or Path(command[0]).name}.out").open("ab") as out:
            process = subprocess.Popen(
                command, env=self.env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, pass_fds=tuple(fds),
                start_new_session=True, cwd=Path(__file__).parents[2],
            )  # fmt: skip
        self._running.append(process)
        return process

    def ask(self, *command: str) -> str:
        """What a short command prints; empty when it fails, as a search does that finds nothing."""
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=DEADLINE, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    def _told(self, *command: str) -> str:
        """Start a program that writes its address to a descriptor; the address."""
        ours, theirs = os.pipe()
        try:
            self.start(*(word.format(fd=theirs) for word in command), fds=[theirs])
        finally:
            os.close(theirs)
        with os.fdopen(ours) as pipe:
            line = pipe.readline().strip()
        assert line, f"{command[0]} did not start"
        return line

    # -- what is to be seen ----------------------------------------------------------------------------

    def picture(self) -> QImage:
        """The screen as it is, without the pointer."""
        command = ["import", "-silent", "-window", "root", "bmp:-"]
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=DEADLINE, check=True)
        image = QImage.fromData(done.stdout).convertToFormat(QImage.Format.Format_RGB32)
        assert not image.isNull(), done.stderr
        return image

    def still(self) -> QImage:
        """The screen as soon as it looks the same twice."""
        last = [self.picture()]

        def same() -> bool:
            last.append(self.picture())
            return not changed(*last[-2:]).any()

        self.until(same, "a screen that stays as it is")
        return last[-1]

    def windows(self, name: str = "", kind: str = "") -> list[str]:
        """The windows to be seen, by their name or their class: regular expressions."""
        by = ("--class", kind) if kind else ("--name", name)
        return self.ask("xdotool", "search", "--onlyvisible", *by).split()

    def until(self, true: Callable[[], T], what: str, seconds: float = DEADLINE) -> T:
        """Ask again and again until something is so; its value. A picture is kept of what was there instead."""
        end = time.monotonic() + seconds
        while not (value := true()):
            if time.monotonic() > end:
                where = self.folder / "instead.png"
                self.picture().save(str(where))
                raise AssertionError(f"not after {seconds:g} s: {what}; see {where}")
            time.sleep(_PAUSE)
        return value

    # -- what a user does ------------------------------------------------------------------------------

    def click(self, at: Point, button: int = 1) -> None:
        """Press a mouse button somewhere: 1 is the left, 3 the right one."""
        self.ask("xdotool", "mousemove", *map(str, at), "click", str(button))

    def point_away(self) -> None:
        """Move the pointer to where it touches nothing."""
        self.ask("xdotool", "mousemove", "640", "1")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.ask("xdotool", "key", "--delay", "40", *keys)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it has started; it gets two seconds for it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(2)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(2)


def pixels(image: QImage) -> Pixels:
    """The colour of each pixel, in rows."""
    plain = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return plain[:, : image.width()] & np.uint32(0xFFFFFF)


def changed(before: QImage, after: QImage) -> npt.NDArray[np.bool_]:
    """Which pixels are other ones now, in rows."""
    return np.not_equal(pixels(before), pixels(after))


def of_colour(image: QImage, colour: QColor) -> int:
    """How many pixels have a colour."""
    return int((pixels(image) == (colour.rgb() & 0xFFFFFF)).sum())
