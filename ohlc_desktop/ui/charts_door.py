"""The way to the charts: loads them when the first one is wanted, and until then costs nothing.

Charts need numpy and much that paints; the tray that idles for weeks has none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from ohlc_desktop.core.clock import Clock
from ohlc_desktop.core.import_state import ImportState
from ohlc_desktop.core.settings import Settings
from ohlc_desktop.profile import Profile
from ohlc_desktop.services.library import Library

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.charts import Charts


class ChartsDoor(QObject):
    """Opens charts, and tells them what happens once there are any.

    Attributes:
        import_wanted: Import the watchlist.
        repair_wanted: Ask for what is missing: instruments (list), timeframes (list).
        failed: An :class:`~ohlc_desktop.core.errors.OhlcError` that no chart shows itself.
    """

    import_wanted = Signal()
    repair_wanted = Signal(list, list)
    failed = Signal(object)

    def __init__(
        self, profile: Profile, clock: Clock, settings: Callable[[], Settings], library: Library,
        memory: Callable[[], QSettings], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._profile, self._clock, self._settings = profile, clock, settings
        self._library, self._memory = library, memory
        self._import = ImportState()
        self._charts: Charts | None = None
        self._closed = False

    @property
    def charts(self) -> Charts | None:
        """The charts, once one was wanted."""
        return self._charts

    @property
    def in_front(self) -> bool:
        """Whether the user is looking at a chart."""
        return self._charts is not None and any(window.isActiveWindow() for window in self._charts.windows)

    def open(self, symbol: str, timeframe: str) -> None:
        """Show the chart of a series."""
        if not self._closed:
            self._load().open(symbol, timeframe)

    def open_last(self) -> None:
        """Show the charts that were open last."""
        if not self._closed:
            self._load().open_last()

    def show_import(self, state: ImportState) -> None:
        """Follow an import."""
        self._import = state
        if self._charts is not None:
            self._charts.show_import(state)

    def show_settings(self) -> None:
        """Settings have changed."""
        if self._charts is not None:
            self._charts.show_settings()

    def retranslate(self) -> None:
        """Make open charts anew, in another language."""
        charts, self._charts = self._charts, None
        if charts is not None:
            were_open = bool(charts.windows)
            charts.close()
            charts.deleteLater()
            if were_open:
                self.open_last()

    def close(self) -> None:
        """Remember the charts and close them, for good."""
        self._closed = True
        if self._charts is not None:
            self._charts.close()

    def _load(self) -> Charts:
        if self._charts is None:
            from ohlc_desktop.ui.chart.charts import Charts

            self._charts = charts = Charts(
                self._profile, self._clock, self._settings, self._library, self._memory(), self
            )
            charts.import_wanted.connect(self.import_wanted)
            charts.repair_wanted.connect(self.repair_wanted)
            charts.failed.connect(self.failed)
            self._library.changed.connect(charts.show_snapshot)
            charts.show_import(self._import)
        return self._charts
