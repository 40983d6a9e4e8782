"""The watched folder: files that appear in it are examined when they no longer grow, and taken in where nothing has to be
asked.

Changes are heard of from the system; a look every minute is for folders of other machines, of which nothing is heard. Files
are only ever read.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal

from ohlc_desktop.core.errors import OhlcError
from ohlc_desktop.core.file_intake import watching
from ohlc_desktop.core.file_intake.outcomes import FileOutcome
from ohlc_desktop.core.file_intake.previews import FilePreview, FileVerdict
from ohlc_desktop.core.file_intake.watching import FileSignature, FileState, WatchedFile, WatchState
from ohlc_desktop.core.messages import NOTHING, Message
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.file_intake.file_queue import FileExaminer, FileIngester, FileTask
from ohlc_desktop.services.file_intake.folder_looks import FolderLooks

_log = logging.getLogger(__name__)

#: A file that is of the same length twice, so many milliseconds apart, is whole.
SETTLING_MS = 3_000
#: A look without having heard of anything.
LOOK_MS = 60_000
#: So often a file is tried whose process came to grief; then again after the next start.
MOST_TRIES = 3
#: In the profile: what was made of which file.
MEMORY = "watched-files.json"
_STATES = {FileVerdict.NOTHING_NEW: FileState.NOTHING_NEW, FileVerdict.REFUSED: FileState.REFUSED}


class WatchedFolder(QObject):
    """Watches a folder. Nothing happens before :meth:`watch`; call :meth:`stop` before it is deleted.

    Attributes:
        changed: The :class:`WatchState`, whenever it changed.
        stored: Candles of a file were stored.
        state: As it is now. To be read only.
    """

    changed = Signal(object)
    stored = Signal()

    def __init__(
        self, profile: Profile, examiner: FileExaminer, ingester: FileIngester, parent: QObject | None = None
    ) -> None:  # fmt: skip
        """The examiner and the ingester are used by nobody else."""
        super().__init__(parent)
        self._memory, self._examiner, self._ingester = profile.folder / MEMORY, examiner, ingester
        self._work = BackgroundWorker("watched-folder", self)
        self.state = WatchState()
        self._known: dict[str, WatchedFile] = {}
        self._before: dict[str, FileSignature] = {}
        self._at_work: dict[str, FileSignature] = {}
        self._tries: Counter[str] = Counter()
        self._looks = FolderLooks(self)
        self._looks.looked.connect(self._looked)
        self._looks.failed.connect(self._unreadable)
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(self._hear)
        self._soon = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._soon.timeout.connect(self.look)
        self._minute = QTimer(self, interval=LOOK_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._minute.timeout.connect(self.look)
        examiner.found.connect(self._on_found)
        ingester.outcome.connect(self._on_outcome)

    def watch(self, folder: str) -> None:
        """Watch another folder, or none where it is empty; what was made of files before is remembered."""
        if folder == self.state.folder:
            return
        if self._system.directories():
            self._system.removePaths(self._system.directories())
        self._before = {}
        self._show(WatchState(folder))
        if not folder:
            self._minute.stop()
            self._soon.stop()
            return
        self._minute.start()
        self._work.run(lambda: _remembered(self._memory), self._begin)

    def look(self) -> None:
        """Look into the folder, now."""
        if self.state.folder:
            self._looks.look(self.state.folder)

    def forget(self, path: str) -> None:
        """A waiting file was answered, and taken in, by other means: it is not asked about any more."""
        waiting = tuple(each for each in self.state.waiting if each.path != path)
        if len(waiting) < len(self.state.waiting):
            self._remember(path, self._known[path].signature, FileState.TAKEN)
            self._show(replace(self.state, waiting=waiting))

    def stop(self) -> None:
        """For quitting."""
        self._minute.stop()
        self._soon.stop()
        self._looks.stop()
        self._examiner.stop()
        self._ingester.stop()
        self._work.stop()

    # -- looking -----------------------------------------------------------------------------------

    def _begin(self, known: dict[str, WatchedFile]) -> None:
        # what waits for an answer is examined again: what is known of it was not kept
        self._known = {path: each for path, each in known.items() if each.state.final}
        self.look()

    def _hear(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _unreadable(self, folder: str, error: OhlcError) -> None:
        if folder != self.state.folder:
            self.look()
            return
        if self.state.problem != error.text:
            _log.warning("%s", error)
        self._show(replace(self.state, problem=error.text))

    def _looked(self, folder: str, now: dict[str, FileSignature]) -> None:
        if folder != self.state.folder:
            self.look()
            return
        if folder not in self._system.directories():
            self._system.addPath(folder)
        look = watching.looked(self._before, now, self._known)
        self._before = now
        waiting = tuple(each for each in self.state.waiting if self._is_as_it_was(each.path, now))
        self._show(replace(self.state, problem=NOTHING, waiting=waiting))
        self._examine([path for path in look.ready if path not in self._at_work], now)
        if look.growing:
            self._soon.start()

    def _is_as_it_was(self, path: str, now: Mapping[str, FileSignature]) -> bool:
        return path in now and path in self._known and self._known[path].signature == now[path]

    # -- examining and taking in -------------------------------------------------------------------

    def _examine(self, paths: list[str], now: Mapping[str, FileSignature]) -> None:
        if paths:
            self._at_work |= {path: now[path] for path in paths}
            self._show(replace(self.state, working=len(self._at_work)))
            self._examiner.add([FileTask(path) for path in paths])

    def _on_found(self, preview: FilePreview) -> None:
        if preview.path not in self._at_work:
            return
        if preview.verdict is FileVerdict.READY:
            self._ingester.add([FileTask(preview.path)])
            return
        if preview.verdict is FileVerdict.QUESTION:
            _log.warning("%s", Message("{path} waits for an answer.", path=preview.path))
            others = tuple(each for each in self.state.waiting if each.path != preview.path)
            self._done(preview.path, FileState.WAITING)
            self._show(replace(self.state, waiting=(*others, preview)))
            return
        self._log_unused(preview)
        if preview.untold:
            self._try_again(preview.path)
        else:
            self._done(preview.path, _STATES[preview.verdict])

    def _log_unused(self, preview: FilePreview) -> None:
        if preview.verdict is FileVerdict.NOTHING_NEW:
            _log.info("%s", Message("{path}: all of its candles are stored already.", path=preview.path))
        else:
            _log.warning("%s", preview.failure)

    def _on_outcome(self, outcome: FileOutcome) -> None:
        if outcome.path not in self._at_work:
            return
        if outcome.busy or outcome.cancelled:  # looked at again as if it were new
            self._at_work.pop(outcome.path)
            self._show(replace(self.state, working=len(self._at_work)))
            return
        if outcome.failure:
            _log.warning("%s", outcome.failure)
            self._try_again(outcome.path)
        else:
            told = Message(
                "{path} was taken in: {added:,} candles added, {revised:,} revised, {refused:,} rows refused.",
                path=outcome.path, added=outcome.added, revised=outcome.revised, refused=outcome.refused,
            )  # fmt: skip
            _log.info("%s", told)
            self.stored.emit()
            self._done(outcome.path, FileState.TAKEN)

    def _try_again(self, path: str) -> None:
        """The file is sound, as far as is known, and something else went wrong: at the next look, but not for ever."""
        self._tries[path] += 1
        if self._tries[path] < MOST_TRIES:
            self._at_work.pop(path)
            self._show(replace(self.state, working=len(self._at_work)))
        else:
            self._done(path, FileState.FAILED)

    def _done(self, path: str, state: FileState) -> None:
        self._tries.pop(path, None)
        self._remember(path, self._at_work.pop(path), state)
        self._show(replace(self.state, working=len(self._at_work)))

    # -- remembering and telling -------------------------------------------------------------------

    def _remember(self, path: str, signature: FileSignature, state: FileState) -> None:
        self._known[path] = WatchedFile(signature, state)
        there = {path: each for path, each in self._known.items() if path in self._before}
        self._work.run(lambda: _keep(self._memory, there))

    def _show(self, state: WatchState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _remembered(memory: Path) -> dict[str, WatchedFile]:
    """What was made of files before; nothing where that cannot be read: then they are examined again."""
    try:
        return watching.from_plain(json.loads(memory.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _keep(memory: Path, known: Mapping[str, WatchedFile]) -> None:
    try:
        partial = memory.with_name(f"{memory.name}.new")
        partial.write_text(json.dumps(watching.to_plain(known)), "utf-8")
        partial.replace(memory)
    except OSError as error:
        _log.warning("%s cannot be written: %s. Files of the watched folder are examined again.", memory, error)
