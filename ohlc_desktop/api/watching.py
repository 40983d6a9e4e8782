"""Hearing of what other processes commit to an archive."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from pathlib import Path

from ohlc_desktop.api.answers import SeriesCommit
from ohlc_desktop.api.moments import aware
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import StoreBusy
from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.store.outside.read_only import open_unchanged, series_changes

#: What a series has: the store's name and the number of its last change, its candles and the newest stamp.
_State = dict[SeriesKey, tuple[str, int, int, int | None]]


class CommitWatch(Iterator[tuple[SeriesCommit, ...]]):
    """Yields what each commit of an import changed, for as long as nobody closes it; a context manager.

    What is stored when it is made counts as seen. It looks at a number of the file every so many seconds, which costs
    nothing measurable, and at the series only where that has changed. A backup that is put in the place of the file
    counts as a commit of every series.
    """

    def __init__(
        self, path: Path, symbols: Collection[str] | None, timeframe: str | None, every: float, clock: Clock
    ) -> None:
        """Look at what is stored.

        Raises:
            StoreError: the database cannot be read.
        """
        self._path = path.resolve()  # its log lies beside the file itself
        self._symbols, self._timeframe = symbols, timeframe
        self._every, self._clock, self._closed = every, clock, threading.Event()
        self._version = self._file_version()
        self._seen = self._states()

    def __next__(self) -> tuple[SeriesCommit, ...]:
        """Wait for the next commit. Ctrl+C ends the wait at once, and :meth:`close` from another thread.

        Raises:
            StopIteration: it was closed.
            StoreError: the database cannot be read any more.
        """
        while not self._clock.wait(self._closed, self._every):
            found = self._look()
            if found:
                return found
        raise StopIteration

    def close(self) -> None:
        """End the iteration, also one that waits in another thread; idempotent."""
        self._closed.set()

    def __enter__(self) -> CommitWatch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _look(self) -> tuple[SeriesCommit, ...]:
        version = self._file_version()
        if version == self._version:
            return ()
        with suppress(StoreBusy):  # as while a backup is put in its place: the next look tells
            now = self._states()
            changed = [key for key, state in now.items() if self._seen.get(key) != state]
            self._version, self._seen = version, now
            return tuple(SeriesCommit(*key, now[key][2], aware(now[key][3])) for key in changed)
        return ()

    def _file_version(self) -> tuple[tuple[int, int, int], ...]:
        """Changes with every commit: size and time of the file and of its log."""
        found = []
        for name in (self._path.name, f"{self._path.name}-wal"):
            with suppress(OSError):
                told = self._path.with_name(name).stat()
                found.append((told.st_ino, told.st_size, told.st_mtime_ns))
        return tuple(found)

    def _states(self) -> _State:
        with closing(open_unchanged(self._path, None)) as store, store.look() as connection:
            return {
                (symbol, timeframe): state
                for (symbol, timeframe), state in series_changes(connection).items()
                if (self._symbols is None or symbol in self._symbols) and self._timeframe in (None, timeframe)
            }
