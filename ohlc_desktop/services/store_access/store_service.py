"""What the window knows of the store: looks at it in the background, and edits of the watchlist.

Imports nothing heavy: the idle tray reads a summary only. Whatever needs numpy is imported by the worker thread when the
window first asks for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import ImportRunning, OhlcError
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.timeframes import TIMEFRAMES
from ohlc_desktop.core.voices.counts import KnownCounts
from ohlc_desktop.profile import Profile, create, import_lock
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.importing.runs import last_run
from ohlc_desktop.services.store_access.instrument_names import Resolved
from ohlc_desktop.services.store_access.snapshot import DatabaseState, Snapshot
from ohlc_desktop.sources.registry import active_feeds
from ohlc_desktop.store import ledger, watchlist
from ohlc_desktop.store.database import open_reader, open_store
from ohlc_desktop.store.file.addresses import is_absent
from ohlc_desktop.store.file.file_errors import unreadable
from ohlc_desktop.store.ledger import Item
from ohlc_desktop.store.series.removal import remove_candles
from ohlc_desktop.store.watchlist_summary import WatchlistSummary, summarise

if TYPE_CHECKING:
    from ohlc_desktop.core.market.instruments import Instrument
    from ohlc_desktop.services.sources.source_reading import SeriesWitness
    from ohlc_desktop.services.store_access.roll_reading import ContractsLook
    from ohlc_desktop.services.store_access.snapshot_reader import LastLook

#: Shortest time between two looks at single instruments.
PAUSE_MS = 1000
#: After so many seconds series may be behind that were complete.
STALE = 60.0

Failed = Callable[[OhlcError], None]


class StoreService(QObject):
    """The store, looked at off the GUI thread.

    Looks never pile up: at most one is under way, and whatever is asked for meanwhile becomes one more.

    Attributes:
        changed: A new :class:`Snapshot`.
        edited: A person changed stored candles, here or in a dialog that tells it.
        snapshot: The last look; None before the first. To be read only.
    """

    changed = Signal(object)
    edited = Signal()

    def __init__(
        self, profile: Profile, clock: Clock, work: BackgroundWorker, settings: Callable[[], Settings],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._profile, self._clock, self._work, self._settings = profile, clock, work, settings
        self.snapshot: Snapshot | None = None
        self._known: LastLook | None = None
        self._stopping = threading.Event()
        self._looking = False
        self._whole = False
        self._some: set[str] = set()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)

    def stop(self) -> None:
        """Give up a write that waits for another program's lock."""
        self._stopping.set()

    # -- looking -------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Let the last look go, for nobody looks at it any more."""
        self._known = self.snapshot = None

    def refresh(self) -> None:
        """Look at everything."""
        self._whole = True
        self._look()

    def refresh_series(self, symbols: Iterable[str]) -> None:
        """Look again at these instruments, at most once a second; for use while an import runs."""
        self._some.update(symbols)
        self._look()

    def check(self) -> None:
        """Look at everything if the file is another than at the last look, could not be read, or a minute has passed."""
        known, snapshot = self._known, self.snapshot
        if self._looking or snapshot is None:
            return
        profile, old = self._profile, abs(self._clock.now() - snapshot.taken) >= STALE
        if known is None or snapshot.database.problem or old:
            self.refresh()
        else:
            self._work.run(lambda: _reader().is_other(profile, known), self._checked)

    def _checked(self, other: bool) -> None:
        if other:
            self.refresh()

    def _look(self) -> None:
        some = bool(self._some) and not self._pause.isActive()
        if self._looking or not (self._whole or some):
            return
        only = None if self._whole else frozenset(self._some)
        self._looking, self._whole = True, False
        self._some.clear()
        profile, clock, before, at = self._profile, self._clock, self._known, self._settings().import_time
        if only is not None:
            self._pause.start()
        self._work.run(lambda: _reader().look(profile, clock.now(), before, only, at), self._looked, self._failed)

    def _looked(self, known: LastLook) -> None:
        self._looking, self._known = False, known
        self._show(known.snapshot)
        self._look()

    def _failed(self, error: OhlcError) -> None:
        """A fault of ours while looking: what was known stays, marked."""
        self._looking = False
        nothing = DatabaseState(self._profile.database)
        before = self.snapshot or Snapshot(self._clock.now(), (), False, nothing, known=False)
        self._show(replace(before, database=replace(before.database, problem=error.title, fix=error.hint)))

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.changed.emit(snapshot)

    def read_summary(self, done: Callable[[WatchlistSummary], None]) -> None:
        """The watchlist in a few numbers; reads nothing but summaries."""
        profile, timeframes = self._profile, self._settings().timeframes
        self._work.run(lambda: _read_summary(profile, timeframes), done)

    def items(self, run: int, done: Callable[[list[Item]], None], failed: Failed | None = None) -> None:
        """What became of each instrument and timeframe in a run."""
        self._work.run(partial(_items, self._profile, run), done, failed)

    def known(self, symbol: str, timeframe: str, done: Callable[[KnownCounts], None]) -> None:
        """How well the candles of a series are known; nothing comes of a file that cannot be read, which a look tells."""
        self._work.run(partial(_known_counts, self._profile, symbol, timeframe), done, lambda _: None)

    def witness(self, instrument: Instrument, timeframe: str, done: Callable[[SeriesWitness], None]) -> None:
        """How a series is witnessed; nothing comes of a file that cannot be read, which a look tells."""
        self._work.run(partial(_witness, self._profile, instrument, timeframe, self._clock.now()), done, lambda _: None)

    def contracts(self, done: Callable[[ContractsLook], None], failed: Failed) -> None:
        """What comes in the next days for the futures on the watchlist, and their rolls."""
        self._work.run(partial(_contracts, self._profile, self._clock.now()), done, failed)

    # -- the watchlist -------------------------------------------------------------------------------

    def watch(
        self, symbols: Sequence[str], remove: Sequence[str] = (),
        done: Callable[[int], object] | None = None, failed: Failed | None = None,
    ) -> None:  # fmt: skip
        """Make these the watchlist, in this order, and look again; all or nothing.

        Args:
            symbols: Their symbols.
            remove: Symbols whose candles are deleted; refused while an import runs. Of others they stay stored.
            done: Gets the number of candles deleted.
            failed: Gets the reason why nothing was changed.
        """

        def finish(removed: int) -> None:
            self.refresh()
            if removed:
                self.edited.emit()
            if done is not None:
                done(removed)

        watch = partial(_watch, self._profile, self._clock, symbols, remove, self._stopping)
        self._work.run(watch, finish, failed)

    def resolve(self, text: str, done: Callable[[list[Resolved]], None]) -> None:
        """What the names in a list mean: an instrument or the reason why not, for each."""
        now, feed = self._clock.now(), active_feeds(self._profile.demo, self._settings().feeds).order[0]
        self._work.run(lambda: _reader().resolve_names(text, now, feed), done)

    def catalogue(self, done: Callable[[list[tuple[str, str, str]]], None]) -> None:
        """Symbol, name and exchange of every future that we know."""
        self._work.run(lambda: _reader().catalogue_names(), done)


