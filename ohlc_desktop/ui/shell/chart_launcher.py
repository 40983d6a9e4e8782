"""The way to the charts: loads them before the first one is opened, and until then costs nothing.

Charts need numpy, pyqtgraph and much that paints; the tray that idles for weeks has none of it. Loading them takes half
a second, for which nobody has to wait but who wants a chart: it is done on a thread. Modules that are loaded there must
not make Qt objects as they are imported.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication

from ohlc_desktop.core.chart.saved.names import OPEN, WORKSPACES, workspace_names
from ohlc_desktop.core.errors import OhlcError, UnexpectedFault
from ohlc_desktop.services.app_state import AppState
from ohlc_desktop.services.background_worker import BackgroundWorker
from ohlc_desktop.services.controller import Controller
from ohlc_desktop.services.memory import forget_sources

if TYPE_CHECKING:
    from ohlc_desktop.ui.chart.window.chart_windows import Charts

#: What is loaded, one after the other: whoever closes the program meanwhile waits for one of them at most.
MODULES = (
    "numpy",
    "ohlc_desktop.ui.chart.engine",  # which tells pyqtgraph what it stands on
    "pyqtgraph",
    "ohlc_desktop.ui.chart.window.chart_windows",
    "ohlc_desktop.services.chart_data.chart_reading",  # else loaded by the first chart
)


def _load(name: str) -> None:
    """Load a module, without what the garbage collector would look at meanwhile: a twentieth of a second in all."""
    gc.disable()
    try:
        import_module(name)
    finally:
        gc.freeze()  # what is loaded stays; else the next collection looks at all of it in the GUI's thread
        gc.enable()
        forget_sources()


def _load_plugins() -> None:
    from ohlc_desktop.services.chart_data.indicator_plugins import load

    load()


class ChartLauncher(QObject):
    """Opens charts, and tells them what happens once there are any.

    Charts that are asked for while they are loaded are opened afterwards, in the same order.

    Attributes:
        failed: An :class:`~ohlc_desktop.core.errors.OhlcError` that no chart shows itself.
        emptied: The last chart window is gone.
        charts: The charts, once one was wanted. To be read only.
        loaded: Whether a chart that is asked for opens at once. To be read only.
    """

    failed = Signal(object)
    emptied = Signal()

    def __init__(self, controller: Controller, memory: Callable[[], QSettings], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._memory = controller, memory
        self.charts: Charts | None = None
        self._loading: BackgroundWorker | None = None
        self._wanted: list[Callable[[Charts], object]] = []
        self.loaded = self._closed = False
        controller.model.changed.connect(self._render)

    @property
    def any_open(self) -> bool:
        """Whether there is a chart window."""
        return self.charts is not None and bool(self.charts.windows)

    @property
    def in_front(self) -> bool:
        """Whether the user is looking at a chart."""
        return self.charts is not None and any(window.isActiveWindow() for window in self.charts.windows)

    def open(self, symbol: str, timeframe: str = "") -> None:
        """Show the chart of a series; without a timeframe, a chart of the instrument."""
        self._want(lambda charts: charts.open(symbol, timeframe))

    def open_last(self) -> None:
        """Show the charts that were open last."""
        self._want(lambda charts: charts.open_last())

    def restore(self) -> None:
        """Show the charts again that were open when the program ended; where none were, nothing is loaded."""
        if str(self._memory().value(OPEN)) == "true":
            self.open_last()

    def open_workspace(self, name: str) -> None:
        """Show the charts of a workspace."""
        self._want(lambda charts: charts.open_workspace(name))

    def workspaces(self) -> list[str]:
        """Names of the workspaces; charts need not be loaded for that."""
        return workspace_names(self._memory().value(WORKSPACES))

    def prepare(self) -> None:
        """Load what charts need, so that the first one opens as fast as others; idempotent."""
        if self._closed or self.loaded or self._loading is not None:
            return
        self._loading = loading = BackgroundWorker("charts-loading", self)
        for name in MODULES:
            loading.run(partial(_load, name), failed=self._on_not_loaded)
        loading.run(_load_plugins, self._on_loaded, self._on_not_loaded)

    def _render(self, state: AppState, before: AppState) -> None:
        if self.charts is None:
            return
        if state.importing is not before.importing:
            self.charts.show_import(state.importing)
        if state.snapshot is not None and state.snapshot is not before.snapshot:
            self.charts.show_snapshot(state.snapshot)
        if state.settings is not before.settings:
            self.charts.updates.look_again()

    def retranslate(self) -> None:
        """Make open charts anew, in another language or with another feed."""
        charts, self.charts = self.charts, None
        if charts is not None:
            were_open = bool(charts.windows)
            charts.close()
            charts.deleteLater()
            if were_open:
                self.open_last()

    def close(self) -> None:
        """Remember the charts and close them, for good."""
        self._closed = True
        self._end_loading()
        if self.charts is not None:
            self.charts.close()

    def _want(self, request: Callable[[Charts], object]) -> None:
        if self._closed:
            return
        if self.loaded:
            request(self._made())
            return
        if not self._wanted:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._wanted.append(request)
        self.prepare()

    def _on_loaded(self, _: None) -> None:
        self.loaded = True
        gc.freeze()  # modules stay; as these are loaded but once, little else is kept with them
        for request in self._end_loading():
            request(self._made())

    def _on_not_loaded(self, _: OhlcError) -> None:
        """Tell it once; who asks again later tries again. What exactly happened is in the log and a report already."""
        self._end_loading()
        title = self.tr("The charts could not be loaded.")
        meaning = self.tr("Stored candles are whole, and imports go on.")
        self.failed.emit(
            UnexpectedFault(title, meaning, self.tr("Install OHLC Desktop again, then open the chart again."))
        )

    def _end_loading(self) -> list[Callable[[Charts], object]]:
        """Nothing is loaded any more; returns what was asked for meanwhile."""
        if self._loading is not None:
            self._loading.stop()
            self._loading.deleteLater()
            self._loading = None
        wanted, self._wanted = self._wanted, []
        if wanted:
            QGuiApplication.restoreOverrideCursor()
        return wanted

    def _made(self) -> Charts:
        if self.charts is None:
            from ohlc_desktop.ui.chart.window.chart_windows import Charts

            services = self._controller
            self.charts = charts = Charts(
                services.profile, services.clock, services.settings, services.store_service, self._memory(),
                services.start_import, self,
            )  # fmt: skip
            charts.failed.connect(self.failed)
            charts.emptied.connect(self.emptied)
            charts.show_import(services.model.state.importing)
        return self.charts
