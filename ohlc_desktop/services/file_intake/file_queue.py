"""Files that are worked off one after another, a child process for each: examined, or taken in.

One process for each file: what is wrong with one is no matter of the others, and the history tells of each by itself.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.file_intake.outcomes import outcome_of
from ohlc_desktop.core.file_intake.previews import NOTHING_SAID, FileAnswers, preview_of
from ohlc_desktop.core.importing.events import Event, Failure, IngestPreview, Progress, RunDone
from ohlc_desktop.core.messages import Message
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.file_intake.file_process import FileProcess, FileProcessEnd
from ohlc_desktop.services.importing.import_runner import importer_command


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file, and what a person says of it."""

    path: str
    answers: FileAnswers = NOTHING_SAID


class FileQueue(QObject):
    """Works files off. Call :meth:`stop` before it is deleted.

    Attributes:
        ended: All are worked off, or it was cancelled.
    """

    ended = Signal()

    def __init__(self, profile: Profile, parent: QObject | None = None, command: Sequence[str] = ()) -> None:
        """``command`` is the program, without arguments; this program if not given."""
        super().__init__(parent)
        self._profile, self._command = profile, list(command)
        self._waiting: deque[FileTask] = deque()
        self._task = FileTask("")
        self._process: FileProcess | None = None

    @property
    def active(self) -> bool:
        """Whether a file is at work."""
        return self._process is not None

    def add(self, tasks: Sequence[FileTask]) -> None:
        """Work files off, after those that are being worked off."""
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
    def _begin(self, task: FileTask) -> list[str]:
        """Begin with a file; the words that the command has beside it."""

    @abstractmethod
    def _on_told(self, event: Event) -> None:
        """The process said something."""

    @abstractmethod
    def _conclude(self, task: FileTask, end: FileProcessEnd) -> None:
        """The process of a file is gone."""

    # -- inside ------------------------------------------------------------------------------------

    def _next(self) -> None:
        if not self._waiting:
            self.ended.emit()
            return
        task = self._task = self._waiting.popleft()
        self._process = process = FileProcess(self)
        process.told.connect(self._on_told)
        process.ended.connect(self._on_ended)
        own = self._begin(task)
        process.start(
            [*(self._command or importer_command()), *self._profile_words(), "ingest", "--json", *own,
             *task.answers.to_argv(), "--", task.path]
        )  # fmt: skip

    def _profile_words(self) -> list[str]:
        profile = self._profile
        folder = profile.folder.parent if profile.demo else profile.folder
        return ["--profile", str(folder), *(["--demo"] if profile.demo else [])]

    def _on_ended(self, end: FileProcessEnd) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._conclude(self._task, end)
        if self._process is None:  # whoever was told may have added more
            self._next()


class FileExaminer(FileQueue):
    """Says of files what is in them, and stores nothing.

    Attributes:
        found: The :class:`~ohlc_desktop.core.file_intake.previews.FilePreview` of each file, in their order.
    """

    found = Signal(object)

    _told: IngestPreview | None = None
    _failure: Failure | None = None

    def _begin(self, _task: FileTask) -> list[str]:
        self._told = self._failure = None
        return ["--dry-run"]

    def _on_told(self, event: Event) -> None:
        if isinstance(event, IngestPreview):
            self._told = event
        elif isinstance(event, Failure):
            self._failure = event

    def _conclude(self, task: FileTask, end: FileProcessEnd) -> None:
        if not end.cancelled:
            self.found.emit(preview_of(task.path, task.answers, self._told, self._failure, _silence(end)))


class FileIngester(FileQueue):
    """Takes files in: whole sessions or nothing, whenever it ends.

    Attributes:
        progress: How much of a file is done: its path and a share from 0 to 1.
        outcome: The :class:`~ohlc_desktop.core.file_intake.outcomes.FileOutcome` of each file that was begun, once.
    """

    progress = Signal(str, float)
    outcome = Signal(object)

    _path = ""
    _result: RunDone | None = None
    _failure: Failure | None = None

    def _begin(self, task: FileTask) -> list[str]:
        self._result, self._failure, self._path = None, None, task.path
        return ["--yes"]

    def _on_told(self, event: Event) -> None:
        match event:
            case Progress(done=done, total=total):
                self.progress.emit(self._path, min(done / max(total, 1), 1.0))
            case RunDone() as result:
                self._result = result
            case Failure() as failure:
                self._failure = failure

    def _conclude(self, task: FileTask, end: FileProcessEnd) -> None:
        told = outcome_of(task.path, self._result, self._failure, end.code, _silence(end), end.cancelled)
        self.outcome.emit(told)


def _silence(end: FileProcessEnd) -> Message:
    """Why nothing was told of a file."""
    if end.refused:
        return Message("The process that reads files could not be started: {reason}.", reason=bare(end.refused))
    told = Message("The process that reads files ended unexpectedly (exit code {code}).", code=end.code)
    return Message("{what} What is stored is as it was; the log holds the details.", what=told)
