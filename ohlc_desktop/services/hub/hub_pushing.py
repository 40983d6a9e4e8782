"""Tells the hub of what a person changed in the window, by a child process: the tray process opens no connection for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.importing.events import Event
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.child_commands.answers import BUSY, document, stated_error
from ohlc_desktop.services.child_commands.command_process import CommandEnd
from ohlc_desktop.services.child_commands.command_queue import CommandQueue

_PUSH = ["hub", "push", "--json"]


class HubPushing(CommandQueue[list[str]]):
    """Pushes what changed, where this machine fills a hub. Call :meth:`stop` before it is deleted.

    Attributes:
        pushed: A push has ended: None, or the ``OhlcError`` that it failed by. What is left goes with the next one.
    """

    pushed = Signal(object)

    def __init__(
        self, profile: Profile, settings: Callable[[], Settings], parent: QObject | None = None, command: Sequence[str] = ()
    ) -> None:  # fmt: skip
        """``command`` is the program, without arguments; this program if not given."""
        super().__init__(profile, parent, command)
        self._settings = settings

    def push(self) -> None:
        """Push once more: at once, or when the present push has ended."""
        if self._settings().pushes and not self._waiting:
            self.add([_PUSH])

    def _begin(self, task: list[str]) -> list[str]:
        return task

    def _on_told(self, event: Event) -> None:
        """Nothing is told on the way."""

    def _conclude(self, _task: list[str], end: CommandEnd) -> None:
        if end.code != BUSY:  # an import pushes in its end
            self.pushed.emit(_error(end) if end.code else None)


def _error(end: CommandEnd) -> OhlcError:
    """Why a push failed."""
    stays, hint = (
        Message("What the hub had committed stays; the rest goes next time."),
        Message("The log holds the details."),
    )
    if stated := stated_error(document(end.answer) or {}):
        return stated
    if end.refused:
        return OhlcError("The push to the hub could not be started: {reason}.", stays, hint, reason=bare(end.refused))
    return OhlcError("The push to the hub ended unexpectedly (exit code {code}).", stays, hint, code=end.code)
