"""Windows: the Run key, power messages, and the name under which Windows groups our windows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from ohlc_desktop.platform.autostart import ID, NAME, refused, start_command, suffix
from ohlc_desktop.profile import Profile

#: Windows may show this name where it finds no other name, such as above a notification.
APPLICATION_ID = "OHLC.Desktop"

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"


def autostart(profile: Profile) -> RunKey:
    """A value of the Run key."""
    return RunKey(start_command(profile, program()), f"{NAME}{suffix(profile)}", Registry())


def program() -> list[str]:
    """This program without a console: packaged or installed beside the interpreter, else the interpreter without one."""
    here = Path(sys.executable)
    windowed, interpreter = here.with_name(f"{ID}-gui.exe"), here.with_name("pythonw.exe")
    if windowed.exists():
        return [str(windowed)]
    if getattr(sys, "frozen", False):
        return [str(here)]
    return [str(interpreter if interpreter.exists() else here), "-m", "ohlc_desktop"]


class Registry:
    """The current user's part of the registry."""

    def __init__(self) -> None:
        self._winreg: Any = import_module("winreg")

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value, or None."""
        winreg = self._winreg
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                value: str | bytes | None = winreg.QueryValueEx(opened, name)[0]
                return value
        except FileNotFoundError:
            return None

    def write(self, key: str, name: str, value: str) -> None:
        """Set a text value."""
        winreg = self._winreg
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    def remove(self, key: str, name: str) -> None:
        """Remove a value; it may be absent."""
        winreg = self._winreg
        with (
            suppress(FileNotFoundError),
            winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened,
        ):
            winreg.DeleteValue(opened, name)


class RunKey:
    """A value of the Run key, which the Task Manager can switch off."""

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
            raise refused(self.where, error) from error

    def disable(self) -> None:
        """Remove the value."""
        try:
            self._registry.remove(_RUN, self._name)
        except OSError as error:
            raise refused(self.where, error) from error


def means_resume(message: int, detail: int) -> bool:
    """Whether a Windows message says that the computer woke, or that its clock was set."""
    power_broadcast, time_change = 0x218, 0x1E
    resume_automatic, resume_suspend = 0x12, 0x7
    return message == time_change or (message == power_broadcast and detail in (resume_automatic, resume_suspend))


def listen(woken: Callable[[], None]) -> Callable[[], None] | None:
    """Windows sends these messages to every top-level window, hidden or not; the tray icon owns one."""
    from ctypes import wintypes

    from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication

    class Filter(QAbstractNativeEventFilter):
        def nativeEventFilter(self, _kind: object, address: int, /) -> tuple[bool, int]:  # noqa: N802
            found = wintypes.MSG.from_address(int(address))
            if means_resume(int(found.message or 0), int(found.wParam or 0)):
                QTimer.singleShot(0, woken)
            return False, 0

    application, listener = QCoreApplication.instance(), Filter()
    if application is None:
        return None
    application.installNativeEventFilter(listener)
    return lambda: application.removeNativeEventFilter(listener)


def claim_identity(shell: Any = None) -> bool:
    """Take :data:`APPLICATION_ID`, once, before the first window; whether Windows has accepted it.

    Without it, windows of a program that Python runs are grouped with all others of python.exe.

    Args:
        shell: shell32.dll where it is not the real one.
    """
    if sys.platform == "win32" and shell is None:
        import ctypes

        shell = ctypes.windll.shell32
    return bool(shell.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID) == 0)
