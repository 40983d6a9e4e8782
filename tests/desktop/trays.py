"""Programs that show tray icons, and our app as a user meets it there."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtGui import QImage

from ohlc_desktop.profile import LOG_NAME
from ohlc_desktop.ui.widgets.theme import LIGHT
from tests.desktop.screen import DEADLINE, Point, Screen, changed, end, of_colour, pixels

#: In the title of every window of ours on the simulated market.
TITLE = "DEMO"
#: An icon has more colours than that, a menu more pixels.
_COLOURS, _MENU = 20, 4_000
_SERIOUS = (" ERROR ", " CRITICAL ", " ohlc_desktop.qt: ")
#: Marks further apart than that, in pixels, are in lines of their own.
_LINE = 40
_PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=10;x=640;y=880"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""


class Host:
    """A tray: a program with a window of some class."""

    def __init__(self, screen: Screen, kind: str, *command: str) -> None:
        self._screen, self._kind, self._command = screen, kind, command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns when its window is there."""
        self._process = self._screen.start(*self._command)
        self._screen.until(lambda: self._screen.windows(kind=self._kind), f"a window of {self._command[0]}")

    def stop(self) -> None:
        """End it, as when it crashes; twice does no harm."""
        if self._process is not None:
            end(self._process)
        self._process = None


