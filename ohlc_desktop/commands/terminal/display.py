"""How a run is shown: JSON lines for programs, a progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import logging
import threading
from abc import abstractmethod
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, TextIO

from ohlc_desktop.commands.terminal.tables import STREAM_WIDTH, matrix
from ohlc_desktop.core.importing import events
from ohlc_desktop.core.importing.events import Event
from ohlc_desktop.core.states.runs import ItemState
from ohlc_desktop.diagnostics.redaction import hide

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID


class Display(AbstractContextManager["Display"]):
    """Shows the events of a run; :meth:`show` may be called from any thread."""

    log_level: int

    @abstractmethod
    def show(self, event: Event) -> None:
        """Show one event."""

    def __exit__(self, *_: object) -> None:
        return None


class Lines(Display):
    """The worker protocol: one JSON object a line on a stream, nothing else there, and no secret."""

    log_level = logging.CRITICAL

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def show(self, event: Event) -> None:
        """Write one line at once; a reader that is gone does not stop the import."""
        with self._lock, suppress(OSError, ValueError):
            self._stream.write(hide(events.to_json(event)) + "\n")
            self._stream.flush()


class Terminal(Display):
    """Lines for people; with a progress bar where there is a terminal, and a table at the end."""

    def __init__(self, verbosity: int, demo: bool) -> None:
        self._out, self._errors = console(), console(stderr=True)
        self._quiet, self._demo = verbosity < 0, demo
        self._bar = _ProgressBar(self._errors) if self._errors.is_terminal and not self._quiet else None
        self._items: list[events.ItemDone] = []
        self._symbols: list[str] = []
        lively = logging.WARNING if self._bar or self._quiet else logging.INFO
        self.log_level = logging.DEBUG if verbosity > 0 else lively

    def show(self, event: Event) -> None:
        """Show one event; unknown ones are left out. A reader that is gone does not stop the import."""
        with suppress(OSError):
            self._show(event)

    def _show(self, event: Event) -> None:
        if self._bar:
            self._bar.show(event)
        match event:
            case events.Failure():
                for message in (event.title, event.message, event.hint):
                    if message:
                        self._errors.print(str(message), markup=False)
            case events.ItemDone():
                self._items.append(event)
            case events.Notice(kind=events.PRICE) if not self._quiet:
                self._out.print(str(event.message), markup=False)
            case events.RunStarted():
                self._symbols = event.symbols
            case events.RunDone():
                self._finish(event)

    def _finish(self, event: events.RunDone) -> None:
        if self._bar:
            self._bar.stop()
        if self._quiet:
            return
        cells = {(item.symbol, item.timeframe): _cell(item) for item in self._items}
        title = "Candles written" + (" (DEMO)" if self._demo else "")
        for line in matrix(self._symbols, cells, self._out.width, 10, title):
            self._out.print(line, markup=False)
        mark = "DEMO, simulated candles. " if self._demo else ""
        totals = (
            f"{mark}Wrote {event.written:,} candles, revised {event.revised:,}, quarantined"
            f" {event.quarantined:,} rows; {event.requests} requests in {event.seconds:.1f} s."
        )
        self._out.print(totals, markup=False)
        self._out.print(str(event.message), markup=False)

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()


class _ProgressBar:
    """The progress bar of a run: share done, rate, time left, and what is being waited for."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        self._progress = RichProgress(
            TextColumn("Importing"), BarColumn(24), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(), TextColumn("{task.fields[doing]}"), console=console, transient=True,
        )  # fmt: skip
        self._task: TaskID | None = None

    def show(self, event: Event) -> None:
        match event:
            case events.PlanMade() if event.requests:
                self._task = self._progress.add_task(
                    "", total=len(event.requests) + len(event.contracts), rate="", doing=""
                )
                self._progress.start()
            case events.ItemStarted():
                self._update(doing=f"{event.symbol} {event.timeframe}")
            case events.Waiting() if event.reason is not events.WaitReason.PACE:
                self._update(doing=f"waiting {event.seconds:.0f} s: {event.message}")
            case events.Progress():
                self._update(completed=event.done, rate=f"{event.rate:.1f}/s")

    def _update(self, **fields: object) -> None:
        if self._task is not None:
            self._progress.update(self._task, **fields)  # type: ignore[arg-type]

    def stop(self) -> None:
        self._progress.stop()


def console(stderr: bool = False) -> Console:
    """A terminal, or a stream of lines of which none is wrapped or cut."""
    from rich.console import Console as RichConsole

    class _Plain(RichConsole):
        def on_broken_pipe(self) -> None:
            """Leave it to the caller, instead of ending the program."""
            raise BrokenPipeError

    found = _Plain(stderr=stderr, highlight=False, soft_wrap=True)
    if not found.is_terminal:
        found.width = STREAM_WIDTH
    return found


def _cell(item: events.ItemDone) -> str:
    """One cell: a count where candles were written, otherwise one word."""
    if item.state is ItemState.SKIPPED:
        return f"-{item.missing:,}" if item.missing else "complete"
    revised = f" ~{item.revised:,}" if item.revised else ""
    return f"{item.added:,}{revised}" if item.state is ItemState.WRITTEN else str(item.state.word)
