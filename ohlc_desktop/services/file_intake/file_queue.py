"""Files that are worked off one after another, a child process for each: examined, or taken in.

One process for each file: what is wrong with one is no matter of the others, and the history tells of each by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal

from ohlc_desktop.core.errors import bare
from ohlc_desktop.core.file_intake.outcomes import outcome_of
from ohlc_desktop.core.file_intake.previews import NOTHING_SAID, FileAnswers, preview_of
from ohlc_desktop.core.importing.events import Event, Failure, FileReading, IngestPreview, Progress, RunDone
from ohlc_desktop.core.messages import Message
from ohlc_desktop.services.child_commands.command_process import CommandEnd
from ohlc_desktop.services.child_commands.command_queue import CommandQueue


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file, and what a person says of it."""

    path: str
    answers: FileAnswers = NOTHING_SAID


class FileExaminer(CommandQueue[FileTask]):
    """Says of files what is in them, and stores nothing.

    Attributes:
        found: The :class:`~ohlc_desktop.core.file_intake.previews.FilePreview` of each file, in their order.
        progress: How much of a file is read: its path and a share of its bytes from 0 to 1.
    """

    found = Signal(object)
    progress = Signal(str, float)

    _told: IngestPreview | None = None
    _failure: Failure | None = None

    def _begin(self, task: FileTask) -> list[str]:
        self._told = self._failure = None
        return _ingest(task, "--dry-run")

    def _on_told(self, event: Event) -> None:
        match event:
            case FileReading(file=path, done=done, total=total):
                self.progress.emit(path, done / max(total, 1))
            case IngestPreview():
                self._told = event
            case Failure():
                self._failure = event

    def _conclude(self, task: FileTask, end: CommandEnd) -> None:
        if not end.cancelled:
            self.found.emit(preview_of(task.path, task.answers, self._told, self._failure, _silence(end)))


class FileIngester(CommandQueue[FileTask]):
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
        return _ingest(task, "--yes")

    def _on_told(self, event: Event) -> None:
        match event:
            case Progress(done=done, total=total):
                self.progress.emit(self._path, min(done / max(total, 1), 1.0))
            case RunDone() as result:
                self._result = result
            case Failure() as failure:
                self._failure = failure

    def _conclude(self, task: FileTask, end: CommandEnd) -> None:
        told = outcome_of(task.path, self._result, self._failure, end.code, _silence(end), end.cancelled)
        self.outcome.emit(told)


def _ingest(task: FileTask, how: str) -> list[str]:
    return ["ingest", "--json", how, *task.answers.to_argv(), "--", task.path]


def _silence(end: CommandEnd) -> Message:
    """Why nothing was told of a file."""
    if end.refused:
        return Message("The process that reads files could not be started: {reason}.", reason=bare(end.refused))
    told = Message("The process that reads files ended unexpectedly (exit code {code}).", code=end.code)
    return Message("{what} What is stored is as it was; the log holds the details.", what=told)
