"""The way of files into the store: dropped, chosen or waiting in the watched folder; shown in a dialog, then taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FileAnswers, FilePreview
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.file_intake.expanding import files_in, sizes_of
from ohlc_desktop.services.file_intake.file_queue import FileExaminer, FileIngester, FileTask
from ohlc_desktop.ui.file_intake.dialog import FileDialog


class FileIntake(QObject):
    """Opens the dialog, and does what is wished there. Call :meth:`close` before it is deleted.

    Attributes:
        dialog: The open one; None without.
        stored: Candles of a file were stored.
        answered: A file was taken in: its path.
    """

    stored = Signal()
    answered = Signal(str)

    def __init__(
        self, profile: Profile, window: QWidget, parent: QObject | None = None, command: Sequence[str] = ()
    ) -> None:
        """
        Args:
            profile: Whose store.
            window: The dialog belongs to it.
            parent: Owner.
            command: The program that reads files, without arguments; this program if not given.
        """
        super().__init__(parent)
        self._window = window
        self.dialog: FileDialog | None = None
        self._work = BackgroundWorker("dropped-files", self)
        self._examiner, self._ingester = FileExaminer(profile, self, command), FileIngester(profile, self, command)
        self._ingester.outcome.connect(self._on_outcome)

    def open_paths(self, paths: Sequence[str]) -> None:
        """Show what is in files, and in the files of folders."""
        dialog = self._opened()
        self._work.run(lambda: _found(*files_in(paths)), lambda found: self._examine(dialog, *found))

    def open_waiting(self, waiting: Sequence[FilePreview]) -> None:
        """Show files that wait for an answer; they are examined anew, for much may be stored since."""
        dialog, files = self._opened(), [preview.path for preview in waiting]
        self._work.run(lambda: _found(files, False), lambda found: self._examine(dialog, *found))

    def choose(self) -> None:
        """Ask for files."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        dialog = QFileDialog(self._window, self.tr("Choose files of candles"), home)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.open_paths)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def close(self) -> None:
        """End everything; whole sessions of a file at work may be stored."""
        self._examiner.stop()
        self._ingester.stop()
        self._work.stop()

    # -- inside ------------------------------------------------------------------------------------

    def _opened(self) -> FileDialog:
        """The dialog that is open, else a new one."""
        if self.dialog is None:
            self.dialog = dialog = FileDialog(self._window)
            dialog.examine_wanted.connect(self._examine_again)
            dialog.take_wanted.connect(self._take)
            dialog.cancel_wanted.connect(self._cancel)
            dialog.finished.connect(self._closed)
            self._examiner.progress.connect(dialog.show_reading)
            self._examiner.found.connect(dialog.show_preview)
            self._examiner.ended.connect(dialog.show_examined)
            self._ingester.progress.connect(dialog.show_progress)
            self._ingester.outcome.connect(dialog.show_outcome)
            self._ingester.ended.connect(dialog.show_taken)
            dialog.open()
        return self.dialog

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _examine(self, dialog: FileDialog, sizes: Mapping[str, int], more: bool) -> None:
        if dialog is self.dialog:
            dialog.expect(sizes, more)
            self._examiner.add([FileTask(path) for path in sizes])

    def _examine_again(self, path: str, answers: FileAnswers) -> None:
        self._examiner.add([FileTask(path, answers)])

    def _take(self, files: Sequence[tuple[str, FileAnswers]]) -> None:
        self._ingester.add([FileTask(*each) for each in files])

    def _cancel(self) -> None:
        self._examiner.cancel()
        self._ingester.cancel()

    def _on_outcome(self, outcome: FileOutcome) -> None:
        if not outcome.failure:
            self.answered.emit(outcome.path)
        self.stored.emit()  # also of a file that was cancelled some may be


def _found(files: Sequence[str], more: bool) -> tuple[Mapping[str, int], bool]:
    """Files with their sizes, and whether there are more. Reads the disk."""
    return sizes_of(files), more
