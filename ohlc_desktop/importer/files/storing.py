"""Carries out a plan: whole sessions at a time, each batch in a transaction of its own, as a run of the ledger.

Whatever ends it, be it a kill, the archive holds whole sessions, and the same files again store the rest.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ohlc_desktop.core.arbitration.precedence import TRADINGVIEW
from ohlc_desktop.core.candles import merge
from ohlc_desktop.core.clock import Clock, iso
from ohlc_desktop.core.errors import Cancelled, StoreError
from ohlc_desktop.core.importing.events import (
    Event,
    Failure,
    ItemDone,
    ItemStarted,
    PlanMade,
    Progress,
    RunDone,
    RunStarted,
)
from ohlc_desktop.core.importing.request import Trigger
from ohlc_desktop.core.market.catalogue import Product
from ohlc_desktop.core.market.feed_spec import FeedSpec
from ohlc_desktop.core.market.sessions import Calendar
from ohlc_desktop.core.messages import Message
from ohlc_desktop.core.planning.assess import assess
from ohlc_desktop.core.planning.state import InstrumentState
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.runs import ItemState, RunState
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.importer.ahead import ahead
from ohlc_desktop.importer.arbitration import Arbitrated, put
from ohlc_desktop.importer.files.ingest_items import IngestItems
from ohlc_desktop.importer.files.ingest_plan import IngestPlan, PlannedSeries
from ohlc_desktop.importer.files.series_plan import Batch, SeriesFiles
from ohlc_desktop.importer.files.sessions import calendar_since
from ohlc_desktop.importer.files.settling import note_settlements
from ohlc_desktop.importer.hub.after_run import push_after_run
from ohlc_desktop.importer.merging.fresh import put_fresh
from ohlc_desktop.importer.run.following import prove_stored
from ohlc_desktop.importer.run_setup import LoadSessions, library_sessions, read_state
from ohlc_desktop.store import ledger
from ohlc_desktop.store.connection import Connection
from ohlc_desktop.store.contracts.roll_ledger import keep_ledgers
from ohlc_desktop.store.database import Store
from ohlc_desktop.store.file.checkpointing import checkpoints
from ohlc_desktop.store.series import quarantine, series_summary
from ohlc_desktop.store.sources import precedence, remembered
from ohlc_desktop.store.sources.source_rows import rows_of

_log = logging.getLogger(__name__)

#: Candles of a batch, about: where something is stored already a transaction of it takes less than a second, and a cancel
#: waits for no more. Of fresh minutes many more, for a cancel ends their transaction.
BATCH, FRESH_BATCH = 40_000, 250_000
_CANCELLED = Message("Cancelled. Whole sessions that had been stored stay; the same files again store the rest.")


@dataclass(frozen=True, slots=True)
class StoringTools:
    """What a plan is carried out with.

    Attributes:
        store: Open for writing.
        clock: The one clock.
        feed: That of the profile.
        emit: Is told what happens.
        cancel: Ends it within a second.
        load_sessions: The calendars.
        settings: Of the profile.
        products: The futures of which it is proven which contract their front month follows, and whose ledgers of rolls are
            kept, by root.
    """

    store: Store
    clock: Clock
    feed: FeedSpec
    emit: Callable[[Event], None]
    cancel: threading.Event
    load_sessions: LoadSessions = library_sessions
    settings: Settings = field(default_factory=Settings)
    products: Mapping[str, Product] = field(default_factory=dict)


def store_plan(plan: IngestPlan, tools: StoringTools) -> RunDone:
    """Store what a plan holds; the caller holds the profile's import lock.

    The last event is always :class:`RunDone`, which is also returned. Its exit code is 0 when all is stored, 1 when some
    files could not be used, 2 when the database failed, 130 when it was cancelled.
    """
    run = _Ingest(plan, tools)
    with tools.store.errors():
        done = run.carry_out()
    if run.failure is not None:
        failure = run.failure
        tools.emit(Failure(failure.title, failure.message, failure.hint, failure.exit_code))
    push_after_run(tools.store, tools.settings, tools.clock, tools.cancel, tools.emit)
    tools.emit(done)
    return done


class _Ingest:
    """The state of one run.

    Attributes:
        failure: The fault of the database that ended it.
    """

    def __init__(self, plan: IngestPlan, tools: StoringTools) -> None:
        self._plan, self._tools = plan, tools
        self._began = tools.clock.monotonic()
        self._items = IngestItems(plan)
        self._calendars: dict[str, Calendar] = {}
        self._states: dict[str, tuple[int, InstrumentState]] = {}
        self._done = 0
        self._run = 0
        self.failure: StoreError | None = None

    def carry_out(self) -> RunDone:
        """Open the ledger, store, close it."""
        try:
            self._open()
            with checkpoints(self._tools.store.connection, self._tools.store.path) as after_commit:
                for series in self._plan.series:
                    self._store(series, after_commit)
        except Cancelled:
            self._items.finish_rest(ItemState.CANCELLED, "cancelled", Message("Cancelled before all of it was stored."))
        except StoreError as error:
            _log.error("%s", error)
            self.failure = error
            self._items.finish_rest(ItemState.FAILED, "database", error.title)
        return self._close()

    # -- before ------------------------------------------------------------------------------------

    def _open(self) -> None:
        now = self._tools.clock.now()
        with self._tools.store.transaction(self._tools.cancel) as connection:
            ledger.interrupt_dead_runs(connection, now)
            self._run = ledger.begin_run(connection, Trigger.INGEST, None, now)
            for series in self._plan.series:
                self._read(connection, series, now)
            ledger.save_items(connection, self._run, self._items.all())
        symbols = list(self._states)
        folder = str(self._tools.store.path.parent)
        self._tools.emit(RunStarted(self._run, Trigger.INGEST, self._tools.feed.simulated, symbols, folder))
        self._tools.emit(PlanMade([_planned(series) for series in self._plan.series], 0))

    def _read(self, connection: Connection, series: PlannedSeries, now: float) -> None:
        """Make instrument and sessions known, and keep the rows that were refused."""
        instrument = series.files.instrument
        name, first = instrument.calendar, int(series.change.day[0])
        self._calendars[name] = calendar_since(connection, name, first, now, self._tools.load_sessions)
        number, state = read_state(connection, instrument, self._calendars[name], self._tools.feed, now)
        self._states[instrument.symbol] = number, state
        for file in series.files.files:
            if file.finding.source == TRADINGVIEW != series.files.source:
                precedence.note_last_trades(connection, series.files.source)
            note_settlements(connection, number, series.files.source, file)
            if file.shape:
                remembered.keep(connection, file.shape, file.learned)
            rows = file.finding.refused.quarantine
            quarantine.keep_rows(connection, self._run, number, series.files.timeframe.name, rows)

    # -- during ------------------------------------------------------------------------------------

    def _store(self, series: PlannedSeries, after_commit: Callable[[], None]) -> None:
        files, todo = series.files, series.change.day[series.change.todo]
        if not len(todo):
            self._finish(series)
            return
        ends = (iso(int(todo[0]) * 86400), iso(int(todo[-1]) * 86400))
        self._tools.emit(ItemStarted(files.instrument.symbol, files.timeframe.name, ItemState.FETCHING, *ends))
        with ahead(files.batches(todo, FRESH_BATCH)) as batches:
            for batch in batches:
                if not self._put_fresh(series, batch):
                    self._put_each(series, batch)
                after_commit()
        self._finish(series)

    def _put_fresh(self, series: PlannedSeries, batch: Batch) -> bool:
        """Store minutes of a time of which nothing is stored; whether it was so."""
        files, now = series.files, self._tools.clock.now()
        if files.timeframe.name != "1m":
            return False
        number, state = self._states[files.instrument.symbol]
        store, cancel = self._tools.store, self._tools.cancel
        with store.bulk(), store.transaction(cancel) as connection:
            told = put_fresh(connection, number, state, files.source, batch.candles, batch.stretch, now, cancel)
            if told is not None:
                self._note(connection, files, batch, told)
        if told is None:
            return False
        self._progress(len(batch.candles))
        return True

    def _put_each(self, series: PlannedSeries, batch: Batch) -> None:
        """Store whole sessions with all that follows from them; a file takes nothing away that its source gave before."""
        files = series.files
        number, state = self._states[files.instrument.symbol]
        for part in files.parts(batch, BATCH):
            with self._tools.store.transaction(self._tools.cancel) as connection:
                before = rows_of(connection, number, files.timeframe, files.source, *part.stretch)
                candles = merge(before, part.candles) if len(before) else part.candles
                now = self._tools.clock.now()
                told = put(connection, number, state, files.timeframe, files.source, candles, part.stretch, now)
                self._note(connection, files, part, told)
            self._progress(len(part.candles))

    def _note(self, connection: Connection, files: SeriesFiles, batch: Batch, told: Arbitrated) -> None:
        """Count a batch that is about to be committed.

        Raises:
            Cancelled: it is not to go on, and was not committed.
        """
        if self._tools.cancel.is_set():
            raise Cancelled
        self._items.add(files, len(batch.candles), told)
        ledger.save_items(connection, self._run, self._items.of(files.instrument.symbol))

    def _finish(self, series: PlannedSeries) -> None:
        for item in self._items.finish(series.files):
            self._tools.emit(
                ItemDone(
                    item.symbol, item.timeframe, item.state, item.fetched, item.added, item.revised, item.quarantined,
                    item.cause, item.message, item.missing,
                )
            )  # fmt: skip

    def _progress(self, count: int) -> None:
        self._done += count
        total = sum(int(each.change.rows[each.change.todo].sum()) for each in self._plan.series)
        rate = self._done / max(self._tools.clock.monotonic() - self._began, 1e-6)
        written, revised, _ = self._items.totals()
        self._tools.emit(
            Progress(self._done, total, written, revised, round(rate, 2), round((total - self._done) / rate, 1))
        )

    # -- after -------------------------------------------------------------------------------------

    def _close(self) -> RunDone:
        state, code, message = self._outcome()
        if self._run:
            self._close_ledger(state, message)
        written, revised, refused = self._items.totals()
        seconds = round(self._tools.clock.monotonic() - self._began, 3)
        counts = self._items.counts()
        totals = {each.value: counts[each] for each in ItemState if each.final}
        return RunDone(self._run or None, state, code, totals, 0, written, revised, refused, seconds, message)

    def _outcome(self) -> tuple[RunState, int, Message]:
        if self.failure is not None:
            state = RunState.PARTIAL if self._done else RunState.FAILED
            return state, self.failure.exit_code, self.failure.text
        if self._tools.cancel.is_set():
            return RunState.CANCELLED, 130, _CANCELLED
        told = Message(
            "Stored {candles:,} candles of {names}.", candles=self._done, names=self._items.names,
        )  # fmt: skip
        return (RunState.PARTIAL, 1, told) if self._plan.unusable else (RunState.DONE, 0, told)

    def _close_ledger(self, state: RunState, message: Message) -> None:
        """Sum up all series and end the run's row. What cannot be written now, the next import finds out."""
        now = self._tools.clock.now()
        try:
            with self._tools.store.transaction() as connection:
                self._assess(connection, now)
                roots = {state.instrument.root for _, state in self._states.values()} & self._tools.products.keys()
                products = {root: self._tools.products[root] for root in roots}
                prove_stored(connection, products.values(), now)
                keep_ledgers(connection, products)
                ledger.save_items(connection, self._run, self._items.all())
                ledger.end_run(connection, self._run, state, now, message, 0)
        except StoreError as error:
            _log.warning("The end of run %d could not be noted: %s", self._run, error.title)

    def _assess(self, connection: Connection, now: float) -> None:
        for number, state in self._states.values():
            state = replace(state, series=series_summary.states(connection, number))
            for timeframe in TIMEFRAMES.values():
                series_summary.note_assessment(connection, number, timeframe.name, assess(state, timeframe, now), now)


def _planned(series: PlannedSeries) -> dict[str, object]:
    files, days = series.files, series.change.day
    return {
        "symbol": files.instrument.symbol, "timeframe": files.timeframe.name, "start": iso(int(days[0]) * 86400),
        "end": iso(int(days[-1]) * 86400), "reason": files.source,
    }  # fmt: skip
