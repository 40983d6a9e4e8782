"""``import``: one run, shown on the terminal or told as JSON lines."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace

from ohlc_desktop.commands.context import Context, check_time_zone, connect_share, watched
from ohlc_desktop.commands.terminal.cancelling import Stop, listening
from ohlc_desktop.commands.terminal.display import Display, Lines, Terminal
from ohlc_desktop.core.errors import OhlcError, UsageError, unexpected
from ohlc_desktop.core.importing.events import Failure, RunDone
from ohlc_desktop.core.importing.request import ImportRequest, Trigger, read_series
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.states.runs import RunState
from ohlc_desktop.core.timeframes import sources_of
from ohlc_desktop.diagnostics.crash_reports import CrashFile, collect
from ohlc_desktop.diagnostics.logs import SHOWN, start_logging, stop_logging
from ohlc_desktop.importer.engine import run_import
from ohlc_desktop.importer.order import Order, Tools
from ohlc_desktop.profile import create, import_lock
from ohlc_desktop.store.database import Store, open_store
from ohlc_desktop.store.trade_dates import load_trade_dates

_log = logging.getLogger(__name__)

#: Carries out an order on the open store; returns the exit code.
Work = Callable[[Context, Store, Order, Display, Stop], int]


def requested(options: argparse.Namespace) -> ImportRequest:
    """What the arguments of the command line ask for.

    Raises:
        UsageError: an occurrence was named together with instruments or timeframes.
    """
    if options.planned and (options.symbols or options.timeframes or options.series):
        raise UsageError("--planned is for the whole watchlist.", hint="Leave instruments and timeframes out.")
    timeframes = tuple((options.timeframes or "").replace(",", " ").split())
    series = read_series(options.series)
    return ImportRequest(Trigger(options.trigger), tuple(options.symbols), timeframes, series, options.planned)


def run(context: Context, request: ImportRequest, as_json: bool, work: Work | None = None) -> int:
    """Import now; returns the exit code.

    Args:
        context: Profile and settings.
        request: What to import.
        as_json: Print the worker protocol instead of lines for people.
        work: What is done with it; None to ask the profile's feed.
    """
    display: Display = Lines(sys.stdout) if as_json else Terminal(context.verbosity, context.profile.demo)
    stop = Stop()
    with listening(stop, sys.stdin if as_json else None), display:
        try:
            return _run(context, request, display, stop, work or _import)
        except OhlcError as error:
            _log.error("%s", error, extra=SHOWN)
            if as_json:
                return tell(error)
            display.show(Failure(error.title, error.message, error.hint, error.exit_code))
            return error.exit_code
        except Exception as error:
            _log.exception("Unexpected fault", extra=SHOWN)
            if as_json:
                reports = context.profile.reports  # a full disk has none
                return tell(unexpected(error, reports if reports.is_dir() else context.profile.logs))
            raise
        finally:
            stop_logging()


def tell(error: OhlcError) -> int:
    """Print an error that ended or kept from a run as JSON lines; returns the exit code."""
    lines = Lines(sys.stdout)
    lines.show(Failure(error.title, error.message, error.hint, error.exit_code))
    lines.show(RunDone(None, RunState.FAILED, error.exit_code, message=error.text))
    return error.exit_code


def _run(context: Context, request: ImportRequest, display: Display, stop: Stop, work: Work) -> int:
    order = _order(context, request)
    create(context.profile)
    start_logging(context.profile, context.settings.log_level, display.log_level, context.mask)
    with (
        import_lock(context.profile, context.clock, request.trigger),
        _crash_reporting(context),
        closing(open_store(context.profile.database, context.profile.demo)) as store,
    ):
        return work(context, store, order, display, stop)


@contextmanager
def _crash_reporting(context: Context) -> Iterator[None]:
    """Should this process die of a fault, the next one can report it."""
    collect(context.profile, context.mask, "import")
    with closing(CrashFile(context.profile.logs, "import")) as file:
        file.open()
        yield


def _order(context: Context, request: ImportRequest) -> Order:
    """The request with its names resolved; without instruments it is for the watchlist."""
    chosen: dict[Instrument, list[str]] = {context.instrument(name): [] for name in request.symbols}
    for name, timeframe in request.series:
        chosen.setdefault(context.instrument(name), []).append(timeframe)
    exact = {instrument.symbol: sources_of(names) for instrument, names in chosen.items() if names}
    sources = sources_of(request.timeframes or context.settings.timeframes)
    return Order(request.trigger, tuple(chosen), sources, request.planned, exact)


def _import(context: Context, store: Store, order: Order, display: Display, stop: Stop) -> int:
    with store.errors():
        check_time_zone(context, load_trade_dates(store.connection))
        share = connect_share(context)
        order = order if order.instruments else _of_watchlist(context, store, order)
    tools = Tools(
        store, context.clock, context.settings, context.feed, display.show, stop.cancel, share, products=context.catalogue.products,
        quitting=stop.quitting, feeds=context.feeds, hub=context.hub,
    )  # fmt: skip
    with closing(share) if share is not None else nullcontext():
        return run_import(order, tools).exit_code


def _of_watchlist(context: Context, store: Store, order: Order) -> Order:
    """The order for all that is imported every day, with the contracts around rolls where those are wanted."""
    return replace(order, instruments=_watchlist(context, store), contracts=context.settings.contracts and order.asks)


def _watchlist(context: Context, store: Store) -> tuple[Instrument, ...]:
    """The instruments to import every day."""
    symbols = watched(context, store)
    if not symbols:
        raise UsageError(
            "The watchlist is empty.", "Nothing was imported.", "Add instruments: ohlc-desktop watch add ES NQ CL GC"
        )
    return tuple(context.instrument(symbol) for symbol in symbols)
