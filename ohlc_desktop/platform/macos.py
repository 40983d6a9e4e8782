"""macOS: launch agents, waking through IOKit, and quitting with Cmd+Q."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication

from ohlc_desktop.platform.autostart import EntryFile, program, start_command, suffix
from ohlc_desktop.profile import Profile

_CAN_SLEEP, _WILL_SLEEP, _HAS_POWERED_ON = 0xE0000270, 0xE0000280, 0xE0000300
_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p)


def autostart(profile: Profile, environment: Mapping[str, str] = os.environ) -> LaunchAgent:
    """A property list among the user's launch agents."""
    agents = Path(environment.get("HOME") or Path.home()) / "Library" / "LaunchAgents"
    return LaunchAgent(start_command(profile, program()), agents / f"org.ohlc_desktop{suffix(profile)}.plist")


class LaunchAgent(EntryFile):
    """A property list that launchd reads when the user logs in."""

    def __init__(self, command: Sequence[str], path: Path) -> None:
        self._command = list(command)
        super().__init__(path)

    def enabled(self) -> bool:
        """Whether the agent is there, starts this program and is not disabled."""
        import plistlib
        from xml.parsers.expat import ExpatError

        try:
            found = plistlib.loads(self.path.read_bytes())
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
            "Label": self.path.stem,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        self.write(plistlib.dumps(agent))


def listen(woken: Callable[[], None]) -> Callable[[], None] | None:
    """Call ``woken`` on the main thread after each sleep; returns how to stop, or None where it cannot be."""
    try:
        kit, core = _libraries()
        modes = ctypes.c_void_p.in_dll(core, "kCFRunLoopCommonModes")
    except (OSError, AttributeError, ValueError):
        return None
    port, notifier = ctypes.c_void_p(), ctypes.c_uint32()
    root = 0

    def heard(_context: object, _service: int, message: int, argument: int | None) -> None:
        if message in (_CAN_SLEEP, _WILL_SLEEP):  # without an answer macOS waits 30 s for us
            kit.IOAllowPowerChange(root, argument or 0)
        elif message == _HAS_POWERED_ON:
            woken()

    callback = _CALLBACK(heard)
    root = int(kit.IORegisterForSystemPower(None, ctypes.byref(port), callback, ctypes.byref(notifier)))
    if not root:
        return None
    source, loop = kit.IONotificationPortGetRunLoopSource(port), core.CFRunLoopGetMain()
    core.CFRunLoopAddSource(loop, source, modes)

    def stop() -> None:
        core.CFRunLoopRemoveSource(loop, source, modes)
        kit.IODeregisterForSystemPower(ctypes.byref(notifier))
        kit.IOServiceClose(root)
        kit.IONotificationPortDestroy(port)
        kept.clear()

    kept = [callback]  # lives as long as it may be called
    return stop


def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """IOKit and CoreFoundation with the shapes of what is called."""
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    kit = ctypes.CDLL("/System/Library/Frameworks/IOKit.framework/IOKit")
    core = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    shapes: tuple[tuple[Any, Any, list[Any]], ...] = (
        (kit.IORegisterForSystemPower, number, [pointer, pointer, _CALLBACK, pointer]),
        (kit.IODeregisterForSystemPower, ctypes.c_int, [pointer]),
        (kit.IOAllowPowerChange, ctypes.c_int, [number, ctypes.c_ssize_t]),
        (kit.IOServiceClose, ctypes.c_int, [number]),
        (kit.IONotificationPortGetRunLoopSource, pointer, [pointer]),
        (kit.IONotificationPortDestroy, None, [pointer]),
        (core.CFRunLoopGetMain, pointer, []),
        (core.CFRunLoopAddSource, None, [pointer, pointer, pointer]),
        (core.CFRunLoopRemoveSource, None, [pointer, pointer, pointer]),
    )
    for function, result, arguments in shapes:
        function.restype, function.argtypes = result, arguments
    return kit, core


class Application(QApplication):
    """The Qt application on macOS; a request to quit (Cmd+Q) becomes a signal.

    Qt itself would close the window, which only hides it, and would then not quit.

    Attributes:
        quit_asked: The desktop asks the program to end.
    """

    quit_asked = Signal()

    def event(self, event: QEvent) -> bool:
        """Turn the request to quit into the signal."""
        if event.type() is not QEvent.Type.Quit:
            return super().event(event)
        event.ignore()
        self.quit_asked.emit()
        return True
