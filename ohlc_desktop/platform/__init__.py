"""What differs between operating systems, one module each behind :class:`~ohlc_desktop.platform.protocol.System`.

What is the same everywhere stands beside them: the comparison of clocks, the signals that quit, one instance a profile.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ohlc_desktop.platform.protocol import System


def current() -> System:
    """The system that this program runs on."""
    if sys.platform == "win32":
        from ohlc_desktop.platform import windows

        return windows
    if sys.platform == "darwin":
        from ohlc_desktop.platform import macos

        return macos
    from ohlc_desktop.platform import linux

    return linux
