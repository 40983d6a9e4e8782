"""What each system has to do for the program: the modules ``linux``, ``macos`` and ``windows`` do it in their own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.profile import Profile


class AutostartError(OhlcError):
    """Start at login cannot be switched."""


class Autostart(Protocol):
    """Start at login for one profile.

    Nothing is remembered: whether it is on is read from where the system looks, each time. On means that *this*
    program is started for *this* profile; an entry left by another installation counts as off, and enabling repairs it.
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


class System(Protocol):
    """One operating system; a module with these functions."""

    def autostart(self, profile: Profile, /) -> Autostart:
        """Start at login; profiles other than the usual one have entries of their own."""

    def listen(self, woken: Callable[[], None], /) -> Callable[[], None] | None:
        """Call ``woken`` on the main thread after each sleep; returns how to stop, or None where that is impossible."""
