"""``import``: one run, shown on the terminal or told as JSON lines."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

from ohlc_desktop.commands.context import (
    Context,
    check_time_zone,
    connect_cache,
    watched,
)  # fmt: skip
from ohlc_desktop.commands.terminal.display import Display, Lines, make_display
from ohlc_desktop.core.errors import OhlcError, UsageError, unexpected
from ohlc_desktop.core.importing.events import Failure, RunDone, RunState
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import sources_of
from ohlc_desktop.diagnostics.crash_reports import CrashFile, collect
from ohlc_desktop.diagnostics.logs import SHOWN, start_logging, stop_logging
from ohlc_desktop.ending import ending_signals
from ohlc_desktop.importer.engine import Order, Tools, run_import
from ohlc_desktop.profile import create, import_lock
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.trade_dates import load_trade_dates

_log = logging.getLogger(__name__)


def run(
    context: Context, names: Sequence[str], timeframes: str | None, as_json: bool, trigger: str, planned: str | None
) -> int:
    """Import now; returns the exit code.

    Args:
        context: Profile and settings.
        names: Instruments to import; none means the watchlist.
        timeframes: Comma-separated timeframes; None means those of the settings.
        as_json: Print the worker protocol instead of lines for people.
        trigger: What caused the run, for the ledger.
        planned: The occurrence (ISO 8601 UTC) of a scheduled run.
    """
    display: Display = Lines(sys.stdout) if as_json else make_display(context)
    stop = _Stop()
    with _listening(stop, sys.stdin if as_json else None), display:
        try:
            return _run(context, names, timeframes, display, stop, trigger, planned)
        except OhlcError as error:
            _log.error("%s", error, extra=SHOWN)
            if as_json:
                return tell(error)
            display.show(Failure(error.title, error.message, error.hint, error.exit_code))
            return error.exit_code
        except Exception as error:
            _log.exception("Unexpected fault", extra=SHOWN)
            if as_json:
                return tell(unexpected(error, _details(context)))
            raise
        finally:
            stop_logging()


def _details(context: Context) -> Path:
    """Where more is to be read of a fault: a full disk has no report."""
    return context.profile.reports if context.profile.reports.is_dir() else context.profile.logs


def tell(error: OhlcError) -> int:
    """Print an error that ended or kept from a run as JSON lines; returns the exit code."""
    lines = Lines(sys.stdout)
    lines.show(Failure(error.title, error.message, error.hint, error.exit_code))
    lines.show(RunDone(None, RunState.FAILED, error.exit_code, message=error.text))
    return error.exit_code


def _run(
    context: Context, names: Sequence[str], timeframes: str | None, display: Display, stop: _Stop,
    trigger: str, planned: str | None,
) -> int:  # fmt: skip
    chosen = [context.instrument(name) for name in names]
    sources = wanted_sources(context, timeframes)
    create(context.profile)
    start_logging(context.profile, context.settings.log_level, display.log_level, context.mask)
    with import_lock(context.profile, context.clock, trigger), _last_words(context):
        store = open_store(context.profile.database, context.profile.demo)
        try:
            return _import(context, store, chosen, sources, display, stop, trigger, planned)
        finally:
            store.close()


@contextmanager
def _last_words(context: Context) -> Iterator[None]:
    """Should this process die of a fault, the next one can report it."""
    collect(context.profile, context.mask, "import")
    file = CrashFile(context.profile.logs, "import")
    file.open()
    try:
        yield
    finally:
        file.close()


def _import(
    context: Context, store: Store, chosen: Sequence[Instrument], sources: tuple[str, ...], display: Display,
    stop: _Stop, trigger: str, planned: str | None,
) -> int:  # fmt: skip
    with store.errors():
        check_time_zone(context, load_trade_dates(store.connection))
        _, cache = connect_cache(context, store)
        instruments = tuple(dict.fromkeys(chosen)) or _watchlist(context, store)
    tools = Tools(
        store, context.clock, context.settings, context.feed, display.show, stop.cancel, cache, products=context.catalogue.products, quitting=stop.quitting,
    )  # fmt: skip
    try:
        return run_import(Order(trigger, instruments, sources, planned), tools).exit_code
    finally:
        if cache is not None:
            cache.close()


def _watchlist(context: Context, store: Store) -> tuple[Instrument, ...]:
    """The instruments to import every day.

    Raises:
        UsageError: there are none.
    """
    symbols = watched(context, store)
    if not symbols:
        raise UsageError(
            "The watchlist is empty.", "Nothing was imported.", "Add instruments: ohlc-desktop watch add ES NQ CL GC"
        )
    return tuple(context.instrument(symbol) for symbol in symbols)


def wanted_sources(context: Context, timeframes: str | None) -> tuple[str, ...]:
    """The source timeframes that bring the wanted ones.

    Raises:
        UsageError: a name is no timeframe.
    """
    names = (timeframes or "").replace(",", " ").split()
    return sources_of(names or context.settings.timeframes)


@dataclass(frozen=True, slots=True)
class _Stop:
    """Wishes that the run ends: ``cancel`` ends it, ``quitting`` says that the program ends and not only the run."""

    cancel: threading.Event = field(default_factory=threading.Event)
    quitting: threading.Event = field(default_factory=threading.Event)

    def quit(self) -> None:
        """End the run because the program ends."""
        self.quitting.set()
        self.cancel.set()


@contextmanager
def _listening(stop: _Stop, commands: TextIO | None) -> Iterator[None]:
    """End on SIGINT, SIGTERM, SIGHUP and, if given, on a line ``cancel`` or ``quit`` from a stream."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.quit()

    before = {number: signal.signal(number, on_signal) for number in ending_signals()}
    if commands is not None:
        threading.Thread(target=_read_commands, args=(commands, stop), name="commands", daemon=True).start()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _read_commands(commands: TextIO, stop: _Stop) -> None:
    try:
        for line in commands:
            if line.strip() == "cancel":
                stop.cancel.set()
                return
            if line.strip() == "quit":
                stop.quit()
                return
    except (OSError, ValueError):
        return  # the stream is gone; signals still work
