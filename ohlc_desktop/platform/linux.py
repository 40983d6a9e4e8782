"""Linux and other free desktops: XDG desktop entries, logind."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot

from ohlc_desktop.platform.autostart import ID, NAME, EntryFile, program, start_command, suffix
from ohlc_desktop.profile import Profile

_log = logging.getLogger(__name__)

_PREPARE_FOR_SLEEP = (
    "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
)  # fmt: skip


def autostart(profile: Profile, environment: Mapping[str, str] = os.environ) -> DesktopEntry:
    """A file in the user's autostart folder; from within a Flatpak in that of the system around it."""
    flatpak = environment.get("FLATPAK_ID", "")
    configured = environment.get("HOST_XDG_CONFIG_HOME" if flatpak else "XDG_CONFIG_HOME", "")
    home = Path(environment.get("HOME") or Path.home())
    base = Path(configured) if configured.startswith("/") else home / ".config"
    command = start_command(profile, ["flatpak", "run", flatpak] if flatpak else program())
    return DesktopEntry(command, base / "autostart" / f"{ID}{suffix(profile)}.desktop")


class DesktopEntry(EntryFile):
    """An entry as the Desktop Entry and Autostart Specifications of freedesktop.org have it."""

    def __init__(self, command: Sequence[str], path: Path) -> None:
        # desktops look for the program under its name as it stands there, where a % is doubled
        whole = ["/usr/bin/env", *command] if "%" in command[0] else command
        self._exec = " ".join(quoted(argument) for argument in whole)
        super().__init__(path)

    def enabled(self) -> bool:
        """Whether the entry is there, starts this program, and the desktop has not switched it off."""
        found = self._read()
        off = found.get("Hidden") == "true" or found.get("X-GNOME-Autostart-enabled") == "false"
        return found.get("Exec") == self._exec and not off

    def enable(self) -> None:
        """Write the entry."""
        lines = (
            "[Desktop Entry]", "Type=Application", f"Name={NAME}", "Comment=Daily import of futures candles",
            f"Exec={self._exec}", f"Icon={ID}", "Terminal=false", "X-GNOME-Autostart-enabled=true",
        )  # fmt: skip
        self.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))

    def _read(self) -> dict[str, str]:
        try:
            text = self.path.read_text("utf-8", "surrogateescape")
        except OSError:
            return {}
        group, found = "", {}
        for line in text.split("\n"):
            if line.startswith("["):
                group = line.strip()
            elif group == "[Desktop Entry]" and "=" in line and not line.startswith("#"):
                key, _, value = line.partition("=")
                found[key.strip()] = value.strip()
        return found


def quoted(argument: str) -> str:
    """An argument as the value of ``Exec`` wants it: quoted, then escaped once more as every value is."""
    inner = argument
    for character in '\\"`$':
        inner = inner.replace(character, "\\" + character)
    if inner != argument or not argument or set(argument) & set(" \t\n'><~|&;*?#()"):
        inner = f'"{inner}"'
    inner = inner.replace("%", "%%")
    return inner.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def listen(woken: Callable[[], None]) -> Callable[[], None] | None:
    """Call ``woken`` when logind says that sleep is over; returns how to stop, or None without logind."""
    from PySide6.QtDBus import QDBusConnection

    bus, listener = QDBusConnection.systemBus(), SleepListener(woken)
    slot: Any = SLOT("prepare(bool)")  # the type stubs ask for bytes, which PySide6 refuses
    if not bus.isConnected() or not bus.connect(*_PREPARE_FOR_SLEEP, listener, slot):
        _log.debug("No messages of logind: sleep is noticed by the clock")
        return None

    def stop() -> None:
        bus.disconnect(*_PREPARE_FOR_SLEEP, listener, slot)

    return stop


class SleepListener(QObject):
    """Receives ``PrepareForSleep`` of logind, and calls ``woken`` when sleep is over."""

    def __init__(self, woken: Callable[[], None]) -> None:
        super().__init__()
        self._woken = woken

    @Slot(bool)
    def prepare(self, asleep: bool) -> None:
        """True comes just before sleep, False after it."""
        if not asleep:
            self._woken()
