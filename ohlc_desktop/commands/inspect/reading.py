"""Reading files of candles for a command: what is stored beside them, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.terminal.display import console
from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.importer.files.checking import ReadStored
from ohlc_desktop.store import markets, watchlist
from ohlc_desktop.store.database import open_reader
from ohlc_desktop.store.evidence import own_exports
from ohlc_desktop.store.series.candles import read_series

#: From so many bytes on a terminal shows how far it is.
LARGE = 20_000_000


@contextmanager
def stored_candles(context: Context) -> Iterator[ReadStored]:
    """Reads stored candles, all of one moment for each question; none where there is no database yet."""
    if not context.profile.database.exists():
        yield lambda *_: empty()
        return
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():

        def read(symbol: str, timeframe: Timeframe, start: int, end: int) -> Candles:
            number = watchlist.find_instrument(store.connection, symbol)
            return empty() if number is None else read_series(store.connection, number, timeframe, start, end)

        yield read


def at_home(context: Context) -> Callable[[Instrument], Instrument]:
    """Gives an instrument the hours of its market, where the archive knows them: a share has not those of a future."""

    def placed(instrument: Instrument) -> Instrument:
        if not context.profile.database.exists():
            return instrument
        with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
            return markets.at_home(store.connection, instrument)

    return placed


def is_own(context: Context) -> Callable[[Path], bool]:
    """Tells whether the archive wrote a file."""

    def known(path: Path) -> bool:
        if not context.profile.database.exists():
            return False
        with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
            return own_exports.is_known(store.connection, path)

    return known


@contextmanager
def reading_progress(context: Context, path: Path, as_json: bool) -> Iterator[Callable[[int], None]]:
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