def trayer(screen: Screen) -> Host:
    """A tray of the old kind: the icon is a window in the tray's window (XEmbed)."""
    place = ("--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "32")
    return Host(screen, "trayer", "trayer", *place, "--SetDockType", "true", "--SetPartialStrut", "true")


def xfce_panel(screen: Screen) -> Host:
    """A tray of the new kind: icon and menu are told over D-Bus, and drawn by the panel (StatusNotifier)."""
    folder = screen.folder / "config/xfce4/xfconf/xfce-perchannel-xml"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xfce4-panel.xml").write_text(_PANEL, "utf-8")
    return Host(screen, "[Xx]fce4-panel", "xfce4-panel", "--disable-wm-check")


class Notifications:
    """The program that shows notifications, and a record of what it was asked to show."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._record = screen.folder / "notified.out"
        self._record.unlink(missing_ok=True)
        asked = "interface='org.freedesktop.Notifications',member='Notify'"
        self._listener = screen.start("dbus-monitor", "--session", asked, says="notified")
        self._shower = screen.start("dunst")
        screen.until(self._ready, "a program that shows notifications")

    def _ready(self) -> bool:
        question = "org.freedesktop.DBus.NameHasOwner"
        bus = ("dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/")
        return "true" in self._screen.ask(*bus, question, "string:org.freedesktop.Notifications")

    def stop(self) -> None:
        """End both."""
        end(self._shower)
        end(self._listener)

    def shown(self) -> bool:
        """Whether a notification is on the screen."""
        return bool(self._screen.windows(kind="dunst"))

    def texts(self) -> str:
        """Titles and texts that were asked for so far."""
        return self._record.read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Icon:
    """Our icon: where it is, and the screen with it, pointer elsewhere."""

    left: int
    top: int
    right: int
    bottom: int
    picture: QImage

    @property
    def middle(self) -> Point:
        """Where to click."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    def there(self, now: QImage) -> bool:
        """Whether it, or something much like it, is at its place."""
        other = changed(self.picture, now)[self.top : self.bottom + 1, self.left : self.right + 1]
        return bool(other.mean() < 0.3)


class TrayApp:
    """Our app as a process, on a data folder.

    Attributes:
        process: The app.
    """

    def __init__(self, screen: Screen, home: Path, program: tuple[str, ...] = ("-m", "ohlc_desktop")) -> None:
        self.screen, self.home, self._program = screen, home, program
        self._says = f"{home.parent.name}-{home.name}"
        self._before = screen.picture()
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start it once more."""
        program = (sys.executable, *self._program, "--profile", str(self.home), "--demo", "--hidden")
        return self.screen.start(*program, says=self._says)

    def close(self) -> None:
        """End it, whatever its state, and what it has started."""
        end(self.process)

    # -- the tray --------------------------------------------------------------------------------------

    def icon(self) -> Icon:
        """Wait for the icon, which is all that there is of the app."""
        self.screen.until(self._painted, "an icon in the tray")
        now = self.screen.still()
        rows, columns = changed(self._before, now).nonzero()
        return Icon(int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max()), now)

    def _painted(self) -> bool:
        """Whether something is there that is no plain surface, such as a place for an icon."""
        now = self.screen.picture()
        return np.unique(pixels(now)[changed(self._before, now)]).size > _COLOURS

    def choose(self, icon: Icon, key: str) -> None:
        """Open the menu with the right button, and choose by the underlined letter."""
        windows, without = self.windows(), self.screen.still()
        self.screen.click(icon.middle, 3)
        self.screen.until(lambda: changed(without, self.screen.picture()).sum() > _MENU, "the menu")
        assert self.windows() == windows, "the right button opened something else than the menu"
        self.screen.press(key)
        self.screen.point_away()

    # -- the window ------------------------------------------------------------------------------------

    def open(self, icon: Icon) -> None:
        """Click on the icon, and wait for the window in front of others."""
        self.screen.click(icon.middle)
        self.screen.point_away()
        self.until_windows(1)

    def leave(self, left: int = 0) -> None:
        """Close the window with the keyboard, and wait until so many windows of ours are left."""
        self.screen.press("alt+F4")
        self.until_windows(left)

    def windows(self) -> int:
        """How many windows of ours are to be seen."""
        return len(self.screen.windows(TITLE))

    def until_windows(self, count: int) -> None:
        """Wait until so many windows of ours are to be seen, one of them the one that keys go to."""

        def seen() -> bool:
            windows = self.screen.windows(TITLE)
            return len(windows) == count and (not count or self.screen.ask("xdotool", "getactivewindow") in windows)

        self.screen.until(seen, f"{count} windows of ours, one of them in front")

    def marked(self) -> bool:
        """Whether something is marked as all right: the indicators are first."""
        return of_colour(self.screen.picture(), LIGHT.ok) > 0

    def complete(self) -> bool:
        """Whether all series are marked as complete, which the coverage page does below the indicators."""
        rows, _ = (pixels(self.screen.picture()) == (LIGHT.ok.rgb() & 0xFFFFFF)).nonzero()
        return bool(rows.size and np.ptp(rows) > _LINE)

    # -- what became of it -----------------------------------------------------------------------------

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.home / "demo" / "ohlc.sqlite3")) as plain:
            return plain.execute(sql).fetchall()

    def runs(self) -> list[tuple[object, ...]]:
        """Trigger and state of every import."""
        return self.rows("SELECT trigger, state FROM run WHERE state <> 'SKIPPED' ORDER BY id")

    def candles(self) -> int:
        """How many candles are stored; none before there is a database."""
        if not (self.home / "demo" / "ohlc.sqlite3").exists():
            return 0
        with suppress(sqlite3.OperationalError):  # its tables are being made
            return int(str(self.rows("SELECT count(*) FROM candle")[0][0]))
        return 0

    def until_runs(self, *runs: tuple[str, str]) -> None:
        """Wait until the ledger has these imports."""
        self.screen.until(lambda: self.runs() == list(runs), f"imports {runs}")

    def importers(self) -> list[psutil.Process]:
        """The importing processes."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]

    def ends(self) -> None:
        """Wait for its end, which is a good one."""
        assert self.process.wait(DEADLINE) == 0

    def terminate(self) -> None:
        """Ask it to end, as the system does that shuts down."""
        self.process.send_signal(signal.SIGTERM)

    def said(self) -> str:
        """What it and later starts of it wrote to the terminal."""
        return (self.screen.folder / f"{self._says}.out").read_text("utf-8")

    def complaints(self) -> list[str]:
        """The errors in its log, and what Qt complained about."""
        log = (self.home / "demo" / "logs" / LOG_NAME).read_text("utf-8")
        return [line for line in log.splitlines() if any(word in line for word in _SERIOUS)]
