"""Lets charts look for new candles: as an import stores them, and for what another process has done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer

from ohlc_desktop.core.importing.request import SeriesKey
from ohlc_desktop.core.importing.state import ImportState
from ohlc_desktop.services.store_access.store_service import StoreService
from ohlc_desktop.ui.chart.panes.chart_pane import ChartCell
from ohlc_desktop.ui.chart.window.window import ChartWindow

#: Charts look for what an import has stored at most so often, in milliseconds.
PAUSE_MS = 1000
#: While a chart is in sight, the database is looked at for what another process did, so often, in milliseconds.
CHECK_MS = 5000


class ChartUpdates(QObject):
    """Says when to look; charts that nobody sees look when their window comes to the front again."""

    def __init__(
        self, store_service: StoreService, windows: Callable[[], Sequence[ChartWindow]], parent: QObject
    ) -> None:
        """
        Args:
            store_service: Looks at the database.
            windows: The windows that are open.
            parent: Its owner.
        """
        super().__init__(parent)
        self._store_service, self._windows = store_service, windows
        self._importing = False
        self._finished: frozenset[SeriesKey] = frozenset()
        self._stale: set[str] = set()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._check = QTimer(self, interval=CHECK_MS)
        self._check.timeout.connect(self._notice)

    def start(self) -> None:
        """Look for what other processes do from now on."""
        self._check.start()

    def rest(self) -> None:
        """No window is open any more."""
        self._check.stop()

    def stop(self) -> None:
        """Look for nothing any more."""
        self._check.stop()
        self._pause.stop()

    def show_import(self, state: ImportState) -> None:
        """Follow an import: what it has stored appears in the charts that somebody can see."""
        ended, self._importing = self._importing and not state.phase.active, state.phase.active
        finished = frozenset(key for key, item in state.items.items() if item.state.final)
        stored, self._finished = {symbol for symbol, _ in finished - self._finished}, finished
        if ended:
            self.look_again()
        else:
            self._look_for(stored)

    def catch_up(self, window: ChartWindow) -> None:
        """A window came to the front: it is shown what happened meanwhile; another process may have imported too."""
        self._refresh(window.cells)
        self._notice()

    def _notice(self) -> None:
        """Another process may have imported, or put a backup back; an import of this one tells by itself."""
        if self._importing or not any(window.in_sight for window in self._windows()):
            return
        if self._store_service.snapshot is None:
            self._store_service.refresh()
        else:
            self._store_service.check()

    def look_again(self) -> None:
        """Look for whatever has changed in every chart: candles may be gone, completeness judged otherwise."""
        self._look_for({symbol for window in self._windows() for symbol in _symbols(window.cells)})

    def _look_for(self, symbols: set[str]) -> None:
        """Look for new candles of these instruments now, or as soon as the pause is over."""
        self._stale |= symbols
        if self._stale and not self._pause.isActive():
            self._look()

    def _look(self) -> None:
        """Look for new candles of the stale instruments; a window that nobody sees does so when it is shown again."""
        stale, self._stale = self._stale, set()
        if not stale:
            return
        cells = [cell for window in self._windows() if window.in_sight for cell in window.cells]
        self._refresh([cell for cell in cells if stale & _symbols([cell])])
        self._pause.start()

    def _refresh(self, cells: Iterable[ChartCell]) -> None:
        for cell in cells:
            cell.refresh()


def _symbols(cells: Iterable[ChartCell]) -> set[str]:
    """All instruments that charts show, those beside others too."""
    return {symbol for cell in cells for symbol in (cell.symbol, *cell.options.compare)}