# -- on the worker thread ----------------------------------------------------------------------------


def _reader() -> ModuleType:
    """Loads numpy the first time."""
    from ohlc_desktop.services.store_access import snapshot_reader

    return snapshot_reader


def _read_summary(profile: Profile, timeframes: Sequence[str]) -> WatchlistSummary:
    """Zeros where there is no file; a file that cannot be read is no error."""
    try:
        if is_absent(profile.database):
            return WatchlistSummary()
        with closing(open_reader(profile.database, profile.demo)) as store:
            with store.look() as connection:
                found = summarise(connection, timeframes)
            with store.errors():
                return replace(found, last_run=last_run(store, profile))
    except OhlcError as error:
        return WatchlistSummary(problem=error.title)
    except OSError as error:
        return WatchlistSummary(problem=unreadable(profile.database, error).title)


def _items(profile: Profile, run: int) -> list[Item]:
    with closing(open_reader(profile.database, profile.demo)) as store, store.errors():
        return ledger.items_of(store.connection, run)


def _known_counts(profile: Profile, symbol: str, timeframe: str) -> KnownCounts:
    from ohlc_desktop.store.evidence import levels

    with closing(open_reader(profile.database, profile.demo)) as store, store.look() as connection:
        number = watchlist.find_instrument(connection, symbol)
        found = levels.counts(connection, number, [timeframe]) if number is not None else {}
        return found.get(timeframe, KnownCounts())


def _witness(profile: Profile, instrument: Instrument, timeframe: str, now: float) -> SeriesWitness:
    from ohlc_desktop.services.sources.source_reading import read_witness

    return read_witness(profile, instrument, TIMEFRAMES[timeframe], now)


def _contracts(profile: Profile, now: float) -> ContractsLook:
    from ohlc_desktop.services.store_access.roll_reading import read_contracts

    return read_contracts(profile, now)


def _watch(
    profile: Profile, clock: Clock, symbols: Sequence[str], remove: Sequence[str], cancel: threading.Event
) -> int:
    create(profile)
    with ExitStack() as held:
        if remove:
            _keep_imports_out(held, profile, clock)
        store = held.enter_context(closing(open_store(profile.database, profile.demo)))
        with store.transaction(cancel) as connection:
            watchlist.set_watchlist(connection, list(dict.fromkeys(symbols)))
            return sum(remove_candles(connection, symbol) for symbol in dict.fromkeys(remove))


def _keep_imports_out(held: ExitStack, profile: Profile, clock: Clock) -> None:
    """An import that runs remembers what was answered, and would leave holes where candles are deleted."""
    try:
        held.enter_context(import_lock(profile, clock, "watchlist"))
    except ImportRunning as error:
        raise ImportRunning(
            "Candles cannot be deleted while an import runs.",
            "Nothing was changed.",
            "Wait until it has finished, or keep the candles.",
        ) from error
