"""``ingest``: store what is in files of candles that other programs wrote, once it is shown and proven."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from ohlc_desktop.commands.context import Context
from ohlc_desktop.commands.ingest import asking, report
from ohlc_desktop.commands.ingest.progress import StoringDisplay, tell_reading
from ohlc_desktop.commands.ingest.request import IngestRequest, refuse_feed
from ohlc_desktop.commands.inspect.reading import at_home, is_own, reading_progress, stored_candles
from ohlc_desktop.commands.terminal.cancelling import Stop, listening, tell_cancelled
from ohlc_desktop.commands.terminal.display import Display, Lines, console
from ohlc_desktop.core.candles import Candles, empty
from ohlc_desktop.core.errors import Cancelled, OhlcError, UnknownInstrument, UsageError
from ohlc_desktop.core.files.remembered import RememberedFile
from ohlc_desktop.core.importing.events import Failure
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.timeframes import Timeframe
from ohlc_desktop.diagnostics.logs import start_logging, stop_logging
from ohlc_desktop.importer.files.examining import ExaminingTools
from ohlc_desktop.importer.files.ingest_plan import IngestPlan, IngestTools, PlannedSeries, make_plan
from ohlc_desktop.importer.files.sample import Watching
from ohlc_desktop.importer.files.sessions import KnownSessions
from ohlc_desktop.importer.files.storing import StoringTools, store_plan
from ohlc_desktop.profile import create, import_lock, importing_now
from ohlc_desktop.store import watchlist
from ohlc_desktop.store.database import Store, open_reader, open_store
from ohlc_desktop.store.sources import precedence, remembered
from ohlc_desktop.store.sources.source_rows import rows_of

_NOTHING = "Nothing was stored."


def run(context: Context, request: IngestRequest, as_json: bool) -> int:
    """Examine files, show what would be stored, and store it; returns the exit code.

    Args:
        context: Profile and settings.
        request: What to store.
        as_json: Write one JSON object a line instead of lines for people, of whom none is asked.

    Raises:
        UsageError: there is nobody to ask.
        ImportRunning: another process imports into the profile.
        FileRefused: two files have different candles.
        StoreError: the database cannot be used.
    """
    if not (request.yes or request.dry_run) and (as_json or not asking.anybody()):
        raise UsageError(
            "There is nobody to ask whether the candles may be stored.", _NOTHING,
            "Say so on the command line, or only look: --yes, or --dry-run.",
        )  # fmt: skip
    _refuse_while_importing(context, request)
    stop = Stop()
    with listening(stop, sys.stdin if as_json else None):
        try:
            return _run(context, request, as_json, stop)
        except Cancelled:
            return _cancelled(as_json)


def _cancelled(as_json: bool) -> int:
    if not as_json:
        return tell_cancelled(_NOTHING)
    Lines(sys.stdout).show(_failure(OhlcError("Cancelled.", _NOTHING), 130))
    return 130


def _refuse_while_importing(context: Context, request: IngestRequest) -> None:
    if not request.dry_run and importing_now(context.profile):
        with import_lock(context.profile, context.clock, Trigger.INGEST):
            pass  # which refuses, and says who imports


def _run(context: Context, request: IngestRequest, as_json: bool, stop: Stop) -> int:
    with ExitStack() as stack:
        plan = _planned(context, request, as_json, stop)
        stack.callback(plan.close)
        _show(context, plan, as_json)
        if request.dry_run or not plan.series or plan.nothing_new:
            return _end(plan, request, as_json)
        if not (request.yes or asking.agreed("Store it?")):
            return tell_cancelled(_NOTHING)
        return _store(context, plan, as_json, stop)


def _planned(context: Context, request: IngestRequest, as_json: bool, stop: Stop) -> IngestPlan:
    with _reading(context) as store, ExitStack() as stack:
        if store is not None:
            refuse_feed(request.wishes.source, precedence.read(store.connection))
        stored = stack.enter_context(stored_candles(context))
        ask = asking.reading_of if not as_json else (lambda _path, _proof: None)
        now = context.clock.now()
        sessions = KnownSessions(store.connection if store else None, now)
        examining = ExaminingTools(context.catalogue, stored, now, sessions, ask, at_home(context), is_own(context))
        tools = IngestTools(
            examining, _given(store), sessions, _folder(context), _remembered(store), _resolve(context),
            lambda symbol: store is None or watchlist.find_instrument(store.connection, symbol) is None,
            asking.unadjusted if not as_json else (lambda _found: False),
        )  # fmt: skip

        def watching(path: Path) -> Watching:
            if as_json:
                return Watching(stop.cancel, tell_reading(path, Lines(sys.stdout), context.clock))
            return Watching(stop.cancel, stack.enter_context(reading_progress(context, path, as_json)))

        return make_plan(request.paths, request.wishes, tools, watching)


@contextmanager
def _reading(context: Context) -> Iterator[Store | None]:
    if not context.profile.database.exists():
        yield None
        return
    with closing(open_reader(context.profile.database, context.profile.demo)) as store, store.errors():
        yield store


def _given(store: Store | None) -> Callable[[str, Timeframe, str, int, int], Candles]:
    def read(symbol: str, timeframe: Timeframe, source: str, start: int, end: int) -> Candles:
        number = None if store is None else watchlist.find_instrument(store.connection, symbol)
        if store is None or number is None:
            return empty()
        return rows_of(store.connection, number, timeframe, source, start, end)

    return read


def _remembered(store: Store | None) -> Callable[[str], RememberedFile]:
    return lambda shape: RememberedFile() if store is None else remembered.read(store.connection, shape)


def _resolve(context: Context) -> Callable[[str], Instrument | None]:
    def resolve(symbol: str) -> Instrument | None:
        try:
            return context.instrument(symbol)
        except UnknownInstrument:
            return None

    return resolve


def _folder(context: Context) -> Path:
    """Where candles are set aside: on the disk of the database, where as much room is needed."""
    folder = context.profile.folder
    return folder if folder.is_dir() else Path(tempfile.gettempdir())


def _show(context: Context, plan: IngestPlan, as_json: bool) -> None:
    stronger = _stronger(context, plan)
    if as_json:
        Lines(sys.stdout).show(report.event(plan, stronger))
    elif context.verbosity >= 0 or plan.unusable:
        console().print(*report.lines(plan, stronger, context.verbosity > 0), sep="\n", markup=False)


def _stronger(context: Context, plan: IngestPlan) -> Mapping[PlannedSeries, bool]:
    """For each series whether its source counts more than all others that it has."""
    with _reading(context) as store:
        return {
            each: store is None
            or precedence.counts_most(store.connection, each.files.instrument.symbol, each.files.source)
            for each in plan.series
        }


def _end(plan: IngestPlan, request: IngestRequest, as_json: bool) -> int:
    """Nothing is stored: it was not to be, it cannot be, or it is already."""
    code = 2 if not plan.series else 1 if plan.unusable else 0
    if request.dry_run and plan.unusable:
        code = 2
    if not as_json:
        console().print(_NOTHING if request.dry_run else report.closing(plan)[0], markup=False)
    elif not plan.series:
        Lines(sys.stdout).show(_failure(plan.unusable[0].error, code))
    return code


def _failure(error: OhlcError, code: int) -> Failure:
    return Failure(error.title, error.message, error.hint, code)


def _store(context: Context, plan: IngestPlan, as_json: bool, stop: Stop) -> int:
    create(context.profile)
    display: Display = Lines(sys.stdout) if as_json else StoringDisplay(context.verbosity, context.profile.demo)
    start_logging(
        context.profile, context.settings.log_level, logging.CRITICAL if as_json else logging.WARNING, context.mask
    )
    try:
        with (
            display,
            import_lock(context.profile, context.clock, Trigger.INGEST),
            closing(open_store(context.profile.database, context.profile.demo)) as store,
        ):
            tools = StoringTools(
                store, context.clock, context.feed, display.show, stop.cancel, settings=context.settings,
                products=context.catalogue.products,
            )  # fmt: skip
            return store_plan(plan, tools).exit_code
    finally:
        stop_logging()
