"""All chart windows: opens them, remembers them, and lets them hear what happens in the program.

A chart that is asked for by name, as by a double click on the coverage matrix, gets the window that shows it already,
else a window of its own: what somebody has laid out is not replaced. "Charts…" in the tray brings back what was open
last; where nothing ever was, the first instrument of the watchlist in 5m.

This module imports numpy and all that draws: it is loaded when the first chart is opened, see
:mod:`ohlc_desktop.ui.shell.chart_launcher`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSettings, Qt, QTimer, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.errors import OhlcError, StoreBusy
from ohlc_desktop.core.importing.request import ImportRequest
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.core.market.instruments import Instrument
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.core.states.severity import Severity
from ohlc_desktop.own_files import own_file
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.chart_data.chart_loader import ChartLoader
from ohlc_desktop.services.chart_data.indicator_plugins import load
from ohlc_desktop.services.chart_data.profile_loader import ProfileLoader
from ohlc_desktop.services.i18n.messages import shown
from ohlc_desktop.services.store_access.instrument_names import Resolved
from ohlc_desktop.services.store_access.snapshot import Snapshot
from ohlc_desktop.services.store_access.snapshot_reader import catalogue
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.sources.registry import active_feeds
from ohlc_desktop.ui.chart.data.source_access import SourceAccess
from ohlc_desktop.ui.chart.drawing.drawing_repository import DrawingRepository
from ohlc_desktop.ui.chart.panes.chart_status import ChartFacts
from ohlc_desktop.ui.chart.window.chart_updates import ChartUpdates
from ohlc_desktop.ui.chart.window.links import Links
from ohlc_desktop.ui.chart.window.memory import Memory
from ohlc_desktop.ui.chart.window.supplies import Supplies
from ohlc_desktop.ui.chart.window.window import ChartWindow
from ohlc_desktop.ui.chart.window.window_state import CellState, WindowState
from ohlc_desktop.ui.chart.workspaces.workspace_keeper import WorkspaceKeeper
from ohlc_desktop.ui.widgets.icons import app_icon

#: What changes in a window is remembered so long afterwards, also while it goes on changing, as in a replay.
REST_MS = 2000
_FIRST_TIMEFRAME = "5m"
_SHIFT = 28


class Charts(QObject):
    """The chart windows of the program.

    Attributes:
        windows: The open windows; the one that was in front last is the last.
        failed: An :class:`OhlcError` that no chart shows itself.
        emptied: The last window is gone.
        updates: Lets charts look for new candles.
        sources: What sources say of candles.
    """

    failed = Signal(object)
    emptied = Signal()

    def __init__(
        self, profile: Profile, clock: Clock, settings: Callable[[], Settings], store_service: StoreService, memory: QSettings,
        start_import: Callable[[ImportRequest], object], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        load()  # before stored charts are read
        self._profile, self._store_service, self._memory = profile, store_service, Memory(memory)
        self._start_import = start_import
        self._snapshot: Snapshot | None = store_service.snapshot
        self._import = ImportState()
        self._others: list[Instrument] = []
        self.windows: list[ChartWindow] = []
        self._parked = self._memory.windows()
        self._closed = False
        self._work, self._writing = BackgroundWorker("charts", self), BackgroundWorker("drawings", self)
        self._profiling = BackgroundWorker("profiles", self)  # which no click waits for
        self.drawings = DrawingRepository(profile, clock, self._writing, self)
        self.drawings.failed.connect(self.failed)
        self.drawings.failed.connect(self._tell_not_kept)
        self.updates = ChartUpdates(store_service, lambda: self.windows, self)
        self.sources = SourceAccess(profile, clock, self._work, self)
        self.sources.changed.connect(self.updates.look_again)
        self.sources.changed.connect(store_service.refresh)
        self.sources.changed.connect(store_service.edited)
        self._supplies = Supplies(
            lambda owner: ChartLoader(profile, clock, self._work, settings, owner),
            lambda owner: ProfileLoader(profile, clock, self._profiling, settings, owner), self._work, self.drawings, Links(),
            self._known, active_feeds(profile.demo, settings().feeds).order[0], start_import, self._watch,
            lambda path: bool(own_file(profile, path)), self.sources.inspect, self.sources.compare, self._memory,
            self.sources.choose,
        )  # fmt: skip
        self.workspaces = WorkspaceKeeper(self._memory, self._states, self._show_instead, self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._remember)
        self._work.run(lambda: [product.continuous() for product in catalogue().products.values()], self._offer_futures)

    # -- opening -----------------------------------------------------------------------------------

    def open(self, symbol: str, timeframe: str = "") -> ChartWindow:
        """Show a series: in the window that shows it already, else in one of its own.

        Without a timeframe, any chart of the instrument will do, else one in the timeframe of the chart used last.
        """
        for window in reversed(self.windows):
            for number, cell in enumerate(window.cells):
                if cell.symbol == symbol and timeframe in ("", cell.timeframe):
                    window.activate(number)
                    window.bring_up()
                    return window
        if self.windows:
            self._memory.keep_last(self.windows[-1].active.options)
        return self._open(
            WindowState((CellState(symbol, timeframe or self._usual_timeframe, self._memory.new_chart()),))
        )

    @property
    def _usual_timeframe(self) -> str:
        """The timeframe of the chart used last."""
        parked = self._parked[-1] if self._parked else None
        if self.windows:
            return self.windows[-1].active.timeframe
        return parked.cells[parked.active].timeframe if parked is not None else _FIRST_TIMEFRAME

    def open_last(self) -> None:
        """Bring back the windows that were open last; where they are open, bring the last one to the front."""
        parked, self._parked = self._parked, []
        for state in parked:
            self._open(state)
        if not self.windows:
            self._open_first()
        elif not parked:
            self.windows[-1].bring_up()

    def open_workspace(self, name: str) -> None:
        """Show the windows of a workspace instead of those that are open."""
        if (not self.windows and self.workspaces.asks) or name == self.workspaces.workspaces.current:
            self.open_last()
        self.workspaces.open(name, self.windows[-1] if self.windows else None)

    def _open_first(self) -> None:
        """Somebody's first chart."""
        if self._snapshot is None:
            self._store_service.refresh()
        watched = self._snapshot.watched if self._snapshot is not None else ()
        symbol = watched[0].symbol if watched else catalogue().default_watchlist[0]
        self._open(WindowState((CellState(symbol, _FIRST_TIMEFRAME, self._memory.new_chart()),)))

    def _open(self, state: WindowState) -> ChartWindow:
        window = ChartWindow(state, self._supplies, self._memory.favourites())
        window.setWindowIcon(app_icon())
        if not state.geometry and self.windows:
            window.move(self.windows[-1].pos() + QPoint(_SHIFT, _SHIFT))
        window.unknown_typed.connect(partial(self._resolve, window))
        window.favourites_chosen.connect(self._set_favourites)
        window.changed.connect(self._remember_soon)
        window.new_wanted.connect(lambda: self._open(WindowState((window.active.state,))))
        window.shown_again.connect(partial(self._to_front, window))
        window.closing.connect(partial(self._let_close, window))
        window.all_closing.connect(self._close_all)
        self.workspaces.attach(window)
        self.windows.append(window)
        self._offer(window)
        window.bring_up()
        if self._snapshot is None:
            self._store_service.refresh()
        self.updates.start()
        self._rest.start()
        return window

    def _to_front(self, window: ChartWindow) -> None:
        """What happened while it was not looked at is shown; another process may have imported too."""
        if window in self.windows:
            self.windows.remove(window)
            self.windows.append(window)
            self.updates.catch_up(window)

    # -- closing -----------------------------------------------------------------------------------

    def _let_close(self, window: ChartWindow) -> None:
        """A window closes: it is forgotten, unless it was the last one, which "Charts…" brings back."""
        state = window.state
        self._memory.keep_last(window.active.options)
        self.windows.remove(window)
        if not self.windows and not self._parked:
            self._parked = [state]
        self._dispose(window)
        self._remember()
        self._rest_without_windows()

    def _close_all(self) -> None:
        """Close all windows; "Charts…" brings them back."""
        self._parked, before, self.windows = self._states(), self.windows, []
        for window in before:
            self._dispose(window)
            window.close()
        self._remember()
        self._rest_without_windows()

    def _show_instead(self, states: Sequence[WindowState]) -> None:
        """Open windows instead of those that are open, whose state has been kept."""
        before, self.windows, self._parked = self.windows, [], list(states)
        for window in before:
            self._dispose(window)  # first, for its charts are linked with others no more
        self.open_last()
        for window in before:
            window.close()

    def _rest_without_windows(self) -> None:
        if not self.windows:
            self.updates.rest()
            self.drawings.forget()

    def _dispose(self, window: ChartWindow) -> None:
        window.let_go()
        window.deleteLater()
        # Widgets and what paints them know each other: only a collection, once they are gone, gives their candles back.
        window.destroyed.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    def _collect(self) -> None:
        gc.collect()
        if not self.windows:
            self.emptied.emit()

    def close(self) -> None:
        """Remember everything and let go of it; idempotent."""
        if self._closed:
            return
        self._closed = True
        self.updates.stop()
        self.sources.close()
        if self.windows:
            self._memory.keep_last(self.windows[-1].active.options)
        self._remember()
        self._memory.flush()
        for window in self.windows:
            window.let_go()
            window.close()
            window.deleteLater()
        self.windows.clear()
        self.drawings.stop()
        self._work.stop()
        self._profiling.stop()
        self._writing.stop()
        self.drawings.close()

    def _remember_soon(self) -> None:
        if not self._rest.isActive():
            self._rest.start()

    def _remember(self) -> None:
        self._rest.stop()
        self._memory.keep_windows(self._states(), bool(self.windows))
        self.workspaces.remember()

    def _states(self) -> list[WindowState]:
        """The windows that are open, and those that "Charts…" brings back."""
        return [*(window.state for window in self.windows), *self._parked]

    # -- what happens in the program ---------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The store as it was looked at last: candles may be gone, the watchlist another."""
        self._snapshot = snapshot
        self.drawings.show_store(snapshot.store)
        for window in self.windows:
            self._offer(window)
        self._show_known()
        if not self._import.phase.active:
            self.updates.look_again()

    def show_import(self, state: ImportState) -> None:
        """Follow an import: what it has stored appears in the charts that somebody can see."""
        before, self._import = self._import, state
        if state.phase.active != before.phase.active:
            self._show_known()
        if before.phase.active and not state.phase.active:
            self.drawings.save_again()
        self.updates.show_import(state)

    def _tell_not_kept(self, error: OhlcError) -> None:
        """Tell who draws that it is not in the file yet."""
        text = self.tr(
            "Drawings are not stored yet: another program uses the database. They are as soon as it is free."
        )
        if self.windows:
            self.windows[-1].tell(Severity.ATTENTION, text if isinstance(error, StoreBusy) else shown(error.text))

    def _show_known(self) -> None:
        for window in self.windows:
            for cell in window.cells:
                cell.show_status()

    def _known(self, symbol: str) -> ChartFacts:
        """What is known of an instrument beyond its candles."""
        snapshot = self._snapshot
        watched = None
        if snapshot is not None and not snapshot.database.problem:
            watched = any(instrument.symbol == symbol for instrument in snapshot.watched)
        return ChartFacts(watched, self._import.phase.active, not self._profile.database.exists())

    # -- what the user wants -----------------------------------------------------------------------

    def _watch(self, symbol: str) -> None:
        """Put an instrument at the end of the watchlist, then import."""
        if self._snapshot is None or not self._snapshot.known:
            return
        watched = [instrument.symbol for instrument in self._snapshot.watched]
        self._store_service.watch(
            [*watched, symbol], done=lambda _: self._start_import(ImportRequest()), failed=self.failed.emit
        )

    def _set_favourites(self, names: Sequence[str]) -> None:
        self._memory.keep_favourites(names)
        for window in self.windows:
            window.show_favourites(names)

    # -- what can be typed -------------------------------------------------------------------------

    def _offer(self, window: ChartWindow) -> None:
        window.offer(self._snapshot.watched if self._snapshot is not None else (), self._others)

    def _resolve(self, window: ChartWindow, name: str) -> None:
        """Find out what was typed that is not on the watchlist; its chart offers to add and import it."""

        def tell(found: list[Resolved]) -> None:
            if window in self.windows and len(found) == 1:
                window.finder.show_resolved(name, found[0])

        self._store_service.resolve(name, tell)

    def _offer_futures(self, futures: list[Instrument]) -> None:
        self._others = futures
        for window in self.windows:
            self._offer(window)
