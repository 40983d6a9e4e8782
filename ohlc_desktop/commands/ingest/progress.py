"""How the reading of files is told to programs, and their storing shown on a terminal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ohlc_desktop.commands.terminal.display import Display, console
from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.importing import events
from ohlc_desktop.core.importing.events import Event, FileReading

if TYPE_CHECKING:
    from rich.progress import TaskID


#: Programs are told no more often how far the reading is, in seconds.
_PAUSE = 0.1


def tell_reading(path: Path, lines: Display, clock: Clock) -> Callable[[int], None]:
    """Tells programs how far the reading of a file is, at most ten times a second; to be called with the bytes just read."""
    total = path.stat().st_size if path.is_file() else 0
    done, told = 0, -_PAUSE

    def advance(size: int) -> None:
        nonlocal done, told
        done = min(done + size, total)
        now = clock.monotonic()
        if now - told >= _PAUSE or done == total:
            told = now
            lines.show(FileReading(str(path), done, total))

    return advance


class StoringDisplay(Display):
    """A bar with share, rate and time left where there is a terminal, and the totals at the end."""

    log_level = logging.WARNING

    def __init__(self, verbosity: int, demo: bool) -> None:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._out, self._errors, self._quiet, self._demo = console(), console(stderr=True), verbosity < 0, demo
        self._progress = Progress(
            TextColumn("Storing"), BarColumn(24), TaskProgressColumn(), TextColumn("{task.fields[rate]:,.0f} candles/s"),
            TimeRemainingColumn(), console=self._errors, transient=True, disable=not self._errors.is_terminal or self._quiet,
        )  # fmt: skip
        self._task: TaskID | None = None

    def show(self, event: Event) -> None:
        """Show one event; a reader that is gone does not stop the storing."""
        with suppress(OSError):
            self._show(event)

    def _show(self, event: Event) -> None:
        match event:
            case events.PlanMade():
                self._progress.start()
                self._task = self._progress.add_task("", total=None, rate=0.0)
            case events.Progress() if self._task is not None:
                self._progress.update(self._task, total=event.total, completed=event.done, rate=event.rate)
            case events.Failure():
                self._progress.stop()
                self._errors.print(str(event.title), str(event.message), str(event.hint), sep="\n", markup=False)
            case events.RunDone():
                self._finish(event)

    def _finish(self, event: events.RunDone) -> None:
        self._progress.stop()
        if self._quiet:
            return
        mark = "DEMO, simulated candles. " if self._demo else ""
        self._out.print(str(event.message), markup=False)
        self._out.print(
            f"{mark}Wrote {event.written:,} candles with all timeframes, replaced {event.revised:,}, quarantined"
            f" {event.quarantined:,} rows; {event.seconds:.1f} s.",
            markup=False,
        )  # fmt: skip

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
