"""Looks into a folder that may lie on a share which does not answer any more: nobody waits for that, not even the end of the
program.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.core.file_intake.watching import FileSignature, candidate


class FolderLooks(QObject):
    """One look at a time, on a thread that is left behind when the program ends.

    Attributes:
        looked: The folder, and its files that may hold candles with their signatures.
        failed: The folder, and the :class:`OhlcError` that says why it cannot be looked into.
    """

    looked = Signal(str, object)
    failed = Signal(str, object)
    _ended = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = self._stopped = False
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def look(self, folder: str) -> None:
        """Look, unless a look is under way."""
        if not self._looking:
            self._looking = True
            threading.Thread(target=self._work, args=(folder,), name="watched-folder", daemon=True).start()

    def stop(self) -> None:
        """Nothing is told any more."""
        self._stopped = True

    def _work(self, folder: str) -> None:
        try:
            found: object = listed(folder)
        except OhlcError as error:
            found = error
        if not self._stopped and isValid(self):
            self._ended.emit(folder, found)

    def _tell(self, folder: str, found: object) -> None:
        self._looking = False
        if not self._stopped:
            (self.failed if isinstance(found, OhlcError) else self.looked).emit(folder, found)


def listed(folder: str) -> dict[str, FileSignature]:
    """The files of a folder that may hold candles.

    Raises:
        OhlcError: it cannot be looked into.
    """
    try:
        with os.scandir(folder) as entries:
            files = [each for each in entries if candidate(each.name) and each.is_file()]
            stats = {str(Path(each.path)): each.stat() for each in files}
    except OSError as error:
        raise OhlcError(
            "The watched folder {folder} cannot be looked into: {reason}.", "Files in it are not taken in meanwhile.",
            "Choose another folder in the settings, or make this one reachable.",
            folder=folder, reason=bare(error.strerror or error),
        ) from error  # fmt: skip
    return {path: FileSignature(stat.st_size, stat.st_mtime_ns) for path, stat in stats.items()}
