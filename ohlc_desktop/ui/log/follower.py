"""Follows a log file: looks when it changes, reads off the GUI thread, hands over parsed lines."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from ohlc_desktop.core.errors import OhlcError, bare
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.i18n import wording
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.ui.log.model import Record, parse
from ohlc_desktop.ui.log.tail import Piece, TailPosition, read_piece

#: How often the file is looked at in any case, and how long several changes of it are gathered, in ms.
_LOOK, _GATHER = 1_000, 150


class LogFollower(QObject):
    """Reads what is appended to a file, a bounded piece at a time; stopped, it watches nothing and has no timer.

    Attributes:
        lines: A list of parsed lines, see :func:`parse`.
        problem: A sentence why the file cannot be read.
        caught_up: Everything that is in the file has been handed over.
    """

    lines = Signal(object)
    problem = Signal(str)
    caught_up = Signal()

    def __init__(self, path: Path, work: BackgroundWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._work = work
        self._place: TailPosition | None = None
        self._active = False
        self._reading = False
        self._watcher = QFileSystemWatcher(self)
        self._timer = QTimer(self, interval=_LOOK)
        self._soon = QTimer(self, interval=_GATHER, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._soon.timeout.connect(self._look)
        self._watcher.fileChanged.connect(self._gather)
        self._watcher.directoryChanged.connect(self._gather)

    def start(self) -> None:
        """Go on where reading ended."""
        self._active = True
        self._timer.start()
        self._look()

    def stop(self) -> None:
        """Look no more; a piece that is being read still arrives."""
        self._active = False
        self._timer.stop()
        self._soon.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)

    def _gather(self) -> None:
        if self._active and not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        self._watch()
        self._read()

    def _watch(self) -> None:
        """Watch the folder and the file; a rotated file must be watched anew under its name."""
        watched = {*self._watcher.files(), *self._watcher.directories()}
        wanted = [str(path) for path in (self._path.parent, self._path) if str(path) not in watched and path.exists()]
        if wanted:
            self._watcher.addPaths(wanted)

    def _read(self) -> None:
        if self._reading or not self._active:
            return
        self._reading = True
        path, place = self._path, self._place
        self._work.run(lambda: _read(path, place), self._take, self._failed)

    def _take(self, found: tuple[Piece, list[Record | str]] | OSError) -> None:
        self._reading = False
        if isinstance(found, OSError):
            self.problem.emit(self._explained(found))
            return
        piece, lines = found
        self._place = piece.place
        if piece.left_out:
            lines.insert(0, self._gap(piece.left_out))
        if lines:
            self.lines.emit(lines)
        if piece.more and self._active:
            self._read()
        else:
            self.caught_up.emit()

    def _failed(self, error: OhlcError) -> None:
        self._reading = False
        self.problem.emit(shown(error.text))

    def _gap(self, left_out: int) -> Record:
        text = self.tr("… {size} of older lines left out …").format(size=wording.size(left_out))
        return Record(message=text, lines=[text])

    def _explained(self, error: OSError) -> str:
        return self.tr(
            "The log file cannot be read: {cause}.\nImports are not affected. Check the permissions of {path}"
        ).format(cause=bare(error.strerror or error), path=self._path)


def _read(path: Path, place: TailPosition | None) -> tuple[Piece, list[Record | str]] | OSError:
    """The next piece and its lines parsed, or why it cannot be read. Runs on the worker thread."""
    try:
        piece = read_piece(path, place)
    except OSError as error:
        return error
    return piece, parse(piece.lines)
