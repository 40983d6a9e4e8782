"""Waking from sleep as macOS tells it, through IOKit. Needs the main run loop, which a Qt application with windows has.

Where anything is missing, :func:`listen` gives up and the clocks have to do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

_CAN_SLEEP, _WILL_SLEEP, _HAS_POWERED_ON = 0xE0000270, 0xE0000280, 0xE0000300
_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p)


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
    """IOKit and CoreFoundation with the shapes of what is called.

    Raises:
        OSError: they are not there.
        AttributeError: a function is not there.
    """
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
