"""Tasks that are carried out one after another, each by a command of this program in a child process."""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.importing.events import Event
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.child_commands.command_process import CommandEnd, CommandProcess
from ohlc_desktop.services.importing.import_runner import importer_command

_Task = TypeVar("_Task")


class CommandQueue(QObject, Generic[_Task]):
    """Carries tasks out. Call :meth:`stop` before it is deleted.

    Attributes:
        ended: All are carried out, or it was cancelled.
    """

    ended = Signal()

    def __init__(self, profile: Profile, parent: QObject | None = None, command: Sequence[str] = ()) -> None:
        """``command`` is the program, without arguments; this program if not given."""
        super().__init__(parent)
        self._profile, self._command = profile, list(command)
        self._waiting: deque[_Task] = deque()
        self._task: _Task | None = None
        self._process: CommandProcess | None = None

    @property
    def active(self) -> bool:
        """Whether a task is at work."""
        return self._process is not None

    def add(self, tasks: Sequence[_Task]) -> None:
        """Carry tasks out, after those that are waiting."""
        self._waiting.extend(tasks)
        if self._process is None:
            self._next()

    def cancel(self) -> None:
        """Begin with no more, and end the one at work within a second."""
        self._waiting.clear()
        if self._process is not None:
            self._process.cancel()

    def stop(self) -> None:
        """For quitting: no process is left when this returns, and nothing is told any more."""
        self._waiting.clear()
        if self._process is not None:
            self._process.stop()
            self._process = None

    # -- what differs ------------------------------------------------------------------------------

    @abstractmethod
    def _begin(self, task: _Task) -> list[str]:
        """Begin with a task; the command's name and what follows it."""

    @abstractmethod
    def _on_told(self, event: Event) -> None:
        """The process said something."""

    @abstractmethod
    def _conclude(self, task: _Task, end: CommandEnd) -> None:
        """The process of a task is gone."""

    # -- inside ------------------------------------------------------------------------------------

    def _next(self) -> None:
        if not self._waiting:
            self.ended.emit()
            return
        task = self._task = self._waiting.popleft()
        self._process = process = CommandProcess(self)
        process.told.connect(self._on_told)
        process.ended.connect(self._on_ended)
        words = self._begin(task)
        process.start([*(self._command or importer_command()), *self._profile_words(), *words])

    def _profile_words(self) -> list[str]:
        profile = self._profile
        folder = profile.folder.parent if profile.demo else profile.folder
        return ["--profile", str(folder), *(["--demo"] if profile.demo else [])]

    def _on_ended(self, end: CommandEnd) -> None:
        process, self._process = self._process, None
        task, self._task = self._task, None
        if process is not None:
            process.deleteLater()
        if task is not None:
            self._conclude(task, end)
        if self._process is None:  # whoever was told may have added more
            self._next()
