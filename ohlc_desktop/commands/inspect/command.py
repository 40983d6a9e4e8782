"""``inspect``: what is in files of candles that other programs wrote. It stores nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.inspect.report import document, error_lines, lines
from ohlc_desktop.commands.terminal import documents
from ohlc_desktop.commands.terminal.cancelling import cancelled_by_signals, tell_cancelled
from ohlc_desktop.commands.terminal.display import console
from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.errors import Cancelled, OhlcError
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.importer.files.checking import ReadStored
from ohlc_desktop.importer.files.examining import ExaminingTools, FileWishes, examine
from ohlc_desktop.importer.files.finding import FileFinding
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.sources.files.refusals import FileRefused
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.series.candles import read_series

#: From so many bytes on a terminal shows how far it is.
LARGE = 20_000_000


@dataclass(frozen=True, slots=True)
class UnusableFile:
    """A file of which nothing can be said but why."""

    path: Path
    error: OhlcError


def run(context: Context, names: Sequence[str], symbol: str | None, as_json: bool = False) -> int:
    """Examine files and tell what is in each; returns the exit code: 2 where one cannot be used as it is.

    Raises:
        UnknownInstrument: there is no such instrument.
        StoreError: the database cannot be read.
    """
    instrument = None if symbol is None else context.instrument(symbol)
    try:
        with cancelled_by_signals() as cancel, ExitStack() as stack:
            tools = ExaminingTools(context.catalogue, stack.enter_context(_stored(context)), context.clock.now())
            found = [_examined(context, Path(name), instrument, tools, cancel, as_json) for name in names]
    except Cancelled:
        return tell_cancelled("Nothing was to be stored.", as_json)
    if as_json:
        documents.write(context, document(found))
    else:
        console().print("Nothing was stored.", markup=False)
    return 2 if any(isinstance(each, UnusableFile) or each.problem for each in found) else 0


def _examined(
    context: Context, path: Path, instrument: Instrument | None, tools: ExaminingTools, cancel: threading.Event, as_json: bool
) -> FileFinding | UnusableFile:  # fmt: skip
    """What is in one file; told to a person as soon as it is known."""
    try:
        with _progress(context, path, as_json) as advance:
            found = examine(path, FileWishes(instrument), tools, Watching(cancel, advance))
    except FileRefused as error:
        if not as_json:
            console(stderr=True).print(*error_lines(error), sep="\n", markup=False)
        return UnusableFile(path, error)
    if not as_json:
        console().print(*lines(found, context.verbosity > 0), sep="\n", markup=False)
    return found


@contextmanager
def _stored(context: Context) -> Iterator[ReadStored]:
    """Reads stored candles, all of one moment for each question; none where there is no database yet."""
    if not context.profile.database.exists():
        yield lambda *_: empty()
        return
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():

        def read(symbol: str, timeframe: Timeframe, start: int, end: int) -> Candles:
            number = watchlist.find_instrument(store.connection, symbol)
            return empty() if number is None else read_series(store.connection, number, timeframe, start, end)

        yield read


@contextmanager
def _progress(context: Context, path: Path, as_json: bool) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal for a large file, which is gone in the end."""
    shown = console(stderr=True)
    total = path.stat().st_size if path.is_file() else 0
    if as_json or context.verbosity < 0 or total < LARGE or not shown.is_terminal:
        yield lambda _: None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TransferSpeedColumn

    columns = TextColumn("{task.description}", markup=False), BarColumn(24), TaskProgressColumn(), TransferSpeedColumn()
    with Progress(*columns, console=shown, transient=True) as progress:
        task = progress.add_task(f"Reading {path.name}", total=total)

        def advance(size: int) -> None:
            if progress.tasks[task].finished:  # it is read a second time, to judge its rows
                progress.reset(task, total=total, description=f"Checking {path.name}")
            progress.advance(task, size)

        yield advance
