"""Starting with the session: an XDG desktop entry, the Windows Run key, or a macOS launch agent.

Nothing is remembered here: whether it is on is read from where the system looks, each time. On means that *this*
program is started for *this* profile; an entry left by another installation counts as off, and enabling repairs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QCryptographicHash

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.profile import Profile, locate

translate = QCoreApplication.translate

_NAME = "OHLC Desktop"
_ID = "ohlc-desktop"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


class AutostartError(OhlcError):
    """Start at login cannot be switched."""


class Autostart(Protocol):
    """Start at login for one profile.

    Attributes:
        where: The file or registry value that the system looks at, for a person.
    """

    @property
    def where(self) -> str:
        """The file or registry value that the system looks at, for a person."""

    def enabled(self) -> bool:
        """Whether the system will start this program for this profile, as things are now."""

    def enable(self) -> None:
        """Start at login from now on.

        Raises:
            AutostartError: it cannot be written.
        """

    def disable(self) -> None:
        """Start at login no more.

        Raises:
            AutostartError: it cannot be removed.
        """


def autostart_for(
    profile: Profile, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> Autostart:
    """Start at login as this platform does it; profiles other than the usual one have entries of their own."""
    command, mark = start_command(profile, platform), _mark(profile)
    if platform == "win32":
        return RunKey(command, f"{_NAME}{mark}", registry())
    home = Path(environment.get("HOME") or Path.home())
    if platform == "darwin":
        return LaunchAgent(command, home / "Library" / "LaunchAgents" / f"org.ohlc_desktop{mark}.plist")
    configured = environment.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if configured.startswith("/") else home / ".config"
    return DesktopEntry(command, base / "autostart" / f"{_ID}{mark}.desktop")


def start_command(profile: Profile, platform: str = sys.platform) -> list[str]:
    """The command that starts the tray for a profile without opening the window."""
    command = _program(platform)
    if profile != locate(None, profile.demo, {}):  # at login no variable of this session is set
        command += ["--profile", str(profile.folder.parent if profile.demo else profile.folder)]
    return [*command, *(["--demo"] if profile.demo else []), "--hidden"]


def _program(platform: str) -> list[str]:
    """This program: itself where frozen; its script where one is installed; else the interpreter. None opens a console."""
    here = Path(sys.executable)
    if getattr(sys, "frozen", False):
        windowed = here.with_name(f"{_ID}.exe")  # beside the one for terminals
        return [str(windowed if platform == "win32" and windowed.exists() else here)]
    if platform == "win32":
        windowed = here.with_name("pythonw.exe")
        return [str(windowed if windowed.exists() else here), "-m", "ohlc_desktop"]
    script = here.with_name(_ID)
    return [str(script)] if script.exists() else [str(here), "-m", "ohlc_desktop"]


def _mark(profile: Profile) -> str:
    if profile == locate(None, False, {}):
        return ""
    name = os.fsencode(profile.folder)
    digest = QCryptographicHash.hash(name, QCryptographicHash.Algorithm.Sha256)  # hashlib would cost the tray 3 MB
    return "-" + bytes(digest.data()).hex()[:8]


class DesktopEntry:
    """Linux and other free desktops: a file in the user's autostart folder."""

    def __init__(self, command: Sequence[str], path: Path) -> None:
        # desktops look for the program under its name as it stands there, where a % is doubled
        whole = ["/usr/bin/env", *command] if "%" in command[0] else command
        self._exec = " ".join(quoted(argument) for argument in whole)
        self._path = path

    @property
    def where(self) -> str:
        """Path of the entry."""
        return str(self._path)

    def enabled(self) -> bool:
        """Whether the entry is there, starts this program, and the desktop has not switched it off."""
        found = self._read()
        off = found.get("Hidden") == "true" or found.get("X-GNOME-Autostart-enabled") == "false"
        return found.get("Exec") == self._exec and not off

    def enable(self) -> None:
        """Write the entry."""
        lines = (
            "[Desktop Entry]", "Type=Application", f"Name={_NAME}", "Comment=Daily import of futures candles",
            f"Exec={self._exec}", f"Icon={_ID}", "Terminal=false", "X-GNOME-Autostart-enabled=true",
        )  # fmt: skip
        _write(self._path, "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))

    def disable(self) -> None:
        """Remove the entry."""
        _remove(self._path)

    def _read(self) -> dict[str, str]:
        """The keys of the main group."""
        try:
            text = self._path.read_text("utf-8", "surrogateescape")
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


class LaunchAgent:
    """macOS: a property list that launchd reads when the user logs in."""

    def __init__(self, command: Sequence[str], path: Path) -> None:
        self._command = list(command)
        self._path = path

    @property
    def where(self) -> str:
        """Path of the property list."""
        return str(self._path)

    def enabled(self) -> bool:
        """Whether the agent is there, starts this program and is not disabled."""
        import plistlib
        from xml.parsers.expat import ExpatError

        try:
            found = plistlib.loads(self._path.read_bytes())
        except (OSError, ValueError, ExpatError):
            return False
        if not isinstance(found, dict):
            return False
        wanted = found.get("ProgramArguments") == self._command
        return wanted and found.get("RunAtLoad") is True and not found.get("Disabled")

    def enable(self) -> None:
        """Write the property list."""
        import plistlib

        agent = {
            "Label": self._path.stem,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        _write(self._path, plistlib.dumps(agent))

    def disable(self) -> None:
        """Remove the property list."""
        _remove(self._path)


class Registry(Protocol):
    """Values under the current user's part of the Windows registry."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value, or None."""

    def write(self, key: str, name: str, value: str) -> None:
        """Set a text value."""

    def remove(self, key: str, name: str) -> None:
        """Remove a value; it may be absent."""


class RunKey:
    """Windows: a value of the Run key, which the Task Manager can switch off."""

    def __init__(self, command: Sequence[str], name: str, registry: Registry) -> None:
        from subprocess import list2cmdline

        self._command = list2cmdline(command)
        self._name = name
        self._registry = registry

    @property
    def where(self) -> str:
        """Key and value."""
        return rf"HKEY_CURRENT_USER\{_RUN}\{self._name}"

    def enabled(self) -> bool:
        """Whether the value starts this program and the Task Manager has not switched it off."""
        try:
            found = self._registry.read(_RUN, self._name)
            approved = self._registry.read(_APPROVED, self._name)
        except OSError:
            return False
        switched_off = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        return found == self._command and not switched_off

    def enable(self) -> None:
        """Write the value; what the Task Manager said of it is taken back."""
        try:
            self._registry.write(_RUN, self._name, self._command)
            self._registry.remove(_APPROVED, self._name)
        except OSError as error:
            raise _refused(self.where, error) from error

    def disable(self) -> None:
        """Remove the value."""
        try:
            self._registry.remove(_RUN, self._name)
        except OSError as error:
            raise _refused(self.where, error) from error


def registry() -> Registry:
    """The real registry.

    Raises:
        AutostartError: this is no Windows.
    """
    if sys.platform == "win32":
        return _WindowsRegistry()
    raise AutostartError(translate("Autostart", "There is no registry on this system."))


if sys.platform == "win32":
    import winreg

    class _WindowsRegistry:
        """The current user's part of the registry."""

        def read(self, key: str, name: str) -> str | bytes | None:
            """A value, or None."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value: str | bytes | None = winreg.QueryValueEx(opened, name)[0]
                    return value
            except FileNotFoundError:
                return None

        def write(self, key: str, name: str, value: str) -> None:
            """Set a text value."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

        def remove(self, key: str, name: str) -> None:
            """Remove a value; it may be absent."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or nothing."""
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise _refused(str(path), error) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(str(path), error) from error


def _refused(where: str, error: OSError) -> AutostartError:
    return AutostartError(
        translate("Autostart", "Start at login cannot be switched: {reason}.").format(
            reason=bare(error.strerror or error)
        ),
        translate("Autostart", "Nothing was changed; imports go on as before."),
        translate("Autostart", "Make {place} writable, then try again.").format(place=where),
    )
